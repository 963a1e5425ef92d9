"""By which ways SQLite goes through a ledger: the same for every size.

What SQLite counts by itself is old when a spreadsheet of a hundred thousand rows has just come in: it would read all
speakers for each commitment, as when there were three. So it is given once how large tables compare, and never counts.
"""

from sqlalchemy import Connection

from tracker.locations import db_dir

# What it gains, measured with a hundred thousand commitments on SQLite 3.40: to sort by the newest evidence takes 0.18
# s in place of 0.48, the first page in that order 0.1 in place of 0.4, the first dashboard 3.4 in place of 4.7. It may
# go once SQLite prefers a covering index without being told how large a table is.
_Told = tuple[str, str | None, str]


def settle_plans(connection: Connection) -> None:
    """Tell a ledger in a file how many rows its tables will have. A shared ledger counts them by itself."""
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # makes the table, and counts nothing
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", statistics())
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads it


def statistics() -> list[_Told]:
    """Table, index or None, and what `sqlite_stat1` says of it: rows, then rows alike in its first columns."""
    lines = (db_dir() / "statistics.txt").read_text(encoding="ascii").splitlines()
    told = [line.split(" ", 2) for line in lines if not line.startswith("#")]
    return [(table, None if index == "-" else index, counts) for table, index, counts in told]
