"""What time and bad disks do to a file, for tests."""

import sqlite3
from pathlib import Path


def damage_pages(path: Path) -> None:
    """Flip a bit in the middle of pages of an index, which an ordinary start does not look at."""
    connection = sqlite3.connect(path)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    root = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'ix_commitment_state_commitment_id_since'"
    ).fetchone()[0]
    connection.close()
    contents = bytearray(path.read_bytes())
    contents[root * size - 8] ^= 0x10
    path.write_bytes(contents)
