"""A separate ledger, filled with real follow-up facts, to look around in. It says that it is illustrative."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import platformdirs

from tracker.domain.errors import UserError
from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.query import LedgerQuery
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import Bearing
from tracker.locations import db_dir
from tracker.services.commands import AssessmentChange, EvidenceFields, NewClaim, NewRestatement, NewSearch, command
from tracker.services.evidence import add_evidence
from tracker.services.judging import set_assessment
from tracker.services.reading import list_details
from tracker.services.searching import log_search
from tracker.services.statements import add_claim, add_restatement
from tracker.services.workspace import Workspace, make_whole, open_workspace
from tracker.store.schema import check_file
from tracker.store.settings import mark_illustrative

_AUTHOR = "示例"
_MADE_ON = date(2025, 1, 22)
_Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Step:
    """Something recorded in the sample on a day, so that the sample has a past to look at."""

    on: date
    order: int
    what: _Fact


def default_sample() -> Path:
    """Where the sample ledger lies unless somebody says otherwise: in the user's data directory."""
    return platformdirs.user_data_path("tracker") / "sample.db"


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
    workspace = open_workspace(draft, author=_AUTHOR, clock=_at(_MADE_ON))
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
    commitments = list_details(workspace, LedgerQuery())
    recorded: dict[int, int] = {}
    in_order = sorted(_steps(coding, facts), key=lambda step: (step.on, step.order))
    for step in steps(in_order, progress):
        workspace.clock = _at(step.on)
        if "id" in step.what:
            fact = facts[step.what["id"]]
            recorded[fact["id"]] = add_evidence(workspace, _evidence(fact, step.what, commitments)).evidence[0]
            continue
        code = _holding(commitments, step.what["words"])[0].row.code
        if "said_by" in step.what:
            _say(workspace, code, step.what, facts, recorded)
            continue
        if "query" in step.what:
            search = {"place": step.what["place"], "words": step.what["query"], "found": step.what["found"]}
            log_search(workspace, command(NewSearch, commitment=code, searched_on=step.on, **search))
        judgement = {
            "assessment": step.what.get("assessment", "no_evidence"),
            "reason": step.what["reason"],
            "evidence": [recorded[number] for number in step.what.get("facts", ())],
        }
        set_assessment(workspace, command(AssessmentChange, commitment=code, **judgement))


def _steps(coding: Mapping[str, Sequence[_Fact]], facts: Mapping[int, _Fact]) -> Iterator[_Step]:
    for coded in coding["fact"]:
        known_on = facts[coded["id"]]["date"]
        yield _Step(max(_MADE_ON, date.fromisoformat(known_on)), 0, coded)
    for kind in ("judgement", "search"):
        for what in coding[kind]:
            yield _Step(what["on"], 1, what)
    for kind in ("claim", "restatement"):
        for what in coding[kind]:
            yield _Step(date.fromisoformat(facts[what["fact"]]["date"]), 1, what)


def _say(workspace: Workspace, code: str, what: _Fact, facts: Mapping[int, _Fact], recorded: Mapping[int, int]) -> None:
    """What the ministry said later, as the piece of evidence that it was taken from reports it."""
    known, fact = recorded[what["fact"]], facts[what["fact"]]
    values = {name: value for name, value in what.items() if name not in ("fact", "words")}
    values |= {"commitment": code, "said_on": fact["date"], "evidence_id": known, "url": fact.get("url", "")}
    if "wording" in what:
        add_restatement(workspace, command(NewRestatement, **values))
    else:
        add_claim(workspace, command(NewClaim, **values))


def _evidence(fact: _Fact, coded: _Fact, commitments: Sequence[CommitmentDetail]) -> EvidenceFields:
    links: dict[str, dict[str, Any]] = {}
    for quote in filter(None, [fact["commitment_quote"], *fact["other_quotes"]]):
        bearing = fact["bearing"] if quote == fact["commitment_quote"] else Bearing.PROGRESS
        for commitment in _holding(commitments, quote):
            link = {"commitment": commitment.row.code, "bearing": bearing, "stage": coded.get("stage")}
            links.setdefault(commitment.row.code, link | _measured(coded, commitment) | _part(coded, commitment))
    return command(
        EvidenceFields,
        title=fact["title"],
        publisher=fact["publisher"],
        published=fact["date"],
        kind=coded["kind"],
        number=coded.get("number", ""),
        url=fact.get("url", ""),
        quote="",
        note=_note(fact["summary_zh"], fact["note"], "示例材料，据公开报道整理，引用前请核对"),
        links=list(links.values()),
    )


def _note(*sentences: str) -> str:
    """Whole sentences, each with its one stop."""
    return "".join(f"{said.rstrip('。；;')}。" for said in sentences if said)


def _measured(coded: _Fact, commitment: CommitmentDetail) -> dict[str, Any]:
    measured = coded.get("measured")
    if measured is None or not _holds(commitment, measured["words"]):
        return {}
    return {name: measured[name] for name in ("value", "unit", "role")}


def _part(coded: _Fact, commitment: CommitmentDetail) -> dict[str, Any]:
    """The part that a fact is about. What shows a part of the whole may show the whole of that part."""
    named = next((part.id for part in commitment.parts if part.title.zh == coded.get("part")), None)
    bearing = {"bearing": coded["bearing"]} if named is not None and "bearing" in coded else {}
    return {"part_id": named, **bearing}


def _holding(commitments: Sequence[CommitmentDetail], words: str) -> list[CommitmentDetail]:
    """The commitments whose passages hold these words."""
    return [commitment for commitment in commitments if _holds(commitment, words)]


def _holds(commitment: CommitmentDetail, words: str) -> bool:
    return any(words in quote.passage.exact for quote in commitment.quotes)


def _at(day: date) -> Any:
    moment = datetime.combine(day, time(4), tzinfo=UTC)  # noon in Beijing
    return lambda: moment
