"""The briefing page: the source as its reader sees it, each passage tinted by what became of it."""

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.briefing.briefing_panel import BriefingPanel
from tracker.desktop.views.briefing.briefing_text import BriefingText
from tracker.desktop.views.briefing.comparison_reader import ComparisonReader
from tracker.desktop.views.common.page import FIRST, Page
from tracker.desktop.views.common.widgets import ComboBox, ElidedLabel, ListOrReason, badge, button, column, label, row
from tracker.domain.rows import Changes, EventRow

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import Opened, OpenLedger
    from tracker.domain.rows import CommitmentDetail, SourceRow
    from tracker.services.briefings.briefing_view import BriefingView


class BriefingPage(Page):
    """Asks for one source at a time; a chooser shows only where there are several."""

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__(appearance, settings, jobs)
        self._sources: tuple[SourceRow, ...] = ()
        self._view: BriefingView | None = None
        self._pending = ""
        self._wanted_start = FIRST
        self._wanted_source = ""
        self.panel = BriefingPanel(appearance, settings)
        self.text = BriefingText(appearance)
        self.text.choose(self.panel.options)
        self.chooser = ComboBox()
        self._about = ElidedLabel("ofTotal")
        self._changed = badge("", warning=True)
        self.hits = label("", "shown")
        self.previous = button("‹")
        self.next = button("›")
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_hits(0, -1)

    @property
    def search_hint(self) -> str:
        """What can be searched for on this page."""
        return self.tr("Find in the text")

    def open(self, opened: "Opened") -> None:
        self._show(None)
        self._offer(opened.sources, 0)
        super().open(opened)

    def close_ledger(self) -> None:
        self._pending = ""
        self._wanted_source = ""
        self._show(None)
        super().close_ledger()

    def reload(self) -> None:
        """Ask again for the source that is chosen, and which there are by now."""
        number = max(0, self.chooser.currentIndex())
        wanted = self._sources[number].id if number < len(self._sources) else None
        self.run(partial(_read, wanted=wanted, key=self._wanted_source), self._take, "briefing")

    def is_touched(self, changes: Changes) -> bool:
        # Only verdicts and titles show here, and the sources, whose changes name nothing.
        return bool(changes.commitments) or not changes.evidence

    def show_source(self, key: str) -> None:
        """Turn to a source by its key; one that has just come in is not among those of the chooser yet."""
        self._pending = ""
        self._wanted_source = key
        self.refresh()

    def show_passage(self, code: str, start: int = FIRST) -> None:
        """Go to a passage of a commitment, in whichever source it stands, and mark it: the one that begins there, or
        its first."""
        self._pending = code
        self._wanted_start = start
        self._go_to_pending()

    def search(self, words: str) -> None:
        """Find in the text."""
        self.text.find_words(words)

    def search_on(self, words: str, *, backwards: bool = False) -> None:
        """Find other words, or go on with the same."""
        if not self.text.find_words(words):
            self.step_hit(backwards=backwards)

    def step_hit(self, *, backwards: bool = False) -> None:
        """Go to the next or the previous place found."""
        self.text.step_hit(-1 if backwards else 1)

    def focus(self) -> None:
        self.text.setFocus()

    def remember(self) -> None:
        """Keep what the reader wants to see."""
        self.panel.remember()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.text.setAccessibleName(self.tr("Text of the source"))
        self._stack.reason.setText(
            self.tr(
                "The ledger holds no source yet. Add one with Ctrl+Shift+A: a report, a notice or a transcript, as a "
                "file or as text. A spreadsheet that is brought in with Ctrl+Shift+I is one, too."
            )
        )
        self.chooser.setAccessibleName(self.tr("Source"))
        for one, name, keys in (
            (self.previous, self.tr("Previous place found"), "Shift+F3"),
            (self.next, self.tr("Next place found"), "F3"),
        ):
            one.setAccessibleName(name)
            one.setToolTip(f"{name} ({keys})")
        self._name_sources()
        self.panel.retranslate()
        self.text.show_view(self._view)
        self._describe()

    def _take(self, found: "tuple[tuple[SourceRow, ...], BriefingView | None]") -> None:
        sources, view = found
        if sources != self._sources or self._wanted_source:
            self._wanted_source = ""
            shown = view.source.id if view is not None else None
            self._offer(sources, next((n for n, source in enumerate(sources) if source.id == shown), 0))
        self._stack.show_list(view is not None)
        self._show(view)

    def _offer(self, sources: "tuple[SourceRow, ...]", chosen: int) -> None:
        """Let the reader choose among these sources."""
        self._sources = sources
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for _ in sources:
            self.chooser.addItem("")
        self._name_sources()
        self.chooser.setCurrentIndex(chosen)
        self.chooser.blockSignals(False)
        self.chooser.setVisible(len(sources) > 1)

    def _show(self, view: "BriefingView | None") -> None:
        if view == self._view and view is not None:
            # The text is not set again: the reader would lose the place.
            return self._go_to_pending()
        self._view = view
        self.panel.show_view(view)
        if view is None:
            self.text.show_view(None)
        else:
            self.text.show_marks(view)
        self._describe()
        return self._go_to_pending()

    def _go_to_pending(self) -> None:
        """Where the text is there: go to the passage that was asked for, or ask which source it is in."""
        code = self._pending
        if not code or self._view is None:
            return
        self._pending = ""
        if not self.text.show_passage(code, self._wanted_start):
            read_detail = services.reading.read_detail
            self.run(
                lambda ledger: read_detail(ledger.workspace, code, ledger.as_of, ()), self._turn_to, "briefing_source"
            )

    def _turn_to(self, detail: "CommitmentDetail") -> None:
        """Show the source of a commitment, and then its passage."""
        numbers = [number for number, source in enumerate(self._sources) if source.id == detail.source.id]
        if numbers and numbers[0] != self.chooser.currentIndex():
            self._pending = detail.row.code
            self.chooser.setCurrentIndex(numbers[0])

    def _describe(self) -> None:
        """The head line: who spoke, when, how much was promised, and whether the text is the one that was coded."""
        view = self._view
        words = self._appearance.words
        changed = view is not None and not view.sound
        self._changed.setVisible(changed)
        self._changed.setText(self.tr("SHA-256 does not match") if changed else "")
        self._changed.setToolTip(
            self.tr("The text is not the one in which the commitments were coded. Restore a backup.")
        )
        self._about.clear()
        if view is None:
            return
        count = len({mark.code for mark in view.marks})
        said = [words.join(map(words.name, view.speakers)), view.source.held_on.isoformat()]
        said += [self.tr("{count} commitments").format(count=count)]
        if view.open:
            said.append(self.tr("{count} places open").format(count=len(view.open)))
        if view.sound:
            said.append(self.tr("SHA-256 checked"))
        self._about.setText(" · ".join(filter(None, said)))
        self._about.setToolTip(f"{words.name(view.source.title)}\n{self._about.text()}")

    def _show_hits(self, number: int, count: int) -> None:
        for part in (self.hits, self.previous, self.next):
            part.setVisible(count >= 0)
        self.previous.setEnabled(count > 0)
        self.next.setEnabled(count > 0)
        said = self.tr("{number} of {count}").format(number=number, count=count) if count else self.tr("Not found")
        self.hits.setText(said)

    def _name_sources(self) -> None:
        words = self._appearance.words
        for number, source in enumerate(self._sources[: self.chooser.count()]):
            self.chooser.setItemText(number, f"{source.held_on.isoformat()} {words.name(source.title)}")

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setObjectName("countBar")
        bar.setFixedHeight(scaled(40))
        self.chooser.setVisible(False)
        self.chooser.setMaximumWidth(scaled(320))
        for one in (self.previous, self.next):
            one.setFixedWidth(scaled(28))
        found = row(self.hits, self.previous, self.next, spacing=6)
        head = row(self.chooser, self._about, self._changed, None, found, spacing=8)
        bar.setLayout(column(head, margins=(16, 0, 12, 0)))
        middle = QWidget()
        middle.setObjectName("page")
        self._stack = ListOrReason(self.text)
        self._stack.clear_button.hide()
        middle.setLayout(column(bar, self._stack))
        self.setLayout(row(self.panel, middle))

    def _connect(self) -> None:
        text = self.text
        panel = self.panel
        panel.place_wanted.connect(text.show_offset)
        panel.comparison_wanted.connect(self._show_comparison)
        panel.options_changed.connect(text.choose)
        text.paragraph_reached.connect(panel.topics.mark)
        text.wanted.connect(self.commitment_wanted)
        text.found.connect(self._show_hits)
        self.chooser.currentIndexChanged.connect(lambda _: self.reload())
        self.previous.clicked.connect(lambda: self.step_hit(backwards=True))
        self.next.clicked.connect(lambda _: self.step_hit())
        for keys, action in (
            ("F3", self.step_hit),
            ("Shift+F3", lambda: self.step_hit(backwards=True)),
            ("F6", lambda: self._step_mark(1)),
            ("Shift+F6", lambda: self._step_mark(-1)),
            ("Alt+Down", lambda: self._step_mark(1, commitment=True)),
            ("Alt+Up", lambda: self._step_mark(-1, commitment=True)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            # Whichever part of the page has the keyboard.
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(action)

    def _show_comparison(self, event: EventRow) -> None:
        ComparisonReader(self._appearance, self, event).open()

    def _step_mark(self, by: int, *, commitment: bool = False) -> None:
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.step(by, commitment=commitment)


def _read(ledger: "OpenLedger", wanted: int | None, key: str) -> "tuple[tuple[SourceRow, ...], BriefingView | None]":
    """The sources, and one of them: that of the key, else the wanted, or where that was taken back the first; None
    where there is none."""
    sources = services.reading.list_sources(ledger.workspace)
    if not sources:
        return sources, None
    by_key = (source.id for source in sources if source.key == key)
    by_id = (source.id for source in sources if source.id == wanted)
    there = next(chain(by_key, by_id), sources[0].id)
    return sources, services.briefing_view.read_briefing(ledger.workspace, there, ledger.as_of)
