"""What a shared ledger asks of its server besides tables: roles, guards, people, the server's clock."""
