"""Everything about the chosen commitment: the words that promised it, and the words that prove what became of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, repeat
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QSizePolicy, QWidget
from shiboken6 import delete

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.gradual import Gradual, Maker
from tracker.desktop.views.common.page import FIRST
from tracker.desktop.views.common.widgets import button, column, label, lead, settle, stops_in, text
from tracker.desktop.views.detail.action_bar import ActionBar
from tracker.desktop.views.detail.evidence_card import EvidenceCard
from tracker.desktop.views.detail.field_editor import EditableField
from tracker.desktop.views.detail.fields_box import FactsBox, FieldsBox, HeadingBox, MoreBox
from tracker.desktop.views.detail.fold_section import MORE, Folds, FoldSection
from tracker.desktop.views.detail.ladder_view import LadderView, ladders_of
from tracker.desktop.views.detail.parts_box import PartsBox
from tracker.desktop.views.detail.quotes import QuotesBox
from tracker.desktop.views.detail.searches import SearchBox, SearchEntry
from tracker.desktop.views.detail.sections import Shown
from tracker.desktop.views.detail.statements import ChainBox, ClaimsBox, RestatementBox
from tracker.desktop.views.detail.target_box import TargetBox
from tracker.desktop.views.detail.timeline import Timeline
from tracker.desktop.views.detail.verdict import VerdictView
from tracker.desktop.views.forms.field_drafts import Drafts
from tracker.domain.assessment.ladder import Ladder
from tracker.domain.rows import CommitmentDetail, EvidenceRow, FieldChoices, SearchRow
from tracker.domain.safety.ledger_roles import Permissions
from tracker.domain.terms import Assessment
from tracker.domain.text.dates import day_of

_Made = TypeVar("_Made", bound=QWidget)
_MARGINS = (20, 18, 16, 24)
_GAP = 8
"""Pixels of the design between sections."""
_ENTRIES = 30
"""Entries of the timeline that are made before anybody asks for more: each takes some milliseconds."""
_EVIDENCE = "evidence"
"""The section of the pieces."""
_MORE = 30
"""Pieces that come with each "Show more"."""
_AROUND = 5
"""Pieces that are shown on either side of one that a link leads to."""


class DetailPane(QFrame):
    """Shows one `CommitmentDetail`, and asks for what the user wants to do with it.

    Conclusion first, then what proves it; the actions are in `bar`, which never moves and emits them itself.
    Sections can be folded.
    What can be changed in place is kept while newer states of the commitment come in; the rest is built again.
    `drafts` hold what was begun and not saved. `pieces_wanted` asks for the detail again, with the pieces in `shown`.
    """

    pieces_wanted = Signal()
    search_again_wanted = Signal()
    search_decision_wanted = Signal(object)
    edit_wanted = Signal(object)
    withdraw_wanted = Signal(object)
    recheck_wanted = Signal(object)
    file_wanted = Signal(object, str)
    folder_wanted = Signal(object, str)
    statement_withdrawal_wanted = Signal(object)
    passage_wanted = Signal(str, int)
    commitment_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._permissions = Permissions()
        self._is_let_go = False
        self.detail: CommitmentDetail | None = None
        self.shown: set[int] = set()
        self._sought: int | None = None
        self._entries = _ENTRIES
        self.drafts = Drafts(appearance.drafts)
        self.folds = Folds(appearance.settings)
        self.heading = HeadingBox(appearance, self.drafts)
        self.facts = FactsBox(appearance, self.drafts)
        self.more = MoreBox(appearance, self.drafts)
        self.bar = ActionBar(appearance)
        self.area = QScrollArea()
        self.setObjectName("detail")
        self._lay_out()
        self._connect()
        self._show()
        appearance.about_to_change.connect(self._let_go)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed, as where a day in the past is shown. Drafts wait until it can."""
        return self._permissions.refusal("revise_commitment") is not None

    def permit(self, permissions: Permissions) -> None:
        """Offer what may be done, and nothing else."""
        if permissions != self._permissions:
            self._permissions = permissions
            self._show()

    def show_detail(self, detail: CommitmentDetail | None) -> None:
        """Show another commitment from its top, or the same one again where it was scrolled to."""
        before = self.detail
        same = before is not None and detail is not None and detail.row.id == before.row.id
        if before is not None and not same:
            self.drafts.leave(before.row.code)
        if detail is not None and not self.read_only:
            self.drafts.meet(detail)
            if not same:
                self.drafts.restore(detail)
        self.detail = detail
        if not same:
            self.shown = set()
            self._sought = None
            self._entries = _ENTRIES
        if same and detail == before:
            self._follow_drafts()
            return
        self._show(self._scroll_bar.value() if same else 0)
        # What a link led to was not read then; now it is, unless another program took it away meanwhile.
        if self._sought is not None:
            self.show_evidence(self._sought)

    def offer(self, choices: FieldChoices) -> None:
        """These are the topics and departments that there are to choose among."""
        for box in self._boxes:
            box.offer(choices)

    def put_under_more(self, part: QWidget) -> None:
        """Show something of the page's own under the last head, such as the tags."""
        self._more.add(part)

    def show_fields(self) -> None:
        """Unfold what is seldom read, and lead there."""
        self._more.unfold()
        self._more.head.setFocus()
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self._more, 0, 0))

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
        if not self.folds.is_open(_EVIDENCE):
            self.folds.turn(_EVIDENCE, is_open=True)
            self._show()
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
            room = max(scaled(12), (self.area.viewport().height() - card.height()) // 3)
            self._scroll_bar.setValue(top - room)
            card.mark_found()

    def look_at(self, piece: EvidenceRow, sha256: str) -> None:
        """Ask for a file of a piece."""
        self.file_wanted.emit(piece, sha256)

    def show_folder(self, piece: EvidenceRow, sha256: str) -> None:
        """Ask for the folder of a file of a piece."""
        self.folder_wanted.emit(piece, sha256)

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        for box in self._boxes:
            box.retranslate()
        self.more.take_title(self.heading.other_title)
        self.bar.retranslate()
        if self._is_let_go:
            # In a turn of its own: a change of language took 375 ms in one stroke, and takes 30 in several.
            QTimer.singleShot(0, self, self._make_anew)
        else:
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle()

    def _settle(self) -> None:
        if self.detail is not None:
            settle(self.area)

    @property
    def _scroll_bar(self) -> QScrollBar:
        return self.area.verticalScrollBar()

    @property
    def _boxes(self) -> tuple[FieldsBox, ...]:
        return self.heading, self.facts, self.more

    def _lay_out(self) -> None:
        area = self.area
        area.setObjectName("detailScroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always, so that the words never break again because a long list came in below them.
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(area)
        self._body = QWidget()
        self._whole = QWidget()
        self._empty = text("", "calmText")
        self._body.setObjectName("detailBody")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._verdict = QWidget()
        self._words = QWidget()
        self._proof = QWidget()
        self._lists = Gradual((), 0)
        self._rest = QWidget()
        self._facts = FoldSection(self._appearance, self.folds, "facts").add(self.facts)
        self._more = FoldSection(self._appearance, self.folds, MORE).add(self.more, self._rest)
        self.more.take_title(self.heading.other_title)
        parts = self.heading, self._verdict, self._words, self._facts, self._proof, self._lists, self._more
        self._contents = column(*parts, None, spacing=_GAP)
        self._whole.setLayout(self._contents)
        self._body.setLayout(column(self._empty, self._whole, margins=_MARGINS))
        area.setWidget(self._body)
        whole = column(area, self.bar)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.drafts.changed.connect(self._follow_drafts)
        self.facts.passage_wanted.connect(self.passage_wanted)
        for field in self._fields():
            field.opened.connect(partial(self._reveal, field))
        for section in (self._facts, self._more):
            section.opened.connect(self._order_stops)
        self.bar.passage_wanted.connect(self._ask_for_passage)
        self.bar.fields_wanted.connect(self.show_fields)

    def _ask_for_passage(self) -> None:
        if self.detail is not None:
            first = next(iter(self.detail.quotes), None)
            self.passage_wanted.emit(self.detail.row.code, first.passage.start if first else FIRST)

    def _show(self, place: int | None = None) -> None:
        """Show everything again, from where it is or was scrolled to."""
        self._is_let_go = False
        self.area.setAccessibleName(self.tr("Detail"))
        detail = self.detail
        scroll = self._scroll_bar
        self.bar.show_detail(detail, self._permissions)
        self._empty.setText(self.tr("Choose a commitment to see its words, its evidence and its history."))
        self._empty.setVisible(detail is None)
        self._whole.setVisible(detail is not None)
        if detail is None:
            return
        if place is not None:
            scroll.setValue(place)
        place = scroll.value()
        self._contents.setEnabled(False)  # laid out once, and not anew with every part that comes in
        self.facts.set_room(self.area.viewport().width() - scaled(_MARGINS[0] + _MARGINS[2]))
        for box in self._boxes:
            box.show_detail(detail, read_only=self.read_only)
        self._facts.name_head(self.tr("Responsible and due"))
        self._more.name_head(self.tr("More"), self.tr("Keywords, tags, the other title, and what is empty so far"))
        shown = Shown.of(self, self._appearance, detail, None if self.read_only else self)
        self._verdict = self._replace(self._verdict, VerdictView(shown))
        self._words = self._replace(self._words, self._holder(self._promise(shown)))
        self._proof = self._replace(self._proof, self._holder(self._standing(shown)))
        lists = Gradual(self._long_lists(shown), _GAP, room=self._lists.height() if place else 0)
        lists.placed.connect(self._settle)
        lists.filled.connect(self._order_stops)
        self._lists = self._replace(self._lists, lists)
        self._show_rest(shown)
        self._open_for_drafts()
        self._contents.setEnabled(True)
        self._settle()

    def _let_go(self) -> None:
        """Every widget here is to look otherwise: those that are made again then go now, and leave their room."""
        if self.detail is None or self._is_let_go:
            return
        self._is_let_go = True
        self._verdict = self._replace(self._verdict, _room(self._verdict.height()))
        self._words = self._replace(self._words, _room(self._words.height()))
        self._proof = self._replace(self._proof, _room(self._proof.height()))
        self._lists = self._replace(self._lists, Gradual(repeat(_nothing), 0, room=self._lists.height()))

    def _make_anew(self) -> None:
        if self._is_let_go:
            self._show()

    def _promise(self, shown: Shown) -> Iterator[QWidget]:
        """The words that promised it, and what was said of it later."""
        quotes = QuotesBox(shown)
        quotes.passage_wanted.connect(self.passage_wanted)
        yield self._section("words", self.tr("Words")).add(quotes)
        if shown.detail.relations:
            yield self._section("later", self.tr("Later words")).add(RestatementBox(shown))
        if shown.detail.chain:
            chain = ChainBox(shown)
            chain.wanted.connect(self.commitment_wanted)
            yield self._section("chain", self.tr("Over the years")).add(chain)

    def _standing(self, shown: Shown) -> Iterator[QWidget]:
        """Where it stands: amount, parts, stage; and what the analyst and the publisher say of it."""
        detail = shown.detail
        line = detail.row
        ladders = ladders_of(detail)
        if line.quantity is not None or any(one.quantity is not None for one in detail.relations):
            yield self._section("target", self.tr("Target")).add(TargetBox(shown))
        if detail.parts:
            yield self._parts(shown, ladders)
        if len(ladders) == 1 and _is_climbed(ladders[0]):
            yield self._ladder(shown, ladders[0])
        searches = detail.searches[:1] if line.assessment is Assessment.NO_EVIDENCE else ()
        if detail.reason or searches:
            yield self._judgement(shown, searches)
        if detail.claims:
            publisher = self._appearance.words.name(detail.source.publisher)
            said = self.tr("What {publisher} itself says, attributed and dated; the assessment stays ours.")
            tip = said.format(publisher=publisher)
            yield self._section("claims", self.tr("Official claim"), tip).add(ClaimsBox(shown))

    def _show_rest(self, shown: Shown) -> None:
        """What is empty so far stands under the last head."""
        detail = shown.detail
        ladders = ladders_of(detail)
        rest: list[QWidget] = []
        if detail.parts_expected and not detail.parts:
            rest.append(self._parts(shown, ()))
        if len(ladders) == 1 and not _is_climbed(ladders[0]):
            rest.append(self._ladder(shown, ladders[0]))
        old = self._rest
        self._rest = self._holder(rest)
        self._more.replace(old, self._rest)
        self._rest.setVisible(bool(rest))  # not before: without a parent it would be a window

    def _parts(self, shown: Shown, ladders: Sequence[Ladder]) -> FoldSection:
        done, count = PartsBox.counts(shown.detail)
        said = self.tr("Parts: {shown} of {count} shown to be done").format(shown=done, count=count)
        tip = self.tr("Met only when all parts are. Early evidence and reports of the briefing show none.")
        return self._section("parts", said, tip).add(PartsBox(shown, ladders if len(ladders) > 1 else ()))

    def _ladder(self, shown: Shown, ladder: Ladder) -> FoldSection:
        tip = self.tr("How far the document or the list has come, as the evidence documents it.")
        return self._section("stage", self.tr("Stage"), tip).add(LadderView(shown, ladder))

    def _long_lists(self, shown: Shown) -> Iterator[Maker]:
        """The evidence, piece by piece, the searches, and the history. What is folded is made when it is opened."""
        detail = shown.detail
        yield from self._listed(self._evidence_section(detail), self._cards(shown))
        if detail.searches:
            title = self.tr("Searches ({count})").format(count=len(detail.searches))
            entries = (partial(SearchEntry, shown, search) for search in detail.searches)
            yield from self._listed(self._section("searches", title), entries)
        if detail.history:
            yield from self._listed(self._section("history", self.tr("Timeline")), self._history(shown))

    def _listed(self, section: FoldSection, makers: Iterable[Maker]) -> Iterator[Maker]:
        """A section, and then one after another what is in it."""
        section.opened.connect(lambda: self._fill(section))
        yield lambda: section
        if section.is_open:
            yield from (partial(_add_made, section, make) for make in makers)

    def _fill(self, section: FoldSection) -> None:
        """A section that was opened may never have been made."""
        if section.is_empty:
            QTimer.singleShot(0, self, self._show)
        else:
            self._order_stops()

    def _history(self, shown: Shown) -> Iterator[Maker]:
        detail = shown.detail
        timeline = Timeline(shown)
        yield lambda: timeline
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
        more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        more.clicked.connect(lambda: QTimer.singleShot(0, self, show))  # the button itself goes with the list
        return more

    def _ask_for(self, ids: Iterable[int]) -> None:
        """Have these pieces shown as well, as soon as they have been read."""
        self.shown.update(ids)
        self.pieces_wanted.emit()

    def _show_more_entries(self) -> None:
        self._entries += _ENTRIES
        self._show()

    def _holder(self, parts: Iterable[QWidget]) -> QWidget:
        made = QWidget()
        made.setLayout(column(*parts, spacing=_GAP))
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
        made.show()  # by itself it would show a moment later, and what is seen would jump
        return made

    def _follow_drafts(self) -> None:
        """Open and close the editors as the drafts are."""
        if self.detail is not None:
            for box in self._boxes:
                box.follow()
            self._open_for_drafts()
            self._order_stops()
            for field in self._fields():
                if field.is_worked_in:  # a refusal makes the editor longer
                    self._reveal(field)

    def _fields(self) -> list[EditableField]:
        return [field for box in self._boxes for field in box.fields.values()]

    def _open_for_drafts(self) -> None:
        """What is being changed is seen, wherever its section was folded."""
        for section in (self._facts, self._more):
            if any(field.editor is not None and section.isAncestorOf(field) for field in self._fields()):
                section.unfold()

    def _reveal(self, field: EditableField) -> None:
        """An editor that was just opened is seen as a whole, once it has its place."""
        self._order_stops()
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(field, 0, scaled(8)))

    def _order_stops(self) -> None:
        """The Tab key goes through the pane as it is read, whatever was made first."""
        lead([self.area, *stops_in(self._body), *stops_in(self.bar)])

    def _judgement(self, shown: Shown, searches: Sequence[SearchRow]) -> FoldSection:
        detail = shown.detail
        lines = self._section("reason", self.tr("Reason for the assessment"), spacing=4)
        if detail.reason:
            reason = text(self._appearance.words.reason(detail.reason, detail.reason_en))
            reason.setObjectName("assessmentReason")
            lines.add(reason)
        if detail.judged_at is not None:
            lines.add(text(day_of(detail.judged_at).isoformat(), "small"))
        if detail.cited:
            cited = sorted(detail.cited, key=lambda one: shown.pieces.get(one, (0,))[0])
            lines.add(shown.links(cited, "restsOn", after=[label(self.tr("Rests on"), "small")]))
        return lines.add(*(SearchBox(shown, search) for search in searches))

    def _evidence_section(self, detail: CommitmentDetail) -> FoldSection:
        count = sum(not piece.withdrawn for piece in detail.pieces)
        section = self._section(_EVIDENCE, self.tr("Evidence ({count})").format(count=f"{count:,}"), spacing=12)
        if not detail.evidence:
            invitation = (
                self.tr("None yet.") if self.read_only else self.tr("None yet. Add the first piece with Ctrl+E.")
            )
            section.add(text(invitation, "small"))
        return section

    def _section(self, name: str, title: str, tip: str = "", *, spacing: int = 8) -> FoldSection:
        section = FoldSection(self._appearance, self.folds, name, spacing=spacing)
        section.name_head(title, tip)
        section.opened.connect(self._order_stops)
        return section


def _is_climbed(ladder: Ladder) -> bool:
    """Whether anything documents a rung of it."""
    return any(rung.evidence for rung in ladder.rungs)


def _add_made(section: FoldSection, make: Maker) -> None:
    made = make()
    if made is not None:
        section.add(made)


def _nothing() -> None:
    """For as long as nothing is to come."""


def _room(height: int) -> QWidget:
    """Nothing, as high as what stood there."""
    made = QWidget()
    made.setFixedHeight(height)
    return made
