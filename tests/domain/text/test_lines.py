"""Words on one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text.lines import one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  两行\r\n\t变一行\u2028 ", "两行 变一行"),
        ("a\x00b\x1b[31mc\x9f", "ab[31mc"),
        ("\u202everkehrt\u202c", "verkehrt"),
        ("\u200b \ufeff\n", ""),
        ("👩‍👩‍👧 שלום <b>&amp;</b>", "👩‍👩‍👧 שלום <b>&amp;</b>"),
    ],
)
def test_what_nobody_sees_is_left_out_and_the_rest_stays(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@given(st.text())
def test_a_line_stays_as_it_is(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert len(line.splitlines()) <= 1
