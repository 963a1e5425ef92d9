"""An answer to COMMIT that is lost: what was asked for is done once, and whoever asked is told so."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from tests.conftest import NOW
from tests.tcp_proxy import TcpProxy, through

from tracker.desktop.open_ledger import OpenLedger
from tracker.domain.errors import SavedBeforeError, UserError
from tracker.domain.reports.register_columns import RegisterColumn
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, NewSearch, TagChange, ViewDefinition, command
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.saved_views import delete_view, list_views, save_view
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import redo, undo
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.layouts import list_layouts, save_layout
from tracker.services.safety.checking import check

pytestmark = pytest.mark.network

CITIES, OTHER = "MIIT-2025-044", "MIIT-2025-001"
COMMIT = b"COMMIT\0"
"""As it goes over the line: a transaction begins by saying READ COMMITTED."""


class Line:
    """The way to the server, which breaks at COMMIT where it is told to."""

    def __init__(self, proxy: TcpProxy) -> None:
        self.proxy = proxy
        self._committing = threading.Event()

    def break_before_commit(self) -> None:
        """The server never hears of it."""
        self.proxy.to_server.heard = lambda said: self._break() if COMMIT in said else None

    def break_after_commit(self, *, for_long: bool = False) -> None:
        """The server carries it out, and its answer is lost."""

        def hear(said: bytes) -> None:
            if COMMIT in said:
                self._committing.set()

        def answer(_said: bytes) -> None:
            if self._committing.is_set():
                self.proxy.accepts = not for_long
                self._break()

        self.proxy.to_server.heard = hear
        self.proxy.to_client.heard = answer

    @contextmanager
    def losing_the_answer(self) -> Iterator[None]:
        """What is written in the block is kept, and whoever wrote it is told that nobody knows."""
        self.break_after_commit(for_long=True)
        with pytest.raises(UserError, match="outcome_unknown"):
            yield
        self.mend()

    def mend(self) -> None:
        """New connections are taken again."""
        self.proxy.accepts = True

    def _break(self) -> None:
        self.proxy.to_server.heard = self.proxy.to_client.heard = None
        self._committing.clear()
        self.proxy.cut()


@pytest.fixture
def line(proxy: TcpProxy) -> Line:
    return Line(proxy)


@pytest.fixture
def ledger(address: str, line: Line) -> Iterator[Workspace]:
    workspace = open_workspace(through(line.proxy, address), author="张三", clock=lambda: NOW)
    yield workspace
    workspace.close()


@pytest.fixture
def server(address: str) -> Iterator[Engine]:
    """The database itself, past the line."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    yield engine
    engine.dispose()


def searches(server: Engine) -> int:
    with server.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM event WHERE kind = 'search_logged'")) or 0


def searches_in_effect(server: Engine) -> list[str]:
    with server.connect() as connection:
        return [*connection.scalars(text("SELECT words FROM search_log WHERE until IS NULL ORDER BY id"))]


def search(ledger: Workspace, words: str = "城市") -> int:
    return log_search(ledger, command(NewSearch, commitment=CITIES, place="部网站", words=words)).event_id


def tag(ledger: Workspace, code: str, **change: tuple[str, ...]) -> None:
    change_tags(ledger, command(TagChange, commitments=(code,), **change))


def test_a_change_that_was_kept_is_acknowledged_though_the_answer_was_lost(
    ledger: Workspace, line: Line, server: Engine
) -> None:
    search(ledger)
    line.break_after_commit()
    event = search(ledger, "名单")
    assert searches(server) == 2
    assert read_detail(ledger, CITIES).row.id
    with server.connect() as connection:
        assert connection.scalar(text("SELECT max(id) FROM event")) == event
    assert check(ledger) == ()


def test_a_change_that_was_not_kept_is_refused_and_may_be_made_again(
    ledger: Workspace, line: Line, server: Engine
) -> None:
    line.break_before_commit()
    with pytest.raises(UserError) as refused:
        search(ledger)
    assert (refused.value.code, searches(server)) == ("connection_lost", 0)
    search(ledger)
    assert searches(server) == 1


def test_an_outcome_that_is_unknown_is_looked_up_when_it_is_saved_again(
    ledger: Workspace, line: Line, server: Engine
) -> None:
    line.break_after_commit(for_long=True)
    with pytest.raises(UserError) as unknown:
        search(ledger)
    assert (unknown.value.code, searches(server)) == ("outcome_unknown", 1)
    line.mend()
    with pytest.raises(SavedBeforeError) as before:
        search(ledger)
    assert before.value.changes.commitments
    assert searches(server) == 1
    # Another thing, and the same once more when that is meant, are written as ever.
    search(ledger, "名单")
    search(ledger)
    assert searches(server) == 3
    assert check(ledger) == ()


def test_undo_that_is_pressed_again_takes_back_no_second_change(ledger: Workspace, line: Line, server: Engine) -> None:
    first, second = search(ledger, "甲"), search(ledger, "乙")
    with line.losing_the_answer():
        undo(ledger)
    with pytest.raises(SavedBeforeError) as before:
        undo(ledger)
    assert before.value.changes.event_id > second > first
    assert before.value.changes.commitments
    assert searches_in_effect(server) == ["甲"]


def test_redo_that_is_pressed_again_does_no_second_change_again(ledger: Workspace, line: Line, server: Engine) -> None:
    search(ledger, "甲")
    search(ledger, "乙")
    undo(ledger)
    undo(ledger)
    with line.losing_the_answer():
        redo(ledger)
    with pytest.raises(SavedBeforeError):
        redo(ledger)
    assert searches_in_effect(server) == ["甲"]


def test_another_note_of_the_kind_is_no_repetition(ledger: Workspace, line: Line) -> None:
    """What was asked for by them is in their details: a layout is no more than what its event says."""
    with line.losing_the_answer():
        save_layout(ledger, "甲", (RegisterColumn.CODE,))
    save_layout(ledger, "乙", (RegisterColumn.CODE,))
    assert set(list_layouts(ledger)) == {"甲", "乙"}


def test_what_is_written_meanwhile_elsewhere_makes_no_repetition_a_change(
    ledger: Workspace, line: Line, server: Engine
) -> None:
    with line.losing_the_answer():
        search(ledger)
    tag(ledger, OTHER, add=("督办",))
    with pytest.raises(SavedBeforeError):
        search(ledger)
    assert searches(server) == 1


def test_who_was_told_that_it_was_saved_may_mean_it_once_more(ledger: Workspace, line: Line, server: Engine) -> None:
    with line.losing_the_answer():
        search(ledger)
    with pytest.raises(SavedBeforeError):
        search(ledger)
    search(ledger)
    assert searches(server) == 2


def test_what_was_taken_away_meanwhile_is_no_repetition(ledger: Workspace, line: Line) -> None:
    with line.losing_the_answer():
        tag(ledger, CITIES, add=("督办",))
    tag(ledger, CITIES, remove=("督办",))
    tag(ledger, CITIES, add=("督办",))
    assert read_detail(ledger, CITIES).tags == ("督办",)


def test_what_belongs_to_no_commitment_and_was_taken_away_is_no_repetition(ledger: Workspace, line: Line) -> None:
    view = command(ViewDefinition, name="我的", definition={})
    with line.losing_the_answer():
        save_view(ledger, view)
    delete_view(ledger, "我的")
    save_view(ledger, view)
    assert [one.name for one in list_views(ledger)] == ["我的"]


def test_undo_after_another_change_takes_that_one_back(ledger: Workspace, line: Line, server: Engine) -> None:
    search(ledger, "甲")
    with line.losing_the_answer():
        undo(ledger)
    tag(ledger, OTHER, add=("督办",))
    undo(ledger)
    assert read_detail(ledger, OTHER).tags == ()
    assert searches_in_effect(server) == []


def test_a_form_that_is_saved_again_is_done_and_written_once(ledger: Workspace, line: Line, server: Engine) -> None:
    window = OpenLedger(ledger)
    seen = read_detail(ledger, CITIES).row.version
    judged = {"commitment": CITIES, "assessment": "not_verifiable", "reason": "无从查证", "expected_version": seen}
    with line.losing_the_answer():
        window.write(set_assessment, AssessmentChange, judged)
    changes = window.write(set_assessment, AssessmentChange, judged)
    with server.connect() as connection:
        assert connection.scalars(text("SELECT id FROM event WHERE kind = 'assessment_set'")).all() == [
            changes.event_id
        ]


def test_what_was_changed_in_the_form_meanwhile_follows_what_was_saved_before(
    ledger: Workspace, line: Line, server: Engine
) -> None:
    seen = read_detail(ledger, CITIES).row.version
    judged = {"commitment": CITIES, "assessment": "not_verifiable", "expected_version": seen}
    with line.losing_the_answer():
        set_assessment(ledger, command(AssessmentChange, reason="无从查证", **judged))
    set_assessment(ledger, command(AssessmentChange, reason="查遍了也没有", **judged))
    with server.connect() as connection:
        reasons = connection.scalars(text("SELECT reason FROM event WHERE kind = 'assessment_set' ORDER BY id")).all()
    assert reasons == ["无从查证", "查遍了也没有"]
