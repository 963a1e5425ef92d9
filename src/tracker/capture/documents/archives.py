"""Office documents are ZIP archives: which they are, and what of them may be unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tracker.domain.errors import UserError

MOST_RATIO = 200
"""Times that an archive may grow. Spreadsheets reach 30; nobody writes what grows more than this."""
HARMLESS = 20_000_000
"""Bytes unpacked that are no bomb whatever the ratio: a sheet of nothing but zeros."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold: members, and bytes of all of them unpacked."""

    members: int
    unpacked: int


KEPT = ArchiveLimits(10_000, 300_000_000)
"""For a file that is kept, and read member by member."""
TEMPLATE = ArchiveLimits(2_000, 100 << 20)
"""For a template, which is held whole in memory while it is filled."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack; other ways only bring other readers, with other faults."""
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, IndexError, KeyError),
    *(NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
)
"""What Python's reader raises where an archive is not what it says it is."""

_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_ENTRY_SIZE = 400
"""Bytes of an entry in the directory of an archive, generously."""
_ENCRYPTED_FLAG = 0x1
_DOCUMENT = b"wordprocessingml.document.main+xml"
_WORKBOOK = b"spreadsheetml.sheet.main+xml"
_PROGRAMS = ("META-INF/MANIFEST.MF", "AndroidManifest.xml")


@contextmanager
def opened(data: bytes, name: str, limits: ArchiveLimits = KEPT) -> Iterator[zipfile.ZipFile]:
    """An archive whose size was looked at first. What is wrong with it inside the block becomes a `UserError`."""
    try:
        _check_directory(data, name, limits)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive, len(data), name, limits)
            yield archive
    except BROKEN as fault:
        raise UserError("content_broken", field="file", name=name) from fault


def member(archive: zipfile.ZipFile, path: str) -> bytes:
    """One member. Python reads no more of it than its entry says, which has been counted."""
    return archive.read(path)


def repacked(archive: zipfile.ZipFile) -> bytes:
    """The same members, not compressed: whoever reads on cannot meet more than what was counted."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as plain:
        for entry in archive.infolist():
            if not entry.is_dir():
                plain.writestr(entry.filename, archive.read(entry))
    return file.getvalue()


def office_kind(data: bytes, name: str) -> str:
    """`docx` or `xlsx`. Raises `UserError` for everything else that is packed as a ZIP archive."""
    with opened(data, name) as archive:
        names = archive.namelist()
        if any(program in names for program in _PROGRAMS):
            raise UserError("content_executable", field="file", name=name)
        if "[Content_Types].xml" not in names:
            raise UserError("content_unsupported", field="file", name=name)
        types = member(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or any(_is_macro(path) for path in names):
        raise UserError("content_macros", field="file", name=name)
    if _DOCUMENT in types:
        return "docx"
    if _WORKBOOK in types:
        return "xlsx"
    raise UserError("content_unsupported", field="file", name=name)


def _is_macro(path: str) -> bool:
    path = path.lower()
    return path.endswith("vbaproject.bin") or "/macrosheets/" in path


def _check_directory(data: bytes, name: str, limits: ArchiveLimits) -> None:
    """Look at how long the list of members is before it is read."""
    # The size of the directory stands here. ZipFile makes an object of every entry before any of them could be counted.
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0:
        raise UserError("content_broken", field="file", name=name)
    if int.from_bytes(data[end + 12 : end + 16], "little") > limits.members * _ENTRY_SIZE:
        raise UserError("content_bomb", field="file", name=name)


def _check_members(archive: zipfile.ZipFile, packed: int, name: str, limits: ArchiveLimits) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    # By what the entries say, which ZipFile then holds each member to: it reads no more than that.
    grows = unpacked > HARMLESS and unpacked > MOST_RATIO * packed
    if len(entries) > limits.members or unpacked > limits.unpacked or grows:
        raise UserError("content_bomb", field="file", name=name)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise UserError("content_encrypted", field="file", name=name)
    # bzip2 and LZMA pack a bomb far tighter than deflate, and no office program writes them.
    if any(not entry.filename or entry.compress_type not in _METHODS for entry in entries):
        raise UserError("content_broken", field="file", name=name)
