"""Pledges that are known again (§8): what of a later text may say an earlier commitment of the ledger again.

Nothing is tied by it: a person relates the two, by `tracker.services.assessment.statements.add_restatement`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tracker.capture.spreadsheets.deadlines import SaidYear, read_due
from tracker.capture.spreadsheets.targets import read_target
from tracker.domain.briefings.changed_words import LaterWords, Pledge
from tracker.domain.briefings.found_units import FoundUnit
from tracker.domain.briefings.recognition import Recogniser, Recognition
from tracker.domain.briefings.same_body import is_same_body
from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.terms import DueBasis
from tracker.services.evidence.suggesting import MANY, MOST_COMPARED
from tracker.services.ledgers.session import Snapshot, Workspace
from tracker.store.briefings.earlier_pledges import list_pledges
from tracker.store.commitments.commitment_list import highest_id
from tracker.store.search.suggestion_candidates import find_candidates

MOST_RECOGNISED = 3
"""Earlier commitments that are named for a unit, of each sort."""
_ORDINAL_UNITS = frozenset({"期", "批", "届"})
"""What numbers a thing and counts none: 基金二期."""


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Who says the later words, and when; `source` is the key of their source, "" where it is not in the ledger."""

    publisher: str
    said_on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class KnownAgain:
    """What the words of a unit may say again: commitments of the same body, with the relation that is suggested; and
    of other bodies, which are no relation, but for which the words may be evidence."""

    words: LaterWords
    same_body: tuple[Recognition, ...] = ()
    other_bodies: tuple[Recognition, ...] = ()


def read_words(text: str, said_on: date) -> LaterWords:
    """Return a passage with the amount and the due date that its words name, where they name one alone."""
    due = read_due(text, SaidYear(said_on.year, DueBasis.STATED)).due
    return LaterWords(text, _amount_in(text), due if due is not None and due.on is not None else None, (), said_on)


def words_of_unit(unit: FoundUnit, said_on: date) -> LaterWords:
    """Return the words of a unit that was found in a text, with what is proposed of it."""
    return LaterWords(
        "，".join(passage.exact for passage in unit.passages),
        unit.quantity,
        unit.due,
        tuple(department.name for department in unit.departments),
        said_on,
    )


def recognise(
    workspace: Workspace,
    units: Sequence[LaterWords],
    said_by: SaidBy,
    as_of: date | None = None,
    progress: Progress = unwatched,
) -> tuple[KnownAgain, ...]:
    """Return for each unit the commitments of earlier sources that it may say again, the likeliest first.

    None is an answer. Of a large ledger only those are compared with it that the search index and the
    keywords name. Raises what `progress` raises.
    """
    with workspace.snapshot(as_of) as snapshot:
        total = highest_id(snapshot.connection)
        if total <= MANY:
            index = _index(list_pledges(snapshot.connection, snapshot.scope, said_by.said_on, said_by.source))
            return tuple(_known_again(index, unit, said_by) for unit in steps(units, progress))
        return tuple(
            _known_again(_likely(snapshot, unit, said_by, total), unit, said_by) for unit in steps(units, progress)
        )


def _likely(snapshot: Snapshot, unit: LaterWords, said_by: SaidBy, total: int) -> Recogniser:
    """The index of those of a large ledger that share rare words with a unit."""
    found = find_candidates(snapshot.connection, unit.text, snapshot.keywords, total, MOST_COMPARED)
    pledges = list_pledges(snapshot.connection, snapshot.scope, said_by.said_on, said_by.source, found.ids)
    return Recogniser(pledges, found.commonness)


@lru_cache(maxsize=4)
def _index(pledges: tuple[Pledge, ...]) -> Recogniser:
    """The index of a ledger, built again only when its words have changed."""
    return Recogniser(pledges)


def _known_again(index: Recogniser, unit: LaterWords, said_by: SaidBy) -> KnownAgain:
    found = index.rank(unit)
    own = [one for one in found if is_same_body(one.publisher, said_by.publisher)]
    others = [replace(one, relation=None) for one in found if one not in own]
    return KnownAgain(unit, tuple(own[:MOST_RECOGNISED]), tuple(others[:MOST_RECOGNISED]))


def _amount_in(text: str) -> Quantity | None:
    read = read_target(text)
    if read.quantity is None or read.is_several or read.quantity.unit in _ORDINAL_UNITS:
        return None
    return read.quantity
