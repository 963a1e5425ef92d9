"""The same pledge in two answers is one unit with two passages (coding rules §1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from tracker.briefing.finding.finding_rules import FindingRules
from tracker.briefing.finding.plain_marks import plain_marks
from tracker.domain.briefings.found_units import FoundUnit

_JOINS = re.compile("和|及|与|以及")
_TAIL = re.compile("(?:建设|工作|行动|战略|政策|工程|发展)+$")
_QUOTED = re.compile("“([^”]{2,})”")
_SHORTEST = 4
_ALIKE = 0.7
"""Share of either thing that both must have in common."""
_HEAD = 3


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a unit acts on, or one of several things: the unit's number, and the words."""

    unit: int
    words: str


def join_repeated(units: Sequence[FoundUnit], answers: Sequence[int], rules: FindingRules) -> tuple[FoundUnit, ...]:
    """Return the units with those joined that different answers say of the same thing; `answers` has the number of
    each unit's answer, 0 for none. A unit about two things is parted where one of them is said again."""
    things = [thing for number, unit in enumerate(units) for thing in _things(number, unit, rules)]
    groups = list(_groups(things, answers))
    grouped = {thing for group in groups for thing in group}
    joined: list[FoundUnit] = []
    alone = {thing.unit for thing in things if thing not in grouped}
    for number, unit in enumerate(units):
        firsts = [group for group in groups if min(thing.unit for thing in group) == number]
        for group in firsts:
            members = sorted({thing.unit for thing in group})
            joined.append(replace(unit, passages=tuple(p for member in members for p in units[member].passages)))
        if number in alone or not any(thing.unit == number for thing in things):
            joined.append(unit)
    return tuple(joined)


def _things(number: int, unit: FoundUnit, rules: FindingRules) -> Iterator[_Thing]:
    words = plain_marks(unit.passages[0].exact).split("，")[-1]
    before = ""
    while words != before:
        before = words
        head = rules.adverbs.match(words)
        words = words[head.end() :] if head and len(words) - head.end() >= _SHORTEST else words
        verb = rules.certain_action.match(words) or rules.likely_action.match(words)
        words = words[verb.end() :] if verb and len(words) - verb.end() >= _SHORTEST else words
    pieces = [piece for piece in _JOINS.split(words) if piece]
    if len(pieces) == 1 or any(len(piece) < _SHORTEST for piece in pieces):
        pieces = [words]
    for piece in pieces:
        yield _Thing(number, _TAIL.sub("", piece) or piece)


def _groups(things: Sequence[_Thing], answers: Sequence[int]) -> Iterator[list[_Thing]]:
    taken: set[_Thing] = set()
    for place, one in enumerate(things):
        if one in taken or not answers[one.unit]:
            continue
        group = [one]
        for other in things[place + 1 :]:
            in_another = answers[other.unit] and answers[other.unit] not in {answers[member.unit] for member in group}
            if other not in taken and in_another and _is_same(one.words, other.words):
                group.append(other)
        if len(group) > 1:
            taken.update(group)
            yield group


def _is_same(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST:
        return False
    called = set(_QUOTED.findall(one)) & set(_QUOTED.findall(other))
    if called and one[:_HEAD] == other[:_HEAD]:
        return True
    common = SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    return common >= _SHORTEST and common >= _ALIKE * max(len(one), len(other))
