"""How a stranger's file leaves the house: under a name of ours, or not at all, and then one sentence says why."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from tests import strangers

from tracker.capture.documents.files import LONGEST_NAME, safe_name
from tracker.services.evidence.viewing import look_through
from tracker.wording import load_words

TEXT = "关于公布名单的通知\n".encode()
PNG = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
JPEG = b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x02\x00\x02\x01\x01\x11\x00\xff\xd9"
CONTENTS = {
    ".txt": TEXT,
    ".pdf": strangers.clean_pdfs()["pdf: plain"].content,
    ".docx": strangers.clean_documents()["docx: ordinary"].content,
    ".xlsx": strangers.clean_documents()["xlsx: ordinary"].content,
    ".png": PNG,
    ".jpg": JPEG,
}
_SUFFIXES = """
slk scf jnlp iqy oqy rqy dqy settingcontent-ms webloc library-ms search-ms searchconnector-ms appref-ms msc html htm
xhtml mht mhtml svg xml xsl jar exe chm xll docm xlsm dotm xlam rtf ps eps dll cpl msi gadget theme application contact
appx iso img vhd wll pptm ppam odt ods swf class ade mde prf udl csv.exe pdf.exe txt.scr7
"""
NAMES = [
    *(f"通知.{suffix}" for suffix in _SUFFIXES.split()),
    "通知",
    "通知.txt.",
    "通知.exe ",
    "通知.exe . .",
    "通\u202etxt.exe",
    "\u2066通知\u2069.html",
    "通知\u200b.html",
    "通知\x00.html",
    "../../.ssh/通知.html",
    "C:\\Windows\\System32\\通知.exe",
    "通知.html:Zone.Identifier",
    "通知|calc.exe",
    "-rf.html",
    "--help",
    ".bashrc",
    "~$通知.html",
    "CON",
    "con.html",
    "NUL.exe",
    "com1.slk",
    "COM¹.slk",
    "LPT9.a.b",
    "CONOUT$.exe",
    "aux .exe",
    "字" * 300 + ".html",
    "x" * 1000,
    "",
    " ",
    "...",
]


@pytest.mark.parametrize("suffix", CONTENTS)
def test_a_file_is_handed_over_with_the_suffix_of_what_it_is_whatever_it_is_called(suffix: str) -> None:
    for name in NAMES:
        handed = safe_name(name, suffix)
        assert handed.endswith(suffix), name
        stem = handed.removesuffix(suffix)
        assert stem == stem.strip(" .")
        assert not stem.startswith(("-", ".", "~"))
        assert not set(stem) & set('<>:"/\\|?*\x00\u200b\u202e\u2066\u2069')
        assert not PureWindowsPath(handed).is_reserved()
        assert (PurePosixPath(handed).name, len(handed.encode()) <= LONGEST_NAME) == (handed, True)
    for name in ("通知.slk", "通知.html", "通知.exe ", "通知"):
        handing = look_through(CONTENTS[suffix], name)
        assert (handing.name, handing.barrier) == (f"通知{suffix}", None)


def test_the_words_of_a_name_stay() -> None:
    assert safe_name("关于公布名单的通知（2025 年）V2.0.pdf", ".pdf") == "关于公布名单的通知（2025 年）V2.0.pdf"


def test_what_is_two_in_one_is_not_handed_over() -> None:
    jar = strangers.archive({"META-INF/MANIFEST.MF": "Main-Class: a", "a.class": "x"})
    document = CONTENTS[".docx"]
    comment = io.BytesIO(document)
    with zipfile.ZipFile(comment, "a") as archive:
        archive.comment = b"<script>alert(1)</script>"
    for content, name in (
        (b"<script>alert(1)</script>" + CONTENTS[".pdf"], "a.pdf"),
        (b"MZ" + b" " * 40 + CONTENTS[".pdf"], "a.pdf"),
        (CONTENTS[".pdf"] + jar, "a.pdf"),
        (PNG + jar, "a.png"),
        (JPEG + jar, "a.jpg"),
        (document + b"<script>alert(1)</script>", "a.docx"),
        (comment.getvalue(), "a.docx"),
    ):
        barrier = look_through(content, name).barrier
        assert barrier is not None
        assert barrier.code == "content_disguised"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<!doctype html><p>x", "a.pdf", "page_not_handed"),
        (b"<html><script>1</script>", "a.txt", "page_not_handed"),
        (b"a,b\n=cmd|'/C calc'!A0,1\n", "a.csv", "table_not_handed"),
        (b"GIF89a\x01\x00\x01\x00\x00", "a.gif", "content_unknown"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a.pdf", "content_unknown"),
        (b"\x00\x01\x02\x03" * 9, "a.txt", "content_unknown"),
        (strangers.archive({"META-INF/MANIFEST.MF": "x"}), "a.docx", "content_unknown"),
    ],
)
def test_what_runs_or_is_not_known_is_never_handed_over(content: bytes, name: str, code: str) -> None:
    barrier = look_through(content, name).barrier
    assert barrier is not None
    assert barrier.code == code


@pytest.mark.parametrize("name", ["pdf: program on opening", "docx: DDE in pieces", "docx: remote template"])
def test_what_acts_is_not_passive_and_the_sentence_says_what_and_where(name: str) -> None:
    stranger = strangers.active()[name]
    barrier = look_through(stranger.content, f"通知{stranger.suffix}").barrier
    assert barrier is not None
    said = {language: load_words(language).error(barrier) for language in ("zh", "en")}
    assert load_words("zh").term(stranger.found) in said["zh"]
    assert load_words("en").term(stranger.found) in said["en"]
    assert "通知" in said["en"]
    assert all("\n" not in sentence for sentence in said.values())


def test_many_finds_are_named_in_part_and_counted() -> None:
    body = "".join(strangers.field("DDE a") for _ in range(7))
    barrier = look_through(strangers.word(body.replace("第三段", "第{}段")), "a.docx").barrier
    assert barrier is not None
    assert "另有" not in load_words("zh").error(barrier)  # the same find is told once
    several = "".join(strangers.field("DDE a").replace("第三段", f"第{n}段") for n in range(7))
    barrier = look_through(strangers.word(several), "a.docx").barrier
    assert barrier is not None
    assert "第2段" in load_words("zh").error(barrier)
    assert "另有 4 处" in load_words("zh").error(barrier)


def test_a_file_that_its_reader_cannot_bear_is_not_handed_over(hostile_pdf: Callable[[], bytes]) -> None:
    barrier = look_through(hostile_pdf(), "a.pdf").barrier
    assert barrier is not None
    assert barrier.code == "content_active"


@pytest.fixture
def hostile_pdf() -> Callable[[], bytes]:
    """A PDF that pdfium does not open."""
    return lambda: b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
