"""Setting the assessment: one of eight, with a reason, and with what the rules say of it while it is being chosen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QLineEdit, QRadioButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.guide import with_rule
from tracker.desktop.views.common.widgets import CheckBox, DoubtSign, clear_layout, column, label, row, text
from tracker.desktop.views.forms.form_dialog import FormDialog, line, lines
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
from tracker.domain.rows import CommitmentDetail, EvidenceLinkRow, EvidenceOutline
from tracker.domain.terms import Assessment, CommitmentKind, Doubt
from tracker.wording import Words

_COLUMNS = 4
_BEFORE = 28
"""Pixels of the design before the words: the sign, and room on both sides of it."""


class AssessmentChoice(QRadioButton):
    """One assessment to choose."""

    def __init__(self, appearance: Appearance, assessment: Assessment) -> None:
        super().__init__(appearance.words.term(assessment))
        self._appearance = appearance
        self.assessment = assessment
        self.setToolTip(appearance.words.rule(assessment))
        self.setMinimumHeight(scaled(30))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.text()) + scaled(_BEFORE + 10))

    def hitButton(self, pos: object) -> bool:
        del pos
        return True

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
        room = self.rect().adjusted(scaled(_BEFORE), 0, -scaled(4), 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())


class AssessmentGrid(QFrame):
    """All of them, of which one is always chosen once `choose` was called. `changed` says that another one is."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.choices = {one: AssessmentChoice(appearance, one) for one in Assessment}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(scaled(6))
        for place, choice in enumerate(self.choices.values()):
            self._group.addButton(choice)
            grid.addWidget(choice, place // _COLUMNS, place % _COLUMNS)
            grid.setColumnStretch(place % _COLUMNS, 1)
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

    def _tell(self, _button: object, checked: bool) -> None:
        if checked:
            # Of the two that toggle, the one that is chosen now.
            self.changed.emit()


_FIELD = "held_"
QUESTIONS = tuple(doubt for doubt in Doubt if doubt is not Doubt.GROUNDS_CHANGED)
"""What a verdict may be questioned for when it is set; that its grounds have changed only arises later."""


class HeldReasons(QFrame):
    """Belongs to a form, whose fields the lines are: `held_arithmetic_short` and so on."""

    changed = Signal()

    def __init__(self, form: FormDialog) -> None:
        super().__init__()
        self.setObjectName("questions")
        self._form = form
        self._asked = tuple[Doubt, ...]()
        self._lines: dict[Doubt, QLineEdit] = {}
        self._about: dict[Doubt, QLabel] = {}
        self._questions = {doubt: self._question(form.appearance, doubt) for doubt in QUESTIONS}
        head = text(self.tr("The rules question this verdict. To hold to it, give a reason for each."), "hint")
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

    def field(self, doubt: Doubt) -> str:
        """The name that its line has among the fields of the form."""
        return f"{_FIELD}{doubt.value}"

    def _question(self, appearance: Appearance, doubt: Doubt) -> QWidget:
        words = appearance.words
        typed = line(hint=self.tr("Why you hold to the verdict all the same"))
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


class ProofList(QFrame):
    """What is ticked by hand stays so for each verdict, whichever is looked at in between. `changed` says that a box
    was ticked."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("choices")
        self._appearance = appearance
        self._assessment = Assessment.NOT_RATED
        self._by_hand: dict[Assessment, dict[int, bool]] = {}
        self.boxes: dict[int, CheckBox] = {}
        self._lines = column(spacing=2, margins=(10, 8, 10, 8))
        self.setLayout(self._lines)

    @property
    def ticked(self) -> tuple[int, ...]:
        """The pieces that the verdict is to rest on, by their ids."""
        return tuple(sorted(key for key, box in self.boxes.items() if box.isChecked()))

    def show_case(self, detail: CommitmentDetail, case: Case, assessment: Assessment) -> None:
        """Show what there is for this verdict."""
        self._assessment = assessment
        clear_layout(self._lines)
        self.boxes = {}
        for ground in self._grounds(detail, assessment):
            self._lines.addWidget(ground)
        if assessment not in _RESTING_ON_NONE:
            self._show_pieces(detail, case, assessment)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: some verdicts rest on no evidence."""
        return self._lines.count() == 0

    def _show_pieces(self, detail: CommitmentDetail, case: Case, assessment: Assessment) -> None:
        words = self._appearance.words
        able = proving(case, assessment)
        why = obstacles(case, assessment)
        pieces = {piece.id: piece for piece in detail.pieces}
        if not pieces:
            self._lines.addWidget(text(self.tr("No evidence is linked to this commitment yet."), "hint"))
            return
        if able:
            self._add_head(self.tr("Proves it"))
        for piece_id in able:
            self._add_piece(pieces[piece_id], detail.row.code, ticked=True)
        rest = [piece for piece in detail.pieces if piece.id not in able]
        if rest:
            self._add_head(self.tr("Does not prove it; may be cited beside what does"))
        for piece in sorted(rest, key=lambda piece: why.get(piece.id) in _NEVER):
            obstacle = why.get(piece.id)
            box = self._add_piece(piece, detail.row.code, ticked=False, allowed=obstacle not in _NEVER)
            if obstacle is not None:
                box.setAccessibleDescription(words.rule(obstacle))
                self._add_below(words.rule(obstacle), "warnText")

    def _add_head(self, words: str) -> None:
        if self._lines.count():
            self._lines.addSpacing(6)
        self._lines.addWidget(label(words, "formLabel"))

    def _add_piece(self, piece: EvidenceOutline, code: str, *, ticked: bool, allowed: bool = True) -> CheckBox:
        words = self._appearance.words
        box = CheckBox(self._appearance, piece.title)
        box.setObjectName(f"cite_{piece.id}")
        box.setToolTip(words.evidence(piece))
        box.setEnabled(allowed)
        # What was ticked by hand for this verdict goes before what proves it.
        box.setChecked(allowed and self._by_hand.get(self._assessment, {}).get(piece.id, ticked))
        box.toggled.connect(lambda on, key=piece.id: self._note(key, on))
        self.boxes[piece.id] = box
        box.setAccessibleName(words.evidence(piece))
        self._lines.addWidget(box)
        self._add_below(" · ".join(_facts(piece, code, words)), "small")
        return box

    def _add_below(self, words: str, name: str) -> None:
        below = text(words, name)
        below.setContentsMargins(scaled(_INDENT), 0, 0, 2)
        self._lines.addWidget(below)

    def _note(self, piece_id: int, ticked: bool) -> None:
        self._by_hand.setdefault(self._assessment, {})[piece_id] = ticked
        self.changed.emit()

    def _grounds(self, detail: CommitmentDetail, assessment: Assessment) -> Iterator[QLabel]:
        """What else the verdict may rest on: the newest search, or that the ministry itself gave the promise up."""
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


_WIDTH = 660
_TYPED = frozenset({"reason_missing", "held_reason_missing", "text_too_long"})
"""Refusals of what was typed; any other one says that the ledger is no longer what the form shows."""


class AssessmentDialog(FormDialog):
    """A verdict that the rules refuse cannot be saved, and one that they question only with a reason for each question.

    `today` and `expiry_days`, after which a search is old, are what the rules ask besides the commitment itself.
    """

    def __init__(
        self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, today: date, expiry_days: int
    ) -> None:
        super().__init__(appearance, parent, detail)
        self._today = today
        self._expiry_days = expiry_days
        self._case = case_of(detail, expiry_days)
        self.setMinimumWidth(scaled(_WIDTH))
        self.set_heading(self.tr("Set the assessment"))
        self.grid = AssessmentGrid(appearance)
        self.proof = ProofList(appearance)
        self.held = HeldReasons(self)
        self._rule = text("", "hint")
        self._refused = text("", "fault")
        self._refused.setObjectName("refusal")
        self._refused.setAccessibleName(self.tr("Why the rules refuse it"))
        self._reason = lines(height=3)
        self._resting = QWidget()
        self._lay_out()
        self.grid.changed.connect(self._show_choice)
        self.proof.changed.connect(self._ask_rules)
        self.held.changed.connect(self._allow)
        self.grid.choose(detail.row.assessment)
        self._show_choice()

    @property
    def refusal(self) -> UserError | None:
        """Why the rules refuse what is chosen and ticked; None where they do not."""
        return refusal(*self._asked)

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "assessment": self.grid.chosen,
            "reason": self._reason.toPlainText(),
            "evidence": self.proof.ticked,
            "held": self.held.reasons,
            "expected_version": self.detail.row.version,
        }

    def accept_newer(self, detail: CommitmentDetail) -> None:
        """Show the evidence as it is now, and judge the newest state; choice and reasons stay as typed."""
        self.detail = detail
        self._case = case_of(detail, self._expiry_days)
        self._show_choice()
        self.reloaded()

    def refuse(self, error: UserError) -> None:
        """Say it beside its field. Where the ledger is another one than the form shows, the newest state is offered."""
        if error.code == "verdict_questioned":
            self.complain(
                self.tr("The rules question this verdict by now: load the newest state to see what they ask.")
            )
        else:
            super().refuse(error)
        self.offer_newest(error.code not in _TYPED)

    def settle(self) -> None:
        super().settle()
        self._allow()

    def _lay_out(self) -> None:
        self.fields.addLayout(self.add("assessment", self.grid))
        if self.detail.row.kind is CommitmentKind.STUDY:
            studied = self.tr(
                "A study is fulfilled by its published conclusion, whatever it concluded; only calling it off "
                "contradicts."
            )
            hint = text(studied, "hint")
            hint.setObjectName("studyHint")
            self.fields.addWidget(hint)
        self.fields.addLayout(with_rule(self.appearance, self._rule, 2))
        self.fields.addWidget(self._refused)
        self.fields.addWidget(self.held)
        self.fields.addLayout(self.add("reason", self._reason))
        self._resting.setLayout(self.add("evidence", self.proof, self.tr("What it rests on")))
        self.fields.addWidget(self._resting)
        self.fields.addStretch()

    def _show_choice(self) -> None:
        """Another assessment is proved by other pieces."""
        self._clear_faults()
        self._rule.setText(self.appearance.words.rule(self.grid.chosen))
        self.proof.show_case(self.detail, self._case, self.grid.chosen)
        self._resting.setVisible(not self.proof.is_empty)
        self._ask_rules()
        QTimer.singleShot(0, self, self._fit)

    def _ask_rules(self) -> None:
        """Why do the rules refuse what is chosen and ticked, or what do they ask about it?"""
        # Asked of the same functions as the service asks when it writes: nothing is allowed here that is refused there.
        error = self.refusal
        self._refused.setText(self.appearance.words.error(error) if error is not None else "")
        self._refused.setVisible(error is not None)
        self.held.ask(questions(*self._asked) if error is None else ())
        self._allow()
        # What has just come in has no size before the event loop showed it.
        QTimer.singleShot(0, self, self._grow)

    def _allow(self) -> None:
        """Save only what the rules allow."""
        if not self.is_busy:
            self.save_button.setEnabled(self.refusal is None and self.held.is_answered)

    @property
    def _asked(self) -> tuple[Case, Assessment, tuple[int, ...], date]:
        """What the rules are asked."""
        return self._case, self.grid.chosen, self.proof.ticked, self._today
