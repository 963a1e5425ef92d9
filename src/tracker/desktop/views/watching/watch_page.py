"""The page of watched sources: what is new on them, the likeliest to bear on a commitment first, one key for each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.drop_overlay import FoundLink
from tracker.desktop.views.common.page import Page
from tracker.desktop.views.common.widgets import (
    Flow,
    ListOrReason,
    Panes,
    Side,
    TabOrder,
    TipMenu,
    allow,
    button,
    column,
    label,
    row,
    stops_in,
    text,
)
from tracker.desktop.views.forms.plain_dialog import accept_if_open, if_open
from tracker.desktop.views.watching.found_items_list import FoundItemsList
from tracker.desktop.views.watching.item_pane import ItemPane
from tracker.desktop.views.watching.learning_strip import LearningStrip
from tracker.desktop.views.watching.search_offer_dialog import SearchOfferDialog
from tracker.desktop.views.watching.sources_panel import SourcesPanel
from tracker.desktop.views.watching.watch_dialog import RemovalDialog, WatchDialog
from tracker.desktop.views.watching.words_dialog import WordsDialog
from tracker.domain.commitments.progress import Cancelled, Progress
from tracker.domain.evidence.addresses import is_web_address
from tracker.domain.rows import Changes, Name
from tracker.domain.text.dates import day_of, stamp
from tracker.domain.watching.listings import ListedItem
from tracker.domain.watching.terms import COMPLETE_LOOKS, ItemGroup, ItemState
from tracker.domain.watching.title_pieces import pieces_of
from tracker.domain.watching.watched import OfferedPage, PageLookRow, RankedItem, SearchOffer, WatchedPageRow

if TYPE_CHECKING:
    from tracker.capture.watching.polite_fetching import PoliteVisitor
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.watching.looking import WatchOffer

CAPTURE, SEEN, NOT_FOR_US, OPEN, UNDO = "E", "S", "N", "O", "U"
ITEM_KEYS = (CAPTURE, SEEN, NOT_FOR_US, OPEN, UNDO)
"""The letters by which it is said in the list what is to become of an item."""
_STATES = {SEEN: ItemState.SEEN, NOT_FOR_US: ItemState.NOT_FOR_US}
_MOST_CAPTURED = 20
"""Pages that are fetched one after the other at one key: each opens a form."""


class WatchPage(Page):
    """`capture_wanted` carries the `FoundLink`s that are to be taken in, `undo_wanted` asks to take the last change
    back.

    Sites are asked on the user's act, or once at the start where the settings say so (`check_at_start`), and never
    otherwise.
    """

    capture_wanted = Signal(object)
    undo_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__(appearance, settings, jobs)
        self.make_visitor: Callable[[], PoliteVisitor | None] = lambda: None
        """Makes whoever asks the sites in one round; None is the one that the services make."""
        self.pages: tuple[WatchedPageRow, ...] = ()
        self.is_checking = False
        self._is_undoable = False
        self._items: tuple[RankedItem, ...] | None = None
        self._departments: tuple[Name, ...] = ()
        self._on_their_way: set[str] = set()
        self._marked: tuple[str, ...] = ()
        self._came: tuple[PageLookRow, ...] = ()
        self._offers: tuple[SearchOffer, ...] = ()
        self.sources = SourcesPanel(appearance)
        self.list = FoundItemsList(appearance, ITEM_KEYS)
        self.learning = LearningStrip()
        self.detail = ItemPane(appearance)
        self._order = TabOrder()
        # Several signals tell of one key: what they lead to is shown once.
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._follow)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def reason(self) -> str:
        """Why nothing can be changed now; "" where it can."""
        return self.why_not("mark_items")

    def close_ledger(self) -> None:
        self._items = None
        self._on_their_way.clear()
        self._marked = ()
        self._came = ()
        self._offers = ()
        # The job of a check is cancelled with its ledger, and says so.
        self.is_checking = False
        self.learning.offer(())
        super().close_ledger()

    def focus(self) -> None:
        # Of an empty list what says why, and not the button: a Space too many would ask the sites.
        (self.list if self._shows_list else self._stack.empty).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where the list is empty its letters and digits go on: what was marked last can be taken back."""
        if self._shows_list or not self.list.ask_by_key(event):
            super().keyPressEvent(event)

    def reload(self) -> None:
        """Ask again for the sources and for what is new on them."""
        self._allow()
        watched = services.watched_pages
        self.run(
            lambda ledger: (
                watched.list_watched(ledger.workspace, ledger.as_of),
                services.reading.list_departments(ledger.workspace),
            ),
            self._show_sources,
            "watched_pages",
        )
        self._ask_items()

    def remember(self) -> None:
        """Keep the widths."""
        self.splitter.remember()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.list.setAccessibleName(self.tr("New items of watched sources"))
        self.sources.retranslate()
        self.list.retranslate()
        self.detail.retranslate()
        self.learning.retranslate()
        self._check.setText(self.tr("Check now"))
        self._words.setText(self.tr("Words…"))
        self._log.setText(self.tr("Log as searches…"))
        self._close_result.setText(self.tr("Close"))
        self._close_result.setAccessibleName(self.tr("Close what the check came to"))
        self._allow()
        self._say_result()
        self._say_counts()

    # --- what is asked for from outside, too ---------------------------------------------------------------

    def check(self, uids: Collection[str] | None = None) -> None:
        """Look at the sources that are on, or at these, now: the only way in which anything is asked of a site, but for
        `check_at_start`."""
        if not self._may_change() or self.is_checking:
            return
        if not self.pages and self._items is not None:
            self.refused.emit(self.tr("No source is watched yet: add one first."))
            return
        self._check_now(uids)

    def check_at_start(self) -> None:
        """Look at the sources that nobody has looked at today, because the settings say so."""
        ledger = self.ledger
        if ledger is None or self.reason:
            return

        def show(pages: Sequence[WatchedPageRow]) -> None:
            today = ledger.today()
            due = [page.uid for page in pages if page.is_on and not _was_looked_at(page, today)]
            if due and ledger is self.ledger and not self.is_checking:
                self.said.emit(self.tr("Looking at the watched sources, as the settings say."))
                self._check_now(due)

        self.run(lambda ledger: services.watched_pages.list_watched(ledger.workspace), show)

    def add_source(self) -> None:
        """Ask for the address of a page to be watched."""
        opened = self.ledger
        if not self._may_change():
            return

        def show(found: tuple[tuple[Name, ...], tuple[OfferedPage, ...]]) -> None:
            # What was read is of the ledger that was open when somebody asked.
            if self.ledger is opened:
                self._open_source(found[0], found[1], None)

        watched = services.watched_pages
        self.run(
            lambda ledger: (
                services.reading.list_departments(ledger.workspace),
                watched.list_offered(ledger.workspace),
            ),
            show,
            "watch_dialog",
        )

    def log_searches(self) -> None:
        """Offer what the last looks saw as searches."""
        ledger = self.ledger
        if not self._may_change() or ledger is None:
            return

        def show(offers: tuple[SearchOffer, ...]) -> None:
            if ledger is not self.ledger:
                return
            if offers:
                self._open_offer(ledger, offers)
            else:
                self.said.emit(
                    self.tr(
                        "There is nothing to log: the last looks added no days that were seen without a gap, or there "
                        "is no open commitment to look for."
                    )
                )

        self.run(lambda ledger: services.looks.offer_searches(ledger.workspace), show, "offer_searches")

    def edit_words(self) -> None:
        """Show the words for what is not for us, to be added to and taken from."""
        opened = self.ledger
        if not self._may_change():
            return

        def show(words: Sequence[str]) -> None:
            if self.ledger is not opened:
                return
            dialog = WordsDialog(self._appearance, self, words)
            dialog.chosen.connect(partial(self._save_words, dialog))
            dialog.open()

        self.run(lambda ledger: services.watched_pages.list_words(ledger.workspace), show, "words_dialog")

    # --- what is read and shown -----------------------------------------------------------------------------

    def _ask_items(self) -> None:
        """Ask for what is new on the source that is chosen, or on all. What is new is known for today alone."""
        chosen = self.sources.chosen
        page = chosen.uid if chosen is not None else ""
        list_new = services.found_items.list_new
        self.run(
            lambda ledger: list_new(ledger.workspace, page) if ledger.as_of is None else (),
            self._show_items,
            "found_items",
        )

    def _show_sources(self, found: tuple[tuple[WatchedPageRow, ...], tuple[Name, ...]]) -> None:
        self.pages, self._departments = found
        self.sources.show_pages(self.pages, self._departments)
        self._say_counts()

    def _show_items(self, items: tuple[RankedItem, ...]) -> None:
        self._items = items
        self._show_unmarked()
        back = next((uid for uid in self._marked if any(one.item.uid == uid for one in items)), None)
        if back is not None and back not in self._on_their_way:
            # What was taken back is where one goes on.
            self._marked = ()
            self.list.go_to_item(back)

    def _show_unmarked(self) -> None:
        """Show what is new, but for what is being marked."""
        if self._items is not None:
            self.list.show_items([one for one in self._items if one.item.uid not in self._on_their_way])
            self._say_counts()

    def _say_counts(self) -> None:
        count = sum(1 for _ in self.list.rows.items)
        one = self.tr("1 new item")
        many = self.tr("{count} new items").format(count=f"{count:,}") if count else self.tr("Nothing new")
        self._shown.setText(one if count == 1 else many)
        showed = self._shows_list
        had_keyboard = any(one.hasFocus() for one in (self.list, self._stack.empty, self._stack.clear_button))
        self._stack.reason.setText(self._why_empty())
        self._stack.empty.setAccessibleName(self._stack.reason.text())
        self._stack.clear_button.setText(self.tr("Check now") if self.pages else self.tr("Add a source to watch…"))
        self._stack.clear_button.setVisible(not self.reason)
        self._stack.show_list(bool(count))
        if had_keyboard and self._shows_list is not showed:
            self.focus()
        self._following.start()

    @property
    def _shows_list(self) -> bool:
        """Whether there is anything in the list: else it says why not."""
        return self._stack.currentWidget() is self.list

    def _why_empty(self) -> str:
        """What an empty list means, and what to do about it."""
        ledger = self.ledger
        if ledger is not None and ledger.as_of is not None:
            return self.tr("What is new on watched sources is shown for today alone.")
        if not self.pages:
            return self.tr(
                "No source is watched yet. Add the page of a ministry that lists its documents: what is new on it "
                "comes here, the likeliest to bear on a commitment first."
            )
        chosen = self.sources.chosen
        if chosen is not None and chosen.problem is not None:
            return self._appearance.words.error(chosen.problem)
        shown = self.pages if chosen is None else (chosen,)
        looked = [page.looked_at for page in shown if page.looked_at is not None]
        if not looked:
            return self.tr("Nobody has looked at these sources yet. Check now: what they list comes here.")
        said = self.tr("Nothing is new. Last checked {when}; sites are asked only when you say so.")
        if self._settings.checks_watched:
            said = self.tr("Nothing is new. Last checked {when}; the settings let it be done once a day at the start.")
        return said.format(when=stamp(max(looked)))

    def _follow(self) -> None:
        """Show what is current, and on the buttons what they would do now."""
        self.detail.show_line(self.list.current)
        self._allow()
        around = (self.sources, self._bar, self._result)
        below = (self.learning, self._acts, self.detail)
        before, after = ([stop for part in parts for stop in stops_in(part)] for parts in (around, below))
        self._order.lead([*before, self.list, *stops_in(self._stack.empty), *after])

    def allow_undo(self, is_undoable: bool) -> None:
        """Whether there is anything to take back."""
        self._is_undoable = is_undoable
        self._allow()

    def _allow(self) -> None:
        """What can be done, in the words of the buttons; what cannot says why."""
        reason = self.reason
        meant = self.list.meant
        several = len(meant) > 1
        is_head = self.list.means_group
        said = {
            CAPTURE: (self.tr("Capture"), self.tr("Fetch its page, and record it as evidence in a form")),
            SEEN: (self.tr("Seen"), self.tr("It was looked at, and nothing more is to be done")),
            NOT_FOR_US: (self.tr("Not for us"), self.tr("It has nothing to do with this ledger; words can be learnt")),
            OPEN: (self.tr("Open"), self.tr("Look at its page in the browser")),
            UNDO: (self.tr("Undo"), self.tr("Take the last change back (Ctrl+Z, too)")),
        }
        for key, (words, tip) in said.items():
            made = self.key_buttons[key]
            counted = f"{words} ({len(meant):,})" if several and key in _STATES else words
            made.setText(f"{counted}  {key}")
            made.setAccessibleName(self.tr("{words} (key {key})").format(words=counted, key=key))
            possible = bool(meant) and not (is_head and key in (CAPTURE, OPEN))
            allow(made, reason if key != OPEN else "", tip, possible=self._is_undoable if key == UNDO else possible)
        self.list.marks.is_allowed = not reason
        self.sources.allow(reason)
        checking = self.tr("The sources are being looked at: Esc stops it.")
        check = self.tr("Look at all sources that are on (F5). Sites are asked only when you say so.")
        allow(self._check, reason, checking if self.is_checking else check, possible=not self.is_checking)
        allow(self._words, reason, self.tr("All words for what is not for us: look at them, add, remove"))
        looked = self.tr("What the check saw, as a round of searches: looked at first, logged on your yes")
        allow(self._log, reason, looked)

    def _may_change(self) -> bool:
        return self.ledger is not None and self.may("mark_items")

    # --- what becomes of items ------------------------------------------------------------------------------

    def _act(self, key: str) -> None:
        """Do what a letter says with what is meant."""
        meant = self.list.meant
        if key == OPEN:
            self._open_in_browser(meant)
        elif not self._may_change():
            return
        elif key == UNDO:
            self.undo_wanted.emit()
        elif key == CAPTURE:
            self._capture(meant)
        elif meant:
            self._mark([one.item.uid for one in meant], _STATES[key], meant[0].item.title if len(meant) == 1 else "")

    def _mark_group(self, group: ItemGroup) -> None:
        """Do what the head of a group offers for all of it."""
        if self._may_change():
            uids = [one.item.uid for one in self.list.rows.members(group)]
            self._mark(uids, ItemState.NOT_FOR_US if group is ItemGroup.PUT_DOWN else ItemState.SEEN, "")

    def _mark(self, uids: Sequence[str], state: ItemState, title: str) -> None:
        """Say this of items, which leave the list at once: nobody waits for what is written meanwhile."""
        marked = frozenset(uids)
        self._on_their_way |= marked
        self._marked = tuple(uids)
        self.list.take_out(uids)
        self.learning.offer(pieces_of(title) if state is ItemState.NOT_FOR_US else ())

        def write(ledger: "OpenLedger") -> Changes:
            mark = services.commands.command(services.commands.ItemsMark, items=tuple(uids), state=state)
            return services.found_items.mark_items(ledger.present, mark)

        def done(changes: Changes) -> None:
            self._on_their_way -= marked
            self._items = tuple(one for one in self._items or () if one.item.uid not in marked)
            self._say_marked(len(uids), state)
            self.written.emit(changes)
            self._ask_sources()

        def failed(error: Exception) -> None:
            self._on_their_way -= marked
            self._marked = ()
            self.refuse(error)
            self._show_unmarked()

        self._write(write, done, failed)
        self._say_counts()

    def _say_marked(self, count: int, state: ItemState) -> None:
        word = self._appearance.words.term(state)
        one = self.tr("1 item marked “{state}”. U takes it back.").format(state=word)
        many = self.tr("{count} items marked “{state}”. U takes it back.").format(count=f"{count:,}", state=word)
        self.said.emit(one if count == 1 else many)

    def _capture(self, meant: Sequence[RankedItem]) -> None:
        """Fetch the pages, and open a form for each as if its address had been pasted."""
        if self.list.means_group or not meant:
            self.refused.emit(
                self.tr("Choose the items to capture one by one: each page is fetched, and has its form.")
            )
        elif len(meant) > _MOST_CAPTURED:
            said = self.tr("At most {most} pages are captured at once: choose fewer.")
            self.refused.emit(said.format(most=_MOST_CAPTURED))
        else:
            self.capture_wanted.emit(tuple(_link(one) for one in meant))

    def _open_in_browser(self, meant: Sequence[RankedItem]) -> None:
        current = self.list.current
        item = current if isinstance(current, RankedItem) and current in meant else next(iter(meant), None)
        if item is not None and is_web_address(item.item.url):
            QDesktopServices.openUrl(QUrl(item.item.url))

    def _learn(self, word: str) -> None:
        """Add a word to those for what is not for us: it is offered no more at once, or it would be added twice."""
        if not self._may_change():
            return
        offered = self.learning.offered
        focused = QApplication.focusWidget()
        if focused is not None and self.learning.isAncestorOf(focused):
            # Its chip goes, and not when the word is written: the user may be elsewhere by then.
            self.focus()
        self.learning.take_out(word)

        def done(changes: Changes) -> None:
            said = self.tr("“{word}” is a word for what is not for us now. U takes it back.")
            self.said.emit(said.format(word=word))
            self._wrote(changes)

        def failed(error: Exception) -> None:
            if self.learning.offered == offered:
                self.learning.put_back(word)
            self.refuse(error)

        self._write(partial(_revise_words, {"add": (word,)}), done, failed)

    def _save_words(self, dialog: WordsDialog, revision: Mapping[str, tuple[str, ...]]) -> None:
        def done(changes: Changes) -> None:
            dialog.draft.forget()
            dialog.accept()
            self._wrote(changes)

        self._write(
            partial(_revise_words, revision), if_open(dialog, done, self._wrote), if_open(dialog, dialog.explain)
        )

    # --- sources ----------------------------------------------------------------------------------------------

    def _act_on_source(self, act: str) -> None:
        page = self.sources.chosen
        if act == "add":
            self.add_source()
        elif page is None or not self._may_change():
            return
        elif act == "check":
            self.check((page.uid,))
        elif act == "edit":
            self._open_source(self._departments, (), page)
        elif act == "switch":
            self._revise({"page": page.uid, "is_on": not page.is_on}, self._wrote)
        else:
            dialog = RemovalDialog(self._appearance, self, page)
            dialog.chosen.connect(partial(self._remove, dialog, page))
            dialog.open()

    def _open_source(
        self, departments: Sequence[Name], offered: Sequence[OfferedPage], page: WatchedPageRow | None
    ) -> None:
        ledger = self.ledger
        if ledger is None:
            return
        find = partial(self._find, ledger.today())
        dialog = WatchDialog(self._appearance, self._jobs, self, find, departments, offered, page)

        def save(wish: dict[str, Any]) -> None:
            def done(changes: Changes) -> None:
                dialog.finish_saved()
                self._wrote(changes)

            self._revise(wish, if_open(dialog, done, self._wrote), if_open(dialog, dialog.explain))

        dialog.chosen.connect(save)
        dialog.open()

    def _find(self, today: date, address: str, progress: Progress) -> "tuple[WatchOffer, ...]":
        return services.looking.find_lists(address, today, visitor=self.make_visitor(), progress=progress)

    def _revise(
        self,
        wish: Mapping[str, Any],
        done: Callable[[Changes], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Watch a page, or change what is said of one that is watched."""

        def write(ledger: "OpenLedger") -> Changes:
            commands = services.commands
            values = dict(wish)
            rule = values.pop("rule", None)
            if rule is not None:
                fields = {"kind": rule.kind, "path": rule.path, "fields": dict(rule.fields)}
                values["rule"] = commands.command(commands.ListRuleFields, **fields)
            watched = services.watched_pages
            if "page" in values:
                return watched.revise_page(ledger.present, commands.command(commands.WatchedPageRevision, **values))
            return watched.add_page(ledger.present, commands.command(commands.NewWatchedPage, **values))

        self._write(write, done, failed)

    def _remove(self, dialog: RemovalDialog, page: WatchedPageRow, reason: str) -> None:
        def write(ledger: "OpenLedger") -> Changes:
            removal = services.commands.command(services.commands.WatchedPageRemoval, page=page.uid, reason=reason)
            return services.watched_pages.remove_page(ledger.present, removal)

        def done(changes: Changes) -> None:
            dialog.finish_saved()
            self._wrote(changes)

        failed = if_open(dialog, dialog.explain, self.refuse)
        self._write(write, if_open(dialog, done, self._wrote), failed)

    # --- looking ----------------------------------------------------------------------------------------------

    def _check_now(self, uids: Collection[str] | None) -> None:
        ledger = self.ledger
        if ledger is None:
            return
        self.is_checking = True
        self._allow()
        visitor = self.make_visitor()

        def work(progress: Progress) -> tuple[tuple[PageLookRow, ...], int]:
            rows = services.looking.check_pages(ledger.present, uids, visitor=visitor, progress=progress)
            return rows, services.reading.latest_event(ledger.workspace)

        def done(found: tuple[tuple[PageLookRow, ...], int]) -> None:
            # Another ledger may have been opened meanwhile, and may be looked at itself.
            if ledger is self.ledger:
                self.is_checking = False
                self._take_check(*found)

        def failed(error: Exception) -> None:
            if ledger is self.ledger:
                self.is_checking = False
                self._allow()
                if not isinstance(error, Cancelled):
                    self.refuse(error)

        self._jobs.run_long(Task(self.tr("Look at watched sources")), work, done, failed)

    def _take_check(self, rows: tuple[PageLookRow, ...], event: int) -> None:
        """Tell what a check came to, and find out what of it may be logged as searches."""
        self._came = rows
        self._offers = ()
        self._say_result()
        self.said.emit(self._result_words())
        if not rows:
            return
        self._wrote(Changes(event))
        seen = [look.page_uid for look in rows if look.outcome in COMPLETE_LOOKS]
        self.run(
            lambda ledger: services.looks.offer_searches(ledger.workspace, seen), self._take_offers, "offered_searches"
        )

    def _take_offers(self, offers: tuple[SearchOffer, ...]) -> None:
        self._offers = offers
        self._say_result()

    def _result_words(self) -> str:
        """What the last check came to."""
        new = sum(look.new for look in self._came)
        failed = [look.page for look in self._came if look.problem is not None]
        if not self._came:
            return self.tr("No source is switched on: nothing was looked at.")
        said = self.tr("{new} new items on {count} sources.").format(new=f"{new:,}", count=len(self._came))
        if failed:
            names = self._appearance.words.join(failed)
            said += " " + self.tr("Not, or only in part: {names}; each says why beside its name.").format(names=names)
        return said

    def _say_result(self) -> None:
        """Say beside the list what the last check came to, until that is closed."""
        self._result.setVisible(bool(self._came))
        if self._came:
            self._result_said.setText(self._result_words())
        self._log.setVisible(bool(self._offers))

    def _forget_result(self) -> None:
        self._came = ()
        self._offers = ()
        self._say_result()
        self.focus()

    def _open_offer(self, ledger: "OpenLedger", offers: tuple[SearchOffer, ...]) -> None:
        dialog = SearchOfferDialog(self._appearance, self, offers)

        def log(chosen: Sequence[tuple[SearchOffer, str, Collection[str]]]) -> None:
            def write(ledger: "OpenLedger") -> Changes:
                return services.looks.log_offers(ledger.present, chosen)

            def done(changes: Changes) -> None:
                accept_if_open(dialog)
                self._offers = ()
                self._say_result()
                count = sum(len(codes) for _, _, codes in chosen)
                one = self.tr("{count} searches are logged. Undo takes them back.")
                several = self.tr(
                    "{count} searches at {places} sources are logged. Undo takes them back one source at a time, the "
                    "last one first."
                )
                said = one if len(chosen) == 1 else several
                self.said.emit(said.format(count=count, places=len(chosen)))
                self.written.emit(changes)

            if ledger is self.ledger:
                self._write(write, done, if_open(dialog, dialog.explain, self.refuse))
            else:
                # Another ledger was opened meanwhile, which these offers are not of.
                dialog.reject()

        dialog.chosen.connect(log)
        dialog.open()

    # --- writing ----------------------------------------------------------------------------------------------

    def _write(
        self,
        write: Callable[["OpenLedger"], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        ledger = self.ledger
        if ledger is not None:
            self._jobs.run(partial(write, ledger), done, failed or self.refuse)

    def _wrote(self, changes: Changes) -> None:
        """After a write of ours by which other items, or the same in another order, may be new."""
        self.refresh()
        self.written.emit(changes)

    def _ask_sources(self) -> None:
        """How many items are new on each source has changed, and nothing else."""
        self.run(
            lambda ledger: services.watched_pages.list_watched(ledger.workspace, ledger.as_of),
            lambda pages: self._show_sources((pages, self._departments)),
            "watched_pages",
        )

    def _show_menu(self, place: QPoint) -> None:
        """What can be done with what is meant."""
        menu = TipMenu(self)
        menu.setObjectName("itemMenu")
        for key, made in self.key_buttons.items():
            action = menu.addAction(made.text().removesuffix(f"  {key}") + f"\t{key}")
            action.setObjectName(f"item{key}")
            allow(action, "" if key == OPEN else self.reason, possible=made.isEnabled())
            action.triggered.connect(lambda _=False, key=key: self._act(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _press_empty(self) -> None:
        """Do what an empty list offers."""
        chosen = self.sources.chosen
        if self.pages:
            self.check(None if chosen is None else (chosen.uid,))
        else:
            self.add_source()

    def _lay_out(self) -> None:
        self._shown = label("", "shown")
        self._check = button("")
        self._check.setObjectName("checkWatched")
        self._words = button("", "quiet-link")
        self._words.setObjectName("watchWords")
        self._bar = QFrame()
        self._bar.setObjectName("countBar")
        self._bar.setFixedHeight(scaled(44))
        self._bar.setLayout(row(self._shown, None, self._words, self._check, spacing=12, margins=(16, 0, 12, 0)))
        self._result_said = text("")
        self._log = button("")
        self._log.setObjectName("offerSearches")
        self._close_result = button("", "quiet-link")
        self._close_result.setObjectName("closeCheckResult")
        self._result = QFrame()
        self._result.setObjectName("quietStrip")
        said = row(self._result_said, self._log, self._close_result, spacing=12, margins=(16, 6, 12, 6))
        said.setStretch(0, 1)
        self._result.setLayout(said)
        self._result.hide()
        self._stack = ListOrReason(self.list)
        self._stack.empty.setObjectName("nothingNew")
        self._stack.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.key_buttons = {key: button("") for key in ITEM_KEYS}
        for key, made in self.key_buttons.items():
            made.setObjectName(f"key{key}")
        flow = Flow(8)
        flow.fill(list(self.key_buttons.values()))
        self._acts = QFrame()
        self._acts.setObjectName("actionBar")
        self._acts.setLayout(column(flow, margins=(16, 8, 12, 8)))
        middle = QWidget()
        middle.setObjectName("page")
        whole = column(self._bar, self._result, self._stack, self.learning, self._acts)
        whole.setStretch(2, 1)
        middle.setLayout(whole)
        left = Side(self.sources, 6, 190, 250, minimum=180)
        right = Side(self.detail, 4, 330, 480, minimum=320)
        self.splitter = Panes(self._settings, "watch_splitter", left, (middle, 300), right)
        self.setLayout(column(self.splitter))

    def _connect(self) -> None:
        self.list.asked.connect(self._act)
        self.list.group_asked.connect(self._mark_group)
        self.list.word_asked.connect(self.learning.take)
        self.list.line_chosen.connect(self._following.start)
        self.list.detail_wanted.connect(self.detail.setFocus)
        self.list.menu_wanted.connect(self._show_menu)
        self.learning.word_wanted.connect(self._learn)
        self.learning.words_wanted.connect(self.edit_words)
        self.learning.close_button.clicked.connect(lambda _checked: self.focus())
        self.sources.chosen_changed.connect(self._ask_items)
        self.sources.asked.connect(self._act_on_source)
        self.detail.commitment_wanted.connect(self.commitment_wanted)
        self._check.clicked.connect(lambda _checked: self.check())
        self._words.clicked.connect(self.edit_words)
        self._log.clicked.connect(self.log_searches)
        self._close_result.clicked.connect(self._forget_result)
        self._stack.clear_button.setObjectName("watchNext")
        self._stack.clear_button.clicked.connect(self._press_empty)
        for key, made in self.key_buttons.items():
            made.clicked.connect(lambda _=False, key=key: self._press(key))

    def _press(self, key: str) -> None:
        """A button was pressed by the mouse or by Enter: the list is where one goes on."""
        self._act(key)
        self.focus()


def _link(ranked: RankedItem) -> FoundLink:
    item = ranked.item
    return FoundLink(item.url, listed=ListedItem(item.url, item.title, item.published, item.summary))


def _was_looked_at(page: WatchedPageRow, day: date) -> bool:
    return page.looked_at is not None and day_of(page.looked_at) >= day


def _revise_words(revision: Mapping[str, tuple[str, ...]], ledger: "OpenLedger") -> Changes:
    command = services.commands.command(services.commands.WordsRevision, **revision)
    return services.watched_pages.revise_words(ledger.present, command)
