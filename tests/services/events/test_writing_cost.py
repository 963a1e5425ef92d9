"""What a write costs in statements and in memory, which no busy machine changes."""

import tracemalloc
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tracker.services.assessment.judging import set_assessment, set_assessments
from tracker.services.commands import AssessmentChange, BulkAssessment, EvidenceFields, command
from tracker.services.evidence.recording import add_evidence
from tracker.services.exchange.importing import bring_in, offer, read_sheets
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from tests.services.conftest import Office

CITIES = "MIIT-2025-044"
LINK = {"commitment": CITIES, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
NOTICE = {"title": "城市名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list", "links": (LINK,)}


@pytest.fixture
def asked(workspace: Workspace) -> Callable[[Callable[[], object]], int]:
    """How many statements a deed takes, on the ledger of the test. What a server costs is in `test_round_trips`."""
    seen: list[str] = []
    event.listen(workspace._engine, "before_cursor_execute", lambda *told: seen.append(told[2]))

    def count(deed: Callable[[], object]) -> int:
        seen.clear()
        deed()
        return len(seen)

    return count


def judge(ledger: Workspace, assessment: str) -> Callable[[], object]:
    change = command(AssessmentChange, commitment=CITIES, assessment=assessment, reason="据材料判断")
    return lambda: set_assessment(ledger, change)


def judge_all(ledger: Workspace, number: int) -> Callable[[], object]:
    codes = [f"MIIT-2025-{place:03}" for place in range(1, number + 1)]
    change = command(BulkAssessment, commitments=codes, assessment="not_verifiable", reason="无从查证")
    return lambda: set_assessments(ledger, change)


def test_an_assessment_asks_fourteen_statements(workspace: Workspace, asked: Callable[..., int]) -> None:
    """Four of them ask what the rules of proof want to know: settings, links with their pieces, searches, relations;
    one keeps the command."""
    assert asked(judge(workspace, "not_verifiable")) == 14
    assert check(workspace) == ()


def test_an_assessment_on_evidence_asks_one_more(workspace: Workspace, asked: Callable[..., int]) -> None:
    add_evidence(workspace, command(EvidenceFields, **NOTICE))
    assert asked(judge(workspace, "met")) == 15
    assert check(workspace) == ()


def test_a_piece_of_evidence_asks_thirty_one(workspace: Workspace, asked: Callable[..., int]) -> None:
    """One of them asks whether the document is there already, two keep its words to be searched."""
    assert asked(lambda: add_evidence(workspace, command(EvidenceFields, **NOTICE))) <= 31
    assert check(workspace) == ()


def test_a_piece_beside_a_verdict_asks_four_more_for_its_doubts(
    workspace: Workspace, asked: Callable[..., int]
) -> None:
    add_evidence(workspace, command(EvidenceFields, **NOTICE))
    judge(workspace, "met")()
    another = command(EvidenceFields, **{**NOTICE, "title": "第二批城市名单"})
    assert asked(lambda: add_evidence(workspace, another)) <= 35
    assert check(workspace) == ()


def test_judging_sixty_asks_no_more_than_judging_two(workspace: Workspace, asked: Callable[..., int]) -> None:
    assert asked(judge_all(workspace, 60)) == asked(judge_all(workspace, 2)) == 14
    assert check(workspace) == ()


def test_an_import_holds_the_text_of_its_rows_and_not_the_rows(office: "Office", workspace: Workspace) -> None:
    peak_of_an_import(office, workspace, 500)  # what is loaded once is not counted
    few, many = (peak_of_an_import(office, workspace, rows) for rows in (2_500, 7_500))
    assert many - few < 5_000 * 3_000, "the text of a row has 620 bytes, and is held four times for a moment"


def peak_of_an_import(office: "Office", workspace: Workspace, number: int) -> int:
    """Bytes that Python holds at most while a sheet is brought in, once it has been read."""
    rows = "\n".join(
        f"{number}之{n}：{'推进' * 40},规划司,2026年底,{n % 9}个,推进中,{'说明' * 40}{n}" for n in range(number)
    )
    file = read_sheets(f"工作任务,牵头单位,完成时限,目标,状态,进展\n{rows}\n".encode(), f"{number}.csv")
    del rows
    tracemalloc.start()
    try:
        bring_in(workspace, file, offer(workspace, file).plan, office.wish(prefix=f"OFFICE-{number}"))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
