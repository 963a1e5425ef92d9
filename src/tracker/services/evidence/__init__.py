"""Record, capture, show and suggest evidence."""
