"""Departments are typed in one line: what parts them, who leads, and what is taken as it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.terms import DepartmentRole
from tracker.domain.text.department_input import department_line, quoted_name, typed_departments

LEAD, CO_LEAD = DepartmentRole.LEAD, DepartmentRole.CO_LEAD


def _words(line: str) -> list[str]:
    return [one.words for one in typed_departments(line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("czj kjj", ["czj", "kjj"]),
        ("财政部、科技部，jyj / 民政部, 商务部 ", ["财政部", "科技部", "jyj", "民政部", "商务部"]),
        ("“规划 司、甲处” kjj", ["规划 司、甲处", "kjj"]),
        ('kjj "Ministry of Works, North"', ["kjj", "Ministry of Works, North"]),
        ("”甲 乙“、丙", ["甲 乙", "丙"]),
        ("“推进“一带一路”工作 办”；丙", ["推进“一带一路”工作 办", "丙"]),
        ("kjj “规划 司", ["kjj", "规划 司"]),
        ("各部（委、局） 财政部", ["各部（委、局）", "财政部"]),
        ("各部（委、局", ["各部（委", "局"]),
        ("甲“乙”办 丙", ["甲“乙”办", "丙"]),
        ("", []),
        (" 、； ", []),
    ],
)
def test_marks_part_names_but_not_in_quotation_marks_or_brackets(line: str, words: list[str]) -> None:
    assert _words(line) == words


def test_those_behind_a_semicolon_work_with_those_before_it() -> None:
    line = "甲；“乙；丙” 丁;戊"
    typed = [(one.words, one.role, one.is_quoted) for one in typed_departments(line)]
    assert typed == [
        ("甲", LEAD, False),
        ("乙；丙", CO_LEAD, True),
        ("丁", CO_LEAD, False),
        ("戊", CO_LEAD, False),
    ]
    assert [line[one.start : one.end] for one in typed_departments(line)] == ["甲", "“乙；丙”", "丁", "戊"]


def test_a_name_is_quoted_only_where_it_would_be_read_as_something_else() -> None:
    assert (
        department_line([("财政部", LEAD), ("各部（委、局）", LEAD), ("科技部", CO_LEAD)])
        == "财政部、各部（委、局）；科技部"
    )
    assert department_line([("规划 司", CO_LEAD)]) == '；"规划 司"'
    assert department_line([]) == ""
    assert quoted_name('"双碳" 办') == '“"双碳" 办”'


_NAMES = st.text("甲乙a（） 、，,/；;“”", min_size=1).filter(str.strip) | st.text('甲乙a() 、;"', min_size=1).filter(
    str.strip
)


@given(st.lists(st.tuples(_NAMES, st.sampled_from(DepartmentRole))))
def test_a_line_of_names_is_read_as_these_names(names: list[tuple[str, DepartmentRole]]) -> None:
    in_turn = sorted(names, key=lambda one: one[1] is CO_LEAD)
    assert [(one.words, one.role) for one in typed_departments(department_line(names))] == in_turn
