"""The few commitments that a text is compared with in a large ledger are the right ones, whatever was written since."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.store.watching import SMALL, Watch

from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import CommitmentRevision, command, evidence_fields
from tracker.services.commitments.reading import list_rows
from tracker.services.events import undoing
from tracker.services.evidence import suggesting
from tracker.services.evidence.recording import add_evidence
from tracker.services.evidence.suggesting import suggest
from tracker.services.ledgers.session import Indexes
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.search.suggestion_candidates import find_candidates

CITIES, FIRST = "MIIT-2025-044", "MIIT-2025-001"
NOTICE = "关于公布2025年度中小企业特色产业集群名单的通告\n经审核公示,认定100个产业集群。"


@pytest.fixture
def colleague(ledger: Workspace) -> Iterator[Workspace]:
    """The same ledger in another program."""
    other = open_workspace(ledger.location, author="张三", clock=ledger.clock)
    yield other
    other.close()


def revise(ledger: Workspace, code: str, *keywords: str) -> None:
    revise_commitment(ledger, command(CommitmentRevision, commitment=code, keywords=keywords, reason="改"))


def holders(ledger: Workspace, kept: Indexes) -> dict[str, list[int]]:
    with ledger.snapshot() as snapshot:
        return {keyword: list(ids) for keyword, ids in replace(snapshot, indexes=kept).keywords.holders.items()}


def test_the_keywords_that_are_kept_are_those_read_anew(ledger: Workspace, colleague: Workspace) -> None:
    kept = Indexes()
    piece = evidence_fields({"title": "通知", "publisher": "财政部", "published": "2025-05", "kind": "document"})
    deeds = (
        lambda ledger: revise(ledger, CITIES, "脑机接口", "试点 城市"),
        lambda ledger: revise(ledger, FIRST, "脑机接口"),
        lambda ledger: add_evidence(ledger, piece),
        lambda ledger: revise(ledger, CITIES),
        *[undoing.undo] * 4,
        *[undoing.redo] * 3,
    )
    for number, deed in enumerate(deeds):
        deed((ledger, colleague)[number % 2])
        assert holders(ledger, kept) == holders(ledger, Indexes()), number


def test_a_keyword_counts_at_once_in_a_large_ledger_too(
    ledger: Workspace, colleague: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "MANY", 0)
    text = "脑机接口揭榜挂帅结果公布"
    assert suggest(ledger, text) == ()
    revise(colleague, "MIIT-2025-004", "脑机接口")
    assert [found.code for found in suggest(ledger, text)] == ["MIIT-2025-004"]
    revise(colleague, "MIIT-2025-004")
    assert suggest(ledger, text) == ()


def test_a_code_names_its_commitment_however_few_are_looked_at(
    ledger: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "MANY", 0)
    monkeypatch.setattr(suggesting, "MOST_COMPARED", 1)
    for row in list_rows(ledger, LedgerQuery()):
        assert row.code in [found.code for found in suggest(ledger, f"{NOTICE}\n见 {row.code.lower()}。")]


def test_no_more_are_looked_at_than_are_wanted(ledger: Workspace) -> None:
    with ledger.snapshot() as snapshot:
        found = find_candidates(snapshot.connection, NOTICE, snapshot.keywords, 69, 5)
    assert len(found.ids) == 5


def test_suggestions_read_the_few_and_not_the_ledger(large: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "MANY", 0)
    monkeypatch.setattr(suggesting, "MOST_COMPARED", 12)
    suggest(large, NOTICE)  # reads the keywords once
    watch = Watch(large)
    assert suggest(large, NOTICE)[0].code == "MIIT-2025-045"
    read = {step.split()[1] for step in watch.plans if step.startswith("SCAN") and "VIRTUAL TABLE" not in step}
    assert read <= SMALL
