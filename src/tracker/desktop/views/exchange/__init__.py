"""Spreadsheets in, forms out and back."""
