"""Whether a text only repeats the briefing itself. Another report of the same briefing is never evidence (§5)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tracker.domain.text.dates import is_early, latest_day

_RUN = 10
"""Characters in a row that two texts share by quoting, and hardly ever by chance."""
_FRESH = timedelta(days=14)
"""How long after a briefing the papers still report it."""
_SHARE_OF_A_REPORT = 0.2
_SHARE_OF_A_COPY = 0.5
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a text is compared with: the day, the clean text, and the names of those who spoke."""

    held_on: date
    text: str
    speakers: Collection[str]


def is_report_of(briefing: Briefing, published: str, text: str) -> bool:
    """Whether a text published on that day or month reports this briefing.

    Within a fortnight a report is known by a speaker's name, or by a fifth of its words being in the briefing; at
    any later time only a copy is, half of whose words stand there: a follow-up may well quote the promise.
    """
    if is_early(published, briefing.held_on):
        return False
    share = echo_share(text, briefing.text)
    if latest_day(published) > _end_of_reports(briefing, published):
        return share >= _SHARE_OF_A_COPY
    return share >= _SHARE_OF_A_REPORT or any(name in text for name in briefing.speakers)


def echo_share(text: str, source: str) -> float:
    """The share of a text's runs of ten characters that are in the source; 0.0 for a text shorter than one run."""
    words = _NOT_WORDS.sub("", text)
    held = _letters_of(source)
    # A set, so that a paragraph that is printed twice weighs once; without marks and blanks, since each paper sets its
    # own.
    runs = {words[start : start + _RUN] for start in range(len(words) - _RUN + 1)}
    return sum(run in held for run in runs) / len(runs) if runs else 0.0


# Many texts are held against the same few sources, one after the other.
@lru_cache(maxsize=64)
def _letters_of(source: str) -> str:
    return _NOT_WORDS.sub("", source)


def _end_of_reports(briefing: Briefing, published: str) -> date:
    """The last day on which papers report the briefing; a month counts as long as it touches that span."""
    end = briefing.held_on + _FRESH
    return latest_day(end.isoformat()[: len(published)])
