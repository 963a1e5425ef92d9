"""How far two people who judged the same commitments agree (§7)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.briefings.agreement import Agreement, agreement_of
from tracker.domain.rows import Name
from tracker.domain.terms import Assessment


@dataclass(frozen=True, slots=True)
class VerdictNow:
    """What one ledger says of a commitment now. `reason_en` is the reason in English, "" where there is none.

    `judgement` is the UUID of the event by which somebody judged it, the same wherever the ledger goes; "" where nobody
    has, and there is no verdict or the one that came with the coding (不可核验).
    """

    code: str
    source_sha256: str
    title: Name
    assessment: Assessment
    reason: str
    reason_en: str
    judgement: str

    @property
    def rating(self) -> str | None:
        """Return the verdict of whoever judged it; None where nobody did."""
        is_rated = self.judgement != "" and self.assessment is not Assessment.NOT_RATED
        return self.assessment.value if is_rated else None


@dataclass(frozen=True, slots=True)
class VerdictPair:
    """One commitment as two ledgers judge it."""

    first: VerdictNow
    second: VerdictNow

    @property
    def is_shared(self) -> bool:
        """Return whether it is one judgement that both ledgers have, as one of them was copied: it would pass for the
        agreement of two people."""
        return self.first.judgement == self.second.judgement and self.first.rating is not None

    @property
    def both_judged(self) -> bool:
        """Return whether it was judged twice."""
        return None not in (self.first.rating, self.second.rating) and not self.is_shared


@dataclass(frozen=True, slots=True)
class VerdictAgreement:
    """The verdicts of two ledgers on the commitments that both hold.

    `common` counts those, and `only_first` and `only_second` what one ledger alone holds. `judged_first` and
    `judged_second` count what is judged in each of those in common, `shared` what is one judgement in both. All else is
    about those that were judged twice: `met` counts which verdict of the first met which of the second, and `differing`
    are those that are not judged alike.
    """

    common: int
    only_first: int
    only_second: int
    judged_first: int
    judged_second: int
    shared: int
    agreement: Agreement
    met: dict[tuple[Assessment, Assessment], int]
    differing: tuple[VerdictPair, ...]


def compare_verdicts(first: Iterable[VerdictNow], second: Iterable[VerdictNow]) -> VerdictAgreement:
    """Compare the verdicts on the same commitments: those of one code in one source, known by its clean text."""
    ours = {(one.source_sha256, one.code): one for one in first}
    theirs = {(one.source_sha256, one.code): one for one in second}
    pairs = [VerdictPair(one, theirs[key]) for key, one in ours.items() if key in theirs]
    twice = [pair for pair in pairs if pair.both_judged]
    counted = Counter((pair.first.assessment, pair.second.assessment) for pair in twice)
    return VerdictAgreement(
        common=len(pairs),
        only_first=len(ours) - len(pairs),
        only_second=len(theirs) - len(pairs),
        judged_first=sum(pair.first.rating is not None for pair in pairs),
        judged_second=sum(pair.second.rating is not None for pair in pairs),
        shared=sum(pair.is_shared for pair in pairs),
        agreement=agreement_of([(pair.first.rating, pair.second.rating) for pair in twice]),
        met={(one, other): counted[one, other] for one in Assessment for other in Assessment if counted[one, other]},
        differing=tuple(pair for pair in twice if pair.first.assessment is not pair.second.assessment),
    )
