"""What bad disks, careless hands and other programs do to a ledger that nobody has open.

Each damage is to be found when the ledger is opened or checked; where nothing is found, everything must be as it was
(a bit in a place that nothing lies in). A repaired copy that is said to have lost nothing must hold everything.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.torture import lost_log
from tests.torture.deeds import AUTHOR
from tests.torture.ledgers import CONTENTS, TAKEN, make_ledgers
from tests.torture.programs import emptied
from tests.torture.table import Outcome, Plan, Tally

from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.repairing import repair
from tracker.store.search.search_index import TABLES as INDEX

_PAGE = 4096
_REPAIRED = 4
"""Of so many damaged ledgers one is repaired, which takes a while."""
_OF_ROWS = (
    *("event", "evidence_state", "commitment_state", "search_log", "citation", "passage", "attachment"),
    *("topic", "speaker", "department"),
)
Damage = Callable[[Path, Random], str]
"""Damages the ledger in a folder, and says how."""
Contents = dict[str, list[tuple[object, ...]]]


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each sort of damage to the file or what lies beside it, and one for a log that is lost."""
    ledgers = make_ledgers(plan.folder / "ledgers")
    original = contents_of(plan.folder / "ledgers" / TAKEN / "ledger.db")
    for name, (damage, usual) in _SORTS.items():
        tally = Tally(f"damage: {name}")
        chance = Random(f"{plan.seed} {name}")
        for number in range(plan.tries(usual)):
            with emptied(plan.folder) as place:
                ledgers.lay_out(TAKEN, place)
                what = f"seed {plan.seed}, {number}: {damage(place, chance)}"
                with tally.trying(what):
                    _look(place, original, what, tally)
                    if number % _REPAIRED == 0:
                        _mend(place, original, what, tally)
        yield tally.outcome()
    yield lost_log.outcome(ledgers, plan)


def contents_of(ledger: Path) -> Contents:
    """Every row of every table, but for what follows from the others, and the numbers by which programs that write at
    once take notice of each other."""
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [
                tuple(map(_said, row))
                for row in connection.execute(f'SELECT {_columns(connection, name)} FROM "{name}" ORDER BY rowid')
            ]
            for name in sorted(set(tables) - INDEX)
            if not name.startswith("sqlite_")
        }


def _said(value: Any) -> Any:
    """JSON by what it says: `\\u957f` and `\\u957F` are one sign, and a bit apart."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        with suppress(ValueError):
            return json.dumps(json.loads(value))
    return value


def _columns(connection: sqlite3.Connection, table: str) -> str:
    names = (row[1] for row in connection.execute(f'PRAGMA table_info("{table}")'))
    return ", ".join(f'"{name}"' for name in names if name != "version")


def _look(place: Path, original: Contents, what: str, tally: Tally) -> None:
    """Found, or nothing to be found."""
    ledger = place / "ledger.db"
    try:
        with closing(open_workspace(ledger, author=AUTHOR)) as workspace:
            if check(workspace):
                return
    except UserError:
        return
    now = contents_of(ledger)
    if changed := [name for name, rows in original.items() if now.get(name) != rows]:
        tally.blame(f"{what}: nothing is found, though {', '.join(changed)} differ")


def _mend(place: Path, original: Contents, what: str, tally: Tally) -> None:
    """A repaired copy is sound but for what it names, and holds everything where it is said to have lost nothing."""
    out = place / "repaired.db"
    try:
        done = repair(place / "ledger.db", out, author=AUTHOR)
    except UserError as error:
        if error.code not in ("repair_hopeless", "repair_from_backup"):
            tally.blame(f"{what}: repair says {error.code}")
        return
    with closing(open_workspace(out, author=AUTHOR)) as workspace:
        if list(check(workspace)) != list(done.left):
            tally.blame(f"{what}: repair does not name what is left")
    if done.lost or done.left:
        return
    now = contents_of(out)
    events = now["event"]
    now["event"] = [row for row in events if "ledger_repaired" not in row]
    now["event_command"] = [row for row in now["event_command"] if '"repair"' not in str(row)]
    if changed := [name for name, rows in original.items() if now.get(name) != rows]:
        tally.lose(f"{what}: repair says that nothing is lost, though {', '.join(changed)} differ")


def _flip(place: Path, chance: Random) -> str:
    """One to three bits anywhere in the file."""
    ledger = place / "ledger.db"
    contents = bytearray(ledger.read_bytes())
    places = [chance.randrange(len(contents)) for _ in range(chance.randint(1, 3))]
    for at in places:
        contents[at] ^= 1 << chance.randrange(8)
    ledger.write_bytes(contents)
    return f"bits at {places}"


def _cut(place: Path, chance: Random) -> str:
    ledger = place / "ledger.db"
    contents = ledger.read_bytes()
    size = chance.randrange(len(contents))
    ledger.write_bytes(contents[: size if chance.random() < 0.5 else size // _PAGE * _PAGE])
    return f"cut at {size}"


def _blank(place: Path, chance: Random) -> str:
    """A page of zeros, or of another page's bytes: a write that went astray."""
    ledger = place / "ledger.db"
    contents = bytearray(ledger.read_bytes())
    to, of = (chance.randrange(len(contents) // _PAGE) for _ in range(2))
    page = bytes(_PAGE) if chance.random() < 0.5 else contents[of * _PAGE : (of + 1) * _PAGE]
    contents[to * _PAGE : (to + 1) * _PAGE] = page
    ledger.write_bytes(contents)
    return f"page {to} as {of if any(page) else 'blank'}"


def _alter(place: Path, chance: Random) -> str:
    """A field of a row becomes another, as by somebody with an SQL program."""
    with closing(sqlite3.connect(place / "ledger.db")) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith(("sqlite_", "alembic_", "search_index"))
        ]
        while True:
            table = chance.choice(tables)
            columns = [(row[1], row[2]) for row in connection.execute(f'PRAGMA table_info("{table}")') if not row[5]]
            rows = [row[0] for row in connection.execute(f'SELECT rowid FROM "{table}"')]
            if columns and rows:
                break
        (column, kind), row = chance.choice(columns), chance.choice(rows)
        value = "'{\"a\": 1}'" if kind == "JSON" else f'CASE WHEN "{column}" = 7 THEN 8 ELSE 7 END'
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = {value} WHERE rowid = ?', (row,))
        connection.commit()
    return f"{table}.{column} of {row}"


def _remove(place: Path, chance: Random) -> str:
    """A row goes, as by somebody with an SQL program."""
    with closing(sqlite3.connect(place / "ledger.db")) as connection:
        table = chance.choice(_OF_ROWS)
        row = chance.choice([row[0] for row in connection.execute(f'SELECT rowid FROM "{table}"')])
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row,))
        connection.commit()
    return f"{table} {row} removed"


def _put_index_out_of_step(place: Path, chance: Random) -> str:
    with closing(sqlite3.connect(place / "ledger.db")) as connection:
        row = chance.randint(1, 69)
        statements = (
            f"UPDATE search_text SET words = words || '甲' WHERE commitment_id = {row}",
            f"DELETE FROM search_text WHERE commitment_id = {row}",
            f"INSERT INTO search_index(rowid, terms) VALUES ({row + 1000}, '甲')",
            f"DELETE FROM search_index_docsize WHERE id = {row}",
            "DELETE FROM search_index_data WHERE id > 10",
        )
        statement = chance.choice(statements)
        connection.execute(statement)
        connection.commit()
    return statement


def _spoil_attachment(place: Path, chance: Random) -> str:
    sha256 = chance.choice(list(CONTENTS))
    path = place / "ledger.db.files" / sha256[:2] / sha256
    content = bytearray(path.read_bytes())
    if (way := chance.choice(("gone", "cut", "flipped"))) == "gone":
        path.unlink()
    elif way == "cut":
        path.write_bytes(content[: chance.randrange(len(content))])
    else:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
    return f"attachment {sha256} {way}"


_SORTS: dict[str, tuple[Damage, int]] = {
    "flipped bits": (_flip, 240),
    "file cut short": (_cut, 60),
    "page astray": (_blank, 120),
    "field altered": (_alter, 160),
    "row removed": (_remove, 40),
    "search index out of step": (_put_index_out_of_step, 20),
    "attachment spoilt": (_spoil_attachment, 30),
}
