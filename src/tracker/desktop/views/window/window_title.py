"""What the window says at its edges of the ledger that is open: its sources, its file, and whether it is a sample."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.table_header import TableHeader
from tracker.desktop.views.common.widgets import ElidedLabel, label, row
from tracker.desktop.views.window.top_bar import TopBar
from tracker.domain.rows import SourceRow

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import Opened

_SECONDS = 10


class StatusBar(QFrame):
    """What was done is forgotten after a while; what was refused stays until something else is to be said."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setFixedHeight(scaled(28))
        self._ledger = label("")
        self._message = ElidedLabel()
        self._note = ElidedLabel()
        self._present = label("", "present")
        self._present.hide()
        self.progress = ProgressStrip()
        parts = (self._ledger, self.progress, self._message, None, self._present, self._note)
        self.setLayout(row(*parts, spacing=16, margins=(16, 0, 16, 0)))
        self._forget = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._forget.timeout.connect(lambda: self._message.setText(""))

    def name(self, ledger: str, tip: str, note: str) -> None:
        """Name the ledger, and what its sources lack."""
        for shown, words, more in ((self._ledger, ledger, tip), (self._note, note, note)):
            shown.setText(words)
            shown.setToolTip(more)

    def show_present(self, sentence: str, tip: str) -> None:
        """Say who else has the ledger open; an empty sentence says nothing."""
        self._present.setText(sentence)
        self._present.setToolTip(tip)
        self._present.setVisible(bool(sentence))

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._show(sentence, "")
        self._forget.start()

    def refuse(self, sentence: str) -> None:
        """Say what could not be done."""
        self._show(sentence, "fault")
        # What was refused stays: nobody may have looked.
        self._forget.stop()

    def _show(self, sentence: str, name: str) -> None:
        self._message.setObjectName(name)
        # The new name asks for new colours.
        self._message.setStyleSheet("")
        self._message.setText(sentence)
        self._message.setToolTip(sentence)


class Naming(QObject):
    """Names the ledger in the top bar, in the status bar and in a strip between them; and where commitments of several
    sources stand together, gives their codes room to be whole."""

    def __init__(
        self,
        appearance: Appearance,
        jobs: Jobs,
        window: QWidget,
        edges: tuple[TopBar, StatusBar, QLabel],
        header: TableHeader,
    ) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._jobs = jobs
        self._header = header
        self._top_bar, self._status, self._strip = edges
        self._opened: Opened | None = None

    def show(self, opened: "Opened | None") -> None:
        """Name a ledger that has just been opened, or for None no ledger."""
        self._opened = opened
        if opened is not None and len(opened.sources) > 1:
            # Whose numbers are the same.
            self._header.make_codes_whole()
        self.retranslate()

    def refresh(self) -> None:
        """Ask for the sources again: a write may have brought one, or have taken one back."""
        if (opened := self._opened) is not None:
            ledger = opened.ledger
            self._jobs.run(
                lambda: services.reading.list_sources(ledger.workspace), self._take, lambda _: None, "sources"
            )

    def retranslate(self) -> None:
        """Say everything again."""
        opened = self._opened
        words = self._appearance.words
        self._top_bar.show_sources(opened.sources if opened else ())
        day = opened.illustrative if opened is not None else None
        self._strip.setText(words.phrase("illustrative", day=day) if day is not None else "")
        self._strip.setVisible(day is not None)
        if opened is None:
            self._status.name("", "", "")
            return
        notes = [words.name(source.incomplete_note) for source in opened.sources if not source.complete]
        self._status.name(
            self.tr("{ledger} · saved").format(ledger=opened.name),
            self.tr("Every change is on disk as soon as it is made."),
            words.join(dict.fromkeys(notes), "clause") if notes else "",
        )

    def _take(self, sources: Sequence[SourceRow]) -> None:
        if self._opened is not None and tuple(sources) != self._opened.sources:
            self.show(replace(self._opened, sources=tuple(sources)))
