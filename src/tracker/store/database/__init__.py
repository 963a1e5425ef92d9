"""How a database is opened and described: tables, column types, migrations, ways to write many rows."""
