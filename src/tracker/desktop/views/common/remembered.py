"""Small facts that the window remembers, kept as JSON beside its widths and places."""

import json
from typing import Any

from PySide6.QtCore import QByteArray

from tracker.desktop.settings import Settings


def recall(settings: Settings, name: str) -> dict[str, Any]:
    """What was kept under this name; nothing where it was never kept or cannot be read."""
    state = settings.state(name)
    try:
        kept = json.loads(bytes(state.data())) if state is not None else {}
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(settings: Settings, name: str, values: dict[str, Any]) -> None:
    """Keep plain values under a name."""
    settings.remember(name, QByteArray(json.dumps(values, ensure_ascii=False).encode()))
