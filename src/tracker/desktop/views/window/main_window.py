"""The window: top bar, page, status bar. It is painted first; the ledger is opened after that, in the background."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QToolTip, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.resources import icon
from tracker.desktop.settings import USUAL_TYPE_SIZE, Settings
from tracker.desktop.shell import SMALLEST, STATE, place
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import PAGE, Actions, Do
from tracker.desktop.views.briefing.comparing_codings import ComparingCodings
from tracker.desktop.views.common.drop_overlay import FoundFile
from tracker.desktop.views.common.guide import RULES, open_guide
from tracker.desktop.views.common.notices import FailurePage, OpeningPage, WelcomePage
from tracker.desktop.views.common.page import FIRST, Controller, Page
from tracker.desktop.views.common.row_table import LazyTableView
from tracker.desktop.views.common.widgets import column, label
from tracker.desktop.views.departments.department_list import DepartmentKeeper
from tracker.desktop.views.exchange.forms import Filling
from tracker.desktop.views.exchange.rounds import RoundKeeper
from tracker.desktop.views.exchange.sheet_bringer import SheetBringer
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.ledger.ledger_menu import Ledgers
from tracker.desktop.views.ledger.ledger_page import LedgerPage
from tracker.desktop.views.safety.backups import Backups
from tracker.desktop.views.safety.clock_question import ClockQuestion
from tracker.desktop.views.safety.comparing import Comparing
from tracker.desktop.views.safety.connection_watch import ConnectionWatch
from tracker.desktop.views.safety.file_watch import FileWatch
from tracker.desktop.views.safety.merging import Merging
from tracker.desktop.views.safety.rescue import Rescue
from tracker.desktop.views.sources.source_adder import SourceAdder
from tracker.desktop.views.window.about_dialog import About
from tracker.desktop.views.window.as_of import TimeTravel
from tracker.desktop.views.window.command_palette import CommandPalette, Reach, ShortcutSheet
from tracker.desktop.views.window.drop_and_paste import Catcher
from tracker.desktop.views.window.first_steps import FIND, JUDGE, FirstSteps, first_subject
from tracker.desktop.views.window.pages import PAGES, Pages
from tracker.desktop.views.window.printing import Printing
from tracker.desktop.views.window.reminding import Reminding
from tracker.desktop.views.window.settings_dialog import SettingsOpener
from tracker.desktop.views.window.top_bar import PageSearch, TopBar
from tracker.desktop.views.window.undoing import Undoing
from tracker.desktop.views.window.window_title import Naming, StatusBar
from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.rows import Changes, LedgerRow, SavedViewRow
from tracker.domain.safety.announcements import Announcement, Present
from tracker.domain.search.ledger_query import Choices, Facet, LedgerQuery
from tracker.domain.text.dates import clock_time
from tracker.services.ledgers.first_rows import default_location, is_there, read_first_rows
from tracker.services.ledgers.shared_addresses import PASSWORD_WANTED, keep_password

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import Opened, OpenLedger
    from tracker.desktop.views.briefing.briefing_page import BriefingPage
    from tracker.desktop.views.evidence.evidence_page import EvidencePage
    from tracker.desktop.views.reports.reports_page import ReportsPage
    from tracker.desktop.views.watching.watch_page import WatchPage

_POLL_MILLISECONDS = 2_000
_NAMED = 2
"""Others at a shared ledger who are named in the status bar; of more their number is told."""
_LONGEST_LOOK = 1.0
"""Seconds for which the opening of a ledger waits until its first rows are to be seen."""


class MainWindow(QMainWindow):
    """`location` names the ledger; None is the user's own. `welcomes` greets whoever starts it for the first time. With
    `makes`, a ledger that is not there is made."""

    _event = 0
    """The newest event that is shown."""
    _first_rows_shown = Event()
    """Set once the first rows of the ledger that is being opened are to be seen; each opening has one of its own."""

    def __init__(
        self,
        appearance: Appearance,
        settings: Settings,
        location: str | None,
        *,
        welcomes: bool = False,
        makes: bool = True,
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._settings = settings
        self._location = location
        self._welcomes = welcomes
        self._makes = makes
        self._begins_empty = self._adds_source = self._has_started = self._greeting = False
        self._opened: Opened | None = None
        self._failure: Exception | None = None
        self.jobs = Jobs(self)
        self.top_bar = TopBar(appearance)
        self._pages = QStackedWidget()
        self.pages = Pages(self._make_page)
        self._poll = QTimer(self)
        self._opening = OpeningPage()
        self.failure = FailurePage()
        self.welcome = WelcomePage(appearance)
        self.welcome.show_author(settings.author, settings.office)
        self.status = StatusBar()
        self.page = cast(LedgerPage, self.pages["ledger"])
        self._search = PageSearch(self.top_bar, self._pages)
        self.illustrative = label("", "illustrative")
        self.naming = Naming(
            appearance, self.jobs, self, (self.top_bar, self.status, self.illustrative), self.page.table.header
        )
        house = appearance, settings, self.jobs, self
        self.ledgers = Ledgers(*house)
        self.undoing = Undoing(*house)
        self.times = TimeTravel(*house)
        self.catcher = Catcher(*house, self.page)
        self.filling = Filling(*house)
        self.rounds = RoundKeeper(*house)
        self.sources = SourceAdder(*house)
        self.comparing = Comparing(*house)
        self.merging = Merging(*house)
        self.reminding = Reminding(*house)
        self.first_steps = FirstSteps(*house)
        self.printing = Printing(*house)
        others = (
            SheetBringer(*house), Backups(*house), ClockQuestion(*house), SettingsOpener(*house),
            ComparingCodings(*house), DepartmentKeeper(*house), About(*house), self.merging,
        )  # fmt: skip
        self.controllers: tuple[Controller, ...] = (
            self.ledgers, self.undoing, self.times, self.catcher, self.filling, self.rounds, self.sources,
            self.comparing, self.reminding, self.first_steps, self.printing, *others,
        )  # fmt: skip
        self.rescue = Rescue(*house, self.failure)
        self.file_watch = FileWatch(appearance, self.jobs, self)
        self.connection = ConnectionWatch(appearance, self)
        self.actions_by_name = Actions(
            appearance, self, {name: kind.title for name, kind in PAGES.items()}, self._handlers()
        )
        self.top_bar.use(self.actions_by_name, self.ledgers.recent)
        self.undoing.use(self.actions_by_name)
        self.times.use(self.actions_by_name)
        self._lay_out()
        self._connect()
        place(self, settings)
        self.retranslate()
        self._show_page(self._opening)

    @property
    def briefing(self) -> "BriefingPage":
        """The page of the source."""
        return cast("BriefingPage", self.pages["briefing"])

    @property
    def evidence(self) -> "EvidencePage":
        """The page of all that was collected."""
        return cast("EvidencePage", self.pages["evidence"])

    @property
    def watching(self) -> "WatchPage":
        """The page of watched sources."""
        return cast("WatchPage", self.pages["watching"])

    @property
    def is_ready(self) -> bool:
        """Whether a ledger is open, everything asked of it has been answered, and all of it is shown."""
        return all((self._opened, self.jobs.idle, self.page.detail.is_whole, self._appearance.is_settled))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._opened is None and self._failure is None:
            self.page.restore(self.width())
            if self._makes and self._asks_first and not is_there(self._location):
                self._greet()
            else:
                # After the first frame: opening imports SQLModel and Pydantic, which takes half a second.
                QTimer.singleShot(0, self.open_ledger)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.remember(STATE, self.window().saveGeometry())
        for page in self.pages.values():
            page.remember()
        self._first_rows_shown.set()
        ledger = self._close_ledger()
        if ledger is not None:
            # What is under way is done, or given up in a few seconds: a silent server does not hold the window back.
            ledger.stop_waiting()
        self.jobs.close(ledger.close if ledger else None)
        super().closeEvent(event)

    @property
    def _asks_first(self) -> bool:
        return self._welcomes and not self._settings.welcomed

    def _greet(self) -> None:
        """Welcome whoever starts it for the first time. A ledger that is not there is made as it is chosen then."""
        self._greeting = True
        self._show_page(self.welcome)
        self.welcome.setFocus()

    def open_ledger(self, *, empty: bool = False, adds_source: bool = False) -> None:
        """Open the ledger in the background; one that is not there yet begins with the briefing, or `empty`. With
        `adds_source` a document is asked for then."""
        location = self._location
        author = self._settings.author
        makes = self._makes
        self._failure = None
        self._begins_empty = empty
        self._adds_source = adds_source
        self._show_page(self._opening)
        self._opening.setFocus()
        shown = self._first_rows_shown = Event()
        self.jobs.run(lambda: read_first_rows(location), self._show_first, lambda _: shown.set(), "first look")
        task = Task(self.tr("Open the ledger"), can_stop=False)
        self.jobs.run_long(
            task,
            lambda _: _open_ledger(location, author, empty, makes, task, shown),
            self._show_ledger,
            self._explain,
            "open",
            apart=False,
        )
        self.jobs.run(_sweep_handed_copies, lambda _: None, channel="sweep")

    def can_take(self, file: str) -> bool:
        """Whether the ledger in a file can be shown now: it is shown or on its way, or nothing is being asked or takes
        long here."""
        if self._shows(file):
            return True
        is_asking = QApplication.activeModalWidget() is not None
        return not (is_asking or self.jobs.tasks or self._pages.currentWidget() is self._opening)

    def open_file(self, file: str) -> None:
        """Show the ledger in a file. Where it is missing or none, that is said, and the one that is shown stays."""
        if not self._shows(file):
            self.jobs.run(
                lambda: services.workspace.refuse_other_file(file),
                lambda _: self._switch(file, makes=False),
                self._refuse_file,
                "open file",
            )

    def _shows(self, file: str) -> bool:
        """Whether the ledger in a file is shown, or on its way."""
        if self._opened is not None:
            return self._opened.location == file
        return self._failure is None and not self._greeting and file == (self._location or default_location())

    def _refuse_file(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.status.refuse(self._appearance.words.error(error))

    def _show_first(self, rows: Sequence[LedgerRow]) -> None:
        # The first rows by their codes: those of another order have to be asked for.
        if rows and self._opened is None and self.page.query == LedgerQuery():
            self.page.table.show_rows([row.id for row in rows], rows, (), None)
            self._show_page(self.page)
        # In a turn of its own: when they have been painted.
        QTimer.singleShot(0, self._first_rows_shown.set)

    def _make_page(self, name: str) -> Page:
        """Make a page that is turned to for the first time. Five at the start would keep the first one waiting."""
        page = PAGES[name].make(self._appearance, self._settings, self.jobs)
        self._pages.addWidget(page)
        self._connect_page(page)
        if name == "reports":
            reports = cast("ReportsPage", page)
            reports.print_wanted.connect(self.printing.ask)
            reports.rounds_wanted.connect(self.rounds.ask)
        elif name == "watching":
            watching = cast("WatchPage", page)
            watching.capture_wanted.connect(self.catcher.take)
            watching.undo_wanted.connect(self.undoing.undo)
            undo = self.actions_by_name["undo"]
            watching.allow_undo(undo.isEnabled())
            undo.enabledChanged.connect(watching.allow_undo)
        if self._opened is not None:
            page.open(self._opened)
        return page

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        colours = self._appearance.tokens.colours
        self.setWindowTitle(self.tr("Commitment ledger"))
        self.setWindowIcon(icon("tracker", colours["ink"]))
        self.ledgers.retranslate()
        self.actions_by_name.retranslate()
        self.undoing.show()
        others = (self.failure, self._opening, self.welcome, self.times, self.status.progress, self.file_watch,
                  self.connection, self.reminding.strip, self.first_steps)  # fmt: skip
        for part in (self.top_bar, *self.pages.values(), *others):
            part.retranslate()
        self._search.retranslate()
        self.top_bar.show_tabs({name: kind.title() for name, kind in PAGES.items()})
        if self._failure is not None:
            self.rescue.explain(self._location, self._failure)
        self.naming.retranslate()

    def _show_ledger(self, opened: "Opened") -> None:
        self._opened = opened
        self._location = opened.location if self._location else None
        self.file_watch.open(opened)
        self.connection.open(opened.ledger)
        self.naming.show(opened)
        self._appearance.drafts.open(opened.location)
        self._event = opened.event
        for page in self.pages.values():
            page.open(opened)
        self.show_page("ledger")
        # After the page, whose rows are asked for first and so come first: the daily backup of a large ledger takes
        # seconds. Before it, the first rows of a hundred thousand commitments came six seconds later on a busy machine.
        for part in self.controllers:
            part.open(opened.ledger)
        if self._asks_first:
            self._settings.welcomed = True
            self._greet()
        if self._adds_source:
            self._adds_source = False
            self.sources.ask()
        if self._settings.checks_watched and not self._has_started:
            # In a turn of its own: the page has to be made for it.
            QTimer.singleShot(0, self, self._check_at_start)
        self._has_started = True
        # Neither SQLite nor a network drive says that somebody else has written.
        self._poll.start(_POLL_MILLISECONDS)
        self.jobs.settle()

    def _check_at_start(self) -> None:
        if self._opened is not None:
            self.watching.check_at_start()

    def show_page(self, name: str) -> None:
        """Turn to a page."""
        if self._opened is None:
            return
        page = self.pages[name]
        page.follow(self.page.query)
        self._search.turn_to(page)
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

    def _show_passage(self, code: str, start: int = FIRST) -> None:
        self.show_page("briefing")
        self.briefing.show_passage(code, start)

    def _show_source(self, key: str) -> None:
        self.briefing.show_source(key)
        self.show_page("briefing")

    def _begin(self, go: Do) -> None:
        """Leave the welcome; the first time, the first three steps begin in the ledger that is chosen."""
        self._settings.welcomed = True
        go()
        if self._greeting:
            self._greeting = False
            self.first_steps.expect()

    def _begin_with_briefing(self) -> None:
        """Show the ledger that is open; before there is one, it is made."""
        if self._opened is None:
            self.open_ledger()
        else:
            self.show_page("ledger")

    def _begin_empty(self, *, adds_source: bool = False) -> None:
        """Make the user's own ledger empty, while there is none; later ask where another one is to lie."""
        self._settings.welcomed = True
        self._greeting = False
        if self._opened is None:
            self.open_ledger(empty=True, adds_source=adds_source)
        elif adds_source:
            self.ledgers.create_for_document()
        else:
            self.ledgers.create_empty()

    def _name_author(self, author: str) -> None:
        """Record under this name from now on."""
        opened = self._opened
        if author != self._settings.author:
            self._settings.author = author
            if opened is not None:
                self.jobs.run(lambda: opened.ledger.write_as(author), lambda _: None)

    def _name_office(self, office: str) -> None:
        self._settings.office = office

    def _show_forms(self) -> None:
        self.show_page("reports")
        self._reports.past.turn_to_forms()

    def _refresh_reports(self) -> None:
        if "reports" in self.pages:
            self._reports.refresh()

    @property
    def _reports(self) -> "ReportsPage":
        return cast("ReportsPage", self.pages["reports"])

    def _export(self) -> None:
        """Save what is shown: the report that is asked for on its page, elsewhere one of what the ledger lists."""
        if self._front() is self.pages.get("reports"):
            self._reports.save()
        else:
            self.page.ask_to_export()

    def _order(self, page: Page) -> "tuple[ReportWish, ReportForm] | None":
        """The report of a page: the one that is asked for, or that of all that is listed."""
        if page is self.pages.get("reports"):
            order = self._reports.ordered()
            return (order.wish, order.form) if order is not None else None
        ledger = self._opened.ledger if self._opened is not None else None
        if ledger is None or page not in (self.page, self.pages.get("dashboard")):
            return None
        query = self.page.query if page is self.page else LedgerQuery()
        wish = ReportWish(
            ReportKind.LEDGER, LedgerQuery(query.choices, query.search, changed_since=query.changed_since)
        )
        return replace(wish, query=ledger.of_day(wish.query)), ReportForm(self._appearance.language, "pdf")

    def _target(self, step: int) -> QWidget | None:
        """Where one of the first steps is done, while the window has its page in sight."""
        if self._front() is not self.page:
            return None
        if step == FIND:
            return self.top_bar.search_field
        return self.page.detail.bar.judge if step == JUDGE else self.page.detail

    def _show_inbox(self) -> None:
        self.evidence.show_inbox()
        self.show_page("evidence")

    def _add_evidence(self) -> None:
        """On the page of the evidence a piece need not bear on anything; elsewhere it is for what is shown."""
        shows_evidence = self._pages.currentWidget() is self.evidence
        self.evidence.add() if shows_evidence else self.page.act(self.page.recorder.add_evidence, "add_evidence")

    def _spread(self, changes: Changes, writer: Page | None = None) -> None:
        """After a write on one page, or on none, the others are out of date."""
        self._event = max(self._event, changes.event_id)
        for page in self.pages.values():
            if page is not writer:
                page.refresh(changes)
        self.undoing.ask()
        self.naming.refresh()

    def _travel(self, since: date | None) -> None:
        """Show everything as of another day."""
        self.top_bar.day_button.show_day(self.times.day)
        self.undoing.ask()
        for page in self.pages.values():
            page.refresh()
        if since != self.page.changed_since:
            self.show_page("ledger")
            self.page.show_changed_since(since)
        # Why nothing could be changed on that day holds no longer.
        self.status.say("")
        page = self._front()
        if page is not None:
            # Or the strip's button, which had the keyboard and is gone, would hand it to the first filter.
            page.focus()

    def _look(self) -> None:
        """Has another program written meanwhile?"""
        if self.connection.is_cut:
            self.status.show_present("", "")
        # A line that is cut is tried by who listens; each look would hold up whoever reads what is loaded.
        if self._opened is not None and self.jobs.idle and not self.connection.is_cut:
            self.jobs.run(self._opened.ledger.latest_event, self._notice, self.file_watch.explain, "poll")
            if self._opened.ledger.is_shared:
                ledger = self._opened.ledger
                self.jobs.run(ledger.list_present, partial(self._show_present, ledger), channel="present")

    def _show_present(self, ledger: "OpenLedger", present: Sequence[Present]) -> None:
        if self._opened is None or self._opened.ledger is not ledger:
            return
        words = self._appearance.words
        # In the bar there is no room for logins; who works under two is one person.
        names = list(dict.fromkeys(one.author for one in present))
        logins = [words.qualified(one.author, one.role) if one.author != one.role else one.author for one in present]
        key = "present" if len(names) <= _NAMED else "present_more"
        said = words.phrase(key, names=words.join(names[:_NAMED]), count=len(names) - _NAMED) if names else ""
        self.status.show_present(said, "\n".join(logins))

    def _hear(self, told: Announcement) -> None:
        """Somebody else has written just now: show it, and say so where it concerns what is looked at."""
        self._notice(told.event)
        shown = self.page.detail.detail
        words = self._appearance.words
        code = shown.row.code if shown is not None and shown.row.id in told.commitments else ""
        many = {0: "others_changed_else", 1: "others_changed_one"}
        key = "others_changed_this" if code else many.get(told.count, "others_changed")
        said = words.phrase(key, by=told.author, at=clock_time(told.at), code=code, count=told.count)
        self.status.say(said)
        for form in QApplication.topLevelWidgets():
            if isinstance(form, FormDialog) and form.concerns(told.commitments):
                form.tell(said)

    def _go_on(self) -> None:
        """The server answers again: repeat every question that had failed."""
        self.status.say(self._appearance.words.phrase("connection_back"))
        for page in self.pages.values():
            page.refresh()
        self.undoing.ask()
        self.naming.refresh()

    def _notice(self, event: int) -> None:
        # Also true after a write of ours that another program has followed.
        if event != self._event:
            self._event = event
            for page in self.pages.values():
                page.refresh()
            self.undoing.ask()
            self.naming.refresh()

    def _say_stopped(self, what: str) -> None:
        self.status.say(self.tr("Cancelled: {what}. Everything is as it was.").format(what=what))

    def _close_ledger(self) -> "OpenLedger | None":
        """Ask nothing any more, and hand the ledger back to be closed."""
        self._poll.stop()
        if self._opened is not None:
            # A window that is closed twice has nothing left to rename.
            for part in self.controllers:
                part.open(None)
            self.file_watch.open(None)
            self.connection.open(None)
            self.status.show_present("", "")
        for page in self.pages.values():
            page.close_ledger()
        opened = self._opened
        self._opened = None
        return opened.ledger if opened else None

    def _explain(self, error: Exception) -> None:
        """The ledger cannot be opened."""
        self._failure = error
        self.rescue.explain(self._location, error)
        self._show_page(self.failure)
        self.failure.setFocus()
        if isinstance(error, UserError) and error.code in PASSWORD_WANTED:
            # Without the password that was in it, if any: what is typed now goes for it.
            self._location = keep_password(self._location or default_location())
            self.ledgers.ask_password(self._location, error)

    def _show_page(self, page: QWidget) -> None:
        QToolTip.hideText()  # of what is left by a key, under a pointer that did not move
        self._pages.setCurrentWidget(page)
        self.top_bar.set_ready(page in self.pages.values())
        self.actions_by_name.set_ready(self._opened is not None)

    def _switch(self, location: str, *, empty: bool = False, adds_source: bool = False, makes: bool = True) -> None:
        ledger = self._close_ledger()
        if ledger is not None:
            ledger.stop_waiting()
            self.jobs.let_go(ledger.close)
        self._location = location
        self._makes = makes
        self.naming.show(None)
        self.open_ledger(empty=empty, adds_source=adds_source)

    def _search_ledger(self, words: str) -> None:
        self.show_page("ledger")
        self.top_bar.search_field.setText(words)

    def _escape(self) -> None:
        """Clear the search, or stop what takes long, and go back to the list."""
        # One press, one thing: words in the search field go first.
        if not self.top_bar.search_field.text() and self.status.progress.is_stoppable:
            self.status.progress.stop()
        self.top_bar.clear_search()
        page = self._front()
        if page is not None:
            page.focus()

    def _lay_out(self) -> None:
        self.illustrative.setVisible(False)
        for page in (self._opening, self.failure, self.welcome):
            self._pages.addWidget(page)
        frame = QWidget()
        frame.setLayout(
            column(
                self.top_bar, self.illustrative, self.file_watch.strip, self.connection.strip, self.times.strip,
                self.reminding.strip, self.first_steps.strip, self._pages, self.status,
            )
        )  # fmt: skip
        self.setCentralWidget(frame)
        self.setMinimumSize(*(scaled(side) for side in SMALLEST))

    def _connect(self) -> None:
        self.actions_by_name.refused.connect(self.status.refuse)
        self._appearance.changed.connect(self.retranslate)
        self.top_bar.tab_wanted.connect(self.show_page)
        self._search.ledger_wanted.connect(self._search_ledger)
        self._poll.timeout.connect(self._look)
        self.jobs.tasks_changed.connect(lambda: self.status.progress.watch(next(iter(self.jobs.tasks), None)))
        self.jobs.stopped.connect(self._say_stopped)
        for part in self.controllers:
            part.said.connect(self.status.say)
            part.refused.connect(self.status.refuse)
            part.written.connect(self._spread)
        self.catcher.form_found.connect(self.filling.take_in)
        self.catcher.front = self._front
        self.times.moved.connect(self._travel)
        self.ledgers.chosen.connect(self._switch)
        self.ledgers.empty_chosen.connect(lambda location: self._switch(location, empty=True))
        self.ledgers.document_chosen.connect(lambda location: self._switch(location, empty=True, adds_source=True))
        self.sources.source_added.connect(self._show_source)
        self.catcher.source_wanted.connect(self.sources.take)
        self.welcome.author_named.connect(self._name_author)
        self.welcome.office_named.connect(self._name_office)
        self.welcome.start_wanted.connect(lambda: self._begin(self._begin_with_briefing))
        self.welcome.empty_wanted.connect(self._begin_empty)
        self.welcome.document_wanted.connect(lambda: self._begin_empty(adds_source=True))
        self.welcome.sample_wanted.connect(lambda: self._begin(self.ledgers.open_sample))
        self.welcome.guide_wanted.connect(lambda: open_guide(self._appearance, self))
        self.reminding.strip.rows_wanted.connect(self._show_rows)
        self.reminding.strip.commitment_wanted.connect(self._show_commitment)
        self.reminding.strip.forms_wanted.connect(self._show_forms)
        self.filling.sent.connect(self._refresh_reports)
        self.filling.round_opened.connect(self.rounds.ask)
        self.rounds.open_wanted.connect(lambda: self.filling.ask_to_send(as_round=True))
        self.first_steps.page_wanted.connect(lambda: self.show_page("ledger"))
        self.first_steps.shown = lambda: self.page.detail.detail
        self.first_steps.sought = lambda: self.page.query.search
        self.first_steps.target = self._target
        self.first_steps.notice_wanted.connect(lambda path: self.catcher.take([FoundFile(path)], first_subject().code))
        self.printing.front = self._front
        self.printing.order = self._order
        self.page.filters_cleared.connect(self.top_bar.clear_search)
        self.page.search_shown.connect(self.top_bar.show_search)
        self.rescue.chosen.connect(self._switch)
        self.file_watch.moved.connect(self._show_ledger)
        self.comparing.merge_wanted.connect(self.merging.merge)
        self.merging.changed.connect(self._look)
        self.connection.heard.connect(self._hear)
        self.connection.returned.connect(self._go_on)
        self.file_watch.compare_wanted.connect(self.comparing.ask)
        self.failure.retry_wanted.connect(
            lambda: self.open_ledger(empty=self._begins_empty, adds_source=self._adds_source)
        )
        self.failure.choose_wanted.connect(self.ledgers.choose)

    def _front(self) -> Page | None:
        """The page that is to be seen."""
        page = self._pages.currentWidget()
        return page if isinstance(page, Page) else None

    def _verify(self) -> None:
        self.show_page("reports")
        self._reports.ask_to_verify()

    def _connect_page(self, page: Page) -> None:
        page.said.connect(self.status.say)
        page.refused.connect(self.status.refuse)
        page.rows_wanted.connect(self._show_rows)
        page.commitment_wanted.connect(self._show_commitment)
        page.passage_wanted.connect(self._show_passage)
        page.inbox_wanted.connect(self._show_inbox)
        page.search_cleared.connect(self.top_bar.clear_search)
        page.written.connect(lambda changes: self._spread(changes, page))

    def _handlers(self) -> dict[str, Do]:
        """What each action does."""
        page = self.page
        turns: dict[str, Do] = {PAGE + name: lambda name=name: self.show_page(name) for name in PAGES}
        return turns | {
            **{name: do for part in self.controllers for name, do in part.handlers.items()},
            "add_evidence": self._add_evidence,
            "judge": lambda: page.act(page.recorder.judge, "set_assessment"),
            "verdict_menu": lambda: page.ask_verdict() if page.isVisible() else None,
            "judging_run": page.judge_all,
            "log_search": lambda: page.act(page.recorder.log_search, "log_search"),
            "add_claim": lambda: page.act(page.recorder.add_claim, "add_claim"),
            "add_restatement": lambda: page.act(page.recorder.add_restatement, "add_restatement"),
            "review": lambda: page.act(page.recorder.review, "record_review"),
            "search": self.top_bar.focus_search,
            "escape": self._escape,
            "check_watched": lambda: self._watch(lambda page: page.check()),
            "add_watched": lambda: self._watch(lambda page: page.add_source()),
            "log_watched": lambda: self._watch(lambda page: page.log_searches()),
            "watch_words": lambda: self._watch(lambda page: page.edit_words()),
            "export": self._export,
            "verify": self._verify,
            "palette": self._open_palette,
            "column_menu": self._open_columns,
            "type_larger": lambda: self._set_type(self._appearance.next_type_size(1)),
            "type_smaller": lambda: self._set_type(self._appearance.next_type_size(-1)),
            "type_usual": lambda: self._set_type(USUAL_TYPE_SIZE),
            "as_of": lambda: self.times.ask(page.changed_since),
            "guide": lambda: open_guide(self._appearance, self),
            "rules": lambda: open_guide(self._appearance, self, RULES),
            "shortcuts": lambda: ShortcutSheet(self._appearance, self, self.actions_by_name).open(),
            "quit": lambda: self.window().close(),
            "welcome": lambda: self._show_page(self.welcome),
        }

    def _watch(self, do: "Callable[[WatchPage], None]") -> None:
        """Turn to the watched sources, and do something there."""
        self.show_page("watching")
        do(self.watching)

    def _set_type(self, percent: int) -> None:
        self._appearance.set_type_size(percent)
        self.status.say(self.tr("Type size: {percent} %").format(percent=percent))

    def _open_columns(self) -> None:
        page = self._front()
        table = page.findChild(LazyTableView) if page is not None else None
        if table is not None and table.isVisible():
            table.menus.open_all()

    def _open_palette(self) -> None:
        if self._opened is not None:
            reach = Reach(self._opened.ledger, self._show_commitment, self._apply_view, self._show_department)
            CommandPalette(self._appearance, self.jobs, self, self.actions_by_name, reach).open()

    def _show_department(self, key: str) -> None:
        self._show_rows({Facet.DEPARTMENT: frozenset({key})})

    def _apply_view(self, view: SavedViewRow) -> None:
        self.show_page("ledger")
        self.page.views.apply(view)


def _sweep_handed_copies() -> None:
    from tracker.desktop.handed_copies import sweep_handed_copies

    sweep_handed_copies()


def _open_ledger(location: str | None, author: str, empty: bool, makes: bool, task: Task, shown: Event) -> "Opened":
    """The ledger, open. Importing what that needs (SQLModel, Pydantic) takes half a second; no window waits for it, nor
    do the first rows, which would get every other millisecond only."""
    shown.wait(_LONGEST_LOOK)
    from tracker.desktop.open_ledger import OpenLedger

    return OpenLedger.open(location, author, empty=empty, makes=makes, stopping=lambda: task.is_stopping)
