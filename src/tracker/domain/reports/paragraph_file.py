"""The paragraphs of a briefing report as a small text file: written for the analyst, and read back as her edits.

    # What is up here is not read.
    === conclusion 0123456789abcdef
    The words of the paragraph.
    === progress.sme 0123456789abcdef
    …
    === progress.sme earlier
    What was written the last time, of other facts. Not read.

A paragraph begins with a line of its key and the hash of its facts; its words go on to the next such line. Whatever is
in them is text. A paragraph that is not in the file stays as the program words it; one without words is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.errors import UserError
from tracker.domain.reports.brief import ParagraphDraft, ParagraphOffer
from tracker.domain.reports.report_request import ParagraphEdit

_HEAD = re.compile(r"=== *(\S+) +([0-9a-f]{16}|earlier) *")
_MARK = "==="
_SPACE = "\u200a"
"""Before a line of somebody's words that would begin a paragraph."""
_EARLIER = "earlier"
LONGEST = 20_000
"""Characters of one paragraph."""
LARGEST = 2 << 20
"""Bytes of a file."""


def write_paragraphs(offers: Iterable[ParagraphOffer], hints: Iterable[str]) -> str:
    """Return the text of the file; `hints` stand above it, a line each."""
    lines = [f"# {hint}" for hint in hints]
    for offer in offers:
        draft = offer.draft
        lines += ["", f"{_MARK} {draft.key} {draft.facts}", *_shielded(offer.text)]
        if offer.outdated and offer.earlier is not None:
            lines += ["", f"{_MARK} {draft.key} {_EARLIER}", *_shielded(offer.earlier)]
    return "\n".join(lines) + "\n"


def read_paragraphs(text: str, drafts: Iterable[ParagraphDraft]) -> tuple[ParagraphEdit, ...]:
    """Return the paragraphs of a file that say something else than the program.

    Raises `UserError`: `paragraphs_none` where none is in it, `paragraph_twice`, `paragraph_unknown`,
    `paragraph_too_long`, and `paragraphs_outdated` where the ledger has changed since the file was written.
    """
    known = {draft.key: draft for draft in drafts}
    edits: dict[str, ParagraphEdit] = {}
    for edit in _read(text):
        if edit.key in edits:
            raise UserError("paragraph_twice", field="paragraphs", key=edit.key)
        edits[edit.key] = edit
    if not edits:
        raise UserError("paragraphs_none", field="paragraphs")
    _check(edits, known)
    return tuple(edit for edit in edits.values() if edit.text != _trimmed(known[edit.key].text.split("\n")))


def _check(edits: Mapping[str, ParagraphEdit], known: Mapping[str, ParagraphDraft]) -> None:
    if unknown := [key for key in edits if key not in known]:
        raise UserError("paragraph_unknown", field="paragraphs", keys=unknown)
    if outdated := [key for key, edit in edits.items() if edit.facts != known[key].facts]:
        raise UserError("paragraphs_outdated", field="paragraphs", keys=outdated)
    for edit in edits.values():
        if len(edit.text) > LONGEST:
            raise UserError("paragraph_too_long", field="paragraphs", key=edit.key, limit=f"{LONGEST:,}")


def _read(text: str) -> Iterator[ParagraphEdit]:
    key = facts = ""
    lines: list[str] = []
    for line in [*text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), f"{_MARK} end {_EARLIER}"]:
        head = _HEAD.fullmatch(line.rstrip())
        if head is None:
            lines.append(line)
            continue
        if facts and facts != _EARLIER:
            yield ParagraphEdit(key, _trimmed(lines), facts)
        key, facts, lines = head[1], head[2], []


def _trimmed(lines: Iterable[str]) -> str:
    return "\n".join(line.removeprefix(_SPACE).rstrip() for line in lines).strip("\n")


def _shielded(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield _SPACE + line if line.startswith(_MARK) else line
