"""What the window remembers between two starts: an INI file that the user can read and delete."""

import io
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from configparser import Error as ConfigParserError
from configparser import RawConfigParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QLocale, Qt

from tracker.domain.languages import LANGUAGES
from tracker.file_modes import give, make_folders, touch_private
from tracker.locations import config_dir

_LARGEST = 1_000_000
"""Bytes that are read: what the window remembers takes a few thousand."""
_GENERAL = "General"
_HASH = 16
"""Characters of a hash that tell one report from another."""


class RememberedFile:
    """Texts under names, `group/name` or `name`. What is put is in the file at once; where that cannot be written, it
    is remembered until the program ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts = _read(path)

    def get(self, name: str) -> str:
        """The text under a name, or ""."""
        return self._texts.get(name, "")

    def put(self, name: str, text: str) -> None:
        """Keep a text; what another window has put under other names stays."""
        if self.get(name) == text:
            return
        # Read again first: another window may have put something meanwhile.
        self._texts = {**self._texts, **_read(self._path), name: text}
        with suppress(OSError):
            _write(self._path, self._texts)


def _parser() -> RawConfigParser:
    # No interpolation, for names of files hold per cents; no comments, for a text may begin with any sign.
    parser = RawConfigParser(delimiters=("=",), comment_prefixes=(), strict=False)
    parser.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]
    return parser


def _read(path: Path) -> dict[str, str]:
    """What a file says, as far as it can be understood; nothing where there is none."""
    parser = _parser()
    # A damaged line is passed over: the parser complains at the end, of all of them.
    with suppress(OSError, ValueError, ConfigParserError), path.open("rb") as file:
        parser.read_string(f"[{_GENERAL}]\n{file.read(_LARGEST).decode('utf-8', errors='replace')}")
    return {
        name if group == _GENERAL else f"{group}/{name}": _unescaped(text)
        for group in parser.sections()
        for name, text in parser.items(group)
    }


def _unescaped(text: str) -> str:
    try:
        plain = str(json.loads(f'"{text}"'))
    except ValueError:
        return text
    # Lone surrogates, which JSON can spell, can be written to no file.
    return plain.encode("utf-8", errors="replace").decode("utf-8")


def _write(path: Path, texts: Mapping[str, str]) -> None:
    parser = _parser()
    for key, text in texts.items():
        group, _, name = key.rpartition("/")
        if not parser.has_section(group or _GENERAL):
            parser.add_section(group or _GENERAL)
        parser.set(group or _GENERAL, name, json.dumps(text, ensure_ascii=False)[1:-1])
    text = io.StringIO()
    parser.write(text, space_around_delimiters=False)
    write_remembered(path, text.getvalue())


def write_remembered(path: Path, text: str) -> None:
    """Write a private file whole or not at all; it need not outlive a power cut. Raises `OSError`."""
    make_folders(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        touch_private(temporary)
        temporary.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        if path.exists():
            give(temporary, path.stat().st_mode & 0o777)
        # One that reads meanwhile sees the old file or the new one, never half of one.
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


THEMES = ("system", "light", "dark")
SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
DENSITIES = ("comfortable", "dense")
USUAL_TYPE_SIZE = 100
TYPE_SIZES = (90, USUAL_TYPE_SIZE, 110, 125, 150, 175, 200)
"""Sizes in per cent of the usual type. Chinese is hard to read below the smallest."""
_MOST_RECENT = 8


def _system_language() -> str:
    return "en" if QLocale.system().language() == QLocale.Language.English else "zh"


class _Kept:
    """A text of the settings, one of `choices` where there are any; else, or where nothing was kept, the first."""

    def __init__(self, choices: Sequence[str] = (), first: Callable[[], str] = lambda: "") -> None:
        self._choices = choices
        self._first = first

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    def __get__(self, settings: "Settings", owner: type[object]) -> str:
        kept = settings.texts.get(self._name)
        return kept if kept in self._choices or (kept and not self._choices) else self._first()

    def __set__(self, settings: "Settings", text: str) -> None:
        settings.texts.put(self._name, text)


class Settings:
    """Language, theme, and the places and widths of things. `path` None means the user's own file.

    `language` is `zh` or `en`: as chosen, else English on an English system, else Chinese. `theme` and `density`: see
    `THEMES` and `DENSITIES`; `type_size` is in per cent. No `author` means the name of the account; `office` is the one
    that a ledger of its own comes from, unless another is named; no `report_template`, the path of the office's own for
    DOCX, the program's layout; no `finding_rules`, the path of the office's own words, the program's alone.
    """

    language = _Kept(LANGUAGES, _system_language)
    theme = _Kept(THEMES, lambda: THEMES[0])
    density = _Kept(DENSITIES, lambda: DENSITIES[0])
    type_size = _Kept([str(size) for size in TYPE_SIZES], lambda: str(USUAL_TYPE_SIZE))
    author = _Kept()
    office = _Kept()
    report_template = _Kept()
    finding_rules = _Kept()

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_dir() / "window.ini"
        # Not QSettings: what a settings file says would then be unpickled, that is, run.
        self.texts = RememberedFile(self.path)

    @property
    def finding_rules_file(self) -> Path | None:
        """The office's own words by which commitments are found in a text; None for those of the program alone."""
        return Path(self.finding_rules) if self.finding_rules else None

    @property
    def welcomed(self) -> bool:
        """Whether the first start lies behind."""
        return self.texts.get("welcomed") == "true"

    @welcomed.setter
    def welcomed(self, welcomed: bool) -> None:
        self.texts.put("welcomed", "true" if welcomed else "false")

    @property
    def notifies(self) -> bool:
        """Whether the system notifies of what fell due as well, when the program starts."""
        return self.texts.get("notifies") == "true"

    @notifies.setter
    def notifies(self, notifies: bool) -> None:
        self.texts.put("notifies", "true" if notifies else "false")

    @property
    def checks_watched(self) -> bool:
        """Whether watched sources are looked at when the program starts, at most once a day."""
        return self.texts.get("checks_watched") == "true"

    @checks_watched.setter
    def checks_watched(self, checks: bool) -> None:
        self.texts.put("checks_watched", "true" if checks else "false")

    @property
    def recent(self) -> tuple[str, ...]:
        """The ledgers opened last, the newest first: paths, and addresses without their passwords."""
        places = (self.texts.get(f"recent/{place}") for place in range(_MOST_RECENT))
        return tuple(filter(None, places))

    def remember_recent(self, location: str) -> None:
        """A ledger has been opened."""
        others = [known for known in self.recent if known != location]
        for place, known in enumerate([location, *others][:_MOST_RECENT]):
            self.texts.put(f"recent/{place}", known)

    def remember_report(self, sha256: str, path: Path) -> None:
        """A report with this hash was saved there."""
        self.texts.put(f"reports/{sha256[:_HASH]}", str(path))

    def report_place(self, sha256: str) -> Path | None:
        """Where the report with this hash was saved last; None where that is not known or nothing is there any more."""
        known = self.texts.get(f"reports/{sha256[:_HASH]}")
        return Path(known) if known and Path(known).exists() else None

    def state(self, name: str) -> QByteArray | None:
        """The remembered state of a window, splitter or header, if there is one."""
        kept = self.texts.get(f"state/{name}")
        try:
            state = b64decode(kept, validate=True)
        except ValueError:
            return None
        return QByteArray(state) if state else None

    def remember(self, name: str, state: QByteArray) -> None:
        """Keep the state of a window, splitter or header."""
        self.texts.put(f"state/{name}", b64encode(bytes(state.data())).decode())

    def recall(self, name: str) -> dict[str, Any]:
        """Return the plain values that were kept under a name; none where they cannot be read."""
        state = self.state(name)
        try:
            kept = json.loads(bytes(state.data())) if state is not None else {}
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def keep(self, name: str, values: dict[str, Any]) -> None:
        """Keep plain values under a name, as JSON."""
        self.remember(name, QByteArray(json.dumps(values, ensure_ascii=False).encode()))

    def folder(self) -> str:
        """Where the last report went."""
        return self.texts.get("report_folder")

    def remember_folder(self, folder: Path) -> None:
        """Offer this folder for the next report."""
        self.texts.put("report_folder", str(folder))
