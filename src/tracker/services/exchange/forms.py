"""The fill-in round trip (填报): what a department is sent, and what of its answer is entered. Nothing is judged."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tracker.capture.documents.files import display_name
from tracker.capture.documents.formats import MEDIA_TYPES, Kind, identify
from tracker.capture.spreadsheets.returned_forms import bears_mark, read_form
from tracker.domain.errors import UserError
from tracker.domain.evidence.same_document import DocumentRecord, sameness
from tracker.domain.exchange.forms import FillField as Column
from tracker.domain.exchange.forms import (
    FormFinding,
    FormWords,
    Preview,
    PreviewRow,
    ReturnedForm,
    RoundNote,
    Sending,
    Weight,
    plain_code,
)
from tracker.domain.exchange.returned_form import FormContext, compare, form_findings
from tracker.domain.rows import Changes, CommitmentDetail, Name
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import Assessment, EvidenceKind
from tracker.services.assessment.statements import put_claim
from tracker.services.commands import EvidenceFields, FormEntries, FormEntry, NewAttachment, NewClaim, command
from tracker.services.commitments.reading import list_departments
from tracker.services.events.kept_commands import kept_command
from tracker.services.evidence.capturing import read_file
from tracker.services.evidence.duplicates import document_of
from tracker.services.evidence.recording import file_evidence, reports_briefing
from tracker.services.ledgers.workspace import Snapshot, Workspace
from tracker.store.commitments import commitment_detail, commitment_list
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.ledger_settings import read_rules
from tracker.store.database.tables import new_uid
from tracker.store.database.versions import Horizon
from tracker.store.events.unit_of_work import UnitOfWork
from tracker.store.evidence.same_documents import find_same
from tracker.store.exchange import rounds, sent_forms
from tracker.store.search.conditions import Scope

MOST_CHARACTERS_OF_PERIOD = 40
_LONGEST_NOTE = 200_000


@dataclass(frozen=True, slots=True)
class FillWish:
    """Which form is wanted: the department by key, in any role or only where it leads; of which commitments; and what
    the period is called. "" calls it by the month, 2026-11."""

    department: str
    period: str = ""
    leads_only: bool = False
    query: LedgerQuery = field(default_factory=LedgerQuery)
    round: RoundNote | None = None


@dataclass(frozen=True, slots=True)
class FillFacts:
    """What a form is made of: the sending, whose rows are still to be put into words, and its commitments."""

    sending: Sending
    commitments: tuple[CommitmentDetail, ...]


def read_facts(workspace: Workspace, wish: FillWish, language: str) -> FillFacts:
    """Return what the department would be asked now. Raises `department_unknown`, `fill_in_empty`, `period_invalid`."""
    known = {name.key: name for name in list_departments(workspace)}
    department = known.get(wish.department)
    if department is None:
        raise UserError("department_unknown", field="department", value=wish.department)
    today = workspace.today()
    period = " ".join(wish.period.split()) or f"{today:%Y-%m}"
    if len(period) > MOST_CHARACTERS_OF_PERIOD or not period.isprintable():
        raise UserError("period_invalid", field="period", limit=MOST_CHARACTERS_OF_PERIOD)
    facet = Facet.LEAD if wish.leads_only else Facet.DEPARTMENT
    # Of now, whatever day the list was looked at: a department is asked what is its own today.
    query = replace(wish.query.choosing(facet, frozenset({wish.department})), as_of=None)
    with workspace.snapshot() as snapshot:
        asked_of = commitment_detail.list_details(snapshot.connection, query, snapshot.scope)
        # What nobody outside can check, nobody is asked about.
        found = tuple(one for one in asked_of if one.row.assessment is not Assessment.NOT_VERIFIABLE)
        uid = sent_forms.ledger_uid(snapshot.connection)
    if not found:
        raise UserError("fill_in_empty", field="department", value=department.in_language(language))
    sending = Sending(new_uid(), uid, department, period, today, language, {}, columns=tuple(Column), round=wish.round)
    return FillFacts(sending, found)


def record_sending(workspace: Workspace, sending: Sending, sha256: str, write: Callable[[], None]) -> None:
    """Keep what a department is sent. `write` writes the file, whose SHA-256 is given; where it fails, nothing was."""
    with workspace.write() as work:
        # The event before the file, in one transaction: where the file cannot be written, nothing was sent.
        put_sending(work, sending, sha256)
        write()


def put_sending(work: UnitOfWork, sending: Sending, sha256: str) -> None:
    """Record what a department is sent, in a file with this SHA-256."""
    rows = {code: {column.value: text for column, text in texts.items()} for code, texts in sending.rows.items()}
    said: dict[str, Any] = {
        "batch": sending.batch,
        **_department(sending.department),
        "period": sending.period,
        "language": sending.language,
        "commitments": list(dict.fromkeys(map(sending.commitment, rows))),
        "rows": rows,
        "columns": [column.value for column in sending.columns],
        "parts": {row: list(part) for row, part in sending.parts.items()},
        "sha256": sha256,
    }
    if sending.round is not None:
        note = sending.round
        said["round"] = {
            "uid": note.uid,
            "return_by": note.return_by.isoformat(),
            "contact": note.contact,
            "phone": note.phone,
        }
    work.record(sent_forms.SENT, said)


def list_sent(workspace: Workspace) -> tuple[Sending, ...]:
    """Return the forms that were sent, newest first."""
    with workspace.snapshot() as snapshot:
        return tuple(sent_forms.list_sendings(snapshot.connection))[::-1]


def is_sent_form(path: Path) -> bool:
    """Whether a file is a form that was sent, filled in or not. One that has lost the mark of it is not known."""
    try:
        return bears_mark(read_file(path), path.name)
    except UserError:
        return False


def examine_form(
    workspace: Workspace, content: bytes, name: str, words: FormWords, department: str | None = None
) -> Preview:
    """What a returned form says and would become; nothing is recorded. `department`, a key, is the one it should be of.

    Raises what `capture.forms` raises.
    """
    form = read_form(content, display_name(name), words)
    with workspace.snapshot() as snapshot:
        return _preview(workspace, snapshot, content, name, form, words, department)


def enter_form(
    workspace: Workspace, content: bytes, name: str, words: FormWords, accepted: Collection[str] | None = None
) -> Changes:
    """Enter the rows with these keys, or all that are clear, as official claims and proposed evidence, in one event.

    Raises what `examine_form` raises; `form_not_enterable`, `form_row_not_enterable`, `form_nothing_accepted`.
    """
    # Read again from the bytes, not taken from the preview: the ledger may have changed since that was shown.
    form = read_form(content, display_name(name), words)
    with workspace.write() as work:
        horizon = Horizon(workspace.today())
        snapshot = Snapshot(work.connection, Scope(horizon, read_rules(work.connection, horizon)))
        preview = _preview(workspace, snapshot, content, name, form, words, None)
        rows = _accepted(preview, accepted)
        sending = preview.sending
        if sending is None:
            raise UserError("form_not_enterable", field="file", name=preview.name)
        entries = _entries(work, rows, sending, _attachment(preview, content, form))
        put_entries(work, _entry(preview, sending, rows), entries, {preview.sha256: content})
        return work.changes


def put_entries(work: UnitOfWork, details: Mapping[str, Any], said: FormEntries, files: Mapping[str, bytes]) -> None:
    """Enter what a form comes to, by one event with these details; `files` holds the bytes of the form by SHA-256."""
    work.record(sent_forms.ENTERED, details, command=kept_command("enter_form", said))
    pieces: list[int | None] = []
    for entry in said.entries:
        if entry.claim is not None:
            put_claim(work, entry.claim)
        piece = entry.evidence_id if entry.as_row is None else pieces[entry.as_row]
        if entry.evidence is not None:
            piece = file_evidence(work, entry.evidence, files)
        elif piece is not None:
            # What is there already is not replaced by what a department typed: its words go into the note.
            _add_note(work, piece, entry.note)
        pieces.append(piece)
        work.touch(work.commitment(entry.commitment).commitment_id)


def _preview(
    workspace: Workspace,
    snapshot: Snapshot,
    content: bytes,
    name: str,
    form: ReturnedForm,
    words: FormWords,
    department: str | None,
) -> Preview:
    sendings = {one.batch: one for one in sent_forms.list_sendings(snapshot.connection)}
    sending, findings = _sending_of(form, sendings, sent_forms.ledger_uid(snapshot.connection))
    sha256 = hashlib.sha256(content).hexdigest()
    name = display_name(name)
    if sending is None:
        return Preview(name, sha256, None, (*findings, *form.findings), ())
    if department is not None and sending.department.key != department:
        findings.append(FormFinding("form_other_department", Weight.STOP, _department(sending.department)))
    standing = _standing(workspace, snapshot, sending, sha256, sendings)
    rows = _recognised(snapshot, [_checked(row) for row in compare(sending, form, words, standing)])
    return Preview(name, sha256, sending, (*findings, *form_findings(sending, form, standing)), rows)


def _sending_of(
    form: ReturnedForm, sendings: Mapping[str, Sending], ledger: str
) -> tuple[Sending | None, list[FormFinding]]:
    """What was sent, by the marks of the form; without them, the newest sending that has all of its codes."""
    if form.batch in sendings:
        return sendings[form.batch], []
    # It was sent from a copy of this ledger, or after the backup to which this one went back: what was in it only the
    # form itself says, and anybody could have changed that.
    if form.stated is not None:
        code = "form_unknown_here" if form.stated.ledger == ledger else "form_other_ledger"
        return form.stated, [FormFinding(code, Weight.STOP, _department(form.stated.department))]
    if form.batch:
        return None, [FormFinding("form_other_ledger", Weight.STOP, {"department": "", "department_en": ""})]
    # Copied into a new workbook, a form loses its marks; its codes still tell which it was.
    codes = {plain_code(row.cells.get(Column.CODE, "")) for row in form.rows}
    fitting = [one for one in sendings.values() if codes and codes <= one.rows.keys()]
    if not fitting:
        return None, [FormFinding("form_unmarked", Weight.STOP)]
    # The newest of those that fit: an older one was answered or given up.
    found = max(fitting, key=lambda one: one.event)
    details = {**_department(found.department), "period": found.period}
    return found, [FormFinding("form_guessed", Weight.DOUBT, details)]


def _standing(
    workspace: Workspace, snapshot: Snapshot, sending: Sending, sha256: str, sendings: Mapping[str, Sending]
) -> FormContext:
    entered = list(sent_forms.list_entered(snapshot.connection))
    marks: dict[str, tuple[tuple[str, str], ...]] = {}
    for one in entered:
        if one.batch == sending.batch:
            for code, mark in one.marks.items():
                # A row that stood twice was entered under CODE#2; both count as what came of the commitment.
                plain = code.partition("#")[0]
                marks[plain] = (*marks.get(plain, ()), (mark, one.at))
    ours = LedgerQuery().choosing(Facet.DEPARTMENT, frozenset({sending.department.key}))
    newest = max(
        (one for one in sendings.values() if one.department.key == sending.department.key),
        key=lambda one: one.event,
        default=None,
    )
    return FormContext(
        today=workspace.today(),
        known=sent_forms.list_codes(snapshot.connection),
        responsible=frozenset(row.code for row in commitment_list.list_rows(snapshot.connection, ours, snapshot.scope)),
        changed=sent_forms.changed_after(snapshot.connection, sending.event) if sending.event else frozenset(),
        entered=marks,
        newest=newest,
        same_file=next((one.at for one in entered if one.sha256 == sha256), ""),
        earlier_file=next(
            ((one.name, one.at) for one in entered if one.batch == sending.batch and one.sha256 != sha256), None
        ),
        **_of_round(snapshot, sending),
    )


def _of_round(snapshot: Snapshot, sending: Sending) -> dict[str, str]:
    """Whether the round of a form was closed, and which other one is open."""
    if sending.round is None:
        return {}
    known = {one.uid: one for one in rounds.list_rounds(snapshot.connection)}
    mine = known.get(sending.round.uid)
    closed = mine.closed_on if mine else None
    is_open = next((one.period for one in reversed(known.values()) if one.closed_on is None), "")
    return {"closed_on": closed.isoformat() if closed else "", "open_round": is_open}


def _checked(row: PreviewRow) -> PreviewRow:
    """The row with what the ledger would refuse about it."""
    try:
        if row.said:
            # Any name will do: only what the row itself says is tried here.
            _claim(row, "-")
        if row.evidence is not None:
            _fields(row)
    except UserError as error:
        details = {**error.details, "error": error.code, "field": error.field or ""}
        refused = FormFinding("refused", Weight.STOP, details)
        return replace(row, findings=(*row.findings, refused))
    return row


def _recognised(snapshot: Snapshot, rows: Collection[PreviewRow]) -> tuple[PreviewRow, ...]:
    """The rows with what is known of the documents that they name: one document is one piece (coding rules §5)."""
    named: dict[str, tuple[PreviewRow, DocumentRecord]] = {}
    found: list[PreviewRow] = []
    for row in rows:
        if row.evidence is not None and all(one.code != "refused" for one in row.findings):
            document = document_of(_fields(row))
            known = (first for first, other in named.values() if sameness(document, other, exact_title=True))
            twin = next(known, None)
            if twin is None:
                row = _with_piece(snapshot, row, document)  # noqa: PLW2901 - the same row, of which more is known
                named[row.key] = row, document
            else:
                finding = FormFinding("source_twice", Weight.NOTE, {"row": twin.key})
                row = replace(row, findings=(*row.findings, finding), piece=twin.piece, twin=twin.key)  # noqa: PLW2901
        found.append(row)
    return tuple(found)


def _with_piece(snapshot: Snapshot, row: PreviewRow, document: DocumentRecord) -> PreviewRow:
    """The row with the piece of evidence that is the document that it names, where the ledger has one."""
    # By the whole title only: nobody confirms each row, and a wrong likeness would put a department's words into the
    # note of another document.
    same = next(iter(find_same(snapshot.connection, document, exact_title=True)), None)
    if same is None:
        return row
    details = {"id": same.id, "title": same.title, "reason": same.reasons[0]}
    return replace(row, findings=(*row.findings, FormFinding("source_known", Weight.NOTE, details)), piece=same.id)


def _accepted(preview: Preview, accepted: Collection[str] | None) -> tuple[PreviewRow, ...]:
    if not preview.can_be_entered:
        raise UserError("form_not_enterable", field="file", name=preview.name)
    if accepted is None:
        rows = preview.clear
    else:
        enterable = {row.key: row for row in preview.enterable}
        for key in accepted:
            if key not in enterable:
                raise UserError("form_row_not_enterable", field="commitment", value=key)
        rows = tuple(row for row in preview.enterable if row.key in set(accepted))
    if not rows:
        raise UserError("form_nothing_accepted", field="file", name=preview.name)
    return rows


def _entry(preview: Preview, sending: Sending, rows: Collection[PreviewRow]) -> dict[str, Any]:
    """What the event says: what was entered, and what was left."""
    entered = {row.key for row in rows}
    return {
        "batch": sending.batch,
        **_department(sending.department),
        "period": sending.period,
        "name": preview.name,
        "sha256": preview.sha256,
        "commitments": list(dict.fromkeys(row.code for row in rows)),
        "marks": {row.key: row.mark for row in rows},
        "answers": {row.key: _answer(row) for row in rows},
        "evidence_count": len({row.twin or row.key for row in rows if row.evidence is not None and row.piece is None}),
        "evidence_known": sorted({row.piece for row in rows if row.piece is not None}),
        "left": [row.key for row in preview.rows if row.key not in entered],
    }


def _answer(row: PreviewRow) -> dict[str, str]:
    """What a row answered, for who compares it with what others did."""
    told = {
        "code": row.code,
        "said": row.said,
        "said_on": row.said_on,
        "claimed": row.claimed.value if row.claimed is not None else "",
        "value": "" if row.value is None else str(row.value),
        "unit": row.returned.get(Column.UNIT, ""),
        "role": row.role.value if row.role is not None else "",
        "problems": row.returned.get(Column.PROBLEMS, ""),
        "next_step": row.returned.get(Column.NEXT_STEP, ""),
        "responsible": row.returned.get(Column.RESPONSIBLE, ""),
        "phone": row.returned.get(Column.PHONE, ""),
    }
    return {name: text for name, text in told.items() if text}


def _entries(work: UnitOfWork, rows: Collection[PreviewRow], sending: Sending, file: NewAttachment) -> FormEntries:
    """What the rows come to. Each document that they name is proposed as evidence once; where it is there, or by an
    earlier row, what the row says goes into its note."""
    known = {row.twin or row.key: row.piece for row in rows if row.piece is not None}
    filed: dict[str, int] = {}
    entries: list[FormEntry] = []
    for place, row in enumerate(rows):
        key = row.twin or row.key
        values: dict[str, Any] = {"claim": _claim(row, sending.department.zh) if row.said else None}
        if row.evidence is not None:
            fields = _fields(row)
            if key in known or key in filed:
                values |= {"evidence_id": known.get(key), "as_row": filed.get(key), "note": fields.note}
            else:
                same = reports_briefing(work.connection, fields.published, [fields.title])
                values["evidence"] = fields.model_copy(update={"attachments": (file,), "same_briefing": same})
                filed[key] = place
        entries.append(FormEntry(commitment=row.code, **values))
    return FormEntries(entries=tuple(entries))


def _add_note(work: UnitOfWork, evidence_id: int, note: str) -> None:
    current = work.evidence(evidence_id)
    whole = "\n".join(filter(None, (current.note, note)))
    # The same form may come in again, and a note is not to say everything twice.
    if note not in current.note and len(whole) <= _LONGEST_NOTE:
        work.replace(EvidenceState, current, note=whole)
    work.touch_evidence(evidence_id)


def _claim(row: PreviewRow, department: str) -> NewClaim:
    return command(
        NewClaim,
        commitment=row.code,
        said=row.said,
        said_by=department,
        said_on=row.said_on,
        claimed=row.claimed,
    )


def _fields(row: PreviewRow) -> EvidenceFields:
    given = row.evidence
    if given is None:
        raise ValueError(row.key)
    return command(
        EvidenceFields,
        title=given.title,
        publisher=given.publisher,
        published=given.published,
        # What an office says of its own work is a statement; that the document which it names is more, somebody has to
        # read in it.
        kind=EvidenceKind.STATEMENT,
        number=given.number,
        url=given.url,
        note=given.note,
    )


def _attachment(preview: Preview, content: bytes, form: ReturnedForm) -> NewAttachment:
    kind = identify(content, preview.name)
    return NewAttachment(
        sha256=preview.sha256,
        name=preview.name or f"{preview.sha256[:12]}.{kind}",
        size=len(content),
        media_type=MEDIA_TYPES[Kind(kind)],
        pages=form.pages,
    )


def _department(department: Name) -> dict[str, str]:
    return {"key": department.key, "department": department.zh, "department_en": department.en}
