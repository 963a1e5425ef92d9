"""Write a coded briefing as a folder of `db/briefings`: what `tracker.briefing.coding` reads, and people review."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.briefing.coding import Answers
from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment, CodedDepartment, CodedPart, CodedSource
from tracker.domain.commitments.passage import SourcePassage
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due, Name, SpeakerRow
from tracker.domain.terms import PassageRole

CODING = "commitments.toml"
CLEAN = "clean.txt"
"""The files of the folder that always have these names; the third is the raw text."""
_WIDTH = 120
_WIDE = "\u2e80"
"""From this character on editors show each as two columns wide; that is near enough for breaking lists."""
_HEAD = """\
# The commitments of the source, coded by the rules of the ledger.
# Offsets count characters of clean.txt, end exclusive; `exact` repeats the words so that a reader can check them.
"""
_Entry = Mapping[str, Any]


def write_briefing(folder: Path, briefing: CodedBriefing) -> None:
    """Write the raw text, the clean text and the coding into a folder that is there; files of these names are
    replaced. Raises `OSError`."""
    (folder / briefing.raw_name).write_bytes(briefing.raw)
    (folder / CLEAN).write_bytes(briefing.text.encode())
    (folder / CODING).write_bytes(coding_text(briefing).encode())


def coding_text(briefing: CodedBriefing) -> str:
    """Return the content of `commitments.toml`."""
    blocks = [_HEAD, f"revision = {briefing.source.revision}\n"]
    blocks.append(_table("[source]", _source(briefing.source, briefing.raw_name)))
    blocks += (_table("[[speaker]]", _speaker(one)) for one in briefing.speakers)
    blocks += (_table("[[topic]]", _name(one)) for one in briefing.topics)
    blocks += (_table("[[department]]", _name(one)) for one in briefing.departments)
    said = Answers(briefing.text, briefing.speakers)
    blocks += (_table("[[commitment]]", _commitment(one, said)) for one in briefing.commitments)
    for one in briefing.omissions:
        entry = {"start": one.start, "end": one.end, "exact": one.exact, "reason": one.reason.value}
        blocks.append(_table("[[omission]]", entry))
    for still in briefing.open:
        blocks.append(_table("[[open]]", {"start": still.start, "end": still.end, "exact": still.exact}))
    return "\n".join(blocks)


def _source(source: CodedSource, raw_name: str) -> _Entry:
    entry: dict[str, Any] = {
        "key": source.key,
        "code_prefix": source.code_prefix,
        "title": source.title.zh,
        "title_en": source.title.en,
        "occasion": source.occasion,
        "publisher": source.publisher.zh,
        "publisher_en": source.publisher.en,
        "held_on": source.held_on,
        "raw_sha256": source.raw_sha256,
        "clean_sha256": source.clean_sha256,
        "captions": list(source.captions),
    }
    if source.incomplete.zh or source.incomplete.en:
        entry |= {"incomplete": source.incomplete.zh, "incomplete_en": source.incomplete.en}
    if source.undone:
        entry["undone"] = list(source.undone)
    if raw_name != "raw.txt":
        entry["raw"] = raw_name
    return entry


def _speaker(speaker: SpeakerRow) -> _Entry:
    return {**_name(speaker.name), "office": speaker.office.zh, "office_en": speaker.office.en}


def _name(name: Name) -> _Entry:
    return {"key": name.key, "name": name.zh, "name_en": name.en}


def _commitment(coded: CodedCommitment, said: Answers) -> _Entry:
    of_role = {role: [p for p in coded.passages if p.role is role] for role in PassageRole}
    # Which amount each baseline belongs to is not kept: in the order of reading they come out as they were.
    baselines = iter(of_role[PassageRole.BASELINE])
    entry: dict[str, Any] = {
        "code": coded.code,
        "title": coded.title,
        "title_en": coded.title_en,
        "topic": coded.topic,
        "kind": coded.kind.value,
    }
    if not coded.is_reviewed:
        entry["reviewed"] = False
    if coded.not_verifiable:
        entry["not_verifiable"] = coded.not_verifiable
    entry["passages"] = [_passage(one, said, is_promise=True) for one in of_role[PassageRole.PROMISE]]
    entry["departments"] = _departments(coded.departments)
    entry["due"] = _due(coded.due)
    for one in of_role[PassageRole.DUE]:
        entry["due_passage"] = _passage(one, said)
    if coded.quantity is not None:
        entry["quantity"] = _quantity(coded.quantity, baselines, said)
    if coded.keywords:
        entry["keywords"] = list(coded.keywords)
    if coded.parts_expected:
        entry["parts_expected"] = coded.parts_expected
    if coded.parts:
        entry["parts"] = [_part(one, baselines, said) for one in coded.parts]
    if rest := [_passage(one, said) for one in baselines]:
        entry["baseline_passages"] = rest
    return entry


def _passage(passage: SourcePassage, said: Answers, *, is_promise: bool = False) -> _Entry:
    entry: dict[str, Any] = {"start": passage.start, "end": passage.end, "exact": passage.exact}
    answer = said.at(passage.start, passage.end)
    if (is_promise and answer.speaker) or passage.speaker != answer.speaker:
        entry["speaker"] = passage.speaker
    if (is_promise and answer.number) or passage.answer != answer.number:
        entry["answer"] = passage.answer
    return entry


def _departments(departments: Iterable[CodedDepartment]) -> list[_Entry]:
    return [{"key": one.key, "role": one.role.value, "basis": one.basis.value} for one in departments]


def _due(due: Due) -> _Entry:
    entry: dict[str, Any] = {} if due.on is None else {"on": due.on}
    entry["basis"] = due.basis.value
    return {**entry, "about": True} if due.about else entry


def _quantity(quantity: Quantity, baselines: Iterator[SourcePassage], said: Answers) -> _Entry:
    entry: dict[str, Any] = {"operator": quantity.operator.value}
    if quantity.value is not None:
        entry["value"] = quantity.value
    entry |= {
        "unit": quantity.unit,
        "counted": quantity.counted,
        "basis": quantity.basis.value,
        "wording": quantity.wording,
    }
    if quantity.baseline is not None:
        entry["baseline"] = quantity.baseline
        baseline = next(baselines, None)
        if baseline is not None:
            entry["baseline_passage"] = _passage(baseline, said)
    if (each := quantity.threshold) is not None:
        entry["threshold"] = {"operator": each.operator.value, "value": each.value, "unit": each.unit}
    return entry


def _part(part: CodedPart, baselines: Iterator[SourcePassage], said: Answers) -> _Entry:
    entry: dict[str, Any] = {"title": part.title, "title_en": part.title_en}
    if part.departments:
        entry["departments"] = _departments(part.departments)
    if part.due is not None:
        entry["due"] = _due(part.due)
    if part.quantity is not None:
        entry["quantity"] = _quantity(part.quantity, baselines, said)
    return entry


def _table(head: str, entry: _Entry) -> str:
    lines = [head]
    for name, value in entry.items():
        if isinstance(value, Mapping) and name == "quantity":
            continue
        lines += _lines(name, value)
    # Last, as in a table of its own: what follows it would belong to it.
    if "quantity" in entry:
        lines += ["[commitment.quantity]", *(f"{name} = {_value(one)}" for name, one in entry["quantity"].items())]
    return "\n".join(lines) + "\n"


def _lines(name: str, value: Any) -> Iterator[str]:
    """A member; lists that a line cannot hold are broken, tables in a list stand one a line."""
    if not isinstance(value, list) or not value:
        yield f"{name} = {_value(value)}"
    elif isinstance(value[0], Mapping):
        yield f"{name} = ["
        yield from (f"    {_value(one)}," for one in value)
        yield "]"
    else:
        yield from _filled(name, [_value(one) for one in value])


def _filled(name: str, values: Sequence[str]) -> Iterator[str]:
    whole = f"{name} = [{', '.join(values)}]"
    if _columns(whole) <= _WIDTH:
        yield whole
        return
    yield f"{name} = ["
    line = ""
    for value in values:
        if line and _columns(line) + _columns(value) + 2 > _WIDTH:
            yield line
            line = ""
        line = f"{line} {value}," if line else f"    {value},"
    yield line
    yield "]"


def _columns(text: str) -> int:
    return sum(2 if sign >= _WIDE else 1 for sign in text)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_value(one)}' for name, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    # JSON's escapes are those of TOML, but that it leaves the one control character alone that is no C0.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(value: Decimal) -> str:
    if value == value.to_integral_value():
        return str(int(value))
    as_float = repr(float(value))
    # As a text where a float would round it.
    return as_float if Decimal(as_float) == value else json.dumps(str(value))
