"""Departments with more names that users add; words of a source that were open, and settled later"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing is filled in: a department that nobody has changed is called as its own row says.
    op.create_table(
        "department_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_department_state_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_state")),
    )
    op.create_table(
        "department_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plain", sa.String(), nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_department_alias_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_alias")),
    )
    reasons = ["theme", "purpose", "context", "duplicate", "result"]
    reasons += ["condition", "request", "refusal", "manner", "departments"]
    op.create_table(
        "settled_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(*reasons, name="omission_reason", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_settled_words_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_words")),
    )
    ended = sa.text("until IS NOT NULL")
    owners = {"department_state": "department_id", "department_alias": "department_id", "settled_words": "source_id"}
    for table, owner in owners.items():
        op.create_index(op.f(f"ix_{table}_since"), table, ["since"])
        op.create_index(op.f(f"ix_{table}_until"), table, ["until"], sqlite_where=ended, postgresql_where=ended)
        op.create_index(op.f(f"ix_{table}_{owner}"), table, [owner])
    op.create_index(op.f("ix_department_alias_plain"), "department_alias", ["plain"])
    comparisons = sa.text("kind = 'codings_compared'")
    op.create_index("ix_event_comparison", "event", ["id"], sqlite_where=comparisons, postgresql_where=comparisons)


def downgrade() -> None:
    op.drop_index("ix_event_comparison", "event")
    op.drop_table("settled_words")
    op.drop_table("department_alias")
    op.drop_table("department_state")
