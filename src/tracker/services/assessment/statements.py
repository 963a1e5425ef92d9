"""Record what the ministry said later: official claims (§2), and what ties later words to a promise (§8)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.domain.terms import CountingBasis
from tracker.services.commands import NewClaim, NewRestatement, StatementWithdrawal
from tracker.services.events.kept_commands import kept_command
from tracker.services.ledgers.workspace import Workspace
from tracker.store.commitments.derived_values import quantity_of
from tracker.store.database.evidence_tables import OfficialClaim, Restatement
from tracker.store.database.tables import Commitment, Source
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.unit_of_work import UnitOfWork, commitment_question, evidence_question
from tracker.store.server.pipeline import Question

_Statement = type[OfficialClaim] | type[Restatement]
_WITHDRAWING = {"claim_withdrawn": "withdraw_claim", "restatement_withdrawn": "withdraw_restatement"}


def add_claim(workspace: Workspace, claim: NewClaim) -> Changes:
    """Keep what the ministry says of a commitment, beside the assessment and never in its place.

    Raises `commitment_unknown`, `evidence_unknown`, `date_future`.
    """
    _check_date(workspace, claim.said_on)
    with workspace.write(lambda _: _questions(claim.commitment, claim.evidence_id)) as work:
        current = work.commitment(claim.commitment)
        _check_evidence(work, claim.evidence_id)
        details = claim.model_dump(mode="json", include={"commitment", "said", "said_by", "said_on", "claimed"})
        work.record("claim_added", details, command=kept_command("add_claim", claim))
        _insert(work, OfficialClaim, current.commitment_id, claim.model_dump(exclude={"commitment"}))
        return work.changes


def put_claim(work: UnitOfWork, claim: NewClaim) -> None:
    """Keep a claim as part of a greater change, whose event is recorded already. Raises `commitment_unknown`."""
    current = work.commitment(claim.commitment)
    _insert(work, OfficialClaim, current.commitment_id, claim.model_dump(exclude={"commitment"}))


def add_restatement(workspace: Workspace, restatement: NewRestatement) -> Changes:
    """Keep later words about the same promise as a dated event beside the first ones, which stay as they are.

    A new amount counts the same thing as the first one, over the same baseline. Of a later commitment
    that is named, its title and source mean words and speaker that are left out. Raises `commitment_unknown`,
    `evidence_unknown`, `date_future`, `relation_to_itself`.
    """
    _check_date(workspace, restatement.said_on)
    with workspace.write(lambda _: _questions(restatement.commitment, restatement.evidence_id)) as work:
        current = work.commitment(restatement.commitment)
        _check_evidence(work, restatement.evidence_id)
        values = restatement.model_dump(exclude={"commitment", "value", "other"})
        if restatement.other is not None:
            values |= _said_by_other(work, current, restatement)
        said = {name: values[name] for name in ("wording", "said_by", "said_on")}
        details = {"commitment": current.code, **said, "restated": restatement.kind.value}
        if restatement.other is not None:
            details["other"] = restatement.other.strip()
        work.record(
            "restatement_added", details, restatement.reason, command=kept_command("add_restatement", restatement)
        )
        # By what the first promise counts, over its baseline: the verdicts against both are shown side by side.
        values |= {"target": restatement.value, **_counting(current, restatement)}
        _insert(work, Restatement, current.commitment_id, values)
        return work.changes


def _said_by_other(work: UnitOfWork, current: NamedRow, restatement: NewRestatement) -> dict[str, Any]:
    """What a later commitment says again, and who says it."""
    other = work.commitment(restatement.other or "")
    if other.commitment_id == current.commitment_id:
        raise UserError("relation_to_itself", field="other", value=current.code)
    publisher = work.connection.scalar(
        select(Source.publisher)
        .join(Commitment, Commitment.source_id == Source.id)
        .where(Commitment.id == other.commitment_id)
    )
    return {
        "other_id": other.commitment_id,
        "wording": restatement.wording or other.title,
        "said_by": restatement.said_by or publisher,
    }


def withdraw_claim(workspace: Workspace, withdrawal: StatementWithdrawal) -> Changes:
    """Take an official claim back; it stays in the history. Raises `statement_unknown`, `reason_missing`."""
    return _withdraw(workspace, OfficialClaim, "claim_withdrawn", withdrawal)


def withdraw_restatement(workspace: Workspace, withdrawal: StatementWithdrawal) -> Changes:
    """Take a restatement back; it stays in the history. Raises `statement_unknown`, `reason_missing`."""
    return _withdraw(workspace, Restatement, "restatement_withdrawn", withdrawal)


def _withdraw(workspace: Workspace, table: _Statement, kind: str, withdrawal: StatementWithdrawal) -> Changes:
    if not withdrawal.reason:
        raise UserError("reason_missing", field="reason")
    with workspace.write() as work:
        current = work.connection.execute(
            select(table, Commitment.code)
            .join(Commitment, Commitment.id == table.commitment_id)
            .where(table.uid == withdrawal.uid, table.until.is_(None))
        ).one_or_none()
        if current is None:
            raise UserError("statement_unknown", value=withdrawal.uid)
        details = {"commitment": current.code, "said_by": current.said_by, "said_on": current.said_on}
        work.record(kind, details, withdrawal.reason, command=kept_command(_WITHDRAWING[kind], withdrawal))
        work.close(table, table.uid == withdrawal.uid)
        work.touch(current.commitment_id)
        return work.changes


def _insert(work: UnitOfWork, table: _Statement, commitment_id: int, values: dict[str, Any]) -> None:
    work.insert(table, {"uid": work.new_uid(), "since": work.event_id, "commitment_id": commitment_id, **values})
    work.touch(commitment_id)


def _counting(current: Any, restatement: NewRestatement) -> dict[str, Any]:
    """What is counted, how and over which baseline, as the first promise had it where the later words do not say."""
    if restatement.operator is None:
        return {"counted": None, "counting": None, "baseline": None}
    first = quantity_of(current)
    counting = restatement.counting or (first.basis if first else CountingBasis.CUMULATIVE)
    return {
        "counted": first.counted if first else "",
        "counting": counting,
        "baseline": first.baseline if first else None,
    }


def _check_date(workspace: Workspace, said_on: str) -> None:
    if said_on > workspace.today().isoformat()[: len(said_on)]:
        raise UserError("date_future", field="said_on", value=said_on)


def _questions(commitment: str, evidence_id: int | None) -> Iterator[Question]:
    """What is asked of what a statement is about."""
    yield commitment_question(commitment)
    if evidence_id is not None:
        yield evidence_question(evidence_id)


def _check_evidence(work: UnitOfWork, evidence_id: int | None) -> None:
    if evidence_id is not None:
        work.evidence(evidence_id)
