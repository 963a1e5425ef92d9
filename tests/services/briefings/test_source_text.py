"""Documents as they come are read into a clean text."""

import hashlib
import io
import random
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
import typst

from tracker.capture.documents.formats import Kind
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.evidence.unreadable import Unread
from tracker.locations import resources_dir
from tracker.services.briefings.source_text import (
    ReadSource,
    StepKind,
    read_pasted_text,
    read_source_bytes,
    read_source_file,
)

NOTICE = (
    "某市关于促进中小企业改造的若干意见\n"
    "各县（市、区）人民政府：\n"
    "为促进改造，提出以下意见：\n"
    "一、支持改造\n"
    "（一）加大补助力度。对完成改造的企业，给予不超过投资额20%的补助。2025年至2027年，每年支持100家企业。"
    "（市工业局、市财政局负责。列第一位者为牵头单位，下同）\n"
    "（二）开展诊断服务。组织专家进企业，三年实现全覆盖。（市工业局负责）\n"
    "二、保障措施\n"
    "（三）加强统筹协调。市工业局要会同有关部门抓好落实。（各有关部门负责）\n"
    "某市人民政府\n"
    "2025年3月1日\n"
)
PASSAGES = (
    "对完成改造的企业，给予不超过投资额20%的补助",
    "2025年至2027年，每年支持100家企业",
    "组织专家进企业，三年实现全覆盖",
    "市工业局要会同有关部门抓好落实",
)
PAGE = (
    "<!doctype html><html><head><meta charset='{charset}'><title>若干意见</title></head><body><div><a href='/'>首页</a>"
    "<table width='900'><tr><td><table><tr><td>索 引 号：</td><td>0001/2025-01</td></tr><tr><td>发布日期：</td>"
    "<td>2025年03月05日</td></tr></table><div>{paragraphs}</div></td></tr></table><p>扫一扫在手机打开当前页</p></div>"
)
TASKS = (("1", "制定改造办法", "市工业局"), ("2", "推进中小", "市中小\n企业局"))
MORE_TASKS = (("", "企业改造", ""), ("3", "建设服务平台", "市信息局"))
HEAD = ("序号", "任务", "牵头单位")
TYPESET = """
#set page("a5", header: [某市工业局文件], footer: context align(center)[— #counter(page).display() —])
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
= 关于促进改造的通知
"""
PARAGRAPHS = tuple(
    f"{number}月，市工业局将启动新一轮中小企业数字化改造，支持{number + 20}个园区开展试点，由市中小企业局牵头落实，"
    f"带动上下游企业一同改造。同时，到2027年建成{number + 30}家示范工厂，"
    "形成一批可以复制推广的做法，更好服务全市产业发展大局。"
    for number in range(1, 19)
)


def _page(charset: str) -> bytes:
    paragraphs = "".join(f"<p style='text-indent: 2em'><span>{line}</span></p> " for line in NOTICE.splitlines())
    return PAGE.format(charset=charset, paragraphs=paragraphs).encode(charset)


def _docx(*tables: Sequence[Sequence[str]]) -> bytes:
    document = docx.Document()
    document.add_paragraph("重点任务分工表")
    for rows in tables:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        document.add_page_break()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _pdf(source: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[resources_dir() / "fonts"])
    made = typst.Compiler(source.encode(), font_paths=fonts).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def _undone_one_by_one(source: ReadSource) -> None:
    """Each step gives back what it took, and nothing else of the text is another one."""
    text = source.clean.text
    for step in (step for step in source.clean.steps if step.before):
        again = source.with_undone({step.number}).clean
        one = again.steps[step.number - 1]
        assert [other.number for other in again.steps] == [other.number for other in source.clean.steps]
        assert again.text[one.start : one.end] == step.before
        # Lines are not joined over one that stays.
        assert again.text[: one.start].rstrip("\n") == text[: step.start].rstrip("\n")
        assert again.text[one.end :] == text[step.end :]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5hkscs"])
def test_a_text_of_any_encoding_and_its_line_ends_give_one_clean_text(codec: str) -> None:
    words = NOTICE if codec != "big5hkscs" else "關於促進改造的通知\n市工業局將支持一百家企業，由市財政局負責。\n"
    content = words.replace("\n", "\r\n", 3).replace("\n", "\n\u3000\u3000").encode(codec, errors="strict")
    source = read_source_bytes(content, "notice.txt")
    assert source.clean.text == words
    assert (source.raw, source.sha256, source.kind) == (content, hashlib.sha256(content).hexdigest(), Kind.TXT)
    assert (source.name, source.unread) == ("notice.txt", None)


def test_a_pasted_text_is_read_like_a_file() -> None:
    source = read_pasted_text(NOTICE.replace("\n", "\r\n"))
    assert source.clean.text == NOTICE
    assert source.raw == NOTICE.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_and_a_text_of_one_notice_hold_the_same_passages_word_for_word(charset: str) -> None:
    written = read_source_bytes(NOTICE.encode(charset), "notice.txt").clean.text
    page = read_source_bytes(_page(charset), "notice.html")
    assert page.kind is Kind.HTML
    assert "扫一扫" not in page.clean.text
    for passage in PASSAGES:
        assert written.count(passage) == page.clean.text.count(passage) == 1


def test_a_table_of_two_pages_becomes_rows_under_one_head(tmp_path: Path) -> None:
    path = tmp_path / "tasks.docx"
    path.write_bytes(_docx((HEAD, *TASKS, HEAD, *MORE_TASKS)))
    source = read_source_file(path)
    assert source.clean.text == (
        "重点任务分工表\n序号\t任务\t牵头单位\n1\t制定改造办法\t市工业局\n2\t推进中小企业改造\t市中小企业局\n"
        "3\t建设服务平台\t市信息局\n"
    )
    assert [step.kind for step in source.clean.steps if step.count == 1 and step.before.strip()] == [
        *(StepKind.JOINED_ROW, StepKind.REPEATED_HEAD)
    ]
    assert "\n\t企业改造\n" in source.with_undone({step.number for step in source.clean.steps}).clean.text


def test_a_typeset_notice_comes_out_in_its_paragraphs() -> None:
    source = read_source_bytes(_pdf(TYPESET + "\n\n".join(PARAGRAPHS)), "notice.pdf")
    lines = source.clean.text.replace(" ", "").splitlines()
    assert len(source.document.pages) > 2
    assert lines == ["关于促进改造的通知", *PARAGRAPHS]
    kinds = {step.kind for step in source.clean.steps}
    assert kinds == {StepKind.BLANKS, StepKind.JOINED_LINES, StepKind.RUNNING_HEAD, StepKind.PAGE_NUMBER}
    _undone_one_by_one(source)


LEFT = (
    *(
        "左边一栏说的是改造，市工业局将",
        "制定技术改造政策，每年支持一百",
        "个项目，由市中小企业局牵头。同",
        "时，还要建设一批示范工厂，形成",
    ),
    *("可以复制推广的做法，带动全市产", "业链上下游企业一同改造。"),
)
RIGHT = (
    *(
        "右边一栏说的是绿色，市工业局将",
        "建成二十个零碳园区，支持企业更",
        "新设备，并由市财政局落实补助资",
        "金。下半年，将举办产业对接活动，",
    ),
    *("邀请上下游企业参加，签订合作协", "议，推动一批项目落地见效。"),
)


def _side_by_side(left: Sequence[str], right: Sequence[str]) -> bytes:
    """A page whose text layer goes from line to line across both sides."""
    placed = (
        f"#place(dx: {across}cm, dy: {down * 0.6 + 1}cm)[{words}]\n"
        for down, row in enumerate(zip(left, right, strict=True))
        for across, words in zip((0, 6.2), row, strict=True)
    )
    style = (
        '#set page("a5", margin: 1cm)\n#set text(font: "Noto Serif SC", size: 10pt)\n#align(center)[全市工业工作综述]\n'
    )
    return _pdf(style + "".join(placed))


def test_two_columns_are_put_in_order_and_as_they_were() -> None:
    source = read_source_bytes(_side_by_side(LEFT, RIGHT), "page.pdf")
    assert source.clean.text.splitlines() == ["全市工业工作综述", "".join(LEFT), "".join(RIGHT)]
    columns = source.clean.steps[0]
    assert columns.kind is StepKind.COLUMNS
    undone = source.with_undone({columns.number}).clean
    assert undone.text.splitlines()[1:] == [" ".join(row) for row in zip(LEFT, RIGHT, strict=True)]
    assert undone.text == columns.before


def test_the_rows_of_a_table_are_no_columns() -> None:
    tasks = [f"推进第{number}项改造任务" for number in "一二三四五六七"]
    source = read_source_bytes(_side_by_side(tasks, ["市中小企业局、财政局"] * 7), "table.pdf")
    assert source.clean.text.splitlines()[1] == "推进第一项改造任务 市中小企业局、财政局"


def test_what_gives_no_words_says_why() -> None:
    scan = read_source_bytes(_pdf('#set page("a6")\n#rect()'), "scan.pdf")
    assert scan.unread is not None
    assert scan.unread.reason in (Unread.SCAN, Unread.OCR_OFF)
    assert (scan.clean.text, scan.clean.steps) == ("", ())


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.txt", "file_empty"),
        (random.Random(1).randbytes(50_000_000), "noise", "content_unsupported"),
        ("噪 声\n".encode() * 5_000_000, "noise.txt", "file_too_large"),
        ("噪 声\n".encode() * 700_000, "noise.txt", "file_too_large"),
    ],
)
def test_what_is_no_source_is_refused_with_one_sentence(content: bytes, name: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        read_source_bytes(content, name)
    assert caught.value.code == code


@pytest.mark.parametrize(("text", "code"), [(" \n", "field_missing"), ("噪 声\n" * 700_000, "text_too_long")])
def test_a_pasted_text_is_neither_empty_nor_endless(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        read_pasted_text(text)
    assert caught.value.code == code


def test_a_long_document_tells_of_its_pages_and_can_be_stopped() -> None:
    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_source_bytes(_pdf(TYPESET + "#pagebreak()\n".join(PARAGRAPHS)), "notice.pdf", progress=stop)
    assert heard[-1] == (2, len(PARAGRAPHS))
