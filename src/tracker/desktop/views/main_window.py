"""The window: top bar, page, status bar. It is painted first; the ledger is opened after that, in the background."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMainWindow, QStackedWidget, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.resources import icon
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.ledger_page import LedgerPage
from tracker.desktop.views.notices import FailurePage, OpeningPage
from tracker.desktop.views.page import Page
from tracker.desktop.views.pages import PAGES
from tracker.desktop.views.top_bar import TopBar
from tracker.desktop.views.widgets import column, label, row
from tracker.domain.errors import UserError
from tracker.domain.query import Choices
from tracker.domain.rows import Changes, SourceRow
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.desktop.gateway import Gateway, Opened

_STATE = "window"
_SIZE = (1440, 900)
_SMALLEST = (800, 520)
_POLL_MILLISECONDS = 2_000


class MainWindow(QMainWindow):
    """`location` names the ledger; None is the user's own."""

    def __init__(self, appearance: Appearance, settings: Settings, location: str | None) -> None:
        super().__init__()
        self._appearance, self._settings, self._location = appearance, settings, location
        self._opened: Opened | None = None
        self._failure: Exception | None = None
        self.jobs = Jobs(self)
        self.top_bar = TopBar(appearance)
        self.pages = {name: make(appearance, settings, self.jobs) for name, make in PAGES.items()}
        self.page = cast(LedgerPage, self.pages["ledger"])
        self._event = 0
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MILLISECONDS)
        self.failure = FailurePage()
        self._opening = OpeningPage()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._set_shortcuts()
        self._restore()
        self.retranslate()
        self._show_page(self._opening)

    @property
    def is_ready(self) -> bool:
        """Whether a ledger is open and everything asked of it has been answered."""
        return self._opened is not None and self.jobs.idle

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._opened is None and self._failure is None:
            self.page.restore(self.width())
            QTimer.singleShot(0, self.open_ledger)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.remember(_STATE, self.saveGeometry())
        for page in self.pages.values():
            page.remember()
        self._settings.save()
        gateway = self._close_ledger()
        self.jobs.close(gateway.close if gateway else None)
        super().closeEvent(event)

    def open_ledger(self) -> None:
        """Open the ledger in the background."""
        location = self._location
        self._failure = None
        self._show_page(self._opening)
        self._opening.setFocus()
        self.jobs.run(lambda: _open(location), self._show_ledger, self._explain, "open")

    def retranslate(self) -> None:
        """Show all texts and colours anew."""
        colours = self._appearance.tokens.colours
        self.setWindowTitle(self.tr("Commitment ledger"))
        self.setWindowIcon(icon("tracker", colours["ink"]))
        for part in (self.top_bar, *self.pages.values(), self.failure, self._opening):
            part.retranslate()
        self.top_bar.show_tabs({name: page.title for name, page in self.pages.items()})
        if self._failure is not None:
            self.failure.explain(self._reason(self._failure))
        if self._opened is not None:
            self._name(self._opened)

    def _show_ledger(self, opened: "Opened") -> None:
        self._opened = opened
        self._name(opened)
        self._event = opened.event
        for page in self.pages.values():
            page.open(opened)
        self.show_page("ledger")
        self._poll.start()

    def show_page(self, name: str) -> None:
        """Turn to a page."""
        if self._opened is None:
            return
        page = self.pages[name]
        self._show_page(page)
        self.top_bar.mark_tab(name)
        page.show_now()
        page.focus()

    def _show_rows(self, choices: Choices) -> None:
        self.show_page("ledger")
        self.page.show_rows(choices)

    def _show_commitment(self, code: str) -> None:
        self.show_page("ledger")
        self.page.show_commitment(code)

    def _spread(self, changes: Changes, writer: Page) -> None:
        """After a write on one page the others are out of date."""
        self._event = max(self._event, changes.event_id)
        for page in self.pages.values():
            if page is not writer:
                page.refresh()

    def _look(self) -> None:
        """Has another program written meanwhile?"""
        if self._opened is not None and self.jobs.idle:
            self.jobs.run(self._opened.gateway.latest_event, self._notice, lambda _: None, "poll")

    def _notice(self, event: int) -> None:
        if event != self._event:
            self._event = event
            for page in self.pages.values():
                page.refresh()

    def _close_ledger(self) -> "Gateway | None":
        """Ask nothing any more, and hand the ledger back to be closed."""
        self._poll.stop()
        for page in self.pages.values():
            page.close_ledger()
        opened, self._opened = self._opened, None
        return opened.gateway if opened else None

    def _explain(self, error: Exception) -> None:
        """The ledger cannot be opened."""
        self._failure = error
        self.failure.explain(self._reason(error))
        self._show_page(self.failure)
        self.failure.setFocus()

    def _reason(self, error: Exception) -> str:
        if isinstance(error, UserError):
            return self._appearance.words.error(error)
        return self.tr("The program made a mistake, which has been reported. The ledger is as it was.")

    def _name(self, opened: "Opened") -> None:
        words = self._appearance.words
        self._ledger.setText(self.tr("{ledger} · saved").format(ledger=opened.name))
        self._ledger.setToolTip(self.tr("Every change is on disk as soon as it is made."))
        self.top_bar.show_source(" · ".join(_source_line(source, words) for source in opened.sources))
        notes = [words.name(source.incomplete_note) for source in opened.sources if not source.complete]
        self._note.setText("")
        if notes:
            self._note.setText(words.join(notes, "clause"))
        self._note.setToolTip(self._note.text())

    def _say(self, sentence: str) -> None:
        self._show_message(sentence, "")
        self._forget.start()

    def _refuse(self, sentence: str) -> None:
        """Say what could not be done; it stays until something else is to be said."""
        self._show_message(sentence, "fault")
        self._forget.stop()

    def _show_message(self, sentence: str, name: str) -> None:
        self._message.setObjectName(name)
        self._message.setStyleSheet("")  # the new name asks for new colours
        self._message.setText(sentence)
        self._message.setToolTip(sentence)

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.top_bar.set_ready(page in self.pages.values())

    def _export(self) -> None:
        """Ask where to, then write. The dialog is the system's own where there is one."""
        if self.page.gateway is None:
            return
        dialog = QFileDialog(self, self.tr("Export report"), self._settings.folder())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Excel workbook (*.xlsx)"), self.tr("CSV table (*.csv)")])
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("csv" if "csv" in chosen else "xlsx"))
        dialog.selectFile(self.tr("Commitment ledger") + ".xlsx")
        dialog.fileSelected.connect(self._export_to)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _export_to(self, name: str) -> None:
        path = Path(name)
        self._settings.remember_folder(path.parent)
        self.page.export(path)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a ledger"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._switch)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _switch(self, location: str) -> None:
        gateway = self._close_ledger()
        if gateway is not None:
            self.jobs.run(gateway.close, lambda _: None)
        self._location = location
        self._ledger.clear()
        self._note.clear()
        self.top_bar.show_source("")
        self.open_ledger()

    def _search(self, words: str) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.search(words)

    def _escape(self) -> None:
        """Clear the search, and go back to the list."""
        self.top_bar.clear_search()
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.focus()

    def _lay_out(self) -> None:
        self._ledger, self._message, self._note = label(""), label(""), label("")
        self._message.setMinimumWidth(1)
        status = QFrame()
        status.setObjectName("statusBar")
        status.setFixedHeight(scaled(28))
        status.setLayout(row(self._ledger, self._message, None, self._note, spacing=16, margins=(16, 0, 16, 0)))
        for page in (self._opening, self.failure, *self.pages.values()):
            self._pages.addWidget(page)
        frame = QWidget()
        frame.setLayout(column(self.top_bar, self._pages, status))
        self.setCentralWidget(frame)
        self.setMinimumSize(*(scaled(side) for side in _SMALLEST))
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(10_000)
        self._forget.timeout.connect(lambda: self._message.setText(""))

    def _connect(self) -> None:
        self._appearance.changed.connect(self.retranslate)
        self.top_bar.searched.connect(self._search)
        self.top_bar.tab_wanted.connect(self.show_page)
        self._poll.timeout.connect(self._look)
        for page in self.pages.values():
            page.said.connect(self._say)
            page.refused.connect(self._refuse)
            page.rows_wanted.connect(self._show_rows)
            page.commitment_wanted.connect(self._show_commitment)
            page.written.connect(lambda changes, writer=page: self._spread(changes, writer))
        self.top_bar.export_wanted.connect(self._export)
        self.top_bar.open_wanted.connect(self._choose)
        self.page.filters_cleared.connect(self.top_bar.clear_search)
        self.failure.retry_wanted.connect(self.open_ledger)
        self.failure.choose_wanted.connect(self._choose)

    def _set_shortcuts(self) -> None:
        page = self.page
        for keys, action in (
            ("Ctrl+F", self.top_bar.focus_search),
            ("Ctrl+E", lambda: page.act(page.recorder.add_evidence)),
            ("Ctrl+J", lambda: page.act(page.recorder.judge)),
            ("Ctrl+L", lambda: page.act(page.recorder.log_search)),
            ("Ctrl+Shift+S", self._export),
            ("Escape", self._escape),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        for number, name in enumerate(self.pages, 1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self).activated.connect(lambda name=name: self.show_page(name))

    def _restore(self) -> None:
        state = self._settings.state(_STATE)
        if state is None or not self.restoreGeometry(state):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(min(scaled(_SIZE[0]), room.width()), min(scaled(_SIZE[1]), room.height()))


def _open(location: str | None) -> "Opened":
    # The gateway brings SQLModel and Pydantic along: half a second that the first window does not wait for.
    from tracker.desktop.gateway import Gateway

    return Gateway.open(location)


def _source_line(source: SourceRow, words: Words) -> str:
    return f"{words.name(source.publisher)} {source.held_on.isoformat()}"
