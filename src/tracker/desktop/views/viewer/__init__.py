"""Attached files, shown at the words that are quoted from them."""
