"""A source that came in with open words is gone on with until nothing is open; an undo opens them again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.store.watching import Watch

from tracker.domain.briefings.coding_differences import SaidOtherwise
from tracker.domain.briefings.coding_draft import Draft, UnitState
from tracker.domain.errors import UserError
from tracker.domain.rows import Due
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import DueBasis, OmissionReason
from tracker.services.briefings.briefing_view import read_briefing
from tracker.services.briefings.coding import revise_commitment
from tracker.services.briefings.coding_drafts import (
    OpenedDraft,
    begin_draft,
    list_drafts,
    load_kept_draft,
    not_taken_in,
    open_draft,
    save_draft,
)
from tracker.services.briefings.finding import FoundSource, find_in_source
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.briefings.sources import list_sources, read_source_coding
from tracker.services.commands import CommitmentRevision, NewSource, command
from tracker.services.commitments.reading import list_rows, read_detail, read_source_text
from tracker.services.commitments.reading import list_sources as list_source_rows
from tracker.services.events.undoing import redo, undo
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

WISH = command(NewSource, title="工作要点", publisher="某部", held_on="2026-01-21", prefix="MB-2026")


def _codes(ledger: Workspace) -> list[str]:
    return [row.code for row in list_rows(ledger, LedgerQuery()) if row.code.startswith("MB-")]


def _open(ledger: Workspace) -> int:
    return list_sources(ledger)[-1].open


def _finished(draft: Draft) -> Draft:
    """The rest is decided on: one unit is taken, all other words are left out."""
    first = next(unit.number for unit in draft.units if unit.state is UnitState.PROPOSED)
    draft = draft.accept(first)
    for unit in draft.units:
        if unit.state is UnitState.PROPOSED:
            draft = draft.reject(unit.number, OmissionReason.MANNER)
    for one in draft.open:
        draft = draft.leave_out(one.start, one.end, OmissionReason.CONTEXT)
    return draft


@pytest.fixture
def begun(ledger: Workspace, found: FoundSource) -> OpenedDraft:
    """A source of one commitment, with everything else open."""
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    save_draft(ledger, opened.kept, opened.draft.accept(1), 0)
    load_kept_draft(ledger, opened.kept.uid)
    return opened


def _go_on(ledger: Workspace, uid: str) -> None:
    opened = open_draft(ledger, uid)
    draft = _finished(opened.draft)
    assert draft.is_finished
    save_draft(ledger, opened.kept, draft, 0)
    load_kept_draft(ledger, uid)


def test_an_unfinished_source_is_listed_with_its_draft_until_nothing_is_open(
    ledger: Workspace, begun: OpenedDraft
) -> None:
    assert _open(ledger) > 1
    (waiting,) = list_drafts(ledger)
    assert waiting.kept.source_key == list_sources(ledger)[-1].key
    _go_on(ledger, begun.kept.uid)
    assert (_open(ledger), list_drafts(ledger)) == (0, ())
    assert len(_codes(ledger)) == 2
    assert check(ledger) == ()


def test_what_was_left_out_later_stands_among_the_omissions(ledger: Workspace, begun: OpenedDraft) -> None:
    source = list_source_rows(ledger)[-1]
    before = len(read_source_text(ledger, source.id).omissions)
    _go_on(ledger, begun.kept.uid)
    text = read_source_text(ledger, source.id)
    assert len(text.omissions) > before
    yesterday = ledger.today() - timedelta(days=1)
    assert len(read_briefing(ledger, source.id, yesterday).omissions) == before
    assert all(text.text[one.start : one.end] == one.exact for one in text.omissions)
    coding = read_source_coding(ledger, list_sources(ledger)[-1].key)
    assert coding.open == ()
    assert len(coding.omissions) == len(text.omissions)


def test_an_undo_opens_the_words_again_and_a_redo_settles_them(ledger: Workspace, begun: OpenedDraft) -> None:
    was_open = _open(ledger)
    _go_on(ledger, begun.kept.uid)
    undo(ledger)
    assert (_open(ledger), len(_codes(ledger))) == (was_open, 1)
    assert [one.kept.uid for one in list_drafts(ledger)] == [begun.kept.uid]
    redo(ledger)
    assert (_open(ledger), len(_codes(ledger))) == (0, 2)
    assert check(ledger) == ()


def test_the_reader_of_the_source_sees_how_much_is_open(ledger: Workspace, begun: OpenedDraft) -> None:
    source = list_source_rows(ledger)[-1]
    view = read_briefing(ledger, source.id)
    assert len(view.open) == _open(ledger) > 1
    _go_on(ledger, begun.kept.uid)
    assert read_briefing(ledger, source.id).open == ()


def test_nothing_new_is_nothing_to_take_in(ledger: Workspace, begun: OpenedDraft) -> None:
    with pytest.raises(UserError) as caught:
        load_kept_draft(ledger, begun.kept.uid)
    assert caught.value.code == "source_nothing_new"


def test_the_words_of_a_commitment_that_is_there_are_not_decided_on_again(
    ledger: Workspace, begun: OpenedDraft
) -> None:
    opened = open_draft(ledger, begun.kept.uid)
    save_draft(ledger, opened.kept, opened.draft.merge_with_next(1), 0)
    with pytest.raises(UserError) as caught:
        load_kept_draft(ledger, begun.kept.uid)
    assert caught.value.code == "source_words_taken"
    assert len(_codes(ledger)) == 1


def test_a_unit_that_was_left_out_is_not_taken_later_nor_one_that_is_there_left_out(
    ledger: Workspace, found: FoundSource
) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    save_draft(ledger, opened.kept, opened.draft.accept(1).reject(2, OmissionReason.CONTEXT), 0)
    load_kept_draft(ledger, opened.kept.uid)
    for change in (lambda draft: draft.accept(2), lambda draft: draft.reject(1, OmissionReason.MANNER)):
        again = open_draft(ledger, opened.kept.uid)
        save_draft(ledger, again.kept, change(again.draft), 0)
        with pytest.raises(UserError) as caught:
            load_kept_draft(ledger, opened.kept.uid)
        assert caught.value.code == "source_words_taken"
        now = open_draft(ledger, opened.kept.uid)
        save_draft(ledger, now.kept, now.draft.undo(), 0)
    assert len(_codes(ledger)) == 1


def test_a_source_is_not_taken_back_by_halves(ledger: Workspace, begun: OpenedDraft) -> None:
    ledger.author = "李四"
    _go_on(ledger, begun.kept.uid)
    ledger.author = "张三"
    with pytest.raises(UserError) as caught:
        undo(ledger)
    assert caught.value.code == "undo_blocked"
    assert len(_codes(ledger)) == 2
    ledger.author = "李四"
    undo(ledger)
    ledger.author = "张三"
    undo(ledger)
    assert _codes(ledger) == []


def test_a_draft_that_somebody_changed_is_not_put_in_unseen(ledger: Workspace, found: FoundSource) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    save_draft(ledger, opened.kept, opened.draft.accept(1), 0)
    with pytest.raises(UserError) as caught:
        load_kept_draft(ledger, opened.kept.uid, opened.kept.version)
    assert caught.value.code == "draft_changed_meanwhile"
    assert _codes(ledger) == []


def test_what_is_open_in_all_sources_takes_the_same_few_questions(workspace: Workspace) -> None:
    asked: list[int] = []
    for number in (1, 2):
        source = read_pasted_text(
            f"要点{number}\n下一步，我们将修订第{number}号办法，再支持{number}0个以上试点园区。\n"
        )
        other = find_in_source(source, workspace.today())
        wish = command(NewSource, title="要点", publisher="某部", held_on="2026-01-21", prefix=f"MC-{number}")
        opened = open_draft(workspace, begin_draft(workspace, other, wish))
        save_draft(workspace, opened.kept, opened.draft.accept(1), 0)
        load_kept_draft(workspace, opened.kept.uid)
        watch = Watch(workspace)
        assert [one.open for one in list_sources(workspace)][-1] == 1
        asked.append(len(watch.statements))
    assert asked[0] == asked[1]


def _say_of_first(ledger: Workspace, uid: str, **fields: object) -> None:
    """Another thing is said of the unit that is in the ledger already."""
    opened = open_draft(ledger, uid)
    unit = opened.draft.unit(1)
    save_draft(ledger, opened.kept, opened.draft.set_fields({1: replace(unit.fields, **fields)}), 0)


def test_what_a_draft_says_otherwise_of_a_commitment_that_is_there_is_told_and_not_taken_in(
    ledger: Workspace, begun: OpenedDraft
) -> None:
    uid = begun.kept.uid
    assert not_taken_in(ledger, uid) == ()
    (code,) = _codes(ledger)
    before = read_detail(ledger, code)
    _say_of_first(ledger, uid, title="另一个名称", due=Due(date(2027, 6, 30), DueBasis.STATED))
    _go_on(ledger, uid)
    assert not_taken_in(ledger, uid) == (SaidOtherwise(code, ("title", "due")),)
    after = read_detail(ledger, code)
    assert (after.row.title, after.row.due) == (before.row.title, before.row.due)


def test_only_another_word_on_what_is_there_is_refused_with_its_code(ledger: Workspace, begun: OpenedDraft) -> None:
    _say_of_first(ledger, begun.kept.uid, not_verifiable="范围不清")
    with pytest.raises(UserError) as caught:
        load_kept_draft(ledger, begun.kept.uid)
    assert (caught.value.code, caught.value.details["codes"]) == ("source_said_otherwise", tuple(_codes(ledger)))


def test_a_change_in_the_ledger_since_is_told_too(ledger: Workspace, begun: OpenedDraft) -> None:
    (code,) = _codes(ledger)
    wish = command(CommitmentRevision, commitment=code, title="台账里的名称", reason="核对")
    revise_commitment(ledger, wish)
    assert not_taken_in(ledger, begun.kept.uid) == (SaidOtherwise(code, ("title",)),)
