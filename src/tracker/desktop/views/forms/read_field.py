"""Lines for dates and amounts: what is understood shows as it is typed; what is ambiguous is asked."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from html import escape
from typing import cast

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QKeySequence, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLayout, QLineEdit, QSizePolicy, QTableView, QToolButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import icon
from tracker.desktop.views.common.widgets import button, column, label, row
from tracker.domain.errors import UserError
from tracker.domain.terms import Operator
from tracker.domain.text.amount_input import read_amount
from tracker.domain.text.date_input import read_day, read_last_day, read_published
from tracker.domain.text.dates import BEIJING, first_day
from tracker.wording import decimal_text, grouped_text

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
        for day in _WEEKEND:
            # Qt would paint them red, which here means overdue.
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
        # The calendar does not hand the keyboard on to its days.
        for table in self.days.findChildren(QTableView):
            table.setFocus()

    def _choose(self, day: QDate) -> None:
        self._emit(day.toString(_ISO))

    def _emit(self, iso: str) -> None:
        self.close()
        self.chosen.emit(iso)


_OPENS = (QKeySequence("Alt+Down"), QKeySequence("F4"))
"""What opens a list elsewhere opens the calendar here."""
_GOES_ASIDE = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why a line loses the keyboard for a moment only: a menu, or another window."""
_TO_CHOOSE = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
_BINDS = {None: "=", Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤", Operator.ABOUT: "≈"}


class ReadField(QLineEdit):
    """A line with a `readout`, to be placed below it by `with_readout`."""

    def __init__(self, value: str = "", hint: str = "") -> None:
        super().__init__(value)
        self.setPlaceholderText(hint)
        self.setCursorPosition(0)
        self.readout = label("", "readout", rich=True)
        self._name_readout()
        self.readout.setVisible(False)
        # However much it says, the columns of a form keep their widths.
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.linkActivated.connect(self._choose)
        self.textChanged.connect(self.read)

    def _name_readout(self) -> None:
        self.readout.setAccessibleName(self.tr("What is understood"))

    def read(self) -> None:
        """Say what is understood, where it is not what stands there already."""
        typed = self.text().strip()
        said = ""
        choices = []
        try:
            said = self._understood(typed) if typed else ""
        except UserError as refused:
            choices = [str(one) for one in cast("Iterable[object]", refused.details.get("choices", ()))]
        year = {one[:4] for one in choices}
        links = " / ".join(f'<a href="{one}">{one[5:] if len(year) == 1 else one}</a>' for one in choices)
        self.readout.setText(f"{links} ?" if choices else escape(said))
        self.readout.setTextInteractionFlags(_TO_CHOOSE if choices else Qt.TextInteractionFlag.NoTextInteraction)
        self.show_readout()
        self.setAccessibleDescription(" / ".join(choices) or said)

    def show_readout(self) -> None:
        """Show what is understood where something is, and the line itself shows."""
        if self.readout.parent() is not None:
            # Else it would be a window of its own.
            self.readout.setVisible(bool(self.readout.text()) and not self.isHidden())

    def _understood(self, typed: str) -> str:
        """What is understood, for the readout; "" where that is what was typed. Raises `UserError`."""
        raise NotImplementedError

    def _choose(self, chosen: str) -> None:
        self.setText(chosen)
        self.setFocus()


class DateField(ReadField):
    """A date, read by one of the readers of `date_input`, with a calendar behind Alt+Down and a click.

    Once it is left, what was understood takes the place of what was typed; undo brings that back.
    """

    def __init__(
        self,
        appearance: Appearance,
        value: str = "",
        hint: str = "",
        reader: Callable[[str, str, date], date | str] = read_day,
    ) -> None:
        super().__init__(value, hint)
        self._appearance = appearance
        self._reader = reader
        self._opener = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._opener.setObjectName("openCalendar")
        self._opener.triggered.connect(self.open_calendar)
        self.retranslate()

    @property
    def value(self) -> str:
        """What is understood, as an ISO day or month; else what was typed, which whoever takes it refuses."""
        try:
            return self._iso(self.text().strip())
        except UserError:
            return self.text().strip()

    def retranslate(self) -> None:
        """Show text and colour again."""
        self._name_readout()
        self._opener.setIcon(icon("calendar", self._appearance.tokens.colours["soft"]))
        self._opener.setText(self.tr("Calendar (Alt+Down)"))

    def open_calendar(self) -> None:
        """Show the month of the day that stands there, to choose another."""
        shown = first_day(self.value) if self._is_known else self._first_choice()
        calendar = MonthCalendar(self._appearance, self, QDate(shown.year, shown.month, shown.day))
        calendar.offer_today(QDate(*_today().timetuple()[:3]))
        if self._reader is read_published:
            calendar.offer_month()
        calendar.chosen.connect(self._choose)
        calendar.show_below(self)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the calendar from the page, where Alt+Down goes to the next commitment."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and QKeySequence(event.keyCombination()) in _OPENS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if QKeySequence(event.keyCombination()) in _OPENS:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The calendar is a popup: what was typed is still being chosen.
        if event.reason() in _GOES_ASIDE or self.isReadOnly():
            return
        if self.value not in ("", self.text()):
            self.selectAll()
            # Unlike setting the text, this can be undone.
            self.insert(self.value)
            self.setCursorPosition(0)

    def _understood(self, typed: str) -> str:
        iso = self._iso(typed)
        return "" if iso == typed else f"= {iso}"

    @property
    def _is_known(self) -> bool:
        try:
            return bool(self._iso(self.text().strip()))
        except UserError:
            return False

    def _first_choice(self) -> date:
        """The first of the days that may be meant, else today."""
        try:
            self._iso(self.text().strip())
        except UserError as refused:
            for day in cast("Iterable[object]", refused.details.get("choices", ())):
                return date.fromisoformat(str(day))
        return _today()

    def _iso(self, typed: str) -> str:
        read = self._reader(typed, "date", _today())
        return read if isinstance(read, str) else read.isoformat()


class PublishedField(DateField):
    """A date of publication: a day, or a month where the day is not known."""

    def __init__(self, appearance: Appearance, value: str = "", hint: str = "") -> None:
        super().__init__(appearance, value, hint, read_published)


class DueField(DateField):
    """A day by which something is due: of a month, a quarter or a year the last."""

    def __init__(self, appearance: Appearance, value: str = "", hint: str = "") -> None:
        super().__init__(appearance, value, hint, read_last_day)


class AmountField(ReadField):
    """An amount, with the unit that is in the line beside it."""

    def __init__(self, value: str, unit: QLineEdit, hint: str = "") -> None:
        super().__init__(value, hint)
        self._unit = unit
        unit.textChanged.connect(self.read)

    def _understood(self, typed: str) -> str:
        amount = read_amount(typed, self._unit.text().strip())
        if amount.operator is None and typed == decimal_text(amount.value):
            return ""
        return f"{_BINDS[amount.operator]} {grouped_text(amount.value)} {amount.unit}".rstrip()


def with_readout(field: QWidget) -> QWidget | QLayout:
    """A field, and below it what is understood of what is typed there."""
    return column(field, field.readout, spacing=2) if isinstance(field, ReadField) else field


def _today() -> date:
    return datetime.now(BEIJING).date()
