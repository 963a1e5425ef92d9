"""What became of the changes of another copy of a ledger that were done again in this one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that both copies changed since they parted, and left otherwise.

    `what` names it as users know it: a commitment's code, the title of a piece of evidence, a name. `base` is what
    `column` said when they parted, `mine` what it says here, `theirs` what the other copy made of it; None where there
    was, or is, nothing.
    """

    what: str
    column: str
    base: object
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class PutAside:
    """A change of the other copy that was not done here: it waits for a person to say which holds.

    `uid`, `at`, `author`, `kind`, `reason` and `details` are the other's event. `clashes` are what both changed;
    `refusal` is the code of the error by which it was refused where there are none, and `why` what belongs to it.
    `commitments` are those that it is about, by their codes here: in `details` they have those of the other copy.
    """

    uid: str
    at: datetime
    author: str
    kind: str
    reason: str
    details: Mapping[str, Any]
    clashes: tuple[Clash, ...] = ()
    refusal: str = ""
    why: Mapping[str, Any] = field(default_factory=dict[str, Any])
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: how many events of the other copy were repeated here, how many were here already, and which
    were put aside. `same` counts imports of a spreadsheet whose rows this ledger had imported itself."""

    done: int
    known: int
    put_aside: tuple[PutAside, ...]
    same: int = 0
