"""Judging one commitment after another."""
