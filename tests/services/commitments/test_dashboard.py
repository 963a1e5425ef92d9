"""The dashboard counts what its marks lead to."""

from collections import Counter

from tracker.domain.search.ledger_query import Facet, LedgerQuery, query_for
from tracker.services.commands import EvidenceFields, command
from tracker.services.commitments.dashboard import read_dashboard
from tracker.services.commitments.reading import list_rows
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace

NOTICE = {"title": "通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}


def test_every_number_is_the_number_of_rows_behind_it(ledger: Workspace) -> None:
    link = {"commitment": "MIIT-2025-044", "bearing": "progress", "value": 34, "unit": "个", "role": "plan"}
    add_evidence(ledger, command(EvidenceFields, **NOTICE, links=[link]))
    add_evidence(ledger, command(EvidenceFields, **{**NOTICE, "published": "2025-06"}))
    board = read_dashboard(ledger)
    for mark in board.attention:
        assert mark.count == len(list_rows(ledger, query_for(attention={mark.key})))
    for due in board.dues:
        assert due.count == len(list_rows(ledger, LedgerQuery({Facet.DUE_MONTH: frozenset({due.key})})))
    leads = Counter(row.lead.department.key if row.lead else "" for row in list_rows(ledger, LedgerQuery()))
    assert {group.key: group.count for group in board.departments} == leads
    for group in board.departments:
        assert group.count == len(list_rows(ledger, LedgerQuery({Facet.LEAD: frozenset({group.key})})))
    for basis, dues in board.due_bases.items():
        for due in dues:
            assert due.count == len(list_rows(ledger, query_for(due_basis={basis}, due_month={due.key})))
    assert sum(due.count for dues in board.due_bases.values() for due in dues) == 72
    assert set(leads) - {""} <= set(board.names)
    assert [row.code for row in board.targets] == [
        row.code for row in list_rows(ledger, LedgerQuery()) if row.quantity and row.quantity.value is not None
    ]
    assert board.target_count == len(board.targets)
    assert (board.unlinked, board.activity, board.total) == (1, {"2025-05": 1, "2025-06": 1}, 72)
