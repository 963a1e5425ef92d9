"""The command line, run in this process or as a program of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.surroundings import PATIENCE_SECONDS

from tracker.cli import run
from tracker.domain.text.dates import BEIJING

NOW = datetime(2026, 11, 23, 12, tzinfo=BEIJING)
"""When every command of these tests runs: searches expire and dates pass whatever the day is."""


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def id(self) -> str:
        assert self.code == 0, self.err
        return self.out.strip()


Tracker = Callable[..., Result]


@pytest.fixture(autouse=True)
def author(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_AUTHOR", "li")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock stands at `NOW`, but for programs of their own."""
    monkeypatch.setattr("tracker.services.ledgers.workspace.system_clock", lambda: NOW)


@pytest.fixture
def tracker(ledger_path: Path, capfd: pytest.CaptureFixture[str]) -> Tracker:
    """Run a command on the test's own ledger: `tracker("show", "MIIT-2025-044", "--json")`."""

    def call(*arguments: str, lang: str = "en") -> Result:
        code = run(["--ledger", str(ledger_path), "--lang", lang, *arguments])
        printed = capfd.readouterr()
        return Result(code, printed.out, printed.err)

    return call


@pytest.fixture
def program(ledger_path: Path) -> Tracker:
    """Run `python -m tracker` as a process on the test's own ledger; `env` adds to the environment."""

    def call(*arguments: str, env: dict[str, str] | None = None, location: Path = ledger_path) -> Result:
        environment = {**os.environ, "TRACKER_LEDGER": str(location), **(env or {})}
        command = [sys.executable, "-m", "tracker", *arguments]
        ended = subprocess.run(
            command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE_SECONDS
        )
        return Result(ended.returncode, ended.stdout, ended.stderr)

    return call


NOTICE = (
    "--title=关于公布中小企业数字化转型试点城市名单的通知",
    "--publisher=财政部",
    "--published=2026-01-21",
    "--kind=list",
    "--bearing=fulfils",
)


@pytest.fixture
def notice() -> tuple[str, ...]:
    """The options of a piece of evidence that shows the pilot cities fulfilled."""
    return NOTICE


@pytest.fixture
def record(tracker: Tracker) -> Callable[..., str]:
    """Add a piece of evidence to a commitment, and return its id: `record(CODE, title="通知", kind="document")`."""

    def call(code: str, **given: str) -> str:
        usual = {"title": "关于印发行动方案的通知", "publisher": "工业和信息化部", "published": "2025-06-01"}
        fields = {**usual, "kind": "document", "bearing": "fulfils", **given}
        return tracker("evidence", "add", code, *(f"--{name.replace('_', '-')}={fields[name]}" for name in fields)).id

    return call
