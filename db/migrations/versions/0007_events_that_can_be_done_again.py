"""Who wrote an event in which role and session, the server's time of it, and the command that it carried out"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Earlier events say nothing of it, so that the seals that they have stay valid.
    op.add_column("event", sa.Column("role", sa.String(), nullable=False, server_default=""))
    op.add_column("event", sa.Column("session", sa.String(length=36), nullable=False, server_default=""))
    op.add_column("event", sa.Column("server_at", sa.String(length=27), nullable=True))
    op.create_table(
        "event_command",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("command", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_command_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_command"),
    )


def downgrade() -> None:
    op.drop_table("event_command")
    with op.batch_alter_table("event") as batch:
        for name in ("server_at", "session", "role"):
            batch.drop_column(name)
