"""The departments of a ledger by all their names: to look at, to add, to call otherwise."""
