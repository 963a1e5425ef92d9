"""What the window remembers between two starts: an INI file that the user can read and delete."""

from pathlib import Path

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QLocale, QSettings, Qt

from tracker.domain.languages import LANGUAGES

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

    @property
    def density(self) -> str:
        """How high the rows of the list are: `comfortable` or `dense`."""
        chosen = str(self._store.value("density", ""))
        return chosen if chosen in DENSITIES else DENSITIES[0]

    @density.setter
    def density(self, density: str) -> None:
        self._store.setValue("density", density)

    @property
    def author(self) -> str:
        """The name that stands beside what is written; nothing means the name of the account."""
        return str(self._store.value("author", ""))

    @author.setter
    def author(self, author: str) -> None:
        self._store.setValue("author", author)

    @property
    def report_template(self) -> str:
        """Where the office's template for DOCX lies; nothing means the program's own layout."""
        return str(self._store.value("report_template", ""))

    @report_template.setter
    def report_template(self, path: str) -> None:
        self._store.setValue("report_template", path)

    @property
    def welcomed(self) -> bool:
        """Whether the first start lies behind."""
        return str(self._store.value("welcomed", "")) == "true"

    @welcomed.setter
    def welcomed(self, welcomed: bool) -> None:
        self._store.setValue("welcomed", "true" if welcomed else "false")

    @property
    def recent(self) -> tuple[str, ...]:
        """The ledgers opened last, the newest first: paths, and addresses without their passwords."""
        places = (str(self._store.value(f"recent/{place}", "")) for place in range(_MOST_RECENT))
        return tuple(filter(None, places))

    def remember_recent(self, location: str) -> None:
        """A ledger has been opened."""
        others = [known for known in self.recent if known != location]
        for place, known in enumerate([location, *others][:_MOST_RECENT]):
            self._store.setValue(f"recent/{place}", known)

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
