"""Watched pages, what was found on them, and captured pages that were looked at again."""
