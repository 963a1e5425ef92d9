"""What is read by code of others is read in a process of its own: what ends that process does not end the program."""

import struct
import zlib
from typing import Any

import pytest

from tracker.capture.documents import sandboxed_reader
from tracker.capture.documents.formats import Kind
from tracker.capture.documents.reading import read
from tracker.capture.documents.sandboxed_reader import read_sandboxed
from tracker.domain.commitments.progress import Cancelled, unwatched
from tracker.domain.errors import UserError


def refused(content: bytes, kind: Kind) -> str:
    with pytest.raises(UserError) as error:
        read(content, kind, "a")
    return error.value.code


def test_a_workbook_that_asks_for_more_memory_than_there_is_ends_its_reader_alone(make: Any) -> None:
    corners = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    assert refused(make.bare_xlsx(corners), Kind.XLSX) == "content_bomb"


def test_an_old_workbook_that_says_it_is_huge_ends_its_reader_alone(make: Any) -> None:
    workbook = bytearray(make.xls([["甲", "乙"]]))
    strings = struct.pack("<HHII", 0x00FC, 8, 0xFFFFFFFF, 0xFFFFFFFF)  # so many shared strings are to come
    end = bytes(workbook).index(struct.pack("<HH", 0x000A, 0))
    workbook[end : end + len(strings)] = strings
    assert refused(bytes(workbook), Kind.XLS) in ("content_bomb", "content_broken")


def test_a_pdf_that_unpacks_to_more_than_the_memory_ends_its_reader_alone(make: Any) -> None:
    packed = zlib.compress(zlib.compress(b"(a) Tj " * 100_000_000, 1), 9)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>" % len(packed)
    sound = make.pdf("x")
    start = sound.index(b"5 0 obj") + len(b"5 0 obj\n")
    end = sound.index(b"endobj", start)
    bomb = sound[:start] + head + b"\nstream\n" + packed + b"\nendstream\n" + sound[end:]
    assert len(bomb) < 1_000_000
    assert refused(bomb, Kind.PDF) == "content_bomb"


def test_a_file_under_a_name_that_is_none_says_what_is_wrong_with_it_all_the_same() -> None:
    with pytest.raises(UserError, match="content_broken"):
        read_sandboxed("pdf", b"%PDF-1.7", "\ud800\x00单.pdf", unwatched)


def test_a_reader_that_nobody_waits_for_any_more_is_ended(make: Any) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_sandboxed("xlsx", make.xlsx(S=[["甲"]]), "a", stop)


def test_a_defect_of_ours_in_a_reader_stays_one() -> None:
    with pytest.raises(RuntimeError, match="KeyError"):
        read_sandboxed("doc", b"x", "a", unwatched)


def test_a_reader_that_is_not_heard_is_a_defect_and_no_wait_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the thread that hears it ends before it began, which a tracer has brought about."""
    monkeypatch.setattr(sandboxed_reader, "_hear", lambda pipe, lines: None)
    with pytest.raises(RuntimeError, match="not heard"):
        read_sandboxed("active-office", b"", "a.docx", unwatched)
