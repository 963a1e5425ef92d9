"""The notes in the margins of a source: beside the lines that they belong to, and never one on another."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from tracker.desktop.views.briefing.briefing_setting import SourceLayout

if TYPE_CHECKING:
    from tracker.services.briefings.briefing_view import PassageMark

ICON = 17
"""Room for the sign of an assessment, in pixels of the design."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note beside the line in which `start`, an offset of the source, stands. Of a passage, or of words left out."""

    words: str
    start: int
    mark: "PassageMark | None" = None
    box: QRectF = field(default_factory=QRectF)

    def at(self, left: float, width: float) -> "Note":
        """The same note with its place across the page."""
        return replace(self, box=QRectF(left, self.box.top(), width, self.box.height()))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a note would stand, and the top and the bottom of its paragraph."""

    wish: float
    top: float
    bottom: float


def stacked_notes(notes: Sequence[Note], setting: SourceLayout, height: float) -> list[Note]:
    """The notes with their places down the page."""
    tops = stacked([_wanted(note, setting) for note in notes], height)
    return [replace(note, box=QRectF(0, top, 0, height)) for note, top in zip(notes, tops, strict=True)]


def stacked(wanted: Sequence[Wanted], height: float) -> list[float]:
    """The tops of notes, in order, none on another.

    Each moves down as far as the one before needs; where a paragraph's notes would then hang below it, they move up
    together as far as the paragraph and the notes before it leave room.
    """
    tops: list[float] = []
    for (top, bottom), notes in groupby(wanted, key=lambda note: (note.top, note.bottom)):
        floor = max(top, tops[-1] + height) if tops else top
        group: list[float] = []
        for note in notes:
            group.append(max(note.wish, group[-1] + height if group else floor))
        tops += _raised(group, max(bottom, floor + len(group) * height), height)
    return tops


def _raised(group: list[float], limit: float, height: float) -> list[float]:
    raised: list[float] = []
    for top in reversed(group):
        raised.append(min(top, limit - height))
        limit = raised[-1]
    return raised[::-1]


def _wanted(note: Note, setting: SourceLayout) -> Wanted:
    place = setting.place(note.start)
    line = next(iter(setting.pieces(place, place + 1)))
    paragraph = setting.paragraph_box(place)
    return Wanted(line.line_top, paragraph.top(), paragraph.bottom())
