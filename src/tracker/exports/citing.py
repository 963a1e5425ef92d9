"""What a report cites: numbers by first use, and the entry of each by GB/T 7714—2015.

The standard's numbered style: authors before the title, the document number behind it, the type in brackets
([EB/OL] a page, [N] a newspaper, [S] a standard, [Z] any other paper), then the day of publication, the day it was
looked at, and the address. It is the same in a report in English.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from tracker.domain.evidence.addresses import is_web_address, plain_address
from tracker.domain.rows import CommitmentDetail, EvidenceRow
from tracker.domain.terms import EvidenceKind
from tracker.exports.report_text import Reference
from tracker.wording import Words

_PRESS = frozenset({EvidenceKind.STATE_PRESS, EvidenceKind.PRESS})
_STANDARD = re.compile(r"(GB|GB/T|GB/Z|GBZ|YD/T|SJ/T|HG/T|JB/T|QB/T|ISO|IEC|DB\d*/T|T/[A-Z]+)[ /]?[\d.]")
_BETWEEN_AUTHORS = re.compile(r"\s*[、;；/,，]\s*")
_MOST_AUTHORS = 3
_FULL_STOPS = "。.．"


class Citations:
    """Numbers the pieces of evidence of one report in the order in which they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def cite(self, detail: CommitmentDetail) -> tuple[Mapping[int, int], tuple[EvidenceRow, ...]]:
        """Return the numbers of the pieces in use that bear on a commitment, by id, and those that get theirs now.

        Numbered first is what the judgement rests on, whose reason stands before the evidence.
        """
        numbers: dict[int, int] = {}
        new: list[EvidenceRow] = []
        for piece in sorted(detail.evidence, key=lambda piece: piece.id not in detail.cited):
            if piece.withdrawn:
                continue
            if piece.id not in self._numbers:
                self._numbers[piece.id] = len(self._numbers) + 1
                new.append(piece)
            numbers[piece.id] = self._numbers[piece.id]
        return numbers, tuple(new)


def public_address(url: str) -> str:
    """The address, spelt plainly, if it leads to the web; "" for a file, whose path is nobody else's business."""
    return plain_address(url) if is_web_address(url) else ""


def reference(number: int, piece: EvidenceRow, words: Words) -> Reference:
    """Return the entry of a piece of evidence in the list of references, under its number."""
    url = public_address(piece.url)
    mark = _mark(piece, url)
    return Reference(
        number=number,
        uid=piece.uid,
        text=_entry(piece, mark, url, words),
        kind=piece.kind.value,
        mark=mark,
        title=piece.title,
        publisher=piece.publisher,
        authors=authors(piece.publisher),
        published=piece.published,
        document=piece.number,
        retrieved=date.fromisoformat(piece.retrieved) if piece.retrieved else None,
        url=url,
        quote=piece.quote,
    )


def _mark(piece: EvidenceRow, url: str) -> str:
    if piece.kind in _PRESS:
        return "N/OL" if url else "N"
    if _STANDARD.match(piece.number):
        return "S/OL" if url else "S"
    return "EB/OL" if url else "Z"


def _entry(piece: EvidenceRow, mark: str, url: str, words: Words) -> str:
    title = " ".join(piece.title.split()).rstrip(_FULL_STOPS)
    # Titles as they are pasted often end with the number already.
    if piece.number and piece.number not in title:
        title += f": {piece.number}"
    # Only an address can have changed since it was looked at; paper has not.
    looked = f"[{piece.retrieved}]" if piece.retrieved and url else ""
    publisher = _named(piece.publisher, words)
    if mark.startswith("N"):
        text = f"{title}[{mark}]. {publisher}, {piece.published}{looked}."
    elif url:
        text = f"{publisher}. {title}[{mark}]. ({piece.published}){looked}."
    else:
        text = f"{publisher}. {title}[{mark}]. {piece.published}."
    return f"{text} {url}." if url else text


def authors(publisher: str) -> tuple[str, ...]:
    """Return who published it, one by one: 财政部、商务部 are two."""
    parts = _BETWEEN_AUTHORS.split(" ".join(publisher.split()).rstrip(_FULL_STOPS))
    return tuple(part for part in parts if part)


def _named(publisher: str, words: Words) -> str:
    """At most three, parted by commas, and that there are more."""
    names = authors(publisher)
    more = [words.report("et_al")] if len(names) > _MOST_AUTHORS else []
    return ", ".join([*names[:_MOST_AUTHORS], *more])


def mark_of(numbers: Iterable[int]) -> str:
    """Return how numbers of references are written: [1], [1-3,5]; "" for none."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"[{','.join(parts)}]" if parts else ""
