"""The report as a tree: what is said and in which order, before any format decides how it looks.

**Who makes it.** `services.reporting` reads the facts in one look; `exports.compose` puts them into words, once, and
that is the only place where words enter. So every text in this tree is ready to be read in the tree's language, and no
writer words, formats, counts, sorts or leaves out anything: same content, same numbers, same order in every format.

**What a writer does.** It walks `sections` in order, and each section's `blocks` in order, and gives every kind of
block its form. `register` (all commitments as one table) and `items` are also there for the formats that are tables or
data, whatever the kind of the report. Texts are other people's words: a writer escapes them for its format and takes
out what the format cannot carry (`exports.safely`). Beside the words stand the codes and values they came from, for
what is coloured, computed, filtered or drawn; a code never stands alone, the word always shows.

Values are frozen, comparable, and know neither Qt nor tables.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from tracker.domain.commitments.progress import Many
from tracker.domain.reports.report_request import ReportKind
from tracker.exports.report_item import Item
from tracker.exports.report_text import Paragraph, Reference, Term

CLOSING = "closing"
"""The key of the section of who signs."""


class Align(StrEnum):
    """How the words of a column stand."""

    START = "start"
    CENTRE = "centre"
    END = "end"


class CellKind(StrEnum):
    """What the cells of a column are, beside their text: see `Cell.value`."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `key` is the same in both languages; `width` is its share of the table's width, in the
    pixels that it takes on a screen at the type size of a table, where a Chinese character takes 12. What is only
    `beside` the table follows it on the screen, and not on the paper of a workbook."""

    key: str
    heading: str
    width: int
    kind: CellKind = CellKind.TEXT
    align: Align = Align.START
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What is in a table, as lines of text (several passages, several departments), and what it came from.

    `value` is a `Decimal`, a `date` or a `Term` in columns of these kinds, and None where there is none, or the column
    is text. `citations` are the numbers of references, which follow the last line: [1][2].
    """

    lines: tuple[str, ...] = ()
    value: Decimal | date | Term | None = None
    citations: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Return all lines, one below the other."""
        return "\n".join(self.lines)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row that repeats on every page. `rows` have a cell for each column.

    `empty` is the sentence that is in its place when there are no rows.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ItemTable:
    """A table to which each commitment gives its rows, that are made when they are written.

    `rows_of` makes them, of `items` one after the other. Formats that are read, and look at a table more than once,
    take it `whole`.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    items: Many[Item]
    rows_of: Callable[[Item], Iterable[Row]] = field(compare=False)
    empty: str = ""

    @property
    def rows(self) -> Iterator[Row]:
        """Return all rows, made as they are gone through."""
        return (row for item in self.items for row in self.rows_of(item))

    def whole(self) -> Table:
        """Return the same with all its rows."""
        return Table(self.key, self.caption, self.columns, tuple(self.rows), self.empty)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that the eye should fall on: its label, its value, and the value as it is read (with its unit)."""

    key: str
    label: str
    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers that stand side by side."""

    figures: tuple[Figure, ...]


class ChartKind(StrEnum):
    """`stacked`: a bar a category, its series end to end. `grouped`: a bar a category and series, side by side.
    `bullets`: a line a category, with its first series as the bar and its second as the mark to reach (percent)."""

    STACKED = "stacked"
    GROUPED = "grouped"
    BULLETS = "bullets"


@dataclass(frozen=True, slots=True)
class Label:
    """What a category of a chart means: a stable key, and the word for it. `note` is a second, fainter line."""

    key: str
    word: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, in the order of the categories; None where nothing is known, which is not zero: `missing` is
    the word that stands there. `term` is the code whose colour, hatching and sign it has (an assessment), where it
    means one."""

    label: Label
    values: tuple[Decimal | None, ...]
    term: Term | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn, first category on top. `alternative` says in sentences what the picture shows, for who
    cannot see it; it is written below, or as the alternative text. `axis` names the unit of the numbers.

    A format that cannot draw writes the alternative and the numbers (`Chart.table`)."""

    key: str
    kind: ChartKind
    title: str
    alternative: str
    axis: str
    categories: tuple[Label, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class References:
    """The list of what was cited, in the order of the numbers: "[1] " and its text (GB/T 7714—2015)."""

    entries: tuple[Reference, ...]


Block = Paragraph | Figures | Table | ItemTable | Item | Chart | References


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it. `level` is 1 to 3: 一、 （一） 1. ; numbering is the writer's.

    `key` is the same in both languages: summary, figures, charts, changes, attention, items, department.KEY, history,
    definitions, references, untranslated; opening, progress, problems, steps, closing, annex.NAME. One without a
    heading continues what is above it. An `annex` is not numbered with the others, and the first one begins a new page.
    """

    key: str
    heading: str
    level: int
    blocks: tuple[Block, ...] = ()
    annex: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source of commitments: its title, publisher and date in words, and what is missing from it ("" for nothing)."""

    key: str
    text: str
    held_on: date
    sha256: str
    incomplete: str


@dataclass(frozen=True, slots=True)
class Front:
    """What a report is of, as values; `Report.lines` says the same in words.

    `total` counts the whole ledger, `count` the commitments in the report. `ledger` is a name, never a path.
    `fingerprint` is the hash of the newest event that the report shows: whoever holds the report can check by it that
    the ledger was not rewritten since. `origin` is the mark of `domain.report_mark`, which names ledger and event, too;
    "" for a ledger without events. `since` is None but in a report of what changed.
    """

    as_of: date
    since: date | None
    made_on: date
    ledger: str
    fingerprint: str
    total: int
    count: int
    scope: str
    sources: tuple[SourceLine, ...]
    illustrative: bool
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    `title` and `subtitle` stand on top; then `mark`, which must be seen by everybody, where it is not "" (a sample);
    then `lines`: source, filter, what is missing, one paragraph each. `colophon` stands small at the very end: when and
    from which ledger it was made, and by what it can be checked. `head` is the office above the title of an official
    document, and `subject` whose commitments these are, where the title begins with it. `language` is zh or en.

    `register` has a row for each of `items`, in their order, and `evidence` one for each piece of each of them.

    A report that flows, for formats that are tables or data, holds no items: whenever somebody goes through them, they
    are read and put into words again, one after the other. Its tables are `ItemTable`s also in the sections, which tell
    no items and no references.
    """

    kind: ReportKind
    language: str
    title: str
    subtitle: str
    mark: str
    lines: tuple[str, ...]
    front: Front
    sections: tuple[Section, ...]
    register: ItemTable
    evidence: ItemTable
    items: Many[Item]
    colophon: str = ""
    head: str = ""
    subject: str = ""

    @property
    def kept_with_signature(self) -> Block | None:
        """Return the last block before who signs, None where nobody does: it stands on the same page (GB/T 9704—2012
        §7.3.5)."""
        for section, following in pairwise(self.sections):
            if following.key == CLOSING and section.blocks:
                return section.blocks[-1]
        return None

    @property
    def first_annex(self) -> str:
        """Return the key of the section that begins the annex, "" where there is none."""
        return next((section.key for section in self.sections if section.annex), "")

    @property
    def references(self) -> tuple[Reference, ...]:
        """Return what is cited, by number."""
        return tuple(reference for item in self.items for reference in item.first_cited)

    def section(self, key: str) -> Section | None:
        """Return the section of this key."""
        return next((section for section in self.sections if section.key == key), None)

    def blocks(self) -> Iterator[Block]:
        """Return every block in order."""
        for section in self.sections:
            yield from section.blocks
