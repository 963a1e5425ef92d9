"""What needs attention: a line for each kind, with how many, what is the matter, and what to do about it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_focus, write
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import DrawnLine
from tracker.desktop.views.dashboard.charts import Goal
from tracker.domain.evidence.evidence_query import EvidenceChoices

_LINE = 36
_PAD = 6
_NUMBER = 32
_ARROW = " →"


@dataclass(frozen=True, slots=True)
class AttentionTask:
    """How many things want what. Without a goal the line only says so; `rule` says why it is so."""

    count: int
    sentence: str
    remedy: str
    goal: Goal | EvidenceChoices | None
    rule: str = ""


class TaskLine(DrawnLine):
    """One task; pressing it leads to its rows."""

    def __init__(self, appearance: Appearance, task: AttentionTask, highest: int) -> None:
        """All lines leave room for the `highest` number, so that their sentences stand below each other."""
        super().__init__(appearance)
        self.task = task
        self._highest = highest
        self.setText(task.sentence)
        self.setAccessibleName(appearance.words.join([f"{task.count} {task.sentence}", task.remedy], "clause"))
        self.setAccessibleDescription(task.rule)
        if not task.goal:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.unsetCursor()

    def sizeHint(self) -> QSize:
        return QSize(scaled(240), scaled(_LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, scaled(_LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.fontMetrics().horizontalAdvance(self.task.sentence) > self._rooms()[1].width()
        self.setToolTip("\n".join(filter(None, [self.task.sentence if cut else "", self.task.rule])))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        opens = self.task.goal is not None
        if opens and self.underMouse():
            painter.fillRect(whole, tokens.colour("hover"))
        painter.fillRect(QRectF(0, whole.bottom() - 1, whole.width(), 1), tokens.colour("line"))
        number, sentence, remedy = self._rooms()
        write(painter, sentence, self.task.sentence, tokens.colour("ink"))
        painter.setFont(self._bold())
        write(painter, number, f"{self.task.count:,}", tokens.colour("accent" if opens else "soft"))
        painter.setFont(self._small())
        write(painter, remedy, self._remedy(), tokens.colour("soft"), Qt.AlignmentFlag.AlignRight)
        if self.hasFocus():
            draw_focus(painter, self.rect(), tokens, scaled(3), 2)

    def _rooms(self) -> tuple[QRectF, QRectF, QRectF]:
        """Where the number, the sentence and the remedy stand."""
        height = self.height()
        right = self.width() - scaled(_PAD)
        widest = max(scaled(_NUMBER), QFontMetrics(self._bold()).horizontalAdvance(f"{self._highest:,}") + 2)
        left = scaled(_PAD + 4) + widest
        needed = min(self.fontMetrics().horizontalAdvance(self._remedy()) + 2, (right - left) // 2)
        remedy = QRectF(right - needed, 0, needed, height)
        sentence = QRectF(left, 0, remedy.left() - left - scaled(12), height)
        return QRectF(scaled(_PAD), 0, widest, height), sentence, remedy

    def _remedy(self) -> str:
        return self.task.remedy + (_ARROW if self.task.goal else "")

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(scaled(12))
        return font
