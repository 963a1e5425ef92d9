"""Words of a source that nobody had decided on when it came in: which of them are open still, and how they are settled.

The source keeps what was open at first. What became a commitment since, or was left out, is taken from it as it stands
now: so an undo opens it again.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Select, select

from tracker.domain.briefings.coding_draft import Stretch, words_left
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.commitments.passage import OmittedPassage, OpenPassage
from tracker.domain.terms import PassageRole
from tracker.store.database.tables import Commitment, CommitmentState, Passage, SettledWords, Source
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.unit_of_work import UnitOfWork


def settled_words(connection: Connection, source_id: int) -> tuple[OmittedPassage, ...]:
    """Return the words that were left out since the source came in."""
    found = select(SettledWords).where(SettledWords.source_id == source_id, SettledWords.until.is_(None))
    rows = connection.execute(found.order_by(SettledWords.start))
    return tuple(OmittedPassage(row.start, row.end, row.exact, row.reason) for row in rows)


def promised_places(connection: Connection, source_id: int) -> dict[str, tuple[Stretch, ...]]:
    """Return where the words of each commitment of a source stand, by its code; of those in use alone."""
    places: dict[str, list[Stretch]] = {}
    for row in connection.execute(_promised().where(Commitment.source_id == source_id)):
        places.setdefault(row.code, []).append(Stretch(row.start, row.end))
    return {code: tuple(some) for code, some in places.items()}


def open_words(connection: Connection, source: NamedRow) -> tuple[OpenPassage, ...]:
    """Return the words of a source, given as its row, that are open still."""
    return _open_of(connection, [source])[source.id]


def count_open(connection: Connection) -> dict[int, int]:
    """Return how many stretches are open, of each source that came in with open words, by its id."""
    having = connection.execute(select(Source).where(Source.open_words.is_not(None))).all()
    return {source_id: len(still) for source_id, still in _open_of(connection, having).items()}


def _open_of(connection: Connection, sources: Sequence[NamedRow]) -> dict[int, tuple[OpenPassage, ...]]:
    """The words of sources that are open still, by their ids: by two questions, however many there are."""
    ids = [row.id for row in sources if row.open_words]
    taken: dict[int, list[Stretch]] = {source_id: [] for source_id in ids}
    settled = select(SettledWords).where(SettledWords.source_id.in_(ids), SettledWords.until.is_(None))
    for found in (_promised().where(Commitment.source_id.in_(ids)), settled) if ids else ():
        for row in connection.execute(found):
            taken[row.source_id].append(Stretch(row.start, row.end))
    still: dict[int, tuple[OpenPassage, ...]] = {}
    for row in sources:
        first = [Stretch(start, end) for start, end in row.open_words or ()]
        left = words_left(row.clean_text, first, taken.get(row.id, ()))
        still[row.id] = tuple(OpenPassage(one.start, one.end, row.clean_text[one.start : one.end]) for one in left)
    return still


def _promised() -> Select[str, int, int, int]:
    """The words of all commitments in use, in the order of the codes and the text."""
    return (
        select(Commitment.code, Commitment.source_id, Passage.start, Passage.end)
        .join(Passage, Passage.commitment_id == Commitment.id)
        .join(CommitmentState, CommitmentState.commitment_id == Commitment.id)
        .where(CommitmentState.until.is_(None), Passage.role == PassageRole.PROMISE)
        .order_by(Commitment.code, Passage.start)
    )


def settle(work: UnitOfWork, source_id: int, omissions: Iterable[OmittedPassage]) -> None:
    """Leave words out that were open, by the unit's event."""
    for one in omissions:
        values = {"start": one.start, "end": one.end, "exact": one.exact, "reason": one.reason}
        work.insert(SettledWords, {"source_id": source_id, "since": work.event_id, **values})


def new_of_coding(
    connection: Connection, source: NamedRow, coding: CodedBriefing
) -> tuple[Sequence[str], Sequence[OmittedPassage]]:
    """Return what a coding says of the open words of a source: the codes of commitments that are new, and what is left
    out of them now. A commitment that is there already, word for word, is passed over."""
    known = set(promised_places(connection, source.id).values())
    new = [one.code for one in coding.commitments if tuple(Stretch(p.start, p.end) for p in one.promises) not in known]
    still = [Stretch(one.start, one.end) for one in open_words(connection, source)]
    taken = [Stretch(p.start, p.end) for one in coding.commitments for p in one.promises]
    omitted = [
        OmittedPassage(words.start, words.end, source.clean_text[words.start : words.end], one.reason)
        for one in coding.omissions
        for piece in _shared(Stretch(one.start, one.end), still)
        for words in words_left(source.clean_text, [piece], taken)
    ]
    return new, omitted


def _shared(one: Stretch, others: Iterable[Stretch]) -> Iterable[Stretch]:
    for other in others:
        start, end = max(one.start, other.start), min(one.end, other.end)
        if start < end:
            yield Stretch(start, end)
