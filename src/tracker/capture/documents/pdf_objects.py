"""The objects of a PDF, wherever in the file they stand, without the tables that tell where to look for them."""

import re
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

DEEPEST = 40
"""Values inside values, and references that lead to references."""
IS_STREAM = "\x00stream"
EARLIER = "\x00earlier"
"""Beside the keys of a dictionary: that a stream belongs to it, and entries whose key comes again later."""
_LARGEST_STREAM = 50_000_000

_BLANKS = b"\x00\t\n\x0c\r "
_BLANK = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*(?=[\r\n]))"
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})" + _BLANK + rb"+\d{1,5}" + _BLANK + rb"+obj")
_STREAM = re.compile(_BLANK + rb"*stream(\r\n|\n|\r)")
_END_OF_STREAM = re.compile(rb"\r?\n?endstream")
_TOKEN = re.compile(
    _BLANK + rb"*(<<|>>|[\[\](]|<[^<>]*>|/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*|[^\x00\t\n\x0c\r ()<>\[\]{}/%]+|.)", re.DOTALL
)
_REST_OF_REFERENCE = re.compile(_BLANK + rb"+\d{1,5}" + _BLANK + rb"+R(?![A-Za-z])")
_IN_STRING = re.compile(rb"\\.|[()]|[^\\()]+", re.DOTALL)
_ENDS = (b"endobj", b"stream", b"endstream")
"""Words behind which a value that has not been closed does not go on."""
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm|#|\d\s+R")
"""What the beginning of a stream of objects has, as its /Type may be escaped or stand elsewhere."""


class PdfName(str):
    """A name, its escapes resolved: /#4A#53 is /JS."""

    __slots__ = ()


class Ref(int):
    """The number of an object that stands elsewhere."""


class Objects:
    """Every object of a file by its number, in each version that stands there.

    Read are those that `is_silent` says of that they are not; the others only when something refers to them.
    """

    def __init__(self, data: bytes, is_silent: Callable[[bytes], bool]) -> None:
        self._data = data
        self._is_silent = is_silent
        self._places: dict[int, list[tuple[bytes, int]]] = {}
        self._read: dict[int, list[Any]] = {}
        self.telling: set[int] = set()
        # Not by the cross-reference table: that is what a hostile file lies in. Programs that repair a PDF look for
        # "obj" as this does.
        begun = list(_OBJECT.finditer(data))
        ends = [match.start() for match in begun[1:]] + [len(data)]
        for match, end in zip(begun, ends, strict=True):
            self._take(int(match[1]), match.end(), end)

    def of(self, number: int) -> list[Any]:
        """The versions of an object."""
        if number not in self._read:
            self._read[number] = [self._value(data, place) for data, place in self._places.get(number, ())]
        return self._read[number]

    def resolved(self, value: Any) -> list[Any]:
        """What a value may be, references followed."""
        seen: set[int] = set()
        open_ones = [value]
        found = list[Any]()
        while open_ones and len(seen) < DEEPEST:
            one = open_ones.pop()
            if not isinstance(one, Ref):
                found.append(one)
            elif one not in seen:
                seen.add(one)
                open_ones += self.of(one)
        return found

    def _take(self, number: int, place: int, end: int) -> None:
        self._places.setdefault(number, []).append((self._data, place))
        # Only of what is certainly one whole object can be said that no telling word is in it: a string left open could
        # take in what stands behind "endobj".
        piece = self._data[place:end]
        if piece.rstrip(_BLANKS).endswith(b"endobj") and _is_whole(piece) and self._is_silent(piece):
            return
        self.telling.add(number)
        if _PACKED.search(piece):
            head, end = parse(self._data, place)
            begins = _STREAM.match(self._data, end)
            if isinstance(head, dict) and begins and "ObjStm" in self.resolved(head.get("Type")):
                self._unpack(head, begins.end())

    def _value(self, data: bytes, place: int) -> Any:
        value, end = parse(data, place)
        if isinstance(value, dict) and data is self._data and _STREAM.match(data, end):
            value[IS_STREAM] = True
        return value

    def _unpack(self, head: dict[str, Any], start: int) -> None:
        """Take the objects that are packed into a stream."""
        ends = _END_OF_STREAM.search(self._data, start)
        packed = self._data[start : ends.start() if ends else len(self._data)]
        try:
            # Bounded by hand: decompress() alone would give as much as the stream likes.
            content = zlib.decompressobj().decompress(packed, _LARGEST_STREAM) if "Filter" in head else packed
        except zlib.error:  # encrypted, or packed in a rare way
            return
        first = next((int(one) for one in self.resolved(head.get("First")) if is_number(one)), 0)
        numbers = [int(digits) for digits in re.findall(rb"\d{1,10}", content[:first])]
        places = [first + offset for offset in numbers[1::2]]
        ends_of = dict(pairwise([*sorted(set(places)), len(content)]))
        for number, place in zip(numbers[::2], places, strict=False):
            self._places.setdefault(number, []).append((content, place))
            # An earlier look, for /Type or /First, may have kept the number without this version.
            self._read.pop(number, None)
            piece = content[place : ends_of[place]]
            if not _is_whole(piece) or not self._is_silent(piece):
                self.telling.add(number)


def _is_whole(piece: bytes) -> bool:
    """Whether the bytes are one whole object: no escape, comment or open bracket leaves a doubt."""
    if b"%" in piece or b"\\" in piece:
        return False
    return piece.count(b"<<") == piece.count(b">>") and piece.count(b"(") == piece.count(b")")


def is_number(value: object) -> bool:
    """Whether a value is a whole number that is no name."""
    return isinstance(value, str) and not isinstance(value, PdfName) and value.isdigit() and len(value) <= 10


def dictionaries(value: Any) -> Iterator[dict[str, Any]]:
    """The dictionaries in a value, itself among them."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)


def parse(data: bytes, place: int) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends. Of what is broken off, that which is there counts.

    Numbers and words are strings, a name is a `PdfName`, a string bytes whose escapes are not resolved.
    """
    stack: list[list[Any]] = [[]]
    while (match := _TOKEN.match(data, place)) is not None and match[1] not in _ENDS and len(stack) <= DEEPEST:
        place = _take_token(stack, data, match)
        if place < 0:
            place = match.end()
            break
        if len(stack) == 1:
            rest = _REST_OF_REFERENCE.match(data, place) if is_number(stack[0][-1]) else None
            return (Ref(stack[0][-1]), rest.end()) if rest else (stack[0][-1], place)
    while len(stack) > 1:
        _close(stack, b">>")
    return (stack[0][-1] if stack[0] else None), place


def _take_token(stack: list[list[Any]], data: bytes, match: "re.Match[bytes]") -> int:
    """Take one token, and return where the next begins; -1 for a bracket that closes what was never opened."""
    token = match[1]
    place = match.end()
    if token in (b"<<", b"["):
        stack.append([])
    elif token in (b">>", b"]"):
        if len(stack) == 1:
            return -1
        _close(stack, token)
    elif token == b"(":
        text, place = _string(data, place)
        stack[-1].append(text)
    else:
        _append(stack[-1], token)
    return place


def _close(stack: list[list[Any]], token: bytes) -> None:
    items = stack.pop()
    stack[-1].append(_paired(items) if token == b">>" else items)


def _append(items: list[Any], token: bytes) -> None:
    if token.startswith(b"/"):
        plain = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), token[1:])
        items.append(PdfName(plain.decode("latin-1")))
    elif token.startswith(b"<"):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", token)
        items.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
    elif token == b"R" and len(items) >= 2 and is_number(items[-1]) and is_number(items[-2]):
        items.pop()
        items.append(Ref(items.pop()))
    elif token == b"null":
        items.append(None)
    else:
        items.append(token[:40].decode("latin-1"))


def _paired(items: list[Any]) -> dict[str, Any]:
    """The entries of a dictionary; a value that is missing, or one too many, does not hide the entries after it."""
    found: dict[str, Any] = {}
    place = 0
    while place < len(items):
        key = items[place]
        place += 1
        if isinstance(key, PdfName) and place < len(items):
            if key in found:  # programs differ in which one counts
                found.setdefault(EARLIER, []).append({key: found[key]})
            found[key] = items[place]
            place += 1
    return found


def _string(data: bytes, place: int) -> tuple[bytes, int]:
    """The rest of a string whose bracket has been opened."""
    depth = 1
    start = place
    for match in _IN_STRING.finditer(data, place):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if depth == 0:
            return data[start : match.start()], match.end()
    return data[start:], len(data)
