"""Work in the background: the newest counts, the owner hears of it, and nothing is left running."""

import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

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
        gate.wait(5)
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
