"""The verdicts as a menu beside a row of the list."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import Stamps
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.theme import scaled
from tracker.domain.terms import Assessment


class VerdictMenu(QMenu):
    """`chosen` carries the assessment. Each is chosen by its number as well, which are those of the form."""

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, current: Assessment | None, parent: QWidget) -> None:
        """`current` is marked as the one that stands."""
        super().__init__(parent)
        self.setObjectName("verdictMenu")
        self.setToolTipsVisible(True)
        words = appearance.words
        stamps = Stamps(parent.devicePixelRatioF())
        side = scaled(12)
        for number, assessment in enumerate(Assessment, start=1):
            colour = appearance.tokens.assessments[assessment].text

            def draw(painter: QPainter, box: QRectF, one: Assessment = assessment) -> None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                inks = appearance.tokens.assessments[one]
                draw_assessment(painter, box.adjusted(1, 1, -1, -1), one, inks.text)

            sign = QIcon(stamps.stamp((assessment, colour.name()), QSize(side, side), draw))
            action = self.addAction(sign, f"&{number}  {words.term(assessment)}")
            action.setData(assessment)
            action.setToolTip(words.rule(assessment))
            action.triggered.connect(partial(self._tell, assessment))
            if assessment is current:
                font = action.font()
                font.setBold(True)
                action.setFont(font)
                self.setDefaultAction(action)

    def _tell(self, assessment: Assessment) -> None:
        self.chosen.emit(assessment)
