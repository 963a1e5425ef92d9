"""The filters of the evidence: the inbox and everything as two places to go to, then kind, state and year."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_focus, write
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.facet_panel import Choice, FacetGroup
from tracker.desktop.views.common.widgets import DrawnLine, Scrolling, button, column, hairline, row
from tracker.domain.evidence.evidence_query import INBOX, EvidenceChoices, EvidenceFacet, EvidenceStatus
from tracker.domain.evidence.evidence_rows import EvidenceFacets
from tracker.domain.rows import FacetValue
from tracker.domain.terms import EvidenceKind

_AT_ONCE = 8
_SHOWN = (EvidenceFacet.KIND, EvidenceFacet.STATE, EvidenceFacet.YEAR)
_HEADINGS = {EvidenceFacet.KIND: "kind", EvidenceFacet.STATE: "state", EvidenceFacet.YEAR: "year"}


class FilterPlace(DrawnLine):
    """A place of the evidence with the number of pieces that are there. Checked means: this is what shows."""

    def __init__(self, appearance: Appearance, *, urges: bool = False) -> None:
        """What `urges` shows its number in the accent."""
        super().__init__(appearance)
        self._urges = urges
        self._count = 0
        self.setCheckable(True)

    def show_count(self, count: int) -> None:
        """How many pieces are there."""
        self._count = count
        self.setAccessibleDescription(str(count))
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(scaled(60) + metrics.horizontalAdvance(self.text()), max(scaled(30), metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        tokens = self._appearance.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("selection" if self.isChecked() else "line"))
            painter.drawRoundedRect(QRectF(self.rect()), scaled(4), scaled(4))
        if self.hasFocus():
            draw_focus(painter, self.rect(), tokens, scaled(4))
        font = QFont(self.font())
        font.setBold(self.isChecked())
        painter.setFont(font)
        room = self.rect().adjusted(scaled(8), 0, -scaled(8), 0)
        colour = tokens.colour("accent" if self._urges and self._count else "soft")
        write(painter, room, f"{self._count:,}", colour, Qt.AlignmentFlag.AlignRight)
        write(painter, room.adjusted(0, 0, -scaled(36), 0), self.text(), tokens.colour("ink"))


class EvidenceFilters(Scrolling):
    """Says by `changed` that something else is chosen."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._facets: EvidenceFacets | None = None
        self.choices: EvidenceChoices = {}
        """What is chosen of each facet."""
        self.setObjectName("facets")
        self.inbox = FilterPlace(appearance, urges=True)
        self.everything = FilterPlace(appearance)
        self.groups = {facet: FacetGroup(appearance, _AT_ONCE) for facet in _SHOWN}
        self._clear = button("", "quiet-link")
        self._clear.clicked.connect(lambda: self._go({}))
        self.inbox.clicked.connect(lambda: self._go(INBOX))
        self.everything.clicked.connect(lambda: self._go({}))
        for group in self.groups.values():
            group.changed.connect(self._tell)
        places = column(self.inbox, self.everything, spacing=2)
        groups = column(*self.groups.values(), spacing=12)
        body = QWidget()
        body.setObjectName("facetList")
        contents = column(places, hairline(), groups, row(self._clear, None), None, spacing=14)
        body.setLayout(column(contents, margins=(12, 16, 12, 16)))
        self.setWidget(body)
        self.choose({})
        self.retranslate()

    @property
    def stops(self) -> list[QWidget]:
        """Where the tab key stops, in order."""
        boxes = (stop for group in self.groups.values() for stop in group.stops)
        return [self.inbox, self.everything, *boxes, self._clear]

    def choose(self, choices: EvidenceChoices) -> None:
        """Tick exactly these, without saying so."""
        self.choices = choices
        for facet, group in self.groups.items():
            group.choose(choices.get(facet, frozenset()))
        self._show_place()

    def show_facets(self, facets: EvidenceFacets) -> None:
        """Show new counts."""
        self._facets = facets
        self.inbox.show_count(facets.unlinked)
        self.everything.show_count(facets.total)
        for facet, group in self.groups.items():
            group.show_choices([self._choice(facet, value) for value in facets.values[facet]])
        self.choose(self.choices)

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        words = self._appearance.words
        self.setAccessibleName(self.tr("Filters"))
        inbox = self.tr("Inbox")
        everything = self.tr("All evidence")
        for place, said in ((self.inbox, inbox), (self.everything, everything)):
            place.setText(said)
            place.setAccessibleName(said)
        self.inbox.setToolTip(words.rule(EvidenceStatus.UNLINKED))
        for facet, group in self.groups.items():
            group.retranslate(words.column(_HEADINGS[facet]))
        self._clear.setText(self.tr("Clear filters"))
        if self._facets is not None:
            self.show_facets(self._facets)

    def _choice(self, facet: EvidenceFacet, value: FacetValue) -> Choice:
        words = self._appearance.words
        if facet is EvidenceFacet.STATE:
            state = EvidenceStatus(value.key)
            return Choice(value.key, words.term(state), words.rule(state), value.count)
        said = words.term(EvidenceKind(value.key)) if facet is EvidenceFacet.KIND else value.key
        return Choice(value.key, said, said, value.count)

    def _go(self, choices: EvidenceChoices) -> None:
        self.choose(choices)
        self.changed.emit()

    def _tell(self) -> None:
        self.choices = {facet: group.chosen for facet, group in self.groups.items() if group.chosen}
        self._show_place()
        self.changed.emit()

    def _show_place(self) -> None:
        self.inbox.setChecked(self.choices == INBOX)
        self.everything.setChecked(not self.choices)
        self._clear.setVisible(bool(self.choices))
