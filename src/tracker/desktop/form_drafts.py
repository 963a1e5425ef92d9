"""What was typed into forms and not saved, kept across Escape, closing, a crash and other ledgers in a file of its own.

The file is the user's alone, as what is in it may be more than the ledger ever gets to hold.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker.desktop.settings import write_remembered

_LARGEST = 20_000_000
"""Bytes of the drafts of one ledger that are read again: a form with a page of pasted text takes some thousand."""
_LONGEST_ABOUT = 80

State = dict[str, Any]
"""What a form holds, by the names of its fields, as JSON has it."""


def draft_key(form: str, code: str = "", about: str = "") -> str:
    """Return the key of what is typed into a form: its name, the commitment it is about, and what else it is about."""
    # Of a thousand commitments that are changed at once a digest says enough.
    named = about if len(about) <= _LONGEST_ABOUT else sha256(about.encode()).hexdigest()
    return f"{form}:{code}:{named}"


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What stood in a form, and when it was last typed in."""

    state: State
    at: datetime


class FormDrafts:
    """The drafts of the ledger that is open, by the key of their form: what it is for, and about what.

    What cannot be written is kept until the program ends; a file that cannot be read counts as empty.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._drafts: dict[str, FormDraft] = {}

    def open(self, ledger: str) -> None:
        """Take the drafts of another ledger, by its location; "" is none."""
        self._path = self._folder / f"{sha256(ledger.encode()).hexdigest()[:16]}.json" if ledger else None
        self._drafts = _read(self._path) if self._path is not None else {}

    def find(self, key: str) -> FormDraft | None:
        """Return what was typed into a form and not saved, if anything."""
        return self._drafts.get(key)

    def keep(self, key: str, state: Mapping[str, Any]) -> None:
        """Keep what was typed into a form."""
        known = self._drafts.get(key)
        if known is None or known.state != state:
            self._drafts[key] = FormDraft(dict(state), datetime.now(UTC))
            self._write()

    def forget(self, key: str) -> None:
        """Let go of what was typed: it was saved, or given up."""
        if self._drafts.pop(key, None) is not None:
            self._write()

    def _write(self) -> None:
        path = self._path
        if path is None:
            return
        said = {key: {"state": one.state, "at": one.at.isoformat()} for key, one in self._drafts.items()}
        with suppress(OSError):
            write_remembered(path, json.dumps(said, ensure_ascii=False))


def _read(path: Path) -> dict[str, FormDraft]:
    """The drafts in a file, but for those that make no sense."""
    said: Any = {}
    with suppress(OSError, ValueError), path.open("rb") as file:
        said = json.loads(file.read(_LARGEST))
    found: dict[str, FormDraft] = {}
    for key, one in said.items() if isinstance(said, dict) else ():
        with suppress(KeyError, TypeError, ValueError):
            at = datetime.fromisoformat(one["at"])
            if isinstance(one["state"], dict) and at.tzinfo is not None:
                found[key] = FormDraft(one["state"], at)
    return found
