"""A month to choose a day from, by keys and by clicks."""

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QTableView, QToolButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import button, column, row

_ISO = "yyyy-MM-dd"
_ARROWS = {"qt_calendar_prevmonth": "‹", "qt_calendar_nextmonth": "›"}
"""Qt's own are black on any ground."""
_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class MonthCalendar(QFrame):
    """Arrow keys go by days and weeks, Page Up and Page Down by months; Enter or a click chooses, Esc closes.

    `chosen` carries an ISO day, or an ISO month where months are offered.
    """

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, shown: QDate) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("calendar")
        self.days = QCalendarWidget()
        self.days.setLocale(QLocale("zh_CN" if appearance.language == "zh" else "en_GB"))
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        quiet = QTextCharFormat()
        quiet.setForeground(appearance.tokens.colour("soft"))
        self.days.setHeaderTextFormat(quiet)
        for day in _WEEKEND:  # Qt would paint them red, which here means overdue
            self.days.setWeekdayTextFormat(day, QTextCharFormat())
        for name, arrow in _ARROWS.items():
            turn = self.days.findChild(QToolButton, name)
            if turn is not None:
                turn.setIcon(QIcon())
                turn.setText(arrow)
        self.days.setSelectedDate(shown)
        self.days.clicked.connect(self._choose)
        self.days.activated.connect(self._choose)
        self._offers = row(None, spacing=8)
        self.setLayout(column(self.days, self._offers, spacing=4, margins=(6, 6, 6, 6)))

    def offer_today(self, today: QDate) -> None:
        """Today, by one click."""
        made = button(self.tr("Today"), "quiet-link")
        made.setObjectName("chooseToday")
        made.clicked.connect(lambda: self._choose(today))
        self._offers.insertWidget(0, made)

    def offer_month(self) -> None:
        """The month that shows, where the day is not known."""
        made = button(self.tr("The month only"), "quiet-link")
        made.setObjectName("chooseMonth")
        made.clicked.connect(lambda: self._emit(f"{self.days.yearShown():04}-{self.days.monthShown():02}"))
        self._offers.addWidget(made)

    def show_below(self, field: QWidget) -> None:
        """Show it under a field, or above it where the screen ends."""
        self.adjustSize()
        corner = field.mapToGlobal(QPoint(0, field.height() + 2))
        room = field.screen().availableGeometry()
        if corner.y() + self.height() > room.bottom():
            corner = field.mapToGlobal(QPoint(0, -self.height() - 2))
        self.move(max(room.left(), min(corner.x(), room.right() - self.width())), max(room.top(), corner.y()))
        self.show()
        for table in self.days.findChildren(QTableView):
            table.setFocus()

    def _choose(self, day: QDate) -> None:
        self._emit(day.toString(_ISO))

    def _emit(self, iso: str) -> None:
        self.close()
        self.chosen.emit(iso)
