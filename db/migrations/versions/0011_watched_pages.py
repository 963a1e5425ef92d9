"""Pages that are watched, what was found there, captured pages that were looked at again; an index of the unreviewed"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INDEXED = {
    "watched_page": ["uid"],
    "watch_look": ["page_uid"],
    "item_sighting": ["item_uid", "page_uid"],
    "found_item": ["uid", "address"],
    "not_for_us_word": ["word"],
    "page_recheck": ["evidence_uid"],
}


def upgrade() -> None:
    # Nothing is filled in: no page is watched before somebody says so.
    op.create_table(
        "watched_page",
        *_version(),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_page")),
    )
    op.create_table(
        "watch_look",
        *_version(),
        sa.Column("page_uid", sa.String(length=36), nullable=False),
        sa.Column("looked_at", sa.String(length=27), nullable=False),
        sa.Column("outcome", _term("look_outcome", "done", "unchanged", "partial", "failed"), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("seen_since", sa.Date(), nullable=True),
        sa.Column("seen_until", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Integer(), nullable=True),
        sa.Column("logged_until", sa.Date(), nullable=True),
        sa.Column("logged_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_look")),
    )
    op.create_table(
        "item_sighting",
        *_version(),
        sa.Column("item_uid", sa.String(length=36), nullable=False),
        sa.Column("page_uid", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_sighting")),
    )
    op.create_table(
        "found_item",
        *_version(),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("found_at", sa.String(length=27), nullable=False),
        sa.Column("state", _term("item_state", "new", "seen", "not_for_us"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_item")),
    )
    op.create_table(
        "not_for_us_word",
        *_version(),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_for_us_word")),
    )
    op.create_table(
        "page_recheck",
        *_version(),
        sa.Column("evidence_uid", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("looked_at", sa.String(length=27), nullable=False),
        sa.Column("outcome", _term("recheck_outcome", "same", "changed", "gone", "failed"), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_recheck")),
    )
    op.create_index(
        "ix_commitment_state_unreviewed",
        "commitment_state",
        ["commitment_id"],
        sqlite_where=sa.text("until IS NULL AND unreviewed IS 1"),
        postgresql_where=sa.text("until IS NULL AND unreviewed IS TRUE"),
    )
    ended = sa.text("until IS NOT NULL")
    now = sa.text("until IS NULL")
    for table, columns in _INDEXED.items():
        op.create_index(op.f(f"ix_{table}_since"), table, ["since"])
        op.create_index(op.f(f"ix_{table}_until"), table, ["until"], sqlite_where=ended, postgresql_where=ended)
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index(
        "ix_found_item_now", "found_item", ["state", "uid", "until"], sqlite_where=now, postgresql_where=now
    )


def _version() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
    )


def _term(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def downgrade() -> None:
    op.drop_index("ix_commitment_state_unreviewed", "commitment_state")
    for table in reversed(_INDEXED):
        op.drop_table(table)
