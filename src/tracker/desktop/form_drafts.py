"""What was typed into forms and not saved, kept across Escape, closing, a crash and other ledgers in a file of its own.

The file is the user's alone, as what is in it may be more than the ledger ever gets to hold.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker.desktop.settings import write_remembered
from tracker.file_modes import make_folders, touch_private

_LARGEST = 20_000_000
"""Bytes of the drafts of one ledger that are read again: a form takes some hundred, and with files their words, too."""
_LONGEST_ABOUT = 80
_KEPT_FOR = timedelta(days=180)
"""A draft that nobody came back to for so long goes, and its files with it."""

_DIGEST = 64
"""Letters of a SHA-256."""

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
    """What was typed into the forms of the ledger that is open. A form takes `here` along: where another ledger is
    opened meanwhile, what is typed into it stays with its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.here = LedgerDrafts(None)

    def open(self, ledger: str) -> None:
        """Take the drafts of another ledger, by its location; "" is none."""
        path = self._folder / f"{sha256(ledger.encode()).hexdigest()[:16]}.json" if ledger else None
        if path is not None and path == self.here.path:
            # The same ledger, opened again: a form that is open goes on with these.
            self.here.read()
        else:
            self.here = LedgerDrafts(path)

    def find(self, key: str) -> FormDraft | None:
        """See `LedgerDrafts.find`."""
        return self.here.find(key)

    def keep(self, key: str, state: Mapping[str, Any]) -> None:
        """See `LedgerDrafts.keep`."""
        self.here.keep(key, state)

    def forget(self, key: str) -> None:
        """See `LedgerDrafts.forget`."""
        self.here.forget(key)


class LedgerDrafts:
    """The drafts of one ledger, by the key of their form: what it is for, and about what.

    The files of a form lie beside the drafts by their SHA-256, for as long as a draft names them. What cannot be
    written is kept until the program ends; a file that cannot be read counts as empty, and what lies beside it stays.
    """

    def __init__(self, path: Path | None) -> None:
        """`path` is the file; with None all is kept until the program ends."""
        self.path = path
        self._drafts: dict[str, FormDraft] = {}
        self._contents: dict[str, bytes] = {}
        self.read()

    def read(self) -> None:
        """Take what is in the file; what is long out of date goes, with its files."""
        if self.path is None:
            return
        found = _read(self.path)
        oldest = datetime.now(UTC) - _KEPT_FOR
        self._drafts = {key: one for key, one in found.items() if one.at >= oldest}
        if len(self._drafts) < len(found):
            self._write()
        # A file that is damaged or locked names nothing either: what it named would be gone for good.
        if found or not self.path.exists():
            self._sweep()

    def find(self, key: str) -> FormDraft | None:
        """Return what was typed into a form and not saved, if anything."""
        return self._drafts.get(key)

    def find_with_files(self, form: str, code: str = "") -> str:
        """Return the key of the newest draft of a new piece for this commitment that holds files; "" without any."""
        begins = draft_key(form, code)
        held = [
            key
            for key, one in self._drafts.items()
            if key.startswith(begins) and one.state.get("files") and not one.state.get("piece")
        ]
        return max(held, key=lambda key: self._drafts[key].at, default="")

    def content(self, sha256_: str) -> bytes | None:
        """Return the bytes of a file that a draft names; None where they are gone or are others than they were."""
        path = self._file(sha256_)
        content = self._contents.get(sha256_)
        if content is None and path is not None:
            with suppress(OSError):
                content = path.read_bytes()
        return content if content is not None and sha256(content).hexdigest() == sha256_ else None

    def keep(self, key: str, state: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> None:
        """Keep what was typed into a form, with the bytes of the files that its state names under `files`."""
        known = self._drafts.get(key)
        if known is not None and known.state == state:
            return
        # The files first: a draft never names what is not there.
        for name, content in (files or {}).items():
            self._keep_file(name, content)
        self._drafts[key] = FormDraft(dict(state), datetime.now(UTC))
        self._write()
        if known is not None:
            self._let_go(known.state)

    def forget(self, key: str) -> None:
        """Let go of what was typed: it was saved, or given up."""
        gone = self._drafts.pop(key, None)
        if gone is not None:
            self._write()
            self._let_go(gone.state)

    def _file(self, name: str) -> Path | None:
        """Where the bytes of a file lie, by the digest that names them."""
        is_digest = len(name) == _DIGEST and all(letter in "0123456789abcdef" for letter in name)
        return self.path.with_suffix(".files") / name if self.path is not None and is_digest else None

    def _keep_file(self, name: str, content: bytes) -> None:
        path = self._file(name)
        if path is None or name in self._contents or path.exists():
            return
        temporary = path.with_suffix(".tmp")
        try:
            make_folders(path.parent)
            touch_private(temporary)
            temporary.write_bytes(content)
            temporary.replace(path)
        except OSError:
            # A full disk, say: kept until the program ends.
            self._contents[name] = content
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _let_go(self, state: State) -> None:
        """Delete the files of a state that is gone, unless another draft names them."""
        # Those alone: what else lies there may be of another window that has the same ledger open.
        named = self._named()
        for name in _named_in(state):
            path = self._file(name)
            if name not in named and path is not None:
                self._contents.pop(name, None)
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Delete the files that no draft names any more: the program may have ended between the two."""
        if self.path is None:
            return
        named = self._named()
        with suppress(OSError):
            for path in list(self.path.with_suffix(".files").iterdir()):
                if path.name not in named:
                    path.unlink()

    def _named(self) -> set[str]:
        return {name for one in self._drafts.values() for name in _named_in(one.state)}

    def _write(self) -> None:
        path = self.path
        if path is None:
            return
        said = {key: {"state": one.state, "at": one.at.isoformat()} for key, one in self._drafts.items()}
        with suppress(OSError):
            write_remembered(path, json.dumps(said, ensure_ascii=False))


def _named_in(state: State) -> list[str]:
    """The digests of the files that a state names, as far as it makes sense."""
    files = state.get("files")
    return [str(one.get("sha256")) for one in files if isinstance(one, dict)] if isinstance(files, list) else []


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
