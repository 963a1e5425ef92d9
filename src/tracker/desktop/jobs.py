"""Work in the background: the owner keeps the signal, the job borrows it, and stale replies are dropped."""

import gc
import itertools
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot

from tracker.domain.commitments.progress import Cancelled, Progress
from tracker.domain.errors import UserError

_PERIOD_MILLISECONDS = 500


class GarbageCollector(QObject):
    """Collects in its own thread, by Python's own thresholds, until it is stopped."""

    _at_work: ClassVar[int] = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = False
        GarbageCollector._at_work += 1
        # Until stop(): see above.
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD_MILLISECONDS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def spare(self) -> None:
        """What there is now lasts as long as the windows do: do not look at it again, for there is a lot of it."""
        if not self._stopped:
            gc.collect(0)
            # Frozen objects are skipped by every later collection.
            gc.freeze()

    def stop(self) -> None:
        """There is no background thread any more: let Python collect again, once the last collector has stopped."""
        if not self._stopped:
            self._stopped = True
            self._timer.stop()
            GarbageCollector._at_work -= 1
            if not GarbageCollector._at_work:
                gc.unfreeze()
                gc.enable()

    def _collect(self) -> None:
        """The oldest generation that is due, for that includes the younger ones."""
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))


_Result = TypeVar("_Result")
_FOREVER = -1
_TURN = 0.001
"""Seconds that Python leaves to one thread while another waits. Its own five milliseconds, several times in one frame,
are a frame too late."""
_TURNS_APART = 3
"""Turns of the event loop from one reply to the next: what the first has changed is painted meanwhile."""
_KEPT = 64
"""Jobs that are remembered after they are done: by then their threads have long gone on to others."""


class Task:
    """A job that may take long, as whoever waits sees it: what is being done, how far it is, and a way to stop it.

    Itself a `Progress`: the job's thread tells it, the window's reads it.
    """

    def __init__(self, what: str, *, can_stop: bool = True) -> None:
        self.what = what
        self.can_stop = can_stop
        self.reached = (0, 0)
        self._stopped = threading.Event()

    def __call__(self, done: int, total: int) -> None:
        self.reached = (done, total)
        if self._stopped.is_set():
            raise Cancelled

    @property
    def is_stopping(self) -> bool:
        """Whether somebody has asked for it to stop."""
        return self._stopped.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next step and to leave everything as it was."""
        self._stopped.set()


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    channel: str
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    task: Task | None = None


@dataclass(frozen=True, slots=True)
class _Reply:
    job: _Job
    result: Any = None
    error: Exception | None = None


class Jobs(QObject):
    """One background thread that does jobs in turn, and a second one for what takes long, so that nobody waits for it.

    In a named channel only the newest job counts: an older one is not begun, or its reply is dropped. `tasks_changed`
    says that a long job has begun or ended, `stopped` what was being done by one that was cancelled, `closed` that
    everything is done and nothing will be any more.
    """

    tasks_changed = Signal()
    closed = Signal()
    stopped = Signal(str)
    _replied = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._latest: dict[str, int] = {}
        self._pending = 0
        self._closed = False
        self._tasks: list[Task] = []
        self._pool = QThreadPool(self)
        self._long = QThreadPool(self)
        for pool in (self._pool, self._long):
            # One thread each: jobs are done in their order, and a write is never overtaken by the read that is to show
            # it.
            pool.setMaxThreadCount(1)
            pool.setExpiryTimeout(_FOREVER)
        self._replies: deque[_Reply] = deque()
        # What a reply asks for begins when what it changed has been painted: Python does one thing at a time.
        self._waiting: list[tuple[_Job, QThreadPool]] = []
        self._turn = QTimer(self, interval=0)
        self._turns = 0
        # Emitted in the job's thread and heard in the window's: Qt queues it across, which a plain call would not.
        self._replied.connect(self._keep)
        self._turn.timeout.connect(self._count_turn)
        self._garbage = GarbageCollector(self)
        # A thread that computes lets the window's go on after this time, whenever that one waits to draw.
        sys.setswitchinterval(_TURN)
        # What a job was given must not be let go of by its thread last: it may be, or hold, a part of the window.
        self._spent: deque[_Job] = deque(maxlen=_KEPT)

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
        self._start(_Job(next(self._numbers), channel, work, done, failed), self._pool)

    def run_long(
        self,
        task: Task,
        work: Callable[[Progress], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[Exception], None] | None = None,
        channel: str = "",
        *,
        apart: bool = True,
    ) -> None:
        """As `run`, for `work` that tells how far it is and may be cancelled; `failed` then takes a `Cancelled`.

        What is to be finished before any other job begins is not done `apart` from them.
        """
        job = _Job(next(self._numbers), channel, lambda: work(task), done, failed, task)
        self._start(job, self._long if apart else self._pool)

    def soon(self, act: Callable[[], None], channel: str) -> None:
        """Do something here, when what was changed just now has been painted."""
        job = _Job(next(self._numbers), channel, lambda: None, lambda _: act(), None)
        self._latest[channel] = job.number
        self._pending += 1
        self._keep(_Reply(job))

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The long jobs that are under way, oldest first."""
        return tuple(self._tasks)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._pending == 0

    def close(self, last: Callable[[], None] | None = None) -> None:
        """Do `last` in the background, wait for it, and take no further job. Replies still out are dropped.

        Long jobs are cancelled.
        """
        if self._closed:
            return
        self._closed = True
        self._begin_waiting()
        # What was asked before is of no interest any more, so what waits is not begun.
        self._latest.clear()
        for task in self._tasks:
            task.cancel()
        # Long jobs use the same ledger: it is not closed under them.
        self._long.waitForDone()
        if last is not None:
            self._pool.start(last)
        self._pool.waitForDone()
        self._garbage.stop()
        while self._replies:
            self._answer()
        self._turn.stop()
        self.closed.emit()

    def let_go(self, last: Callable[[], None]) -> None:
        """Do `last` in the background when every job so far is done; long ones are cancelled."""
        for task in self._tasks:
            task.cancel()

        def wait() -> None:
            self._long.waitForDone()
            last()

        self.run(wait, lambda _: None)

    def settle(self) -> None:
        """Everything has been imported and built: from now on only what is new can become garbage."""
        self._garbage.spare()

    def _start(self, job: _Job, pool: QThreadPool) -> None:
        if self._closed:
            return
        if job.channel:
            self._latest[job.channel] = job.number
        self._pending += 1
        if job.task is not None:
            self._tasks.append(job.task)
            self.tasks_changed.emit()
        self._waiting.append((job, pool))
        if not self._turn.isActive():
            # All of them: no job is to overtake an earlier one.
            self._begin_waiting()

    def _begin_waiting(self) -> None:
        waiting = self._waiting
        self._waiting = []
        for job, pool in waiting:
            pool.start(partial(self._do, job))

    def _do(self, job: _Job) -> None:
        if not self._is_current(job):
            reply = _Reply(job)
        else:
            try:
                reply = _Reply(job, result=job.work())
            except Exception as error:
                # Every failure belongs to the owner, on its own thread.
                reply = _Reply(job, error=error)
        self._replied.emit(reply)

    @Slot(object)
    def _keep(self, reply: _Reply) -> None:
        self._replies.append(reply)
        if self._closed or not self._turn.isActive():
            self._answer()

    def _answer(self) -> None:
        if not self._replies:
            # Answered when everything was closed.
            return
        self._turns = 0
        self._turn.start()
        self._take(self._replies.popleft())

    def _count_turn(self) -> None:
        self._turns += 1
        if self._turns < _TURNS_APART:
            return
        self._turn.stop()
        if self._replies:
            QTimer.singleShot(0, self, self._answer)
        else:
            self._begin_waiting()

    def _take(self, reply: _Reply) -> None:
        self._pending -= 1
        self._spent.append(reply.job)
        job = reply.job
        error = reply.error
        if job.task is not None:
            self._tasks.remove(job.task)
            self.tasks_changed.emit()
        if self._closed or not self._is_current(job):
            return
        if error is None:
            job.done(reply.result)
            return
        if isinstance(error, Cancelled) and job.task is not None:
            self.stopped.emit(job.task.what)
        elif not isinstance(error, UserError):
            sys.excepthook(type(error), error, error.__traceback__)
        if job.failed is not None:
            job.failed(error)

    def _is_current(self, job: _Job) -> bool:
        return not job.channel or self._latest.get(job.channel) == job.number
