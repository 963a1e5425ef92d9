"""What was asked for by an event, so that it can be done again in another ledger: by UUIDs in place of local numbers.

A command is kept as `{"do": NAME, "with": {…}}`. Commitments, parts, pieces of evidence, searches and events are in
it by their UUIDs, which are the same wherever the ledger goes; departments and topics by their keys, which are data of
the ledger's. What is known by its SHA-256 (files, spreadsheets, codings) is named by it, and kept elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, select

from tracker.domain.errors import UserError
from tracker.domain.json_values import is_list, is_object
from tracker.store.database.evidence_tables import Evidence
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, Event, Part, SearchLog

NOTE = "note"
"""The command of an event that asks for nothing further: it keeps what its details say."""
_MANY = 5_000
"""References above which all rows are read at once rather than looked up by pages."""


# Equal by identity: two columns compared make an expression of SQL, which is no answer for a dictionary.
@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """A sort of things that commands name: by what they are known here, and everywhere."""

    here: Column[Any]
    everywhere: Column[Any]


_COMMITMENT = _Named(Commitment.code, Commitment.uid)
_PART = _Named(Part.id, Part.uid)
_EVIDENCE = _Named(Evidence.id, Evidence.uid)
_SEARCH = _Named(SearchLog.id, SearchLog.uid)
_EVENT = _Named(Event.id, Event.uid)
_REFERENCES = {
    "commitment": _COMMITMENT,
    "commitments": _COMMITMENT,
    "other": _COMMITMENT,
    "part_id": _PART,
    "evidence_id": _EVIDENCE,
    "evidence": _EVIDENCE,
    "into": _EVIDENCE,
    "search": _SEARCH,
    "event": _EVENT,
}
"""The members of a command, at any depth, that name something else: one thing, or a list of them."""
_OPAQUE = frozenset({"coding", "definition", "details", "plan"})
"""Members whose contents are not ours to read: what they name, they name by words."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command as the service that carried it out understands it: by what things are called here."""

    name: str
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])


def by_uuids(connection: Connection, command: Command, at_hand: Mapping[str, Mapping[Any, str]]) -> dict[str, Any]:
    """Return a command as it is kept with its event. `at_hand` has UUIDs that are known already, by what things are
    called here and by the member that names such things: "commitment", "evidence", "event"."""
    names = {_REFERENCES[member]: uids for member, uids in at_hand.items()}
    known = _names(connection, command.given, lambda named: (named.here, named.everywhere), names)
    return {"do": command.name, "with": _translated(command.given, known)}


def by_local_names(connection: Connection, kept: Mapping[str, Any]) -> Command:
    """Return a kept command by what things are called in this ledger. Raises `command_unknown_here` for one that names
    what this ledger does not have."""
    known = _names(connection, kept["with"], lambda named: (named.everywhere, named.here))
    return Command(kept["do"], _translated(kept["with"], known))


_Direction = Callable[[_Named], tuple[Column[Any], Column[Any]]]
_Names = Mapping[_Named, Mapping[Any, Any]]
_NONE: _Names = {}


def _names(connection: Connection, given: Mapping[str, Any], direction: _Direction, at_hand: _Names = _NONE) -> _Names:
    """What each thing is called that is named somewhere in a command."""
    wanted: dict[_Named, dict[Any, None]] = {}
    _collect(given, wanted)
    # The service has just looked up what it writes to; to ask again costs each judgement a statement.
    asked = {named: names for named, names in wanted.items() if not names.keys() <= at_hand.get(named, {}).keys()}
    return {**at_hand, **{named: _looked_up(connection, *direction(named), list(of)) for named, of in asked.items()}}


def _collect(given: Any, wanted: dict[_Named, dict[Any, None]]) -> None:
    if is_list(given):
        for one in given:
            _collect(one, wanted)
        return
    if not is_object(given):
        return
    for name, value in given.items():
        if name in _OPAQUE:
            continue
        if name in _REFERENCES and _is_name(value):
            names = value if is_list(value) else [value]
            wanted.setdefault(_REFERENCES[name], {}).update(dict.fromkeys(one for one in names if one is not None))
        else:
            _collect(value, wanted)


def _is_name(value: Any) -> bool:
    """Whether a member holds names, and not what it is about: `evidence` may be a list of pieces, or of their ids."""
    some = value[:1] if is_list(value) else [value]
    return all(one is None or isinstance(one, str | int) for one in some)


def _looked_up(connection: Connection, known: Column[Any], wanted: Column[Any], names: Sequence[Any]) -> dict[Any, Any]:
    # Of a search every version has the UUID: the newest row is the one that is true now.
    query = select(known, wanted).order_by(known.table.c.id)
    if len(names) > _MANY:
        return {row[0]: row[1] for row in connection.execute(query)}
    return {row[0]: row[1] for page in pages(names) for row in connection.execute(query.where(known.in_(page)))}


def _translated(given: Any, names: _Names) -> Any:
    if is_list(given):
        return [_translated(one, names) for one in given]
    if not is_object(given):
        return given
    return {name: _member(name, value, names) for name, value in given.items()}


def _member(name: str, value: Any, names: _Names) -> Any:
    if name in _OPAQUE:
        return value
    if name not in _REFERENCES or not _is_name(value):
        return _translated(value, names)
    known = names.get(_REFERENCES[name], {})
    if is_list(value):
        return list(_found(name, value, known))
    return next(_found(name, [value], known))


def _found(name: str, values: Iterable[Any], known: Mapping[Any, Any]) -> Iterator[Any]:
    for value in values:
        if value is not None and value not in known:
            raise UserError("command_unknown_here", what=name, value=value)
        yield None if value is None else known[value]
