"""What colours tell apart, as people see it who miss one of the three cones (Machado, Oliveira, Fernandes 2009)."""

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tracker.desktop.models.marks import draw_assessment, draw_light
from tracker.desktop.theme import load_tokens
from tracker.domain.terms import Assessment, Light
from tracker.wording import load_words

Matrix = tuple[tuple[float, float, float], ...]
Colour = tuple[float, float, float]

# Severity 1.0, for linear RGB.
SIGHT: dict[str, Matrix] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TELLABLE = 0.05
"""Distance in OKLab; 0.02 is about what one just notices side by side."""
EYES = pytest.mark.parametrize("eyes", SIGHT)
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def seen(colour: QColor, eyes: str) -> Colour:
    """A colour in OKLab, as these eyes see it."""
    rgb = [_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())]
    red, green, blue = (
        min(1.0, max(0.0, sum(factor * part for factor, part in zip(row, rgb, strict=True)))) for row in SIGHT[eyes]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(first: QColor, second: QColor, eyes: str) -> float:
    """How far apart two colours are to these eyes."""
    pairs = zip(seen(first, eyes), seen(second, eyes), strict=True)
    return sum((one - other) ** 2 for one, other in pairs) ** 0.5


VERDICTS = (Assessment.IN_PROGRESS, Assessment.PARTLY_MET, Assessment.MET, Assessment.NOT_MET)
"""Where taking one for another would matter most."""
GREEN, AMBER, RED = Light.ON_SCHEDULE, Light.BEHIND, Light.OVERDUE


def drawn(sign: Callable[..., None], member: Assessment | Light) -> QImage:
    """The sign of an assessment or a light as large as in a chip, in black on white."""
    image = QImage(12, 12, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    sign(painter, QRectF(1, 1, 10, 10), member, QColor("black"))
    painter.end()
    return image


def unlike(first: QImage, second: QImage) -> int:
    """How many points of two pictures differ clearly."""
    points = [(x, y) for x in range(12) for y in range(12)]
    return sum(abs(first.pixelColor(x, y).value() - second.pixelColor(x, y).value()) > 80 for x, y in points)


@EYES
@THEMES
def test_the_colours_of_verdicts_differ_to_every_eye(theme: str, eyes: str) -> None:
    chips = load_tokens(theme).assessments
    for one, other in combinations(VERDICTS, 2):
        assert distance(chips[one].text, chips[other].text, eyes) >= TELLABLE, (one, other)


@EYES
@THEMES
def test_green_amber_and_red_lights_differ_to_every_eye(theme: str, eyes: str) -> None:
    lights = load_tokens(theme).lights
    for one, other in combinations((GREEN, AMBER, RED), 2):
        assert distance(lights[one], lights[other], eyes) >= TELLABLE, (one, other)


@EYES
@THEMES
def test_what_is_filled_of_a_bar_differs_from_what_is_not(theme: str, eyes: str) -> None:
    tokens = load_tokens(theme)
    for filled in (tokens.colour("soft"), tokens.assessments[Assessment.MET].text):
        assert distance(filled, tokens.colour("track"), eyes) >= 2 * TELLABLE


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_assessment_and_every_light_has_a_sign_and_a_word_of_its_own(qapp: QApplication, language: str) -> None:
    words = load_words(language)
    for vocabulary, sign in ((Assessment, draw_assessment), (Light, draw_light)):
        assert len({words.term(member) for member in vocabulary}) == len(vocabulary)
        for one, other in combinations(vocabulary, 2):
            assert unlike(drawn(sign, one), drawn(sign, other)) >= 6, (one, other)


def test_the_simulation_leaves_grey_grey_and_takes_red_from_green() -> None:
    for eyes in SIGHT:
        assert distance(QColor("#808080"), QColor("#808080"), eyes) == 0
        _, green_red, blue_yellow = seen(QColor("#808080"), eyes)
        assert abs(green_red) < 0.01 > abs(blue_yellow)
    red, green = QColor("#A06000"), QColor("#608000")
    assert distance(red, green, "deuteranopia") < distance(red, green, "all cones") / 2
