"""Open a ledger, and what is told about it."""
