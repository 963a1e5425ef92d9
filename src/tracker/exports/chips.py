"""How a term looks in print: its sign, its colours, and the hatching of its bars, so that it reads without colour."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.exports.report_text import Term
from tracker.locations import resources_dir

_SOLID = "solid"
_SIGNS = {
    "assessment.not_rated": ("○", ""),
    "assessment.no_evidence": ("∅", "dots"),
    "assessment.in_progress": ("◐", "rising"),
    "assessment.partly_met": ("◑", "crossed"),
    "assessment.met": ("●", _SOLID),
    "assessment.not_met": ("✕", "falling"),
    "assessment.dropped": ("⊘", "level"),
    "assessment.not_verifiable": ("?", "upright"),
    "light.ahead": ("▲", ""),
    "light.on_schedule": ("■", ""),
    "light.behind": ("▽", ""),
    "light.far_behind": ("▼", ""),
    "light.overdue": ("◆", ""),
    "light.awaiting": ("◇", ""),
    "light.review": ("◎", ""),
    "light.unmeasured": ("□", ""),
    "light.not_applicable": ("–", ""),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """`text` and `ground` are colours (#RRGGBB); a light has no ground. `hatch` is a filling of `charts.typ`, and `bar`
    the colour below it: what is met is dark all over, so that in black and white, too, it stands out."""

    sign: str
    text: str
    ground: str | None
    hatch: str
    bar: str

    @property
    def typeset_sign(self) -> str:
        """Return the sign, or its like where the program's own fonts lack it."""
        return "×" if self.sign == "✕" else self.sign


def chip(term: Term) -> Chip | None:
    """Return the look of an assessment or a light; other terms are words alone."""
    return _chips().get(f"{term.vocabulary}.{term.code}")


@cache
def _chips() -> Mapping[str, Chip]:
    """From the light theme: paper is light."""
    path = resources_dir() / "themes" / "tokens.toml"
    theme = tomllib.loads(path.read_text(encoding="utf-8"))["light"]
    # The colours are the window's own, so that a term looks alike wherever it is read.
    return {key: _chip(theme, key, sign, hatch) for key, (sign, hatch) in _SIGNS.items()}


def _chip(theme: Mapping[str, Any], key: str, sign: str, hatch: str) -> Chip:
    vocabulary, code = key.split(".")
    colours = theme[vocabulary][code]
    if isinstance(colours, str):
        return Chip(sign, colours, None, hatch, colours)
    text = colours["text"]
    ground = colours["ground"]
    return Chip(sign, text, ground, "", text) if hatch == _SOLID else Chip(sign, text, ground, hatch, ground)
