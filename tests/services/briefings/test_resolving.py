"""Two codings compared, their differences settled one by one, and the ledger brought to what holds (§7)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.second_coder import FIRST, SecondCoder

from tracker.domain.briefings.agreement import UnitField
from tracker.domain.briefings.coding_differences import Holding, Resolution
from tracker.domain.errors import UserError
from tracker.domain.json_values import is_list
from tracker.domain.rows import EventRow
from tracker.services.briefings.briefing_view import read_briefing
from tracker.services.briefings.coding import revise_commitment
from tracker.services.briefings.comparing import (
    ComparedCodings,
    compare_two,
    read_folder,
    read_source,
    record_comparison,
)
from tracker.services.briefings.resolving import apply_resolutions, resolutions_to_apply
from tracker.services.briefings.sources import export_source
from tracker.services.commands import CommitmentRevision, command
from tracker.services.commitments.reading import list_sources, read_detail
from tracker.services.events.undoing import undo
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check
from tracker.store.database.tables import Event
from tracker.store.events.history import event_row
from tracker.wording import load_words
from tracker.wording.compared_codings import comparison_lines

FIBRE = "MIIT-2025-059"
LEFT_OUT = "MIIT-2025-002"
CITIES = "MIIT-2025-044"


@pytest.fixture
def coder(tmp_path: Path) -> SecondCoder:
    """Somebody who sees one pledge less, and says other things of two."""
    coder = SecondCoder(tmp_path / "second")
    coder.leave_out(LEFT_OUT)
    coder.change(
        FIBRE,
        ('kind = "pilot"', 'kind = "programme"'),
        ('key = "telecom-development"', 'key = "planning"'),
        ('due = { on = 2025-12-31, basis = "document" }', 'due = { basis = "none" }'),
    )
    coder.change(CITIES, ("value = 30", "value = 31"))
    return coder


@pytest.fixture
def compared(workspace: Workspace, coder: SecondCoder) -> ComparedCodings:
    return compare_two(read_source(workspace, FIRST.name), read_folder(coder.folder))


def settled(compared: ComparedCodings, held: Mapping[UnitField | None, Holding]) -> list[Resolution]:
    """What is held to in the differences of these fields, None for commitments that one of them has alone."""
    return [
        Resolution(one, held[one.field], f"because of {one.field or 'the words'}")
        for one in compared.differences
        if one.field in held
    ]


def newest(workspace: Workspace) -> EventRow:
    with workspace.snapshot() as snapshot:
        return event_row(snapshot.connection.execute(select(Event).order_by(Event.id.desc()).limit(1)).one())


ALL_SECOND = dict.fromkeys((None, *UnitField), Holding.SECOND)


def test_the_ledgers_own_coding_is_what_an_export_of_it_holds(workspace: Workspace, tmp_path: Path) -> None:
    export_source(workspace, FIRST.name, tmp_path / "out")
    own = read_source(workspace, FIRST.name)
    assert own.content == (tmp_path / "out" / "commitments.toml").read_bytes()
    assert (own.folder, own.place) == (None, FIRST.name)


def test_resolutions_are_kept_with_what_they_are_about_and_told_in_the_history(
    workspace: Workspace, compared: ComparedCodings
) -> None:
    some = settled(compared, {None: Holding.FIRST, UnitField.KIND: Holding.NEITHER})
    record_comparison(workspace, compared, "talked through", some)
    event = newest(workspace)
    assert event.details["differences"] == len(compared.differences) == 5
    kept = event.details["resolutions"]
    assert is_list(kept)
    told = [(one["kind"], one["field"], one["holds"], one["reason"]) for one in kept]
    assert told == [
        ("unit", None, "first", "because of the words"),
        ("field", "kind", "neither", "because of kind"),
    ]
    assert load_words("en").event(event).endswith("differences settled 2 of 5")
    assert check(workspace) == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_entry_can_be_read_again_with_what_was_settled_and_what_not(
    workspace: Workspace, compared: ComparedCodings, lang: str
) -> None:
    record_comparison(workspace, compared, "talked through", settled(compared, {None: Holding.FIRST}))
    source = next(one for one in list_sources(workspace) if one.key == FIRST.name)
    (event,) = read_briefing(workspace, source.id).comparisons
    figures, reason, _, resolution, _, left = comparison_lines(event, load_words(lang))
    share = compared.agreement.units.share
    assert share is not None
    assert f"{100 * share:.1f} %" in figures
    assert reason == "talked through"
    assert LEFT_OUT in resolution
    assert "because of the words" in resolution
    assert "4" in left
    assert read_briefing(workspace, source.id, date(2025, 2, 1)).comparisons == ()


def test_an_entry_that_was_tampered_with_is_read_as_far_as_it_makes_sense(
    workspace: Workspace, compared: ComparedCodings
) -> None:
    record_comparison(workspace, compared, "talked through")
    event = newest(workspace)
    odd = [1, {"holds": "both", "kind": "unit"}, {"holds": "first", "kind": "unit"}]
    details = {**event.details, "figures": 3, "resolutions": odd}
    said = list(comparison_lines(replace(event, details=details), load_words("en")))
    assert said[0].startswith("By sentence – (α –)")
    assert sum("the first holds" in line for line in said) == 1


def test_an_entry_from_before_there_were_resolutions_is_still_told(
    workspace: Workspace, compared: ComparedCodings
) -> None:
    record_comparison(workspace, compared, "talked through")
    event = newest(workspace)
    old = {name: value for name, value in event.details.items() if name not in ("differences", "resolutions")}
    assert load_words("en").event(replace(event, details=old)).startswith("Two codings of")


@pytest.mark.parametrize(("reason", "code"), [(" ", "field_missing"), ("a\x00b", "field_invalid")])
def test_a_resolution_without_a_reason_that_can_be_kept_is_refused_and_nothing_is_recorded(
    workspace: Workspace, compared: ComparedCodings, reason: str, code: str
) -> None:
    before = newest(workspace).id
    with pytest.raises(UserError) as refused:
        record_comparison(workspace, compared, "talked", [Resolution(compared.differences[0], Holding.FIRST, reason)])
    assert (refused.value.code, refused.value.field) == (code, "reason")
    assert newest(workspace).id == before


def test_the_ledger_says_what_the_other_coder_was_right_in_one_event_for_a_commitment(
    workspace: Workspace, compared: ComparedCodings
) -> None:
    before = read_detail(workspace, FIBRE).row
    done = apply_resolutions(workspace, compared, settled(compared, ALL_SECOND))
    assert (done.commitments, done.refused) == ((FIBRE,), {})
    assert done.changes is not None
    assert done.changes.commitments == (before.id,)
    after = read_detail(workspace, FIBRE).row
    assert after.lead is not None
    assert (after.kind.value, after.due.on, after.lead.department.key) == ("programme", None, "planning")
    event = newest(workspace)
    assert (event.kind, event.id) == ("commitment_revised", done.changes.event_id)
    assert event.reason == "because of kind\nbecause of due\nbecause of lead"
    # The pledge of one coder alone, and the amount, are not changed by it.
    assert read_detail(workspace, LEFT_OUT).row.code == LEFT_OUT
    quantity = read_detail(workspace, CITIES).row.quantity
    assert quantity is not None
    assert quantity.value == 30
    assert check(workspace) == ()
    undo(workspace)
    assert read_detail(workspace, FIBRE).row.kind is before.kind


@pytest.mark.parametrize("held", [Holding.FIRST, Holding.NEITHER])
def test_what_the_ledger_has_right_is_left_alone(
    workspace: Workspace, compared: ComparedCodings, held: Holding
) -> None:
    before = newest(workspace).id
    done = apply_resolutions(workspace, compared, settled(compared, dict.fromkeys((None, *UnitField), held)))
    assert (done.commitments, done.refused, done.changes) == ((), {}, None)
    assert newest(workspace).id == before


def test_the_ledger_may_be_the_second_of_the_two(workspace: Workspace, coder: SecondCoder) -> None:
    compared = compare_two(read_folder(coder.folder), read_source(workspace, FIRST.name))
    assert compared.own is Holding.SECOND
    assert resolutions_to_apply(compared, settled(compared, ALL_SECOND)) == {}
    done = apply_resolutions(workspace, compared, settled(compared, {UnitField.KIND: Holding.FIRST}))
    assert done.commitments == (FIBRE,)
    assert read_detail(workspace, FIBRE).row.kind.value == "programme"


def test_between_two_folders_nothing_is_applied(coder: SecondCoder) -> None:
    compared = compare_two(read_folder(FIRST), read_folder(coder.folder))
    assert compared.own is None
    assert resolutions_to_apply(compared, settled(compared, ALL_SECOND)) == {}


def test_who_takes_part_stays_where_another_leads(workspace: Workspace, tmp_path: Path) -> None:
    coder = SecondCoder(tmp_path / "lead")
    coder.change("MIIT-2025-001", ('{ key = "operations", role = "lead"', '{ key = "planning", role = "lead"'))
    compared = compare_two(read_source(workspace, FIRST.name), read_folder(coder.folder))
    before = read_detail(workspace, "MIIT-2025-001").departments
    apply_resolutions(workspace, compared, settled(compared, {UnitField.LEAD: Holding.SECOND}))
    after = read_detail(workspace, "MIIT-2025-001").departments
    assert after[0].department.key == "planning"
    assert [(one.department.key, one.role) for one in after[1:]] == [
        (one.department.key, one.role) for one in before[1:]
    ]


def test_a_commitment_that_changed_meanwhile_is_named_and_left_alone(
    workspace: Workspace, compared: ComparedCodings
) -> None:
    revise_commitment(workspace, command(CommitmentRevision, commitment=FIBRE, kind="document", reason="read again"))
    done = apply_resolutions(workspace, compared, settled(compared, {UnitField.KIND: Holding.SECOND}))
    assert (done.commitments, done.refused[FIBRE].code) == ((), "compared_before")
    assert read_detail(workspace, FIBRE).row.kind.value == "document"


def test_what_the_ledger_does_not_take_is_named_and_the_rest_is_done(workspace: Workspace, tmp_path: Path) -> None:
    coder = SecondCoder(tmp_path / "two leads")
    led = '{ key = "telecom-development", role = "lead", basis = "speaker" }'
    coder.change(FIBRE, (led, f"{led.replace('telecom-development', 'planning')},\n    {led}"))
    coder.change("MIIT-2025-060", ('kind = "', 'kind = "pilot"  # "'))
    compared = compare_two(read_source(workspace, FIRST.name), read_folder(coder.folder))
    done = apply_resolutions(workspace, compared, settled(compared, ALL_SECOND))
    assert done.refused[FIBRE].code == "one_lead_only"
    assert done.commitments == ("MIIT-2025-060",)
