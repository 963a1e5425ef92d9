"""Backups: made by the day and on demand, and gone back to."""
