"""Two ledgers in which two people judged the same commitments, held against each other (§7)."""

from uuid import uuid4

import pytest

from tracker.domain.assessment.verdict_agreement import VerdictNow, compare_verdicts
from tracker.domain.rows import Name
from tracker.domain.terms import Assessment

MET, PROGRESS, NOT_RATED = Assessment.MET, Assessment.IN_PROGRESS, Assessment.NOT_RATED


def verdict(code: str, assessment: Assessment, source: str = "s", judgement: str | None = None) -> VerdictNow:
    """A verdict by a judgement of its own, unless one is given."""
    judgement = str(uuid4()) if judgement is None else judgement
    return VerdictNow(code, source, Name("title", "题", "title"), assessment, f"why {assessment}", "", judgement)


def test_commitments_that_one_has_not_judged_are_counted_and_not_compared() -> None:
    ours = [verdict("X-1", MET), verdict("X-2", PROGRESS), verdict("X-3", MET)]
    theirs = [verdict("X-1", MET), verdict("X-2", PROGRESS), verdict("X-3", NOT_RATED)]
    said = compare_verdicts(ours, theirs)
    assert (said.common, said.agreement.compared, said.agreement.agreed, said.agreement.alpha) == (3, 2, 2, 1.0)
    assert (said.judged_first, said.judged_second) == (3, 2)
    assert said.met == {(MET, MET): 1, (PROGRESS, PROGRESS): 1}
    assert said.differing == ()


def test_a_verdict_that_came_with_the_coding_is_nobodys() -> None:
    coded = verdict("X-1", Assessment.NOT_VERIFIABLE, judgement="")
    said = compare_verdicts([coded, verdict("X-2", MET)], [coded, verdict("X-2", MET)])
    assert (said.common, said.judged_first, said.agreement.compared) == (2, 1, 1)


def test_one_judgement_that_a_copied_ledger_took_along_is_not_two() -> None:
    copied = verdict("X-1", MET)
    said = compare_verdicts([copied, verdict("X-2", MET)], [copied, verdict("X-2", PROGRESS)])
    assert (said.shared, said.judged_first, said.agreement.compared, said.agreement.agreed) == (1, 2, 1, 0)


def test_verdicts_that_differ_are_told_with_both_reasons() -> None:
    said = compare_verdicts([verdict("X-1", MET), verdict("X-2", MET)], [verdict("X-1", PROGRESS), verdict("X-2", MET)])
    assert [(pair.first.reason, pair.second.reason) for pair in said.differing] == [("why met", "why in_progress")]
    assert said.agreement.share == pytest.approx(0.5)


def test_a_code_of_another_source_is_another_commitment() -> None:
    said = compare_verdicts([verdict("X-1", MET, "one text")], [verdict("X-1", MET, "another text")])
    assert (said.common, said.only_first, said.only_second) == (0, 1, 1)
