"""Whether the address that was asked for led to another page, and whether that page can be meant."""

import re
from urllib.parse import urlsplit

from tracker.domain.evidence.unreadable import Unread, Unreadable

_ROOT = re.compile(r"^/?(?:(?:index|default|home|main)[\w-]*\.\w{2,5})?$", re.IGNORECASE)
# Each is a whole step of a path, without its ending: portal, authority and err_log are none.
_ASKING_IN = re.compile(
    r"(?:user|member|admin|uc|sso|cas)?[-_]?(?:log|sign)[-_]?(?:in|on)(?:[-_]?page)?|sso|cas|passport|o?auth2?"
    r"|authenticat(?:e|ion)|authoriz(?:e|ation)|unauthori[sz]ed",
    re.IGNORECASE,
)
_ERROR_ADDRESS = re.compile(
    r"(?:http[-_]?)?(?:40[134]|410|50[0234])(?:[-_]?(?:page|error))?|err(?:or)?s?(?:[-_]?(?:page|\d{3}))?"
    r"|(?:page[-_]?)?not[-_]?found",
    re.IGNORECASE,
)


def of_redirect(asked: str, final: str, *, has_prose: bool = False) -> Unreadable | None:
    """Whether a server led from the page that was asked for to its front page, a login or a page about an error.

    A page that `has_prose` of its own asks for no login and is no error, whatever its address says.
    """
    try:
        one = urlsplit(asked)
        other = urlsplit(final)
    except ValueError:
        return None
    if not led_elsewhere(asked, final) and _ROOT.match(one.path):
        return None
    same = one.path.rstrip("/") == other.path.rstrip("/")
    if same and one.hostname == other.hostname:
        return None
    front = bool(_ROOT.match(other.path)) and not other.query and not _ROOT.match(one.path)
    apart = not has_prose and any(
        _has_step(other.path, steps) and not _has_step(one.path, steps) for steps in (_ASKING_IN, _ERROR_ADDRESS)
    )
    return Unreadable(Unread.LED_ELSEWHERE, final) if front or apart else None


def _has_step(path: str, steps: re.Pattern[str]) -> bool:
    return any(steps.fullmatch(re.split(r"[.;]", step)[0]) for step in path.split("/"))


def led_elsewhere(asked: str, final: str) -> bool:
    """Whether another page was served than the one that was asked for: another host, or another path on it.

    http for https, a www., m. or wap. before the host, and a slash at the end make no other page.
    """
    try:
        one = _place(asked)
        other = _place(final)
    except ValueError:
        return asked != final
    return one != other


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = re.sub(r"^(?:www|wap|m|3g)\.", "", (parts.hostname or "").lower())
    path = re.sub(r"/(?:index|default)\.\w{2,5}$", "/", parts.path).rstrip("/")
    return host, path, parts.query
