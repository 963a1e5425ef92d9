"""What the window remembers between two starts: an INI file that the user can read and delete."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, Qt

from tracker.domain.languages import LANGUAGES
from tracker.file_modes import give, make_folders, touch_private
from tracker.locations import config_dir

_LARGEST = 1_000_000
"""Bytes that are read: what the window remembers takes a few thousand."""
_GENERAL = "General"


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
        self._texts = {**self._texts, **_read(self._path), name: text}
        with suppress(OSError):
            _write(self._path, self._texts)


def _read(path: Path) -> dict[str, str]:
    """What a file says, as far as it can be understood; nothing where there is none."""
    try:
        with path.open("rb") as file:
            lines = file.read(_LARGEST).decode("utf-8", errors="replace").split("\n")
    except (OSError, ValueError):
        return {}
    texts: dict[str, str] = {}
    group = ""
    for line in lines:
        name, parted, text = line.partition("=")
        if line.startswith("[") and line.rstrip().endswith("]"):
            group = line.strip()[1:-1]
        elif parted and name.strip():
            key = name.strip() if group in ("", _GENERAL) else f"{group}/{name.strip()}"
            texts[key] = _unescaped(text.strip())
    return texts


def _unescaped(text: str) -> str:
    try:
        plain = str(json.loads(f'"{text}"'))
    except ValueError:
        return text
    return plain.encode("utf-8", errors="replace").decode("utf-8")


def _write(path: Path, texts: Mapping[str, str]) -> None:
    """The file whole or not at all. It need not outlive a power cut."""
    groups: dict[str, list[str]] = {}
    for key, text in texts.items():
        group, _, name = key.rpartition("/")
        groups.setdefault(group or _GENERAL, []).append(f"{name}={json.dumps(text, ensure_ascii=False)[1:-1]}")
    blocks = ("\n".join([f"[{group}]", *lines]) for group, lines in sorted(groups.items()))
    make_folders(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        touch_private(temporary)
        temporary.write_text("\n\n".join(blocks) + "\n", encoding="utf-8", errors="replace")
        if path.exists():
            give(temporary, path.stat().st_mode & 0o777)
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
_MOST_RECENT = 8


class Settings:
    """Language, theme, and the places and widths of things. `path` None means the user's own file."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_dir() / "window.ini"
        # Not QSettings: what a settings file says would then be unpickled, that is, run.
        self._store = RememberedFile(self.path)

    @property
    def language(self) -> str:
        """`zh` or `en`: as chosen, else English on an English system, else Chinese."""
        chosen = self._store.get("language")
        return chosen if chosen in LANGUAGES else _system_language()

    @language.setter
    def language(self, language: str) -> None:
        self._store.put("language", language)

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""
        chosen = self._store.get("theme")
        return chosen if chosen in THEMES else "system"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.put("theme", theme)

    @property
    def density(self) -> str:
        """How high the rows of the list are: `comfortable` or `dense`."""
        chosen = self._store.get("density")
        return chosen if chosen in DENSITIES else DENSITIES[0]

    @density.setter
    def density(self, density: str) -> None:
        self._store.put("density", density)

    @property
    def author(self) -> str:
        """The author of what is written; nothing means the name of the account."""
        return self._store.get("author")

    @author.setter
    def author(self, author: str) -> None:
        self._store.put("author", author)

    @property
    def report_template(self) -> str:
        """Where the office's template for DOCX lies; nothing means the program's own layout."""
        return self._store.get("report_template")

    @report_template.setter
    def report_template(self, path: str) -> None:
        self._store.put("report_template", path)

    @property
    def welcomed(self) -> bool:
        """Whether the first start lies behind."""
        return self._store.get("welcomed") == "true"

    @welcomed.setter
    def welcomed(self, welcomed: bool) -> None:
        self._store.put("welcomed", "true" if welcomed else "false")

    @property
    def recent(self) -> tuple[str, ...]:
        """The ledgers opened last, the newest first: paths, and addresses without their passwords."""
        places = (self._store.get(f"recent/{place}") for place in range(_MOST_RECENT))
        return tuple(filter(None, places))

    def remember_recent(self, location: str) -> None:
        """A ledger has been opened."""
        others = [known for known in self.recent if known != location]
        for place, known in enumerate([location, *others][:_MOST_RECENT]):
            self._store.put(f"recent/{place}", known)

    def state(self, name: str) -> QByteArray | None:
        """The remembered state of a window, splitter or header, if there is one."""
        kept = self._store.get(f"state/{name}")
        try:
            state = b64decode(kept, validate=True)
        except ValueError:
            return None
        return QByteArray(state) if state else None

    def remember(self, name: str, state: QByteArray) -> None:
        """Keep the state of a window, splitter or header."""
        self._store.put(f"state/{name}", b64encode(bytes(state.data())).decode())

    def folder(self) -> str:
        """Where the last report went."""
        return self._store.get("report_folder")

    def remember_folder(self, folder: Path) -> None:
        """Offer this folder for the next report."""
        self._store.put("report_folder", str(folder))


def _system_language() -> str:
    return "en" if QLocale.system().language() == QLocale.Language.English else "zh"
