"""Work in the background: the owner keeps the signal, the job borrows it, and stale replies are dropped."""

import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from tracker.domain.errors import UserError

_Result = TypeVar("_Result")
_FOREVER = -1


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    channel: str
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None


@dataclass(frozen=True, slots=True)
class _Reply:
    job: _Job
    result: Any = None
    error: Exception | None = None


class Jobs(QObject):
    """One background thread that does jobs in turn, so that reads and writes never cross.

    In a named channel only the newest job counts: an older one is not begun, or its reply is dropped.
    """

    _replied = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._latest: dict[str, int] = {}
        self._pending = 0
        self._closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(_FOREVER)
        self._replied.connect(self._take)

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[Exception], None] | None = None,
        channel: str = "",
    ) -> None:
        """Do `work` in the background, then call `done` or `failed` here.

        A `UserError` goes to `failed` only; any other exception is a defect and is reported as well.
        """
        if self._closed:
            return
        job = _Job(next(self._numbers), channel, work, done, failed)
        if channel:
            self._latest[channel] = job.number
        self._pending += 1
        self._pool.start(lambda: self._do(job))

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._pending == 0

    def close(self, last: Callable[[], None] | None = None) -> None:
        """Do `last` in the background, wait for it, and take no further job. Replies still out are dropped."""
        if self._closed:
            return
        self._closed = True
        self._latest.clear()
        if last is not None:
            self._pool.start(last)
        self._pool.waitForDone()

    def _do(self, job: _Job) -> None:
        if not self._is_current(job):
            reply = _Reply(job)
        else:
            try:
                reply = _Reply(job, result=job.work())
            except Exception as error:  # every failure belongs to the owner, on its own thread
                reply = _Reply(job, error=error)
        self._replied.emit(reply)

    @Slot(object)
    def _take(self, reply: _Reply) -> None:
        self._pending -= 1
        job, error = reply.job, reply.error
        if self._closed or not self._is_current(job):
            return
        if error is None:
            job.done(reply.result)
            return
        if not isinstance(error, UserError):
            sys.excepthook(type(error), error, error.__traceback__)
        if job.failed is not None:
            job.failed(error)

    def _is_current(self, job: _Job) -> bool:
        return not job.channel or self._latest.get(job.channel) == job.number
