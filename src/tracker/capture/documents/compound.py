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
_LOCKED = ("EncryptedPackage", "EncryptionInfo", "DRMContent")
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros")
WORKBOOKS = ("Workbook", "Book")
_PASSWORD = 0x2F
_RECORDS_BEFORE_PASSWORD = 4


def check_workbook(data: bytes, name: str) -> None:
    """Accept a workbook (XLS) without macros and password. Raises `UserError` for every other compound file."""
    # Entries are searched for in the bytes, and the tree of the directory is not followed, as olefile would: one that
    # the tree has lost is found as well, which another program may open. A tree that leads in a circle costs nothing,
    # and that matters because this runs in the program itself and not in the process that reads strangers' files.
    if any(_entry(data, entry) >= 0 for entry in _LOCKED):
        raise UserError("content_encrypted", field="file", name=name)
    if any(_entry(data, entry) >= 0 for entry in _MACROS):
        raise UserError("content_macros", field="file", name=name)
    places = [place for entry in WORKBOOKS if (place := _entry(data, entry)) >= 0]
    if not places:
        raise UserError("content_unsupported", field="file", name=name)
    if any(_PASSWORD in _first_records(data, place) for place in places):
        raise UserError("content_encrypted", field="file", name=name)


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
