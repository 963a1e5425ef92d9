"""Find the units of a clean text that may be commitments."""
