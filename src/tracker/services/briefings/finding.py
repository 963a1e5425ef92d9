"""Find the units of a source that was read, and what the text says of itself; nothing is recorded."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from tracker.briefing.finding.english_units import is_english
from tracker.briefing.finding.finding_rules import FindingRules, RulesFaultKind, RulesFileError, read_rules
from tracker.briefing.finding.unit_finder import find_units
from tracker.capture.particulars.proposals import propose
from tracker.capture.spreadsheets.deadlines import parse_published
from tracker.domain.briefings.found_units import Findings
from tracker.domain.errors import UserError
from tracker.domain.text.dates import first_day
from tracker.services.briefings.source_text import ReadSource

_SIGNED = re.compile(r"成文日期\s*[:：]?\s*(20\d\d年\d{1,2}月\d{1,2}日)")
"""The day on which it was issued; a page says besides when it was put there."""
_HEAD = 600
_DAY_AT_HEAD = re.compile(r"20\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日")
"""The day on which something was said stands over it: 时间：2025年7月22日."""
_PLANNED_YEAR = re.compile(
    r"(20\d\d) ?年(?![^。\n]{0,8}(?:回顾|总结))"
    r"(?:[^。，\n]{0,12}(?:任务|安排|打算|重点|要点|部署|目标|要求)|[^。\n]{0,6}将)"
)
_FAULTS = {
    RulesFaultKind.SYNTAX: "finding_rules_syntax",
    RulesFaultKind.UNKNOWN: "finding_rules_unknown",
    RulesFaultKind.WORD: "finding_rules_word",
}


class DayBasis(StrEnum):
    """How the day of a source is known: somebody gave it, its text says it, only its year is read off what it plans, or
    nothing tells and it is today."""

    GIVEN = "given"
    READ = "read"
    YEAR = "year"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source with what was found in it. `title` and `publisher` are "" where its text does not say them; `is_rough`
    where it is English and read by its modal verbs alone; `rules` is the office's own file by which it was found."""

    source: ReadSource
    title: str
    publisher: str
    held_on: date
    day_basis: DayBasis
    findings: Findings
    is_rough: bool = False
    rules: Path | None = None


def find_in_source(
    source: ReadSource, today: date, *, held_on: date | None = None, rules: Path | None = None
) -> FoundSource:
    """Find the units of a source that could be read, by the program's rules and those of an office's own file.

    Raises `source_empty` where it has no words, and as `check_rules`.
    """
    text = source.clean.text
    if not text.strip():
        raise UserError("source_empty", field="file", name=source.name)
    proposals = propose(source.document, name=source.name)
    basis = DayBasis.GIVEN
    day = held_on
    if day is None:
        signed = _SIGNED.search(text)
        said = signed[1] if signed else proposals.published.value if proposals.published else ""
        if not said and (at_head := _DAY_AT_HEAD.search(text, 0, _HEAD)):
            said = at_head[0].replace(" ", "")
        published = parse_published(said) if said else ""
        read = first_day(published) if published else None
        day, basis = (read, DayBasis.READ) if read else _guessed(text, today)
    return FoundSource(
        source,
        proposals.title.value if proposals.title else "",
        proposals.publisher.value if proposals.publisher else "",
        day,
        basis,
        find_units(text, day, _rules(rules)),
        is_english(text),
        rules,
    )


def check_rules(path: Path) -> None:
    """Refuse an office's own file that cannot be used.

    Raises `file_missing`, `file_unreadable`, `finding_rules_encoding`, and with the line `finding_rules_syntax`,
    `finding_rules_unknown`, `finding_rules_word`, all of the field `rules`.
    """
    _rules(path)


def _guessed(text: str, today: date) -> tuple[date, DayBasis]:
    # The first year that it plans for: a later one is that of a longer plan.
    years = [int(found) for found in _PLANNED_YEAR.findall(text)]
    return (date(min(years), 1, 1), DayBasis.YEAR) if years else (today, DayBasis.TODAY)


def _rules(path: Path | None) -> FindingRules:
    if path is None:
        return read_rules()
    try:
        # As some editors of Windows write it, with a mark at its beginning.
        return read_rules(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise UserError("file_missing", field="rules", value=str(path)) from fault
    except OSError as fault:
        raise UserError("file_unreadable", field="rules", name=path.name) from fault
    except UnicodeDecodeError as fault:
        raise UserError("finding_rules_encoding", field="rules", name=path.name) from fault
    except RulesFileError as fault:
        details = {"name": path.name, "line": fault.line, "words": fault.words}
        raise UserError(_FAULTS[fault.kind], field="rules", **details) from fault
