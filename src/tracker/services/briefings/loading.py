"""Load a coding that a user made, or had made by the rules, as a source of the ledger: one transaction, one event."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from tracker.capture.documents.formats import MEDIA_TYPES, Kind
from tracker.domain.briefings.coding_differences import SaidOtherwise, fields_said_otherwise
from tracker.domain.briefings.coding_draft import DraftUnit, Stretch, UnitState, words_left
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.commitments.department_names import DepartmentNames
from tracker.domain.commitments.passage import SourcePassage
from tracker.domain.errors import UserError
from tracker.domain.search.pinyin import pinyin_of
from tracker.domain.terms import OmissionReason
from tracker.services.briefings.draft_coding import CodingMaker, RawText
from tracker.services.briefings.sources import read_source_coding
from tracker.store.briefings.alike_texts import find_alike
from tracker.store.briefings.code_numbers import free_codes, prefixes_in_use, prefixes_of
from tracker.store.briefings.coding import add_source, continue_source, find_source, list_publishers
from tracker.store.briefings.coding_drafts import note_source
from tracker.store.briefings.open_words import new_of_coding, open_words, promised_places, settle
from tracker.store.commitments.departments import bodies_in, offered
from tracker.store.events.event_commands import Command
from tracker.store.events.seals import ADDING, CONTINUING
from tracker.store.evidence.attachments import read_digest, register
from tracker.store.exchange.importing import codes_in_use, free_key
from tracker.store.safety.source_digests import digests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pydantic import TypeAdapter
    from sqlalchemy import Connection

    from tracker.domain.briefings.coding_draft import Draft
    from tracker.domain.rows import Changes
    from tracker.services.commands import NewSource
    from tracker.services.ledgers.workspace import Workspace
    from tracker.store.database.typed_columns import NamedRow

LONGEST_SHORT_FORM = 8
"""Letters of a prefix that stand for a publisher whom the program does not know."""
_SHORT = re.compile(r"([A-Z][A-Z0-9]*)-\d{4}")
"""PUBLISHER-YEAR: how a prefix is made."""


def default_prefix(workspace: Workspace, publisher: str, held_on: date) -> str:
    """Return PUBLISHER-YEAR for a text, with the month where that is in use, and a number where that is, too.

    The short form of a publisher is that of an earlier source of its, else the key of the body that it is or belongs
    to, else the initials of its name. Raises `prefix_missing` where there is no name.
    """
    with workspace.snapshot() as snapshot:
        short = _short_form(snapshot.connection, publisher)
        used = prefixes_in_use(snapshot.connection)
    if not short:
        raise UserError("prefix_missing", field="prefix", publisher=publisher or "–")
    by_year = f"{short}-{held_on.year}"
    by_month = f"{by_year}-{held_on.month:02d}"
    tries = chain((by_year, by_month), (f"{by_month}-{number}" for number in count(2)))
    return next(prefix for prefix in tries if prefix not in used)


def check_name(connection: Connection, wish: NewSource, today: date) -> None:
    """Refuse what a source cannot be called. Raises `date_future`, `prefix_taken`."""
    _check_day(wish.held_on, today)
    _check_prefix(connection, wish.prefix)


def load_draft(
    workspace: Workspace, draft: Draft, raw: RawText, wish: NewSource, *, is_reviewed: bool, uid: str = ""
) -> Changes:
    """Load the accepted units of a draft as a source; those of a draft that nobody has read are marked so. `uid` names
    a draft that the ledger keeps: it is noted there what it became.

    Raises as `load_coding`, and `date_future`.
    """
    _check_day(wish.held_on, workspace.today())
    with workspace.snapshot() as snapshot:
        body = re.sub(r"-\d{4}.*", "", wish.prefix).lower()
        key = free_key(snapshot.connection, f"{wish.held_on.isoformat()}-{body}")
    return load_coding(workspace, _made(workspace, draft, raw, wish, key, is_reviewed=is_reviewed), raw.pages, uid)


def said_otherwise(
    workspace: Workspace, draft: Draft, raw: RawText, wish: NewSource, key: str
) -> tuple[SaidOtherwise, ...]:
    """Return of which commitments of a source the draft that it came from says something else by now, be it that the
    draft was changed or the ledger. Nothing of that is taken in: a commitment is changed where it is, with a reason."""
    with workspace.snapshot() as snapshot:
        source = find_source(snapshot.connection, key)
        places = {} if source is None else promised_places(snapshot.connection, source.id)
    codes = {place: code for code, place in places.items()}
    now = {one.code: one for one in read_source_coding(workspace, key).commitments}
    found: list[SaidOtherwise] = []
    for unit in _made(workspace, draft, raw, wish, key, is_reviewed=True).commitments:
        own = now.get(codes.get(tuple(Stretch(p.start, p.end) for p in unit.promises), ""))
        if own is not None and (fields := fields_said_otherwise(own, unit)):
            found.append(SaidOtherwise(own.code, fields))
    return tuple(found)


def continue_draft(workspace: Workspace, draft: Draft, raw: RawText, wish: NewSource, key: str) -> Changes:
    """Take in what was decided since on the words of a draft that are open in the source which it became. What the
    draft says otherwise of a commitment that is there is not taken in; see `said_otherwise`. Raises as
    `continue_coding`."""
    with workspace.snapshot() as snapshot:
        source = find_source(snapshot.connection, key)
        known = promised_places(snapshot.connection, source.id).values() if source is not None else ()
    places = frozenset(known)
    units: list[DraftUnit] = []
    for unit in draft.units:
        is_there = tuple(Stretch(p.start, p.end) for p in unit.passages) in places
        if is_there and unit.state is not UnitState.ACCEPTED:
            raise UserError("source_words_taken", field="source", words=unit.passages[0].exact)
        # Of what is there nothing is to be told again; its words are not open, so that no reason for leaving them out
        # counts.
        again = replace(unit, state=UnitState.REJECTED, reason=OmissionReason.DUPLICATE)
        units.append(again if is_there else unit)
    draft = replace(draft, units=tuple(units))
    return continue_coding(workspace, _made(workspace, draft, raw, wish, key, is_reviewed=True))


def _made(
    workspace: Workspace, draft: Draft, raw: RawText, wish: NewSource, key: str, *, is_reviewed: bool
) -> CodedBriefing:
    """The coding of a draft, with codes that are free."""
    with workspace.snapshot() as snapshot:
        departments = offered(snapshot.connection)
        bodies = bodies_in(snapshot.connection)
        # As in a spreadsheet: departments without a ministry before them are those of the publisher.
        publishers = (wish.publisher,) if bodies.owners([wish.publisher]) else list_publishers(snapshot.connection)
        names = DepartmentNames(departments, bodies, publishers)
        known = (one.key for one in departments)
        maker = CodingMaker(draft, wish, key, names, known, is_reviewed=is_reviewed)
        return maker.make(raw, free_codes(snapshot.connection, wish.prefix))


def load_coding(workspace: Workspace, coding: CodedBriefing, pages: Iterable[str] = (), uid: str = "") -> Changes:
    """Put a coding in as a source of the ledger, by one event that can be undone; `pages` is what its file says, `uid`
    the draft that it comes from, if one is kept.

    Raises `source_without_unit`, `coding_misplaced` where words are not the text's at their offsets, `source_known`
    where the text is there already in this or another copy, `prefix_taken`, `codes_taken`, `department_unknown`; then
    nothing is changed.
    """
    if not coding.commitments:
        raise UserError("source_without_unit", field="file")
    _check_words(coding)
    with workspace.write() as work:
        _check_unknown(work.connection, coding)
        media_type = MEDIA_TYPES[Kind(coding.raw_name.rpartition(".")[2])]
        # Before the event, and by no event: a draft may have kept the file already, of which a copy of the ledger in
        # which this is done again knows nothing.
        register(work, coding.source.raw_sha256, len(coding.raw), media_type, pages)
        work.record(ADDING, _details(coding), command=_command(coding))
        add_source(work, coding)
        read = read_digest(work.connection, coding.source.raw_sha256)
        work.complete({**digests_of(work.connection, coding.source.key), **read})
        note_source(work.connection, uid, coding.source.key)
        # The bytes come last: where anything before them fails, nothing is kept that the ledger does not refer to.
        work.contents.keep(coding.raw)
        return work.changes


def continue_coding(workspace: Workspace, coding: CodedBriefing) -> Changes:
    """Take in what a coding says of the words that are open in its source, by one event that can be undone: further
    commitments, and what is left out. What the source has already stays as it is.

    Raises `source_unknown`, `coding_misplaced`, `source_words_taken` where words are not open any more,
    `source_nothing_new`, `codes_taken`; then nothing is changed.
    """
    _check_words(coding)
    with workspace.write() as work:
        source = find_source(work.connection, coding.source.key)
        if source is None or source.clean_sha256 != coding.source.clean_sha256:
            raise UserError("source_unknown", field="source", value=coding.source.key, allowed=())
        codes, omitted = new_of_coding(work.connection, source, coding)
        new = replace(
            coding, commitments=tuple(one for one in coding.commitments if one.code in codes), omissions=tuple(omitted)
        )
        if not new.commitments and not new.omissions:
            raise UserError("source_nothing_new", field="source", source=coding.source.key)
        _check_free(work.connection, source, new)
        work.record(CONTINUING, _details(new), command=Command("continue_coding", _plain(new)))
        continue_source(work, new, source.id)
        settle(work, source.id, new.omissions)
        work.complete(digests_of(work.connection, coding.source.key))
        return work.changes


def _check_free(connection: Connection, source: NamedRow, coding: CodedBriefing) -> None:
    still = [Stretch(one.start, one.end) for one in open_words(connection, source)]
    for said in (passage for one in coding.commitments for passage in one.promises):
        others = words_left(source.clean_text, [Stretch(said.start, said.end)], still)
        if next(others, None) is not None:
            raise UserError("source_words_taken", field="source", words=said.exact)
    taken = codes_in_use(connection)
    for one in coding.commitments:
        if one.code in taken:
            raise UserError("codes_taken", field="prefix", value=one.code)


def coding_from(given: dict[str, Any], raw: bytes) -> CodedBriefing:
    """Return the coding that a kept command has, with the bytes of its file."""
    return _form().validate_python({**given, "raw": raw})


def _command(coding: CodedBriefing) -> Command:
    """What was asked for: the whole coding, and its file by its SHA-256."""
    return Command("load_coding", _plain(coding))


def _plain(coding: CodedBriefing) -> dict[str, Any]:
    plain = _form().dump_python(coding, mode="json", exclude={"raw"})
    return {"sha256": coding.source.raw_sha256, "coding": plain}


@cache
def _form() -> TypeAdapter[CodedBriefing]:
    # Made when the first source is added: no start has to wait for it.
    from pydantic import TypeAdapter

    return TypeAdapter(CodedBriefing)


def _details(coding: CodedBriefing) -> dict[str, Any]:
    source = coding.source
    return {
        "source": source.key,
        "title": source.title.zh,
        "publisher": source.publisher.zh,
        "count": len(coding.commitments),
        "unreviewed": sum(not one.is_reviewed for one in coding.commitments),
        "open": len(coding.open),
    }


def _short_form(connection: Connection, publisher: str) -> str:
    earlier = (_SHORT.match(prefix) for prefix in prefixes_of(connection, publisher))
    found = next((match[1] for match in earlier if match), "")
    if found or not publisher:
        return found
    body = state_bodies().find(publisher)
    key = body.body.name.key if body is not None else state_bodies().parted(publisher)[0]
    # Of whom the program does not know, as one would write it by hand: 国务院 is GWY.
    initials = re.sub("[^A-Z0-9]", "", pinyin_of(publisher).rpartition(" ")[2].upper())
    return key.upper() or re.sub("^[0-9]+", "", initials)[:LONGEST_SHORT_FORM]


def _check_day(held_on: date, today: date) -> None:
    if held_on > today:
        raise UserError("date_future", field="held_on", value=held_on.isoformat())


def _check_prefix(connection: Connection, prefix: str) -> None:
    if prefix in prefixes_in_use(connection):
        raise UserError("prefix_taken", field="prefix", value=prefix)


def _check_words(coding: CodedBriefing) -> None:
    text = coding.text
    if hashlib.sha256(text.encode()).hexdigest() != coding.source.clean_sha256:
        raise UserError("coding_misplaced", field="file", quoted=coding.source.key, start=0)
    for code, passage in _words_of(coding):
        if not passage.stands_in(text):
            raise UserError("coding_misplaced", field="file", quoted=code, start=passage.start)


def _words_of(coding: CodedBriefing) -> Iterator[tuple[str, SourcePassage]]:
    for commitment in coding.commitments:
        yield from ((commitment.code, passage) for passage in commitment.passages)
    for one in (*coding.omissions, *coding.open):
        yield coding.source.key, SourcePassage(one.start, one.end, one.exact)


def _check_unknown(connection: Connection, coding: CodedBriefing) -> None:
    source = coding.source
    known = find_alike(connection, source.raw_sha256, source.clean_sha256, coding.text)
    if known is not None:
        raise UserError("source_known", field="file", source=known.key, title=known.title)
    _check_prefix(connection, source.code_prefix)
    taken = codes_in_use(connection)
    for one in coding.commitments:
        if one.code in taken:
            raise UserError("codes_taken", field="prefix", value=one.code)
