"""The eight assessments to choose among, each with its sign in its colour."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
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
    that its number was pressed."""

    changed = Signal()
    picked = Signal()

    def __init__(self, appearance: Appearance, columns: int = _COLUMNS) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.choices = {one: AssessmentChoice(appearance, one, key) for key, one in enumerate(Assessment, start=1)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(scaled(6))
        for place, choice in enumerate(self.choices.values()):
            self._group.addButton(choice)
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
        if checked:  # of the two that toggle, the one that is chosen now
            self.changed.emit()
