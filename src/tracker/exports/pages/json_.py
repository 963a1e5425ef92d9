"""The report as JSON: the tree as it is, so that a program needs to understand no words.

    {"report":     {kind, language, title, subtitle, mark, lines [text], colophon, head, as_of, since, made_on,
                    ledger, fingerprint, total, count, scope, sources [{key, text, held_on, sha256, incomplete}],
                    illustrative, origin},
     "sections":   [{key, heading, level, blocks [block]}],
     "items":      [item], as `_item` makes it,
     "references": [reference], as in `exports.report_text`}

A block has its `type`: paragraph, figures, table, chart, references, or item, which only names the `code`. Keys are
those of `exports.report_tree`, and are only ever added. A term is {vocabulary, code, word}; dates are ISO, amounts are
numbers, and what is not known is null. Words are in the language of the report.
"""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, BinaryIO

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.commitments.quantity import Quantity, Uncountable, Working
from tracker.domain.rows import (
    ClaimRow,
    Due,
    EventRow,
    EvidenceLinkRow,
    EvidenceRow,
    PartRow,
    Quote,
    RelationRow,
    Responsible,
    SearchRow,
    SpeakerRow,
    Uncounted,
)
from tracker.exports.citing import public_address
from tracker.exports.report_item import (
    Item,
    due_words,
    judged_on,
    part_details,
    place_of,
    review_day,
    said_by,
    speaker_of,
    uid_of,
)
from tracker.exports.report_text import term
from tracker.exports.report_tree import Block, ItemTable, References, Report, Section
from tracker.exports.safely import printable
from tracker.wording import Words

_ON_TOP = ("kind", "language", "title", "subtitle", "mark", "lines", "colophon", "head")


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
        "items": _Flow(_plain(_item(item)) for item in steps(report.items, progress)),
        "references": _Flow(_plain(reference) for item in report.items for reference in item.first_cited),
    }
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    text.writelines(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(shape))
    text.write("\n")
    # The file is its caller's, who goes on with it; to let the wrapper go would close it.
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


def _item(item: Item) -> dict[str, Any]:
    """One commitment: the values, each with its words. What is said of it line by line is in `entries`."""
    detail = item.detail
    row = detail.row
    words = item.words
    speakers = [_spoken(speaker, words) for speaker in detail.speakers]
    parts = [_part(part, words) for part in detail.parts]
    return {
        "code": item.code,
        "title": item.title,
        "topic": words.name(row.topic),
        "kind": term(row.kind, words),
        "speaker": words.join((one["name"] for one in speakers), "clause"),
        "office": words.join((one["office"] for one in speakers), "clause"),
        "assessment": item.assessment,
        "light": item.light,
        "marks": item.marks,
        "reason": detail.reason,
        "judged_on": judged_on(detail),
        "quotes": [_quote(quote, item) for quote in detail.quotes],
        "departments": [_department(one, detail.quotes, words) for one in detail.departments],
        "due": _due(row.due, due_words(row, words), review_day(row), words),
        "target": _target(row.quantity, row.working, [_left_out(one, item) for one in detail.uncounted], words),
        "parts": [part["title"] for part in parts],
        "evidence": [_piece(piece, item) for piece in item.pieces],
        "claims": [_claim(claim, item) for claim in detail.claims],
        "restatements": [_restatement(later, item) for later in detail.relations],
        "searches": [_search(search, item) for search in detail.searches],
        "changes": [_change(event, item) for event in item.events],
        "news": item.news,
        "speakers": speakers,
        "doubts": [{"rule": term(d.rule, words), "reason": d.reason, "event": d.event} for d in detail.doubts],
        "grounds_changed": row.grounds_changed,
        "reviewed": row.is_reviewed,
        "part_details": parts,
        "parts_unnamed": item.parts_unnamed,
        "entries": item.entries,
        "history": [_change(event, item) for event in reversed(detail.history)] if item.whole else [],
        "reason_en": detail.reason_en,
    }


def _spoken(speaker: SpeakerRow, words: Words) -> dict[str, str]:
    return {"name": words.name(speaker.name), "office": words.name(speaker.office)}


def _quote(quote: Quote, item: Item) -> dict[str, Any]:
    speaker = speaker_of(quote, item.detail)
    return {
        "exact": quote.passage.exact,
        "source": item.words.name(item.detail.source.title),
        "paragraph": quote.paragraph_number,
        "place": place_of(quote, item.detail, item.words),
        "speaker": _spoken(speaker, item.words) if speaker else None,
        "answer": quote.answer,
        "by": said_by(quote, item.detail, item.words),
    }


def _department(one: Responsible, quotes: Iterable[Quote], words: Words) -> dict[str, Any]:
    """Who is responsible, and how we know: where its head spoke, who that is."""
    head = next((quote.speaker for quote in quotes if quote.passage.start == one.passage), None)
    return {
        "key": one.department.key,
        "name": words.name(one.department),
        "role": term(one.role, words),
        "basis": term(one.basis, words),
        "words": words.responsible(one),
        "speaker": words.name(head.name) if head else "",
    }


def _due(due: Due, said: str, review_on: date | None, words: Words) -> dict[str, Any]:
    basis = term(due.basis, words)
    return {"on": due.on, "basis": basis, "words": said, "about": due.about, "review_on": review_on}


def _amount(value: Decimal, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit}


def _target(
    quantity: Quantity | None, working: Working | None, left_out: Sequence[Any], words: Words
) -> dict[str, Any] | None:
    if quantity is None:
        return None
    limit = quantity.threshold
    return {
        "operator": term(quantity.operator, words),
        "value": quantity.value,
        "unit": quantity.unit,
        "counted": quantity.counted,
        "basis": term(quantity.basis, words),
        "baseline": quantity.baseline,
        "actual": working.actual if working else None,
        "reached": working.reached if working else None,
        "satisfied": working.satisfied if working else None,
        "words": words.quantity(quantity),
        "working": words.working(working) if working else "",
        "threshold": limit and {"operator": term(limit.operator, words), "amount": _amount(limit.value, limit.unit)},
        "left_out": left_out,
    }


def _left_out(one: Uncounted, item: Item) -> dict[str, Any]:
    return {
        "evidence": uid_of(one.evidence_id, item.detail),
        "amount": _amount(one.value, one.unit),
        "role": term(one.role, item.words),
        "why": term(Uncountable(one.why), item.words),
        "words": item.words.uncounted(one),
    }


def _part(part: PartRow, words: Words) -> dict[str, Any]:
    return {
        "title": words.name(part.title),
        "due": _due(part.due, words.due(part.due), None, words) if part.due else None,
        "target": _target(part.quantity, part.working, (), words),
        "departments": [_department(one, (), words) for one in part.departments],
        "details": part_details(part, words),
    }


def _piece(piece: EvidenceRow, item: Item) -> dict[str, Any]:
    return {
        "uid": piece.uid,
        "kind": term(piece.kind, item.words),
        "title": piece.title,
        "publisher": piece.publisher,
        "published": piece.published,
        "document": piece.number,
        "url": public_address(piece.url),
        "quote": piece.quote,
        "note": piece.note,
        "links": [_link(link, item) for link in item.links(piece)],
        "cited": piece.id in item.detail.cited,
        "withdrawn": piece.withdrawn,
        "marks": item.limits(piece),
        "citation": item.numbers.get(piece.id),
        "effective_on": piece.effective_on,
        "gist": item.gist(piece),
        "translated": item.translated(piece),
    }


def _link(link: EvidenceLinkRow, item: Item) -> dict[str, Any]:
    words = item.words
    return {
        "bearing": term(link.bearing, words),
        "part": words.name(link.part.title) if link.part else "",
        "stage": link.stage and term(link.stage, words),
        "measured": _amount(link.value, link.unit or "") if link.value is not None else None,
        "role": link.role and term(link.role, words),
        "words": item.link_words(link),
    }


def _claim(claim: ClaimRow, item: Item) -> dict[str, Any]:
    return {
        "said": claim.said,
        "by": claim.said_by,
        "on": claim.said_on,
        "claimed": claim.claimed and term(claim.claimed, item.words),
        "citation": next(iter(item.cited([claim.evidence_id])), None),
    }


def _restatement(later: RelationRow, item: Item) -> dict[str, Any]:
    words = item.words
    return {
        "kind": term(later.kind, words),
        "wording": later.wording,
        "by": later.said_by,
        "on": later.said_on,
        "due": later.due_on,
        "target": words.quantity(later.quantity) if later.quantity else "",
        "working": words.working(later.working) if later.working else "",
        "citation": next(iter(item.cited([later.evidence_id])), None),
        "other": later.other or "",
        "reason": later.reason,
    }


def _search(search: SearchRow, item: Item) -> dict[str, Any]:
    return {
        "on": search.searched_on,
        "place": search.place,
        "words": search.words,
        "found": search.found,
        "mark": item.words.phrase("old_search") if search.old else "",
        "outcome": term(search.outcome, item.words) if search.decided else None,
        "result": item.search_result(search),
    }


def _change(event: EventRow, item: Item) -> dict[str, Any]:
    return {"on": event.day, "words": item.event_words(event), "reason": event.reason, "reason_en": event.reason_en}


def _members(value: Any) -> dict[str, Any]:
    return {member.name: _plain(getattr(value, member.name)) for member in fields(value)}


def _plain(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case Decimal():
            # JSON has no decimals; 101.0 for a count of 101 would look measured.
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(member) for member in value]
        case dict():
            return {name: _plain(member) for name, member in value.items()}
        case _:
            return _members(value) if is_dataclass(value) else value
