"""The departments of a ledger, by whatever name somebody calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.department_names import DepartmentNames
from tracker.store.briefings.coding import list_publishers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.rows import Name
    from tracker.services.ledgers.workspace import Workspace


def names_in_use(workspace: Workspace, known: Iterable[Name]) -> DepartmentNames:
    """Return what finds these departments by their names, short and former ones too, as this ledger's publishers would
    say them; and the bodies besides that the program knows."""
    with workspace.look() as look:
        return DepartmentNames(known, state_bodies(), list_publishers(look.connection))
