"""The words by which units are found, read from `finding_rules.toml` and from an office's own file beside it."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from tracker.locations import db_dir

_NAME = "finding_rules.toml"
Rule = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FindingRules:
    """The lists of words as patterns; those for the head of a clause are to be matched, the others searched."""

    certain_action: Rule
    likely_action: Rule
    adverbs: Rule
    leading: Rule
    nameable: Rule
    vague_end: Rule
    theme: Rule
    outcome_end: Rule
    certain_purpose: Rule
    likely_purpose: Rule
    manner: Rule
    prefix: Rule
    context: Rule
    request: Rule
    refusal: Rule
    condition: Rule
    opening: Rule
    heading: Rule
    back_heading: Rule
    measures: Rule
    back: Rule
    spoken_back: Rule
    not_back: Rule
    never_due: Rule


class RulesFaultKind(StrEnum):
    """What is wrong with an office's own file: it is no TOML, has a section or list that the program does not know, or
    a word that is no pattern or would fit everywhere."""

    SYNTAX = "syntax"
    UNKNOWN = "unknown"
    WORD = "word"


class RulesFileError(ValueError):
    """Why an office's own file is not taken: in which line of it, and the words that are wrong."""

    def __init__(self, kind: RulesFaultKind, line: int, words: str = "") -> None:
        super().__init__(kind, line, words)
        self.kind = kind
        self.line = line
        self.words = words


def read_rules(own: str = "") -> FindingRules:
    """Return the rules of the program, with those of an office's own list added, the text of such a file.

    Raises `RulesFileError` for a text that is no such list.
    """
    return _rules(own)


@lru_cache(maxsize=4)
def _rules(own: str) -> FindingRules:
    known = tomllib.loads((db_dir() / _NAME).read_text(encoding="utf-8"))
    return _compiled([known, _read_own(own, known)])


def _read_own(own: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        read = tomllib.loads(own)
    except tomllib.TOMLDecodeError as fault:
        # The line stands in its words alone; where the end is to blame, not even there.
        said = re.search(r"at line (\d+)", str(fault))
        line = int(said[1]) if said else len(own.rstrip().splitlines())
        raise RulesFileError(RulesFaultKind.SYNTAX, line) from fault
    for section, lists in read.items():
        if section not in known or not isinstance(lists, dict):
            raise RulesFileError(RulesFaultKind.UNKNOWN, _line_of(own, rf"\[?\s*{re.escape(section)}\b"), section)
        for name, words in lists.items():
            if name not in known[section] or not isinstance(words, list):
                raise RulesFileError(RulesFaultKind.UNKNOWN, _line_of(own, rf"{re.escape(name)}\b", section), name)
            for word in words:
                if not _is_pattern(word):
                    raise RulesFileError(RulesFaultKind.WORD, _line_with(own, str(word)), str(word))
    return read


def _is_pattern(word: object) -> bool:
    try:
        # As it stands among the others, of which a flag at its beginning or a group would mean something else. One that
        # fits nothing at all would make every clause a unit.
        return isinstance(word, str) and not re.compile(f"x|{word}").groups and not re.match(word, "")
    except re.error:
        return False


def _line_of(own: str, beginning: str, section: str = "") -> int:
    """The number of the first line that begins so, after that of a section where one is given."""
    lines = own.splitlines()
    after = _line_of(own, rf"\[\s*{re.escape(section)}\b") if section else 0
    return next(
        (n for n, line in enumerate(lines, 1) if n > after and re.match(rf"\s*{beginning}", line)), max(after, 1)
    )


def _line_with(own: str, word: str) -> int:
    """The number of the first line in which a word stands as an entry, as TOML may write it; else as it is."""
    quoted = {f'"{word}"', f"'{word}'", json.dumps(word, ensure_ascii=False), json.dumps(word)}
    lines = list(enumerate(own.splitlines(), 1))
    for written in (quoted, {word}):
        for number, line in lines:
            if any(one in line for one in written):
                return number
    return 1


def _compiled(lists: Iterable[Mapping[str, Any]]) -> FindingRules:
    return FindingRules(
        certain_action=_any(lists, "actions", "certain"),
        likely_action=_any(lists, "actions", "likely"),
        adverbs=re.compile(rf"(?:{_joined(lists, 'actions', 'adverbs')})+"),
        leading=_any(lists, "actions", "leading"),
        nameable=_any(lists, "objects", "nameable"),
        vague_end=re.compile(rf"(?:{_joined(lists, 'objects', 'vague')})$"),
        theme=_any(lists, "themes", "heads"),
        outcome_end=re.compile(rf"(?:{_joined(lists, 'themes', 'outcomes')})$"),
        certain_purpose=_any(lists, "purposes", "certain"),
        likely_purpose=_any(lists, "purposes", "likely"),
        manner=_any(lists, "manner", "heads"),
        prefix=_any(lists, "prefixes", "heads"),
        context=_any(lists, "context", "heads"),
        request=_any(lists, "requests", "heads"),
        refusal=_any(lists, "refusals", "heads"),
        condition=_any(lists, "conditions", "heads"),
        opening=_any(lists, "forward", "openings"),
        heading=_any(lists, "forward", "headings"),
        back_heading=_any(lists, "forward", "back_headings"),
        measures=_any(lists, "forward", "measures"),
        back=_any(lists, "back", "words"),
        spoken_back=_any(lists, "back", "spoken"),
        not_back=_any(lists, "back", "not_back"),
        never_due=_any(lists, "study", "never_due"),
    )


def _any(lists: Iterable[Mapping[str, Any]], section: str, name: str) -> Rule:
    return re.compile(f"(?:{_joined(lists, section, name)})")


def _joined(lists: Iterable[Mapping[str, Any]], section: str, name: str) -> str:
    words = [str(word) for one in lists for word in one.get(section, {}).get(name, ())]
    # The longest first: of 制修订 and 制 the whole word counts.
    return "|".join(sorted(words, key=len, reverse=True))
