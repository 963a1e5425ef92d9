"""How well units are found in texts that people have coded, text by text, beside a rule that takes every clause that
begins with a verb of doing.

`make evaluate` runs it: the first briefing, the texts of `briefings/`, which taught the rules something, and those of
its folders, which are kept back. The README there has the figures of each when the rules first met it. `--misses`
names what is missed, and what is found and is not there; `-v` which fields are wrong; paths of codings take the place
of ours. It returns 1 below a bar.

A unit counts when it overlaps exactly one coded unit by half of both.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

from tracker.briefing.coding import departments_of, read_briefing
from tracker.briefing.finding.clauses import clauses_of
from tracker.briefing.finding.finding_rules import read_rules
from tracker.briefing.finding.plain_marks import plain_marks
from tracker.briefing.finding.unit_finder import find_units
from tracker.domain.briefings.found_units import Findings, FoundUnit
from tracker.locations import db_dir

HERE = Path(__file__).parent
FIRST = "2025-01-21-miit"
Places = frozenset[int]


@dataclass(frozen=True)
class Coded:
    """A coded text: what of it is coded whole, its units, and what of it is none, by its places with the reason."""

    name: str
    text: str
    held_on: date
    section: tuple[int, int]
    units: list[dict[str, Any]]
    left_out: Sequence[tuple[int, int, str]] = ()

    def holds(self, start: int, end: int) -> bool:
        return self.section[0] <= start and end <= self.section[1]


@dataclass
class Figures:
    """What came of one text: recall and precision of the units, and of the verb-first rule; `open` clauses; and of the
    fields that are filled how many are right of how many."""

    name: str
    coded: int
    found: int
    met: int
    opened: int
    baseline: float
    right: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.met / self.coded if self.coded else 1.0

    @property
    def precision(self) -> float:
        return self.met / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        return f1(self.met, self.coded, self.found)

    def clears(self, recall: float, precision: float) -> bool:
        return self.recall >= recall and self.precision >= precision

    def line(self) -> str:
        said = " ".join(f"{name} {self.right[name]}/{count}" for name, count in sorted(self.filled.items()))
        return (
            f"{self.name:30} {self.recall:6.2f} {self.precision:6.2f} {self.f1:6.2f} {self.baseline:6.2f}"
            f" {self.coded:6} {self.found:6} {self.opened:6}  {said}"
        )


def f1(met: int, coded: int, found: int) -> float:
    return 2 * met / (coded + found) if coded + found else 1.0


def read(path: Path) -> Coded:
    coded = json.loads(path.read_text(encoding="utf-8"))
    text = (path.parent / coded["text_file"]).read_bytes().decode("utf-8").replace("\r\n", "\n")
    section = coded.get("section") or {"start": 0, "end": len(text)}
    day = date.fromisoformat(coded["date"])
    traps = [(one["start"], one["end"], one["reason"]) for one in coded.get("traps", ())]
    return Coded(path.stem, text, day, (section["start"], section["end"]), coded["commitments"], traps)


def first_briefing() -> Coded:
    """The briefing that comes with the program. What its coder inferred (duties, later documents) no text says."""
    briefing = read_briefing(db_dir() / "briefings" / FIRST)
    names = {one.key: one.zh for one in departments_of(briefing, db_dir() / "departments.toml")}
    units: list[dict[str, Any]] = []
    for c in briefing.commitments:
        said = [d for d in c.departments if d.basis.value in ("named", "speaker") and d.key != "unnamed"]
        units.append(
            {
                "n": c.code,
                "passages": [
                    {"start": p.start, "end": p.end, "exact": p.exact, "speaker": p.speaker} for p in c.promises
                ],
                "kind": c.kind.value,
                "parts": [part.title for part in c.parts],
                "quantity": c.quantity and {"operator": c.quantity.operator.value, "value": c.quantity.value},
                "due": {"on": c.due.on and c.due.on.isoformat(), "basis": c.due.basis.value},
                "departments": [{"name": names[d.key], "role": d.role.value} for d in said],
            }
        )
    left_out = [(one.start, one.end, one.reason.value) for one in briefing.omissions]
    return Coded(FIRST, briefing.text, briefing.source.held_on, (0, len(briefing.text)), units, left_out)


def places(passages: Sequence[Any]) -> Places:
    spans = [(one["start"], one["end"]) if isinstance(one, dict) else (one.start, one.end) for one in passages]
    return frozenset(offset for start, end in spans for offset in range(start, end))


def matches(found: Sequence[Places], coded: Sequence[Places]) -> dict[int, int]:
    """Which found unit meets which coded one; each once, the closest first."""
    pairs: list[tuple[float, int, int]] = []
    for i, one in enumerate(found):
        for j, other in enumerate(coded):
            both = len(one & other)
            if both * 2 >= len(one) and both * 2 >= len(other):
                pairs.append((-both / max(len(one), len(other)), i, j))
    taken: dict[int, int] = {}
    for _, i, j in sorted(pairs):
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def verb_first(coded: Coded) -> list[Places]:
    """The rule to beat: every clause of the coded section that begins with a verb of doing."""
    plain = plain_marks(coded.text)
    rules = read_rules()
    found: list[Places] = []
    for clause in clauses_of(plain, *coded.section):
        head = rules.adverbs.match(plain, clause.start)
        start = head.end() if head else clause.start
        if rules.certain_action.match(plain, start) or rules.likely_action.match(plain, start):
            found.append(frozenset(range(clause.start, clause.end)))
    return found


def measure(coded: Coded, misses: bool = False, wrong: bool = False) -> Figures:
    findings = find_units(coded.text, coded.held_on)
    units = [unit for unit in findings.units if any(coded.holds(p.start, p.end) for p in unit.passages)]
    found = [places(unit.passages) for unit in units]
    wanted = [places(unit["passages"]) for unit in coded.units]
    met = matches(found, wanted)
    simple = verb_first(coded)
    figures = Figures(
        coded.name,
        len(wanted),
        len(found),
        len(met),
        sum(coded.holds(one.start, one.end) for one in findings.open),
        f1(len(matches(simple, wanted)), len(wanted), len(simple)),
    )
    for i, j in met.items():
        for name, is_right, said in fields(units[i], coded.units[j]):
            figures.filled[name] += 1
            figures.right[name] += is_right
            if wrong and not is_right:
                print(f"   {name}: {said}: {units[i].passages[0].exact}")
    if misses:
        print_misses(coded, findings, units, met)
    return figures


def print_misses(coded: Coded, findings: Findings, units: Sequence[FoundUnit], met: dict[int, int]) -> None:
    for j, unit in enumerate(coded.units):
        if j not in met.values():
            print("   missed:", " | ".join(p["exact"] for p in unit["passages"]))
            for one in findings.left_out:
                if places([one]) & places(unit["passages"]):
                    print(f"      left out as {one.reason}: {one.exact}")
    for i, unit in enumerate(units):
        if i not in met:
            print(f"   not there: {unit.rule} {unit.score}:", " | ".join(p.exact for p in unit.passages))


def fields(unit: FoundUnit, right: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Of each field that is filled whether it is right, and what stands there instead."""
    wanted = right.get("quantity")
    given = wanted and (wanted["operator"], wanted["value"] and float(wanted["value"]))
    if unit.quantity:
        mine = (unit.quantity.operator.value, unit.quantity.value and float(unit.quantity.value))
        yield "amount", mine == given, f"{mine} instead of {given}"
        yield "real", given is not None, f"{mine} made up"
    if unit.due and unit.due.on:
        mine = unit.due.on.isoformat()
        yield "due", mine == right["due"]["on"], f"{mine} instead of {right['due']}"
    if unit.departments:
        names = [(d["name"], d["role"]) for d in right["departments"]]
        found = [(d.name, d.role.value) for d in unit.departments]
        yield "offices", names == found, f"{found} instead of {names}"
    if unit.parts:
        yield "parts", list(unit.parts) == right.get("parts"), f"{unit.parts} instead of {right.get('parts')}"
    if unit.kind is not None:
        yield "kind", unit.kind.value == right["kind"], f"{unit.kind} instead of {right['kind']}"


def texts(paths: Sequence[Path]) -> Iterator[Coded]:
    if not paths:
        yield first_briefing()
        paths = sorted(path for path in (HERE / "briefings").rglob("*.json") if not path.name.startswith("recognition"))
    yield from map(read, paths)


def bars(figures: Sequence[Figures]) -> Iterator[str]:
    """The bars that are missed, one line each."""
    first = next((one for one in figures if one.name == FIRST), None)
    if first and not (first.clears(0.97, 0.92) and all(first.right[n] == first.filled[n] for n in ("amount", "due"))):
        yield "the first briefing: recall 0.97, precision 0.92, every amount and day right"
    coded = [one for one in figures if one.coded and one is not first]
    for one in coded:
        if not one.clears(0.8, 0.7):
            yield f"{one.name}: recall 0.80, precision 0.70"
    if coded and (mean(one.recall for one in coded) < 0.9 or mean(one.precision for one in coded) < 0.8):
        yield "all coded texts: recall 0.90, precision 0.80"
    for one in figures:
        if not one.coded and one.found:
            yield f"{one.name}: nothing is promised there"
    right = sum((one.right for one in figures), Counter[str]())
    filled = sum((one.filled for one in figures), Counter[str]())
    for name, least in (("amount", 0.95), ("due", 0.95), ("offices", 0.95), ("real", 0.98)):
        if filled[name] and right[name] < least * filled[name]:
            yield f"{name}: {least} of what is filled right"


def main() -> int:
    parser = argparse.ArgumentParser(description="how well units are found in coded texts")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    print(f"{'units':30} recall  prec.     F1  verbs  coded  found   open  right of what is filled")
    figures: list[Figures] = []
    for coded in texts(args.paths):
        figures.append(measure(coded, args.misses, args.verbose))
        print(figures[-1].line(), flush=True)
    coded = [one for one in figures if one.coded]
    means = (
        [mean(getattr(one, name) for one in coded) for name in ("recall", "precision", "f1", "baseline")]
        if coded
        else []
    )
    print(f"{'mean':30}", *(f"{value:6.2f}" for value in means))
    missed = list(bars(figures))
    for line in missed:
        print("below the bar:", line)
    return bool(missed)


if __name__ == "__main__":
    raise SystemExit(main())
