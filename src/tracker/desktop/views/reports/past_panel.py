"""The reports that were written: each can be made again as it was, and the next one begins where it left off."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import PADDING
from tracker.desktop.models.rows_model import Line
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.widgets import button, column, label, row, text
from tracker.domain.reports.past_report import PastReport
from tracker.domain.text.dates import stamp


class PastPanel(QFrame):
    """`again_wanted` and `follow_wanted` carry the report that is to be made again, or followed by the next one;
    `verify_wanted` asks to hold a file against the ledger."""

    again_wanted = Signal(object)
    follow_wanted = Signal(object)
    verify_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName("detail")
        self.reports: tuple[PastReport, ...] = ()
        self.list = TwoLineList(appearance, "pastReports", 2 * PADDING)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._allow())
        self.list.activated.connect(lambda _: self._again())
        self._title = label("", "sectionTitle")
        self._empty = text("", "calmText")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again_button = button("")
        self.follow_button = button("")
        self.verify_button = button("")
        self.verify_button.clicked.connect(self.verify_wanted)
        self.again_button.clicked.connect(self._again)
        self.follow_button.clicked.connect(self._follow)
        self._lay_out()
        self._allow()

    @property
    def chosen(self) -> PastReport | None:
        """The report that is chosen in the list."""
        return self.list.chosen

    def show_reports(self, reports: Sequence[PastReport]) -> None:
        """Show these, newest first; the chosen one stays chosen."""
        if tuple(reports) == self.reports:
            return
        self.reports = tuple(reports)
        self._fill()
        self._stack.setCurrentIndex(0 if reports else 1)
        self._allow()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self._title.setText(self.tr("Reports so far"))
        self.list.setAccessibleName(self._title.text())
        self._empty.setText(
            self.tr("No report yet. Each one that is saved is kept here, and can be made again as it was.")
        )
        self.again_button.setText(self.tr("Make again…"))
        self.again_button.setToolTip(self.tr("The same file as it was then, whatever became of the ledger since"))
        self.follow_button.setText(self.tr("What changed since"))
        self.follow_button.setToolTip(self.tr("A period report that begins where this one left off"))
        self.verify_button.setText(self.tr("Verify a report…"))
        self.verify_button.setToolTip(
            self.tr("Is a file still as it was written, and the ledger as it was then? It can be dropped here, too.")
        )
        self._fill()

    def _fill(self) -> None:
        before = self.chosen
        self.list.show_lines([self._line(report) for report in self.reports])
        kept = next((place for place, one in enumerate(self.reports) if before and one.id == before.id), 0)
        if self.reports:
            self.list.setCurrentIndex(self.list.rows.index(kept, 0))

    def _line(self, report: PastReport) -> Line:
        """Title and format, and below them the day that the report is of, when it was made and by whom."""
        as_of = self._appearance.words.as_of(report.as_of)
        made = f"{stamp(report.made_at)} {report.author}"
        cells = (report.title, report.form.format.upper(), f"{as_of} · {made}")
        return Line(cells, report, tip="\n".join((report.title, as_of, made, report.file)))

    def _again(self) -> None:
        if self.chosen is not None:
            self.again_wanted.emit(self.chosen)

    def _follow(self) -> None:
        if self.chosen is not None:
            self.follow_wanted.emit(self.chosen)

    def _allow(self) -> None:
        for made in (self.again_button, self.follow_button):
            made.setEnabled(self.chosen is not None)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(scaled(44))
        head.setLayout(row(self._title, None, margins=(16, 0, 12, 0)))
        empty = QWidget()
        empty.setLayout(column(None, self._empty, None, margins=(20, 0, 20, 0)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(empty)
        self._stack.setCurrentIndex(1)
        buttons = column(self.follow_button, self.again_button, self.verify_button, spacing=6, margins=(14, 10, 14, 14))
        whole = column(head, self._stack, buttons)
        whole.setStretch(1, 1)
        self.setLayout(whole)
