"""What is dropped of a document, and how its tables become lines."""

from collections.abc import Sequence

import pytest

from tracker.briefing.cleaning.clean_text import CleanText, clean, text_read
from tracker.briefing.cleaning.text_edits import StepKind
from tracker.capture.documents.documents import Document, ReadTable
from tracker.capture.documents.formats import Kind

HEAD = ("序号", "任务", "牵头单位")
BODY = "市工业局将出台技术改造专项政策，每年支持100个项目。"


def _paged(*pages: Sequence[str], kind: Kind = Kind.PDF) -> Document:
    return Document(kind, tuple("\n".join(page) for page in pages))


def _table(*rows: Sequence[str]) -> Document:
    lines = "\n".join("\t".join(row).rstrip() for row in rows)
    return Document(Kind.DOCX, (lines,), (ReadTable("", tuple(map(tuple, rows))),))


def _kinds(text: CleanText) -> list[StepKind]:
    return [step.kind for step in text.steps]


@pytest.mark.parametrize("number", ["— 3 —", "- 12 -", "－3－", "第3页 共9页", "第 3 页", "共9页第3页", "Page 3 of 9"])
def test_a_page_number_is_dropped_wherever_it_stands(number: str) -> None:
    text = clean(_paged([BODY, number, BODY]))
    assert text.text == f"{BODY}\n{BODY}\n"
    assert _kinds(text) == [StepKind.PAGE_NUMBER]


def test_a_bare_number_is_one_of_a_page_only_where_they_count() -> None:
    assert clean(_paged([BODY, "4"], [BODY, "5"], [BODY, "6"])).text == f"{BODY}\n" * 3
    assert clean(_paged([BODY, "30"], [BODY, "100"], [BODY, "7"])).text.count("\n") == 6
    assert clean(_paged(["3", BODY])).text == f"3\n{BODY}\n"


def test_heads_and_feet_that_most_pages_have_are_dropped() -> None:
    pages = [["某市工业局文件", f"第{n}期", f"{n}月：{BODY}", "内部资料"] for n in range(1, 6)]
    text = clean(_paged(*pages))
    assert text.text.splitlines() == [f"{n}月：{BODY}" for n in range(1, 6)]
    assert _kinds(text) == [StepKind.BLANKS] + [StepKind.RUNNING_HEAD] * 15  # a page break is a line end, too


def test_heads_of_left_and_of_right_pages_are_dropped() -> None:
    pages = [["政策汇编" if n % 2 else "某市工业局", f"{n}月：{BODY}"] for n in range(1, 9)]
    assert clean(_paged(*pages)).text.splitlines() == [f"{n}月：{BODY}" for n in range(1, 9)]


def test_a_sentence_stays_on_however_many_pages_it_stands() -> None:
    pages = [["推进改造。", f"{n}月：{BODY}"] for n in range(1, 6)]
    assert clean(_paged(*pages)).text.count("推进改造。") == 5


@pytest.mark.parametrize(
    "caption",
    [
        "图1 展会现场",
        "图2-1：产业链示意图",
        "（本报记者 陈立新 摄）",
        "图为工人在生产线上作业 新华社记者 陈立新摄",
        "摄影：陈立新",
        "## 某市人民政府新闻办公室 THE PEOPLE'S GOVERNMENT INFORMATION OFFICE",
    ],
)
def test_captions_and_credits_are_dropped(caption: str) -> None:
    text = clean(_paged([BODY, caption, BODY], kind=Kind.TXT))
    assert text.text == f"{BODY}\n{BODY}\n"
    assert _kinds(text) == [StepKind.CAPTION]


@pytest.mark.parametrize("words", ["图强争先", "推进试点", "图书馆建设3个", "支持摄影产业发展", "培育5G应用"])
def test_short_lines_that_are_no_caption_stay(words: str) -> None:
    assert clean(_paged([words, BODY], kind=Kind.TXT)) == CleanText(f"{words}\n{BODY}\n", ())


def test_a_head_said_again_is_dropped_and_a_row_that_was_cut_is_one() -> None:
    document = _table(
        HEAD,
        ("1", "建设平台", "信息处"),
        ("2", "推进中小", ""),
        HEAD,
        ("", "企业改造", ""),
        ("3", "开展试点", "科技处"),
    )
    text = clean(document)
    assert text.text == "序号\t任务\t牵头单位\n1\t建设平台\t信息处\n2\t推进中小企业改造\n3\t开展试点\t科技处\n"
    assert _kinds(text) == [StepKind.JOINED_ROW, StepKind.REPEATED_HEAD]
    assert clean(document, [1]).text.splitlines()[2:4] == ["2\t推进中小", "\t企业改造"]
    assert clean(document, [2]).text.splitlines()[2:4] == ["2\t推进中小企业改造", "序号\t任务\t牵头单位"]
    assert clean(document, [1, 2]).text == text_read(document)


def test_a_row_with_an_empty_first_cell_below_a_head_said_twice_is_no_part_of_the_head() -> None:
    text = clean(_table(HEAD, HEAD, ("", "建设平台", "信息处")))
    assert text.text == "序号\t任务\t牵头单位\n\t建设平台\t信息处\n"
    assert _kinds(text) == [StepKind.REPEATED_HEAD]


def test_empty_cells_stay_empty_and_merged_rows_are_not_joined() -> None:
    rows = (HEAD, ("1", "建设平台", "信息处"), ("", "提供服务", ""), HEAD, ("", "开展试点", "科技处"))
    assert clean(_table(*rows)).text.splitlines()[2:] == ["\t提供服务", "\t开展试点\t科技处"]


def test_equal_rows_of_figures_are_no_head() -> None:
    rows = (("甲市", "3个"), ("乙市", "2个"), ("甲市", "3个"))
    assert clean(_table(*rows)).steps == ()


@pytest.mark.parametrize(
    ("cell", "closed"),
    [
        ("市中小 企业局", "市中小企业局"),
        ("财务处 科技处", "财务处 科技处"),
        ("陈立新 财务处", "陈立新 财务处"),
        ("牵头 财务处", "牵头 财务处"),
        ("制定全市技术改造 专项行动方案并组织实施。", "制定全市技术改造专项行动方案并组织实施。"),
        ("制定技术改造方案 开展工业诊断服务", "制定技术改造方案 开展工业诊断服务"),
    ],
)
def test_a_line_end_inside_a_name_of_a_cell_is_closed(cell: str, closed: str) -> None:
    assert clean(_table(HEAD, ("1", cell, "信息处"))).text.splitlines()[1] == f"1\t{closed}\t信息处"


def test_cells_of_a_page_are_written_as_rows_and_its_navigation_is_dropped() -> None:
    lines = ["首页", "任务分工", *HEAD, "1", "建设平台；", "开展试点。", "市中小", "企业局", "提供服务", BODY, "打印"]
    rows = (HEAD, ("1", "建设平台；开展试点。", "市中小企业局"), ("1", "提供服务", ""))
    document = Document(Kind.HTML, (f"任务分工\n{BODY}",), (ReadTable("", rows),), title="任务分工", lines=tuple(lines))
    text = clean(document)
    assert text.text == (
        "任务分工\n序号\t任务\t牵头单位\n1\t建设平台； 开展试点。\t市中小企业局\n\t提供服务\n" + BODY + "\n"
    )
    assert _kinds(text) == [StepKind.NAVIGATION, StepKind.TABLE_ROW, StepKind.NAVIGATION]
    assert clean(document, [1, 2, 3]).text == "".join(f"{line}\n" for line in lines)


def test_a_sentence_outside_of_the_article_stays() -> None:
    lines = ("首页", "市工业局今年将建成20个零碳园区。", BODY, "版权所有")
    text = clean(Document(Kind.HTML, (BODY,), lines=lines))
    assert text.text == f"{lines[1]}\n{BODY}\n"


def test_rows_of_a_workbook_stay_as_they_are() -> None:
    rows = (("序号", "任务"), ("", "提供服务"), ("— 3 —", ""))
    document = Document(Kind.XLSX, ("序号\t任务\n\t提供服务\n— 3 —",), (ReadTable("", rows),))
    assert clean(document).text == "序号\t任务\n\t提供服务\n— 3 —\n"


def test_names_of_columns_at_the_top_of_a_page_are_dropped_where_the_page_before_has_them() -> None:
    pages = (
        [BODY, "序号 任务 牵头单位", "1 建设平台 信息处"],
        ["序号 任务 牵头单位", "2 开展试点 科技处"],
        ["单位 名称", BODY],
    )
    text = clean(_paged(*pages))
    assert text.text.splitlines() == [*pages[0], pages[1][1], *pages[2]]
    assert _kinds(text) == [StepKind.BLANKS, StepKind.REPEATED_HEAD]


@pytest.mark.parametrize(
    "button",
    [
        "首页 > 政务公开 > 通知公告",
        "【打印】【关闭】",
        "【字体：大 中 小】",
        "分享到：",
        "上一篇：无",
        "【纠错】 责任编辑：某某",
        "版权所有：某市工业局 网站标识码：0000000001",
        "微信扫一扫 关注该公众号",
    ],
)
def test_buttons_of_a_page_are_dropped_inside_its_article_too(button: str) -> None:
    lines = (BODY, button, BODY)
    assert clean(Document(Kind.HTML, ("\n".join(lines),), lines=lines)).text == f"{BODY}\n{BODY}\n"


def test_a_pdf_gives_no_blanks_beside_figures_in_sentences_and_keeps_those_between_cells() -> None:
    pages = (["到 2026 年，支持 30 个城市，增长 5% 以上。", "1 建设平台 3 个 信息处"],)
    text = clean(_paged(*pages))
    assert text.text.splitlines() == ["到2026年，支持30个城市，增长5%以上。", "1 建设平台 3 个 信息处"]
    (step,) = [step for step in text.steps if step.kind is StepKind.BLANKS]
    undone = clean(_paged(*pages), [step.number])
    assert undone.text.splitlines() == list(pages[0])


@pytest.mark.parametrize("kind", [Kind.TXT, Kind.PDF])
def test_a_sentence_goes_on_over_a_bare_page_break(kind: Kind) -> None:
    pages = ([BODY, "下一步，我们将启动中小企业数字化改造，支"], ["持示范工厂。"])
    text = clean(_paged(*pages, kind=kind))
    assert text.text.splitlines() == [BODY, "下一步，我们将启动中小企业数字化改造，支持示范工厂。"]
    joint = next(step for step in text.steps if step.kind is StepKind.JOINED_LINES)
    assert clean(_paged(*pages, kind=kind), [joint.number]).text.splitlines() == [*pages[0], *pages[1]]
