"""Put the rows of a spreadsheet into the ledger as commitments of a source of their own, many at a time."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, exists, select, update

from tracker.domain.commitment_kinds import kind_of
from tracker.domain.passage import Passage
from tracker.domain.progress import Progress
from tracker.domain.sheets import SPREADSHEET, SheetEvidence, SheetItem
from tracker.domain.terms import Assessment, Bearing, DepartmentBasis, DueBasis, EvidenceKind, PassageRole
from tracker.store import sql as t
from tracker.store.fields import Fields, Keys, department_rows, state_columns
from tracker.store.tables import new_uid
from tracker.store.undo import in_effect
from tracker.store.work import UnitOfWork

IMPORTING = "spreadsheet_imported"
"""The kind of the event by which a spreadsheet comes into the ledger."""
_BATCH = 500
_UNSORTED = ("unsorted", "未分专题", "Without a topic")
_KEY = 12
"""Characters of the digest by which a name becomes a key."""


@dataclass(frozen=True, slots=True)
class SheetSource:
    """The source that a spreadsheet becomes. `sha256` is that of the file, `stated_on` the day of what it tells of
    progress."""

    key: str
    code_prefix: str
    title: str
    publisher: str
    held_on: date
    stated_on: date
    sha256: str


def imports(connection: Connection) -> Sequence[Row]:
    """The events by which spreadsheets came in, newest first, each with `in_effect`: whether it was not taken back."""
    event = t.event
    told = select(event, in_effect(event).label("in_effect"))
    return connection.execute(told.where(event.c.kind == IMPORTING).order_by(event.c.id.desc())).all()


def codes_in_use(connection: Connection) -> set[str]:
    """Every code that there is or ever was: codes are never used again."""
    return set(connection.scalars(select(t.commitment.c.code)))


def coded_prefixes(connection: Connection) -> tuple[str, ...]:
    """The prefixes whose numbers belong to coded briefings."""
    coded = select(t.source.c.code_prefix).where(t.source.c.occasion != SPREADSHEET).distinct()
    return tuple(connection.scalars(coded))


def free_key(connection: Connection, wanted: str) -> str:
    """The key of a new source; with a number where that file was here before, and was taken back."""
    key, number = wanted, 2
    while connection.scalar(select(exists().where(t.source.c.key == key))):
        key, number = f"{wanted}-{number}", number + 1
    return key


class SheetWriter:
    """Writes one spreadsheet within a unit of work whose event is recorded already. `clean_sha256` is that of the text
    that its rows make, once they are written."""

    def __init__(self, work: UnitOfWork, source: SheetSource) -> None:
        self._work, self._source = work, source
        self._source_id = work.insert(t.source, {"uid": new_uid(), **_source_columns(source)})
        self._keys = Keys.read(work.connection)
        self._topics = _by_name(work.connection, t.topic)
        self._speakers: dict[str, int] = {}
        self._pieces: dict[bytes, int] = {}
        """The ids of the pieces of evidence by their digests."""
        self._text: list[str] = []
        self._digest = hashlib.sha256()
        self._length = 0
        self.clean_sha256 = ""
        self._spans = array("q")
        """Of each commitment its id, and where its words begin and end."""

    def write(self, items: Iterable[SheetItem], progress: Progress, total: int) -> int:
        """Insert the commitments, then their passages in the text that they make; returns how many there are.

        `progress` counts to `total` twice: once by the rows of the items, once for the passages.
        """
        rest = iter(items)
        while batch := list(islice(rest, _BATCH)):
            self._insert(batch)
            progress(min(batch[-1].row.row, total), 2 * total)
        text = "".join(self._text)
        self._text.clear()  # a long sheet makes a long text: it is not held twice
        count = len(self._spans) // 3
        for start in range(0, count, _BATCH):
            progress(total + total * start // count, 2 * total)
            self._work.insert_all(t.passage, list(self._passages(text, start)))
        self.clean_sha256 = self._digest.hexdigest()
        known = update(t.source).where(t.source.c.id == self._source_id)
        self._work.connection.execute(known.values(clean_text=text, clean_sha256=self.clean_sha256))
        return count

    def _insert(self, batch: Sequence[SheetItem]) -> None:
        work = self._work
        fields = [self._fields(item) for item in batch]
        ids = work.insert_identities(
            t.commitment,
            [
                {
                    "uid": new_uid(),
                    "code": item.code,
                    "source_id": self._source_id,
                    "speaker_id": self._speaker(item.row.speaker or self._source.publisher),
                    "coded": coded,
                }
                for item, coded in zip(batch, fields, strict=True)
            ],
        )
        self._insert_pieces(batch)
        filled = list(zip(ids, batch, fields, strict=True))
        work.insert_all(t.commitment_state, [self._state(*one) for one in filled])
        departments = (department_rows(i, coded, self._keys, work.event_id) for i, _, coded in filled)
        work.insert_all(t.commitment_department, [row for rows in departments for row in rows])
        work.insert_all(t.official_claim, [self._claim(i, item) for i, item, _ in filled if _said(item)])
        work.insert_all(t.evidence_link, [self._link(i, item) for i, item, _ in filled if item.row.evidence])
        tags = [(i, tag) for i, item, _ in filled for tag in item.row.tags]
        work.insert_all(t.commitment_tag, [{**self._first(i), "label": tag} for i, tag in tags])
        work.tie(ids)
        for commitment_id, item, _ in filled:
            self._append(commitment_id, item)

    def _append(self, commitment_id: int, item: SheetItem) -> None:
        """A row of the text: the words, and below them what else stands in the row."""
        row = item.row
        self._spans.extend((commitment_id, self._length, self._length + len(row.words)))
        written = f"{row.words}\n{row.details}\n" if row.details else f"{row.words}\n"
        self._text.append(written)
        self._digest.update(written.encode())
        self._length += len(written)

    def _passages(self, text: str, first: int) -> Iterator[dict[str, Any]]:
        for place in range(3 * first, min(3 * (first + _BATCH), len(self._spans)), 3):
            commitment_id, start, end = self._spans[place : place + 3]
            passage = Passage(start, end, text[start:end])
            yield {
                "commitment_id": commitment_id,
                "role": PassageRole.PROMISE,
                "start": start,
                "end": end,
                "exact": passage.exact,
                "prefix": passage.prefix(text),
                "suffix": passage.suffix(text),
            }

    def _fields(self, item: SheetItem) -> Fields:
        """What the row says, in the form that codings have: see `tracker.store.fields`."""
        row, amount, due = item.row, item.row.quantity, item.row.due
        named = DepartmentBasis.NAMED.value
        return {
            "title": row.title,
            "title_en": row.title,
            "topic": self._topic(row.topic),
            "kind": kind_of(row.words).value,
            "due": [due.on.isoformat(), due.basis.value] if due and due.on else [None, DueBasis.NONE.value],
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
            "departments": [[self._department(d.key, d.name), d.role.value, named] for d in item.departments],
            "keywords": list(item.keywords),
        }

    def _state(self, commitment_id: int, item: SheetItem, fields: Fields) -> dict[str, Any]:
        piece = item.row.evidence
        derived = {"latest_evidence": piece.published if piece else None, "evidence_count": int(piece is not None)}
        first = {"version": 1, "assessment": Assessment.NOT_RATED, "reason": "", **derived}
        return {**state_columns(fields, self._keys), **self._first(commitment_id), **first}

    def _claim(self, commitment_id: int, item: SheetItem) -> dict[str, Any]:
        """What the office says of it; never an assessment."""
        return {
            **self._first(commitment_id),
            "uid": new_uid(),
            "said": _said(item),
            "said_by": self._source.publisher,
            "said_on": self._source.stated_on.isoformat(),
            "claimed": item.claimed,
            "url": "",
        }

    def _link(self, commitment_id: int, item: SheetItem) -> dict[str, Any]:
        """What it shows is for the analyst to say: until then it is context."""
        piece = item.row.evidence
        evidence_id = self._pieces[_digest(piece)] if piece else 0
        ids = {"uid": new_uid(), "evidence_id": evidence_id, "bearing": Bearing.CONTEXT}
        return {**self._first(commitment_id), **ids}

    def _insert_pieces(self, batch: Sequence[SheetItem]) -> None:
        """Each piece once, however many rows name it."""
        named = {_digest(item.row.evidence): item.row.evidence for item in batch if item.row.evidence}
        new = {digest: piece for digest, piece in named.items() if digest not in self._pieces}
        ids = self._work.insert_identities(t.evidence, [{"uid": new_uid()} for _ in new])
        self._pieces |= zip(new, ids, strict=True)
        filled = zip(ids, new.values(), strict=True)
        self._work.insert_all(t.evidence_state, [self._piece(i, piece) for i, piece in filled])
        for evidence_id in ids:
            self._work.touch_evidence(evidence_id)

    def _piece(self, evidence_id: int, piece: SheetEvidence) -> dict[str, Any]:
        empty = dict.fromkeys(("number", "quote", "note", "withdrawal_reason"), "")
        return {
            **empty,
            "since": self._work.event_id,
            "evidence_id": evidence_id,
            "version": 1,
            "kind": EvidenceKind.OTHER,
            "title": piece.title,
            "publisher": self._source.publisher,
            "published": piece.published,
            "url": piece.url,
            "withdrawn": False,
            "same_briefing": False,
        }

    def _first(self, commitment_id: int) -> dict[str, Any]:
        return {"since": self._work.event_id, "commitment_id": commitment_id}

    def _speaker(self, name: str) -> int:
        if name not in self._speakers:
            office = self._source.publisher
            names = {"name": name, "name_en": name, "office": office, "office_en": office}
            values = {"uid": new_uid(), "source_id": self._source_id, "key": _key("speaker", name), **names}
            self._speakers[name] = self._work.insert(t.speaker, values)
        return self._speakers[name]

    def _topic(self, name: str) -> str:
        """The key of a topic, which is made where the ledger has none of that name."""
        key, zh, en = _UNSORTED if not name else (_key("topic", name), name, name)
        known = self._topics.get(zh.casefold())
        if known is None:
            known = self._topics[zh.casefold()] = key
            self._keys = Keys({**self._keys.topics, key: self._new(t.topic, key, zh, en)}, self._keys.departments)
        return known

    def _department(self, key: str, name: str) -> str:
        key = key or _key("office", name)
        if key not in self._keys.departments:
            new = {**self._keys.departments, key: self._new(t.department, key, name, name)}
            self._keys = Keys(self._keys.topics, new)
        return key

    def _new(self, table: Any, key: str, zh: str, en: str) -> int:
        position = len(self._keys.topics if table is t.topic else self._keys.departments)
        return self._work.insert(table, {"uid": new_uid(), "key": key, "name": zh, "name_en": en, "position": position})


def _digest(piece: SheetEvidence) -> bytes:
    said = "\x1f".join((piece.title, piece.url, piece.published))
    return hashlib.blake2b(said.encode("utf-8", errors="surrogatepass"), digest_size=16).digest()


def _said(item: SheetItem) -> str:
    return "：".join(filter(None, (item.row.status, item.row.progress)))


def _by_name(connection: Connection, table: Any) -> dict[str, str]:
    found = connection.execute(select(table.c.key, table.c.name, table.c.name_en))
    return {name.casefold(): row.key for row in found for name in (row.key, row.name_en, row.name)}


def _key(sort: str, name: str) -> str:
    return f"{sort}-{hashlib.sha256(name.encode()).hexdigest()[:_KEY]}"


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
