"""Visit pages that are watched: as their site's robots.txt allows, one request after the other, with pauses."""

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from protego import Protego

from tracker.capture.web.fetching import (
    NO_VALIDATORS,
    Busy,
    Fetched,
    FetchLimits,
    NotModified,
    Redirect,
    Validators,
    ask_once,
    checked_address,
)
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError

_STANDARD = FetchLimits()
_OF_ROBOTS = FetchLimits(size=500_000)
_PROGRAM = "tracker"
"""The name by which robots.txt speaks of this program: the first word of its agent string."""
_LONGEST_WAIT = 30.0
"""Seconds that a round waits for one host, by its Crawl-delay or its Retry-After."""
_TICK_SECONDS = 0.1
_LONGEST_PATH = 200
_NO_ANSWER = frozenset({"host_unknown", "host_silent", "address_private", "page_untrusted"})
"""Why nothing comes of a host, whatever is asked of it: that says more than that its robots.txt did not come."""
_MOST_RULES = 1_000_000
"""Rules of a robots.txt, counted once for each program that they are for: protego keeps them so. Real ones have some
thousands; half a megabyte written for the purpose comes to 350 million, which would take all memory."""
_RULE = re.compile(r"\s*(?:dis)?allow\s*:", re.IGNORECASE)
_SERVER_FAULT = 500
_OVERLOADED = 503


@dataclass(slots=True)
class _Host:
    """How a host is treated for the rest of a round. Times are those of the clock, in seconds."""

    asked_at: float = -math.inf
    crawl_delay: float = 0.0
    held_until: float = -math.inf
    has_waited: bool = False
    busy: UserError | None = None


@dataclass(frozen=True, slots=True)
class _Robots:
    """What the robots.txt of an origin says: rules, or why nothing of it may be asked; neither, and all is allowed."""

    rules: Protego | None = None
    refusal: UserError | None = None


class PoliteVisitor:
    """Asks for pages in one round of checks, on one thread; what it learns of a host holds for the round.

    `pause` are the seconds between two requests of a host, however many origins it has. `allow_private` names hosts of
    the own network that may be asked. `clock` and `sleep` are those of `time`, but for tests.
    """

    def __init__(
        self,
        *,
        allow_private: frozenset[str] = frozenset(),
        pause: float = 1.0,
        limits: FetchLimits = _STANDARD,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._allow_private = allow_private
        self._pause = pause
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, _Robots] = {}

    def visit(
        self, url: str, known: Validators = NO_VALIDATORS, *, progress: Progress = unwatched
    ) -> Fetched | NotModified:
        """Ask for a page, and follow its redirects, each as far as the robots.txt over there allows.

        `known` are the validators of the last visit to this address. `progress` hears of bytes, and of waiting too; it
        ends either by raising `Cancelled`. Raises `UserError`: what `fetch` raises, `robots_forbidden`,
        `robots_unreachable`, `host_busy`, `host_busy_untold`.
        """
        asked = checked_address(url)
        address = asked
        for _ in range(self._limits.redirects + 1):
            self._check_robots(address, progress)
            by = known if address == asked else NO_VALIDATORS
            answer = self._request(address, by, self._limits, progress)
            if isinstance(answer, NotModified):
                return answer
            if isinstance(answer, Fetched):
                return replace(answer, url=asked, validators=answer.validators if address == asked else NO_VALIDATORS)
            address = answer.target
        raise UserError("page_redirects", field="url", host=_host_of(asked), limit=self._limits.redirects)

    def _check_robots(self, address: str, progress: Progress) -> None:
        place = urljoin(address, "/robots.txt")
        robots = self._robots.get(place)
        if robots is None:
            robots = self._robots[place] = self._read_robots(place, progress)
        if robots.refusal is not None:
            raise robots.refusal.with_traceback(None)
        if robots.rules is not None and not robots.rules.can_fetch(address, _PROGRAM):
            parts = urlsplit(address)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            raise UserError("robots_forbidden", field="url", host=_host_of(address), path=path[:_LONGEST_PATH])

    def _read_robots(self, place: str, progress: Progress) -> _Robots:
        address = place
        try:
            for _ in range(_OF_ROBOTS.redirects + 1):
                answer = self._request(address, NO_VALIDATORS, _OF_ROBOTS, progress)
                if isinstance(answer, Fetched):
                    return self._parsed(answer.body, place)
                if isinstance(answer, Redirect):
                    address = answer.target
        except UserError as error:
            return _without_robots(error, place, address)
        return _Robots()  # led on and on: taken for one that is not there (RFC 9309, 2.3.1.2)

    def _parsed(self, body: bytes, place: str) -> _Robots:
        text = body.decode("utf-8-sig", errors="replace")
        # Many sites answer with their front page, or a page that says 404, where they have no such file.
        if text.lstrip().startswith("<"):
            return _Robots()
        if _count_rules(text) > _MOST_RULES:
            return _Robots(refusal=_unreachable(place))
        rules = Protego.parse(text)
        host = self._host(place)
        host.crawl_delay = max(host.crawl_delay, min(_LONGEST_WAIT, rules.crawl_delay(_PROGRAM) or 0.0))
        return _Robots(rules)

    def _request(
        self, address: str, known: Validators, limits: FetchLimits, progress: Progress
    ) -> Fetched | NotModified | Redirect:
        """Send one request when the host may be asked again; once more where it asks for a short wait."""
        host = self._host(address)
        while True:
            if host.busy is not None:
                raise host.busy.with_traceback(None)
            self._wait(host, progress)
            try:
                answer = ask_once(address, known, allow_private=self._allow_private, limits=limits, progress=progress)
            finally:
                host.asked_at = self._clock()
            if not isinstance(answer, Busy):
                return answer
            self._hold(host, answer)

    def _wait(self, host: _Host, progress: Progress) -> None:
        until = max(host.held_until, host.asked_at + max(self._pause, host.crawl_delay))
        while (left := until - self._clock()) > 0:
            progress(0, 0)
            self._sleep(min(left, _TICK_SECONDS))

    def _hold(self, host: _Host, answer: Busy) -> None:
        """Hold the next request as long as the host asks; raise where it asks for more than a round can wait."""
        if answer.seconds is not None and answer.seconds <= _LONGEST_WAIT and not host.has_waited:
            host.has_waited = True
            host.held_until = self._clock() + answer.seconds
            return
        if answer.seconds is not None:
            minutes = max(math.ceil(answer.seconds / 60), 1)
            host.busy = UserError("host_busy", field="url", host=answer.host, minutes=minutes)
            raise host.busy
        if answer.status == _OVERLOADED:  # without a time it may be this page alone that is out of order
            raise UserError("page_status", field="url", host=answer.host, status=answer.status)
        host.busy = UserError("host_busy_untold", field="url", host=answer.host)
        raise host.busy

    def _host(self, address: str) -> _Host:
        return self._hosts.setdefault(_host_of(address), _Host())


def _without_robots(error: UserError, place: str, address: str) -> _Robots:
    """What holds where robots.txt did not come: `place` was asked for it, and last `address`."""
    host = _host_of(place)
    status = error.details.get("status")
    if error.code == "page_empty" or (isinstance(status, int) and status < _SERVER_FAULT):
        return _Robots()
    is_busy = error.code in ("host_busy", "host_busy_untold")
    if is_busy or (error.code in _NO_ANSWER and _host_of(address) == host):
        return _Robots(refusal=error)
    return _Robots(refusal=_unreachable(place))


def _unreachable(place: str) -> UserError:
    return UserError("robots_unreachable", field="url", host=_host_of(place))


def _count_rules(text: str) -> int:
    """At least how many rules protego keeps of a text: each once for every program that is named over it."""
    count = programs = 0
    ended = False
    for line in text.splitlines():
        is_name = line.lstrip().lower().startswith("user")
        if is_name and ended:
            programs = 0
        # Only what surely ends the names over a group: too many are counted rather than too few.
        ended = not is_name and (ended or _RULE.match(line) is not None)
        programs += is_name
        count += programs
    return count


def _host_of(address: str) -> str:
    return urlsplit(address).hostname or ""
