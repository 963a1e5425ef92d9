"""Where the Tab key stops, and in which order."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLayout, QWidget


class TabOrder:
    """The way of the Tab key through things that stay. Qt hears of it only where the way has changed."""

    def __init__(self) -> None:
        self._stops: Sequence[QWidget] = ()

    def lead(self, stops: Sequence[QWidget]) -> None:
        """Lead from each of these to the next."""
        if stops != self._stops:
            self._stops = stops
            lead(stops)


def lead(stops: Sequence[QWidget]) -> None:
    """Let the Tab key lead from each of these to the next."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def stops_in(root: QWidget) -> list[QWidget]:
    """Where the Tab key stops inside a widget, in the order in which its layouts are read."""
    layout = root.layout()
    if layout is None:  # places its things itself, or holds none
        inner = [child for child in root.children() if isinstance(child, QWidget) and not child.isWindow()]
    else:
        inner = list(_laid_out(layout))
    own = [root] if root.focusPolicy() & Qt.FocusPolicy.TabFocus else []
    return own if isinstance(root, QComboBox) else own + [stop for child in inner for stop in stops_in(child)]


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, within = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif within is not None:
            yield from _laid_out(within)
