"""The search index in folded form, with the names of departments: a program before this one would undo that"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: what is in the index the program makes in the same transaction, see `tracker.store.search_index`."""


def downgrade() -> None:
    """Nothing: `tracker reindex` of an earlier program makes its own."""
