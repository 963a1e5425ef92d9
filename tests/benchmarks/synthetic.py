"""Makes large ledgers of the real one: as many sources as are needed, each with the real commitments under other names.

    python tests/benchmarks/synthetic.py 100000      # says where it lies

They are kept outside the repository, in `TRACKER_BENCH_CACHE` or the user's cache folder, and made once: the same size
and seed give the same ledger. `tracker check` finds nothing wrong with them, down to the seals of the events.
"""

import os
import shutil
import sqlite3
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import platformdirs
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parent))

from ledger_plan import FIRST_DAY, LAST_DAY, Piece, Plan, case_of_plan, plan_of, summary, verdict_on
from ledger_rows import Rows, template_states

from tracker.domain.assessment.proof import Case
from tracker.domain.search.pinyin import pinyin_of
from tracker.domain.terms import Assessment, BackupReason
from tracker.domain.text.dates import a_year_after, day_of
from tracker.services.ledgers.workspace import open_workspace
from tracker.store.database.engine import make_engine, writing
from tracker.store.database.migrating import HEAD
from tracker.store.database.query_plans import settle_plans
from tracker.store.database.tables import Source
from tracker.store.events.seals import head
from tracker.store.safety.backups import new_place
from tracker.store.search.search_index import rebuild

SEED = 20250121
_VERSION = 2
"""Raised when the ledgers are to be made anew, because what is made has changed."""
_FIRST_EVENT = datetime(2026, 1, 5, 1, tzinfo=UTC)
_LAST_EVENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
_AUTHORS = ("张三", "李四", "王五")
_FLUSH = 5_000


def ledger_of(size: int, seed: int = SEED) -> Path:
    """The ledger of so many commitments; made where it is not there yet, which takes a second for each thousand."""
    path = cache_folder() / f"synthetic-{_VERSION}-{HEAD}-{seed}-{size}.db"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent) as folder:
            draft = Path(folder) / "ledger.db"
            make_ledger(draft, size, seed)
            shutil.move(draft, path)
    return path


def spared(path: Path) -> Path:
    """The ledger, with a hollow backup of today beside it: a window that made a real one would be measured with it."""
    new_place(path, BackupReason.DAILY, datetime.now(UTC)).touch()
    return path


def cache_folder() -> Path:
    """Where large ledgers are kept between two runs."""
    named = os.environ.get("TRACKER_BENCH_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("tracker") / "benchmarks"


def make_ledger(path: Path, size: int, seed: int = SEED) -> None:
    """Write a ledger of `size` commitments, the real ones the first among them."""
    workspace = open_workspace(path, author="程序", clock=lambda: datetime(2015, 12, 1, tzinfo=UTC))
    with workspace.snapshot() as snapshot:
        states = template_states(snapshot.connection)
        sources = snapshot.connection.execute(select(Source)).one()
        before = head(snapshot.connection)
    workspace.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''").fetchall()
        for name, _ in indexes:  # many times faster than to keep them up to date row by row
            connection.execute(f"DROP INDEX {name}")
        connection.execute("BEGIN")
        Maker(Rows(connection, before), states, sources, size, seed).make()
        connection.execute("COMMIT")
        for _, statement in indexes:
            connection.execute(statement)
    engine = make_engine(str(path))
    with writing(engine) as connection:
        rebuild(connection)
        settle_plans(connection)  # the indexes took theirs along
    engine.dispose()


class Maker:
    """Puts one ledger together: first all sources, then three events for every commitment, in a shuffled order."""

    def __init__(self, rows: Rows, states: list[Any], source: Any, size: int, seed: int) -> None:
        self._rows, self._states, self._source, self._size, self._seed = rows, states, source, size, seed
        self._real = len(states)
        self._departments = rows.count("department")
        self._held = [FIRST_DAY] * size
        self._plans: dict[int, Plan] = {}
        self._spelt: dict[str, tuple[str, str]] = {}
        self._state_ids, self._versions = [0] * (size + 1), [1] * (size + 1)
        self._evidence: list[tuple[int, ...]] = [()] * (size + 1)
        self._searches: dict[int, list[date]] = {}
        self._step = (_LAST_EVENT - _FIRST_EVENT) / (4 * size)
        self._now = _FIRST_EVENT

    def make(self) -> None:
        """Write everything."""
        for first in range(self._real, self._size, self._real):
            self._load_source(first // self._real, range(first, min(first + self._real, self._size)))
        for number in range(self._real):
            self._held[number] = self._source.held_on
            self._state_ids[number + 1] = self._states[number].id
        order = list(range(1, self._size + 1))
        Random(self._seed).shuffle(order)
        for act in (self._add_first, self._add_second, self._judge):
            for place, commitment_id in enumerate(order):
                act(commitment_id)
                if place % _FLUSH == 0:
                    self._rows.flush()
        self._rows.flush()

    def _load_source(self, number: int, numbers: range) -> None:
        """A source with its commitments: the words of the real briefing, of another year and ministry."""
        span = (LAST_DAY - FIRST_DAY).days
        held_on = FIRST_DAY + timedelta(days=span * numbers.start // self._size)
        source_id, speakers = self._rows.add_source(number, held_on, self._source)
        ids = [index + 1 for index in numbers]
        for index, commitment_id in zip(numbers, ids, strict=True):
            self._held[index] = held_on
            template = self._states[index % self._real]
            code = f"S{number:05d}-{held_on.year}-{index % self._real + 1:03d}"
            self._rows.add_commitment(commitment_id, code, source_id, speakers, template)
            lead = self._plan(commitment_id).lead
            values = self._titled(template, commitment_id)
            self._state_ids[commitment_id] = self._rows.add_state(values, 0, 1)
            self._rows.add_departments(commitment_id, template, lead)
        self._rows.load_event(number, self._tick(), ids)

    def _plan(self, commitment_id: int) -> Plan:
        index = commitment_id - 1
        state = self._states[index % self._real]
        return plan_of(index, self._seed, state, self._held[index], self._departments)

    def _titled(self, template: Any, commitment_id: int) -> dict[str, Any]:
        """The fields of the template under the name of another place and year."""
        values = {**template._mapping, "commitment_id": commitment_id}
        values["parts"] = self._rows.parts(commitment_id, template)
        if commitment_id <= self._real:
            return values
        place, year = self._plan(commitment_id).place, str(self._held[commitment_id - 1].year)
        title = template.title.replace("2025", year)
        spelt = zip(self._spell(place), self._spell(title), strict=True)
        return values | {
            "title": f"{place}{title}",
            "title_en": template.title_en.replace("2025", year),
            "title_pinyin": " ".join("".join(pair) for pair in spelt),
        }

    def _spell(self, words: str) -> tuple[str, str]:
        if words not in self._spelt:
            full, _, initials = pinyin_of(words).partition(" ")
            self._spelt[words] = (full, initials)
        return self._spelt[words]

    def _add_first(self, commitment_id: int) -> None:
        plan = self._plan(commitment_id)
        if plan.judged is Assessment.NO_EVIDENCE:
            return  # the search behind it must not be old on the day of the verdict
        if not plan.lots[0]:
            self._search(commitment_id)
            return
        self._add(commitment_id, plan.lots[0], plan.lots[0])

    def _add_second(self, commitment_id: int) -> None:
        plan = self._plan(commitment_id)
        if not plan.lots[1]:
            self._rows.tag(commitment_id, plan.tag, self._tick(), self._author(commitment_id))
            return
        self._add(commitment_id, plan.lots[1], plan.pieces)

    def _add(self, commitment_id: int, lot: tuple[Piece, ...], so_far: tuple[Piece, ...]) -> None:
        event = self._rows.begin(self._tick(), self._author(commitment_id), commitment_id)
        ids = self._rows.add_pieces(event, commitment_id, lot)
        self._evidence[commitment_id] += ids
        self._replace(event, commitment_id, so_far, {})
        self._rows.end(event, "evidence_added", Rows.details_of(ids[0], lot[0]))

    def _judge(self, commitment_id: int) -> None:
        plan, template = self._plan(commitment_id), self._states[(commitment_id - 1) % self._real]
        if plan.judged is Assessment.NO_EVIDENCE:
            self._search(commitment_id)
        moment, case = self._tick(), self._case(commitment_id)
        verdict = verdict_on(case, plan.judged, day_of(moment))
        if verdict.assessment in (template.assessment, Assessment.NOT_RATED):
            self._search(commitment_id, moment)
            return
        event = self._rows.begin(moment, self._author(commitment_id), commitment_id)
        self._rows.cite(event, commitment_id, verdict.cited)
        judged = {
            "assessment": verdict.assessment,
            "reason": f"据{len(plan.pieces)}件材料判断。",
            "judged_by_event": event.id,
            "review_on": a_year_after(day_of(moment)),
            "doubts": verdict.doubts,
        }
        self._replace(event, commitment_id, plan.pieces, judged)
        details = {"commitment": case.code, "before": template.assessment.value, "after": verdict.assessment.value}
        details |= {"evidence": list(verdict.cited), **({"held": verdict.held} if verdict.held else {})}
        self._rows.end(event, "assessment_set", details, judged["reason"])

    def _case(self, commitment_id: int) -> Case:
        """What the rules of proof know of a commitment on the day of its verdict."""
        template, held_on = self._states[(commitment_id - 1) % self._real], self._held[commitment_id - 1]
        pieces = zip(self._evidence[commitment_id], self._plan(commitment_id).pieces, strict=True)
        parts = self._rows.parts(commitment_id, template) or []
        searches = self._searches.get(commitment_id, ())
        code = self._rows.code(commitment_id)
        return case_of_plan(code, template, held_on, list(pieces), parts, searches)

    def _search(self, commitment_id: int, moment: datetime | None = None) -> None:
        moment = moment or self._tick()
        self._searches.setdefault(commitment_id, []).append(day_of(moment))
        self._rows.log_search(commitment_id, moment, self._author(commitment_id))

    def _replace(self, event: Any, commitment_id: int, pieces: tuple[Piece, ...], changed: dict[str, Any]) -> None:
        template = self._states[(commitment_id - 1) % self._real]
        self._versions[commitment_id] += 1
        values = self._titled(template, commitment_id) | summary(template, pieces) | changed
        self._rows.close_state(event, self._state_ids[commitment_id], commitment_id)
        new = self._rows.add_state(values, event.id, self._versions[commitment_id], event)
        self._state_ids[commitment_id] = new

    def _tick(self) -> datetime:
        self._now += self._step
        return self._now

    def _author(self, commitment_id: int) -> str:
        return _AUTHORS[commitment_id % len(_AUTHORS)]


def sizes(million: bool) -> Iterator[int]:
    """The sizes that are measured."""
    yield from (10_000, 100_000, *([1_000_000] if million else []))


def main() -> None:
    """Make a ledger, and say where it lies."""
    parser = ArgumentParser(description="Make a large ledger.")
    parser.add_argument("size", type=int)
    print(ledger_of(parser.parse_args().size))


if __name__ == "__main__":
    main()
