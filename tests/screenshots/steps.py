"""What every act before a picture is made of."""

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from tracker.desktop.views.window.main_window import MainWindow

PILOT_CITIES = "MIIT-2025-044"
Act = Callable[[MainWindow], None]


def wait(window: MainWindow) -> None:
    """Until everything that was asked has been answered and painted."""
    QTest.qWait(50)
    while not window.is_ready:
        QTest.qWait(10)
    QTest.qWait(150)


def do(name: str) -> Act:
    """What an action of the window brings up."""
    return lambda window: window.actions_by_name[name].trigger()


def press(inside: QWidget | None, name: str) -> None:
    """Press the button of this name."""
    found = inside.findChild(QAbstractButton, name) if inside is not None else None
    if found is not None:
        found.click()


def several(name: str) -> Act:
    """What an action of the window brings up about all commitments at once."""

    def act(window: MainWindow) -> None:
        window.page.table.selectAll()
        window.actions_by_name[name].trigger()

    return act
