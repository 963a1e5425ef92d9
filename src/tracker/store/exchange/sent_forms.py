"""The forms that were sent to departments, and what of them was entered: read off the events that say so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.exchange.forms import FIRST_COLUMNS, FillField, RoundNote, Sending
from tracker.domain.rows import Name
from tracker.domain.text.dates import day_of, stamp
from tracker.store.database.decoding import Decoding, member, object_member
from tracker.store.database.tables import Commitment, Event, EventCommitment
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.undo import in_effect

SENT = "fill_in_sent"
ENTERED = "fill_in_entered"


@dataclass(frozen=True, slots=True)
class EnteredForm:
    """A returned form that was entered: which, when, by code what stood in each row (see `PreviewRow.mark`).

    `answers` is what each row said, which events from before rounds do not tell.
    """

    batch: str
    sha256: str
    at: str
    marks: dict[str, str]
    name: str = ""
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    event: int = 0


def ledger_uid(connection: Connection) -> str:
    """Return what tells this ledger, and copies of it, from every other: the uid of its first event."""
    # Copies and backups share it, other ledgers never do; a name or path would change with every move.
    return connection.scalar(select(Event.uid).order_by(Event.id).limit(1)) or ""


def list_sendings(connection: Connection) -> Iterator[Sending]:
    """Return the forms that were sent, oldest first; but for those of which a repair could save nothing."""
    ledger = ledger_uid(connection)
    for event in connection.execute(select(Event).where(Event.kind == SENT).order_by(Event.id)):
        if event.details:
            yield _sending(event, ledger)


def list_entered(connection: Connection) -> Iterator[EnteredForm]:
    """Return the returned forms that were entered and not taken back, oldest first."""
    entered = select(Event).where(Event.kind == ENTERED, in_effect()).order_by(Event.id)
    for event in connection.execute(entered):
        if event.details:
            yield _entered(event)


def _sending(event: NamedRow, ledger: str) -> Sending:
    """Raises `StoredValueError` where the event does not tell of a form."""
    said = event.details
    with Decoding(Event.__table__.name):
        name = Name(*(member(said, part, str) for part in ("key", "department", "department_en")))
        return Sending(
            batch=member(said, "batch", str),
            ledger=ledger,
            department=name,
            period=member(said, "period", str),
            sent_on=day_of(event.at),
            language=member(said, "language", str),
            rows={
                code: {FillField(column): member(texts, column, str) for column in texts}
                for code, texts in object_member(said, "rows").items()
            },
            event=event.id,
            sha256=member(said, "sha256", str) if "sha256" in said else "",
            columns=tuple(map(FillField, said.get("columns", FIRST_COLUMNS))),
            parts={row: (str(of), str(title)) for row, (of, title) in said.get("parts", {}).items()},
            round=_round_note(said["round"]) if said.get("round") else None,
        )


def _round_note(said: Mapping[str, Any]) -> RoundNote:
    uid, contact, phone = (member(said, name, str) for name in ("uid", "contact", "phone"))
    return RoundNote(uid, date.fromisoformat(said["return_by"]), contact, phone)


def _entered(event: NamedRow) -> EnteredForm:
    said = event.details
    with Decoding(Event.__table__.name):
        marks = object_member(said, "marks")
        texts = {code: member(marks, code, str) for code in marks}
        answers = {str(row): dict(told) for row, told in said.get("answers", {}).items()}
        name = member(said, "name", str) if "name" in said else ""
        return EnteredForm(
            member(said, "batch", str), member(said, "sha256", str), stamp(event.at), texts, name, answers, event.id
        )


def changed_after(connection: Connection, event_id: int) -> frozenset[str]:
    """Return the codes of the commitments that something was done to after an event."""
    tie = EventCommitment
    found = (
        select(Commitment.code).join(tie, tie.commitment_id == Commitment.id).where(tie.event_id > event_id).distinct()
    )
    return frozenset(connection.scalars(found))


def list_codes(connection: Connection) -> frozenset[str]:
    """Return every code there is."""
    return frozenset(connection.scalars(select(Commitment.code)))
