"""Whether two names mean one body: the short one, and the formal one with 中华人民共和国 or 国家 before it."""

import re

from tracker.domain.text.lines import one_line
from tracker.domain.text.text_folding import simplified

_FORMAL = re.compile("^(?:中华人民共和国|国家(?=发展))|人民(?=政府)|(?<=委)员会$")
_SHORTEST = 3
"""Characters of a short form: fewer are in too many names."""


def is_same_body(one: str, other: str) -> bool:
    """Return whether the names mean one body: the same, or one a short form of the other.

    A short form begins and ends as the full name does, and takes its signs in their order.
    """
    short, full = sorted((_bare(one), _bare(other)), key=len)
    if short == full:
        return bool(short)
    if len(short) < _SHORTEST or (short[0], short[-1]) != (full[0], full[-1]):
        return False
    rest = iter(full)
    return all(sign in rest for sign in short)


def _bare(name: str) -> str:
    return _FORMAL.sub("", simplified(one_line(name)).replace(" ", ""))
