"""Which commitments a text bears on, by the ledger's own words and the keywords that the analyst may edit."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tracker.capture.documents.charsets import decode
from tracker.capture.particulars.publication_dates import day_of_text
from tracker.domain.search.suggestion import LONGEST_TEXT, Subject, Suggester, Suggestion
from tracker.services.ledgers.session import Look, Workspace
from tracker.store.commitments.commitment_list import highest_id
from tracker.store.search.suggestion_candidates import find_candidates, list_subjects

MANY = 500
"""Commitments up to which a text is compared with all of them."""
MOST_COMPARED = 200
"""Commitments of a larger ledger that a text is compared with."""
_LONGEST_BYTES = 4 * LONGEST_TEXT


def read_text(data: bytes) -> str:
    """The text of a file in UTF-8, GB18030 or another encoding, as far as `suggest` reads it; "" of an empty one."""
    return decode(data[:_LONGEST_BYTES])[0]


def suggest(
    workspace: Workspace, text: str, as_of: date | None = None, published: str | None = None
) -> tuple[Suggestion, ...]:
    """The commitments that a text bears on, the likeliest first, with the words that matched.

    None is an answer: a text that says nothing specific, or only retells the briefing, bears on nothing. Of a large
    ledger in a file only those are compared with it that the search index and the keywords name. `published` is the day
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
    with workspace.look(as_of) as look:
        total = highest_id(look.connection)
        if total <= MANY or look.connection.dialect.name != "sqlite":
            index = _index(list_subjects(look.connection, look.scope))
            return [index.rank(text, day, whole=whole) if text.strip() else () for text, day in texts]
        return [_among_many(look, text, day, total, whole=whole) if text.strip() else () for text, day in texts]


def _among_many(look: Look, text: str, day: str, total: int, *, whole: bool) -> tuple[Suggestion, ...]:
    """A large ledger is not compared as a whole: the index names who shares words with the text."""
    found = find_candidates(look.connection, text, look.keywords, total, MOST_COMPARED)
    subjects = list_subjects(look.connection, look.scope, found.ids)
    return Suggester(subjects, found.commonness).rank(text, day, whole=whole)


@lru_cache(maxsize=4)
def _index(subjects: tuple[Subject, ...]) -> Suggester:
    """The index of a ledger, built again only when its words have changed."""
    # Known by all of its words, and not by the newest event: most events change none of them.
    return Suggester(subjects)
