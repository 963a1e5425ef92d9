"""What is read of a unit again when its words change, and what a person has said of it, which stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tracker.briefing.finding.unit_fields import quantity_of
from tracker.domain.briefings.coding_draft import MOST_STEPS, Draft, DraftUnit, Edge, UnitFields
from tracker.domain.briefings.found_units import Findings, FoundDepartment, FoundPassage, FoundUnit, LeftOut, UnitRule
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.terms import (
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    OmissionReason,
    Operator,
)
from tracker.services.briefings.draft_coding import as_before, clauses, read_again

HELD_ON = date(2026, 1, 21)
TEXT = "修订管理办法，9月底前印发规划，11月底前开展检查"
FIRST, SECOND = TEXT.split("，")[:2]
SEPTEMBER = Due(date(2026, 9, 30), DueBasis.STATED)
NOVEMBER = Due(date(2026, 11, 30), DueBasis.STATED)
THIS_YEAR = Due(date(2026, 12, 31), DueBasis.SECTION)
NO_DAY = Due(None, DueBasis.NONE)
BY_HAND = (Due(date(2027, 3, 31), DueBasis.USER), Due(date(2027, 3, 31), DueBasis.DOCUMENT), NO_DAY, THIS_YEAR)


def _draft(*words: str, text: str = TEXT, dues: tuple[Due | None, ...] = ()) -> Draft:
    """A draft of which these words are units."""
    units: list[FoundUnit] = []
    for said, due in zip(words, (*dues, *(None for _ in words)), strict=False):
        start = text.index(said)
        passage = FoundPassage(start, start + len(said), said)
        units.append(FoundUnit((passage,), UnitRule.ACTION, 0.9, due=due))
    return Draft.begin(text, Findings(tuple(units), (LeftOut(0, len(text), text, None),)), clauses(text))


def _step(draft: Draft, change: Callable[[Draft], Draft]) -> Draft:
    """A draft one step on, as the review takes it."""
    return read_again(draft, change(draft), HELD_ON)


def _saying(draft: Draft, due: Due, *numbers: int) -> Draft:
    return _step(draft, lambda one: one.set_fields({number: UnitFields(due=due) for number in numbers}))


def _grown(draft: Draft) -> Draft:
    return _step(draft, lambda one: one.move_edge_by_clause(1, Edge.END, forwards=True))


@pytest.mark.parametrize("due", BY_HAND)
def test_a_due_date_that_was_set_by_hand_stays_when_an_edge_takes_in_a_day(due: Due) -> None:
    grown = _grown(_saying(_draft(FIRST, dues=(None,)), due, 1))
    assert grown.unit(1).passages[0].exact == f"{FIRST}，{SECOND}"
    assert grown.unit(1).fields.due == due
    assert _grown(grown).unit(1).fields.due == due


@pytest.mark.parametrize("due", BY_HAND)
def test_a_due_date_that_was_set_by_hand_stays_when_units_merge_or_part(due: Due) -> None:
    merged = _step(_saying(_draft(FIRST, SECOND), due, 1), lambda one: one.merge_with_next(1))
    assert merged.unit(1).fields.due == due
    parted = _step(merged, lambda one: one.split(1, TEXT.index(SECOND)))
    assert [unit.fields.due for unit in parted.units] == [due, due]


def test_a_day_that_the_second_of_two_was_given_by_hand_stays_when_they_merge() -> None:
    draft = _step(_saying(_draft(FIRST, SECOND), THIS_YEAR, 2), lambda one: one.merge_with_next(1))
    assert draft.unit(1).fields.due == THIS_YEAR


@pytest.mark.parametrize("due", [None, THIS_YEAR])
def test_a_day_that_the_rules_read_is_read_again_with_the_words(due: Due | None) -> None:
    draft = _draft(FIRST, dues=(due,))
    grown = _grown(draft)
    assert grown.unit(1).fields.due == SEPTEMBER
    assert _grown(grown).unit(1).fields.due == NOVEMBER
    assert grown.undo() == draft


def test_a_due_date_that_was_set_by_hand_stays_however_much_is_done_since() -> None:
    draft = _saying(_draft(FIRST), THIS_YEAR, 1)
    for step in range(MOST_STEPS + 1):
        fields = replace(draft.unit(1).fields, title=str(step))
        draft = draft.set_fields({1: fields})
    assert _grown(draft).unit(1).fields.due == THIS_YEAR


def test_a_due_date_that_a_person_set_stays_where_the_unit_before_says_what_the_rules_read() -> None:
    draft = _draft(FIRST, SECOND, dues=(NOVEMBER, None))
    merged = _step(_saying(draft, THIS_YEAR, 2), lambda one: one.merge_with_next(1))
    assert merged.unit(1).fields.due == THIS_YEAR


def test_setting_something_else_leaves_the_day_to_the_rules() -> None:
    draft = _draft(FIRST, dues=(THIS_YEAR,))
    draft = draft.set_fields({1: replace(draft.unit(1).fields, title="办法")}).accept(1, CommitmentKind.PILOT)
    assert _grown(draft).unit(1).fields.due == SEPTEMBER


def test_a_day_that_was_taken_back_is_read_again() -> None:
    draft = _saying(_draft(FIRST), THIS_YEAR, 1).undo()
    assert _grown(draft).unit(1).fields.due == SEPTEMBER


def _without_day(draft: Draft) -> Draft:
    """The second unit without the words that name its day."""
    return _step(draft, lambda one: one.move_edge(1, Edge.START, TEXT.index("印发")))


def test_a_day_whose_words_have_left_is_no_longer_stated() -> None:
    short = _without_day(_draft(SECOND, dues=(SEPTEMBER,)))
    assert (short.unit(1).passages[0].exact, short.unit(1).fields.due) == ("印发规划", None)


@pytest.mark.parametrize("due", [THIS_YEAR, NOVEMBER])
def test_a_day_that_other_words_name_stays_when_an_edge_moves(due: Due) -> None:
    assert _without_day(_draft(SECOND, dues=(due,))).unit(1).fields.due == due


def test_a_day_that_a_person_set_stays_when_words_that_name_it_leave() -> None:
    by_hand = _saying(_draft(SECOND), SEPTEMBER, 1)
    assert _without_day(by_hand).unit(1).fields.due == SEPTEMBER


def test_of_two_halves_only_the_one_that_names_the_day_states_it() -> None:
    text = "9月底前印发规划，开展检查"
    whole = _draft(text, text=text, dues=(SEPTEMBER,))
    parted = _step(whole, lambda one: one.split(1, text.index("开展")))
    assert [unit.fields.due for unit in parted.units] == [SEPTEMBER, None]


def test_of_two_halves_each_says_the_day_of_its_own_words() -> None:
    whole = _draft(TEXT.removeprefix(f"{FIRST}，"), dues=(NOVEMBER,))
    parted = _step(whole, lambda one: one.split(1, TEXT.index("11月")))
    assert [unit.fields.due for unit in parted.units] == [SEPTEMBER, NOVEMBER]


def test_words_that_name_the_same_day_as_before_change_nothing_that_is_said() -> None:
    draft = _draft(SECOND, dues=(None,))
    shorter = _step(draft, lambda one: one.move_edge_by_characters(1, Edge.END, -2))
    assert shorter.unit(1).passages != draft.unit(1).passages
    assert shorter.unit(1).fields.due is None


AMOUNTS = "修订管理办法，支持企业改造，培育200个集群"
RULES, SUPPORT, CLUSTERS = AMOUNTS.split("，")


def _amounts(draft: Draft) -> list[Decimal | None]:
    return [unit.fields.quantity.value if unit.fields.quantity else None for unit in draft.units]


def _without_amount(draft: Draft, number: int) -> Draft:
    """A draft in which a person took the amount of a unit away."""
    assert draft.unit(number).fields.quantity is not None
    return _step(draft, lambda one: one.set_fields({number: replace(one.unit(number).fields, quantity=None)}))


def _with_amounts(*words: str) -> Draft:
    """A draft of which these words are units, which say the amounts that they name."""
    draft = _draft(*words, text=AMOUNTS)
    read = {unit.number: UnitFields(quantity=quantity_of(unit.passages[0].exact)) for unit in draft.units}
    return draft.read_fields(read)


def _parted(draft: Draft) -> Draft:
    return _step(draft, lambda one: one.split(1, AMOUNTS.index(CLUSTERS)))


def test_an_amount_that_a_person_took_away_does_not_come_back_when_a_unit_parts() -> None:
    whole = _with_amounts(f"{SUPPORT}，{CLUSTERS}")
    assert _amounts(_parted(whole)) == [None, 200]
    assert _amounts(_parted(_without_amount(whole, 1))) == [None, None]


@pytest.mark.parametrize("first", [RULES, SUPPORT])
def test_an_amount_that_a_person_took_away_does_not_come_back_when_units_merge(first: str) -> None:
    draft = _with_amounts(first, CLUSTERS)
    assert _amounts(_step(draft, lambda one: one.merge_with_next(1))) == [200]
    merged = _step(_without_amount(draft, 2), lambda one: one.merge_with_next(1))
    assert _amounts(merged) == [None]


def test_an_amount_that_a_person_took_away_does_not_come_back_when_an_edge_moves() -> None:
    whole = _with_amounts(f"{SUPPORT}，{CLUSTERS}")

    def shorter(draft: Draft) -> Draft:
        return _step(draft, lambda one: one.move_edge_by_clause(1, Edge.END, forwards=False))

    assert _amounts(shorter(whole)) == [None]
    assert _amounts(_grown(shorter(whole))) == [200]
    assert _amounts(_grown(shorter(_without_amount(whole, 1)))) == [None]


def test_an_amount_that_a_person_set_stays_when_units_part_and_merge() -> None:
    own = Quantity(Operator.EQUAL, Decimal(300), "个", CountingBasis.CUMULATIVE, "300个")
    draft = _step(_with_amounts(f"{SUPPORT}，{CLUSTERS}"), lambda one: one.set_fields({1: UnitFields(quantity=own)}))
    assert _amounts(_parted(draft)) == [300, None]
    assert _amounts(_step(_parted(draft), lambda one: one.merge_with_next(1))) == [300]
    draft = _step(_with_amounts(RULES, CLUSTERS), lambda one: one.set_fields({1: UnitFields(quantity=own)}))
    assert _amounts(_step(draft, lambda one: one.merge_with_next(1))) == [300]


def test_of_two_halves_each_says_the_amount_of_its_own_words() -> None:
    text = "改造100家企业，培育200个集群"
    draft = _draft(text, text=text)
    draft = draft.read_fields({1: UnitFields(quantity=quantity_of(text.split("，")[1]))})
    parted = _step(draft, lambda one: one.split(1, text.index("培育")))
    assert _amounts(parted) == [100, 200]


LINES = "财政部9月底前修订管理办法。\n印发规划。"
MINISTRY = FoundDepartment("财政部", DepartmentRole.LEAD, DepartmentBasis.NAMED)
BUREAU = FoundDepartment("规划局", DepartmentRole.LEAD, DepartmentBasis.NAMED)


def _lines(fields: UnitFields) -> tuple[Draft, DraftUnit]:
    """Two units, the first of which says who and when, and the second, of which something is said."""
    draft = _draft("财政部9月底前修订管理办法", "印发规划", text=LINES)
    first = UnitFields(due=SEPTEMBER, departments=(MINISTRY,))
    draft = draft.set_fields({1: first, 2: fields})
    return draft, draft.unit(2)


def test_what_is_taken_over_is_the_analysts_where_the_words_do_not_say_it() -> None:
    taken = as_before(*_lines(UnitFields(title="规划")), HELD_ON)
    assert taken == UnitFields(
        title="规划",
        due=replace(SEPTEMBER, basis=DueBasis.USER),
        departments=(replace(MINISTRY, basis=DepartmentBasis.USER),),
    )


@pytest.mark.parametrize("due", [NOVEMBER, NO_DAY])
def test_a_unit_with_a_due_date_takes_over_who_and_keeps_the_date_as_it_knows_it(due: Due) -> None:
    taken = as_before(*_lines(UnitFields(due=due)), HELD_ON)
    assert taken.due == due
    assert [one.name for one in taken.departments] == ["财政部"]


def test_a_unit_with_departments_takes_over_when_and_keeps_them_as_it_knows_them() -> None:
    taken = as_before(*_lines(UnitFields(departments=(BUREAU,))), HELD_ON)
    assert taken.departments == (BUREAU,)
    assert (taken.due and taken.due.on) == SEPTEMBER.on


def test_nothing_is_taken_over_from_what_is_left_out() -> None:
    draft, _ = _lines(UnitFields())
    draft = draft.reject(1, OmissionReason.RESULT)
    assert as_before(draft, draft.unit(2), HELD_ON) == UnitFields()
