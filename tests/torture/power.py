"""The power goes during each deed: what was not synced may be lost, in any order.

Every call that changes a file is written down. A moment is chosen, and the folder made as a disk may then hold it:

- what was written to a file after its last sync is there or not, write by write, and the last one perhaps by half;
- names that were given, changed or taken are there in the order in which that was done, up to any moment not before
  the last sync of the folder, or of the file, that they belong to;
- what SQLite keeps in shared memory is gone.

That is what Linux's file systems promise, and no more. What was said before the moment is what must be there.
"""

import json
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.torture.deeds import DEEDS
from tests.torture.ledgers import Ledgers, make_ledgers
from tests.torture.programs import Ended, Programs, emptied
from tests.torture.table import Outcome, Plan, Tally
from tests.torture.verdicts import Case, judge

_USUAL = 48
_RECORDINGS = 4
_HEAD = struct.Struct("<cIqI")
_SECTOR = 512


class Call(NamedTuple):
    """A call as the shim wrote it down. `data` holds the bytes, the other name, or what was said."""

    what: str
    path: Path
    offset: int
    data: bytes


@dataclass(slots=True)
class _File:
    """A file as it is on the disk, and what was done to it since."""

    synced: bytearray
    pending: list[Call] = field(default_factory=list)


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each deed."""
    ledgers = make_ledgers(plan.folder / "ledgers")
    with Programs(plan.folder / "programs") as programs:
        for deed in DEEDS:
            yield cut(deed, programs, ledgers, plan)


def cut(deed: str, programs: Programs, ledgers: Ledgers, plan: Plan) -> Outcome:
    """Cut the power at random moments of some recordings of a deed."""
    tally = Tally(f"power cut: {deed}")
    if programs.shim is None:
        tally.note = "not tried: no C compiler"
        return tally.outcome()
    times = plan.tries(_USUAL)
    recordings = min(_RECORDINGS, times)
    for recording in range(recordings):
        with emptied(plan.folder) as place:
            calls = _record(deed, place, programs, ledgers, seed := plan.seed + recording)
        for number in range(times // recordings):
            chance = Random(f"{seed} {number} {deed}")
            moment = chance.randint(1, len(calls))
            with emptied(plan.folder) as place:
                ledgers.lay_out(DEEDS[deed].begins_with, place)
                _leave(calls[:moment], place, chance)
                _date_as_noted(place)
                what = f"seed {seed}, power cut {number} after call {moment}"
                with tally.trying(what):
                    judge(Case(deed, place, _said(calls[:moment]), what), tally)
    return tally.outcome()


def _record(deed: str, place: Path, programs: Programs, ledgers: Ledgers, seed: int) -> list[Call]:
    ledgers.lay_out(DEEDS[deed].begins_with, place)
    log = place.with_name("log")
    programs.run(deed, place, seed, log=log)
    calls = list(_read(log.read_bytes()))
    log.unlink()
    return calls


def _read(log: bytes) -> Iterator[Call]:
    start = 0
    while start < len(log):
        what, length, offset, size = _HEAD.unpack_from(log, start)
        start += _HEAD.size
        path, data = log[start : start + length], log[start + length : start + length + size]
        start += length + size
        yield Call(what.decode(), Path(path.decode()), offset, data)


def _said(calls: list[Call]) -> Ended:
    said = tuple(json.loads(call.data) for call in calls if call.what == "N")
    return Ended(seconds=0, code=-9, hung=False, said=said, crash="")


def _leave(calls: list[Call], place: Path, chance: Random) -> None:
    """Let the folder, which is as it was before the calls, be as the disk may hold it after them."""
    disk = _Disk(place, chance)
    for call in calls:
        disk.take(call)
    disk.lose()


def _date_as_noted(place: Path) -> None:
    """Let every ledger have changed last when the note beside it says: that must never make a note count that is older
    than a restore, or newer than what was synced."""
    for note in place.rglob("*.newest"):
        ledger = note.with_name(note.name.removesuffix(".newest"))
        changed = re.match(rb"\S+ \d+ \S+ \d+ (\d{19}) ", note.read_bytes())
        if changed and ledger.is_file():
            os.utime(ledger, ns=(int(changed[1]), int(changed[1])))


class _Disk:
    """Files by number, and names for them; the names that are on the disk lag behind."""

    def __init__(self, place: Path, chance: Random) -> None:
        self._place = place
        self._chance = chance
        self._files: list[_File] = []
        self._names: dict[Path, int | None] = {place: None}
        """Every file's number; None for a folder."""
        self._done: list[dict[Path, int | None]] = []
        """The names after each change of them that the disk may not have yet, the oldest first."""
        for path in sorted(place.rglob("*")):
            self._names[path] = None if path.is_dir() else self._new(path.read_bytes())
        self._done.append(dict(self._names))

    def take(self, call: Call) -> None:
        """Do what a call did."""
        if call.path.name.endswith("-shm") or call.what == "N":
            return
        if call.what in "WT":
            self._file(call.path).pending.append(call)
        elif call.what == "S":
            self._sync(call.path)
        else:
            self._name(call)

    def lose(self) -> None:
        """Let the power go: write to the folder what is on the disk."""
        names = self._chance.choice(self._done)
        for path in sorted(self._place.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        for path, number in sorted(names.items(), key=lambda item: item[0]):
            if number is None:
                path.mkdir(exist_ok=True)
            elif not path.name.endswith("-shm"):
                path.write_bytes(self._left_of(self._files[number]))

    def _new(self, content: bytes = b"") -> int:
        self._files.append(_File(bytearray(content)))
        return len(self._files) - 1

    def _file(self, path: Path) -> _File:
        number = self._names[path]
        assert number is not None
        return self._files[number]

    def _sync(self, path: Path) -> None:
        """What was written is on the disk, and the names up to here."""
        if self._names.get(path) is not None:
            file = self._file(path)
            for call in file.pending:
                _apply(file.synced, call)
            file.pending.clear()
        del self._done[:-1]

    def _name(self, call: Call) -> None:
        match call.what:
            case "O":
                self._names[call.path] = self._new()
            case "M":
                self._names[call.path] = None
            case "U":
                del self._names[call.path]
            case "L":
                self._names[Path(call.data.decode())] = self._names[call.path]
            case "R":
                self._move(call.path, Path(call.data.decode()))
        self._done.append(dict(self._names))

    def _move(self, old: Path, new: Path) -> None:
        for path in [path for path in self._names if path == old or old in path.parents]:
            self._names[new / path.relative_to(old)] = self._names.pop(path)

    def _left_of(self, file: _File) -> bytes:
        """Any of what was not synced, each write whole or, the last of them, a beginning of it."""
        content = bytearray(file.synced)
        kept = [call for call in file.pending if self._chance.random() < self._share()]
        for call in kept[:-1]:
            _apply(content, call)
        if kept:
            size = self._chance.randint(0, -(-len(kept[-1].data) // _SECTOR)) * _SECTOR
            _apply(content, kept[-1]._replace(data=kept[-1].data[:size]))
        return bytes(content)

    def _share(self) -> float:
        return self._chance.choice((0.0, 0.5, 1.0))


def _apply(content: bytearray, call: Call) -> None:
    if call.what == "T":
        del content[call.offset :]
        content.extend(bytes(call.offset - len(content)))
        return
    content.extend(bytes(max(0, call.offset - len(content))))
    content[call.offset : call.offset + len(call.data)] = call.data
