"""Commitments that nobody has reviewed, words of a source that are open, and drafts of codings"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A person coded whatever is there; and what is false or empty is left out of seals and digests, which stay valid.
    op.add_column("commitment_state", sa.Column("unreviewed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("source", sa.Column("open_words", sa.JSON(), nullable=True))
    op.create_table(
        "coding_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.String(length=27), nullable=False),
        sa.Column("changed_at", sa.String(length=27), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("code_prefix", sa.String(length=40), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("raw_name", sa.String(length=40), nullable=False),
        sa.Column("undone", sa.JSON(), nullable=False),
        sa.Column("clean_text", sa.Text(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_draft")),
        sa.UniqueConstraint("uid", name=op.f("uq_coding_draft_uid")),
    )


def downgrade() -> None:
    op.drop_table("coding_draft")
    op.drop_column("source", "open_words")
    op.drop_column("commitment_state", "unreviewed")
