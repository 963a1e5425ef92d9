"""The controlled vocabularies of what is watched. Members persist by value."""

from enum import StrEnum


class LookOutcome(StrEnum):
    """What a look at a watched page came to."""

    DONE = "done"
    """Its items were read."""
    UNCHANGED = "unchanged"
    """The server said that nothing has changed since the last look."""
    PARTIAL = "partial"
    """Its items were read, but more stood there than were taken, or a further page of the list failed."""
    FAILED = "failed"


COMPLETE_LOOKS = frozenset({LookOutcome.DONE, LookOutcome.UNCHANGED})
"""What saw all that a page shows: only these may be logged as searches (§6)."""


class ItemState(StrEnum):
    """What was said of an item. What became evidence is recognised by its address, and needs no mark."""

    NEW = "new"
    SEEN = "seen"
    NOT_FOR_US = "not_for_us"


class RecheckOutcome(StrEnum):
    """What a captured page was when it was looked at again."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    """It is not there any more, or its address leads elsewhere."""
    FAILED = "failed"
    """Nobody knows: the network, the server or a log-in stood in between."""


class ItemGroup(StrEnum):
    """The groups of new items, in the order in which they stand."""

    BEARING = "bearing"
    """Those that may bear on a commitment, the likeliest first."""
    OTHER = "other"
    PUT_DOWN = "put_down"
    """Those that hold a word for what is not for us."""
    IN_LEDGER = "in_ledger"
