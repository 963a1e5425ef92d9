"""What was found on watched pages: new items, ranked by the commitments that they may bear on, and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.evidence.same_briefing import is_report_of
from tracker.domain.text.text_folding import fold
from tracker.domain.watching.item_signs import sign_of
from tracker.domain.watching.terms import ItemGroup, ItemState
from tracker.domain.watching.watched import RankedItem
from tracker.services.events.kept_commands import kept_command
from tracker.services.evidence.suggesting import suggest_each
from tracker.services.watching.watched_pages import check_words
from tracker.store.database.versions import Horizon
from tracker.store.database.watch_tables import FoundItem
from tracker.store.evidence.evidence_pieces import read_briefings
from tracker.store.watching import found_items as store
from tracker.store.watching.watched_pages import change_words, list_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.evidence.same_briefing import Briefing
    from tracker.domain.rows import Changes
    from tracker.domain.search.suggestion import Suggestion
    from tracker.domain.watching.watched import FoundItemRow
    from tracker.services.commands import ItemsMark
    from tracker.services.ledgers.workspace import Workspace

MOST_RANKED = 2_000
"""New items that are ranked, the newest first: nobody reads on after these."""
_GROUPS = {group: place for place, group in enumerate(ItemGroup)}


def list_new(workspace: Workspace, page: str = "") -> tuple[RankedItem, ...]:
    """Return the new items of all watched pages, or of one, ranked by what they may bear on.

    First those that may bear on a commitment, the likeliest first; then the others, newest first; those that hold a
    word for what is not for us; and last those that the ledger has as evidence already.
    """
    with workspace.snapshot() as snapshot:
        items = store.read_items(snapshot.connection, snapshot.scope.horizon, page=page)[:MOST_RANKED]
        pieces = store.pieces_of(snapshot.connection, items)
        words = [(word, fold(word)) for word in list_words(snapshot.connection, snapshot.scope.horizon)]
        briefings = read_briefings(snapshot.connection)
    suggested = suggest_each(workspace, [(_text(item), item.published) for item in items])
    ranked = [
        _ranked(item, suggestions, pieces.get(item.uid), words, briefings)
        for item, suggestions in zip(items, suggested, strict=True)
    ]
    # Sorted by what comes before others alone: among equals the newest stays first.
    return tuple(sorted(ranked, key=lambda one: (_GROUPS[one.group], -one.score)))


def list_marked(workspace: Workspace, page: str = "") -> tuple[FoundItemRow, ...]:
    """Return the items that were marked as seen or as not for us, newest first."""
    states = (ItemState.SEEN, ItemState.NOT_FOR_US)
    with workspace.snapshot() as snapshot:
        return store.read_items(snapshot.connection, snapshot.scope.horizon, states=states, page=page)


def mark_items(workspace: Workspace, mark: ItemsMark) -> Changes:
    """Say of items that they were seen, are not for us, or are new again, by one event that can be undone.

    Its words come to those for what is not for us by the same event. Raises `found_item_unknown`, `word_empty`.
    """
    check_words(mark.words)
    with workspace.write() as work:
        rows = store.items_now(work.connection, mark.items)
        changed = [row for row in rows if row.state is not mark.state]
        known = list_words(work.connection, Horizon(work.today))
        words = tuple(dict.fromkeys(word for word in mark.words if word not in known))
        if not changed and not words:
            return work.changes
        details = {"count": len(changed), "state": mark.state.value, "title": rows[0].title, "added": list(words)}
        work.record("found_items_marked", details, command=kept_command("mark_items", mark))
        work.replace_all(FoundItem, changed, state=mark.state)
        change_words(work, words, ())
        return work.changes


def _ranked(
    item: FoundItemRow,
    suggestions: tuple[Suggestion, ...],
    piece: int | None,
    words: Sequence[tuple[str, str]],
    briefings: Sequence[Briefing],
) -> RankedItem:
    title = fold(item.title)
    day = item.published or item.found_at.date().isoformat()
    return RankedItem(
        item=item,
        suggestions=suggestions,
        piece=piece,
        put_down_by=next((word for word, folded in words if folded in title), ""),
        sign=sign_of(item.title, others=bool(suggestions) and suggestions[0].others),
        early=bool(suggestions) and all(one.early for one in suggestions),
        # Of what bears on nothing nobody asks; to compare it with every source takes half a millisecond each.
        same_briefing=bool(suggestions) and any(is_report_of(one, day, _text(item)) for one in briefings),
    )


def _text(item: FoundItemRow) -> str:
    """What is known of it before anybody opens it: its title on a line of its own, and the words beside that."""
    return f"{item.title}\n{item.summary}".strip()
