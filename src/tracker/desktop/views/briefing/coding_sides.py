"""One difference between two codings: the words as each coder took them, and what each says of the commitment."""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import ElidedLabel, column, label, row, text
from tracker.desktop.views.judging.case_view import Pane
from tracker.domain.briefings.agreement import UnitField
from tracker.domain.briefings.coding_differences import CodingDifference
from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment
from tracker.domain.rows import Name
from tracker.wording.compared_codings import coded_value

_ENDS = "。！？；!?;\n"
_AROUND = 120
"""Characters on either side of the words, at most, that are shown up to the end of their sentence."""
_LEADING = 1.6
"""Distance of the lines, in sizes of the type."""


def shown_stretch(text: str, difference: CodingDifference) -> tuple[int, int]:
    """Return where the words begin and end that show a difference: the sentences of what either coder took in its
    paragraph."""
    top = text.rfind("\n", 0, difference.start) + 1
    bottom = text.find("\n", difference.end)
    bottom = len(text) if bottom < 0 else bottom
    units = [unit for unit in (difference.first, difference.second) if unit is not None]
    taken = [(one.start, one.end) for unit in units for one in unit.promises if top <= one.start and one.end <= bottom]
    start = min([difference.start, *(start for start, _ in taken)])
    end = max([difference.end, *(end for _, end in taken)])
    return _sentence_start(text, start), _sentence_end(text, end)


def _sentence_start(text: str, place: int) -> int:
    for before in range(place, max(0, place - _AROUND), -1):
        if text[before - 1] in _ENDS:
            return before
    return max(0, place - _AROUND)


def _sentence_end(text: str, place: int) -> int:
    for after in range(place, min(len(text), place + _AROUND)):
        if text[after] in _ENDS:
            return after + 1
    return min(len(text), place + _AROUND)


def taken_places(unit: CodedCommitment | None) -> frozenset[int]:
    """Return the offsets of the words that a coder took for a commitment."""
    promises = unit.promises if unit is not None else ()
    return frozenset(offset for one in promises for offset in range(one.start, one.end))


def takes_words(difference: CodingDifference, unit: CodedCommitment | None) -> bool:
    """Return whether a coder takes any of the words that a difference is about for a commitment."""
    return not taken_places(unit).isdisjoint(range(difference.start, difference.end))


class CodingSide(Pane):
    """What one coder made of the words."""

    def __init__(self, appearance: Appearance, briefing: CodedBriefing, departments: Mapping[str, Name]) -> None:
        """`departments` are names by their keys."""
        super().__init__("")
        self._appearance = appearance
        self._briefing = briefing
        self._departments = departments

    def show_unit(
        self, difference: CodingDifference, unit: CodedCommitment | None, other: CodedCommitment | None
    ) -> None:
        """Show a difference as this coder has it, whose commitment is `unit`; the `other` coder's is beside it."""
        lines = column(spacing=10, margins=(16, 12, 16, 12))
        lines.addWidget(self._quote(difference, unit, other))
        if not takes_words(difference, unit):
            lines.addWidget(text(self.tr("No commitment here."), "strong"))
            reasons = self._omissions(difference)
            if reasons:
                lines.addWidget(text(self.tr("Left out as: {reason}").format(reason=reasons), "small"))
        if unit is not None:
            lines.addLayout(self._fields(difference, unit))
        lines.addStretch()
        self.show_lines(lines)

    def _quote(
        self, difference: CodingDifference, unit: CodedCommitment | None, other: CodedCommitment | None
    ) -> QWidget:
        words = text("", "quote", rich=True)
        words.setFont(self._appearance.quote_font)
        words.setAccessibleName(self.tr("Words of the source"))
        start, end = shown_stretch(self._briefing.text, difference)
        words.setText(self._marked(start, end, taken_places(unit), taken_places(other)))
        block = QFrame()
        block.setObjectName("quoteBlock" if takes_words(difference, unit) else "evidenceQuote")
        block.setLayout(column(words, margins=(10, 0, 0, 0)))
        return block

    def _marked(self, start: int, end: int, taken: frozenset[int], others: frozenset[int]) -> str:
        """The words with a ground under what this coder took, and a line under what of it the other did not take."""
        colours = self._appearance.tokens.colours
        ground = f"background-color:{colours['quote_mark']};color:{colours['ink']}"
        alone = f"{ground};text-decoration:underline"
        pieces: list[str] = []
        for (is_taken, is_shared), places in groupby(
            range(start, end), key=lambda offset: (offset in taken, offset in others or not others)
        ):
            said = escape("".join(self._briefing.text[offset] for offset in places)).replace("\n", "<br>")
            style = (ground if is_shared else alone) if is_taken else ""
            pieces.append(f'<span style="{style}">{said}</span>' if style else said)
        font = self._appearance.quote_font
        leading = round(100 * _LEADING * QFontInfo(font).pixelSize() / QFontMetrics(font).lineSpacing())
        return f'<p style="line-height:{leading}%;color:{colours["soft"]}">{"".join(pieces)}</p>'

    def _fields(self, difference: CodingDifference, unit: CodedCommitment) -> QLayout:
        words = self._appearance.words
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setVerticalSpacing(scaled(4))
        grid.setColumnStretch(1, 1)
        for line, (field, value) in enumerate(self._values(unit, difference.field)):
            name = label(words.term(field), "fieldName")
            shown = self._value(value or "–", differs=difference.field is field)
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, line, 1, Qt.AlignmentFlag.AlignTop)
        return column(text(f"{unit.code}  {self._title(unit)}", "small"), grid, spacing=6)

    def _value(self, value: str, *, differs: bool) -> QLabel:
        if not differs:
            return text(value, "small")
        colours = self._appearance.tokens.colours
        # As wide as its words, which a ground of the label would not be.
        mark = f"background-color:{colours['quote_mark']};color:{colours['ink']}"
        return text(f'<span style="{mark}">&nbsp;{escape(value)}&nbsp;</span>', "differs", rich=True)

    def _title(self, unit: CodedCommitment) -> str:
        return self._appearance.words.name(Name(unit.code, unit.title, unit.title_en))

    def _values(self, unit: CodedCommitment, first: UnitField | None) -> Iterator[tuple[UnitField, str]]:
        """What the coder says of each field; what differs comes first, where a small window shows it, too."""
        for field in sorted(UnitField, key=lambda one: one is not first):
            yield field, coded_value(field, unit, self._departments, self._appearance.words)

    def _omissions(self, difference: CodingDifference) -> str:
        """Why this coder left the words out; "" where that was not said."""
        words = self._appearance.words
        start, end = difference.start, difference.end
        reasons = [one.reason for one in self._briefing.omissions if one.start < end and start < one.end]
        return words.join(map(words.term, dict.fromkeys(reasons)))


class SideBySide(QWidget):
    """The two codings of a difference beside each other, each under its name."""

    def __init__(self, first: CodingSide, second: CodingSide, names: tuple[str, str], tips: tuple[str, str]) -> None:
        super().__init__()
        self.first = first
        self.second = second
        heads = [
            (self.tr("First coding"), names[0], tips[0], first),
            (self.tr("Second coding"), names[1], tips[1], second),
        ]
        columns: list[QWidget] = []
        for title, name, tip, side in heads:
            said = ElidedLabel("small")
            said.setText(name)
            said.setToolTip(tip)
            head = row(label(title, "strong"), said, spacing=8, margins=(16, 10, 16, 0))
            head.setStretch(1, 1)
            side.setAccessibleName(f"{title}: {name}")
            frame = QFrame()
            frame.setObjectName("codingSide")
            frame.setLayout(column(head, side, margins=(1, 1, 1, 1)))
            columns.append(frame)
        both = row(*columns, spacing=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.setLayout(both)

    def show_difference(self, difference: CodingDifference) -> None:
        """Show another difference."""
        self.first.show_unit(difference, difference.first, difference.second)
        self.second.show_unit(difference, difference.second, difference.first)
