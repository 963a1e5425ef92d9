"""The window: top bar, page, status bar. It is painted first; the ledger is opened after that, in the background."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.resources import icon
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import PAGE, Actions, Do
from tracker.desktop.views.briefing_page import BriefingPage
from tracker.desktop.views.guide import GuideWindow
from tracker.desktop.views.ledger_menu import Ledgers
from tracker.desktop.views.ledger_page import LedgerPage
from tracker.desktop.views.notices import FailurePage, OpeningPage
from tracker.desktop.views.page import Page
from tracker.desktop.views.pages import PAGES
from tracker.desktop.views.palette import CommandPalette, Reach
from tracker.desktop.views.settings_dialog import SettingsOpener
from tracker.desktop.views.shortcut_sheet import ShortcutSheet
from tracker.desktop.views.status_bar import StatusBar
from tracker.desktop.views.top_bar import TopBar
from tracker.desktop.views.undoing import Undoing
from tracker.desktop.views.welcome import WelcomePage
from tracker.desktop.views.widgets import column, label
from tracker.domain.errors import UserError
from tracker.domain.query import Choices
from tracker.domain.rows import Changes, SavedViewRow, SourceRow
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.desktop.gateway import Gateway, Opened

_STATE = "window"
_SIZE = (1440, 900)
_SMALLEST = (800, 520)
_POLL_MILLISECONDS = 2_000


class MainWindow(QMainWindow):
    """`location` names the ledger; None is the user's own. `welcomes` greets whoever starts it for the first time."""

    def __init__(
        self, appearance: Appearance, settings: Settings, location: str | None, *, welcomes: bool = False
    ) -> None:
        super().__init__()
        self._appearance, self._settings, self._location = appearance, settings, location
        self._welcomes = welcomes
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
        self.status = StatusBar()
        self.welcome = WelcomePage()
        self._guide: GuideWindow | None = None
        self.illustrative = label("", "illustrative")
        self.ledgers = Ledgers(appearance, settings, self.jobs, self)
        self.undoing = Undoing(appearance, self.jobs, self)
        titles = {name: lambda page=page: page.title for name, page in self.pages.items()}
        self.actions_by_name = Actions(self, titles, self._deeds())
        self.top_bar.use(self.actions_by_name, self.ledgers.recent)
        self.undoing.use(self.actions_by_name)
        self._lay_out()
        self._connect()
        self._restore()
        self.retranslate()
        self._show_page(self._opening)

    @property
    def briefing(self) -> BriefingPage:
        """The page of the source."""
        return cast(BriefingPage, self.pages["briefing"])

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
        location, author = self._location, self._settings.author
        self._failure = None
        self._show_page(self._opening)
        self._opening.setFocus()
        self.jobs.run(lambda: _open(location, author), self._show_ledger, self._explain, "open")

    def retranslate(self) -> None:
        """Show all texts and colours anew."""
        colours = self._appearance.tokens.colours
        self.setWindowTitle(self.tr("Commitment ledger"))
        self.setWindowIcon(icon("tracker", colours["ink"]))
        self.ledgers.retranslate()
        self.actions_by_name.retranslate()
        self.undoing.show()
        for part in (self.top_bar, *self.pages.values(), self.failure, self._opening, self.welcome):
            part.retranslate()
        self.top_bar.show_tabs({name: page.title for name, page in self.pages.items()})
        if self._failure is not None:
            self.failure.explain(self._reason(self._failure))
        if self._opened is not None:
            self._name(self._opened)

    def _show_ledger(self, opened: "Opened") -> None:
        self._opened = opened
        self._name(opened)
        self.ledgers.open(opened.gateway, opened.location)
        self.undoing.open(opened.gateway)
        self._event = opened.event
        for page in self.pages.values():
            page.open(opened)
        self.show_page("ledger")
        if not self._settings.welcomed and self._welcomes:
            self._settings.welcomed = True
            self._show_page(self.welcome)
            self.welcome.setFocus()
        self._poll.start()

    def show_page(self, name: str) -> None:
        """Turn to a page."""
        if self._opened is None:
            return
        page = self.pages[name]
        self._hand_over_search(page)
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

    def _show_passage(self, code: str) -> None:
        self.show_page("briefing")
        self.briefing.show_passage(code)

    def _spread(self, changes: Changes, writer: Page | None = None) -> None:
        """After a write on one page, or on none, the others are out of date."""
        self._event = max(self._event, changes.event_id)
        for page in self.pages.values():
            if page is not writer:
                page.refresh()
        self.undoing.ask()

    def _look(self) -> None:
        """Has another program written meanwhile?"""
        if self._opened is not None and self.jobs.idle:
            self.jobs.run(self._opened.gateway.latest_event, self._notice, lambda _: None, "poll")

    def _notice(self, event: int) -> None:
        if event != self._event:
            self._event = event
            for page in self.pages.values():
                page.refresh()
            self.undoing.ask()

    def _close_ledger(self) -> "Gateway | None":
        """Ask nothing any more, and hand the ledger back to be closed."""
        self._poll.stop()
        if self._opened is not None:  # a window that is closed twice has nothing left to rename
            self.undoing.open(None)
            self.ledgers.close()
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
        self.top_bar.show_source(" · ".join(_source_line(source, words) for source in opened.sources))
        notes = [words.name(source.incomplete_note) for source in opened.sources if not source.complete]
        self.status.name(
            self.tr("{ledger} · saved").format(ledger=opened.name),
            self.tr("Every change is on disk as soon as it is made."),
            words.join(notes, "clause") if notes else "",
        )
        self.illustrative.setText(words.phrase("illustrative"))
        self.illustrative.setVisible(opened.illustrative)

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.top_bar.set_ready(page in self.pages.values())
        self.actions_by_name.set_ready(self._opened is not None)

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

    def _switch(self, location: str) -> None:
        gateway = self._close_ledger()
        if gateway is not None:
            self.jobs.run(gateway.close, lambda _: None)
        self._location = location
        self.status.name("", "", "")
        self.illustrative.setVisible(False)
        self.top_bar.show_source("")
        self.open_ledger()

    def _search(self, words: str) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.search(words)

    def _search_on(self) -> None:
        """Enter in the search field goes on to the next place in the text, Shift+Enter back."""
        if self._pages.currentWidget() is self.briefing:
            backwards = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.briefing.search_on(self.top_bar.search_field.text(), backwards=backwards)

    def _hand_over_search(self, page: QWidget) -> None:
        """Each page has words of its own in the search field."""
        before, field = self._pages.currentWidget(), self.top_bar.search_field
        if isinstance(before, Page) and before is not page:
            self._sought[before] = field.text()
            field.setText(self._sought.get(page, ""))

    def _escape(self) -> None:
        """Clear the search, and go back to the list."""
        self.top_bar.clear_search()
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.focus()

    def _lay_out(self) -> None:
        self._sought: dict[QWidget, str] = {}
        self.illustrative.setVisible(False)
        for page in (self._opening, self.failure, self.welcome, *self.pages.values()):
            self._pages.addWidget(page)
        frame = QWidget()
        frame.setLayout(column(self.top_bar, self.illustrative, self._pages, self.status))
        self.setCentralWidget(frame)
        self.setMinimumSize(*(scaled(side) for side in _SMALLEST))

    def _connect(self) -> None:
        self._appearance.changed.connect(self.retranslate)
        self.top_bar.searched.connect(self._search)
        self.top_bar.search_field.returnPressed.connect(self._search_on)
        self.top_bar.tab_wanted.connect(self.show_page)
        self._poll.timeout.connect(self._look)
        for page in self.pages.values():
            page.said.connect(self.status.say)
            page.refused.connect(self.status.refuse)
            page.rows_wanted.connect(self._show_rows)
            page.commitment_wanted.connect(self._show_commitment)
            page.passage_wanted.connect(self._show_passage)
            page.written.connect(lambda changes, writer=page: self._spread(changes, writer))
        for part in (self.ledgers, self.undoing):
            part.said.connect(self.status.say)
            part.refused.connect(self.status.refuse)
        self.undoing.written.connect(self._spread)
        self.ledgers.chosen.connect(self._switch)
        self.welcome.start_wanted.connect(lambda: self.show_page("ledger"))
        self.welcome.sample_wanted.connect(self.ledgers.open_sample)
        self.welcome.guide_wanted.connect(self._open_guide)
        self.page.filters_cleared.connect(self.top_bar.clear_search)
        self.page.search_shown.connect(self.top_bar.show_search)
        self.failure.retry_wanted.connect(self.open_ledger)
        self.failure.choose_wanted.connect(self.ledgers.choose)

    def _deeds(self) -> dict[str, Do]:
        """What each action does."""
        page, ledgers = self.page, self.ledgers
        turns: dict[str, Do] = {PAGE + name: lambda name=name: self.show_page(name) for name in self.pages}
        return turns | {
            "add_evidence": lambda: page.act(page.recorder.add_evidence),
            "judge": lambda: page.act(page.recorder.judge),
            "log_search": lambda: page.act(page.recorder.log_search),
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "search": self.top_bar.focus_search,
            "escape": self._escape,
            "new_ledger": ledgers.create,
            "open_ledger": ledgers.choose,
            "open_shared": ledgers.ask_address,
            "save_copy": ledgers.save_copy,
            "open_sample": ledgers.open_sample,
            "export": self._export,
            "palette": self._open_palette,
            "settings": self._open_settings,
            "guide": self._open_guide,
            "shortcuts": lambda: ShortcutSheet(self._appearance, self, self.actions_by_name).open(),
            "welcome": lambda: self._show_page(self.welcome),
        }

    def _open_palette(self) -> None:
        if self._opened is not None:
            reach = Reach(self._opened.gateway, self._show_commitment, self._apply_view)
            CommandPalette(self._appearance, self.jobs, self, self.actions_by_name, reach).open()

    def _apply_view(self, view: SavedViewRow) -> None:
        self.show_page("ledger")
        self.page.views.apply(view)

    def _open_settings(self) -> None:
        opened = self._opened
        gateway, location = (opened.gateway, opened.location) if opened is not None else (None, "")
        SettingsOpener(self._appearance, self._settings, self.jobs, self).open(gateway, location, self._spread)

    def _open_guide(self) -> None:
        if self._guide is None:
            self._guide = GuideWindow(self._appearance, self)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    def _restore(self) -> None:
        state = self._settings.state(_STATE)
        if state is None or not self.restoreGeometry(state):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(min(scaled(_SIZE[0]), room.width()), min(scaled(_SIZE[1]), room.height()))


def _open(location: str | None, author: str) -> "Opened":
    # The gateway brings SQLModel and Pydantic along: half a second that the first window does not wait for.
    from tracker.desktop.gateway import Gateway

    return Gateway.open(location, author)


def _source_line(source: SourceRow, words: Words) -> str:
    return f"{words.name(source.publisher)} {source.held_on.isoformat()}"
