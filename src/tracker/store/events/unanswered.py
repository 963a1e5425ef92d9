"""Events whose COMMIT got no answer, because the connection to the server was lost.

Whether they are there is looked up, and none is written twice.
"""

from collections.abc import Iterable, Sequence
from time import sleep

from sqlalchemy import Connection, Engine, select

from tracker.domain.errors import SavedBeforeError, UserError
from tracker.domain.rows import Changes
from tracker.domain.text.dates import stamp
from tracker.store.database.engine import display_location, user_errors, writing
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.tables import Event, EventCommitment
from tracker.store.events.change_set import Said
from tracker.store.server.pipeline import Question, UnansweredCommitError

_PAUSES_SECONDS = (0.0, 0.3, 1.0, 2.0)
"""How long after each other it is tried to reach the server again: one that was restarted is there within that."""


class Unanswered:
    """What one opening of a ledger wrote and does not know the outcome of."""

    def __init__(self) -> None:
        self._events: dict[str, Said] = {}

    def keep(self, events: Iterable[Said]) -> None:
        """Remember events whose outcome is unknown."""
        self._events |= {said.uid: said for said in events}

    def forget(self) -> None:
        """They are of no interest any more: whoever asked for them has gone on."""
        self._events.clear()

    def questions(self) -> Sequence[Question]:
        """What `returned` asks."""
        return [(select(Event.uid).where(Event.uid.in_(sorted(self._events))), {})] if self._events else []

    def returned(self, connection: Connection) -> tuple[Said, ...]:
        """Those that turn out to be in the ledger; to be asked with the lock of all writers. The others never will be:
        the sessions that wrote them would hold the lock."""
        there = {uid for statement, given in self.questions() for uid in connection.scalars(statement, given)}
        return tuple(said for uid, said in self._events.items() if uid in there)


def refuse_twice(connection: Connection, returned: Iterable[Said], said: Said) -> None:
    """Refuse to append an event that asks for the same as one that turned out to be there.

    Raises `SavedBeforeError`.
    """
    for earlier in returned:
        if _asked(earlier) == _asked(said):
            raise _saved_before(connection, earlier)


def refuse_kind_twice(connection: Connection, returned: Iterable[Said], kind: str) -> None:
    """Refuse to append an event of a kind of which one turned out to be there: for what is about the newest change,
    whichever that is, and so would ask for something else the second time.

    Raises `SavedBeforeError`.
    """
    for earlier in returned:
        if earlier.kind == kind:
            raise _saved_before(connection, earlier)


def _saved_before(connection: Connection, earlier: Said) -> SavedBeforeError:
    tied = select(EventCommitment.commitment_id).where(EventCommitment.event_id == earlier.id)
    pieces = select(EvidenceState.evidence_id).where(EvidenceState.since == earlier.id)
    commitments = tuple(connection.scalars(tied))
    changes = Changes(earlier.id, commitments, tuple(connection.scalars(pieces)))
    return SavedBeforeError(changes, at=stamp(earlier.at))


def _asked(said: Said) -> tuple[object, ...]:
    return said.author, said.kind, said.reason, said.command


def settle(engine: Engine, events: Sequence[Said], unanswered: Unanswered, error: UnansweredCommitError) -> None:
    """Find out whether the events of a transaction were kept; returns where they were.

    Raises what the loss of the connection is told as where they were not, so that nothing was written; and
    `outcome_unknown` where the server cannot be reached: they are remembered then, and looked for by the next write.
    """
    for pause in _PAUSES_SECONDS if events else ():
        sleep(pause)
        is_there = _look_for(engine, events[-1].uid)
        if is_there:
            return
        if is_there is not None:
            with user_errors(engine):
                raise error.__cause__ or error
    unanswered.keep(events)
    raise UserError("outcome_unknown", path=display_location(engine)) from error


def _look_for(engine: Engine, uid: str) -> bool | None:
    """Whether an event is in the ledger; None where that cannot be told now."""
    found: bool | None = None
    try:
        # With the lock of all writers: whoever sent the COMMIT that got no answer held it, and has let go of it.
        with writing(engine) as connection:
            found = connection.scalar(select(Event.id).where(Event.uid == uid)) is not None
    except (UserError, UnansweredCommitError):
        pass  # not reached, or lost again: by then it may have been told
    return found
