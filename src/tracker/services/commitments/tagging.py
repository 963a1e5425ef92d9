"""Words of the analyst's own on commitments."""

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.services.commands import TagChange
from tracker.services.events.kept_commands import kept_command
from tracker.services.ledgers.workspace import Workspace
from tracker.store.commitments.commitment_detail import tags_of
from tracker.store.database.tables import CommitmentTag


def change_tags(workspace: Workspace, change: TagChange, progress: Progress = unwatched) -> Changes:
    """Add and remove tags on commitments, all in one event, or none where `progress` cancels.

    Raises `commitment_unknown`, `field_missing`.
    """
    if not change.add and not change.remove:
        raise UserError("field_missing", field="tags")
    with workspace.write() as work:
        chosen = [work.commitment(code) for code in dict.fromkeys(change.commitments)]
        had = tags_of(work.connection, [row.commitment_id for row in chosen])
        news = {
            row.commitment_id: (set(change.add) - had[row.commitment_id], set(change.remove) & had[row.commitment_id])
            for row in chosen
        }
        if not any(added or removed for added, removed in news.values()):
            return work.changes
        codes = [row.code for row in chosen]
        details = {"commitments": codes, "add": list(change.add), "remove": list(change.remove)}
        work.record("tags_changed", details, command=kept_command("change_tags", change))
        tag = CommitmentTag
        for commitment_id, (added, removed) in steps(tuple(news.items()), progress):
            work.close(tag, tag.commitment_id == commitment_id, tag.label.in_(removed))
            for label in sorted(added):
                work.insert(tag, {"since": work.event_id, "commitment_id": commitment_id, "label": label})
            work.add_to_history([commitment_id])
        return work.changes
