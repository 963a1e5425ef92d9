"""Why the words of a document could not be read, so that nothing is proposed of it."""

from enum import StrEnum
from typing import NamedTuple


class Unread(StrEnum):
    """Reasons why nothing of a document was read, so that nothing can be proposed of it."""

    SCAN = "scan"
    PICTURE = "picture"
    IN_PICTURES = "in_pictures"
    NO_WORDS = "no_words"
    GARBLED = "garbled"
    EMPTY = "empty"
    LOGIN = "login"
    SUBSCRIBERS = "subscribers"
    SCRIPT = "script"
    ERROR_PAGE = "error_page"
    BLOCKED = "blocked"
    LED_ELSEWHERE = "led_elsewhere"


class Unreadable(NamedTuple):
    """A reason, and for a page that leads elsewhere the address that it leads to."""

    reason: Unread
    target: str = ""

    @property
    def is_of_document(self) -> bool:
        """Whether it is the document itself that gives no words, and not a page that stands in its place."""
        return self.reason in (
            Unread.SCAN,
            Unread.PICTURE,
            Unread.IN_PICTURES,
            Unread.NO_WORDS,
            Unread.GARBLED,
            Unread.EMPTY,
        )
