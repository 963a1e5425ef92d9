"""Sources: read them, and load their coding."""
