"""What the ministry said later of a commitment: official claims, and later words about the same promise."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.quantity import Quantity, working
from tracker.domain.rows import ClaimRow, RelationRow
from tracker.store.commitments.derived_values import measurements
from tracker.store.database.evidence_tables import OfficialClaim, Restatement
from tracker.store.database.tables import Commitment
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live


def claims_of(
    connection: Connection, commitment_ids: Collection[int], horizon: Horizon
) -> dict[int, tuple[ClaimRow, ...]]:
    """The official claims of these commitments, newest first."""
    found = connection.execute(
        select(OfficialClaim)
        .where(OfficialClaim.commitment_id.in_(commitment_ids), live(OfficialClaim, horizon))
        .order_by(OfficialClaim.said_on.desc(), OfficialClaim.id.desc())
    )
    claims: dict[int, list[ClaimRow]] = defaultdict(list)
    for row in found:
        one = ClaimRow(row.uid, row.said, row.said_by, row.said_on, row.claimed, row.url, row.evidence_id)
        claims[row.commitment_id].append(one)
    return {commitment_id: tuple(rows) for commitment_id, rows in claims.items()}


def relations_of(
    connection: Connection, commitment_ids: Collection[int], horizon: Horizon, rules: Rules
) -> dict[int, tuple[RelationRow, ...]]:
    """The relations of these commitments to later words, newest first, each with the arithmetic against its amount."""
    found = connection.execute(
        select(Restatement, Commitment.code.label("other"))
        .outerjoin(Commitment, Commitment.id == Restatement.other_id)
        .where(Restatement.commitment_id.in_(commitment_ids), live(Restatement, horizon))
        .order_by(Restatement.said_on.desc(), Restatement.id.desc())
    ).all()
    # Most commitments have no later words, and their evidence need not be added up once more.
    measured = measurements(connection, {row.commitment_id for row in found}, horizon) if found else {}
    relations: dict[int, list[RelationRow]] = defaultdict(list)
    for row in found:
        quantity = _quantity(row, rules)
        counted = working(quantity, measured.get(row.commitment_id, ())) if quantity else None
        relations[row.commitment_id].append(
            RelationRow(
                uid=row.uid,
                kind=row.kind,
                said_on=row.said_on,
                said_by=row.said_by,
                wording=row.wording,
                url=row.url,
                evidence_id=row.evidence_id,
                due_on=row.due_on,
                quantity=quantity,
                working=counted,
                other=row.other,
                reason=row.reason,
            )
        )
    return {commitment_id: tuple(rows) for commitment_id, rows in relations.items()}


def _quantity(row: NamedRow, rules: Rules) -> Quantity | None:
    if row.operator is None:
        return None
    return Quantity(
        operator=row.operator,
        value=row.target,
        unit=row.unit,
        basis=row.counting,
        wording=row.wording,
        counted=row.counted or "",
        baseline=row.baseline,
        about_share=rules.about_share,
    )
