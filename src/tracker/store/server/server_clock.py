"""The clock of a server, by which everybody who shares a ledger dates what they do."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from tracker.store.server.server_connection import ServerConnection

_SECONDS_TRUSTED = 600.0
_SECONDS_ASTRAY = 1.0
"""How far the machine's two clocks may part before the server is asked again."""
_PATIENCE_SECONDS = 10.0
"""How long an answer is waited for, which needs no work."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the server said, and what the machine's clocks said then."""

    moment: datetime
    local: float
    steady: float


class ServerClock:
    """The server's time, without asking it each time: by what it last said and a clock that nobody sets.

    It is asked whenever a connection is taken after ten minutes, or after the machine's clock was set or the machine
    slept; so telling the time never waits for the network.
    """

    def __init__(
        self, engine: Engine, local: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._local = local
        self._steady = steady
        self._measured: _Measured | None = None
        event.listen(engine, "checkout", self._taken)

    def __call__(self) -> datetime:
        """Return the time now; the machine's own before the first connection."""
        known = self._measured
        if known is None:
            return datetime.fromtimestamp(self._local(), UTC)
        return known.moment + timedelta(seconds=self._steady() - known.steady)

    def _taken(self, driver: "ServerConnection", _record: object, _proxy: object) -> None:
        if not self._is_doubtful():
            return
        import psycopg

        # Where the server does not answer, whoever took the connection is told when they use it.
        with suppress(psycopg.Error), driver.patient(_PATIENCE_SECONDS):
            before = self._steady()
            row = driver.execute("SELECT clock_timestamp()").fetchone()
            driver.rollback()
            after = self._steady()
            if row is not None:
                self._measured = _Measured(row[0].astimezone(UTC), self._local(), (before + after) / 2)

    def _is_doubtful(self) -> bool:
        known = self._measured
        if known is None:
            return True
        passed = self._steady() - known.steady
        # The steady clock may stand still while the machine sleeps; the other one then has run ahead of it.
        return passed > _SECONDS_TRUSTED or abs(self._local() - known.local - passed) > _SECONDS_ASTRAY
