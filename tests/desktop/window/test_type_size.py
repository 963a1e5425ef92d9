"""The type of the window in steps: by keys, from the settings, remembered, and all that is laid out follows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLayout, QStackedLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import TYPE_SIZES
from tracker.desktop.theme import scaled
from tracker.desktop.type_size import fitting_sizes
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.ledger.ledger_page import LedgerPage
from tracker.desktop.views.window.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.jobs import Jobs
    from tracker.desktop.settings import Settings
    from tracker.desktop.views.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def large_screen(appearance: Appearance) -> None:
    """The screen of tests has room for the usual size alone."""
    appearance.type_sizes = TYPE_SIZES


def lengths(root: QWidget) -> Iterator[tuple[str, object]]:
    """What code has set of sizes, spaces and margins, in the order in which widgets were made."""
    for widget in [root, *root.findChildren(QWidget)]:
        name = f"{type(widget).__name__} {widget.objectName()}"
        yield name, widget.minimumSize().toTuple()
        if isinstance(widget, QAbstractButton) and not widget.icon().isNull():
            yield name, widget.iconSize().toTuple()
        if (layout := widget.layout()) is not None and not isinstance(layout, QStackedLayout):
            yield from ((name, one) for one in spaces(layout))


def spaces(layout: QLayout) -> Iterator[tuple[int, ...]]:
    """The margins and the spacing of a layout, and of those in it."""
    around = layout.contentsMargins()
    yield (around.left(), around.top(), around.right(), around.bottom(), layout.spacing())
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (inner := item.layout()) is not None:
            yield from spaces(inner)


def test_keys_make_the_type_larger_smaller_and_usual(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    appearance = window._appearance
    table = window.page.table
    height, usual = table.rowHeight(0), table.font().pointSizeF()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        qtbot.keyClick(window, key, CTRL)
        hands.settle()
    assert appearance.type_size == 125
    assert table.font().pointSizeF() > usual
    assert table.rowHeight(0) == scaled(34) > height
    assert window.page.facets.font().pointSizeF() == table.font().pointSizeF()
    qtbot.keyClick(window, Qt.Key.Key_Minus, CTRL)
    hands.settle()
    assert appearance.type_size == 110
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    hands.settle()
    assert (appearance.type_size, table.rowHeight(0)) == (100, height)
    assert table.font().pointSizeF() == usual


def test_what_is_laid_out_follows_as_if_it_had_been_made_so(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings
) -> None:
    appearance = window._appearance
    page = _page(appearance, settings, window.jobs)
    before = list(lengths(page))
    qtbot.addWidget(page)
    for size in (110, 150, 125):
        appearance.set_type_size(size)
        hands.settle()
    fresh = _page(appearance, settings, window.jobs)
    qtbot.addWidget(fresh)
    assert list(lengths(page)) == list(lengths(fresh))
    for size in (110, 175, 90, 100):
        appearance.set_type_size(size)
        hands.settle()
    # Rounding on the way there and back leaves nothing behind.
    assert list(lengths(page)) == before


def test_the_size_is_kept_and_is_that_of_the_next_start(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings
) -> None:
    window._appearance.set_type_size(125)
    hands.settle()
    assert settings.type_size == "125"
    # As large as the screen has room for.
    again = Appearance(settings, "zh")
    assert again.type_size == min(125, again.type_sizes[-1])
    settings.type_size = "a lot"
    assert Appearance(settings, "zh").type_size == 100


def test_the_settings_offer_the_sizes(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    dialog = SettingsDialog(window._appearance, window._settings, window)
    dialog.complete("", None)
    box = dialog._type_size
    assert isinstance(box, QComboBox)
    assert [box.itemData(place) for place in range(box.count())] == list(window._appearance.type_sizes)
    box.setCurrentIndex(box.findData(110))
    dialog.apply()
    hands.settle()
    assert window._appearance.type_size == 110
    dialog.close()


def test_no_size_is_offered_at_which_the_window_would_not_fit() -> None:
    room = QGuiApplication.primaryScreen().availableSize()
    assert 100 in fitting_sizes(13)
    assert set(fitting_sizes(13)) <= set(TYPE_SIZES)
    assert fitting_sizes(13 * 50) == (90, 100)
    largest = fitting_sizes(13)[-1] / 100
    assert QSize(round(800 * largest), round(520 * largest)).boundedTo(room).width() >= 800 * min(1, largest)


def test_words_that_wrap_are_measured_again_when_they_or_their_type_change(qtbot: QtBot) -> None:
    shown = text("工信部将再支持一个城市")
    qtbot.addWidget(shown)
    before = shown.heightForWidth(200)
    shown.setText("工信部将再支持一个城市开展试点" * 9)
    longer = shown.heightForWidth(200)
    assert longer > 2 * before
    font = shown.font()
    font.setPixelSize(30)
    shown.setFont(font)
    larger = shown.heightForWidth(200)
    assert larger > 2 * longer
    shown.setStyleSheet("font-size: 12px")
    shown.ensurePolished()
    assert shown.heightForWidth(200) < larger


def _page(appearance: Appearance, settings: Settings, jobs: Jobs) -> LedgerPage:
    return LedgerPage(appearance, settings, jobs)
