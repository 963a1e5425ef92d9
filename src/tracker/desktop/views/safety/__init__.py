"""Backups, lost changes, copies side by side, and what becomes of the open file."""
