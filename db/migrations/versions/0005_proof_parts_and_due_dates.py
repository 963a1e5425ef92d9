"""Columns for proof, parts, due dates by their true basis, speakers by passage, outcomes of searches and relations"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KINDS = ("document", "programme", "pilot", "designation", "cultivation", "study", "coordination")
_NEW_KINDS = (
    "document",
    "programme",
    "pilot",
    "designation",
    "cultivation",
    "study",
    "research_and_development",
    "opening",
    "monitoring",
    "coordination",
)
_BASES = ("stated", "derived", "assumed", "none")
_NEW_BASES = ("stated", "section", "question", "derived", "document", "user", "none", "assumed")
_REASONS = ("theme", "purpose", "context", "duplicate")
_NEW_REASONS = (*_REASONS, "result", "condition", "request", "refusal", "manner", "departments")
_RELATIONS = ("restatement", "revision", "extension", "merger")
_NEW_RELATIONS = (
    "restated",
    "raised",
    "lowered",
    "extended",
    "renamed",
    "merged",
    "replaced",
    "dropped",
    "widened",
    "narrowed",
    *_RELATIONS,
)
_OUTCOMES = ("nothing", "something", "unclear")
_OVERVIEW = (
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
)
_NEW_OVERVIEW = (*_OVERVIEW, "due_about", "review_on", "doubts")


def upgrade() -> None:
    _allow("commitment_state", {"commitment_kind": ("kind", _NEW_KINDS), "due_basis": ("due_basis", _NEW_BASES)})
    _allow("omission", {"omission_reason": ("reason", _NEW_REASONS)})
    _allow("restatement", {"restatement_kind": ("kind", _NEW_RELATIONS)})
    for column in (
        sa.Column("due_about", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("threshold", sa.JSON(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=True),
        sa.Column("parts_expected", sa.Integer(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("doubts", sa.String(), nullable=True),
    ):
        op.add_column("commitment_state", column)
    op.drop_index("ix_commitment_state_overview", "commitment_state")
    _index_overview(_NEW_OVERVIEW)
    _add_reference("passage", "speaker_id", "speaker")
    op.add_column("passage", sa.Column("answer", sa.Integer(), nullable=True))
    _add_reference("part", "event_id", "event")
    outcome = sa.Enum(*_OUTCOMES, name="search_outcome", native_enum=False, create_constraint=True, length=24)
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes the check of a new column only within the column itself.
        op.execute(
            "ALTER TABLE search_log ADD COLUMN outcome VARCHAR(24) "
            "CONSTRAINT ck_search_log_search_outcome CHECK (outcome IN ('nothing', 'something', 'unclear'))"
        )
    else:
        op.add_column("search_log", sa.Column("outcome", outcome, nullable=True))
    op.add_column("evidence_state", sa.Column("effective_on", sa.Date(), nullable=True))
    for name in ("gist", "title_en", "gist_en"):
        op.add_column("evidence_state", sa.Column(name, sa.String(), nullable=False, server_default=""))
    _add_reference("evidence_state", "joined_into", "evidence")
    short = sa.text("until IS NULL AND length(number) <= 100 AND length(url) <= 500")
    op.create_index(
        "ix_evidence_state_document",
        "evidence_state",
        ["number", "url", "evidence_id", "until"],
        sqlite_where=short,
        postgresql_where=short,
    )
    _add_reference("restatement", "other_id", "commitment")
    op.add_column("restatement", sa.Column("reason", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    _drop("restatement", "reason", "other_id")
    op.drop_index("ix_evidence_state_document", "evidence_state")
    _drop("evidence_state", "joined_into", "gist_en", "title_en", "gist", "effective_on")
    _drop("search_log", "outcome")
    _drop("part", "event_id")
    _drop("passage", "answer", "speaker_id")
    op.drop_index("ix_commitment_state_overview", "commitment_state")
    _drop("commitment_state", "doubts", "review_on", "parts_expected", "parts", "threshold", "due_about")
    op.execute("UPDATE commitment_state SET kind = 'programme' WHERE kind = 'research_and_development'")
    op.execute("UPDATE commitment_state SET kind = 'coordination' WHERE kind IN ('opening', 'monitoring')")
    op.execute("UPDATE commitment_state SET due_basis = 'stated' WHERE due_basis IN ('document', 'user')")
    op.execute("UPDATE commitment_state SET due_basis = 'assumed' WHERE due_basis IN ('section', 'question')")
    op.execute("UPDATE omission SET reason = 'context' WHERE reason NOT IN ('theme', 'purpose', 'duplicate')")
    op.execute("UPDATE restatement SET kind = 'extension' WHERE kind = 'extended'")
    op.execute("UPDATE restatement SET kind = 'merger' WHERE kind = 'merged'")
    op.execute("UPDATE restatement SET kind = 'restatement' WHERE kind = 'restated'")
    op.execute(
        "UPDATE restatement SET kind = 'revision' WHERE kind NOT IN ('restatement', 'revision', 'extension', 'merger')"
    )
    _allow("restatement", {"restatement_kind": ("kind", _RELATIONS)})
    _allow("omission", {"omission_reason": ("reason", _REASONS)})
    _allow("commitment_state", {"commitment_kind": ("kind", _KINDS), "due_basis": ("due_basis", _BASES)})
    _index_overview(_OVERVIEW)


def _index_overview(columns: tuple[str, ...]) -> None:
    now = sa.text("until IS NULL")
    op.create_index(
        "ix_commitment_state_overview",
        "commitment_state",
        [*columns, "until"],
        sqlite_where=now,
        postgresql_where=now,
    )


def _add_reference(table: str, column: str, parent: str) -> None:
    name = f"fk_{table}_{column}_{parent}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {parent} (id)")
    else:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(name, table, parent, [column], ["id"])
    op.create_index(f"ix_{table}_{column}", table, [column])


def _allow(table: str, terms: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    """Let columns hold these terms: by the name of each check, its column and what it allows."""
    checks = {
        f"ck_{table}_{name}": f"{column} IN ({', '.join(repr(term) for term in allowed)})"
        for name, (column, allowed) in terms.items()
    }
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, checks)
        return
    for name, check in checks.items():
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, check)


def _rewrite(table: str, checks: dict[str, str], without: tuple[str, ...] = ()) -> None:
    """Make a table of SQLite again with other checks, or without some of the columns that this migration added.

    Alembic's batch mode would lose every check: it cannot read any. No other table refers to these, so that nothing is
    lost when the old one goes.
    """
    connection = op.get_bind()
    made = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    statement = connection.scalar(made, {"table": table})
    for name, check in checks.items():
        statement, found = re.subn(rf"(CONSTRAINT {name} CHECK )\((?:[^()]|\([^()]*\))*\)", rf"\1({check})", statement)
        if found != 1:
            raise ValueError(f"no check {name} in {table}")
    for name in without:
        # Added columns stand last, each after a comma; what is in their parentheses holds commas, too.
        statement, found = re.subn(
            rf",\s*{name} [^,()]*(?:\((?:[^()]|\([^()]*\))*\)[^,()]*)*(?=,|\)\s*$)", "", statement
        )
        if found != 1:
            raise ValueError(f"no column {name} in {table}")
    indexed = sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL")
    indexes = connection.scalars(indexed, {"table": table}).all()
    kept = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})") if row[1] not in without]
    columns = ", ".join(f'"{name}"' for name in kept)
    statement = re.sub(rf'CREATE TABLE "?{table}"?', "CREATE TABLE _rewritten", statement, count=1)
    connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"INSERT INTO _rewritten ({columns}) SELECT {columns} FROM {table}")  # noqa: S608
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE _rewritten RENAME TO {table}")
    for index in indexes:
        connection.exec_driver_sql(index)


def _drop(table: str, *columns: str) -> None:
    """Drop columns that this migration added, with their indexes and what they refer to."""
    for name in columns:
        if name in ("speaker_id", "joined_into", "other_id", "event_id"):
            op.drop_index(f"ix_{table}_{name}", table)
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, {}, columns)
        return
    for name in columns:
        op.drop_column(table, name)
