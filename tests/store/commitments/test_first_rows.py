"""The first look at a ledger shows the rows that the ledger shows once it is open."""

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.schedule import Thresholds
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Doubt, Light
from tracker.services.assessment.judging import record_review, set_assessment
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import (
    AssessmentChange,
    CommitmentRevision,
    EvidenceFields,
    NewReview,
    Withdrawal,
    command,
)
from tracker.services.commitments.listing import read_first
from tracker.services.evidence.recording import add_evidence, withdraw_evidence
from tracker.services.ledgers.ledger_rules import set_rules
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.commitments.first_rows import first_rows

FIRST, BRANDS, STANDING = "MIIT-2025-001", "MIIT-2025-022", "MIIT-2025-046"
DAYS = (date(2025, 1, 20), date(2025, 6, 30), date(2026, 11, 23))


@pytest.mark.parametrize("name", ["fresh_ledger", "sample_ledger"])
def test_the_first_rows_are_the_rows(name: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(name)
    workspace = open_workspace(path)
    today = workspace.today()
    for count in (1, 30, 100):
        assert first_rows(path, today, count) == read_first(workspace, LedgerQuery(), count)
    assert [len(first_rows(path, day, 100)) for day in DAYS] == [0, 72, 72]
    workspace.close()


def test_parts_reviews_doubts_and_rules_are_in_the_first_look_too(workspace: Workspace, ledger_path: Path) -> None:
    fields = {"title": "品牌名单", "publisher": "工信部", "published": "2026-05", "kind": "list"}
    links = [{"commitment": BRANDS, "bearing": "partly", "value": 300, "unit": "件", "role": "new"}]
    add_evidence(workspace, command(EvidenceFields, **fields, links=links))
    held = {"before_due": "首批已公布"}
    change = {"commitment": BRANDS, "assessment": "partly_met", "reason": "据名单", "held": held}
    set_assessment(workspace, command(AssessmentChange, **change))
    withdraw_evidence(workspace, command(Withdrawal, evidence_id=1, reason="重复"))
    record_review(workspace, command(NewReview, commitment=STANDING, reason="仍在推进"))
    revision = {"commitment": STANDING, "reason": "分列", "parts": [{"title": "甲"}, {"title": "乙"}]}
    revise_commitment(workspace, command(CommitmentRevision, **revision))
    revise_commitment(
        workspace,
        command(CommitmentRevision, commitment=FIRST, reason="改", parts=[], due_on="2026-06-30", due_basis="derived"),
    )
    set_rules(workspace, Rules(Thresholds(5, 15), 10, Decimal("0.8")))
    seen = {row.code: row for row in first_rows(ledger_path, workspace.today(), 100)}
    assert list(seen.values()) == list(read_first(workspace, LedgerQuery(), 100))
    assert (seen[BRANDS].doubts, seen[BRANDS].grounds_changed) == ((Doubt.BEFORE_DUE,), True)
    assert (seen[STANDING].parts, seen[STANDING].light) == (2, Light.NOT_APPLICABLE)
    assert (seen[FIRST].parts, seen[FIRST].light) == (0, Light.OVERDUE)


def test_what_is_no_ledger_of_this_schema_shows_nothing(ledger_path: Path, tmp_path: Path) -> None:
    assert first_rows(tmp_path / "none.db", DAYS[1], 100) == ()
    (tmp_path / "text.db").write_text("no database" * 100)
    assert first_rows(tmp_path / "text.db", DAYS[1], 100) == ()
    connection = sqlite3.connect(ledger_path)
    connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.commit()
    connection.close()
    assert first_rows(ledger_path, DAYS[1], 100) == ()
