"""The chain of a pledge over the years, and what was said in one year and not again."""

from datetime import date

from tests.services.briefings.two_sources import later_briefing, load_of_another_body, relate

from tracker.domain.rows import Succession
from tracker.domain.search.ledger_query import Attention, Facet, LedgerQuery
from tracker.domain.terms import RelationKind
from tracker.services.assessment.statements import withdraw_restatement
from tracker.services.briefings.coding import load_briefing
from tracker.services.briefings.coding_drafts import raw_of
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.loading import load_draft
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.commands import NewSource, StatementWithdrawal, command
from tracker.services.commitments.reading import list_rows, list_sources, read_detail
from tracker.services.events.undoing import undo
from tracker.services.ledgers.workspace import Workspace

FIRST, SECOND, THIRD = "MIIT-2025-044", "MIIT-2026-044", "MIIT-2027-044"
NOT_AGAIN = LedgerQuery(choices={Facet.ATTENTION: frozenset({Attention.NOT_SAID_AGAIN.value})})


def chain_of(workspace: Workspace, code: str) -> list[str]:
    return [link.code for link in read_detail(workspace, code).chain]


def load_two_more(workspace: Workspace) -> None:
    load_briefing(workspace, later_briefing())
    load_briefing(workspace, later_briefing("2026-10-20-miit", "MIIT-2027", date(2026, 10, 20)))


def test_a_commitment_without_relations_has_no_chain(ledger: Workspace) -> None:
    load_briefing(ledger, later_briefing())
    assert chain_of(ledger, FIRST) == []


def test_the_chain_is_the_same_from_each_of_its_links(ledger: Workspace) -> None:
    load_two_more(ledger)
    relate(ledger, FIRST, SECOND, "raised")
    relate(ledger, SECOND, THIRD)
    for code in (FIRST, SECOND, THIRD):
        assert chain_of(ledger, code) == [FIRST, SECOND, THIRD]
    chain = read_detail(ledger, FIRST).chain
    assert [link.follows for link in chain] == [
        (),
        (Succession(RelationKind.RAISED, FIRST),),
        (Succession(RelationKind.RESTATED, SECOND),),
    ]
    assert [link.held_on for link in chain] == [date(2025, 1, 21), date(2026, 1, 20), date(2026, 10, 20)]


def test_a_circle_of_relations_is_gone_round_once(ledger: Workspace) -> None:
    load_two_more(ledger)
    relate(ledger, FIRST, SECOND)
    relate(ledger, SECOND, THIRD)
    relate(ledger, THIRD, FIRST)
    assert chain_of(ledger, SECOND) == [FIRST, SECOND, THIRD]


def test_two_pledges_merged_into_one_are_both_before_it_but_not_in_the_chain_of_each_other(ledger: Workspace) -> None:
    load_briefing(ledger, later_briefing())
    relate(ledger, FIRST, SECOND, "merged")
    relate(ledger, "MIIT-2025-043", SECOND, "merged")
    assert chain_of(ledger, SECOND) == ["MIIT-2025-043", FIRST, SECOND]
    assert chain_of(ledger, FIRST) == [FIRST, SECOND]


def test_a_relation_that_was_taken_back_is_in_no_chain_but_was_on_the_days_before(ledger: Workspace) -> None:
    load_briefing(ledger, later_briefing())
    relate(ledger, FIRST, SECOND)
    uid = read_detail(ledger, FIRST).relations[0].uid
    withdraw_restatement(ledger, command(StatementWithdrawal, uid=uid, reason="不是同一件事"))
    assert chain_of(ledger, FIRST) == []
    assert chain_of(ledger, SECOND) == []


def test_what_a_later_source_of_the_same_body_does_not_say_again_asks_for_attention(ledger: Workspace) -> None:
    assert list_rows(ledger, NOT_AGAIN) == ()
    load_briefing(ledger, later_briefing())
    before = {row.code for row in list_rows(ledger, NOT_AGAIN)}
    assert FIRST in before
    assert SECOND not in before
    relate(ledger, FIRST, SECOND)
    assert {row.code for row in list_rows(ledger, NOT_AGAIN)} == before - {FIRST}


def test_a_source_that_was_taken_back_has_not_spoken(ledger: Workspace) -> None:
    publisher = list_sources(ledger)[0].publisher.zh
    found = find_in_source(read_pasted_text("要点\n下一步，我们将修订管理办法。\n"), date(2026, 1, 20))
    draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
    wish = command(NewSource, title="要点", publisher=publisher, held_on="2026-01-20", prefix="MIIT-2026")
    load_draft(ledger, draft, raw_of(found), wish, is_reviewed=False)
    assert FIRST in {row.code for row in list_rows(ledger, NOT_AGAIN)}
    undo(ledger)
    assert list_rows(ledger, NOT_AGAIN) == ()


def test_what_is_judged_finally_need_not_be_said_again(ledger: Workspace) -> None:
    load_briefing(ledger, later_briefing())
    found = {row.code: row.assessment.value for row in list_rows(ledger, NOT_AGAIN)}
    assert "not_verifiable" not in found.values()


def test_a_source_of_another_body_asks_for_nothing(ledger: Workspace) -> None:
    load_of_another_body(ledger)
    assert list_rows(ledger, NOT_AGAIN) == ()
