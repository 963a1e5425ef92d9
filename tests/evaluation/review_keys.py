"""How many keys a person needs to bring a text from what the rules propose to a coding that is there already.

`make evaluate` runs it, in the real window on a real ledger; paths of codings take the place of ours. A simulated coder
who knows the coding goes from one undecided piece to the next and presses what makes it so: she reads what is offered
and what a line understands, reads on in a paragraph, and sees where an edge would go; a unit that the rules left out
she clicks on once she is past it. What is typed counts as many keys as it has letters or Chinese signs, a name that no
initials find eight and its marks. In the end the draft has to say what the coding says; units that do not are counted.
Second passages of a pledge that is said twice become units of their own here.

The minutes are an estimate by the keystroke-level model (Card, Moran and Newell 1980): 0.28 s a key, and 1.35 s to
decide on each piece and each field that is changed.
"""

import argparse
import os
import runpy
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile
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
from tracker.desktop.views.coding.unit_panel import FIELDS
from tracker.desktop.views.coding.value_lines import DayLine, DepartmentsLine
from tracker.domain.briefings.coding_draft import DraftUnit, Extent, UnitFields, UnitState
from tracker.domain.briefings.found_units import LeftOut
from tracker.domain.commitments.commitment_kinds import kind_of
from tracker.domain.errors import UserError
from tracker.domain.search.pinyin import pinyin_of
from tracker.domain.terms import CommitmentKind, OmissionReason
from tracker.services.briefings.coding_drafts import begin_draft, open_draft
from tracker.services.briefings.draft_coding import as_before
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.commands import NewSource, command

HERE = Path(__file__).parent
MOST_KEYS_A_UNIT = 2.5
MOST_CHANGES_A_UNIT = 1
KEYS_A_NAME = 8
"""What a name takes that no initials find, typed sign by sign."""
SECONDS_A_KEY = 0.28
SECONDS_A_DECISION = 1.35
_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_UNSAID = OmissionReason.CONTEXT
_DUPLICATE = list(OmissionReason).index(OmissionReason.DUPLICATE)
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
    otherwise: int = 0
    """Units that are not as the coding has them in the end."""
    by_act: Counter[str] = field(default_factory=Counter)

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
            f" {self.minutes:8.1f} {self.otherwise:6}  "
            + ", ".join(f"{act} {keys}" for act, keys in self.by_act.most_common())
        )


class Coder:
    """Presses the keys of the review until it says what a coding says."""

    def __init__(self, review: CodingReview, coded: Any) -> None:
        self._review = review
        self._units: Sequence[dict[str, Any]] = coded.units
        self._targets: list[tuple[int, int, int]] = sorted(
            (one["start"], one["end"], number) for number, unit in enumerate(coded.units) for one in unit["passages"]
        )
        self._left_out: Sequence[tuple[int, int, str]] = coded.left_out
        self._held_on: date = coded.held_on
        self.effort = Effort(coded.name, len(coded.units))
        self._receiver: QWidget | None = review.text
        self._act = ""

    def work(self) -> Effort:
        """Decide on everything."""
        while True:
            self._bring_back()
            if self._review.draft.is_finished:
                self.effort.otherwise = sum(not self._is_reached(number) for number in range(len(self._units)))
                return self.effort
            piece = self._review.current
            assert piece is not None
            assert self.effort.keys < _MOST_KEYS, words_of(piece)
            if not is_undecided(piece):
                self.press("go on", Qt.Key.Key_J)
                continue
            self.effort.decisions += 1
            if isinstance(piece, DraftUnit):
                self._decide_on_unit(piece)
            else:
                self._decide_on_words((piece.start, piece.end))

    def _is_reached(self, number: int) -> bool:
        """Whether the draft has a unit of the coding, with its words and all that is said of it."""
        places = [(one["start"], one["end"]) for one in self._units[number]["passages"]]
        same = [one for one in self._accepted() if places_of(one)[0] in places]
        return any(not self._differences(one, number) for one in same)

    def press(self, act: str, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press one key in the widget that has the keyboard."""
        receiver = self._review.focusWidget()
        assert receiver is not None
        self._count(act, 1)
        self._note_focus(receiver)
        QTest.keyClick(receiver, key, modifier)

    def _note_focus(self, receiver: QWidget) -> None:
        self.effort.focus_changes += receiver is not self._receiver
        self._receiver = receiver

    def _count(self, act: str, keys: int) -> None:
        self.effort.keys += keys
        self.effort.by_act[act] += keys

    def _overlapping(self, span: Span) -> list[tuple[int, int, int]]:
        return [one for one in self._targets if one[0] < span[1] and span[0] < one[1]]

    def _accepted(self) -> list[DraftUnit]:
        return [one for one in self._review.draft.units if one.state is UnitState.ACCEPTED]

    def _bring_back(self) -> None:
        """Make a unit of words that the rules left out and the coding has: she sees it once she is past them."""
        draft = self._review.draft
        here = self._review.current
        past = here.start if here is not None and not draft.is_finished else len(draft.text)
        units = [place for one in draft.units for place in places_of(one)]
        for start, end, number in self._targets:
            if end > past or any(a < end and start < b for a, b in (*units, *((o.start, o.end) for o in draft.open))):
                continue
            self._count("brought back", 1)  # a click on the words
            self.effort.focus_changes += 2
            self.effort.decisions += 1
            self._review.text.picked.emit(start)
            piece = self._review.current
            if isinstance(piece, LeftOut) and piece.start <= start < piece.end:
                self._make_unit((start, end), number)
            else:
                self._select_unit(start, end)
                self._set_fields(number)
            return

    def _select_unit(self, start: int, end: int) -> None:
        """Words of which the rules took no notice are selected by the mouse."""
        text = self._review.text
        text.put_caret(start)
        cursor = text.textCursor()
        cursor.movePosition(cursor.MoveOperation.Right, cursor.MoveMode.KeepAnchor, end - start)
        text.setTextCursor(cursor)
        self.press("brought back", Qt.Key.Key_N)

    def _decide_on_words(self, span: Span) -> None:
        """Open words become a unit, or go to the unit beside them, or are left out."""
        targets = self._overlapping(span)
        if not targets:
            self._leave_out_words(span)
            return
        start, end, number = targets[0]
        beside = [
            one
            for one in self._review.draft.units
            if one.state is UnitState.PROPOSED and any(s < end and start < e for s, e in places_of(one))
        ]
        if beside:
            self.press("go on", Qt.Key.Key_J)  # it grows into these words when it is its turn
            return
        self._make_unit((start, end), number)

    def _leave_out_words(self, span: Span) -> None:
        """Open words are left out, each for its reason; together where all up to the next unit are so for one."""
        place = list(OmissionReason).index(self._reason(span))
        pieces = self._review.draft.pieces
        run = list(takewhile(lambda one: isinstance(one, LeftOut), (one for one in pieces if one.start >= span[0])))
        line = self._review.draft.line_from(span[0])
        more = [(one.start, one.end) for one in run if span[1] <= one.start < line.end and is_undecided(one)]
        if more and all(self._reason(one) is self._reason(span) and not self._overlapping(one) for one in more):
            self.effort.decisions += len(more)  # each has been read
            self._press_digit("left out", place, _ALT)
        else:
            self._press_digit("left out", place)

    def _reason(self, span: Span) -> OmissionReason:
        """Why the coding leaves words out; it says nothing of those that only lead in."""
        length, reason = max(
            ((min(one[1], span[1]) - max(one[0], span[0]), one[2]) for one in self._left_out), default=(0, _UNSAID)
        )
        return OmissionReason(reason) if length > 0 else OmissionReason(_UNSAID)

    def _make_unit(self, wanted: Span, number: int) -> None:
        """Take words that are no unit for one, and bring it to what is wanted."""
        piece = self._review.current
        assert isinstance(piece, LeftOut)
        unit = self._units[number]
        if (piece.start, piece.end) == wanted and not unit["departments"] and not unit["due"]["on"]:
            kind = CommitmentKind(unit["kind"])
            self._take("made", kind if kind_of(words_of(piece)) is not kind else None)
        else:
            self.press("made", Qt.Key.Key_N)
            self._move_edges(wanted)
            self._set_fields(number)

    def _decide_on_unit(self, unit: DraftUnit) -> None:
        span = places_of(unit)[0]
        targets = self._overlapping(span)
        if not targets:
            self._press_digit("left out", list(OmissionReason).index(self._reason(span)))
            return
        if len(unit.passages) == 1:
            taken = [place for one in self._accepted() for place in places_of(one)]
            targets = [one for one in targets if not any(a <= one[0] and one[1] <= b for a, b in taken)]
        if not targets:
            # The unit before has grown over these words.
            self._press_digit("left out", _DUPLICATE)
            return
        start, end, number = targets[0]
        if len(targets) > 1 and span[0] < targets[1][0] < span[1]:
            self._split_at(targets[1][0])
        if len(unit.passages) == 1:
            self._merge_up_to(end)
            self._move_edges((start, end))
        more = self._more_that_is_right()
        if more and "kind" not in self._differences(self._unit(), number):
            self._set_fields(number, takes=False)
            self.press("taken", Qt.Key.Key_Return, _SHIFT)
            self.effort.decisions += more  # each has been read
        else:
            self._set_fields(number)

    def _take(self, act: str, kind: CommitmentKind | None) -> None:
        if kind is None:
            self.press(act, Qt.Key.Key_Return)
        else:
            self.effort.decisions += 1
            self._press_digit(act, list(CommitmentKind).index(kind), _CTRL)

    def _more_that_is_right(self) -> int:
        """How many units are proposed behind this one in its line, where all of them are as the coding has them."""
        here = self._unit()
        line = self._review.draft.line_from(here.start)
        more = [one for one in self._review.draft.units if here.start < one.start < line.end and is_undecided(one)]
        return len(more) if all(map(self._is_right, more)) else 0

    def _is_right(self, unit: DraftUnit) -> bool:
        targets = self._overlapping(places_of(unit)[0])
        return (
            len(targets) == 1
            and (len(unit.passages) > 1 or places_of(unit)[0] == targets[0][:2])
            and not self._differences(unit, targets[0][2])
        )

    def _split_at(self, place: int) -> None:
        text = self._review.text
        while text.caret < place:
            before = text.caret
            self.press("split", Qt.Key.Key_Right, _CTRL)
            if text.caret > place:
                text.put_caret(before)
                self._count("split", -1)  # she sees that it would go too far
                self.press("split", Qt.Key.Key_Right)
            assert text.caret > before
        self.press("split", Qt.Key.Key_S)

    def _merge_up_to(self, end: int) -> None:
        """Take in the proposed units that the coding has as one with this."""
        while True:
            units = [one for one in self._review.draft.units if one.state is not UnitState.REJECTED]
            current = self._unit()
            following = units[units.index(current) + 1 : units.index(current) + 2]
            if not following or following[0].end > end or following[0].state is not UnitState.PROPOSED:
                return
            self.press("merged", Qt.Key.Key_M)

    def _unit(self) -> DraftUnit:
        current = self._review.current
        assert isinstance(current, DraftUnit)
        return current

    def _move_edges(self, wanted: Span) -> None:
        for hold, key in ((Hold.UNIT_START, Qt.Key.Key_BracketLeft), (Hold.UNIT_END, Qt.Key.Key_BracketRight)):
            place = wanted[0] if hold is Hold.UNIT_START else wanted[1]
            while (now := self._edge(hold)) != place:
                if self._review.text.hold is not hold:
                    self.press("edges", key)
                step = Qt.Key.Key_Right if place > now else Qt.Key.Key_Left
                there = self._next_edge(hold, forwards=place > now)
                is_too_far = there == now or not min(now, place) <= there <= max(now, place)
                self.press("edges", step, _SHIFT if is_too_far else _SHIFT | _CTRL)
                assert self._edge(hold) != now

    def _next_edge(self, hold: Hold, *, forwards: bool) -> int:
        """Where an edge would be a clause further on, which she sees; where it is, if it cannot go there."""
        unit = self._unit()
        try:
            draft = self._review.draft.move_edge_by_clause(unit.number, hold.edge, forwards=forwards)
        except UserError:
            return self._edge(hold)
        return self._edge_of(draft.unit(unit.number), hold)

    def _edge(self, hold: Hold) -> int:
        return self._edge_of(self._unit(), hold)

    @staticmethod
    def _edge_of(unit: DraftUnit, hold: Hold) -> int:
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

    def _set_fields(self, number: int, *, takes: bool = True) -> None:
        """Set what is not as the coding has it, and take the unit: with the last of it, where that is one key."""
        here = self._unit().number
        self._take_over(number)
        names = self._differences(self._unit(), number)
        kind = CommitmentKind(self._units[number]["kind"]) if "kind" in names else None
        fields = [name for name in names if name != "kind"]
        for place, name in enumerate(fields, 1):
            self.effort.decisions += 1
            self._choose(name, number, takes=takes and kind is None and place == len(fields))
        now = self._review.current
        is_here = isinstance(now, DraftUnit) and now.number == here
        if takes and is_here and (not fields or kind is not None or is_undecided(self._unit())):
            self._take("taken", kind)

    def _take_over(self, number: int) -> None:
        """Let the unit say of who and when what the one before says, where that makes more of it right by one key."""
        unit = self._unit()
        before = self._differences(unit, number)
        after = self._differences_of(unit, as_before(self._review.draft, unit, self._held_on), number)
        if len(after) < len(before):
            self.effort.decisions += 1
            self.press("as before", Qt.Key.Key_R)

    def _choose(self, name: str, number: int, *, takes: bool) -> None:
        """Choose in the menu of a field what is wanted; what is not offered is typed. With Ctrl it takes the unit."""
        unit = self._unit()
        offered = [replace(unit.fields, **{name: value}) for value in self._review.offered(name)]
        fits = [place for place, fields in enumerate(offered) if name not in self._differences_of(unit, fields, number)]
        for _ in range(self._presses(unit, number, name)):
            self.press(name, Qt.Key(ord(FIELDS[name])))
        modifier = _CTRL if takes else _PLAIN
        if not self._is_wanted(number, name):
            self._press_digit(name, _NONE, modifier)
        elif fits:
            self._press_digit(name, fits[0], modifier)
        else:
            self._press_digit(f"{name} typed", _OTHER)
            self._type(name, number, modifier)

    def _presses(self, unit: DraftUnit, number: int, name: str) -> int:
        """How often the key of a field is pressed: once more where more of the units that say the same as this one want
        what it wants than would be spoilt."""
        best = (0, 1)
        for presses, scope in ((2, Extent.SECTION), (3, Extent.SPEAKER)):
            gained = spoilt = 0
            for one in self._review.draft.also_set(unit.number, name, scope):
                targets = self._overlapping(places_of(one)[0])
                if targets and name in self._differences(one, targets[0][2]):
                    gained += self._wanted(targets[0][2], name) == self._wanted(number, name)
                else:
                    spoilt += bool(targets)
            best = max(best, (2 * (gained - spoilt) - presses + 1, -presses), key=lambda one: one[0])
        return abs(best[1])

    def _type(self, name: str, number: int, modifier: Qt.KeyboardModifier) -> None:
        """Type what is wanted in the line beside the text, in as few keys as the line needs."""
        unit = self._units[number]
        line = self._review.panel.line
        assert line is not None
        if name == "due":
            self._type_keys(name, _shortest_day(date.fromisoformat(unit["due"]["on"]), line))
        elif name == "quantity":
            amount = unit["quantity"]
            self._type_words(name, amount.get("wording") or f"{amount['value']}{amount.get('unit', '')}")
        else:
            self._type_departments(unit["departments"], line)
        self.press(f"{name} typed", Qt.Key.Key_Return, modifier)
        if self._review.panel.line is not None:
            # The line does not understand it: the unit is counted as left otherwise.
            self.press(f"{name} typed", Qt.Key.Key_Escape)

    def _type_departments(self, wanted: Sequence[dict[str, str]], line: QWidget) -> None:
        assert isinstance(line, DepartmentsLine)
        in_turn = [one for role in ("lead", "co_lead") for one in wanted if one["role"] == role]
        role = "lead"
        there = [(one.name, one.role.value) for one in self._unit().fields.departments]
        goes_on = bool(there) and there == [(one["name"], one["role"]) for one in in_turn[: len(there)]]
        if goes_on:
            self._type_keys("departments", "")
            self.press("departments typed", Qt.Key.Key_Right)
            role = there[-1][1]
        else:
            line.clear()
        for place, one in enumerate(in_turn):
            if goes_on and place < len(there):
                continue
            if one["role"] != role:
                role = one["role"]
                self._type_keys("departments", ";")
            elif place:
                self._type_keys("departments", " ")
            before = line.text()
            for count in range(1, KEYS_A_NAME):
                letters = pinyin_of(one["name"]).split(" ")[1][:count]
                line.setText(before + letters)
                value = line.value
                if value and value[-1].name == one["name"]:
                    self._count("departments typed", count)
                    break
            else:
                # No name of the ledger or the text is meant: in quotation marks it stands as it is.
                line.setText(f"{before}“{one['name']}”")
                self._count("departments typed", KEYS_A_NAME + 2)

    def _type_keys(self, name: str, keys: str) -> None:
        receiver = self._review.focusWidget()
        assert receiver is not None
        self._note_focus(receiver)
        self._count(f"{name} typed", len(keys))
        QTest.keyClicks(receiver, keys)

    def _type_words(self, name: str, words: str) -> None:
        """Chinese words take as many keys as they have signs."""
        line = self._review.panel.line
        assert line is not None
        self._note_focus(line)
        line.setText(words)
        self._count(f"{name} typed", len(words))

    def _is_wanted(self, number: int, name: str) -> bool:
        return self._wanted(number, name) not in (None, ())

    def _wanted(self, number: int, name: str) -> object:
        unit = self._units[number]
        match name:
            case "kind":
                return unit["kind"]
            case "due":
                return unit["due"]["on"] or None
            case "quantity":
                amount = unit.get("quantity")
                return (amount["operator"], _number(amount["value"])) if amount else None
            case _:
                return tuple((one["name"], one["role"]) for one in unit["departments"])

    def _press_digit(self, act: str, place: int, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
        self.press(act, Qt.Key.Key_0 if place == 9 else Qt.Key(Qt.Key.Key_1 + place), modifier)


def _shortest_day(wanted: date, line: QWidget) -> str:
    """The fewest keys by which a line understands a day."""
    assert isinstance(line, DayLine)
    month, day, year = str(wanted.month), str(wanted.day), str(wanted.year)
    for typed in (month, f"{month}.{day}", year, f"{year}.{month}"):
        line.setText(typed)
        value = line.value
        if value is not None and value.on == wanted:
            line.clear()
            return typed
    line.clear()
    return f"{year}.{month}.{day}"


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
    while not window.names.names:
        QTest.qWait(10)
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
    print(f"{'review':30}  units   keys keys/unit focus/unit minutes (estimated), units left otherwise, keys by act")
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
    otherwise = sum(one.otherwise for one in every)
    return keys > MOST_KEYS_A_UNIT or changes > MOST_CHANGES_A_UNIT or otherwise > 0


if __name__ == "__main__":
    raise SystemExit(main())
