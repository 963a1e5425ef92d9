"""Which columns the ledger of a report has, and in which order; kept under a name where one is given."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import TickDelegate
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import button, column, row, text
from tracker.desktop.views.forms.plain_dialog import LONGEST_NAME, PlainDialog
from tracker.domain.errors import UserError
from tracker.domain.reports.register_columns import STANDARD, RegisterColumn
from tracker.domain.text.lines import one_line

_HEIGHT = 374
_COLUMN = Qt.ItemDataRole.UserRole


class ColumnsDialog(PlainDialog):
    """`chosen` carries the columns in their order, and the name under which they are to be kept, "" for none. It stays
    until they are, and says why they could not be."""

    chosen = Signal(object, str)

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        columns: Sequence[RegisterColumn],
        name: str = "",
        names: Collection[str] = (),
    ) -> None:
        """`columns` are ticked at first, `name` is that of their layout; `names` are those that there are."""
        super().__init__(appearance, parent)
        self.setObjectName("columns")
        self._own_name = name
        self._names = names
        self.set_title(self.tr("Columns of the ledger"))
        hint = self.tr("What is ticked stands in the report, in this order. Drag a column, or move it by the buttons.")
        self.body.addWidget(text(hint, "hint"))
        self.list = QListWidget()
        self.list.setObjectName("columnList")
        self.list.setItemDelegate(TickDelegate(appearance, self.list))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setMinimumHeight(scaled(_HEIGHT))
        self.up_button = button(self.tr("Up"))
        self.up_button.setObjectName("columnUp")
        self.down_button = button(self.tr("Down"))
        self.down_button.setObjectName("columnDown")
        self.standard_button = button(self.tr("The usual ones"))
        self.standard_button.setObjectName("usualColumns")
        self.name = QLineEdit(name)
        self.name.setMaxLength(LONGEST_NAME)
        self._replaces = text(self.tr("There is a layout of this name: it will have these columns."), "hint")
        self._replaces.hide()
        self._lay_out()
        self._show(columns)
        self.list.currentRowChanged.connect(self._allow)
        self.list.model().rowsMoved.connect(self._allow)
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.standard_button.clicked.connect(lambda: self._show(STANDARD))
        self.name.textChanged.connect(self._say_replaced)
        self.use_button = self.finish(self.tr("Use these columns"), self.tr("Cancel"), width=460)
        self.use_button.clicked.connect(self._choose)
        self.list.setFocus()

    @property
    def columns(self) -> tuple[RegisterColumn, ...]:
        """The columns that are ticked, in their order."""
        items = map(self.list.item, range(self.list.count()))
        return tuple(RegisterColumn(item.data(_COLUMN)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def explain(self, error: Exception) -> None:
        """Say why the columns could not be kept; a defect has been reported already."""
        self.use_button.setEnabled(True)
        if isinstance(error, UserError):
            self.refuse("columns" if error.field == "columns" else "name", error)

    def _show(self, ticked: Sequence[RegisterColumn]) -> None:
        """List the ticked ones in their order, then the others."""
        self.list.clear()
        for one in (*ticked, *(other for other in RegisterColumn if other not in ticked)):
            item = QListWidgetItem(self.appearance.words.register(one.value))
            item.setData(_COLUMN, one.value)
            # Without ItemIsDropEnabled: a column falls between two others, and never on one, which it would replace.
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsDragEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked if one in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._allow()

    def _move(self, step: int) -> None:
        place = self.list.currentRow()
        item = self.list.takeItem(place)
        self.list.insertItem(place + step, item)
        self.list.setCurrentItem(item)

    def _allow(self) -> None:
        place = self.list.currentRow()
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < self.list.count() - 1)

    def _say_replaced(self) -> None:
        name = one_line(self.name.text())
        self._replaces.setVisible(name != self._own_name and name in self._names)

    def _choose(self) -> None:
        self.clear_faults()
        if not self.columns:
            self.refuse("columns", UserError("layout_empty", field="columns"))
            return
        self.use_button.setEnabled(False)
        self.chosen.emit(self.columns, one_line(self.name.text()))

    def _lay_out(self) -> None:
        fault = self._fields.register("columns", self.list, self.tr("Columns in their order"))
        beside = column(self.up_button, self.down_button, None, self.standard_button, spacing=8)
        lines = row(self.list, beside, spacing=12)
        lines.setStretch(0, 1)
        self.body.addLayout(lines, 1)
        self.body.addWidget(fault)
        hint = self.tr(
            "With a name they are a layout, kept in the ledger for all who work with it; without, on this computer."
        )
        self.body.addLayout(self.add("name", self.name, self.tr("Name of the layout"), hint))
        self.body.addWidget(self._replaces)
