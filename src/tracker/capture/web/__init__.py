"""Pages of the web: fetched within limits, and read."""
