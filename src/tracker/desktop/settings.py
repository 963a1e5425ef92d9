"""What the window remembers between two starts: an INI file that the user can read and delete."""

from pathlib import Path

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QLocale, QSettings

from tracker.wording import LANGUAGES

THEMES = ("system", "light", "dark")


class Settings:
    """Language, theme, and the places and widths of things. `path` None means the user's own file."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_config_path("tracker", appauthor=False) / "window.ini"
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """`zh` or `en`: as chosen, else English on an English system, else Chinese."""
        chosen = str(self._store.value("language", ""))
        return chosen if chosen in LANGUAGES else _system_language()

    @language.setter
    def language(self, language: str) -> None:
        self._store.setValue("language", language)

    @property
    def theme(self) -> str:
        """`system`, `light` or `dark`."""
        chosen = str(self._store.value("theme", ""))
        return chosen if chosen in THEMES else "system"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("theme", theme)

    def state(self, name: str) -> QByteArray | None:
        """The remembered state of a window, splitter or header, if there is one."""
        value = self._store.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else None

    def remember(self, name: str, state: QByteArray) -> None:
        """Keep the state of a window, splitter or header."""
        self._store.setValue(f"state/{name}", state)

    def folder(self) -> str:
        """Where the last report went."""
        return str(self._store.value("report_folder", ""))

    def remember_folder(self, folder: Path) -> None:
        """Offer this folder for the next report."""
        self._store.setValue("report_folder", str(folder))

    def save(self) -> None:
        """Write the file now."""
        self._store.sync()


def _system_language() -> str:
    return "en" if QLocale.system().language() == QLocale.Language.English else "zh"
