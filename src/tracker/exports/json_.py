"""The report as JSON: the tree as it is, so that a program needs to understand no words.

    {"report":     {kind, language, title, subtitle, mark, lines [text], as_of, since, made_on, ledger, fingerprint,
                    total, count, scope, sources [{key, text, held_on, sha256, incomplete}], illustrative},
     "sections":   [{key, heading, level, blocks [block]}],
     "items":      [item], as in `domain.report_item`,
     "references": [reference], as in `domain.report_text`}

A block has its `type`: paragraph, figures, table, chart, references, or item, which only names the `code`. Keys are
those of `domain.report`, and are only ever added. A term is {vocabulary, code, word}; dates are ISO, amounts are
numbers, and what is not known is null. Words are in the language of the report.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.report import Block, References, Report, Section
from tracker.domain.report_item import Item
from tracker.exports.safely import printable

_ON_TOP = ("kind", "language", "title", "subtitle", "mark", "lines")


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """The bytes of the file: UTF-8, ended by a line feed. `progress` counts commitments."""
    shape = {
        "report": {name: _plain(getattr(report, name)) for name in _ON_TOP} | _members(report.front),
        "sections": [_section(section) for section in report.sections],
        "items": [_plain(item) for item in steps(report.items, progress)],
        "references": _plain(report.references),
    }
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()


def _section(section: Section) -> Mapping[str, Any]:
    blocks = [_block(block) for block in section.blocks]
    return {"key": section.key, "heading": section.heading, "level": section.level, "blocks": blocks}


def _block(block: Block) -> Mapping[str, Any]:
    kind = {"type": type(block).__name__.lower()}
    if isinstance(block, Item):
        return kind | {"code": block.code}
    if isinstance(block, References):
        return kind
    return kind | _members(block)


def _members(value: Any) -> dict[str, Any]:
    return {member.name: _plain(getattr(value, member.name)) for member in fields(value)}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return printable(value)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(member) for member in value]
        case _ if is_dataclass(value):
            return _members(value)
        case _:
            raise TypeError(f"no JSON for {type(value).__name__}")
