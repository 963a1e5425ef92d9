"""How far two people who judged the same commitments agree (§7)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.briefings.agreement import Agreement, agreement_of
from tracker.domain.rows import Name
from tracker.domain.terms import Assessment


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one ledger says of a commitment now. `reason_en` is the reason in English, "" where there is none.

    Where nobody has `judged` it, there is no verdict, or the one that came with the coding (不可核验).
    """

    code: str
    source_sha256: str
    title: Name
    assessment: Assessment
    reason: str
    reason_en: str
    judged: bool


@dataclass(frozen=True, slots=True)
class VerdictPair:
    """One commitment as two ledgers judge it."""

    first: Verdict
    second: Verdict

    @property
    def rating(self) -> tuple[str | None, str | None]:
        """Return both verdicts as ratings: None for whoever has not judged it.

        A verdict that came with the coding stands in both ledgers, so that it would count as agreement of two people.
        """
        return _rating(self.first), _rating(self.second)

    @property
    def both_judged(self) -> bool:
        """Return whether two people have judged it."""
        return None not in self.rating

    @property
    def differs(self) -> bool:
        """Return whether both judge it, and not alike."""
        return self.both_judged and self.first.assessment is not self.second.assessment


@dataclass(frozen=True, slots=True)
class VerdictAgreement:
    """The verdicts of two ledgers on the commitments that both hold.

    `common` counts those, and `only_first` and `only_second` what one ledger alone holds. All else is about those that
    both have judged: `met` counts which verdict of the first met which of the second, and `differing` are those that
    are not judged alike. `judged_first` and `judged_second` count what each of them has judged of those in common.
    """

    common: int
    only_first: int
    only_second: int
    judged_first: int
    judged_second: int
    agreement: Agreement
    met: dict[tuple[Assessment, Assessment], int]
    differing: tuple[VerdictPair, ...]


def compare_verdicts(first: Iterable[Verdict], second: Iterable[Verdict]) -> VerdictAgreement:
    """Compare the verdicts on the same commitments: those of one code in one source, known by its clean text."""
    ours = {(one.source_sha256, one.code): one for one in first}
    theirs = {(one.source_sha256, one.code): one for one in second}
    pairs = [VerdictPair(one, theirs[key]) for key, one in ours.items() if key in theirs]
    ratings = [pair.rating for pair in pairs]
    counted = Counter((pair.first.assessment, pair.second.assessment) for pair in pairs if pair.both_judged)
    return VerdictAgreement(
        common=len(pairs),
        only_first=len(ours) - len(pairs),
        only_second=len(theirs) - len(pairs),
        judged_first=sum(one is not None for one, _ in ratings),
        judged_second=sum(other is not None for _, other in ratings),
        agreement=agreement_of(ratings),
        met={(one, other): counted[one, other] for one in Assessment for other in Assessment if counted[one, other]},
        differing=tuple(pair for pair in pairs if pair.differs),
    )


def _rating(verdict: Verdict) -> str | None:
    is_rated = verdict.judged and verdict.assessment is not Assessment.NOT_RATED
    return verdict.assessment.value if is_rated else None
