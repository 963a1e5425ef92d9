"""The typefaces of charts: the program's own, under names that no font of the machine has."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontEntry, fontManager, get_font

from tracker.locations import resources_dir

FAMILIES = ("Ledger Sans", "Ledger Signs")
_GETA = "〓"


def _entries() -> Iterator[FontEntry]:
    own = resources_dir() / "fonts"
    theirs = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for weight, name, signs in ((400, "Regular", "DejaVuSans"), (700, "Bold", "DejaVuSans-Bold")):
        yield FontEntry(str(own / f"NotoSansSC-{name}.ttf"), name=FAMILIES[0], weight=weight)
        yield FontEntry(str(theirs / f"{signs}.ttf"), name=FAMILIES[1], weight=weight)


@cache
def add_fonts() -> None:
    """Make the typefaces known to matplotlib."""
    fontManager.ttflist.extend(_entries())


@cache
def _drawn() -> frozenset[int]:
    return frozenset().union(*(get_font(entry.fname).get_charmap() for entry in _entries()))


def drawable(text: str) -> str:
    """The text with 〓 for what no font has, as compositors do."""
    return "".join(character if ord(character) in _drawn() else _GETA for character in text)
