"""Bring an office's spreadsheet in: the file, the mapping of its columns, what would come of it."""
