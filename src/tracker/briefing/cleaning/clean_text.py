"""The clean text of a source: one paragraph a line, and every step that led there, each shown and undoable (§1).

All steps are found in the whole document before any of them is taken, as edits of its text that do not overlap. To undo
one leaves the others as they are; with all of them undone, the document stands there as it was read.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.briefing.cleaning.furniture import SHEETS, Furniture, furniture
from tracker.briefing.cleaning.joined_lines import Joint, joined_lines
from tracker.briefing.cleaning.table_rows import table_steps
from tracker.briefing.cleaning.text_edits import COUNTED, Edit, PlannedStep, RenderedStep, StepKind, render
from tracker.briefing.cleaning.text_lines import TextLine, lines_of
from tracker.capture.documents.documents import PAGE_BREAK, Document
from tracker.capture.documents.formats import Kind
from tracker.domain.evidence.unreadable import Unreadable

_BESIDE_FIGURES = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=[\d%]) (?=[\u4e00-\u9fff])")
_MARK = re.compile("[，。、；：]")


@dataclass(frozen=True, slots=True)
class CleaningStep:
    """A step from the document to its clean text.

    `text[start:end]` of the clean text is what came of `before`: `after`, or, where the step is `undone` or goes over a
    line or a page whose own step is, what the document has. `number` counts from 1 and stays, whatever is undone. Steps
    that lose nothing but blanks are one for all of their kind: `count` says how many, `before` and `after` are empty,
    and the whole text is its place. On a page whose columns are left as they were, no other step is taken.
    """

    number: int
    kind: StepKind
    start: int
    end: int
    before: str
    after: str
    count: int = 1
    undone: bool = False


@dataclass(frozen=True, slots=True)
class CleanText:
    """A clean text, each paragraph ending with a line end, and the steps that led there, in the order of the text."""

    text: str
    steps: tuple[CleaningStep, ...]


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source as it came, with the SHA-256 of its bytes, what was read off it, and its clean text."""

    raw: bytes
    sha256: str
    name: str
    document: Document
    clean: CleanText

    @property
    def kind(self) -> Kind:
        """The format of the source; a pasted text is `Kind.TXT`."""
        return self.document.kind

    @property
    def unread(self) -> Unreadable | None:
        """Why no words could be read off it, so that its clean text is empty or means nothing."""
        return self.document.unread

    def with_undone(self, undone: Collection[int]) -> "ReadSource":
        """The same source with these steps undone, and no others."""
        return replace(self, clean=clean(self.document, undone))


def clean(document: Document, undone: Collection[int] = (), captions: Collection[str] = ()) -> CleanText:
    """Make the clean text of a document without the steps whose numbers are `undone`.

    `captions` are lines that are known to belong to a picture. Offsets count characters, the end exclusive.
    """
    base = _in_columns(document)
    left_out = frozenset(undone)
    text, steps = render(base, tuple(_plans(document, base, frozenset(captions))), left_out)
    return CleanText(text, tuple(_shown(step, base, text, undone=step.number in left_out) for step in steps))


def text_read(document: Document) -> str:
    """All words that were read off a document: its pages, or all lines that show on a page of the web.

    It ends with a line end unless it is empty.
    """
    text = "\n".join(document.lines) if document.lines else document.text
    return text if text.endswith("\n") or not text else f"{text}\n"


def _in_columns(document: Document) -> str:
    """The words of a document with its pages in the order of their columns."""
    if not document.columns:
        return text_read(document)
    pages = zip(document.pages, document.columns, strict=True)
    return PAGE_BREAK.join(ordered or page for page, ordered in pages) + "\n"


def continue_with(text: CleanText, document: Document, undone: Collection[int] = ()) -> CleanText:
    """A source whose text goes on in another document, such as 下转第3版: no offset of the first text moves.

    `undone` are steps of the second document by their numbers in the whole, which follow those of the first.
    """
    before = len(text.steps)
    offset = len(text.text)
    more = clean(document, [number - before for number in undone])
    steps = (
        replace(step, number=step.number + before, start=step.start + offset, end=step.end + offset)
        for step in more.steps
    )
    return CleanText(text.text + more.text, (*text.steps, *steps))


def _plans(document: Document, base: str, captions: frozenset[str]) -> Iterator[PlannedStep]:
    rows = frozenset("\t".join(row).rstrip() for table in document.tables for row in table.rows)
    lines = lines_of(base, rows)
    dropped = furniture(document, lines, captions)
    gone = {line.start for block in dropped for line in block.lines}
    kept = [line for line in lines if line.words and line.start not in gone]
    tables = table_steps(document, base, kept)
    dropped = tuple(sorted((*dropped, *tables.heads), key=lambda block: block.lines[0].start))
    kept = [line for line in kept if line.start not in tables.gone]
    joints = joined_lines(kept, tables.cells) if document.kind not in SHEETS else ()
    pages = dict(_pages_in_columns(document))
    yield from pages.values()
    yield from tables.steps
    for block in dropped:
        yield PlannedStep(block.kind, (_dropping(block),), "".join(f"{line.words}\n" for line in block.lines))
    starts = [block.lines[0].start for block in dropped]
    for joint in joints:
        between = dropped[bisect_left(starts, joint.upper.end) : bisect_left(starts, joint.lower.start)]
        crossed = range(joint.upper.page, joint.lower.page + 1) if joint.upper.page < joint.lower.page else ()
        in_columns = (pages[page].edits[0] for page in crossed if page in pages)
        yield _joining(joint, between, (*map(_dropping, between), *in_columns))
    blanks = tuple(_blanks(base, lines))
    if document.kind is Kind.PDF:
        blanks = tuple(sorted((*blanks, *_beside_figures(base, kept)), key=lambda edit: edit.start))
    if blanks:
        yield PlannedStep(StepKind.BLANKS, blanks)
    empty = tuple(Edit(line.start, line.end) for line in lines if not line.words)
    if empty:
        yield PlannedStep(StepKind.BLANK_LINES, empty)


def _dropping(block: Furniture) -> Edit:
    return Edit(block.lines[0].start, block.lines[-1].end)


def _pages_in_columns(document: Document) -> Iterator[tuple[int, PlannedStep]]:
    """The steps that put the columns of pages in order, by the numbers of those from 0."""
    start = 0
    for number, (page, ordered) in enumerate(zip(document.pages, document.columns, strict=False)):
        end = start + len(ordered or page) + 1
        if ordered:
            yield number, PlannedStep(StepKind.COLUMNS, (Edit(start, end, f"{page}\n"),), f"{page}\n", reversed=True)
        start = end


def _joining(joint: Joint, between: Sequence[Furniture], over: tuple[Edit, ...]) -> PlannedStep:
    """The step that joins two lines, whatever blank lines and furniture stand between them."""
    edits: list[Edit] = []
    reached = joint.upper.last
    for block in between:
        edits.append(Edit(reached, block.lines[0].start))
        reached = block.lines[-1].end
    edits.append(Edit(reached, joint.lower.first))
    edits[0] = replace(edits[0], after=joint.gap)
    made = tuple(edit for edit in edits if edit.after or edit.start < edit.end)
    return PlannedStep(StepKind.JOINED_LINES, made, "\n", over)


def _blanks(base: str, lines: Sequence[TextLine]) -> Iterator[Edit]:
    """Blanks at both ends of lines, and other line ends than a line feed."""
    for line in lines:
        if line.words and line.first > line.start:
            yield Edit(line.start, line.first)
        if line.words and base[line.last : line.end] != "\n":
            yield Edit(line.last, line.end, "\n")


def _beside_figures(base: str, lines: Sequence[TextLine]) -> Iterator[Edit]:
    """The blanks that a word processor sets between Chinese and figures (2025 年), which are in no text."""
    for line in lines:
        if not _MARK.search(line.words):  # a row of a table, whose blanks stand between its cells
            continue
        for blank in _BESIDE_FIGURES.finditer(base, line.first, line.last):
            if not base[line.first : blank.start()].isdecimal():
                yield Edit(blank.start(), blank.end())


def _shown(step: RenderedStep, base: str, text: str, *, undone: bool) -> CleaningStep:
    plan = step.plan
    if plan.kind in COUNTED:
        return CleaningStep(step.number, plan.kind, 0, len(text), "", "", len(plan.edits), undone)
    before = base[plan.edits[0].start : plan.edits[-1].end] if plan.before is None else plan.before
    after = text[step.start : step.end] if step.is_taken else _after(plan, base)
    return CleaningStep(step.number, plan.kind, step.start, step.end, before, after, undone=undone)


def _after(plan: PlannedStep, base: str) -> str:
    """What a step would make that is not taken."""
    if plan.reversed:
        return base[plan.edits[0].start : plan.edits[0].end]
    if plan.over:
        return plan.edits[0].after
    pieces = [plan.edits[0].after]
    for edit, following in pairwise(plan.edits):
        pieces += (base[edit.end : following.start], following.after)
    return "".join(pieces)
