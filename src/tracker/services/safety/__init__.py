"""Backups, checks, copies and repair."""
