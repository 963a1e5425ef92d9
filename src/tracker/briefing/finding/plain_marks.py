"""The form in which a text is read: full-width marks and simplified signs, each character in its place."""

import re

from tracker.domain.text.text_folding import simplified

_WIDE = str.maketrans("０１２３４５６７８９．％＋,;:()!?", "0123456789.%+，；：（）！？")
_IN_NUMBER = re.compile(r"(?<=\d)[，：](?=\d)")
_NARROW = {"，": ",", "：": ":"}


def plain_marks(text: str) -> str:
    """Return the text with one form of each mark and sign. Offsets in it are those of the text.

    A comma or colon between two digits belongs to a number or a time and is no mark of a sentence.
    """
    plain = simplified(text).translate(_WIDE)
    return _IN_NUMBER.sub(lambda mark: _NARROW[mark[0]], plain)
