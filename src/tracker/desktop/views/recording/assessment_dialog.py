"""Setting the assessment: one of eight, with a reason and the evidence that it rests on."""

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.form_dialog import FormDialog, lines
from tracker.desktop.views.common.widgets import CheckBox, badge, clear_layout, column, row, text
from tracker.domain.dates import is_early
from tracker.domain.evidence_query import EvidenceState
from tracker.domain.parts import part_states
from tracker.domain.rows import CommitmentDetail, EvidenceRow
from tracker.domain.terms import Assessment


class AssessmentChoice(QRadioButton):
    """One assessment to choose, with its sign in its colour."""

    def __init__(self, appearance: Appearance, assessment: Assessment) -> None:
        super().__init__(appearance.words.term(assessment))
        self._appearance = appearance
        self.assessment = assessment
        self.setToolTip(appearance.words.rule(assessment))
        self.setMinimumHeight(scaled(30))

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
        room = self.rect().adjusted(scaled(28), 0, -scaled(4), 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())


class AssessmentDialog(FormDialog):
    """The rule of what is chosen always shows."""

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail) -> None:
        super().__init__(appearance, parent, detail)
        self.set_heading(self.tr("Set the assessment"))
        self._choices = QButtonGroup(self)
        self._rule, self._missing = text("", "hint"), text("", "warnText")
        self._reason = lines(height=4)
        self._boxes: dict[int, CheckBox] = {}
        self._evidence = QFrame()
        self._evidence.setObjectName("choices")
        self._evidence_lines = column(spacing=2, margins=(8, 6, 8, 6))
        self._evidence.setLayout(self._evidence_lines)
        self.fields.addLayout(self.add("assessment", self._choice_grid()))
        self.fields.addWidget(self._rule)
        self.fields.addWidget(self._missing)
        self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addLayout(self.add("evidence", self._evidence, self.tr("Evidence that it rests on")))
        self.fields.addStretch()
        self._show_evidence(ticked=set(detail.cited) or {e.id for e in detail.evidence})
        self._choices.buttonToggled.connect(self._show_rule)
        self._choose(detail.row.assessment)

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "assessment": self._chosen(),
            "reason": self._reason.toPlainText(),
            "evidence": tuple(key for key, box in self._boxes.items() if box.isChecked()),
            "expected_version": self.detail.row.version,
        }

    def accept_newer(self, detail: CommitmentDetail) -> None:
        """Show the evidence as it is now, and judge the newest state; choice and reason stay as typed."""
        ticked = {key for key, box in self._boxes.items() if box.isChecked()}
        new = {piece.id for piece in detail.evidence} - self._boxes.keys()
        self.detail = detail
        self._show_evidence(ticked | new)
        self._show_missing()
        self.reloaded()

    def _choice_grid(self) -> QFrame:
        frame = QFrame()
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(scaled(6))
        for place, assessment in enumerate(Assessment):
            one = AssessmentChoice(self.appearance, assessment)
            self._choices.addButton(one)
            grid.addWidget(one, place // 2, place % 2)
        return frame

    def _choose(self, assessment: Assessment) -> None:
        for one in self._choices.buttons():
            if isinstance(one, AssessmentChoice) and one.assessment is assessment:
                one.setChecked(True)
                one.setFocus()

    def _chosen(self) -> Assessment:
        one = self._choices.checkedButton()
        return one.assessment if isinstance(one, AssessmentChoice) else self.detail.row.assessment

    def _show_rule(self) -> None:
        self._rule.setText(self.appearance.words.rule(self._chosen()))
        self._show_missing()

    def _show_evidence(self, ticked: set[int]) -> None:
        clear_layout(self._evidence_lines)
        self._boxes.clear()
        words = self.appearance.words
        for piece in self.detail.evidence:
            if piece.withdrawn:
                continue
            if piece.same_briefing:
                self._evidence_lines.addWidget(self._not_offered(piece))
                continue
            box = CheckBox(self.appearance, words.evidence(piece))
            box.setToolTip(words.evidence(piece))
            box.setChecked(piece.id in ticked)
            self._boxes[piece.id] = box
            offered = row(box, spacing=6)
            if is_early(piece.published, self.detail.source.held_on):
                offered.addWidget(badge(words.phrase("early"), words.rule(EvidenceState.EARLY)))
            self._evidence_lines.addLayout(offered)
        if not self.detail.evidence:
            self._evidence_lines.addWidget(text(self.tr("No evidence is linked to this commitment yet."), "hint"))

    def _not_offered(self, piece: EvidenceRow) -> QWidget:
        """A piece that cannot be cited, and why."""
        words = self.appearance.words
        why = badge(words.phrase("same_briefing"), words.rule(EvidenceState.SAME_BRIEFING), warning=True)
        shown = QWidget()
        shown.setObjectName("notOffered")
        shown.setLayout(column(text(words.evidence(piece), "hint"), row(why, None), spacing=2, margins=(22, 2, 0, 2)))
        return shown

    def _show_missing(self) -> None:
        """Where all parts are needed: those that nothing shows to be done yet."""
        detail, words = self.detail, self.appearance.words
        states = part_states(detail.parts, detail.evidence, detail.row.code, detail.source.held_on)
        missing = [words.name(state.part.title) for state in states if not state.shown]
        self._missing.setVisible(bool(missing) and self._chosen() is Assessment.MET)
        said = self.tr("Met only when all parts are. Nothing shows these to be done yet: {parts}")
        self._missing.setText(said.format(parts=words.join(missing)))
