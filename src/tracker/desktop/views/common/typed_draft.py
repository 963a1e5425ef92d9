"""What was typed into a dialog that is about no commitment, kept as forms about commitments keep it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State
from tracker.desktop.views.common.widgets import button, row, text
from tracker.domain.text.dates import stamp

_DRAFT_MILLISECONDS = 2_000
"""So much typing a crash may take."""


class TypedDraft(QWidget):
    """A line in a dialog that brings back what was typed into it earlier, says of which day, and offers to begin again.

    What is typed is kept while the dialog is open and when it is closed; `forget` when the work is done."""

    def __init__(
        self,
        appearance: Appearance,
        dialog: QDialog,
        key: str,
        typed: Callable[[], State],
        type_again: Callable[[State], None],
    ) -> None:
        """`typed` returns what is typed in the dialog, `type_again` puts it there."""
        super().__init__(dialog)
        self._appearance = appearance
        self._key = key
        self._typed = typed
        self._type_again = type_again
        self._blank: State | None = None
        self._said = text("", "hint")
        self.again_button = button(self.tr("Begin again"), "quiet-link")
        self.again_button.setObjectName("beginAgain")
        self.again_button.clicked.connect(self._begin_again)
        self.setObjectName("restoredDraft")
        self.setLayout(row(self._said, self.again_button, spacing=8))
        self.hide()
        self._pause = QTimer(self, interval=_DRAFT_MILLISECONDS)
        self._pause.timeout.connect(self.keep)
        dialog.finished.connect(self._end)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was typed earlier comes back when the dialog is shown: all its fields are there by then."""
        if event.type() == QEvent.Type.Show and self._blank is None:
            self._begin()
        return super().eventFilter(watched, event)

    def keep(self) -> None:
        """Keep what is typed in the dialog now."""
        blank = self._blank
        if blank is None or not self._pause.isActive():
            return
        # Only what was changed: what is left alone may be another thing when the dialog is opened the next time.
        changed = {name: value for name, value in self._typed().items() if blank.get(name) != value}
        if changed:
            self._appearance.drafts.keep(self._key, changed)
        else:
            self._appearance.drafts.forget(self._key)

    def leave(self) -> None:
        """Keep what is typed in the dialog for the last time: its ledger is about to be closed."""
        self.keep()
        self._pause.stop()

    def forget(self) -> None:
        """Let go of what was typed: it was carried out."""
        self._pause.stop()
        self._appearance.drafts.forget(self._key)

    def _begin(self) -> None:
        self._blank = self._typed()
        self._pause.start()
        draft = self._appearance.drafts.find(self._key)
        if draft is None or {**self._blank, **draft.state} == self._blank:
            return
        self._type_again(draft.state)
        self._said.setText(self.tr("This was typed on {day} and not saved.").format(day=stamp(draft.at)))
        self.show()

    def _begin_again(self) -> None:
        self.hide()
        self._type_again(self._blank or {})
        self.keep()

    def _end(self) -> None:
        self.keep()
        self._pause.stop()
