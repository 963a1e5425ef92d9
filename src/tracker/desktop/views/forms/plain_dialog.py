"""A dialog of the window's own, not about a commitment: heading, body, buttons; refusals show at their field."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import button, column, row, text
from tracker.desktop.views.forms.field_set import FieldSet
from tracker.domain.errors import UserError

_Answer = TypeVar("_Answer")


def if_open(
    dialog: QDialog, show: Callable[[_Answer], None], otherwise: Callable[[_Answer], None] | None = None
) -> Callable[[_Answer], None]:
    """Show an answer in the dialog that asked; where it was closed meanwhile, do something else with it, or nothing."""

    def take(answer: _Answer) -> None:
        if isValid(dialog):
            show(answer)
        elif otherwise is not None:
            otherwise(answer)

    return take


def accept_if_open(dialog: QDialog) -> None:
    """Close a dialog whose work is done, unless it was closed before."""
    if isValid(dialog):
        dialog.accept()


class PlainDialog(QDialog):
    """Subclasses fill `body` and then call `finish`."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = column(spacing=10)
        self._heading = text("", "heading")
        self._fields = FieldSet(appearance)
        self._buttons = row(None, spacing=8)

    def set_title(self, title: str) -> None:
        """Say what the dialog is for, in its title bar and at its top."""
        self.setWindowTitle(title)
        self._heading.setText(title)

    def finish(self, primary: str, cancel: str, width: int = 480) -> QPushButton:
        """Put the dialog together; returns the button that does what the dialog is for."""
        done = button(primary, "primary")
        done.setDefault(True)
        buttons = self._buttons
        if cancel:
            refuse = button(cancel)
            refuse.clicked.connect(self.reject)
            buttons.addWidget(refuse)
        buttons.addWidget(done)
        self.body.addStretch()
        whole = column(self._heading, self._area(), buttons, spacing=14, margins=(20, 18, 20, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setMinimumWidth(scaled(width))
        self._fit(scaled(width))
        return done

    def offer(self, words: str) -> QPushButton:
        """A further button, before the one that does what the dialog is for; once that is there."""
        made = button(words)
        self._buttons.insertWidget(self._buttons.count() - 1, made)
        return made

    def add(self, name: str, widget: QWidget, caption: str, hint: str = "") -> QVBoxLayout:
        """A field with its caption above, and room for a hint and a refusal below."""
        return self._fields.add(name, widget, caption, hint)

    def has(self, name: str | None) -> bool:
        """Whether there is a field of this name."""
        return self._fields.has(name)

    def input(self, name: str) -> QWidget:
        """The input of a field."""
        return self._fields.input(name)

    def fault(self, name: str) -> str:
        """The sentence that is shown beside a field."""
        return self._fields.fault(name)

    def refuse(self, name: str, error: UserError | str, *, focuses: bool = True) -> None:
        """Say beside a field why it was not taken, and let it be mended there."""
        self._fields.refuse(name, error)
        if focuses:
            self._fields.input(name).setFocus()
        self.body.invalidate()
        self._fit(self.width())

    def clear_faults(self) -> None:
        """Try again."""
        self._fields.clear_faults()

    def _fit(self, width: int) -> None:
        """Be as high as the words need at this width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()  # what has just come in counts, too
            self.resize(width, layout.totalHeightForWidth(width))

    def _area(self) -> QWidget:
        inner = QWidget()
        inner.setLayout(self.body)
        if inner.sizeHint().height() < self.screen().availableSize().height() * 7 // 10:
            return inner
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area
