"""A coding on its way: each decision can be made and taken back, and no word of a section is ever lost."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.briefings.coding_draft import (
    NOT_VERIFIABLE_BY_RULE,
    Draft,
    DraftSection,
    DraftUnit,
    Edge,
    Extent,
    Speech,
    Stretch,
    UnitFields,
    UnitFilter,
    UnitState,
)
from tracker.domain.briefings.found_units import Findings, FoundDepartment, FoundPassage, FoundUnit, LeftOut, UnitRule
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.errors import UserError
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

TEXT = (
    "一、稳增长\n"
    "下一步，修订管理办法，再支持30个以上试点城市，让企业受益。研究有关问题。\n"
    "二、促创新\n"
    "发布白皮书，加强协调，相关情况复杂。\n"
)
SECTIONS = (DraftSection("稳增长", 0, TEXT.index("二、")), DraftSection("促创新", TEXT.index("二、"), len(TEXT)))
CITIES = Quantity(Operator.AT_LEAST, Decimal(30), "个", CountingBasis.NEW, "30个以上", counted="试点城市")


def _clauses(text: str) -> list[Stretch]:
    return [Stretch(found.start(), found.end()) for found in re.finditer(r"[^，。\n]+", text)]


def _unit(words: str, rule: UnitRule = UnitRule.ACTION, score: float = 0.9, **fields: object) -> FoundUnit:
    start = TEXT.index(words)
    return FoundUnit((FoundPassage(start, start + len(words), words),), rule, score, **fields)  # pyright: ignore[reportArgumentType]


def _left(words: str, reason: OmissionReason | None) -> LeftOut:
    start = TEXT.index(words)
    return LeftOut(start, start + len(words), words, reason)


@pytest.fixture
def draft() -> Draft:
    findings = Findings(
        (
            _unit("修订管理办法", kind=CommitmentKind.DOCUMENT),
            _unit("再支持30个以上试点城市", UnitRule.AMOUNT, 0.8, quantity=CITIES),
            _unit("发布白皮书", UnitRule.NAMED, 0.6),
            _unit("加强协调", score=0.4, not_verifiable=True),
        ),
        (
            _left("下一步", OmissionReason.THEME),
            _left("让企业受益", OmissionReason.PURPOSE),
            _left("研究有关问题", None),
            _left("相关情况复杂", None),
        ),
    )
    return Draft.begin(TEXT, findings, _clauses(TEXT), SECTIONS)


def _said(draft: Draft, number: int) -> list[str]:
    return [passage.exact for passage in draft.unit(number).passages]


def _open(draft: Draft) -> list[str]:
    return [one.exact for one in draft.open]


def test_a_new_draft_has_everything_proposed_and_nothing_decided(draft: Draft) -> None:
    counts = draft.counts
    assert (counts.accepted, counts.proposed, counts.rejected, counts.omitted, counts.open) == (0, 4, 0, 2, 2)
    assert draft.unit(4).fields.not_verifiable == NOT_VERIFIABLE_BY_RULE
    assert not draft.is_finished
    assert not draft.can_undo


def test_a_draft_is_finished_when_nothing_is_open_or_only_proposed(draft: Draft) -> None:
    draft, count = draft.accept_all()
    assert (count, draft.is_finished) == (4, False)
    for one in draft.open:
        draft = draft.leave_out(one.start, one.end, OmissionReason.CONTEXT)
    assert draft.is_finished
    assert not draft.propose_again(1).is_finished
    assert draft.reject(1, OmissionReason.RESULT).is_finished


def test_units_are_accepted_together_by_section_rule_and_score(draft: Draft) -> None:
    def accepted(wanted: UnitFilter) -> list[int]:
        after, count = draft.accept_all(wanted)
        numbers = [unit.number for unit in after.units if unit.state is UnitState.ACCEPTED]
        assert len(numbers) == count
        assert after.undo() == draft
        return numbers

    assert accepted(UnitFilter(section=1)) == [3, 4]
    assert accepted(UnitFilter(rule=UnitRule.AMOUNT)) == [2]
    assert accepted(UnitFilter(least_score=0.8)) == [1, 2]
    assert accepted(UnitFilter(section=0, rule=UnitRule.NAMED)) == []


def test_a_unit_is_parted_at_an_offset_and_the_amount_goes_with_its_words(draft: Draft) -> None:
    draft = draft.merge_with_next(1)
    assert _said(draft, 1) == ["修订管理办法，再支持30个以上试点城市"]
    assert draft.unit(1).fields.quantity == CITIES
    draft = draft.split(1, TEXT.index("再支持"))
    assert (_said(draft, 1), _said(draft, 5)) == (["修订管理办法"], ["再支持30个以上试点城市"])
    assert (draft.unit(1).fields.quantity, draft.unit(5).fields.quantity) == (None, CITIES)
    assert draft.unit(5).state is UnitState.PROPOSED


def test_units_with_words_between_them_become_one_of_two_passages(draft: Draft) -> None:
    draft = draft.merge_with_next(2)
    assert _said(draft, 2) == ["再支持30个以上试点城市", "发布白皮书"]
    assert "让企业受益" in [one.exact for one in draft.omitted]


def test_the_next_unit_is_one_that_is_not_rejected(draft: Draft) -> None:
    draft = draft.reject(2, OmissionReason.RESULT).merge_with_next(1)
    assert _said(draft, 1) == ["修订管理办法", "发布白皮书"]
    with pytest.raises(UserError) as caught:
        draft.merge_with_next(4)
    assert caught.value.code == "draft_nothing_follows"


def test_an_edge_moves_by_clause_and_by_character_and_what_it_leaves_is_open(draft: Draft) -> None:
    longer = draft.move_edge_by_clause(2, Edge.END, forwards=True)
    assert _said(longer, 2) == ["再支持30个以上试点城市，让企业受益"]
    assert [one.exact for one in longer.omitted] == ["下一步"]
    back = longer.move_edge_by_clause(2, Edge.END, forwards=False)
    assert (_said(back, 2), _open(back)) == (["再支持30个以上试点城市"], ["让企业受益", "研究有关问题", "相关情况复杂"])
    shorter = draft.move_edge_by_characters(1, Edge.END, -2).move_edge_by_characters(1, Edge.START, 1)
    assert (_said(shorter, 1), _open(shorter)[:2]) == (["订管理"], ["修", "办法"])
    again = draft.move_edge_by_clause(1, Edge.START, forwards=False)
    assert _said(again, 1) == ["下一步，修订管理办法"]


def test_an_edge_stands_before_an_aside_and_behind_a_number() -> None:
    text = "8.建成泵站3座（已建1座）"
    draft = Draft.begin(text, Findings((), (LeftOut(0, len(text), text, None),)), [Stretch(0, len(text))])
    made = draft.add_unit(0, len(text))
    shorter = made.move_edge_by_clause(1, Edge.END, forwards=False)
    assert _said(shorter, 1) == ["8.建成泵站3座"]
    without = shorter.move_edge_by_clause(1, Edge.START, forwards=True)
    assert _said(without, 1) == ["建成泵站3座"]
    # The number only leads in: nobody has to decide on it.
    assert [(one.exact, one.reason) for one in without.omitted] == [("8", OmissionReason.THEME)]
    assert _open(without) == ["（已建1座）"]
    assert without.undo() == shorter


def test_words_that_only_lead_in_are_left_out_when_the_edge_passes_them_and_others_are_open() -> None:
    text = "我们将修订管理办法"
    whole = Findings((FoundUnit((FoundPassage(0, len(text), text),), UnitRule.ACTION, 0.9),), ())
    draft = Draft.begin(text, whole, [Stretch(0, len(text))])
    assert [one.exact for one in draft.move_edge(1, Edge.START, 3).omitted] == ["我们将"]
    assert draft.move_edge(1, Edge.START, 5).omitted == ()
    assert _open(draft.move_edge(1, Edge.START, 5)) == ["我们将修订"]


def test_a_unit_is_taken_as_of_a_kind_in_one_step(draft: Draft) -> None:
    taken = draft.accept(1, CommitmentKind.PILOT)
    assert (taken.unit(1).state, taken.unit(1).fields.kind) == (UnitState.ACCEPTED, CommitmentKind.PILOT)
    assert taken.undo() == draft
    kept = draft.accept(1)
    assert kept.unit(1).fields == draft.unit(1).fields


def test_all_that_is_proposed_in_the_rest_of_a_line_is_taken_and_no_more(draft: Draft) -> None:
    line = draft.line_from(draft.unit(2).start)
    taken, count = draft.accept_all(UnitFilter(within=line))
    accepted = [unit.number for unit in taken.units if unit.state is UnitState.ACCEPTED]
    assert (count, 2 in accepted, 1 in accepted) == (len(accepted), True, False)
    assert all(TEXT[line.start : unit.start].count("\n") == 0 for unit in taken.units if unit.number in accepted)


def test_open_words_up_to_the_next_unit_are_left_out_together() -> None:
    text = "说明情况，介绍背景，修订办法，谈到别处"
    start = text.index("修订办法")
    unit = FoundUnit((FoundPassage(start, start + 4, "修订办法"),), UnitRule.ACTION, 0.9)
    rest = (LeftOut(0, 9, text[:9], None), LeftOut(start + 5, len(text), text[start + 5 :], None))
    draft = Draft.begin(text, Findings((unit,), rest), _clauses(text))
    assert _open(draft) == ["说明情况", "介绍背景", "谈到别处"]
    left = draft.leave_out_rest(0, OmissionReason.RESULT)
    assert (_open(left), {one.reason for one in left.omitted}) == (["谈到别处"], {OmissionReason.RESULT})
    assert left.undo() == draft


def test_a_unit_is_left_out_with_the_open_words_behind_it_in_one_step() -> None:
    text = "修订办法，说明情况，编制规划，谈到别处，介绍背景\n另起一段"
    units: list[FoundUnit] = []
    for words in ("修订办法", "编制规划"):
        start = text.index(words)
        units.append(FoundUnit((FoundPassage(start, start + len(words), words),), UnitRule.ACTION, 0.9))
    draft = Draft.begin(text, Findings(tuple(units), (LeftOut(0, len(text), text, None),)), _clauses(text))
    first = draft.reject_with_rest(1, OmissionReason.RESULT)
    assert (first.unit(1).state, first.unit(1).reason) == (UnitState.REJECTED, OmissionReason.RESULT)
    assert _open(first) == ["谈到别处", "介绍背景", "另起一段"]
    assert _open(draft.reject_with_rest(2, OmissionReason.RESULT)) == ["说明情况", "另起一段"]
    assert first.undo() == draft


def test_the_rest_of_a_speaker_is_what_the_same_person_says_later() -> None:
    text = "修订办法，编制规划，开展检查，印发通知"
    units: list[FoundUnit] = []
    for clause, speaker in zip(_clauses(text), "甲乙甲甲", strict=True):
        passage = FoundPassage(clause.start, clause.end, text[clause.start : clause.end], speaker, "司长")
        units.append(FoundUnit((passage,), UnitRule.ACTION, 0.9))
    draft = Draft.begin(text, Findings(tuple(units), ()), _clauses(text)).accept(4)
    assert [unit.number for unit in draft.also_set(1, "due", Extent.SPEAKER)] == [3]


def test_an_edge_does_not_take_the_last_word(draft: Draft) -> None:
    with pytest.raises(UserError) as caught:
        draft.move_edge_by_characters(1, Edge.END, -6)
    assert caught.value.code == "draft_place_unfit"
    with pytest.raises(UserError):
        draft.split(1, draft.unit(1).start)
    with pytest.raises(UserError):
        draft.add_unit(TEXT.index("，"), TEXT.index("，") + 1)


def test_a_selection_becomes_an_accepted_unit_without_the_marks_around_it(draft: Draft) -> None:
    start = TEXT.index("，让企业受益。")
    draft = draft.add_unit(start, start + len("，让企业受益。"))
    unit = draft.unit(5)
    assert (_said(draft, 5), unit.state, unit.rule) == (["让企业受益"], UnitState.ACCEPTED, None)
    assert "让企业受益" not in [one.exact for one in draft.omitted]


def test_a_selection_is_said_by_whoever_says_its_line() -> None:
    text = "张某：我们将修订办法。\n李某：我们还要发文。\n"
    second = text.index("李某")
    speeches = (Speech(0, second - 1, "张某", "部长"), Speech(second, len(text) - 1, "李某", "司长"))
    draft = Draft.begin(text, Findings((), ()), _clauses(text), (), speeches)
    place = text.index("发文")
    (passage,) = draft.add_unit(place, place + 2).unit(1).passages
    assert (passage.exact, passage.speaker, passage.office) == ("发文", "李某", "司长")


def test_a_selection_from_the_end_of_a_line_is_said_by_whoever_says_its_words() -> None:
    text = "张某：我们将修订办法。\n李某：我们还要发文。\n"
    second = text.index("李某")
    speeches = (Speech(0, second - 1, "张某", "部长"), Speech(second, len(text) - 1, "李某", "司长"))
    draft = Draft.begin(text, Findings((), ()), _clauses(text), (), speeches)
    (passage,) = draft.add_unit(second - 2, len(text)).unit(1).passages
    assert passage.speaker == "李某"
    moved = draft.add_unit(text.index("修订"), second - 2).move_edge(1, Edge.END, len(text) - 2)
    (passage,) = moved.move_edge(1, Edge.START, text.index("发文")).unit(1).passages
    assert (passage.exact, passage.speaker, passage.office) == ("发文", "李某", "司长")


def test_units_that_share_words_say_them_once_when_they_are_merged(draft: Draft) -> None:
    draft = draft.move_edge(1, Edge.END, TEXT.index("再支持") + 3).merge_with_next(1)
    assert _said(draft, 1) == ["修订管理办法，再支持30个以上试点城市"]


def test_a_section_takes_in_the_next_clause_which_is_open_and_gives_it_back() -> None:
    text = "成绩显著。下一步，修订办法，加强协调，谢谢大家。"
    start = text.index("修订办法")
    unit = FoundUnit((FoundPassage(start, start + 4, "修订办法"),), UnitRule.ACTION, 0.9)
    tail = text.index("加强协调")
    draft = Draft.begin(text, Findings((unit,), (LeftOut(tail, tail + 4, "加强协调", None),)), _clauses(text))
    assert [text[one.start : one.end] for one in draft.bounds()] == ["修订办法，加强协调"]
    wider = draft.move_bound_by_clause(start, Edge.END, forwards=True)
    wider = wider.move_bound_by_clause(start, Edge.START, forwards=False)
    assert _open(wider) == ["下一步", "加强协调", "谢谢大家"]
    narrow = wider.move_bound(start, Edge.START, tail)
    assert (_open(narrow), narrow.units) == (["加强协调", "谢谢大家"], ())
    kept = wider.accept(1).move_bound(start, Edge.START, tail)
    assert [one.number for one in kept.units] == [1]
    assert narrow.undo() == wider
    with pytest.raises(UserError) as caught:
        draft.move_bound(0, Edge.END, tail)
    assert caught.value.code == "draft_place_unfit"


def test_all_pieces_stand_in_the_order_of_the_text(draft: Draft) -> None:
    said = [one.passages[0].exact if isinstance(one, DraftUnit) else one.exact for one in draft.pieces]
    assert said == sorted(said, key=TEXT.index)
    assert len(said) == 8


def test_fields_are_set_and_taken_back(draft: Draft) -> None:
    bureau = FoundDepartment("某局", DepartmentRole.LEAD, DepartmentBasis.NAMED)
    due = Due(date(2026, 12, 31), DueBasis.STATED)
    fields = UnitFields(CommitmentKind.PROGRAMME, None, due, (bureau,), "开会", ("甲", "乙"), "说不清")
    changed = draft.set_fields({1: fields})
    assert changed.unit(1).fields == fields
    assert changed.undo() == draft


def test_fields_of_the_rest_of_a_section_are_set_in_one_step(draft: Draft) -> None:
    assert draft.reject(2, OmissionReason.RESULT).also_set(1, "due", Extent.SECTION) == []
    assert [one.number for one in draft.also_set(1, "due", Extent.SECTION)] == [2]
    fields = UnitFields(title="办法")
    changed = draft.set_fields({1: fields, 2: fields})
    assert [changed.unit(number).fields.title for number in (1, 2, 3)] == ["办法", "办法", ""]
    assert changed.undo() == draft


def test_a_field_is_also_set_for_those_that_say_the_same_however_they_know_it() -> None:
    text = "修订办法，编制规划，开展检查，印发通知"
    ministry = FoundDepartment("财政部", DepartmentRole.LEAD, DepartmentBasis.NAMED)
    spoken = FoundDepartment("财政部", DepartmentRole.LEAD, DepartmentBasis.SPEAKER)
    beside = FoundDepartment("财政部", DepartmentRole.CO_LEAD, DepartmentBasis.NAMED)
    year = date(2026, 12, 31)
    said = (
        ("甲", Due(year, DueBasis.STATED), ministry, CommitmentKind.DOCUMENT),
        ("甲", Due(year, DueBasis.SECTION), spoken, CommitmentKind.DOCUMENT),
        ("乙", Due(year, DueBasis.STATED), ministry, CommitmentKind.PILOT),
        ("甲", None, beside, CommitmentKind.DOCUMENT),
    )
    units: list[FoundUnit] = []
    for clause, (speaker, due, department, kind) in zip(_clauses(text), said, strict=True):
        passage = FoundPassage(clause.start, clause.end, text[clause.start : clause.end], speaker)
        units.append(FoundUnit((passage,), UnitRule.ACTION, 0.9, kind=kind, due=due, departments=(department,)))
    left_out = (LeftOut(0, len(text), text, None),)
    draft = Draft.begin(text, Findings(tuple(units), left_out), _clauses(text))

    def also(name: str, extent: Extent) -> list[int]:
        return [one.number for one in draft.also_set(1, name, extent)]

    assert also("due", Extent.UNIT) == []
    assert also("due", Extent.SECTION) == [2, 3]
    assert also("due", Extent.SPEAKER) == [2]
    assert also("departments", Extent.SECTION) == [2, 3]
    assert also("quantity", Extent.SECTION) == [2, 3, 4]
    assert also("kind", Extent.SECTION) == [2, 4]


def test_what_was_left_out_can_be_opened_again(draft: Draft) -> None:
    start = TEXT.index("下一步")
    assert _open(draft.open_again(start, start + 3))[0] == "下一步"


def test_one_goes_to_the_next_undecided_words_and_back(draft: Draft) -> None:
    draft = draft.accept(1).accept(2).accept(3).accept(4)
    first, second = TEXT.index("研究有关"), TEXT.index("相关情况")
    assert (draft.next_open(0), draft.next_open(first), draft.next_open(second)) == (first, second, None)
    assert (draft.previous_open(second), draft.previous_open(first)) == (first, None)


def test_a_unit_that_is_not_there_is_refused(draft: Draft) -> None:
    with pytest.raises(UserError) as caught:
        draft.accept(9)
    assert caught.value.code == "draft_unit_unknown"


def test_no_more_steps_are_kept_than_can_be_saved(draft: Draft) -> None:
    for _ in range(80):
        draft = draft.accept(1).propose_again(1)
    assert len(draft.steps) == 100


# --- whatever is done, in whatever order ------------------------------------------------------------------------


Operation = Callable[[Draft], Draft]


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A text of sections, whose clauses were taken for units, left out, or are open."""
    words = st.text("甲乙丙丁戊3a“”（）、", min_size=1, max_size=6).filter(lambda one: any(map(str.isalnum, one)))
    clauses = draw(st.lists(st.tuples(words, st.sampled_from("，。\n")), min_size=2, max_size=12))
    text = "".join(f"{one}{mark}" for one, mark in clauses)
    units: list[FoundUnit] = []
    left: list[LeftOut] = []
    for one in _clauses(text):
        exact = text[one.start : one.end]
        sort = draw(st.sampled_from(["unit", "open", "omitted", "outside"]))
        if sort == "unit":
            units.append(FoundUnit((FoundPassage(one.start, one.end, exact),), UnitRule.ACTION, 0.5))
        elif sort != "outside" and any(map(str.isalnum, exact)):
            left.append(LeftOut(one.start, one.end, exact, OmissionReason.MANNER if sort == "omitted" else None))
    return Draft.begin(text, Findings(tuple(units), tuple(left)), _clauses(text))


def _operation(data: st.DataObject, draft: Draft) -> Operation:
    """One operation, sensible or not."""
    number = data.draw(st.sampled_from([unit.number for unit in draft.units] or [1]))
    place = data.draw(st.integers(0, len(draft.text)))
    other = data.draw(st.integers(0, len(draft.text)))
    edge = data.draw(st.sampled_from(Edge))
    reason = data.draw(st.sampled_from(OmissionReason))
    every: Sequence[Operation] = (
        lambda one: one.accept(number),
        lambda one: one.reject(number, reason),
        lambda one: one.propose_again(number),
        lambda one: one.set_fields({number: UnitFields(title=str(place))}),
        lambda one: one.split(number, place),
        lambda one: one.merge_with_next(number),
        lambda one: one.move_edge(number, edge, place),
        lambda one: one.move_edge_by_characters(number, edge, 1 if other % 2 else -1),
        lambda one: one.move_edge_by_clause(number, edge, forwards=bool(other % 2)),
        lambda one: one.add_unit(min(place, other), max(place, other)),
        lambda one: one.leave_out(min(place, other), max(place, other), reason),
        lambda one: one.leave_out_rest(place, reason),
        lambda one: one.reject_with_rest(number, reason),
        lambda one: one.as_one_step_to(one.leave_out_rest(place, reason).accept(number, CommitmentKind.PILOT)),
        lambda one: one.open_again(min(place, other), max(place, other)),
        lambda one: one.accept_all()[0],
        lambda one: one.move_bound(place, edge, other),
        lambda one: one.move_bound_by_clause(place, edge, forwards=bool(other % 2)),
    )
    return data.draw(st.sampled_from(every))


def _check(draft: Draft) -> None:
    """Every word of the sections is in a unit, left out or open; and none of it in two of these."""
    text = draft.text
    passages = [passage for unit in draft.units for passage in unit.passages]
    for one in (*passages, *draft.omitted, *draft.open):
        assert one.exact == text[one.start : one.end]
        assert any(map(str.isalnum, one.exact))
    in_units = {place for one in passages for place in range(one.start, one.end)}
    in_omitted = [place for one in draft.omitted for place in range(one.start, one.end)]
    in_open = [place for one in draft.open for place in range(one.start, one.end)]
    others = [*in_omitted, *in_open]
    assert len(others) == len(set(others))
    assert not in_units & set(others)
    ahead = {place for one in draft.ahead for place in range(one.start, one.end) if text[place].isalnum()}
    assert ahead <= in_units | set(others)
    assert [unit.start for unit in draft.units] == sorted(unit.start for unit in draft.units)
    assert len({unit.number for unit in draft.units}) == len(draft.units)


@given(st.data())
def test_no_word_is_lost_whatever_is_done_and_all_of_it_can_be_taken_back(data: st.DataObject) -> None:
    draft = data.draw(drafts())
    _check(draft)
    before = [draft]
    for _ in range(data.draw(st.integers(1, 8))):
        operation = _operation(data, before[-1])
        try:
            after = operation(before[-1])
        except UserError:
            continue
        _check(after)
        if after is not before[-1]:
            before.append(after)
    for earlier, later in zip(reversed(before[:-1]), reversed(before[1:]), strict=True):
        assert later.undo() == earlier
