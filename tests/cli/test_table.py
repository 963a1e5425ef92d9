import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cli.printing.text_table import cut, display_width, one_line, table_lines, wrap


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("试点", 4), ("ｱ", 1), ("Ａ", 2), ("e\u0301", 1), ("", 0)])
def test_chinese_takes_two_columns(text: str, width: int) -> None:
    assert display_width(text) == width


def test_what_is_cut_says_so() -> None:
    assert cut("再支持试点城市", 9) == "再支持试…"
    assert cut("再支持", 6) == "再支持"


@given(st.text(), st.integers(2, 40))
def test_what_is_cut_fits(text: str, width: int) -> None:
    assert display_width(cut(text, width)) <= width


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))), st.integers(10, 40))
def test_wrapping_loses_nothing_but_blanks_and_fits(text: str, width: int) -> None:
    lines = list(wrap(text, width, "  "))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width for line in lines)


def test_without_a_terminal_nothing_is_cut() -> None:
    assert list(table_lines(["a", "b"], [["x" * 300, "y"]], 0, None))[1] == "x" * 300 + "  y"


def test_the_flexible_column_gives_way_first() -> None:
    lines = list(table_lines(["code", "title"], [["A-1", "长" * 30]], 1, 30))
    assert lines[1].startswith("A-1   长")
    assert lines[1].endswith("…")


def test_every_control_character_and_break_of_a_line_becomes_a_blank() -> None:
    unwanted = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp")]
    assert one_line("".join(unwanted)) == " " * len(unwanted)
    assert one_line("试点 e\u0301 \u00a0") == "试点 e\u0301 \u00a0"


def test_an_escape_sequence_never_reaches_the_terminal() -> None:
    (_, line) = table_lines(["a"], [["\x1b[31mred\nline\u2028"]], 0, None)
    assert line == " [31mred line"
