"""A ledger moves from its file to a server, and a working copy comes back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, make_url, text

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.services.briefings.coding_drafts import begin_draft
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.commands import AssessmentChange, NewSource, command
from tracker.services.commitments.reading import read_content, read_detail
from tracker.services.ledgers.sample import make_sample
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.moving import pull, push
from tracker.store.events.seals import head

if TYPE_CHECKING:
    from tests.conftest import NewDatabase

CITIES = "MIIT-2025-044"


@pytest.fixture
def empty(new_database: "NewDatabase") -> Iterator[str]:
    with new_database() as address:
        yield address


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "示例 台账.db"
    make_sample(path)
    return path


def chain(location: str | Path) -> str:
    with closing(open_workspace(location)) as ledger, ledger.snapshot() as snapshot:
        return head(snapshot.connection)


def test_a_ledger_on_a_server_is_the_one_that_lay_in_the_file(sample: Path, empty: str) -> None:
    moved = push(sample, empty)
    assert "password" not in moved.location
    assert chain(empty) == chain(sample)
    with closing(open_workspace(empty, author="张三")) as ledger:
        change = command(AssessmentChange, commitment="MIIT-2025-001", assessment="not_verifiable", reason="无从查证")
        assert set_is_written(ledger, change)
        assert check(ledger) == ()


def set_is_written(ledger: Any, change: Any) -> bool:
    from tracker.services.assessment.judging import set_assessment

    before = chain_of(ledger)
    set_assessment(ledger, change)
    return chain_of(ledger) != before


def chain_of(ledger: Any) -> str:
    with ledger.snapshot() as snapshot:
        return head(snapshot.connection)


def test_a_working_copy_says_where_it_is_from(sample: Path, empty: str, tmp_path: Path) -> None:
    push(sample, empty)
    path = tmp_path / "带走的.commitments"
    pull(empty, path, "李四")
    with closing(open_workspace(path)) as copy, closing(open_workspace(sample)) as original:
        assert check(copy) == ()
        assert read_detail(copy, CITIES) == read_detail(original, CITIES)
        with copy.snapshot() as snapshot:
            (kind, details) = snapshot.connection.execute(
                text("SELECT kind, details FROM event ORDER BY id DESC LIMIT 1")
            ).one()
        assert kind == "working_copy_made"
        assert make_url(empty).database in details
        assert (make_url(empty).password or "~") not in details


def test_files_of_evidence_go_along(tmp_path: Path, empty: str, workspace: Any) -> None:
    from hashlib import sha256

    from tracker.services.commands import evidence_fields
    from tracker.services.evidence.recording import add_evidence

    content = "名单".encode() * 100_000
    digest = sha256(content).hexdigest()
    file = {"sha256": digest, "name": "名单.txt", "size": len(content), "media_type": "text/plain", "pages": ["名单"]}
    piece = {"title": "试点城市名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list"}
    add_evidence(workspace, evidence_fields({**piece, "attachments": [file]}), {digest: content})
    push(Path(workspace.location), empty)
    pull(empty, tmp_path / "b.db", "李四")
    for place in (empty, tmp_path / "b.db"):
        with closing(open_workspace(place)) as ledger:
            assert read_content(ledger, digest) == content


def test_a_database_with_anything_in_it_is_refused_and_left_alone(sample: Path, empty: str) -> None:
    engine = create_engine(make_url(empty).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id int)"))
    with pytest.raises(UserError, match="copy_target_taken"):
        push(sample, empty)
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    engine.dispose()
    assert found == ["theirs"]


def test_what_was_interrupted_goes_on_where_it_stopped(sample: Path, empty: str) -> None:
    def stop(done: int, total: int) -> None:
        if done > 200:
            raise Cancelled

    with pytest.raises(Cancelled):
        push(sample, empty, stop)
    with pytest.raises(UserError, match="copy_unfinished"):
        open_workspace(empty)
    engine = create_engine(make_url(empty).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        kept = connection.scalar(text("SELECT count(*) FROM department"))
    engine.dispose()
    assert kept
    push(sample, empty)
    assert chain(empty) == chain(sample)


def test_another_ledger_does_not_go_on_in_a_copy_that_was_begun(sample: Path, empty: str, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(sample, empty, stop)
    other = tmp_path / "other.db"
    open_workspace(other).close()
    with pytest.raises(UserError, match="copy_target_taken"):
        push(other, empty)


def test_a_file_is_never_written_over(fresh_database: str, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"mine")
    with pytest.raises(UserError, match="copy_exists"):
        pull(fresh_database, path, "李四")
    assert path.read_bytes() == b"mine"


def test_a_draft_that_was_changed_between_two_tries_arrives_as_it_is_now(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "draft.db"
    with closing(open_workspace(path, author="张三")) as ledger:
        found = find_in_source(read_pasted_text("要点\n下一步，我们将修订管理办法。\n"), date(2026, 1, 1))
        wish = command(NewSource, title="要点", publisher="某部", held_on="2026-01-01", prefix="MB-2026")
        begin_draft(ledger, found, wish)

    def stop(done: int, total: int) -> None:
        if done == total:
            raise Cancelled  # every row is there, and nobody can open it yet

    with pytest.raises(Cancelled):
        push(path, empty, stop)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE coding_draft SET title = '改过的标题'")
        connection.commit()
    push(path, empty)
    with closing(open_workspace(empty)) as ledger, ledger.snapshot() as snapshot:
        title = snapshot.connection.scalar(text("SELECT title FROM coding_draft"))
    assert title == "改过的标题"
