"""Backups, repair, and the checks that find what is wrong."""
