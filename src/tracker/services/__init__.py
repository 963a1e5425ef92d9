"""The use cases: the only door to data for the desktop and the command line."""
