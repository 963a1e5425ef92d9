"""Which commitments a text bears on, by the ledger's own words and the keywords that the analyst may edit."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tracker.capture.documents.charsets import decode
from tracker.capture.particulars.publication_dates import day_of_text
from tracker.domain.search.suggestion import LONGEST_TEXT, Commonness, Subject, Suggester, Suggestion
from tracker.services.ledgers.session import Snapshot, Workspace
from tracker.store.commitments.commitment_list import highest_id
from tracker.store.search.suggestion_candidates import find_candidates, list_subjects

MANY = 500
"""Commitments up to which a text is compared with all of them."""
MOST_COMPARED = 200
"""Commitments of a larger ledger that a text is compared with."""
_MOST_OF_EACH = 50
"""The same of each of several texts: those are titles, which share words with few."""
_TOGETHER = 200
"""Texts that are compared at once."""
_LONGEST_BYTES = 4 * LONGEST_TEXT


def read_text(data: bytes) -> str:
    """The text of a file in UTF-8, GB18030 or another encoding, as far as `suggest` reads it; "" of an empty one."""
    return decode(data[:_LONGEST_BYTES])[0]


def suggest(
    workspace: Workspace, text: str, as_of: date | None = None, published: str | None = None
) -> tuple[Suggestion, ...]:
    """The commitments that a text bears on, the likeliest first, with the words that matched.

    None is an answer: a text that says nothing specific, or only retells the briefing, bears on nothing. Of a large
    ledger only those are compared with it that the search index and the keywords name. `published` is the day
    or month of the text, for one that is known to have none ""; None asks the text itself.
    """
    day = day_of_text(text[:LONGEST_TEXT]) if published is None else published
    return suggest_each(workspace, [(text, day)], as_of)[0]


def suggest_each(
    workspace: Workspace, texts: Sequence[tuple[str, str]], as_of: date | None = None, *, whole: bool = False
) -> list[tuple[Suggestion, ...]]:
    """Return the same for several texts at one moment, each with its ISO day or month, or "" where it has none.

    `whole`: see `Suggester.rank`.
    """
    with workspace.snapshot(as_of) as snapshot:
        total = highest_id(snapshot.connection)
        if total <= MANY:
            index = _index(list_subjects(snapshot.connection, snapshot.scope))
            return [index.rank(text, day, whole=whole) if text.strip() else () for text, day in texts]
        ranked: list[tuple[Suggestion, ...]] = []
        for start in range(0, len(texts), _TOGETHER):
            ranked += _among_many(snapshot, texts[start : start + _TOGETHER], total, whole=whole)
        return ranked


def _among_many(
    snapshot: Snapshot, texts: Sequence[tuple[str, str]], total: int, *, whole: bool
) -> list[tuple[Suggestion, ...]]:
    """A large ledger is not compared as a whole: the index names who shares words with the texts.

    To build what compares a text with two hundred commitments takes a tenth of a second, and for many texts they are
    mostly the same ones.
    """
    most = MOST_COMPARED if len(texts) == 1 else _MOST_OF_EACH
    found = [
        find_candidates(snapshot.connection, text, snapshot.keywords, total, most) for text, _ in texts if text.strip()
    ]
    ids = list(dict.fromkeys(one for candidates in found for one in candidates.ids))
    holders = {pair: count for candidates in found for pair, count in candidates.commonness.holders.items()}
    suggester = Suggester(list_subjects(snapshot.connection, snapshot.scope, ids), Commonness(holders, total))
    return [suggester.rank(text, day, whole=whole) if text.strip() else () for text, day in texts]


@lru_cache(maxsize=4)
def _index(subjects: tuple[Subject, ...]) -> Suggester:
    """The index of a ledger, built again only when its words have changed."""
    # Known by all of its words, and not by the newest event: most events change none of them.
    return Suggester(subjects)
