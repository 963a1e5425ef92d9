"""Two codings of one text compared: how far they agree, and whose holds where they do not (§7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QWidget,
)

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.models.rows_model import TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.briefing.coding_sides import CodingSide, SideBySide, takes_words
from tracker.desktop.views.common.key_dialog import KeyDialog
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import (
    CheckBox,
    allow,
    button,
    column,
    hairline,
    is_ctrl_enter,
    is_enter,
    label,
    row,
    text,
)
from tracker.desktop.views.judging.reason_input import ReasonField
from tracker.domain.briefings.agreement import Agreement
from tracker.domain.briefings.coding_differences import CodingDifference, DifferenceKind, Holding, Resolution
from tracker.domain.errors import UserError
from tracker.domain.json_values import is_list, is_object
from tracker.domain.rows import Name
from tracker.wording.compared_codings import coded_value
from tracker.wording.numbers import alpha_text, share_text

if TYPE_CHECKING:
    from tracker.services.briefings.comparing import ComparedCoding, ComparedCodings

_SIZE = (1_360, 880)
_LIST = 300
"""Width of the list of differences, in pixels of the design."""
_REASON_LINES = 2
_MOST_OFFERED = 4
"""Earlier reasons that are offered for another difference."""


@dataclass(frozen=True, slots=True)
class DifferenceChoice:
    """What somebody holds to in a difference so far, and the reason as far as it is typed."""

    holds: Holding | None = None
    reason: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing left to say."""
        return self.holds is not None and bool(self.reason.strip())

    def plain(self) -> list[str]:
        """Return it as a draft keeps it."""
        return [self.holds.value if self.holds is not None else "", self.reason]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is to be recorded of a comparison; `applies` says that the ledger is to say what holds."""

    reason: str
    resolutions: tuple[Resolution, ...]
    applies: bool


class CodingComparison(KeyDialog):
    """`wanted` carries a `Settlement`.

    Without the mouse: 1, 2 and 0 say whose coding holds and lead to the reason; Enter goes on to the next difference
    that is open. With the list in focus J or Page Down goes on, K or Page Up goes back, U takes back the last change.
    Escape leads from a text to the list, and from there out. What was typed comes back the next time.
    """

    wanted = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget, compared: "ComparedCodings") -> None:
        super().__init__(appearance, parent, "codingComparison", self.tr("Compare two codings"))
        self.compared = compared
        self._choices: dict[str, DifferenceChoice] = {}
        self._steps: list[tuple[str, DifferenceChoice]] = []
        """What stood in a difference before each change, oldest first."""
        self._begun = DifferenceChoice()
        """What stood in the current difference when it was come to."""
        self._place = -1
        self._make_parts()
        self._lay_out()
        self._connect()
        self._fill()
        self._go_to(0)
        (self.list if self.differences else self.overall).setFocus()

    @property
    def differences(self) -> tuple[CodingDifference, ...]:
        """What is to be settled, in the order of the text."""
        return self.compared.differences

    @property
    def current(self) -> CodingDifference | None:
        """The difference that is shown; None where there is none."""
        return self.differences[self._place] if 0 <= self._place < len(self.differences) else None

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        """What is settled, in the order of the text."""
        return tuple(self._resolutions())

    def choose(self, holds: Holding) -> None:
        """Hold to one of the two codings in the current difference, or to neither, and ask for the reason."""
        if self.current is not None:
            self._put(replace(self._now, holds=holds))
            self.reason.input.setFocus()

    def submit(self) -> None:
        """Go on to the next difference that is open; where something is missing, lead there."""
        now = self._now
        if self.current is None:
            self.overall.setFocus()
        elif not now.reason.strip():
            self.reason.input.setFocus()
        elif now.holds is None:
            self.complain(self.tr("Say whose coding holds first: 1, 2 or 0."))
            self.list.setFocus()
        else:
            self._go_on()

    def step(self, by: int) -> None:
        """Go so many differences on, or back."""
        self._go_to(max(0, min(self._place + by, len(self.differences) - 1)))

    def undo(self) -> None:
        """Take back the last change, and go to where it was made."""
        self._note_step()
        if not self._steps:
            return
        key, before = self._steps.pop()
        self._choices[key] = before
        places = [place for place, one in enumerate(self.differences) if one.key == key]
        self._place = -1
        self._go_to(places[0])
        self.list.setFocus()

    def forbid(self, why_not: str) -> None:
        """Let it be looked at only, and say why."""
        allow(self.record_button, why_not)
        self.complain(why_not)

    def record(self) -> None:
        """Ask for what is settled to be recorded."""
        if not self.record_button.isEnabled():
            return
        why = self.overall.text().strip()
        if not why:
            self.complain(self.tr("A reason for the whole is needed: how the differences were settled, and by whom."))
            self.overall.setFocus()
            return
        self._fault.setVisible(False)
        self.record_button.setEnabled(False)
        applies = self.apply_box.isVisibleTo(self) and self.apply_box.isChecked()
        self.wanted.emit(Settlement(why, self.resolutions, applies))

    def explain(self, error: Exception) -> None:
        """Say why it was not recorded, and let it be tried again; a defect has been reported already."""
        self.record_button.setEnabled(True)
        if isinstance(error, UserError):
            self.complain(self.appearance.words.error(error))

    def finish_recorded(self) -> None:
        """Close: it is recorded, and nothing is left to be kept."""
        self.draft.forget()
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list leaves the keys of the run to it, and Escape leads from a text back to the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        do = self._keys.get(event.key()) if plain else None
        if watched is self.list and do is not None:
            do()
            return True
        if watched is self.overall and event.key() == Qt.Key.Key_Escape and self.differences:
            self.list.setFocus()
            return True
        if watched is self.overall and is_enter(event):
            self.record()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_ctrl_enter(event):
            self.record()
        else:
            super().keyPressEvent(event)

    @property
    def _now(self) -> DifferenceChoice:
        current = self.current
        return self._choices.get(current.key, DifferenceChoice()) if current is not None else DifferenceChoice()

    def _resolutions(self) -> Iterator[Resolution]:
        for one in self.differences:
            choice = self._choices.get(one.key, DifferenceChoice())
            if choice.holds is not None and choice.is_settled:
                yield Resolution(one, choice.holds, choice.reason.strip())

    def _put(self, choice: DifferenceChoice) -> None:
        """Replace the choice in the current difference."""
        current = self.current
        if current is not None and choice != self._now:
            self._choices[current.key] = choice
            self._fault.setVisible(False)
            self._show_state()

    def _go_on(self) -> None:
        """Go to the next that is open, from the beginning again after the last; where none is, to the whole."""
        count = len(self.differences)
        order = (place % count for place in range(self._place + 1, self._place + 1 + count))
        following = next((place for place in order if not self._is_settled(place)), None)
        self._note_step()
        if following is None:
            self.overall.setFocus()
        else:
            self._go_to(following)
            self.list.setFocus()

    def _is_settled(self, place: int) -> bool:
        return self._choices.get(self.differences[place].key, DifferenceChoice()).is_settled

    def _note_step(self) -> None:
        """The current difference is left, or done with: what was changed in it can be taken back in one step."""
        current = self.current
        if current is not None and self._now != self._begun:
            self._steps.append((current.key, self._begun))
            self._begun = self._now

    def _go_to(self, place: int) -> None:
        if place == self._place or not 0 <= place < len(self.differences):
            return
        self._note_step()
        self._place = place
        self._begun = self._now
        self._fault.setVisible(False)
        self._show_current()

    def _take_row(self, index: QModelIndex) -> None:
        """Another row was chosen, by an arrow or the mouse."""
        if index.isValid():
            self._go_to(index.row())

    def _type_reason(self) -> None:
        self._put(replace(self._now, reason=self.reason.input.toPlainText()))

    def _show_current(self) -> None:
        current = self.current
        if current is None:
            return
        self._title.setText(self._what(current))
        self.sides.show_difference(current)
        self._set_reason(self._now.reason)
        self.reason.offer(self._earlier_reasons())
        self._show_state()

    def _set_reason(self, words: str) -> None:
        self.reason.input.blockSignals(True)
        self.reason.input.take(words)
        self.reason.input.blockSignals(False)

    def _earlier_reasons(self) -> tuple[str, ...]:
        """The reasons of other differences, the one given last first."""
        current = self.current
        given = [
            choice.reason.strip()
            for key, choice in reversed(self._choices.items())
            if choice.is_settled and (current is None or key != current.key)
        ]
        return tuple(dict.fromkeys(given))[:_MOST_OFFERED]

    def _show_state(self) -> None:
        """Show what is chosen, in the list and on the buttons, and count what is left."""
        chosen = self._now.holds
        for holds, made in self._holders.items():
            made.setChecked(holds is chosen)
        self.list.rows.renew_lines([self._line(one) for one in self.differences])
        self.list.setCurrentIndex(self.list.rows.index(self._place, 0))
        total = len(self.differences)
        settled = len(self.resolutions)
        said = self.tr("{settled} of {total} settled · {left} left")
        self._counter.setText(said.format(settled=settled, total=total, left=total - settled))
        self._progress.setMaximum(max(total, 1))
        self._progress.setValue(settled)
        self._undo.setEnabled(bool(self._steps) or self._now != self._begun)
        self._offer_to_apply()

    def _offer_to_apply(self) -> None:
        codes = services.resolving.resolutions_to_apply(self.compared, self.resolutions)
        self.apply_box.setVisible(bool(codes))
        self.apply_box.setText(
            self.tr("Change the ledger to what holds (commitments: {count})").format(count=len(codes))
        )
        self.apply_box.setToolTip(self.appearance.words.join(codes))

    def _line(self, one: CodingDifference) -> TableLine:
        choice = self._choices.get(one.key, DifferenceChoice())
        unit = one.first or one.second
        code = unit.code if unit is not None else ""
        title = self.appearance.words.name(Name(code, unit.title, unit.title_en)) if unit is not None else ""
        state = self._held_words(choice.holds) if choice.is_settled else ""
        return TableLine((f"{code} {title}", state, self._what(one)), one)

    def _held_words(self, holds: Holding | None) -> str:
        match holds:
            case Holding.FIRST:
                return self.tr("✓ first")
            case Holding.SECOND:
                return self.tr("✓ second")
            case Holding.NEITHER:
                return self.tr("✓ neither")
            case None:
                return ""

    def _what(self, one: CodingDifference) -> str:
        """What differs, in a few words."""
        words = self.appearance.words
        if one.field is not None and one.first is not None and one.second is not None:
            departments = self.compared.departments
            first, second = (coded_value(one.field, unit, departments, words) for unit in (one.first, one.second))
            return self.tr("{field}: {first} | {second}").format(
                field=words.term(one.field), first=first or "–", second=second or "–"
            )
        is_of_first = takes_words(one, one.first)
        if one.kind is DifferenceKind.SENTENCE and is_of_first:
            return self.tr("Only the first takes in this sentence")
        if one.kind is DifferenceKind.SENTENCE:
            return self.tr("Only the second takes in this sentence")
        return self.tr("Only the first has it") if is_of_first else self.tr("Only the second has it")

    def _typed(self) -> State:
        kept = {
            key: [one.holds.value if one.holds else "", one.reason]
            for key, one in self._choices.items()
            if one != DifferenceChoice()
        }
        return {"resolutions": kept, "reason": self.overall.text()}

    def _type_again(self, state: State) -> None:
        known = {one.key for one in self.differences}
        kept = state.get("resolutions")
        self._choices = {key: one for key, one in _choices_in(kept).items() if key in known}
        self._steps.clear()
        self._begun = self._now
        self.overall.setText(str(state.get("reason", "")))
        self._show_current()

    def _make_parts(self) -> None:
        compared = self.compared
        appearance = self.appearance
        key = draft_key("CodingComparison", about=f"{compared.first.place} {compared.second.place}")
        self.draft = TypedDraft(appearance, self, key, self._typed, self._type_again)
        self._counter.setObjectName("differencesLeft")
        self.list = TwoLineList(appearance, "codingDifferences")
        self.list.setAccessibleName(self.tr("Differences"))
        first, second = (
            CodingSide(appearance, one.briefing, compared.departments) for one in (compared.first, compared.second)
        )
        names = self._name(compared.first), self._name(compared.second)
        self.sides = SideBySide(first, second, names, (compared.first.place, compared.second.place))
        self._title = text("", "cardTitle")
        self._holders = {
            Holding.FIRST: self._holder(self.tr("1  The first holds"), "firstHolds"),
            Holding.SECOND: self._holder(self.tr("2  The second holds"), "secondHolds"),
            Holding.NEITHER: self._holder(self.tr("0  Neither"), "neitherHolds"),
        }
        self.reason = ReasonField()
        self.reason.input.setFixedHeight(self.reason.fontMetrics().lineSpacing() * _REASON_LINES + scaled(14))
        self.reason.input.setAccessibleName(self.tr("Reason for this difference"))
        self.reason.input.setPlaceholderText(self.tr("Why it holds"))
        self.overall = QLineEdit()
        self.overall.setObjectName("overallReason")
        self.overall.setAccessibleName(self.tr("Reason for the whole"))
        self.overall.setPlaceholderText(self.tr("How the differences were settled, and by whom"))
        self.apply_box = CheckBox(appearance)
        self.apply_box.setObjectName("applyResolutions")
        self.apply_box.setChecked(True)
        self._undo = self.key_button(self.tr("Undo"), "U")
        self._back = self.key_button(self.tr("Back"), "K")
        self._on = self.key_button(self.tr("Next"), "J")
        self.record_button = button(self.tr("Record"), "primary")
        self.record_button.setObjectName("recordComparison")
        self.record_button.setToolTip(self.tr("Ctrl+Enter"))

    def _name(self, coding: "ComparedCoding") -> str:
        """What a coding is called: the ledger's own by its source, another by its folder."""
        if coding.folder is not None:
            return coding.folder.name
        return self.tr("{source} (this ledger)").format(source=self.appearance.words.name(coding.briefing.source.title))

    def _holder(self, words: str, name: str) -> QPushButton:
        made = button(words, "holder")
        made.setObjectName(name)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _figures(self) -> QGridLayout:
        """How far both agree, by sentence, by unit and by what they say of a unit."""
        words = self.appearance.words
        said = self.compared.agreement
        columns: list[tuple[str, Agreement]] = [
            (self.tr("By sentence"), said.sentences),
            (self.tr("By unit"), said.units),
            *((words.term(field), one) for field, one in said.fields.items()),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(20))
        grid.setVerticalSpacing(scaled(2))
        for line, name in enumerate((self.tr("Agreement"), "α", self.tr("Same / compared")), start=1):
            grid.addWidget(label(name, "fieldName"), line, 0)
        for place, (name, one) in enumerate(columns, start=1):
            values = (share_text(one.share), alpha_text(one.alpha), f"{one.agreed:,} / {one.compared:,}")
            grid.addWidget(label(name, "fieldName"), 0, place)
            for line, value in enumerate(values, start=1):
                grid.addWidget(label(value, "strong" if line < len(values) else "small"), line, place)
        grid.setColumnStretch(len(columns) + 1, 1)
        return grid

    def _lay_out(self) -> None:
        said = self.compared.agreement
        head = row(label(self.tr("Compare two codings"), "heading"), self._counter, None, spacing=12)
        how = self.tr(
            "α is Krippendorff's, for nominal values: 1 is perfect, 0 is what chance gives, 0.8 and more is taken for "
            "reliable; “–” cannot be worked out. Compared: {sections} of {all} sections, those that both coded."
        ).format(sections=said.sections, all=said.all_sections)
        figures = column(self._figures(), text(how, "hint"), spacing=6)
        top = column(head, figures, self.draft, spacing=10, margins=(20, 14, 20, 10))
        whole = column(top, self._progress, hairline(), self._middle(), hairline(), self._foot())
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.fit(*_SIZE, 560)

    def _middle(self) -> QWidget:
        if not self.differences:
            none = text(self.tr("The two codings differ in nothing. What remains is to record that."), "calmText")
            none.setAlignment(Qt.AlignmentFlag.AlignCenter)
            empty = QWidget()
            empty.setLayout(column(None, none, None, margins=(40, 0, 40, 0)))
            return empty
        captioned = label(self.tr("Reason for this difference"), "formLabel")
        captioned.setBuddy(self.reason.input)
        case = QWidget()
        lines = column(
            self._title,
            self.sides,
            row(*self._holders.values(), None, spacing=8),
            column(captioned, self.reason, spacing=3),
            spacing=10,
            margins=(16, 14, 20, 12),
        )
        lines.setStretch(1, 1)
        case.setLayout(lines)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        self.list.setMinimumWidth(scaled(200))
        panes.addWidget(self.list)
        panes.addWidget(case)
        panes.setSizes([scaled(_LIST), scaled(_SIZE[0] - _LIST)])
        panes.setStretchFactor(1, 1)
        return panes

    def _foot(self) -> QFrame:
        captioned = label(self.tr("Reason for the whole"), "formLabel")
        captioned.setBuddy(self.overall)
        self.apply_box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        recording = row(captioned, self.overall, self.apply_box, self.record_button, spacing=8)
        recording.setStretch(1, 1)
        keys = text(
            self.tr("1 first · 2 second · 0 neither · Enter goes on · J next · K back · U undo · Esc leaves"), "small"
        )
        steps = row(self._undo, self._back, self._on, keys, spacing=8)
        steps.setStretch(3, 1)
        frame = QFrame()
        frame.setLayout(column(steps, self._fault, recording, spacing=8, margins=(20, 10, 20, 14)))
        return frame

    def _fill(self) -> None:
        self.list.show_lines([self._line(one) for one in self.differences])
        for made in (self._back, self._on, self._undo):
            made.setEnabled(bool(self.differences))
        self._show_state()

    def _connect(self) -> None:
        self._keys: Mapping[int, Callable[[], object]] = {
            Qt.Key.Key_1: partial(self.choose, Holding.FIRST),
            Qt.Key.Key_2: partial(self.choose, Holding.SECOND),
            Qt.Key.Key_0: partial(self.choose, Holding.NEITHER),
            Qt.Key.Key_J: partial(self.step, 1),
            Qt.Key.Key_PageDown: partial(self.step, 1),
            Qt.Key.Key_K: partial(self.step, -1),
            Qt.Key.Key_PageUp: partial(self.step, -1),
            Qt.Key.Key_U: self.undo,
            Qt.Key.Key_Return: self.submit,
            Qt.Key.Key_Enter: self.submit,
        }
        for holds, made in self._holders.items():
            made.clicked.connect(partial(self.choose, holds))
        self._undo.clicked.connect(self.undo)
        self._back.clicked.connect(partial(self.step, -1))
        self._on.clicked.connect(partial(self.step, 1))
        self.record_button.clicked.connect(self.record)
        self.list.installEventFilter(self)
        self.overall.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._take_row)
        self.reason.input.textChanged.connect(self._type_reason)
        self.reason.submitted.connect(self.submit)
        self.reason.input.left.connect(self.list.setFocus)
        QShortcut(QKeySequence("Alt+Down"), self, partial(self.step, 1))
        QShortcut(QKeySequence("Alt+Up"), self, partial(self.step, -1))


def _choices_in(kept: object) -> dict[str, DifferenceChoice]:
    """The choices that a draft holds, as far as they make sense."""
    known = {one.value for one in Holding}
    found: dict[str, DifferenceChoice] = {}
    for key, said in kept.items() if is_object(kept) else ():
        if is_list(said) and len(said) == 2 and all(isinstance(one, str) for one in said):
            holds, reason = said
            found[key] = DifferenceChoice(Holding(holds) if holds in known else None, reason)
    return found
