"""Whether the address that was asked for led to another page, and whether that page can be meant."""

import re
from urllib.parse import urlsplit

from tracker.domain.unreadable import Unread, Unreadable

_ROOT = re.compile(r"^/?(?:(?:index|default|home|main)[\w-]*\.\w{2,5})?$", re.IGNORECASE)
_ASKING_IN = re.compile(r"log[-_]?in|sign[-_]?in|/sso|/cas\b|passport|/auth|portal", re.IGNORECASE)
_ERROR_ADDRESS = re.compile(r"(?:^|[/_.-])(?:404|403|500|error|notfound|not-found|err)(?:[/_.-]|$)", re.IGNORECASE)


def of_redirect(asked: str, final: str) -> Unreadable | None:
    """Whether a server led from the page that was asked for to its front page, a login or a page about an error."""
    try:
        one, other = urlsplit(asked), urlsplit(final)
    except ValueError:
        return None
    if not led_elsewhere(asked, final) and _ROOT.match(one.path):
        return None
    same = one.path.rstrip("/") == other.path.rstrip("/")
    if same and one.hostname == other.hostname:
        return None
    front = bool(_ROOT.match(other.path)) and not other.query and not _ROOT.match(one.path)
    login = bool(_ASKING_IN.search(other.path)) and not _ASKING_IN.search(one.path)
    error = bool(_ERROR_ADDRESS.search(other.path)) and not _ERROR_ADDRESS.search(one.path)
    return Unreadable(Unread.LED_ELSEWHERE, final) if front or login or error else None


def led_elsewhere(asked: str, final: str) -> bool:
    """Whether another page was served than the one that was asked for: another host, or another path on it.

    http for https, a www., m. or wap. before the host, and a slash at the end make no other page.
    """
    try:
        one, other = _place(asked), _place(final)
    except ValueError:
        return asked != final
    return one != other


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = re.sub(r"^(?:www|wap|m|3g)\.", "", (parts.hostname or "").lower())
    path = re.sub(r"/(?:index|default)\.\w{2,5}$", "/", parts.path).rstrip("/")
    return host, path, parts.query
