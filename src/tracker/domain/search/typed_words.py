"""Whether what somebody types finds a name."""

import re

from tracker.domain.text.text_folding import fold


def matches(typed: str, words: str) -> bool:
    """Whether every typed word is part of these words, or what is typed are initials of theirs, in their order."""
    folded = fold(words)
    sought = fold(typed).split()
    if all(part in folded for part in sought):
        return True
    initials = "".join(found[0] for found in re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", folded))
    return "".join(sought) in initials
