"""What happened to a commitment, newest first: evidence, judgements, searches and changes on one line of time."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_focus, write
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import DrawnLine, Flow, badge, button, column, text
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.rows import CommitmentDetail, EventRow
from tracker.domain.terms import SearchOutcome
from tracker.domain.text.dates import stamp

_DOT = 8
_GUTTER = 20
_KEPT = "timeline"
_TAKING_BACK = ("undone", "redone")
_LONGEST = 1_000
"""Characters of what an entry says happened; what is longer is an enumeration that nobody reads."""


class Strand(StrEnum):
    """What an entry is about, by which the timeline can be narrowed."""

    ALL = "all"
    EVIDENCE = "evidence"
    ASSESSMENTS = "assessments"
    SEARCHES = "searches"
    CHANGES = "changes"


_BEGINNINGS = {"evidence": Strand.EVIDENCE, "assessment": Strand.ASSESSMENTS, "search": Strand.SEARCHES}


def strand_of(event: EventRow) -> Strand:
    """What an entry is about; an undo is about what it took back."""
    kind = str(event.details.get("change", event.kind)) if event.kind in _TAKING_BACK else event.kind
    return _BEGINNINGS.get(kind.partition("_")[0], Strand.CHANGES)


class BriefLine(DrawnLine):
    """What was taken back or done again and when, in one line; pressed, it shows the details. Checked means open."""

    def __init__(self, appearance: Appearance, said: str, at: str) -> None:
        super().__init__(appearance)
        self.setObjectName("takenBack")
        self.setCheckable(True)
        self.setText(said)
        self._at = at
        self.setAccessibleName(f"{said}, {at}")
        self.setToolTip(self.tr("Show or hide the details"))
        font = QFont(self.font())
        font.setPixelSize(scaled(12))
        self.setFont(font)

    def sizeHint(self) -> QSize:
        return QSize(scaled(120), max(scaled(20), self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        painter = QPainter(self)
        if self.hasFocus():
            draw_focus(painter, self.rect(), tokens)
        colour = tokens.colour("ink" if self.underMouse() else "soft")
        day = painter.fontMetrics().horizontalAdvance(self._at) + scaled(8)
        write(painter, self.rect().adjusted(0, 0, -day, 0), self.text(), colour)
        write(painter, self.rect(), self._at, tokens.colour("soft"), Qt.AlignmentFlag.AlignRight)


class TimelineEntry(QFrame):
    """What happened, when, by whom, and why; with a dot on the line of time."""

    def __init__(self, shown: Shown, event: EventRow) -> None:
        super().__init__()
        appearance = self._appearance = shown.appearance
        self.told = event
        self.strand = strand_of(event)
        self._newest = False
        self._oldest = False
        lines = column(spacing=1, margins=(_GUTTER, 0, 0, 4 if self.is_brief else 12))
        said = self._said(event)
        if self.is_brief:
            # What was taken back stands in full elsewhere in the line of time: here one line says so.
            self.brief = BriefLine(appearance, said, stamp(event.at))
            self._details = QWidget()
            self._details.setLayout(column(*self._things(said, event, shown), spacing=1, margins=(0, 0, 0, 6)))
            self._details.setVisible(False)
            self.brief.toggled.connect(self._details.setVisible)
            lines.addWidget(self.brief)
            lines.addWidget(self._details)
        else:
            for thing in self._things(said, event, shown):
                lines.addWidget(thing)
        self.setLayout(lines)

    @property
    def is_brief(self) -> bool:
        """Whether it takes one line until its details are asked for."""
        return self.told.kind in _TAKING_BACK

    def _said(self, event: EventRow) -> str:
        # One change may name ten thousand tags: to put them into words took the window's thread a tenth of a second,
        # to lay them out two. With commas, this many names are more than the characters that are shown.
        most = _LONGEST // 2
        named = {name: said[:most] if isinstance(said, list) else said for name, said in event.details.items()}
        named |= {name: event.details[name] for name in event.details.keys() & {"commitments"}}  # they are counted
        said = self._appearance.words.event(replace(event, details=named))
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"

    def _things(self, said: str, event: EventRow, shown: Shown) -> Iterator[QWidget]:
        """What happened, why, what it came to, when and by whom, and the ways to the evidence."""
        strong = self.strand in (Strand.EVIDENCE, Strand.ASSESSMENTS) and not self.is_brief
        yield text(said, "strong" if strong else "")
        if event.reason:
            yield text(self._appearance.words.reason(event.reason, event.reason_en))
        if marks := self._marks(event, shown.detail):
            flow = Flow(4)
            flow.fill(marks)
            yield flow
        yield text(self._by(event, shown), "small")
        about = _evidence_of(event, shown.detail) & shown.pieces.keys()
        if about:
            yield shown.links(sorted(about, key=lambda one: shown.pieces[one][0]))

    def set_place(self, *, newest: bool, oldest: bool) -> None:
        """Say whether the line of time begins or ends here."""
        self._newest = newest
        self._oldest = oldest
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = scaled(_DOT)
        top = scaled(5)
        middle = scaled(_DOT) / 2 + 1
        painter.setPen(QPen(tokens.colour("line"), 2))
        # The line of time is drawn piece by piece: it begins at the newest dot and ends at the oldest.
        bottom = top if self._oldest else self.height()
        painter.drawLine(int(middle), 0 if not self._newest else top, int(middle), bottom)
        painter.setPen(QPen(tokens.colour("accent" if self._newest else "soft"), 1.6))
        painter.setBrush(tokens.colour("accent" if self._newest else "card"))
        painter.drawRoundedRect(QRectF(1, top, side, side), 2.5, 2.5)

    def _marks(self, event: EventRow, detail: CommitmentDetail) -> list[QWidget]:
        """What a search came to, and whether it has expired."""
        words = self._appearance.words
        outcome = _outcome_of(event, detail.row.code)
        marks: list[QWidget] = []
        if outcome is not None:
            marks.append(badge(words.term(outcome), words.rule(outcome)))
            marks[-1].setObjectName("searchOutcome")
        if _is_old_search(event, detail):
            marks.append(badge(words.phrase("old_search"), warning=True))
        return marks

    def _by(self, event: EventRow, shown: Shown) -> str:
        """When and by whom; a withdrawal also says when the piece was published."""
        said = [stamp(event.at), event.author]
        about = event.details.get("evidence_id")
        known = shown.pieces.get(about) if isinstance(about, int) else None
        if known is not None and "published" not in event.details:
            said.append(self.tr("published {date}").format(date=known[1].published))
        return " · ".join(filter(None, said))


class Timeline(QWidget):
    """All entries of a commitment, or those of one strand; which one is remembered. `add` and `narrow` fill it."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        self._settings = shown.appearance.settings
        self._choices = QButtonGroup(self)
        self._strands = Flow(2)
        self.entries: list[TimelineEntry] = []
        self._nothing = text(self.tr("Nothing of this kind yet."), "small")
        names = {
            Strand.ALL: self.tr("All"),
            Strand.EVIDENCE: self.tr("Evidence"),
            Strand.ASSESSMENTS: self.tr("Assessments"),
            Strand.SEARCHES: self.tr("Searches"),
            Strand.CHANGES: self.tr("Changes"),
        }
        self.buttons = {strand: self._button(name) for strand, name in names.items()}
        self._strands.fill(list(self.buttons.values()))
        self._lines = column(spacing=0)
        whole = column(self._strands, self._lines, self._nothing)
        whole.insertSpacing(1, scaled(8))
        self.setLayout(whole)
        # Before its signal is connected: what is only recalled is not kept again.
        self.buttons[self._kept()].setChecked(True)
        self._nothing.hide()
        self._choices.buttonToggled.connect(self._choose)

    def add(self, event: EventRow) -> None:
        """One entry more, older than those that are there."""
        entry = TimelineEntry(self._shown, event)
        self.entries.append(entry)
        self._lines.addWidget(entry)

    @property
    def strand(self) -> Strand:
        """What is shown."""
        return next((strand for strand, one in self.buttons.items() if one.isChecked()), Strand.ALL)

    def _button(self, name: str) -> QPushButton:
        made = button(name, "pick")
        made.setCheckable(True)
        made.setAccessibleName(self.tr("Timeline: {strand}").format(strand=name))
        self._choices.addButton(made)
        return made

    def _kept(self) -> Strand:
        kept = self._settings.recall(_KEPT).get("strand")
        return next((strand for strand in Strand if strand == kept), Strand.ALL)

    def _choose(self, _button: QPushButton, checked: bool) -> None:
        if checked:
            self._settings.keep(_KEPT, {"strand": self.strand.value})
            self.narrow()

    def narrow(self) -> None:
        """Show the entries of the chosen strand; to be called once all of them are there, too."""
        shown = [one for one in self.entries if self.strand in (Strand.ALL, one.strand)]
        for entry in self.entries:
            # What was never hidden shows by itself, which is much less work.
            if entry not in shown or entry.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                entry.setVisible(entry in shown)
        for place, entry in enumerate(shown):
            entry.set_place(newest=place == 0, oldest=place == len(shown) - 1)
        for one in self.buttons.values():  # the Tab key stops at what is chosen, the arrow keys go on from there
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one.isChecked() else Qt.FocusPolicy.ClickFocus)
        self._nothing.setVisible(not shown)


def _evidence_of(event: EventRow, detail: CommitmentDetail) -> frozenset[int]:
    """The evidence that an entry is about or, where it is a judgement, rests on."""
    details = event.details
    one = details.get("evidence_id")
    several = details.get("evidence")
    if isinstance(one, int):
        return frozenset({one})
    if isinstance(several, list | tuple):
        return frozenset(several)
    # A judgement of many commitments at once does not name the evidence of each; that of the current one is known.
    if strand_of(event) is Strand.ASSESSMENTS and event.at == detail.judged_at:
        return frozenset(detail.cited)
    return frozenset()


def _outcome_of(event: EventRow, code: str) -> SearchOutcome | None:
    """What an entry says that a search of this commitment came to; of a round each has its own."""
    outcomes = event.details.get("outcomes")
    said = outcomes.get(code) if isinstance(outcomes, Mapping) else event.details.get("outcome")
    known = {outcome.value: outcome for outcome in SearchOutcome}
    return known.get(str(said))


def _is_old_search(event: EventRow, detail: CommitmentDetail) -> bool:
    """Whether the entry records a search that has expired."""
    said = tuple(event.details.get(name) for name in ("place", "words", "searched_on"))
    return event.kind == "search_logged" and any(
        search.old and said == (search.place, search.words, search.searched_on.isoformat())
        for search in detail.searches
    )
