"""Workbooks of offices: cells, headings, rows, marks."""
