"""Add, revise and withdraw evidence (coding rules §5). Nothing is ever deleted."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sqlalchemy import Connection, select

from tracker.domain.addresses import is_file_address
from tracker.domain.echoes import is_report_of
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.services.commands import EvidenceFields, EvidenceRevision, NewAttachment, NewLink, Withdrawal
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.attachments import register
from tracker.store.evidence import link_targets, part_belongs, read_briefings
from tracker.store.tables import new_uid
from tracker.store.work import UnitOfWork

Files = Mapping[str, bytes]
_NO_FILES: Files = {}


def add_evidence(workspace: Workspace, fields: EvidenceFields, files: Files = _NO_FILES) -> Changes:
    """Add a piece of evidence with everything that it bears on; its id is the first of the changes' evidence.

    `files` holds the bytes of attachments by SHA-256; one that the ledger keeps already may be left out. Raises
    `UserError`: `commitment_unknown`, `part_unknown`, `date_future`, `file_missing`, and those of
    `tracker.store.contents`.
    """
    _check(workspace, fields)
    with workspace.write() as work:
        targets = _targets(work, fields.links)
        uid = new_uid()
        evidence_id = work.insert(t.evidence, {"uid": uid})
        work.record("evidence_added", {**_details(evidence_id, fields), "uid": uid})
        _fill(work, evidence_id, fields, targets, files)
        return work.changes


def file_evidence(work: UnitOfWork, fields: EvidenceFields, files: Files = _NO_FILES) -> int:
    """Add a piece as part of a greater change, whose event is recorded already; returns its id."""
    targets = _targets(work, fields.links)
    evidence_id = work.insert(t.evidence, {"uid": new_uid()})
    _fill(work, evidence_id, fields, targets, files)
    return evidence_id


def revise_evidence(workspace: Workspace, revision: EvidenceRevision, files: Files = _NO_FILES) -> Changes:
    """Give a piece of evidence new contents and links; what it said before stays in the history.

    Raises those of `add_evidence`, and `evidence_unknown`, `evidence_already_withdrawn`, `changed_meanwhile`.
    """
    _check(workspace, revision.fields)
    with workspace.write() as work:
        current = _current(work, revision.evidence_id, revision.expected_version)
        before = link_targets(work.connection, revision.evidence_id)
        targets = _targets(work, revision.fields.links)
        work.record("evidence_revised", _details(revision.evidence_id, revision.fields))
        columns = _columns(work, revision.fields)
        if revision.fields.same_briefing is None:  # the files, which may have told, are not among the fields
            columns["same_briefing"] |= current.same_briefing
        work.replace(t.evidence_state, current, **columns)
        work.close(t.evidence_link, t.evidence_link.c.evidence_id == revision.evidence_id)
        _link(work, revision.evidence_id, targets)
        if revision.fields.attachments is not None:
            _attach(work, revision.evidence_id, revision.fields.attachments, files)
        _touch(work, revision.evidence_id, targets, before)
        return work.changes


def withdraw_evidence(workspace: Workspace, withdrawal: Withdrawal) -> Changes:
    """Take a piece out of use, with a reason. Judgements that rest on it stay until an analyst judges anew.

    Raises `evidence_unknown`, `evidence_already_withdrawn`, `reason_missing`, `changed_meanwhile`.
    """
    if not withdrawal.reason:
        raise UserError("reason_missing", field="reason")
    with workspace.write() as work:
        current = _current(work, withdrawal.evidence_id, withdrawal.expected_version)
        details = {"evidence_id": withdrawal.evidence_id, "title": current.title}
        work.record("evidence_withdrawn", details, withdrawal.reason)
        work.replace(t.evidence_state, current, withdrawn=True, withdrawal_reason=withdrawal.reason)
        _touch(work, withdrawal.evidence_id, (), link_targets(work.connection, withdrawal.evidence_id))
        return work.changes


def _fill(
    work: UnitOfWork, evidence_id: int, fields: EvidenceFields, targets: list[tuple[int, NewLink]], files: Files
) -> None:
    """Give a new piece its contents, links and files."""
    first = {"since": work.event_id, "evidence_id": evidence_id, "version": 1}
    columns = _columns(work, fields)
    work.insert(t.evidence_state, {**first, **columns, "withdrawn": False, "withdrawal_reason": ""})
    _link(work, evidence_id, targets)
    if fields.attachments:
        _attach(work, evidence_id, fields.attachments, files)
    _touch(work, evidence_id, targets)


def _current(work: UnitOfWork, evidence_id: int, expected_version: int | None) -> Any:
    current = work.evidence(evidence_id)
    if current.withdrawn:
        raise UserError("evidence_already_withdrawn", field="evidence", id=evidence_id)
    work.expect(current, expected_version)
    return current


def _check(workspace: Workspace, fields: EvidenceFields) -> None:
    today = workspace.today().isoformat()
    if fields.published > today[: len(fields.published)]:
        raise UserError("date_future", field="published", value=fields.published)
    if is_file_address(fields.url) and not _path(fields.url).is_file():
        raise UserError("file_missing", field="url", value=fields.url)


def _path(address: str) -> Path:
    parts = urlsplit(address)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else Path(address).expanduser()


def _targets(work: UnitOfWork, links: Iterable[NewLink]) -> list[tuple[int, NewLink]]:
    targets = [(work.commitment(link.commitment).commitment_id, link) for link in links]
    for commitment_id, link in targets:
        if link.part_id is not None and not part_belongs(work.connection, link.part_id, commitment_id):
            raise UserError("part_unknown", field="part", value=link.part_id)
    return targets


def _link(work: UnitOfWork, evidence_id: int, targets: Iterable[tuple[int, NewLink]]) -> None:
    for commitment_id, link in targets:
        values = link.model_dump(exclude={"commitment"})
        ids = {"evidence_id": evidence_id, "commitment_id": commitment_id}
        work.insert(t.evidence_link, {"uid": new_uid(), "since": work.event_id, **ids, **values})


def _touch(
    work: UnitOfWork, evidence_id: int, targets: Iterable[tuple[int, NewLink]], before: Iterable[int] = ()
) -> None:
    work.touch_evidence(evidence_id)
    for commitment_id in dict.fromkeys([*before, *(commitment_id for commitment_id, _ in targets)]):
        work.touch(commitment_id)


def _columns(work: UnitOfWork, fields: EvidenceFields) -> dict[str, Any]:
    columns = fields.model_dump(exclude={"links", "attachments"})
    if fields.same_briefing is None:
        columns["same_briefing"] = _is_report(work, fields)
    return columns


def _is_report(work: UnitOfWork, fields: EvidenceFields) -> bool:
    texts = [fields.title, fields.quote, *(page for file in fields.attachments or () for page in file.pages)]
    return reports_briefing(work.connection, fields.published, texts)


def reports_briefing(connection: Connection, published: str, texts: Iterable[str]) -> bool:
    """Whether a piece, by its own words and those of its files, only reports a briefing that is in the ledger."""
    said = "\n".join(texts)
    return any(is_report_of(briefing, published, said) for briefing in read_briefings(connection))


def _attach(work: UnitOfWork, evidence_id: int, attachments: Collection[NewAttachment], files: Files) -> None:
    """Tie the piece to these files, each once, and to no others; one that stays is not tied anew.

    The bytes come first: what the ledger refers to is always there, and what it does not refer to does no harm.
    """
    link = t.evidence_attachment
    of_piece = link.c.evidence_id == evidence_id
    work.close(link, of_piece, link.c.sha256.not_in([one.sha256 for one in attachments]))
    tied = set(work.connection.scalars(select(link.c.sha256).where(of_piece, link.c.until.is_(None))))
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
    details = fields.model_dump(mode="json", exclude={"links", "note", "quote", "anchor", "attachments"})
    bearings = [link.bearing.value for link in fields.links]
    return {"evidence_id": evidence_id, **details, "bearing": bearings[0] if bearings else None}
