"""A dialog of the window's own, not about a commitment: heading, body, buttons; refusals show at their field."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import (
    Scrolling,
    button,
    column,
    is_ctrl_enter,
    label,
    mark_invalid,
    row,
    text,
)
from tracker.desktop.views.forms.read_field import ReadField, with_readout
from tracker.domain.errors import UserError
from tracker.domain.text.lines import one_line

_MARGIN = 40
"""Pixels of the design that the window keeps around a large dialog where it is small."""


def call(widget: QWidget, words: str) -> None:
    """Give an input its name; of a choice in which one can type, also the part that takes the keyboard."""
    widget.setAccessibleName(words)
    inner = widget.lineEdit() if isinstance(widget, QComboBox) else None
    if inner is not None:
        inner.setAccessibleName(words)


class FieldSet:
    """The fields of a form by name. `inputs` and `faults`, the room for a refusal below each, go by the same names."""

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._captions: dict[str, QLabel] = {}
        self.inputs: dict[str, QWidget] = {}
        self.faults: dict[str, QLabel] = {}

    def register(self, name: str, widget: QWidget, caption: str) -> QLabel:
        """Take an input as the field of this name; return the room for a refusal, to be placed by it."""
        fault = text("", "fault")
        fault.setVisible(False)
        self.inputs[name] = widget
        self.faults[name] = fault
        call(widget, caption)
        return fault

    def add(self, name: str, widget: QWidget, caption: str = "", hint: str = "") -> QVBoxLayout:
        """Lay a new field out, with its caption above and room for a hint and a refusal below."""
        fault = self.register(name, widget, caption)
        shown = label(caption, "formLabel")
        shown.setBuddy(widget)
        self._captions[name] = shown
        field = column(shown, with_readout(widget), spacing=3)
        if hint:
            field.addWidget(text(hint, "hint"))
        field.addWidget(fault)
        return field

    def name(self, name: str, caption: str) -> None:
        """Say what a field is for."""
        self._captions[name].setText(caption)
        call(self.inputs[name], caption)

    def show(self, name: str, shown: bool) -> None:
        """Show a field, or take it away."""
        self._captions[name].setVisible(shown)
        field = self.inputs[name]
        field.setVisible(shown)
        if isinstance(field, ReadField):
            field.show_readout()
        if not shown:
            self.faults[name].setVisible(False)

    def typed(self) -> dict[str, Any]:
        """Return the contents of the usual inputs by their names, as JSON has them; of other inputs nothing."""
        found = ((name, typed_in(widget)) for name, widget in self.inputs.items())
        return {name: value for name, value in found if value is not None}

    def type_again(self, state: Mapping[str, Any]) -> None:
        """Put kept contents back into the inputs; what a form no longer has is passed over."""
        for name, value in state.items():
            if name in self.inputs:
                type_into(self.inputs[name], value)

    def has(self, name: str | None) -> bool:
        """Whether there is a field of this name."""
        return name in self.inputs

    def input(self, name: str) -> QWidget:
        """The input of a field."""
        return self.inputs[name]

    def fault(self, name: str) -> str:
        """The sentence that is shown beside a field."""
        fault = self.faults[name]
        return "" if fault.isHidden() else fault.text()

    def refuse(self, name: str, error: UserError | str) -> None:
        """Say beside a field why it was not taken; nothing is said beside the others."""
        self.clear_faults()
        fault = self.faults[name]
        field = self.inputs[name]
        fault.setText(error if isinstance(error, str) else self._appearance.words.error(error))
        fault.setProperty("code", "" if isinstance(error, str) else error.code)
        fault.setVisible(True)
        # Beside other fields it is narrow, and needs more lines than it guesses.
        fault.setMinimumHeight(fault.heightForWidth(field.width()))
        mark_invalid(field, True)

    def clear_faults(self) -> None:
        """Try again."""
        for name, fault in self.faults.items():
            if not fault.isHidden():
                fault.setVisible(False)
                mark_invalid(self.inputs[name], False)


TYPED = (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox, QRadioButton)
"""The inputs whose contents can be kept."""


def typed_in(widget: QWidget) -> Any:
    """Return the value of an input, as JSON has it; None in one of another kind."""
    match widget:
        case QLineEdit():
            return widget.text()
        case QPlainTextEdit():
            return widget.toPlainText()
        case QComboBox():
            # What is chosen, not its words: the window may speak another language when it comes back.
            chosen = widget.currentData()
            return chosen if isinstance(chosen, str | bool) and chosen != "" else widget.currentText()
        case QCheckBox() | QRadioButton():
            return widget.isChecked()
        case _:
            return None


def type_into(widget: QWidget, value: Any) -> None:
    """Put into an input what stood in it."""
    match widget, value:
        case QLineEdit(), str():
            widget.setText(value)
        case QPlainTextEdit(), str():
            widget.setPlainText(value)
        case QComboBox(), str() if widget.isEditable():
            widget.setCurrentText(value)
        case QComboBox(), str() | bool() if (place := widget.findData(value)) >= 0:
            widget.setCurrentIndex(place)
        case QComboBox(), str() if (place := widget.findText(value)) >= 0:
            widget.setCurrentIndex(place)
        case QCheckBox() | QRadioButton(), bool():
            widget.setChecked(value)
        case _:
            pass  # kept by another version of the form


_Answer = TypeVar("_Answer")


def if_open(
    dialog: QDialog, show: Callable[[_Answer], None], otherwise: Callable[[_Answer], None] | None = None
) -> Callable[[_Answer], None]:
    """Show an answer in the dialog that asked; where it was closed meanwhile, do something else with it, or nothing."""

    def take(answer: _Answer) -> None:
        # A dialog deletes itself when it is closed; Python may still hold its empty shell.
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
        self._done: QPushButton | None = None
        self._is_sized = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_ctrl_enter(event) and self._done is not None:
            self._done.click()
        else:
            super().keyPressEvent(event)

    def set_title(self, title: str) -> None:
        """Say what the dialog is for, in its title bar and at its top."""
        self.setWindowTitle(title)
        self._heading.setText(title)

    def finish(self, primary: str, cancel: str, width: int = 480) -> QPushButton:
        """Put the dialog together; returns the button that does what the dialog is for."""
        done = button(primary, "primary")
        done.setDefault(True)
        done.setToolTip(self.tr("Ctrl+Enter"))
        self._done = done
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
        if self._done is not None:
            QWidget.setTabOrder(made, self._done)
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

    def resize_within(self, width: float, height: float) -> None:
        """Be of a size of the design, or less where the window around has no room for it; from then on of that which
        the user gives it, as what comes in scrolls."""
        self._is_sized = True
        around = self.parentWidget() or self
        room = around.window().size() - QSize(scaled(_MARGIN), scaled(_MARGIN))
        self.resize(QSize(scaled(width), scaled(height)).boundedTo(room))

    def _fit(self, width: int) -> None:
        """Be as high as the words need at this width, unless it has a size of its own."""
        layout = self.layout()
        if layout is not None and not self._is_sized:
            # What has just come in counts, too.
            layout.activate()
            self.resize(width, layout.totalHeightForWidth(width))

    def _area(self) -> QWidget:
        inner = QWidget()
        inner.setLayout(self.body)
        if inner.sizeHint().height() < self.screen().availableSize().height() * 7 // 10:
            return inner
        area = Scrolling()
        area.setWidget(inner)
        return area


LONGEST_NAME = 80


class WaysDialog(PlainDialog):
    """Says what has happened, and offers the ways to go on, a button each; to close it changes nothing."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        title: str,
        said: str,
        hint: str,
        ways: Mapping[str, Callable[[], None]],
        close: str = "",
    ) -> None:
        """`ways`: what is done by what the button says; `close`: what the one says that changes nothing."""
        super().__init__(appearance, parent)
        self.set_title(title)
        self.said = text(said)
        self.hint = text(hint, "hint")
        self.body.addWidget(self.said)
        self.body.addWidget(self.hint)
        self.ways: list[QPushButton] = []
        for words, go in ways.items():
            made = button(words)
            made.clicked.connect(partial(self._press, go))
            self.ways.append(made)
        self.body.addLayout(row(*self.ways, None, spacing=8))
        self.close_button = self.finish(close or self.tr("Close"), "", width=560)
        self.close_button.clicked.connect(self.reject)
        # The Enter key leaves everything as it is.
        self.close_button.setFocus()

    def explain(self, error: Exception) -> None:
        """Say why that could not be done, and let another way be tried; a defect has been reported already."""
        if not isinstance(error, UserError):
            self.reject()
            return
        self.said.setText(self.appearance.words.error(error))
        for one in self.ways:
            one.setEnabled(True)
        self.close_button.setFocus()
        self._fit(self.width())

    def _press(self, go: Callable[[], None]) -> None:
        for one in self.ways:
            one.setEnabled(False)
        go()


class NameDialog(PlainDialog):
    """`chosen` carries the name; one that is too long or empty is refused beside the field."""

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, title: str, caption: str, name: str = "") -> None:
        super().__init__(appearance, parent)
        self.set_title(title)
        self.field = QLineEdit(name)
        self.field.selectAll()
        self.body.addLayout(self.add("name", self.field, caption))
        self.save_button = self.finish(self.tr("Save"), self.tr("Cancel"), width=400)
        self.save_button.clicked.connect(self._submit)

    def _submit(self) -> None:
        name = one_line(self.field.text())
        if not name:
            self.refuse("name", self.tr("A name is needed."))
        elif len(name) > LONGEST_NAME:
            self.refuse("name", self.tr("The name is too long: {most} characters at most.").format(most=LONGEST_NAME))
        else:
            self.accept()
            self.chosen.emit(name)
