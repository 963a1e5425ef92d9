import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from tracker.domain.errors import UserError
from tracker.exports import write_report
from tracker.exports.compose import compose
from tracker.exports.docx.template import BLOCKS, FIELDS
from tracker.exports.report_tree import Report
from tracker.exports.template import Template, read_template
from tracker.locations import resources_dir
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words


@pytest.fixture
def period(a_year: ReportFacts, zh: Words) -> Report:
    return compose(a_year, zh, with_charts=False)


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    """An office's paper with these paragraphs in it."""

    def make(*words: str) -> Path:
        document = docx.Document()
        for line in words:
            document.add_paragraph(line)
        document.save(str(tmp_path / "模板.docx"))
        return tmp_path / "模板.docx"

    return make


def filled(report: Report, template: Path) -> Any:
    out = template.with_name("report.docx")
    write_report(report, "docx", out, template=read_template(template))
    return docx.Document(str(out))


def refusal(report: Report, template: Path, words: Words) -> tuple[str, str]:
    with pytest.raises(UserError) as refused:
        write_report(report, "docx", template.with_name("out.docx"), template=read_template(template))
    assert not template.with_name("out.docx").exists()
    return refused.value.code, words.error(refused.value)


def test_fields_become_words_and_the_body_takes_its_place(period: Report, template: Callable[..., Path]) -> None:
    made = template(
        "关于{{ title }}的函", "截至{{as_of}}，{{count}}/{{total}}，{{since}}", "{{lines}}", "{{body}}", "此致"
    )
    words = [paragraph.text for paragraph in filled(period, made).paragraphs]
    assert words[:2] == [f"关于{period.title}的函", "截至2026年11月23日，9/9，2025年12月31日"]
    assert words[2] == period.lines[0]
    assert words[-1] == "此致"
    assert any(next(iter(period.items)).title in line for line in words)
    assert not any("{{" in line for line in words)


def test_a_field_that_word_has_cut_in_pieces_is_one_field(period: Report, template: Callable[..., Path]) -> None:
    made = template("{{body}}")
    document = docx.Document(str(made))
    broken = document.paragraphs[0].insert_paragraph_before("")
    for piece in ("甲{", "{ti", "tle", "}} 乙 {{sub", "title}}丙"):
        broken.add_run(piece).bold = piece == "{ti"
    document.save(str(made))
    assert filled(period, made).paragraphs[0].text == f"甲{period.title} 乙 {period.subtitle}丙"


def test_fields_stand_in_headers_footers_and_tables_too(period: Report, template: Callable[..., Path]) -> None:
    made = template("{{body}}")
    document = docx.Document(str(made))
    document.sections[0].header.paragraphs[0].text = "{{title}}"
    document.sections[0].footer.paragraphs[0].text = "{{date}}"
    document.add_table(1, 1).cell(0, 0).text = "{{check}}"
    document.save(str(made))
    document = filled(period, made)
    assert document.sections[0].header.paragraphs[0].text == period.title
    assert document.sections[0].footer.paragraphs[0].text == "2026年11月23日"
    assert document.tables[-1].cell(0, 0).text == period.front.fingerprint


def test_the_paper_and_the_styles_of_the_office_stay(period: Report, template: Callable[..., Path]) -> None:
    made = template("{{body}}")
    document = docx.Document(str(made))
    own: Any = document.styles.add_style("Report Body", WD_STYLE_TYPE.PARAGRAPH)
    own.font.size = Pt(13)
    document.sections[0].left_margin = Pt(99)
    document.save(str(made))
    document = filled(period, made)
    assert document.styles["Report Body"].font.size == Pt(13)
    assert document.sections[0].left_margin == Pt(99)
    assert document.styles["Report Item"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "黑体"


def test_words_that_look_like_a_field_are_not_filled_again(
    a_year: ReportFacts, template: Callable[..., Path], zh: Words
) -> None:
    report = replace(compose(a_year, zh, with_charts=False), title="{{fingerprint}} {{body}}")
    assert filled(report, template("{{title}}", "{{body}}")).paragraphs[0].text == "{{fingerprint}} {{body}}"


def test_every_field_is_documented() -> None:
    readme = (resources_dir() / "reports" / "README.md").read_text(encoding="utf-8")
    assert all(f"{{{{{name}}}}}" in readme for name in (*FIELDS, *BLOCKS))


def test_an_unknown_field_is_named_with_those_there_are(
    period: Report, template: Callable[..., Path], zh: Words
) -> None:
    code, sentence = refusal(period, template("{{titel}} {{unit}}", "{{body}}"), zh)
    assert code == "template_field_unknown"
    assert "titel" in sentence
    assert "unit" in sentence
    assert "subtitle" in sentence


@pytest.mark.parametrize("words", [("{{title}}",), ("{{body}}", "{{body}}"), ()])
def test_the_body_needs_one_place(
    words: tuple[str, ...], period: Report, template: Callable[..., Path], zh: Words
) -> None:
    code, sentence = refusal(period, template(*words), zh)
    assert code == "template_body_missing"
    assert "{{body}}" in sentence


def archive(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


TYPES = {"[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"}
MACROS = {
    "[Content_Types].xml": b"<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled'/></Types>"
}
BROKEN = {
    "empty": ("template_broken", b""),
    "no zip": ("template_broken", b"not a zip at all"),
    "no document": ("template_broken", archive(readme=b"a zip, but no document")),
    "no parts": ("template_broken", archive(**TYPES)),
    "locked": ("template_protected", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "docm": ("template_macros", archive(**MACROS)),
    "macros": ("template_macros", archive(**TYPES, word__vbaProject=b"macro")),
    "bomb": ("template_too_large", archive(**TYPES, word__document=b"\0" * (101 << 20))),
    "swarm": ("template_too_large", archive(**TYPES, **{f"f{n}": b"" for n in range(2001)})),
}


@pytest.mark.parametrize(("code", "content"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_a_template_is_refused_in_one_sentence(
    code: str, content: bytes, period: Report, tmp_path: Path, zh: Words, en: Words
) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(content)
    assert refusal(period, path, zh)[0] == code
    assert "\n" not in refusal(period, path, en)[1]


def test_a_cut_template_is_broken(period: Report, template: Callable[..., Path], zh: Words) -> None:
    path = template("{{body}}")
    path.write_bytes(path.read_bytes()[:-2000])
    assert refusal(period, path, zh)[0] == "template_broken"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b'w:w="', b'w:w="A'),
        ("word/styles.xml", b"<w:styles ", b"<w:colours "),
        ("[Content_Types].xml", b"ContentType", b"KontentType"),
    ],
    ids=["a width that is none", "styles that are none", "parts of no type"],
)
def test_a_template_that_is_astray_only_where_it_is_filled_is_broken(
    part: str, old: bytes, new: bytes, period: Report, template: Callable[..., Path], zh: Words
) -> None:
    path = template("{{body}}")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[part] = members[part].replace(old, new).replace(b"</w:styles>", b"</w:colours>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert refusal(period, path, zh)[0] == "template_broken"


def test_a_template_that_is_gone_or_a_folder_is_named(period: Report, tmp_path: Path, zh: Words) -> None:
    for path in (tmp_path / "nothing.docx", tmp_path):
        code, sentence = refusal(period, path, zh)
        assert code == "template_unreadable"
        assert path.name in sentence


def test_a_template_is_for_docx_only(period: Report, tmp_path: Path, en: Words) -> None:
    with pytest.raises(UserError) as refused:
        write_report(period, "pdf", tmp_path / "r.pdf", template=Template(tmp_path / "t.docx", b""))
    assert refused.value.code == "template_needs_docx"


def test_a_template_whose_styles_are_no_styles_is_broken(
    period: Report, template: Callable[..., Path], zh: Words
) -> None:
    made = template("{{body}}")
    with zipfile.ZipFile(made) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    relations = members["word/_rels/document.xml.rels"].replace(b'Target="styles.xml"', b'Target="theme/theme1.xml"')
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in {**members, "word/_rels/document.xml.rels": relations}.items():
            archive.writestr(name, data)
    assert refusal(period, made, zh)[0] == "template_broken"
