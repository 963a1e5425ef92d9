"""The briefing report (专报): facts of a real ledger, in official prose, read back from real documents."""

import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pypdfium2
import pytest

from tracker.domain.errors import UserError
from tracker.domain.reports.report_period import PeriodSpan
from tracker.domain.reports.report_request import (
    BriefWish,
    Length,
    Office,
    ParagraphEdit,
    ReportForm,
    ReportKind,
    ReportWish,
)
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.compose import compose, drafts_of
from tracker.exports.docx import docx_writer
from tracker.exports.drafting import read_edits, write_draft
from tracker.exports.making import make_again, make_report
from tracker.exports.pdf_writer import render as render_pdf
from tracker.exports.report_text import Paragraph
from tracker.exports.report_tree import References, Report, Table
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import add_claim, add_restatement
from tracker.services.commands import (
    AssessmentChange,
    EvidenceFields,
    NewClaim,
    NewRestatement,
    NewSearch,
    command,
)
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import find_report, kept_office, last_brief, list_reports
from tracker.services.reports.reporting import read_report
from tracker.wording import Words, load_words

CITIES, CLUSTERS, FUND, ZERO = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-047", "MIIT-2025-050"
QUARTER = BriefWish(PeriodSpan.QUARTER)
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class Clock:
    """Shows the moment that it is turned to."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-12-01T09:00+08:00")

    def __call__(self) -> datetime:
        return self.now

    def turn(self, day: str) -> None:
        self.now = datetime.fromisoformat(f"{day}T12:00+08:00")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(ledger_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A ledger whose clock the test turns."""
    workspace = open_workspace(ledger_path, author="张三", clock=clock)
    yield workspace
    workspace.close()


def note(ledger: Workspace, code: str, published: str, **fields: Any) -> int:
    link = {"commitment": code, "bearing": fields.pop("bearing", "fulfils"), **fields.pop("link", {})}
    given = {"title": "《通知》", "publisher": "工业和信息化部", "kind": "document", "published": published, **fields}
    return add_evidence(ledger, command(EvidenceFields, **given, links=(link,))).evidence[0]


def brief(ledger: Workspace, wish: BriefWish = QUARTER, language: str = "zh") -> Report:
    return compose(read_report(ledger, ReportWish(ReportKind.BRIEF, brief=wish)), load_words(language))


def text_of(report: Report, *keys: str) -> str:
    sections = [section for section in report.sections if not section.annex and (not keys or section.key in keys)]
    return "\n".join(block.text for section in sections for block in section.blocks if isinstance(block, Paragraph))


def table_of(report: Report, key: str) -> Table | None:
    return next((block for block in report.blocks() if isinstance(block, Table) and block.key == key), None)


@pytest.fixture
def moved(office: Workspace, clock: Clock) -> Workspace:
    """A ledger in the last days of March 2027, in whose quarter something of everything happened."""
    clock.turn("2027-01-10")
    note(office, ZERO, "2026-12-31", title="《上季末的意见》")
    note(office, ZERO, "2026-12-30", title="《上季末的办法》", effective_on=date(2027, 3, 31))
    note(office, FUND, "2026-09-01", title="《去年九月的补录》")
    note(
        office,
        ZERO,
        "2027-01-01",
        title="关于开展零碳工厂建设工作的指导意见(工信部联节〔2027〕13号)",
        number="工信部联节〔2027〕13号",
        publisher="工业和信息化部、国家发展改革委",
        effective_on=date(2027, 3, 31),
        link={"stage": "issued"},
    )
    clock.turn("2027-02-10")
    note(
        office,
        CITIES,
        "2027-01-21",
        kind="statement",
        title="国新办发布会:财政支持的中小企业数字化转型试点城市累计101个",
        publisher="国务院新闻办公室",
        link={"value": 101, "unit": "个城市", "role": "cumulative"},
    )
    held = {"claims_only": "统计公报发布前，先据发布会判断"}
    set_assessment(
        office, command(AssessmentChange, commitment=CITIES, assessment="met", reason="累计101个", held=held)
    )
    clock.turn("2027-03-10")
    search = {"place": "工信部网站", "words": "中小企业发展基金二期", "searched_on": date(2027, 2, 20)}
    log_search(office, command(NewSearch, commitment=FUND, outcome="nothing", **search))
    listed = {"kind": "list", "title": "产业集群名单公示", "link": {"stage": "publicity"}}
    note(office, CLUSTERS, "2027-02", bearing="progress", **listed)
    note(
        office, CLUSTERS, "2027-03-05", kind="press", title="名单被指有误", publisher="人民日报", bearing="contradicts"
    )
    clock.turn("2027-03-31")
    return office


def test_progress_is_told_by_the_day_it_happened_in_official_prose(moved: Workspace) -> None:
    said = text_of(brief(moved), "progress")
    assert (
        "1月1日，工业和信息化部、国家发展改革委印发《关于开展零碳工厂建设工作的指导意见》（工信部联节〔2027〕13号），"
        "自3月31日起施行，落实“探索建设零碳工厂和零碳工业园区”。"
    ) in said
    said = text_of(brief(moved, replace(QUARTER, length=Length.FULL)), "progress")
    assert "1月21日，国务院新闻办公室在国新办发布会上通报财政支持的中小企业数字化转型试点城市累计101个，" in said
    assert "2月，工业和信息化部公示《产业集群名单公示》" in said
    assert "上季末的意见" not in said, "31 December is the quarter before, though it was typed in January"
    assert "去年九月的补录" not in said
    assert "3月31日，《上季末的办法》施行" in said, "the last day of the quarter is in it"
    assert "《关于开展零碳工厂建设工作的指导意见》（工信部联节〔2027〕13号）施行" not in said, "it was told already"


@pytest.fixture
def spoken(moved: Workspace) -> Workspace:
    """The same ledger, of whose promises the ministry has spoken since: in the quarter, and of before."""
    claim = {"commitment": CLUSTERS, "said_by": "工业和信息化部"}
    add_claim(moved, command(NewClaim, **claim, said="集群认定已全部完成。", said_on="2027-03-02", claimed="met"))
    add_claim(moved, command(NewClaim, **claim, said="正在组织认定", said_on="2026-12-30", claimed="in_progress"))
    later = {"commitment": CITIES, "said_by": "财政部", "said_on": "2027-02-03", "wording": "再支持20个“示范”城市"}
    amount = {"operator": "at_least", "value": "20", "unit": "个", "due_on": date(2027, 12, 31)}
    add_restatement(moved, command(NewRestatement, **later, **amount, kind="lowered"))
    return moved


def test_paragraphs_stay_the_same_whatever_stands_around_them(moved: Workspace, zh: Words, tmp_path: Path) -> None:
    wish = ReportWish(ReportKind.BRIEF, brief=QUARTER)
    write_draft(moved, wish, zh, tmp_path / "plain.txt")
    office = Office(subject="工信部2025年", sender="政策研究室", recipient="办公厅", signed_by="政策研究室")
    signed = replace(wish, brief=replace(QUARTER, office=replace(office, attachments=("名单", "表", "图"))))
    write_draft(moved, signed, zh, tmp_path / "signed.txt")
    assert (tmp_path / "plain.txt").read_bytes() == (tmp_path / "signed.txt").read_bytes()


def test_what_was_said_later_is_told_by_its_own_day_and_beside_our_assessment(spoken: Workspace) -> None:
    said = text_of(brief(spoken), "progress")
    assert (
        "3月2日，工业和信息化部宣布“新认定100个中小企业特色产业集群”已完成：“集群认定已全部完成”；"
        "台账的评估结论为“未评估”。"
    ) in said
    assert "2月3日，财政部降低“中小企业数字化转型：再支持30个以上试点城市”的目标，" in said
    assert "时限改为2027年12月31日，目标改为20个以上：“再支持20个‘示范’城市”" in said
    assert "正在组织认定" not in said, "it was said in the quarter before"
    assert "证据3件、官方口径和后续表述1条" in said
    told = table_of(brief(spoken), "statements")
    assert told is not None
    assert [row[1].text for row in told.rows] == ["2027-02-03", "2027-03-02"]
    late = table_of(brief(spoken), "late")
    assert late is not None
    assert late.rows[-1][3].text == "正在组织认定"


def test_a_claim_is_no_evidence_and_moves_nothing_on(spoken: Workspace) -> None:
    opening = text_of(brief(spoken), "opening").split("\n")
    assert opening[0].startswith("2027年第一季度，72项承诺中有3项取得新进展（公开证据5件）")
    assert annex_begins(render_pdf(brief(spoken))) <= 3


def test_a_period_in_which_the_ministry_only_spoke_says_so(office: Workspace, clock: Clock) -> None:
    clock.turn("2027-03-31")
    claim = {"commitment": ZERO, "said": "零碳工厂建设进展顺利", "said_by": "工业和信息化部"}
    add_claim(office, command(NewClaim, **claim, said_on="2027-03"))
    report = brief(office)
    assert "均未见新的公开进展证据" in text_of(report, "opening")
    assert "3月，工业和信息化部就“探索建设零碳工厂和零碳工业园区”表示“零碳工厂建设进展顺利”。" in text_of(
        report, "progress"
    )


def test_the_words_of_a_paper_that_is_told_are_not_told_twice(moved: Workspace) -> None:
    paper = note(moved, CITIES, "2027-03-20", kind="statement", title="试点城市已有101个", publisher="财政部")
    claim = {"commitment": CITIES, "said_by": "财政部", "said_on": "2027-03-20", "evidence_id": paper}
    add_claim(moved, command(NewClaim, **claim, said="已有101个"))
    assert "财政部就“中小企业数字化转型" not in text_of(brief(moved), "progress")
    add_claim(moved, command(NewClaim, **claim, said="已有101个，任务完成", claimed="met"))
    report = brief(moved)
    assert "财政部宣布“中小企业数字化转型" in text_of(report, "progress")
    (notes,) = (block for block in report.blocks() if isinstance(block, References))
    assert sum("101个" in entry.text for entry in notes.entries if entry.publisher == "财政部") == 1


def test_a_period_report_tells_what_was_said_by_its_own_day(spoken: Workspace) -> None:
    wish = ReportWish(ReportKind.PERIOD, since=date(2027, 2, 28))
    report = compose(read_report(spoken, wish), load_words("zh"), with_charts=False)
    changes = report.section("changes")
    assert changes is not None
    (table,) = changes.blocks
    assert isinstance(table, Table)
    told = {row[0].text: row[-1].lines for row in table.rows}
    assert "2027年3月2日，工业和信息化部宣布此项承诺已完成：“集群认定已全部完成”" in told[CLUSTERS]
    assert CITIES not in told, "it was said before the period"
    late = report.section("late")
    assert late is not None
    (table,) = late.blocks
    assert isinstance(table, Table)
    assert {row[0].text for row in table.rows} >= {CITIES, CLUSTERS}
    summary = report.section("summary")
    assert summary is not None
    said = "".join(block.text for block in summary.blocks if isinstance(block, Paragraph))
    assert "责任单位的官方口径和后续表述 1 条，只作记录，不算进展。" in said


def test_the_first_sentence_is_the_conclusion_and_the_second_compares(moved: Workspace) -> None:
    opening = text_of(brief(moved), "opening").split("\n")
    moved_on = "2027年第一季度，72项承诺中有3项取得新进展（公开证据5件）"
    assert opening[0].startswith(f"{moved_on}；较上期末新评估为已完成1项；")
    assert "期限已过、尚待结论" in opening[0]
    assert opening[1].startswith("本期新证据5件，较上期增加3件。与上期末相比，“已完成”由0项增至1项")


def test_amounts_are_plan_against_actual_with_the_share_and_its_working(moved: Workspace) -> None:
    report = brief(moved)
    assert "计划30个以上，实际新增35个，完成117%" in text_of(report, "progress")
    notes = [entry.text for block in report.blocks() if isinstance(block, References) for entry in block.entries]
    assert "核算：101 累计 − 66 基数 = 35 新增 ≥ 30。" in notes


def test_problems_and_steps_follow_from_rules_that_are_named(moved: Workspace) -> None:
    report = brief(moved)
    problems = text_of(report, "problems")
    assert "1项另有相反证据：“新认定100个中小企业特色产业集群”" in problems
    assert "（仅有表态或报道）" in problems
    assert "（2月20日检索）" in problems
    steps = text_of(report, "steps")
    assert "按职能推定" in steps, "an inferred lead is never the ministry's word"
    assert "建议核实后再作结论" in steps
    notes = [entry.text for block in report.blocks() if isinstance(block, References) for entry in block.entries]
    assert any(text.startswith("规则§6") and FUND in text for text in notes)


def test_every_sentence_leads_to_a_note_that_is_there(moved: Workspace) -> None:
    report = brief(moved)
    (notes,) = (block for block in report.blocks() if isinstance(block, References))
    assert [entry.number for entry in notes.entries] == list(range(1, len(notes.entries) + 1))
    cited: list[int] = []
    for section in report.sections:
        if section.key in ("opening", "progress", "problems", "steps"):
            for block in section.blocks:
                assert isinstance(block, Paragraph)
                numbers = [number for run in block.runs for number in run.citations]
                assert numbers or "附表" in block.text, block.text
                cited += numbers
    assert set(cited) <= {entry.number for entry in notes.entries}
    first = list(dict.fromkeys(cited))
    assert first == sorted(first), "numbered in the order of reading"


def test_what_was_entered_late_is_a_list_of_its_own(moved: Workspace) -> None:
    report = brief(moved)
    assert "本期登记以前发生的证据3件" in text_of(report, "progress")
    late = table_of(report, "late")
    assert late is not None
    assert [row[3].text for row in late.rows] == ["《去年九月的补录》", "《上季末的办法》", "《上季末的意见》"]
    assert {row[5].text for row in late.rows} == {"2027-01-10"}


def test_a_week_a_month_and_a_quarter_differ_by_one_switch(moved: Workspace) -> None:
    titles = {
        PeriodSpan.WEEK: "（2027年3月29日至4月4日）",
        PeriodSpan.MONTH: "（2027年3月）",
        PeriodSpan.QUARTER: "（2027年第一季度）",
    }
    for span, subtitle in titles.items():
        report = brief(moved, BriefWish(span))
        assert (report.title, report.subtitle) == ("承诺事项落实情况专报", subtitle)
    assert "（截至3月31日）" in text_of(brief(moved, BriefWish(PeriodSpan.WEEK))), "a week that is not over says so"
    january = brief(moved, BriefWish(PeriodSpan.MONTH, day=date(2027, 1, 15)))
    assert january.subtitle == "（2027年1月）"
    assert "公开证据2件" in text_of(january, "opening")
    with pytest.raises(UserError, match="period_ahead"):
        brief(moved, BriefWish(PeriodSpan.MONTH, day=date(2027, 4, 1)))


def test_no_day_in_a_sentence_is_written_as_computers_do_and_no_click_is_told(moved: Workspace) -> None:
    for length in Length:
        report = brief(moved, replace(QUARTER, length=length))
        said = text_of(report) + report.title + report.subtitle + report.colophon
        assert not ISO.search(said)
        assert not re.search("添加|关联|登记了|台账“", text_of(report))


def test_a_period_in_which_nothing_happened_is_one_honest_page(office: Workspace, clock: Clock) -> None:
    clock.turn("2027-03-31")
    report = brief(office)
    said = text_of(report)
    assert "2027年第一季度，72项承诺均未见新的公开进展证据" in said
    assert "未见证据不等于没有进展" in said
    assert report.section("progress") is None
    assert annex_begins(render_pdf(report)) == 1


def annex_begins(content: bytes) -> int:
    """The pages before the annex."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return next(number for number, text in enumerate(pages) if re.search(r"附\s*表\s*1\s*(本期|需要)", text))


@pytest.mark.parametrize(
    "office_says", [Office(), Office("工信部", "规划司", "部办公厅", "规划司", None, ("附表", "说明"))]
)
def test_the_text_stays_within_three_pages(moved: Workspace, office_says: Office) -> None:
    content = render_pdf(brief(moved, replace(QUARTER, office=office_says)))
    assert annex_begins(content) <= 3


def test_who_signs_never_stands_alone_on_a_page(office: Workspace, clock: Clock) -> None:
    clock.turn("2027-03-31")
    says = Office("工信部", "规划司", "部办公厅", "规划司", None, tuple(f"第{number}份附件" for number in range(9)))
    last = text_of(brief(office), "steps").split("，")[-1]
    with closing(pypdfium2.PdfDocument(render_pdf(brief(office, replace(QUARTER, office=says))))) as document:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    (signed,) = (page for page in pages if "附件：1." in page)
    assert last.rstrip("。") in signed


def test_of_each_commitment_one_piece_is_told_before_any_has_a_second(office: Workspace, clock: Clock) -> None:
    clock.turn("2027-03-31")
    for number in range(9):
        note(office, ZERO, f"2027-03-{number + 10}", title=f"《零碳第{number}号公告》")
    note(office, CLUSTERS, "2027-03-05", title="《集群名单》", kind="press", bearing="progress")
    said = text_of(brief(office, replace(QUARTER, length=Length.SUMMARY)), "progress")
    assert "集群名单" in said
    assert said.count("零碳第") == 1


def test_three_hundred_pieces_in_a_week_are_grouped_counted_and_stand_in_the_annex(
    office: Workspace, clock: Clock
) -> None:
    clock.turn("2027-03-31")
    codes = [f"MIIT-2025-{number:03}" for number in range(1, 61)]
    for number in range(300):
        note(office, codes[number % 60], "2027-03-30", title=f"《第{number}号通知》", number=f"工信〔2027〕{number}号")
    report = brief(office, BriefWish(PeriodSpan.WEEK))
    assert "公开证据300件" in text_of(report, "opening")
    assert len(text_of(report, "progress")) < 1200
    progress = table_of(report, "progress")
    assert progress is not None
    assert len(progress.rows) == 300
    assert annex_begins(render_pdf(report)) <= 3


def test_the_elements_of_an_official_document_stand_where_they_belong(moved: Workspace) -> None:
    says = Office("工信部", "规划司", "部办公厅", "", date(2027, 4, 2), ("附表",))
    report = brief(moved, replace(QUARTER, office=says))
    document = docx.Document(io.BytesIO(docx_writer.render(report)))
    styles = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs]
    assert styles[0] == ("Report Head", "规划司")
    assert styles[1] == ("Title", "工信部承诺事项落实情况专报")
    assert ("Report Address", "部办公厅：") in styles
    assert styles.index(("Report Attachment", "附件：附表")) < styles.index(("Report Signature", "规划司"))
    assert ("Report Signed On", "2027年4月2日") in styles
    bare = docx.Document(io.BytesIO(docx_writer.render(brief(moved))))
    names = {paragraph.style.name for paragraph in bare.paragraphs if paragraph.style}
    assert not names & {"Report Head", "Report Address", "Report Attachment", "Report Signed On"}
    links = set(
        re.findall(r'w:anchor="(\w+)"', str(ZipFile(io.BytesIO(docx_writer.render(report))).read("word/document.xml")))
    )
    marks = set(
        re.findall(
            r'w:name="(reference_\d+)"', str(ZipFile(io.BytesIO(docx_writer.render(report))).read("word/document.xml"))
        )
    )
    assert links
    assert links <= marks


def test_an_english_report_says_what_stands_in_the_original(moved: Workspace) -> None:
    note(moved, ZERO, "2027-03-20", title="《译过的意见》", title_en="Opinions in English")
    report = brief(moved, replace(QUARTER, length=Length.FULL), "en")
    assert "On 1 January" in text_of(report)
    assert "Opinions in English (《译过的意见》)" in text_of(report)
    about = report.section("annex.about")
    assert about is not None
    said = "\n".join(block.text for block in about.blocks if isinstance(block, Paragraph))
    (line,) = (line for line in said.split("\n") if line.startswith("Titles and publishers"))
    (notes,) = (block for block in report.blocks() if isinstance(block, References))
    translated = next(entry.number for entry in notes.entries if entry.title == "《译过的意见》")
    assert f"[{translated}]" not in line
    assert line.count("[") == sum(entry.uid != "" for entry in notes.entries) - 1


FORM = ReportForm("zh", "md", charts=False)


def edited(wish: BriefWish, ledger: Workspace, key: str, text: str) -> BriefWish:
    facts = read_report(ledger, ReportWish(ReportKind.BRIEF, brief=wish))
    (draft,) = (one for one in drafts_of(facts, load_words("zh")) if one.key == key)
    return replace(wish, edits=(*wish.edits, ParagraphEdit(key, text, draft.facts)))


@pytest.mark.parametrize("name", ["md", "html", "docx", "pdf", "json"])
def test_the_analysts_words_are_text_kept_and_made_again_byte_by_byte(
    moved: Workspace, tmp_path: Path, clock: Clock, name: str
) -> None:
    words = "<b>明显</b>加快 😀 =SUM(A1) {{title}} `x`"
    wish = ReportWish(ReportKind.BRIEF, brief=edited(QUARTER, moved, "comparison", words))
    first, second = tmp_path / f"first.{name}", tmp_path / f"second.{name}"
    past = make_report(moved, wish, replace(FORM, format=name), first)
    clock.turn("2027-05-01")
    note(moved, ZERO, "2027-03-30", title="《后来的意见》")
    kept = find_report(moved, past.id)
    assert kept.wish.brief == wish.brief
    assert make_again(moved, kept, second)
    assert second.read_bytes() == first.read_bytes()
    if name == "html":
        assert "&lt;b&gt;明显&lt;/b&gt;加快" in first.read_text(encoding="utf-8")
    if name == "docx":
        document = docx.Document(str(first))
        assert any(paragraph.text.startswith(words) for paragraph in document.paragraphs)


def test_an_edit_without_words_leaves_the_paragraph_out(moved: Workspace) -> None:
    before = text_of(brief(moved), "opening").split("\n")
    after = text_of(brief(moved, edited(QUARTER, moved, "comparison", " ")), "opening").split("\n")
    assert after == before[:1]


def test_edits_are_offered_again_and_shown_beside_new_words_where_facts_have_changed(
    moved: Workspace, tmp_path: Path, clock: Clock
) -> None:
    zh = load_words("zh")
    wish = ReportWish(ReportKind.BRIEF, brief=QUARTER)
    draft = tmp_path / "draft.txt"
    write_draft(moved, wish, zh, draft)
    text = draft.read_text(encoding="utf-8")
    head, found, rest = text.partition("本期新证据5件")
    assert found
    draft.write_text(head + "我改的话：本期新证据5件" + rest, encoding="utf-8")
    edits = read_edits(moved, wish, zh, draft)
    assert [edit.key for edit in edits] == ["comparison"]
    make_report(moved, replace(wish, brief=replace(QUARTER, edits=edits)), FORM, tmp_path / "a.md")
    write_draft(moved, wish, zh, tmp_path / "again.txt")
    assert read_edits(moved, wish, zh, tmp_path / "again.txt") == edits, "offered as it is, while nothing changed"
    note(moved, ZERO, "2027-03-30", title="《又一份意见》")
    write_draft(moved, wish, zh, tmp_path / "later.txt")
    later = (tmp_path / "later.txt").read_text(encoding="utf-8")
    new, _, old = later.partition("=== comparison earlier\n")
    assert "本期新证据6件" in new
    assert old.startswith("我改的话")
    with pytest.raises(UserError, match=r"paragraphs_outdated|paragraph_unknown"):
        read_edits(moved, wish, zh, draft)
    with pytest.raises(UserError, match="draft_exists"):
        write_draft(moved, wish, zh, draft)


def test_the_office_is_asked_once(moved: Workspace, tmp_path: Path) -> None:
    says = Office("工信部", "规划司", "部办公厅", "司长", date(2027, 4, 2), ("附表",))
    wish = ReportWish(ReportKind.BRIEF, brief=replace(QUARTER, office=says))
    make_report(moved, wish, FORM, tmp_path / "a.md")
    assert list_reports(moved)[0].wish.brief.office == says
    last = last_brief(moved, ReportWish(ReportKind.BRIEF, brief=QUARTER), "zh")
    assert kept_office(last) == replace(says, signed_on=None, attachments=())
    assert last_brief(moved, ReportWish(ReportKind.BRIEF, brief=BriefWish(PeriodSpan.WEEK)), "zh") is None
    assert last_brief(moved, ReportWish(ReportKind.BRIEF, brief=QUARTER), "en") is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "paragraphs_unreadable"),
        (b"x" * (3 << 20), "paragraphs_unreadable"),
        (b"hello", "paragraphs_none"),
    ],
)
def test_a_file_of_paragraphs_that_is_none_is_refused(
    moved: Workspace, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "p.txt"
    path.write_bytes(content)
    with pytest.raises(UserError, match=code):
        read_edits(moved, ReportWish(ReportKind.BRIEF, brief=QUARTER), load_words("zh"), path)


def test_an_empty_scope_is_said_and_nothing_else(moved: Workspace) -> None:
    wish = ReportWish(ReportKind.BRIEF, LedgerQuery(search="没有这样的承诺"), brief=QUARTER)
    report = compose(read_report(moved, wish), load_words("zh"))
    assert text_of(report, "opening") == "没有符合范围的承诺事项。"
    assert {section.key for section in report.sections} == {"opening", "closing", "annex.about"}
