"""What is searched for is found however it was typed, and where it stands is told in the words as written."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text.text_folding import find_folded, fold, fold_in_place, search_words, written_forms
from tracker.domain.text.traditional import SIMPLIFIED, TRADITIONAL

ANY = st.text(
    st.characters(exclude_categories=("Cs",))
    | st.sampled_from("試點ＡＩ\u200b\u0301é가각각〔］。ßİﬁ½㎡\ufeffかハ\u3099\u309a\u302a\u302eㄱㅏㄳｶﾞ")
)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ＡＩ", "ai"),
        ("５Ｇ", "5g"),
        ("３０", "30"),
        ("試點城市", "试点城市"),
        ("工业\u200b互联网", "工业互联网"),
        ("\ufeff工\u200d业\u00ad互\u2060联\ufe0f网\u202e", "工业互联网"),
        ("葛\U000e0100城工\ufe0f业", "葛城工业"),
        ("中小企業數位轉型", "中小企业数位转型"),
        ("裏裡臺台羣綫衞瞭解憑藉", "里里台台群线卫了解凭借"),
        ("⼯业和信息化", "工业和信息化"),
        ("Zero-Carbon PARKS", "zero-carbon parks"),
        ("STRASSE straße", "strasse strasse"),
        ("cafe\u0301", "café"),
        ("①㈠㎡", "1(一)m2"),
    ],
)
def test_width_case_traditional_signs_and_what_nobody_sees_are_folded(typed: str, plain: str) -> None:
    assert fold(typed) == plain


def test_a_document_number_is_one_in_any_brackets_and_width() -> None:
    for typed in (
        "工信部规〔2025〕12号",
        "工信部規［２０２５］１２號",
        "工信部规(2025)12号",
        "工信部规【2025】12号",
        "工信部规[2025]12号",
    ):
        assert search_words(typed) == ["工信部规(2025)12号"]


@pytest.mark.parametrize("typed", ["，", ",", "(", "（", "。", "、", "——", "“”", "\u200b", "\u3000", "〔〕", "…", ""])
def test_marks_alone_ask_for_nothing(typed: str) -> None:
    assert search_words(typed) == []


def test_marks_at_the_end_of_a_word_are_no_part_of_it() -> None:
    assert search_words("工业互联网，名单。") == ["工业互联网", "名单"]
    assert search_words("稳增长；方案、1,000家") == ["稳增长", "方案", "1,000家"]
    assert search_words("（工业互联网） 5G-A 30%") == ["(工业互联网)", "5g-a", "30%"]


def test_nothing_of_unicode_that_only_formats_is_left() -> None:
    formats = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"]
    assert [sign for sign in formats if fold(sign)] == []


def test_every_traditional_sign_has_a_simplified_one_that_is_none() -> None:
    assert len(set(TRADITIONAL)) == len(TRADITIONAL) == len(SIMPLIFIED)
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
    assert fold(TRADITIONAL) == SIMPLIFIED


@given(ANY)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_places_are_those_of_the_words_as_written(text: str) -> None:
    place = fold_in_place(text)
    assert place.words == fold(text)
    assert len(place.words) == len(place.starts) == len(place.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(place.starts, place.ends, strict=True))
    assert list(place.starts) == sorted(place.starts)


@pytest.mark.parametrize(
    ("text", "words", "written"),
    [
        ("か\u3099んばる", "が", "か\u3099"),
        ("ハ\u309aソコン", "パ", "ハ\u309a"),
        ("ｶﾞｽ会社", "ガス", "ｶﾞｽ"),
        ("ㄱㅏㄳ", "갃", "ㄱㅏㄳ"),
        ("q\u0301\u302a", "q\u302a\u0301", "q\u0301\u302a"),
    ],
)
def test_a_hit_is_found_where_signs_were_written_apart(text: str, words: str, written: str) -> None:
    assert fold_in_place(text).words == fold(text)
    assert [text[start:end] for start, end in find_folded(text, fold(words))] == [written]


@given(ANY, st.text("試点５Ｇai（", min_size=1, max_size=4), ANY)
def test_words_are_found_where_they_were_written(before: str, words: str, after: str) -> None:
    text = f"{before}\n{words}\n{after}"
    found = [text[start:end] for start, end in find_folded(text, fold(words))]
    assert words in found


def test_hits_are_of_the_words_as_written() -> None:
    text = "支持ＡＩ試\u200b點城市和试点"
    assert [text[start:end] for start, end in find_folded(text, "试点")] == ["試\u200b點", "试点"]


@given(st.sampled_from(SIMPLIFIED + "(-a é"))
def test_all_written_forms_of_a_sign_fold_to_it(sign: str) -> None:
    assert all(fold(form) == sign for form in written_forms(sign))
