"""The reason of an assessment in English, beside the Chinese one"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty values are left out of a seal, so that those of earlier events stay valid.
    op.add_column("commitment_state", sa.Column("reason_en", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    # Not in batch mode, which would lose every check of the table: it cannot read any.
    op.drop_column("commitment_state", "reason_en")
