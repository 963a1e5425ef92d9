"""The filters at the left: check boxes with live counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_focus, write
from tracker.desktop.models.marks import draw_fold
from tracker.desktop.models.names import at_the_beginning, short_department
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import CheckBox, DrawnLine, Scrolling, button, column, row, settle_around
from tracker.domain.rows import Facets, FacetValue
from tracker.domain.search.ledger_query import Choices, Facet
from tracker.domain.terms import ASSESSMENTS_AS_SHOWN, Assessment, Doubt, DueBasis, Light


class FacetTitle(DrawnLine):
    """Checked means open. Folded, it says how many of its choices are ticked."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self._count = 0
        self.setCheckable(True)

    def show_count(self, count: int) -> None:
        """How many choices are ticked."""
        self._count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(scaled(40) + metrics.horizontalAdvance(self.text()), max(scaled(22), metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        tokens = self._appearance.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.colour("ink" if self.underMouse() else "soft")
        if self.hasFocus():
            draw_focus(painter, self.rect(), tokens)
        side = scaled(9)
        box = QRectF(self.width() - scaled(2) - side, (self.height() - side) / 2, side, side)
        draw_fold(painter, box, not self.isChecked(), colour)
        font = QFont(self.font())
        font.setPixelSize(scaled(12))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        right = round(box.left()) - scaled(6)
        if self._count and not self.isChecked():
            room = QRect(0, 0, right, self.height())
            accent = tokens.colour("accent")
            write(painter, room, str(self._count), accent, Qt.AlignmentFlag.AlignRight)
            right -= painter.fontMetrics().horizontalAdvance(str(self._count)) + scaled(6)
        write(painter, QRect(scaled(2), 0, right - scaled(2), self.height()), self.text(), colour)


_STATE = "facets"
_AT_ONCE = 9
"""Choices of a facet that show before the rest is unfolded; as many as there are lights."""
SHOWN = (
    Facet.DEPARTMENT,
    Facet.ASSESSMENT,
    Facet.DOUBT,
    Facet.LIGHT,
    Facet.TOPIC,
    Facet.KIND,
    Facet.TARGET,
    Facet.DUE_BASIS,
    Facet.EVIDENCE_AGE,
    Facet.SPEAKER,
    Facet.TAG,
)
_OPEN_AT_FIRST = SHOWN[:4]
_RULED = {Facet.ASSESSMENT: Assessment, Facet.DOUBT: Doubt, Facet.LIGHT: Light, Facet.DUE_BASIS: DueBasis}
"""Facets whose values have a rule each, which their tips tell."""
_LIGHTS = (
    Light.AWAITING,
    Light.OVERDUE,
    Light.REVIEW,
    Light.FAR_BEHIND,
    Light.BEHIND,
    Light.UNMEASURED,
    Light.ON_SCHEDULE,
    Light.AHEAD,
    Light.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One check box: what it means, its words, its rule and its count."""

    key: str
    words: str
    tip: str
    count: int


class FacetGroup(QWidget):
    """One facet. Several choices within it mean or.

    Only choices that are to be seen have boxes: the first, the ticked ones and, once unfolded, the rest. With a box for
    each of 5,000 departments and 10,000 tags, a start took a second longer and 230 MB more.
    """

    changed = Signal()
    folded = Signal()

    def __init__(self, appearance: Appearance, at_once: int, *, is_open: bool = True) -> None:
        super().__init__()
        self._appearance = appearance
        self._at_once = at_once
        self._choices: dict[str, Choice] = {}
        self._chosen: set[str] = set()
        self._words: tuple[str, ...] = ()
        self._boxes: dict[str, CheckBox] = {}
        self._said: dict[str, tuple[str, str, str]] = {}
        self.title = FacetTitle(appearance)
        self.title.setChecked(is_open)
        self.title.toggled.connect(self._turn)
        self._rest = button("", "quiet-link")
        self._rest.setObjectName("restOfFacet")
        self._rest.setCheckable(True)
        self._rest.setVisible(False)
        self._rest.toggled.connect(self._fold)
        self._list = column(spacing=0)
        self._body = QWidget()
        self._lines = column(self._list, row(self._rest, None, margins=(19, 0, 0, 0)), spacing=4)
        self._body.setLayout(self._lines)
        self.setLayout(column(self.title, self._body, spacing=2))
        self._body.setVisible(is_open)

    @property
    def chosen(self) -> frozenset[str]:
        """What is ticked."""
        return frozenset(self._chosen)

    @property
    def stops(self) -> list[QWidget]:
        """Where the tab key stops, in order."""
        return [self.title, *(self._boxes[key] for key in self._choices if key in self._boxes), self._rest]

    @property
    def is_open(self) -> bool:
        """Whether its choices show."""
        return self.title.isChecked()

    def retranslate(self, title: str) -> None:
        """Take a new title, and new words for the rest that is folded away."""
        self.title.setText(title)
        self.title.setAccessibleName(title)
        self.title.setToolTip(self.tr("Show or hide these filters"))
        self.setAccessibleName(title)
        self._fold()

    def show_choices(self, choices: list[Choice]) -> None:
        """Show these choices. The order of those already there stays, so that nothing jumps under the pointer."""
        given = {choice.key: choice for choice in choices}
        gone = {key: replace(choice, count=0) for key, choice in self._choices.items() if key not in given}
        self._choices |= given | gone
        self._words = tuple(choice.words for choice in choices)
        self.setVisible(bool(choices))
        self._fold()

    def choose(self, keys: frozenset[str]) -> None:
        """Tick exactly these, without saying so."""
        self._chosen = set(keys & self._choices.keys())
        for key, box in self._boxes.items():
            # Each box would ask for the rows again.
            box.blockSignals(True)
            box.setChecked(key in keys)
            box.blockSignals(False)
            box.update()
        self._fold()

    def _turn(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self.folded.emit()

    def _tick(self, key: str, is_ticked: bool) -> None:
        if is_ticked:
            self._chosen.add(key)
        else:
            self._chosen.discard(key)
        self.title.show_count(len(self._chosen))
        self.changed.emit()

    def _fold(self) -> None:
        """Show the choices that are to be seen; those that have had a box keep it."""
        self.title.show_count(len(self._chosen))
        is_unfolded = self._rest.isChecked()
        count = 0
        place = 0
        before: QWidget = self.title
        # Laid out once: anew with each box, 10,000 of them took twelve seconds, and unfolded again over a minute.
        self._lines.setEnabled(False)
        for number, choice in enumerate(self._choices.values()):
            shown = number < self._at_once or is_unfolded or choice.key in self._chosen
            count += shown
            box = self._boxes.get(choice.key)
            if box is None:
                if not shown:
                    continue
                box = self._add(choice.key, place, before)
            self._dress(box, choice)
            box.setVisible(shown)
            place += 1
            before = box
        self._lines.setEnabled(True)
        self._rest.setVisible(len(self._choices) > self._at_once)
        left = len(self._choices) - count
        self._rest.setText(self.tr("Show fewer") if is_unfolded else self.tr("{count} more…").format(count=f"{left:,}"))
        settle_around(self._body)

    def _add(self, key: str, place: int, before: QWidget) -> CheckBox:
        """Make the box of a choice, with its place in the list and on the way of the Tab key."""
        box = CheckBox(self._appearance)
        box.setChecked(key in self._chosen)
        box.toggled.connect(partial(self._tick, key))
        self._list.insertWidget(place, box)
        self.setTabOrder(before, box)
        self._boxes[key] = box
        return box

    def _dress(self, box: CheckBox, choice: Choice) -> None:
        said = self.title.text(), choice.words, choice.tip
        if self._said.get(choice.key) != said:
            # To set the same words again would lay the whole panel out again.
            self._said[choice.key] = said
            box.setText(choice.words)
            box.setAccessibleName(f"{self.title.text()}: {choice.words}")
            box.setToolTip(choice.tip)
        box.set_count(choice.count)
        box.beside = self._words


class FacetPanel(Scrolling):
    """All facets. Different facets among each other mean and."""

    changed = Signal()

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self._appearance = appearance
        self._settings = settings
        self._facets: Facets | None = None
        # Chosen elsewhere, of facets that have no boxes here.
        self._beyond: Choices = {}
        self.setObjectName("facets")
        opened = settings.recall(_STATE).get("open", _OPEN_AT_FIRST)
        self.groups = {facet: FacetGroup(appearance, _AT_ONCE, is_open=facet in opened) for facet in SHOWN}
        self._clear = button("", "quiet-link")
        self._clear.clicked.connect(self.clear)
        kept = self._clear.sizePolicy()
        # Or everything above it would be laid out again with each first click.
        kept.setRetainSizeWhenHidden(True)
        self._clear.setSizePolicy(kept)
        body = QWidget()
        body.setObjectName("facetList")
        groups = column(*self.groups.values(), spacing=12)
        body.setLayout(column(groups, row(self._clear, None), None, spacing=14, margins=(12, 20, 12, 16)))
        self.setWidget(body)
        for group in self.groups.values():
            group.changed.connect(self._tell)
            group.folded.connect(self._remember)
        self.retranslate()

    @property
    def choices(self) -> Choices:
        """What is ticked of each facet."""
        ticked = {facet: group.chosen for facet, group in self.groups.items() if group.chosen}
        return {**self._beyond, **ticked}

    @property
    def count(self) -> int:
        """How many choices are ticked."""
        return sum(map(len, self.choices.values()))

    @property
    def stops(self) -> list[QWidget]:
        """Where the tab key stops, in order."""
        return [*(stop for group in self.groups.values() for stop in group.stops), self._clear]

    def choose(self, choices: Choices) -> None:
        """Tick exactly these, without saying so."""
        self._beyond = {facet: chosen for facet, chosen in choices.items() if facet not in self.groups}
        for facet, group in self.groups.items():
            group.choose(choices.get(facet, frozenset()))
        self._clear.setVisible(self.count > 0)

    def clear(self) -> None:
        """Untick everything."""
        self._beyond = {}
        for group in self.groups.values():
            group.choose(frozenset())
        self._tell()

    def reveal(self, facet: Facet) -> None:
        """Unfold a facet, scroll to it, and give the keyboard to its first choice."""
        group = self.groups[facet]
        group.title.setChecked(True)
        stop = next((stop for stop in group.stops[1:] if not stop.isHidden()), group.title)
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        # What has just been unfolded has no place yet.
        QTimer.singleShot(0, group, lambda: self.ensureWidgetVisible(group, 0, 0))

    def show_facets(self, facets: Facets) -> None:
        """Show new counts."""
        self._facets = facets
        for facet, group in self.groups.items():
            values = _offered(facet, _in_order(facet, facets.values[facet]), group.chosen)
            group.show_choices([self._choice(facet, value) for value in values])

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self.setAccessibleName(self.tr("Filters"))
        for facet, group in self.groups.items():
            group.retranslate(self._appearance.words.term(facet))
        self._clear.setText(self.tr("Clear filters"))
        self._clear.setVisible(self.count > 0)
        if self._facets is not None:
            self.show_facets(self._facets)

    def _remember(self) -> None:
        self._settings.keep(_STATE, {"open": [facet.value for facet, group in self.groups.items() if group.is_open]})

    def _choice(self, facet: Facet, value: FacetValue) -> Choice:
        words = self._appearance.words
        text = at_the_beginning(words.choice(facet, value.key, value.name))
        if value.name is not None:
            return Choice(value.key, short_department(value.name, words), text, value.count)
        ruled = _RULED.get(facet)
        # The name goes first: there may be no room for all of it.
        return Choice(value.key, text, f"{text}\n{words.rule(ruled(value.key))}" if ruled else text, value.count)

    def _tell(self) -> None:
        self._clear.setVisible(self.count > 0)
        self.changed.emit()


def _offered(facet: Facet, values: Sequence[FacetValue], ticked: frozenset[str]) -> Sequence[FacetValue]:
    """Most ledgers have few doubts, or none: only those that there are take up room."""
    if facet is not Facet.DOUBT:
        return values
    return [value for value in values if value.count or value.key in ticked]


def _in_order(facet: Facet, values: tuple[FacetValue, ...]) -> Sequence[FacetValue]:
    """The busiest department first; assessments and lights by what they ask of the analyst."""
    if facet is Facet.DEPARTMENT:
        # The sort is stable: departments of one count stay in the official order.
        return sorted(values, key=lambda value: -value.count)
    order = {Facet.ASSESSMENT: ASSESSMENTS_AS_SHOWN, Facet.LIGHT: _LIGHTS}.get(facet)
    return sorted(values, key=lambda value: [str(member) for member in order].index(value.key)) if order else values
