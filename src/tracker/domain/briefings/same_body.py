"""Whether two names mean one body: the short one, and the formal one with 中华人民共和国 or 国家 before it."""

import re

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.text.lines import one_line
from tracker.domain.text.text_folding import simplified

_FORMAL = re.compile("^(?:中华人民共和国|国家(?=发展))|人民(?=政府)|(?<=委)员会$")
_PLACES = re.compile("[省市县区州]")
_SHORTEST = 3
"""Characters of a short form: fewer are in too many names."""


def is_same_body(one: str, other: str) -> bool:
    """Return whether the names mean one body: the same, or one a short form of the other.

    Bodies of the State Council go by the names that are known of them. Of any other a short form begins and ends as the
    full name does, takes its signs in their order, and names as many places.
    """
    bodies = state_bodies()
    (owner, rest), (other_owner, other_rest) = bodies.parted(one), bodies.parted(other)
    if owner and other_owner:
        return owner == other_owner and _is_same_name(rest, other_rest)
    if owner or other_owner:
        # A name that bodies of provinces have, too, is the State Council's beside one that says so. By its signs alone
        # 中国银行 would be a short form of 中国人民银行.
        found = bodies.find(other if owner else one, (owner or other_owner,))
        return not (rest if owner else other_rest) and found is not None and found.body.name.key == owner + other_owner
    return bool(_bare(one)) and _is_same_name(one, other)


def _is_same_name(one: str, other: str) -> bool:
    short, full = sorted((_bare(one), _bare(other)), key=len)
    if short == full:
        return True
    if len(short) < _SHORTEST or (short[0], short[-1]) != (full[0], full[-1]):
        return False
    # What begins with all of a name is a body within it: 国务院发展研究院.
    if full.startswith(short) or len(_PLACES.findall(short)) != len(_PLACES.findall(full)):
        return False
    rest = iter(full)
    return all(sign in rest for sign in short)


def _bare(name: str) -> str:
    return _FORMAL.sub("", simplified(one_line(name)).replace(" ", ""))
