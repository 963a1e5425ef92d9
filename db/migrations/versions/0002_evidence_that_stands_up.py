"""Evidence that stands up"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("readable", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment")),
    )
    op.create_table(
        "attachment_content",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment_content")),
    )
    op.create_table(
        "evidence_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("retrieved_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_attachment_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["attachment.sha256"], name=op.f("fk_evidence_attachment_sha256_attachment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_attachment")),
    )
    with op.batch_alter_table("evidence_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_attachment_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_attachment_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_attachment_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_attachment_until"), ["until"], unique=False)

    op.create_table(
        "official_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_on", sa.String(10), nullable=False),
        sa.Column(
            "claimed",
            sa.Enum(
                "not_rated",
                "no_evidence",
                "in_progress",
                "partly_met",
                "met",
                "not_met",
                "dropped",
                "not_verifiable",
                name="assessment",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_official_claim_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_official_claim_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_claim")),
    )
    with op.batch_alter_table("official_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_official_claim_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_official_claim_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_official_claim_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_official_claim_uid"), ["uid"], unique=False)
        batch_op.create_index(batch_op.f("ix_official_claim_until"), ["until"], unique=False)

    op.create_table(
        "restatement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "restatement",
                "revision",
                "extension",
                "merger",
                name="restatement_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("said_on", sa.String(10), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "operator",
            sa.Enum(
                "at_least",
                "at_most",
                "about",
                "equal",
                "unquantified",
                name="operator",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("target", sa.Float(53), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("counted", sa.String(), nullable=True),
        sa.Column(
            "counting",
            sa.Enum("new", "cumulative", name="counting_basis", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("baseline", sa.Float(53), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_restatement_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_restatement_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restatement")),
    )
    with op.batch_alter_table("restatement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restatement_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restatement_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restatement_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_restatement_uid"), ["uid"], unique=False)
        batch_op.create_index(batch_op.f("ix_restatement_until"), ["until"], unique=False)

    with op.batch_alter_table("commitment_department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_department_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_department_until"), ["until"], unique=False)

    with op.batch_alter_table("commitment_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keywords", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_index(batch_op.f("ix_commitment_state_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_state_until"), ["until"], unique=False)

    with op.batch_alter_table("commitment_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_tag_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_tag_until"), ["until"], unique=False)

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hash", sa.String(64), nullable=False, server_default=""))

    with op.batch_alter_table("evidence_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_link_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_link_until"), ["until"], unique=False)

    with op.batch_alter_table("evidence_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("same_briefing", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("anchor", sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_evidence_state_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_state_until"), ["until"], unique=False)

    with op.batch_alter_table("ledger_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_setting_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_setting_until"), ["until"], unique=False)

    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_view_until"), ["until"], unique=False)

    with op.batch_alter_table("search_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_log_since"), ["since"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_log_until"), ["until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_log_until"))
        batch_op.drop_index(batch_op.f("ix_search_log_since"))

    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_until"))
        batch_op.drop_index(batch_op.f("ix_saved_view_since"))

    with op.batch_alter_table("ledger_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_setting_until"))
        batch_op.drop_index(batch_op.f("ix_ledger_setting_since"))

    with op.batch_alter_table("evidence_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_state_until"))
        batch_op.drop_index(batch_op.f("ix_evidence_state_since"))
        batch_op.drop_column("anchor")
        batch_op.drop_column("same_briefing")

    with op.batch_alter_table("evidence_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_link_until"))
        batch_op.drop_index(batch_op.f("ix_evidence_link_since"))

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("hash")

    with op.batch_alter_table("commitment_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_tag_until"))
        batch_op.drop_index(batch_op.f("ix_commitment_tag_since"))

    with op.batch_alter_table("commitment_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_state_until"))
        batch_op.drop_index(batch_op.f("ix_commitment_state_since"))
        batch_op.drop_column("keywords")

    with op.batch_alter_table("commitment_department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_department_until"))
        batch_op.drop_index(batch_op.f("ix_commitment_department_since"))

    with op.batch_alter_table("restatement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_restatement_until"))
        batch_op.drop_index(batch_op.f("ix_restatement_uid"))
        batch_op.drop_index(batch_op.f("ix_restatement_since"))
        batch_op.drop_index(batch_op.f("ix_restatement_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_restatement_commitment_id"))

    op.drop_table("restatement")
    with op.batch_alter_table("official_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_official_claim_until"))
        batch_op.drop_index(batch_op.f("ix_official_claim_uid"))
        batch_op.drop_index(batch_op.f("ix_official_claim_since"))
        batch_op.drop_index(batch_op.f("ix_official_claim_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_official_claim_commitment_id"))

    op.drop_table("official_claim")
    with op.batch_alter_table("evidence_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_attachment_until"))
        batch_op.drop_index(batch_op.f("ix_evidence_attachment_since"))
        batch_op.drop_index(batch_op.f("ix_evidence_attachment_sha256"))
        batch_op.drop_index(batch_op.f("ix_evidence_attachment_evidence_id"))

    op.drop_table("evidence_attachment")
    op.drop_table("attachment_content")
    op.drop_table("attachment")
