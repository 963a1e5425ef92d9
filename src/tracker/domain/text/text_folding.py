"""The one form in which words are searched for and compared, however they were typed. What is quoted stays as written.

Folded are width and letter case (ＡＩ, ai), Traditional signs (試點), what nobody sees (a zero-width space, a soft
hyphen, a mark of direction), and the kinds of one punctuation mark (〔2025〕, [2025], （2025）).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.text.traditional import SIMPLIFIED, TRADITIONAL

# Format characters (Cf), controls that are no blank, and those that show nothing of themselves: joiners, fillers of
# Hangul, selectors of variants. Written out, since asking Unicode of every code point takes a tenth of a second.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4"
    "\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd"
    "\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_KINDS = {
    "(": "〔【[{〖〘〚《〈⟨⟪«‹<",
    ")": "〕】]}〗〙〛》〉⟩⟫»›>",
    '"': "“”„‟〝〞〟「」『』‘’‚‛'`´",
    "-": "‐‑‒–—―−－〜～~",
    ".": "。",
    ",": "、",
    "·": "・•‧∙⋅",
    ":": "∶",
    "/": "⁄∕",
}
"""The kinds of one mark, after each the others that mean it once widths are one."""
_PLAIN = {
    **{sign: plain for plain, signs in _KINDS.items() for sign in signs},
    **dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)),
}
_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)
# A text has few of either: found by a pattern, they take a fifth of what `str.translate` and NFKC do of all of it.
_FOLDABLE = re.compile(f"[{re.escape(''.join(_PLAIN))}]")
_WIDE = re.compile("[\uff01-\uff5e]")
_WIDTH = ord("！") - ord("!")
_BETWEEN = re.compile(r"[\s;]+|(?<!\d),|,(?!\d)")
"""What parts words; a comma within a number does not."""
_JOINS = frozenset(map(chr, (*range(0x302A, 0x3030), 0x3099, 0x309A, *range(0x3131, 0x3164))))
"""What composes among the East Asian signs, of which no other does: marks of tone, of voiced kana, Hangul letters."""
_ENDS = ',.:;!?"·'
"""Marks that are no part of a word at whose end they stand."""


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text in its folded form. Its character i comes from `text[starts[i]:ends[i]]` of what was written."""

    words: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded words is in what was written, end exclusive; it holds something."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """Return the text as it is compared. It may be shorter or longer; blanks and line breaks stay."""
    if text.isascii():  # as codes and most of a form are
        return _fold_marks(without_unseen(text).lower())
    narrow = _composed(_WIDE.sub(lambda sign: chr(ord(sign[0]) - _WIDTH), without_unseen(text)))
    # Composed once more, since folding the case takes some letters apart: ǰ becomes j and a caron.
    small = narrow.casefold()
    return _fold_marks(small if small == narrow else _composed(small))


def simplified(text: str) -> str:
    """Return the text with Simplified signs for Traditional ones, each in its place; to compare words, not to keep
    them."""
    return text.translate(_SIMPLIFIED)


def fold_in_place(text: str) -> FoldedText:
    """Return the text as it is compared, with where each of its characters was written."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        folded = _fold_cluster(text[start:end])
        words.append(folded)
        starts += [start] * len(folded)
        ends += [end] * len(folded)
    return FoldedText("".join(words), tuple(starts), tuple(ends))


def search_words(search: str) -> list[str]:
    """Return the words that a search asks for, folded. Marks alone ask for nothing, as blanks do; nor do those at the
    end of a word."""
    words = (word.strip(_ENDS) for word in _BETWEEN.split(fold(search)))
    return [word for word in words if any(map(_says_something, word))]


def find_folded(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where folded words are in a text, as start and end in what was written; none overlaps the one before."""
    place = fold_in_place(text)
    start = place.words.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        yield place.original(start, end)
        start = place.words.find(words, end)


def written_forms(sign: str) -> str:
    """Return the characters that one folded character may have been written as, but for width and what Unicode takes
    apart: itself, its capital, the Traditional signs, the other kinds of a mark."""
    return _FORMS.get(sign, sign) + (upper if (upper := sign.upper()) != sign and len(upper) == 1 else "")


def _says_something(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign) == "So"  # a pictogram is meant, a mark is not


def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for sign, plain in _PLAIN.items():
        forms[plain] = forms.get(plain, plain) + sign
    return forms


_FORMS = _forms()


def without_unseen(text: str) -> str:
    """Return the text without what nobody sees: see `_UNSEEN`. Blanks and line breaks stay."""
    if text.isascii() and text.isprintable():  # beyond ASCII, selectors of variants and fillers count as printable
        return text
    return _UNSEEN.sub("", text)


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _fold_marks(text: str) -> str:
    return _FOLDABLE.sub(lambda sign: _PLAIN[sign[0]], text)


@lru_cache(maxsize=16_384)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The characters of a text, each with what composes with it: an accent, the next letter of a Hangul syllable."""
    start = 0
    for place in range(1, len(text)):
        if not _composes(text[start:place], text[place]):
            yield start, place
            start = place
    if text:
        yield start, len(text)


def _composes(cluster: str, sign: str) -> bool:
    if sign < "\u0300" or ("\u2e80" <= sign <= "\u9fff" and sign not in _JOINS) or _UNSEEN.match(sign):
        return False
    return bool(unicodedata.combining(sign)) or _fold_cluster(cluster) + _fold_cluster(sign) != fold(cluster + sign)


def digest_of(words: str) -> bytes:
    """Return 12 bytes that mean words, by which twins in a long list are told apart without holding the words."""
    # Twelve bytes: among a million different texts two share them with a chance of one in ten to the seventeenth.
    return hashlib.blake2b(words.encode("utf-8", errors="surrogatepass"), digest_size=12).digest()
