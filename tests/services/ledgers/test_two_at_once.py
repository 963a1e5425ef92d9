"""Two programs on one ledger: neither loses a write, and the order of events is the order of time."""

from concurrent.futures import ThreadPoolExecutor

from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import EvidenceFields, command
from tracker.services.commitments.reading import latest_event, list_evidence, list_rows
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

WRITES = 15


def _write(location: str, author: str) -> list[int]:
    workspace = open_workspace(location, author=author)
    try:
        return [
            add_evidence(
                workspace,
                command(
                    EvidenceFields,
                    title=f"{author}的第{number}件",
                    publisher="甲",
                    published="2025-05-12",
                    kind="press",
                    links=[
                        {"commitment": "MIIT-2025-044", "bearing": "progress", "value": 1, "unit": "个", "role": "new"}
                    ],
                ),
            ).evidence[0]
            for number in range(WRITES)
        ]
    finally:
        workspace.close()


def test_neither_loses_a_write(location: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        ours, theirs = pool.map(_write, [location] * 2, ["张三", "李四"])
    workspace = open_workspace(location)
    assert sorted(ours + theirs) == [piece.id for piece in reversed(list_evidence(workspace))]
    assert latest_event(workspace) == 1 + 2 * WRITES
    row = next(row for row in list_rows(workspace, LedgerQuery()) if row.code == "MIIT-2025-044")
    assert row.working is not None
    assert row.working.actual == row.evidence_count == 2 * WRITES
    assert check(workspace) == ()
    workspace.close()
