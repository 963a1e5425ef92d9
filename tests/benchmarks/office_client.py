"""One analyst at a shared ledger: `office_client.py ADDRESS SECONDS NUMBER`, begun by `measures_office.py`.

Prints `ready`, waits for a line, works for so many seconds, and prints as JSON how long everything took, the UUIDs of
the events that were acknowledged, and of those whose outcome is unknown.
"""

import json
import random
import sys
from collections.abc import Callable
from time import monotonic, perf_counter, sleep
from typing import Any

import psycopg
from sqlalchemy import select

from tracker.desktop.views.common.facet_panel import SHOWN
from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, command
from tracker.services.commitments import listing
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.tables import Event

_PAUSE = 2.0
"""Seconds from one act to the next, on average; a person needs longer."""
_ASSESSMENTS = ("met", "in_progress", "not_verifiable", "no_evidence")
_KINDS = ("pilot", "quantified", "institution", "study")
_BY_RULES = frozenset({"verdict_questioned", "changed_meanwhile"})
_SIGNS = "推进试点汽车钢铁数字产业集群标准制造发展企业创新政策服务平台园区绿色"
_LEDGER = """FROM commitment c JOIN commitment_state s ON s.commitment_id = c.id AND s.until IS NULL
JOIN source o ON o.id = c.source_id AND o.held_on <= current_date"""


def main(address: str, seconds: float, number: int) -> None:
    """Work, and tell how it went."""
    chance = random.Random(number)
    with psycopg.connect(address, autocommit=True) as bare:
        ledger = open_workspace(address, author=f"analyst {number}")
        try:
            codes = list_codes(bare)
            analyst = Analyst(ledger, bare, codes, chance)
            analyst.begin()
            print("ready", flush=True)
            sys.stdin.readline()
            until = monotonic() + seconds
            while monotonic() < until:
                sleep(chance.expovariate(1 / _PAUSE))
                analyst.act()
            print(json.dumps(analyst.told()), flush=True)
        finally:
            ledger.close()


class Analyst:
    """Filters, searches, judges: of five acts three, one and one."""

    def __init__(self, ledger: Workspace, bare: "psycopg.Connection", codes: list[str], chance: random.Random) -> None:
        self.times: dict[str, list[float]] = {"filter": [], "bare filter": [], "search": [], "judge": []}
        self.written: list[str] = []
        self.unknown: list[str] = []
        self.refused: list[str] = []
        self._ledger = ledger
        self._bare = bare
        self._codes = codes
        self._chance = chance

    def told(self) -> dict[str, Any]:
        """How it went."""
        return {"times": self.times, "written": self.written, "unknown": self.unknown, "refused": self.refused}

    def begin(self) -> None:
        """Do once what a window does at its start, and when it first hears of another's change: those statements are
        put together once a program, which no clock is to see."""
        look(self._ledger, LedgerQuery())
        self._judge()
        look(self._ledger, LedgerQuery())
        self.times = {name: [] for name in self.times}

    def act(self) -> None:
        """Do one thing."""
        self._chance.choice((self._filter, self._filter, self._filter, self._search, self._judge))()

    def _filter(self) -> None:
        value = self._chance.choice(_ASSESSMENTS)
        query = LedgerQuery(choices={Facet.ASSESSMENT: frozenset({value})})
        self._timed("filter", lambda: look(self._ledger, query))
        self._timed("bare filter", lambda: look_bare(self._bare, value))

    def _search(self) -> None:
        word = "".join(self._chance.sample(_SIGNS, 2))
        self._timed("search", lambda: look(self._ledger, LedgerQuery(search=word)))

    def _judge(self) -> None:
        reason = f"{self._chance.random()}"
        given = {"commitment": self._chance.choice(self._codes), "assessment": "not_verifiable", "reason": reason}
        change = command(AssessmentChange, **given)
        try:
            changes = self._timed("judge", lambda: set_assessment(self._ledger, change))
        except UserError as error:
            # What the rules refuse took its time as well, but was never to be written.
            (self.refused if error.code in _BY_RULES else self.unknown).append(error.code)
            return
        with self._ledger.snapshot() as snapshot:
            asked = select(Event.uid).where(Event.id == changes.event_id)
            self.written.append(snapshot.connection.execute(asked).scalar_one())

    def _timed(self, name: str, act: Callable[[], Any]) -> Any:
        begun = perf_counter()
        done = act()
        self.times[name].append(perf_counter() - begun)
        return done


def look(ledger: Workspace, query: LedgerQuery) -> None:
    """What a click on a facet asks: the rows, and the counts of all facets."""
    listing.read_listing(ledger, query, SHOWN)


def list_codes(bare: "psycopg.Connection") -> list[str]:
    """The commitments that may be judged without evidence."""
    return [row[0] for row in bare.execute("SELECT code FROM commitment ORDER BY id LIMIT 2000")]


def look_bare(bare: "psycopg.Connection", value: str) -> None:
    """The same as the least that SQL must do: the ids, the first rows, and the counts of five facets."""
    ids = [row[0] for row in bare.execute(f"SELECT c.id {_LEDGER} WHERE s.assessment = %s ORDER BY c.code", (value,))]
    bare.execute(
        f"SELECT c.code, s.title, s.assessment, s.due_on {_LEDGER} WHERE c.id = ANY(%s)", (ids[:100],)
    ).fetchall()
    for side in ("s.kind", "s.due_basis", "s.topic_id", "c.speaker_id"):
        bare.execute(f"SELECT {side}, count(*) {_LEDGER} WHERE s.assessment = %s GROUP BY 1", (value,)).fetchall()
    bare.execute(f"SELECT s.assessment, count(*) {_LEDGER} GROUP BY 1").fetchall()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
