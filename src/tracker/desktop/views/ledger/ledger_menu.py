"""Ledgers: a new one, another one, a shared one, those of late, a copy, the sample."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.widgets import ask_file, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.services.ledgers.shared_addresses import remember_password

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_WRONG = "server_password_wrong"
_SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")
ENDING = ".commitments"
"""How the name of a new ledger ends, so that systems know it by its name; earlier ones are called `.db`, as any
program's files may be (`resources/desktop`)."""


class AddressDialog(PlainDialog):
    """Asks for the address of a shared ledger."""

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.set_title(self.tr("Open a shared ledger"))
        self.address = QLineEdit()
        self.address.setPlaceholderText("postgresql://name@server/ledger")
        hint = self.tr("A ledger on a PostgreSQL server, for several people: ask whoever set it up.")
        self.body.addLayout(self.add("ledger", self.address, self.tr("Address"), hint))
        self.body.addWidget(
            text(self.tr("Leave the password out: it is asked for where the server wants one."), "hint")
        )
        self.open_button = self.finish(self.tr("Open"), self.tr("Cancel"))
        self.open_button.clicked.connect(self._submit)

    def _submit(self) -> None:
        address = self.address.text().strip()
        if not address.startswith(_SCHEMES):
            self.refuse("ledger", self.tr("The address begins with postgresql:// and names a server and a database."))
            return
        self.accept()
        self.chosen.emit(address)


class PasswordDialog(PlainDialog):
    """Asks for the password of a shared ledger, which is kept until the program ends. `given` carries it."""

    given = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, address: str) -> None:
        super().__init__(appearance, parent)
        self.set_title(self.tr("Password"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        hint = self.tr("It is kept until the program ends, and stored nowhere.")
        self.body.addWidget(text(address, "small"))
        self.body.addLayout(self.add("password", self.password, self.tr("Password"), hint))
        self.open_button = self.finish(self.tr("Open"), self.tr("Cancel"))
        self.open_button.clicked.connect(self._submit)

    def say_wrong(self) -> None:
        """Say of the password before that it was not taken. To be called once the dialog is open."""
        self.refuse("password", self.tr("The server did not accept the name and password: try again."))

    def _submit(self) -> None:
        password = self.password.text()
        self.accept()
        self.given.emit(password)


class Ledgers(Controller):
    """Asks which ledger is wanted: `chosen` carries its path or address, `empty_chosen` that of one to begin empty,
    `document_chosen` that of one to begin with a document."""

    chosen = Signal(str)
    empty_chosen = Signal(str)
    document_chosen = Signal(str)

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._location = ""
        self._missing: frozenset[str] = frozenset()
        self.recent = QMenu(window)
        self.recent.aboutToShow.connect(self._look_for_missing)

    @property
    def handlers(self) -> dict[str, Do]:
        return {
            "new_ledger": self.create,
            "new_empty": self.create_empty,
            "open_ledger": self.choose,
            "open_shared": self.ask_address,
            "save_copy": self.save_copy,
            "open_sample": self.open_sample,
        }

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        if ledger is not None:
            self._location = ledger.location
            self._settings.remember_recent(self._location)
            self._look_for_missing()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self.recent.setTitle(self.tr("Recent ledgers"))
        self._fill()

    def create(self) -> None:
        """Ask where a new ledger is to lie. One that is there already is opened as it is."""
        name = self.tr("Commitment ledger") + ENDING
        self._ask(self.tr("New ledger"), lambda path: self.chosen.emit(str(path)), saves=name)

    def create_empty(self) -> None:
        """Ask where a new ledger without any briefing is to lie. One that is there already is opened as it is."""
        name = self.tr("Commitment ledger") + ENDING
        self._ask(self.tr("New empty ledger"), lambda path: self.empty_chosen.emit(str(path)), saves=name)

    def create_for_document(self) -> None:
        """The same for a ledger that begins with a document of one's own."""
        name = self.tr("Commitment ledger") + ENDING
        self._ask(self.tr("New ledger"), lambda path: self.document_chosen.emit(str(path)), saves=name)

    def choose(self) -> None:
        """Ask for a ledger file."""
        self._ask(self.tr("Open a ledger"), lambda path: self.chosen.emit(str(path)))

    def ask_address(self) -> None:
        """Ask for the address of a shared ledger."""
        dialog = AddressDialog(self._appearance, self._window)
        dialog.chosen.connect(self.chosen)
        dialog.open()

    def ask_password(self, address: str, error: UserError) -> None:
        """Ask for the password that a server wants, and then for the ledger again."""
        dialog = PasswordDialog(self._appearance, self._window, address)

        def keep(password: str) -> None:
            remember_password(address, password)
            self.chosen.emit(address)

        dialog.given.connect(keep)
        dialog.open()
        if error.code == _WRONG:
            dialog.say_wrong()

    def save_copy(self) -> None:
        """Ask where a copy is to lie, and make it."""
        self._ask(self.tr("Save a copy"), self.save_copy_to, saves=ENDING)

    def save_copy_to(self, path: Path) -> None:
        """Copy the ledger into a new file."""
        ledger = self.ledger
        if ledger is not None:
            done = self.tr("A copy has been saved as {path}").format(path=path)
            task = Task(self.tr("Save a copy"))
            self._jobs.run_long(
                task,
                lambda progress: services.copying.save_copy(ledger.workspace, path, progress),
                lambda _: self.said.emit(done),
                self.refuse,
            )

    def open_sample(self) -> None:
        """Open the sample ledger; the first time it is made."""
        task = Task(self.tr("Prepare the sample ledger"))
        self._jobs.run_long(task, _ensure_sample, self.chosen.emit, self.refuse, "sample")

    def _ask(self, title: str, use: Callable[[Path], object], saves: str = "") -> None:
        """Ask for a file beside the ledger that is open, else among the user's documents."""
        folder = str(Path(self._location).parent) if self._is_file(self._location) else ""
        filters = [self.tr("Ledger ({patterns})").format(patterns=f"*{ENDING} *.db")] if saves else []
        # A ledger that lies there is opened and not written over, and a copy refuses by itself.
        ask_file(self._window, title, use, folder=folder, filters=filters, saves=saves, overwrites=False)

    def _look_for_missing(self) -> None:
        """Which of the recent ledgers are gone? A file may lie on a slow drive, so not here."""
        places = self._settings.recent

        def look() -> frozenset[str]:
            return frozenset(place for place in places if self._is_file(place) and not Path(place).exists())

        self._fill()
        self._jobs.run(look, self._mark_missing, None, "recent")

    def _mark_missing(self, missing: frozenset[str]) -> None:
        if missing != self._missing:
            self._missing = missing
            self._fill()

    def _fill(self) -> None:
        self.recent.clear()
        self.recent.setToolTipsVisible(True)
        others = [place for place in self._settings.recent if place != self._location]
        for place in others:
            self.recent.addAction(self._entry(place))
        self.recent.setEnabled(bool(others))

    def _entry(self, place: str) -> QAction:
        missing = place in self._missing
        words = self.tr("{ledger}: no longer there").format(ledger=place) if missing else place
        action = QAction(words.replace("&", "&&"), self.recent)
        action.setEnabled(not missing)
        if missing:
            action.setToolTip(self.tr("The file has been moved or deleted. Open it from where it is now."))
        action.triggered.connect(lambda: self.chosen.emit(place))
        return action

    @staticmethod
    def _is_file(place: str) -> bool:
        return bool(place) and "://" not in place


def _ensure_sample(progress: Progress) -> str:
    """Make the sample ledger in the user's data folder where it is not there yet; return its path."""
    path = services.sample.default_sample()
    if not path.exists():
        services.sample.make_sample(path, progress)
    return str(path)
