"""A draft waits in the ledger for a person: saved after each decision, and opened where it was left."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from tests.services.briefings.conftest import DAY, TEXT
from tests.store.watching import Watch

from tracker.domain.briefings.coding_draft import UnitState
from tracker.domain.errors import UserError
from tracker.domain.rows import Due
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import DueBasis, OmissionReason
from tracker.services.briefings.coding_drafts import (
    begin_draft,
    check_new,
    drop_draft,
    is_known,
    list_drafts,
    load_kept_draft,
    open_draft,
    rename_draft,
    save_draft,
)
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import FoundSource, find_in_source
from tracker.services.briefings.source_text import read_source_bytes
from tracker.services.commands import NewSource, command
from tracker.services.commitments.reading import list_rows
from tracker.services.events.replaying import list_events
from tracker.services.events.undoing import undo
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check
from tracker.store.database.tables import CodingDraft

WISH = command(NewSource, title="工作要点", publisher="某部", held_on="2026-01-21", prefix="MB-2026")


def test_a_draft_waits_as_it_was_found_and_no_event_tells_of_it(ledger: Workspace, found: FoundSource) -> None:
    before = len(list(list_events(ledger)))
    uid = begin_draft(ledger, found, WISH)
    (waiting,) = list_drafts(ledger)
    assert (waiting.kept.uid, waiting.kept.title, waiting.kept.coder) == (uid, "工作要点", "张三")
    assert waiting.draft == draft_of(found.source.clean.text, found.findings)
    assert len(list(list_events(ledger))) == before
    assert check(ledger) == ()


def test_the_drafts_that_wait_are_read_at_once(workspace: Workspace, found: FoundSource) -> None:
    others = [read_source_bytes(f"{TEXT}\n{more}".encode(), f"{more}.txt") for more in ("附件一", "附件二")]
    begun = [begin_draft(workspace, one, WISH) for one in (found, *(find_in_source(other, DAY) for other in others))]
    watch = Watch(workspace)
    assert [one.kept.uid for one in list_drafts(workspace)] == begun
    assert sum("FROM coding_draft" in statement for statement in watch.statements) == 1


def test_each_decision_is_saved_and_can_be_taken_back_after_a_restart(ledger: Workspace, found: FoundSource) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    draft = opened.draft.accept(1).reject(2, OmissionReason.MANNER).add_unit(0, 2)
    assert save_draft(ledger, opened.kept, draft, 17) == 2
    again = open_draft(ledger, opened.kept.uid)
    assert (again.draft, again.place, again.kept.version) == (draft, 17, 2)
    assert again.draft.undo().undo().unit(2).state is UnitState.PROPOSED


def test_what_a_person_has_set_is_known_after_a_restart(ledger: Workspace, found: FoundSource) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    due = Due(DAY.replace(year=2027, month=12, day=31), DueBasis.SECTION)
    draft = opened.draft.set_fields({1: replace(opened.draft.unit(1).fields, due=due)})
    save_draft(ledger, opened.kept, draft, 0)
    unit = open_draft(ledger, opened.kept.uid).draft.unit(1)
    assert (unit.is_due_set, unit.is_quantity_set) == (True, False)


def test_a_draft_of_a_version_that_did_not_know_what_a_person_had_set_opens(
    ledger: Workspace, found: FoundSource
) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    save_draft(ledger, opened.kept, opened.draft.accept(1), 0)
    with ledger.write() as work:
        row = work.connection.execute(select(CodingDraft)).one()
        step = row.draft["steps"][0]
        for unit in (*row.draft["units"], *step["took"], *step["brought"]):
            del unit["is_due_set"], unit["is_quantity_set"]
        work.connection.execute(update(CodingDraft).values(draft=row.draft))
    assert open_draft(ledger, opened.kept.uid).draft == opened.draft.accept(1)


def test_two_who_decide_at_once_do_not_write_over_each_other(ledger: Workspace, found: FoundSource) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    save_draft(ledger, opened.kept, opened.draft.accept(1), 0)
    with pytest.raises(UserError) as caught:
        save_draft(ledger, opened.kept, opened.draft.accept(2), 0)
    assert caught.value.code == "draft_changed_meanwhile"
    assert open_draft(ledger, opened.kept.uid).draft.unit(2).state is UnitState.PROPOSED


def test_a_file_waits_once(ledger: Workspace, found: FoundSource) -> None:
    begin_draft(ledger, found, WISH)
    with pytest.raises(UserError) as caught:
        begin_draft(ledger, found, WISH)
    assert caught.value.code == "source_waits"


def test_a_draft_that_was_loaded_rests_and_waits_again_when_that_is_undone(
    ledger: Workspace, found: FoundSource
) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    draft, count = opened.draft.accept_all()
    for one in draft.open:
        draft = draft.leave_out(one.start, one.end, OmissionReason.CONTEXT)
    save_draft(ledger, opened.kept, draft, 0)
    load_kept_draft(ledger, opened.kept.uid)
    assert list_drafts(ledger) == ()
    codes = [row.code for row in list_rows(ledger, LedgerQuery()) if row.code.startswith("MB-")]
    assert len(codes) == count
    assert all(row.is_reviewed for row in list_rows(ledger, LedgerQuery()))
    undo(ledger)
    assert [one.kept.uid for one in list_drafts(ledger)] == [opened.kept.uid]
    load_kept_draft(ledger, opened.kept.uid)
    assert list_drafts(ledger) == ()
    assert check(ledger) == ()


def test_a_draft_is_called_otherwise_or_dropped(ledger: Workspace, found: FoundSource) -> None:
    opened = open_draft(ledger, begin_draft(ledger, found, WISH))
    other = command(NewSource, title="要点", publisher="某部", held_on="2026-01-22", prefix="MB-26")
    rename_draft(ledger, opened.kept, other)
    assert open_draft(ledger, opened.kept.uid).kept.prefix == "MB-26"
    drop_draft(ledger, opened.kept.uid)
    assert list_drafts(ledger) == ()
    with pytest.raises(UserError) as caught:
        open_draft(ledger, opened.kept.uid)
    assert caught.value.code == "draft_unknown"


def test_a_draft_that_could_never_be_loaded_is_refused_before_anybody_decides(
    ledger: Workspace, found: FoundSource
) -> None:
    for given, code in (({"prefix": "MIIT-2025"}, "prefix_taken"), ({"held_on": "2027-01-01"}, "date_future")):
        with pytest.raises(UserError) as caught:
            begin_draft(ledger, found, command(NewSource, **{**WISH.model_dump(), **given}))
        assert caught.value.code == code
    assert list_drafts(ledger) == ()


def test_a_text_that_is_there_is_known_before_its_draft_is_begun(ledger: Workspace, found: FoundSource) -> None:
    check_new(ledger, found.source)
    assert not is_known(ledger, found.source)
    uid = begin_draft(ledger, found, WISH)
    with pytest.raises(UserError) as waits:
        check_new(ledger, found.source)
    opened = open_draft(ledger, uid)
    save_draft(ledger, opened.kept, opened.draft.accept_all()[0], 0)
    load_kept_draft(ledger, uid)
    with pytest.raises(UserError) as known:
        check_new(ledger, found.source)
    assert (waits.value.code, known.value.code) == ("source_waits", "source_known")
    assert is_known(ledger, found.source)
