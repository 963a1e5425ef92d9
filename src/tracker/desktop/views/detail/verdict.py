"""The assessment as the first step to the words that prove it, and what is to be known about it at a glance."""

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.guide import with_rule
from tracker.desktop.views.common.widgets import AssessmentChip, DoubtSign, LightMark, badge, column, row, text
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.terms import Assessment, Doubt

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class VerdictChip(AssessmentChip):
    """A chip that leads somewhere where there is evidence to lead to: a click, Enter or Space."""

    clicked = Signal()

    def __init__(self, appearance: Appearance, assessment: Assessment, *, leads: bool) -> None:
        super().__init__(appearance, assessment)
        self._leads = leads
        self.setObjectName("verdict")
        if leads:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleName(
                self.tr("{assessment}: show the evidence that it rests on").format(assessment=self._words)
            )
            way = self.tr("Click to see the evidence that it rests on.")
            self.setToolTip(f"{self.toolTip()}\n{way}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        # As a button does: who presses, and lets go elsewhere, has thought better of it.
        inside = self.rect().contains(event.position().toPoint())
        if self._leads and inside and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leads and event.key() in _KEYS:
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._appearance.tokens.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), scaled(4), scaled(4))


class VerdictView(QWidget):
    """Assessment and light, whether it was met late, and the doubts that are shown beside the verdict."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        appearance = shown.appearance
        detail = shown.detail
        words = appearance.words
        line = detail.row
        chip = VerdictChip(appearance, line.assessment, leads=bool(detail.cited))
        if detail.cited:
            chip.clicked.connect(partial(shown.reader.show_evidence, detail.cited[0]))
        marks = row(chip, LightMark(appearance, line.light), spacing=10)
        if not line.is_reviewed:
            mark = badge(words.phrase("not_reviewed"), words.phrase("not_reviewed_long"), warning=True)
            # Its name tells the style sheet that it is a badge; this one tells which.
            mark.setProperty("mark", "not_reviewed")
            marks.addWidget(mark)
        if detail.fulfilled_late:
            marks.addWidget(badge(words.phrase("late"), warning=True))
        marks.addStretch()
        lines = column(marks, spacing=4)
        doubts = [(Doubt.GROUNDS_CHANGED, words.phrase("grounds_changed"))] if line.grounds_changed else []
        doubts += [(doubt.rule, words.doubt(doubt)) for doubt in detail.doubts]
        said = column(*(self._doubt(appearance, *doubt) for doubt in doubts), spacing=4)
        if doubts:
            lines.addLayout(with_rule(appearance, said, 2))
        self.setLayout(lines)

    def _doubt(self, appearance: Appearance, rule: Doubt, said: str) -> QLayout:
        line = text(at_the_beginning(said), f"doubt_{rule.value}")
        line.setToolTip(appearance.words.rule(rule))
        both = row(column(DoubtSign(appearance), None), line, spacing=4)
        both.setStretch(1, 1)
        return both
