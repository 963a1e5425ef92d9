"""A workbook that is written row by row: of a sheet only the row at hand is in memory.

XlsxWriter's `constant_memory` does it cell by cell; here a row becomes one piece of XML, which is several times faster.
What it needs of XlsxWriter's inner workings is all in this module, and the lock file names the version.
"""

import io
import os
import re
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
_LIKE_MARKUP = ("&", "<", ">", "_x")


class SteadySheet(Worksheet):
    """A sheet that takes whole rows, from top to bottom."""

    def write_cells(self, number: int, height: float, cells: str, columns: int) -> None:
        """Write the row `number`, from 0, `height` points high: cells as `text_cell` and its like make them."""
        self._write_single_row(number)
        self._check_dimensions(number, columns - 1)
        pixels = round_to_pixels(height)
        self.fh.write(f'<row r="{number + 1}" ht="{pixels * 0.75:g}" customHeight="1">{cells}</row>')

    def keep_height(self, number: int, height: float) -> None:
        """Remember how high a row is: pictures below it are placed by that."""
        self.row_sizes[number] = [round_to_pixels(height), False]

    def discard(self) -> None:
        """Close what the sheet is written to."""
        self._opt_close()


class _SteadyPackager(Packager):
    def _create_package(self) -> Any:
        """The parts of the file, which as parts of an archive tell the rights that they had as files."""
        parts = super()._create_package()
        for name, *_ in parts:
            os.chmod(name, 0o600)  # noqa: PTH101 - a name, not a path
        return parts


class _Outlet:
    """A file that another can take the place of: an archive that failed still writes its end, when it is collected."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class SteadyBook(Workbook):
    """A workbook of such sheets, that keeps their rows in a folder until it is closed."""

    def __init__(self, file: BinaryIO, folder: Path, look: dict[str, Any]) -> None:
        options = {"constant_memory": True, "tmpdir": str(folder), "default_format_properties": look}
        self._outlet = _Outlet(file)
        super().__init__(self._outlet, options)  # pyright: ignore[reportArgumentType] - any file will do
        self.worksheet_class = SteadySheet
        self.use_zip64()

    def finish(self) -> None:
        """Write the file. Raises `OSError`."""
        try:
            self.close()
        except FileCreateError as failure:
            raise failure.args[0] from failure

    def discard(self) -> None:
        """Let go of all files, whether the workbook was finished or not."""
        self._outlet.file = io.BytesIO()
        for sheet in self.worksheets():
            if isinstance(sheet, SteadySheet):
                sheet.discard()

    def _get_packager(self) -> Packager:
        return _SteadyPackager()


def index_of(look: Format) -> int:
    """The number of a format in its workbook."""
    return look._get_xf_index()  # pyright: ignore[reportPrivateUsage]


def round_to_pixels(points: float) -> int:
    """The height of a row, which spreadsheets know in whole pixels."""
    return int(points * 4.0 / 3.0 + 0.5)


def text_cell(place: str, look: int, text: str) -> str:
    """A cell of text, cleaned and `escaped` before; an empty one only has its look."""
    if not text:
        return f'<c r="{place}" s="{look}"/>'
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c r="{place}" s="{look}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def number_cell(place: str, look: int, number: float) -> str:
    """A cell of a number."""
    return f'<c r="{place}" s="{look}"><v>{number:.16G}</v></c>'


def needs_escape(joined: str) -> bool:
    """Whether anything in a text, or in several that were joined, means something in XML."""
    return any(sign in joined for sign in _LIKE_MARKUP)


def escaped(text: str) -> str:
    """The text as XML, and as Excel writes it."""
    text = _ESCAPED.sub(r"_x005F\1", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
