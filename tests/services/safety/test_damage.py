"""What a ledger holds and no such column can have is damage: who reads it says so, and the check names its table."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.services.conftest import Office

from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.services.assessment.searching import log_search
from tracker.services.commands import EvidenceFields, NewSearch, command
from tracker.services.commitments.listing import read_listing
from tracker.services.commitments.reading import (
    list_details,
    list_evidence,
    list_rows,
    list_sources,
    read_detail,
    read_source_text,
)
from tracker.services.evidence.evidence_view import list_pieces
from tracker.services.evidence.recording import add_evidence
from tracker.services.exchange import importing
from tracker.services.ledgers.first_rows import read_first_rows
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import list_reports, record_report
from tracker.services.reports.reporting import read_report
from tracker.services.safety.backups import back_up, list_backups
from tracker.services.safety.checking import check
from tracker.services.safety.repairing import repair
from tracker.store.exchange import sent_forms
from tracker.wording import load_words

Read = Callable[[Workspace], object]
NOTICE = command(
    EvidenceFields,
    title="通知",
    publisher="工信部",
    published="2025-05-06",
    kind="document",
    links=[{"commitment": "MIIT-2025-044", "bearing": "progress"}],
)


def damage(ledger: Path, statement: str) -> None:
    """What a bad disk does, or somebody with a program for SQL."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints = ON; {statement}")
        connection.commit()


def everything(workspace: Workspace) -> object:
    return list_details(workspace, LedgerQuery()), list_evidence(workspace)


def sources(workspace: Workspace) -> object:
    return [read_source_text(workspace, source.id) for source in list_sources(workspace)]


def counts(workspace: Workspace) -> object:
    return read_listing(workspace, LedgerQuery(), tuple(Facet))


def pieces(workspace: Workspace) -> object:
    return list_pieces(workspace, EvidenceQuery())


def keywords(workspace: Workspace) -> object:
    with workspace.snapshot() as snapshot:
        return snapshot.keywords


def search(workspace: Workspace) -> object:
    return log_search(workspace, command(NewSearch, commitment="MIIT-2025-044", place="官网", words="试点"))


NO_DAY = (
    ("source", "held_on = 'once'", sources),
    ("commitment_state", "due_on = '2025-02-30' WHERE due_on IS NOT NULL", everything),
    ("commitment_state", "due_on = 'once' WHERE due_on IS NOT NULL", counts),
    ("commitment_state", "latest_evidence = '2025-13'", everything),
    ("search_log", "searched_on = 7", everything),
    ("evidence_state", "published = '2025'", everything),
    ("evidence_state", "published = 'once'", counts),
    ("evidence_state", "published = 'once'", pieces),
    ("official_claim", "said_on = ''", everything),
    ("restatement", "due_on = X'00'", everything),
)
NO_TERM = (
    ("commitment_state", "assessment = 'good'", everything),
    ("commitment_state", "kind = 'Document'", everything),
    ("commitment_state", "due_basis = 'stated '", counts),
    ("commitment_department", "basis = X'6E616D6564'", everything),
    ("passage", "role = ''", everything),
    ("evidence_link", "bearing = 'fulfilz'", everything),
    ("evidence_state", "kind = 7", everything),
    ("omission", "reason = 'none'", sources),
    ("official_claim", "claimed = 'Met'", everything),
)
NO_JSON = (
    ("commitment", """coded = '{"topic": '""", everything),
    ("commitment_state", """keywords = '["a", 1]'""", everything),
    ("commitment_state", """keywords = '["a'""", keywords),
    ("commitment_state", """working = '[["1o1", "cumulative"]]'""", everything),
    ("commitment_state", """working = '[["101", "cumulated"]]'""", everything),
    ("event", "details = '[]'", everything),
    ("event", """details = '{"title": "\\udf0c"}'""", everything),
    ("evidence_state", """anchor = '{"page": 1}'""", everything),
)
HALF_WRITTEN = (
    ("event", "at = '2026-01-21T04:00'", everything),
    ("commitment_state", "target = '10l'", everything),
    ("commitment_state", "evidence_count = 'many'", everything),
    ("commitment_state", "version = X'01'", everything),
    ("commitment_state", "reached = 9e999", search),
    ("evidence_link", "value = -9e999", everything),
    ("evidence_state", "withdrawn = 'no'", everything),
    ("evidence_state", "evidence_id = 'x' || evidence_id", pieces),
    ("passage", "start = 1.5", everything),
)


@pytest.mark.parametrize(("table", "change", "read"), [*NO_DAY, *NO_TERM, *NO_JSON, *HALF_WRITTEN])
def test_who_reads_it_says_so_and_the_check_names_its_table(
    table: str, change: str, read: Read, sample_path: Path
) -> None:
    with closing(open_workspace(sample_path)) as workspace:
        damage(sample_path, f"UPDATE {table} SET {change}")
        with pytest.raises(UserError, match="ledger_damaged"):
            read(workspace)
        faults = check(workspace)
    assert {fault.code for fault in faults} <= {"fault_illegible", "fault_integrity", "fault_foreign_key"}
    assert table in str([fault.details for fault in faults])


@pytest.mark.parametrize("value", ["'soon'", "9e999", "1e78"])
def test_a_setting_that_is_none_is_damage_before_anything_is_read(value: str, sample_path: Path) -> None:
    damage(sample_path, f"UPDATE ledger_setting SET value = {value}")
    with pytest.raises(UserError, match="ledger_damaged"):
        open_workspace(sample_path)


@pytest.mark.parametrize(
    "change", ["at = 'once'", "details = '[]'", """details = '"x"'"""], ids=["moment", "list", "text"]
)
def test_a_shared_ledger_tells_of_what_its_server_takes(change: str, ledger: Workspace) -> None:
    add_evidence(ledger, NOTICE)
    with ledger.write() as work:
        work.connection.execute(text(f"UPDATE event SET {change} WHERE kind = 'evidence_added'"))
    with pytest.raises(UserError, match="ledger_damaged"):
        everything(ledger)


def report(workspace: Workspace) -> None:
    facts = read_report(workspace, ReportWish())
    record_report(workspace, facts, ReportForm("zh", "csv"), "台账", "台账.csv", "0" * 64)


@pytest.mark.parametrize(
    "change",
    [
        "json_set(details, '$.language', 'zj')",
        "json_set(details, '$.day', '2025-02-30')",
        "json_set(details, '$.count', '69')",
        "json_remove(details, '$.choices')",
        "json_set(details, '$.choices', json('[]'))",
        "json_set(details, '$.sort', 'by code')",
    ],
)
def test_an_event_that_tells_of_no_report_is_damage(change: str, workspace: Workspace, ledger_path: Path) -> None:
    report(workspace)
    assert len(list_reports(workspace)) == 1
    damage(ledger_path, f"UPDATE event SET details = {change} WHERE kind = 'report_made'")
    with pytest.raises(UserError, match="ledger_damaged"):
        list_reports(workspace)


def test_an_event_that_tells_of_no_form_is_damage(workspace: Workspace) -> None:
    said = {
        "batch": "x",
        "key": "planning",
        "department": "规划司",
        "department_en": "",
        "period": "",
        "language": "zh",
    }
    with workspace.write() as work:
        work.record(sent_forms.SENT, {**said, "rows": {"MIIT-2025-001": {"title": "x", "titel": "x"}}})
    with workspace.write() as work:
        work.record(sent_forms.ENTERED, {"batch": "x", "sha256": "", "marks": {"MIIT-2025-001": None}})
    for read in (sent_forms.list_sendings, sent_forms.list_entered):
        with pytest.raises(UserError, match="ledger_damaged"), workspace.snapshot() as snapshot:
            list(read(snapshot.connection))


@pytest.mark.parametrize(
    "change",
    [
        "json_set(details, '$.columns[0]', 'heading')",
        "json_remove(details, '$.columns[0]')",
        "json_set(details, '$.statuses', json('{\"已完成\": \"done\"}'))",
        "json_remove(details, '$.sheet')",
    ],
)
def test_an_event_that_tells_of_no_spreadsheet_is_damage(
    change: str, workspace: Workspace, ledger_path: Path, office: Office
) -> None:
    office.enter(workspace)
    damage(ledger_path, f"UPDATE event SET details = {change} WHERE kind = 'spreadsheet_imported'")
    with pytest.raises(UserError, match="ledger_damaged"):
        importing.offer(workspace, office.file())


@pytest.mark.parametrize(
    "change",
    [
        "json_remove(details, '$.evidence_id') WHERE kind = 'evidence_added'",
        "json_set(details, '$.ground.names.topic', 7) WHERE kind = 'source_loaded'",
        "json_remove(details, '$.ground.sources') WHERE kind = 'source_loaded'",
    ],
)
def test_what_events_should_keep_of_other_rows_is_named_where_it_is_none(
    change: str, workspace: Workspace, ledger_path: Path
) -> None:
    add_evidence(workspace, NOTICE)
    damage(ledger_path, f"UPDATE event SET details = {change}")
    assert [(fault.code, fault.details) for fault in check(workspace)] == [("fault_illegible", {"table": "event"})]


def test_a_coding_that_is_none_is_damage(workspace: Workspace, ledger_path: Path) -> None:
    damage(ledger_path, """UPDATE commitment SET coded = replace(coded, '"topic"', '"tupic"') WHERE id = 3""")
    with pytest.raises(UserError, match="ledger_damaged"):
        everything(workspace)


def test_a_backup_whose_days_are_none_is_listed_as_one_that_cannot_be_read(workspace: Workspace) -> None:
    path = back_up(workspace)
    assert list_backups(workspace.location)[0].summary is not None
    damage(path, "UPDATE event SET at = 'once'")
    assert list_backups(workspace.location)[0].summary is None


@pytest.mark.parametrize(
    "change",
    [
        "evidence_count = 'many'",
        "latest_evidence = '2025-13'",
        "reached = 'half'",
        """working = '[["1o1", "cumulative"]]'""",
    ],
)
def test_what_follows_from_other_rows_takes_no_row_with_it(change: str, sample_path: Path, tmp_path: Path) -> None:
    with closing(open_workspace(sample_path)) as workspace:
        details = list_details(workspace, LedgerQuery())
    damage(sample_path, f"UPDATE commitment_state SET {change} WHERE commitment_id IN (1, 44)")
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert "mended_sums" in {fault.code for fault in done.mended}
    assert (done.lost, done.left) == ((), ())
    with closing(open_workspace(done.path)) as workspace:
        assert list_details(workspace, LedgerQuery()) == details


@pytest.mark.parametrize("coded", ["[]", "7", '{"title": "\\udf0c"}'])
def test_a_coding_that_is_none_takes_no_commitment_with_it(coded: str, sample_path: Path, tmp_path: Path) -> None:
    with closing(open_workspace(sample_path)) as workspace:
        rows = list_rows(workspace, LedgerQuery())
    damage(sample_path, f"UPDATE commitment SET coded = '{coded}' WHERE id = 3")
    done = repair(sample_path, tmp_path / "repaired.db", author="李四")
    assert [fault.code for fault in done.lost] == ["lost_field"]
    assert done.left == ()
    with closing(open_workspace(done.path)) as workspace:
        assert list_rows(workspace, LedgerQuery()) == rows
        assert check(workspace) == ()


def test_events_that_a_repair_could_only_empty_say_so_and_stand_in_nobodys_way(
    workspace: Workspace, ledger_path: Path, tmp_path: Path, office: Office
) -> None:
    add_evidence(workspace, NOTICE)
    report(workspace)
    office.enter(workspace)
    workspace.close()
    damage(ledger_path, """UPDATE event SET details = '{"a": [1' WHERE kind <> 'source_loaded'""")
    done = repair(ledger_path, tmp_path / "repaired.db", author="李四")
    assert [(fault.code, fault.details["count"]) for fault in done.lost] == [("lost_field", 3)]
    assert done.left == ()
    with closing(open_workspace(done.path)) as repaired:
        newest, *_ = read_detail(repaired, "MIIT-2025-044").history
        assert load_words("en").event(newest) == "What stood here was lost to damage"
        assert list_reports(repaired) == ()
        assert importing.offer(repaired, office.file()).remembered == ""


@pytest.mark.parametrize("change", ["due_on = 'once'", "target = 'x'", "assessment = ''", "working = '[1]'"])
def test_the_first_look_leaves_it_to_the_opening(change: str, sample_path: Path) -> None:
    assert read_first_rows(str(sample_path)) != ()
    damage(sample_path, f"UPDATE commitment_state SET {change}")
    assert read_first_rows(str(sample_path)) == ()
