"""Departments as people type them in one line: 财政部 kjj；jyj is three, of which the last works with the others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.domain.terms import DepartmentRole

_PARTING = r"、，,/\s；;"
# What is quoted comes first, then what is in brackets: a mark parts no name in which it stands. While a quotation is
# being typed it is open, and goes to the end of the line.
_TYPED = re.compile(
    r'"(?P<straight>[^"]+)(?:"|$)|[“”](?P<curly>(?:“[^“”]*”|[^“”])+)(?:[“”]|$)'
    rf"|(?P<plain>(?:[（(][^（()）]*[)）]|[^{_PARTING}])+)|(?P<others>[；;])"
)


@dataclass(frozen=True, slots=True)
class TypedDepartment:
    """What is typed of one department, from `start` to `end` of its line, end exclusive; quotation marks, which belong
    to the place, are not among its words."""

    words: str
    role: DepartmentRole
    start: int
    end: int
    is_quoted: bool = False


def typed_departments(line: str) -> Iterator[TypedDepartment]:
    """Yield what is typed of each department in a line: parted by blanks, 、, commas or /; those behind the first ；
    work with those before it. In quotation marks, or in brackets, these signs part nothing."""
    role = DepartmentRole.LEAD
    for found in _TYPED.finditer(line):
        if found["others"]:
            role = DepartmentRole.CO_LEAD
            continue
        quoted = found["straight"] or found["curly"]
        yield TypedDepartment(quoted or found["plain"], role, found.start(), found.end(), quoted is not None)


def department_line(names: Iterable[tuple[str, DepartmentRole]]) -> str:
    """Return the line in which names are typed so that `typed_departments` reads each of them again."""
    by_role: dict[DepartmentRole, list[str]] = {role: [] for role in DepartmentRole}
    for name, role in names:
        by_role[role].append(quoted_name(name))
    return "；".join("、".join(several) for several in by_role.values()).removesuffix("；")


def quoted_name(name: str) -> str:
    """Return a name as it is typed: in quotation marks where it would be read as something else without them."""
    # With a bracket behind it: one that is open in the name would take in what follows.
    first = next(typed_departments(f"{name}、）"), None)
    if first is not None and not first.is_quoted and first.words == name:
        return name
    return f"“{name}”" if '"' in name else f'"{name}"'
