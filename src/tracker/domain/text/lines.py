"""Words on one line, as names, titles and searches are."""

import re
import unicodedata

LONGEST_LINE = 1_000
"""Characters that a title or a name may have."""

LONGEST_SEARCH = 200
"""Characters that one searches for at once."""

# Controls, and the marks that turn the direction of whatever stands after them in a sentence. Joiners stay: letters
# and pictures are made with them.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return the text without what nobody sees, its line breaks and runs of blanks each as one blank."""
    if text.isprintable() and "  " not in text:  # as nearly all are: of blanks, only the common one is printable
        return text.strip()
    return " ".join(_UNSEEN.sub("", text).split())


def storable(text: str) -> str:
    """Return the text with a replacement character for what no database takes: NUL, and halves of surrogate pairs."""
    return _UNSTORABLE.sub("\ufffd", text)


def unified(text: str) -> str:
    """The text with characters instead of the radicals that PDFs often have in their place (⼯ for 工): they look the
    same, and nobody who searches or quotes means them. As long as before."""
    # One sign for one, so that places within the text stay what they are; NFKC as a whole would move them.
    return text.translate(_RADICALS)


_RADICALS = {
    code: plain
    for code in range(0x2E80, 0x2FE0)
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain != chr(code)
}
