"""Sizes of type that the window can be shown in, and what is laid out already made to follow them.

Lengths are worked out from the type where a widget is made (`scaled`). When the type grows, these have to grow with it:
to make the window again would lose what is being typed in it.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QSplitter, QStackedLayout, QWidget

from tracker.desktop.settings import TYPE_SIZES, USUAL_TYPE_SIZE
from tracker.desktop.shell import SMALLEST
from tracker.desktop.theme import DESIGN_TYPE, on_screen

_UNLIMITED = 16_777_215
"""The greatest size of a widget, by which Qt means none."""
_KEPT = "typeSizeLengths"


def fitting_sizes(usual_pixels: int) -> tuple[int, ...]:
    """Return the sizes at which the smallest window has room on the screen, the usual one in any case."""
    room = QGuiApplication.primaryScreen().availableSize()
    share = usual_pixels / DESIGN_TYPE / 100

    def fits(size: int) -> bool:
        return SMALLEST[0] * size * share <= room.width() and SMALLEST[1] * size * share <= room.height()

    return tuple(size for size in TYPE_SIZES if size <= USUAL_TYPE_SIZE or fits(size))


def follow_type(ratio: float) -> None:
    """Let everything that is laid out grow or shrink by this ratio."""
    for widget in QApplication.allWidgets():
        _resize(widget, ratio)
        if isinstance(widget, QSplitter):
            _share(widget, ratio)
        layout = widget.layout()
        for one in _layouts(layout) if layout is not None else ():
            _respace(one, ratio)


def _resize(widget: QWidget, ratio: float) -> None:
    least = widget.minimumSize()
    most = widget.maximumSize()
    icon = widget.iconSize() if isinstance(widget, QAbstractButton) and not widget.icon().isNull() else QSize()
    now = (least.width(), least.height(), most.width(), most.height(), icon.width(), icon.height())
    lengths = _followed(widget, now, ratio)
    if lengths == now:
        return
    # First what may be, then what must be: the one would bound the other.
    widget.setMaximumSize(lengths[2], lengths[3])
    smallest = QSize(lengths[0], lengths[1])
    widget.setMinimumSize(smallest.boundedTo(on_screen(_UNLIMITED, _UNLIMITED)) if widget.isWindow() else smallest)
    if isinstance(widget, QAbstractButton) and icon.isValid():
        widget.setIconSize(QSize(lengths[4], lengths[5]))


def _share(panes: QSplitter, ratio: float) -> None:
    """What is beside the middle grows; the middle has what is left."""
    sizes = panes.sizes()
    if panes.count() != 3 or not sum(sizes):
        return
    left, right = (round(side * ratio) for side in (sizes[0], sizes[2]))
    panes.setSizes([left, max(1, sum(sizes) - left - right), right])


def _respace(layout: QLayout, ratio: float) -> None:
    around = layout.contentsMargins()
    now = (around.left(), around.top(), around.right(), around.bottom(), layout.spacing())
    lengths = _followed(layout, now, ratio)
    if lengths != now:
        layout.setContentsMargins(*lengths[:4])
        layout.setSpacing(lengths[4])


def _followed(thing: QObject, now: Sequence[int], ratio: float) -> tuple[int, ...]:
    """The lengths after a change of type. What they are exactly is kept, or they would stray with each rounding."""
    kept = thing.property(_KEPT)
    exact, given = kept if isinstance(kept, tuple) and len(kept[1]) == len(now) else (now, now)
    # What has been set to something else since then counts as it is.
    before = [
        known if length == as_given else length for known, as_given, length in zip(exact, given, now, strict=True)
    ]
    after = [length * ratio if 1 < length < _UNLIMITED else length for length in before]
    rounded = tuple(round(length) for length in after)
    thing.setProperty(_KEPT, (tuple(after), rounded))
    return rounded


def _layouts(layout: QLayout) -> Iterator[QLayout]:
    # What shows one thing at a time has margins that count for nothing.
    if not isinstance(layout, QStackedLayout):
        yield layout
    for inner in layout.children():
        # Not by the items of the layout: see `layouts_in` of the views.
        if isinstance(inner, QLayout):
            yield from _layouts(inner)
