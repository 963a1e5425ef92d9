"""Setting the assessment: one of eight, with a reason, and with what the rules say of it while it is being chosen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QLayout, QLineEdit, QRadioButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.guide import with_rule
from tracker.desktop.views.common.widgets import CheckBox, DoubtSign, clear_layout, column, is_enter, label, row, text
from tracker.desktop.views.forms.form_dialog import FieldHost, FormDialog, line, lines
from tracker.desktop.views.forms.more_fields import MoreFields
from tracker.domain.assessment.proof import (
    ENDING_RELATIONS,
    Case,
    Obstacle,
    case_of,
    obstacles,
    proving,
    questions,
    refusal,
)
from tracker.domain.errors import UserError
from tracker.domain.json_values import is_object
from tracker.domain.rows import CommitmentDetail, EvidenceLinkRow, EvidenceOutline
from tracker.domain.terms import Assessment, CommitmentKind, Doubt
from tracker.wording import Words

_BEFORE = 28
"""Pixels of the design before the words: the sign, and room on both sides of it."""


class AssessmentChoice(QRadioButton):
    """One assessment to choose. `pointed` says that it was chosen with the mouse."""

    pointed = Signal()

    def __init__(self, appearance: Appearance, assessment: Assessment, key: int) -> None:
        """`key` is the number that chooses it."""
        super().__init__(appearance.words.term(assessment))
        self._key = str(key)
        self._appearance = appearance
        self.assessment = assessment
        self.setToolTip(appearance.words.rule(assessment))
        self.setMinimumHeight(scaled(30))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.text()) + scaled(_BEFORE + 24))

    def hitButton(self, pos: object) -> bool:
        del pos
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pointed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        colours = tokens.assessments[self.assessment]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tokens.colour("accent") if self.hasFocus() else colours.text
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(edge, 2))
        else:
            painter.setPen(QPen(tokens.colour("edge"), 1))
        painter.setBrush(colours.ground if self.isChecked() else tokens.colour("card"))
        painter.drawRoundedRect(frame, scaled(4), scaled(4))
        side = scaled(11)
        box = QRectF(scaled(10), (self.height() - side) / 2, side, side)
        draw_assessment(painter, box, self.assessment, colours.text)
        painter.setPen(colours.text if self.isChecked() else tokens.colour("ink"))
        room = self.rect().adjusted(scaled(_BEFORE), 0, -scaled(8), 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(tokens.colour("soft"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)


class AssessmentGrid(QFrame):
    """All of them, of which one is always chosen once `choose` was called. `changed` says that another one is, `picked`
    that it was clicked on or its number pressed: what comes next is the reason. Arrows only go through them."""

    changed = Signal()
    picked = Signal()

    def __init__(self, appearance: Appearance, columns: int = 4) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.choices = {one: AssessmentChoice(appearance, one, key) for key, one in enumerate(Assessment, start=1)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(scaled(6))
        for place, choice in enumerate(self.choices.values()):
            self._group.addButton(choice)
            choice.pointed.connect(self.picked)
            grid.addWidget(choice, place // columns, place % columns)
            grid.setColumnStretch(place % columns, 1)
        self._group.buttonToggled.connect(self._tell)

    @property
    def chosen(self) -> Assessment:
        """The assessment that is chosen."""
        one = self._group.checkedButton()
        return one.assessment if isinstance(one, AssessmentChoice) else Assessment.NOT_RATED

    def choose(self, assessment: Assessment) -> None:
        """Choose one, and begin with the keyboard there."""
        self.choices[assessment].setChecked(True)
        self.choices[assessment].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The buttons pass on what they do not know; with a modifier a number turns to a page of the window.
        number = event.text() if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else ""
        if number.isdecimal() and 1 <= int(number) <= len(self.choices):
            self.choose(list(self.choices)[int(number) - 1])
            self.picked.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self, _button: object, checked: bool) -> None:
        if checked:
            # Of the two that toggle, the one that is chosen now.
            self.changed.emit()


QUESTIONS = tuple(doubt for doubt in Doubt if doubt is not Doubt.GROUNDS_CHANGED)
"""What a verdict may be questioned for when it is set; that its grounds have changed only arises later."""


class HeldReasons(QFrame):
    """Belongs to a form, whose fields the lines are: `held_arithmetic_short` and so on."""

    changed = Signal()

    def __init__(self, form: FieldHost) -> None:
        super().__init__()
        self.setObjectName("questions")
        self._form = form
        self._asked = tuple[Doubt, ...]()
        self._lines: dict[Doubt, QLineEdit] = {}
        self._about: dict[Doubt, QLabel] = {}
        self._questions = {doubt: self._question(form.appearance, doubt) for doubt in QUESTIONS}
        head = text(self.tr("The rules question this assessment. To hold to it, give a reason for each."), "hint")
        self.setLayout(column(head, *self._questions.values(), spacing=8, margins=(12, 10, 12, 10)))
        self.ask(())

    @property
    def asked(self) -> tuple[Doubt, ...]:
        """The questions that show."""
        return self._asked

    @property
    def reasons(self) -> dict[Doubt, str]:
        """What was answered to the questions that show."""
        answers = {doubt: self._lines[doubt].text().strip() for doubt in self._asked}
        return {doubt: answer for doubt, answer in answers.items() if answer}

    @property
    def is_answered(self) -> bool:
        """Whether every question that shows has its reason."""
        return len(self.reasons) == len(self._asked)

    def ask(self, doubts: Sequence[Doubt], about: Mapping[Doubt, str] | None = None) -> None:
        """Ask exactly these; what was typed of any stays. `about` says of which commitments, where these are many."""
        self._asked = tuple(doubt for doubt in QUESTIONS if doubt in doubts)
        for doubt, question in self._questions.items():
            question.setVisible(doubt in self._asked)
            said = (about or {}).get(doubt, "")
            self._about[doubt].setText(said)
            self._about[doubt].setVisible(bool(said))
        self.setVisible(bool(self._asked))

    def first_open(self) -> QLineEdit | None:
        """Return the line of the first question that has no reason yet."""
        return next((self._lines[doubt] for doubt in self._asked if not self._lines[doubt].text().strip()), None)

    def fill(self, reasons: Mapping[Doubt, str]) -> None:
        """Set what was typed before, and empty the other lines."""
        for doubt, typed in self._lines.items():
            typed.setText(reasons.get(doubt, ""))

    @staticmethod
    def field(doubt: Doubt) -> str:
        """Return the name that its line has among the fields of the form."""
        return f"held_{doubt.value}"

    def _question(self, appearance: Appearance, doubt: Doubt) -> QWidget:
        words = appearance.words
        typed = line(hint=self.tr("Why you hold to the assessment all the same"))
        typed.textChanged.connect(self.changed)
        self._lines[doubt] = typed
        self._about[doubt] = text("", "small")
        called = self.tr("Reason for holding to it: {question}").format(question=words.term(doubt))
        fault = self._form.register(self.field(doubt), typed, called)
        typed.setAccessibleDescription(words.rule(doubt))
        head = row(DoubtSign(appearance), label(at_the_beginning(words.term(doubt)), "strong"), None, spacing=5)
        rule = text(words.rule(doubt), "hint")
        shown = QWidget()
        shown.setObjectName(f"question_{doubt.value}")
        shown.setLayout(column(head, rule, self._about[doubt], typed, fault, spacing=3))
        return shown


_RESTING_ON_NONE = frozenset({Assessment.NOT_RATED, Assessment.NO_EVIDENCE, Assessment.NOT_VERIFIABLE})
"""Verdicts that rest on no piece of evidence: there is none to choose."""
_RESTING_ON_SEARCHES = frozenset({Assessment.NO_EVIDENCE, Assessment.NOT_MET})
_NEVER = frozenset({Obstacle.WITHDRAWN, Obstacle.SAME_BRIEFING})
"""What keeps a piece from being cited at all, even beside others that prove."""
_INDENT = 22
"""Pixels of the design from the edge of a tick box to its words."""


_SHOWN = 30
"""Pieces that show under each head before anybody looks for others: thousands of boxes would hold the form up."""


class _FindLine(QLineEdit):
    """Escape empties it first, and Enter saves no form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif not is_enter(event):
            super().keyPressEvent(event)


class ProofList(QFrame):
    """What is ticked by hand stays so for each verdict, whichever is looked at in between. `changed` says that a box
    was ticked.

    Of many pieces the newest show, those that were ticked by hand, and what is looked for; ticked are the others, too.
    """

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("choices")
        self._appearance = appearance
        self._assessment = Assessment.NOT_RATED
        self._detail: CommitmentDetail | None = None
        self._able: tuple[int, ...] = ()
        self._able_set = frozenset[int]()
        self._why: Mapping[int, Obstacle] = {}
        self.by_hand: dict[Assessment, dict[int, bool]] = {}
        self.boxes: dict[int, CheckBox] = {}
        self._lines = column(spacing=2)
        self.finder = _FindLine()
        self.finder.setObjectName("findPiece")
        self.finder.setPlaceholderText(self.tr("Find a piece by its title, publisher or day"))
        self.finder.setAccessibleName(self.finder.placeholderText())
        self.finder.setVisible(False)
        self.finder.textChanged.connect(self._list)
        self.setLayout(column(self.finder, self._lines, spacing=4, margins=(10, 8, 10, 8)))

    @property
    def ticked(self) -> tuple[int, ...]:
        """The pieces that the verdict is to rest on, by their ids."""
        by_hand = self.by_hand.get(self._assessment, {})
        chosen = {*self._able, *by_hand} if self._detail is not None and self._is_resting else set[int]()
        allowed = {piece.id for piece in self._detail.pieces} if self._detail is not None else set[int]()
        return tuple(
            sorted(
                one
                for one in chosen & allowed
                if by_hand.get(one, one in self._able_set) and self._why.get(one) not in _NEVER
            )
        )

    def show_case(self, detail: CommitmentDetail, case: Case, assessment: Assessment) -> None:
        """Show what there is for this verdict."""
        self._assessment = assessment
        self._detail = detail
        self._able = proving(case, assessment) if self._is_resting else ()
        self._able_set = frozenset(self._able)
        self._why = obstacles(case, assessment) if self._is_resting else {}
        self.finder.setVisible(self._is_resting and len(detail.pieces) > 2 * _SHOWN)
        self._list()

    def forget(self) -> None:
        """Forget what was ticked by hand and looked for: another commitment is shown next."""
        self.by_hand.clear()
        self.finder.clear()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: some verdicts rest on no evidence."""
        return self._lines.count() == 0

    @property
    def _is_resting(self) -> bool:
        return self._assessment not in _RESTING_ON_NONE

    def _list(self) -> None:
        clear_layout(self._lines)
        self.boxes = {}
        detail = self._detail
        if detail is None:
            return
        for ground in self._grounds(detail, self._assessment):
            self._lines.addWidget(ground)
        if self._is_resting:
            self._show_pieces(detail)

    def _show_pieces(self, detail: CommitmentDetail) -> None:
        pieces = {piece.id: piece for piece in detail.pieces}
        if not pieces:
            self._lines.addWidget(text(self.tr("No evidence is linked to this commitment yet."), "hint"))
            return
        rest = sorted(
            (one for one in pieces if one not in self._able_set), key=lambda one: self._why.get(one) in _NEVER
        )
        self._show_some(self.tr("Proves it"), [pieces[one] for one in self._able], detail.row.code)
        other = self.tr("Does not prove it; may be cited beside what does")
        self._show_some(other, [pieces[one] for one in rest], detail.row.code)
        if not self.boxes:
            self._add_below(self.tr("No piece has these words."), "hint")

    def _show_some(self, head: str, pieces: Sequence[EvidenceOutline], code: str) -> None:
        """The first of these, with those that were ticked by hand, or the first that are looked for."""
        sought = self.finder.text().casefold().split()
        by_hand = self.by_hand.get(self._assessment, {})
        found = [one for one in pieces if not sought or _says(one, sought)]
        if not found:
            return
        self._add_head(head)
        shown = [one for place, one in enumerate(found) if place < _SHOWN or one.id in by_hand]
        for piece in shown:
            self._add_piece(piece, code)
        if left := len(found) - len(shown):
            said = self.tr("and {count} more; look for one to see it")
            self._add_below(said.format(count=f"{left:,}"), "small")

    def _add_head(self, words: str) -> None:
        if self._lines.count():
            self._lines.addSpacing(6)
        self._lines.addWidget(label(words, "formLabel"))

    def _add_piece(self, piece: EvidenceOutline, code: str) -> None:
        words = self._appearance.words
        obstacle = self._why.get(piece.id)
        box = CheckBox(self._appearance, piece.title)
        box.setObjectName(f"cite_{piece.id}")
        box.setToolTip(words.evidence(piece))
        allowed = obstacle not in _NEVER
        box.setEnabled(allowed)
        # What was ticked by hand for this verdict goes before what proves it.
        by_hand = self.by_hand.get(self._assessment, {})
        box.setChecked(allowed and by_hand.get(piece.id, piece.id in self._able_set))
        box.toggled.connect(lambda on, key=piece.id: self._note(key, on))
        self.boxes[piece.id] = box
        box.setAccessibleName(words.evidence(piece))
        self._lines.addWidget(box)
        self._add_below(" · ".join(_facts(piece, code, words)), "small")
        if obstacle is not None:
            box.setAccessibleDescription(words.rule(obstacle))
            self._add_below(words.rule(obstacle), "warnText")

    def _add_below(self, words: str, name: str) -> None:
        below = text(words, name)
        below.setContentsMargins(scaled(_INDENT), 0, 0, 2)
        self._lines.addWidget(below)

    def _note(self, piece_id: int, ticked: bool) -> None:
        self.by_hand.setdefault(self._assessment, {})[piece_id] = ticked
        self.changed.emit()

    def _grounds(self, detail: CommitmentDetail, assessment: Assessment) -> Iterator[QLabel]:
        """What else the verdict may rest on: the newest search, or that the publisher itself gave the promise up."""
        words = self._appearance.words
        if assessment in _RESTING_ON_SEARCHES:
            yield text(self._newest_search(detail), "hint")
        if assessment is Assessment.DROPPED:
            for relation in detail.relations:
                if relation.kind in ENDING_RELATIONS:
                    said = self.tr("Recorded relation: {kind}, {day}")
                    yield text(said.format(kind=words.term(relation.kind), day=relation.said_on), "hint")

    def _newest_search(self, detail: CommitmentDetail) -> str:
        newest = next(iter(detail.searches), None)
        if newest is None:
            return self.tr("Nothing has been searched for yet.")
        said = self.tr("Newest search: {day}, {place}, “{words}”: {outcome}")
        return said.format(
            day=newest.searched_on.isoformat(),
            place=newest.place,
            words=newest.words,
            outcome=self._appearance.words.term(newest.outcome),
        )


def _says(piece: EvidenceOutline, sought: Sequence[str]) -> bool:
    """Whether title, publisher and day of a piece hold all of these words."""
    said = f"{piece.title} {piece.publisher} {piece.published}".casefold()
    return all(word in said for word in sought)


def _facts(piece: EvidenceOutline, code: str, words: Words) -> Iterator[str]:
    """What counts of a piece: whose it is, since when, of which kind, how it bears on the commitment, and how much."""
    yield from (piece.publisher, piece.published, words.term(piece.kind))
    for link in piece.links:
        if link.commitment == code:
            yield from _said(link, words)


def _said(link: EvidenceLinkRow, words: Words) -> Iterator[str]:
    part = words.name(link.part.title) if link.part is not None else ""
    yield f"{part} {words.term(link.bearing)}".strip()
    if link.stage is not None:
        yield words.term(link.stage)
    if link.value is not None and link.role is not None:
        yield f"{words.amount(link.value, link.unit or '')} {words.term(link.role)}"


class EnglishReason(MoreFields):
    """The reason in English, for reports in English: folded until it is wanted, or somebody has typed one."""

    def __init__(self, host: FieldHost) -> None:
        """It is the field `reason_en` of its form."""
        super().__init__(host.appearance.settings, "assessment_more")
        self.input = lines(height=2)
        self.input.setObjectName("reasonInEnglish")
        self.input.setTabChangesFocus(True)
        self.add(host.add("reason_en", self.input))
        self.say(host.appearance.words.field("reason_en"))
        self.input.textChanged.connect(self._show_typed)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.input.toPlainText().strip()

    def _show_typed(self) -> None:
        # A draft fills it in, too: what is saved with the assessment is never out of sight.
        if self.words:
            self.open()


class VerdictInput(QWidget):
    """`changed` says that the rules were asked again, `chose` that another assessment was chosen, `picked` that one was
    by its number, and that the reason is what is typed next."""

    changed = Signal()
    chose = Signal()
    picked = Signal()

    def __init__(self, host: FieldHost, reason: QLayout, columns: int = 4) -> None:
        """`reason` is its field, between the questions and the evidence; the choices have so many columns."""
        super().__init__()
        appearance = host.appearance
        self._words = appearance.words
        self._detail: CommitmentDetail | None = None
        self._case: Case | None = None
        self._today = date.min
        self.grid = AssessmentGrid(appearance, columns)
        self.proof = ProofList(appearance)
        self.held = HeldReasons(host)
        self.english = EnglishReason(host)
        self._rule = text("", "hint")
        self._refused = text("", "fault")
        self._refused.setObjectName("refusal")
        self._refused.setAccessibleName(self.tr("Why the rules refuse it"))
        self._study = text(
            self.tr(
                "A study is fulfilled by its published conclusion, whatever it concluded; only calling it off "
                "contradicts."
            ),
            "hint",
        )
        self._study.setObjectName("studyHint")
        self._resting = QWidget()
        self._resting.setLayout(host.add("evidence", self.proof, self.tr("What it rests on")))
        lines = column(spacing=9)
        lines.addLayout(host.add("assessment", self.grid))
        lines.addWidget(self._study)
        lines.addLayout(with_rule(appearance, self._rule, 2))
        for part in (self._refused, self.held):
            lines.addWidget(part)
        lines.addLayout(reason)
        lines.addWidget(self.english)
        lines.addWidget(self._resting)
        self.setLayout(lines)
        self.grid.changed.connect(self._show_choice)
        self.grid.picked.connect(self.picked)
        self.proof.changed.connect(self._ask_rules)
        self.held.changed.connect(self.changed)

    def show_case(
        self, detail: CommitmentDetail, today: date, expiry_days: int, chosen: Assessment | None = None
    ) -> None:
        """Ask about this commitment on this day; a search is old after so many days. By default nothing else is chosen.

        Ticks and reasons for questions stay where the commitment is the same one.
        """
        if self._detail is not None and self._detail.row.code != detail.row.code:
            self.proof.forget()
            self.held.fill({})
        self._detail = detail
        self._case = case_of(detail, expiry_days)
        self._today = today
        self._study.setVisible(detail.row.kind is CommitmentKind.STUDY)
        if chosen is not None and chosen is not self.grid.chosen:
            self.grid.choose(chosen)  # which shows the choice
        else:
            self._show_choice()

    def show_again(self) -> None:
        """Show the choice again: what is ticked came from elsewhere."""
        self._show_choice()

    @property
    def refusal(self) -> UserError | None:
        """Why the rules refuse what is chosen and ticked; None where they do not."""
        return refusal(self._case, self.grid.chosen, self.proof.ticked, self._today) if self._case else None

    @property
    def is_allowed(self) -> bool:
        """Whether the rules allow it, and each question has its reason."""
        return self._case is not None and self.refusal is None and self.held.is_answered

    def _show_choice(self) -> None:
        """Another assessment is proved by other pieces."""
        if self._detail is None or self._case is None:
            return
        self._rule.setText(self._words.rule(self.grid.chosen))
        self.proof.show_case(self._detail, self._case, self.grid.chosen)
        self._resting.setVisible(not self.proof.is_empty)
        self._ask_rules()
        self.chose.emit()

    def _ask_rules(self) -> None:
        """Say why the rules refuse what is chosen and ticked, or what they ask about it."""
        # Asked of the same functions as the service asks when it writes: nothing is allowed here that is refused there.
        if self._case is None:
            return
        error = self.refusal
        self._refused.setText(self._words.error(error) if error is not None else "")
        self._refused.setVisible(error is not None)
        asked = questions(self._case, self.grid.chosen, self.proof.ticked, self._today) if error is None else ()
        self.held.ask(asked)
        self.changed.emit()


_WIDTH = 660
_TYPED = frozenset({"reason_missing", "held_reason_missing", "text_too_long"})
"""Refusals of what was typed; any other one says that the ledger is no longer what the form shows."""


TICKS = "ticks"
"""What a draft calls the boxes that were ticked by hand, by verdict and piece."""
Ticks = dict[Assessment, dict[int, bool]]


def ticks_in(kept: object) -> Ticks:
    """Return what was ticked by hand as a draft has it; what no longer means anything is passed over."""
    known = {one.value: one for one in Assessment}
    found: Ticks = {}
    for verdict, by_piece in kept.items() if is_object(kept) else ():
        if verdict in known and is_object(by_piece):
            found[known[verdict]] = {int(key): bool(on) for key, on in by_piece.items() if key.isdecimal()}
    return found


def ticks_kept(ticks: Ticks) -> State:
    """Return what was ticked by hand as a draft has it."""
    return {one.value: {str(key): on for key, on in by.items()} for one, by in ticks.items() if by}


class AssessmentDialog(FormDialog):
    """A verdict that the rules refuse cannot be saved, and one that they question only with a reason for each question.

    `chosen` is the verdict to begin with, by default the one that stands. `today` and `expiry_days`, after which a
    search is old, are what the rules ask besides the commitment itself.
    """

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        detail: CommitmentDetail,
        today: date,
        expiry_days: int,
        chosen: Assessment | None = None,
    ) -> None:
        super().__init__(appearance, parent, detail)
        self._chosen = chosen
        self._today = today
        self._expiry_days = expiry_days
        self.setMinimumWidth(scaled(_WIDTH))
        self.set_heading(self.tr("Set the assessment"))
        self._reason = lines(height=3)
        self.verdict = VerdictInput(self, self.add("reason", self._reason))
        self.fields.addWidget(self.verdict)
        self.fields.addStretch()
        self.verdict.changed.connect(self._allow)
        self.verdict.chose.connect(self._show_choice)
        self.verdict.picked.connect(self._reason.setFocus)
        self.verdict.english.toggled.connect(self._make_room)
        first = chosen or detail.row.assessment
        self.verdict.show_case(detail, today, expiry_days, first)
        self.verdict.grid.choose(first)

    @property
    def grid(self) -> AssessmentGrid:
        """The assessments to choose among."""
        return self.verdict.grid

    @property
    def proof(self) -> ProofList:
        """The evidence that it may rest on."""
        return self.verdict.proof

    @property
    def held(self) -> HeldReasons:
        """The questions of the rules."""
        return self.verdict.held

    @property
    def refusal(self) -> UserError | None:
        """Why the rules refuse what is chosen and ticked; None where they do not."""
        return self.verdict.refusal

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._chosen is not None:
            # Whatever verdict was typed earlier: this one has just been asked for, and the reason comes next.
            self.grid.choose(self._chosen)
            self._chosen = None
            self._reason.setFocus()

    def typed(self) -> State:
        return super().typed() | {"assessment": self.grid.chosen.value, TICKS: ticks_kept(self.proof.by_hand)}

    def type_again(self, state: State) -> None:
        self.proof.by_hand = ticks_in(state.get(TICKS))
        self.verdict.show_again()
        chosen = state.get("assessment")
        if chosen in {one.value for one in Assessment}:
            self.grid.choose(Assessment(chosen))
        super().type_again(state)

    def put(self, name: str, value: object) -> None:
        if name == "assessment":
            # The keyboard stays where it was chosen.
            self.grid.choices[Assessment(value)].setChecked(True)
        else:
            super().put(name, value)

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "assessment": self.grid.chosen,
            "reason": self._reason.toPlainText(),
            "evidence": self.proof.ticked,
            "held": self.held.reasons,
            "reason_en": self.verdict.english.words,
            "expected_version": self.detail.row.version,
        }

    def accept_newer(self, detail: CommitmentDetail) -> None:
        """Show the evidence as it is now, and judge the newest state; choice and reasons stay as typed."""
        self.detail = detail
        self.verdict.show_case(detail, self._today, self._expiry_days)
        self.reloaded()

    def refuse(self, error: UserError) -> None:
        """Say it beside its field. Where the ledger is another one than the form shows, the newest state is offered."""
        if error.code == "verdict_questioned":
            self.complain(
                self.tr("The rules question this assessment by now: load the newest state to see what they ask.")
            )
        else:
            super().refuse(error)
        self.offer_newest(error.code not in _TYPED)

    def settle(self) -> None:
        super().settle()
        self._allow()

    def _show_choice(self) -> None:
        """Another assessment needs more room, or less."""
        self._clear_faults()
        self._make_room()

    def _make_room(self) -> None:
        QTimer.singleShot(0, self, self._fit)

    def _allow(self) -> None:
        """Save only what the rules allow."""
        if not self.is_busy:
            self.save_button.setEnabled(self.verdict.is_allowed)
        # What has just come in has no size before the event loop showed it.
        QTimer.singleShot(0, self, self._grow)
