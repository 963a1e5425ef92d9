"""What is known of a report that somebody holds: whether it is as it was written, and whether the ledger still is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import Sending
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_mark import ReportMark
from tracker.domain.reports.site_files import SiteFiles


class Outcome(StrEnum):
    """What a verification came to. Only `SAME` is good."""

    SAME = "same"
    """The bytes are those that the ledger says it wrote, and nothing speaks against the history up to then."""
    SITE_ALTERED = "site_altered"
    """The list of a site is as it was written, and files of the site are not as it says."""
    ALTERED = "altered"
    """It bears a mark of this ledger, whose history is the same; but nobody recorded a file with these bytes."""
    HISTORY_CHANGED = "history_changed"
    """It was made from this ledger, whose history up to then is another one now."""
    EVENT_MISSING = "event_missing"
    """It was made from this ledger after an event that is not in it, such as after going back to a backup."""
    OTHER_LEDGER = "other_ledger"
    """It was made from another ledger."""
    UNKNOWN_MARK = "unknown_mark"
    """The hash that it shows is of no event here, and nothing tells which ledger it is of."""
    UNMARKED = "unmarked"
    """Nobody recorded a file with these bytes, and no mark of a ledger is in it."""


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """The event that a mark names, as this ledger has it."""

    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Verification:
    """What a file was found to be.

    `report` is the one with these bytes; of an altered file, the last one that was made after the event of its mark.
    `sent` is the same of a form for a department. `proven` counts the events, from the first, that the mark shows to
    be what they were; 0 where the file carries none. `first_altered` is the first event that does not fit its seal,
    where that is known. `unread` says why no mark could be looked for. `site` is about the other files of a site, where
    the file is its marker.
    """

    file: str
    sha256: str
    outcome: Outcome
    report: PastReport | None = None
    sent: Sending | None = None
    mark: ReportMark | None = None
    event: MarkedEvent | None = None
    proven: int = 0
    first_altered: int | None = None
    unread: UserError | None = None
    site: SiteFiles | None = None
