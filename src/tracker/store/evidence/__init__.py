"""Pieces of evidence with their links and files."""
