"""A dialog of the window's own, not about a commitment: heading, body, buttons; refusals stand beside their field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import button, column, label, mark_invalid, row, text
from tracker.domain.errors import UserError


class PlainDialog(QDialog):
    """Subclasses fill `body` and then call `finish`."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = column(spacing=10)
        self._heading = text("", "heading")
        self._inputs: dict[str, QWidget] = {}
        self._faults: dict[str, QLabel] = {}

    def set_title(self, title: str) -> None:
        """Say what the dialog is for, in its title bar and at its top."""
        self.setWindowTitle(title)
        self._heading.setText(title)

    def finish(self, primary: str, cancel: str, width: int = 480) -> QPushButton:
        """Put the dialog together; returns the button that does what the dialog is for."""
        done = button(primary, "primary")
        done.setDefault(True)
        buttons = row(None, spacing=8)
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

    def add(self, name: str, widget: QWidget, caption: str, hint: str = "") -> QVBoxLayout:
        """A field with its caption above, and room for a hint and a refusal below."""
        widget.setAccessibleName(caption)
        shown = label(caption, "formLabel")
        shown.setBuddy(widget)
        fault = text("", "fault")
        fault.setVisible(False)
        self._inputs[name], self._faults[name] = widget, fault
        field = column(shown, widget, spacing=3)
        if hint:
            field.addWidget(text(hint, "hint"))
        field.addWidget(fault)
        return field

    def input(self, name: str) -> QWidget:
        """The input of a field."""
        return self._inputs[name]

    def fault(self, name: str) -> str:
        """The sentence that stands beside a field."""
        return self._faults[name].text() if self._faults[name].isVisibleTo(self) else ""

    def refuse(self, name: str, error: UserError | str, *, focuses: bool = True) -> None:
        """Say beside a field why it was not taken, and let it be mended there."""
        self.clear_faults()
        self._faults[name].setText(error if isinstance(error, str) else self.appearance.words.error(error))
        self._faults[name].setVisible(True)
        # Beside other fields it is narrow, and needs more lines than it guesses.
        self._faults[name].setMinimumHeight(self._faults[name].heightForWidth(self._inputs[name].width()))
        mark_invalid(self._inputs[name], True)
        if focuses:
            self._inputs[name].setFocus()
        self.body.invalidate()
        self._fit(self.width())

    def clear_faults(self) -> None:
        """Try again."""
        for name, fault in self._faults.items():
            fault.setVisible(False)
            mark_invalid(self._inputs[name], False)

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
