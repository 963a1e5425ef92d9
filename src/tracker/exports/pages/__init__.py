"""Reports as text that flows: HTML, Markdown, JSON."""
