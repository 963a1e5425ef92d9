import io
import os
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.capture.documents.files import LONGEST_NAME, display_name, read_file
from tracker.capture.documents.formats import LARGEST_TEXT, Kind, identify
from tracker.domain.errors import UserError
from tracker.wording import load_words

NOTICE = "关于公布试点城市名单的通知\n共34个城市。\n"
_NOBODY = 65534


def refused(call: Callable[..., object], *arguments: Any) -> str:
    """The code of the refusal; its sentence stands on one line in both languages."""
    with pytest.raises(UserError) as caught:
        call(*arguments)
    for language in ("zh", "en"):
        assert "\n" not in load_words(language).error(caught.value)
    return caught.value.code


def test_every_format_is_known_by_its_content_whatever_its_name(make: Any) -> None:
    found = {
        Kind.PDF: make.pdf(NOTICE),
        Kind.DOCX: make.docx(NOTICE),
        Kind.XLSX: make.xlsx(名单=[["甲"]]),
        Kind.XLS: make.xls([["甲"]]),
        Kind.HTML: b"<!DOCTYPE html><title>x</title>",
        Kind.TXT: NOTICE.encode(),
        Kind.PNG: make.png(),
        Kind.JPEG: make.jpeg(),
    }
    assert {kind: identify(data, "notice.doc") for kind, data in found.items()} == {kind: kind for kind in found}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5"])
def test_text_is_text_in_every_encoding_of_the_field(encoding: str) -> None:
    assert (
        identify(
            NOTICE.replace("关", "關")
            .replace("试", "試")
            .replace("单", "單")
            .replace("点", "點")
            .replace("个", "個")
            .replace("于", "於")
            .replace("布", "佈")
            .encode(encoding)
        )
        is Kind.TXT
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_page_is_a_page_behind_a_byte_order_mark_and_a_comment(encoding: str) -> None:
    assert identify(f"\ufeff<!-- x -->\n<HTML lang=zh><p>{NOTICE}".encode(encoding), "x.txt") is Kind.HTML


def test_only_the_name_tells_a_table_of_commas_from_a_text() -> None:
    assert identify("序号,企业\n1,甲\n".encode(), "名单.CSV") is Kind.CSV
    assert identify("序号,企业\n1,甲\n".encode(), "名单.txt") is Kind.TXT


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "notice.pdf"),
        (b"\x7fELF\x02\x01\x01\x00", "notice"),
        (b"\xcf\xfa\xed\xfe\x07\x00\x00\x01", "notice"),
        (b"#!/bin/sh\nrm -rf /\n", "notice.txt"),
        (b"WScript.Echo 1", "notice.vbs"),
        (b"<script>alert(1)</script>", "notice.HTA"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "notice.docx"),
    ],
)
def test_programs_and_scripts_stay_outside(data: bytes, name: str) -> None:
    assert refused(identify, data, name) == "content_executable"


def test_a_java_program_is_not_taken_for_an_office_document(make: Any) -> None:
    jar = make.archive({"META-INF/MANIFEST.MF": b"", "[Content_Types].xml": b"wordprocessingml.document.main+xml"})
    assert refused(identify, jar) == "content_executable"


def test_documents_with_macros_stay_outside_whatever_they_are_called(make: Any) -> None:
    assert refused(identify, make.docx("x", extra={"word/vbaProject.bin": b"x"}), "x.docx") == "content_macros"
    assert refused(identify, make.docx("x", extra={"xl/macrosheets/sheet1.xml": b"x"}), "x.docx") == "content_macros"
    types = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    assert refused(identify, make.archive({"[Content_Types].xml": types}), "x.docx") == "content_macros"
    assert refused(identify, make.xls([["x"]], extra=["_VBA_PROJECT_CUR"]), "x.xls") == "content_macros"


def test_what_is_locked_with_a_password_says_so(make: Any) -> None:
    assert refused(identify, make.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "名单.xlsx") == (
        "content_encrypted"
    )


def test_words_in_a_cell_do_not_make_a_workbook_locked(make: Any) -> None:
    assert identify(make.xls([["EncryptedPackage", "_VBA_PROJECT"]])) is Kind.XLS


def test_what_nobody_here_can_read_is_refused(make: Any) -> None:
    for data in (
        b"\x00\x01\x02\x03" * 99,
        b"GIF89a\x01\x00\x01\x00",
        make.archive({"a.txt": b"x"}),
        b"Rar!\x1a\x07\x00",
    ):
        assert refused(identify, data) == "content_unsupported"
    assert refused(identify, make.compound({"WordDocument": b"x"}), "old.doc") == "content_unsupported"


def test_a_cut_archive_or_picture_is_broken(make: Any) -> None:
    for data in (make.docx(NOTICE)[:-30], make.xlsx(S=[["x"]])[:200], make.png()[:20], make.jpeg()[:12]):
        assert refused(identify, data) == "content_broken"


def test_a_bomb_is_seen_before_it_is_unpacked(make: Any) -> None:
    assert refused(identify, make.docx("x", extra={"word/media/a": bytes(30_000_000)})) == "content_bomb"
    many = make.archive({f"word/{'x' * 380}{n}": b"" for n in range(11_000)})
    assert refused(identify, many) == "content_bomb"


def test_an_archive_that_unpacks_to_more_than_the_memory_is_refused_whatever_its_ratio() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("word/media/a", "w") as member:
            for _ in range(301):
                member.write(bytes(1_000_000))
        archive.writestr("word/media/b", os.urandom(2_000_000))
    assert refused(identify, file.getvalue()) == "content_bomb"


def test_a_picture_of_absurd_size_is_refused_by_its_header_alone(make: Any) -> None:
    assert refused(identify, make.png(100_000, 100_000)) == "picture_too_large"
    assert refused(identify, make.jpeg(60_000, 60_000)) == "picture_too_large"
    assert identify(make.png(10_000, 10_000)) is Kind.PNG


def test_a_text_longer_than_any_law_is_refused() -> None:
    assert refused(identify, b"x" * (LARGEST_TEXT + 1)) == "file_too_large"


def test_an_ordinary_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / ("名" * 83 + ".txt")
    file.write_bytes(b"x" * 100_000)
    assert len(file.name.encode()) == 253
    assert read_file(file) == b"x" * 100_000


def test_nothing_but_an_ordinary_file_with_contents_is_read(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(NOTICE)
    (tmp_path / "link.txt").symlink_to(file)
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").touch()
    os.mkfifo(tmp_path / "pipe.txt")
    codes = {
        name: refused(read_file, tmp_path / name) for name in ("link.txt", "folder", "empty.txt", "pipe.txt", "no")
    }
    assert list(codes.values()) == ["file_is_link", "file_is_folder", "file_empty", "file_special", "file_missing"]
    assert refused(read_file, tmp_path / "a\x00b") == "file_unreadable"


def test_a_socket_and_a_device_are_no_files(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.txt"))
        assert refused(read_file, tmp_path / "s.txt") == "file_special"
    assert refused(read_file, Path("/dev/zero")) == "file_special"


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.pdf"
    with file.open("wb") as opened:
        opened.truncate(2_000_000_000)
    assert refused(read_file, file) == "file_too_large"


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("x")
    file.chmod(0)
    assert refused(_read_as_anybody, file) == "file_unreadable"


def _read_as_anybody(file: Path) -> object:
    """Read a file as an account that has no more rights than others: root may read everything."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(_NOBODY)
    try:
        return read_file(file)
    finally:
        os.seteuid(me)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\li\\名单.xlsx", "名单.xlsx"),
        ("a/b/", ""),
        ("..", ""),
        ("gpj.\u202etxt.exe", "gpj.txt.exe"),
        ("a\x00b\nc.txt", "abc.txt"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        (" 名单 .", "名单"),
    ],
)
def test_a_name_is_its_last_part_without_disguise(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_a_long_name_keeps_its_beginning_and_its_ending() -> None:
    shown = display_name("名" * 300 + ".docx")
    assert shown.startswith("名名名")
    assert shown.endswith("名.docx")
    assert LONGEST_NAME - 3 < len(shown.encode()) <= LONGEST_NAME


def test_an_archive_packed_as_no_office_program_packs_is_broken(make: Any) -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("[Content_Types].xml", "x" * 1_000)
        with pytest.raises(UserError, match="content_broken"):
            identify(file.getvalue())


def test_an_archive_whose_members_have_no_names_is_broken(make: Any) -> None:
    named = make.archive({"[Content_Types].xml": b"x", "a": b""})
    nameless = named.replace(b"a", b"\x00")  # Python reads a name up to its first NUL
    with pytest.raises(UserError, match="content_broken"):
        identify(nameless)
