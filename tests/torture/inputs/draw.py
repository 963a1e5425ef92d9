"""Where the inputs come from: a string of bytes decides everything about one, so that whoever has it has the input.

The bytes come from a seed, from a coverage-guided fuzzer, which learns what to change in them, or from hypothesis.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

PIECES = (
    *(
        "关于",
        "印发",
        "的通知",
        "工业和信息化部",
        "〔2025〕12号",
        "第3号公告",
        "2025年5月6日",
        "34个",
        "试点城市",
        "合计",
    ),
    *(
        "序号",
        "责任单位",
        "时限",
        "已完成",
        "附件",
        "（一）",
        "《",
        "》",
        "、",
        "。",
        "；",
        "，",
        "：",
        "一批",
        "约3.5亿元",
    ),
    *(
        "来源：",
        "发布机构：",
        "名单",
        "企业名称",
        "MIIT-2025-038",
        "2025-02-30",
        "9999-12-31",
        "0000-00-00",
        "二〇二五年",
    ),
    *(
        "99999年99月99日",
        "1e308",
        "-1",
        "NaN",
        "∞",
        "0.1",
        "9" * 40,
        "9" * 400,
        "１２３",
        "٣",
        "²",
        "½",
        "三百零五",
        "万亿",
    ),
    *("\x00", "\x01", "\t", "\n", "\r\n", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe"),
    *("\u200b", "\u200f", "\u202e", "\u2066", "\u2069", "\ud800", "\udfff", "\ue000", "e\u0301", "👩‍👩‍👧", "ﷺ", "İ"),
    *("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x","y")', "'", '"', "`"),
    *(
        "<script>alert(1)</script>",
        "<b>",
        "&amp;",
        "&#0;",
        "&#x110000;",
        "<!--",
        "]]>",
        "{{ 7*7 }}",
        "{{body}}",
        "%s%n",
    ),
    *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://", "https://例子.中国/a", "//host/x"),
    *("http://аррӏе.com/", "http://[::1]:99999/", "http://a@b:c@d/", "mailto:a@b", "C:\\x", "\\\\host\\x", "../../x"),
    *(
        "~root/x",
        "~nobody-of-that-name",
        "/dev/zero",
        "$HOME",
        "${x}",
        "{0}",
        "{x!r}",
        "%(a)s",
        "a" * 300,
        " ",
        "　",
        "",
    ),
)
"""What texts are made of: the words of the field, and what breaks programs."""

NUMBERS = (0, 1, 2, 3, 7, 255, 256, 65_535, 65_536, 1 << 31, (1 << 31) - 1, (1 << 32) - 1, 1 << 32, (1 << 63) - 1, -1)
_LONGEST = 12
_OFTEN_REPEATED = 2_000


class Draw:
    """Makes choices of bytes. Where they run out, `spare` gives more, and without it every choice is the first."""

    def __init__(self, data: bytes = b"", spare: Random | None = None) -> None:
        self._data, self._place, self._spare = data, 0, spare

    @classmethod
    def of_seed(cls, seed: int) -> "Draw":
        """What this seed decides, the same on every machine."""
        return cls(b"", Random(seed))

    def below(self, count: int) -> int:
        """A number from 0, less than `count`."""
        if count <= 1:
            return 0
        size = 1 if count <= 1 << 8 else 2 if count <= 1 << 16 else 4
        return int.from_bytes(self.taken(size), "little") % count

    def one_in(self, count: int) -> bool:
        """True once in so many times; never where the bytes have run out."""
        return self.below(count) == count - 1

    def pick(self, choices: Sequence[T]) -> T:
        """One of these."""
        return choices[self.below(len(choices))]

    def some(self, most: int, make: Callable[[], T]) -> list[T]:
        """Up to `most` things."""
        return [make() for _ in range(self.below(most + 1))]

    def taken(self, size: int) -> bytes:
        """So many bytes."""
        taken = self._data[self._place : self._place + size]
        self._place += size
        missing = size - len(taken)
        if missing:
            taken += self._spare.randbytes(missing) if self._spare is not None else bytes(missing)
        return taken

    def number(self) -> int:
        """A number that somebody may have written into a file."""
        return self.pick(NUMBERS) if self.one_in(3) else self.below(200)

    def text(self, most: int = _LONGEST) -> str:
        """Words of the field, of no field, and of none; now and then one of them thousands of times."""
        text = "".join(self.some(most, lambda: self.pick(PIECES)))
        if self.one_in(60):
            text += self.pick(PIECES) * self.below(_OFTEN_REPEATED)
        return text

    def encoded(self, text: str) -> bytes:
        """The text as somebody's program might have written it."""
        codec = self.pick(
            ("utf-8", "utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "latin-1")
        )
        try:
            return text.encode(codec, errors="surrogatepass" if codec.startswith("utf") else "replace")
        except UnicodeError:
            return text.encode("utf-8", errors="replace")

    def spoilt(self, data: bytes) -> bytes:
        """The same with a few bytes changed, taken out, put in, doubled, or cut off."""
        spoilt = bytearray(data)
        for _ in range(1 + self.below(4)):
            place = self.below(len(spoilt) + 1)
            match self.below(6):
                case 0 if place < len(spoilt):
                    spoilt[place] ^= 1 << self.below(8)
                case 1:
                    spoilt[place : place + 4] = self.taken(4)
                case 2:
                    del spoilt[place : place + 1 + self.below(40)]
                case 3:
                    spoilt[place:place] = spoilt[place : place + self.below(60)]
                case 4:
                    spoilt[place : place + 4] = (self.number() & 0xFFFFFFFF).to_bytes(4, self.pick(("little", "big")))
                case _:
                    del spoilt[place + self.below(200) :]
        return bytes(spoilt)
