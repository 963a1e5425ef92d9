"""Sources with the passages that promise something."""
