"""The first ledger"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("key", name=op.f("uq_department_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_department_uid")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("cancels", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cancels"], ["event.id"], name=op.f("fk_event_cancels_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_cancels"), ["cancels"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("uid", name=op.f("uq_evidence_uid")),
    )
    op.create_table(
        "ledger_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_setting")),
    )
    with op.batch_alter_table("ledger_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_setting_name"), ["name"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_name"), ["name"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("code_prefix", sa.String(40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("publisher_en", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("clean_sha256", sa.String(64), nullable=False),
        sa.Column("clean_text", sa.Text(), nullable=False),
        sa.Column("incomplete", sa.String(), nullable=False),
        sa.Column("incomplete_en", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("key", name=op.f("uq_source_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_source_uid")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_topic_uid")),
    )
    op.create_table(
        "evidence_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "law",
                "document",
                "list",
                "statistics",
                "statement",
                "state_press",
                "press",
                "other",
                name="evidence_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("published", sa.String(10), nullable=False),
        sa.Column("retrieved", sa.Date(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_state_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_state")),
    )
    with op.batch_alter_table("evidence_state", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_state_evidence_id_since", ["evidence_id", "since"], unique=False)
        batch_op.create_index(
            "uq_evidence_state_current",
            ["evidence_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "omission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "theme",
                "purpose",
                "context",
                "duplicate",
                name="omission_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_omission_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_omission")),
    )
    with op.batch_alter_table("omission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_omission_source_id"), ["source_id"], unique=False)

    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("office_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_speaker_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("source_id", "key", name=op.f("uq_speaker_source_id_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_speaker_uid")),
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_source_id"), ["source_id"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("coded", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_commitment_source_id_source")),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_commitment_speaker_id_speaker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("code", name=op.f("uq_commitment_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_commitment_uid")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_speaker_id"), ["speaker_id"], unique=False)

    op.create_table(
        "citation",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_citation_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_citation_event_id_event")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_citation_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("event_id", "commitment_id", "evidence_id", name=op.f("pk_citation")),
    )
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citation_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_evidence_id"), ["evidence_id"], unique=False)

    op.create_table(
        "commitment_department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "co_lead", name="department_role", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "basis",
            sa.Enum(
                "named",
                "speaker",
                "function",
                "user",
                name="department_basis",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_department_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_commitment_department_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_department")),
    )
    with op.batch_alter_table("commitment_department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_department_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_department_department_id"), ["department_id"], unique=False)

    op.create_table(
        "commitment_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("title_pinyin", sa.String(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "document",
                "programme",
                "pilot",
                "designation",
                "cultivation",
                "study",
                "coordination",
                name="commitment_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "due_basis",
            sa.Enum(
                "stated",
                "derived",
                "assumed",
                "none",
                name="due_basis",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
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
        sa.Column("wording", sa.String(), nullable=True),
        sa.Column("baseline", sa.Float(53), nullable=True),
        sa.Column(
            "assessment",
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
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("judged_by_event", sa.Integer(), nullable=True),
        sa.Column("working", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reached", sa.Float(), nullable=True),
        sa.Column("latest_evidence", sa.String(10), nullable=True),
        sa.Column("evidence_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("(due_on IS NULL) = (due_basis = 'none')", name=op.f("ck_commitment_state_due_has_basis")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_state_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_commitment_state_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_state")),
    )
    with op.batch_alter_table("commitment_state", schema=None) as batch_op:
        batch_op.create_index("ix_commitment_state_commitment_id_since", ["commitment_id", "since"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_state_topic_id"), ["topic_id"], unique=False)
        batch_op.create_index(
            "uq_commitment_state_current",
            ["commitment_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "commitment_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_tag_commitment_id_commitment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_tag")),
    )
    with op.batch_alter_table("commitment_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_tag_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_tag_label"), ["label"], unique=False)

    op.create_table(
        "event_commitment",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_event_commitment_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_commitment_event_id_event")),
        sa.PrimaryKeyConstraint("event_id", "commitment_id", name=op.f("pk_event_commitment")),
    )
    with op.batch_alter_table("event_commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_commitment_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_part_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("uid", name=op.f("uq_part_uid")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "promise", "baseline", "due", name="passage_role", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_passage_commitment_id_commitment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "search_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("searched_on", sa.Date(), nullable=False),
        sa.Column("searched_by", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_search_log_commitment_id_commitment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_log")),
    )
    with op.batch_alter_table("search_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_log_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_log_uid"), ["uid"], unique=False)

    op.create_table(
        "evidence_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column(
            "bearing",
            sa.Enum(
                "fulfils",
                "partly",
                "progress",
                "contradicts",
                "context",
                name="bearing",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "drafting",
                "consultation",
                "publicity",
                "issued",
                "in_force",
                "effective",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("value", sa.Float(53), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "plan",
                "new",
                "cumulative",
                "removed",
                name="value_role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(value IS NULL) = (role IS NULL) AND (value IS NULL) = (unit IS NULL)",
            name=op.f("ck_evidence_link_value_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_evidence_link_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_link_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_evidence_link_part_id_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_link")),
    )
    with op.batch_alter_table("evidence_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_link_commitment_id"), ["commitment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_link_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_link_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_link_uid"), ["uid"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("evidence_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_link_uid"))
        batch_op.drop_index(batch_op.f("ix_evidence_link_part_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_link_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_link_commitment_id"))

    op.drop_table("evidence_link")
    with op.batch_alter_table("search_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_log_uid"))
        batch_op.drop_index(batch_op.f("ix_search_log_commitment_id"))

    op.drop_table("search_log")
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passage_commitment_id"))

    op.drop_table("passage")
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_commitment_id"))

    op.drop_table("part")
    with op.batch_alter_table("event_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_commitment_commitment_id"))

    op.drop_table("event_commitment")
    with op.batch_alter_table("commitment_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_tag_label"))
        batch_op.drop_index(batch_op.f("ix_commitment_tag_commitment_id"))

    op.drop_table("commitment_tag")
    with op.batch_alter_table("commitment_state", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commitment_state_current",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_commitment_state_topic_id"))
        batch_op.drop_index("ix_commitment_state_commitment_id_since")

    op.drop_table("commitment_state")
    with op.batch_alter_table("commitment_department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_department_department_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_department_commitment_id"))

    op.drop_table("commitment_department")
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citation_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_citation_commitment_id"))

    op.drop_table("citation")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_source_id"))

    op.drop_table("commitment")
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_source_id"))

    op.drop_table("speaker")
    with op.batch_alter_table("omission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_omission_source_id"))

    op.drop_table("omission")
    with op.batch_alter_table("evidence_state", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_evidence_state_current",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index("ix_evidence_state_evidence_id_since")

    op.drop_table("evidence_state")
    op.drop_table("topic")
    op.drop_table("source")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_name"))

    op.drop_table("saved_view")
    with op.batch_alter_table("ledger_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_setting_name"))

    op.drop_table("ledger_setting")
    op.drop_table("evidence")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_cancels"))
        batch_op.drop_index(batch_op.f("ix_event_at"))

    op.drop_table("event")
    op.drop_table("department")
