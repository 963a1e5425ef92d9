"""Names where there is little room."""

import re

from tracker.domain.rows import Name
from tracker.wording import Words

_DEPARTMENT = re.compile(r"(?:(\w+) )?(?:Department|Bureau) of (.+)")


def short_department(name: Name, words: Words) -> str:
    """A department without the words that all their English names begin with, which would be all that is seen."""
    whole = words.name(name)
    match = _DEPARTMENT.fullmatch(whole)
    if match is None:
        return whole
    return f"{match[2]} ({match[1]})" if match[1] else match[2]
