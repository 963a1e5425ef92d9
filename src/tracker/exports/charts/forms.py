"""The forms of charts: bars end to end, bars side by side, and bars with a mark to reach."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from tracker.domain.reports.report_tree import Chart, ChartKind, Label, Series
from tracker.exports.charts.fonts import drawable
from tracker.exports.chips import Chip, chip
from tracker.exports.safely import printable

_INK = "#1F2328"
_SOFT = "#5E6166"
_RULE = "#CFCAC1"
_GROUND = "#ECEBE8"
_BEFORE = "#E9E5E1"
_AFTER = "#5E6166"
_MARK = "#B3261E"
_TRACK = "#F6F4F1"
_ROW = 0.22
_ROW_OF_TWO = 0.27
"""Inches of a category with one line or bar, and with two; by these the picture grows."""
_FOOT = 0.42
_RIGHT = 0.55
_LEGEND_ROW = 0.19
"""Inches below the bars, beside them, and of a line of the legend."""
_HANZI = 0.113
_LATIN = 0.063
"""Inches of a character at the type size of labels."""
_LONGEST_LINE = 2.3
"""Inches of a label, which has two lines at most."""
_FEWEST_FOR_NUMBER = 0.025
"""Share of the axis that a part needs to hold its number."""
_BRACKETS = re.compile(r"\s?[（(][^（）()]*[)）]$")
_NO_CHIP = Chip("", _INK, _GROUND, "", _GROUND)


def draw(figure: Figure, chart: Chart, width: float) -> None:
    """Draw the chart into an empty figure, `width` inches wide and as high as its categories need."""
    labels = list(map(_category, chart.categories))
    row = _ROW_OF_TWO if chart.kind is ChartKind.GROUPED or any("\n" in label for label in labels) else _ROW
    bars = row * max(len(labels), 2)
    keys = _keys(chart)
    columns = _columns(keys, width)
    legend = _LEGEND_ROW * -(-len(keys) // columns) + 0.08
    height = legend + bars + _FOOT
    figure.set_size_inches(width, height)
    left = min(max(map(_room, labels), default=1.0) + 0.12, width * 0.5)
    axes = figure.add_axes((left / width, _FOOT / height, (width - left - _RIGHT) / width, bars / height))
    _FORMS[chart.kind](axes, chart)
    _finish(axes, chart, labels)
    _legend(figure, keys, columns)


def _stacked(axes: Axes, chart: Chart) -> None:
    places = range(len(chart.categories))
    before = [0.0] * len(chart.categories)
    longest = max((sum(column) for column in zip(*map(_numbers, chart.series), strict=True)), default=1) or 1
    for series in chart.series:
        look = _look(series)
        values = _numbers(series)
        axes.barh(places, values, 0.7, before, color=look.bar, edgecolor=look.text, hatch=look.hatch, linewidth=0.6)
        for place, start, value in zip(places, before, values, strict=True):
            if value / longest >= _FEWEST_FOR_NUMBER:
                _number(axes, start + value / 2, place, f"{value:g}")
        before = [start + value for start, value in zip(before, values, strict=True)]
    for place, total in zip(places, before, strict=True):
        axes.text(total + longest * 0.01, place, f"{total:g}", va="center", ha="left", color=_INK, weight="bold")
    axes.set_xlim(0, longest * 1.06)


def _grouped(axes: Axes, chart: Chart) -> None:
    """The first series is what was, pale; the last what is, dark."""
    height = 0.8 / max(len(chart.series), 1)
    longest = max((max(_numbers(series), default=0) for series in chart.series), default=1) or 1
    for number, series in enumerate(chart.series):
        colour, hatch = _of_time(chart, number)
        places = [place - 0.4 + height * (number + 0.5) for place in range(len(chart.categories))]
        axes.barh(places, _numbers(series), height * 0.92, color=colour, edgecolor=_SOFT, hatch=hatch, linewidth=0.6)
        for place, value in zip(places, _numbers(series), strict=True):
            axes.text(value + longest * 0.01, place, f"{value:g}", va="center", ha="left", color=_INK, size=7.5)
    axes.set_xlim(0, longest * 1.08)


def _bullets(axes: Axes, chart: Chart) -> None:
    """The amount promised is the line at 100; what is reached a bar, the time that is gone a mark across it."""
    reached = chart.series[0]
    gone = chart.series[-1]
    longest = max(110.0, *(value for series in chart.series for value in _numbers(series))) * 1.04
    known = [place for place, value in enumerate(reached.values) if value is not None]
    axes.barh(known, [longest] * len(known), 0.62, color=_TRACK, linewidth=0)
    for place, (value, mark) in enumerate(zip(reached.values, gone.values, strict=True)):
        if value is None:
            _without_data(axes, place, longest, _words(reached.missing) or "–")
        else:
            axes.barh(place, float(value), 0.36, color=_AFTER, linewidth=0)
            _number(axes, longest * 1.01, place, f"{float(value):g} %", "left")
        if mark is not None:
            axes.plot([float(mark)] * 2, [place - 0.31, place + 0.31], color=_MARK, linewidth=2, zorder=4)
    axes.axvline(100, color=_INK, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.set_xlim(0, longest)


def _without_data(axes: Axes, place: int, longest: float, word: str) -> None:
    """An empty frame where nothing is known: a bar of no length would say zero."""
    axes.barh(place, longest, 0.62, color="none", edgecolor=_RULE, linewidth=0.6, linestyle=(0, (3, 2)))
    axes.text(longest * 0.01, place, word, va="center", ha="left", color=_SOFT, size=7.5)


_FORMS = {ChartKind.STACKED: _stacked, ChartKind.GROUPED: _grouped, ChartKind.BULLETS: _bullets}


def _finish(axes: Axes, chart: Chart, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), labels, linespacing=1.0)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlabel(_words(chart.axis), color=_SOFT, loc="right", size=7.5)
    axes.tick_params(axis="x", colors=_SOFT, length=2, labelsize=7.5)
    axes.tick_params(axis="y", colors=_INK, length=0, labelsize=8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(_RULE)


def _category(label: Label) -> str:
    """On one line or two; what is longer is cut, but not what its end says in brackets: the items of the report have it
    whole."""
    words = _words(label.word)
    if _room(words) <= _LONGEST_LINE:
        return words
    first = _beginning(words, max(_room(words) / 2 + 0.2, _LONGEST_LINE / 2))
    return first.rstrip() + "\n" + _shortened(words[len(first) :].lstrip())


def _beginning(words: str, room: float) -> str:
    """As much as there is room for, whole words where there are any."""
    first = _fitting(words, min(room, _LONGEST_LINE))
    space = first.rfind(" ")
    return first[: space + 1] if space > len(first) // 2 else first


def _legend(figure: Figure, keys: Sequence[Artist], columns: int) -> None:
    """matplotlib fills one column after the other; eyes read line by line."""
    figure.legend(
        handles=[keys[n] for column in range(columns) for n in range(column, len(keys), columns)],
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=columns,
        frameon=False,
        fontsize=7.5,
        handlelength=1.6,
        handleheight=0.9,
        columnspacing=1.2,
        labelspacing=0.45,
        borderpad=0.1,
        borderaxespad=0,
    )


def _columns(keys: Sequence[Artist], width: float) -> int:
    """As many as fit beside each other."""
    widest = max((_room(str(key.get_label())) * 0.9 + 0.38 for key in keys), default=1.0)
    return max(1, min(len(keys), int(width / widest)))


def _keys(chart: Chart) -> Sequence[Artist]:
    """What the legend explains."""
    if chart.kind is ChartKind.BULLETS:
        mark = Line2D([], [], color=_MARK, linewidth=0, marker="|", markersize=8, markeredgewidth=2)
        mark.set_label(_words(chart.series[-1].label.word))
        return [Patch(facecolor=_AFTER, label=_words(chart.series[0].label.word)), mark]
    if chart.kind is ChartKind.STACKED:
        return [_key(series) for series in chart.series]
    looks = [(series, *_of_time(chart, number)) for number, series in enumerate(chart.series)]
    return [
        Patch(facecolor=colour, edgecolor=_SOFT, hatch=hatch, label=_words(series.label.word))
        for series, colour, hatch in looks
    ]


def _key(series: Series) -> Patch:
    look = _look(series)
    label = f"{look.sign} {_words(series.label.word)}".strip()
    return Patch(facecolor=look.bar, edgecolor=look.text, hatch=look.hatch, linewidth=0.6, label=label)


def _of_time(chart: Chart, number: int) -> tuple[str, str]:
    """Colour and hatching: what was is pale and hatched, what is, the last series, dark."""
    return (_AFTER, "") if number == len(chart.series) - 1 else (_BEFORE, "////")


def _look(series: Series) -> Chip:
    return (chip(series.term) if series.term else None) or _NO_CHIP


def _number(axes: Axes, x: float, place: float, words: str, align: str = "center") -> None:
    box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"} if align == "center" else None
    axes.text(x, place, words, va="center", ha=align, color=_INK, size=7, bbox=box)


def _numbers(series: Series) -> list[float]:
    return list(map(_plain, series.values))


def _plain(value: Decimal | None) -> float:
    return float(value) if value is not None else 0.0


def _words(text: str) -> str:
    """On one line, and never taken for a formula."""
    return drawable(" ".join(printable(text).split()))


def _shortened(text: str) -> str:
    if _room(text) <= _LONGEST_LINE:
        return text
    found = _BRACKETS.search(text)
    kept = found[0] if found and _room(found[0]) < _LONGEST_LINE / 2 else ""
    return _fitting(text, _LONGEST_LINE - _HANZI - _room(kept)) + "…" + kept


def _fitting(text: str, room: float) -> str:
    """The beginning of the text that fits into so many inches."""
    for number, character in enumerate(text):
        room -= _advance(character)
        if room < 0:
            return text[:number]
    return text


def _room(text: str) -> float:
    """Inches of the longest line, estimated."""
    return max(sum(map(_advance, line)) for line in text.split("\n"))


def _advance(character: str) -> float:
    return _HANZI if unicodedata.east_asian_width(character) in "WFA" else _LATIN
