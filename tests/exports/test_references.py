"""What is cited: the entries by GB/T 7714—2015, their numbers, and the files for reference managers."""

import io
import json
from collections.abc import Callable
from dataclasses import replace

import icalendar
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from tracker.domain.rows import CommitmentDetail, EvidenceRow, PartRow
from tracker.domain.terms import EvidenceKind
from tracker.exports.citing import mark_of, reference
from tracker.exports.compose import compose
from tracker.exports.references import csl, ical, ris
from tracker.exports.report_tree import Report
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

ReportMaker = Callable[..., Report]
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="en-US">
<info><title>t</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><names variable="author"><name/></names><text variable="title" prefix="|"/>
<date variable="issued" prefix="|"><date-part name="year"/></date><text variable="URL" prefix="|"/></layout>
</bibliography>
</style>"""


def entry(piece: EvidenceRow, words: Words, **values: object) -> str:
    return reference(1, replace(piece, **values), words).text


@pytest.fixture
def notice(pilots: CommitmentDetail) -> EvidenceRow:
    return replace(
        pilots.evidence[0], title="关于做好试点工作的通知", publisher="工业和信息化部", published="2025-05-06"
    )


PAGE = {"url": "https://www.miit.gov.cn/a.html", "retrieved": "2026-01-02", "kind": EvidenceKind.DOCUMENT}


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (
            PAGE,
            "工业和信息化部. 关于做好试点工作的通知[EB/OL]. (2025-05-06)[2026-01-02]. https://www.miit.gov.cn/a.html.",
        ),
        (
            PAGE | {"retrieved": None, "published": "2025-05"},
            "工业和信息化部. 关于做好试点工作的通知[EB/OL]. (2025-05). https://www.miit.gov.cn/a.html.",
        ),
        (
            {"kind": EvidenceKind.DOCUMENT, "number": "工信部联〔2025〕20号"},
            "工业和信息化部. 关于做好试点工作的通知: 工信部联〔2025〕20号[Z]. 2025-05-06.",
        ),
        (
            {"kind": EvidenceKind.DOCUMENT, "number": "20号", "title": "通知（20号）。"},
            "工业和信息化部. 通知（20号）[Z]. 2025-05-06.",
        ),
        (
            {"kind": EvidenceKind.LIST, "number": "GB/T 7714—2015", "title": "文后参考文献著录规则"},
            "工业和信息化部. 文后参考文献著录规则: GB/T 7714—2015[S]. 2025-05-06.",
        ),
        (
            {"kind": EvidenceKind.PRESS, "publisher": "人民日报"},
            "关于做好试点工作的通知[N]. 人民日报, 2025-05-06.",
        ),
        (
            PAGE | {"kind": EvidenceKind.STATE_PRESS, "publisher": "新华社"},
            "关于做好试点工作的通知[N/OL]. 新华社, 2025-05-06[2026-01-02]. https://www.miit.gov.cn/a.html.",
        ),
        (
            {"publisher": "财政部、工业和信息化部、商务部、教育部"},
            "财政部, 工业和信息化部, 商务部, 等. 关于做好试点工作的通知[Z]. 2025-05-06.",
        ),
        (
            {"url": "C:\\Users\\zhang\\通知.pdf", "retrieved": "2026-01-02"},
            "工业和信息化部. 关于做好试点工作的通知[Z]. 2025-05-06.",
        ),
        ({"title": "两行\n标题"}, "工业和信息化部. 两行 标题[Z]. 2025-05-06."),
    ],
)
def test_an_entry_is_written_by_the_standard(
    notice: EvidenceRow, zh: Words, values: dict[str, object], text: str
) -> None:
    assert entry(notice, zh, **values) == text


@pytest.mark.parametrize(
    ("numbers", "mark"), [([], ""), ([3], "[3]"), ([1, 2], "[1-2]"), ([5, 1, 3, 2, 2], "[1-3,5]"), ([1, 3], "[1,3]")]
)
def test_numbers_in_a_row_are_joined(numbers: list[int], mark: str) -> None:
    assert mark_of(numbers) == mark


def test_what_the_judgement_rests_on_is_numbered_first_and_what_was_withdrawn_not_at_all(
    report_of: ReportMaker, rich: CommitmentDetail
) -> None:
    report = report_of(rich)
    assert [(r.number, r.uid) for r in report.references] == [(1, "u-12"), (2, "u-11"), (3, "u-13")]
    (item,) = report.items
    (reason,) = (entry for entry in item.entries if entry.key == "judgement")
    assert reason.paragraphs[0].runs[-1].citations == (1,)
    assert [(piece.uid, item.numbers[piece.id]) for piece in item.pieces] == [("u-11", 2), ("u-12", 1), ("u-13", 3)]


def test_a_piece_that_several_commitments_share_has_one_number(
    report_of: ReportMaker, eight: list[CommitmentDetail]
) -> None:
    report = report_of(*eight)
    assert len(report.references) == 1
    assert [item.numbers[piece.id] for item in report.items for piece in item.pieces] == [1] * 8


def test_a_csl_processor_reads_the_references(report_of: ReportMaker, rich: CommitmentDetail) -> None:
    data = json.loads(csl.render(report_of(rich)))
    style = CitationStylesStyle(io.BytesIO(STYLE.encode()), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(data), formatter.plain)
    for item in data:
        bibliography.register(Citation([CitationItem(item["id"])]))
    first, second, third = (str(line) for line in bibliography.bibliography())
    assert "教育部" in first
    assert first.endswith("|关于做好试点工作的通知。|2025|https://www.miit.gov.cn/a.html?b=1&c=2")
    assert "|国新办举行新闻发布会：试点城市累计101个|2026" in second
    assert third.endswith("试点城市名单被指有误|2025|https://paper.people.cn/1")
    assert [item["type"] for item in data] == ["document", "speech", "article-newspaper"]
    assert data[0]["accessed"] == {"date-parts": [[2026, 1, 2]]}
    assert data[2] == {**data[2], "container-title": "人民日报", "issued": {"date-parts": [[2025, 6]]}}


def test_a_ris_reader_reads_the_references(report_of: ReportMaker, rich: CommitmentDetail) -> None:
    first, second, third = rispy.loads(ris.render(report_of(rich)).decode())
    assert first["type_of_reference"] == "GOVDOC"
    assert first["authors"] == ["工业和信息化部", "财政部", "商务部", "教育部"]
    assert (first["title"], first["year"], first["date"]) == ("关于做好试点工作的通知。", "2025", "2025/05/06")
    assert first["urls"] == ["https://www.miit.gov.cn/a.html?b=1&c=2"]
    assert first["abstract"] == "支持34个左右城市开展试点"
    assert second["type_of_reference"] == "GEN"
    assert (third["type_of_reference"], third["secondary_title"]) == ("NEWS", "人民日报")


def test_no_line_of_a_text_can_begin_another_record(
    facts_of: Callable[..., ReportFacts], rich: CommitmentDetail, zh: Words
) -> None:
    evil = replace(rich.evidence[0], title="标题\r\nER  - \r\nTY  - BOOK\r\nTI  - 假的", quote="一\nER  - ")
    report = compose(facts_of(replace(rich, evidence=(evil,))), zh)
    (record,) = rispy.loads(ris.render(report).decode())
    assert record["title"] == "标题 ER - TY - BOOK TI - 假的"


def test_an_event_stays_the_same_where_a_part_before_it_is_taken_out(
    report_of: ReportMaker, rich: CommitmentDetail
) -> None:
    first, second = rich.parts
    second = replace(second, due=first.due)

    def uids(*parts: PartRow) -> list[str]:
        calendar = icalendar.Calendar.from_ical(ical.render(report_of(replace(rich, parts=parts))))
        return [str(event["UID"]) for event in calendar.walk("VEVENT") if "-part-" in str(event["UID"])]

    both = uids(first, second)
    assert len(set(both)) == 2
    assert uids(second) == both[1:]
    assert uids(second, first) == both[::-1]


def test_a_report_without_evidence_cites_nothing(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    report = report_of(replace(pilots, evidence=(), cited=()))
    assert report.section("references") is None
    assert json.loads(csl.render(report)) == []
    assert ris.render(report) == b""
