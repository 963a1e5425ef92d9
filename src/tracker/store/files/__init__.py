"""The file that a ledger lies in: locks, shares, replaced files, conflicted copies."""
