"""A pledge that is said again is known again: of the same body as a relation, of another as evidence."""

from datetime import date
from decimal import Decimal

import pytest
from tests.services.briefings.two_sources import LATER, later_briefing, load_of_another_body

from tracker.domain.briefings.changed_words import Change, LaterWords
from tracker.domain.briefings.found_units import FoundPassage, FoundUnit, UnitRule
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import CountingBasis, Operator, RelationKind
from tracker.services.briefings import recognising
from tracker.services.briefings.coding import load_briefing
from tracker.services.briefings.recognising import KnownAgain, SaidBy, read_words, recognise, words_of_unit
from tracker.services.commitments.reading import latest_event, list_details
from tracker.services.ledgers.workspace import Workspace

MINISTRY = SaidBy("工信部", date(2026, 3, 1))
PROVINCE = SaidBy("某省人民政府", date(2026, 3, 1))
MORE_CITIES = "中小企业数字化转型再支持40个以上试点城市"


def known_again(ledger: Workspace, text: str, said_by: SaidBy = MINISTRY) -> KnownAgain:
    (found,) = recognise(ledger, [read_words(text, said_by.said_on)], said_by)
    return found


def test_a_pledge_with_another_amount_is_proposed_as_raised(ledger: Workspace) -> None:
    found = known_again(ledger, MORE_CITIES)
    first = found.same_body[0]
    assert (first.code, first.relation) == ("MIIT-2025-044", RelationKind.RAISED)
    assert first.earlier == "2025年再支持30个以上试点城市"
    (amount,) = (one for one in first.differences if one.change is Change.AMOUNT_RAISED)
    assert "30个" in amount.before
    assert "40个" in amount.after
    assert any("试点城市" in match.words for match in first.matched)
    assert found.other_bodies == ()


def test_the_same_words_of_another_body_are_no_relation_but_may_be_evidence(ledger: Workspace) -> None:
    found = known_again(ledger, MORE_CITIES, PROVINCE)
    assert found.same_body == ()
    assert found.other_bodies[0].code == "MIIT-2025-044"
    assert found.other_bodies[0].relation is None


def test_nothing_is_tied_by_being_recognised(ledger: Workspace) -> None:
    before = latest_event(ledger)
    known_again(ledger, MORE_CITIES)
    assert latest_event(ledger) == before


def test_what_says_nothing_again_is_known_as_nothing(ledger: Workspace) -> None:
    for text in ("实施全国居民健康素养提升专项行动", "", "，。"):
        assert known_again(ledger, text) == KnownAgain(read_words(text, MINISTRY.said_on))


def test_only_what_was_said_before_can_be_said_again(ledger: Workspace) -> None:
    assert known_again(ledger, MORE_CITIES, SaidBy("工信部", date(2025, 1, 21))).same_body == ()


def test_the_source_itself_says_none_of_its_own_commitments_again(ledger: Workspace) -> None:
    load_briefing(ledger, later_briefing())
    own = SaidBy("工信部", date(2026, 3, 1), later_briefing().source.key)
    assert {one.code for one in known_again(ledger, MORE_CITIES, own).same_body} == {"MIIT-2025-044", "MIIT-2025-043"}


def test_each_body_has_its_own_list(ledger: Workspace) -> None:
    load_of_another_body(ledger)
    found = known_again(ledger, MORE_CITIES)
    assert found.same_body[0].code == "MIIT-2025-044"
    assert found.other_bodies[0].code == "PROV-2026-044"


def test_a_large_ledger_gives_the_same_first_by_its_index(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [words.passage.exact for detail in list_details(workspace, LedgerQuery()) for words in detail.quotes]
    units = [read_words(text, LATER) for text in texts]
    said_by = SaidBy("工业和信息化部", LATER)
    everything = [one.same_body[:1] for one in recognise(workspace, units, said_by)]
    monkeypatch.setattr(recognising, "MANY", 0)
    monkeypatch.setattr(recognising, "MOST_COMPARED", 12)
    few = [one.same_body[:1] for one in recognise(workspace, units, said_by)]
    same = sum(
        [one.code for one in here] == [one.code for one in there] for here, there in zip(everything, few, strict=True)
    )
    assert same >= 0.95 * len(units)


def test_recognising_can_be_stopped(workspace: Workspace) -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        recognise(workspace, [LaterWords(MORE_CITIES)] * 3, MINISTRY, progress=stop)


def test_a_number_that_only_numbers_is_no_amount() -> None:
    assert read_words("设立国家中小企业发展基金二期", LATER).quantity is None
    assert read_words("再支持40个城市", LATER).quantity is not None


def test_a_unit_that_was_found_in_a_text_is_compared_with_what_is_proposed_of_it(ledger: Workspace) -> None:
    quantity = Quantity(Operator.AT_LEAST, Decimal(40), "个", CountingBasis.NEW, "再支持40个以上")
    passages = (FoundPassage(0, 10, "中小企业数字化转型"), FoundPassage(12, 24, "再支持40个以上试点城市"))
    unit = FoundUnit(passages, UnitRule.AMOUNT, 0.9, quantity=quantity)
    (found,) = recognise(ledger, [words_of_unit(unit, LATER)], MINISTRY)
    assert (found.same_body[0].code, found.same_body[0].relation) == ("MIIT-2025-044", RelationKind.RAISED)
