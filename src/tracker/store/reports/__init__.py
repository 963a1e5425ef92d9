"""What reports ask of all their commitments at once, and which were written."""
