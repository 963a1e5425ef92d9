"""Whatever is dropped into the window: it is read, or refused in one sentence, and in bounded time."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.capture.documents.charsets import decode
from tracker.capture.documents.files import LONGEST_NAME, display_name
from tracker.capture.particulars.published_lists import count_list, pasted_table
from tracker.domain.errors import UserError
from tracker.services.evidence.capturing import examine_bytes, examine_text

BEGINNINGS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
)
PIECES = st.sampled_from(
    [
        "序号\t",
        "名单",
        "关于",
        "的通知",
        "〔2025〕12号",
        "2025年5月6日",
        "34个",
        "合计",
        "附件",
        "\n",
        "\t",
        "（一）",
        "第",
        "《",
        "\ud800",
    ]
)


@given(
    st.sampled_from(BEGINNINGS), st.binary(max_size=2_000), st.sampled_from(["", "a.csv", "a.html", "a.docx", "a.pdf"])
)
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(beginning: bytes, rest: bytes, name: str) -> None:
    try:
        captured = examine_bytes(beginning + rest, name)
    except UserError:
        return
    assert captured.content == beginning + rest
    assert captured.document.text.encode("utf-8") is not None


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@settings(deadline=None)
def test_any_text_gives_proposals_that_can_be_stored(text: str) -> None:
    try:
        captured = examine_text(text)
    except UserError:
        assert not text.strip()
        return
    title = captured.proposals.title
    for found in (captured.document.text, title.value if title else ""):
        assert "\x00" not in found
        found.encode("utf-8")


@given(st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=30).map("".join))
@settings(deadline=None)
def test_any_list_is_counted_or_refused(text: str) -> None:
    try:
        found = count_list(pasted_table(text))
    except UserError:
        return
    assert len(set(found.names)) == found.count > 0


@given(st.text())
def test_any_name_becomes_one_that_every_file_system_takes(name: str) -> None:
    shown = display_name(name)
    assert len(shown.encode("utf-8")) <= LONGEST_NAME
    assert not set(shown) & set('/\\:*?"<>|\n\x00')
    assert display_name(shown) == shown


@given(st.binary(max_size=500), st.sampled_from(["", "utf-8", "big5", "hex", "idna", "\x00"]))
def test_any_bytes_give_a_text(data: bytes, label: str) -> None:
    decode(data, label)[0].encode("utf-8", errors="surrogatepass")


@pytest.fixture(scope="module")
def sound(make: Any) -> tuple[bytes, ...]:
    """A sound file of every kind."""
    return make.pdf("名单"), make.docx("名单"), make.xlsx(S=[["甲"]]), make.xls([["甲"]]), make.png(), make.jpeg()


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_a_file_with_a_spoilt_byte_is_read_or_refused(sound: tuple[bytes, ...], data: st.DataObject) -> None:
    spoilt = bytearray(sound[data.draw(st.integers(0, len(sound) - 1))])
    spoilt[data.draw(st.integers(0, len(spoilt) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        examine_bytes(bytes(spoilt))
    except UserError:
        return


@pytest.mark.parametrize(
    "text",
    ["\n" * 500_000, "个1" * 200_000, "关于" * 200_000, "2025年" * 100_000, "第一" * 200_000, "\t" * 300_000 + "x"],
)
def test_a_text_made_to_hold_the_program_up_does_not(text: str) -> None:
    examine_bytes(text.encode() + "名".encode())
    assert count_list(pasted_table(text + "\n北京市")).count >= 1
