"""A hundred thousand commitments that feel like one page: covering indexes, and the search index"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COVERING = (
    ("commitment", "code", ["source_id", "speaker_id", "code"], False),
    (
        "commitment_state",
        "overview",
        [
            "commitment_id",
            "topic_id",
            "kind",
            "due_on",
            "due_basis",
            "operator",
            "target",
            "assessment",
            "judged_by_event",
            "reached",
            "latest_evidence",
            "until",
        ],
        True,
    ),
    ("commitment_department", "now", ["commitment_id", "role", "department_id", "basis", "until"], True),
    ("commitment_tag", "now", ["label", "commitment_id", "until"], True),
    ("evidence_link", "now", ["commitment_id", "evidence_id", "bearing", "since", "until"], True),
    ("evidence_state", "now", ["evidence_id", "published", "withdrawn", "same_briefing", "until"], True),
    ("search_log", "now", ["commitment_id", "searched_on", "until"], True),
)
"""Table, name, columns, and whether only what is true now is in it."""
_VERSIONED = (
    "commitment_department",
    "commitment_state",
    "commitment_tag",
    "evidence_attachment",
    "evidence_link",
    "evidence_state",
    "ledger_setting",
    "official_claim",
    "restatement",
    "saved_view",
    "search_log",
)


def upgrade() -> None:
    now, ended = sa.text("until IS NULL"), sa.text("until IS NOT NULL")
    for table in _VERSIONED:
        op.drop_index(f"ix_{table}_until", table)
        op.create_index(f"ix_{table}_until", table, ["until"], sqlite_where=ended, postgresql_where=ended)
    for table, name, columns, is_now in _COVERING:
        where = {"sqlite_where": now, "postgresql_where": now} if is_now else {}
        op.create_index(f"ix_{table}_{name}", table, columns, unique=False, **where)
    if op.get_bind().dialect.name == "sqlite":
        # What is in them is filled in by the program, in the same transaction: see `tracker.store.search.search_index`.
        op.execute("CREATE TABLE search_text (commitment_id INTEGER NOT NULL PRIMARY KEY, words TEXT NOT NULL)")
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(terms, content='', detail=none, tokenize='ascii')",
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
        op.execute("DROP TABLE search_text")
    for table, name, _, _ in reversed(_COVERING):
        op.drop_index(f"ix_{table}_{name}", table)
    for table in _VERSIONED:
        op.drop_index(f"ix_{table}_until", table)
        op.create_index(f"ix_{table}_until", table, ["until"])
