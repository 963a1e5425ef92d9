"""Backups, copies and clocks of a ledger."""
