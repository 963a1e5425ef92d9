"""Whether something that was found may be the next source of the ledger: a text with several pledges in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from tracker.briefing.cleaning.clean_text import ReadSource, clean
from tracker.briefing.cleaning.furniture import SHEETS
from tracker.domain.errors import UserError
from tracker.services.briefings.coding_drafts import is_known
from tracker.services.briefings.finding import find_in_source

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.capture.documents.documents import Document
    from tracker.services.evidence.capturing import Captured
    from tracker.services.ledgers.workspace import Workspace

LONGEST_LOOK = 30_000
"""Characters in which pledges are looked for. A briefing of two hours has fewer, and its pledges stand all over it; a
report of six hundred pages would keep the form for evidence waiting, though its first thirty pages tell as much."""


def count_pledges(workspace: Workspace, captured: Captured, rules: Path | None = None) -> int:
    """Return how many pledges the beginning of a text holds; 0 where it has no words, or is a source in use already.

    A spreadsheet is no text: one of commitments is brought in by its columns. The text is the one that was
    read for evidence: nothing is read a second time. `rules` is the office's own file, by which a source would be
    found; one that cannot be used is passed over.
    """
    if captured.unread is not None or captured.document.kind in SHEETS:
        return 0
    document = _beginning(captured.document)
    source = ReadSource(captured.content, captured.sha256, captured.name, document, clean(document))
    if not source.clean.text.strip() or is_known(workspace, source):
        return 0
    try:
        found = find_in_source(source, workspace.today(), rules=rules)
    except UserError as fault:
        if fault.field != "rules":
            raise
        # Whoever adds it as a source is told of the file; a notice that is evidence has nothing to do with it.
        found = find_in_source(source, workspace.today())
    return len(found.findings.units)


def _beginning(document: Document) -> Document:
    """The first pages, or lines, of a long document; its tables stand anywhere in it, and are left out."""
    pages = _first(document.pages)
    lines = _first(document.lines)
    if pages == document.pages and lines == document.lines:
        return document
    return replace(document, pages=pages, lines=lines, tables=(), columns=document.columns[: len(pages)])


def _first(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces that begin within the first `LONGEST_LOOK` characters, each cut to that length."""
    ends = accumulate(map(len, pieces), initial=0)
    return tuple(piece[:LONGEST_LOOK] for piece, _ in zip(pieces, takewhile(LONGEST_LOOK.__gt__, ends), strict=False))
