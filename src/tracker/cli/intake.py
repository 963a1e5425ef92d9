"""What `tracker intake` prints of something that was taken in."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tracker.cli.printing.json_shapes import show, taken
from tracker.cli.printing.text_table import print_lines
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.terms import EvidenceKind, Stage
from tracker.services.evidence.capturing import Captured, Proposal, TextFigure, examine
from tracker.wording import Words

_FIELDS = ("title", "publisher", "number", "published", "kind", "stage")


def run_intake(options: Namespace, words: Words) -> int:
    """Say what a file or a page seems to be; 1 where nothing could be read, and why on the error channel."""
    with shown_progress() as progress:
        captured = examine(options.place, allow_private=frozenset(options.allow_private), progress=progress)
    if captured.unread is None:
        show(options, shape(captured), lambda: print_captured(captured, words))
        return 0
    show(options, shape(captured), lambda: None)
    for notice in notices(captured, words):
        print(f"tracker: {notice}", file=sys.stderr)
    return 1


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Shows on a terminal how far reading has come: a scan takes seconds a page."""
    stream = sys.stderr
    if not stream.isatty():
        yield unwatched
        return

    def show(done: int, total: int) -> None:
        if total:
            print(f"\r{100 * done // total:3} %", end="", file=stream, flush=True)

    try:
        yield show
    finally:
        print("\r     \r", end="", file=stream, flush=True)


def shape(captured: Captured) -> dict[str, Any]:
    """{name, url, retrieved, sha256, size, format, media_type, pages, unread {reason, target} or null, led_to or null,
    read_by_ocr [number], pages_without_text [number], characters, tables [{name, rows, columns}],
    title, publisher, number, published, kind, stage (each {value, words} or null),
    figures [{value, unit, counted, role, wording, sentence}]}. What was read off a picture has by_ocr: true besides.
    Title, publisher and what follows are proposals."""
    document = captured.document
    unread = captured.unread
    return {
        "name": captured.name,
        "url": captured.url or None,
        "retrieved": captured.retrieved_at,
        "sha256": captured.sha256,
        "size": len(captured.content),
        "format": document.kind.value,
        "media_type": document.media_type,
        "pages": len(document.pages),
        "unread": {"reason": unread.reason.value, "target": unread.target or None} if unread else None,
        "led_to": captured.led_to or None,
        "read_by_ocr": list(document.read_by_ocr),
        "pages_without_text": list(document.pages_without_text),
        "characters": sum(map(len, document.pages)),
        "tables": [
            {"name": table.name, "rows": len(table.rows), "columns": len(table.rows[0]) if table.rows else 0}
            for table in document.tables
        ],
        **{name: _proposal(getattr(captured.proposals, name)) for name in _FIELDS},
        "figures": [_figure(figure) for figure in captured.proposals.figures],
    }


def print_captured(captured: Captured, words: Words) -> None:
    """The proposals, a line each, then the main figures and the checksum."""
    lines = [(words.field(name), _value(name, getattr(captured.proposals, name), words)) for name in _FIELDS]
    lines += [(words.field("value"), _figure_text(figure, words)) for figure in captured.proposals.figures]
    lines.append(("SHA-256", captured.sha256))
    for notice in notices(captured, words):
        print(notice)
    print_lines(f"{label}  {value}" for label, value in lines)


def notices(captured: Captured, words: Words) -> list[str]:
    """What is to be known of how it was read: why nothing was, where the address led, which pages have no text."""
    said = [words.phrase("led_to", target=captured.led_to)] if captured.led_to else []
    if captured.unread is not None:
        return [words.unread(captured.unread), *said]
    read = captured.document.read_by_ocr
    if read:
        said.append(words.phrase("read_by_ocr", pages=", ".join(map(str, read))))
    empty = captured.document.pages_without_text
    return [*said, *([words.phrase("pages_without_text", pages=", ".join(map(str, empty)))] if empty else [])]


def _proposal(proposal: Proposal | None) -> dict[str, Any] | None:
    return {"value": proposal.value, "words": proposal.words, **_mark(proposal)} if proposal else None


def _figure(figure: TextFigure) -> dict[str, Any]:
    names = ("value", "unit", "counted", "role", "wording", "sentence")
    return {**taken(figure, *names), **_mark(figure)}


def _mark(found: Proposal | TextFigure) -> dict[str, bool]:
    return {"by_ocr": True} if found.by_ocr else {}


def _value(name: str, proposal: Proposal | None, words: Words) -> str:
    if proposal is None:
        return "–"
    shown = proposal.value
    if name == "kind":
        shown = words.term(EvidenceKind(proposal.value))
    elif name == "stage":
        shown = words.term(Stage(proposal.value))
    return f"{shown} [{words.phrase('by_ocr')}]" if proposal.by_ocr else shown


def _figure_text(figure: TextFigure, words: Words) -> str:
    role = words.term(figure.role) if figure.role else ""
    mark = f"[{words.phrase('by_ocr')}]" if figure.by_ocr else ""
    pieces = words.amount(figure.value, figure.unit), figure.counted, role, f"“{figure.wording}”", mark
    return " ".join(filter(None, pieces))
