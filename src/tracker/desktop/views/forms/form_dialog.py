"""A form in a dialog: what is refused is said beside the field that it is about, and nothing typed is lost."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.jobs import Task
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.widgets import (
    ComboBox,
    Scrolling,
    button,
    column,
    is_ctrl_enter,
    label,
    row,
    settle,
    text,
)
from tracker.desktop.views.forms.conflict_rows import ConflictRows
from tracker.desktop.views.forms.more_fields import MoreFields
from tracker.desktop.views.forms.plain_dialog import FieldSet
from tracker.desktop.views.forms.read_field import with_readout
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.text.dates import stamp

_DRAFT_MILLISECONDS = 2_000
"""So much typing a crash may take; what is kept is written only where it has changed."""
_SIDE = 20
"""Pixels of the design at both sides of the fields."""


class FieldHost(Protocol):
    """A form that keeps its fields by name, with room beside each for what is refused."""

    appearance: Appearance

    def register(self, name: str, widget: QWidget, words: str) -> QLabel:
        """Take an input as the field of this name; returns the room for a refusal."""
        ...

    def add(self, name: str, widget: QWidget, caption: str | None = None) -> QVBoxLayout:
        """Return a field with its caption, not placed yet."""
        ...


class FormDialog(QDialog):
    """Fields by name, a line for what was refused, and two buttons. Subclasses add fields and collect values."""

    submitted = Signal(object)
    reload_wanted = Signal()

    detail: CommitmentDetail
    """The commitment that the form is about, where it is about one."""
    is_busy = False
    """Whether a write is under way."""
    draft_about = ""
    """What the form is about besides its commitment: each thing keeps what was typed about it on its own."""

    def __init__(self, appearance: Appearance, parent: QWidget, about: CommitmentDetail | None) -> None:
        super().__init__(parent)
        self.appearance = appearance
        if about is not None:
            self.detail = about
        self._about_id = about.row.id if about is not None else None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._by_name = FieldSet(appearance)
        self.fields = column(spacing=9)
        self._fault = text("", "fault")
        self._fault.setVisible(False)
        self._told = text("", "hint")
        self._told.setObjectName("told")
        self._told.setVisible(False)
        self.conflict = ConflictRows(appearance)
        self.conflict.taken.connect(self.put)
        self._reload = button(self.tr("Load the newest state"))
        self._reload.setObjectName("loadNewest")
        self._reload.setVisible(False)
        self._reload.clicked.connect(self.reload_wanted)
        self._task: Task | None = None
        # Those of the ledger that the form was opened for, whichever is open later.
        self.drafts = appearance.drafts.here
        self._blank: State | None = None
        self._draft_pause = QTimer(self, interval=_DRAFT_MILLISECONDS)
        self._draft_pause.timeout.connect(self._keep_typed)
        self._begin_again = button(self.tr("Begin again"), "quiet-link")
        self._begin_again.setObjectName("beginAgain")
        self._begin_again.clicked.connect(self._give_up_typed)
        self._restored = text("", "hint")
        self._strip = QWidget()
        self._strip.setObjectName("restoredDraft")
        self._strip.setLayout(row(self._restored, self._begin_again, spacing=8))
        self._strip.setVisible(False)
        self._progress = ProgressStrip(offers=False)
        self.save_button = button(self.tr("Save"), "primary")
        self.save_button.setObjectName("save")
        self.save_button.setDefault(True)
        self.save_button.setToolTip(self.tr("Ctrl+Enter"))
        self.save_button.clicked.connect(self._submit)
        self.cancel_button = button(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self._heading = text("", "heading")
        self._subject = text("", "hint")
        self.set_subject(f"{about.row.code} · {appearance.words.name(about.row.title)}" if about else "")
        head = column(self._heading, self._subject, self._strip, spacing=3)
        self._foot = row(self._reload, self._progress, None, self.cancel_button, self.save_button, spacing=8)
        parts = head, self._framed(self._scrolling()), self._told, self._fault, self._foot
        whole = column(*parts, spacing=14, margins=(_SIDE, 18, _SIDE, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setMinimumWidth(scaled(560))

    def set_heading(self, title: str) -> None:
        """Say what the dialog is for, in its title bar and at its top."""
        self.setWindowTitle(title)
        self._heading.setText(title)

    def set_subject(self, subject: str) -> None:
        """Say what the dialog is about, where that is not one commitment."""
        self._subject.setText(subject)
        self._subject.setVisible(bool(subject))

    def offer_way_out(self, words: str) -> QPushButton:
        """A further button, beside the one that cancels."""
        made = button(words)
        self._foot.insertWidget(self._foot.indexOf(self.cancel_button), made)
        return made

    def values(self) -> Mapping[str, Any]:
        """What was typed, as the command takes it."""
        raise NotImplementedError

    def typed(self) -> State:
        """Return the contents of the form, to be kept until it is saved."""
        return self._by_name.typed()

    def type_again(self, state: State) -> None:
        """Put into the form what stood in it."""
        self._by_name.type_again(state)

    def put(self, name: str, value: object) -> None:
        """Put a value, as `typed` has it, into the field of this name."""
        self._by_name.type_again({name: value})

    @property
    def is_restored(self) -> bool:
        """Whether the form shows what was typed earlier and not saved."""
        return self._strip.isVisibleTo(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._blank is None:
            self._blank = self.typed()
            self._restore_typed()
            self._draft_pause.start()
            # Qt opens a window on two thirds of the screen at most, and a small screen has more room than that.
            self._grow()

    def accept(self) -> None:
        """Close: what was typed is saved."""
        self._draft_pause.stop()
        self.drafts.forget(self._draft_key)
        super().accept()

    def _framed(self, fields: QWidget) -> QWidget:
        """The fields with what is beside them."""
        return fields

    @property
    def _draft_key(self) -> str:
        about = getattr(self, "detail", None)
        code = about.row.code if about is not None else ""
        return draft_key(type(self).__name__, code, self.draft_about)

    def _restore_typed(self) -> None:
        draft = self.drafts.find(self._draft_key)
        if draft is None or draft.state == self._blank:
            return
        self.type_again(draft.state)
        said = self.tr("This was typed on {day} and not saved.")
        self._restored.setText(said.format(day=stamp(draft.at)))
        self._strip.setVisible(True)
        self._grow()

    def _keep_typed(self) -> None:
        state = self.typed()
        if state == self._blank:
            self.drafts.forget(self._draft_key)
        else:
            self.drafts.keep(self._draft_key, state)

    def _give_up_typed(self) -> None:
        """Empty the form of what was typed earlier."""
        self._strip.setVisible(False)
        self.type_again(self._blank or {})
        self._keep_typed()

    def add(
        self,
        name: str,
        widget: QWidget,
        caption: str | None = None,
        *,
        optional: bool = False,
        beside: QWidget | None = None,
    ) -> QVBoxLayout:
        """A field with its caption above and room for a refusal below. The layout is not placed yet.

        `beside` stands at the right of the input, such as a button that does something with it.
        """
        words = self.appearance.words.field(name) if caption is None else caption
        fault = self.register(name, widget, words)
        if optional:
            words = self.tr("{field} (optional)").format(field=words)
        shown = label(words, "formLabel")
        shown.setBuddy(widget)
        if beside is None:
            return column(shown, with_readout(widget), fault, None, spacing=3)
        both = row(widget, beside, spacing=8)
        both.setStretch(0, 1)
        return column(shown, both, fault, None, spacing=3)

    def register(self, name: str, widget: QWidget, words: str) -> QLabel:
        """Take an input as the field of this name, called so; returns the room for a refusal, to be placed by it."""
        fault = self._by_name.register(name, widget, words)
        if isinstance(widget, QPlainTextEdit):
            # A tab in a reason is of no use, and whoever types goes on by it.
            widget.setTabChangesFocus(True)
            widget.installEventFilter(self)
        return fault

    def input(self, name: str) -> QWidget:
        """The input of a field."""
        return self._by_name.input(name)

    def fault(self, name: str = "") -> str:
        """The sentence that is shown beside a field, or with no name the one about the whole form."""
        shown = self._by_name.faults.get(name, self._fault)
        return shown.text() if shown.isVisibleTo(self) else ""

    def busy(self, task: Task | None = None) -> None:
        """A write is under way; cancelling stops it where it is a task, and the form stays."""
        self._task = task
        self.is_busy = True
        self._progress.watch(task)
        self.save_button.setEnabled(False)

    def settle(self) -> None:
        """Let the user try again."""
        self._task = None
        self.is_busy = False
        self._progress.watch(None)
        self.save_button.setEnabled(True)

    def reject(self) -> None:
        """Close, unless a write is under way: one that can be stopped is, of another the answer comes in a moment."""
        if self._task is not None:
            self._task.cancel()
        # The write would go on, and its refusal would have nowhere to be said.
        elif not self.is_busy:
            if self._draft_pause.isActive():
                self._draft_pause.stop()
                self._keep_typed()
            super().reject()

    def refuse(self, error: UserError) -> None:
        """Say why it was not saved, beside the field concerned where it is one."""
        self.complain(self.appearance.words.error(error), error.field or "")
        self._by_name.faults.get(error.field or "", self._fault).setProperty("code", error.code)
        found = error.details.get("differences", ())
        of_lines = [name for name, field in self._by_name.inputs.items() if isinstance(field, QPlainTextEdit)]
        self.conflict.show_differences(found if isinstance(found, tuple) else (), self.typed(), of_lines)
        meanwhile = error.code == "changed_meanwhile"
        self.offer_newest(meanwhile)
        self._grow()
        if meanwhile:
            choices = [*self.conflict.choices.values()]
            first = choices[0] if choices else None
            (first or self._reload).setFocus()
            # What is made last is at the end: on went the Tab key to the head, where one begins again.
            for before, after in pairwise((*choices, self._reload, self.cancel_button, self.save_button)):
                QWidget.setTabOrder(before, after)
            # In a turn of its own: when everything has its place. The first of them last, which has to be seen.
            for shown in (self.conflict, first or self.conflict):
                QTimer.singleShot(0, shown, partial(self._area.ensureWidgetVisible, shown))

    def concerns(self, commitments: Collection[int]) -> bool:
        """Whether the form is about one of these commitments, by their ids."""
        return self._about_id in commitments

    def tell(self, sentence: str) -> None:
        """Say something that concerns what is being typed; what was refused is more important, and stays."""
        if self._fault.isHidden():
            self._told.setText(sentence)
            self._told.setVisible(True)
            self._grow()

    def offer_newest(self, offered: bool) -> None:
        """Whether the newest state may be loaded into the form."""
        self._reload.setVisible(offered)

    def complain(self, sentence: str, name: str = "") -> None:
        """Say what is wrong, beside the field of this name where there is one, and let the user try again."""
        self.settle()
        self._clear_faults()
        self._told.setVisible(False)
        if self._by_name.has(name):
            for more in self.findChildren(MoreFields):
                if more.isAncestorOf(self.input(name)):
                    more.open()
            self._by_name.refuse(name, sentence)
            self.input(name).setFocus()
        else:
            self._fault.setText(sentence)
            self._fault.setVisible(True)
        self._grow()
        if self._by_name.has(name):
            self._area.ensureWidgetVisible(self.input(name))

    def _grow(self) -> None:
        """Make room for a sentence that has come in."""
        # The layout has noticed the new sentence; the area around it has not.
        settle(self._area)
        self._area.updateGeometry()
        wanted = self.sizeHint().height()
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def _fit(self) -> None:
        """Be as high as what is shown now needs, no higher: most of it is another thing than before."""
        settle(self._area)
        self._area.updateGeometry()
        self.resize(self.width(), self.sizeHint().height())

    def reloaded(self) -> None:
        """The newest state is known now: what was typed may be saved over it."""
        self._clear_faults()
        # Before the button goes that has it.
        self.save_button.setFocus()
        self._reload.setVisible(False)
        self.tell(self.tr("The newest state is loaded. What you typed is still here: look again, then save."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_ctrl_enter(event):
            self._send(event)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter saves from within a text field too, where Enter alone begins a new line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and is_ctrl_enter(event):
            self._send(event)
            return True
        return super().eventFilter(watched, event)

    def _send(self, event: QKeyEvent) -> None:
        """Ctrl+Enter was pressed, be it with other keys."""
        del event
        self._submit()

    def _submit(self) -> None:
        if self.save_button.isEnabled():
            self._clear_faults()
            self.submitted.emit(self.values())

    def _clear_faults(self) -> None:
        self._by_name.clear_faults()
        self._fault.setVisible(False)

    def _scrolling(self) -> QScrollArea:
        inner = QWidget()
        # Among the fields, which scroll where the screen is too small for all of it.
        inner.setLayout(column(self.fields, self.conflict, spacing=9))
        self._area = _Area()
        self._area.setWidget(inner)
        return self._area


class _Area(Scrolling):
    """Wants as much room as its contents; scrolls only where the screen is too small for that."""

    def sizeHint(self) -> QSize:
        inner = self.widget()
        room = self.screen().availableSize().height() * 7 // 10
        if inner is None:
            return super().sizeHint()
        # Words wrap, so the height follows from the width that the form will have.
        width = max(scaled(520), inner.sizeHint().width(), self.window().minimumWidth() - 2 * scaled(_SIDE))
        return QSize(width, min(self._height(inner, width) + 2, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = self.widget()
        if inner is None or not self.verticalScrollBar().isVisible():
            return
        room = self.maximumViewportSize()
        # Beside its bar the words are narrower and need more lines, for which Qt keeps a bar that nothing needs.
        if self._height(inner, room.width()) <= room.height():
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    @staticmethod
    def _height(inner: QWidget, width: int) -> int:
        layout = inner.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        return layout.totalHeightForWidth(width) if layout is not None and wraps else inner.sizeHint().height()


def side_by_side(*fields: QLayout) -> QHBoxLayout:
    """Fields in one row, each as wide as the others, their captions in one line whatever stands below an input."""
    made = row(*fields, spacing=12)
    for place, field in enumerate(fields):
        made.setStretch(place, 1)
        made.setAlignment(field, Qt.AlignmentFlag.AlignTop)
    return made


def line(value: str = "", hint: str = "") -> QLineEdit:
    """An input of one line."""
    made = QLineEdit(value)
    made.setPlaceholderText(hint)
    made.setCursorPosition(0)
    return made


def lines(value: str = "", height: int = 3) -> QPlainTextEdit:
    """An input of several lines."""
    made = QPlainTextEdit(value)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * height + scaled(14))
    return made


def choice(options: Sequence[tuple[str, object]], current: object = None) -> QComboBox:
    """A choice of one among (words, value); `current` is the value that stands."""
    made = ComboBox()
    made.setMinimumContentsLength(6)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for words, value in options:
        made.addItem(words, value)
    place = next((place for place, (_, value) in enumerate(options) if value == current), 0)
    made.setCurrentIndex(place)
    return made


def refuse_form(dialog: FormDialog, error: Exception) -> None:
    """Say in the form why it was not saved; a defect and a stopped write are told of elsewhere."""
    if isinstance(error, UserError):
        dialog.refuse(error)
    else:
        dialog.settle()
