"""Colours and lengths. Colours are tokens of `resources/themes/tokens.toml`; lengths follow the size of the type."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QPalette

from tracker.domain.terms import Assessment, Light
from tracker.locations import resources_dir

_TITLE_BAR = 40
_EDGE = 8
"""Pixels that a window manager draws above a window, and at each of its other sides, at most."""
DESIGN_TYPE = 13
"""Pixels of the interface type that every length of the design was drawn against."""
_LENGTH = re.compile(r"(\d+)u\b")
_TOKEN = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class ChipColours:
    """The two colours of a chip: its text, and the ground behind it."""

    text: QColor
    ground: QColor


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme."""

    name: str
    colours: Mapping[str, str]
    assessments: Mapping[Assessment, ChipColours]
    lights: Mapping[Light, QColor]

    def colour(self, token: str) -> QColor:
        """The colour of a token such as `ink`."""
        # A copy: colours can be changed.
        return QColor(_parsed(self.colours[token]))


@cache
def load_tokens(name: str) -> Tokens:
    """Read the theme `light` or `dark`."""
    table: dict[str, Any] = tomllib.loads(_file("tokens.toml").read_text(encoding="utf-8"))[name]
    return Tokens(
        name=name,
        colours={key: value for key, value in table.items() if isinstance(value, str)},
        assessments={
            member: ChipColours(QColor(pair["text"]), QColor(pair["ground"]))
            for member in Assessment
            for pair in (table["assessment"][member.value],)
        },
        lights={member: QColor(table["light"][member.value]) for member in Light},
    )


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21, by WCAG 2."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def scaled(length: float) -> int:
    """A length of the design in device-independent pixels, grown with the type that the user has set."""
    return max(1, round(length * _type_pixels() / DESIGN_TYPE))


def unscaled(length: float) -> float:
    """The length of the design that so many device-independent pixels are."""
    return length * DESIGN_TYPE / _type_pixels()


def on_screen(width: float, height: float) -> QSize:
    """Return a size of the design, or less where the screen with a frame around the window has no room for it."""
    room = QGuiApplication.primaryScreen().availableSize()
    # The frame has no size before the window is shown; these are what title bars and edges take at most.
    most = QSize(room.width() - 2 * _EDGE, room.height() - _TITLE_BAR - _EDGE)
    return QSize(scaled(width), scaled(height)).boundedTo(most)


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of a theme: `$token` means a colour, `8u` for eight pixels of the design."""
    template = _file("window.qss").read_text(encoding="utf-8")
    sheet = _LENGTH.sub(lambda match: f"{scaled(int(match[1]))}px", template)
    sheet = sheet.replace("$icons", (resources_dir() / "icons").as_posix())
    return _TOKEN.sub(lambda match: tokens.colours[match[1]], sheet)


def palette(tokens: Tokens) -> QPalette:
    """The palette for whatever Qt draws without the style sheet."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: "paper",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "card",
        QPalette.ColorRole.AlternateBase: "panel",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.BrightText: "on_accent",
        QPalette.ColorRole.ToolTipBase: "card",
        QPalette.ColorRole.ToolTipText: "ink",
        QPalette.ColorRole.PlaceholderText: "soft",
        QPalette.ColorRole.Highlight: "quote_mark",
        QPalette.ColorRole.HighlightedText: "ink",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.Light: "line",
        QPalette.ColorRole.Midlight: "line",
        QPalette.ColorRole.Mid: "edge",
        QPalette.ColorRole.Dark: "edge",
        QPalette.ColorRole.Shadow: "edge",
    }
    for role, token in roles.items():
        made.setColor(role, tokens.colour(token))
    # Or Qt would derive a grey of its own, which is hard to read on the dark ground.
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, tokens.colour("faint"))
    return made


def system_theme() -> str:
    """The theme that the desktop asks for."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


@cache
def _parsed(colour: str) -> QColor:
    return QColor(colour)


@cache
def _type_pixels() -> int:
    """The size of the interface type; a window asks for it some 1,900 times while it is built."""
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        # Qt would look the font up among all fonts each time. It says when the user, or Appearance, sets another one.
        app.fontChanged.connect(lambda _: _type_pixels.cache_clear(), Qt.ConnectionType.SingleShotConnection)
    return QFontInfo(QGuiApplication.font()).pixelSize()


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _file(name: str) -> Path:
    return resources_dir() / "themes" / name
