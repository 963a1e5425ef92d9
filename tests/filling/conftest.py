"""Forms as departments get them, and what becomes of them on their way back."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.domain.exchange.forms import FillField, Preview, PreviewRow
from tracker.exports.filling import form_words, send_form
from tracker.services.exchange.forms import FillWish, enter_form, examine_form
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import load_words

HEAD = 3
load: Any = openpyxl.load_workbook
SME = "sme-bureau"
Alter = Callable[[Any], None]


class Post:
    """Sends a form, lets somebody alter it in another program, and reads it back."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self._folder = workspace, folder

    def send(self, department: str = SME, period: str = "2026-11", language: str = "zh", **wish: Any) -> Path:
        path = self._folder / f"{department}-{period}-{language}.xlsx"
        send_form(self.workspace, FillWish(department, period, **wish), path, load_words(language))
        return path

    def alter(self, path: Path, alter: Alter) -> bytes:
        workbook = load(path)
        alter(workbook.worksheets[0])
        return saved(workbook)

    def fill(self, path: Path, code: str, **cells: Any) -> bytes:
        return self.alter(path, lambda sheet: fill(sheet, code, **cells))

    def read(self, data: bytes, name: str = "退回.xlsx", department: str | None = None) -> Preview:
        return examine_form(self.workspace, data, name, form_words(), department)

    def enter(self, data: bytes, accepted: list[str] | None = None) -> None:
        enter_form(self.workspace, data, "退回.xlsx", form_words(), accepted)


def saved(workbook: Any) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def place(column: FillField) -> int:
    """The number of a column as it was sent, from 1."""
    return list(FillField).index(column) + 1


def row_of(sheet: Any, code: str) -> int:
    return next(row[0].row for row in sheet.iter_rows(min_row=HEAD + 1, max_col=1) if row[0].value == code)


def fill(sheet: Any, code: str, **cells: Any) -> None:
    number = row_of(sheet, code)
    for name, value in cells.items():
        sheet.cell(number, place(FillField(name))).value = value


@pytest.fixture
def post(workspace: Workspace, tmp_path: Path) -> Post:
    return Post(workspace, tmp_path)


@pytest.fixture
def make_post() -> type[Post]:
    """Sends and takes in for another ledger than the test's own."""
    return Post


@pytest.fixture
def fill_in() -> Callable[..., None]:
    """Fill cells of a row in: `fill_in(sheet, code, progress="…")`."""
    return fill


@pytest.fixture
def column_place() -> Callable[[FillField], int]:
    return place


@pytest.fixture
def row_place() -> Callable[[Any, str], int]:
    return row_of


@pytest.fixture
def bytes_of() -> Callable[[Any], bytes]:
    return saved


@pytest.fixture
def row_in() -> Callable[[Preview, str], PreviewRow]:
    """The row of a preview with this key."""

    def find(preview: Preview, key: str) -> PreviewRow:
        return next(row for row in preview.rows if row.key == key)

    return find
