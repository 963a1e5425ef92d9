"""One field that can be changed where it stands: read as words with a pencil beside them, changed in place of them."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QSizePolicy, QWidget
from shiboken6 import delete

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import Button, button, column, label, mark_invalid, row, text
from tracker.desktop.views.forms.field_drafts import Drafts, FieldDraft
from tracker.desktop.views.forms.form_dialog import line
from tracker.desktop.views.forms.value_inputs import make_input
from tracker.domain.rows import CommitmentDetail, FieldChoices
from tracker.domain.text.dates import stamp

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Pencil(Button):
    """Quiet: seen where the pointer or the focus is, and always reached by Tab."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(kind="pencil")
        self.setIcon(icon("pencil", appearance.tokens.colours["soft"]))
        self.setIconSize(QSize(scaled(14), scaled(14)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_seen(self) -> bool:
        """Whether it is drawn now."""
        field = self.parentWidget()
        return self.hasFocus() or (field is not None and field.underMouse())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.is_seen:
            super().paintEvent(event)


class FieldEditor(QFrame):
    """The inputs of one draft, the reason, what was refused, and the two ways out. Writes all that is typed into it."""

    def __init__(
        self, appearance: Appearance, drafts: Drafts, choices: FieldChoices, draft: FieldDraft, caption: str
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._drafts = drafts
        self.draft = draft
        self.setObjectName("fieldEditor")
        self.setAccessibleName(caption)
        self.input = make_input(appearance, choices, draft.field, draft.values)
        self.reason = line(draft.reason, self.tr("Why? It stays in the history"))
        self.reason.setAccessibleName(self.tr("Reason for the change"))
        self.reason.setObjectName("changeReason")
        self.fault = text("", "fault")
        self._reason_fault = text("", "fault")
        self.reload = button(self.tr("Load the newest state"), "quiet-link")
        self.save = button(self.tr("Save"), "primary")
        self._cancel = button(self.tr("Cancel"))
        self._shown = draft.fault
        self._lay_out(caption)
        self._connect()
        self.follow()

    def begin(self) -> None:
        """Take the focus where typing begins."""
        self.input.first.setFocus()

    def follow(self) -> None:
        """Show what became of the draft outside: refused, saved, or met by a newer state."""
        draft = self.draft
        sentence = ""
        refused = draft.fault
        if refused is not None:
            sentence = self._appearance.words.error(refused)
        elif draft.renewed:
            sentence = self.tr("The newest state is loaded. What you typed is still here: look again, then save.")
        elif draft.restored is not None:
            sentence = self.tr("This was typed on {day} and not saved.").format(day=stamp(draft.restored))
        about_reason = refused is not None and refused.field == "reason"
        for place, words in ((self.fault, "" if about_reason else sentence), (self._reason_fault, sentence)):
            shown = bool(words) and (place is self.fault) != about_reason
            place.setText(words if shown else "")
            place.setVisible(shown)
        self.reload.setVisible(refused is not None and refused.code == "changed_meanwhile")
        for name, box in {**self.input.inputs, "reason": self.reason}.items():
            mark_invalid(box, refused is not None and refused.field == name)
        # Once for each refusal: `follow` is called for other reasons too, and would take the focus from whoever types.
        if refused is not self._shown:
            self._shown = refused
            self._focus_fault()

    def event(self, event: QEvent) -> bool:
        """Escape gives up the change, before the window takes it to clear the search."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._drafts.give_up(self.draft)
        elif event.key() in _ENTER and isinstance(focused, QAbstractButton):
            focused.click()
        elif event.key() in _ENTER:
            self._save()
        else:
            super().keyPressEvent(event)

    def _focus_fault(self) -> None:
        """Go to what was refused."""
        refused = self.draft.fault
        focused = QApplication.focusWidget()
        if refused is not None and focused is not None and self.isAncestorOf(focused):
            boxes = {**self.input.inputs, "reason": self.reason}
            boxes.get(refused.field or "", self.reload if not self.reload.isHidden() else self.input.first).setFocus()

    def _lay_out(self, caption: str) -> None:
        self.setLayout(
            column(
                label(caption, "formLabel"),
                self.input,
                self.fault,
                row(self.reload, None),
                self.reason,
                self._reason_fault,
                row(None, self._cancel, self.save, spacing=8),
                spacing=6,
                margins=(10, 8, 10, 10),
            )
        )

    def _connect(self) -> None:
        self.input.changed.connect(self._note)
        self.reason.textChanged.connect(self._note)
        self.save.clicked.connect(self._save)
        self._cancel.clicked.connect(lambda: self._drafts.give_up(self.draft))
        self.reload.clicked.connect(lambda: self._drafts.reload(self.draft))

    def _note(self) -> None:
        self.draft.values = self.input.values()
        self.draft.reason = self.reason.text()
        self._drafts.note()

    def _save(self) -> None:
        self._note()
        self._drafts.save(self.draft)


class EditableField(QFrame):
    """Words and a pencil, or in their place the editor of the draft that there is of this field."""

    opened = Signal()

    def __init__(self, appearance: Appearance, drafts: Drafts, field: str) -> None:
        super().__init__()
        self._appearance = appearance
        self._drafts = drafts
        self._field = field
        self._detail: CommitmentDetail | None = None
        self._read_only = False
        self._caption = ""
        self.choices = FieldChoices()
        self.editor: FieldEditor | None = None
        self.reading = QWidget()
        self.pencil = Pencil(appearance)
        self.pencil.setObjectName(f"edit_{field}")
        self.pencil.clicked.connect(self.open)
        self._line = row(self.reading, spacing=4)
        self._line.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        self._whole = column(self._line)
        self.setLayout(self._whole)

    @property
    def is_worked_in(self) -> bool:
        """Whether the focus is in its editor."""
        focused = QApplication.focusWidget()
        return self.editor is not None and focused is not None and self.editor.isAncestorOf(focused)

    def show_field(
        self, detail: CommitmentDetail, reading: QWidget, caption: str, invitation: str, *, read_only: bool
    ) -> None:
        """Show how the field reads now. An editor of the same commitment that is open stays as it is."""
        self._detail = detail
        self._read_only = read_only
        self._caption = caption
        self._line.removeWidget(self.reading)
        delete(self.reading)  # at once, so that nothing old is found or read out any more
        self.reading = reading
        self._line.insertWidget(0, reading, 1)
        self.pencil.setIcon(icon("pencil", self._appearance.tokens.colours["soft"]))
        self.pencil.setAccessibleName(invitation)
        self.pencil.setToolTip(invitation)
        self.follow()

    def open(self) -> None:
        """Begin to change it."""
        if self._detail is not None and not self._read_only:
            self._drafts.begin(self._detail, self._field)
            self.follow()
            self.opened.emit()
            if self.editor is not None:
                self.editor.begin()

    def follow(self) -> None:
        """Be open where there is a draft, and closed where there is none."""
        draft = self._drafts.find(self._detail.row.code, self._field) if self._detail is not None else None
        wanted = draft if not self._read_only else None
        if self.editor is not None and self.editor.draft is not wanted:
            self._close(self.editor)
        if wanted is not None and self.editor is None:
            self.editor = FieldEditor(self._appearance, self._drafts, self.choices, wanted, self._caption)
            self._whole.addWidget(self.editor)
            self.editor.show()  # now, so that it can take the focus
        elif self.editor is not None:
            self.editor.follow()
        around = scaled(4) if self.editor is not None else 0
        self._whole.setContentsMargins(0, around, 0, around)
        self.reading.setVisible(self.editor is None)
        self.pencil.setVisible(self.editor is None and not self._read_only)

    def retranslate(self) -> None:
        """Let the editor be made again, with what was typed."""
        if self.editor is not None:
            self._close(self.editor)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pencil.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pencil.update()

    def _close(self, editor: FieldEditor) -> None:
        # Asked while it still has it: with the editor the focus would go to whatever Qt finds next.
        held = self.is_worked_in
        self.editor = None
        self.reading.show()
        self.pencil.setVisible(not self._read_only)
        if held:
            self.pencil.setFocus()
        self._whole.removeWidget(editor)
        # Not at once: the key or the click that closes it may be one that it is still answering.
        editor.hide()
        editor.deleteLater()
