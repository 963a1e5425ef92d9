"""Numbers in figures and spelt out are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text.number_forms import number_forms
from tracker.domain.text.numerals import parse_number


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("30个", ("三十个",)),
        ("三十个", ("30个",)),
        ("十大重点行业", ("10大重点行业",)),
        ("第3批", ("第三批",)),
        ("2个", ("二个", "两个")),
        ("两个", ("2个",)),
        ("200家", ("二百家", "两百家")),
        ("1010家", ("一千零一十家",)),
        ("2025年", ("二〇二五年",)),
        ("二〇二五年", ("2025年",)),
        *(
            (word, ())
            for word in ("2", "30", "三十", "5g", "miit-2025-044", "试点", "1.2万", "007号", "三五个", "二三十个", "")
        ),
    ],
)
def test_a_number_is_written_in_the_other_ways(word: str, others: tuple[str, ...]) -> None:
    assert number_forms(word) == (word, *others)


@given(st.integers(1, 9_999))
def test_what_is_spelt_out_is_the_same_number(number: int) -> None:
    _, *spelt = number_forms(f"{number}个")
    assert {parse_number(one.removesuffix("个")) for one in spelt} == {number}
