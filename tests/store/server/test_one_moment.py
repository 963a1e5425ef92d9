"""What is read in one snapshot is of one moment, and waits for no writer."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, command
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.reporting import read_report
from tracker.services.safety.checking import check
from tracker.store.safety import integrity_check

CITIES = "MIIT-2025-044"
Opened = Callable[..., Workspace]
EVENTS = text("SELECT count(*) FROM event")


def judge(ledger: Workspace, assessment: str = "not_verifiable") -> None:
    set_assessment(ledger, command(AssessmentChange, commitment=CITIES, assessment=assessment, reason="据材料判断"))


def test_a_snapshot_sees_nothing_of_what_others_write_meanwhile(opened: Opened) -> None:
    reader, writer = opened("李四"), opened("王五")
    with reader.snapshot() as snapshot:
        before = snapshot.connection.scalar(EVENTS)
        judge(writer)
        assert snapshot.connection.scalar(EVENTS) == before
    with reader.snapshot() as snapshot:
        assert snapshot.connection.scalar(EVENTS) == before + 1


def test_a_check_made_while_others_write_finds_nothing_wrong(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the statements of the check the ledger changes: counted together, two states would look like a fault."""
    reader, writer = opened("李四"), opened("王五")
    verdicts = ["not_verifiable", "not_rated"] * 2

    def write_between(*_: object) -> None:
        if verdicts:
            judge(writer, verdicts.pop())

    with reader.snapshot() as snapshot:
        event.listen(snapshot.connection, "before_cursor_execute", write_between)
        assert list(integrity_check.find_faults(snapshot.connection, reader.today())) == []
    assert verdicts == []
    assert check(reader) == ()


def test_a_report_made_while_others_write_is_of_the_moment_in_which_it_began(opened: Opened) -> None:
    reader, writer = opened("李四"), opened("王五")
    wish = ReportWish(ReportKind.LEDGER, LedgerQuery())
    judge(writer)
    before = read_report(reader, wish)
    asked: list[str] = []

    def write_between(*told: Any) -> None:
        asked.append(told[2])
        # Not before the first question, which decides of which moment the snapshot is.
        if 2 < len(asked) < 6:
            judge(writer, ("not_rated", "not_verifiable")[len(asked) % 2])

    event.listen(reader._engine, "before_cursor_execute", write_between)
    assert read_report(reader, wish) == before
    assert len(asked) > 6
    event.remove(reader._engine, "before_cursor_execute", write_between)
    assert read_report(reader, wish) != before


def test_a_reader_does_not_wait_for_a_writer(opened: Opened) -> None:
    reader, writer = opened("李四"), opened("王五")
    with writer.write() as work:
        work.record("source_loaded", {"source": "briefing"})
        with reader.snapshot() as snapshot:
            assert snapshot.connection.scalar(EVENTS)


def test_nothing_is_written_by_a_look(opened: Opened) -> None:
    reader = opened()
    with pytest.raises(UserError) as refused, reader.snapshot() as snapshot:
        snapshot.connection.execute(text("DELETE FROM event_command"))
    assert refused.value.code == "server_read_only"
