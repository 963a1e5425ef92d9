"""Take out of ICU's data what Qt never asks for: half of 31 MB, which is the largest library of the bundle but one.

Qt asks ICU to compare words, for encodings and for names of time zones. Names of currencies, languages, regions and
units, transliteration, numbers in words and the places where lines break it works out by itself, or nobody does. Nor
does anybody ask for names of characters, or for the encodings of mainframes, of X11 and of EUC-TW.
"""

import re
import struct
from pathlib import Path

UNASKED = frozenset({"brkitr", "curr", "lang", "rbnf", "region", "translit", "unit"})
"""Folders of ICU's data, by languages each."""
UNASKED_FILES = re.compile(
    r"unames\.icu|confusables\.cfu|(euc-tw|cns-11643|icu-internal-compound)-\w+\.cnv"
    r"|ibm-(930|933|935|937|939|964|1364|1371|1388|1390|1399|16684)_.+\.cnv"
)
_PAGE = 0x1000
_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")  # of an ELF file of 64 bits, least byte first
_SEGMENT = struct.Struct("<IIQQQQQQ")
_DATA_HEADER = struct.Struct("<HBB4x4x4s")
_LOAD = 1


def lighten(path):
    """Rewrite ICU's library of data; return how many bytes it lost.

    The library is one page of tables, the data, and a table for the linker, the last in a segment of its own. Addresses
    stay: the data grow shorter, and what comes after them moves in the file alone. Raises `ValueError` for one that is
    built in another way.
    """
    old = Path(path).read_bytes()
    head = list(_HEADER.unpack_from(old))
    places = [head[5] + number * _SEGMENT.size for number in range(head[10])]
    segments = [list(_SEGMENT.unpack_from(old, place)) for place in places]
    loads = [segment for segment in segments if segment[0] == _LOAD]
    # Type, flags, offset, address, physical address, size in the file, size in memory, alignment.
    if not old.startswith(b"\x7fELF\x02\x01") or len(loads) != 2 or any(loads[0][2:5]) or loads[1][2] < loads[0][5]:
        raise ValueError(f"{path} is not built as ICU's data are known to be")
    data = _without_unasked(old[_PAGE : loads[0][5]])
    end = _PAGE + len(data)
    moved = -(-end // _PAGE) * _PAGE + loads[1][3] % _PAGE - loads[1][2]
    new = bytearray(moved + loads[1][2] + loads[1][5])
    new[:_PAGE] = old[:_PAGE]
    new[_PAGE:end] = data
    new[moved + loads[1][2] :] = old[loads[1][2] : loads[1][2] + loads[1][5]]
    loads[0][5] = loads[0][6] = end
    for segment in segments:
        if segment[2] >= loads[1][2]:
            segment[2] += moved
    # Sections are for those who link and debug; their table lay at the end.
    head[6] = head[12] = head[13] = 0
    _HEADER.pack_into(new, 0, *head)
    for place, segment in zip(places, segments, strict=True):
        _SEGMENT.pack_into(new, place, *segment)
    Path(path).write_bytes(new)
    return len(old) - len(new)


def _without_unasked(data):
    """ICU's package of data (header, count, where each file is, names, files) without what nobody asks for."""
    size, first, second, kind = _DATA_HEADER.unpack_from(data)
    if (first, second, kind) != (0xDA, 0x27, b"CmnD"):
        raise ValueError("this is no package of ICU's data")
    (count,) = struct.unpack_from("<I", data, size)
    table = [struct.unpack_from("<II", data, size + 4 + 8 * number) for number in range(count)]
    files = []
    for number, (name, start) in enumerate(table):
        end = table[number + 1][1] if number + 1 < count else len(data) - size
        named = data[size + name : data.index(b"\0", size + name) + 1]
        _, *folders, file = named.rstrip(b"\0").decode().split("/")
        if not UNASKED.intersection(folders) and not UNASKED_FILES.fullmatch(file):
            files.append((named, data[size + start : size + end]))
    return data[:size] + _packed(files)


def _packed(files):
    names_at = 4 + 8 * len(files)
    # Each file begins at a multiple of sixteen, as it did.
    content_at = -(-(names_at + sum(len(name) for name, _ in files)) // 16) * 16
    table, names, content = bytearray(struct.pack("<I", len(files))), bytearray(), bytearray()
    for name, file in files:
        table += struct.pack("<II", names_at + len(names), content_at + len(content))
        names += name
        content += file + bytes(-len(file) % 16)
    return bytes((table + names).ljust(content_at, b"\0") + content)
