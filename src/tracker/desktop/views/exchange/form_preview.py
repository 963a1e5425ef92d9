"""A returned form before it is entered: what came, what it would become, and what is doubtful about it."""

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QSplitter, QTextBrowser, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.models.drawing import TickDelegate
from tracker.desktop.models.lazy_table import Index
from tracker.desktop.models.rows_model import RowsModel, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.row_table import RowTable
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import FillField, FormFinding, Preview, PreviewRow

_Role = Qt.ItemDataRole
_LONGEST = 200
"""Characters of a cell; the pane below shows all of them."""


class FormModel(RowsModel):
    """`ticked` says that another row is accepted now, or one no longer is."""

    ticked = Signal()

    def __init__(self, appearance: Appearance, preview: Preview, titles: Sequence[str]) -> None:
        super().__init__()
        self._words = appearance.words
        self.rows = preview.rows
        self._enterable = {row.key for row in preview.enterable}
        self._accepted = {row.key for row in preview.clear}
        self.show_lines(titles, [TableLine(self._cells(row), row) for row in preview.rows])

    @property
    def accepted(self) -> tuple[str, ...]:
        """The keys of the rows that are accepted, in their order."""
        return tuple(row.key for row in self.rows if row.key in self._accepted)

    def accept(self, keys: Collection[str]) -> None:
        """Accept these rows and no others, as far as they can be accepted."""
        self._accepted = self._enterable & set(keys)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.ticked.emit()

    def can_be_entered(self, number: int) -> bool:
        """Whether a row can be accepted at all."""
        return self.rows[number].key in self._enterable

    def toggle(self, numbers: Sequence[int]) -> None:
        """Accept these rows, or where all of them are accepted none."""
        keys = {self.rows[number].key for number in numbers} & self._enterable
        if not keys:
            return
        self._accepted = self._accepted - keys if keys <= self._accepted else self._accepted | keys
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.ticked.emit()

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        key = self.rows[index.row()].key
        if role == _Role.CheckStateRole and index.column() == 0 and key in self._enterable:
            return Qt.CheckState.Checked if key in self._accepted else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or not self.can_be_entered(index.row()):
            return False
        if (Qt.CheckState(value) == Qt.CheckState.Checked) != (self.rows[index.row()].key in self._accepted):
            self.toggle([index.row()])
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self.can_be_entered(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _cells(self, row: PreviewRow) -> tuple[str, ...]:
        findings = " ".join(map(self._words.form_finding, row.findings))
        texts = (row.key, row.sent.get(FillField.TITLE, ""), row.said, self._becomes(row), findings)
        return tuple(map(_short, texts))

    def _becomes(self, row: PreviewRow) -> str:
        """What the row would become: the word that it claims, and the title of what it names."""
        claimed = self._words.term(row.claimed) if row.claimed is not None else ""
        return " · ".join(filter(None, (claimed, row.evidence.title if row.evidence is not None else "")))


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _LONGEST else said[:_LONGEST] + "…"


_WIDTHS = (150, 200, 230, 170)
_SIZE = (1060, 700)
_MOST_FINDINGS = 8


class FormPreview(PlainDialog):
    """`entered` carries the keys of the accepted rows."""

    entered = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget, preview: Preview) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("formPreview")
        self.preview = preview
        self.set_title(self.tr("Take in a filled-in file"))
        # By its content: another file of the same name is another form.
        key = draft_key("FormPreview", about=preview.sha256)
        self.draft = TypedDraft(appearance, self, key, self._ticked, self._tick_again)
        self.body.addWidget(self.draft)
        self.body.addWidget(text(self._subject(), "strong"))
        self.findings = [self._finding(found) for found in preview.findings[:_MOST_FINDINGS]]
        for shown in self.findings:
            self.body.addWidget(shown)
        titles = (self.tr("Code"), self.tr("Commitment"), self.tr("What came"), self.tr("What it becomes"))
        self.rows = FormModel(appearance, preview, (*titles, self.tr("To be noted")))
        self.table = RowTable(appearance)
        self.detail = QTextBrowser()
        self._set_up_table()
        self.detail.setOpenLinks(False)
        self.detail.setAccessibleName(self.tr("The chosen row, field by field"))
        self.counts = text("", "hint")
        self._fault = text("", "fault")
        self._fault.setVisible(False)
        self.body.addWidget(self._parts(), 1)
        self.body.addWidget(self.counts)
        self.body.addWidget(self._fault)
        self.enter_button = self.finish("", self.tr("Cancel"), 720)
        self.enter_button.clicked.connect(lambda: self.entered.emit(self.rows.accepted))
        self.rows.ticked.connect(self._count)
        self._count()
        self.resize_within(*_SIZE)
        if preview.rows:
            self.table.selectRow(0)
            self.table.setFocus()

    def _parts(self) -> QSplitter:
        """The table above, the chosen row below."""
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self.detail)
        parts.setChildrenCollapsible(False)
        parts.setMinimumHeight(scaled(360))
        return parts

    def _ticked(self) -> State:
        return {"accepted": list(self.rows.accepted)}

    def _tick_again(self, state: State) -> None:
        kept = state.get("accepted")
        if isinstance(kept, list):
            self.rows.accept([key for key in kept if isinstance(key, str)])

    def busy(self) -> None:
        """The rows are being entered."""
        self.enter_button.setEnabled(False)

    def explain(self, error: Exception) -> None:
        """Say why they were not entered; a defect has been reported already."""
        self._count()
        if isinstance(error, UserError):
            self._fault.setText(self.appearance.words.error(error))
            self._fault.setProperty("code", error.code)
            self._fault.setVisible(True)

    @property
    def refusal(self) -> str:
        """The code of what is said against entering them; "" where nothing is."""
        return "" if self._fault.isHidden() else self._fault.property("code")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The space bar accepts the chosen rows, wherever in them the focus is."""
        pressed = event if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.table and pressed is not None and pressed.key() == Qt.Key.Key_Space:
            self.rows.toggle([index.row() for index in self.table.selectionModel().selectedRows()])
            return True
        return super().eventFilter(watched, event)

    def _subject(self) -> str:
        sending = self.preview.sending
        words = self.appearance.words
        if sending is None:
            return self.preview.name
        said = (words.name(sending.department), sending.period, sending.sent_on.isoformat(), self.preview.name)
        return " · ".join(said)

    def _finding(self, found: FormFinding) -> QLabel:
        words = self.appearance.words
        return text(f"{words.form('weight', found.weight)} · {words.form_finding(found)}", "hint")

    def _set_up_table(self) -> None:
        self.table.setModel(self.rows)
        self.table.setItemDelegate(TickDelegate(self.appearance, self.table))
        self.table.setAccessibleName(self.tr("The rows that came back"))
        self.table.installEventFilter(self)
        head = self.table.horizontalHeader()
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, scaled(width))
        head.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _: self._show(self.rows.rows[index.row()]))

    def _count(self) -> None:
        accepted = len(self.rows.accepted)
        every = len(self.preview.rows)
        filled = sum(bool(row.said) or row.evidence is not None for row in self.preview.rows)
        said = self.tr("{rows} rows, {filled} filled in, {accepted} accepted. Space accepts or rejects what is chosen.")
        self.counts.setText(said.format(rows=every, filled=filled, accepted=accepted))
        self.enter_button.setText(self.tr("Enter {count} as official claims").format(count=accepted))
        self.enter_button.setEnabled(accepted > 0)

    def _show(self, row: PreviewRow) -> None:
        """The row field by field: as it was sent, as it came, and what it would become."""
        words = self.appearance.words
        changed = {found.details.get("column") for found in row.findings if found.code == "locked_changed"}
        heads = "".join(f"<th align='left'>{escape(head)}</th>" for head in self._heads())
        lines = [f"<tr>{heads}</tr>"]
        for column in FillField:
            sent = row.sent.get(column, "")
            came = row.returned.get(column, "")
            if sent or came:
                name = words.form("column", column)
                shown = f"<b>{_html(came)}</b>" if column in changed else _html(came)
                lines.append(f"<tr><td>{escape(name)}</td><td>{_html(sent)}</td><td>{shown}</td></tr>")
        self.detail.setHtml(f"{self._becomes(row)}<table cellpadding='4' width='100%'>{''.join(lines)}</table>")

    def _heads(self) -> tuple[str, str, str]:
        return self.tr("Field"), self.tr("Sent"), self.tr("Returned")

    def _becomes(self, row: PreviewRow) -> str:
        words = self.appearance.words
        said = list[tuple[str, str]]()
        for found in row.findings:
            said.append((words.form("weight", found.weight), words.form_finding(found)))
        if row.said:
            claimed = f"（{words.term(row.claimed)}）" if row.claimed is not None else ""
            said.append((self.tr("Official claim"), f"{row.said_on} {claimed} {row.said}"))
        if row.evidence is not None:
            given = row.evidence
            kept = " · ".join(filter(None, (given.title, given.publisher, given.published, given.number, given.url)))
            said.append((self.tr("Proposed evidence"), f"{kept}\n{given.note}"))
        return "".join(f"<p><b>{escape(head)}</b> {_html(words_of)}</p>" for head, words_of in said)


def _html(said: str) -> str:
    """Text of others as text."""
    return escape(said).replace("\n", "<br>")
