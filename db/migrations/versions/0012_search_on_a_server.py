"""The search index of a ledger on a server: the words of commitments and evidence, their terms, and who holds these"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A ledger in a file has its index since 0003 and 0006: nothing changes in it but this number. What is in these
    # tables the program fills in, in the same transaction: see `tracker.store.search.search_index`.
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "search_text",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("commitment_id", name="pk_search_text"),
    )
    op.create_table(
        "evidence_text",
        sa.Column("evidence_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("evidence_id", name="pk_evidence_text"),
    )
    # Words of up to 8,000 bytes are kept as they are: those of more than 2,000 were packed, and to unpack them took as
    # long as to search them.
    for table in ("search_text", "evidence_text"):
        op.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 8160)")
    op.create_table(
        "search_index",
        sa.Column("commitment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grams", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("filler", sa.Text(), server_default=sa.text("repeat(' '::text, 2048)"), nullable=False),
        sa.PrimaryKeyConstraint("commitment_id", name="pk_search_index"),
    )
    # The arrays lie apart and as they are, so that a row is 90 bytes: nobody reads them, but PostgreSQL visits the row
    # of everything that it finds. It looks for what may lie apart only in a row that is written with more than 2,000
    # bytes; blanks make it that long, and are packed into 30.
    op.execute("ALTER TABLE search_index ALTER COLUMN grams SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE search_index SET (toast_tuple_target = 128)")
    # Without statistics PostgreSQL takes every term for a rare one and asks the index. With them it would read all
    # arrays for a frequent one: it does not know that each has to be fetched from where it lies.
    op.execute("ALTER TABLE search_index ALTER COLUMN grams SET STATISTICS 0")
    op.create_index("ix_search_index_grams", "search_index", ["grams"], postgresql_using="gin")
    op.create_table(
        "search_terms",
        sa.Column("gram", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holders", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gram", name="pk_search_terms"),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("search_terms", "search_index", "evidence_text", "search_text"):
            op.drop_table(table)
