"""`tracker admin`: set up and look after a ledger that is shared on a server. What `--json` prints of one:

    {database, server, schema, newest_schema, size, events, newest_at, head, archived_at, guards_older,
     people [{login, author, role, sessions}], sessions [{login, program, address, since}]}

after `init`, `upgrade` and `status`; `grant` prints the person.
"""

import getpass
import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import datetime
from functools import partial

from tracker.cli.inputs import asking, read_term
from tracker.cli.printing import json_shapes, plain_tables
from tracker.cli.printing.text_table import print_lines
from tracker.domain.errors import UserError
from tracker.domain.safety.ledger_roles import Person, SharedLedger
from tracker.domain.terms import LedgerRole
from tracker.domain.text.dates import stamp
from tracker.services.ledgers import administration
from tracker.wording import Words

_MEGA = 1_000_000
_PEOPLE = ("login", "author", "ledger_role", "sessions")
_SESSIONS = ("login", "program", "address", "since")


def run_init(options: Namespace, words: Words) -> None:
    """Make a shared ledger in an empty database, or give one that is there its roles; say how it stands."""
    _tell(options, asking(options.url, options, administration.init), words)


def run_upgrade(options: Namespace, words: Words) -> None:
    """Bring a shared ledger to what this program knows; say how it stands."""
    _tell(options, asking(options.url, options, administration.upgrade), words)


def run_status(options: Namespace, words: Words) -> None:
    """Say how a shared ledger stands."""
    _tell(options, asking(options.url, options, administration.read_status), words)


def run_grant(options: Namespace, words: Words) -> None:
    """Give somebody a role; print the person."""
    role = read_term(LedgerRole, "role", options.role, words)
    password = _read_password(options.person, words) if options.password else None
    give = partial(administration.grant, login=options.person, role=role, author=options.name, password=password)
    person = asking(options.url, options, give)
    json_shapes.show(options, asdict(person), lambda: _print_people((person,), words))


def run_revoke(options: Namespace, words: Words) -> None:
    """Take somebody's role."""
    asking(options.url, options, partial(administration.revoke, login=options.person))


def _read_password(login: str, words: Words) -> str:
    """A new password, asked for twice where somebody types; from a script it is the first line of what is handed in.

    Raises `password_empty`, `passwords_differ`.
    """
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass(words.phrase("password_new", login=login))
        if password != getpass.getpass(words.phrase("password_again", login=login)):
            raise UserError("passwords_differ", field="password")
    if not password:
        raise UserError("password_empty", field="password")
    return password


def _tell(options: Namespace, status: SharedLedger, words: Words) -> None:
    json_shapes.show(options, asdict(status), lambda: _print(status, words))


def _print(status: SharedLedger, words: Words) -> None:
    lines = [
        words.phrase("shared_ledger", database=status.database, server=status.server, size=_size(status.size)),
        words.phrase("shared_schema", schema=status.schema, newest=status.newest_schema),
        words.phrase("shared_events", count=status.events, at=_moment(status.newest_at), head=status.head),
    ]
    if status.archived_at is None:
        lines.append(words.phrase("shared_not_archived"))
    else:
        lines.append(words.phrase("shared_archived", at=stamp(status.archived_at)))
    if status.guards_older:
        lines.append(words.phrase("guards_older"))
    print_lines(lines)
    print()
    _print_people(status.people, words)
    print()
    cells = [(one.login, one.program, one.address, _moment(one.since)) for one in status.sessions]
    plain_tables.print_table(_SESSIONS, cells, 1, words, none="sessions_none")


def _print_people(people: tuple[Person, ...], words: Words) -> None:
    cells = [
        (one.login, one.author, words.term(one.role) if one.role is not None else "", str(one.sessions))
        for one in people
    ]
    plain_tables.print_table(_PEOPLE, cells, 1, words, none="people_none")


def _size(size: int) -> str:
    return f"{size / _MEGA:.1f} MB"


def _moment(moment: datetime | None) -> str:
    return stamp(moment) if moment is not None else ""
