"""Pieces of evidence: where they lie, what they quote, and which are one document."""
