"""Where the Tab key stops in what is laid out: in the order in which it is read, whatever was there before."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from tracker.desktop.views.common.widgets import clear_layout, column, row, stops_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    return made


def names(root: QWidget) -> list[str]:
    return [one.objectName() for one in stops_in(root)]


def test_layouts_within_layouts_are_read_from_top_to_bottom(qtbot: "QtBot") -> None:
    root = QWidget()
    qtbot.addWidget(root)
    last, first = line("last"), line("first")
    box = QComboBox()
    box.setObjectName("box")
    box.setEditable(True)
    grid = QGridLayout()
    grid.addWidget(line("cell"), 0, 1)
    lines = column(first, row(line("left"), column(line("upper"), line("lower")), None, line("right")), grid, box, last)
    root.setLayout(lines)
    assert names(root) == ["first", "left", "upper", "lower", "right", "cell", "box", "last"]


def test_what_comes_in_later_has_its_place_and_what_is_let_go_of_has_none(qtbot: "QtBot") -> None:
    root = QWidget()
    qtbot.addWidget(root)
    lines = column(line("first"), line("last"))
    root.setLayout(lines)
    part = column()
    lines.insertLayout(1, part)
    for number in range(3):
        part.addLayout(row(line(f"left {number}"), line(f"right {number}")))
    between = [f"{side} {number}" for number in range(3) for side in ("left", "right")]
    assert names(root) == ["first", *between, "last"]
    clear_layout(part)
    part.addWidget(line("new"))
    assert part.count() == 1
    assert names(root) == ["first", "new", "last"]
