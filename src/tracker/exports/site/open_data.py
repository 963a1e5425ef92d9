"""The ledger as data for anybody: JSON and CSV, in both languages at once, and only what the pages show.

    {"about":       {title, as_of, made_on, sample, scope, reasons, total, count, sources [source], origin},
     "terms":       {vocabulary: {code: text}},
     "commitments": [commitment], as `commitment_data` makes it}

A text is {zh, en}. What others wrote (words, titles, quotes) stands as they wrote it. Dates are ISO, of a piece of
evidence perhaps only the month; what is not known is null. Every member is named here: nothing that a commitment
gets one day is published before somebody adds it to this module.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tracker.domain.commitments.quantity import Quantity, Working
from tracker.domain.rows import Due, EvidenceRow, Name, PartRow, Quote, Responsible
from tracker.domain.terms import (
    EARLIER_TERMS,
    Assessment,
    Bearing,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    Doubt,
    DueBasis,
    EvidenceKind,
    Light,
    Operator,
    RelationKind,
    Stage,
    ValueRole,
)
from tracker.exports.citing import public_address
from tracker.exports.report_item import Item, judged_on, review_day, speaker_of
from tracker.exports.safely import csv_texts, printable
from tracker.exports.site.addresses import commitment
from tracker.exports.site.story import StoryEvent, context_of, public_claims
from tracker.wording import Words
from tracker.wording.words import vocabulary_of

Text = Mapping[str, str]
Json = dict[str, Any]

_VOCABULARIES: tuple[type[StrEnum], ...] = (
    *(Assessment, Light, Doubt, CommitmentKind, DepartmentRole, DepartmentBasis, DueBasis, Operator, CountingBasis),
    *(EvidenceKind, Bearing, Stage, ValueRole, RelationKind),
)
_BYTE_ORDER_MARK = "\ufeff"
CSV_COLUMNS = (
    *("code", "title_zh", "title_en", "topic_zh", "topic_en", "kind", "assessment", "assessment_zh", "assessment_en"),
    *("assessed_on", "reason", "doubts", "light", "light_zh", "light_en", "lead_zh", "lead_en", "lead_basis"),
    *("co_leads_zh", "co_leads_en", "due", "due_basis", "due_about", "target_zh", "target_en", "target", "unit"),
    *("actual", "words", "evidence", "newest_evidence", "page", "reason_en"),
)


@dataclass(frozen=True, slots=True)
class Both:
    """Makes texts in both languages."""

    zh: Words
    en: Words

    def __call__(self, said: Callable[[Words], str]) -> Text:
        """Return what the words of each language make of something."""
        return {"zh": said(self.zh), "en": said(self.en)}

    def name(self, name: Name) -> Text:
        """Return a name."""
        return {"zh": name.zh, "en": name.en}


def terms(both: Both) -> Json:
    """Return what every code in the data is called."""
    return {
        vocabulary_of(kind): {
            member.value: both(lambda words, member=member: words.term(member))
            for member in kind
            if member not in EARLIER_TERMS
        }
        for kind in _VOCABULARIES
    }


def commitment_data(item: Item, story: Iterable[StoryEvent], both: Both, *, reasons: bool) -> Json:
    """Return everything about a commitment. The item may be in either language; `reasons` publishes why."""
    detail = item.detail
    row = detail.row
    due = _due(row.due)
    # Keys of reasons are not even there where reasons are not published.
    because = {"reason": detail.reason, "reason_en": detail.reason_en or None} if reasons else {}
    return {
        "code": row.code,
        "page": {"zh": commitment(row.code, "zh"), "en": commitment(row.code, "en")},
        "title": both.name(row.title),
        "topic": both.name(row.topic),
        "kind": row.kind,
        "assessment": row.assessment,
        "assessed_on": judged_on(detail),
        "late": detail.fulfilled_late,
        **because,
        "doubts": [{"rule": one.rule} | ({"reason": one.reason} if reasons else {}) for one in detail.doubts],
        "grounds_changed": row.grounds_changed,
        "reviewed": row.is_reviewed,
        "light": row.light,
        "due": due,
        "review_on": review_day(row),
        "departments": [_department(one, both) for one in detail.departments],
        "target": _target(row.quantity, row.working, both),
        "parts": [_part(part, both) for part in detail.parts],
        "parts_unnamed": item.parts_unnamed,
        "words": [_quote(quote, item, both) for quote in detail.quotes],
        "evidence": [_piece(piece, item, both) for piece in item.pieces],
        "claims": [
            {"said": one.said, "by": one.said_by, "on": one.said_on, "claimed": one.claimed}
            | {"url": public_address(one.url)}
            for one in public_claims(item)
        ],
        "later_words": [
            {"kind": one.kind, "wording": one.wording, "by": one.said_by, "on": one.said_on, "due_on": one.due_on}
            | {"commitment": one.other, "url": public_address(one.url)}
            for one in detail.relations
        ],
        "assessments": [{"on": one.day, "assessment": one.assessment} for one in story if one.kind == "verdict"],
    }


def _due(due: Due) -> Json:
    return {"on": due.on, "basis": due.basis, "about": due.about}


def _department(one: Responsible, both: Both) -> Json:
    named = {"key": one.department.key, "name": both.name(one.department)}
    return named | {"role": one.role, "basis": one.basis}


def _target(quantity: Quantity | None, working: Working | None, both: Both) -> Json | None:
    if quantity is None:
        return None
    return {
        "text": both(lambda words: words.quantity(quantity)),
        "operator": quantity.operator,
        "value": quantity.value,
        "unit": quantity.unit,
        "counts": quantity.basis,
        "baseline": quantity.baseline,
        "actual": working.actual if working else None,
        "satisfied": working.satisfied if working else None,
        "working": both(lambda words: words.working(working)) if working else None,
    }


def _part(part: PartRow, both: Both) -> Json:
    return {
        "title": both.name(part.title),
        "due": _due(part.due) if part.due else None,
        "target": _target(part.quantity, part.working, both),
        "departments": [_department(one, both) for one in part.departments],
    }


def _quote(quote: Quote, item: Item, both: Both) -> Json:
    speaker = speaker_of(quote, item.detail)
    return {
        "exact": quote.passage.exact,
        "paragraph": context_of(quote, item.detail.source),
        "source": item.detail.source.key,
        "paragraph_number": quote.paragraph_number,
        "speaker": both.name(speaker.name) if speaker else None,
        "office": both.name(speaker.office) if speaker else None,
    }


def _piece(piece: EvidenceRow, item: Item, both: Both) -> Json:
    return {
        "id": piece.uid,
        "kind": piece.kind,
        "title": piece.title,
        "title_en": piece.title_en or None,
        "publisher": piece.publisher,
        "published": piece.published,
        "effective_on": piece.effective_on,
        "number": piece.number,
        "url": public_address(piece.url),
        "quote": piece.quote,
        "gist": piece.gist or None,
        "gist_en": piece.gist_en or None,
        "cited": piece.id in item.detail.cited,
        "early": piece.early,
        "same_briefing": piece.same_briefing,
        "shows": [
            {
                "bearing": link.bearing,
                "part": both.name(link.part.title) if link.part else None,
                "stage": link.stage,
                "value": link.value,
                "unit": link.unit,
                "role": link.role,
            }
            for link in item.links(piece)
        ],
    }


def encoded(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON that any program reads: no control characters, whole numbers without a point."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return _plain_one(value)


def _plain_one(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case str():
            return printable(value)
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return value


def csv_head() -> str:
    """Return the line of headings, which tells Excel the encoding."""
    return _BYTE_ORDER_MARK + _line(CSV_COLUMNS)


def csv_line(data: Json, known: Json) -> str:
    """Return the line of a commitment, made of its data: nothing gets into it that is not there, too. `known` are the
    `terms`."""
    separator = "; "
    leads = [one for one in data["departments"] if one["role"] == DepartmentRole.LEAD]
    others = [one for one in data["departments"] if one["role"] != DepartmentRole.LEAD]
    target = data["target"] or {}
    said = {
        **{key: data[key] for key in ("code", "kind", "assessment", "assessed_on", "light")},
        **_in_both("title", data["title"]),
        **_in_both("topic", data["topic"]),
        **_in_both("assessment", known["assessment"][data["assessment"]]),
        **_in_both("light", known["light"][data["light"]]),
        "reason": data.get("reason"),
        "doubts": separator.join(one["rule"] for one in data["doubts"]),
        **{f"lead_{tongue}": separator.join(one["name"][tongue] for one in leads) for tongue in ("zh", "en")},
        "lead_basis": separator.join(one["basis"] for one in leads),
        **{f"co_leads_{tongue}": separator.join(one["name"][tongue] for one in others) for tongue in ("zh", "en")},
        "due": data["due"]["on"],
        "due_basis": data["due"]["basis"],
        "due_about": "1" if data["due"]["about"] else "",
        **_in_both("target", target.get("text") or {}),
        "target": target.get("value"),
        "unit": target.get("unit"),
        "actual": target.get("actual"),
        "words": "\n".join(one["exact"] for one in data["words"]),
        "evidence": len(data["evidence"]),
        "newest_evidence": max((one["published"] for one in data["evidence"]), default=""),
        "page": data["page"]["zh"],
        "reason_en": data.get("reason_en"),
    }
    return _line(_cell(said.get(column)) for column in CSV_COLUMNS)


def _in_both(name: str, text: Text) -> Json:
    return {f"{name}_{tongue}": text.get(tongue, "") for tongue in ("zh", "en")}


def _cell(value: Any) -> str:
    return "" if value is None else str(_plain(value))


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(csv_texts(list(cells)))
    return text.getvalue()


def json_pieces(about: Json, known: Json, commitments: Iterator[Json]) -> Iterator[str]:
    """Return the whole JSON piece by piece, a commitment on each line."""
    yield f'{{"about":{encoded(about)},\n"terms":{encoded(known)},\n"commitments":['
    for number, one in enumerate(commitments):
        yield ("\n" if number == 0 else ",\n") + encoded(one)
    yield "\n]}\n"
