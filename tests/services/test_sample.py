"""The sample ledger: real facts of high confidence, clearly marked as illustrative."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.domain.query import query_for
from tracker.domain.terms import Assessment, RestatementKind
from tracker.locations import db_dir
from tracker.services.checking import check
from tracker.services.reading import is_illustrative, list_details, list_evidence, list_rows, read_detail
from tracker.services.sample import make_sample
from tracker.services.workspace import Workspace, open_workspace


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample(path)
    workspace = open_workspace(path)
    yield workspace
    workspace.close()


def test_it_is_sound_and_marked(sample: Workspace, workspace: Workspace) -> None:
    assert check(sample) == ()
    assert is_illustrative(sample)
    assert not is_illustrative(workspace)


def test_only_facts_of_high_confidence_are_in_it(sample: Workspace) -> None:
    lines = (db_dir() / "sample" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    sure = {fact["title"] for fact in map(json.loads, lines) if fact["confidence"] == "high"}
    pieces = list_evidence(sample)
    assert len(pieces) > 30
    assert {piece.title for piece in pieces} <= sure
    assert all("示例" in piece.note for piece in pieces)


def test_planned_and_cumulative_counts_lead_to_the_increment(sample: Workspace) -> None:
    detail = read_detail(sample, "MIIT-2025-044")
    assert detail.row.working is not None
    assert (detail.row.working.actual, detail.row.assessment) == (35, Assessment.MET)


def test_one_document_bears_on_five_commitments(sample: Workspace) -> None:
    plan = next(piece for piece in list_evidence(sample) if piece.title.startswith("《汽车行业稳增长"))
    assert len(plan.links) == 5


def test_the_two_halves_of_one_promise_come_from_two_documents(sample: Workspace) -> None:
    detail = next(read_detail(sample, r.code) for r in list_rows(sample, query_for(search="新兴固体废物法规")))
    assert {link.part.title.zh for e in detail.evidence for link in e.links if link.part} == {
        "废旧动力电池",
        "废旧光伏组件",
    }
    assert detail.fulfilled_late


def test_what_came_before_the_briefing_is_marked_early(sample: Workspace) -> None:
    early = [piece.title for piece in list_evidence(sample) if piece.early]
    assert early == ["《关于开展万兆光网试点工作的通知》"]


def test_what_the_ministry_said_later_stands_beside_the_first_words(sample: Workspace) -> None:
    cities = read_detail(sample, "MIIT-2025-044")
    assert [(claim.said_on, claim.claimed) for claim in cities.claims] == [("2026-01-21", None)]
    assert cities.claims[0].evidence_id in {piece.id for piece in cities.evidence}
    renamed = next(detail for detail in list_details(sample, query_for()) if detail.restatements)
    assert "轻工消费品" in renamed.quotes[0].passage.exact
    assert (renamed.restatements[0].kind, renamed.restatements[0].said_on) == (RestatementKind.REVISION, "2025-07-28")
    assert "扩大消费" in renamed.restatements[0].wording


def test_the_sample_has_a_past(sample: Workspace) -> None:
    def judged(day: date | None) -> int:
        counts = Counter(row.assessment for row in list_rows(sample, query_for(as_of=day)))
        return 69 - counts[Assessment.NOT_RATED] - counts[Assessment.NOT_VERIFIABLE]

    assert judged(date(2025, 1, 31)) == 0
    assert 0 < judged(date(2025, 6, 30)) < judged(None)


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")
    with pytest.raises(UserError, match="sample_exists"):
        make_sample(path)
    assert path.read_text() == "mine"
