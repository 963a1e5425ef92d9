"""Which formats there are. A writer is imported when it is wanted.

What is read as pages is made as a whole by its writer's `render`; tables and data are written bit by bit by a `write`.
"""

import hashlib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.exports.atomic import write_whole, writing

if TYPE_CHECKING:
    from tracker.exports.report_tree import Report
    from tracker.exports.template import Template

_WRITERS = {
    "xlsx": "tracker.exports.xlsx.xlsx_writer",
    "docx": "tracker.exports.docx.docx_writer",
    "pdf": "tracker.exports.pdf_writer",
    "html": "tracker.exports.pages.html_",
    "md": "tracker.exports.pages.markdown",
    "csv": "tracker.exports.tables.csv_",
    "json": "tracker.exports.pages.json_",
    "datapackage": "tracker.exports.tables.datapackage",
    "ical": "tracker.exports.references.ical",
    "csl-json": "tracker.exports.references.csl",
    "ris": "tracker.exports.references.ris",
}

FORMATS = tuple(_WRITERS)
"""The names of the formats; `ending` tells how their files end."""
FLOWING = frozenset({"xlsx", "csv", "json", "datapackage"})
"""Those of tables and data, of which a report of any size can be made."""
_ENDINGS = {"datapackage": "zip", "ical": "ics", "csl-json": "csl.json"}


def ending(format_name: str) -> str:
    """Return how the name of a file of this format ends, without the point."""
    return _ENDINGS.get(format_name, format_name)


def format_of(path: Path) -> str:
    """Return the format that the name of a file asks for; what is no ending of a format, as it stands."""
    name = path.name.lower()
    fitting = [known for known in FORMATS if name.endswith("." + ending(known))]
    return max(fitting, key=lambda known: len(ending(known)), default=path.suffix.removeprefix(".").lower())


def write_report(
    report: "Report",
    format_name: str,
    path: Path,
    progress: Progress = unwatched,
    *,
    template: "Template | None" = None,
) -> str:
    """Write the report to a file, whole or not at all, and return its SHA-256. `progress` counts commitments.

    A `template` is the office's own DOCX. Raises `UserError` with `term_unknown`, `output_unwritable`,
    `output_is_ledger`, `disk_full` or `template_needs_docx`, or what `exports.docx.template` says of a template.
    """
    if format_name not in _WRITERS:
        raise UserError("term_unknown", field="format", value=format_name, allowed=FORMATS)
    if template is not None and format_name != "docx":
        raise UserError("template_needs_docx", field="template", value=format_name)
    writer = import_module(_WRITERS[format_name])
    # What flows is digested by reading the file once more: its writers seek back in it, so that no digest can go along.
    if format_name in FLOWING:
        return _write_bit_by_bit(writer, report, path, progress)
    content = writer.render(report, progress, **({"template": template} if template is not None else {}))
    count = len(report.items)
    write_whole(path, content, lambda done, total: progress(count, count))
    return hashlib.sha256(content).hexdigest()


def _write_bit_by_bit(writer: Any, report: "Report", path: Path, progress: Progress) -> str:
    count = len(report.items)
    with writing(path, lambda: progress(count, count)) as file:
        writer.write(report, file, progress)
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()
