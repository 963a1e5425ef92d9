"""What stands beside a verdict, and under whose name words stand: the same in every format, each read by a reader of
its own."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import ModuleType

import openpyxl
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from tests.exports.reading import IN_WORDS, read, tables_of
from tests.exports.written import written

from tracker.domain.commitments.passage import PassageRole, SourcePassage
from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.rows import ChainLink, CommitmentDetail, Due, Name, Quote, Succession, VerdictDoubt
from tracker.domain.terms import Assessment, DepartmentBasis, Doubt, DueBasis, Light, RelationKind
from tracker.exports import charts as drawing
from tracker.exports import pdf_writer
from tracker.exports.charts import chart_table
from tracker.exports.compose import compose
from tracker.exports.docx import docx_writer
from tracker.exports.pages import html_, json_, markdown
from tracker.exports.references import ical
from tracker.exports.report_tree import Chart, Report, Table
from tracker.exports.tables import csv_
from tracker.exports.xlsx import xlsx_writer
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

KINDS = (ReportKind.LEDGER, ReportKind.PERIOD, ReportKind.DOSSIER)
FIRST, SECOND = "2025年再支持30个以上试点城市", "推进零碳工厂和零碳工业园区建设"
REASON = "报道所指的城市不在名单里"


@pytest.fixture
def changed(rich: CommitmentDetail) -> CommitmentDetail:
    """The rich one, whose verdict's grounds have changed."""
    return replace(rich, row=replace(rich.row, grounds_changed=True))


@pytest.fixture
def told(facts_of: Callable[..., ReportFacts]) -> Callable[..., Report]:
    """A report of one kind of these commitments."""

    def tell(kind: ReportKind, words: Words, *details: CommitmentDetail) -> Report:
        since = date(2025, 12, 31) if kind is ReportKind.PERIOD else None
        facts = facts_of(*details, wish=ReportWish(kind, code=details[0].row.code), since=since)
        return compose(facts, words, with_charts=False)

    return tell


@pytest.mark.parametrize("writer", IN_WORDS, ids=lambda writer: writer.__name__.rpartition(".")[2])
@pytest.mark.parametrize("kind", KINDS)
def test_a_doubt_and_the_reason_against_it_stand_wherever_the_verdict_does(
    told: Callable[..., Report], changed: CommitmentDetail, zh: Words, en: Words, writer: ModuleType, kind: ReportKind
) -> None:
    for words in (zh, en):
        text = read(writer, told(kind, words, changed))
        held = words.report("doubt_held", doubt=Doubt.CONTRADICTED, reason=words.in_original(REASON))
        for said in (words.term(Assessment.PARTLY_MET), held, words.term(Doubt.BEFORE_DUE), "grounds_changed"):
            wanted = words.phrase(said) if said == "grounds_changed" else said
            assert re.sub(r"\s", "", wanted) in text, wanted


@pytest.mark.parametrize("writer", IN_WORDS, ids=lambda writer: writer.__name__.rpartition(".")[2])
@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_has_read_is_marked_in_every_report(
    told: Callable[..., Report], rich: CommitmentDetail, zh: Words, en: Words, writer: ModuleType, kind: ReportKind
) -> None:
    unread = replace(rich, row=replace(rich.row, is_reviewed=False))
    for words in (zh, en):
        mark = re.sub(r"\s", "", words.phrase("not_reviewed"))
        assert mark in read(writer, told(kind, words, unread))
        assert mark not in read(writer, told(kind, words, rich))


def test_data_says_whether_somebody_has_read_it(told: Callable[..., Report], rich: CommitmentDetail, zh: Words) -> None:
    for is_reviewed in (True, False):
        report = told(ReportKind.LEDGER, zh, replace(rich, row=replace(rich.row, is_reviewed=is_reviewed)))
        assert json.loads(written(json_, report))["items"][0]["reviewed"] is is_reviewed
        (row,) = tables_of(report)["commitments"]
        assert row["reviewed"] == str(is_reviewed).lower()


@pytest.mark.parametrize("writer", IN_WORDS, ids=lambda writer: writer.__name__.rpartition(".")[2])
def test_where_nothing_is_questioned_nothing_is_said(
    told: Callable[..., Report], pilots: CommitmentDetail, zh: Words, writer: ModuleType
) -> None:
    text = read(writer, told(ReportKind.DOSSIER, zh, pilots))
    assert "坚持结论" not in text
    assert "依据已变" not in text


def test_data_has_fields_of_its_own_for_what_is_questioned(
    told: Callable[..., Report], changed: CommitmentDetail, zh: Words
) -> None:
    report = told(ReportKind.LEDGER, zh, changed)
    item = json.loads(written(json_, report))["items"][0]
    assert item["grounds_changed"] is True
    assert item["doubts"] == [
        {"rule": {"vocabulary": "doubt", "code": code, "word": word}, "reason": reason, "event": event}
        for code, word, reason, event in (
            ("contradicted", "另有相反证据", REASON, 9),
            ("before_due", "期限未到", "", None),
        )
    ]
    tables = tables_of(report)
    (row,) = tables["commitments"]
    assert (row["doubts"], row["grounds_changed"]) == ("contradicted,before_due", "true")
    assert [(line["rule"], line["reason"], line["event"]) for line in tables["doubts"]] == [
        ("contradicted", REASON, "9"),
        ("before_due", "", ""),
    ]
    (line,) = csv.DictReader(io.StringIO(written(csv_, report).decode("utf-8-sig")))
    assert line["存在问题"] == f"依据已变；另有相反证据（坚持结论：{REASON}）；期限未到"


def test_a_sentence_counts_what_is_questioned(
    facts_of: Callable[..., ReportFacts], changed: CommitmentDetail, pilots: CommitmentDetail, zh: Words
) -> None:
    facts = facts_of(changed, pilots, wish=ReportWish(ReportKind.PERIOD), since=date(2025, 12, 31))
    summary = compose(facts, zh, with_charts=False).section("summary")
    assert summary is not None
    assert "结论存疑的有 1 项：另有相反证据 1 项、期限未到 1 项、依据已变 1 项" in repr(summary)


@pytest.mark.parametrize("writer", IN_WORDS, ids=lambda writer: writer.__name__.rpartition(".")[2])
@pytest.mark.parametrize("kind", KINDS)
def test_every_passage_stands_under_the_name_of_who_said_it_and_no_other(
    told: Callable[..., Report], rich: CommitmentDetail, zh: Words, writer: ModuleType, kind: ReportKind
) -> None:
    text = read(writer, told(kind, zh, rich))
    said_by = {FIRST: ("张云明", "副部长"), SECOND: ("陶青", "运行监测协调局局长")}
    for words, (name, office) in said_by.items():
        others = {other for other, _ in said_by.values()} - {name}
        for found in re.finditer(re.escape(words) + "”——", text):
            behind = text[found.end() : found.end() + 14]
            assert behind.startswith(f"{name}，{office}"), behind
            assert not any(other in behind for other in others)
        assert words + "”——" in text


def test_data_tells_the_speaker_of_every_passage_and_names_all(
    told: Callable[..., Report], rich: CommitmentDetail, zh: Words
) -> None:
    report = told(ReportKind.LEDGER, zh, rich)
    item = json.loads(written(json_, report))["items"][0]
    assert [(quote["speaker"]["name"], quote["answer"]) for quote in item["quotes"]] == [("张云明", 5), ("陶青", 6)]
    assert item["speaker"] == "张云明；陶青"
    assert [speaker["office"] for speaker in item["speakers"]] == ["副部长", "运行监测协调局局长"]
    passages = tables_of(report)["passages"]
    said = [(row["exact"], row["speaker"], row["office"], row["answer"]) for row in passages]
    assert said[1] == (SECOND, "陶青", "运行监测协调局局长", "6")
    assert said[0][0].endswith(FIRST)
    assert said[0][1:] == ("张云明", "副部长", "5")


def test_the_words_of_a_question_are_nobodys_who_answered(
    told: Callable[..., Report], pilots: CommitmentDetail, zh: Words, en: Words
) -> None:
    asked = "2025年工业经济稳增长工作部署"
    quote = Quote(SourcePassage(0, len(asked), asked, PassageRole.DUE), "", "", asked, 6, 0)
    row = replace(pilots.row, due=Due(date(2025, 12, 31), DueBasis.QUESTION))
    detail = replace(pilots, row=row, due_quote=quote)
    assert f"“{asked}”——记者提问" in read(markdown, told(ReportKind.DOSSIER, zh, detail))
    assert f"“{asked}”—areporter'squestion" in read(markdown, told(ReportKind.DOSSIER, en, detail))


def test_in_a_source_that_names_no_speaker_the_words_are_of_who_answers_for_them(
    told: Callable[..., Report], pilots: CommitmentDetail, zh: Words
) -> None:
    detail = replace(pilots, quotes=tuple(replace(quote, speaker=None, answer=None) for quote in pilots.quotes))
    assert f"{FIRST}”——张云明，副部长" in read(markdown, told(ReportKind.DOSSIER, zh, detail))


@pytest.mark.parametrize("writer", IN_WORDS, ids=lambda writer: writer.__name__.rpartition(".")[2])
def test_a_rough_date_says_about_and_without_a_date_the_review_is_named(
    told: Callable[..., Report], rich: CommitmentDetail, pilots: CommitmentDetail, zh: Words, writer: ModuleType
) -> None:
    open_row = replace(
        pilots.row, assessment=Assessment.IN_PROGRESS, due=Due(None, DueBasis.NONE), review_on=date(2026, 1, 21)
    )
    text = read(writer, told(ReportKind.LEDGER, zh, rich, replace(pilots, row=open_row)))
    said = ("约2027-12-31（推算）", "无期限，复核日2026-01-21")
    in_the_register = ("推算（大约）", "无期限，2026年1月21日复核")
    assert all(one in text or other in text for one, other in zip(said, in_the_register, strict=True))


def test_data_tells_a_rough_date_and_the_day_of_review(
    told: Callable[..., Report], rich: CommitmentDetail, pilots: CommitmentDetail, zh: Words
) -> None:
    row = replace(pilots.row, due=Due(None, DueBasis.NONE), review_on=date(2026, 1, 21))
    open_row = replace(row, assessment=Assessment.IN_PROGRESS)
    report = told(ReportKind.LEDGER, zh, rich, replace(pilots, row=open_row), replace(pilots, row=row))
    dues = [item["due"] for item in json.loads(written(json_, report))["items"]]
    assert [(due["on"], due["about"], due["review_on"]) for due in dues] == [
        ("2027-12-31", True, None),
        (None, False, "2026-01-21"),
        (None, False, None),  # which is met: nothing is to be reviewed
    ]
    rows = tables_of(report)["commitments"]
    assert [(row["due_on"], row["due_about"], row["review_on"]) for row in rows] == [
        ("2027-12-31", "true", ""),
        ("", "false", "2026-01-21"),
        ("", "false", ""),
    ]


@pytest.fixture
def unmeasured(pilots: CommitmentDetail) -> CommitmentDetail:
    """A commitment with an amount to reach of which nothing is counted."""
    row = replace(pilots.row, working=None, assessment=Assessment.IN_PROGRESS, light=Light.UNMEASURED)
    return replace(pilots, row=row)


@pytest.mark.parametrize("writer", IN_WORDS, ids=lambda writer: writer.__name__.rpartition(".")[2])
def test_where_nothing_is_counted_that_is_said_and_never_zero(
    told: Callable[..., Report], unmeasured: CommitmentDetail, zh: Words, writer: ModuleType
) -> None:
    text = read(writer, told(ReportKind.LEDGER, zh, unmeasured))
    if writer is not ical:  # which tells of dates alone
        assert "尚无可以计数的证据" in text
        assert "无数据" in text
    assert "0%" not in re.sub(r"\d+0%", "", text)


def test_data_has_no_number_where_nothing_is_counted(
    told: Callable[..., Report], unmeasured: CommitmentDetail, zh: Words
) -> None:
    report = told(ReportKind.LEDGER, zh, unmeasured)
    target = json.loads(written(json_, report))["items"][0]["target"]
    assert (target["actual"], target["reached"], target["satisfied"]) == (None, None, None)
    (row,) = tables_of(report)["commitments"]
    assert (row["actual"], row["satisfied"], row["light"]) == ("", "", "unmeasured")


def chart_of(facts: ReportFacts, words: Words, key: str) -> Chart:
    blocks = compose(facts, words).blocks()
    return next(block for block in blocks if isinstance(block, Chart) and block.key == key)


def test_a_chart_shows_a_target_without_data_as_that(
    facts_of: Callable[..., ReportFacts], unmeasured: CommitmentDetail, zh: Words
) -> None:
    facts = facts_of(unmeasured)
    chart = chart_of(facts, zh, "targets")
    assert chart.series[0].values == (None,)
    assert "尚无可以计数的证据" in chart.alternative
    label, reached, _ = chart_table(chart, zh).rows[0]
    assert (label.text, reached.text, reached.value) == ("再支持30个以上试点城市", "无数据", None)
    zero = replace(chart, series=(replace(chart.series[0], values=(Decimal(0),)), *chart.series[1:]))
    assert drawing.svg(chart, "zh", 6) != drawing.svg(zero, "zh", 6)
    assert etree.fromstring(drawing.svg(chart, "zh", 6)) is not None
    sheet = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, compose(facts, zh))))["总体情况"]
    (line,) = [row for row in sheet.iter_rows() if row[0].value == "再支持30个以上试点城市"]
    assert [cell.value for cell in line][1] is None, "a spreadsheet would draw a word as zero"
    assert "无数据" in [cell.value for cell in line]


def test_the_chain_of_a_pledge_is_told_in_the_dossier(
    told: Callable[..., Report], rich: CommitmentDetail, zh: Words
) -> None:
    publisher = Name("miit", "工业和信息化部", "MIIT")
    earlier = ChainLink("MIIT-2024-001", Name("a", "培育零碳工厂", ""), publisher, date(2024, 1, 19))
    follows = (Succession(RelationKind.RAISED, "MIIT-2024-001"),)
    itself = ChainLink(rich.row.code, rich.row.title, publisher, rich.source.held_on, follows)
    text = read(markdown, told(ReportKind.DOSSIER, zh, replace(rich, chain=(earlier, itself))))
    assert "2024-01-19；MIIT-2024-001培育零碳工厂" in text
    assert "承接MIIT-2024-001（提高）；本条" in text


@pytest.mark.parametrize(
    "writer", [docx_writer, html_, json_, markdown, pdf_writer], ids=lambda one: one.__name__.rpartition(".")[2]
)
def test_parts_uncounted_values_searches_and_relations_are_told_in_every_format_that_is_read(
    told: Callable[..., Report], rich: CommitmentDetail, zh: Words, writer: ModuleType
) -> None:
    text = read(writer, told(ReportKind.DOSSIER, zh, rich))
    for said in (
        "零碳工厂：期限2026年12月31日（后续文件）；≥100家（新增），每个≥2亿元；尚无可以计数的证据；中小企业局（原文点名）",
        "另有1个子项尚未列出名称",
        "34个计划：计划数，不计入",
        "有所发现：征求意见稿",
        "没有找到",
        "结果未说明：一则简讯",
        "提高，工业和信息化部（2026年2月1日）：",
        "见MIIT-2026-003",
        "延期，工业和信息化部（2026年3月1日）：",
    ):
        assert said in text, said


def test_the_data_package_has_tables_of_parts_relations_searches_and_what_is_not_counted(
    told: Callable[..., Report], rich: CommitmentDetail, zh: Words
) -> None:
    tables = tables_of(told(ReportKind.LEDGER, zh, rich))
    first, second = tables["parts"]
    assert (first["part"], first["due_on"], first["due_basis"]) == ("零碳工厂", "2026-12-31", "document")
    assert (first["target_value"], first["threshold_value"], first["departments"]) == ("100", "2", "sme")
    assert (second["part"], second["due_on"], second["target_value"]) == ("零碳工业园区", "", "")
    assert tables["commitments"][0]["parts_unnamed"] == "1"
    assert [(row["kind"], row["other"]) for row in tables["relations"]] == [
        ("extended", ""),
        ("raised", "MIIT-2026-003"),
    ]
    assert [row["outcome"] for row in tables["searches"]] == ["something", "", "nothing"]
    (left_out,) = tables["not_counted"]
    assert (left_out["evidence"], left_out["value"], left_out["why"]) == ("u-12", "34", "plan")


def defined(report: Report) -> dict[str, list[str]]:
    section = report.section("definitions")
    assert section is not None
    tables = [block for block in section.blocks if isinstance(block, Table)]
    return {table.key: [row[0].text for row in table.rows] for table in tables}


def test_definitions_tell_every_doubt_and_terms_of_earlier_ledgers_only_where_they_occur(
    a_year: ReportFacts, facts_of: Callable[..., ReportFacts], rich: CommitmentDetail, zh: Words
) -> None:
    terms = defined(compose(a_year, zh, with_charts=False))
    assert terms["doubt"] == [zh.term(doubt) for doubt in Doubt]
    assert zh.term(DueBasis.ASSUMED) not in terms["due_basis"]
    assert terms["relation_kind"] == ["提高", "延期"]
    assert terms["attention"] == ["依据已变", "本节、提问的期限已过", "待复核", "检索已旧"]
    earlier = replace(
        rich,
        row=replace(rich.row, due=Due(date(2025, 12, 31), DueBasis.ASSUMED)),
        relations=(replace(rich.relations[0], kind=RelationKind.REVISION),),
    )
    terms = defined(compose(facts_of(earlier), zh, with_charts=False))
    assert zh.term(DueBasis.ASSUMED) in terms["due_basis"]
    assert terms["relation_kind"] == ["修订"]


def test_an_inferred_lead_is_never_shown_as_named_in_a_chart_or_a_heading(
    a_year: ReportFacts, facts_of: Callable[..., ReportFacts], pilots: CommitmentDetail, zh: Words
) -> None:
    period = compose(a_year, zh, with_charts=False)
    headings = [section.heading for section in period.sections if section.key.startswith("department.")]
    assert headings == ["中小企业局（按职能推定 8）", "没有牵头司局（1 项）"]
    assert "中小企业局（推定）" in [label.word for label in chart_of(a_year, zh, "departments").categories]
    lead = pilots.row.lead
    assert lead is not None
    named = replace(pilots, row=replace(pilots.row, id=1, lead=replace(lead, basis=DepartmentBasis.NAMED)))
    assert [label.word for label in chart_of(facts_of(named), zh, "departments").categories] == ["中小企业局"]
    both = chart_of(facts_of(named, pilots), zh, "departments")
    assert [label.word for label in both.categories] == ["中小企业局（推定 1/2）"]


def test_a_doubt_without_a_reason_says_that_none_was_given(
    told: Callable[..., Report], pilots: CommitmentDetail, zh: Words
) -> None:
    row = replace(pilots.row, doubts=(Doubt.CLAIMS_ONLY,))
    detail = replace(pilots, row=row, doubts=(VerdictDoubt(Doubt.CLAIMS_ONLY),))
    assert "仅有表态或报道（尚未说明坚持结论的理由）" in read(markdown, told(ReportKind.DOSSIER, zh, detail))
