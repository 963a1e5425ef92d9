"""How often a write waits for a server, counted by a relay that stands in front of it."""

from collections.abc import Callable, Iterator

import pytest
from tests.conftest import NOW
from tests.tcp_proxy import TcpProxy, through

from tracker.domain.errors import UserError
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import add_claim
from tracker.services.commands import AssessmentChange, EvidenceFields, NewClaim, NewSearch, command
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

pytestmark = pytest.mark.network

Trips = Callable[[Callable[[], object]], int]
CITIES = "MIIT-2025-044"
LINK = {"commitment": CITIES, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
NOTICE = {"title": "城市名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list", "links": (LINK,)}
CLAIM = {"commitment": CITIES, "said": "已经完成", "said_by": "部", "said_on": "2026-01-01", "claimed": "met"}


@pytest.fixture
def ledger(proxy: TcpProxy, address: str) -> Iterator[Workspace]:
    workspace = open_workspace(through(proxy, address), author="张三", clock=lambda: NOW)
    yield workspace
    workspace.close()


@pytest.fixture
def trips(proxy: TcpProxy) -> Trips:
    """How many round trips a deed takes."""

    def count(deed: Callable[[], object]) -> int:
        before = proxy.round_trips
        # So long that what is said at once has been heard whole before the first of it can be answered: an answer that
        # comes to half of it would pass for a round trip.
        proxy.to_server.delay_seconds = 0.1
        deed()
        proxy.to_server.delay_seconds = 0.0
        return proxy.round_trips - before

    return count


def judge(ledger: Workspace, assessment: str) -> Callable[[], object]:
    change = command(AssessmentChange, commitment=CITIES, assessment=assessment, reason="据材料判断")
    return lambda: set_assessment(ledger, change)


def search(ledger: Workspace) -> Callable[[], object]:
    return lambda: log_search(ledger, command(NewSearch, commitment=CITIES, place="部网站", words="城市"))


def test_a_judgement_waits_three_times(ledger: Workspace, trips: Trips) -> None:
    """For what it asks, for what it wrote, which is sealed, and for its end."""
    assert trips(judge(ledger, "not_verifiable")) == 3
    assert check(ledger) == ()


def test_a_judgement_on_evidence_waits_no_more_often(ledger: Workspace, trips: Trips) -> None:
    add_evidence(ledger, command(EvidenceFields, **NOTICE))
    assert trips(judge(ledger, "met")) == 3
    assert check(ledger) == ()


def test_a_search_a_claim_and_a_piece_wait_four_times(ledger: Workspace, trips: Trips) -> None:
    assert trips(search(ledger)) == 4
    assert trips(lambda: add_claim(ledger, command(NewClaim, **CLAIM))) == 4
    assert trips(lambda: add_evidence(ledger, command(EvidenceFields, **NOTICE))) == 4
    assert check(ledger) == ()


def test_beside_a_verdict_they_wait_no_more_often(ledger: Workspace, trips: Trips) -> None:
    add_evidence(ledger, command(EvidenceFields, **NOTICE))
    judge(ledger, "met")()
    assert trips(search(ledger)) <= 5
    assert trips(lambda: add_evidence(ledger, command(EvidenceFields, **{**NOTICE, "title": "第二批清单"}))) <= 5
    assert check(ledger) == ()


def test_what_was_done_is_undone_and_redone_in_ten(ledger: Workspace, trips: Trips) -> None:
    add_evidence(ledger, command(EvidenceFields, **NOTICE))
    assert trips(lambda: undo(ledger)) <= 10
    assert trips(lambda: redo(ledger)) <= 10
    judge(ledger, "met")()
    assert trips(lambda: undo(ledger)) <= 10
    assert check(ledger) == ()


def test_a_connection_that_died_while_it_rested_is_replaced_by_the_write_itself(
    ledger: Workspace, proxy: TcpProxy
) -> None:
    search(ledger)()
    proxy.cut()
    search(ledger)()
    assert check(ledger) == ()


def test_a_write_that_is_refused_leaves_nothing_and_the_next_one_goes_on(ledger: Workspace, trips: Trips) -> None:
    unknown = command(AssessmentChange, commitment="NO-SUCH", assessment="not_verifiable", reason="无")
    with pytest.raises(UserError, match="commitment_unknown"):
        set_assessment(ledger, unknown)
    assert trips(judge(ledger, "not_verifiable")) == 3
    assert check(ledger) == ()
