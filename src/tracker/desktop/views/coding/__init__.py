"""Reviewing a coding: what the rules proposed for a text, decided on piece by piece, until it becomes a source."""
