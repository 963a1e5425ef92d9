"""Files of old Office programs, and the locked boxes that new ones make: OLE compound files."""

import struct
from collections.abc import Iterator

from tracker.domain.errors import UserError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
"""Bytes of an entry in the directory; every sector begins at a multiple of it."""
_FIRST_SECTOR = 116
"""Where an entry says in which sector its stream begins."""
_SECTOR_POWER = 30
_SECTOR_POWERS = (9, 12)
_TABLE_PLACES = 76
_MORE_PLACES = 68
"""Where a file says in which sectors its table of sectors stands: the first 109 of them, and where the others are."""
_LAST_SECTOR = 0xFFFFFFFA
_SMALLEST = 4096
"""Bytes of a stream that has sectors of its own."""
_LOCKED = ("EncryptedPackage", "EncryptionInfo", "DRMContent")
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros")
_WORKBOOKS = ("Workbook", "Book")
_PASSWORD = 0x2F
_RECORDS_BEFORE_PASSWORD = 4


def check_workbook(data: bytes, name: str) -> None:
    """Accept a workbook (XLS) without macros and password. Raises `UserError` for every other compound file."""
    if any(_entry(data, entry) >= 0 for entry in _LOCKED):
        raise UserError("content_encrypted", field="file", name=name)
    if any(_entry(data, entry) >= 0 for entry in _MACROS):
        raise UserError("content_macros", field="file", name=name)
    places = [place for entry in _WORKBOOKS if (place := _entry(data, entry)) >= 0]
    if not places:
        raise UserError("content_unsupported", field="file", name=name)
    if any(_PASSWORD in _first_records(data, place) for place in places):
        raise UserError("content_encrypted", field="file", name=name)


def workbook_stream(data: bytes) -> bytes:
    """The records of the workbook in a compound file; b"" where its sectors cannot be followed."""
    entry = next((place for name in _WORKBOOKS if (place := _entry(data, name)) >= 0), -1)
    power = int.from_bytes(data[_SECTOR_POWER : _SECTOR_POWER + 2], "little")
    if entry < 0 or power not in _SECTOR_POWERS:
        return b""
    first, size = struct.unpack_from("<II", data, entry + _FIRST_SECTOR)
    if size < _SMALLEST:  # it stands in a stream of small ones
        return b""
    table = _allocation(data, power)
    pieces: list[bytes] = []
    sector = first
    while sector < len(table) and len(pieces) <= size >> power:
        pieces.append(data[(sector + 1) << power : (sector + 2) << power])
        sector = table[sector]
    return b"".join(pieces)[:size]


def _allocation(data: bytes, power: int) -> tuple[int, ...]:
    """Which sector follows each sector."""
    places = list(struct.unpack_from("<109I", data, _TABLE_PLACES))
    more = int.from_bytes(data[_MORE_PLACES : _MORE_PLACES + 4], "little")
    numbers = (1 << power) // 4
    while more < _LAST_SECTOR and len(places) << power < len(data):
        listed = data[(more + 1) << power : (more + 2) << power]
        if len(listed) < 1 << power:
            break
        *further, more = struct.unpack(f"<{numbers}I", listed)
        places += further
    sectors = (data[(place + 1) << power : (place + 2) << power] for place in places if place < _LAST_SECTOR)
    return tuple(
        number
        for sector in sectors
        for number in struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
    )


def _entry(data: bytes, entry: str) -> int:
    """Where the directory has an entry of this name, 64 bytes of UTF-16 filled up, and its length; else -1."""
    text = entry.encode("utf-16-le")
    field = text.ljust(64, b"\x00") + (len(text) + 2).to_bytes(2, "little")
    start = data.find(field)
    while start >= 0 and start % _ENTRY:
        start = data.find(field, start + 1)
    return start


def _first_records(data: bytes, entry: int) -> Iterator[int]:
    """The kinds of the records that a workbook begins with: the one that locks it is among them."""
    power = int.from_bytes(data[_SECTOR_POWER : _SECTOR_POWER + 2], "little")
    if power not in _SECTOR_POWERS:
        return
    sector = int.from_bytes(data[entry + _FIRST_SECTOR : entry + _FIRST_SECTOR + 4], "little")
    place = (sector + 1) << power
    for _ in range(_RECORDS_BEFORE_PASSWORD):
        if place + 4 > len(data):
            return
        kind, length = struct.unpack_from("<HH", data, place)
        yield kind
        place += 4 + length
