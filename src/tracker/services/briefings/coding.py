"""Load the coded briefings that come with the program, once each, and newer codings of them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tracker.briefing.coding import departments_of, read_briefing, read_revision
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.locations import db_dir
from tracker.services.events.kept_commands import kept_command
from tracker.store.briefings.coding import Merge, add_names, find_source, insert_briefing, merge_briefing
from tracker.store.commitments.commitment_fields import Fields, Keys, fields_now, replace_fields
from tracker.store.commitments.parts import linked_positions, rows_as_entries
from tracker.store.database.ledger_settings import are_chosen, mark_chosen
from tracker.store.database.tables import CommitmentState, Department
from tracker.store.events.event_commands import Command
from tracker.store.safety.source_digests import digests_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.commitments.coded import CodedBriefing
    from tracker.services.commands import BulkRevision, CommitmentRevision
    from tracker.services.ledgers.session import Workspace
    from tracker.store.events.unit_of_work import UnitOfWork


def bundled_briefings() -> tuple[str, ...]:
    """The keys of the briefings that come with the program, oldest first."""
    return tuple(sorted(folder.name for folder in (db_dir() / "briefings").iterdir()))


def begin_with(workspace: Workspace, keys: Sequence[str]) -> None:
    """Let a new ledger hold these briefings, perhaps none, and from now on no others that come with the program.

    Raises `briefing_unknown`, and then nothing is recorded.
    """
    known = bundled_briefings()
    for key in keys:
        if key not in known:
            raise UserError("briefing_unknown", field="briefing", value=key, choices=known)
    record_beginning(workspace, keys)
    for key in keys:
        load_briefing(workspace, read_briefing(db_dir() / "briefings" / key))


def record_beginning(workspace: Workspace, keys: Sequence[str]) -> None:
    """Record that these briefings were chosen for a new ledger."""
    given = {"briefings": list(keys)}
    with workspace.write() as work:
        work.record("ledger_begun", given, command=Command("begin_ledger", given))
        mark_chosen(work)


def load_briefings(workspace: Workspace) -> None:
    """Load newer codings of what the ledger holds, and, unless it was begun by choice, what it does not hold yet. Doing
    it again changes nothing."""
    for key in bundled_briefings():
        folder = db_dir() / "briefings" / key
        with workspace.snapshot() as snapshot:
            held = find_source(snapshot.connection, key)
            wanted = held is not None or not are_chosen(snapshot.connection)
        if wanted and (held is None or held.revision < read_revision(folder)):
            load_briefing(workspace, read_briefing(folder))


def load_briefing(workspace: Workspace, briefing: CodedBriefing) -> Merge:
    """Load one coded briefing in one transaction.

    A ledger that holds it in this or a newer coding stays as it is. Of an older one, fields that a user changed are
    left alone and named in the result, and in the history.
    """
    departments = departments_of(briefing, db_dir() / "departments.toml")
    with workspace.write() as work:
        known = find_source(work.connection, briefing.source.key)
        details = {"source": briefing.source.key, "revision": briefing.source.revision}
        command = Command("load_briefing", {**details, "clean_sha256": briefing.source.clean_sha256})
        if known is None:
            work.record("source_loaded", details, command=command)
            insert_briefing(work, briefing, departments)
            work.complete(digests_of(work.connection, briefing.source.key))
            return Merge(added=tuple(coded.code for coded in briefing.commitments))
        # An older program may open a ledger that a newer one has merged already.
        if known.revision >= briefing.source.revision:
            return Merge()
        work.record("source_loaded", details, command=command)
        merge = merge_briefing(work, briefing, departments, known.id)
        done = {"updated": list(merge.updated), "left": list(merge.left)}
        work.complete({**done, **digests_of(work.connection, briefing.source.key)})
        return merge


_COLUMNS = {"title", "title_en", "kind", "due_on", "due_basis", "due_about", "parts_expected", "keywords"}
"""Fields of a revision that the state of a commitment has as they are."""


def revise_commitment(workspace: Workspace, revision: CommitmentRevision) -> Changes:
    """Change coded fields of a commitment. The exact words are not among them: they are never edited."""
    with workspace.write() as work:
        current = work.commitment(revision.commitment)
        mine = revision.model_dump(include=_COLUMNS, exclude_none=True)
        work.expect(CommitmentState, current, revision.expected_version, mine)
        now = fields_now(work.connection, current.commitment_id)
        fields = revision.fields()
        if "parts" in fields:
            fields["parts"] = _placed(work, current.commitment_id, fields["parts"], now["parts"])
        changed = {name: value for name, value in fields.items() if value != now[name]}
        if not changed:
            return work.changes
        if not revision.reason:
            raise UserError("reason_missing", field="reason")
        details = {"commitment": current.code, "fields": sorted(changed)}
        command = _asked_by_parts(work, current.commitment_id, revision)
        work.record("commitment_revised", details, revision.reason, command=command)
        _bring_bodies(work, changed.get("departments", ()))
        replace_fields(work, current.commitment_id, changed, Keys.read(work.connection))
        return work.changes


def _bring_bodies(work: UnitOfWork, departments: Sequence[Sequence[str]]) -> None:
    """Take those of these departments, in their plain form, into the ledger that it does not have and the program
    knows."""
    found = (state_bodies().get(key) for key, *_ in departments)
    add_names(work, Department, [body.name for body in found if body is not None])


def _asked_by_parts(work: UnitOfWork, commitment_id: int, revision: CommitmentRevision) -> Command:
    """The command, with the parts that are there by their ids: a place means another part in another ledger."""
    command = kept_command("revise_commitment", revision)
    if revision.parts is None:
        return command
    ids = {part["position"]: part["id"] for part in rows_as_entries(work.connection, [commitment_id])[commitment_id]}
    parts = [{"part_id": ids.get(part.pop("position")), **part} for part in command.given["parts"]]
    return Command(command.name, {**command.given, "parts": parts})


def _placed(work: UnitOfWork, commitment_id: int, parts: list[Fields], now: list[Fields]) -> list[Fields]:
    """The parts as they are to be, the new ones at places that no part ever had.

    Raises `part_unknown`, `part_twice`, and `part_in_use` where evidence is linked to one that is left out.
    """
    known = [part["position"] for part in rows_as_entries(work.connection, [commitment_id])[commitment_id]]
    there = {part["position"] for part in now}
    # Places are never used again: an earlier event that names one must not come to mean another part.
    free = count(max(known, default=0) + 1)
    placed = [{**part, "position": part["position"] or next(free)} for part in parts]
    named = [part["position"] for part in parts if part["position"]]
    for position in named:
        if position not in there:
            raise UserError("part_unknown", field="part", value=position)
    if len(set(named)) < len(named) or len({part["title"] for part in placed}) < len(placed):
        raise UserError("part_twice", field="part")
    keys = Keys.read(work.connection)
    for part in placed:
        for key, *_ in part.get("departments", ()):
            keys.department(key)
    gone = there - set(named)
    used = linked_positions(work.connection, commitment_id) & gone
    if used:
        titles = [part["title"] for part in now if part["position"] in used]
        raise UserError("part_in_use", field="part", parts=titles)
    return placed


def revise_commitments(workspace: Workspace, revision: BulkRevision, progress: Progress = unwatched) -> Changes:
    """Hold other departments responsible for several commitments at once, all in one event.

    Commitments that have exactly these departments already are left alone. Raises `commitment_unknown`,
    `department_unknown`, `reason_missing`; then, and where `progress` cancels, none of them is changed.
    """
    with workspace.write() as work:
        fields = revision.fields()
        chosen = [work.commitment(code) for code in dict.fromkeys(revision.commitments)]
        stale = [
            row
            for row in chosen
            if fields["departments"] != fields_now(work.connection, row.commitment_id)["departments"]
        ]
        if not stale:
            return work.changes
        if not revision.reason:
            raise UserError("reason_missing", field="reason")
        details = {"commitments": [row.code for row in stale], "fields": sorted(fields)}
        work.record(
            "commitment_revised", details, revision.reason, command=kept_command("revise_commitments", revision)
        )
        _bring_bodies(work, fields["departments"])
        keys = Keys.read(work.connection)
        for row in steps(stale, progress):
            replace_fields(work, row.commitment_id, fields, keys)
        return work.changes
