"""The text file of paragraphs: what was written comes back, and nothing else."""

from collections.abc import Callable

import pytest

from tracker.domain.errors import UserError
from tracker.domain.reports.brief import ParagraphDraft, ParagraphOffer, hash_of, offers_of
from tracker.domain.reports.paragraph_file import read_paragraphs, write_paragraphs
from tracker.domain.reports.report_request import ParagraphEdit

DRAFTS = (
    ParagraphDraft("conclusion", "本月2项取得新进展。", hash_of(["conclusion", 2])),
    ParagraphDraft("progress.sme", "=== 一行像段落名的字\n第二行。", hash_of(["progress.sme", 101])),
)


def written(*earlier: ParagraphEdit) -> str:
    return write_paragraphs(offers_of(DRAFTS, earlier), ["说明"])


def test_a_file_that_nobody_touched_edits_nothing() -> None:
    assert read_paragraphs(written(), DRAFTS) == ()


def test_words_that_were_changed_come_back_with_the_facts_they_were_written_for() -> None:
    text = written().replace("本月2项取得新进展。", "<b>进展</b>明显 😀 =1+1\n又一行")
    (edit,) = read_paragraphs("\ufeff" + text.replace("\n", "\r\n"), DRAFTS)
    assert edit == ParagraphEdit("conclusion", "<b>进展</b>明显 😀 =1+1\n又一行", DRAFTS[0].facts)


def test_a_paragraph_without_words_is_left_out_and_one_that_is_missing_is_not() -> None:
    emptied = written().replace("本月2项取得新进展。", "")
    assert [edit.text for edit in read_paragraphs(emptied, DRAFTS)] == [""]
    shortened = written().partition("=== progress.sme")[0]
    assert read_paragraphs(shortened, DRAFTS) == ()


def test_what_was_written_the_last_time_is_offered_again_while_the_facts_are_the_same() -> None:
    kept = ParagraphEdit("conclusion", "我的话。", DRAFTS[0].facts)
    assert offers_of(DRAFTS, [kept])[0] == ParagraphOffer(DRAFTS[0], "我的话。")
    assert read_paragraphs(written(kept), DRAFTS) == (kept,)


def test_of_other_facts_it_stands_beside_the_new_words_and_is_not_read() -> None:
    old = ParagraphEdit("conclusion", "旧话。", hash_of(["conclusion", 1]))
    text = written(old)
    assert text.index("本月2项取得新进展。") < text.index("=== conclusion earlier") < text.index("旧话。")
    assert read_paragraphs(text, DRAFTS) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: "", "paragraphs_none"),
        (lambda text: text + text, "paragraph_twice"),
        (lambda text: text.replace("progress.sme", "progress.old"), "paragraph_unknown"),
        (lambda text: text.replace(DRAFTS[0].facts, "0" * 16), "paragraphs_outdated"),
        (lambda text: text.replace("本月2项", "长" * 20_001), "paragraph_too_long"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_whole(change: Callable[[str], str], code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_paragraphs(change(written()), DRAFTS)
    assert refused.value.code == code
