"""Undo, redo, and the commands that events keep."""
