"""The coded briefing as it lies in `db/briefings/KEY/`: raw text, clean text and `commitments.toml`."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.briefing.cleaning.clean_text import clean
from tracker.briefing.sections import Span, answers, forward_sections, question_of, sentences
from tracker.domain.commitments.bodies import Bodies, state_bodies
from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment, CodedDepartment, CodedPart, CodedSource
from tracker.domain.commitments.passage import OmittedPassage, OpenPassage, SourcePassage
from tracker.domain.commitments.quantity import Quantity, Threshold
from tracker.domain.rows import Due, Name, SpeakerRow
from tracker.domain.terms import (
    EARLIER_TERMS,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    OmissionReason,
    Operator,
    PassageRole,
)

MALFORMED = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What reading a coding raises that a person spoiled in an editor: a key may be missing, a term misspelt, a number a
word, a table a line."""
_REVISION = re.compile(r"revision = (\d+)")
_RAW = re.compile(r"raw\.[a-z]{2,5}")
_YEAR = re.compile(r"20\d\d年")
_WORDS = re.compile(r"[^\s,。;:、!?,;:!?()()]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a text, its number from 1, and the key of whose name stands at its head, "" where it has none."""

    number: int
    span: Span
    speaker: str


_OUTSIDE = Answer(0, Span(0, 0), "")
"""Where words stand that are in no answer."""


class Answers:
    """Who says what in a text."""

    def __init__(self, text: str, speakers: Iterable[SpeakerRow]) -> None:
        heads = {f"{speaker.name.zh}:": speaker.name.key for speaker in speakers}
        self._answers = [
            Answer(number, span, next((heads[head] for head in heads if text.startswith(head, span.start)), ""))
            for number, span in enumerate(answers(text), 1)
        ]

    def can_tell(self) -> bool:
        """Return whether the text parts into answers by its own marks: where it does not, the coding alone says who
        speaks."""
        return bool(self._answers)

    def at(self, start: int, end: int) -> Answer:
        """The answer that holds a whole stretch of the text."""
        return next((one for one in self._answers if one.span.start <= start and end <= one.span.end), _OUTSIDE)


def read_briefing(folder: Path) -> CodedBriefing:
    """Read a coded briefing. Raises one of `MALFORMED` where the coding breaks its own form."""
    coding = read_coding(folder)
    return replace(coding, raw=(folder / coding.raw_name).read_bytes())


def read_coding(folder: Path) -> CodedBriefing:
    """Read a coding without the raw text, which a second coder need not keep beside it: `raw` is b"". Raises as
    `read_briefing`."""
    coded = tomllib.loads((folder / "commitments.toml").read_text(encoding="utf-8"))
    text = (folder / "clean.txt").read_bytes().decode("utf-8")
    speakers = tuple(
        SpeakerRow(_name(entry), Name(entry["key"], entry["office"], entry["office_en"]))
        for entry in coded.get("speaker", ())
    )
    said = Answers(text, speakers)
    raw = coded["source"].get("raw", "raw.txt")
    if not _RAW.fullmatch(raw):
        raise ValueError(raw)  # a folder that somebody sent must not name a file elsewhere
    return CodedBriefing(
        source=_source(coded),
        raw=b"",
        text=text,
        speakers=speakers,
        topics=tuple(map(_name, coded.get("topic", ()))),
        commitments=tuple(_commitment(entry, said) for entry in coded.get("commitment", ())),
        omissions=tuple(
            OmittedPassage(entry["start"], entry["end"], entry["exact"], OmissionReason(entry["reason"]))
            for entry in coded.get("omission", ())
        ),
        open=tuple(OpenPassage(entry["start"], entry["end"], entry["exact"]) for entry in coded.get("open", ())),
        departments=tuple(map(_name, coded.get("department", ()))),
        raw_name=raw,
    )


def read_revision(folder: Path) -> int:
    """Which revision of the coding lies there, without reading all of it."""
    with (folder / "commitments.toml").open(encoding="utf-8") as lines:
        return next(int(found[1]) for line in lines if (found := _REVISION.match(line)))


def read_departments(path: Path, publisher: str | None = None) -> tuple[Name, ...]:
    """The departments that the ledger of a publisher begins with, in the order in which it lists them; none of a
    publisher for which no list lies there; without a publisher all that are listed.

    Raises `KeyError` where one has no name among the bodies.
    """
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    bodies = state_bodies()
    if publisher is not None and bodies.owners([publisher]) != {listed["publisher"]}:
        return ()
    return tuple(_named(bodies, key) for key in listed["departments"])


def departments_of(briefing: CodedBriefing, path: Path) -> tuple[Name, ...]:
    """The departments that a briefing brings into a ledger: those that its publisher's ledger begins with, then the
    bodies besides that its commitments name. Raises `KeyError` for a key that no body has."""
    first = read_departments(path, briefing.source.publisher.zh)
    own = [one for commitment in briefing.commitments for one in commitment.departments]
    of_parts = [one for commitment in briefing.commitments for part in commitment.parts for one in part.departments]
    listed = {name.key for name in first}
    keys = dict.fromkeys(one.key for one in (*own, *of_parts) if one.key not in listed)
    bodies = state_bodies()
    return (*first, *(_named(bodies, key) for key in keys))


def _named(bodies: Bodies, key: str) -> Name:
    body = bodies.get(key)
    if body is None:
        raise KeyError(key)
    return body.name


def faults(briefing: CodedBriefing) -> Iterator[str]:
    """Everything that makes the coding untrue to its source, one line each; nothing for a sound one."""
    # Imported when a coding is looked into: what reads files is nothing that a ledger needs to open.
    from tracker.capture.documents.formats import identify
    from tracker.capture.documents.reading import read

    source = briefing.source
    text = briefing.text
    if hashlib.sha256(briefing.raw).hexdigest() != source.raw_sha256:
        yield "the raw text is not the one that was coded"
    if hashlib.sha256(text.encode()).hexdigest() != source.clean_sha256:
        yield "the clean text is not the one that was coded"
    document = read(briefing.raw, identify(briefing.raw, briefing.raw_name), briefing.raw_name)
    if clean(document, source.undone, source.captions).text != text:
        yield "the clean text does not follow from the raw text"
    said = Answers(text, briefing.speakers)
    for commitment in briefing.commitments:
        yield from _passage_faults(commitment, text, said)
        yield from _due_faults(commitment, text, said)
    for omission in briefing.omissions:
        if text[omission.start : omission.end] != omission.exact:
            yield f"omission: not in the text at {omission.start}: {omission.exact}"
    for one in briefing.open:
        if text[one.start : one.end] != one.exact:
            yield f"open: not in the text at {one.start}: {one.exact}"
    yield from unaccounted(briefing)


def unaccounted(briefing: CodedBriefing) -> Iterator[str]:
    """Words of the forward-looking sections that are neither in a passage nor listed as left out or open (§1)."""
    spans = [Span(p.start, p.end) for c in briefing.commitments for p in c.promises]
    spans += [Span(o.start, o.end) for o in (*briefing.omissions, *briefing.open)]
    # Offset by offset: passages overlap and omissions fill the gaps between them, and a word counts only when all of it
    # is in one or several of them.
    covered = {offset for span in spans for offset in range(span.start, span.end)}
    for section in forward_sections(briefing.text):
        for sentence in sentences(briefing.text, section):
            for words in _WORDS.finditer(briefing.text, sentence.start, sentence.end):
                if not covered.issuperset(range(words.start(), words.end())):
                    yield f"neither coded nor listed at {words.start()}: {words[0]}"


def _passage_faults(commitment: CodedCommitment, text: str, said: Answers) -> Iterator[str]:
    """Words that are not the text's, or not of the answer or the person that they are coded as (§1)."""
    for passage in commitment.passages:
        answer = said.at(passage.start, passage.end)
        if not passage.stands_in(text):
            yield f"{commitment.code}: not in the text at {passage.start}: {passage.exact}"
        elif said.can_tell() and (passage.answer, passage.speaker) != (answer.number, answer.speaker):
            coded = f"answer {passage.answer} by {passage.speaker or 'nobody'}"
            yield f"{commitment.code}: not in {coded} at {passage.start}: {passage.exact}"


def _due_faults(commitment: CodedCommitment, text: str, said: Answers) -> Iterator[str]:
    """A due date whose year is in the text by its basis, but is not quoted from there (§4)."""
    promises = [Span(promise.start, promise.end) for promise in commitment.promises]
    sections = [said.at(promise.start, promise.end).span for promise in promises]
    places = {
        DueBasis.STATED: promises,
        DueBasis.SECTION: sections,
        DueBasis.QUESTION: [question_of(text, section) for section in sections],
    }.get(commitment.due.basis)
    # Where a text does not part into answers by its own marks, sections and questions cannot be told again from it.
    by_answers = commitment.due.basis is not DueBasis.STATED
    if places is None or commitment.due.on is None or (by_answers and not said.can_tell()):
        return
    year = str(commitment.due.on.year)
    words = [passage for passage in commitment.passages if passage.role is PassageRole.DUE and year in passage.exact]
    quoted = any(place.start <= one.start and one.end <= place.end for one in words for place in places)
    if not quoted and not (commitment.due.basis is DueBasis.STATED and _says_no_year(commitment, text)):
        yield f"{commitment.code}: {year} is not quoted from where the basis {commitment.due.basis} says it stands"


def _says_no_year(commitment: CodedCommitment, text: str) -> bool:
    """Whether a promise names no year itself, and words are quoted that give its day: by the year's end, or the day in
    another column of its row."""
    # A row may name a year that it measures against, and has its day in a column.
    has_year = any(
        _YEAR.search(text, one.start, one.end) and "\t" not in text[text.rfind("\n", 0, one.start) + 1 : one.start]
        for one in commitment.promises
    )
    year = str(commitment.due.on.year) if commitment.due.on else ""
    said = (one.exact for one in commitment.passages if one.role is PassageRole.DUE)
    return not has_year and any(year in words or not _YEAR.search(words) for words in said)


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
        undone=tuple(entry.get("undone", ())),
    )


def _commitment(entry: dict[str, Any], said: Answers) -> CodedCommitment:
    return CodedCommitment(
        code=entry["code"],
        title=entry["title"],
        title_en=entry["title_en"],
        topic=entry["topic"],
        kind=CommitmentKind(entry["kind"]),
        passages=tuple(_passages(entry, said)),
        departments=_departments(entry["departments"]),
        due=_due(entry["due"]),
        quantity=_quantity(entry["quantity"]) if "quantity" in entry else None,
        parts=tuple(map(_part, entry.get("parts", ()))),
        not_verifiable=entry.get("not_verifiable", ""),
        keywords=tuple(entry.get("keywords", ())),
        parts_expected=entry.get("parts_expected", 0),
        is_reviewed=entry.get("reviewed", True),
    )


def _part(entry: dict[str, Any]) -> CodedPart:
    return CodedPart(
        title=entry["title"],
        title_en=entry["title_en"],
        departments=_departments(entry.get("departments", ())),
        due=_due(entry["due"]) if "due" in entry else None,
        quantity=_quantity(entry["quantity"]) if "quantity" in entry else None,
    )


def _passages(entry: dict[str, Any], said: Answers) -> Iterator[SourcePassage]:
    """The passages of a commitment. The words that give the baseline of a part stand among them, too; so do those of a
    baseline that the amount does not have any more."""
    for passage in entry["passages"]:
        yield _passage(passage, PassageRole.PROMISE, said)
    if "due_passage" in entry:
        yield _passage(entry["due_passage"], PassageRole.DUE, said)
    for of_amount in (entry, *entry.get("parts", ())):
        if "baseline_passage" in of_amount.get("quantity", ()):
            yield _passage(of_amount["quantity"]["baseline_passage"], PassageRole.BASELINE, said)
    for passage in entry.get("baseline_passages", ()):
        yield _passage(passage, PassageRole.BASELINE, said)


def _passage(entry: Mapping[str, Any], role: PassageRole, said: Answers) -> SourcePassage:
    """A passage; who says it, and in which answer, follows from the text where the coding leaves it out."""
    answer = said.at(entry["start"], entry["end"])
    return SourcePassage(
        start=entry["start"],
        end=entry["end"],
        exact=entry["exact"],
        role=role,
        speaker=entry.get("speaker", answer.speaker),
        answer=entry.get("answer", answer.number),
    )


def _departments(entries: Iterable[Mapping[str, Any]]) -> tuple[CodedDepartment, ...]:
    return tuple(
        CodedDepartment(entry["key"], DepartmentRole(entry["role"]), DepartmentBasis(entry["basis"]))
        for entry in entries
    )


def _due(entry: Mapping[str, Any]) -> Due:
    due = Due(entry.get("on"), DueBasis(entry["basis"]), entry.get("about", False))
    # Refused while it is read, so that no coding that comes with the program can bring in what §4 does not know.
    if due.basis in EARLIER_TERMS or (due.on is None) is not (due.basis is DueBasis.NONE):
        raise ValueError(f"no due date can be {due}")
    return due


def _quantity(entry: Mapping[str, Any]) -> Quantity:
    return Quantity(
        operator=Operator(entry["operator"]),
        value=_number(entry.get("value")),
        unit=entry["unit"],
        basis=CountingBasis(entry["basis"]),
        wording=entry["wording"],
        counted=entry["counted"],
        baseline=_number(entry.get("baseline")),
        threshold=_threshold(entry["threshold"]) if "threshold" in entry else None,
    )


def _threshold(entry: Mapping[str, Any]) -> Threshold:
    return Threshold(Operator(entry["operator"]), Decimal(str(entry["value"])), entry["unit"])


def _number(value: int | float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
