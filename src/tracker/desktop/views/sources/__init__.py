"""Add a source: a text is read, looked through, and taken in or kept for review."""
