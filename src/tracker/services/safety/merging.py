"""Do in this ledger what was done in another copy of it since they parted (coding rules §7).

Every event of the other copy is done again by its command, under its own UUID, author and time. One that would change
what was changed here otherwise, or that cannot be done here, is put aside: it is kept whole, waits in the list, and a
person says which holds. Where each copy brought in the same spreadsheet since they parted, its rows stay once, and what
was done to those of the other copy is done to those that are here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.json_values import is_list, is_object
from tracker.domain.safety.merging import Clash, Merged, PutAside
from tracker.services.events.replaying import Files, FilesOf, RecordedEvent, keep_files, list_events, replay
from tracker.services.ledgers.session import Snapshot, Workspace
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, Event
from tracker.store.events.clashes import NAME_JOINER, Thing, ThingChange, changes_of, clashes
from tracker.store.events.event_commands import NOTE, Command
from tracker.store.events.seals import COPIED, PUT_ASIDE, SETTLED
from tracker.store.events.unit_of_work import Actor
from tracker.store.exchange.importing import SheetImport, brought_rows, sheet_imports
from tracker.store.safety.comparing import seals_of

_OF_ONE_FILE = frozenset({COPIED, "ledger_restored", "ledger_repaired", "event_lost", "terms_revised"})
"""What happened to one file, or happens to each by itself: it is no change of what the ledger says."""
_OF_SURROUNDINGS = ("connection_", "disk_", "ledger_", "lock_", "outcome_", "role_reads", "server_")
"""How the codes begin of what keeps any change from being written, and says nothing of the event that was to be."""
_STEPS = 2


@dataclass(frozen=True, slots=True)
class _Differing:
    """The events of two copies, by their UUIDs, those here with their ids: what each has that the other lacks."""

    mine: Mapping[str, int]
    theirs: frozenset[str]
    known: int


@dataclass(frozen=True, slots=True)
class _SameImports:
    """The imports of rows that an import here brought as well: there by the UUIDs of their events and of what took them
    back and brought them again, here by the ids of theirs; and how what they brought is called here, `names` by UUIDs
    there and `codes` by codes there."""

    their_event_uids: frozenset[str]
    my_event_ids: frozenset[int]
    names: Mapping[str, str]
    codes: Mapping[str, str]


class _NamedCommitment(NamedTuple):
    id: int
    uid: str
    code: str


@dataclass(frozen=True, slots=True)
class _KeptAside:
    """What was put aside: the id of the first event that did so, and what that kept."""

    by: int
    details: Mapping[str, Any]


def merge(workspace: Workspace, other: Workspace, progress: Progress = unwatched) -> Merged:
    """Do the other copy's events here, one after the other, each in a transaction of its own.

    To be asked again after an interruption, or when the other copy has more: what is here stays as it is. Raises
    `compare_other` where they are not copies of one ledger, and what writing raises.
    """
    parted = _part(workspace, other, progress)
    same = _same_imports(workspace, other, parted)
    done = 0
    put_aside: list[PutAside] = []
    here = _changes_here(workspace, parted, same)
    files = FilesOf(other)
    for number, event in enumerate(_wanted(other, parted, same)):
        progress(number, len(parted.theirs))
        found = _clashes(workspace, other, here, event, same)
        refusal: UserError | None = None
        if not found:
            try:
                done += replay(workspace, _as_here(workspace, event), files)
            except UserError as error:
                if error.code.startswith(_OF_SURROUNDINGS):
                    raise
                refusal = error
        if found or refusal is not None:
            put_aside.append(_put_aside(workspace, event, files, found, refusal))
    return Merged(done, parted.known, tuple(put_aside), len(same.my_event_ids))


def preview_merge(workspace: Workspace, other: Workspace, progress: Progress = unwatched) -> Merged:
    """Return what `merge` would do as far as it can be told without doing it; nothing is changed. Raises
    `compare_other`."""
    parted = _part(workspace, other, progress)
    same = _same_imports(workspace, other, parted)
    here = _changes_here(workspace, parted, same)
    found = [(event, _clashes(workspace, other, here, event, same)) for event in _wanted(other, parted, same)]
    clashing = [(event, clash) for event, clash in found if clash]
    with workspace.snapshot() as snapshot:
        named = _commitments_in(snapshot.connection, [event.command for event, _ in clashing])
    aside = tuple(_told(event, clash, some) for (event, clash), some in zip(clashing, named, strict=True))
    return Merged(len(found) - len(aside), parted.known, aside, len(same.my_event_ids))


def list_put_aside(workspace: Workspace) -> tuple[PutAside, ...]:
    """Return what waits to be settled, oldest first."""
    waiting = _waiting(workspace).values()
    with workspace.snapshot() as snapshot:
        named = _commitments_in(snapshot.connection, [details["other"]["command"] for details in waiting])
    return tuple(map(_from_details, waiting, named))


def settle(workspace: Workspace, uid: str, *, take: bool, reason: str) -> None:
    """Say which holds: what stands here, or what was put aside, which is then done over it.

    Raises `reason_missing`, `put_aside_unknown` for what does not wait, `role_forbids` for who may not have done it,
    and what doing it raises.
    """
    if not reason.strip():
        raise UserError("reason_missing", field="reason")
    found = _waiting(workspace).get(uid)
    if found is None:
        raise UserError("put_aside_unknown", value=uid)
    if workspace.access is not None:
        workspace.access.allow_event(found["other"]["kind"], found["other"]["details"])
    if take:
        kept = found["other"]
        actor = Actor(kept["author"], kept["role"], kept["session"])
        at = datetime.fromisoformat(kept["at"])
        event = RecordedEvent(uid, at, actor, kept["kind"], kept["reason"], kept["details"], kept["command"])
        replay(workspace, _as_here(workspace, event), FilesOf(workspace))
    with workspace.write() as work:
        other = {name: found["other"][name] for name in ("uid", "author", "kind", "details")}
        (named,) = _commitments_in(work.connection, [found["other"]["command"]])
        command = Command(NOTE, {"ties": _uids(named)})
        work.record(SETTLED, {"other": other, "taken": take}, reason.strip(), command=command)
        work.add_to_history(one.id for one in named)


def origin_of(workspace: Workspace) -> str | None:
    """Return the address that a working copy was taken from, without a password; None for any other ledger."""
    with workspace.snapshot() as snapshot:
        origin = select(Event.details).where(Event.kind == COPIED).order_by(Event.id.desc()).limit(1)
        details = snapshot.connection.scalar(origin)
    return None if details is None else str(details["origin"])


def _part(workspace: Workspace, other: Workspace, progress: Progress) -> _Differing:
    tell = partial(progress, 0, _STEPS)
    with other.snapshot() as snapshot:
        theirs = seals_of(snapshot.connection, tell)
        _, settled_there = _put_aside_in(snapshot)
    with workspace.snapshot() as snapshot:
        mine = seals_of(snapshot.connection, tell)
        ids = {row.uid: row.id for row in snapshot.connection.execute(select(Event.uid, Event.id))}
        aside, settled = _put_aside_in(snapshot)
    # Copies of one ledger share the first event for ever; two ledgers never do.
    if not mine or next(iter(mine)) not in theirs:
        raise UserError("compare_other", path=workspace.location, other=other.location)
    known = mine.keys() & theirs.keys()
    taken = {uid for uid, is_taken in settled_there.items() if is_taken and uid not in settled}
    return _Differing(
        {uid: ids[uid] for uid in mine if uid not in known},
        # What was put aside once, and even settled, is not brought up again by the same copy; but what waits here, and
        # was settled there by doing it, is done here too.
        frozenset(uid for uid in theirs if uid not in known and (uid not in aside or uid in taken)),
        len(known),
    )


def _waiting(workspace: Workspace) -> dict[str, Mapping[str, Any]]:
    """What was put aside and neither settled nor done by now, by the UUIDs of the events."""
    with workspace.snapshot() as snapshot:
        aside, settled = _put_aside_in(snapshot)
        done = {row.uid: row.id for page in pages(list(aside)) for row in snapshot.connection.execute(_known(page))}
    # One that another copy settled by doing it is settled here when it is done here; and one that was done, but cut off
    # before that was said, waits for it to be said.
    over = {uid for uid, is_taken in settled.items() if not is_taken or uid in done}
    # What this copy had done before any other put it aside stands here: it is for those to settle that lack it.
    over |= {uid for uid, number in done.items() if number < aside[uid].by}
    return {uid: one.details for uid, one in aside.items() if uid not in over}


def _known(uids: Sequence[str]) -> Select[str, int]:
    return select(Event.uid, Event.id).where(Event.uid.in_(uids))


def _put_aside_in(snapshot: Snapshot) -> tuple[dict[str, _KeptAside], dict[str, bool]]:
    """All that was ever put aside, by the UUIDs of the events; and of what was settled, whether it was taken, by all
    who did: two copies may have settled it apart."""
    rows = snapshot.connection.execute(
        select(Event.id, Event.kind, Event.details).where(Event.kind.in_((PUT_ASIDE, SETTLED))).order_by(Event.id)
    ).all()
    aside: dict[str, _KeptAside] = {}
    settled: dict[str, bool] = {}
    for row in rows:
        uid = row.details["other"]["uid"]
        if row.kind == PUT_ASIDE:
            aside.setdefault(uid, _KeptAside(row.id, row.details))
        else:
            settled[uid] = settled.get(uid, True) and row.details["taken"]
    return aside, settled


def _same_imports(workspace: Workspace, other: Workspace, parted: _Differing) -> _SameImports:
    """Both read the same file as the same rows since they parted, each without knowing of the other."""
    with other.snapshot() as snapshot:
        there = sheet_imports(snapshot.connection, parted.theirs)
    with workspace.snapshot() as snapshot:
        # None from before they parted: what the other copy does to the rows of such a one is done to them here, and
        # where it takes them back, those that it brings in instead have to come, too.
        here = sheet_imports(snapshot.connection, parted.mine) if there else {}
        mine = brought_rows(snapshot.connection, {alike: one for alike, one in here.items() if alike in there})
    with other.snapshot() as snapshot:
        theirs = brought_rows(snapshot.connection, {alike: there[alike] for alike in mine})
        undone = _with_undos(snapshot, [there[alike] for alike in theirs])
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    for alike, brought in theirs.items():
        own = mine[alike]
        pairs = dict(zip(brought.commitments, own.commitments, strict=True))
        names |= pairs
        names |= {claim: own.claims[pairs[row]] for row, claim in brought.claims.items() if pairs[row] in own.claims}
        names |= {uid: own.pieces[said] for said, uid in brought.pieces.items() if said in own.pieces}
        codes |= zip(brought.codes, own.codes, strict=True)
    return _SameImports(undone, frozenset(here[alike].event_id for alike in theirs), names, codes)


def _with_undos(snapshot: Snapshot, some: Sequence[SheetImport]) -> frozenset[str]:
    """The UUIDs of the events of these imports, of what took them back, and of what took that back."""
    found = {one.event_id: one.event_uid for one in some}
    undos = select(Event.id, Event.uid, Event.cancels).where(Event.cancels.is_not(None)).order_by(Event.id)
    for row in snapshot.connection.execute(undos) if found else ():
        if row.cancels in found:
            found[row.id] = row.uid
    return frozenset(found.values())


def _changes_here(workspace: Workspace, parted: _Differing, same: _SameImports) -> dict[Thing, ThingChange]:
    # Rows that both brought were there in both copies when anybody changed them.
    with workspace.snapshot() as snapshot:
        return changes_of(snapshot.connection, frozenset(parted.mine.values()) - same.my_event_ids)


def _wanted(other: Workspace, parted: _Differing, same: _SameImports) -> Iterator[RecordedEvent]:
    wanted = parted.theirs - same.their_event_uids
    for event in list_events(other):
        if event.uid in wanted and event.kind not in _OF_ONE_FILE:
            yield _by_names_here(event, same) if same.names else event


def _by_names_here(event: RecordedEvent, same: _SameImports) -> RecordedEvent:
    """The event as it is asked for here; one that puts another aside keeps that one as it would be asked for here."""
    details = event.details
    if event.kind == PUT_ASIDE:
        kept = {**details["other"], "command": _renamed(details["other"]["command"], same.names)}
        found = [[_called_here(what, same), *_renamed(rest, same.names)] for what, *rest in details["clashes"]]
        details = {**details, "other": kept, "clashes": found}
    return replace(event, command=_renamed(event.command, same.names), details=details)


def _called_here(what: str, same: _SameImports) -> str:
    """What a clash is about, as `tracker.store.events.clashes` names it, with the codes that commitments have here."""
    return NAME_JOINER.join(same.codes.get(name, name) for name in what.split(NAME_JOINER))


def _renamed(given: Any, names: Mapping[str, str]) -> Any:
    """Return the command with the names that things have in this ledger."""
    if isinstance(given, str):
        return names.get(given, given)
    if is_list(given):
        return [_renamed(one, names) for one in given]
    return {name: _renamed(one, names) for name, one in given.items()} if is_object(given) else given


def _clashes(
    workspace: Workspace, other: Workspace, here: Mapping[Thing, ThingChange], event: RecordedEvent, same: _SameImports
) -> tuple[Clash, ...]:
    if not here:
        return ()
    with other.snapshot() as snapshot:
        number = snapshot.connection.execute(select(Event.id).where(Event.uid == event.uid)).scalar_one()
        theirs = {
            (table, tuple(_renamed(list(names), same.names))): ThingChange(
                _renamed(change.before, same.names), _renamed(change.after, same.names)
            )
            for (table, names), change in changes_of(snapshot.connection, {number}, here).items()
        }
    with workspace.snapshot() as snapshot:
        return clashes(snapshot.connection, here, theirs)


def _as_here(workspace: Workspace, event: RecordedEvent) -> RecordedEvent:
    """The event with the role that who does it again has here: a role is what this server gave, no other's word."""
    return replace(event, actor=replace(event.actor, role=workspace.role))


def _put_aside(
    workspace: Workspace,
    event: RecordedEvent,
    files: Files,
    found: Sequence[Clash],
    refusal: UserError | None,
) -> PutAside:
    """Keep an event whole, with its files, and what stands against it."""
    details = {
        "other": {
            "uid": event.uid,
            "at": event.at.isoformat(),
            "author": event.actor.author,
            "role": event.actor.role,
            "session": event.actor.session,
            "kind": event.kind,
            "reason": event.reason,
            "details": event.details,
            "command": event.command,
        },
        "clashes": [[one.what, one.column, one.base, one.mine, one.theirs] for one in found],
        "refusal": refusal.code if refusal is not None else "",
        "why": refusal.kept if refusal is not None else {},
    }
    media_types = _files_in(event.command)
    with workspace.write() as work:
        (named,) = _commitments_in(work.connection, [event.command])
        work.record(PUT_ASIDE, details, command=Command(NOTE, {"files": media_types, "ties": _uids(named)}))
        keep_files(work, files, media_types)
        work.add_to_history(one.id for one in named)
    return _from_details(details, named)


def _told(event: RecordedEvent, found: Sequence[Clash], named: Sequence[_NamedCommitment]) -> PutAside:
    told = (event.uid, event.at, event.actor.author, event.kind, event.reason, event.details)
    return PutAside(*told, tuple(found), commitments=_codes(named))


def _from_details(details: Mapping[str, Any], named: Sequence[_NamedCommitment]) -> PutAside:
    event = details["other"]
    found = tuple(Clash(*clash) for clash in details["clashes"])
    at = datetime.fromisoformat(event["at"])
    told = (event["uid"], at, event["author"], event["kind"], event["reason"], event["details"])
    return PutAside(*told, found, details["refusal"], details["why"], _codes(named))


def _codes(commitments: Sequence[_NamedCommitment]) -> tuple[str, ...]:
    return tuple(one.code for one in commitments)


def _uids(commitments: Sequence[_NamedCommitment]) -> list[str]:
    """What is sent along with the event, so that what is put aside belongs to their history in every copy."""
    return [one.uid for one in commitments]


def _files_in(given: Any) -> dict[str, str]:
    """The files that a command names by their SHA-256, each with its media type, "" where it says none."""
    found: dict[str, str] = {}
    if is_list(given):
        for one in given:
            found |= _files_in(one)
    elif is_object(given):
        sha256 = given.get("sha256")
        if isinstance(sha256, str):
            found[sha256] = str(given.get("media_type", ""))
        for one in given.values():
            found |= _files_in(one)
    return found


def _commitments_in(connection: Connection, commands: Iterable[Any]) -> list[list[_NamedCommitment]]:
    """Return the commitments of this ledger that each of these kept commands names, in the order of their ids."""
    texts = [frozenset(_texts_in(command)) for command in commands]
    query = select(Commitment.id, Commitment.uid, Commitment.code)
    found = (
        _NamedCommitment(*row)
        for page in pages(sorted(frozenset[str]().union(*texts)))
        for row in connection.execute(query.where(Commitment.uid.in_(page)))
    )
    known = {one.uid: one for one in found}
    return [sorted(known[uid] for uid in some & known.keys()) for some in texts]


def _texts_in(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif is_list(given):
        yield from chain.from_iterable(map(_texts_in, given))
    elif is_object(given):
        yield from chain.from_iterable(map(_texts_in, given.values()))
