"""Rounds of forms: read off the events that opened, reminded of and closed them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.exchange.rounds import Round
from tracker.domain.text.dates import day_of
from tracker.store.database.decoding import Decoding, member
from tracker.store.database.tables import Event
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.undo import in_effect

OPENED = "round_opened"
REMINDED = "round_reminded"
CLOSED = "round_closed"


def list_rounds(connection: Connection) -> tuple[Round, ...]:
    """Return every round in effect, oldest first."""
    rounds: dict[str, Round] = {}
    for event in _events(connection, OPENED):
        with Decoding(Event.__table__.name):
            one = _round(event)
            rounds[one.uid] = one
    for event in _events(connection, CLOSED):
        with Decoding(Event.__table__.name):
            uid = member(event.details, "round", str)
        if uid in rounds:
            rounds[uid] = _closed(rounds[uid], event)
    return tuple(rounds.values())


def list_reminders(connection: Connection, uid: str) -> Mapping[str, tuple[date, ...]]:
    """Return the days on which each department was reminded of a round, by its key."""
    days: dict[str, tuple[date, ...]] = {}
    for event in _events(connection, REMINDED):
        with Decoding(Event.__table__.name):
            if member(event.details, "round", str) == uid:
                for key in event.details["departments"]:
                    days[str(key)] = (*days.get(str(key), ()), day_of(event.at))
    return days


def _events(connection: Connection, kind: str) -> list[NamedRow]:
    query = select(Event).where(Event.kind == kind, in_effect()).order_by(Event.id)
    return [event for event in connection.execute(query) if event.details]


def _round(event: NamedRow) -> Round:
    said: Mapping[str, Any] = event.details
    uid, period, contact, phone = (member(said, name, str) for name in ("round", "period", "contact", "phone"))
    return Round(uid, period, day_of(event.at), date.fromisoformat(said["return_by"]), contact, phone)


def _closed(one: Round, event: NamedRow) -> Round:
    return Round(
        one.uid,
        one.period,
        one.opened_on,
        one.return_by,
        one.contact,
        one.phone,
        closed_on=day_of(event.at),
        closing=event.id,
    )
