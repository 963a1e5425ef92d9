"""Commitments in lists and in full."""
