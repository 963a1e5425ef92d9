"""One plan for a ledger of every size: indexes for the evidence and for reports; see also `query_plans`"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    now, reports = sa.text("until IS NULL"), sa.text("kind = 'report_made'")
    op.create_index(
        "ix_evidence_state_newest",
        "evidence_state",
        ["published", "evidence_id", "until"],
        sqlite_where=now,
        postgresql_where=now,
    )
    op.create_index("ix_event_report", "event", ["id"], sqlite_where=reports, postgresql_where=reports)


def downgrade() -> None:
    op.drop_index("ix_event_report", "event")
    op.drop_index("ix_evidence_state_newest", "evidence_state")
