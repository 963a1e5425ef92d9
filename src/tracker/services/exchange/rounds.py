"""Rounds of forms (督办): open one, see who has answered, remind the others, close it. Nothing is sent by itself."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import RoundNote, Sending
from tracker.domain.exchange.rounds import Return, Round, RoundStatus, asked_by, conflicts
from tracker.domain.rows import Changes
from tracker.services.exchange.forms import MOST_CHARACTERS_OF_PERIOD, put_sending
from tracker.services.ledgers.workspace import Workspace
from tracker.store.database.tables import new_uid
from tracker.store.exchange import rounds, sent_forms

_LONGEST_CONTACT = 80


def plan_round(workspace: Workspace, period: str, return_by: date, contact: str = "", phone: str = "") -> Round:
    """Return a round as it would be opened today, to whose forms belongs what is made with its `note_of`.

    Raises `period_invalid`, `round_open` where one of this period is open, `return_day_past`, `contact_invalid`.
    """
    today = workspace.today()
    period, contact, phone = (" ".join(text.split()) for text in (period, contact, phone))
    period = period or f"{today:%Y-%m}"
    if len(period) > MOST_CHARACTERS_OF_PERIOD or not period.isprintable():
        raise UserError("period_invalid", field="period", limit=MOST_CHARACTERS_OF_PERIOD)
    if return_by < today:
        raise UserError("return_day_past", field="return_by", day=return_by)
    for field, text in (("contact", contact), ("phone", phone)):
        if len(text) > _LONGEST_CONTACT or not text.isprintable():
            raise UserError("contact_invalid", field=field, limit=_LONGEST_CONTACT)
    with workspace.snapshot() as snapshot:
        _refuse_second(snapshot.connection, period)
    return Round(new_uid(), period, today, return_by, contact, phone)


def open_round(
    workspace: Workspace,
    one: Round,
    forms: Iterable[tuple[Sending, str]] = (),
    write: Callable[[], None] = lambda: None,
) -> Changes:
    """Open a planned round and record its forms, each with the SHA-256 of its file. `write` writes these files; where
    one of them fails, no round was opened and nothing sent. Raises `round_open`.
    """
    with workspace.write_several() as begin:
        work = begin()
        # Asked again within the transaction: another window may have opened one meanwhile.
        _refuse_second(work.connection, one.period)
        said = {"round": one.uid, "period": one.period, "return_by": one.return_by.isoformat()}
        work.record(rounds.OPENED, {**said, "contact": one.contact, "phone": one.phone})
        for sending, sha256 in forms:
            work = begin()
            put_sending(work, sending, sha256)
        write()
        return work.changes


def note_of(one: Round) -> RoundNote:
    """Return what a form says of its round."""
    return RoundNote(one.uid, one.return_by, one.contact, one.phone)


def list_rounds(workspace: Workspace) -> tuple[Round, ...]:
    """Return every round, oldest first."""
    with workspace.snapshot() as snapshot:
        return rounds.list_rounds(snapshot.connection)


def find_round(workspace: Workspace, period: str = "", *, is_open: bool = False) -> Round:
    """Return the newest round of a period; of none, the newest that is open, else the newest of all. `is_open` asks for
    one that is.

    Raises `round_unknown`, and `round_closed_already` where one that is open was asked for.
    """
    known = [one for one in reversed(list_rounds(workspace)) if not period or one.period == period]
    if not known:
        raise UserError("round_unknown", field="period", value=period)
    found = next((one for one in known if one.closed_on is None), known[0])
    if is_open and found.closed_on is not None:
        raise UserError("round_closed_already", field="period", value=found.period, day=found.closed_on)
    return found


def round_status(workspace: Workspace, uid: str) -> RoundStatus:
    """Return who was asked in a round, who has answered, and where answers disagree. Raises `round_unknown`."""
    with workspace.snapshot() as snapshot:
        return _status(snapshot.connection, uid)


def remind(workspace: Workspace, uid: str, departments: Collection[str]) -> Changes:
    """Note that departments, by their keys, were reminded today.

    Raises `round_unknown`, `round_closed_already`, `nobody_to_remind`.
    """
    with workspace.write() as work:
        one = _open_one(work.connection, uid)
        if not departments:
            raise UserError("nobody_to_remind", field="period", value=one.period)
        keys = list(departments)
        work.record(rounds.REMINDED, {"round": uid, "period": one.period, "departments": keys, "count": len(keys)})
        return work.changes


def close_round(workspace: Workspace, uid: str) -> Changes:
    """Close a round. Raises `round_unknown`, `round_closed_already`."""
    with workspace.write() as work:
        # Read within the transaction: another window may have closed it, or entered a form, a moment ago.
        one = _open_one(work.connection, uid)
        status = _status(work.connection, uid)
        counts = {"asked": len(status.asked), "returned": len(status.returned)}
        work.record(rounds.CLOSED, {"round": uid, "period": one.period, **counts})
        return work.changes


def _refuse_second(connection: Connection, period: str) -> None:
    if any(one.period == period and one.closed_on is None for one in rounds.list_rounds(connection)):
        raise UserError("round_open", field="period", value=period)


def _known(connection: Connection, uid: str) -> Round:
    one = next((one for one in rounds.list_rounds(connection) if one.uid == uid), None)
    if one is None:
        raise UserError("round_unknown", field="period", value="")
    return one


def _open_one(connection: Connection, uid: str) -> Round:
    one = _known(connection, uid)
    if one.closed_on is not None:
        raise UserError("round_closed_already", field="period", value=one.period, day=one.closed_on)
    return one


def _status(connection: Connection, uid: str) -> RoundStatus:
    one = _known(connection, uid)
    reminded = rounds.list_reminders(connection, uid)
    forms = [form for form in sent_forms.list_sendings(connection) if form.round is not None and form.round.uid == uid]
    asked_of = {form.batch: form.department.key for form in forms}
    returns: dict[str, tuple[Return, ...]] = {}
    # In the order of arrival, whichever form of a department it is that came back.
    for back in sent_forms.list_entered(connection):
        if key := asked_of.get(back.batch):
            came = Return(back.name, back.at, bool(one.closing) and back.event > one.closing, back.answers)
            returns[key] = (*returns.get(key, ()), came)
    # A form that was sent a second time takes the place of the first.
    asked = {form.department.key: asked_by(form) for form in forms}
    found = tuple(
        replace(department, returns=returns.get(key, ()), reminded=reminded.get(key, ()))
        for key, department in asked.items()
    )
    return RoundStatus(one, found, tuple(conflicts(found)))
