"""Pieces of evidence that are one document (coding rules §5), found among all pieces of a ledger.

What one document is compared with is narrowed down by the database; the comparison itself is
`same_document`. A piece that was joined into another leads to that one; a withdrawn one is not offered.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, groupby
from typing import Any
from urllib.parse import quote

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, true

from tracker.domain.evidence.same_document import (
    DocumentNumber,
    DocumentRecord,
    Sameness,
    SamePiece,
    are_alike,
    days_meet,
    document_address,
    document_number,
    fewest_shared,
    meeting_days,
    numbers_in,
    plain_publisher,
    plain_title,
    sameness,
    title_pairs,
)
from tracker.domain.text.text_folding import written_forms
from tracker.store.database.evidence_tables import SHORT_ENOUGH, EvidenceAttachment, EvidenceLink, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, Event
from tracker.store.database.typed_columns import NamedRow
from tracker.store.evidence.joined_evidence import replacements_of
from tracker.store.exchange.sent_forms import ENTERED
from tracker.store.server.pipeline import Question

SEPARATE = "separate"
"""Name among the details of an event: the ids of the pieces that the analyst said to be other documents."""
_piece = EvidenceState
_files = EvidenceAttachment
_NOW = _piece.until.is_(None)
_STANDING = and_(_NOW, _piece.withdrawn.is_(False))
_SIGN = re.compile("[\u4e00-\u9fff]")
_RUN = re.compile(r"[\w./-]+", re.ASCII)
_ESCAPE = re.compile("%[0-9A-F]{2}")
_SHORTEST_RUN = 3
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_Pattern = tuple[ColumnElement[str], str]


def find_same(
    connection: Connection, document: DocumentRecord, apart_from: int | None = None, *, exact_title: bool = False
) -> tuple[SamePiece, ...]:
    """Return the pieces in use that are this document, the surest first.

    `apart_from` is the piece that the document is, or is to be; those that were said to be other documents than it are
    left out. `exact_title`: see `sameness`.
    """
    contents = _sharing(connection, document.contents)
    rows = _read(connection, [*_candidates(connection, document), *contents])
    replacements = replacements_of(connection, [row.evidence_id for row in rows])
    found: dict[int, set[Sameness]] = defaultdict(set)
    for row in rows:
        reasons = sameness(document, _document(row, contents.get(row.evidence_id, ())), exact_title=exact_title)
        if reasons:
            found[replacements.get(row.evidence_id) or row.evidence_id].update(reasons)
    if apart_from is not None and found:
        separate = said_separate(connection, [apart_from, *found])
        apart = {apart_from, *(known for pair in separate if apart_from in pair for known in pair)}
        found = {known: reasons for known, reasons in found.items() if known not in apart}
    pieces = _same_pieces(connection, found)
    return tuple(sorted(pieces.values(), key=lambda one: (_RANKS[one.reasons[0]], one.id)))


_RANKS = {reason: rank for rank, reason in enumerate(Sameness)}


def read_document(connection: Connection, evidence_id: int) -> DocumentRecord:
    """Return what tells a piece from others, as it is now."""
    return _documents(connection, [evidence_id])[evidence_id]


def with_files_of(connection: Connection, document: DocumentRecord, evidence_id: int) -> DocumentRecord:
    """Return the document with the files that a piece has."""
    contents = _documents(connection, [evidence_id]).get(evidence_id, document).contents
    return replace(document, contents=contents)


def said_separate(connection: Connection, ids: Collection[int]) -> set[frozenset[int]]:
    """Return the pairs of pieces that the analyst said to be two documents, as far as one of these said it."""
    pairs: set[frozenset[int]] = set()
    for page in pages(sorted(ids)):
        of_pieces = select(_piece.since).where(_piece.evidence_id.in_(page))
        query = select(Event.details).where(Event.id.in_(of_pieces), Event.details[SEPARATE].as_string().is_not(None))
        for details in connection.scalars(query):
            pairs |= {frozenset((details["evidence_id"], other)) for other in details[SEPARATE]}
    return pairs


# --- what one document is compared with


def _candidates(connection: Connection, document: DocumentRecord) -> Iterator[int]:
    """The ids of the pieces that may have its number, its address or its title."""
    number = document_number(document.number)
    address = document_address(document.url)
    *spelt, (named, _) = document_questions(connection, document)
    for said, given in spelt:
        for row in connection.execute(said, given):
            other = document_number(row.number)
            if (number and other and other.serial == number.serial) or (
                address and document_address(row.url) == address
            ):
                yield row.evidence_id
    title = plain_title(document.title)
    publisher = plain_publisher(document.publisher)
    for row in connection.execute(named):
        if plain_publisher(row.publisher) == publisher and are_alike(plain_title(row.title), title):
            yield row.evidence_id


def document_questions(connection: Connection, document: DocumentRecord) -> Sequence[Question]:
    """What `find_same` asks first: for the pieces that are spelt alike, where it has a number or an address, and for
    those that came out when it did."""
    patterns = [*_number_patterns(document_number(document.number)), *_address_patterns(document_address(document.url))]
    # `LIKE` only narrows down. What a number or an address means is compared afterwards: people write both in more ways
    # than a pattern can hold.
    spelt = or_(false(), *(_holds(connection, column, pattern) for column, pattern in patterns))
    alike = select(_piece.evidence_id, _piece.number, _piece.url).where(_NOW, SHORT_ENOUGH, spelt)
    named = select(_piece.evidence_id, _piece.title, _piece.publisher)
    days = list(meeting_days(document.published))
    return [*([(alike, {})] if patterns else ()), (named.where(_NOW, _piece.published.in_(days)), {})]


def _holds(connection: Connection, column: ColumnElement[str], pattern: str) -> ColumnElement[bool]:
    """SQLite's `LIKE` looks past the case of plain letters by itself."""
    like = column.like if connection.dialect.name == "sqlite" else column.ilike
    return like(pattern, escape="\\")


def _number_patterns(number: DocumentNumber | None) -> Iterator[_Pattern]:
    """Its signs in their order: what stands between them, and the width of the digits, is written in many ways."""
    if number is None:
        return
    digits = re.findall("[0-9]+", number.serial)
    # A sign that has a Traditional form may be written as that.
    issuer = [sign for sign in _SIGN.findall(number.issuer) if written_forms(sign) == sign] if number.says_whose else []
    # 主席令第六十三号: a count without a year may be written in words.
    signs = [*issuer, *(digits if len(digits) > 1 or not issuer else ())]
    pattern = f"%{'%'.join(signs)}%"
    yield from dict.fromkeys((_piece.number, one) for one in (pattern, pattern.translate(_WIDE)))


def _address_patterns(address: str) -> Iterator[_Pattern]:
    """The host, and the longest run after it that nobody escapes, or else the longest step as it may be escaped."""
    scheme, _, rest = address.partition("://")
    if not address:
        return
    host, _, place = rest.partition("/")
    host = "" if host.startswith("xn--") or ".xn--" in host else host.partition(":")[0]
    path, _, query = place.partition("?")
    path = path if scheme == "https" else path.replace("/", " ")  # C:\\docs\\a.pdf has other strokes
    run = max(_RUN.findall(_ESCAPE.sub(" ", f"{path} {query.replace('/', ' ')}")), key=len, default="")
    if len(run) >= _SHORTEST_RUN:
        runs = [_literal(run)]
    else:
        step = _ESCAPE.split(max(re.split(r"[/?&=#]", place), key=len))
        runs = ["%".join(_literal(write(part)) for part in step) for write in (str, quote)]
    yield from ((_piece.url, f"%{_literal(host)}%{one}%") for one in dict.fromkeys(runs))


def _literal(words: str) -> str:
    return re.sub(r"[%_\\]", r"\\\g<0>", words)


def _sharing(connection: Connection, contents: Collection[str]) -> dict[int, set[str]]:
    """By piece the files of these that it has. A returned form names many documents, and is none of them."""
    found: dict[int, set[str]] = defaultdict(set)
    for page in pages(sorted(contents)):
        held = select(_files.evidence_id, _files.sha256).where(_files.until.is_(None), _files.sha256.in_(page))
        for row in connection.execute(held):
            found[row.evidence_id].add(row.sha256)
    forms = _forms(connection) if found else frozenset[str]()
    return {known: files - forms for known, files in found.items() if files - forms}


def _forms(connection: Connection) -> frozenset[str]:
    query = select(Event.details).where(Event.kind == ENTERED)
    return frozenset(details["sha256"] for details in connection.scalars(query))


# --- all documents of a ledger


def list_groups(connection: Connection) -> tuple[tuple[SamePiece, ...], ...]:
    """Return the groups of pieces in use that are one document, but for those that were said to be two.

    A group is what hangs together: the first may be the second by its number, and the second the third by its title.
    """
    ties = _Ties()
    for reason, ids in _all_alike(connection):
        ties.tie(ids, reason)
    groups = [part for group in ties.groups() for part in _without_separate(connection, group, ties)]
    found = _same_pieces(connection, {known: ties.reasons[known] for group in groups for known in group})
    return tuple(tuple(found[known] for known in group) for group in groups)


class _Ties:
    """Groups pieces that are the same document, directly or through others, with the reasons."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}
        self.reasons: dict[int, set[Sameness]] = defaultdict(set)

    def tie(self, ids: Sequence[int], reason: Sameness) -> None:
        """Tie pieces that are one document."""
        for known in ids[1:]:
            self._above.setdefault(ids[0], ids[0])
            self._above.setdefault(known, known)
            self._above[self._top(known)] = self._top(ids[0])
            self.reasons[known].add(reason)
            self.reasons[ids[0]].add(reason)

    def groups(self) -> list[list[int]]:
        """Return the groups in order, each in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for known in sorted(self._above):
            found[self._top(known)].append(known)
        return list(found.values())

    def _top(self, known: int) -> int:
        while self._above[known] != known:
            # Half of the way is left out for whoever comes next, so that long chains of ties stay short.
            self._above[known] = self._above[self._above[known]]
            known = self._above[known]
        return known


_MOST_COMPARED = 300
"""Pieces of a group that are compared each with each, where some were said to be separate. Nobody says it of more."""


def _without_separate(connection: Connection, group: Sequence[int], ties: _Ties) -> list[list[int]]:
    """Return the groups that remain of one when pieces declared to be separate documents connect it no more."""
    separate = {pair for pair in said_separate(connection, group) if pair <= set(group)}
    # Compared each with each again, as two separate pieces may still hang together by a third.
    if not separate or len(group) > _MOST_COMPARED:
        return [list(group)]
    documents = _documents(connection, group)
    again = _Ties()
    for one, other in combinations(group, 2):
        if frozenset((one, other)) not in separate:
            for reason in sameness(documents[one], documents[other]):
                again.tie([one, other], reason)
    ties.reasons |= again.reasons
    return again.groups()


def _all_alike(connection: Connection) -> Iterator[tuple[Sameness, Sequence[int]]]:
    yield from _by_number_and_address(connection)
    shared = select(_files.sha256).where(_files.until.is_(None)).group_by(_files.sha256).having(func.count() > 1)
    held = (
        select(_files.sha256, _piece.evidence_id, _piece.number)
        .join(_piece, _piece.evidence_id == _files.evidence_id)
        .where(_STANDING, _files.until.is_(None), _files.sha256.in_(shared))
        .order_by(_files.sha256, _piece.evidence_id)
    )
    # A form that came back is attached to every piece that was entered from it.
    forms = _forms(connection)
    for sha256, rows in groupby(connection.execute(held), lambda row: row.sha256):
        if sha256 not in forms:
            for ids in _agreeing((row.evidence_id, row.number) for row in rows):
                yield Sameness.CONTENT, ids
    yield from _by_title(connection)


def _by_number_and_address(connection: Connection) -> Iterator[tuple[Sameness, Sequence[int]]]:
    """One walk through the pieces that have either."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    addresses: dict[str, list[tuple[int, str]]] = defaultdict(list)
    columns = (_piece.evidence_id, _piece.publisher, _piece.number, _piece.url)
    query = select(*columns).where(_STANDING, or_(_piece.number != "", _piece.url != ""))
    for row in connection.execute(query.order_by(_piece.evidence_id).execution_options(yield_per=1_000)):
        if number := document_number(row.number):
            # 公告2025年第1号 is anybody's: only with its publisher does it name a document.
            whose = number.issuer if number.says_whose else f"\x1f{plain_publisher(row.publisher)}"
            numbers[whose, number.serial].append(row.evidence_id)
        if address := document_address(row.url):
            addresses[address].append((row.evidence_id, row.number))
    yield from ((Sameness.NUMBER, ids) for ids in numbers.values() if len(ids) > 1)
    for pieces in addresses.values():
        if len(pieces) > 1:  # a list page leads to many documents, which their numbers tell apart
            yield from ((Sameness.ADDRESS, ids) for ids in _agreeing(pieces))


def _agreeing(pieces: Iterable[tuple[int, str]]) -> Iterator[Sequence[int]]:
    """Pieces that share something, apart by their numbers; one without a number may be any of them."""
    by_number: dict[str, list[int]] = defaultdict(list)
    for known, text in pieces:
        by_number[str(document_number(text) or "")].append(known)
    unnumbered = by_number.pop("", [])
    for ids in by_number.values():
        yield [*unnumbered[:1], *ids]
    yield unnumbered


def _by_title(connection: Connection) -> Iterator[tuple[Sameness, Sequence[int]]]:
    """Month by month, publisher by publisher, and only titles with the same numbers in them."""
    columns = (_piece.evidence_id, _piece.title, _piece.publisher, _piece.published, _piece.number)
    query = select(*columns).where(_STANDING).order_by(_piece.published, _piece.evidence_id)
    rows = connection.execute(query.execution_options(yield_per=1_000))
    for _, month in groupby(rows, lambda row: row.published[: len("YYYY-MM")]):
        blocks: dict[tuple[Any, ...], dict[str, list[NamedRow]]] = defaultdict(lambda: defaultdict(list))
        for row in month:
            if title := plain_title(row.title):
                blocks[plain_publisher(row.publisher), numbers_in(title)][title].append(row)
        for titles in blocks.values():
            for same in _alike_titles(titles):
                for ids in _agreeing((row.evidence_id, row.number) for row in same):
                    yield Sameness.TITLE, ids


def _alike_titles(titles: Mapping[str, Sequence[NamedRow]]) -> Iterator[list[NamedRow]]:
    """The pieces whose titles are alike and whose days meet."""
    pairs = [(title, title) for title, rows in titles.items() if len(rows) > 1]
    if len(titles) > 1:
        pairs += [pair for pair in _likely_pairs(titles) if are_alike(*pair)]
    for one, other in pairs:
        days: dict[str, list[NamedRow]] = defaultdict(list)
        for row in (*titles[one], *(titles[other] if other != one else ())):
            days[row.published].append(row)
        for day, rows in days.items():
            # One of another day is enough: the others of that day are tied to it by their own.
            same = rows + [row for met, more in days.items() if met != day and days_meet(met, day) for row in more[:1]]
            if len(same) > 1:
                yield same


def _likely_pairs(titles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every two titles that can be alike: among the rarest pairs of signs of each is one that the other has, too.

    Of two titles that share at least n of their pairs, whichever order the pairs are put in, the first ones of each up
    to the last n have one in common; in the order of how rare they are, few titles share it.
    """
    # Of thousands of titles of one month every two would be millions of comparisons.
    signs = {title: title_pairs(title) for title in titles}
    common = Counter(pair for pairs in signs.values() for pair in pairs)
    holders: dict[tuple[str, int], list[str]] = defaultdict(list)
    for title, pairs in signs.items():
        every = [(pair, place) for pair, count in pairs.items() for place in range(count)]
        every.sort(key=lambda one: (common[one[0]], one))
        beginning = every[: len(every) - fewest_shared(len(every)) + 1]
        for other in dict.fromkeys(other for one in beginning for other in holders[one]):
            yield other, title
        for one in beginning:
            holders[one].append(title)


# --- reading

_READ = (
    _piece.evidence_id,
    _piece.title,
    _piece.publisher,
    _piece.published,
    _piece.number,
    _piece.url,
    _piece.withdrawn,
)


def _read(connection: Connection, ids: Collection[int], *, withdrawn: bool = False) -> list[NamedRow]:
    """The current states of these pieces, in the order of the ids; without the `withdrawn`, but for the joined."""
    offered = true() if withdrawn else or_(_piece.withdrawn.is_(False), _piece.joined_into.is_not(None))
    rows: list[NamedRow] = []
    for page in pages(sorted(set(ids))):
        query = select(*_READ).where(_NOW, offered, _piece.evidence_id.in_(page))
        rows += connection.execute(query.order_by(_piece.evidence_id))
    return rows


def _documents(connection: Connection, ids: Collection[int]) -> dict[int, DocumentRecord]:
    """What tells each of these pieces from others."""
    files: dict[int, list[str]] = defaultdict(list)
    forms = _forms(connection)
    for page in pages(sorted(ids)):
        held = select(_files.evidence_id, _files.sha256).where(_files.until.is_(None), _files.evidence_id.in_(page))
        for row in connection.execute(held):
            files[row.evidence_id] += [row.sha256] if row.sha256 not in forms else []
    rows = _read(connection, ids, withdrawn=True)
    return {row.evidence_id: _document(row, files[row.evidence_id]) for row in rows}


def _document(row: NamedRow, contents: Iterable[str] = ()) -> DocumentRecord:
    return DocumentRecord(row.title, row.publisher, row.published, row.number, row.url, frozenset(contents))


def _same_pieces(connection: Connection, found: Mapping[int, Collection[Sameness]]) -> dict[int, SamePiece]:
    """These pieces with their reasons, and with the codes that they bear on; without the withdrawn."""
    codes: dict[int, dict[str, None]] = defaultdict(dict)
    for page in pages(sorted(found)):
        bearing = (
            select(EvidenceLink.evidence_id, Commitment.code)
            .join(Commitment, Commitment.id == EvidenceLink.commitment_id)
            .where(EvidenceLink.evidence_id.in_(page), EvidenceLink.until.is_(None))
            .order_by(Commitment.code)
        )
        for row in connection.execute(bearing):
            codes[row.evidence_id][row.code] = None
    return {
        row.evidence_id: SamePiece(
            id=row.evidence_id,
            title=row.title,
            publisher=row.publisher,
            published=row.published,
            number=row.number,
            reasons=tuple(reason for reason in Sameness if reason in found[row.evidence_id]),
            commitments=tuple(codes[row.evidence_id]),
        )
        for row in _read(connection, found)
        if not row.withdrawn
    }
