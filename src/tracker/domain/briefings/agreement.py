"""How far two people who coded one text agree: by sentence, by unit, and by what they say of a unit (§7)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.terms import DepartmentRole

_Places = frozenset[int]
"""Offsets of characters."""


class UnitField(StrEnum):
    """What two codings say of a unit that both have."""

    KIND = "kind"
    AMOUNT = "amount"
    DUE = "due"
    LEAD = "lead"
    NOT_VERIFIABLE = "not_verifiable"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree: of `compared` things `agreed` have one value from all who gave one.

    `share` is the percent agreement as a fraction of 1, None where nothing is compared. `alpha` is None where it is
    undefined: nothing was compared, or everything has one and the same value.
    """

    compared: int
    agreed: int
    share: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class ComparedSentence:
    """A sentence of the clean text, by its offsets and those of its clauses, end exclusive."""

    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SentenceDifference:
    """A sentence in which one coder has a unit and the other none; `in_first` where it is the first who has."""

    start: int
    end: int
    exact: str
    in_first: bool


@dataclass(frozen=True, slots=True)
class MatchedUnit:
    """A unit of both codings, and what they say differently of it."""

    first: CodedCommitment
    second: CodedCommitment
    differing: tuple[UnitField, ...]


@dataclass(frozen=True, slots=True)
class CodingAgreement:
    """Two codings of one text, in the `sections` that both coded of the `all_sections` that look ahead.

    `units.share` is that of the units of either which both have. Its α counts besides the `neither` clauses that nobody
    takes for a unit: without a case of "no" on both sides chance could not be told from agreement.
    """

    sections: int
    all_sections: int
    sentences: Agreement
    units: Agreement
    fields: dict[UnitField, Agreement]
    neither: int
    matched: tuple[MatchedUnit, ...]
    only_first: tuple[CodedCommitment, ...]
    only_second: tuple[CodedCommitment, ...]
    sentence_differences: tuple[SentenceDifference, ...]


def percent_agreement(ratings: Iterable[Sequence[str | None]]) -> float | None:
    """Return the share of pairs of coders that agree, the mean over what at least two of them coded; else None.

    A rating is the values that the coders gave one thing, in their order; None for a coder who gave none.
    """
    shares = [_agreeing_pairs(given) for row in ratings if len(given := _given(row)) > 1]
    return float(sum(shares) / len(shares)) if shares else None


def nominal_alpha(ratings: Iterable[Sequence[str | None]]) -> float | None:
    """Return Krippendorff's α of nominal values: 1 is perfect, 0 what chance would give.

    A rating is as for `percent_agreement`; what fewer than two coded is left out. None where α is undefined: nothing is
    left, or all values are the same. By Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), C and D.
    """
    pairable = [Counter(given) for row in ratings if len(given := _given(row)) > 1]
    totals = sum(pairable, Counter[str]())
    count = totals.total()
    # Pairs within what was coded together, and all pairs, in both orders.
    expected = count * count - sum(number * number for number in totals.values())
    if expected == 0:
        return None
    observed = sum(
        Fraction(unit.total() ** 2 - sum(number * number for number in unit.values()), unit.total() - 1)
        for unit in pairable
    )
    return float(1 - (count - 1) * observed / expected)


def agreement_of(ratings: Sequence[Sequence[str | None]]) -> Agreement:
    """Return both figures of the same ratings, and how many things at least two coders gave a value."""
    compared = [given for row in ratings if len(given := _given(row)) > 1]
    agreed = sum(len(set(given)) == 1 for given in compared)
    return Agreement(len(compared), agreed, percent_agreement(compared), nominal_alpha(compared))


def compare_codings(
    first: CodedBriefing, second: CodedBriefing, sections: Sequence[Sequence[ComparedSentence]]
) -> CodingAgreement:
    """Compare two codings of one clean text in those of its `sections` that both coded.

    A section in which a coder has neither a unit nor an omission was not coded by them (§1: every sentence is either),
    so a second coder may take a part of a text. Two units match when each overlaps the other by half.
    """
    texts = (_CodedText(first), _CodedText(second))
    both = [section for section in sections if all(text.has_coded(section) for text in texts)]
    sentences = [sentence for section in both for sentence in section]
    within = _places((sentence.start, sentence.end) for sentence in sentences)
    ours, theirs = (text.units_within(within) for text in texts)
    matches = _matches([places for _, places in ours], [places for _, places in theirs])
    matched = tuple(_matched(ours[i][0], theirs[j][0]) for i, j in sorted(matches.items()))
    only_first = tuple(unit for i, (unit, _) in enumerate(ours) if i not in matches)
    only_second = tuple(unit for j, (unit, _) in enumerate(theirs) if j not in matches.values())
    coded = (_union(ours), _union(theirs))
    clauses = [_places([clause]) for sentence in sentences for clause in sentence.clauses]
    neither = sum(coded[0].isdisjoint(clause) and coded[1].isdisjoint(clause) for clause in clauses)
    held = [_holds(sentence, coded) for sentence in sentences]
    return CodingAgreement(
        sections=len(both),
        all_sections=len(sections),
        sentences=agreement_of(held),
        units=_unit_agreement(len(matched), len(only_first), len(only_second), neither),
        fields={field: agreement_of([_values(field, pair) for pair in matched]) for field in UnitField},
        neither=neither,
        matched=matched,
        only_first=only_first,
        only_second=only_second,
        sentence_differences=tuple(
            SentenceDifference(one.start, one.end, first.text[one.start : one.end], in_first == _YES)
            for one, (in_first, in_second) in zip(sentences, held, strict=True)
            if in_first != in_second
        ),
    )


_YES, _NO = "yes", "no"


def _yes(is_so: bool) -> str:
    return _YES if is_so else _NO


def _given(row: Sequence[str | None]) -> list[str]:
    return [value for value in row if value is not None]


def _agreeing_pairs(given: Sequence[str]) -> Fraction:
    pairs = list(combinations(given, 2))
    return Fraction(sum(one == other for one, other in pairs), len(pairs))


class _CodedText:
    """What of a text one coder coded."""

    def __init__(self, coding: CodedBriefing) -> None:
        self._units = [(unit, _places((p.start, p.end) for p in unit.promises)) for unit in coding.commitments]
        self._coded = _union(self._units) | _places((one.start, one.end) for one in coding.omissions)

    def has_coded(self, section: Sequence[ComparedSentence]) -> bool:
        return not self._coded.isdisjoint(_places((one.start, one.end) for one in section))

    def units_within(self, within: _Places) -> list[tuple[CodedCommitment, _Places]]:
        """The units of what both coded, each with the characters of it that are there: one that was said twice may have
        words in an answer that the other coder did not take."""
        return [(unit, inside) for unit, places in self._units if (inside := places & within)]


def _places(spans: Iterable[tuple[int, int]]) -> _Places:
    return frozenset(offset for span in spans for offset in range(*span))


def _union(units: Iterable[tuple[CodedCommitment, _Places]]) -> _Places:
    return frozenset[int]().union(*(places for _, places in units))


def _matches(ours: Sequence[_Places], theirs: Sequence[_Places]) -> dict[int, int]:
    """Which of our units is which of theirs: each once, those that share most of their words first."""
    pairs: list[tuple[Fraction, int, int]] = []
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            shared = len(one & other)
            if 2 * shared >= len(one) and 2 * shared >= len(other):
                pairs.append((Fraction(-shared, len(one | other)), i, j))
    taken: dict[int, int] = {}
    for _, i, j in sorted(pairs):
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def _holds(sentence: ComparedSentence, coded: tuple[_Places, _Places]) -> tuple[str, str]:
    """Whether each coder has a unit in a sentence."""
    places = _places([(sentence.start, sentence.end)])
    return _yes(not coded[0].isdisjoint(places)), _yes(not coded[1].isdisjoint(places))


def _unit_agreement(matched: int, only_first: int, only_second: int, neither: int) -> Agreement:
    compared = matched + only_first + only_second
    alpha = nominal_alpha(
        [(_YES, _YES)] * matched + [(_YES, _NO)] * only_first + [(_NO, _YES)] * only_second + [(_NO, _NO)] * neither
    )
    return Agreement(compared, matched, matched / compared if compared else None, alpha)


def _matched(first: CodedCommitment, second: CodedCommitment) -> MatchedUnit:
    differing = tuple(field for field in UnitField if value_of(field, first) != value_of(field, second))
    return MatchedUnit(first, second, differing)


def _values(field: UnitField, pair: MatchedUnit) -> tuple[str, str]:
    return value_of(field, pair.first), value_of(field, pair.second)


def value_of(field: UnitField, unit: CodedCommitment) -> str:
    """Return what a coder says of a unit as it is compared: two values are equal where both say the same."""
    return _VALUES[field](unit)


def leads_of(unit: CodedCommitment) -> tuple[str, ...]:
    """Return the keys of the departments that a coder says lead, in their order."""
    return tuple(sorted(one.key for one in unit.departments if one.role is DepartmentRole.LEAD))


# That there is no amount or no due date is what a coder says, too: "" is a value here, and None would mean that nobody
# looked.
def _amount(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    value = "" if quantity.value is None else f"{quantity.value.normalize():f}"
    each = quantity.threshold
    least = "" if each is None else f" {each.operator} {each.value.normalize():f} {each.unit}"
    return f"{quantity.operator} {value} {quantity.unit} {quantity.basis}{least}"


def _due(due: Due) -> str:
    return "" if due.on is None else f"{due.on.isoformat()} {due.about}"


_VALUES: dict[UnitField, Callable[[CodedCommitment], str]] = {
    UnitField.KIND: lambda unit: unit.kind.value,
    UnitField.AMOUNT: lambda unit: _amount(unit.quantity),
    UnitField.DUE: lambda unit: _due(unit.due),
    UnitField.LEAD: lambda unit: " ".join(leads_of(unit)),
    UnitField.NOT_VERIFIABLE: lambda unit: _yes(bool(unit.not_verifiable)),
}
