"""Starts the program as a user does, says when its window, and then its first rows, have been painted, and ends.

python tests/benchmarks/started.py LEDGER SETTINGS
"""

import os
import sys

from PySide6.QtCore import QEvent, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from tracker.desktop.application import run
from tracker.desktop.models.delegates import LedgerDelegate
from tracker.desktop.models.ledger_model import ROW_ROLE
from tracker.desktop.views.main_window import MainWindow

_painted: set[str] = set()
_paint, _event = LedgerDelegate.paint, MainWindow.event


def paint(self: LedgerDelegate, painter: QPainter, option: QStyleOptionViewItem, index: QPersistentModelIndex) -> None:
    """Notice the first row that is drawn."""
    _paint(self, painter, option, index)
    if index.data(ROW_ROLE) is not None:
        _painted.add("rows")


def event(self: MainWindow, event: QEvent) -> bool:
    """Say what has been painted when the window has been updated."""
    done = _event(self, event)
    if event.type() == QEvent.Type.UpdateRequest:
        if "window" not in _painted:
            _painted.add("window")
            print("painted", flush=True)
        if "rows" in _painted:
            print("rows", flush=True)
            os._exit(0)
    return done


if __name__ == "__main__":
    LedgerDelegate.paint, MainWindow.event = paint, event  # pyright: ignore[reportAttributeAccessIssue]
    sys.exit(run(sys.argv[1], ["--settings", sys.argv[2], "--lang", "zh"]))
