"""The coded briefing is true to its source, whole, and in its form."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from tracker.briefing.coding import faults, read_briefing, read_departments, read_revision, unaccounted
from tracker.briefing.sections import Span, answers, forward_sections, sentences
from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment
from tracker.domain.commitments.passage import SourcePassage
from tracker.domain.rows import Due
from tracker.domain.terms import EARLIER_TERMS, DepartmentBasis, DepartmentRole, DueBasis, PassageRole
from tracker.locations import db_dir

FOLDER = db_dir() / "briefings" / "2025-01-21-miit"
FIRST_CODING = 69
"""Commitments of the first coding. What later readings found has the codes after them, wherever it stands."""


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
    without = replace(briefing, commitments=briefing.commitments[1:])
    assert any("启动实施新一轮十大重点行业稳增长工作方案" in fault for fault in unaccounted(without))


def test_every_promise_looks_ahead_and_no_baseline_does(briefing: CodedBriefing) -> None:
    sections = forward_sections(briefing.text)
    for commitment in briefing.commitments:
        for passage in commitment.passages:
            ahead = any(section.start <= passage.start and passage.end <= section.end for section in sections)
            if passage.role is not PassageRole.DUE:
                assert ahead is (passage.role is PassageRole.PROMISE), passage.exact


def test_promises_and_omissions_do_not_overlap(briefing: CodedBriefing) -> None:
    promises = [Span(p.start, p.end) for c in briefing.commitments for p in c.promises]
    assert not [o.exact for o in briefing.omissions for span in promises if span.overlaps(o.start, o.end)]


def test_codes_keep_their_order_and_a_later_find_takes_the_next_one(briefing: CodedBriefing) -> None:
    codes = [c.code for c in briefing.commitments]
    assert codes == [f"MIIT-2025-{number:03d}" for number in range(1, len(codes) + 1)]
    starts = [c.promises[0].start for c in briefing.commitments]
    assert starts[:FIRST_CODING] == sorted(starts[:FIRST_CODING])
    assert starts[FIRST_CODING:] == sorted(starts[FIRST_CODING:])


def test_every_passage_names_the_answer_it_stands_in_and_who_gave_it(briefing: CodedBriefing) -> None:
    """Counted here from the text alone: an answer begins after each question, with the name of who gives it."""
    names = {speaker.name.zh: speaker.name.key for speaker in briefing.speakers}
    given = list(answers(briefing.text))
    for passage in _all_passages(briefing.commitments):
        number = next((n for n, a in enumerate(given, 1) if a.start <= passage.start and passage.end <= a.end), 0)
        head = briefing.text[given[number - 1].start :].split(":")[0] if number else ""
        assert (passage.answer, passage.speaker) == (number, names.get(head, "")), passage.exact


def test_the_coding_itself_says_whose_words_a_promise_is() -> None:
    coded = tomllib.loads((FOLDER / "commitments.toml").read_text(encoding="utf-8"))
    assert all({"speaker", "answer"} <= passage.keys() for c in coded["commitment"] for passage in c["passages"])
    assert not any("speaker" in c for c in coded["commitment"])


@pytest.mark.parametrize("change", [{"speaker": "zhang-yunming"}, {"speaker": ""}, {"answer": 1}, {"answer": 9}])
def test_words_under_another_name_or_number_are_a_fault(briefing: CodedBriefing, change: dict) -> None:
    tao = next(c for c in briefing.commitments if c.speaker == "tao-qing")
    wrong = replace(tao, passages=tuple(replace(passage, **change) for passage in tao.passages))
    found = list(faults(_with(briefing, wrong)))
    assert found
    assert all(tao.code in fault for fault in found)


def test_the_words_of_a_question_are_nobodys(briefing: CodedBriefing) -> None:
    asked = [
        passage
        for c in briefing.commitments
        for passage in c.passages
        if c.due.basis is DueBasis.QUESTION and passage.role is PassageRole.DUE
    ]
    assert asked
    assert {(passage.speaker, passage.answer) for passage in asked} == {("", 0)}


def test_a_pledge_made_twice_is_one_commitment_with_two_passages(briefing: CodedBriefing) -> None:
    twice = [c for c in briefing.commitments if len(c.promises) > 1]
    said = ["".join(p.exact for p in c.promises) for c in twice]
    for words in ("“三品”", "中国消费名品方阵", "设备更新", "以旧换新"):
        assert any(words in exact for exact in said), words


def test_a_target_repeats_the_wording_of_its_passage(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        if commitment.quantity is not None:
            assert any(commitment.quantity.wording in p.exact for p in commitment.promises), commitment.code


def test_responsibility_always_says_how_it_is_known(briefing: CodedBriefing) -> None:
    listed = read_departments(db_dir() / "departments.toml", briefing.source.publisher.zh)
    known = {department.key for department in listed}
    offices = {"tao-qing": "operations", "xie-cun": "telecom-development"}
    for commitment in briefing.commitments:
        assert {d.key for d in commitment.departments} <= known
        heads = {offices.get(promise.speaker) for promise in commitment.promises}
        assert all(d.key in heads for d in commitment.departments if d.basis is DepartmentBasis.SPEAKER)


def test_every_commitment_has_one_lead_and_no_department_twice(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        assert sum(d.role is DepartmentRole.LEAD for d in commitment.departments) == 1, commitment.code
        keys = [d.key for d in commitment.departments]
        assert len(set(keys)) == len(keys), commitment.code


def test_who_is_responsible_for_a_part_is_responsible_for_the_whole_too(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        for part in commitment.parts:
            assert {d.key for d in part.departments} <= {d.key for d in commitment.departments}, part.title
            assert sum(d.role is DepartmentRole.LEAD for d in part.departments) <= 1, part.title


def test_no_due_date_is_assumed(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        assert commitment.due.basis not in EARLIER_TERMS
        assert (commitment.due.on is None) is (commitment.due.basis is DueBasis.NONE)


def test_a_year_that_stands_in_the_text_is_quoted(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        words = "".join(p.exact for p in commitment.passages if p.role is PassageRole.DUE)
        if commitment.due.basis in (DueBasis.STATED, DueBasis.SECTION, DueBasis.QUESTION):
            assert f"{commitment.due.on:%Y}年" in words, commitment.code
        assert (commitment.due.basis is DueBasis.DERIVED) is ("三年左右" in words), commitment.code


def test_an_answer_that_names_no_year_sets_no_term(briefing: CodedBriefing) -> None:
    """Neither the section nor the question before it does, for vehicles, SMEs, green industry and digital industries:
    only what says its own year has one, or what a document sets a term to."""
    for commitment in briefing.commitments:
        if commitment.promises[0].answer in (3, 4, 5, 7):
            named = "2025年" in "".join(p.exact for p in commitment.passages)
            assert commitment.due.basis is DueBasis.DOCUMENT or (commitment.due.on is not None) is named


@pytest.mark.parametrize("basis", [DueBasis.STATED, DueBasis.SECTION, DueBasis.QUESTION])
def test_a_year_quoted_from_elsewhere_is_a_fault(briefing: CodedBriefing, basis: DueBasis) -> None:
    right = next(c for c in briefing.commitments if c.due.basis is basis)
    other = next(d for d in (DueBasis.SECTION, DueBasis.QUESTION) if d is not basis)
    moved = replace(right, due=replace(right.due, basis=other))
    unquoted = replace(right, passages=right.promises)
    assert not _faults_of(briefing, right)
    assert basis is DueBasis.STATED or _faults_of(briefing, moved)  # what is stated stands in its section as well
    assert _faults_of(briefing, unquoted)


@pytest.mark.parametrize(
    ("due", "said_instead"),
    [
        ('on = 2025-12-31, basis = "question"', 'on = 2025-12-31, basis = "assumed"'),
        ('on = 2025-12-31, basis = "question"', 'on = 2025-12-31, basis = "none"'),
        ('on = 2025-12-31, basis = "question"', 'basis = "question"'),
    ],
)
def test_a_due_date_in_no_form_of_the_rules_is_refused(tmp_path: Path, due: str, said_instead: str) -> None:
    with pytest.raises(ValueError, match="no due date"):
        read_briefing(_changed(tmp_path, due, said_instead))


def test_where_the_coding_leaves_out_whose_words_they_are_the_text_tells(
    briefing: CodedBriefing, tmp_path: Path
) -> None:
    said = ', speaker = "tao-qing", answer = 2'
    assert read_briefing(_changed(tmp_path, said, "")) == briefing


def test_a_part_may_have_a_term_of_its_own(tmp_path: Path) -> None:
    title = 'title_en = "Power equipment"'
    folder = _changed(tmp_path, title, title + ', due = { on = 2026-12-31, basis = "document", about = true }')
    terms = {part.title: part.due for part in read_briefing(folder).commitments[0].parts if part.due is not None}
    assert terms == {"电力装备": Due(date(2026, 12, 31), DueBasis.DOCUMENT, about=True)}


def test_where_parts_are_expected_no_more_have_names(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        assert commitment.parts_expected == 0 or len(commitment.parts) <= commitment.parts_expected


def test_what_cannot_be_verified_has_no_parts_that_could_be_met(briefing: CodedBriefing) -> None:
    assert not [c.code for c in briefing.commitments if c.not_verifiable and c.parts]


@pytest.mark.parametrize(("words", "value", "baseline"), [("30个以上试点城市", 30, 66), ("100个中小企业", 100, 300)])
def test_targets_have_their_amount_and_baseline(briefing: CodedBriefing, words: str, value: int, baseline: int) -> None:
    quantity = next(c.quantity for c in briefing.commitments if words in c.promises[0].exact)
    assert quantity is not None
    assert (quantity.value, quantity.baseline) == (value, baseline)


def test_a_baseline_is_quoted_with_its_number(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        quoted = "".join(p.exact for p in commitment.passages if p.role is PassageRole.BASELINE)
        for quantity in filter(None, (commitment.quantity, *(part.quantity for part in commitment.parts))):
            assert quantity.baseline is None or str(quantity.baseline) in quoted, commitment.code


def test_every_title_is_short_and_stands_in_both_languages(briefing: CodedBriefing) -> None:
    for commitment in briefing.commitments:
        assert 0 < len(commitment.title) <= 40, commitment.title
        assert not re.search("[一-鿿]", commitment.title_en), commitment.title_en
        assert len({part.title for part in commitment.parts}) == len(commitment.parts) != 1


def test_a_title_is_one_commitments_own(briefing: CodedBriefing) -> None:
    titles = [c.title for c in briefing.commitments] + [c.title_en for c in briefing.commitments]
    assert len(set(titles)) == len(titles)


def test_the_revision_can_be_read_without_the_rest(briefing: CodedBriefing) -> None:
    assert read_revision(Path(FOLDER)) == briefing.source.revision == 3


def _all_passages(commitments: Sequence[CodedCommitment]) -> list[SourcePassage]:
    return [passage for commitment in commitments for passage in commitment.passages]


def _with(briefing: CodedBriefing, commitment: CodedCommitment) -> CodedBriefing:
    """The briefing, with another coding of that commitment."""
    coded = tuple(commitment if one.code == commitment.code else one for one in briefing.commitments)
    return replace(briefing, commitments=coded)


def _faults_of(briefing: CodedBriefing, commitment: CodedCommitment) -> list[str]:
    return [fault for fault in faults(_with(briefing, commitment)) if commitment.code in fault]


def _changed(tmp_path: Path, words: str, others: str) -> Path:
    """A copy of the coded briefing that says something else wherever it says these words."""
    folder = copytree(FOLDER, tmp_path / FOLDER.name)
    file = folder / "commitments.toml"
    said = file.read_text(encoding="utf-8")
    assert words in said
    file.write_text(said.replace(words, others), encoding="utf-8")
    return folder
