"""A connection to a server that never waits for ever. Imports psycopg, which most installations lack: to be imported
where a server is meant only."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

_LOOK_SECONDS = 0.1
"""How long a wait may last before it is asked whether it is still worth while."""

Answer = TypeVar("Answer")


class ServerSilent(psycopg.OperationalError):
    """Nothing came from the server for so long that nothing is expected any more, or nobody waits for it any more."""


class ServerConnection(psycopg.Connection[TupleRow]):
    """One that gives up when the server has been silent for `patience` seconds, or nobody waits any more."""

    patience: float = 0.0
    """Seconds; 0 is for ever."""

    def attend(self, is_over: Callable[[], bool], patience: float) -> None:
        """Give up from now on where it `is_over`, or after that many seconds of silence."""
        self._is_over = is_over
        self.patience = patience

    @contextmanager
    def patient(self, seconds: float) -> Generator[None]:
        """Within the block give up after so many seconds of silence."""
        patience, self.patience = self.patience, seconds
        try:
            yield
        finally:
            self.patience = patience

    def wait(self, gen: PQGen[Answer], *arguments: Any, **named: Any) -> Answer:
        return super().wait(self._attentive(gen), *arguments, **named)

    def _attentive(self, gen: PQGen[Answer]) -> PQGen[Answer]:
        """Run psycopg's generator, which gets control every tenth of a second while nothing has come yet."""
        heard = monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard = monotonic()
                elif self._is_over() or (self.patience and monotonic() - heard > self.patience):
                    # Closed, since nobody could tell to which question a late answer belongs.
                    self.pgconn.finish()
                    raise ServerSilent("no answer")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value

    def _is_over(self) -> bool:
        return False


class _Attempt:
    """One attempt to connect, in a thread of its own: neither looking up a name nor speaking TLS can be interrupted."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._parameters = parameters
        self._lock = threading.Lock()
        self._is_given_up = False
        self.connection: ServerConnection | None = None
        self.error: Exception | None = None
        self.done = threading.Event()
        # A daemon: it ends by its own time limit, and the program need not wait for it.
        self._thread = threading.Thread(target=self._run, name="connecting", daemon=True)
        self._thread.start()

    def give_up(self) -> ServerConnection | None:
        """Let go of the attempt; a connection that comes of it later is closed. One that came just now is returned."""
        with self._lock:
            self._is_given_up = True
            return self.connection

    def _run(self) -> None:
        try:
            connection = ServerConnection.connect(**self._parameters)
        except Exception as error:
            self.error = error
        else:
            with self._lock:
                if not self._is_given_up:
                    self.connection = connection
            if self.connection is None:
                with suppress(psycopg.Error):
                    connection.close()
        self.done.set()


def connect(parameters: dict[str, Any], is_over: Callable[[], bool], seconds: float) -> ServerConnection:
    """Connect within so many seconds, or until it `is_over`. Raises `psycopg.Error`; `ServerSilent`."""
    attempt = _Attempt(parameters)
    until = monotonic() + seconds
    while not attempt.done.wait(_LOOK_SECONDS):
        if is_over() or monotonic() > until:
            break
    if attempt.error is not None:
        raise attempt.error
    connection = attempt.connection or attempt.give_up()
    if connection is None:
        raise ServerSilent("no connection")
    return connection
