"""A window of another program, from which files are dragged with a real pointer.

python tests/drive/drag_source.py X Y FILE …: a small square there, before all other windows, with nothing around it.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    """Gives the files to whoever takes them."""

    def __init__(self, files: list[Path]) -> None:
        super().__init__("⇱")
        self._files = files
        # Bypassing the window manager: the program's window must not lose the keyboard to this one.
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.BypassWindowManagerHint)
        self.setFixedSize(24, 24)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drag = QDrag(self)
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(file)) for file in self._files])
        drag.setMimeData(dragged)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    app = QApplication([])
    source = DragSource([Path(name) for name in sys.argv[3:]])
    source.move(int(sys.argv[1]), int(sys.argv[2]))
    source.show()
    sys.exit(app.exec())
