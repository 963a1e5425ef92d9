"""The commitments of a report as a data package (Frictionless): CSV tables with a description that programs read.

A ZIP with `datapackage.json` and a table a subject, tied by keys. Terms are the values of `domain.terms`, dates are
ISO, numbers are plain; texts are in the language of the report. As in every file that a spreadsheet may open, a text
that looks like a formula has an apostrophe before it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.report import Report
from tracker.domain.report_item import Item
from tracker.exports.package_tables import TABLES, PackageTable
from tracker.exports.safely import csv_text, printable
from tracker.wording import decimal_text

_DESCRIPTION = "datapackage.json"


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """The bytes of the ZIP; the same report gives the same bytes. `progress` counts tables."""
    file = io.BytesIO()
    made = report.front.made_on
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        described = json.dumps(_description(report), ensure_ascii=False, indent=2) + "\n"
        archive.writestr(_entry(_DESCRIPTION, made), described.encode())
        for table in steps(TABLES, progress):
            archive.writestr(_entry(table.path, made), _csv(table, report.items))
    return file.getvalue()


def _entry(name: str, made: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _description(report: Report) -> Mapping[str, Any]:
    front = report.front
    return {
        "profile": "tabular-data-package",
        "name": "commitment-ledger",
        "title": printable(report.title),
        "description": printable("\n".join([line for line in (report.mark, report.subtitle, *report.lines) if line])),
        "created": f"{front.made_on}T00:00:00Z",
        "version": front.as_of.isoformat(),
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


def _csv(table: PackageTable, items: Sequence[Item]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(field.name for field in table.fields)
    writer.writerows(_once(table, _rows(table, items)))
    return file.getvalue().encode()


def _rows(table: PackageTable, items: Iterable[Item]) -> Iterator[tuple[str, ...]]:
    for item in items:
        for row in table.rows(item):
            yield tuple(map(_value, row))


def _once(table: PackageTable, rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows, but each key once: a piece of evidence stands below every commitment that it bears on."""
    places = [number for number, field in enumerate(table.fields) if field.name in table.primary_key]
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(row[place] for place in places)
        if not places or key not in seen:
            seen.add(key)
            yield row


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
