"""How much room a text takes in a cell, estimated: no spreadsheet fits rows when it opens a file."""

import re
import unicodedata
from functools import lru_cache

# Tenths of a pixel at 9 points, of the wider of the fonts in use.
_ADVANCES = {"W": 120, "B": 84, "N": 42, " ": 42, "O": 68}
"""By the sort of a character: wide, broad, narrow, a blank, any other."""
_WIDEST = 120
_NARROW_ONES = frozenset("iljtfrI.,:;'!|()[]-/·")
_RUNS = re.compile("W+| +|[BNO]+")


class _Sorts(dict[int, str]):
    """The sort of every character, told when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _sort(chr(code))
        return self[code]


_SORTS = _Sorts()


def may_wrap(text: str, width: float) -> bool:
    """Return whether a text might need a second line, asked in a tenth of the time that it takes to count them."""
    return len(text) * _WIDEST > width * 10 or "\n" in text


# A piece of evidence stands below each commitment that it bears on, and so do the words it quotes; of 460,000 questions
# about a ledger of 10,000 nearly all are asked again. Counting is an eighth of the time in which its cells are written.
@lru_cache(maxsize=10_000)
def line_count(text: str, width: float) -> int:
    """Return the lines that a text needs when it is wrapped at a width in pixels."""
    room = width * 10
    if "\n" not in text:
        return _wrapped(text, room)
    return sum([_wrapped(line, room) for line in text.split("\n")])


def halves(text: str) -> int:
    """Return the room of a text in Latin characters, of which a hanzi takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _wrapped(line: str, room: float) -> int:
    """Chinese breaks between any two characters, a Latin word only where it is too long for a line."""
    # Many texts fit even if each of their characters were the widest: these need not be looked at.
    if len(line) * _WIDEST <= room:
        return 1
    lines = 1
    used = 0
    # By runs, not by characters: Chinese text is one run of one width, which a division breaks into lines.
    for run in _RUNS.findall(line.translate(_SORTS)):
        if run[0] in "W ":
            more, used = _broken_anywhere(len(run), _ADVANCES[run[0]], used, room)
        else:
            more, used = _held_together(sum(map(_ADVANCES.__getitem__, run)), used, room)
        lines += more
    return lines


def _broken_anywhere(count: int, size: int, used: float, room: float) -> tuple[int, float]:
    """The lines that so many characters of one size begin, and how much of the last is used."""
    here = int((room - used) // size)
    if count <= here:
        return 0, used + count * size
    count -= here
    lines = 0 if here == 0 and used == 0 else 1
    each = max(int(room // size), 1)
    full = (count - 1) // each
    return lines + full, (count - full * each) * size


def _held_together(size: float, used: float, room: float) -> tuple[int, float]:
    lines = 0
    if used and used + size > room:
        lines = 1
        used = 0
    if size > room:
        more = int(size // room)
        lines = lines + more
        size = size - more * room
    return lines, used + size


def _sort(character: str) -> str:
    # The curly quotes and dots of Chinese text are "ambiguous"; Chinese fonts draw them wide.
    if unicodedata.east_asian_width(character) in "WFA":
        return "W"
    if character == " ":
        return " "
    if character in _NARROW_ONES:
        return "N"
    return "B" if character.isupper() or character in "mw" else "O"
