"""Add, revise and withdraw evidence (coding rules §5). Nothing is ever deleted."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tracker.domain.addresses import is_file_address
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.services.commands import EvidenceFields, EvidenceRevision, NewLink, Withdrawal
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.evidence import link_targets, part_belongs
from tracker.store.tables import new_uid
from tracker.store.work import UnitOfWork


def add_evidence(workspace: Workspace, fields: EvidenceFields) -> Changes:
    """Add a piece of evidence with everything that it bears on; its id is the first of the changes' evidence.

    Raises `UserError`: `commitment_unknown`, `part_unknown`, `date_future`, `file_missing`.
    """
    _check(workspace, fields)
    with workspace.write() as work:
        targets = _targets(work, fields.links)
        evidence_id = work.insert(t.evidence, {"uid": new_uid()})
        work.record("evidence_added", _details(evidence_id, fields))
        first = {"since": work.event_id, "evidence_id": evidence_id, "version": 1}
        work.insert(t.evidence_state, {**first, **_columns(fields), "withdrawn": False, "withdrawal_reason": ""})
        _link(work, evidence_id, targets)
        _touch(work, evidence_id, targets)
        return work.changes


def revise_evidence(workspace: Workspace, revision: EvidenceRevision) -> Changes:
    """Give a piece of evidence new contents and links; what it said before stays in the history.

    Raises those of `add_evidence`, and `evidence_unknown`, `evidence_already_withdrawn`, `changed_meanwhile`.
    """
    _check(workspace, revision.fields)
    with workspace.write() as work:
        current = _current(work, revision.evidence_id, revision.expected_version)
        before = link_targets(work.connection, revision.evidence_id)
        targets = _targets(work, revision.fields.links)
        work.record("evidence_revised", _details(revision.evidence_id, revision.fields))
        work.replace(t.evidence_state, current, **_columns(revision.fields))
        work.close(t.evidence_link, t.evidence_link.c.evidence_id == revision.evidence_id)
        _link(work, revision.evidence_id, targets)
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


def _columns(fields: EvidenceFields) -> dict[str, Any]:
    return fields.model_dump(exclude={"links"})


def _details(evidence_id: int, fields: EvidenceFields) -> dict[str, Any]:
    details = fields.model_dump(mode="json", exclude={"links", "note", "quote"})
    bearings = [link.bearing.value for link in fields.links]
    return {"evidence_id": evidence_id, **details, "bearing": bearings[0] if bearings else None}
