"""Text out of bytes: what the bytes can be goes before what their label says, since labels are often wrong."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, getincrementaldecoder
from collections.abc import Callable, Iterator

_BOMS = (
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{1,80}encoding=[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_META_WITHIN = 4096
_SAMPLE = 65_536
_PIECE = 1 << 20
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.002
_SURE = 0.8
"""Share of common characters above which a Chinese reading is taken; real texts have more than nine tenths."""
_MOST_SPOILT = 0.01
"""Share of spoilt characters up to which a text counts as UTF-8 that was cut or damaged somewhere."""
_SPOILT = "\ufffd"
_COMMON_MARKS = frozenset("，。、；：？！（）《》“”‘’—…·〔〕【】％　①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９")


def decode(data: bytes, label: str = "") -> tuple[str, str]:
    """The text, and the name of the encoding that it was in. `label` is what a server says, and only a hint."""
    codec, name = encoding_of(data, label)
    return data.decode(codec, errors="replace"), name


def encoding_of(data: bytes, label: str = "") -> tuple[str, str]:
    """The codec that reads a text, which may come upon spoilt characters, and the name of its encoding.

    In order: a byte order mark; UTF-8 where the bytes fit; UTF-16 by its zeros; then whichever of GB18030 and Big5
    gives common characters; then the labels; then a guess.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec, codec.removesuffix("-sig")
    # Before UTF-8: the zeros of UTF-16 are valid UTF-8, too.
    wide = next(_wide(data), None)
    if wide is not None:
        return wide, wide
    if _is_utf8(data):
        return "utf-8", "utf-8"
    return _chinese(data) or _labelled(data, label) or _guessed(data)


def is_text(data: bytes) -> bool:
    """Whether the bytes can be text at all."""
    sample = data[:_SAMPLE]
    if sample.startswith(tuple(mark for mark, _ in _BOMS)) or any(_wide(sample)):
        return True
    return len(_CONTROLS.findall(sample)) <= _MOST_CONTROLS * len(sample)


def _wide(data: bytes) -> Iterator[str]:
    """UTF-16 without a mark: its line ends, digits and blanks put zeros at every second place."""
    sample = data[: min(len(data), _SAMPLE) // 2 * 2]
    # Without a single zero nothing in it is ASCII, not even a line end, which no text of ours lacks.
    if b"\x00" not in sample or len(data) % 2:
        return
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="replace")
        usual = sum(_is_usual(character) for character in text)
        if usual >= _SURE * len(text) and "\x00" not in text:
            yield name


def _is_usual(character: str) -> bool:
    return " " <= character <= "~" or character in "\r\n\t" or _is_chinese(character)


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character in _COMMON_MARKS


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8, be it cut or damaged somewhere. Not held as a text: it may be long."""
    size = spoilt = 0
    is_chinese = False
    # In pieces: a spreadsheet as CSV may have 200 MB, and its text as one string would take as much again.
    decoder = getincrementaldecoder("utf-8")(errors="replace")
    for start in range(0, len(data) + 1, _PIECE):
        text = decoder.decode(data[start : start + _PIECE], final=start + _PIECE > len(data))
        size = size + len(text)
        spoilt = spoilt + text.count(_SPOILT)
        is_chinese = is_chinese or any(map(_is_chinese, text))
    return not spoilt or (spoilt <= _MOST_SPOILT * size and is_chinese)


def _chinese(data: bytes) -> tuple[str, str] | None:
    sample = data[:_SAMPLE]
    readings = (
        (_share(sample, "gb18030", _is_common_in_gb), "gb18030", "gb18030"),
        (_share(sample, "big5hkscs", _is_common_in_big5), "big5", "big5hkscs"),
    )
    # Not what charset-normalizer says first: the bytes of a short Chinese text are letters of many code pages, and how
    # common the characters of a reading are tells it from chance.
    share, name, codec = max(readings)
    return (codec, name) if share >= _SURE else None


def _share(sample: bytes, codec: str, is_common: Callable[[str], bool]) -> float:
    """How many of the characters that are not ASCII are common ones, 0 to 1."""
    foreign = [character for character in sample.decode(codec, errors="replace") if not character.isascii()]
    common = sum(character in _COMMON_MARKS or is_common(character) for character in foreign)
    return common / len(foreign) if foreign else 0.0


def _is_common_in_gb(character: str) -> bool:
    """One of the 3,755 hanzi of the first level of GB 2312."""
    return 0xB0 <= _lead(character, "gb2312") <= 0xD7


def _is_common_in_big5(character: str) -> bool:
    """One of the 5,401 hanzi that Big5 calls common."""
    return 0xA4 <= _lead(character, "big5") <= 0xC6


def _lead(character: str, codec: str) -> int:
    return (character.encode(codec, errors="ignore") or b"\x00")[0]


def _labelled(data: bytes, label: str) -> tuple[str, str] | None:
    found = _META.search(data[:_META_WITHIN])
    inside = (found[1] or found[2]).decode("ascii", errors="ignore") if found else ""
    # What the server says goes before what the page says, as HTML has it. Both are only asked once the bytes themselves
    # have not told.
    for name in filter(None, (label, inside)):
        try:
            data.decode(name)
        except (LookupError, ValueError):  # no such encoding, or not in it
            continue
        return name, name.lower()
    return None


def _guessed(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    name = best.encoding if best is not None else "utf-8"
    return name, name.replace("_", "-")
