"""A ledger on a PostgreSQL server: its address, the connection to it, what its errors mean, roles and guards."""
