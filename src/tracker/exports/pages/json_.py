"""The report as JSON: the tree as it is, so that a program needs to understand no words.

    {"report":     {kind, language, title, subtitle, mark, lines [text], as_of, since, made_on, ledger, fingerprint,
                    total, count, scope, sources [{key, text, held_on, sha256, incomplete}], illustrative,
                    origin},
     "sections":   [{key, heading, level, blocks [block]}],
     "items":      [item], as in `domain.report_item`,
     "references": [reference], as in `domain.report_text`}

A block has its `type`: paragraph, figures, table, chart, references, or item, which only names the `code`. Keys are
those of `domain.report`, and are only ever added. A term is {vocabulary, code, word}; dates are ISO, amounts are
numbers, and what is not known is null. Words are in the language of the report.
"""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, BinaryIO

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.reports.report_item import Item
from tracker.domain.reports.report_tree import Block, ItemTable, References, Report, Section
from tracker.exports.safely import printable

_ELSEWHERE = frozenset({"first_cited", "evidence_unread"})
"""Members of an item that stand somewhere else in the file, or have nothing to say where all is read."""
_ON_TOP = ("kind", "language", "title", "subtitle", "mark", "lines")


class _Flow(list[Any]):
    """A list for the encoder whose members are made as they are written: it only goes through them, once."""

    def __init__(self, members: Iterable[Any]) -> None:
        super().__init__()
        self._members = iter(members)
        self._first = list(islice(self._members, 1))

    def __bool__(self) -> bool:
        return bool(self._first)

    def __iter__(self) -> Iterator[Any]:
        return chain(self._first, self._members)


def write(report: Report, file: BinaryIO, progress: Progress = unwatched) -> None:
    """Write UTF-8, ended by a line feed. `progress` counts commitments."""
    shape = {
        "report": {name: _plain(getattr(report, name)) for name in _ON_TOP} | _members(report.front),
        "sections": [_section(section) for section in report.sections],
        "items": _Flow(map(_plain, steps(report.items, progress))),
        "references": _Flow(_plain(reference) for item in report.items for reference in item.first_cited),
    }
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    text.writelines(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(shape))
    text.write("\n")
    text.detach()


def _section(section: Section) -> Mapping[str, Any]:
    blocks = [_block(block) for block in section.blocks]
    return {"key": section.key, "heading": section.heading, "level": section.level, "blocks": blocks}


def _block(block: Block) -> Mapping[str, Any]:
    kind = {"type": type(block).__name__.lower()}
    if isinstance(block, Item):
        return kind | {"code": block.code}
    if isinstance(block, References):
        return kind
    if isinstance(block, ItemTable):
        rows = _Flow(map(_plain, block.rows))
        columns = _plain(block.columns)
        named = {"key": block.key, "caption": printable(block.caption), "columns": columns}
        return {"type": "table"} | named | {"rows": rows, "empty": printable(block.empty)}
    return kind | _members(block)


def _members(value: Any) -> dict[str, Any]:
    names = (member.name for member in fields(value) if member.name not in _ELSEWHERE)
    return {name: _plain(getattr(value, name)) for name in names}


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
