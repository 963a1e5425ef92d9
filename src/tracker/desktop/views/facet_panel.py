"""The filters at the left: check boxes with live counts."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import short_department
from tracker.desktop.views.widgets import CheckBox, button, column, label, row
from tracker.domain.rows import Facets
from tracker.domain.terms import Assessment, Light

_Term = TypeVar("_Term", Assessment, Light)
_DEPARTMENTS_AT_ONCE = 8
_ASSESSMENTS = (
    Assessment.MET,
    Assessment.PARTLY_MET,
    Assessment.IN_PROGRESS,
    Assessment.NO_EVIDENCE,
    Assessment.NOT_MET,
    Assessment.DROPPED,
    Assessment.NOT_VERIFIABLE,
    Assessment.NOT_RATED,
)
_LIGHTS = (
    Light.AWAITING,
    Light.OVERDUE,
    Light.FAR_BEHIND,
    Light.BEHIND,
    Light.ON_SCHEDULE,
    Light.AHEAD,
    Light.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One check box: what it stands for, its words, its rule and its count."""

    key: Hashable
    words: str
    tip: str
    count: int


class FacetGroup(QWidget):
    """One facet. Several choices within it mean or."""

    changed = Signal()

    def __init__(self, appearance: Appearance, at_once: int | None = None) -> None:
        super().__init__()
        self._appearance = appearance
        self._at_once = at_once
        self._boxes: dict[Hashable, CheckBox] = {}
        self._title = label("", "facetTitle")
        self._rest = button("", "quiet-link")
        self._rest.setCheckable(True)
        self._rest.setVisible(False)
        self._rest.toggled.connect(self._fold)
        self._list = column(spacing=0)
        self.setLayout(column(self._title, self._list, row(self._rest, None, margins=(19, 0, 0, 0)), spacing=4))

    @property
    def chosen(self) -> frozenset[Hashable]:
        """What is ticked."""
        return frozenset(key for key, box in self._boxes.items() if box.isChecked())

    @property
    def stops(self) -> list[QWidget]:
        """Where the tab key stops, in order."""
        return [*self._boxes.values(), self._rest]

    def retranslate(self, title: str) -> None:
        """Take a new title, and new words for the rest that is folded away."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._fold()

    def show_choices(self, choices: list[Choice]) -> None:
        """Show these choices. The order of those already there stays, so that nothing jumps under the pointer."""
        for choice in choices:
            box = self._boxes.get(choice.key) or self._add(choice.key)
            box.setText(choice.words)
            box.setAccessibleName(f"{self._title.text()}: {choice.words}")
            box.setToolTip(choice.tip)
            box.set_count(choice.count)
        known = {choice.key for choice in choices}
        for key, box in self._boxes.items():
            if key not in known:
                box.set_count(0)
        self._fold()

    def clear(self) -> None:
        """Untick everything without saying so."""
        for box in self._boxes.values():
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)
            box.update()
        self._fold()

    def _add(self, key: Hashable) -> CheckBox:
        box = CheckBox(self._appearance)
        box.toggled.connect(self.changed)
        self._list.addWidget(box)
        self._boxes[key] = box
        return box

    def _fold(self) -> None:
        if self._at_once is None:
            return
        folded = 0
        for number, box in enumerate(self._boxes.values()):
            shown = number < self._at_once or self._rest.isChecked() or box.isChecked()
            box.setVisible(shown)
            folded += not shown
        self._rest.setVisible(len(self._boxes) > self._at_once)
        open_ = self._rest.isChecked()
        self._rest.setText(self.tr("Show fewer") if open_ else self.tr("{count} more…").format(count=folded))


class FacetPanel(QScrollArea):
    """All facets. Different facets among each other mean and."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._facets: Facets | None = None
        self.setObjectName("facets")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.departments = FacetGroup(appearance, _DEPARTMENTS_AT_ONCE)
        self.assessments = FacetGroup(appearance)
        self.lights = FacetGroup(appearance)
        self._clear = button("", "quiet-link")
        self._clear.clicked.connect(self.clear)
        body = QWidget()
        body.setObjectName("facetList")
        groups = column(*self._groups, spacing=18)
        body.setLayout(column(groups, row(self._clear, None), None, spacing=14, margins=(12, 20, 12, 16)))
        self.setWidget(body)
        for group in self._groups:
            group.changed.connect(self._tell)
        self.retranslate()

    @property
    def _groups(self) -> tuple[FacetGroup, ...]:
        return self.departments, self.assessments, self.lights

    @property
    def count(self) -> int:
        """How many choices are ticked."""
        return sum(len(group.chosen) for group in self._groups)

    @property
    def stops(self) -> list[QWidget]:
        """Where the tab key stops, in order."""
        return [*(stop for group in self._groups for stop in group.stops), self._clear]

    def clear(self) -> None:
        """Untick everything."""
        for group in self._groups:
            group.clear()
        self._tell()

    def show_facets(self, facets: Facets) -> None:
        """Show new counts."""
        self._facets = facets
        words = self._appearance.words
        departments = sorted(facets.departments, key=lambda facet: -facet.count)
        self.departments.show_choices(
            [Choice(f.value.key, short_department(f.value, words), words.name(f.value), f.count) for f in departments]
        )
        self.assessments.show_choices(self._choices(_ASSESSMENTS, facets.assessments))
        self.lights.show_choices(self._choices(_LIGHTS, facets.lights))

    def retranslate(self) -> None:
        """Show all texts anew."""
        self.setAccessibleName(self.tr("Filters"))
        self.departments.retranslate(self.tr("Department"))
        self.assessments.retranslate(self._appearance.words.field("assessment"))
        self.lights.retranslate(self._appearance.words.field("light"))
        self._clear.setText(self.tr("Clear filters"))
        self._clear.setVisible(self.count > 0)
        if self._facets is not None:
            self.show_facets(self._facets)

    def _choices(self, members: tuple[_Term, ...], counts: Mapping[_Term, int]) -> list[Choice]:
        words = self._appearance.words
        return [Choice(m, words.term(m), words.rule(m), counts.get(m, 0)) for m in members]

    def _tell(self) -> None:
        self._clear.setVisible(self.count > 0)
        self.changed.emit()
