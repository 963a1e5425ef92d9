"""An office's template in which something acts or reaches elsewhere is refused with its place; others work as ever."""

import io
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from tests import strangers
from tests.exports.test_docx_template import refusal

from tracker.capture.active.active_office import active_parts
from tracker.domain.errors import UserError
from tracker.domain.evidence.active_content import Active, ActiveContent
from tracker.exports import write_report
from tracker.exports.compose import compose
from tracker.exports.report_tree import Report
from tracker.exports.template import Template, read_template
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

ACTIVE = strangers.active_documents()
_FIELDS = (
    'TOC \\o "1-3" \\h',
    "STYLEREF 1",
    "SEQ 表 \\* ARABIC",
    "NUMPAGES",
    'DATE \\@ "yyyy"',
    "REF _Ref1 \\h",
    "PAGE",
)


@pytest.fixture
def period(a_year: ReportFacts, zh: Words) -> Report:
    return compose(a_year, zh, with_charts=False)


@pytest.mark.parametrize("name", ACTIVE)
def test_a_template_in_which_something_acts_is_refused_when_it_is_chosen(name: str, tmp_path: Path, zh: Words) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(ACTIVE[name].content)
    with pytest.raises(UserError) as refused:
        read_template(path)
    assert (refused.value.code, refused.value.field) == ("template_active", "template")
    found = refused.value.details["found"]
    assert isinstance(found, tuple)
    assert any(isinstance(one, ActiveContent) and one.kind is ACTIVE[name].found for one in found)
    assert all(one.part or one.words for one in found)
    assert "\n" not in zh.error(refused.value)


def test_the_refusal_names_the_part_and_the_words_around(tmp_path: Path, zh: Words, en: Words) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(ACTIVE["docx: DDE in a header"].content)
    with pytest.raises(UserError) as refused:
        read_template(path)
    assert "DDE 链接（页眉“第三段：结果”处，word/header1.xml）" in zh.error(refused.value)
    assert "a DDE link (a header, at “第三段：结果”, word/header1.xml)" in en.error(refused.value)


@pytest.mark.parametrize("name", ["docx: remote template", "docx: DDE in pieces", "docx: remote picture"])
def test_a_template_that_was_kept_from_before_is_refused_when_a_report_is_made_again(
    name: str, period: Report, tmp_path: Path
) -> None:
    out = tmp_path / "report.docx"
    with pytest.raises(UserError) as refused:
        write_report(period, "docx", out, template=Template(tmp_path / "report.docx", ACTIVE[name].content))
    assert refused.value.code == "template_active"
    assert not out.exists()


def _with_field(code: str) -> Callable[[Document], None]:
    def add(document: Document) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        document.sections[0].footer.paragraphs[0]._p.append(field)

    return add


def _with_link(document: Document) -> None:
    kind = f"{strangers.R}/hyperlink"
    key = document.part.relate_to("https://www.miit.gov.cn/", kind, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    document.add_paragraph("")._p.append(link)


def _with_picture(document: Document) -> None:
    document.add_picture(io.BytesIO(PNG))


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)
CLEAN: dict[str, Callable[[Document], None]] = {
    **{code.split()[0]: _with_field(code) for code in _FIELDS},
    "link": _with_link,
    "picture": _with_picture,
}


def _filled(add: Callable[[Document], None], report: Report, folder: Path) -> bytes:
    document = docx.Document()
    document.add_paragraph("{{title}}")
    document.add_paragraph("{{body}}")
    add(document)
    document.save(str(folder / "模板.docx"))
    write_report(report, "docx", folder / "report.docx", template=read_template(folder / "模板.docx"))
    return (folder / "report.docx").read_bytes()


@pytest.mark.parametrize("name", CLEAN)
def test_what_an_office_template_has_of_right_stays(name: str, period: Report, tmp_path: Path) -> None:
    content = _filled(CLEAN[name], period, tmp_path)
    assert list(active_parts(content)) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part).decode("utf-8", "replace") for part in archive.namelist()}
    outside = [entry for text in parts.values() for entry in re.findall("<Relationship [^>]*External[^>]*>", text)]
    assert all("/hyperlink" in entry for entry in outside)
    if name not in ("link", "picture"):
        assert any(f'w:instr="{name}' in text for text in parts.values())
    if name == "link":
        assert any("https://www.miit.gov.cn/" in entry for entry in outside)


@pytest.mark.parametrize("name", strangers.clean_documents())
def test_a_document_without_anything_that_acts_is_not_called_active(name: str, tmp_path: Path) -> None:
    stranger = strangers.clean_documents()[name]
    path = tmp_path / f"模板{stranger.suffix}"
    path.write_bytes(stranger.content)
    assert read_template(path).content == stranger.content


def test_a_title_does_not_become_the_code_of_a_field(tmp_path: Path, zh: Words, period: Report) -> None:
    """Word takes words between the beginning of a field and its result for its code."""
    from dataclasses import replace

    report = replace(period, title='DDEAUTO cmd "/k calc"')
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    path = tmp_path / "模板.docx"
    document = docx.Document()
    document.add_paragraph("{{body}}")
    document.save(str(path))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    trap = f"<w:p>{begin}<w:r><w:t>{{{{title}}}}</w:t></w:r>{end}</w:p>".encode()
    members["word/document.xml"] = members["word/document.xml"].replace(b"<w:body>", b"<w:body>" + trap)
    path.write_bytes(strangers.archive(members))
    assert refusal(report, path, zh)[0] == "template_active"


_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def test_fields_inside_fields_without_end_are_refused_in_little_memory(tmp_path: Path) -> None:
    """Each that begins was once noted in all around it: 20,000 took a second gigabyte."""
    path = tmp_path / "模板.docx"
    path.write_bytes(strangers.word("<w:p>" + _BEGIN * 20_000 + "</w:p>"))
    tracemalloc.start()
    found = list(active_parts(path.read_bytes()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Active.UNSEEN in [one.kind for one in found]
    assert most < 20_000_000
    with pytest.raises(UserError) as refused:
        read_template(path)
    assert refused.value.code == "template_active"


def test_after_fields_too_deep_to_tell_apart_the_others_are_still_looked_at() -> None:
    end = _BEGIN.replace("begin", "end")
    asking = f"{_BEGIN}<w:r><w:instrText>IF </w:instrText></w:r>"
    deep = f"<w:p>{asking * 60}{end * 60}</w:p>{strangers.field('DDEAUTO cmd')}"
    assert Active.DDE in [one.kind for one in active_parts(strangers.word(deep))]


@pytest.mark.parametrize("code", [" " * 30_000 + "DDEAUTO cmd", "HYPERLINK" + " " * 30_000 + '"ms-msdt:/id"'])
def test_what_acts_is_found_behind_a_long_code(code: str) -> None:
    assert list(active_parts(strangers.word(strangers.field(code))))


def test_the_data_of_a_citation_may_be_long() -> None:
    assert not list(active_parts(strangers.word(strangers.field("ADDIN ZOTERO_ITEM " + "文" * 30_000))))


def test_a_template_is_looked_through_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(strangers.clean_documents()["docx: ordinary"].content)
    started: list[object] = []
    sys.addaudithook(lambda event, what: started.append(what[1]) if event == "subprocess.Popen" else None)
    read_template(path)
    assert any(isinstance(command, list) and "active-office" in command for command in started)
