"""The least that a window over a SQLModel ledger is: the bare window, `import sqlmodel`, and one SELECT."""

import sys

from sqlmodel import Session, create_engine, text
from window import show

SELECT = """
SELECT c.code, s.title, s.assessment, s.due_on, s.latest_evidence FROM commitment c
JOIN commitment_state s ON s.commitment_id = c.id AND s.until IS NULL ORDER BY c.code LIMIT 100
"""

if __name__ == "__main__":
    with Session(create_engine(f"sqlite:///{sys.argv[1]}")) as session:
        found = [tuple(row) for row in session.execute(text(SELECT))]
    show(found)
