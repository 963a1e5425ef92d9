"""Put the rows of a spreadsheet into the ledger as commitments of a source of their own, many at a time."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, exists, select, update

from tracker.domain.commitments.commitment_kinds import kind_of
from tracker.domain.commitments.passage import SourcePassage
from tracker.domain.commitments.progress import Progress
from tracker.domain.exchange.spreadsheet_rows import SPREADSHEET, SheetEvidence, SheetField, SheetItem
from tracker.domain.search.pinyin import pinyin_of
from tracker.domain.terms import Assessment, Bearing, DepartmentBasis, DueBasis, EvidenceKind, PassageRole
from tracker.domain.text.text_folding import digest_of
from tracker.store.commitments.commitment_fields import Fields
from tracker.store.database.decoding import Decoding, list_member, member, object_member
from tracker.store.database.evidence_tables import Evidence, EvidenceLink, EvidenceState, OfficialClaim
from tracker.store.database.id_pages import pages
from tracker.store.database.raw_rows import reserve
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    CommitmentTag,
    Event,
    Passage,
    Source,
)
from tracker.store.database.typed_columns import NamedRow, StoredTable
from tracker.store.events.seals import IMPORTING
from tracker.store.events.undo import in_effect
from tracker.store.events.unit_of_work import UnitOfWork
from tracker.store.exchange.sheet_names import SheetNames
from tracker.store.safety.source_digests import SourceDigest, digests_of, json_of
from tracker.store.search import search_index

_BATCH = 500
_COMMITMENT = ("id", "uid", "code", "source_id", "speaker_id", "coded")
_PASSAGE = ("id", "commitment_id", "role", "start", "end", "exact", "prefix", "suffix")
_STATE = (
    "since", "commitment_id", "version", "assessment", "reason", "title", "title_en", "title_pinyin", "topic_id",
    "kind", "due_on", "due_basis", "operator", "target", "unit", "counted", "counting", "wording", "latest_evidence",
    "evidence_count", "keywords",
)  # fmt: skip
_DEPARTMENT = ("since", "commitment_id", "department_id", "role", "basis", "position")
_CLAIM = ("since", "commitment_id", "uid", "said", "said_by", "said_on", "claimed", "url")
_PIECE = (
    "since", "evidence_id", "version", "kind", "title", "publisher", "published", "url", "number", "quote", "note",
    "withdrawn", "withdrawal_reason", "same_briefing",
)  # fmt: skip
_LINK = ("since", "commitment_id", "uid", "evidence_id", "bearing")
_TAG = ("since", "commitment_id", "label")
_FIRST = 1
"""The version with which a piece of evidence begins; one that was known already has a later one by an import."""
_NOT_RATED = Assessment.NOT_RATED.value
_NAMED = DepartmentBasis.NAMED.value
_NO_DUE = DueBasis.NONE.value
_OTHER = EvidenceKind.OTHER.value
_CONTEXT = Bearing.CONTEXT.value
_PROMISE = PassageRole.PROMISE.value


class KnownWords:
    """Finds the commitment that says the same, blanks apart: the same ledger may come in again from a newer file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, words: str) -> str:
        """Return the code of the first commitment in use with these words, "" for none."""
        return self._codes.get(_digest_of_words(words), "")

    @cached_property
    def _codes(self) -> dict[bytes, str]:
        """By digests, since words may be long."""
        query = (
            select(Commitment.code, Passage.exact)
            .join(Passage, Passage.commitment_id == Commitment.id)
            .join(CommitmentState, CommitmentState.commitment_id == Commitment.id)
            .where(CommitmentState.until.is_(None), Passage.role == PassageRole.PROMISE.value)
            .order_by(Commitment.id.desc())
        )
        rows = self._connection.execute(query.execution_options(yield_per=1_000))
        return {_digest_of_words(exact): code for code, exact in rows}  # of equal ones the last, which came in first


def _digest_of_words(words: str) -> bytes:
    return digest_of("".join(words.split()))


@dataclass(frozen=True, slots=True)
class SheetSource:
    """The source that a spreadsheet becomes. `sha256` is that of the file, `stated_on` the day of what it reports
    progress."""

    key: str
    code_prefix: str
    title: str
    publisher: str
    held_on: date
    stated_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Import:
    """That sheets of a file came in: when and by whom, whether it was not taken back, and how it was read.

    `columns` has the field of each of the `headings`, where it was taken for one; `statuses` what each status claims.
    """

    at: datetime
    author: str
    in_effect: bool
    file: str
    sha256: str
    sheets: Sequence[str]
    publisher: str
    headings: Sequence[str]
    columns: Sequence[SheetField | None]
    statuses: Mapping[str, Assessment | None]


def imports(connection: Connection) -> tuple[Import, ...]:
    """Return the spreadsheets that came in, newest first; but for those of which a repair could save nothing."""
    told = select(Event, in_effect().label("in_effect"))
    found = connection.execute(told.where(Event.kind == IMPORTING).order_by(Event.id.desc()))
    return tuple(_import(row) for row in found if row.details)


def _import(event: NamedRow) -> Import:
    """Raises `StoredValueError` where the event does not tell of a spreadsheet."""
    said = event.details
    with Decoding(Event.__table__.name):
        headings = list_member(said, "headings")
        columns = [SheetField(name) if name else None for name in list_member(said, "columns")]
        if len(columns) != len(headings):
            raise ValueError(len(columns))
        statuses = {word: Assessment(term) if term else None for word, term in object_member(said, "statuses").items()}
        return Import(
            at=event.at,
            author=event.author,
            in_effect=event.in_effect,
            file=member(said, "file", str),
            sha256=member(said, "sha256", str),
            sheets=(member(said, "sheet", str), *said.get("also", ())),
            publisher=member(said, "publisher", str),
            headings=headings,
            columns=columns,
            statuses=statuses,
        )


@dataclass(frozen=True, slots=True)
class SheetImport:
    """An import in effect: the id and the UUID of its event, the key of the source that it made, and how many rows it
    brought."""

    event_id: int
    event_uid: str
    source: str
    count: int


@dataclass(frozen=True, slots=True)
class BroughtRows:
    """What an import brought, by UUIDs: its commitments in the order of the sheet, and their codes; the official claims
    that it made, by their commitments; and the pieces of evidence that it added, by what the sheet says of them."""

    commitments: tuple[str, ...]
    codes: tuple[str, ...]
    claims: Mapping[str, str]
    pieces: Mapping[tuple[str, ...], str]


_ALIKE = ("sha256", "sheet", "also", "publisher", "columns", "statuses", "count", "clean_sha256")
"""What imports of the same rows have alike in every copy: the file, how it was read, and the text that it made."""


def sheet_imports(connection: Connection, of: Collection[str]) -> dict[str, SheetImport]:
    """Return those of the events with these UUIDs that are imports in effect, by what says that two imports brought the
    same."""
    query = select(Event.id, Event.uid, Event.details).where(Event.kind == IMPORTING, in_effect()).order_by(Event.id)
    found: dict[str, SheetImport] = {}
    for event in connection.execute(query):
        said = event.details
        # A repair may have saved nothing of it.
        if not said or event.uid not in of:
            continue
        with Decoding(Event.__table__.name):
            one = SheetImport(event.id, event.uid, member(said, "source", str), member(said, "count", int))
        found.setdefault(json.dumps([said.get(name) for name in _ALIKE], sort_keys=True), one)
    return found


def brought_rows(connection: Connection, some: Mapping[str, SheetImport]) -> dict[str, BroughtRows]:
    """Return what each of these imports brought; but for those of which a repair lost a row: which of the others is
    which is for nobody to guess."""
    rows: dict[str, list[tuple[str, str]]] = {one.source: [] for one in some.values()}
    of_source = select(Source.key, Commitment.uid, Commitment.code).join(Source, Source.id == Commitment.source_id)
    for page in pages(list(rows)):
        for key, uid, code in connection.execute(of_source.where(Source.key.in_(page)).order_by(Commitment.id)):
            rows[key].append((uid, code))
    claims: dict[int, dict[str, str]] = {one.event_id: {} for one in some.values()}
    claimed = select(OfficialClaim.since, Commitment.uid, OfficialClaim.uid.label("claim")).join(
        Commitment, Commitment.id == OfficialClaim.commitment_id
    )
    for page in pages(list(claims)):
        for since, uid, claim in connection.execute(claimed.where(OfficialClaim.since.in_(page))):
            claims[since][uid] = claim
    pieces: dict[int, dict[tuple[str, ...], str]] = {one.event_id: {} for one in some.values()}
    state = EvidenceState
    added = (
        select(state.since, Evidence.uid, state.title, state.publisher, state.published, state.url)
        .join(Evidence, Evidence.id == state.evidence_id)
        .where(state.version == _FIRST)
    )
    for page in pages(list(pieces)):
        for since, uid, *said in connection.execute(added.where(state.since.in_(page))):
            pieces[since][tuple(said)] = uid
    return {
        name: BroughtRows(
            tuple(uid for uid, _ in rows[one.source]),
            tuple(code for _, code in rows[one.source]),
            claims[one.event_id],
            pieces[one.event_id],
        )
        for name, one in some.items()
        if len(rows[one.source]) == one.count
    }


def codes_in_use(connection: Connection) -> set[str]:
    """Return every code that there is or ever was: codes are never used again."""
    return set(connection.scalars(select(Commitment.code)))


def coded_prefixes(connection: Connection) -> tuple[str, ...]:
    """Return the prefixes whose numbers belong to coded briefings."""
    coded = select(Source.code_prefix).where(Source.occasion != SPREADSHEET).distinct()
    return tuple(connection.scalars(coded))


def free_key(connection: Connection, wanted: str) -> str:
    """Return the key of a new source; with a number where that file was here before, and was taken back."""
    key = wanted
    number = 2
    while connection.scalar(select(exists().where(Source.key == key))):
        key = f"{wanted}-{number}"
        number = number + 1
    return key


class _Filled(NamedTuple):
    """A row with its commitment's id, its fields (see `commitment_fields`), and the piece of evidence it names."""

    id: int
    item: SheetItem
    fields: Fields
    pinyin: str
    piece: NamedRow | None


class SheetWriter:
    """Writes one spreadsheet within a unit of work whose event is recorded already."""

    def __init__(self, work: UnitOfWork, source: SheetSource) -> None:
        self._work = work
        self._source = source
        self._source_id = work.insert_new(Source, {"uid": work.new_uid(), **_source_columns(source)})
        self._names = SheetNames(work, self._source_id, source.publisher)
        self._pieces: dict[bytes, int] = {}
        """The ids of the pieces of evidence by their digests."""
        self._digests: dict[type[StoredTable], SourceDigest] = {
            table: SourceDigest() for table in (Commitment, Passage)
        }
        self._lines: list[str] = []
        """The text that the rows make: of each the words, and what else is in it on a line below."""
        self._digest = hashlib.sha256()
        self._length = 0
        self._places: list[tuple[int, int, int]] = []
        """Of each passage its commitment, and where in the text it begins and ends."""
        self._terms: Counter[int] = Counter()
        """How many commitments have each term of the search index on a server."""

    def write(self, items: Iterable[SheetItem], progress: Progress, total: int) -> dict[str, Any]:
        """Insert the commitments, with their passages in the text that they make; returns what the event keeps of it.

        `progress` counts to `total` by the rows of the items.
        """
        rest = iter(items)
        count = 0
        # In batches, between which the import can be cancelled, and after each of which somebody is told.
        while batch := list(islice(rest, _BATCH)):
            self._insert(batch)
            count += len(batch)
            progress(min(batch[-1].row.row, total), total)
        search_index.count(self._work.connection, self._terms)
        digest = self._digest.hexdigest()
        self._fill_source(digest)
        digests = digests_of(self._work.connection, self._source.key, known=self._digests)
        return {"source": self._source.key, "count": count, "clean_sha256": digest, **digests}

    def _insert(self, batch: Sequence[SheetItem]) -> None:
        work = self._work
        since = self._work.event_id
        # Ids are reserved beforehand, so that the rows of six tables that refer to each other go in by one statement
        # each.
        ids = reserve(work.connection, Commitment, len(batch))
        fields = [self._fields(item) for item in batch]
        pieces = self._pieces_of(batch)
        spelt = (pinyin_of(item.row.title) for item in batch)
        filled = list(map(_Filled._make, zip(ids, batch, fields, spelt, pieces, strict=True)))
        work.put(Commitment, _COMMITMENT, [self._commitment(one) for one in filled])
        work.put(CommitmentState, _STATE, [self._state(one) for one in filled])
        work.put(CommitmentDepartment, _DEPARTMENT, [row for one in filled for row in self._departments(one)])
        work.put(OfficialClaim, _CLAIM, [self._claim(one, said) for one in filled if (said := _said(one.item))])
        work.put(
            EvidenceLink,
            _LINK,
            [(since, one.id, work.new_uid(), one.piece.evidence_id, _CONTEXT) for one in filled if one.piece],
        )
        work.put(CommitmentTag, _TAG, [(since, one.id, tag) for one in filled for tag in one.item.row.tags])
        work.add_to_history(ids)
        for one in filled:
            row = one.item.row
            self._places.append((one.id, self._length, self._length + len(row.words)))
            self._lines.append(f"{row.words}\n{row.details}\n" if row.details else f"{row.words}\n")
            self._length += len(self._lines[-1])
            # Fed as the text grows: at the end it would have to be encoded once more as a whole, beside itself.
            self._digest.update(self._lines[-1].encode())
        self._terms.update(search_index.enter(work.connection, ((one.id, self._sayings(one)) for one in filled)))

    def _fill_source(self, digest: str) -> None:
        """Give the source the text of its rows, and insert the passages in it."""
        text = "".join(self._lines)
        self._lines.clear()
        # Only now: a passage keeps the characters behind it, too, which are mostly those of a later row.
        self._insert_passages(text)
        mine = update(Source).where(Source.id == self._source_id)
        self._work.connection.execute(mine.values(clean_sha256=digest, clean_text=text))

    def _insert_passages(self, text: str) -> None:
        for start in range(0, len(self._places), _BATCH):
            places = self._places[start : start + _BATCH]
            rows: list[tuple[Any, ...]] = []
            for i, (of, begin, end) in zip(reserve(self._work.connection, Passage, len(places)), places, strict=True):
                here = SourcePassage(begin, end, text[begin:end])
                rows.append((i, of, _PROMISE, begin, end, here.exact, here.prefix(text), here.suffix(text)))
                self._digests[Passage].add(*rows[-1])
            self._work.put(Passage, _PASSAGE, rows)

    def _commitment(self, filled: _Filled) -> tuple[Any, ...]:
        speaker_id = self._names.speaker(filled.item.row.speaker)
        said = (filled.id, self._work.new_uid(), filled.item.code, self._source_id, speaker_id)
        coded = json_of(filled.fields)
        self._digests[Commitment].add_encoded(said, coded)
        return (*said, coded)

    def _fields(self, item: SheetItem) -> Fields:
        """What the row says, in the form that codings have: see `tracker.store.commitments.commitment_fields`."""
        row = item.row
        amount = item.row.quantity
        due = item.row.due
        return {
            "title": row.title,
            "title_en": row.title,
            "topic": self._names.topic(row.topic),
            "kind": kind_of(row.words).value,
            "due": [due.on.isoformat(), due.basis.value] if due and due.on else [None, _NO_DUE],
            "quantity": amount
            and [
                amount.operator.value,
                None if amount.value is None else str(amount.value),
                amount.unit,
                amount.counted,
                amount.basis.value,
                amount.wording,
                None,
            ],
            "departments": [[self._names.department(d.key, d.name), d.role.value, _NAMED] for d in item.departments],
            "keywords": list(item.keywords),
        }

    def _state(self, filled: _Filled) -> tuple[Any, ...]:
        fields = filled.fields
        piece = filled.piece
        if piece is not None and piece.same_briefing:  # it proves nothing, and is not counted
            piece = None
        first = (self._work.event_id, filled.id, 1, _NOT_RATED, "")
        named = (fields["title"], fields["title_en"], filled.pinyin, self._names.topics[fields["topic"]])
        # `put` goes past the types of the columns, which otherwise would make of the amount what the database keeps.
        operator, value, *said, _ = fields["quantity"] or [None] * 7
        amount = (operator, None if value is None else float(value), *said)
        derived = (piece.published if piece else None, int(piece is not None))
        return (*first, *named, fields["kind"], *fields["due"], *amount, *derived, json_of(fields["keywords"]))

    def _departments(self, filled: _Filled) -> Iterator[tuple[Any, ...]]:
        for position, (key, role, basis) in enumerate(filled.fields["departments"]):
            yield self._work.event_id, filled.id, self._names.departments[key], role, basis, position

    def _claim(self, filled: _Filled, said: str) -> tuple[Any, ...]:
        """What the office says of it; never an assessment."""
        by = self._source.publisher
        on = self._source.stated_on.isoformat()
        claimed = filled.item.claimed
        return self._work.event_id, filled.id, self._work.new_uid(), said, by, on, claimed and claimed.value, ""

    def _insert_pieces(self, batch: Sequence[SheetItem]) -> list[int]:
        """Insert each piece once, however many rows name it; returns the ids of those of the batch, 0 for none.

        What a piece shows is for the analyst to say: until then it is context.
        """
        digests = [item.row.evidence.digest if item.row.evidence and not item.piece else b"" for item in batch]
        named: dict[bytes, SheetEvidence] = {}
        for digest, item in zip(digests, batch, strict=True):
            if digest and item.row.evidence:
                named.setdefault(digest, item.row.evidence)
        new = {digest: piece for digest, piece in named.items() if digest not in self._pieces}
        ids = reserve(self._work.connection, Evidence, len(new))
        self._work.put(Evidence, ("id", "uid"), [(i, self._work.new_uid()) for i in ids])
        pieces = [self._piece(i, piece) for i, piece in zip(ids, new.values(), strict=True)]
        self._work.put(EvidenceState, _PIECE, pieces)
        search_index.enter_pieces(self._work.connection, ids)
        for digest, evidence_id in zip(new, ids, strict=True):
            self._pieces.setdefault(digest, evidence_id)
            self._work.touch_evidence(evidence_id)
        return [self._pieces[digest] if digest else item.piece for digest, item in zip(digests, batch, strict=True)]

    def _pieces_of(self, batch: Sequence[SheetItem]) -> list[NamedRow | None]:
        """The pieces of evidence that the items name, as they are in the ledger by now."""
        ids = self._insert_pieces(batch)
        wanted = sorted({one for one in ids if one})
        query = select(EvidenceState).where(EvidenceState.until.is_(None), EvidenceState.evidence_id.in_(wanted))
        found = {row.evidence_id: row for row in self._work.connection.execute(query)} if wanted else {}
        for known in sorted({item.piece for item in batch if item.piece}):
            self._work.replace(EvidenceState, found[known])  # it gets links: whoever saw it without them is told
            self._work.touch_evidence(known)
        return [found.get(one) for one in ids]

    def _piece(self, evidence_id: int, piece: SheetEvidence) -> tuple[Any, ...]:
        first = (self._work.event_id, evidence_id, 1, _OTHER)
        said = (piece.title, self._source.publisher, piece.published, piece.url)
        return (*first, *said, "", "", "", False, "", False)

    def _sayings(self, filled: _Filled) -> Iterator[str]:
        """What one may look for, in the order of `search_index`."""
        row = filled.item.row
        yield from (filled.item.code, row.title, filled.pinyin)
        for key, _, _ in filled.fields["departments"]:
            yield from self._names.department_names[key]
        yield row.words
        if (piece := filled.piece) is not None:
            yield from (piece.title, piece.title_en, piece.number, piece.publisher, piece.quote)


def _said(item: SheetItem) -> str:
    return "：".join(filter(None, (item.row.status, item.row.progress)))


def _source_columns(source: SheetSource) -> dict[str, Any]:
    return {
        "key": source.key,
        "code_prefix": source.code_prefix,
        "title": source.title,
        "title_en": source.title,
        "occasion": SPREADSHEET,
        "publisher": source.publisher,
        "publisher_en": source.publisher,
        "held_on": source.held_on,
        "raw_sha256": source.sha256,
        "clean_sha256": "",
        "clean_text": "",
        "incomplete": "",
        "incomplete_en": "",
        "revision": 1,
    }
