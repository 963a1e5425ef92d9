"""What `tracker edit`, `undo` and `redo` do. What `--json` prints of the latter two:

    {event, undone {id, at, author, kind, reason, details}, message}

where `event` is the id of the event that took the other back, or did it again; of `redo` the key is `redone`.
"""

from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tracker.cli.inputs import DepartmentFinder, find_name, find_part, number, opened, read_optional
from tracker.cli.printing import json_shapes
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, CommitmentDetail, EventRow, PartRow, Responsible
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, DueBasis
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import CommitmentRevision, NewPart, NewResponsible, command
from tracker.services.commitments.reading import field_choices, read_detail
from tracker.services.events.undoing import redo, reversible, undo
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words

_NONE = "none"
"""In place of a date or a department where there is to be none."""


def run_edit(options: Namespace, words: Words) -> None:
    """Change what is coded of a commitment; say what became of it."""
    with opened(options) as workspace:
        detail = read_detail(workspace, options.code)
        fields = {
            **_texts(options, words),
            **_topic(options, workspace),
            **_due(options, words),
            **_departments(options, detail, workspace, words),
            **_parts(options, detail, words),
        }
        if not fields:
            raise UserError("nothing_given", what=detail.row.code)
        revision = command(
            CommitmentRevision,
            commitment=detail.row.code,
            reason=options.reason,
            expected_version=detail.row.version,
            **fields,
        )
        changes = revise_commitment(workspace, revision)
        if not changes.event_id:
            print(words.phrase("unchanged", code=detail.row.code))
            return
        event = read_detail(workspace, options.code).history[0]
    print(detail.row.code, words.event(event))


def run_undo(options: Namespace, words: Words) -> None:
    """Take back the author's last change; print what it was."""
    _take_back(options, words, "undone", undo, lambda workspace: reversible(workspace).undo)


def run_redo(options: Namespace, words: Words) -> None:
    """Do again what was undone last; print what it was."""
    _take_back(options, words, "redone", redo, lambda workspace: reversible(workspace).redo)


def _take_back(
    options: Namespace,
    words: Words,
    kind: str,
    act: Callable[[Workspace], Changes],
    look: Callable[[Workspace], EventRow | None],
) -> None:
    with opened(options) as workspace:
        # Asked before: afterwards the newest change is the undoing itself.
        about = look(workspace)
        changes = act(workspace)
    if about is None:  # somebody who shares the name of the author was faster
        return
    change = about.details.get("change", about.kind)
    message = words.event(replace(about, kind=kind, details={**about.details, "change": change}))
    shape = {"event": changes.event_id, kind: json_shapes.event(about), "message": message}
    json_shapes.show(options, shape, lambda: print(message))


def _texts(options: Namespace, words: Words) -> dict[str, Any]:
    """Title, kind, keywords and the number of parts, as far as they were given."""
    given: dict[str, Any] = {
        "title": options.title,
        "title_en": options.title_en,
        "kind": read_optional(CommitmentKind, "commitment_kind", options.kind, words),
    }
    if options.keywords is not None:
        given["keywords"] = tuple(filter(None, (word.strip() for word in options.keywords)))
    if options.parts_expected is not None:
        given["parts_expected"] = number("parts_expected", options.parts_expected)
    return {name: value for name, value in given.items() if value is not None}


def _topic(options: Namespace, workspace: Workspace) -> dict[str, Any]:
    if options.topic is None:
        return {}
    topics = field_choices(workspace).topics
    key = find_name(topics, options.topic)
    if key is None:
        raise UserError("term_unknown", field="topic", value=options.topic, allowed=[topic.zh for topic in topics])
    return {"topic": key}


def _due(options: Namespace, words: Words) -> dict[str, Any]:
    """The due date with its basis, which is the analyst's own unless it is said. Raises `due_incomplete`."""
    basis = read_optional(DueBasis, "due_basis", options.due_basis, words)
    if options.due is None:
        if basis is not None or options.due_about:
            raise UserError("due_incomplete", field="due")
        return {}
    if options.due.strip().casefold() == _NONE:
        return {"due_basis": basis or DueBasis.NONE}
    return {"due_on": options.due, "due_basis": basis or DueBasis.USER, "due_about": options.due_about}


def _departments(options: Namespace, detail: CommitmentDetail, workspace: Workspace, words: Words) -> dict[str, Any]:
    """The departments with those of a role replaced; whoever stays in a role keeps the basis by which it is known."""
    if options.lead is None and options.co_lead is None:
        return {}
    finder = DepartmentFinder(workspace, field_choices(workspace).departments, words, beyond=True)
    now = {role: [one for one in detail.departments if one.role is role] for role in DepartmentRole}
    wanted = None if options.lead is None else [options.lead]
    lead = _responsible(wanted, DepartmentRole.LEAD, now, finder)
    co_leads = _responsible(options.co_lead, DepartmentRole.CO_LEAD, now, finder)
    leading = {one.department for one in lead}
    if options.co_lead is None:  # who leads now no longer joins in
        co_leads = [one for one in co_leads if one.department not in leading]
    return {"departments": (*lead, *co_leads)}


def _responsible(
    wanted: Iterable[str] | None,
    role: DepartmentRole,
    now: dict[DepartmentRole, list[Responsible]],
    finder: DepartmentFinder,
) -> list[NewResponsible]:
    known = {one.department.key: one.basis for one in now[role]}
    if wanted is None:
        keys = list(known)
    else:
        named = [name for name in wanted if name.strip().casefold() != _NONE]
        keys = [finder.key_of(name) for name in named]
    return [
        command(NewResponsible, department=key, role=role, basis=known.get(key, DepartmentBasis.USER)) for key in keys
    ]


def _parts(options: Namespace, detail: CommitmentDetail, words: Words) -> dict[str, Any]:
    """The parts as they are to be: renamed, without those that are removed, with the new ones last."""
    if not (options.part_add or options.part_title or options.part_remove):
        return {}

    def part(wanted: str) -> int:
        return find_part(detail.parts, detail.row.code, wanted, words).id

    renamed = {part(wanted): title for wanted, title in options.part_title}
    removed = {part(wanted) for wanted in options.part_remove}
    kept = [_kept(part, renamed.get(part.id)) for part in detail.parts if part.id not in removed]
    return {"parts": (*kept, *(command(NewPart, title=title) for title in options.part_add))}


def _kept(part: PartRow, title: str | None) -> NewPart:
    """A part that stays, perhaps under another title; an English one that only repeats the Chinese goes along."""
    same = title is not None and part.title.en == part.title.zh
    own: dict[str, Any] = {}
    if part.due is not None and part.due.on is not None:
        own = {"due_on": part.due.on, "due_basis": part.due.basis, "due_about": part.due.about}
    return command(
        NewPart,
        title=part.title.zh if title is None else title,
        title_en=title if same else part.title.en,
        position=part.position,
        quantity=part.quantity and part.quantity.plain(),
        departments=tuple(
            command(NewResponsible, department=one.department.key, role=one.role, basis=one.basis)
            for one in part.departments
        ),
        **own,
    )
