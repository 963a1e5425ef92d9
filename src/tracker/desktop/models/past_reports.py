"""The reports that were written, as a list: newest first, two lines each."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import PADDING, draw_ground, write
from tracker.desktop.theme import scaled
from tracker.domain.reports.past_report import PastReport
from tracker.domain.text.dates import stamp

REPORT_ROLE = int(Qt.ItemDataRole.UserRole)
_HEIGHT = 50
_Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()


class PastReportsModel(QAbstractListModel):
    """Holds what was read; `REPORT_ROLE` gives the report of a row."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._reports: Sequence[PastReport] = ()

    @property
    def reports(self) -> Sequence[PastReport]:
        """All of them, newest first."""
        return self._reports

    def show_reports(self, reports: Sequence[PastReport]) -> None:
        """Show these."""
        self.beginResetModel()
        self._reports = tuple(reports)
        self.endResetModel()

    def rowCount(self, parent: _Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self._reports)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        report = self._reports[index.row()]
        if role == REPORT_ROLE:
            return report
        if role == Qt.ItemDataRole.DisplayRole:
            return report.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return "\n".join((report.title, self._appearance.words.as_of(report.as_of), _made(report), report.file))
        return None


class PastReportDelegate(QStyledItemDelegate):
    """Draws title and format, and below them the day that the report is of, when it was made and by whom."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), scaled(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        report: PastReport = index.data(REPORT_ROLE)
        tokens = self._appearance.tokens
        words = self._appearance.words
        painter.save()
        painter.setFont(option.font)
        draw_ground(painter, option, index, tokens)
        room = option.rect.adjusted(scaled(2 * PADDING), scaled(6), -scaled(PADDING), -scaled(6))
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        lower = upper.translated(0, room.height() // 2)
        kind = report.form.format.upper()
        write(painter, upper, kind, tokens.colour("soft"), Qt.AlignmentFlag.AlignRight)
        width = painter.fontMetrics().horizontalAdvance(kind) + scaled(8)
        write(painter, upper.adjusted(0, 0, -width, 0), report.title, tokens.colour("ink"))
        small = QFont(option.font)
        small.setPixelSize(scaled(12))
        painter.setFont(small)
        write(painter, lower, f"{words.as_of(report.as_of)} · {_made(report)}", tokens.colour("soft"))
        painter.restore()


def _made(report: PastReport) -> str:
    return f"{stamp(report.made_at)} {report.author}"
