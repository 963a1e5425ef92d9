"""The two panes of a commitment that is being judged: its words, and what is known of it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.views.common.widgets import column, hairline, label, text
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.quotes_box import QuotesBox
from tracker.desktop.views.detail.target_box import TargetBox
from tracker.desktop.views.detail.verdict import VerdictView
from tracker.domain.rows import CommitmentDetail, EvidenceRow

_MOST_PIECES = 50
"""Pieces of evidence that are shown; of more, the newest: the detail pane has them all."""


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
        self.verticalScrollBar().setValue(0)


class WordsPane(Pane):
    """What was promised: the title, the facts that the coding gives it, and the words themselves."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("")
        self._appearance = appearance
        self.setAccessibleName(self.tr("What was promised"))

    def show_case(self, detail: CommitmentDetail) -> None:
        """Show a commitment."""
        words = self._appearance.words
        line = detail.row
        lines = column(spacing=8, margins=(20, 16, 16, 16))
        lines.addWidget(text(words.name(line.title), "heading"))
        facts = (
            line.code,
            words.term(line.kind),
            words.name(line.lead.department) if line.lead else self.tr("No lead department"),
            words.due(line.due),
        )
        lines.addWidget(text(" · ".join(facts), "small"))
        lines.addWidget(VerdictView(self._appearance, detail))
        lines.addWidget(hairline())
        lines.addWidget(QuotesBox(self._appearance, detail, leads=False))
        lines.addStretch()
        self.show_lines(lines)


class FactsPane(Pane):
    """What is known: the arithmetic of the target, the evidence, and what was searched for."""

    file_wanted = Signal(object, str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("")
        self._appearance = appearance
        self.setAccessibleName(self.tr("What is known of it"))

    def turn(self, pages: int) -> None:
        """Scroll so many pages on."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def show_case(self, detail: CommitmentDetail) -> None:
        """Show a commitment."""
        lines = column(spacing=10, margins=(16, 16, 16, 16))
        if detail.row.quantity is not None:
            lines.addWidget(TargetBox(self._appearance, detail))
        for parts in self._parts(detail):
            lines.addLayout(parts)
        pieces = [piece for piece in detail.evidence if not piece.withdrawn]
        lines.addWidget(label(self.tr("Evidence") + f" {len(pieces)}", "formLabel"))
        if not pieces:
            lines.addWidget(text(self.tr("No evidence is linked to this commitment yet."), "hint"))
        numbers = {piece.id: number for number, piece in enumerate(detail.evidence, start=1)}
        for piece in pieces[:_MOST_PIECES]:
            lines.addWidget(self._card(detail, piece, numbers[piece.id]))
        if len(pieces) > _MOST_PIECES:
            more = self.tr("and {count} more").format(count=f"{len(pieces) - _MOST_PIECES:,}")
            lines.addWidget(text(more, "small"))
        for search in self._searches(detail):
            lines.addWidget(search)
        lines.addStretch()
        self.show_lines(lines)

    def _parts(self, detail: CommitmentDetail) -> Iterator[QLayout]:
        words = self._appearance.words
        if not detail.parts:
            return
        said = [label(self.tr("Parts"), "formLabel")]
        for part in detail.parts:
            name = words.name(part.title)
            said.append(text(f"{name} · {words.working(part.working)}" if part.working else name, "small"))
        yield column(*said, spacing=2)

    def _card(self, detail: CommitmentDetail, piece: EvidenceRow, number: int) -> EvidenceCard:
        card = EvidenceCard(
            self._appearance,
            piece,
            detail.row.code,
            number=number,
            held_on=detail.source.held_on,
            cited=piece.id in detail.cited,
            read_only=True,
        )
        card.file_wanted.connect(self.file_wanted)
        return card

    def _searches(self, detail: CommitmentDetail) -> Iterator[QWidget]:
        words = self._appearance.words
        newest = next(iter(detail.searches), None)
        if newest is None:
            return
        yield label(self.tr("Newest search"), "formLabel")
        outcome = at_the_beginning(words.term(newest.outcome))
        yield text(" · ".join((newest.searched_on.isoformat(), newest.place, newest.words, outcome)), "small")
