"""The search index gives the answers of `LIKE`, and never lags behind the rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from tests.conftest import NOW, NewDatabase

from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.rows import Fault
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.search.phrases import grams
from tracker.domain.text.text_folding import fold
from tracker.services.commands import EvidenceFields, EvidenceRevision, Withdrawal, command
from tracker.services.commitments.listing import read_first
from tracker.services.commitments.reading import list_rows
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.evidence_view import find_targets, list_pieces
from tracker.services.evidence.recording import add_evidence, revise_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check, rebuild_search
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.tables import Commitment, CommitmentState, Passage
from tracker.store.search.conditions import finds, in_ledger
from tracker.store.search.facet_index import EvidenceIndex
from tracker.store.search.search_index import count_holders, find_misfits, list_holders, rebuild

SIGNS = "中国试点城市ab中AB zÉéßİ2025年,.。、（()\"'*-%_\\^:|\n\t\u3000\ue021\uf8ff𠮷"
TEXTS = st.text(SIGNS, max_size=12)
WORDS = st.text(SIGNS, min_size=1, max_size=5).map(lambda word: "".join(word.split())).filter(bool)
BOTH_SIGNS = SIGNS + "試點國發ＡＢａ５％＿＂＇＼（〔「🙂👍🏽ﬁ\u200b"
"""Written in full width, in Traditional signs and beyond the first plane; and what SQL and arrays take for theirs."""
BOTH_TEXTS = st.text(BOTH_SIGNS + "{},NULL", max_size=16)
BOTH_WORDS = st.text(BOTH_SIGNS, min_size=1, max_size=5).map(lambda word: "".join(word.split())).filter(fold)
CITIES = "MIIT-2025-044"


@pytest.fixture(scope="module")
def pad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A ledger with few commitments, to write any words into."""
    workspace = open_workspace(tmp_path_factory.mktemp("pad") / "ledger.db", author="张三")
    add_evidence(workspace, notice())
    yield workspace
    workspace.close()


def notice(**values: object) -> EvidenceFields:
    fields = {"title": "关于做好试点工作的通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}
    links = [{"commitment": CITIES, "bearing": "progress"}]
    return command(EvidenceFields, **{**fields, "links": links, **values})


@pytest.fixture(scope="module")
def on_both(pad: Workspace, new_database: NewDatabase) -> Iterator[tuple[Workspace, Workspace]]:
    """The same on a server beside it."""
    with new_database() as address:
        workspace = open_workspace(address, author="张三")
        add_evidence(workspace, notice())
        yield pad, workspace
        workspace.close()


def _write(ledger: Workspace, fields: tuple[str, ...]) -> None:
    title, exact, heading, number, quote = fields
    with ledger.write() as work:
        connection, state, piece = work.connection, CommitmentState, EvidenceState
        connection.execute(update(state).where(state.commitment_id == 44).values(title=title))
        connection.execute(update(Passage).where(Passage.commitment_id == 1).values(exact=exact))
        connection.execute(update(piece).values(title=heading, number=number, quote=quote))
        rebuild(connection)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(fields=st.tuples(BOTH_TEXTS, BOTH_TEXTS, BOTH_TEXTS, BOTH_TEXTS, BOTH_TEXTS), data=st.data())
def test_the_same_words_are_found_in_a_file_and_on_a_server(
    on_both: tuple[Workspace, Workspace], fields: tuple[str, ...], data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.one_of(BOTH_WORDS, _parts_of(fields)), min_size=4, max_size=4))
    pairs = {pair for field in fields for pair in grams(fold(field), 2) if pair.isalnum()}
    found: list[object] = []
    for ledger in on_both:
        _write(ledger, fields)
        with ledger.snapshot() as snapshot:
            assert snapshot.scope.indexed
            ids = in_ledger(select(Commitment.id), snapshot.scope).order_by(Commitment.id)
            held = [snapshot.connection.scalars(ids.where(finds(word, snapshot.scope))).all() for word in words]
            index = EvidenceIndex.read(snapshot.connection, snapshot.scope.horizon, 0)
            pieces = [list(index.ids(snapshot.connection, EvidenceQuery(search=word))) for word in words]
            counts = count_holders(snapshot.connection, pairs)
            having = {pair: sorted(ids) for pair, ids in list_holders(snapshot.connection, sorted(counts))}
            assert counts == {pair: len(ids) for pair, ids in having.items()}
            found.append((held, pieces, having))
    assert found[0] == found[1]


def _parts_of(fields: tuple[str, ...]) -> st.SearchStrategy[str]:
    """A few characters in a row of one of the fields, without blanks: words that are there."""
    runs = [run for field in fields for run in field.split() if fold(run)] or ["中"]
    return st.builds(
        lambda run, start, length: run[start % len(run) :][:length],
        st.sampled_from(runs),
        st.integers(0, 20),
        st.integers(1, 5),
    ).filter(fold)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(fields=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), word=WORDS)
def test_the_index_finds_what_reading_the_rows_finds(pad: Workspace, fields: tuple[str, ...], word: str) -> None:
    _write(pad, fields)
    with pad.snapshot() as snapshot:
        ids = in_ledger(select(Commitment.id), snapshot.scope).order_by(Commitment.id)
        answers = [
            snapshot.connection.scalars(ids.where(finds(word, replace(snapshot.scope, indexed=indexed)))).all()
            for indexed in (True, False)
        ]
        assert snapshot.scope.indexed
    assert answers[0] == answers[1]


@pytest.mark.parametrize("word", ["101个", "一百零一个"])
def test_a_number_is_found_in_figures_and_spelt_out(ledger: Workspace, word: str) -> None:
    """Among commitments and among pieces of evidence, and where only a few are asked for."""
    for title in ("101个城市的名单", "一百零一个城市的名单", "一百一十个城市的名单"):
        add_evidence(ledger, notice(title=title, url=f"https://example.org/{title}"), separate=True)
    add_evidence(ledger, notice(title="一百零一个企业的名单", links=()), separate=True)
    query = LedgerQuery(search=word)
    assert [row.code for row in list_rows(ledger, query)] == [CITIES]
    assert [row.code for row in read_first(ledger, query, 5)] == [CITIES]
    assert len(list_pieces(ledger, EvidenceQuery(search=word)).ids) == 3


def test_a_number_is_found_in_either_way_on_a_past_day(workspace: Workspace) -> None:
    day = workspace.today()
    workspace.clock = lambda: NOW + timedelta(days=3)
    for words in ("30个以上试点", "三十个以上试点"):
        assert [row.code for row in list_rows(workspace, LedgerQuery(search=words, as_of=day))] == [CITIES]


@pytest.mark.parametrize("words", ["30个以上试点", "三十个以上试点", "10大重点行业"])
def test_a_commitment_is_chosen_by_its_number_in_either_way(ledger: Workspace, words: str) -> None:
    assert [one.code for one in find_targets(ledger, words)] == [CITIES if "试点" in words else "MIIT-2025-001"]


def test_words_that_span_two_fields_do_not_match(ledger: Workspace) -> None:
    add_evidence(ledger, notice(title="甲乙", number="丙丁"))
    with ledger.snapshot() as snapshot:
        ids = select(Commitment.id)
        found = {
            word: snapshot.connection.scalars(ids.where(finds(word, snapshot.scope))).all() for word in ("甲乙", "乙丙")
        }
    assert found == {"甲乙": [44], "乙丙": []}


def test_every_kind_of_write_leaves_the_index_as_the_rows_are(ledger: Workspace) -> None:
    def is_right() -> bool:
        with ledger.snapshot() as snapshot:
            return list(find_misfits(snapshot.connection)) == []

    added = add_evidence(ledger, notice())
    assert is_right()
    moved = notice(title="改过的标题", links=[{"commitment": "MIIT-2025-001", "bearing": "progress"}])
    revise_evidence(ledger, EvidenceRevision(evidence_id=added.evidence[0], fields=moved, expected_version=1))
    assert is_right()
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=added.evidence[0], reason="重复"))
    assert is_right()
    for step in (undo, undo, undo, redo, redo, redo):
        step(ledger)
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


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE search_text SET words = words || '。' WHERE commitment_id = 44", CITIES),
        ("DELETE FROM search_text WHERE commitment_id = 44", CITIES),
        ("DELETE FROM search_index WHERE commitment_id = 44", CITIES),
        ("UPDATE search_index SET grams = grams || 7 WHERE commitment_id = 44", CITIES),
        ("INSERT INTO search_index (commitment_id, grams) VALUES (9999, '{7}')", ""),
        ("INSERT INTO search_terms VALUES (7, 1)", ""),
        ("UPDATE search_terms SET holders = holders + 1 WHERE gram = 22478", ""),
        ("INSERT INTO evidence_text VALUES (9999, '甲')", ""),
    ],
)
def test_an_index_on_a_server_that_lies_is_found_and_made_anew(statement: str, told: str, address: str) -> None:
    ledger = open_workspace(address)
    with ledger.write() as work:
        work.connection.execute(text(statement))
    assert Fault("fault_search", {"commitment": told}) in check(ledger)
    rebuild_search(ledger)
    assert check(ledger) == ()
    ledger.close()
