"""Whether a file of translations (.qm) is one: Qt takes its places and lengths as they stand, and crashes on false
ones."""

import struct

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES = 0x42
_MESSAGES = 0x69
_KNOWN_SECTIONS = frozenset({_HASHES, _MESSAGES, 0x88, 0xA7})
"""With the rules for numbers and the name of the language. Others would name further files, or are long out of use."""
_END = 1
_NUMBERED = 5
_WITH_LENGTH = frozenset({2, 3, 4, 6, 7, 8})
_NOTHING = 0xFFFFFFFF


def is_sound(data: bytes) -> bool:
    """Whether every place that the file points at lies in it, and every message ends before it does."""
    try:
        sections = _sections(data)
        hashes = sections.get(_HASHES, b"")
        messages = sections.get(_MESSAGES, b"")
        return len(hashes) % 8 == 0 and all(_ends(messages, start) for _, start in struct.iter_unpack(">II", hashes))
    except (struct.error, ValueError):
        return False


def _sections(data: bytes) -> dict[int, bytes]:
    """The sections by their tags. Raises `ValueError`, `struct.error`."""
    if not data.startswith(_MAGIC):
        raise ValueError("not a file of translations")
    sections: dict[int, bytes] = {}
    place = len(_MAGIC)
    while place < len(data):
        tag, length = struct.unpack_from(">BI", data, place)
        place += 5
        if tag not in _KNOWN_SECTIONS or tag in sections or place + length > len(data):
            raise ValueError("a section that nobody writes")
        sections[tag] = data[place : place + length]
        place += length
    return sections


def _ends(messages: bytes, place: int) -> bool:
    """Whether the message that begins at a place ends within the messages."""
    while place < len(messages):
        tag = messages[place]
        if tag == _END:
            return True
        place += 5
        if tag in _WITH_LENGTH:
            length = int.from_bytes(messages[place - 4 : place], "big")
            place += 0 if length == _NOTHING else length
        elif tag != _NUMBERED:
            return False
    return False
