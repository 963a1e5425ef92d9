"""The review of a coding (审定编码): the text at the left, its pieces at the right, each decided on by one key."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QSplitter,
    QWidget,
)

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.theme import scaled
from tracker.desktop.views.coding.coding_text import CodingText, Hold
from tracker.desktop.views.coding.draft_keeper import DraftKeeper
from tracker.desktop.views.coding.piece_list import PieceList
from tracker.desktop.views.coding.piece_signs import Piece, is_undecided, places_of, responsible_words, state_of
from tracker.desktop.views.coding.unit_dialog import UnitDialog
from tracker.desktop.views.coding.unit_panel import DIGITS, FIELDS, KINDS, REASONS, UnitPanel
from tracker.desktop.views.coding.value_lines import DayLine, DepartmentsLine, TargetField
from tracker.desktop.views.common.key_dialog import KeyDialog
from tracker.desktop.views.common.widgets import (
    CheckBox,
    ElidedLabel,
    Scrolling,
    breaking_between,
    button,
    column,
    hairline,
    row,
    settle,
    text,
)
from tracker.desktop.views.forms.plain_dialog import WaysDialog, if_open
from tracker.domain.briefings.coding_differences import SaidOtherwise
from tracker.domain.briefings.coding_draft import (
    NOT_VERIFIABLE_BY_RULE,
    Draft,
    DraftUnit,
    Edge,
    Extent,
    PieceState,
    Stretch,
    UnitFields,
    UnitFilter,
)
from tracker.domain.briefings.found_units import FoundDepartment, UnitRule
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, Due
from tracker.domain.search.typed_names import TypedNames
from tracker.domain.terms import CommitmentKind, DueBasis, OmissionReason

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.briefings.briefing_view import SourceParagraph
    from tracker.services.briefings.coding_drafts import OpenedDraft

_SIZE = (1_440, 900)
_SHARES = (3, 2)
_HEIGHTS = (310, 340)
"""How high the list and what is said of a piece are above each other, in pixels of the design."""
_STOP = re.compile(r"[，。；：、,;:！？!?\n]\s*")
"""What a clause or a member of a list ends with."""
_FARTHEST = 2_000
"""Characters back in which the caret looks for one."""
_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_OFFERED_FIELDS = ("kind", "quantity", "due", "departments")
_NONE, _OTHER = "0", "9"
"""The digits of no value, and of one that is typed."""
_SURE = 0.9
_FAIRLY_SURE = 0.7
_Key = tuple[int, Qt.KeyboardModifier]
_BRACKETS = frozenset({Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_BraceLeft, Qt.Key.Key_BraceRight})
_REPEATED = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_J,
        Qt.Key.Key_K,
    }
)
"""The keys that may be held down: they decide nothing that cannot be seen."""
_OF_FIELDS = frozenset(Qt.Key(ord(letter)) for letter in FIELDS.values())
Departments = tuple[FoundDepartment, ...]
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class LoadedCoding:
    """What a coding changed in the ledger, and the commitments of it that the ledger says otherwise and keeps."""

    changes: Changes
    otherwise: Sequence[SaidOtherwise]


class CodingReview(KeyDialog):
    """`loaded` carries a `LoadedCoding` when the coding has become a source of the ledger.

    Without the mouse: Enter takes a unit, or open words, for a commitment and goes on to what is undecided next, with
    Shift all that is proposed up to the end of the paragraph; 1 to 9 and 0 leave it out, each for its reason, with Alt
    the open words behind it up to the next unit or the end of the paragraph, too; with Ctrl they take it as of a kind.
    A letter asks for a field, of which digits choose a value: with Ctrl that takes the unit as well. R takes over who
    and when from the unit before. J and K go to the next and the previous undecided words, arrows up and down to the
    next and previous piece. Arrows sideways move the caret, with Ctrl by clauses; S splits there, M merges with the
    next unit. [ and ] choose the edge of the unit that Shift and an arrow move, with Ctrl by clauses; { and } that of
    the section that looks ahead. N makes a unit of open words and stays there, O leaves a piece undecided again, U
    takes the last step back. Every decision is saved at once, with the place.
    """

    loaded = Signal(object)

    def __init__(
        self, appearance: Appearance, jobs: Jobs, parent: QWidget, ledger: "OpenLedger", opened: "OpenedDraft"
    ) -> None:
        super().__init__(appearance, parent, "codingReview", self.tr("Review a coding"))
        self._jobs = jobs
        self._ledger = ledger
        self._kept = opened.kept
        self._keeper = DraftKeeper(jobs, ledger, opened.kept, if_open(self, self._refuse))
        self.draft = opened.draft
        self.current: Piece | None = None
        self.names = TypedNames(())
        """The departments by whose names is typed; none until they have been read."""
        self._ahead: tuple[Stretch, ...] | None = None
        self._paragraphs: tuple[SourceParagraph, ...] = ()
        self._is_loading = False
        self._asked = ""
        """The field for which values are offered."""
        self._scope = Extent.UNIT
        self._offers: dict[str, tuple[str, Callable[[bool], object]]] = {}
        self._make_parts()
        self._lay_out()
        self._connect()
        self._read_names()
        self._show_draft()
        self._go_to(self._piece_at(opened.place) or self._first_undecided())
        self.text.setFocus()

    @property
    def is_saved(self) -> bool:
        """Whether every decision is on disk, and nothing is being loaded."""
        return self._keeper.is_saved and not self._is_loading

    def accept_piece(self, kind: CommitmentKind | None = None) -> None:
        """Take a unit, or open words, for a commitment, and go on to what is undecided next; of a kind, where one is
        given."""
        piece = self.current
        if isinstance(piece, DraftUnit):
            self._decide(lambda draft: draft.accept(piece.number, kind))
        elif piece is not None:
            self._decide(lambda draft: draft.add_unit(piece.start, piece.end, kind))

    def accept_line(self) -> None:
        """Take all units that are proposed from here up to the end of the paragraph, and go on to what is undecided
        next."""
        piece = self.current
        if piece is None:
            return
        wanted = UnitFilter(within=self.draft.line_from(piece.start))
        if not self.draft.chosen(wanted):
            self.complain(self.tr("Nothing is proposed from here up to the end of the paragraph."))
        elif self._apply(lambda draft: draft.accept_all(wanted)[0]):
            # Open words before the units are still to be decided on.
            self._go_to(self._undecided_after(piece.start - 1) or self._piece_at(piece.start))
            self._keep_place()

    def leave_out(self, reason: OmissionReason) -> None:
        """Leave out what is selected, or the current piece, and go on."""
        chosen = self.text.selection
        piece = self.current
        if (
            isinstance(piece, DraftUnit)
            and chosen is not None
            and piece.start <= chosen.start <= chosen.end <= piece.end
        ):
            chosen = None  # of a unit no words can be left out but by its edges
        if chosen is not None:
            self._decide(lambda draft: draft.leave_out(chosen.start, chosen.end, reason))
        elif isinstance(piece, DraftUnit):
            self._decide(lambda draft: draft.reject(piece.number, reason))
        elif piece is not None:
            self._decide(lambda draft: draft.leave_out(piece.start, piece.end, reason))

    def leave_out_rest(self, reason: OmissionReason) -> None:
        """Leave out the current piece, and the open words behind it up to the next unit or the end of the paragraph,
        and go on."""
        piece = self.current
        if isinstance(piece, DraftUnit):
            self._decide(lambda draft: draft.reject_with_rest(piece.number, reason))
        elif piece is not None:
            self._decide(lambda draft: draft.leave_out_rest(piece.start, reason))

    def leave_undecided(self) -> None:
        """Decide on the current piece later."""
        piece = self.current
        if isinstance(piece, DraftUnit):
            self._change(lambda draft: draft.propose_again(piece.number))
        elif piece is not None:
            self._change(lambda draft: draft.open_again(piece.start, piece.end))

    def step(self, by: int) -> None:
        """Go to the next or the previous piece that is listed."""
        pieces = self.pieces.pieces
        if not pieces:
            return
        here = pieces.index(self.current) if self.current in pieces else -1 if by > 0 else len(pieces)
        self._go_to(pieces[max(0, min(here + by, len(pieces) - 1))])
        self._keep_place()

    def next_undecided(self) -> None:
        """Go to the next undecided words; after the last to the first."""
        self._go_to(self._undecided_after(self.current.start if self.current else -1))
        self._keep_place()

    def previous_undecided(self) -> None:
        """Go to the undecided words before; before the first to the last."""
        here = self.current.start if self.current else 0
        place = self.draft.previous_open(here)
        if place is None:
            place = self.draft.previous_open(len(self.draft.text))
        self._go_to(self._undecided_at(place))
        self._keep_place()

    def split(self) -> None:
        """Part the unit at the caret."""
        piece = self.current
        caret = self.text.caret
        if isinstance(piece, DraftUnit):
            self._change(lambda draft: draft.split(piece.number, caret))

    def merge(self) -> None:
        """Make one unit of this one and the next."""
        piece = self.current
        if isinstance(piece, DraftUnit):
            self._change(lambda draft: draft.merge_with_next(piece.number))

    def mark_selection(self) -> None:
        """Make a unit of what is selected, or of open words, and stay there."""
        chosen = self.text.selection or self.current
        if chosen is None or isinstance(chosen, DraftUnit):
            self.complain(self.tr("Select the words of the unit in the text first."))
            return
        numbers = {unit.number for unit in self.draft.units}
        self._change(lambda draft: draft.add_unit(chosen.start, chosen.end))
        self._go_to(next((unit for unit in self.draft.units if unit.number not in numbers), self.current))

    def hold(self, hold: Hold) -> None:
        """Choose which edge the keys move."""
        self.text.hold_by(hold)

    def move_edge(self, by: int, *, clause: bool) -> None:
        """Move the chosen edge forwards or backwards, by a character or by a clause."""
        piece = self.current
        hold = self.text.hold
        if piece is None:
            return
        if not hold.is_of_unit:
            self._move_bound(piece, hold.edge, by, clause=clause)
        elif isinstance(piece, DraftUnit) and clause:
            self._change(lambda draft: draft.move_edge_by_clause(piece.number, hold.edge, forwards=by > 0))
        elif isinstance(piece, DraftUnit):
            self._change(lambda draft: draft.move_edge_by_characters(piece.number, hold.edge, by))

    def undo(self) -> None:
        """Take the last step back, and go to where it was done."""
        if not self.draft.can_undo or self._is_loading:
            return
        step = self.draft.steps[-1]
        changed = (*step.took, *step.took_omissions, *step.brought, *step.brought_omissions)
        self.draft = self.draft.undo()
        self._show_draft()
        place = min((one.start for one in changed), default=None)
        self._go_to(self._piece_at(place) if place is not None else self.current)
        self._keep_place()

    def set_fields(self, fields: UnitFields) -> None:
        """Say something else of the current unit."""
        piece = self.current
        if isinstance(piece, DraftUnit):
            self._change(lambda draft: draft.set_fields({piece.number: fields}))

    def offered(self, name: str) -> "Sequence[CommitmentKind | Quantity | Due | Departments]":
        """Return the values that are offered for a field of the current unit."""
        unit = self.current
        if not isinstance(unit, DraftUnit):
            return ()
        coding = services.draft_coding
        match name:
            case "kind":
                return tuple(CommitmentKind)
            case "quantity":
                return coding.offered_amounts(unit)
            case "due":
                return coding.offered_days(self.draft, unit, self._kept.held_on)
            case _:
                return coding.offered_departments(self.draft, unit)

    def ask_field(self, name: str) -> None:
        """Offer values for a field of the current unit, or let it be typed; asked once more, also for the rest of the
        section, and then of what the speaker says. Open words become a unit by it."""
        if not isinstance(self.current, DraftUnit):
            self.mark_selection()
        unit = self.current
        if not isinstance(unit, DraftUnit):
            return
        if name == "not_verifiable":
            reason = "" if unit.fields.not_verifiable else NOT_VERIFIABLE_BY_RULE
            self.set_fields(replace(unit.fields, not_verifiable=reason))
        elif name not in _OFFERED_FIELDS:
            self.type_fields(name)
        else:
            scopes = list(Extent)
            self._scope = scopes[(scopes.index(self._scope) + 1) % len(scopes)] if self._asked == name else Extent.UNIT
            self._asked = name
            self._offers = dict(self._offers_of(name))
            offers = [(digit, said, partial(self._take_offer, digit)) for digit, (said, _) in self._offers.items()]
            self.panel.offer_values(name, offers, self._scope, len(self.draft.also_set(unit.number, name, self._scope)))
            settle(self._panel_area)
            self._panel_area.ensureWidgetVisible(self.panel.offers)

    def take_over(self, *, takes: bool = False) -> None:
        """Let the current unit say of who and when, where it says nothing, what the unit before says; and take it."""
        unit = self.current
        if not isinstance(unit, DraftUnit):
            self.complain(self.tr("Take these words for a unit first."))
            return
        fields = services.draft_coding.as_before(self.draft, unit, self._kept.held_on)
        if fields == unit.fields and not takes:
            self.complain(self.tr("The unit before says nothing that this one does not say itself."))
        else:
            self._say({unit.number: fields}, takes=unit if takes else None)

    def type_value(self, name: str) -> None:
        """Let a value of a field be typed beside the text."""
        unit = self.current
        if not isinstance(unit, DraftUnit):
            return
        match name:
            case "quantity":
                line = TargetField(self.appearance, None)
            case "due":
                line = DayLine(self.appearance, self._kept.held_on)
            case _:
                used = Counter(one.name for each in self.draft.units for one in each.fields.departments)
                names = self.names.with_first(one for one, _ in used.most_common())
                line = DepartmentsLine(self.appearance, names, unit.fields.departments)
        self.panel.type_value(name, line, len(self.draft.also_set(unit.number, name, self._scope)))
        settle(self._panel_area)
        self._panel_area.ensureWidgetVisible(line)

    def type_fields(self, name: str = "") -> None:
        """Open the form for the current unit, at a field of it."""
        unit = self.current
        if isinstance(unit, DraftUnit):
            dialog = UnitDialog(self.appearance, self, unit, self.names.names, name)
            dialog.chosen.connect(self.set_fields)
            dialog.finished.connect(lambda _: self.text.setFocus())
            dialog.open()

    def ask_together(self) -> None:
        """Offer to accept several units together, each choice with its count."""
        choices: list[tuple[str, UnitFilter]] = [(self.tr("Every unit that is proposed"), UnitFilter())]
        if self.current is not None:
            line = self.draft.line_from(self.current.start)
            choices.append((self.tr("From here up to the end of the paragraph"), UnitFilter(within=line)))
        section = self._section()
        if section is not None:
            title = self.draft.sections[section].title
            choices.append((self.tr("In this section: {title}").format(title=title), UnitFilter(section=section)))
        for score in (_SURE, _FAIRLY_SURE):
            said = self.tr("Certainty of at least {score} %").format(score=round(100 * score))
            choices.append((said, UnitFilter(least_score=score)))
        for rule in UnitRule:
            choices.append((self.appearance.words.term(rule), UnitFilter(rule=rule)))
        counted = [(said, wanted, len(self.draft.chosen(wanted))) for said, wanted in choices]
        menu = QMenu(self)
        menu.setObjectName("acceptTogether")
        menu.aboutToHide.connect(menu.deleteLater)
        for digit, (said, wanted, count) in zip(DIGITS, [one for one in counted if one[2]], strict=False):
            words = self.tr("{choice} ({count})").format(choice=said.replace("&", "&&"), count=count)
            menu.addAction(f"&{digit}  {words}").triggered.connect(lambda *_, one=wanted: self.accept_together(one))
        if menu.isEmpty():
            self.complain(self.tr("No unit is only proposed any more."))
        else:
            menu.popup(self._together.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def accept_together(self, wanted: UnitFilter) -> None:
        """Accept all proposed units of a kind."""
        self._decide(lambda draft: draft.accept_all(wanted)[0])

    def load(self) -> None:
        """Put the coding into the ledger as a source; while something is undecided only after a question."""
        counts = self.draft.counts
        if self._is_loading or not counts.accepted:
            return
        if self.draft.is_finished:
            self._begin_loading()
            return
        said = self.tr("{count} places are not decided yet. In the ledger they stay open, and the source unfinished.")
        ways = WaysDialog(
            self.appearance,
            self,
            self.tr("Not everything is decided"),
            said.format(count=counts.proposed + counts.open),
            self.tr("“Add a source…” lists it, to go on with what is open."),
            {self.tr("Put into the ledger all the same"): self._begin_loading},
            self.tr("Go on reviewing"),
        )
        ways.setObjectName("undecidedQuestion")
        ways.ways[0].clicked.connect(ways.accept)
        ways.open()

    def _begin_loading(self) -> None:
        self._is_loading = True
        self._keeper.when_saved(self._load)

    def reject(self) -> None:
        """Leave; the draft waits as it is. While it is being put into the ledger it stays, to say what came of it."""
        if self._is_loading:
            return
        if self._keeper.has_failed:
            # What could not be saved has been said; whoever leaves all the same leaves it.
            super().reject()
            return
        self._keep_place()
        self._keeper.when_saved(super().reject)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z:
            modifiers &= ~_SHIFT
        elif event.key() in _BRACKETS:
            # Many keyboards have them on other keys, behind AltGr, which Windows tells as Ctrl and Alt.
            modifiers = _PLAIN
        if self._asked and event.key() == Qt.Key.Key_Escape:
            self._stop_asking()
            return
        if self.panel.line is not None and self.panel.line.hasFocus():
            return  # what the line has no use for decides nothing
        if event.isAutoRepeat() and event.key() not in _REPEATED:
            return  # whoever holds Enter down has read none of what comes
        is_digit = Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9
        if self._asked and is_digit and modifiers in (_PLAIN, _CTRL):
            self._take_offer(chr(event.key()), takes=modifiers == _CTRL)
            return
        do = self._keys.get((event.key(), modifiers))
        if do is not None and event.key() not in _OF_FIELDS:
            self._stop_asking()
        if do is not None:
            do()
        else:
            super().keyPressEvent(event)

    def _load(self) -> None:
        ledger = self._ledger
        uid = self._kept.uid

        def load() -> LoadedCoding:
            drafts = services.coding_drafts
            changes = drafts.load_kept_draft(ledger.workspace, uid, version)
            try:
                left_out = drafts.not_taken_in(ledger.workspace, uid)
            except UserError:  # what was taken in is kept, whatever cannot be told of it
                left_out = ()
            return LoadedCoding(changes, left_out)

        def done(loaded: LoadedCoding) -> None:
            self._is_loading = False
            self.loaded.emit(loaded)
            self.accept()

        def failed(error: Exception) -> None:
            self._is_loading = False
            self._refuse(error)

        version = self._keeper.version
        self._jobs.run(load, if_open(self, done), if_open(self, failed))

    def _read_names(self) -> None:
        ledger = self._ledger
        draft = self.draft

        def done(names: TypedNames) -> None:
            self.names = names

        read = services.draft_coding.department_names
        self._jobs.run(lambda: read(ledger.workspace, draft), if_open(self, done))

    def _decide(self, change: Callable[[Draft], Draft]) -> None:
        """Change the draft, and go on to what is undecided after the current piece."""
        here = self.current.start if self.current is not None else -1
        if self._apply(change):
            self._go_to(self._undecided_after(here) or self._piece_at(here))
            self._keep_place()

    def _change(self, change: Callable[[Draft], Draft]) -> None:
        """Change the draft, and stay where it was changed."""
        piece = self.current
        if self._apply(change):
            self._go_to(self._same(piece), keeps_sight=True)
            self._keep_place()

    def _apply(self, change: Callable[[Draft], Draft]) -> bool:
        if self._is_loading:
            return False
        self._fault.setVisible(False)
        try:
            draft = services.draft_coding.read_again(self.draft, change(self.draft), self._kept.held_on)
        except UserError as error:
            self._refuse(error)
            return False
        self.draft = draft
        self._show_draft()
        return True

    def _same(self, piece: Piece | None) -> Piece | None:
        """What a piece is by now: the unit of its number, or what stands where it stood."""
        if isinstance(piece, DraftUnit):
            same = next((one for one in self.draft.units if one.number == piece.number), None)
            return same or self._piece_at(piece.start)
        if piece is None:
            return None
        following = (one for one in self.draft.pieces if one.start >= piece.start)
        return self._piece_at(piece.start) or next(following, None)

    def _keep_place(self) -> None:
        self._keeper.save(self.draft, self.current.start if self.current is not None else self.text.caret)

    def _move_bound(self, piece: Piece, edge: Edge, by: int, *, clause: bool) -> None:
        if clause:
            self._change(lambda draft: draft.move_bound_by_clause(piece.start, edge, forwards=by > 0))
            return
        section = self.draft.section_at(piece.start)
        if section is not None:
            offset = (section.start if edge is Edge.START else section.end) + by
            self._change(lambda draft: draft.move_bound(piece.start, edge, offset))

    def _take_drag(self, hold: Hold, offset: int) -> None:
        """An edge was dragged to an offset."""
        piece = self.current
        if piece is None:
            return
        if not hold.is_of_unit:
            self._change(lambda draft: draft.move_bound(piece.start, hold.edge, offset))
        elif isinstance(piece, DraftUnit):
            self._change(lambda draft: draft.move_edge(piece.number, hold.edge, offset))

    def _show_draft(self) -> None:
        if self.draft.ahead != self._ahead:
            self._ahead = self.draft.ahead
            self._paragraphs = tuple(services.briefing_view.draft_paragraphs(self.draft))
        self.text.show_draft(self.draft, self._paragraphs)
        self._show_list()
        counts = self.draft.counts
        said = self.tr("{accepted} taken · {undecided} undecided · {left_out} left out")
        undecided = counts.proposed + counts.open
        decided = counts.accepted + counts.rejected
        self._counter.setText(
            said.format(accepted=counts.accepted, undecided=undecided, left_out=counts.rejected + counts.omitted)
        )
        self._progress.setMaximum(max(1, decided + undecided))
        self._progress.setValue(decided)
        self._undo.setEnabled(self.draft.can_undo)
        self._load_button.setEnabled(counts.accepted > 0)
        self._load_button.setToolTip(
            self.tr("Ctrl+Enter")
            if self.draft.is_finished
            else self.tr("Ctrl+Enter. What is undecided stays open in the source.")
        )

    def _show_list(self) -> None:
        shown = self.draft.pieces
        if not self._with_omissions.isChecked():
            shown = tuple(one for one in shown if state_of(one) is not PieceState.OMITTED)
        self.pieces.show_pieces(shown, self.current)

    def _go_to(self, piece: Piece | None, *, keeps_sight: bool = False) -> None:
        """Make a piece the current one."""
        self.current = piece
        if keeps_sight:
            self.text.current = piece
            self.text.viewport().update()
        else:
            self.text.go_to(piece)
        self.pieces.mark(piece)
        self._stop_asking()
        self.panel.show_piece(piece)
        self._panel_area.verticalScrollBar().setValue(0)
        finished = self.draft.is_finished
        self._end.setVisible(finished)
        self._panel_area.setVisible(not finished or piece is not None)

    def _piece_at(self, offset: int) -> Piece | None:
        """The piece that holds an offset; the shortest, where several do."""
        holding = [piece for piece in self.draft.pieces for start, end in places_of(piece) if start <= offset < end]
        return min(holding, key=lambda one: sum(end - start for start, end in places_of(one)), default=None)

    def _undecided_at(self, place: int | None) -> Piece | None:
        if place is None:
            return None
        return next((one for one in self.draft.pieces if one.start == place and is_undecided(one)), None)

    def _undecided_after(self, place: int) -> Piece | None:
        following = self.draft.next_open(place)
        return self._undecided_at(following if following is not None else self.draft.next_open(-1))

    def _first_undecided(self) -> Piece | None:
        return self._undecided_after(-1)

    def _section(self) -> int | None:
        """The number of the section that the current piece is in."""
        place = self.current.start if self.current is not None else self.text.caret
        holding = [number for number, one in enumerate(self.draft.sections) if one.start <= place < one.end]
        return holding[-1] if holding else None

    def _pick(self, offset: int) -> None:
        piece = self._piece_at(offset)
        if piece is not None:
            self._go_to(piece, keeps_sight=True)
            self._keep_place()

    def _pick_listed(self, piece: Piece) -> None:
        self._go_to(piece)
        self._keep_place()

    def _said(self, value: "CommitmentKind | Quantity | Due | Departments") -> str:
        words = self.appearance.words
        match value:
            case CommitmentKind():
                return words.term(value)
            case Quantity():
                return words.quantity(value)
            case Due():
                return words.due(value)
            case _:
                return responsible_words(value, words)

    def _offers_of(self, name: str) -> "Iterator[tuple[str, tuple[str, Callable[[bool], object]]]]":
        """What the digits do while a field is asked for, given whether they take the unit: the values, none of them, or
        to type another."""
        for digit, value in zip(DIGITS, self.offered(name), strict=False):
            yield digit, (self._said(value), partial(self._set, name, value))
        if name == "quantity":
            yield _NONE, (self.tr("No target"), partial(self._set, name, None))
        elif name == "due":
            yield _NONE, (self.tr("No due date"), partial(self._set, name, Due(None, DueBasis.NONE)))
        elif name == "departments":
            yield _NONE, (self.tr("No department"), partial(self._set, name, ()))
        if name != "kind":
            yield _OTHER, (self.tr("Other…"), lambda _takes: self.type_value(name))

    def _take_offer(self, digit: str, *, takes: bool = False) -> None:
        """Do what a digit does while a field is asked for, and take the unit with it."""
        offer = self._offers.get(digit)
        if offer is not None:
            offer[1](takes)

    def _take_typed(self, value: object, takes: bool) -> None:
        self._set(self._asked, value, takes)

    def _stop_asking(self) -> None:
        """Let the digits mean reasons again."""
        if self._asked:
            self._asked = ""
            self._scope = Extent.UNIT
            self._offers = {}
            if self.panel.line is not None:
                self.text.setFocus()
            self.panel.offer_reasons()

    def _set(self, name: str, value: object, takes: bool = False) -> None:
        """Say something else of the current unit and, where that was asked for, of others that say the same; and take
        the unit with it."""
        unit = self.current
        if not isinstance(unit, DraftUnit):
            return
        units = (unit, *self.draft.also_set(unit.number, name, self._scope))
        fields = {one.number: replace(one.fields, **{name: self._as_known(one, value)}) for one in units}
        self._say(fields, takes=unit if takes else None)
        self._stop_asking()

    def _say(self, fields: Mapping[int, UnitFields], *, takes: DraftUnit | None) -> None:
        """Say something else of units and take one of them, in one step, and go on; without any stay."""
        if takes is None:
            self._change(lambda draft: draft.set_fields(fields))
        else:
            self._decide(lambda draft: draft.as_one_step_to(draft.set_fields(fields).accept(takes.number)))

    def _as_known(self, unit: DraftUnit, value: _Said) -> _Said:
        """A value with the basis that a unit has for it: what one passage states, another may not."""
        coding = services.draft_coding
        match value:
            case Due():
                return coding.due_as_known(self.draft, unit, value, self._kept.held_on)
            case tuple():
                return coding.departments_as_known(self.draft, unit, value)
            case _:
                return value

    def _refuse(self, error: Exception) -> None:
        self._is_loading = False
        if isinstance(error, UserError):
            self.complain(self.appearance.words.error(error))
            self._reload.setVisible(error.code == "draft_changed_meanwhile")

    def _read_anew(self) -> None:
        """Go on with what somebody else has saved."""
        ledger = self._ledger
        uid = self._kept.uid

        def done(opened: "OpenedDraft") -> None:
            self._kept = opened.kept
            self._keeper = DraftKeeper(self._jobs, ledger, opened.kept, if_open(self, self._refuse))
            self.draft = opened.draft
            self._fault.setVisible(False)
            self._reload.setVisible(False)
            self._show_draft()
            self._go_to(self._piece_at(opened.place) or self._first_undecided())

        read = services.coding_drafts.open_draft
        self._jobs.run(lambda: read(ledger.workspace, uid), if_open(self, done), if_open(self, self._refuse))

    def _make_parts(self) -> None:
        self._counter.setObjectName("reviewCounter")
        self._about = ElidedLabel("small")
        self._about.setText(f"{self._kept.publisher} · {self._kept.held_on.isoformat()} · {self._kept.prefix}")
        self.text = CodingText(self.appearance)
        self.pieces = PieceList(self.appearance)
        self.panel = UnitPanel(self.appearance)
        self._panel_area = Scrolling("unitPanelArea")
        self._with_omissions = CheckBox(self.appearance, self.tr("Show what is left out, too"))
        self._with_omissions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._end = text(self.tr("Every word is decided on. Ctrl+Enter puts the source into the ledger."), "calmText")
        self._end.setVisible(False)
        self._reload = button(self.tr("Load the newest state"), "quiet-link")
        self._reload.setObjectName("loadNewest")
        self._reload.setVisible(False)
        self._undo = self.key_button(self.tr("Undo"), "U")
        self._split = self.key_button(self.tr("Split"), "S")
        self._merge = self.key_button(self.tr("Merge"), "M")
        self._open = self.key_button(self.tr("Leave open"), "O")
        self._mark = self.key_button(self.tr("New unit"), "N")
        self._as_before = self.key_button(self.tr("As before"), "R")
        self._together = self.key_button(self.tr("Take together…"), "B")
        self._accept = button(self.tr("Take, and go on"), "primary")
        self._accept.setObjectName("acceptPiece")
        self._accept.setToolTip(self.tr("Enter"))
        self._accept.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        put = self.tr("Take in what is new") if self._kept.source_key else self.tr("Put into the ledger")
        self._load_button = self.key_button(put, "")
        self._load_button.setObjectName("loadCoding")

    def _lay_out(self) -> None:
        title = ElidedLabel("heading")
        title.setText(self._kept.title)
        title.setToolTip(self._kept.title)
        head = row(title, self._counter, None, self._load_button, spacing=12)
        head.setStretch(2, 1)
        top = column(head, self._about, margins=(20, 12, 20, 10), spacing=2)
        side = QWidget()
        side.setObjectName("page")
        choice = row(self._with_omissions, None, margins=(16, 8, 16, 8))
        self._end.setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12))
        self._panel_area.setWidget(self.panel)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        for part, least in ((self.pieces, 96), (self._panel_area, 140)):
            part.setMinimumHeight(scaled(least))
            parts.addWidget(part)
        parts.setSizes([scaled(side) for side in _HEIGHTS])
        beside = column(choice, hairline(), parts, self._end)
        beside.setStretchFactor(parts, 1)
        side.setLayout(beside)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        for pane, least in ((self.text, 420), (side, 380)):
            pane.setMinimumWidth(scaled(least))
            panes.addWidget(pane)
        keys = text(
            breaking_between(
                self.tr(
                    "Enter takes, with Shift the paragraph · 1–0 leave out, with Alt up to the next unit or "
                    "paragraph · "
                    "Ctrl+1–0 take as a kind, or with a value · R as before · J on · K back · ↑↓ piece · "
                    "←→ caret, with Ctrl by clause · [ ] which edge · Shift+←→ moves it, with Ctrl by clause · "
                    "{ } bounds of the section · F all fields · Esc leaves"
                )
            ),
            "small",
        )
        refused = row(self._fault, self._reload, spacing=8, margins=(20, 0, 20, 0))
        refused.setStretch(0, 1)
        several = (self._undo, self._split, self._merge, self._mark, self._as_before, self._open, self._together)
        foot = row(*several, None, self._accept, spacing=8)
        frame = QFrame()
        frame.setLayout(column(refused, keys, foot, spacing=8, margins=(20, 8, 20, 14)))
        refused.setContentsMargins(0, 0, 0, 0)
        whole = column(top, self._progress, panes, hairline(), frame)
        whole.setStretchFactor(panes, 1)
        self.setLayout(whole)
        self.fit(*_SIZE, 560)
        panes.setSizes([self.width() * share // sum(_SHARES) for share in _SHARES])

    def _connect(self) -> None:
        self._keys: dict[_Key, Callable[[], object]] = {
            (Qt.Key.Key_Return, _SHIFT): self.accept_line,
            (Qt.Key.Key_Enter, _SHIFT): self.accept_line,
            (Qt.Key.Key_Return, _PLAIN): self.accept_piece,
            (Qt.Key.Key_Enter, _PLAIN): self.accept_piece,
            (Qt.Key.Key_A, _PLAIN): self.accept_piece,
            (Qt.Key.Key_J, _PLAIN): self.next_undecided,
            (Qt.Key.Key_PageDown, _PLAIN): self.next_undecided,
            (Qt.Key.Key_K, _PLAIN): self.previous_undecided,
            (Qt.Key.Key_PageUp, _PLAIN): self.previous_undecided,
            (Qt.Key.Key_Down, _PLAIN): partial(self.step, 1),
            (Qt.Key.Key_Up, _PLAIN): partial(self.step, -1),
            (Qt.Key.Key_S, _PLAIN): self.split,
            (Qt.Key.Key_M, _PLAIN): self.merge,
            (Qt.Key.Key_N, _PLAIN): self.mark_selection,
            (Qt.Key.Key_O, _PLAIN): self.leave_undecided,
            (Qt.Key.Key_U, _PLAIN): self.undo,
            (Qt.Key.Key_Z, _CTRL): self.undo,
            (Qt.Key.Key_B, _PLAIN): self.ask_together,
            (Qt.Key.Key_F, _PLAIN): self.type_fields,
            (Qt.Key.Key_R, _PLAIN): self.take_over,
            (Qt.Key.Key_R, _CTRL): partial(self.take_over, takes=True),
            (Qt.Key.Key_Return, _CTRL): self.load,
            (Qt.Key.Key_Enter, _CTRL): self.load,
            (Qt.Key.Key_BracketLeft, _PLAIN): partial(self.hold, Hold.UNIT_START),
            (Qt.Key.Key_BracketRight, _PLAIN): partial(self.hold, Hold.UNIT_END),
            (Qt.Key.Key_BraceLeft, _PLAIN): partial(self.hold, Hold.SECTION_START),
            (Qt.Key.Key_BraceRight, _PLAIN): partial(self.hold, Hold.SECTION_END),
            (Qt.Key.Key_Left, _CTRL): partial(self._step_clause, -1),
            (Qt.Key.Key_Right, _CTRL): partial(self._step_clause, 1),
            (Qt.Key.Key_Left, _SHIFT): partial(self.move_edge, -1, clause=False),
            (Qt.Key.Key_Right, _SHIFT): partial(self.move_edge, 1, clause=False),
            (Qt.Key.Key_Left, _SHIFT | _CTRL): partial(self.move_edge, -1, clause=True),
            (Qt.Key.Key_Right, _SHIFT | _CTRL): partial(self.move_edge, 1, clause=True),
        }
        for digit, reason in zip(DIGITS, REASONS, strict=False):
            self._keys[Qt.Key(ord(digit)), _PLAIN] = partial(self.leave_out, reason)
            self._keys[Qt.Key(ord(digit)), _ALT] = partial(self.leave_out_rest, reason)
        for digit, kind in zip(DIGITS, KINDS, strict=False):
            self._keys[Qt.Key(ord(digit)), _CTRL] = partial(self.accept_piece, kind)
        for name, letter in FIELDS.items():
            self._keys[Qt.Key(ord(letter)), _PLAIN] = partial(self.ask_field, name)
        for made, do in (
            (self._undo, self.undo),
            (self._split, self.split),
            (self._merge, self.merge),
            (self._mark, self.mark_selection),
            (self._as_before, lambda *_: self.take_over()),
            (self._open, self.leave_undecided),
            (self._together, self.ask_together),
            (self._accept, lambda *_: self._press_accept()),
            (self._load_button, self.load),
            (self._reload, self._read_anew),
        ):
            made.clicked.connect(do)
        self.text.picked.connect(self._pick)
        self.text.dragged.connect(self._take_drag)
        self.pieces.picked.connect(self._pick_listed)
        self.panel.field_wanted.connect(self.ask_field)
        self.panel.kind_chosen.connect(self.accept_piece)
        self.panel.reason_chosen.connect(self.leave_out)
        self.panel.typed.connect(self._take_typed)
        self._with_omissions.toggled.connect(lambda _: self._show_list())

    def _press_accept(self) -> None:
        if self.panel.line is not None:
            self.panel.submit(takes=True)
        else:
            self.accept_piece()

    def _step_clause(self, by: int) -> None:
        """Move the caret to where the next or the previous clause, or member of a list, begins."""
        caret = self.text.caret
        if by > 0:
            found = _STOP.search(self.draft.text, caret)
            place = found.end() if found else len(self.draft.text)
        else:
            place = max(
                (
                    found.end()
                    for found in _STOP.finditer(self.draft.text, max(0, caret - _FARTHEST), max(0, caret - 1))
                ),
                default=0,
            )
        self.text.put_caret(place)
