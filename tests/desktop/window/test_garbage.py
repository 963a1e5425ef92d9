"""Cyclic garbage is collected in the thread of the windows, so that no job destroys a widget in a thread of its own."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tracker.desktop.jobs import Jobs


class Ring:
    """A thing in a circle, which tells where it was destroyed."""

    def __init__(self, destroyed_in: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: destroyed_in.append(threading.get_ident()))


def busy() -> None:
    """What a job that reads many rows does to Python: more allocations than any threshold."""
    kept = [[number] for number in range(200_000)]
    del kept


def test_a_busy_job_collects_nothing_and_the_window_does_later(qtbot: QtBot) -> None:
    owner = QObject()
    jobs = Jobs(owner)
    destroyed_in: list[int] = []
    rings = [Ring(destroyed_in) for _ in range(10)]
    done: list[None] = []
    del rings
    jobs.run(busy, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert destroyed_in == []
    made_since = [[number] for number in range(2_000)]  # what a job lets go of counts against what was made before it
    qtbot.waitUntil(lambda: len(destroyed_in) == 10)
    del made_since
    assert set(destroyed_in) == {threading.main_thread().ident}
    jobs.close()


def test_python_collects_by_itself_again_when_the_last_window_is_closed(qtbot: QtBot) -> None:
    owner = QObject()
    first, second = Jobs(owner), Jobs(owner)
    first.close()
    assert not gc.isenabled()
    second.close()
    second.close()
    assert gc.isenabled()


def test_what_lasts_as_long_as_the_windows_is_not_looked_at_again_and_again(qtbot: QtBot) -> None:
    owner = QObject()
    jobs = Jobs(owner)
    destroyed_in: list[int] = []
    jobs.settle()
    assert gc.get_freeze_count() > 0
    ring = Ring(destroyed_in)
    del ring
    gc.collect()  # what has been made since is collected as ever
    assert len(destroyed_in) == 1
    jobs.close()
    assert gc.get_freeze_count() == 0
