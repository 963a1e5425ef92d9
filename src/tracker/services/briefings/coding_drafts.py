"""Drafts of codings that wait in the ledger for a person to decide on them, saved after each decision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.capture.documents.formats import MEDIA_TYPES
from tracker.domain.briefings.coding_draft import Draft
from tracker.domain.errors import UserError
from tracker.domain.text.dates import stamp
from tracker.services.briefings.draft_coding import RawText, clauses, draft_of, speeches
from tracker.services.briefings.loading import check_name, continue_draft, load_draft, said_otherwise
from tracker.services.commands import NewSource, command
from tracker.store.briefings import coding_drafts as store
from tracker.store.briefings.alike_texts import find_alike
from tracker.store.database.tables import CodingDraft
from tracker.store.evidence.attachments import read_pages, register
from tracker.store.evidence.file_contents import contents_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from pydantic import TypeAdapter
    from sqlalchemy import Connection

    from tracker.domain.briefings.coding_differences import SaidOtherwise
    from tracker.domain.rows import Changes
    from tracker.services.briefings.finding import FoundSource
    from tracker.services.briefings.source_text import ReadSource
    from tracker.services.ledgers.workspace import Workspace
    from tracker.store.database.typed_columns import NamedRow

_OF_THE_TEXT = {"text", "clauses", "speeches", "open"}
"""What of a draft follows from its text and the rest."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft that waits, in the version that it has by now."""

    uid: str
    version: int
    name: str
    title: str
    publisher: str
    held_on: date
    prefix: str
    coder: str
    changed_at: datetime
    source_key: str = ""
    """The source that it became, in which words are open still; "" while it is none."""


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft with its text, and the place in it where its coder was."""

    kept: KeptDraft
    draft: Draft
    place: int


def raw_of(found: FoundSource) -> RawText:
    """Return the file of a source that was read."""
    source = found.source
    undone = tuple(step.number for step in source.clean.steps if step.undone)
    return RawText(source.raw, f"raw.{source.kind.value}", undone, source.document.pages)


def is_known(workspace: Workspace, source: ReadSource) -> bool:
    """Return whether a text is a source in use already, in this or another copy."""
    with workspace.snapshot() as snapshot:
        return find_alike(snapshot.connection, source.sha256, "", source.clean.text) is not None


def check_new(workspace: Workspace, source: ReadSource) -> None:
    """Refuse a text that the ledger has, before anybody looks at what was found in it.

    Raises `source_known`, `source_waits` where a draft of this very file is there.
    """
    with workspace.snapshot() as snapshot:
        _check_new(snapshot.connection, source.sha256, source.clean.text)


def begin_draft(workspace: Workspace, found: FoundSource, wish: NewSource) -> str:
    """Keep the draft of a source that was read, and its file; returns its UUID.

    Raises `source_without_unit`, as `check_new` and `check_name`, since the draft could never be loaded, and those of
    `tracker.store.evidence.file_contents`.
    """
    if not found.findings.units:
        raise UserError("source_without_unit", field="file")
    source = found.source
    raw = raw_of(found)
    draft = draft_of(source.clean.text, found.findings)
    with workspace.write() as work:
        _check_new(work.connection, source.sha256, draft.text)
        check_name(work.connection, wish, workspace.today())
        register(work, source.sha256, len(raw.content), MEDIA_TYPES[source.kind], raw.pages)
        uid = work.new_uid()
        values = {
            "uid": uid,
            "version": 1,
            "begun_at": work.moment,
            "changed_at": work.moment,
            "coder": work.author,
            "name": source.name,
            "title": wish.title,
            "publisher": wish.publisher,
            "held_on": wish.held_on,
            "code_prefix": wish.prefix,
            "raw_sha256": source.sha256,
            "raw_name": raw.name,
            "undone": list(raw.undone),
            "clean_text": draft.text,
            "draft": _plain(draft),
            "place": 0,
        }
        work.insert(CodingDraft, values)
        work.contents.keep(raw.content)
    return uid


def list_drafts(workspace: Workspace) -> tuple[OpenedDraft, ...]:
    """Return the drafts that wait, oldest first, and then those whose source has words that are open still."""
    with workspace.snapshot() as snapshot:
        waiting = store.waiting_drafts(snapshot.connection)
        unfinished = store.unfinished_drafts(snapshot.connection)
    # Of the first their sources were taken back: they are none now.
    return (*(_opened(row, "") for row in waiting), *(_opened(row, row.source_key) for row in unfinished))


def open_draft(workspace: Workspace, uid: str) -> OpenedDraft:
    """Return a draft as it was saved last. Raises `draft_unknown`."""
    with workspace.snapshot() as snapshot:
        row = store.read_draft(snapshot.connection, uid)
        became = store.source_in_use(snapshot.connection, row.source_key)
    return _opened(row, became)


def _opened(row: NamedRow, source_key: str) -> OpenedDraft:
    text = row.clean_text
    given = {**row.draft, "text": text, "clauses": clauses(text), "speeches": speeches(text)}
    return OpenedDraft(_kept(row, source_key), _form().validate_python(given).settled(), row.place)


def save_draft(workspace: Workspace, kept: KeptDraft, draft: Draft, place: int) -> int:
    """Save a draft after a decision, with the place where its coder is; returns its new version.

    Raises `draft_unknown`, `draft_changed_meanwhile`.
    """
    with workspace.write() as work:
        values = {"draft": _plain(draft), "place": place, "coder": work.author}
        return store.change_draft(work, kept.uid, kept.version, values)


def rename_draft(workspace: Workspace, kept: KeptDraft, wish: NewSource) -> int:
    """Call the source otherwise that a draft is to become; returns its new version. Raises as `save_draft`."""
    values = {"title": wish.title, "publisher": wish.publisher, "held_on": wish.held_on, "code_prefix": wish.prefix}
    with workspace.write() as work:
        return store.change_draft(work, kept.uid, kept.version, values)


def drop_draft(workspace: Workspace, uid: str) -> None:
    """Drop a draft for good; its file stays. Raises `draft_unknown`."""
    with workspace.write() as work:
        store.drop_draft(work, uid)


def load_kept_draft(workspace: Workspace, uid: str, version: int | None = None) -> Changes:
    """Load a draft as it was saved last; it rests while its source is in use. Of one that is a source already, take in
    what was decided since on its open words. `version` is the one that its coder saw.

    Raises as `load_draft`, or as `continue_draft`, `source_said_otherwise` where the draft only says something else of
    what is there, and `draft_changed_meanwhile` where it is another version by now.
    """
    opened = open_draft(workspace, uid)
    if version is not None and opened.kept.version != version:
        raise UserError("draft_changed_meanwhile", by=opened.kept.coder, at=stamp(opened.kept.changed_at))
    raw = _raw(workspace, uid)
    wish = _wish(opened.kept)
    if opened.kept.source_key:
        return _continue(workspace, opened, raw, wish)
    return load_draft(workspace, opened.draft, raw, wish, is_reviewed=True, uid=uid)


def not_taken_in(workspace: Workspace, uid: str) -> tuple[SaidOtherwise, ...]:
    """Return of which commitments of its source a draft says something else, as `said_otherwise`; none of a draft that
    has not become one. Raises `draft_unknown`."""
    opened = open_draft(workspace, uid)
    key = opened.kept.source_key
    return said_otherwise(workspace, opened.draft, _raw(workspace, uid), _wish(opened.kept), key) if key else ()


def _continue(workspace: Workspace, opened: OpenedDraft, raw: RawText, wish: NewSource) -> Changes:
    key = opened.kept.source_key
    try:
        return continue_draft(workspace, opened.draft, raw, wish, key)
    except UserError as error:
        if error.code != "source_nothing_new":
            raise
        # Somebody who changed nothing but fields in the draft is told why that comes to nothing.
        otherwise = said_otherwise(workspace, opened.draft, raw, wish, key)
        if not otherwise:
            raise
        codes = tuple(one.code for one in otherwise)
        raise UserError("source_said_otherwise", field="source", source=key, codes=codes) from error


def _wish(kept: KeptDraft) -> NewSource:
    return command(NewSource, title=kept.title, publisher=kept.publisher, held_on=kept.held_on, prefix=kept.prefix)


def _raw(workspace: Workspace, uid: str) -> RawText:
    with workspace.snapshot() as snapshot:
        row = store.read_draft(snapshot.connection, uid)
        content = contents_of(snapshot.connection.engine, snapshot.connection).read(row.raw_sha256)
        return RawText(content, row.raw_name, tuple(row.undone), read_pages(snapshot.connection, row.raw_sha256))


def _check_new(connection: Connection, sha256: str, text: str) -> None:
    known = find_alike(connection, sha256, "", text)
    if known is not None:
        raise UserError("source_known", field="file", source=known.key, title=known.title)
    waiting = store.draft_of_file(connection, sha256)
    if waiting is not None:
        raise UserError("source_waits", field="file", title=waiting.title, by=waiting.coder)


def _kept(row: NamedRow, source_key: str) -> KeptDraft:
    return KeptDraft(
        uid=row.uid,
        version=row.version,
        name=row.name,
        title=row.title,
        publisher=row.publisher,
        held_on=row.held_on,
        prefix=row.code_prefix,
        coder=row.coder,
        changed_at=row.changed_at,
        source_key=source_key,
    )


def _plain(draft: Draft) -> dict[str, Any]:
    return _form().dump_python(draft, mode="json", exclude=_OF_THE_TEXT)


@cache
def _form() -> TypeAdapter[Draft]:
    # Made when the first draft is opened: no start has to wait for it.
    from pydantic import TypeAdapter

    return TypeAdapter(Draft)
