"""The reports that were written: each can be made again as it was, and the next one begins where it left off."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QStackedWidget, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import PADDING
from tracker.desktop.models.rows_model import TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.widgets import button, column, open_path, row, text
from tracker.desktop.views.reports.one_of import OneOf
from tracker.domain.exchange.forms import Sending
from tracker.domain.reports.past_report import PastReport
from tracker.domain.text.dates import stamp
from tracker.exports.site.addresses import overview

_REPORTS = "reports"
_FORMS = "forms"


class PastPanel(QFrame):
    """Reports that were made, and forms that were sent. `again_wanted` and `follow_wanted` carry the report that is to
    be made again, or followed by the next one; `verify_wanted` asks to hold a file against the ledger, `rounds_wanted`
    to see how rounds of forms stand."""

    again_wanted = Signal(object)
    said = Signal(str)
    follow_wanted = Signal(object)
    verify_wanted = Signal()
    rounds_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._places: Mapping[str, Path] = {}
        self._follows = False
        self.setObjectName("detail")
        self.reports: tuple[PastReport, ...] = ()
        self.forms: tuple[Sending, ...] = ()
        self.shown = OneOf((_REPORTS, _FORMS))
        self.shown.changed.connect(self._turn)
        self.list = TwoLineList(appearance, "pastReports", 2 * PADDING)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._allow())
        self.list.activated.connect(lambda _: self._open_or_again())
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_menu)
        self._empty = text("", "calmText")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open_button = button("")
        self.open_button.setObjectName("openReport")
        self.folder_button = button("", "quiet-link")
        self.folder_button.setObjectName("showFolder")
        self.copy_button = button("", "quiet-link")
        self.copy_button.setObjectName("copyPath")
        self.open_button.clicked.connect(self._open)
        self.folder_button.clicked.connect(self._show_folder)
        self.copy_button.clicked.connect(self._copy_path)
        self.again_button = button("")
        self.follow_button = button("")
        self.rounds_button = button("")
        self.rounds_button.setObjectName("formRounds")
        self.rounds_button.setVisible(False)
        self.rounds_button.clicked.connect(self.rounds_wanted)
        self.verify_button = button("")
        self.verify_button.clicked.connect(self.verify_wanted)
        self.again_button.clicked.connect(self._again)
        self.follow_button.clicked.connect(self._follow)
        self._lay_out()
        self._allow()

    @property
    def chosen(self) -> PastReport | None:
        """The report that is chosen in the list."""
        chosen = self.list.chosen
        return chosen if isinstance(chosen, PastReport) else None

    @property
    def place(self) -> Path | None:
        """Where the file of the chosen report or form is, as far as that is known."""
        chosen: PastReport | Sending | None = self.list.chosen
        return self._places.get(chosen.sha256) if chosen is not None else None

    @property
    def last_site(self) -> Path | None:
        """The folder of the public pages that were written last, as far as that is known."""
        sites = (one for one in self.reports if one.form.is_site)
        return next((place for one in sites if (place := self._places.get(one.sha256)) is not None), None)

    def turn_to_forms(self) -> None:
        """Show the forms that were sent."""
        self.shown.choose(_FORMS)
        self.list.setFocus()

    def choose_newest(self) -> None:
        """Choose the report that is about to come: it was saved just now."""
        self._follows = True

    def show_reports(self, reports: Sequence[PastReport], places: Mapping[str, Path]) -> None:
        """Show these, newest first; the chosen one stays chosen. `places` says where their files are, by hashes."""
        self._places = places
        if tuple(reports) == self.reports:
            self._allow()
            return
        self.reports = tuple(reports)
        self._fill()

    def show_forms(self, forms: Sequence[Sending]) -> None:
        """Show these, newest first; where they are is among the places of the reports."""
        self.forms = tuple(forms)
        self._fill()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        names: dict[Hashable, str] = {_REPORTS: self.tr("Reports so far"), _FORMS: self.tr("Forms sent")}
        self.shown.name(names, self.tr("What was written"))
        self.open_button.setText(self.tr("Open"))
        self.folder_button.setText(self.tr("Show in folder"))
        self.copy_button.setText(self.tr("Copy path"))
        self.again_button.setText(self.tr("Make again…"))
        self.again_button.setToolTip(self.tr("The same file as it was then, whatever became of the ledger since"))
        self.follow_button.setText(self.tr("What changed since"))
        self.follow_button.setToolTip(self.tr("A period report that begins where this one left off"))
        self.rounds_button.setText(self.tr("Rounds…"))
        self.rounds_button.setToolTip(self.tr("Who has returned forms and who not, reminders, and closing"))
        self.verify_button.setText(self.tr("Verify a report…"))
        self.verify_button.setToolTip(
            self.tr("Is a file still as it was written, and the ledger as it was then? It can be dropped here, too.")
        )
        self._fill()

    @property
    def _shows_forms(self) -> bool:
        return self.shown.chosen == _FORMS

    @property
    def _is_site(self) -> bool:
        return self.chosen is not None and self.chosen.form.is_site

    def _turn(self) -> None:
        self._fill()
        for made in (self.again_button, self.follow_button):
            made.setVisible(not self._shows_forms)
        self.rounds_button.setVisible(self._shows_forms)

    def _fill(self) -> None:
        those = self.forms if self._shows_forms else self.reports
        lines = [self._form_line(one) if isinstance(one, Sending) else self._line(one) for one in those]
        before = self.list.chosen
        self.list.show_lines(lines)
        kept = next((place for place, one in enumerate(those) if before and one.sha256 == before.sha256), 0)
        if those:
            self.list.setCurrentIndex(self.list.rows.index(0 if self._follows else kept, 0))
        self._follows = False
        self.list.setAccessibleName(self.shown.buttons[self.shown.chosen].text())
        none = self.tr("No report yet. Each one that is saved is kept here, and can be made again as it was.")
        if self._shows_forms:
            none = self.tr("No form yet. Each one that is sent to a department is kept here.")
        self._empty.setText(none)
        self._stack.setCurrentIndex(0 if those else 1)
        self._allow()

    def _form_line(self, form: Sending) -> TableLine:
        """Department and period, and below them the day and the number of commitments."""
        name = self._appearance.words.name(form.department)
        count = self.tr("{count} commitments").format(count=f"{len(form.rows):,}")
        sent = self.tr("sent {day}").format(day=form.sent_on.isoformat())
        return TableLine(
            (name, form.period, f"{sent} · {count}"), form, tip="\n".join((name, form.period, sent, count))
        )

    def _line(self, report: PastReport) -> TableLine:
        """Title and format, and below them the day that the report is of, when it was made and by whom."""
        as_of = self._appearance.words.as_of(report.as_of)
        made = f"{stamp(report.made_at)} {report.author}"
        written = self.tr("Public pages") if report.form.is_site else report.form.format.upper()
        cells = (report.title, written, f"{as_of} · {made}")
        return TableLine(cells, report, tip="\n".join((report.title, as_of, made, report.file)))

    def _open_or_again(self) -> None:
        if self.place is not None:
            self._open()
        else:
            self._again()

    def _ask_menu(self, at: QPoint) -> None:
        """The same as the buttons, where the hand is."""
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        self.list.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for made in self._offered():
            action = menu.addAction(made.text())
            action.setEnabled(made.isEnabled())
            action.triggered.connect(made.click)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _offered(self) -> tuple[QPushButton, ...]:
        of_files = (self.open_button, self.folder_button, self.copy_button)
        return of_files if self._shows_forms else (*of_files, self.follow_button, self.again_button)

    def _open(self) -> None:
        place = self.place
        if place is not None:
            # In the browser: a folder by itself would only be listed.
            page = place / overview(self.chosen.form.language) if self.chosen is not None and self._is_site else place
            open_path(page)

    def _show_folder(self) -> None:
        if (place := self.place) is not None:
            open_path(place if self._is_site else place.parent)

    def _copy_path(self) -> None:
        if (place := self.place) is not None:
            QGuiApplication.clipboard().setText(str(place))
            self.said.emit(self.tr("Copied: {path}").format(path=place))

    def _again(self) -> None:
        if self.chosen is not None:
            self.again_wanted.emit(self.chosen)

    def _follow(self) -> None:
        if self.chosen is not None:
            self.follow_wanted.emit(self.chosen)

    def _allow(self) -> None:
        for made in (self.again_button, self.follow_button):
            made.setEnabled(self.chosen is not None)
        place = self.place
        for made in (self.open_button, self.folder_button, self.copy_button):
            made.setEnabled(place is not None)
            missing = self.tr("The file is not where it was saved; it can be made again.") if self.chosen else ""
            if self._shows_forms and self.list.chosen is not None:
                missing = self.tr("The file is not where it was written, or was sent from another computer.")
            made.setToolTip(str(place) if place is not None else missing)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(scaled(44))
        head.setLayout(column(None, self.shown, None, margins=(12, 0, 12, 0)))
        empty = QWidget()
        empty.setLayout(column(None, self._empty, None, margins=(20, 0, 20, 0)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(empty)
        self._stack.setCurrentIndex(1)
        ways = row(self.folder_button, self.copy_button, None, spacing=4)
        buttons = column(
            self.open_button,
            ways,
            self.follow_button,
            self.again_button,
            self.rounds_button,
            self.verify_button,
            spacing=6,
            margins=(14, 10, 14, 14),
        )
        whole = column(head, self._stack, buttons)
        whole.setStretch(1, 1)
        self.setLayout(whole)
