"""The eight assessments to choose among, each with its sign in its colour."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.theme import scaled
from tracker.domain.terms import Assessment

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
        if checked:  # of the two that toggle, the one that is chosen now
            self.changed.emit()
