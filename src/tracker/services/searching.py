"""Record a search for evidence (coding rules §6)."""

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.services.commands import NewSearch
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.tables import new_uid


def log_search(workspace: Workspace, search: NewSearch) -> Changes:
    """Keep where, with which words, when and by whom was searched. Raises `commitment_unknown`, `date_future`."""
    searched_on = search.searched_on or workspace.today()
    if searched_on > workspace.today():
        raise UserError("date_future", field="searched_on", value=searched_on)
    with workspace.write() as work:
        current = work.commitment(search.commitment)
        values = {
            "place": search.place,
            "words": search.words,
            "searched_on": searched_on,
            "found": search.found,
        }
        work.record("search_logged", {"commitment": current.code, **values, "searched_on": searched_on.isoformat()})
        work.insert(
            t.search_log,
            {
                "uid": new_uid(),
                "since": work.event_id,
                "commitment_id": current.commitment_id,
                "searched_by": workspace.author,
                **values,
            },
        )
        work.tie([current.commitment_id])
        return work.changes
