"""`tracker department`: what the departments of a ledger are called. What `--json` prints of one:

    {key, name, name_en, body {key, name, name_en} or null, aliases [name], former [name], commitments}

`body` is the one that it belongs to, `aliases` and `former` are the names that users gave it, `commitments` counts
those that name it now. `list` prints a list of these, `add` and `edit` the one that they wrote.
"""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from tracker.cli.inputs import DepartmentFinder, opened
from tracker.cli.printing.json_shapes import show
from tracker.cli.printing.text_table import print_lines
from tracker.domain.errors import UserError
from tracker.domain.rows import DepartmentRow, Name
from tracker.services.commands import DepartmentRevision, NewDepartment, command
from tracker.services.commitments.departments import add_department, list_named, revise_department
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words

_NONE = "none"
"""In place of a body where there is to be none."""


def run_list(options: Namespace, words: Words) -> None:
    """Print the departments of the ledger by all names that users gave them."""
    with opened(options) as workspace:
        departments = list_named(workspace)
    show(options, [*map(_shape, departments)], lambda: print_lines(_line(one, words) for one in departments))


def run_add(options: Namespace, words: Words) -> None:
    """Add a department; print it."""
    with opened(options) as workspace:
        before = {one.name.key for one in list_named(workspace)}
        wish = command(
            NewDepartment,
            name=options.name,
            name_en=options.en or "",
            body=_body(workspace, options.body, words) or "",
            aliases=tuple(options.alias),
            former=tuple(options.former),
        )
        add_department(workspace, wish)
        _print_one(workspace, options, words, lambda one: one.name.key not in before)


def run_edit(options: Namespace, words: Words) -> None:
    """Say otherwise what a department is called or belongs to; print it as it is then."""
    with opened(options) as workspace:
        known = [one.name for one in list_named(workspace)]
        key = DepartmentFinder(workspace, known, words).key_of(options.department)
        given: dict[str, Any] = {
            "name": options.name,
            "name_en": options.en,
            "body": _body(workspace, options.body, words),
            "aliases": tuple(options.alias),
            "former": tuple(options.former),
            "drop": tuple(options.drop_alias),
        }
        if not any(value not in (None, ()) for value in given.values()):
            raise UserError("nothing_given", what=options.department)
        changes = revise_department(
            workspace, command(DepartmentRevision, department=key, reason=options.reason, **given)
        )
        if not changes.event_id and not options.json:
            print(words.phrase("unchanged", code=options.department))
            return
        _print_one(workspace, options, words, lambda one: one.name.key == key)


def _body(workspace: Workspace, wanted: str | None, words: Words) -> str | None:
    """The key of a body, "" for none; None where it is not said."""
    if wanted is None:
        return None
    if wanted.strip().casefold() == _NONE:
        return ""
    known = [one.name for one in list_named(workspace)]
    return DepartmentFinder(workspace, known, words, beyond=True).key_of(wanted)


def _print_one(
    workspace: Workspace, options: Namespace, words: Words, is_meant: Callable[[DepartmentRow], bool]
) -> None:
    (department,) = (one for one in list_named(workspace) if is_meant(one))
    show(options, _shape(department), lambda: print_lines([_line(department, words)]))


def _shape(department: DepartmentRow) -> dict[str, Any]:
    return {
        **_named(department.name),
        "body": None if department.body is None else _named(department.body),
        "aliases": list(department.aliases),
        "former": list(department.former),
        "commitments": department.commitments,
    }


def _named(name: Name) -> dict[str, Any]:
    return {"key": name.key, "name": name.zh, "name_en": name.en}


def _line(department: DepartmentRow, words: Words) -> str:
    said = [
        words.phrase("department_line", department=department.name.key, name=words.name(department.name)),
        words.phrase("department_commitments", count=department.commitments),
    ]
    if department.body is not None:
        said.append(words.phrase("department_body", body=words.name(department.body)))
    if department.aliases:
        said.append(words.phrase("department_aliases", names=department.aliases))
    if department.former:
        said.append(words.phrase("department_formers", names=department.former))
    return words.separator("clause").join(said)
