"""Data out: a data package that frictionless finds valid, and a calendar that a calendar reads."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from tests.exports.written import written

from tracker.domain.rows import CommitmentDetail, Due
from tracker.domain.terms import Assessment, DueBasis
from tracker.exports.compose import compose
from tracker.exports.references import ical
from tracker.exports.report_tree import Report
from tracker.exports.tables import datapackage
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

ReportMaker = Callable[..., Report]


@pytest.fixture
def packed(a_year: ReportFacts, zh: Words) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(written(datapackage, compose(a_year, zh))))


def rows(packed: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(packed.read(name).decode(), newline="")))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_frictionless_finds_the_package_valid(a_year: ReportFacts, zh: Words, tmp_path: Path) -> None:
    from frictionless import Package, validate

    path = tmp_path / "ledger.zip"
    path.write_bytes(written(datapackage, compose(a_year, zh)))
    found = validate(str(path))
    assert found.valid, found.flatten(["rowNumber", "fieldName", "message"])
    resource: Any = Package(str(path)).get_resource("commitments")
    commitments = resource.read_rows()
    last = commitments[-1]
    assert (last["code"], last["due_on"], last["target_value"]) == ("MIIT-2025-039", date(2027, 12, 31), 30)
    assert last["satisfied"] is True
    assert (last["due_about"], last["doubts"], last["grounds_changed"]) == (True, "contradicted,before_due", False)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_frictionless_finds_what_is_wrong_in_a_package(a_year: ReportFacts, zh: Words, tmp_path: Path) -> None:
    from frictionless import validate

    with zipfile.ZipFile(io.BytesIO(written(datapackage, compose(a_year, zh)))) as archive:
        archive.extractall(tmp_path)
    table = tmp_path / "links.csv"
    table.write_text(table.read_text().replace("fulfils", "proves"))
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_the_tables_hold_codes_and_tie_up(packed: zipfile.ZipFile) -> None:
    commitments, links, evidence = (rows(packed, f"{name}.csv") for name in ("commitments", "links", "evidence"))
    assert [row["assessment"] for row in commitments][:2] == ["not_rated", "no_evidence"]
    assert {link["commitment"] for link in links} <= {row["code"] for row in commitments}
    assert {link["evidence"] for link in links} <= {row["uid"] for row in evidence}
    assert [link["part"] for link in links if link["evidence"] == "u-11"] == ["零碳工厂", ""]
    assert [row["uid"] for row in evidence] == ["0193", "u-11", "u-12", "u-13"]
    assert rows(packed, "claims.csv")[0]["claimed"] == "met"


def test_the_package_says_what_it_is_of(packed: zipfile.ZipFile) -> None:
    described = json.loads(packed.read("datapackage.json"))
    assert (described["profile"], described["version"]) == ("tabular-data-package", "2026-11-23")
    assert "原文不完整：下转第3版，未收录" in described["description"]


def test_the_same_report_gives_the_same_package(a_year: ReportFacts, zh: Words) -> None:
    report = compose(a_year, zh)
    assert written(datapackage, report) == written(datapackage, report)


def events(report: Report) -> list[Any]:
    return icalendar.Calendar.from_ical(ical.render(report)).walk("VEVENT")


def test_a_calendar_shows_when_what_is_due(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    (event,) = events(report_of(pilots))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 12, 31), date(2026, 1, 1))
    assert event["SUMMARY"] == "MIIT-2025-038 到期：再支持30个以上试点城市"
    assert event["UID"] == "MIIT-2025-038@commitment-ledger"
    assert "中小企业局（按职能推定）" in event["DESCRIPTION"]
    assert "评估结论：已完成" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("due", "zh_says", "en_says"),
    [
        (Due(date(2025, 12, 31), DueBasis.SECTION), "到期（期限未在原文写明）：", "due (date not in the text itself):"),
        (
            Due(date(2025, 12, 31), DueBasis.QUESTION),
            "到期（期限未在原文写明）：",
            "due (date not in the text itself):",
        ),
        (Due(date(2027, 12, 31), DueBasis.DERIVED, about=True), "大约此时到期：", "due about now:"),
        (Due(date(2026, 6, 30), DueBasis.DOCUMENT), "到期：", "due:"),
    ],
)
def test_a_date_that_the_promise_does_not_state_says_so_in_the_summary(
    facts_of: Callable[..., ReportFacts],
    pilots: CommitmentDetail,
    zh: Words,
    en: Words,
    due: Due,
    zh_says: str,
    en_says: str,
) -> None:
    facts = facts_of(replace(pilots, row=replace(pilots.row, due=due)))
    assert f" {zh_says}" in events(compose(facts, zh))[0]["SUMMARY"]
    assert f" {en_says}" in events(compose(facts, en))[0]["SUMMARY"]


def test_a_commitment_without_a_date_is_in_the_calendar_for_its_review_as_long_as_it_is_open(
    report_of: ReportMaker, pilots: CommitmentDetail
) -> None:
    row = replace(pilots.row, due=Due(None, DueBasis.NONE), review_on=date(2027, 1, 21))
    assert events(report_of(replace(pilots, row=row))) == [], "it is met"
    (event,) = events(report_of(replace(pilots, row=replace(row, assessment=Assessment.IN_PROGRESS))))
    assert (event["DTSTART"].dt, event["SUMMARY"]) == (date(2027, 1, 21), "MIIT-2025-038 复核：再支持30个以上试点城市")
    assert "无期限，复核日 2027-01-21" in event["DESCRIPTION"]


def test_a_part_with_a_due_date_of_its_own_is_in_the_calendar_too(
    report_of: ReportMaker, rich: CommitmentDetail
) -> None:
    whole, part = events(report_of(rich))
    assert (whole["DTSTART"].dt, part["DTSTART"].dt) == (date(2027, 12, 31), date(2026, 12, 31))
    assert part["SUMMARY"] == "MIIT-2025-039 到期：建设零碳工厂和零碳工业园区：零碳工厂"
    assert whole["UID"] != part["UID"]


def test_no_text_breaks_a_calendar(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    evil = "标题,；;\\\r\nEND:VEVENT\nBEGIN:VALARM " + "很长" * 300
    content = ical.render(report_of(replace(pilots, row=replace(pilots.row, title=replace(pilots.row.title, zh=evil)))))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    event: Any
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"].endswith(evil.replace("\r\n", "\n"))
    assert event.subcomponents == []
