"""Defects: a report goes into a file, the terminal gets one line."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.services.ledgers import defects

if TYPE_CHECKING:
    from tracker.wording import Words

_OPTION = re.compile(r"--[a-z-]+")


def record(defect: BaseException, command: str, argv: Sequence[str], words: "Words") -> str:
    """Append a report of the defect to the log, and return the sentence that says where.

    Of the command line it holds the command and the names of the options: what was given with them is the user's.
    """
    options = (found[0] for argument in argv if (found := _OPTION.match(argument)))
    path = defects.record(defects.describe(defect, " ".join((command, *options))))
    if path is None:
        return words.phrase("defect_unlogged", error=type(defect).__name__)
    return words.phrase("defect", path=path)
