"""Ask whether there is a newer version of the program, when somebody wants to know: there is no address of ours.

An office that hands the program on keeps a file of JSON on a server of its own: {"version": "0.2.0", "address": "…"},
the second being the page from which that version is had.
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.capture.web.fetching import FetchLimits, checked_address, fetch
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.text.lines import one_line

_LIMITS = FetchLimits(total=20.0, size=100_000)
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")
_LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Release:
    """The newest version that a server names, and where it is had, "" where that is not said."""

    version: str
    address: str


def newest_release(url: str, progress: Progress = unwatched) -> Release:
    """Ask a server, within limits, and tell it nothing but the program's name; it may lie in the office's own network.

    Raises `releases_unreadable`, and what `fetch` raises.
    """
    host = urlsplit(checked_address(url)).hostname or ""
    served = fetch(url, allow_private=frozenset({host}), limits=_LIMITS, progress=progress)
    try:
        said = json.loads(served.body)
        version, address = said["version"], said.get("address", "")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        version = address = None
    if not isinstance(version, str) or not isinstance(address, str) or not _VERSION.fullmatch(version):
        raise UserError("releases_unreadable", url=url)
    return Release(version, one_line(address)[:_LONGEST_ADDRESS])


def is_newer(version: str, than: str) -> bool:
    """Return whether one version comes after another, of which only the numbers count: 0.10 is newer than 0.9.1."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    found = _VERSION.match(version)
    numbers = [int(number) for number in found[0].split(".")] if found is not None else []
    while numbers and numbers[-1] == 0:  # 1.0 is no older than 1.0.0
        numbers.pop()
    return tuple(numbers)
