import io
import subprocess
import sys
import zipfile
from datetime import date
from typing import Any

import docx
import pytest

from tracker.capture.documents.formats import Kind, identify
from tracker.capture.documents.reading import read, read_text
from tracker.capture.particulars.published_lists import guess_column, pasted_table
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.services.evidence.capturing import examine_bytes, examine_text

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>名单公布_中国政府网</title>
<meta name="ArticleTitle" content="关于公布名单的通知"><meta name="PubDate" content="2025-05-06 10:00">
<meta name="ContentSource" content="工业和信息化部"><script>document.write("SCRIPT")</script><style>p{}</style></head>
<body onload="alert('ONLOAD')"><nav><a href="/">首页</a></nav>
<p>各省、自治区、直辖市：经审核，确定34个城市为试点城市，现予公布，请认真组织实施，确保取得实效。</p>
<table><caption>试点城市</caption><tr><th>省份</th><th>城市</th></tr>
<tr><td rowspan="2">江苏省</td><td>南京市</td></tr><tr><td>苏州市</td></tr><tr><td colspan="2">合计2个</td></tr></table>
<p>特此通知。</p><iframe src="http://evil.example/"></iframe><img src="http://evil.example/x.png" onerror="alert(1)">
<a href="javascript:alert(1)">点我</a></body></html>"""


def reading(data: bytes, name: str = "", label: str = "") -> Any:
    return read(data, identify(data, name), name, label)


def refused(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        reading(data)
    return caught.value.code


def test_a_pdf_gives_the_chinese_words_of_every_page(make: Any) -> None:
    document = reading(make.pdf("工信部联规〔2025〕12号\n关于公布名单的通知", "共34个城市"))
    assert document.pages == ("工信部联规〔2025〕12号\n关于公布名单的通知", "共34个城市")
    assert document.media_type == "application/pdf"


def test_a_locked_or_broken_pdf_says_which(make: Any) -> None:
    assert refused(make.pdf("x", encrypted=True)) == "content_encrypted"
    assert refused(make.pdf("x" * 50)[:400]) == "content_broken"
    assert refused(b"%PDF-1.7\n") == "content_broken"


def test_a_long_pdf_tells_of_its_pages_and_can_be_stopped(make: Any) -> None:
    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(make.pdf(*"甲乙丙丁"), Kind.PDF, progress=stop)
    assert [at for at in dict.fromkeys(heard) if at[1]] == [(0, 4), (1, 4), (2, 4)]
    assert reading(make.pdf("甲乙")).pages == ("甲乙",)


def test_a_docx_gives_its_pages_and_its_tables_in_order(make: Any) -> None:
    document = reading(make.docx("附件：名单", [["序号", "名称"], ["1", "甲 公司"]], "以上", "\f", "第二页"))
    assert document.pages == ("附件：名单\n序号\t名称\n1\t甲 公司\n以上", "第二页")
    assert document.tables[0].name == "附件：名单"
    assert document.tables[0].rows == (("序号", "名称"), ("1", "甲 公司"))


def test_a_cell_of_a_docx_that_spans_columns_keeps_the_others_in_their_own() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for cell, words in zip(table.rows[0].cells, ("序号", "任务", "单位"), strict=True):
        cell.text = words
    table.cell(1, 0).merge(table.cell(1, 1)).text = "合计"
    table.cell(1, 2).text = "3项"
    file = io.BytesIO()
    document.save(file)
    assert reading(file.getvalue()).tables[0].rows == (("序号", "任务", "单位"), ("合计", "", "3项"))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/evil.dtd">',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
    ],
)
def test_a_docx_with_entities_of_its_own_is_refused(make: Any, head: str) -> None:
    assert refused(make.docx("&e;" if "ENTITY e" in head else "x", head=head)) == "content_broken"


def test_an_archive_whose_content_was_altered_is_broken(make: Any) -> None:
    data = bytearray(make.docx("x" * 5_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    data[offset + 60] ^= 0xFF
    assert refused(bytes(data)) == "content_broken"


def test_a_workbook_gives_every_sheet_as_text(make: Any) -> None:
    document = reading(make.xlsx(名单=[["序号", "企业", "金额"], [1, " 甲公司 ", 2.5], [2, "乙公司"]], 空=[]))
    assert document.tables[0].name == "名单"
    assert document.tables[0].rows == (("序号", "企业", "金额"), ("1", "甲公司", "2.5"), ("2", "乙公司", ""))
    assert document.pages == ("序号\t企业\t金额\n1\t甲公司\t2.5\n2\t乙公司", "")


def test_a_formula_is_what_it_last_gave_and_a_day_is_iso(make: Any) -> None:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("S")
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_datetime(0, 1, date(2025, 5, 6), workbook.add_format({"num_format": "yyyy-mm-dd"}))  # pyright: ignore[reportArgumentType]
        sheet.write_boolean(0, 2, True)
    assert reading(file.getvalue()).tables[0].rows == (("2", "2025-05-06", "TRUE"),)


def test_an_old_workbook_is_read_too(make: Any) -> None:
    document = reading(make.xls([["序号", "企业"], ["1", "甲公司"]]))
    assert (document.kind, document.tables[0].rows) == (Kind.XLS, (("序号", "企业"), ("1", "甲公司")))


def test_an_old_workbook_with_a_password_says_so(make: Any) -> None:
    assert refused(make.xls([["甲"]], locked=True)) == "content_encrypted"


def test_two_cells_in_opposite_corners_do_not_fill_the_memory(make: Any) -> None:
    sheet = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused(make.bare_xlsx(sheet)) == "content_bomb"


def test_one_long_text_in_ten_thousand_cells_does_not_either(make: Any) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    assert refused(make.bare_xlsx(cells, f"<si><t>{'字' * 10_000}</t></si>")) == "content_bomb"
    few = make.bare_xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "<si><t>甲</t></si>")
    assert reading(few).pages == ("甲",)


def test_a_workbook_that_is_none_is_broken(make: Any) -> None:
    assert refused(make.compound({"Workbook": b"nothing"})) == "content_broken"
    types = b'<Types><Override ContentType="x.spreadsheetml.sheet.main+xml" PartName="/xl/workbook.xml"/></Types>'
    assert refused(make.archive({"[Content_Types].xml": types})) == "content_broken"


@pytest.mark.parametrize(("mark", "name"), [(",", "a.csv"), ("\t", "a.tsv"), (";", "a.csv")])
def test_a_table_of_commas_is_read_by_the_mark_it_uses(mark: str, name: str) -> None:
    text = mark.join(("序号", "企业")) + "\r\n" + mark.join(("1", '"甲' + mark + '公司"')) + "\r\n"
    document = reading(text.encode("gb18030"), name)
    assert document.tables[0].rows == (("序号", "企业"), ("1", f"甲{mark}公司"))


def test_a_page_gives_its_words_its_tables_and_what_it_says_of_itself() -> None:
    document = reading(PAGE.encode())
    assert (document.title, document.publisher) == ("关于公布名单的通知", "工业和信息化部")
    assert document.published == "2025-05-06 10:00"
    assert "确定34个城市为试点城市" in document.text
    assert document.tables[0].name == "试点城市"
    assert document.tables[0].rows[1:] == (("江苏省", "南京市"), ("江苏省", "苏州市"), ("合计2个", "合计2个"))


def test_nothing_active_of_a_page_is_in_its_text() -> None:
    document = reading(PAGE.encode())
    assert "确定34个城市" in document.text
    for trace in (
        "SCRIPT",
        "ONLOAD",
        "alert",
        "<script",
        "<style",
        "<iframe",
        "<img",
        "onerror",
        "javascript:",
        "evil",
    ):
        assert trace not in document.text


def test_a_page_in_big5_labelled_utf8_reads_right() -> None:
    words = "經審核，確定三十四個城市為試點城市，現予公佈，請認真組織實施，確保取得實效。"
    page = f'<html><head><meta charset="utf-8"><title>名單公佈</title></head><body><p>{words}</p></body></html>'
    document = reading(page.encode("big5hkscs"), label="utf-8")
    assert (document.title, document.text) == ("名單公佈", words)


@pytest.mark.parametrize("page", ["<html></html>", "<html><!-- x -->", "<html>" + "<div>" * 5_000 + "深"])
def test_an_odd_page_gives_what_it_has(page: str) -> None:
    assert reading(page.encode()).kind is Kind.HTML


def test_a_page_cannot_bring_in_a_file_by_an_entity() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>甲&x;乙</p></body></html>'
    assert "root:" not in reading(page.encode()).text


def test_a_pasted_text_has_the_line_ends_of_this_program() -> None:
    assert read_text("甲\r\n乙\r丙\f丁\n").pages == ("甲\n乙\n丙", "丁")


def test_a_picture_has_no_words(make: Any) -> None:
    assert reading(make.png()).pages == ()
    assert reading(make.jpeg()).media_type == "image/jpeg"


@pytest.mark.parametrize(
    "module", ["tracker.services.evidence.capturing", "tracker.cli.commands", "tracker.desktop.application"]
)
def test_the_readers_are_loaded_when_something_is_read_and_not_before(module: str) -> None:
    code = f"import sys, {module}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"httpx", "httpcore", "trafilatura", "lxml", "pypdfium2", "python_calamine", "charset_normalizer"}
    assert "tracker" in loaded
    assert heavy.isdisjoint(loaded)


def test_a_page_of_more_tags_than_anybody_reads_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(UserError, match="content_bomb"):
        read(b"<html>" + b"<p a=b c=d>" * 200_000, Kind.HTML)
    assert read(b"<html>" + "<p>名".encode() * 30_000, Kind.HTML).text.count("名") == 30_000


def test_a_document_of_more_tags_than_anybody_reads_is_too(make: Any) -> None:
    extra = {"x": bytes(range(256)) * 1_000}
    assert refused(make.docx("<w:b a=''/>" * 700_000, extra=extra)) == "content_bomb"


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_nul_in_a_text_is_left_out_as_no_database_takes_it(name: str) -> None:
    captured = examine_bytes(("名单\n" * 100 + "\x00" + "，甲\n" * 100).encode(), name)
    assert "\x00" not in captured.document.text
    assert captured.document.text.count("名单") == 100


def test_a_number_of_four_hundred_digits_is_no_figure() -> None:
    assert examine_text(f"共{'9' * 400}个城市，{'0.' + '3' * 40}亿元，共34个城市").proposals.figures[0].value == 34


def test_a_table_of_a_thousand_columns_is_guessed_by_looking_at_its_head_once() -> None:
    table = pasted_table("\n".join("\t".join(["企业名称", *map(str, range(3_000))]) for _ in range(6)))
    assert guess_column(table) == 0
