"""Percent agreement and Krippendorff's α, and two codings of one text held against each other (§7)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tracker.domain.briefings.agreement import (
    ComparedSentence,
    UnitField,
    agreement_of,
    compare_codings,
    nominal_alpha,
    percent_agreement,
)
from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment, CodedDepartment, CodedSource
from tracker.domain.commitments.passage import OmittedPassage, SourcePassage
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due, Name
from tracker.domain.terms import (
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    OmissionReason,
    Operator,
    PassageRole,
)

# The worked examples of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), A, B and C.
TWO_BINARY = ("0100000010", "1110010000")
TWO_NOMINAL = ("aabbdcccedda", "babbbccceddd")
FOUR_WITH_GAPS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def rated(*coders: str) -> list[tuple[str | None, ...]]:
    """By thing the value of each coder, where a point is none."""
    return [tuple(None if value == "." else value for value in values) for values in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [(TWO_BINARY, 0.095), (TWO_NOMINAL, 0.692), (FOUR_WITH_GAPS, 0.743)],
    ids=["two observers, binary", "two observers, nominal", "four observers, missing values"],
)
def test_alpha_is_that_of_the_published_examples(coders: tuple[str, ...], alpha: float) -> None:
    assert nominal_alpha(rated(*coders)) == pytest.approx(alpha, abs=0.0005)


def test_percent_agreement_is_the_share_of_pairs_that_agree() -> None:
    assert percent_agreement(rated(*TWO_BINARY)) == pytest.approx(0.6)
    assert percent_agreement(rated("aa.", "ab.", "a.b")) == pytest.approx(0.5)  # the third thing has one value alone


def test_what_fewer_than_two_coders_coded_says_nothing() -> None:
    assert nominal_alpha(rated("ab.c", "ab..")) == nominal_alpha(rated("ab", "ab")) == 1.0
    assert agreement_of(rated("ab.c", "ab..")).compared == 2


@pytest.mark.parametrize("coders", [("aaaa", "aaaa"), ("a.", ".a"), ("", "")], ids=["all the same", "no pair", "none"])
def test_alpha_is_undefined_without_any_difference(coders: tuple[str, str]) -> None:
    assert nominal_alpha(rated(*coders)) is None


def test_systematic_disagreement_is_less_than_chance() -> None:
    alpha = nominal_alpha(rated("abab", "baba"))
    assert alpha is not None
    assert alpha < 0


TEXT = "甲将办一二三四。乙将办五六七八。丙将办九十。"
"""Three sentences of eight, eight and six characters, each a section of its own."""
SENTENCES = [
    ComparedSentence(0, 7, ((0, 7),)),
    ComparedSentence(8, 15, ((8, 15),)),
    ComparedSentence(16, 21, ((16, 21),)),
]
SECTIONS = [[sentence] for sentence in SENTENCES]
NOBODY = Due(None, DueBasis.NONE)


def unit(start: int, end: int, code: str = "X-1", *more: tuple[int, int], **fields: Any) -> CodedCommitment:
    passages = tuple(SourcePassage(s, e, TEXT[s:e], PassageRole.PROMISE) for s, e in ((start, end), *more))
    coded = CodedCommitment(code, "题", "title", "t", CommitmentKind.DOCUMENT, passages, (), NOBODY, None, (), "")
    return replace(coded, **fields)


def coding(*units: CodedCommitment, omitted: tuple[tuple[int, int], ...] = ()) -> CodedBriefing:
    name = Name("n", "名", "name")
    source = CodedSource("k", "X", name, "会", name, date(2025, 1, 1), "", "", (), name, 1)
    left = tuple(OmittedPassage(start, end, TEXT[start:end], OmissionReason.THEME) for start, end in omitted)
    return CodedBriefing(source, b"", TEXT, (), (), units, left)


def test_two_equal_codings_agree_in_everything() -> None:
    one = coding(unit(0, 7), unit(8, 15), omitted=((16, 21),))
    said = compare_codings(one, one, SECTIONS)
    assert (said.sections, said.sentences.share, said.sentences.alpha, said.units.share) == (3, 1, 1, 1)
    assert said.units.alpha == 1
    assert {agreement.agreed for agreement in said.fields.values()} == {2}
    assert not said.only_first + said.only_second + said.sentence_differences


def test_a_sentence_that_only_one_takes_is_a_difference_of_sentence_and_unit() -> None:
    said = compare_codings(
        coding(unit(0, 7), unit(8, 15, "A-2"), omitted=((16, 21),)),
        coding(unit(0, 7), omitted=((8, 15), (16, 21))),
        SECTIONS,
    )
    assert (said.sentences.compared, said.sentences.agreed) == (3, 2)
    assert [(one.start, one.in_first) for one in said.sentence_differences] == [(8, True)]
    assert [one.code for one in said.only_first] == ["A-2"]
    assert (said.units.compared, said.units.agreed, said.units.share, said.neither) == (2, 1, 0.5, 1)


def test_sections_that_one_of_them_did_not_code_are_not_compared() -> None:
    said = compare_codings(coding(unit(0, 7), unit(8, 15), unit(16, 21)), coding(unit(8, 15)), SECTIONS)
    assert (said.sections, said.all_sections, said.sentences.compared, said.units.compared) == (1, 3, 1, 1)


def test_an_omission_alone_says_that_a_section_was_read() -> None:
    said = compare_codings(coding(unit(0, 7)), coding(omitted=((0, 7),)), SECTIONS)
    assert (said.sections, said.units.share, len(said.only_first)) == (1, 0, 1)


@pytest.mark.parametrize(
    ("second", "matches"),
    [((3, 7), True), ((4, 7), False), ((0, 3), False)],
    ids=["four of seven", "three of seven", "the first three"],
)
def test_units_match_when_each_overlaps_the_other_by_half(second: tuple[int, int], matches: bool) -> None:
    said = compare_codings(coding(unit(0, 7)), coding(unit(*second)), SECTIONS)
    assert bool(said.matched) is matches


def test_a_unit_meets_the_one_that_shares_most_with_it_and_no_other() -> None:
    said = compare_codings(coding(unit(0, 4, "A-1")), coding(unit(0, 6, "B-1"), unit(0, 4, "B-2")), SECTIONS)
    assert [(pair.first.code, pair.second.code) for pair in said.matched] == [("A-1", "B-2")]
    assert [one.code for one in said.only_second] == ["B-1"]


def test_words_in_a_section_that_the_other_did_not_take_do_not_part_a_unit() -> None:
    """A pledge that was said twice has words in an answer that the second coder left to somebody else."""
    said = compare_codings(coding(unit(0, 4, "A-1", (8, 15))), coding(unit(0, 4, "B-1")), SECTIONS)
    assert (said.sections, len(said.matched)) == (1, 1)


AMOUNT = Quantity(Operator.AT_LEAST, Decimal(30), "个", CountingBasis.NEW, "30个以上", "城市")
LEAD = CodedDepartment("planning", DepartmentRole.LEAD, DepartmentBasis.FUNCTION)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        (UnitField.KIND, {"kind": CommitmentKind.PILOT}, {}),
        (UnitField.AMOUNT, {"quantity": AMOUNT}, {}),
        (UnitField.AMOUNT, {"quantity": AMOUNT}, {"quantity": replace(AMOUNT, operator=Operator.EQUAL)}),
        (UnitField.DUE, {"due": Due(date(2025, 12, 31), DueBasis.SECTION)}, {}),
        (UnitField.LEAD, {"departments": (LEAD,)}, {"departments": (replace(LEAD, role=DepartmentRole.CO_LEAD),)}),
        (UnitField.NOT_VERIFIABLE, {"not_verifiable": "没有数量"}, {}),
    ],
)
def test_what_is_said_differently_of_a_unit_is_named(
    field: UnitField, one: dict[str, Any], other: dict[str, Any]
) -> None:
    said = compare_codings(coding(unit(0, 7, **one)), coding(unit(0, 7, **other)), SECTIONS)
    assert said.matched[0].differing == (field,)
    assert (said.fields[field].compared, said.fields[field].agreed) == (1, 0)


def test_the_same_amount_and_another_reason_are_no_difference() -> None:
    ours = {"quantity": AMOUNT, "not_verifiable": "没有数量"}
    theirs = {"quantity": replace(AMOUNT, value=Decimal("30.0"), wording="三十个以上"), "not_verifiable": "无从判断"}
    said = compare_codings(coding(unit(0, 7, **ours)), coding(unit(0, 7, **theirs)), SECTIONS)
    assert said.matched[0].differing == ()
