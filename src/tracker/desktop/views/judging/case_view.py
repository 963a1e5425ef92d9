"""The two panes of a commitment that is being judged: its words, and what is known of it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.views.common.widgets import column, hairline, label, settle, text
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.quotes import QuotesBox
from tracker.desktop.views.detail.sections import Shown
from tracker.desktop.views.detail.target_box import TargetBox
from tracker.desktop.views.detail.verdict import VerdictView
from tracker.domain.rows import CommitmentDetail


class Pane(QScrollArea):
    """A column that scrolls by the keys of a page, and never sideways."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the run: an area that scrolls takes Page Down for itself otherwise."""
        event.ignore()

    def show_lines(self, lines: QVBoxLayout) -> None:
        """Show these in place of what was there, from their top."""
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(lines)
        self.setWidget(inner)
        inner.show()
        settle(self)
        self.verticalScrollBar().setValue(0)


class WordsPane(Pane):
    """What was promised: the title, the facts that the coding gives it, and the words themselves."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("")
        self._appearance = appearance
        self.setAccessibleName(self.tr("What was promised"))

    def show_case(self, shown: Shown) -> None:
        """Show a commitment."""
        words = self._appearance.words
        line = shown.detail.row
        lines = column(spacing=8, margins=(20, 16, 16, 16))
        lines.addWidget(text(words.name(line.title), "heading"))
        facts = (
            line.code,
            words.term(line.kind),
            words.name(line.lead.department) if line.lead else self.tr("No lead department"),
            words.due(line.due),
        )
        lines.addWidget(text(" · ".join(facts), "small"))
        for part in (VerdictView(shown), hairline(), QuotesBox(shown, leads=False)):
            lines.addWidget(part)
        lines.addStretch(1)
        self.show_lines(lines)


class FactsPane(Pane):
    """What is known: the arithmetic of the target, the evidence, and what was searched for."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("")
        self._appearance = appearance
        self.setAccessibleName(self.tr("What is known of it"))

    def turn(self, pages: int) -> None:
        """Scroll so many pages on."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def show_case(self, shown: Shown) -> None:
        """Show a commitment."""
        detail = shown.detail
        lines = column(spacing=10, margins=(16, 16, 16, 16))
        if detail.row.quantity is not None:
            lines.addWidget(TargetBox(shown))
        for parts in self._parts(detail):
            lines.addLayout(parts)
        count = sum(not piece.withdrawn for piece in detail.pieces)
        lines.addWidget(label(self.tr("Evidence {count}").format(count=f"{count:,}"), "formLabel"))
        if not count:
            lines.addWidget(text(self.tr("No evidence is linked to this commitment yet."), "hint"))
        cards = [piece for piece in detail.evidence if not piece.withdrawn]
        for piece in cards:
            lines.addWidget(EvidenceCard(shown, piece, shown.pieces[piece.id][0]))
        if count > len(cards):
            lines.addWidget(text(self.tr("and {count} more").format(count=f"{count - len(cards):,}"), "small"))
        for search in self._searches(detail):
            lines.addWidget(search)
        lines.addStretch(1)
        self.show_lines(lines)

    def show_evidence(self, evidence_id: int) -> None:
        """Bring the card of a piece into view, and mark it for a moment."""
        card = next((one for one in self.findChildren(EvidenceCard) if one.evidence.id == evidence_id), None)
        if card is not None:
            self.ensureWidgetVisible(card)
            card.mark_found()

    def _parts(self, detail: CommitmentDetail) -> Iterator[QLayout]:
        words = self._appearance.words
        if not detail.parts:
            return
        said = [label(self.tr("Parts"), "formLabel")]
        for part in detail.parts:
            name = words.name(part.title)
            said.append(text(f"{name} · {words.working(part.working)}" if part.working else name, "small"))
        yield column(*said, spacing=2)

    def _searches(self, detail: CommitmentDetail) -> Iterator[QWidget]:
        words = self._appearance.words
        newest = next(iter(detail.searches), None)
        if newest is None:
            return
        yield label(self.tr("Newest search"), "formLabel")
        outcome = at_the_beginning(words.term(newest.outcome))
        yield text(" · ".join((newest.searched_on.isoformat(), newest.place, newest.words, outcome)), "small")
