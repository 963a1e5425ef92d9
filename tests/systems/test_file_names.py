"""Names that a system does not take, and files that it keeps from being replaced."""

import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from tracker.domain.errors import UserError
from tracker.exports.atomic import write_whole
from tracker.systems import file_names

RESERVED = ("CON", "nul.pdf", "Com1.docx", "LPT9", "aux .txt", "月报.", "月报 ")


@pytest.mark.parametrize("name", RESERVED)
def test_windows_has_names_of_its_own(windows: Mock, name: str) -> None:
    assert file_names.is_reserved(name)


@pytest.mark.parametrize("name", ["月报.pdf", "CONTENTS", "com10.txt", "..", ".gitignore", "a.con"])
def test_other_names_are_names_on_windows(windows: Mock, name: str) -> None:
    assert not file_names.is_reserved(name)


@pytest.mark.parametrize("name", RESERVED)
def test_elsewhere_every_name_is_itself(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert not file_names.is_reserved(name)


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file can be replaced."""

    def refuse(draft: Path, path: Path) -> None:
        raise PermissionError(13, "Access is denied", str(path))

    monkeypatch.setattr("tracker.exports.atomic.put_durably", refuse)


def code_of_writing(path: Path) -> str:
    with pytest.raises(UserError) as failure:
        write_whole(path, b"new")
    return failure.value.code


@pytest.mark.usefixtures("refused")
def test_a_report_that_is_open_in_another_program_on_windows_is_to_be_closed_there(
    windows: Mock, tmp_path: Path
) -> None:
    (tmp_path / "月报.docx").write_bytes(b"old")
    assert code_of_writing(tmp_path / "月报.docx") == "output_open_elsewhere"
    assert code_of_writing(tmp_path / "new.docx") == "output_unwritable"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.usefixtures("refused")
def test_elsewhere_it_is_a_matter_of_rights(tmp_path: Path) -> None:
    (tmp_path / "月报.docx").write_bytes(b"old")
    assert code_of_writing(tmp_path / "月报.docx") == "output_unwritable"


@pytest.mark.usefixtures("refused")
def test_a_path_that_windows_finds_too_long_is_said_to_be(windows: Mock, tmp_path: Path) -> None:
    assert code_of_writing(tmp_path / ("长" * 80) / ("名" * 80) / ("字" * 80 + ".pdf")) == "path_too_long"


def test_no_report_takes_a_name_that_windows_gives_to_a_device(windows: Mock, tmp_path: Path) -> None:
    assert code_of_writing(tmp_path / "NUL.pdf") == "output_name_reserved"
    assert not list(tmp_path.iterdir())
