"""The coded briefing as it lies in `db/briefings/KEY/`: raw text, clean text and `commitments.toml`."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.briefing.sections import Span, forward_sections, sentences
from tracker.briefing.text import clean_text
from tracker.domain.coded import CodedBriefing, CodedCommitment, CodedDepartment, CodedSource
from tracker.domain.passage import Omission, Passage
from tracker.domain.quantity import Quantity
from tracker.domain.rows import Due, Name, Speaker
from tracker.domain.terms import (
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    OmissionReason,
    Operator,
    PassageRole,
)

_REVISION = re.compile(r"revision = (\d+)")
_WORDS = re.compile(r"[^\s,。;:、!?,;:!?()()]+")


def read_briefing(folder: Path) -> CodedBriefing:
    """Read a coded briefing. Raises `KeyError` or `ValueError` where the coding breaks its own form."""
    coded = tomllib.loads((folder / "commitments.toml").read_text(encoding="utf-8"))
    return CodedBriefing(
        source=_source(coded),
        raw=(folder / "raw.txt").read_bytes(),
        text=(folder / "clean.txt").read_bytes().decode("utf-8"),
        speakers=tuple(
            Speaker(_name(entry), Name(entry["key"], entry["office"], entry["office_en"])) for entry in coded["speaker"]
        ),
        topics=tuple(map(_name, coded["topic"])),
        commitments=tuple(map(_commitment, coded["commitment"])),
        omissions=tuple(
            Omission(entry["start"], entry["end"], entry["exact"], OmissionReason(entry["reason"]))
            for entry in coded["omission"]
        ),
    )


def read_revision(folder: Path) -> int:
    """Which revision of the coding lies there, without reading all of it."""
    with (folder / "commitments.toml").open(encoding="utf-8") as lines:
        return next(int(found[1]) for line in lines if (found := _REVISION.match(line)))


def read_departments(path: Path) -> tuple[Name, ...]:
    """The departments in use, in the order in which the ledger lists them."""
    return tuple(map(_name, tomllib.loads(path.read_text(encoding="utf-8"))["department"]))


def faults(briefing: CodedBriefing) -> Iterator[str]:
    """Everything that makes the coding untrue to its source, one line each; nothing for a sound one."""
    source, text = briefing.source, briefing.text
    if hashlib.sha256(briefing.raw).hexdigest() != source.raw_sha256:
        yield "the raw text is not the one that was coded"
    if hashlib.sha256(text.encode()).hexdigest() != source.clean_sha256:
        yield "the clean text is not the one that was coded"
    if clean_text(briefing.raw.decode("utf-8"), source.captions) != text:
        yield "the clean text does not follow from the raw text"
    for commitment in briefing.commitments:
        for passage in commitment.passages:
            if not passage.stands_in(text):
                yield f"{commitment.code}: not in the text at {passage.start}: {passage.exact}"
    for omission in briefing.omissions:
        if text[omission.start : omission.end] != omission.exact:
            yield f"omission: not in the text at {omission.start}: {omission.exact}"
    yield from unaccounted(briefing)


def unaccounted(briefing: CodedBriefing) -> Iterator[str]:
    """Words of the forward-looking sections that are neither in a passage nor listed as left out (§1)."""
    spans = [Span(p.start, p.end) for c in briefing.commitments for p in c.promises]
    spans += [Span(o.start, o.end) for o in briefing.omissions]
    covered = {offset for span in spans for offset in range(span.start, span.end)}
    for section in forward_sections(briefing.text):
        for sentence in sentences(briefing.text, section):
            for words in _WORDS.finditer(briefing.text, sentence.start, sentence.end):
                if not covered.issuperset(range(words.start(), words.end())):
                    yield f"neither coded nor listed at {words.start()}: {words[0]}"


def _name(entry: dict[str, Any]) -> Name:
    return Name(entry["key"], entry["name"], entry["name_en"])


def _source(coded: dict[str, Any]) -> CodedSource:
    entry = coded["source"]
    return CodedSource(
        key=entry["key"],
        code_prefix=entry["code_prefix"],
        title=Name("title", entry["title"], entry["title_en"]),
        occasion=entry["occasion"],
        publisher=Name("publisher", entry["publisher"], entry["publisher_en"]),
        held_on=entry["held_on"],
        raw_sha256=entry["raw_sha256"],
        clean_sha256=entry["clean_sha256"],
        captions=tuple(entry["captions"]),
        incomplete=Name("incomplete", entry.get("incomplete", ""), entry.get("incomplete_en", "")),
        revision=coded["revision"],
    )


def _commitment(entry: dict[str, Any]) -> CodedCommitment:
    due = entry["due"]
    return CodedCommitment(
        code=entry["code"],
        title=entry["title"],
        title_en=entry["title_en"],
        topic=entry["topic"],
        speaker=entry["speaker"],
        kind=CommitmentKind(entry["kind"]),
        passages=tuple(_passages(entry)),
        departments=tuple(
            CodedDepartment(d["key"], DepartmentRole(d["role"]), DepartmentBasis(d["basis"]))
            for d in entry["departments"]
        ),
        due=Due(due.get("on"), DueBasis(due["basis"])),
        quantity=_quantity(entry["quantity"]) if "quantity" in entry else None,
        parts=tuple(Name(str(n), p["title"], p["title_en"]) for n, p in enumerate(entry.get("parts", ()), 1)),
        not_verifiable=entry.get("not_verifiable", ""),
        keywords=tuple(entry.get("keywords", ())),
    )


def _passages(entry: dict[str, Any]) -> Iterator[Passage]:
    for passage in entry["passages"]:
        yield Passage(**passage)
    if "due_passage" in entry:
        yield Passage(**entry["due_passage"], role=PassageRole.DUE)
    if "baseline_passage" in entry.get("quantity", ()):
        yield Passage(**entry["quantity"]["baseline_passage"], role=PassageRole.BASELINE)


def _quantity(entry: dict[str, Any]) -> Quantity:
    return Quantity(
        operator=Operator(entry["operator"]),
        value=Decimal(str(entry["value"])) if "value" in entry else None,
        unit=entry["unit"],
        basis=CountingBasis(entry["basis"]),
        wording=entry["wording"],
        counted=entry["counted"],
        baseline=Decimal(str(entry["baseline"])) if "baseline" in entry else None,
    )
