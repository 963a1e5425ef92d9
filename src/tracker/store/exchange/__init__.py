"""Spreadsheets that came in, and forms that went out."""
