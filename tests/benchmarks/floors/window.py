"""The least that a window with a table is: PySide6, a model over a list, and a view. Says so when it is painted."""

import sys
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

_Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractTableModel):
    """Rows of a list."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows[0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class Window(QMainWindow):
    """Says `painted` once it has been, and ends."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            print("painted", flush=True)
            QApplication.exit()
        return done


def show(rows: list[tuple[Any, ...]]) -> int:
    """Open the window, and return when it has been painted."""
    app = QApplication(sys.argv)
    window, table, model = Window(), QTableView(), Rows(rows)
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1440, 900)
    window.show()
    return app.exec()


if __name__ == "__main__":
    show([(str(number), "承诺事项", "中小企业局", "已完成", "达序时") for number in range(69)])
