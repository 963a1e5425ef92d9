"""The coded briefing is true to its source, whole, and in its form."""

import re
from pathlib import Path

import pytest

from tracker.briefing.coding import faults, read_briefing, read_departments, read_revision, unaccounted
from tracker.briefing.sections import Span, answers, forward_sections, sentences
from tracker.domain.coded import CodedBriefing
from tracker.domain.terms import DepartmentBasis, DepartmentRole, DueBasis, PassageRole
from tracker.locations import db_dir

FOLDER = db_dir() / "briefings" / "2025-01-21-miit"


@pytest.fixture(scope="module")
def briefing() -> CodedBriefing:
    return read_briefing(FOLDER)


def test_passages_stand_in_the_clean_text_which_follows_from_the_raw_text(briefing: CodedBriefing) -> None:
    assert list(faults(briefing)) == []


def test_all_seven_answers_look_ahead(briefing: CodedBriefing) -> None:
    assert len(list(answers(briefing.text))) == len(forward_sections(briefing.text)) == 7


def test_every_forward_looking_sentence_is_in_a_passage_or_listed_with_a_reason(briefing: CodedBriefing) -> None:
    accounted = [(p.start, p.end) for c in briefing.commitments for p in c.promises]
    accounted += [(o.start, o.end) for o in briefing.omissions]
    unmentioned = [
        briefing.text[sentence.start : sentence.end]
        for section in forward_sections(briefing.text)
        for sentence in sentences(briefing.text, section)
        if not any(sentence.overlaps(*span) for span in accounted)
    ]
    assert unmentioned == []
    assert list(unaccounted(briefing)) == []  # and not only every sentence: every clause of it


def test_a_sentence_that_is_in_neither_is_found(briefing: CodedBriefing) -> None:
    without = CodedBriefing(
        briefing.source,
        briefing.raw,
        briefing.text,
        briefing.speakers,
        briefing.topics,
        briefing.commitments[1:],
        briefing.omissions,
    )
    assert any("启动实施新一轮十大重点行业稳增长工作方案" in fault for fault in unaccounted(without))


def test_no_promise_lies_in_a_results_paragraph_and_every_baseline_does(briefing: CodedBriefing) -> None:
    sections = forward_sections(briefing.text)

    def looks_ahead(start: int, end: int) -> bool:
        return any(section.start <= start and end <= section.end for section in sections)

    for commitment in briefing.commitments:
        for passage in commitment.passages:
            is_baseline = passage.role is PassageRole.BASELINE
            assert looks_ahead(passage.start, passage.end) is not is_baseline, passage.exact


def test_promises_and_omissions_do_not_overlap(briefing: CodedBriefing) -> None:
    promises = [Span(p.start, p.end) for c in briefing.commitments for p in c.promises]
    assert not [o.exact for o in briefing.omissions for span in promises if span.overlaps(o.start, o.end)]


def test_codes_follow_the_order_of_first_mention(briefing: CodedBriefing) -> None:
    codes = [c.code for c in briefing.commitments]
    assert codes == [f"MIIT-2025-{number:03d}" for number in range(1, len(codes) + 1)]
    starts = [c.promises[0].start for c in briefing.commitments]
    assert starts == sorted(starts)
    assert 55 <= len(codes) <= 75


def test_the_speaker_is_the_one_who_gave_the_answer(briefing: CodedBriefing) -> None:
    names = {speaker.name.key: speaker.name.zh for speaker in briefing.speakers}
    for commitment in briefing.commitments:
        first = commitment.promises[0]
        answer = next(a for a in answers(briefing.text) if a.overlaps(first.start, first.end))
        assert briefing.text[answer.start :].startswith(names[commitment.speaker] + ":"), commitment.code


def test_a_pledge_made_twice_is_one_commitment_with_two_passages(briefing: CodedBriefing) -> None:
    twice = [c for c in briefing.commitments if len(c.promises) > 1]
    said = ["".join(p.exact for p in c.promises) for c in twice]
    for words in ("“三品”", "中国消费名品方阵", "设备更新", "以旧换新"):
        assert any(words in exact for exact in said), words


def test_responsibility_always_says_how_it_is_known(briefing: CodedBriefing) -> None:
    known = {department.key for department in read_departments(db_dir() / "departments.toml")}
    for commitment in briefing.commitments:
        assert {d.key for d in commitment.departments} <= known
        assert sum(d.role is DepartmentRole.LEAD for d in commitment.departments) <= 1
        heads = [d for d in commitment.departments if d.basis is DepartmentBasis.SPEAKER]
        offices = {"tao-qing": "operations", "xie-cun": "telecom-development"}
        assert all(offices.get(commitment.speaker) == d.key for d in heads), commitment.code


def test_only_the_commitment_made_with_others_has_no_lead(briefing: CodedBriefing) -> None:
    unled = [c for c in briefing.commitments if all(d.role is not DepartmentRole.LEAD for d in c.departments)]
    assert [c.promises[0].exact for c in unled] == ["配合有关部门,推动市场化兼并重组"]


def test_a_due_date_that_is_not_assumed_quotes_its_words(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        quoted = any(p.role is PassageRole.DUE for p in commitment.passages)
        assert quoted == (commitment.due.basis is not DueBasis.ASSUMED), commitment.code
        assert (commitment.due.on is None) == (commitment.due.basis is DueBasis.NONE)


@pytest.mark.parametrize(("words", "value", "baseline"), [("30个以上试点城市", 30, 66), ("100个中小企业", 100, 300)])
def test_targets_have_their_amount_and_baseline(briefing: CodedBriefing, words: str, value: int, baseline: int) -> None:
    quantity = next(c.quantity for c in briefing.commitments if words in c.promises[0].exact)
    assert quantity is not None
    assert (quantity.value, quantity.baseline) == (value, baseline)


def test_a_target_repeats_the_wording_of_its_passage(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        if commitment.quantity is not None:
            assert any(commitment.quantity.wording in p.exact for p in commitment.promises), commitment.code


def test_every_title_is_short_and_stands_in_both_languages(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        assert 0 < len(commitment.title) <= 40, commitment.title
        assert not re.search("[一-鿿]", commitment.title_en), commitment.title_en
        assert len({name.zh for name in commitment.parts}) == len(commitment.parts) != 1


def test_the_revision_can_be_read_without_the_rest(briefing: CodedBriefing) -> None:
    assert read_revision(Path(FOLDER)) == briefing.source.revision
