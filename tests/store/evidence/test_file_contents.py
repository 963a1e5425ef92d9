import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import Workspace
from tracker.store.database.engine import make_engine, writing
from tracker.store.evidence.file_contents import Contents, FolderContents, contents_of, folder_beside

NOTICE = "关于公布试点城市名单的通知".encode()
DIGEST = hashlib.sha256(NOTICE).hexdigest()
NONE = frozenset[str]()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_beside(tmp_path / "台账.db")


@pytest.fixture
def contents(folder: Path) -> FolderContents:
    return FolderContents(folder)


@pytest.fixture
def kept(ledger: Workspace, location: str) -> Iterator[Contents]:
    """The contents of a ledger in a file, then of a shared one."""
    engine = make_engine(location)
    with writing(engine) as connection:
        yield contents_of(engine, connection)
        connection.rollback()
    engine.dispose()


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) if folder.exists() else []


def problems(contents: Contents, *referenced: str) -> list[tuple[object, ...]]:
    return [(fault.code, *fault.details.values()) for fault in contents.iter_problems(frozenset(referenced))]


def refused(contents: Contents, content: bytes = NOTICE) -> str:
    with pytest.raises(UserError) as caught:
        contents.keep(content)
    return caught.value.code


def test_a_content_is_kept_under_its_checksum_and_comes_back(kept: Contents) -> None:
    assert not kept.holds(DIGEST)
    assert kept.keep(NOTICE) == DIGEST
    assert kept.holds(DIGEST)
    assert kept.read(DIGEST) == NOTICE
    assert problems(kept, DIGEST) == []


def test_the_same_content_is_kept_once_however_often_it_comes(kept: Contents) -> None:
    assert {kept.keep(NOTICE) for _ in range(3)} == {DIGEST}
    assert problems(kept) == [("fault_content_unreferenced", DIGEST)]


def test_a_long_content_is_kept_by_pieces_and_only_under_its_own_checksum(kept: Contents) -> None:
    with pytest.raises(UserError, match="content_altered"):
        kept.keep_pieces(DIGEST, [NOTICE, b"more"])
    kept.keep_pieces(DIGEST, [NOTICE[:5], NOTICE[5:]])
    assert kept.read(DIGEST) == NOTICE


def test_what_is_not_there_is_missing(kept: Contents) -> None:
    for sha256 in (DIGEST, "", "../../etc/passwd", DIGEST.upper()):
        with pytest.raises(UserError) as caught:
            kept.read(sha256)
        assert caught.value.code == "content_missing"
    assert problems(kept, DIGEST) == [("fault_content_missing", DIGEST)]


def test_contents_lie_beside_the_ledger_by_the_first_two_digits(contents: FolderContents, folder: Path) -> None:
    contents.keep(NOTICE)
    assert folder.name == "台账.db.files"
    assert files(folder) == [DIGEST[:2], f"{DIGEST[:2]}/{DIGEST}"]
    assert contents.path(DIGEST).read_bytes() == NOTICE


def test_a_content_that_is_there_is_never_written_again(contents: FolderContents) -> None:
    contents.keep(NOTICE)
    before = contents.path(DIGEST).stat()
    contents.keep(NOTICE)
    after = contents.path(DIGEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_altered_content_is_neither_given_out_nor_written_over(contents: FolderContents) -> None:
    contents.keep(NOTICE)
    contents.path(DIGEST).write_bytes(b"other")
    assert refused(contents) == "content_altered"
    with pytest.raises(UserError, match="content_altered"):
        contents.read(DIGEST)
    assert contents.path(DIGEST).read_bytes() == b"other"
    assert problems(contents, DIGEST) == [("fault_content_altered", DIGEST)]


def test_an_altered_row_of_a_shared_ledger_is_found_too(ledger: Workspace, location: str) -> None:
    engine = make_engine(location)
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:
            contents = contents_of(engine, connection)
            contents.keep(NOTICE)
            connection.execute(text("UPDATE attachment_content SET content = 'other'"))
            assert problems(contents, DIGEST) == [("fault_content_altered", DIGEST)]
            assert refused(contents) == "content_altered"
    engine.dispose()


def test_a_link_in_the_place_of_a_content_is_not_followed(contents: FolderContents, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(NOTICE)
    place = contents.path(DIGEST)
    place.parent.mkdir(parents=True)
    place.symlink_to(other)
    assert refused(contents) == "content_altered"
    assert problems(contents) == [("fault_content_stray", f"{DIGEST[:2]}/{DIGEST}")]


def test_what_a_crash_left_behind_is_named(contents: FolderContents, folder: Path) -> None:
    contents.keep(NOTICE)
    (folder / ".tracker-draft-0123").write_bytes(b"half")
    (folder / "readme.txt").write_text("x")
    (folder / DIGEST).write_bytes(NOTICE)
    strays = [".tracker-draft-0123", "readme.txt", DIGEST]
    assert sorted(problems(contents, DIGEST)) == sorted(("fault_content_stray", name) for name in strays)


def test_many_at_once_keep_one_content(contents: FolderContents, folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(contents.keep, [NOTICE] * 40))
    assert digests == {DIGEST}
    assert files(folder) == [DIGEST[:2], f"{DIGEST[:2]}/{DIGEST}"]


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "台账.db.files").write_text("a file where the folder should be")
    assert refused(FolderContents(tmp_path / "台账.db.files")) == "content_unwritable"
    assert files(tmp_path) == ["台账.db.files"]


_ON_A_SMALL_DISK = """
import sys
from pathlib import Path
from tracker.domain.errors import UserError
from tracker.store.evidence.file_contents import FolderContents
disk = Path(sys.argv[1])
contents = FolderContents(disk / "l.db.files")
small = contents.keep(b"small")
try:
    contents.keep(b"x" * 3_000_000)
except UserError as error:
    print(error.code, contents.read(small).decode(), *contents.iter_problems(frozenset({small})))
print(*sorted(path.name for path in disk.rglob("*")))
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a disk of its own")
def test_a_disk_that_fills_while_copying_leaves_nothing_of_the_new_content(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=1m none "{disk}" && exec "$0" "$@"'
    private = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c", mount]
    if subprocess.run([*private, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of its own is to be had here")
    command = [*private, sys.executable, "-c", _ON_A_SMALL_DISK, str(disk)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    said, left = ended.stdout.splitlines()
    small = hashlib.sha256(b"small").hexdigest()
    assert said == "disk_full small"
    assert sorted(left.split()) == sorted([small[:2], small, "l.db.files"])
