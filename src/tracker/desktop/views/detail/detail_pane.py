"""Everything about the chosen commitment: the words that promised it, and the words that prove what became of it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby, repeat
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import delete

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.gradual import Gradual, Maker
from tracker.desktop.views.common.widgets import button, column, hairline, label, lead, row, stops_in, text
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.field_editor import EditableField
from tracker.desktop.views.detail.fields_box import FactsBox, HeadingBox
from tracker.desktop.views.detail.ladder_view import LadderView, ladders_of
from tracker.desktop.views.detail.parts_box import PartsBox
from tracker.desktop.views.detail.quotes import QuotesBox
from tracker.desktop.views.detail.record_buttons import RecordButtons
from tracker.desktop.views.detail.searches import SearchBox, SearchEntry
from tracker.desktop.views.detail.sections import Shown
from tracker.desktop.views.detail.statements import ClaimsBox, RestatementBox
from tracker.desktop.views.detail.target_box import TargetBox
from tracker.desktop.views.detail.timeline import Timeline
from tracker.desktop.views.detail.verdict import VerdictView
from tracker.desktop.views.forms.field_drafts import Drafts
from tracker.domain.rows import CommitmentDetail, FieldChoices
from tracker.domain.terms import Assessment
from tracker.domain.text.dates import day_of

_Made = TypeVar("_Made", bound=QWidget)
_MARGINS = (20, 18, 16, 24)
_ENTRIES = 100
"""Entries of the timeline that are made before anybody asks for more: each takes some milliseconds."""
_MORE = 30
"""Pieces that come with each "Show more"."""
_AROUND = 5
"""Pieces that are shown on either side of one that a link leads to."""


class DetailPane(QScrollArea):
    """Shows one `CommitmentDetail`, and asks for what the user wants to do with it.

    What can be changed in place stays standing while newer states of the commitment come in; the rest is made again.
    `drafts` hold what was begun and not saved. `pieces_wanted` asks for the detail again, with the pieces in `shown`.
    """

    judge_wanted = Signal()
    evidence_wanted = Signal()
    pieces_wanted = Signal()
    search_wanted = Signal()
    search_again_wanted = Signal()
    claim_wanted = Signal()
    restatement_wanted = Signal()
    review_wanted = Signal()
    search_decision_wanted = Signal(object)
    edit_wanted = Signal(object)
    withdraw_wanted = Signal(object)
    file_wanted = Signal(object, str)
    statement_withdrawal_wanted = Signal(object)
    passage_wanted = Signal(str, int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._read_only = False
        self._is_let_go = False
        self.detail: CommitmentDetail | None = None
        self.shown: set[int] = set()
        self._sought: int | None = None
        self._entries = _ENTRIES
        self.drafts = Drafts()
        self.heading = HeadingBox(appearance, self.drafts)
        self.facts = FactsBox(appearance, self.drafts)
        self.setObjectName("detail")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drafts.changed.connect(self._follow_drafts)
        self.facts.passage_wanted.connect(self.passage_wanted)
        for field in self._fields():
            field.opened.connect(partial(self._reveal, field))
        self._lay_out()
        self._show()
        appearance.about_to_change.connect(self._let_go)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed, as where a day in the past is shown. Drafts wait until it can."""
        return self._read_only

    @read_only.setter
    def read_only(self, read_only: bool) -> None:
        if read_only != self._read_only:
            self._read_only = read_only
            self._show()

    def show_detail(self, detail: CommitmentDetail | None) -> None:
        """Show another commitment from its top, or the same one again where it was scrolled to."""
        before = self.detail
        same = before is not None and detail is not None and detail.row.id == before.row.id
        if before is not None and not same:
            self.drafts.leave(before.row.code)
        if detail is not None and not self._read_only:
            self.drafts.meet(detail)
        self.detail = detail
        if not same:
            self.shown = set()
            self._sought = None
            self._entries = _ENTRIES
        if same and detail == before:
            self._follow_drafts()
            return
        self._show(self.verticalScrollBar().value() if same else 0)
        # What a link led to was not read then; now it is, unless another program took it away meanwhile.
        if self._sought is not None:
            self.show_evidence(self._sought)

    def offer(self, choices: FieldChoices) -> None:
        """These are the topics and departments that there are to choose among."""
        self.heading.offer(choices)
        self.facts.offer(choices)

    @property
    def is_whole(self) -> bool:
        """Whether everything about the commitment is shown: the long lists come a moment after the rest."""
        return self._lists.is_whole and not self._is_let_go

    def show_evidence(self, evidence_id: int) -> None:
        """Bring the card of a piece of evidence into view with its quoted words, and mark it for a moment."""
        self._make_anew()
        self._sought = None
        detail = self.detail
        if detail is not None and all(piece.id != evidence_id for piece in detail.evidence):
            ids = [piece.id for piece in detail.pieces]
            if evidence_id in ids:
                self._sought = evidence_id
                place = ids.index(evidence_id)
                self._ask_for(ids[max(0, place - _AROUND) : place + _AROUND + 1])
            return
        if not self._lists.is_whole:
            # Its place is known only once the cards above it have theirs: a click at once could scroll short.
            self._lists.finish()
            self._lists.show()
            self._lists.filled.connect(partial(self.show_evidence, evidence_id))
            return
        card = next((one for one in self._lists.findChildren(EvidenceCard) if one.evidence.id == evidence_id), None)
        if card is not None:
            top = card.mapTo(self._body, card.rect().topLeft()).y()
            # A third of what is left stands above it, so that what a card belongs to stays in view.
            room = max(scaled(12), (self.viewport().height() - card.height()) // 3)
            self.verticalScrollBar().setValue(top - room)
            card.mark_found()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.heading.retranslate()
        self.facts.retranslate()
        if self._is_let_go:
            # In a turn of its own: a change of language took 375 ms in one stroke, and takes 30 in several.
            QTimer.singleShot(0, self, self._make_anew)
        else:
            self._show()

    def _lay_out(self) -> None:
        self._body = QWidget()
        self._whole = QWidget()
        self._empty = text("", "calmText")
        self._body.setObjectName("detailBody")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._quoted = QWidget()
        self._rest = QWidget()
        self._lists = Gradual((), 0)
        self._contents = column(self.heading, self._quoted, self.facts, self._rest, self._lists, None, spacing=12)
        self._whole.setLayout(self._contents)
        self._body.setLayout(column(self._empty, self._whole, margins=_MARGINS))
        self.setWidget(self._body)

    def _show(self, place: int | None = None) -> None:
        """Show everything again, from where it is or was scrolled to."""
        self._is_let_go = False
        self.setAccessibleName(self.tr("Detail"))
        detail = self.detail
        scroll = self.verticalScrollBar()
        self._empty.setText(self.tr("Choose a commitment to see its words, its evidence and its history."))
        self._empty.setVisible(detail is None)
        self._whole.setVisible(detail is not None)
        if detail is None:
            return
        if place is not None:
            scroll.setValue(place)
        place = scroll.value()
        self._contents.setEnabled(False)  # laid out once, and not anew with every part that comes in
        self.facts.set_room(self.viewport().width() - scaled(_MARGINS[0] + _MARGINS[2]))
        self.heading.show_detail(detail, read_only=self._read_only)
        self.facts.show_detail(detail, read_only=self._read_only)
        # Numbered once for all sections: a piece has the number of its card wherever it is named, read whole or not.
        pieces = {piece.id: (number, piece) for number, piece in enumerate(detail.pieces, start=1)}
        shown = Shown(self, self._appearance, detail, pieces, self._read_only)
        self._quoted = self._replace(self._quoted, self._holder(self._promise(shown)))
        self._rest = self._replace(self._rest, self._holder(self._standing(shown)))
        lists = Gradual(self._long_lists(shown), 12, room=self._lists.height() if place else 0)
        lists.filled.connect(self._order_stops)
        self._lists = self._replace(self._lists, lists)
        self._contents.setEnabled(True)
        self._contents.update()

    def _let_go(self) -> None:
        """Every widget here is to look otherwise: those that are made again then go now, and leave their room."""
        if self.detail is None or self._is_let_go:
            return
        self._is_let_go = True
        heights = self._quoted.height(), self._rest.height(), self._lists.height()
        self._quoted = self._replace(self._quoted, _room(heights[0]))
        self._rest = self._replace(self._rest, _room(heights[1]))
        self._lists = self._replace(self._lists, Gradual(repeat(_nothing), 0, room=heights[2]))

    def _make_anew(self) -> None:
        if self._is_let_go:
            self._show()

    def _promise(self, shown: Shown) -> Iterator[QWidget]:
        """How it is judged, the words that promised it, and what was said of it later."""
        yield VerdictView(shown)
        yield QuotesBox(shown)
        if shown.detail.relations:
            yield RestatementBox(shown)

    def _standing(self, shown: Shown) -> Iterator[QWidget | QLayout]:
        """Where it stands: parts, stage, amount; and what the analyst and the ministry say of it."""
        detail = shown.detail
        line = detail.row
        ladders = ladders_of(detail)
        if detail.parts or detail.parts_expected:
            yield PartsBox(shown, ladders if len(ladders) > 1 else ())
        if len(ladders) == 1:
            yield LadderView(shown, ladders[0])
        if line.quantity is not None or any(one.quantity is not None for one in detail.relations):
            yield TargetBox(shown)
        if not self._read_only:
            yield RecordButtons(shown)
        if detail.reason:
            yield self._judgement(shown)
        if line.assessment is Assessment.NO_EVIDENCE and detail.searches:
            yield SearchBox(shown, detail.searches[0])
        if detail.claims:
            yield ClaimsBox(shown)

    def _long_lists(self, shown: Shown) -> Iterator[Maker]:
        """The evidence, piece by piece, the searches, and the history."""
        detail = shown.detail
        yield lambda: self._evidence_title(detail)
        yield from self._cards(shown)
        if detail.searches:
            title = self.tr("Searches ({count})").format(count=len(detail.searches))
            yield lambda: self._holder([self._section(title)])
        for search in detail.searches:
            yield partial(SearchEntry, shown, search)
        if detail.history:
            timeline = Timeline(shown)
            yield partial(self._history, timeline)
            for event in detail.history[: self._entries]:
                yield partial(timeline.add, event)
            yield timeline.narrow
            if (left := len(detail.history) - self._entries) > 0:
                yield partial(self._rest_of, left, "moreHistory", self._show_more_entries)

    def _cards(self, shown: Shown) -> Iterator[Maker]:
        """The pieces that were read whole, and between them and after them the ways to the others."""
        whole = {piece.id: piece for piece in shown.detail.evidence}
        # Runs of pieces that were read, and of pieces that were not.
        for is_read, run in groupby(shown.pieces, whole.__contains__):
            ids = list(run)
            if is_read:
                yield from (partial(EvidenceCard, shown, whole[one], shown.pieces[one][0]) for one in ids)
            else:
                yield partial(self._rest_of, len(ids), "moreEvidence", partial(self._ask_for, ids[:_MORE]))

    def _rest_of(self, left: int, name: str, show: Callable[[], None]) -> QWidget:
        """Says how many are not shown, and shows the next of them."""
        more = button(self.tr("Show more ({count} not shown)").format(count=f"{left:,}"))
        more.setObjectName(name)
        more.clicked.connect(lambda: QTimer.singleShot(0, self, show))  # the button itself goes with the list
        return self._holder([row(more, None)])

    def _ask_for(self, ids: Iterable[int]) -> None:
        """Have these pieces shown as well, as soon as they have been read."""
        self.shown.update(ids)
        self.pieces_wanted.emit()

    def _show_more_entries(self) -> None:
        self._entries += _ENTRIES
        self._show()

    def _holder(self, parts: Iterable[QWidget | QLayout]) -> QWidget:
        made = QWidget()
        made.setLayout(column(*parts, spacing=12))
        return made

    def _replace(self, old: QWidget, made: _Made) -> _Made:
        """Put what was made where the old one stood; the keyboard stays with what has the same name in it."""
        place = self._contents.indexOf(old)
        self._contents.removeWidget(old)
        focus = self.window().focusWidget()
        has_focus = focus is not None and old.isAncestorOf(focus)
        name = focus.objectName() if focus is not None else ""
        if has_focus:
            # Qt would give the keyboard to the next widget it finds, the search field: a key more filters the ledger.
            self.setFocus()
        delete(old)  # at once, so that nothing old is found or read out any more
        self._contents.insertWidget(place, made)
        same = made.findChild(QWidget, name) if has_focus and name else None
        if same is not None:
            same.setFocus()
        if self.verticalScrollBar().value():  # by itself it would show a moment later, and what is seen would jump
            made.show()
        return made

    def _follow_drafts(self) -> None:
        """Open and close the editors as the drafts are."""
        if self.detail is not None:
            self.heading.follow()
            self.facts.follow()
            self._order_stops()
            for field in self._fields():
                if field.is_worked_in:  # a refusal makes the editor longer
                    self._reveal(field)

    def _fields(self) -> list[EditableField]:
        return [*self.heading.fields.values(), *self.facts.fields.values()]

    def _reveal(self, field: EditableField) -> None:
        """An editor that was just opened is seen as a whole, once it has its place."""
        self._order_stops()
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(field, 0, scaled(8)))

    def _order_stops(self) -> None:
        """The Tab key goes through the pane as it is read, whatever was made first."""
        lead([self, *stops_in(self._body)])

    def _judgement(self, shown: Shown) -> QLayout:
        detail = shown.detail
        lines = self._section(self.tr("Reason for the assessment"))
        lines.addWidget(text(detail.reason))
        if detail.judged_at is not None:
            lines.addWidget(text(day_of(detail.judged_at).isoformat(), "small"))
        if detail.cited:
            cited = sorted(detail.cited, key=lambda one: shown.pieces.get(one, (0,))[0])
            lines.addWidget(shown.links(cited, "restsOn", after=[label(self.tr("Rests on"), "small")]))
        return lines

    def _evidence_title(self, detail: CommitmentDetail) -> QWidget:
        count = sum(not piece.withdrawn for piece in detail.pieces)
        lines = self._section(self.tr("Evidence ({count})").format(count=count))
        if not detail.evidence:
            invitation = (
                self.tr("None yet.") if self._read_only else self.tr("None yet. Add the first piece with Ctrl+E.")
            )
            lines.addWidget(text(invitation, "small"))
        return self._holder([lines])

    def _history(self, timeline: Timeline) -> QWidget:
        lines = self._section(self.tr("Timeline"), spacing=6)
        lines.addWidget(timeline)
        return self._holder([lines])

    def _section(self, title: str, spacing: int = 4) -> QVBoxLayout:
        lines = column(hairline(), spacing=spacing)
        lines.addSpacing(scaled(2))
        lines.addWidget(label(title, "sectionTitle"))
        return lines


def _nothing() -> None:
    """For as long as nothing is to come."""


def _room(height: int) -> QWidget:
    """Nothing, as high as what stood there."""
    made = QWidget()
    made.setFixedHeight(height)
    return made
