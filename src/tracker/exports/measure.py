"""How much room a text takes in a cell, estimated: no spreadsheet fits rows when it opens a file."""

import unicodedata

# Pixels at 9 points, of the wider of the fonts in use.
_CHINESE = 12.0
_BROAD = 8.4
_NARROW = 4.2
_OTHER = 6.8
_NARROW_ONES = frozenset(" iljtfrI.,:;'!|()[]-/·")


def line_count(text: str, width: float) -> int:
    """The lines that a text needs when it is wrapped at a width in pixels."""
    return sum(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: float) -> int:
    """Chinese breaks between any two characters, a Latin word only where it is too long for a line."""
    lines, used = 1, 0.0
    for piece in _pieces(line):
        size = sum(map(_advance, piece))
        if used and used + size > width:
            lines, used = lines + 1, 0.0
        if size > width:
            more = int(size // width)
            lines, size = lines + more, size - more * width
        used += size
    return lines


def _pieces(line: str) -> list[str]:
    pieces: list[str] = []
    for character in line:
        if pieces and _holds_together(pieces[-1][-1]) and _holds_together(character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _holds_together(character: str) -> bool:
    return character != " " and not _is_wide(character)


def _advance(character: str) -> float:
    if _is_wide(character):
        return _CHINESE
    if character in _NARROW_ONES:
        return _NARROW
    return _BROAD if character.isupper() or character in "mw" else _OTHER


def _is_wide(character: str) -> bool:
    # The curly quotes and dots of Chinese text are "ambiguous"; Chinese fonts draw them wide.
    return unicodedata.east_asian_width(character) in "WFA"
