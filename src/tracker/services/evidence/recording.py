"""Add, revise, link, withdraw, restore and join evidence (coding rules §5). Nothing is ever deleted."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from tracker.domain.commitments.progress import Cancelled, Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.evidence.addresses import is_file_address
from tracker.domain.evidence.joined_links import SaidOf, join_links
from tracker.domain.evidence.same_briefing import is_report_of
from tracker.domain.evidence.same_document import SamePiece
from tracker.domain.rows import Changes
from tracker.domain.terms import EvidenceKind
from tracker.locations import typed_path
from tracker.services.commands import (
    EvidenceFields,
    EvidenceRevision,
    EvidenceUnlink,
    Joining,
    NewAttachment,
    NewEvidenceLink,
    NewLink,
    PiecesWithdrawal,
    Restoration,
    Withdrawal,
    command,
)
from tracker.services.events.kept_commands import kept_command
from tracker.services.evidence.duplicates import document_of
from tracker.services.ledgers.workspace import Workspace
from tracker.store.commitments.parts import entries_of
from tracker.store.database.evidence_tables import (
    Evidence,
    EvidenceAttachment,
    EvidenceLink,
    EvidenceState,
    OfficialClaim,
    Restatement,
)
from tracker.store.database.raw_rows import new_id_question
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.unit_of_work import UnitOfWork, commitment_question
from tracker.store.evidence.attachments import register
from tracker.store.evidence.evidence_pieces import BRIEFING_QUESTIONS, link_targets, read_briefings
from tracker.store.evidence.same_documents import SEPARATE, document_questions, find_same, read_document, with_files_of
from tracker.store.server.pipeline import Question

Files = Mapping[str, bytes]
_Item = TypeVar("_Item")
_NO_FILES: Files = {}
_UNCHANGED: Mapping[str, Any] = {}
_NOT_TOLD = {"links", "note", "quote", "anchor", "attachments", "gist", "gist_en", "title_en"}
"""Fields of a piece that its event does not repeat: they are in the version that it opens."""
_NAMED = 5
"""So many pieces an entry of the history calls by their titles; the others are in the versions that it opens."""
_FILLED_BY_JOINING = ("number", "url", "note", "retrieved", "effective_on", "gist", "title_en", "gist_en")


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What doing the same several times changed, how many times it was done, and why it was refused for the others."""

    changes: Changes
    count: int
    refused: tuple[UserError, ...]


def add_evidence(
    workspace: Workspace, fields: EvidenceFields, files: Files = _NO_FILES, *, separate: bool = False
) -> Changes:
    """Add a piece of evidence with everything that it bears on; its id is the first of the changes' evidence.

    `files` holds the bytes of attachments by SHA-256; one that the ledger keeps already may be left out. `separate`:
    the analyst says that it is another document than those that are there (§5). Raises `UserError`: `evidence_known`
    where the document is there already, `commitment_unknown`, `part_unknown`, `date_future`, `file_missing`, and those
    of `tracker.store.evidence.file_contents`.
    """
    _check(workspace, fields)
    workspace.upload(files)
    with workspace.write(partial(_questions, fields)) as work:
        targets = _targets(work, fields.links)
        fields = _with_briefing_answer(work, fields)
        apart = _separate_details(find_same(work.connection, document_of(fields)), separate=separate)
        uid = work.new_uid()
        # Before its event, which is sealed with the id and the UUID of the piece.
        evidence_id = work.insert_new(Evidence, {"uid": uid})
        details = {**_details(evidence_id, fields), "uid": uid, **apart}
        work.record("evidence_added", details, command=kept_command("add_evidence", fields, separate=separate))
        _fill(work, evidence_id, fields, targets, files)
        return work.changes


def _questions(fields: EvidenceFields, connection: Connection) -> Iterator[Question]:
    """What a new piece asks first."""
    yield from (commitment_question(link.commitment) for link in fields.links)
    if fields.same_briefing is None:
        yield from BRIEFING_QUESTIONS
    yield from document_questions(connection, document_of(fields))
    yield from new_id_question(connection, Evidence)


def file_evidence(work: UnitOfWork, fields: EvidenceFields, files: Files = _NO_FILES) -> int:
    """Add a piece as part of a greater change, whose event is recorded already; returns its id.

    Whether the document is there already is for the greater change to ask.
    """
    targets = _targets(work, fields.links)
    evidence_id = work.insert_new(Evidence, {"uid": work.new_uid()})
    _fill(work, evidence_id, fields, targets, files)
    return evidence_id


def revise_evidence(
    workspace: Workspace, revision: EvidenceRevision, files: Files = _NO_FILES, *, separate: bool = False
) -> Changes:
    """Give a piece of evidence new contents and links; what it said before stays in the history.

    Raises those of `add_evidence`, `evidence_known` only where the piece becomes a document that it was not before; and
    `evidence_unknown`, `evidence_already_withdrawn`, `changed_meanwhile`.
    """
    _check(workspace, revision.fields)
    workspace.upload(files)
    with workspace.write() as work:
        # What is left to the program is nothing that the writer meant.
        mine = {name: value for name, value in _columns(revision.fields).items() if value is not None}
        current = _current(work, revision.evidence_id, revision.expected_version, mine)
        # The files, which may have told the first time, are not among the fields.
        fields = _with_briefing_answer(work, revision.fields, was_report=current.same_briefing)
        revision = revision.model_copy(update={"fields": fields})
        before = link_targets(work.connection, revision.evidence_id)
        targets = _targets(work, revision.fields.links)
        apart = _separate_details(_became_same(work.connection, revision), separate=separate)
        details = {**_details(revision.evidence_id, revision.fields), **apart}
        work.record("evidence_revised", details, command=kept_command("revise_evidence", revision, separate=separate))
        work.replace(EvidenceState, current, **_columns(fields))
        # All of them end and new ones begin, even those that say the same: a form shows the whole, and what it shows is
        # what holds.
        work.close(EvidenceLink, EvidenceLink.evidence_id == revision.evidence_id)
        _link(work, revision.evidence_id, targets)
        if revision.fields.attachments is not None:
            _attach(work, revision.evidence_id, revision.fields.attachments, files)
        _touch(work, revision.evidence_id, targets, before)
        return work.changes


def withdraw_evidence(workspace: Workspace, withdrawal: Withdrawal) -> Changes:
    """Take a piece out of use, with a reason. Judgements that rest on it stay until an analyst judges again.

    Raises `evidence_unknown`, `evidence_already_withdrawn`, `reason_missing`, `changed_meanwhile`.
    """
    _check_reason(withdrawal.reason)
    with workspace.write() as work:
        current = _current(work, withdrawal.evidence_id, withdrawal.expected_version)
        details = {"evidence_id": withdrawal.evidence_id, "title": current.title}
        work.record(
            "evidence_withdrawn", details, withdrawal.reason, command=kept_command("withdraw_evidence", withdrawal)
        )
        work.replace(EvidenceState, current, withdrawn=True, withdrawal_reason=withdrawal.reason)
        _touch(work, withdrawal.evidence_id, (), link_targets(work.connection, withdrawal.evidence_id))
        return work.changes


def restore_evidence(workspace: Workspace, restoration: Restoration, *, separate: bool = False) -> Changes:
    """Take a withdrawn piece back into use, with a reason; what it bore on it bears on again.

    Raises `reason_missing`, `evidence_unknown`, `evidence_not_withdrawn`, `evidence_joined_already`,
    `changed_meanwhile`, and `evidence_known` where its document was recorded again meanwhile.
    """
    _check_reason(restoration.reason)
    with workspace.write() as work:
        current = work.evidence(restoration.evidence_id)
        if not current.withdrawn:
            raise UserError("evidence_not_withdrawn", field="evidence", id=current.evidence_id)
        if current.joined_into is not None:
            raise UserError(
                "evidence_joined_already", field="evidence", id=current.evidence_id, into=current.joined_into
            )
        work.expect(EvidenceState, current, restoration.expected_version)
        document = read_document(work.connection, current.evidence_id)
        apart = _separate_details(find_same(work.connection, document, current.evidence_id), separate=separate)
        details = {"evidence_id": current.evidence_id, "title": current.title, **apart}
        command = kept_command("restore_evidence", restoration, separate=separate)
        work.record("evidence_restored", details, restoration.reason, command=command)
        work.replace(EvidenceState, current, withdrawn=False, withdrawal_reason="")
        _touch(work, current.evidence_id, (), link_targets(work.connection, current.evidence_id))
        return work.changes


def link_evidence(workspace: Workspace, link: NewEvidenceLink) -> Changes:
    """Let a piece that is there bear on one more commitment, or part of one.

    Raises `evidence_unknown`, `evidence_already_withdrawn`, `changed_meanwhile`, `commitment_unknown`, `part_unknown`,
    and `link_exists` where it is linked to that commitment or part already.
    """
    said = NewLink(**link.model_dump(exclude={"evidence_id", "expected_version"}))
    with workspace.write() as work:
        current = _current(work, link.evidence_id, link.expected_version)
        targets = _targets(work, [said])
        if any(one.part == said.part_id for one in _links(work, link.evidence_id, targets[0][0])):
            raise UserError("link_exists", field="commitment", id=link.evidence_id, commitment=said.commitment)
        details = {"evidence_id": link.evidence_id, "title": current.title, **said.model_dump(mode="json")}
        work.record("evidence_linked", details, command=kept_command("link_evidence", link))
        # A new version, though nothing of the piece itself changes: who saw the earlier links learns it before they go.
        work.replace(EvidenceState, current)
        _link(work, link.evidence_id, targets)
        _touch(work, link.evidence_id, targets)
        return work.changes


def link_each(workspace: Workspace, evidence_id: int, links: Sequence[Mapping[str, Any]]) -> BulkResult:
    """Let a piece bear on several commitments, by the values of `NewEvidenceLink`.

    Each link is a change of its own: what one of them is refused for does not keep the others.
    """

    def write(link: Mapping[str, Any]) -> Changes:
        return link_evidence(workspace, command(NewEvidenceLink, evidence_id=evidence_id, **link))

    return _each(links, write)


def link_pieces(
    workspace: Workspace, pieces: Iterable[int], link: Mapping[str, Any], progress: Progress = unwatched
) -> BulkResult:
    """Let several pieces bear on one commitment, by the values of `NewEvidenceLink`; each is a change of its own.

    Stopping it leaves the rest as they are, without an error.
    """

    def write(evidence_id: int) -> Changes:
        return link_evidence(workspace, command(NewEvidenceLink, evidence_id=evidence_id, **link))

    return _each(list(pieces), write, progress)


def withdraw_pieces(
    workspace: Workspace, pieces: Mapping[int, int], reason: str, progress: Progress = unwatched
) -> BulkResult:
    """Take several pieces out of use with one reason, as one change: ids with the version that was seen.

    What one is refused for does not keep the others. Raises `reason_missing` and what `command` does; lets `Cancelled`
    pass, before anything is done.
    """
    withdrawal = command(PiecesWithdrawal, evidence=tuple(pieces), reason=reason)
    _check_reason(withdrawal.reason)
    with workspace.write() as work:
        taken, refused = _taken(work, pieces, progress)
        if taken:
            _withdraw(work, taken, withdrawal)
        return BulkResult(work.changes, len(taken), refused)


def withdraw_all(workspace: Workspace, withdrawal: PiecesWithdrawal) -> Changes:
    """Take several pieces out of use as they are now, all of them or none.

    Raises `reason_missing`, `evidence_unknown`, `evidence_already_withdrawn`.
    """
    _check_reason(withdrawal.reason)
    with workspace.write() as work:
        taken, refused = _taken(work, dict.fromkeys(withdrawal.evidence), unwatched)
        if refused:
            raise refused[0]
        _withdraw(work, taken, withdrawal)
        return work.changes


def _taken(
    work: UnitOfWork, pieces: Mapping[int, int | None], progress: Progress
) -> tuple[list[NamedRow], tuple[UserError, ...]]:
    """The pieces that can be taken out of use, and what the others are refused for."""
    taken: list[NamedRow] = []
    refused: list[UserError] = []
    for number, (evidence_id, seen) in enumerate(pieces.items()):
        progress(number, len(pieces))
        try:
            taken.append(_current(work, evidence_id, seen))
        except UserError as error:
            refused.append(error)
    return taken, tuple(refused)


def _withdraw(work: UnitOfWork, pieces: Sequence[NamedRow], withdrawal: PiecesWithdrawal) -> None:
    """Take those of the pieces that can be out of use by one event, so that one undo brings all of them back."""
    ids = tuple(piece.evidence_id for piece in pieces)
    titles = [piece.title for piece in pieces[:_NAMED]] + ["…"] * (len(pieces) > _NAMED)
    called = {"titles": titles} if len(pieces) > 1 else {"title": pieces[0].title}
    done = withdrawal.model_copy(update={"evidence": ids})
    details = {"evidence": ids, "count": len(ids), **called}
    work.record("evidence_withdrawn", details, withdrawal.reason, command=kept_command("withdraw_pieces", done))
    work.replace_all(EvidenceState, pieces, withdrawn=True, withdrawal_reason=withdrawal.reason)
    targets: dict[int, None] = {}
    for known in ids:
        work.touch_evidence(known)
        targets |= dict.fromkeys(link_targets(work.connection, known))
    work.touch_all(list(targets))


def _each(items: Sequence[_Item], write: Callable[[_Item], Changes], progress: Progress = unwatched) -> BulkResult:
    """Write a change for one item after another, also after one that is refused; `progress` may stop it."""
    written = Changes(0)
    refused: list[UserError] = []
    count = 0
    for number, item in enumerate(items):
        try:
            progress(number, len(items))
            written = _together(written, write(item))
            count += 1
        except UserError as error:
            refused.append(error)
        except Cancelled:
            break
    return BulkResult(written, count, tuple(refused))


def _together(first: Changes, then: Changes) -> Changes:
    """Two changes as one."""
    return Changes(
        then.event_id,
        tuple(dict.fromkeys((*first.commitments, *then.commitments))),
        tuple(dict.fromkeys((*first.evidence, *then.evidence))),
    )


def unlink_evidence(workspace: Workspace, unlink: EvidenceUnlink) -> Changes:
    """Take away what a piece says of a commitment or a part, with a reason; it stays in the history.

    Where no part is named and the piece bears on just one part of the commitment, that is meant. Raises
    `reason_missing`, `evidence_unknown`, `evidence_already_withdrawn`, `changed_meanwhile`, `commitment_unknown`,
    `link_unknown`.
    """
    _check_reason(unlink.reason)
    with workspace.write() as work:
        current = _current(work, unlink.evidence_id, unlink.expected_version)
        target = work.commitment(unlink.commitment)
        links = _links(work, unlink.evidence_id, target.commitment_id)
        meant = [one for one in links if one.part == unlink.part_id]
        # Whoever names only the commitment means the one thing that the piece says of it.
        if not meant and unlink.part_id is None and len({one.part for one in links}) == 1:
            meant = links
        if not meant:
            raise UserError("link_unknown", field="commitment", id=unlink.evidence_id, commitment=target.code)
        said = {"commitment": target.code, "part_id": meant[0].part, "bearing": meant[0].bearing.value}
        details = {"evidence_id": unlink.evidence_id, "title": current.title, **said}
        work.record("evidence_unlinked", details, unlink.reason, command=kept_command("unlink_evidence", unlink))
        work.replace(EvidenceState, current)
        work.close(EvidenceLink, EvidenceLink.id.in_([one.row for one in meant]))
        _touch(work, unlink.evidence_id, (), [target.commitment_id])
        return work.changes


def join_evidence(workspace: Workspace, joining: Joining) -> Changes:
    """Join a piece into another that is the same document: one document is one piece (§5).

    Its links and files go over as far as the other lacks them, and fill what is empty there; then it is withdrawn. What
    cited it cites the other. Raises `reason_missing`, `join_itself`, `evidence_unknown`, `changed_meanwhile`, and
    `evidence_already_withdrawn` for either piece.
    """
    _check_reason(joining.reason)
    if joining.evidence_id == joining.into:
        raise UserError("join_itself", field="into", id=joining.into)
    with workspace.write() as work:
        first = _current(work, joining.evidence_id, joining.expected_version)
        second = _current(work, joining.into, joining.expected_version_into)
        details = {"evidence_id": joining.evidence_id, "title": first.title}
        details |= {"into": joining.into, "into_title": second.title}
        # Read before anything is moved: those that lose the first piece are summed up again as well.
        bore_on = [*link_targets(work.connection, joining.evidence_id), *link_targets(work.connection, joining.into)]
        work.record("evidence_joined", details, joining.reason, command=kept_command("join_evidence", joining))
        _join_links(work, joining.evidence_id, joining.into)
        _copy_files(work, joining.evidence_id, joining.into)
        bore_on += _move_statements(work, joining.evidence_id, joining.into)
        why = f"{joining.reason} → {joining.into} {second.title}"
        work.replace(EvidenceState, first, withdrawn=True, withdrawal_reason=why, joined_into=joining.into)
        work.replace(EvidenceState, second, **_filled_from(first, second))
        work.touch_evidence(joining.evidence_id)
        _touch(work, joining.into, (), bore_on)
        return work.changes


def _fill(
    work: UnitOfWork, evidence_id: int, fields: EvidenceFields, targets: list[tuple[int, NewLink]], files: Files
) -> None:
    """Give a new piece its contents, links and files."""
    first = {"since": work.event_id, "evidence_id": evidence_id, "version": 1}
    columns = _columns(_with_briefing_answer(work, fields))
    work.insert(EvidenceState, {**first, **columns, "withdrawn": False, "withdrawal_reason": ""})
    _link(work, evidence_id, targets)
    if fields.attachments:
        _attach(work, evidence_id, fields.attachments, files)
    _touch(work, evidence_id, targets)


def _current(
    work: UnitOfWork, evidence_id: int, expected_version: int | None, mine: Mapping[str, Any] = _UNCHANGED
) -> Any:
    current = work.evidence(evidence_id)
    if current.withdrawn:
        raise UserError("evidence_already_withdrawn", field="evidence", id=evidence_id)
    work.expect(EvidenceState, current, expected_version, mine)
    return current


def _separate_details(same: Sequence[SamePiece], *, separate: bool) -> dict[str, list[int]]:
    """Return the detail of an event that names the pieces declared to be other documents. Raises `evidence_known`."""
    if not same:
        return {}
    if not separate:
        first = same[0]
        raise UserError("evidence_known", field="evidence", id=first.id, title=first.title, reason=first.reasons[0])
    return {SEPARATE: [one.id for one in same]}


def _became_same(connection: Connection, revision: EvidenceRevision) -> list[SamePiece]:
    """The pieces whose document a piece becomes by a revision, and was not before."""
    before = read_document(connection, revision.evidence_id)
    after = document_of(revision.fields)
    if revision.fields.attachments is None:
        after = with_files_of(connection, after, revision.evidence_id)
    if after == before or not (same := find_same(connection, after, revision.evidence_id)):
        return []
    # What it was the same as before was asked about when it was added; to ask at every correction would teach to click
    # it away.
    known = {one.id for one in find_same(connection, before, revision.evidence_id)}
    return [one for one in same if one.id not in known]


def _check_reason(reason: str) -> None:
    if not reason:
        raise UserError("reason_missing", field="reason")


def _check(workspace: Workspace, fields: EvidenceFields) -> None:
    today = workspace.today().isoformat()
    if fields.published > today[: len(fields.published)]:
        raise UserError("date_future", field="published", value=fields.published)
    if is_file_address(fields.url) and not _path(fields.url).is_file():
        raise UserError("file_missing", field="url", value=fields.url)


def _path(address: str) -> Path:
    # Here, for it brings the whole of http and email along, which a list does without.
    from urllib.request import url2pathname

    parts = urlsplit(address)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else typed_path(address)


def _targets(work: UnitOfWork, links: Iterable[NewLink]) -> list[tuple[int, NewLink]]:
    targets: list[tuple[int, NewLink]] = []
    for link in links:
        current = work.commitment(link.commitment)
        parts = entries_of(work.connection, [current])[current.commitment_id] if link.part_id is not None else ()
        if link.part_id is not None and all(part["id"] != link.part_id for part in parts):
            raise UserError("part_unknown", field="part", value=link.part_id)
        targets.append((current.commitment_id, link))
    return targets


def _link(work: UnitOfWork, evidence_id: int, targets: Iterable[tuple[int, NewLink]]) -> None:
    for commitment_id, link in targets:
        values = link.model_dump(exclude={"commitment"})
        ids = {"evidence_id": evidence_id, "commitment_id": commitment_id}
        work.insert(EvidenceLink, {"uid": work.new_uid(), "since": work.event_id, **ids, **values})


def _links(work: UnitOfWork, evidence_id: int, commitment_id: int | None = None) -> list[SaidOf]:
    """What a piece says now, of one commitment or of all."""
    link = EvidenceLink
    query = select(link).where(link.evidence_id == evidence_id, link.until.is_(None)).order_by(link.id)
    if commitment_id is not None:
        query = query.where(link.commitment_id == commitment_id)
    return [
        SaidOf(row.id, row.commitment_id, row.part_id, row.bearing, row.stage, row.value, row.unit, row.role)
        for row in work.connection.execute(query)
    ]


def _join_links(work: UnitOfWork, first: int, second: int) -> None:
    """Let the second piece say what only the first said, and the first nothing any more."""
    joined = join_links(_links(work, first), _links(work, second))
    for said, changed in (
        *((one, {"evidence_id": second}) for one in joined.moved),
        *((one, {}) for one in joined.filled),
    ):
        row = work.connection.execute(select(EvidenceLink).where(EvidenceLink.id == said.row)).one()
        values = {name: getattr(said, name) for name in ("stage", "value", "unit", "role")}
        work.replace(EvidenceLink, row, **values, **changed)
    # What both said is said by the second already; what was moved has another piece by now.
    work.close(EvidenceLink, EvidenceLink.evidence_id == first)


def _copy_files(work: UnitOfWork, first: int, second: int) -> None:
    """Give the second piece the files that only the first has, which keeps them: they are what it was recorded by."""
    link = EvidenceAttachment
    held = select(link).where(link.until.is_(None), link.evidence_id.in_((first, second))).order_by(link.id)
    rows = work.connection.execute(held).all()
    known = {row.sha256 for row in rows if row.evidence_id == second}
    for row in rows:
        if row.evidence_id == first and row.sha256 not in known:
            values = {name: getattr(row, name) for name in ("sha256", "name", "url", "retrieved_at")}
            work.insert(link, {"since": work.event_id, "evidence_id": second, **values})


def _move_statements(work: UnitOfWork, first: int, second: int) -> Iterator[int]:
    """Let what the ministry said refer to the second piece; the commitments that it was said of."""
    for table in (OfficialClaim, Restatement):
        of_piece = table.evidence_id == first, table.until.is_(None)
        for row in work.connection.execute(select(table).where(*of_piece).order_by(table.id)).all():
            work.replace(table, row, evidence_id=second)
            yield row.commitment_id


def _filled_from(first: NamedRow, second: NamedRow) -> dict[str, Any]:
    """What is empty in a piece as another record of the same document has it; a kind or a day as exactly as it has."""
    filled = {
        name: getattr(first, name) for name in _FILLED_BY_JOINING if getattr(first, name) and not getattr(second, name)
    }
    if first.quote and not second.quote:
        filled |= {"quote": first.quote, "anchor": first.anchor}
    if second.kind is EvidenceKind.OTHER:
        filled["kind"] = first.kind
    # A day within the month that the other names: more exact, and no contradiction.
    if first.published.startswith(f"{second.published}-"):
        filled["published"] = first.published
    return filled


def _touch(
    work: UnitOfWork, evidence_id: int, targets: Iterable[tuple[int, NewLink]], before: Iterable[int] = ()
) -> None:
    work.touch_evidence(evidence_id)
    work.touch(*dict.fromkeys([*before, *(commitment_id for commitment_id, _ in targets)]))


def _columns(fields: EvidenceFields) -> dict[str, Any]:
    return fields.model_dump(exclude={"links", "attachments"})


def _with_briefing_answer(work: UnitOfWork, fields: EvidenceFields, *, was_report: bool = False) -> EvidenceFields:
    """Return the fields with an answer where it is left to the program whether the piece only reports a briefing.

    The event keeps the answer: done again elsewhere, by a later program or beside other briefings, it stays the same.
    """
    if fields.same_briefing is not None:
        return fields
    texts = [fields.title, fields.quote, *(page for file in fields.attachments or () for page in file.pages)]
    is_report = was_report or reports_briefing(work.connection, fields.published, texts)
    return fields.model_copy(update={"same_briefing": is_report})


def reports_briefing(connection: Connection, published: str, texts: Iterable[str]) -> bool:
    """Whether a piece, by its own words and those of its files, only reports a briefing that is in the ledger."""
    said = "\n".join(texts)
    return any(is_report_of(briefing, published, said) for briefing in read_briefings(connection))


def _attach(work: UnitOfWork, evidence_id: int, attachments: Collection[NewAttachment], files: Files) -> None:
    """Tie the piece to these files, each once, and to no others; one that stays is not tied again.

    The bytes come first: what the ledger refers to is always there, and what it does not refer to does no harm.
    """
    link = EvidenceAttachment
    of_piece = link.evidence_id == evidence_id
    work.close(link, of_piece, link.sha256.not_in([one.sha256 for one in attachments]))
    # What stays keeps its row, and with it the address and the day on which it was taken.
    tied = set(work.connection.scalars(select(link.sha256).where(of_piece, link.until.is_(None))))
    for one in attachments:
        if one.sha256 not in tied:
            tied.add(one.sha256)
            _keep(work, one.sha256, files)
            register(work, one.sha256, one.size, one.media_type, one.pages)
            values = one.model_dump(include={"sha256", "name", "url", "retrieved_at"})
            work.insert(link, {"since": work.event_id, "evidence_id": evidence_id, **values})


def _keep(work: UnitOfWork, sha256: str, files: Files) -> None:
    if sha256 in files:
        if work.contents.keep(files[sha256]) != sha256:
            raise UserError("content_altered", sha256=sha256)
    elif not work.contents.holds(sha256):
        raise UserError("content_missing", sha256=sha256)


def _details(evidence_id: int, fields: EvidenceFields) -> dict[str, Any]:
    details = fields.model_dump(mode="json", exclude=_NOT_TOLD)
    bearings = [link.bearing.value for link in fields.links]
    return {"evidence_id": evidence_id, **details, "bearing": bearings[0] if bearings else None}
