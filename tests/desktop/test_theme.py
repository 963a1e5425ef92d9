"""Colours and lengths: what must be read can be read, in both themes."""

import re

import pytest
from PySide6.QtWidgets import QApplication

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.theme import Tokens, contrast, load_tokens, style_sheet
from tracker.desktop.views.main_window import MainWindow

READABLE = 4.5
GROUNDS = ("paper", "panel", "card", "selection", "hover")


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


def test_the_theme_is_switched_live_and_remembered(window: MainWindow, appearance: Appearance) -> None:
    light = window.grab().toImage().pixelColor(700, 700)
    appearance.set_theme("dark")
    dark = window.grab().toImage().pixelColor(700, 700)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    assert Appearance(appearance.settings, "zh").theme == "dark"
    appearance.set_theme("light")


def _row_height(sheet: str) -> int:
    match = re.search(r"QPushButton \{[^}]*min-height: (\d+)px", sheet)
    assert match is not None
    return int(match[1])
