"""The smallest pieces of a report: words with emphasis, words with their code, and what is cited."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tracker.wording import Words, vocabulary_of


class Emphasis(StrEnum):
    """How words stand out. `quote`: words of a source, which always look like a source (serif, 仿宋/楷体). `lead`: the
    words that a paragraph begins with and is called by, as a heading of the second level."""

    PLAIN = "plain"
    STRONG = "strong"
    SOFT = "soft"
    QUOTE = "quote"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one emphasis. `citations` are numbers of references that follow them, raised: [1][2]."""

    text: str
    emphasis: Emphasis = Emphasis.PLAIN
    citations: tuple[int, ...] = ()


class ParagraphKind(StrEnum):
    """`body` is indented in Chinese; `quote` is set off as words of a source; `point` is one of a list of points;
    `note` is smaller and softer. Of an official document: `address` whom it is for, `attachment` what goes with it,
    `signature` who signs it, at the right edge after a blank line, `signed_on` when, close below."""

    BODY = "body"
    QUOTE = "quote"
    POINT = "point"
    NOTE = "note"
    ADDRESS = "address"
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    SIGNED_ON = "signed_on"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that follow each other without a gap. A line feed in a run is a line break. `inset` is how far a signature
    stands from the right edge, in characters."""

    runs: tuple[Run, ...]
    kind: ParagraphKind = ParagraphKind.BODY
    inset: float = 0

    @property
    def text(self) -> str:
        """Return the words alone, without citations."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Term:
    """A member of a vocabulary of `domain.terms`, by the vocabulary (`assessment`), its value, and the word for it."""

    vocabulary: str
    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that the report quotes or rests on. `text` is the whole entry by GB/T 7714—2015, without its number.

    `authors` are the publishers, one by one. `kind` is a value of `EvidenceKind`, `mark` the type by the standard
    (EB/OL, S, N …); a note on how something was worked out has only its number and text. `published` is an ISO day or
    month. `url` is an http(s) address or "": the path of a file on somebody's machine never gets here.
    """

    number: int
    uid: str
    text: str
    kind: str
    mark: str
    title: str
    publisher: str
    authors: tuple[str, ...]
    published: str
    document: str
    retrieved: date | None
    url: str
    quote: str


def note(number: int, text: str) -> Reference:
    """Return a note that says how something was worked out, and cites nothing."""
    return Reference(
        number=number,
        uid="",
        text=text,
        kind="",
        mark="",
        title="",
        publisher="",
        authors=(),
        published="",
        document="",
        retrieved=None,
        url="",
        quote="",
    )


# Typed, because members of two vocabularies with one value are equal strings. A ledger of 10,000 asks 200,000 times.
@lru_cache(maxsize=None, typed=True)
def term(member: StrEnum, words: Words) -> Term:
    """Return a member of a vocabulary with its word."""
    return Term(vocabulary_of(type(member)), member.value, words.term(member))


def paragraph(text: str, kind: ParagraphKind = ParagraphKind.BODY, emphasis: Emphasis = Emphasis.PLAIN) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(text, emphasis),), kind)
