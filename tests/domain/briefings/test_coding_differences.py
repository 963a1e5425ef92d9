"""Each difference between two codings is one thing to settle, in the order of the text (§7)."""

from tests.domain.briefings.test_agreement import SECTIONS, coding, unit

from tracker.domain.briefings.agreement import UnitField, compare_codings
from tracker.domain.briefings.coding_differences import (
    CodingDifference,
    DifferenceKind,
    Holding,
    Resolution,
    differences_of,
)
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.terms import CommitmentKind


def parted(first: CodedBriefing, second: CodedBriefing) -> tuple[CodingDifference, ...]:
    return differences_of(compare_codings(first, second, SECTIONS))


def test_equal_codings_have_none() -> None:
    assert parted(coding(unit(0, 7)), coding(unit(0, 7, "Y-1"))) == ()


def test_they_come_in_the_order_of_the_text_each_with_what_it_is_about() -> None:
    ours = coding(unit(0, 7, "X-1"), unit(16, 21, "X-3"))
    theirs = coding(
        unit(0, 7, "Y-1", kind=CommitmentKind.PILOT, not_verifiable="vague"), unit(8, 15, "Y-2"), omitted=((16, 21),)
    )
    found = parted(ours, theirs)
    assert [(one.kind, one.field) for one in found] == [
        (DifferenceKind.FIELD, UnitField.KIND),
        (DifferenceKind.FIELD, UnitField.NOT_VERIFIABLE),
        (DifferenceKind.UNIT, None),
    ]
    assert [(one.first.code if one.first else None, one.second.code if one.second else None) for one in found] == [
        ("X-1", "Y-1"),
        ("X-1", "Y-1"),
        ("X-3", None),
    ]


def test_a_sentence_counts_only_where_no_commitment_of_one_alone_tells_of_it() -> None:
    # X-1 goes on into the second sentence, where Y has nothing.
    ours = coding(unit(0, 7, "X-1", (8, 15)), unit(16, 21, "X-2"))
    theirs = coding(unit(0, 7, "Y-1"), omitted=((8, 15), (16, 21)))
    found = differences_of(compare_codings(ours, theirs, [[one for section in SECTIONS for one in section]]))
    assert [(one.kind, one.start, one.end) for one in found] == [
        (DifferenceKind.SENTENCE, 8, 15),
        (DifferenceKind.UNIT, 16, 21),
    ]


def test_each_has_a_name_of_its_own_that_comes_again() -> None:
    ours = coding(unit(0, 7, "X-1"), unit(0, 7, "X-2"), unit(16, 21, "X-3"))
    theirs = coding(unit(16, 21, "Y-2", kind=CommitmentKind.PILOT), omitted=((0, 7),))
    names = [one.key for one in parted(ours, theirs)]
    assert len(set(names)) == len(names) > 2
    assert names == [one.key for one in parted(ours, theirs)]


def test_a_resolution_is_told_with_its_difference() -> None:
    (difference,) = parted(coding(unit(0, 7)), coding(unit(0, 7, "Y-1", kind=CommitmentKind.PILOT)))
    assert Resolution(difference, Holding.SECOND, "a trial").plain() == {
        "kind": "field",
        "start": 0,
        "end": 7,
        "field": "kind",
        "first": "X-1",
        "second": "Y-1",
        "holds": "second",
        "reason": "a trial",
    }
