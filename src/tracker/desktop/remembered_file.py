"""A small INI file of texts: nothing in it is anything but a text, whatever it says."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tracker.file_modes import give, make_folders, touch_private

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
    # Not by configparser: it raises for a file of which one line makes no sense, and takes an indented line for more of
    # the one before. What the window remembers is worth as much as can be read of it.
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
