"""Do the events of one ledger again in another, by their commands and under their own UUIDs (coding rules §7).

Every event is done by the same service that did it first, with the same rules, by the clock that it was written by.
What it brings into being gets the UUIDs that it had. Where a command cannot be done here, its event is refused and
nothing of it is kept: what to do then is for a person to say.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from pydantic import BaseModel
from sqlalchemy import select

from tracker.briefing.coding import read_briefing
from tracker.capture.spreadsheets.workbooks import read_sheets
from tracker.domain.assessment.assessment_rules import Rules, Thresholds
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import RowMark, SheetField, SheetPlan
from tracker.domain.terms import Assessment
from tracker.locations import db_dir
from tracker.services import commands as c
from tracker.services.assessment import judging, searching, statements
from tracker.services.briefings import coding, loading, reviewing
from tracker.services.briefings.comparing import keep_coding
from tracker.services.commitments import departments, saved_views, tagging
from tracker.services.evidence import recording
from tracker.services.exchange import forms, importing
from tracker.services.ledgers.ledger_rules import set_rules
from tracker.services.ledgers.session import Workspace
from tracker.services.reports.past_reports import keep_template
from tracker.services.watching import found_items, looks, rechecks, watched_pages
from tracker.store.commitments.parts import rows_as_entries
from tracker.store.database.id_pages import PAGE
from tracker.store.database.tables import Commitment, Event, EventCommand
from tracker.store.events.event_commands import NOTE, Command, by_local_names
from tracker.store.events.undo import take_back
from tracker.store.events.unit_of_work import Actor, UnitOfWork
from tracker.store.evidence.attachments import read_pages, register
from tracker.store.evidence.file_contents import contents_of


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it goes from one ledger to another. `command` is None in events from before schema 0007."""

    uid: str
    at: datetime
    actor: Actor
    kind: str
    reason: str
    details: Mapping[str, Any]
    command: Mapping[str, Any] | None


class Files(Protocol):
    """What commands name by its SHA-256."""

    def content(self, sha256: str) -> bytes:
        """Return the bytes of a file. Raises `content_missing`."""
        ...

    def pages(self, sha256: str) -> tuple[str, ...]:
        """Its readable text, page by page."""
        ...


class FilesOf:
    """The files of a ledger that is open."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def content(self, sha256: str) -> bytes:
        with self._workspace.snapshot() as snapshot:
            return contents_of(snapshot.connection.engine, snapshot.connection).read(sha256)

    def pages(self, sha256: str) -> tuple[str, ...]:
        with self._workspace.snapshot() as snapshot:
            return read_pages(snapshot.connection, sha256)


def list_events(workspace: Workspace, after: int = 0) -> Iterator[RecordedEvent]:
    """Return every event after another one, oldest first."""
    last: int | None = after
    while last is not None:
        with workspace.snapshot() as snapshot:
            rows = snapshot.connection.execute(
                select(Event, EventCommand.command)
                .outerjoin(EventCommand, EventCommand.event_id == Event.id)
                .where(Event.id > last)
                .order_by(Event.id)
                .limit(PAGE)
            ).all()
        # Handed out after the transaction: whoever does them again takes his time, and while a reader stays, SQLite
        # cannot bring the WAL to its end.
        for row in rows:
            actor = Actor(row.author, row.role, row.session)
            yield RecordedEvent(row.uid, row.at, actor, row.kind, row.reason, row.details, row.command)
        last = rows[-1].id if rows else None


def replay(workspace: Workspace, event: RecordedEvent, files: Files) -> bool:
    """Repeat an event in this ledger; nothing is done where the ledger has it already.

    Raises `event_without_command`, `command_not_repeatable`, `command_unknown_here`, `coding_unknown`, and whatever the
    service raises: the rules are asked as they are when somebody does it again.
    """
    if event.command is None:
        raise UserError("event_without_command", event=event.uid)
    do = _SERVICES.get(event.command.get("do", ""))
    if do is None:
        raise UserError("command_not_repeatable", event=event.uid, kind=event.kind)
    with workspace.snapshot() as snapshot:
        # By its UUID, so that events may be sent again, in any number, and are done once.
        if snapshot.connection.scalar(select(Event.id).where(Event.uid == event.uid)) is not None:
            return False
        given = by_local_names(snapshot.connection, event.command).given
    do(_Again(workspace.repeating(event.uid, event.actor, event.at), event, files), dict(given))
    return True


@dataclass(frozen=True, slots=True)
class _Again:
    """An event that is being done again: in which ledger, as whom and when, and where its files are."""

    workspace: Workspace
    event: RecordedEvent
    files: Files


def _note(again: _Again, given: dict[str, Any]) -> None:
    with again.workspace.write() as work:
        if given.get("template"):
            keep_template(work, again.files.content(given["template"]))
        for sha256 in given.get("codings", ()):
            keep_coding(work, again.files.content(sha256))
        keep_files(work, again.files, given.get("files", {}))
        work.record(again.event.kind, again.event.details, again.event.reason, command=Command(NOTE, given))
        if ties := given.get("ties"):
            work.add_to_history(work.connection.scalars(select(Commitment.id).where(Commitment.uid.in_(ties))))


def keep_files(work: UnitOfWork, files: Files, named: Mapping[str, str]) -> None:
    """Keep files with their readable text in this ledger. `named` has their media types by their SHA-256."""
    for sha256, media_type in named.items():
        content = files.content(sha256)
        work.contents.keep(content)
        register(work, sha256, len(content), media_type, files.pages(sha256))


def _load_briefing(again: _Again, given: dict[str, Any]) -> None:
    """The coding comes with the program, in one revision: another one is not known any more, or not yet."""
    folder = db_dir() / "briefings" / given["source"]
    briefing = read_briefing(folder) if folder.is_dir() else None
    wanted = given["revision"], given["clean_sha256"]
    # Of that very revision: another one would make other commitments under the UUIDs of this event.
    if briefing is None or (briefing.source.revision, briefing.source.clean_sha256) != wanted:
        raise UserError("coding_unknown", source=given["source"], revision=given["revision"])
    coding.load_briefing(again.workspace, briefing)


def _load_coding(again: _Again, given: dict[str, Any]) -> None:
    sha256 = given["sha256"]
    read = loading.coding_from(given["coding"], again.files.content(sha256))
    loading.load_coding(again.workspace, read, again.files.pages(sha256))


def _continue_coding(again: _Again, given: dict[str, Any]) -> None:
    loading.continue_coding(again.workspace, loading.coding_from(given["coding"], b""))


def _take_back(again: _Again, given: dict[str, Any]) -> None:
    with again.workspace.write() as work:
        event = work.connection.execute(select(Event).where(Event.id == given["event"])).one()
        take_back(work, event, given["kind"])


def _evidence(again: _Again, given: Mapping[str, Any]) -> tuple[c.EvidenceFields, dict[str, bytes]]:
    """The fields of a piece with the readable text of its files, and the bytes of these."""
    files = given.get("attachments")
    links = [_with_amount(link) for link in given["links"]]
    if files is None:
        return c.evidence_fields({**given, "links": links}), {}
    # The command has their digests only. They are not read anew: a later version may read a file otherwise, and quotes
    # stand where they do in this text.
    read = [{**file, "pages": again.files.pages(file["sha256"])} for file in files]
    contents = {file["sha256"]: again.files.content(file["sha256"]) for file in files}
    return c.evidence_fields({**given, "links": links, "attachments": read}), contents


def _with_amount(given: Mapping[str, Any]) -> dict[str, Any]:
    """With the amount as a number: as a text it would be read as something that was typed."""
    value = given.get("value")
    return {**given, "value": None if value is None else Decimal(value)}


def _add_evidence(again: _Again, given: dict[str, Any]) -> None:
    separate = given.pop("separate")
    recording.add_evidence(again.workspace, *_evidence(again, given), separate=separate)


def _revise_evidence(again: _Again, given: dict[str, Any]) -> None:
    fields, contents = _evidence(again, given["fields"])
    revision = c.command(c.EvidenceRevision, evidence_id=given["evidence_id"], fields=fields)
    recording.revise_evidence(again.workspace, revision, contents, separate=given["separate"])


def _restore_evidence(again: _Again, given: dict[str, Any]) -> None:
    separate = given.pop("separate")
    recording.restore_evidence(again.workspace, c.command(c.Restoration, **given), separate=separate)


def _link_evidence(again: _Again, given: dict[str, Any]) -> None:
    recording.link_evidence(again.workspace, c.command(c.NewEvidenceLink, **_with_amount(given)))


def _add_restatement(again: _Again, given: dict[str, Any]) -> None:
    statements.add_restatement(again.workspace, c.command(c.NewRestatement, **_with_amount(given)))


def _revise_commitment(again: _Again, given: dict[str, Any]) -> None:
    if given["parts"] is not None:
        with again.workspace.snapshot() as snapshot:
            query = select(Commitment.id).where(Commitment.code == given["commitment"])
            commitment_id = snapshot.connection.scalars(query).one()
            rows = rows_as_entries(snapshot.connection, [commitment_id])[commitment_id]
        # The command names parts by what is the same everywhere, the form of a revision by their places here.
        places = {row["id"]: row["position"] for row in rows}
        given["parts"] = [{"position": places.get(part.pop("part_id")), **part} for part in given["parts"]]
    coding.revise_commitment(again.workspace, c.command(c.CommitmentRevision, **given))


def _bring_in(again: _Again, given: dict[str, Any]) -> None:
    read = given["plan"]
    plan = SheetPlan(
        read["sheet"],
        read["header"],
        {int(place): SheetField(held) for place, held in read["fields"].items()},
        {words: Assessment(term) if term else None for words, term in read["statuses"].items()},
        tuple(read["also"]),
        frozenset(map(RowMark, read["takes"])),
    )
    file = read_sheets(again.files.content(given["sha256"]), given["file"])
    importing.bring_in(again.workspace, file, plan, c.command(c.SheetWish, **given["wish"]))


def _enter_form(again: _Again, given: dict[str, Any]) -> None:
    entries: list[c.FormEntry] = []
    contents: dict[str, bytes] = {}
    for entry in given["entries"]:
        fields = None
        if entry["evidence"] is not None:
            fields, files = _evidence(again, entry["evidence"])
            contents |= files
        claim = entry["claim"] and c.command(c.NewClaim, **entry["claim"])
        entries.append(c.FormEntry(**(entry | {"evidence": fields, "claim": claim})))
    # The numbers of pieces that were known are those of this ledger.
    known = sorted({entry["evidence_id"] for entry in given["entries"] if entry["evidence_id"] is not None})
    details = {**again.event.details, "evidence_known": known}
    with again.workspace.write() as work:
        forms.put_entries(work, details, c.FormEntries(entries=tuple(entries)), contents)


def _set_rules(again: _Again, given: dict[str, Any]) -> None:
    limits = Thresholds(**given["thresholds"])
    # By its text: JSON made a float of it, and 0.9 as a decimal is otherwise 0.90000000000000002220….
    share = Decimal(str(given["about_share"]))
    set_rules(again.workspace, Rules(limits, given["search_expiry_days"], share))


def _by(service: Callable[..., Any], kind: type[BaseModel]) -> Callable[[_Again, dict[str, Any]], None]:
    """A service that takes a command as it stands."""
    return lambda again, given: service(again.workspace, c.command(kind, **given))


_SERVICES: Mapping[str, Callable[[_Again, dict[str, Any]], object]] = {
    NOTE: _note,
    "begin_ledger": lambda again, given: coding.record_beginning(again.workspace, given["briefings"]),
    "load_briefing": _load_briefing,
    "load_coding": _load_coding,
    "continue_coding": _continue_coding,
    "accept_units": _by(reviewing.accept_units, c.UnitsAcceptance),
    "take_back": _take_back,
    "add_evidence": _add_evidence,
    "revise_evidence": _revise_evidence,
    "restore_evidence": _restore_evidence,
    "link_evidence": _link_evidence,
    "unlink_evidence": _by(recording.unlink_evidence, c.EvidenceUnlink),
    "withdraw_evidence": _by(recording.withdraw_evidence, c.Withdrawal),
    "withdraw_pieces": _by(recording.withdraw_all, c.PiecesWithdrawal),
    "join_evidence": _by(recording.join_evidence, c.Joining),
    "set_assessment": _by(judging.set_assessment, c.AssessmentChange),
    "set_assessments": _by(judging.set_assessments, c.BulkAssessment),
    "record_review": _by(judging.record_review, c.NewReview),
    "log_search": _by(searching.log_search, c.NewSearch),
    "log_round": _by(searching.log_round, c.SearchRound),
    "decide_search": _by(searching.decide_search, c.SearchDecision),
    "add_claim": _by(statements.add_claim, c.NewClaim),
    "add_restatement": _add_restatement,
    "withdraw_claim": _by(statements.withdraw_claim, c.StatementWithdrawal),
    "withdraw_restatement": _by(statements.withdraw_restatement, c.StatementWithdrawal),
    "change_tags": _by(tagging.change_tags, c.TagChange),
    "save_view": _by(saved_views.save_view, c.ViewDefinition),
    "rename_view": lambda again, given: saved_views.rename_view(again.workspace, given["old"], given["new"]),
    "delete_view": lambda again, given: saved_views.delete_view(again.workspace, given["name"]),
    "revise_commitment": _revise_commitment,
    "revise_commitments": _by(coding.revise_commitments, c.BulkRevision),
    "add_department": _by(departments.add_department, c.NewDepartment),
    "revise_department": _by(departments.revise_department, c.DepartmentRevision),
    "add_watched_page": _by(watched_pages.add_page, c.NewWatchedPage),
    "revise_watched_page": _by(watched_pages.revise_page, c.WatchedPageRevision),
    "remove_watched_page": _by(watched_pages.remove_page, c.WatchedPageRemoval),
    "revise_not_for_us_words": _by(watched_pages.revise_words, c.WordsRevision),
    "record_looks": _by(looks.record_looks, c.LookRound),
    "mark_items": _by(found_items.mark_items, c.ItemsMark),
    "record_rechecks": _by(rechecks.record_rechecks, c.RecheckRound),
    "set_rules": _set_rules,
    "bring_in": _bring_in,
    "enter_form": _enter_form,
}
"""What does each command again, by its name. What is not here (a repair, a migration) changed rows by no command."""
REPEATABLE = frozenset(_SERVICES)
"""The names of the commands that can be done again."""
