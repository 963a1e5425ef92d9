"""The mark by which a report tells which ledger it was made from, and after which event.

It is in the metadata of every format that has room for it: `commitment-ledger:LEDGER:EVENT:HASH`, with the UUID of
the ledger's first event, the UUID of the newest event that the report shows, and that event's hash. Reports of earlier
versions, and paper, have only the line at the top, with the first digits of the hash.
"""

import re
from dataclasses import dataclass

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_WHOLE = re.compile(rf"commitment-ledger:({_UUID}):({_UUID}):([0-9a-f]{{64}})(?![0-9a-f])")
_PRINTED = re.compile(
    r"(?:事\s*件\s*链\s*校\s*验\s*值|event\s+chain)\s{0,4}([0-9a-f]{16,64})(?![0-9a-f])|"
    r'"fingerprint": "([0-9a-f]{64})"'
)
"""What `line_made` of the wording says in either language, and what JSON of earlier versions says."""
LONGEST = 200
"""Characters that a whole mark certainly fits into."""


@dataclass(frozen=True, slots=True)
class ReportMark:
    """`ledger` and `event` are UUIDs, "" where only the line at the top was found; `hash` may then be cut short."""

    ledger: str
    event: str
    hash: str

    def __str__(self) -> str:
        return f"commitment-ledger:{self.ledger}:{self.event}:{self.hash}"

    @property
    def is_whole(self) -> bool:
        """Return whether it names its ledger and its event."""
        return bool(self.event)


def whole_mark_in(text: str) -> ReportMark | None:
    """Return the first mark as metadata has it, or None."""
    # Anywhere in the text: every format keeps it in another place of its metadata.
    found = _WHOLE.search(text)
    return ReportMark(*found.groups()) if found else None


def printed_mark_in(text: str) -> ReportMark | None:
    """Return the mark that the line at the top of a report shows, or None."""
    found = _PRINTED.search(text)
    return ReportMark("", "", found[1] or found[2]) if found else None
