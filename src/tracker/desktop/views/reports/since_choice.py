"""From when on the changes of a report count."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import column
from tracker.desktop.views.forms.read_field import DateField
from tracker.desktop.views.reports.scope_choice import fill
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_request import ReportKind
from tracker.domain.text.date_input import read_day
from tracker.domain.text.dates import end_of_month_before


class Since(StrEnum):
    """Where the counting begins."""

    LAST = "last"
    MONTH = "month"
    DAY = "day"
    NEVER = "never"


class SinceChoice(QWidget):
    """`changed` says that it begins elsewhere."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._last: PastReport | None = None
        self._kind = ReportKind.LEDGER
        self.choice = QComboBox()
        self.day = DateField(appearance, "", "2025-12-31")
        self.setFocusProxy(self.choice)
        self.setLayout(column(self.choice, self.day, self.day.readout, spacing=6))
        self.retranslate()
        self.day.hide()
        self.choice.currentIndexChanged.connect(self._choose)
        self.day.textChanged.connect(self.changed)

    @property
    def chosen(self) -> Since:
        """Where the counting begins."""
        return Since(self.choice.currentData())

    def offer(self, kind: ReportKind, last: PastReport | None, *, take_last: bool = False) -> None:
        """Offer what goes with a report of this kind, and the report that it would follow, if there is one."""
        other = kind is not self._kind
        self._kind = kind
        self._last = last
        self.retranslate(Since.LAST if take_last else None if other else self.chosen)

    def read(self, as_of: date) -> tuple[date | None, int | None]:
        """The day after which changes count, and the event where that was within a day. Raises as `read_day`."""
        match self.chosen:
            case Since.LAST if self._last is not None:
                return self._last.as_of, self._last.newest_event
            case Since.MONTH:
                return end_of_month_before(as_of), None
            case Since.DAY:
                return read_day(self.day.value, "since"), None
            case _:
                return None, None

    def retranslate(self, chosen: Since | None = None) -> None:
        """Name all choices again."""
        names: dict[str, str] = {}
        if self._kind is not ReportKind.PERIOD:
            names[Since.NEVER] = self.tr("Tell of no changes")
        if self._last is not None:
            day = self._last.as_of.isoformat()
            names[Since.LAST] = self.tr("Since the last report, of {day}").format(day=day)
        names[Since.MONTH] = self.tr("Since the end of last month")
        names[Since.DAY] = self.tr("Since the end of a day…")
        self.choice.setAccessibleName(self.tr("Changes"))
        self.day.setAccessibleName(self.tr("Day after which changes count"))
        fill(self.choice, names, chosen or "")
        self.day.retranslate()

    def _choose(self) -> None:
        self.day.setVisible(self.chosen is Since.DAY)
        self.day.show_readout()
        if self.chosen is Since.DAY and not self.day.text():
            self.day.setFocus()
        self.changed.emit()
