"""Which columns the ledger of a report has: the usual ones, those of a layout that is kept, or some chosen now."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.desktop.settings import Settings
from tracker.desktop.views.common.widgets import allow, button, column, row
from tracker.desktop.views.reports.one_of import fill
from tracker.domain.errors import UserError
from tracker.domain.reports.register_columns import STANDARD, RegisterColumn, register_columns

_KEPT = "report_columns"
_STANDARD = "standard"
_OWN = "own"
_LAYOUT = "layout:"


class LayoutChoice(QWidget):
    """`changed` says that other columns are chosen; what was chosen last is chosen again at the next start.

    `choose_wanted`, `rename_wanted` and `delete_wanted` ask to choose columns one by one, and to rename or delete the
    layout that is chosen.
    """

    changed = Signal()
    choose_wanted = Signal()
    rename_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._layouts: Mapping[str, tuple[RegisterColumn, ...]] = {}
        self._why_not = ""
        kept = settings.recall(_KEPT)
        self._own = _columns_of(kept.get("own"))
        # Not what the box shows: a ledger without this layout may be followed by one that has it.
        self._wanted = str(kept.get("chosen"))
        self.choice = QComboBox()
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.choose_button = button("", "quiet-link")
        self.choose_button.setObjectName("chooseColumns")
        self.rename_button = button("", "quiet-link")
        self.rename_button.setObjectName("renameLayout")
        self.delete_button = button("", "quiet-link")
        self.delete_button.setObjectName("deleteLayout")
        ways = row(self.choose_button, self.rename_button, self.delete_button, None, spacing=10)
        self.setFocusProxy(self.choice)
        self.setLayout(column(self.choice, ways, spacing=4))
        self.choice.activated.connect(self._choose)
        self.choose_button.clicked.connect(self.choose_wanted)
        self.rename_button.clicked.connect(self.rename_wanted)
        self.delete_button.clicked.connect(self.delete_wanted)

    @property
    def columns(self) -> tuple[RegisterColumn, ...]:
        """The columns that are chosen, in their order; none for the standard ones."""
        if self.choice.currentData() == _OWN:
            return self._own
        return self._layouts.get(self.name, ())

    @property
    def name(self) -> str:
        """What the chosen layout is called; "" where none is chosen."""
        chosen = str(self.choice.currentData())
        return chosen.removeprefix(_LAYOUT) if chosen.startswith(_LAYOUT) else ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the layouts are called that there are."""
        return tuple(self._layouts)

    def show_layouts(self, layouts: Mapping[str, tuple[RegisterColumn, ...]], why_not: str = "") -> None:
        """Offer these by their names; `why_not` says why none may be renamed or deleted."""
        self._layouts = layouts
        self._why_not = why_not
        self.retranslate()

    def take(self, columns: Sequence[RegisterColumn], name: str = "") -> None:
        """Choose these columns from now on, or the layout of this name, which has them."""
        if name:
            self._layouts = {**self._layouts, name: tuple(columns)}
            self._wanted = _LAYOUT + name
        elif tuple(columns) in ((), STANDARD):
            self._wanted = _STANDARD
        else:
            self._own = tuple(columns)
            self._wanted = _OWN
        self.retranslate()
        self._remember()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        names = {_STANDARD: self.tr("The usual columns")}
        names |= {_LAYOUT + name: name for name in self._layouts}
        if self._own:
            names[_OWN] = self.tr("Chosen here: {count}").format(count=len(self._own))
        fill(self.choice, names, self._wanted)
        self.choice.setAccessibleName(self.tr("Columns"))
        self.choose_button.setText(self.tr("Choose…"))
        self.choose_button.setAccessibleName(self.tr("Choose columns…"))
        self.rename_button.setText(self.tr("Rename…"))
        self.delete_button.setText(self.tr("Delete"))
        self._allow()

    def _choose(self) -> None:
        self._wanted = str(self.choice.currentData())
        self._remember()

    def _remember(self) -> None:
        self._settings.keep(_KEPT, {"chosen": self._wanted, "own": [column.value for column in self._own]})
        self._allow()
        self.changed.emit()

    def _allow(self) -> None:
        for made in (self.rename_button, self.delete_button):
            made.setVisible(bool(self.name))
            allow(made, self._why_not)


def _columns_of(kept: object) -> tuple[RegisterColumn, ...]:
    """The columns with these names; none where another version of the program kept others."""
    try:
        return register_columns([str(name) for name in kept]) if isinstance(kept, list) else ()
    except UserError:
        return ()
