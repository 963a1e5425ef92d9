"""A ledger that does not open: why, and where its file is damaged, a repaired copy or the newest backup."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.notices import FailurePage
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.plain_dialog import PlainDialog, WaysDialog, accept_if_open, if_open
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import STRANGE_SCHEMA
from tracker.locations import default_location, typed_path

if TYPE_CHECKING:
    from tracker.domain.safety.backups import Repair

_WITH_BACKUP = "ledger_behind_backup"
_BEHIND = frozenset({"ledger_behind", _WITH_BACKUP})


def is_behind(error: Exception | None) -> bool:
    """Whether a ledger does not open because saved changes are missing."""
    return isinstance(error, UserError) and error.code in _BEHIND


def go_on(location: str) -> None:
    """Forget what is missing. In the background: with it comes SQLAlchemy, which no window waits for."""
    from tracker.services.ledgers.lost_changes import go_on_without

    go_on_without(location)


_DAMAGE = STRANGE_SCHEMA | {"ledger_damaged", "ledger_not_database"}
_OUTCOMES = ("mended", "lost", "left")
_FROM_BACKUP = "repair_from_backup"


class RescueDialog(PlainDialog):
    """Repairs, says what it did, and then offers what can be done next, by one button."""

    repair_wanted = Signal()
    open_wanted = Signal(str)
    restore_wanted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, reason: str) -> None:
        super().__init__(appearance, parent)
        self._go_on: Callable[[], None] = self.repair_wanted.emit
        self.set_title(self.tr("Repair the ledger"))
        self.said = text(reason)
        self.hint = text(
            self.tr(
                "A repaired copy is written beside the ledger, with all that can still be read. "
                "The ledger itself stays as it is."
            ),
            "hint",
        )
        self.outcome = QPlainTextEdit()
        self.outcome.setObjectName("repaired")
        self.outcome.setReadOnly(True)
        self.outcome.setAccessibleName(self.tr("What was done"))
        self.outcome.setFixedHeight(scaled(180))
        self.outcome.hide()
        for part in (self.said, self.hint, self.outcome):
            self.body.addWidget(part)
        self.next_button = self.finish(self.tr("Make a repaired copy"), self.tr("Close"), width=560)
        self.next_button.clicked.connect(self._press)
        self.next_button.setFocus()

    def show_repair(self, made: "Repair") -> None:
        """Say what was mended, what is lost and what is still wrong; then the copy can be opened."""
        words = self.appearance.words
        lines = [
            words.phrase(f"repair_{name}", what=words.fault(one.code, one.details))
            for name in _OUTCOMES
            for one in getattr(made, name)
        ]
        self.outcome.setPlainText("\n".join(lines) or self.tr("Nothing was wrong with it."))
        self.outcome.show()
        self._offer(words.phrase("repaired", path=made.path), self.tr("Open the repaired copy"))
        self._go_on = partial(self.open_wanted.emit, str(made.path))

    def explain(self, error: Exception) -> None:
        """Say why that could not be done; where only a backup is left, offer that."""
        if not isinstance(error, UserError):
            self.reject()
            return
        is_last_resort = error.code == _FROM_BACKUP
        self.hint.setText(self.tr("The damaged file is kept among the backups."))
        self._offer(self.appearance.words.error(error), self.tr("Restore this backup"), hints=is_last_resort)
        self._go_on = partial(self.restore_wanted.emit, str(error.details.get("backup", "")))
        self.next_button.setEnabled(is_last_resort)

    def _offer(self, said: str, caption: str, *, hints: bool = False) -> None:
        self.said.setText(said)
        self.hint.setVisible(hints)
        self.next_button.setText(caption)
        self.next_button.setEnabled(True)
        self.next_button.setFocus()
        # The hint may have gone.
        self.body.activate()
        self._fit(self.width())

    def _press(self) -> None:
        self.next_button.setEnabled(False)
        self._go_on()


class Rescue(QObject):
    """Explains on its page why a ledger does not open. `chosen` carries the path of one to be opened instead."""

    chosen = Signal(str)

    def __init__(
        self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget, page: FailurePage
    ) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._settings = settings
        self._jobs = jobs
        self._window = window
        self._page = page
        self._location = ""
        self._reason = ""
        self._error: Exception | None = None
        page.rescue_wanted.connect(self.ask)

    def explain(self, location: str | None, error: Exception) -> None:
        """Say why it does not open; a file that is damaged, or that the program stumbles over, can be repaired."""
        self._location = location or default_location()
        self._error = error
        self._reason = self._reason_of(error)
        # A server's ledger is repaired where it lies, by whoever keeps it.
        is_file = "://" not in self._location and typed_path(self._location).is_file()
        self._page.explain(self._reason, self._remedy() if is_file else "")

    def ask(self) -> None:
        """Say what a repair does, or what it means to go on without what is missing, and do it when asked."""
        if is_behind(self._error):
            self._ask_behind()
            return
        self._open_dialog()

    def _open_dialog(self) -> RescueDialog:
        dialog = RescueDialog(self._appearance, self._window, self._reason)
        dialog.repair_wanted.connect(lambda: self._repair(dialog))
        dialog.restore_wanted.connect(lambda backup: self._restore(dialog, backup))
        dialog.open_wanted.connect(lambda path: self._open(dialog, path))
        dialog.open()
        return dialog

    def _ask_behind(self) -> None:
        """Ask before anything is written over what is missing."""
        error = self._error
        details = error.details if isinstance(error, UserError) and error.code == _WITH_BACKUP else {}
        ways: dict[str, Callable[[], None]] = {}
        if backup := str(details.get("backup", "")):
            ways[self.tr("Restore this backup")] = lambda: self._restore(dialog, backup)
        ways[self.tr("Go on without them")] = lambda: self._go_on(dialog)
        title = self.tr("Saved changes are missing")
        hint = self.tr("Once you go on, the file with the missing changes does not fit any more, even if it is found.")
        dialog = WaysDialog(self._appearance, self._window, title, self._reason, hint, ways)
        dialog.open()

    def _go_on(self, dialog: WaysDialog) -> None:
        location = self._location
        opened = partial(self._open, dialog, location)
        explain = if_open(dialog, dialog.explain, partial(self.explain, location))
        self._jobs.run(lambda: go_on(location), lambda _: opened(), explain, "rescue")

    def _remedy(self) -> str:
        if is_behind(self._error):
            return self.tr("What can be done…")
        is_damage = not isinstance(self._error, UserError) or self._error.code in _DAMAGE
        return self.tr("Repair…") if is_damage else ""

    def _repair(self, dialog: RescueDialog) -> None:
        task = Task(self.tr("Repair the ledger"), can_stop=False)
        work = partial(make_repaired_copy, self._location, self._settings.author)
        # A copy that was made, and why none could be, is told of though the dialog was closed meanwhile.
        show = if_open(dialog, dialog.show_repair, lambda made: self._open_dialog().show_repair(made))
        explain = if_open(dialog, dialog.explain, lambda error: self._open_dialog().explain(error))
        self._jobs.run_long(task, work, show, explain, "rescue")

    def _restore(self, dialog: RescueDialog | WaysDialog, backup: str) -> None:
        task = Task(self.tr("Restore a backup"), can_stop=False)
        work = partial(_go_back, self._location, backup, self._settings.author)
        explain = if_open(dialog, dialog.explain, partial(self.explain, self._location))
        self._jobs.run_long(task, work, partial(self._open, dialog), explain, "rescue", apart=False)

    def _open(self, dialog: RescueDialog | WaysDialog, path: str) -> None:
        accept_if_open(dialog)
        self.chosen.emit(path)

    def _reason_of(self, error: Exception) -> str:
        if isinstance(error, UserError):
            return self._appearance.words.error(error)
        return self.tr("The program made a mistake, which has been reported. The ledger is as it was.")


def make_repaired_copy(location: str, author: str, _progress: Progress) -> "Repair":
    """Write a repaired copy beside the ledger, which stays as it is. Raises as `repair` does."""
    repairing = services.repairing
    author = author or services.workspace.default_author()
    return repairing.repair(location, repairing.place_beside(location), author=author)


def _go_back(location: str, backup: str, author: str, progress: Progress) -> str:
    """Let the ledger become what the backup of this name is; as it is now, it is kept. Returns its path."""
    ledger = typed_path(location).absolute()
    source = next(one.path for one in services.backups.list_backups(ledger) if one.path.name == backup)
    author = author or services.workspace.default_author()
    services.backups.restore(ledger, source, author=author, progress=progress)
    return str(ledger)
