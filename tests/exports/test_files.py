import errno
import os
import sqlite3
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.exports import FORMATS, write_report
from tracker.exports.report_tree import Report
from tracker.wording import Words


def refusal(report: Report, path: Path, format_name: str = "csv") -> UserError:
    with pytest.raises(UserError) as refused:
        write_report(report, format_name, path)
    return refused.value


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_report_is_written_and_leaves_nothing_else_behind(
    report: Report, zh: Words, tmp_path: Path, format_name: str
) -> None:
    path = tmp_path / f"一月报告.{format_name}"
    write_report(report, format_name, path)
    assert path.stat().st_size > 0
    assert list(tmp_path.iterdir()) == [path]


def test_an_old_report_is_replaced_and_keeps_its_permissions(report: Report, zh: Words, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("old")
    path.chmod(0o640)
    write_report(report, "csv", path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_a_report_stays_a_link(report: Report, zh: Words, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write_report(report, "csv", tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_unknown_format_is_refused_with_the_known_ones(report: Report, en: Words, tmp_path: Path) -> None:
    refused = refusal(report, tmp_path / "report.doc", "doc")
    assert en.error(refused) == f"“Report format” cannot be “doc”: choose one of {', '.join(FORMATS)}."


@pytest.mark.parametrize("place", ["missing/report.csv", ".", "nul\0l.csv", "loop/report.csv"])
def test_a_place_that_cannot_be_written_is_named(report: Report, zh: Words, tmp_path: Path, place: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    refused = refusal(report, tmp_path / place)
    assert refused.code == "output_unwritable"
    assert str(tmp_path) in zh.error(refused)


def test_a_device_is_not_replaced_by_a_file(report: Report, zh: Words) -> None:
    assert refusal(report, Path(os.devnull)).code == "output_unwritable"
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_a_ledger_is_never_overwritten(report: Report, zh: Words, tmp_path: Path, suffix: str) -> None:
    ledger = tmp_path / "ledger.db"
    with sqlite3.connect(ledger) as connection:
        connection.execute("CREATE TABLE promise (id)")
    connection.close()
    before = ledger.read_bytes()
    assert refusal(report, Path(f"{ledger}{suffix}")).code == "output_is_ledger"
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EIO, "output_unwritable")]
)
def test_when_the_disk_fails_the_old_report_still_stands(
    report: Report, zh: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "report.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    assert refusal(report, path).code == code
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
