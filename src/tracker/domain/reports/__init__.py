"""The report as a tree, before any format decides how it looks."""
