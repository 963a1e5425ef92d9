from pathlib import Path

import pytest

from tracker.capture.documents.charsets import decode
from tracker.locations import db_dir

TRADITIONAL = (
    "工業和信息化部關於公佈第二批中小企業數字化轉型試點城市名單的通知，各省、自治區、直轄市及計劃單列市財政廳（局）、"
    "中小企業主管部門：經審核確定名單，現予以公佈。"
)


@pytest.fixture(scope="module")
def briefing() -> str:
    (text,) = Path(db_dir() / "briefings" / "2025-01-21-miit").glob("clean*.txt")
    return text.read_text(encoding="utf-8")


@pytest.mark.parametrize("label", ["", "utf-8", "gbk", "iso-8859-1", "no-such-encoding"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_every_stretch_of_the_briefing_comes_back_whatever_its_label(briefing: str, encoding: str, label: str) -> None:
    for length in (20, 200, len(briefing)):
        for start in range(0, len(briefing) - length + 1, 1_500):
            text = briefing[start : start + length]
            assert decode(text.encode(encoding), label)[0] == text


@pytest.mark.parametrize("length", [8, 20, 60, len(TRADITIONAL)])
def test_big5_labelled_utf8_is_read_as_big5(length: int) -> None:
    text = TRADITIONAL[:length]
    assert decode(text.encode("big5hkscs"), "utf-8") == (text, "big5")
    assert decode(text.encode("gb18030"), "utf-8") == (text, "gb18030")


def test_a_page_that_calls_itself_utf8_inside_does_not_mislead() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body>{TRADITIONAL}</body></html>'
    assert decode(page.encode("big5hkscs")) == (page, "big5")


def test_a_text_cut_inside_a_character_keeps_its_encoding(briefing: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        text, found = decode(briefing[:500].encode(encoding)[:-1])
        assert found == encoding
        assert text[:499] == briefing[:499]


def test_other_scripts_are_read_by_their_label() -> None:
    assert decode("日本語のテキスト、経済産業省の発表資料".encode("shift_jis"), "shift_jis")[0].startswith(
        "日本語のテキスト"
    )
    assert decode("Straße für Bürger".encode("latin-1"), "iso-8859-1")[0] == "Straße für Bürger"


def test_bytes_of_no_encoding_still_give_a_text() -> None:
    text, _ = decode(b"abc \xff\xfe\xfd \x81\x8d")
    assert text.startswith("abc ")
