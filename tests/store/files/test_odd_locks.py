"""Locks that make no sense: anybody who may write to a shared folder may have left one."""

import os
from pathlib import Path

import pytest

from tracker.store.files.lock_file import held, holder_of, lock_beside

NAMED = (
    '{"machine": "pc", "user": "张三", "process": 7, "boot": "", "since": "%s", "seen": "%s", "token": "t", '
    '"version": "1"}'
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00",
        b"[" * 3900,
        b"7",
        b"{}",
        b'{"machine":1,"user":null,"process":"x","boot":5,"since":7,"seen":[],"token":{},"version":0}',
        (NAMED % ("", "")).replace(": 7,", ': "7",').encode(),
        (NAMED % ("", "")).replace(": 7,", ": 99999999999999999999,").encode(),
        (NAMED % ("", "")).replace(": 7,", ": true,").encode(),
    ],
)
def test_a_lock_that_makes_no_sense_is_somebodys_of_whom_nothing_is_known(content: bytes, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    lock_beside(ledger).write_bytes(content)
    holder = holder_of(ledger)
    assert holder is not None
    assert (holder.machine, holder.user, holder.token) == ("?", "?", "")


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59+00:00", "once", "", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_is_none_is_shown_as_none(moment: str, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    lock_beside(ledger).write_text(NAMED % (moment, moment), encoding="utf-8")
    holder = holder_of(ledger)
    assert holder is not None
    assert held(ledger, holder).details["user"] == "张三"


def test_a_pipe_in_the_place_of_a_lock_holds_nobody_up(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    os.mkfifo(lock_beside(ledger))
    holder = holder_of(ledger)
    assert holder is not None
    assert holder.user == "?"
