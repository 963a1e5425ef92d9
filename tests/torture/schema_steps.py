"""What somebody does with a hostile ledger by the command line, and whether it ran anything."""

import io
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.torture.damage import contents_of
from tests.torture.hostile_schemas import MARK, make_hostile

from tracker.cli.main import run

_CODE = "MIIT-2025-001"
_DEFECT = 70


@dataclass(frozen=True, slots=True)
class Step:
    """A command, how it ended, and what it said."""

    name: str
    code: int
    said: str
    complaint: str


def lay_out(name: str, sound: Path, folder: Path) -> None:
    """A hostile ledger, one like it that is sound, and a third to be restored into."""
    for place in ("hostile.db", "target.db", "sound.db"):
        (folder / place).write_bytes(sound.read_bytes())
    make_hostile(name, folder / "hostile.db")


def take(folder: Path) -> Iterator[Step]:
    """Do everything with it that a user might, in this process."""
    hostile, target, sound, mended = (str(folder / f"{name}.db") for name in ("hostile", "target", "sound", "mended"))
    yield _step("list", "--ledger", hostile, "list")
    yield _step("search", "--ledger", hostile, "list", "--search", "中小企业")
    yield _step("judge", "--ledger", hostile, "status", "set", _CODE, "in_progress", "--reason", "核对")
    search = ("search-log", "add", "--place", "工信部网站", "--words", "清单", _CODE)
    yield _step("record a search", "--ledger", hostile, *search)
    yield _step("check", "--ledger", hostile, "check")
    yield _step("back up", "--ledger", hostile, "backup")
    yield _step("preview", "--ledger", target, "restore", "--preview", hostile)
    yield _step("restore it", "--ledger", target, "restore", hostile)
    yield _step("repair", "--ledger", hostile, "repair", "--out", mended)
    if Path(mended).exists():
        yield _step("list what was repaired", "--ledger", mended, "list")
        yield _step("check what was repaired", "--ledger", mended, "check")
        yield _step("judge in what was repaired", "--ledger", mended, *("status", "set", _CODE, "in_progress"),
                    "--reason", "核对")  # fmt: skip
    yield _step("restore over it", "--ledger", hostile, "restore", sound)
    yield _step("list what was restored", "--ledger", hostile, "list")
    yield _step("check what was restored", "--ledger", hostile, "check")


_REFUSED = frozenset({"list", "search", "judge", "record a search", "check", "back up", "preview", "restore it"})
_IN_ORDER = frozenset({"list what was repaired", "list what was restored", "check what was restored"})


def wrong_with(folder: Path, steps: list[Step]) -> Iterator[str]:
    """What was not as it should be, a line each; those that begin with "ran" tell of code that was run."""
    is_newer = "newer version" in steps[0].complaint  # it is not to be restored over: nothing in it is known
    for step in steps:
        said = (step.said + step.complaint).encode()
        if MARK in said:
            yield f"ran: {step.name} shows it"
        if step.code not in (0, 1):
            yield f"{step.name} ends with {step.code}: {step.complaint[-300:]}"
        elif step.code == 1 and not step.said and step.complaint.count("\n") != 1:
            yield f"{step.name} is refused by no one sentence: {step.complaint[-300:]!r}"
        elif step.name in _REFUSED and step.code != 1:
            yield f"{step.name} is not refused"
        elif step.name in _IN_ORDER and step.code and not is_newer:
            yield f"{step.name} ends with {step.code}: {step.complaint[-300:]}"
    for path in folder.rglob("*"):
        if path.is_file() and MARK in path.read_bytes():
            yield f"ran: {path.relative_to(folder)} holds what it wrote"
    repaired = next((step.said for step in steps if step.name == "repair" and not step.code), None)
    if repaired is not None and "lost" not in repaired.lower():
        yield from _missing(folder)


def _missing(folder: Path) -> Iterator[str]:
    """What a repaired ledger that is said to have lost nothing does not hold."""
    before, after = contents_of(folder / "sound.db"), contents_of(folder / "mended.db")
    for table, rows in before.items():
        if table not in ("alembic_version", "commitment_state") and not set(rows) <= set(after[table]):
            yield f"repair lost rows of {table} without a word"


def _step(name: str, *argv: str) -> Step:
    said, complaint = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with closing(said), closing(complaint), redirect_stdout(said), redirect_stderr(complaint):
        code = run([argv[0], argv[1], "--lang", "en", *argv[2:]])
        texts = [stream.buffer.getvalue().decode() for stream in (said, complaint)]  # pyright: ignore[reportAttributeAccessIssue]
    return Step(name, code, *texts)
