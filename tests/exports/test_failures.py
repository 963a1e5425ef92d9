"""Whatever happens to the folder, and whenever the user stops: a report is there whole, or as it was before."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.exports import FORMATS, write_report
from tracker.exports.registry import FLOWING
from tracker.exports.report_tree import Report

NOBODY = 65534
WRITING = 2
"""Steps of the bytes of a small file, at its beginning and its end."""


class At:
    """Watches the progress of a report, and does something at one of its steps, counted from 1."""

    def __init__(self, step: int, deed: Callable[[], None]) -> None:
        self.step, self.deed, self.seen = step, deed, 0

    def __call__(self, done: int, total: int) -> None:
        self.seen += 1
        if self.seen == self.step:
            self.deed()


def cancel() -> None:
    raise Cancelled


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter."""
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "报告"
        folder.mkdir()
        yield folder


def steps_of(report: Report, format_name: str, path: Path) -> int:
    """How many steps the whole report has."""
    watched = At(0, cancel)
    write_report(report, format_name, path, watched)
    return watched.seen


@pytest.mark.parametrize("format_name", ["xlsx", "datapackage"])
def test_where_nothing_can_wait_in_the_temporary_folder_that_is_named(
    report: Report, format_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(UserError, match="aside_failing") as refused:
        write_report(report, format_name, tmp_path / "report")
    assert refused.value.details["path"] == str(tmp_path / "gone")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_report_stopped_at_its_first_or_last_step_leaves_the_folder_as_it_was(
    report: Report, tmp_path: Path, format_name: str
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    last = steps_of(report, format_name, old)
    old.write_bytes(b"old")
    for step in (1, last):
        for path in (old, new):
            with pytest.raises(Cancelled):
                write_report(report, format_name, path, At(step, cancel))
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_folder_that_vanishes_while_a_report_is_made_is_named(
    report: Report, open_folder: Path, format_name: str
) -> None:
    path = open_folder / "report"
    with pytest.raises(UserError) as refused:
        write_report(report, format_name, path, At(1, lambda: shutil.rmtree(open_folder)))
    assert (refused.value.code, refused.value.details["path"]) == ("output_unwritable", path)
    assert not open_folder.exists(), "no folder is made that the user did not make"


@pytest.mark.parametrize("format_name", sorted(set(FORMATS) - FLOWING))
def test_a_folder_that_becomes_read_only_while_a_report_is_made_keeps_the_old_one(
    report: Report, open_folder: Path, format_name: str
) -> None:
    path, superuser = open_folder / "report", os.geteuid() == 0
    last = steps_of(report, format_name, path)
    path.write_bytes(b"old")

    def lock() -> None:
        open_folder.chmod(0o555)
        if superuser:  # whom no permission stops
            os.seteuid(NOBODY)

    try:
        with pytest.raises(UserError) as refused:
            write_report(report, format_name, path, At(last - WRITING, lock))
    finally:
        if superuser:
            os.seteuid(0)
        open_folder.chmod(0o755)
    assert refused.value.code == "output_unwritable"
    assert [found.name for found in open_folder.iterdir()] == ["report"]
    assert path.read_bytes() == b"old"
