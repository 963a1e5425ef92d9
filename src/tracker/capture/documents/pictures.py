"""How large a picture is, from its header alone: it is not decoded here."""

import struct

from tracker.domain.errors import UserError

MOST_PIXELS = 100_000_000
"""A page scanned at 600 dots an inch has 35 million."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})


def check_size(data: bytes, name: str) -> tuple[int, int]:
    """Width and height of a PNG or JPEG. Raises `content_broken`, `picture_too_large`."""
    try:
        width, height = _png(data) if data.startswith(b"\x89PNG") else _jpeg(data)
    except (struct.error, IndexError, ValueError) as fault:
        raise UserError("content_broken", field="file", name=name) from fault
    if not width or not height:
        raise UserError("content_broken", field="file", name=name)
    if width * height > MOST_PIXELS:
        raise UserError("picture_too_large", field="file", name=name, width=width, height=height)
    return width, height


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError("no header")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError("no marker")
        marker = data[position + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        if marker == 0xFF:
            position += 1
        elif marker in _ALONE:
            position += 2
        else:
            position += 2 + max(2, struct.unpack(">H", data[position + 2 : position + 4])[0])
