"""The search index in folded form, with the names of departments, and the words of each piece of evidence"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # What is in it, and in the index, the program fills in in the same transaction: see `store.search_index`.
        op.execute("CREATE TABLE evidence_text (evidence_id INTEGER NOT NULL PRIMARY KEY, words TEXT NOT NULL)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE evidence_text")
