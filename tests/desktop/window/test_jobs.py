"""Work in the background: the newest counts, the owner hears of it, and nothing is left running."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.surroundings import PATIENCE_SECONDS

from tracker.desktop.jobs import Jobs
from tracker.domain.errors import UserError


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_work_is_done_elsewhere_and_answered_here(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[int] = []
    jobs.run(threading.get_ident, lambda worker: threads.extend((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] != threads[1] == threading.get_ident()


def test_only_the_newest_of_a_channel_is_answered(qtbot: QtBot, jobs: Jobs) -> None:
    begun, answers, gate = [], [], threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        gate.wait(PATIENCE_SECONDS)
        return number

    jobs.run(lambda: work(1), answers.append, channel="list")
    qtbot.waitUntil(lambda: begun == [1])
    jobs.run(lambda: work(2), answers.append, channel="list")
    jobs.run(lambda: work(3), answers.append, channel="list")
    gate.set()
    qtbot.waitUntil(lambda: jobs.idle)
    assert (begun, answers) == ([1, 3], [3])


def test_a_mistake_goes_to_the_owner_alone(qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *defect: reported.append(defect))
    failures: list[Exception] = []

    def work() -> None:
        raise UserError("reason_missing", field="reason")

    jobs.run(work, lambda _: None, failures.append)
    qtbot.waitUntil(lambda: jobs.idle)
    assert [type(failure) for failure in failures] == [UserError]
    assert reported == []


def test_a_defect_is_reported_and_the_owner_may_go_on(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reported.append(kind))
    failures: list[Exception] = []
    jobs.run(lambda: 1 // 0, lambda _: None, failures.append)
    qtbot.waitUntil(lambda: jobs.idle)
    assert reported == [ZeroDivisionError]
    assert len(failures) == 1


def test_closing_waits_for_the_last_work_and_leaves_no_thread(qtbot: QtBot) -> None:
    before = threading.active_count()
    jobs, done, answers = Jobs(), [], []
    jobs.run(lambda: done.append("work"), answers.append)
    jobs.close(lambda: done.append("last"))
    jobs.run(lambda: done.append("too late"), answers.append)
    qtbot.wait(20)
    assert done == ["work", "last"]
    assert answers == []
    assert threading.active_count() == before


class Sheet(QWidget):
    """Notes when it is painted."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self._log = log

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._log.append("painted")


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def sheet(qtbot: QtBot, log: list[str]) -> Sheet:
    sheet = Sheet(log)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    qtbot.wait(1)
    log.clear()
    return sheet


def test_what_a_reply_changed_is_painted_before_the_next_one_is_told(
    qtbot: QtBot, jobs: Jobs, sheet: Sheet, log: list[str]
) -> None:
    def tell(name: str) -> None:
        log.append(name)
        sheet.update()

    for name in ("first", "second"):
        jobs.run(lambda: None, lambda _, name=name: tell(name))
    jobs.soon(lambda: log.append("soon"), "soon")
    qtbot.waitUntil(lambda: jobs.idle and log[-1] == "painted")
    assert log == ["soon", "first", "painted", "second", "painted"]


def test_what_a_reply_asks_for_begins_when_what_it_changed_has_been_painted(
    qtbot: QtBot, jobs: Jobs, sheet: Sheet, log: list[str]
) -> None:
    def tell(_: None) -> None:
        sheet.update()
        jobs.run(lambda: log.append("work"), lambda _: log.append("told"))

    jobs.run(lambda: None, tell)
    qtbot.waitUntil(lambda: "told" in log)
    assert log == ["painted", "work", "told"]


def test_what_is_to_be_done_soon_is_done_once_and_as_it_was_asked_for_last(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[int] = []

    def tell(_: None) -> None:
        for number in range(3):
            jobs.soon(lambda number=number: answers.append(number), "counts")

    jobs.run(lambda: None, tell)
    qtbot.waitUntil(lambda: jobs.idle and answers != [])
    assert answers == [2]


def test_what_waits_to_begin_is_still_done_when_everything_is_closed(qtbot: QtBot) -> None:
    jobs, done = Jobs(), list[str]()

    def tell(_: None) -> None:
        jobs.run(lambda: done.append("written"), lambda _: None)
        jobs.close(lambda: done.append("last"))

    jobs.run(lambda: None, tell)
    qtbot.waitUntil(lambda: jobs.idle and done != [])
    assert done == ["written", "last"]


def test_no_job_overtakes_an_earlier_one_that_waits_to_begin(qtbot: QtBot, jobs: Jobs) -> None:
    begun = list[str]()

    def tell(_: None) -> None:
        jobs.run(lambda: begun.append("first"), lambda _: None)
        jobs.soon(lambda: None, "soon")  # between its turns nothing waits to be painted
        for turn in range(20):
            QTimer.singleShot(0, jobs, lambda turn=turn: jobs.run(lambda: begun.append(str(turn)), lambda _: None))

    jobs.run(lambda: None, tell)
    qtbot.waitUntil(lambda: len(begun) == 21)
    assert begun == ["first", *map(str, range(20))]
