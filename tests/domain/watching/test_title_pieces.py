"""Words of a title that are offered as words for what is not for us."""

import pytest

from tracker.domain.watching.title_pieces import MOST_PIECES, pieces_of


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("关于2026年公开招聘工作人员的公告", "招聘"),
        ("李某某任职公示", "任职"),
        ("2025年办公设备采购项目中标公告", "采购"),
    ],
)
def test_what_names_an_occasion_comes_first(title: str, first: str) -> None:
    assert pieces_of(title)[0] == first


@pytest.mark.parametrize("title", ["", "，。", "12345", "（一）", "的"])
def test_a_title_without_words_offers_none(title: str) -> None:
    assert pieces_of(title) == ()


def test_pieces_are_cut_at_marks_and_little_words_and_stand_in_the_title() -> None:
    title = "关于召开第3次例行工作会议的通知"
    assert pieces_of(title) == ("例行工作会议", "通知")
    long = "国家信息化发展战略实施纲要贯彻落实情况汇报，城市管理与环境保护，交通运输，农业农村，水利建设，教育医疗"
    found = pieces_of(long)
    assert len(found) == MOST_PIECES
    assert len(set(found)) == len(found)
    assert all(piece in long and 2 <= len(piece) <= 6 for piece in found)


def test_english_titles_give_their_words() -> None:
    assert pieces_of("Notice about a training seminar") == ("training", "seminar")
