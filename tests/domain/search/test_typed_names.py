"""Names are found by the little that is typed of them, the likeliest first."""

import pytest

from tracker.domain.search.typed_names import TypedNames

NAMES = TypedNames(("市财政局", "市教育局", "财政部", "国家市场监督管理总局", "教育部"))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("scz", "市财政局"),
        ("cz", "财政部"),
        ("jyb", "教育部"),
        ("SJY", "市教育局"),
        ("财政", "财政部"),
        ("市财", "市财政局"),
        ("监督", "国家市场监督管理总局"),
        ("jiaoyu", "教育部"),
        ("教育部", "教育部"),
    ],
)
def test_initials_a_beginning_or_a_part_find_a_name(typed: str, name: str) -> None:
    assert NAMES.fitting(typed)[0] == name


def test_of_several_that_fit_alike_the_first_comes_first() -> None:
    assert NAMES.fitting("s")[:2] == ["市财政局", "市教育局"]
    assert NAMES.with_first(["市教育局", "市统计局"]).fitting("s")[:3] == ["市教育局", "市统计局", "市财政局"]


def test_letters_that_fit_no_name_find_none() -> None:
    assert NAMES.fitting("xyz") == []
    assert NAMES.fitting("  ") == []


@pytest.mark.parametrize(("typed", "name"), [("cz", "财政部"), ("xyz", ""), ("规划司", "规划司"), ("财政", "财政部")])
def test_what_fits_no_name_is_one_itself_but_for_letters(typed: str, name: str) -> None:
    assert NAMES.meant(typed) == name
