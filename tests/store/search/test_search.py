"""The search index gives the answers of `LIKE`, and never lags behind the rows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from tracker.domain.rows import Fault
from tracker.services.commands import EvidenceFields, EvidenceRevision, Withdrawal, command
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence, revise_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check, rebuild_search
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.tables import Commitment, CommitmentState, Passage
from tracker.store.search.conditions import finds, in_ledger
from tracker.store.search.search_index import find_misfits, rebuild

SIGNS = "中国试点城市ab中AB zÉéßİ2025年,.。、（()\"'*-%_\\^:|\n\t\u3000\ue021\uf8ff𠮷"
TEXTS = st.text(SIGNS, max_size=12)
WORDS = st.text(SIGNS, min_size=1, max_size=5).map(lambda word: "".join(word.split())).filter(bool)
CITIES = "MIIT-2025-044"


@pytest.fixture(scope="module")
def pad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A ledger with few commitments, to write any words into."""
    from tracker.services.ledgers.workspace import open_workspace

    workspace = open_workspace(tmp_path_factory.mktemp("pad") / "ledger.db", author="张三")
    add_evidence(workspace, notice())
    yield workspace
    workspace.close()


def notice(**values: object) -> EvidenceFields:
    fields = {"title": "关于做好试点工作的通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}
    links = [{"commitment": CITIES, "bearing": "progress"}]
    return command(EvidenceFields, **{**fields, "links": links, **values})


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(fields=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), word=WORDS)
def test_the_index_finds_what_reading_the_rows_finds(pad: Workspace, fields: tuple[str, ...], word: str) -> None:
    title, exact, heading, number, quote = fields
    with pad.write() as work:
        connection, state, piece = work.connection, CommitmentState, EvidenceState
        connection.execute(update(state).where(state.commitment_id == 44).values(title=title))
        connection.execute(update(Passage).where(Passage.commitment_id == 1).values(exact=exact))
        connection.execute(update(piece).values(title=heading, number=number, quote=quote))
        rebuild(connection)
    with pad.look() as look:
        ids = in_ledger(select(Commitment.id), look.scope).order_by(Commitment.id)
        answers = [
            look.connection.scalars(ids.where(finds(word, replace(look.scope, indexed=indexed)))).all()
            for indexed in (True, False)
        ]
        assert look.scope.indexed
    assert answers[0] == answers[1]


def test_words_that_span_two_fields_do_not_match(workspace: Workspace) -> None:
    add_evidence(workspace, notice(title="甲乙", number="丙丁"))
    with workspace.look() as look:
        ids = select(Commitment.id)
        found = {word: look.connection.scalars(ids.where(finds(word, look.scope))).all() for word in ("甲乙", "乙丙")}
    assert found == {"甲乙": [44], "乙丙": []}


def test_every_kind_of_write_leaves_the_index_as_the_rows_are(workspace: Workspace) -> None:
    def is_right() -> bool:
        with workspace.look() as look:
            return list(find_misfits(look.connection)) == []

    added = add_evidence(workspace, notice())
    assert is_right()
    moved = notice(title="改过的标题", links=[{"commitment": "MIIT-2025-001", "bearing": "progress"}])
    revise_evidence(workspace, EvidenceRevision(evidence_id=added.evidence[0], fields=moved, expected_version=1))
    assert is_right()
    withdraw_evidence(workspace, command(Withdrawal, evidence_id=added.evidence[0], reason="重复"))
    assert is_right()
    for step in (undo, undo, undo, redo, redo, redo):
        step(workspace)
        assert is_right()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE search_text SET words = words || '。' WHERE commitment_id = 44", CITIES),
        ("DELETE FROM search_text WHERE commitment_id = 44", CITIES),
        ("INSERT INTO search_index(rowid, terms) VALUES (44, '甲')", ""),
        ("INSERT INTO search_index(rowid, terms) VALUES (9999, '甲')", ""),
        ("INSERT INTO evidence_text(evidence_id, words) VALUES (9999, '甲')", ""),
    ],
)
def test_an_index_that_lies_is_found_and_made_anew(workspace: Workspace, statement: str, told: str) -> None:
    with workspace.write() as work:
        work.connection.execute(text(statement))
    assert Fault("fault_search", {"commitment": told}) in check(workspace)
    rebuild_search(workspace)
    assert check(workspace) == ()
