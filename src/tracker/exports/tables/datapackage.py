"""The commitments of a report as a data package (Frictionless): CSV tables with a description that programs read.

A ZIP with `datapackage.json` and a table a subject, tied by keys. Terms are the values of `domain.terms`, dates are
ISO, numbers are plain; texts are in the language of the report. As in every file that a spreadsheet may open, a text
that looks like a formula has an apostrophe before it.
"""

import csv
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.exports.report_tree import Report
from tracker.exports.safely import csv_text, printable
from tracker.exports.tables.package_tables import TABLES, PackageTable
from tracker.temp_files import telling_faults, temporary_folder
from tracker.wording import decimal_text

_DESCRIPTION = "datapackage.json"
_BLOCK = 1 << 20


def write(report: Report, file: BinaryIO, progress: Progress = unwatched) -> None:
    """Write the ZIP; the same report gives the same bytes. `progress` counts commitments.

    They are gone through once, and each gives its rows to every table; these wait in a folder to be packed.
    """
    made = report.front.made_on
    # Eleven tables grow side by side, and a ZIP takes one file after the other.
    with temporary_folder("tracker-") as folder, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        described = json.dumps(_description(report), ensure_ascii=False, indent=2) + "\n"
        archive.writestr(_entry(_DESCRIPTION, made), described.encode())
        with telling_faults():
            _write_tables(report, Path(folder), progress)
        for table in TABLES:
            part = Path(folder) / table.path
            entry = _entry(table.path, made)
            # zipfile decides by it whether the entry needs the header of very large files, and fails in the middle
            # where it did not know.
            entry.file_size = part.stat().st_size
            with part.open("rb") as content, archive.open(entry, "w") as packed:
                shutil.copyfileobj(content, packed, _BLOCK)


def _write_tables(report: Report, folder: Path, progress: Progress) -> None:
    with ExitStack() as stack:
        lines: list[tuple[PackageTable, Callable[[Iterable[Sequence[str]]], None]]] = []
        for table in TABLES:
            text = stack.enter_context((folder / table.path).open("w", encoding="utf-8", newline=""))
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(field.name for field in table.fields)
            lines.append((table, writer.writerows))
        for item in steps(report.items, progress):
            for table, write_lines in lines:
                write_lines(tuple(map(_value, row)) for row in table.rows(item))


def _entry(name: str, made: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Else zipfile lets nobody but the owner read what is unpacked.
    entry.external_attr = 0o644 << 16
    return entry


def _description(report: Report) -> Mapping[str, Any]:
    front = report.front
    return {
        "profile": "tabular-data-package",
        "name": "commitment-ledger",
        "title": printable(report.title),
        "description": printable(
            "\n".join([line for line in (report.mark, report.subtitle, *report.lines, report.colophon) if line])
        ),
        "created": f"{front.made_on}T00:00:00Z",
        "version": front.as_of.isoformat(),
        **({"origin": front.origin} if front.origin else {}),
        "sources": [{"title": printable(source.text)} for source in front.sources],
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: PackageTable) -> Mapping[str, Any]:
    schema: dict[str, Any] = {"fields": [field.schema for field in table.fields], "missingValues": [""]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": resource, "fields": [other]}}
            for field, resource, other in table.foreign_keys
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": schema,
    }


def _value(value: object) -> str:
    """A value as the standard writes it; a text as a spreadsheet may read it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return decimal_text(value)
        case str():
            return csv_text(value)
        case _:  # a date in ISO, a whole number
            return str(value)
