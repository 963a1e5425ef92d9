"""What a report cites as CSL-JSON, for reference managers and word processors: a list of items, `id` by number."""

import json
from typing import Any

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.exports.report_text import Reference
from tracker.exports.report_tree import Report
from tracker.exports.safely import printable

_TYPES = {
    "law": "legislation",
    "document": "document",
    "list": "document",
    "statistics": "dataset",
    "statement": "speech",
    "state_press": "article-newspaper",
    "press": "article-newspaper",
    "other": "document",
}


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """Return the bytes of the file: UTF-8, ended by a line feed. `progress` counts what is cited."""
    items = [_item(reference) for reference in steps(report.references, progress)]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def _item(reference: Reference) -> dict[str, Any]:
    press = reference.mark.startswith("N")
    standard = reference.mark.startswith("S")
    item: dict[str, Any] = {
        "id": str(reference.number),
        "type": "standard" if standard else _TYPES[reference.kind],
        "title": reference.title,
        "issued": {"date-parts": [[int(part) for part in reference.published.split("-")]]},
        # A newspaper contains the piece; a ministry is its author, an institution whose name is one word.
        ("container-title" if press else "author"): reference.publisher if press else _institutions(reference),
        "number": reference.document,
        "URL": reference.url,
        "abstract": reference.quote,
        "note": reference.text,
    }
    if reference.retrieved:
        day = reference.retrieved
        item["accessed"] = {"date-parts": [[day.year, day.month, day.day]]}
    # CSL has no value for nothing: a field that is there is set, though it be blank.
    return {key: printable(value) if isinstance(value, str) else value for key, value in item.items() if value}


def _institutions(reference: Reference) -> list[dict[str, str]]:
    return [{"literal": printable(name)} for name in reference.authors]
