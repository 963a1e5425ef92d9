"""The backups of a ledger as a list: newest first, two lines each."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import PADDING, draw_ground, write
from tracker.desktop.theme import scaled
from tracker.domain.safety.backups import Backup
from tracker.domain.text.dates import stamp

BACKUP_ROLE = int(Qt.ItemDataRole.UserRole)
_HEIGHT = 46
_MEGA = 1_000_000
_Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()


class BackupsModel(QAbstractListModel):
    """Holds what was read; `BACKUP_ROLE` gives the backup of a row."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._backups: Sequence[Backup] = ()

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show these."""
        self.beginResetModel()
        self._backups = tuple(backups)
        self.endResetModel()

    def rowCount(self, parent: _Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self._backups)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        backup = self._backups[index.row()]
        if role == BACKUP_ROLE:
            return backup
        if role == Qt.ItemDataRole.DisplayRole:
            return stamp(backup.made_at)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(backup.path)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return " · ".join((_size(backup), self.holds(backup)))
        return None

    def holds(self, backup: Backup) -> str:
        """Why it was made, and how much is in it."""
        words = self._appearance.words
        standing = backup.standing
        held = words.phrase("unreadable") if standing is None else words.phrase("backup_holds", events=standing.events)
        return f"{words.term(backup.reason)} · {held}"


class BackupDelegate(QStyledItemDelegate):
    """Draws when a backup was made and how large it is, and below that why, and how much is in it."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView, model: BackupsModel) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), scaled(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        backup: Backup = index.data(BACKUP_ROLE)
        tokens = self._appearance.tokens
        painter.save()
        painter.setFont(option.font)
        draw_ground(painter, option, index, tokens)
        room = option.rect.adjusted(scaled(PADDING), scaled(5), -scaled(PADDING), -scaled(5))
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        write(painter, upper, _size(backup), tokens.colour("soft"), Qt.AlignmentFlag.AlignRight)
        write(painter, upper, stamp(backup.made_at), tokens.colour("ink"))
        small = QFont(option.font)
        small.setPixelSize(scaled(12))
        painter.setFont(small)
        write(painter, upper.translated(0, room.height() // 2), self._model.holds(backup), tokens.colour("soft"))
        painter.restore()


def _size(backup: Backup) -> str:
    return f"{backup.size / _MEGA:.1f} MB"
