"""How many keys a person needs to bring a text from what the rules propose to a coding that is there already.

`make evaluate` runs it, in the real window on a real ledger; paths of codings take the place of ours. A simulated coder
who knows the coding goes from one undecided piece to the next and presses what makes it so. What has to be typed counts
as many keys as it has letters, a name that is completed eight. The minutes are an estimate by the keystroke-level model
(Card, Moran and Newell 1980): 0.28 s a key, and 1.35 s to decide on each piece and each field that is changed.
"""

import argparse
import os
import runpy
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tracker.briefing.finding.unit_finder import find_units
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.open_ledger import OpenLedger
from tracker.desktop.settings import Settings
from tracker.desktop.views.coding.coding_review import CodingReview
from tracker.desktop.views.coding.coding_text import Hold
from tracker.desktop.views.coding.piece_signs import is_undecided, places_of, words_of
from tracker.desktop.views.coding.unit_dialog import UnitDialog
from tracker.desktop.views.coding.unit_panel import FIELDS
from tracker.domain.briefings.coding_draft import DraftUnit, UnitFields, UnitState
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.commitments.commitment_kinds import kind_of
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.terms import (
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    OmissionReason,
    Operator,
)
from tracker.services.briefings.coding_drafts import begin_draft, open_draft
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.commands import NewSource, command

HERE = Path(__file__).parent
MOST_KEYS_A_UNIT = 2.5
MOST_CHANGES_A_UNIT = 1
KEYS_A_NAME = 8
SECONDS_A_KEY = 0.28
SECONDS_A_DECISION = 1.35
_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTEXT = list(OmissionReason).index(OmissionReason.CONTEXT)
_MOST_KEYS = 20_000
_NONE, _OTHER = 9, 8
"""The places of their digits in a menu."""
Span = tuple[int, int]


@dataclass
class Effort:
    """What the review of one text took."""

    name: str
    units: int
    keys: int = 0
    focus_changes: int = 0
    decisions: int = 0

    @property
    def keys_a_unit(self) -> float:
        return self.keys / self.units

    @property
    def changes_a_unit(self) -> float:
        return self.focus_changes / self.units

    @property
    def minutes(self) -> float:
        return (self.keys * SECONDS_A_KEY + self.decisions * SECONDS_A_DECISION) / 60

    def line(self) -> str:
        return (
            f"{self.name:30} {self.units:6} {self.keys:6} {self.keys_a_unit:8.2f} {self.changes_a_unit:8.2f}"
            f" {self.minutes:8.1f}"
        )


class Coder:
    """Presses the keys of the review until it says what a coding says."""

    def __init__(self, review: CodingReview, coded: Any) -> None:
        self._review = review
        self._units: Sequence[dict[str, Any]] = coded.units
        self._targets: list[tuple[int, int, int]] = sorted(
            (one["start"], one["end"], number) for number, unit in enumerate(coded.units) for one in unit["passages"]
        )
        self.effort = Effort(coded.name, len(coded.units))
        self._receiver: QWidget | None = review.text

    def work(self) -> Effort:
        """Decide on everything."""
        while not self._review.draft.is_finished:
            piece = self._review.current
            assert piece is not None
            assert self.effort.keys < _MOST_KEYS, words_of(piece)
            if not is_undecided(piece):
                self.press(Qt.Key.Key_J)
                continue
            self.effort.decisions += 1
            if isinstance(piece, DraftUnit):
                self._decide_on_unit(piece)
            else:
                self._decide_on_words((piece.start, piece.end))
        return self.effort

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press one key in the widget that has the keyboard."""
        receiver = self._review.focusWidget()
        assert receiver is not None
        self.effort.keys += 1
        self.effort.focus_changes += receiver is not self._receiver
        self._receiver = receiver
        QTest.keyClick(receiver, key, modifier)

    def _overlapping(self, span: Span) -> list[tuple[int, int, int]]:
        return [one for one in self._targets if one[0] < span[1] and span[0] < one[1]]

    def _decide_on_words(self, span: Span) -> None:
        """Open words become a unit, or go to the unit beside them, or are left out."""
        targets = self._overlapping(span)
        if not targets:
            self._press_digit(_CONTEXT)
            return
        start, end, number = targets[0]
        beside = [
            one
            for one in self._review.draft.units
            if one.state is UnitState.PROPOSED and any(s < end and start < e for s, e in places_of(one))
        ]
        if beside:
            self.press(Qt.Key.Key_J)  # it grows into these words when it is its turn
            return
        self.press(Qt.Key.Key_Return)
        made = max(self._review.draft.units, key=lambda one: one.number)
        if self._differences(made, number) or places_of(made)[0] != (start, end):
            while self._review.current != made:
                self.press(Qt.Key.Key_Up)
            self._move_edges((start, end))
            self._set_fields(number)

    def _decide_on_unit(self, unit: DraftUnit) -> None:
        span = places_of(unit)[0]
        targets = self._overlapping(span)
        if not targets:
            self._press_digit(_CONTEXT)
            return
        start, end, number = targets[0]
        if len(targets) > 1 and span[0] < targets[1][0] < span[1]:
            self._split_at(targets[1][0])
        if len(unit.passages) == 1:
            self._merge_up_to(end)
            self._move_edges((start, end))
        self._set_fields(number)
        self.press(Qt.Key.Key_Return)

    def _split_at(self, place: int) -> None:
        text = self._review.text
        while text.caret < place:
            before = text.caret
            self.press(Qt.Key.Key_Right, _CTRL)
            if text.caret > place:
                text.put_caret(before)
                self.effort.keys -= 1  # she sees that it would go too far
                self.press(Qt.Key.Key_Right)
            assert text.caret > before
        self.press(Qt.Key.Key_S)

    def _merge_up_to(self, end: int) -> None:
        """Take in the proposed units that the coding has as one with this."""
        while True:
            units = [one for one in self._review.draft.units if one.state is not UnitState.REJECTED]
            current = self._unit()
            following = units[units.index(current) + 1 : units.index(current) + 2]
            if not following or following[0].end > end or following[0].state is not UnitState.PROPOSED:
                return
            self.press(Qt.Key.Key_M)

    def _unit(self) -> DraftUnit:
        current = self._review.current
        assert isinstance(current, DraftUnit)
        return current

    def _move_edges(self, wanted: Span) -> None:
        for hold, key in ((Hold.UNIT_START, Qt.Key.Key_BracketLeft), (Hold.UNIT_END, Qt.Key.Key_BracketRight)):
            place = wanted[0] if hold is Hold.UNIT_START else wanted[1]
            while (now := self._edge(hold)) != place:
                if self._review.text.hold is not hold:
                    self.press(key)
                starts = hold is Hold.UNIT_START
                edges = [one.start if starts else one.end for one in self._review.draft.clauses]
                between = [one for one in edges if min(now, place) <= one <= max(now, place) and one != now]
                step = Qt.Key.Key_Right if place > now else Qt.Key.Key_Left
                self.press(step, (_SHIFT | _CTRL) if between else _SHIFT)
                assert self._edge(hold) != now

    def _edge(self, hold: Hold) -> int:
        unit = self._unit()
        return unit.start if hold is Hold.UNIT_START else unit.end

    def _differences(self, unit: DraftUnit, number: int) -> list[str]:
        return self._differences_of(unit, unit.fields, number)

    def _differences_of(self, unit: DraftUnit, fields: UnitFields, number: int) -> list[str]:
        """The fields in which a unit would not be as the coding has it."""
        wanted = self._units[number]
        day = wanted["due"]["on"]
        amount = wanted.get("quantity")
        mine = fields.quantity and (fields.quantity.operator.value, fields.quantity.value)
        theirs = amount and (amount["operator"], _number(amount["value"]))
        offices = [(one.name, one.role.value) for one in fields.departments]
        differing = {
            "kind": (fields.kind or kind_of(words_of(unit))).value != wanted["kind"],
            "due": (fields.due.on.isoformat() if fields.due and fields.due.on else None) != (day or None),
            "quantity": mine != theirs,
            "departments": offices != [(one["name"], one["role"]) for one in wanted["departments"]],
        }
        return [name for name, differs in differing.items() if differs]

    def _set_fields(self, number: int) -> None:
        wanted = self._units[number]
        due, amount = wanted["due"], wanted.get("quantity")
        typed = {
            "due": len(due["on"] or "") + 3,
            "quantity": len(amount.get("wording", "")) + 4 if amount else 0,
            "departments": KEYS_A_NAME * len(wanted["departments"]) + 2,
        }
        for name in self._differences(self._unit(), number):
            self.effort.decisions += 1
            self._choose(name, number, typed.get(name, 0))

    def _choose(self, name: str, number: int, typed: int) -> None:
        """Choose in the menu of a field what is wanted; what is not offered is typed."""
        unit = self._unit()
        wanted = self._wanted(number, name)
        offered = [replace(unit.fields, **{name: value}) for value in self._review.offered(name)]
        fits = [place for place, fields in enumerate(offered) if name not in self._differences_of(unit, fields, number)]
        for _ in range(2 if self._is_so_for_the_rest(unit, number, name) else 1):
            self.press(Qt.Key(ord(FIELDS[name])))
        if wanted is None:
            self._press_digit(_NONE)
        elif fits:
            self._press_digit(fits[0])
        else:
            self._press_digit(_OTHER)
            for dialog in self._review.findChildren(UnitDialog):
                dialog.reject()
            self._review.set_fields(replace(self._unit().fields, **{name: wanted}))
            self.effort.keys += typed
            self.effort.focus_changes += 2

    def _is_so_for_the_rest(self, unit: DraftUnit, number: int, name: str) -> bool:
        """Whether the units that follow in the section want the same, and at least one of them does not have it yet."""
        rest = self._review.draft.rest_of_section(unit.number)
        numbers = [targets[0][2] for one in rest if (targets := self._overlapping(places_of(one)[0]))]
        lacking = [name in self._differences(one, n) for one, n in zip(rest, numbers, strict=False)]
        same = all(self._wanted(n, name) == self._wanted(number, name) for n in numbers)
        return name in ("departments", "due") and same and any(lacking)

    def _wanted(self, number: int, name: str) -> Any:
        unit = self._units[number]
        match name:
            case "kind":
                return CommitmentKind(unit["kind"])
            case "due":
                on = unit["due"]["on"]
                return Due(date.fromisoformat(on), DueBasis(unit["due"]["basis"])) if on else None
            case "quantity":
                amount = unit.get("quantity")
                if not amount:
                    return None
                said = amount.get("wording") or words_of(self._unit())[:8]
                operator, value = Operator(amount["operator"]), _number(amount["value"])
                return Quantity(operator, value, amount.get("unit", ""), CountingBasis.CUMULATIVE, said)
            case _:
                return (
                    tuple(
                        FoundDepartment(one["name"], DepartmentRole(one["role"]), DepartmentBasis.USER)
                        for one in unit["departments"]
                    )
                    or None
                )

    def _press_digit(self, place: int) -> None:
        self.press(Qt.Key.Key_0 if place == 9 else Qt.Key(Qt.Key.Key_1 + place))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def review(coded: Any, appearance: Appearance, ledger: OpenLedger, jobs: Jobs, parent: QWidget) -> Effort:
    """Review a text in a window of its own."""
    found = find_in_source(read_pasted_text(coded.text), coded.held_on, held_on=coded.held_on)
    # The text as it was coded, whose offsets the coding counts.
    source = replace(found.source, clean=replace(found.source.clean, text=coded.text))
    found = replace(found, source=source, findings=find_units(coded.text, coded.held_on))
    wish = {"title": coded.name, "publisher": "某部", "held_on": coded.held_on.isoformat(), "prefix": "MB-1"}
    uid = begin_draft(ledger.workspace, found, command(NewSource, **wish))
    window = CodingReview(appearance, jobs, parent, ledger, open_draft(ledger.workspace, uid))
    window.show()
    QTest.qWait(1)
    effort = Coder(window, coded).work()
    while not window.is_saved:
        QTest.qWait(10)
    window.reject()
    return effort


def efforts(coded: Iterable[Any], folder: Path) -> Iterator[Effort]:
    """Review texts one after another, each in an empty ledger."""
    settings = Settings(folder / "window.ini")
    appearance = Appearance(settings, "zh")
    parent = QWidget()
    for number, one in enumerate(coded):
        jobs = Jobs()
        ledger = OpenLedger.open(str(folder / f"{number}.db"), "测试", empty=True).ledger
        yield review(one, appearance, ledger, jobs, parent)
        jobs.close(ledger.close)


def main() -> int:
    parser = argparse.ArgumentParser(description="how many keys the review of a coded text takes")
    parser.add_argument("paths", nargs="*", type=Path)
    # `make evaluate` gives all its programs the same options, of which this one knows none.
    args, _ = parser.parse_known_args()
    # Nobody is to watch, and a window of the desktop would take the keyboard.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(sys.argv[:1])
    texts = [one for one in runpy.run_path(str(HERE / "units.py"))["texts"](args.paths) if one.units]
    print(f"{'review':30}  units   keys keys/unit focus/unit minutes (estimated)")
    with tempfile.TemporaryDirectory() as folder:
        every = []
        for effort in efforts(texts, Path(folder)):
            every.append(effort)
            print(effort.line(), flush=True)
    application.quit()
    units = sum(one.units for one in every)
    keys = sum(one.keys for one in every) / units
    changes = sum(one.focus_changes for one in every) / units
    print(f"{'all':30} {units:6} {sum(one.keys for one in every):6} {keys:8.2f} {changes:8.2f}")
    return keys > MOST_KEYS_A_UNIT or changes > MOST_CHANGES_A_UNIT


if __name__ == "__main__":
    raise SystemExit(main())
