"""The words by which units are found, read from `finding_rules.toml` and from an office's own file beside it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


def read_rules(own: str = "") -> FindingRules:
    """Return the rules of the program, with those of an office's own list added, the text of such a file.

    Raises `ValueError` for a text that is no such list, or a word that is no pattern.
    """
    return _rules(own)


@lru_cache(maxsize=4)
def _rules(own: str) -> FindingRules:
    lists = [tomllib.loads((db_dir() / _NAME).read_text(encoding="utf-8")), tomllib.loads(own)]
    try:
        return _compiled(lists)
    except re.error as fault:
        raise ValueError(f"no pattern: {fault}") from fault


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
