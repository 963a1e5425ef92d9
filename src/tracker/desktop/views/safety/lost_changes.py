"""A ledger that lacks saved changes: what it means to go on without them, or to go back to a backup that has some."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import button, row, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.errors import UserError

_WITH_BACKUP = "ledger_behind_backup"
_BEHIND = frozenset({"ledger_behind", _WITH_BACKUP})


def is_behind(error: Exception | None) -> bool:
    """Whether a ledger does not open because saved changes are missing."""
    return isinstance(error, UserError) and error.code in _BEHIND


class BehindDialog(PlainDialog):
    """Asks before anything is written over what is missing; to close it leaves everything as it is."""

    go_on_wanted = Signal()
    restore_wanted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, reason: str, error: Exception | None) -> None:
        super().__init__(appearance, parent)
        details = error.details if isinstance(error, UserError) and error.code == _WITH_BACKUP else {}
        backup = str(details.get("backup", ""))
        self.set_title(self.tr("Saved changes are missing"))
        self.said = text(reason)
        self.hint = text(
            self.tr("Once you go on, the file with the missing changes does not fit any more, even if it is found."),
            "hint",
        )
        self.restore_button = button(self.tr("Restore this backup"))
        self.restore_button.clicked.connect(lambda: self._press(partial(self.restore_wanted.emit, backup)))
        self.restore_button.setVisible(bool(backup))
        self.go_on_button = button(self.tr("Go on without them"))
        self.go_on_button.clicked.connect(lambda: self._press(self.go_on_wanted.emit))
        for part in (self.said, self.hint):
            self.body.addWidget(part)
        self.body.addLayout(row(self.restore_button, self.go_on_button, None, spacing=8))
        close = self.finish(self.tr("Close"), "", width=560)
        close.clicked.connect(self.reject)
        close.setFocus()  # the Enter key leaves everything as it is, so that the file can be looked for

    def explain(self, error: Exception) -> None:
        """Say why that could not be done."""
        if not isinstance(error, UserError):
            self.reject()
            return
        self.said.setText(self.appearance.words.error(error))
        self._let_press(True)
        self._fit(self.width())

    def _press(self, deed: Callable[[], None]) -> None:
        self._let_press(False)
        deed()

    def _let_press(self, may: bool) -> None:
        for one in (self.restore_button, self.go_on_button):
            one.setEnabled(may)


def go_on(location: str) -> None:
    """Forget what is missing. In the background: with it comes SQLAlchemy, which no window waits for."""
    from tracker.services.ledgers.lost_changes import go_on_without

    go_on_without(location)
