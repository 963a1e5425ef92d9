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

from tracker.domain.report import Report
from tracker.domain.rows import CommitmentDetail, Due
from tracker.domain.terms import DueBasis
from tracker.exports import datapackage, ical
from tracker.exports.compose import compose
from tracker.services.reporting import ReportFacts
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
    assert (last["code"], last["due_on"], last["target_value"]) == ("MIIT-2025-039", date(2025, 12, 31), 30)
    assert last["satisfied"] is True


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


def test_an_assumed_date_says_so_in_the_summary(
    facts_of: Callable[..., ReportFacts], rich: CommitmentDetail, zh: Words, en: Words
) -> None:
    assert "到期（假定日期）：" in events(compose(facts_of(rich), zh))[0]["SUMMARY"]
    assert "due (assumed date):" in events(compose(facts_of(rich), en))[0]["SUMMARY"]


def test_a_commitment_without_a_date_is_in_no_calendar(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    dateless = replace(pilots, row=replace(pilots.row, due=Due(None, DueBasis.NONE)))
    assert events(report_of(dateless)) == []


def test_no_text_breaks_a_calendar(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    evil = "标题,；;\\\r\nEND:VEVENT\nBEGIN:VALARM " + "很长" * 300
    content = ical.render(report_of(replace(pilots, row=replace(pilots.row, title=replace(pilots.row.title, zh=evil)))))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    event: Any
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"].endswith(evil.replace("\r\n", "\n"))
    assert event.subcomponents == []
