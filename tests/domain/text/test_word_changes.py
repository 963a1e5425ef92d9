import random

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text.text_folding import fold
from tracker.domain.text.word_changes import LONGEST_WORDS, WordChange, word_changes


def changes(before: str, after: str) -> list[WordChange]:
    return list(word_changes(before, after))


def pairs(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.before, change.after) for change in word_changes(before, after)]


def test_a_figure_that_changed_is_given_whole_with_the_words_around_it() -> None:
    before = "财政部公布了名单。中央财政支持34个城市开展试点，期限三年。其他事项另行通知。"
    after = before.replace("34", "136")
    assert changes(before, after) == [
        WordChange("34", "136", "财政部公布了名单。中央财政支持136个城市开展试点，期限三年。其他事项另行通知。")
    ]


def test_lines_that_came_in_and_went_are_told_apart() -> None:
    assert pairs("甲公司\n乙公司\n丙公司", "甲公司\n丙公司\n丁公司") == [("乙公司", ""), ("", "丁公司")]


def test_a_word_added_to_a_sentence_leaves_the_sentence_as_it_was() -> None:
    added = "，其中东部地区十个、中部地区八个、西部地区十六个，名单见附件"
    assert pairs("本次共有34个城市入选。", f"本次共有34个城市入选{added}。") == [("", added)]


def test_a_sentence_for_another_is_no_mosaic_of_signs() -> None:
    assert pairs("各地要抓紧落实。", "有关单位须于月底前上报。") == [("各地要抓紧落实。", "有关单位须于月底前上报。")]


def test_width_case_spaces_and_line_breaks_within_nothing_make_no_difference() -> None:
    assert pairs("共 34 个城市（第一批）。\nAI 应用", "共34个城市(第一批)。\n\nai应用") == []


def test_a_text_from_nothing_and_to_nothing() -> None:
    assert pairs("", "新的") == [("", "新的")]
    assert pairs("旧的", "") == [("旧的", "")]
    assert pairs("", "") == []


def test_long_words_are_cut_and_say_so() -> None:
    (change,) = changes("", "字" * 5_000)
    assert len(change.after) == LONGEST_WORDS + 1
    assert change.after.endswith("…")


def test_three_changes_are_found_in_five_hundred_pages() -> None:
    before = [
        f"第{number}条 企业应当报送材料{number * 7}份，并于每年{number % 12 + 1}月底前完成。"
        for number in range(20_000)
    ]
    after = list(before)
    after[3] = after[3].replace("21份", "22份")
    after[10_000] = after[10_000].replace("企业", "单位")
    del after[19_998]
    assert pairs("\n".join(before), "\n".join(after)) == [("21", "22"), ("企业", "单位"), (before[19_998], "")]


def test_texts_made_to_keep_a_comparison_busy_come_to_an_end() -> None:
    chance = random.Random(7)
    signs = ["".join(chance.choice("的是不") for _ in range(30_000)) for _ in range(2)]
    lines = ["\n".join(chance.choice("的是不了") * 3 for _ in range(30_000)) for _ in range(2)]
    for before, after in (signs, lines, ("的\n甲\n" * 20_000, "的\n乙\n" * 20_000), ("的甲" * 9_000, "的乙" * 9_000)):
        assert changes(before, after)
    numbers = [str(number) for number in range(20_000)]
    assert changes("\n".join(numbers), "\n".join(reversed(numbers)))


@given(st.text("甲乙丙。\n 12a"), st.text("甲乙丙。\n 12a"))
def test_nothing_is_said_of_the_same_text_and_something_of_every_other(before: str, after: str) -> None:
    def key(text: str) -> str:
        return "".join(fold(text).split())

    found = pairs(before, after)
    assert bool(found) or key(before) == key(after)
    assert all(one != other for one, other in found)
