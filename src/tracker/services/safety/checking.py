"""Verify a ledger from the outside in: the database, the sources, the events, the versions, what follows from them."""

from pathlib import Path

from tracker.domain.rows import Fault
from tracker.locations import typed_path
from tracker.services.ledgers.workspace import Workspace
from tracker.store.assessment.verdict_faults import refused_verdicts, undecided_searches
from tracker.store.database.query_plans import settle_plans
from tracker.store.safety.integrity_check import find_faults, strange_objects
from tracker.store.safety.ledger_inspection import quietly
from tracker.store.search.search_index import rebuild
from tracker.store.server.addresses import is_url


def check(workspace: Workspace) -> tuple[Fault, ...]:
    """Everything that is wrong with the ledger, and the verdicts that the rules never allowed; nothing for a sound one.

    Verdicts and searches are only looked at in a ledger that is whole, whatever clocks dated its events.
    """
    with workspace.snapshot() as snapshot:
        found = list(find_faults(snapshot.connection, workspace.today()))
        # In a ledger that is not whole the rules would be asked of half a case, and accuse a verdict that was sound.
        if all(fault.code == "fault_event_order" for fault in found):
            found += refused_verdicts(snapshot.connection, workspace.today())
            found += undecided_searches(snapshot.connection)
        return tuple(found)


def check_schema(location: str | Path) -> tuple[Fault, ...]:
    """Everything in which a ledger's file, which need not be one that opens, has other tables, indexes, triggers and
    views than this program makes. Nothing of a shared ledger. Raises as `quietly` does.
    """
    if is_url(str(location)):
        return ()
    with quietly(typed_path(location).absolute()) as connection:
        return tuple(strange_objects(connection))


def rebuild_search(workspace: Workspace) -> None:
    """Make the search index again from what the ledger says, and SQLite's plans as they are meant; nothing of what the
    ledger says changes, so that it is no event."""
    with workspace.write() as work:
        rebuild(work.connection)
        settle_plans(work.connection)
