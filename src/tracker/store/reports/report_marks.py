"""The marks of reports, by the events of a ledger: which one a report gets, and which event a mark is of."""

from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, select

from tracker.domain.reports.report_mark import ReportMark
from tracker.store.database.tables import Event
from tracker.store.exchange.sent_forms import ledger_uid


def mark_at(connection: Connection, event_id: int) -> ReportMark | None:
    """Return the mark of a report whose newest event is this one, or None in a ledger without events."""
    newest = select(Event.uid, Event.hash).where(Event.id <= event_id).order_by(Event.id.desc()).limit(1)
    found = connection.execute(newest).one_or_none()
    # A ledger from before the seals has no hash to show, and half a mark would prove nothing.
    return ReportMark(ledger_uid(connection), found.uid, found.hash) if found is not None and found.hash else None


def event_of(connection: Connection, mark: ReportMark) -> Row[int, datetime, str] | None:
    """Return the id, time and hash of the event that a mark names: by its UUID, else by the digits of its hash."""
    if mark.is_whole:
        return connection.execute(_events().where(Event.uid == mark.event)).one_or_none()
    # Paper and earlier versions show the first digits only; that two events share sixteen will not happen.
    fitting = _events().where(func.substr(Event.hash, 1, len(mark.hash)) == mark.hash)
    return connection.execute(fitting.order_by(Event.id).limit(1)).one_or_none()


def count_events(connection: Connection, until: int) -> int:
    """Return how many events there are up to one."""
    return connection.scalar(select(func.count()).select_from(Event).where(Event.id <= until)) or 0


def _events() -> Select[int, datetime, str]:
    return select(Event.id, Event.at, Event.hash)
