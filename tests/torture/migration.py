"""Ledgers of other versions: older ones come forward with all that they held, newer ones are left as they are.

Migrations that are killed, fail or lose power are rows of the other groups.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from tests.torture.damage import contents_of
from tests.torture.deeds import AUTHOR
from tests.torture.ledgers import OLD, TAKEN, Ledgers, make_ledgers
from tests.torture.programs import emptied
from tests.torture.table import Outcome, Plan, Tally
from tests.torture.verdicts import faults_of

from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.backups import preview_restore
from tracker.store.database.schema_check import HEAD

_USUAL = 20


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """Two rows."""
    ledgers = make_ledgers(plan.folder / "ledgers")
    yield forward(ledgers, plan)
    yield refuse(ledgers, plan)


def forward(ledgers: Ledgers, plan: Plan) -> Outcome:
    """From every schema ever shipped: no row is gone, and what was in it is in it."""
    tally = Tally(f"migration: from {', '.join(OLD)} forward")
    for version in OLD:
        with emptied(plan.folder) as place, tally.trying(version):
            ledgers.lay_out(version, place)
            before = _counts(place / "ledger.db")
            with closing(open_workspace(place / "ledger.db", author=AUTHOR)) as workspace:
                # Their contents were never laid beside these ledgers.
                for fault in (one for one in faults_of(workspace) if one.code != "fault_content_missing"):
                    tally.halve(f"{version}: {fault.code} {fault.details}")
            after = _counts(place / "ledger.db")
            if gone := [table for table, count in before.items() if after.get(table, 0) < count]:
                tally.lose(f"{version}: rows of {gone}")
    return tally.outcome()


def refuse(ledgers: Ledgers, plan: Plan) -> Outcome:
    """A newer file is refused by every door, and not a byte of it, or beside it, is touched."""
    tally = Tally("migration: newer file refused")
    chance = Random(plan.seed)
    for _ in range(plan.tries(_USUAL)):
        with emptied(plan.folder) as place:
            ledgers.lay_out(TAKEN, place)
            version = chance.choice((f"{int(HEAD) + 1:04}", "9999", "2a", f"{chance.randrange(10**9):x}", "未来"))
            with closing(sqlite3.connect(place / "ledger.db")) as connection:
                connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
                connection.commit()
            ledgers.lay_out(TAKEN, place / "other")
            with tally.trying(version):
                _refuse_once(place, version, tally)
    return tally.outcome()


def _refuse_once(place: Path, version: str, tally: Tally) -> None:
    newer, other = place / "ledger.db", place / "other" / "ledger.db"
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    doors = {
        "opening": lambda: open_workspace(newer, author=AUTHOR),
        "restoring from it": lambda: preview_restore(other, newer),
        "restoring into it": lambda: preview_restore(newer, other),
    }
    for name, door in doors.items():
        try:
            door()
        except UserError as error:
            if error.code != "ledger_newer":
                tally.blame(f"{version}: {name} says {error.code}")
        else:
            tally.blame(f"{version}: {name} is not refused")
    if {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} != before:
        tally.blame(f"{version}: something was touched")


def _counts(ledger: Path) -> dict[str, int]:
    return {name: len(rows) for name, rows in contents_of(ledger).items() if name != "alembic_version"}
