"""Colours and lengths: what must be read can be read, in both themes."""

import re

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QPushButton
from tests.desktop.conftest import Hands

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.theme import Tokens, contrast, load_tokens, style_sheet
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.pages import PAGES

READABLE = 4.5
GROUNDS = ("paper", "panel", "card", "selection", "hover")


class Counted(QObject):
    """Counts how often Qt dresses a widget."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.dressed = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.dressed += event.type() == QEvent.Type.StyleChange
        return super().eventFilter(watched, event)


@pytest.fixture(params=["light", "dark"])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return load_tokens(request.param)


@pytest.mark.parametrize("text", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(tokens.colour(text), tokens.colour(ground)) >= READABLE


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "quote_mark"),
        ("on_primary", "primary"),
        ("on_accent", "accent"),
        ("wrong", "paper"),
        ("wrong", "card"),
        ("warn", "card"),
    ],
)
def test_words_on_coloured_grounds_can_be_read(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(tokens.colour(text), tokens.colour(ground)) >= READABLE


def test_chips_and_lights_can_be_read(tokens: Tokens) -> None:
    for chip in tokens.assessments.values():
        assert contrast(chip.text, chip.ground) >= READABLE
    for light in tokens.lights.values():
        assert all(contrast(light, tokens.colour(ground)) >= READABLE for ground in ("paper", "selection"))


def test_assessments_are_told_apart_by_colour_too(tokens: Tokens) -> None:
    colours = {(chip.text.name(), chip.ground.name()) for chip in tokens.assessments.values()}
    assert len(colours) == len(tokens.assessments)


def test_the_style_sheet_has_a_colour_for_every_token(qapp: QApplication, tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "$" not in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert not re.search(r"\d+u\b", sheet.partition("*/")[2])


def test_lengths_grow_with_the_type(qapp: QApplication, settings: Settings) -> None:
    appearance = Appearance(settings, "zh")
    usual = _row_height(style_sheet(appearance.tokens))
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(larger)
    assert _row_height(style_sheet(appearance.tokens)) == pytest.approx(2 * usual, abs=2)
    qapp.setFont(font)


def test_the_theme_is_switched_live_and_remembered(window: MainWindow, appearance: Appearance, hands: Hands) -> None:
    light = window.grab().toImage().pixelColor(700, 700)
    appearance.set_theme("dark")
    hands.settle()
    dark = window.grab().toImage().pixelColor(700, 700)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    assert Appearance(appearance.settings, "zh").theme == "dark"
    appearance.set_theme("light")


def test_hidden_pages_follow_the_theme(window: MainWindow, appearance: Appearance, hands: Hands) -> None:
    made = [window.pages[name] for name in PAGES]
    appearance.set_theme("dark")
    hands.settle()
    for name, page in zip(PAGES, made, strict=True):
        window.show_page(name)
        hands.settle()
        plain = (one for one in page.findChildren(QPushButton) if one.isVisible() and not one.property("kind"))
        for part, place in ((page, QPoint(1, 1)), *((one, QPoint(6, one.height() // 2)) for one in plain)):
            assert part.grab().toImage().pixelColor(place).lightness() < 90, name


def test_a_change_of_theme_dresses_every_widget_only_a_few_times(
    qapp: QApplication, window: MainWindow, appearance: Appearance, hands: Hands
) -> None:
    count = Counted(qapp)
    appearance.set_theme("dark")
    hands.settle()
    qapp.removeEventFilter(count)
    assert 0 < count.dressed <= 3 * len(qapp.allWidgets())


def test_changes_that_follow_at_once_all_come_through(
    qapp: QApplication, window: MainWindow, appearance: Appearance, hands: Hands
) -> None:
    appearance.set_theme("dark")
    appearance.set_language("en")
    appearance.set_theme("light")
    appearance.set_theme("dark")
    assert not window.updatesEnabled()
    hands.settle()
    assert qapp.styleSheet() == style_sheet(load_tokens("dark"))
    assert window.windowTitle() == "Commitment ledger"
    assert window.updatesEnabled()


def test_the_detail_stays_where_it_was_scrolled_to(window: MainWindow, appearance: Appearance, hands: Hands) -> None:
    bar = window.page.detail.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    hands.settle()
    place = bar.value()
    appearance.set_theme("dark")
    hands.settle()
    assert place > 0
    assert bar.value() == place


def test_a_piece_of_evidence_is_found_while_the_theme_changes(
    window: MainWindow, appearance: Appearance, hands: Hands
) -> None:
    appearance.set_theme("dark")
    window.page.detail.show_evidence(1)
    hands.settle()
    assert window.page.detail.is_whole


def _row_height(sheet: str) -> int:
    match = re.search(r"QPushButton \{[^}]*min-height: (\d+)px", sheet)
    assert match is not None
    return int(match[1])
