"""The ledger page: the table, its filters and views, and what several rows at once can be given."""
