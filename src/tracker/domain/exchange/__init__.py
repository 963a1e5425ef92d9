"""Spreadsheets and forms of other offices: what their rows would become."""
