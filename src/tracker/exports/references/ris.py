"""What a report cites as RIS: a tag and a value a line, CRLF, one record after the other."""

from collections.abc import Iterator

from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.exports.report_text import Reference
from tracker.exports.report_tree import Report
from tracker.exports.safely import printable

# By hand, not by rispy: it numbers the records, ends lines by LF, keeps line feeds within values, which ends them for a
# reader, and drops what it has no name for.
_TYPES = {
    "law": "STAT",
    "document": "GOVDOC",
    "list": "GOVDOC",
    "statistics": "DATA",
    "statement": "GEN",
    "state_press": "NEWS",
    "press": "NEWS",
    "other": "GEN",
}


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """Return the bytes of the file, UTF-8. `progress` counts what is cited."""
    lines = [line for reference in steps(report.references, progress) for line in (*_record(reference), "")]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _record(reference: Reference) -> Iterator[str]:
    press = reference.mark.startswith("N")
    yield _line("TY", "STAND" if reference.mark.startswith("S") else _TYPES[reference.kind])
    yield _line("ID", str(reference.number))
    yield _line("TI", reference.title)
    for name in reference.authors:
        yield _line("T2" if press else "AU", name)
    # RIS wants its strokes even where month or day are not known: 2025/05/.
    year, month, day = (*reference.published.split("-"), "", "")[:3]
    yield _line("PY", year)
    yield _line("DA", f"{year}/{month}/{day}")
    optional = {
        "M1": reference.document,
        "UR": reference.url,
        "Y2": reference.retrieved.strftime("%Y/%m/%d") if reference.retrieved else "",
        "AB": reference.quote,
        "N1": reference.text,
    }
    for tag, value in optional.items():
        if value:
            yield _line(tag, value)
    yield "ER  - "


def _line(tag: str, value: str) -> str:
    return f"{tag}  - {' '.join(printable(value).split())}"
