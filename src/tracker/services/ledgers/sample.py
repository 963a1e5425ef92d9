"""A separate ledger, filled with real follow-up facts, to look around in. It says that it is illustrative."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Bearing, Stage
from tracker.locations import data_dir, db_dir
from tracker.services.assessment.judging import record_review, set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import add_claim, add_restatement
from tracker.services.commands import (
    AssessmentChange,
    EvidenceFields,
    EvidenceRevision,
    NewClaim,
    NewRestatement,
    NewReview,
    NewSearch,
    command,
)
from tracker.services.commitments.reading import list_details
from tracker.services.evidence.recording import add_evidence, revise_evidence
from tracker.services.ledgers.workspace import Clock, Workspace, make_whole, open_workspace
from tracker.store.database.ledger_settings import SAMPLE_AUTHOR, mark_illustrative
from tracker.store.database.migrating import check_file

_MADE_ON = date(2025, 1, 22)
_ORDER = ("fact", "in_force", "claim", "relation", "review", "search", "judgement")
"""What is recorded on one day, first things first: a verdict rests on everything else."""
_Entry = Mapping[str, Any]
"""A fact of facts.jsonl, or an entry of coding.toml."""


def default_sample() -> Path:
    """Where the sample ledger lies unless somebody says otherwise: in the user's data directory."""
    return data_dir() / "sample.db"


def make_sample(path: Path, progress: Progress = unwatched) -> None:
    """Make the sample ledger. What is in it is dated as if it had been recorded when it became known.

    It appears whole or not at all; `progress` counts what is recorded. Raises `sample_exists` rather than replace a
    file, and what `open_workspace` raises.
    """
    if path.exists():
        raise UserError("sample_exists", path=str(path))
    check_file(path)
    try:
        make_whole(path, lambda draft: _make(draft, progress))
    except FileExistsError:
        raise UserError("sample_exists", path=str(path)) from None


def _make(draft: str, progress: Progress) -> None:
    workspace = open_workspace(draft, author=SAMPLE_AUTHOR, clock=_at(_MADE_ON))
    try:
        with workspace.write() as work:
            mark_illustrative(work)
        _fill(workspace, progress)
    finally:
        workspace.close()


def _fill(workspace: Workspace, progress: Progress) -> None:
    folder = db_dir() / "sample"
    coding = tomllib.loads((folder / "coding.toml").read_text(encoding="utf-8"))
    lines = (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    facts = {fact["id"]: fact for fact in map(json.loads, lines)}
    recorder = _Recorder(workspace, facts, list_details(workspace, LedgerQuery()))
    in_order = sorted(_steps(coding, facts), key=lambda step: (step.on, _ORDER.index(step.kind)))
    for step in steps(in_order, progress):
        # The clock of the sample goes with its facts, so that it has a past to look at as of any day.
        workspace.clock = _at(step.on)
        recorder.record(step)


@dataclass(frozen=True, slots=True)
class _Step:
    """Something recorded in the sample on a day, so that it has a past to look at. `kind` is one of `_ORDER`."""

    on: date
    kind: str
    what: _Entry


def _steps(coding: Mapping[str, Sequence[_Entry]], facts: Mapping[int, _Entry]) -> Iterator[_Step]:
    for coded in coding["fact"]:
        # Not before there was a ledger to record it in, however early it was published.
        yield _Step(max(_MADE_ON, date.fromisoformat(facts[coded["id"]]["date"])), "fact", coded)
        if "effective_on" in coded:
            yield _Step(coded["effective_on"], "in_force", coded)
    for kind in ("claim", "relation"):
        for what in coding[kind]:
            yield _Step(date.fromisoformat(facts[what["fact"]]["date"]), kind, what)
    for kind in ("review", "search", "judgement"):
        for what in coding[kind]:
            yield _Step(what["on"], kind, what)


@dataclass(frozen=True, slots=True)
class _Recorder:
    """Records one step after the other in the sample; `pieces` are the ids of the evidence, by the ids of the facts."""

    workspace: Workspace
    facts: Mapping[int, _Entry]
    commitments: Sequence[CommitmentDetail]
    pieces: dict[int, int] = field(default_factory=dict)

    def record(self, step: _Step) -> None:
        """Record a step. Raises what the services raise: the sample is held to the rules like any other ledger."""
        match step.kind:
            case "fact":
                fields = self._evidence(step.what)
                self.pieces[step.what["id"]] = add_evidence(self.workspace, fields).evidence[0]
            case "in_force":
                self._put_in_force(step.what)
            case "claim":
                add_claim(self.workspace, command(NewClaim, **self._statement(step.what)))
            case "relation":
                add_restatement(self.workspace, command(NewRestatement, **self._statement(step.what)))
            case "review":
                review = {"commitment": self._code(step.what), "reason": step.what["reason"]}
                record_review(self.workspace, command(NewReview, **review))
            case "search":
                self._search(step)
            case _:
                self._judge(step.what)

    def _judge(self, what: _Entry) -> None:
        judgement = {
            "commitment": self._code(what),
            "assessment": what["assessment"],
            "reason": what["reason"],
            "evidence": [self.pieces[number] for number in what["facts"]],
            "held": what.get("held", {}),
        }
        set_assessment(self.workspace, command(AssessmentChange, **judgement))

    def _search(self, step: _Step) -> None:
        search = {name: step.what[name] for name in ("place", "outcome", "found")}
        search |= {"commitment": self._code(step.what), "words": step.what["query"], "searched_on": step.on}
        log_search(self.workspace, command(NewSearch, **search))

    def _statement(self, what: _Entry) -> dict[str, Any]:
        """What the ministry said later, as the piece of evidence that it was taken from reports it."""
        fact = self.facts[what["fact"]]
        values = {name: value for name, value in what.items() if name not in ("fact", "words")}
        values |= {"commitment": self._code(what), "said_on": fact["date"], "url": fact.get("url", "")}
        return values | {"evidence_id": self.pieces[what["fact"]]}

    def _put_in_force(self, coded: _Entry) -> None:
        """Let the links that claim the publication of a law claim, from that day on, that it is in force."""
        fields = self._evidence(coded)
        links = tuple(
            link.model_copy(update={"stage": Stage.IN_FORCE}) if link.stage is Stage.ISSUED else link
            for link in fields.links
        )
        revised = fields.model_copy(update={"links": links})
        revision = command(EvidenceRevision, evidence_id=self.pieces[coded["id"]], fields=revised)
        revise_evidence(self.workspace, revision)

    def _evidence(self, coded: _Entry) -> EvidenceFields:
        fact = self.facts[coded["id"]]
        return command(
            EvidenceFields,
            title=fact["title"],
            publisher=fact["publisher"],
            published=fact["date"],
            kind=coded["kind"],
            number=coded.get("number", ""),
            url=fact.get("url", ""),
            effective_on=coded.get("effective_on"),
            note=_note(fact["summary_zh"], fact["note"], "示例材料，据公开报道整理，引用前请核对"),
            links=list(self._links(fact, coded.get("link", ()))),
        )

    def _links(self, fact: _Entry, coded: Iterable[_Entry]) -> Iterator[dict[str, Any]]:
        """What a fact says of each commitment that it names, as its coding has it, or else as the facts have it."""
        said: dict[str, list[_Entry]] = {}
        for link in coded:
            said.setdefault(self._code(link), []).append(link)
        bearings = self._bearings(fact)
        # A coding that names what its fact does not is a slip of ours, and must not pass for a link.
        for code in said.keys() - bearings.keys():
            raise LookupError(f"fact {fact['id']} does not name {code}")
        for code, bearing in bearings.items():
            for link in said.get(code, [{}]):
                values = {"commitment": code, "bearing": link.get("bearing", bearing), "stage": link.get("stage")}
                yield values | self._part(code, link) | link.get("measured", {})

    def _bearings(self, fact: _Entry) -> dict[str, Bearing]:
        """The commitments that a fact names, with what it says of each: its own bearing of the one that it is about."""
        named = [(quote, Bearing.PROGRESS) for quote in fact["other_quotes"]]
        if fact["commitment_quote"]:
            named.insert(0, (fact["commitment_quote"], Bearing(fact["bearing"])))
        bearings: dict[str, Bearing] = {}
        for quote, bearing in named:
            for commitment in self._holding([quote]):
                bearings.setdefault(commitment.row.code, bearing)
        return bearings

    def _part(self, code: str, link: _Entry) -> dict[str, Any]:
        if "part" not in link:
            return {}
        commitment = next(one for one in self.commitments if one.row.code == code)
        return {"part_id": {part.title.zh: part.id for part in commitment.parts}[link["part"]]}

    def _code(self, what: _Entry) -> str:
        """The code of the one commitment whose passages hold the words of an entry, or all of them."""
        words = [what["words"]] if isinstance(what["words"], str) else what["words"]
        # Words that fit none or two are a slip in the coding, and end the making: the sample is made anew by a test.
        (commitment,) = self._holding(words)
        return commitment.row.code

    def _holding(self, words: Sequence[str]) -> list[CommitmentDetail]:
        """The commitments whose passages hold each of these words."""
        return [commitment for commitment in self.commitments if all(_holds(commitment, one) for one in words)]


def _note(*sentences: str) -> str:
    """Whole sentences, each with its one stop."""
    return "".join(f"{said.rstrip('。；;')}。" for said in sentences if said)


def _holds(commitment: CommitmentDetail, words: str) -> bool:
    return any(words in quote.passage.exact for quote in commitment.quotes)


def _at(day: date) -> Clock:
    moment = datetime.combine(day, time(4), tzinfo=UTC)  # noon in Beijing
    return lambda: moment
