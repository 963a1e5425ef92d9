"""Which formats there are. A writer makes the bytes of a file; it is imported when it is wanted."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.errors import UserError
from tracker.exports.atomic import write_whole

if TYPE_CHECKING:
    from tracker.services.reporting import Report
    from tracker.wording import Words

_WRITERS = {"xlsx": "tracker.exports.xlsx", "csv": "tracker.exports.csv_"}

FORMATS = tuple(_WRITERS)
"""The names of the formats."""


def write_report(report: "Report", format_name: str, path: Path, words: "Words") -> None:
    """Write the report to a file, whole or not at all.

    Raises `UserError` with `term_unknown`, `output_unwritable`, `output_is_ledger` or `disk_full`.
    """
    if format_name not in _WRITERS:
        raise UserError("term_unknown", field="format", value=format_name, allowed=FORMATS)
    writer = import_module(_WRITERS[format_name])
    write_whole(path, writer.render(report, words))
