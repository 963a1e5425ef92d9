"""Events whose COMMIT got no answer, because the connection to the server was lost.

Whether they are there is looked up, and none is written twice.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from time import sleep

from sqlalchemy import Connection, Engine, select

from tracker.domain.errors import SavedBeforeError, UserError
from tracker.domain.rows import Changes
from tracker.domain.text.dates import stamp
from tracker.store.database.engine import display_location, user_errors, writing
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.tables import Event
from tracker.store.events.change_set import ChangeSet, EventRecord
from tracker.store.events.event_commands import NOTE
from tracker.store.events.touched_commitments import commitments_of
from tracker.store.server.pipeline import Question, UnansweredCommitError

_PAUSES_SECONDS = (0.0, 0.3, 1.0, 2.0)
"""How long after each other it is tried to reach the server again: one that was restarted is there within that."""


Written = tuple[EventRecord, ChangeSet]
"""An event of a transaction, and what it did."""


class Unanswered:
    """The events that one session wrote without learning whether they were committed, by transaction."""

    def __init__(self) -> None:
        self._transactions: list[tuple[Written, ...]] = []

    def keep(self, events: Iterable[Written]) -> None:
        """Remember the events of a transaction whose outcome is unknown."""
        self._transactions.append(tuple(events))

    def forget_reported(self, event_id: int) -> None:
        """Forget an event and those of the same transaction: the user knows by now that it was saved, so that the same
        command means another change from now on."""
        self._transactions = [some for some in self._transactions if all(event.id != event_id for event, _ in some)]

    def forget_before(self, events: Iterable[Written]) -> None:
        """Forget the events that a user may well repeat on purpose after these; the others stay protected from being
        written twice."""
        newer = tuple(events)
        left = (
            tuple(one for one in some if not any(_may_repeat(one, after) for after in newer))
            for some in self._transactions
        )
        self._transactions = [some for some in left if some]

    def questions(self) -> Sequence[Question]:
        """What `returned` asks."""
        uids = sorted(event.uid for event, _ in chain.from_iterable(self._transactions))
        return [(select(Event.uid).where(Event.uid.in_(uids)), {})] if uids else []

    def returned(self, connection: Connection) -> tuple[EventRecord, ...]:
        """Return the events that turn out to be in the ledger. The caller holds the lock of all writers, so the others
        can never arrive: a session that was still writing them would hold it."""
        there = {uid for statement, given in self.questions() for uid in connection.scalars(statement, given)}
        # All of a transaction are there, or none.
        self._transactions = [some for some in self._transactions if any(event.uid in there for event, _ in some)]
        return tuple(event for event, _ in chain.from_iterable(self._transactions))


def _may_repeat(earlier: Written, later: Written) -> bool:
    """Return whether repeating the earlier command after the later event is a change of its own, as where a tag was
    added, removed and is added again."""
    (event, did), (_, does) = earlier, later
    if event.cancels is not None:  # undo and redo are about whatever is newest
        return True
    if did.commitments:
        return bool(did.commitments.keys() & does.commitments.keys())
    # Notes have no versions: what they keep, as a layout, is in their details.
    return bool(did.versions & does.versions) or not (did.versions or does.versions)


def refuse_twice(connection: Connection, returned: Iterable[EventRecord], event: EventRecord) -> None:
    """Refuse to append an event that asks for the same as one that turned out to be there.

    Raises `SavedBeforeError`.
    """
    for earlier in returned:
        if _request_of(earlier) == _request_of(event):
            raise _saved_before(connection, earlier)


def refuse_kind_twice(connection: Connection, returned: Iterable[EventRecord], kind: str) -> None:
    """Refuse to append an event of a kind of which one turned out to be there: for what is about the newest change,
    whichever that is, and so would ask for something else the second time.

    Raises `SavedBeforeError`.
    """
    for earlier in returned:
        if earlier.kind == kind:
            raise _saved_before(connection, earlier)


def _saved_before(connection: Connection, earlier: EventRecord) -> SavedBeforeError:
    pieces = select(EvidenceState.evidence_id).where(EvidenceState.since == earlier.id)
    commitments = tuple(connection.scalars(commitments_of(earlier.id)))
    changes = Changes(earlier.id, commitments, tuple(connection.scalars(pieces)))
    return SavedBeforeError(changes, at=stamp(earlier.at))


def _request_of(event: EventRecord) -> tuple[object, ...]:
    # What a note asks for is in its details alone: two reports are two, though their commands say the same.
    note = event.details if event.command["do"] == NOTE else None
    return event.author, event.kind, event.reason, event.command, note


def resolve(engine: Engine, events: Sequence[Written], unanswered: Unanswered, error: UnansweredCommitError) -> None:
    """Find out whether the events of a transaction were kept; returns where they were.

    Raises the error of the lost connection where they were not, so that nothing was written; and `outcome_unknown`
    where the server cannot be reached: they are remembered then, and looked for by the next write.
    """
    for pause in _PAUSES_SECONDS if events else ():
        sleep(pause)
        is_there = _find_event(engine, events[-1][0].uid)
        if is_there:
            return
        if is_there is not None:
            with user_errors(engine):
                raise error.__cause__ or error
    unanswered.keep(events)
    raise UserError("outcome_unknown", path=display_location(engine)) from error


def _find_event(engine: Engine, uid: str) -> bool | None:
    """Whether an event is in the ledger; None where that cannot be told now."""
    found: bool | None = None
    try:
        # With the lock of all writers: whoever sent the COMMIT that got no answer held it, and has let go of it.
        with writing(engine) as connection:
            found = connection.scalar(select(Event.id).where(Event.uid == uid)) is not None
    except (UserError, UnansweredCommitError):
        pass  # not reached, or lost again: by then it may have been told
    return found
