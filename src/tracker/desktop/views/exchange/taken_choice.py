"""What is taken besides the rows in sight of one sheet: its sisters, and rows that were hidden or struck out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import CheckBox
from tracker.domain.exchange.spreadsheet_rows import RowMark


class TakenChoice(QWidget):
    """A box for the sheets with the same headings, and one for each sort of marked rows; those that would change
    nothing are not shown. `changed` says that one was ticked or not any more."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("takenChoice")
        self._words = appearance.words
        self._sisters: Sequence[str] = ()
        self.together = CheckBox(appearance)
        self.marks = {mark: CheckBox(appearance) for mark in RowMark}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for box in (self.together, *self.marks.values()):
            box.setVisible(False)
            box.clicked.connect(lambda _: self.changed.emit())
            column.addWidget(box)

    def show_sisters(self, names: Sequence[str]) -> None:
        """Offer these sheets; other ones than before are not ticked."""
        if tuple(names) != tuple(self._sisters):
            self.together.setChecked(False)
        self._sisters = names
        self.together.setText(
            self.tr("Also the sheets with the same headings: {names}").format(names=self._words.join(names))
        )
        self.together.setToolTip(self.together.text())
        self.together.setVisible(bool(names))

    def forget_marked(self) -> None:
        """Tick no sort of rows: those of another sheet are others."""
        for box in self.marks.values():
            box.setChecked(False)

    def show_marked(self, counts: Mapping[RowMark, int]) -> None:
        """Offer the sorts of rows that there are; what is ticked stays, so that it can be unticked."""
        for mark, box in self.marks.items():
            count = counts.get(mark, 0)
            sort = self._words.term(mark)
            box.setText(self.tr("Also: {sort} ({count})").format(sort=sort, count=f"{count:,}"))
            box.setVisible(count > 0 or box.isChecked())

    def also(self) -> tuple[str, ...]:
        """The further sheets that are taken."""
        return tuple(self._sisters) if self.together.isChecked() else ()

    def takes(self) -> frozenset[RowMark]:
        """The sorts of marked rows that are taken."""
        return frozenset(mark for mark, box in self.marks.items() if box.isChecked())
