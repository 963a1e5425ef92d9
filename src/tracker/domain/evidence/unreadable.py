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
    ONLY_PICTURES = "only_pictures"
    OCR_OFF = "ocr_off"
    OCR_FAILED = "ocr_failed"
    OCR_UNUSABLE = "ocr_unusable"
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
        """Whether it is the document itself that gives no words, and not a page that is in its place."""
        return self.reason in _OF_DOCUMENT


_OF_DOCUMENT = frozenset(
    {
        *(Unread.SCAN, Unread.PICTURE, Unread.NO_WORDS, Unread.GARBLED, Unread.EMPTY),
        *(Unread.IN_PICTURES, Unread.ONLY_PICTURES, Unread.OCR_OFF, Unread.OCR_FAILED, Unread.OCR_UNUSABLE),
    }
)
