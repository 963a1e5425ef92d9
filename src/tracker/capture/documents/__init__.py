"""Files: what they are, and their readable text."""
