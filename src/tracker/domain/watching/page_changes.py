"""What became of a captured page by the time it was looked at again. The evidence is never altered by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tracker.domain.text.word_changes import WordChange
from tracker.domain.watching.terms import RecheckOutcome

MOST_CHANGES = 50
"""Changes of one page that are kept, from its top."""


class ChangeSign(StrEnum):
    """What changed of a page, the more telling first."""

    TITLE_CHANGED = "title_changed"
    DATE_MOVED = "date_moved"
    LIST_GREW = "list_grew"
    LIST_SHRANK = "list_shrank"
    WORDS_CHANGED = "words_changed"


@dataclass(frozen=True, slots=True)
class PageChange:
    """How a page differs from the stored copy of it.

    `size_before` and `size_after` are the characters that were compared, without what changes on each visit;
    `rows_before` and `rows_after` are the rows of the longest table or list. The first of `changes` are those of title
    and day of publication, then come those of the text in its order, at most `MOST_CHANGES` in all; `has_more` says
    that others were left out. `sha256` is that of the page as it came now, or "" where none came. `reason` says why it
    is gone or failed: the code of a `UserError`, or a value of `Unread`; else "".
    """

    outcome: RecheckOutcome
    retrieved_at: datetime
    signs: tuple[ChangeSign, ...] = ()
    size_before: int = 0
    size_after: int = 0
    rows_before: int = 0
    rows_after: int = 0
    changes: tuple[WordChange, ...] = ()
    has_more: bool = False
    sha256: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What is kept of a `UserError` beside its code: what its sentence names, with the `field`."""


@dataclass(frozen=True, slots=True)
class RecheckRow:
    """What became of the captured page of a piece by the time it was looked at last; it was taken from `address`."""

    evidence_id: int
    address: str
    change: PageChange
