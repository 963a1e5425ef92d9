"""Who may do what in a ledger that several people share on a server, as data: the server gets the same table.

A role may do whatever those before it may. A ledger in a file knows no roles: whoever can write the file may do all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from tracker.domain.errors import UserError
from tracker.domain.terms import LedgerRole

RANKS: Mapping[LedgerRole, int] = MappingProxyType({role: rank for rank, role in enumerate(LedgerRole, 1)})
"""How far each role may go; 0 is whoever has none."""

_ANALYST, _REVIEWER, _ADMINISTRATOR = LedgerRole.ANALYST, LedgerRole.REVIEWER, LedgerRole.ADMINISTRATOR

NEEDED_FOR_COMMANDS: Mapping[str, LedgerRole] = MappingProxyType(
    {
        # What its event's kind allows: a note only keeps what it says, and what is taken back was some other command's.
        "note": _ANALYST,
        "take_back": _ANALYST,
        # What was found, said, searched and proposed.
        "add_evidence": _ANALYST,
        "revise_evidence": _ANALYST,
        "restore_evidence": _ANALYST,
        "link_evidence": _ANALYST,
        "unlink_evidence": _ANALYST,
        "withdraw_evidence": _ANALYST,
        "withdraw_pieces": _ANALYST,
        "join_evidence": _ANALYST,
        "log_search": _ANALYST,
        "log_round": _ANALYST,
        "decide_search": _ANALYST,
        "add_claim": _ANALYST,
        "add_restatement": _ANALYST,
        "withdraw_claim": _ANALYST,
        "withdraw_restatement": _ANALYST,
        "enter_form": _ANALYST,
        "change_tags": _ANALYST,
        "save_view": _ANALYST,
        "rename_view": _ANALYST,
        "delete_view": _ANALYST,
        "revise_commitment": _ANALYST,
        "revise_commitments": _ANALYST,
        "add_watched_page": _ANALYST,
        "revise_watched_page": _ANALYST,
        "remove_watched_page": _ANALYST,
        "revise_not_for_us_words": _ANALYST,
        "record_looks": _ANALYST,
        "mark_items": _ANALYST,
        "record_rechecks": _ANALYST,
        # What becomes of a commitment, and what is one.
        "set_assessment": _REVIEWER,
        "set_assessments": _REVIEWER,
        "record_review": _REVIEWER,
        "accept_units": _REVIEWER,
        "load_coding": _REVIEWER,
        "continue_coding": _REVIEWER,
        "bring_in": _REVIEWER,
        # What holds for everybody.
        "begin_ledger": _ADMINISTRATOR,
        "load_briefing": _ADMINISTRATOR,
        "add_department": _ADMINISTRATOR,
        "revise_department": _ADMINISTRATOR,
        "set_rules": _ADMINISTRATOR,
        "repair": _ADMINISTRATOR,
        "terms_revised": _ADMINISTRATOR,
    }
)
"""The least role that may have each command carried out, by its name: see `tracker.services.events.replaying`."""

NEEDED_FOR_EVENTS: Mapping[str, LedgerRole] = MappingProxyType(
    {
        "evidence_added": _ANALYST,
        "evidence_revised": _ANALYST,
        "evidence_withdrawn": _ANALYST,
        "evidence_restored": _ANALYST,
        "evidence_linked": _ANALYST,
        "evidence_unlinked": _ANALYST,
        "evidence_joined": _ANALYST,
        "search_logged": _ANALYST,
        "search_round_logged": _ANALYST,
        "search_decided": _ANALYST,
        "claim_added": _ANALYST,
        "claim_withdrawn": _ANALYST,
        "restatement_added": _ANALYST,
        "restatement_withdrawn": _ANALYST,
        "commitment_revised": _ANALYST,
        "tags_changed": _ANALYST,
        "view_saved": _ANALYST,
        "view_renamed": _ANALYST,
        "view_deleted": _ANALYST,
        "layout_saved": _ANALYST,
        "layout_deleted": _ANALYST,
        "report_made": _ANALYST,
        "fill_in_sent": _ANALYST,
        "fill_in_entered": _ANALYST,
        "round_opened": _ANALYST,
        "round_reminded": _ANALYST,
        "round_closed": _ANALYST,
        "watched_page_added": _ANALYST,
        "watched_page_revised": _ANALYST,
        "watched_page_removed": _ANALYST,
        "watched_pages_looked_at": _ANALYST,
        "found_items_marked": _ANALYST,
        "not_for_us_words_changed": _ANALYST,
        "pages_rechecked": _ANALYST,
        # Of these besides the role of what they take back.
        "undone": _ANALYST,
        "redone": _ANALYST,
        # What somebody brings home is put aside where it cannot be done. Whether it holds is for a role to say that
        # could have done it.
        "event_put_aside": _ANALYST,
        "put_aside_settled": _ANALYST,
        "assessment_set": _REVIEWER,
        "reviewed": _REVIEWER,
        "units_accepted": _REVIEWER,
        "codings_compared": _REVIEWER,
        "source_added": _REVIEWER,
        "source_continued": _REVIEWER,
        "spreadsheet_imported": _REVIEWER,
        "ledger_begun": _ADMINISTRATOR,
        "source_loaded": _ADMINISTRATOR,
        "department_added": _ADMINISTRATOR,
        "department_revised": _ADMINISTRATOR,
        "rules_changed": _ADMINISTRATOR,
        # Of these none is recorded on a server: what happened to a file stays with it.
        "working_copy_made": _ADMINISTRATOR,
        "ledger_restored": _ADMINISTRATOR,
        "ledger_repaired": _ADMINISTRATOR,
        "event_lost": _ADMINISTRATOR,
        "terms_revised": _ADMINISTRATOR,
    }
)
"""The least role in whose name an event of each kind may be recorded."""


def role_needed(act: str) -> LedgerRole:
    """Return the least role that may do something: have a command carried out, by its name, or record an event of a
    kind."""
    # What this program does not know of, the server will not let anybody less do either.
    return NEEDED_FOR_COMMANDS.get(act) or NEEDED_FOR_EVENTS.get(act, LedgerRole.ADMINISTRATOR)


def acts_of_event(kind: str, details: Mapping[str, Any]) -> Iterator[str]:
    """Yield the acts that an event takes: its kind, the change that it takes back or does again, and all of the event
    that it settles."""
    yield kind
    if kind in ("undone", "redone"):
        yield details.get("change", kind)
    if kind == "put_aside_settled":
        yield from acts_of_event(details["other"]["kind"], details["other"]["details"])


@dataclass(frozen=True, slots=True)
class Permissions:
    """What may be done in an open ledger now: nothing while a past `day` is shown or where it is `closed` to writing,
    which says why; else what the `role` may, and without roles everything."""

    role: LedgerRole | None = None
    day: date | None = None
    closed: UserError | None = None

    def refusal(self, *acts: str) -> UserError | None:
        """Return why something may not be done, by what it takes, named as for `role_needed`; None where it may be:
        `ledger_past`, `role_forbids`, or why the ledger is closed."""
        if self.day is not None:
            return UserError("ledger_past", day=self.day)
        missing = self.role_missing(*acts)
        return UserError("role_forbids", role=self.role, needed=missing) if missing is not None else self.closed

    def role_missing(self, *acts: str) -> LedgerRole | None:
        """Return the role that something takes where one's own is less; else None."""
        if self.role is None:
            return None
        needed = max(map(role_needed, acts), key=RANKS.__getitem__)
        return needed if RANKS[self.role] < RANKS[needed] else None


@dataclass(frozen=True, slots=True)
class Access:
    """As whom somebody works in a shared ledger: the role, the name by which the server knows them, and the name that
    their changes bear."""

    role: LedgerRole
    login: str
    author: str

    def allow_event(self, kind: str, details: Mapping[str, Any]) -> None:
        """Refuse an event that the role may not record. Raises `role_forbids`."""
        if refusal := Permissions(self.role).refusal(*acts_of_event(kind, details)):
            raise refusal


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was given a role: the login, the name that the changes bear, and how many sessions are open now.

    `role` is None for who had one before.
    """

    login: str
    author: str
    role: LedgerRole | None
    sessions: int


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Somebody who is connected; what the server does not tell whoever asks is empty."""

    login: str
    program: str
    address: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class SharedLedger:
    """How a shared ledger stands. `head` is the seal of its newest event; `archived_at` is when the server last put its
    log away, where it does that: of a dump nobody tells it. `guards_older` says that what the server holds of roles is
    of an earlier version of the program."""

    database: str
    server: str
    schema: str
    newest_schema: str
    size: int
    events: int
    newest_at: datetime | None
    head: str
    archived_at: datetime | None
    guards_older: bool
    people: tuple[Person, ...]
    sessions: tuple[OpenSession, ...]
