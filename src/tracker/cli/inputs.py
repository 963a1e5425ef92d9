"""What commands make of what was typed: the ledger, terms, days, numbers, departments, parts, filters."""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from getpass import getpass
from typing import TypeVar

from tracker.domain.errors import UserError
from tracker.domain.languages import LANGUAGES
from tracker.domain.rows import Name, PartRow
from tracker.domain.search.ledger_query import Attention, LedgerQuery, query_for
from tracker.domain.terms import EARLIER_TERMS, Assessment, Doubt, Light
from tracker.domain.text.date_input import read_day
from tracker.domain.text.dates import stamp
from tracker.domain.text.text_folding import fold
from tracker.services.commitments.departments import names_in_use
from tracker.services.commitments.reading import list_departments
from tracker.services.ledgers.clocks import newest_ahead
from tracker.services.ledgers.shared_addresses import PASSWORD_WANTED, keep_password, remember_password
from tracker.services.ledgers.workspace import Workspace, default_location, open_workspace
from tracker.systems.consoles import language_of
from tracker.wording import Words, load_words

_TRIES = 3
"""How often a password is asked for."""
_WRONG = "server_password_wrong"
_LONGEST_ID = 18
"""Digits that every database takes as an integer key."""
_BY_ID = "id:"
_Term = TypeVar("_Term", bound=StrEnum)
_Done = TypeVar("_Done")
_PERIOD = re.compile(r"(\d{1,4}) ?(d|day|days|天|日|w|week|weeks|周)?")
_WEEKS = frozenset({"w", "week", "weeks", "周"})
_BLANKS = str.maketrans("- ", "__")
_VALUES_READ_IN = "en"
"""The language whose choices are listed by their values: those are English, short, and what scripts use."""


@contextmanager
def opened(options: Namespace) -> Iterator[Workspace]:
    """The ledger that is meant, open. What is to be told of how it was found goes to standard error."""
    workspace = open_asking(options.ledger or default_location(), options)
    try:
        say_notices(workspace, options)
        if options.take_over:
            workspace.claim(over=True)
        yield workspace
    finally:
        workspace.close()


def open_asking(location: str, options: Namespace) -> Workspace:
    """Open a ledger, as `asking` does."""
    return asking(location, options, open_workspace)


def asking(location: str, options: Namespace, use: Callable[[str], _Done]) -> _Done:
    """Do something with a ledger by its address. Where its server wants a password, it is asked for on a terminal, a
    few times at most, and known from then on."""
    for _ in range(_TRIES):
        try:
            return use(location)
        except UserError as error:
            if error.code not in PASSWORD_WANTED or sys.stdin is None or not sys.stdin.isatty():
                raise
            words = load_words(options.lang or language_of(os.environ))
            if error.code == _WRONG:
                print(f"tracker: {words.error(error)}", file=sys.stderr)
            # The address without the password that turned out to be wrong: what is typed now goes for it.
            location = keep_password(location)
            remember_password(location, getpass(words.phrase("password_asked", path=location), sys.stderr))
    return use(location)


def period_days(text: str) -> int:
    """Return the days of a period such as 7d, 2w, 10 or 7天. Raises `field_invalid`."""
    read = _PERIOD.fullmatch(text.strip().casefold())
    if read is None:
        raise UserError("field_invalid", field="within", value=text)
    return int(read[1]) * (7 if read[2] in _WEEKS else 1)


def say_notices(workspace: Workspace, options: Namespace) -> None:
    """Tell on standard error how a ledger was found, a line each."""
    words = load_words(options.lang or language_of(os.environ))
    for notice in workspace.notices:
        print(f"tracker: {words.phrase(notice.code, **notice.details)}", file=sys.stderr)
    if (moment := newest_ahead(workspace)) is not None:
        print(f"tracker: {words.phrase('clock_doubtful', at=stamp(moment))}", file=sys.stderr)


def as_of(options: Namespace) -> date | None:
    """The day at whose end the ledger is read."""
    return day(options.as_of, "as_of")


def day(text: str | None, field: str) -> date | None:
    """A day, or None where none was given. Raises as `read_day`."""
    return None if text is None else read_day(text, field)


def number(field: str, text: str) -> int:
    """A number as the program prints them; anything else names nothing. Raises `field_invalid`."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise UserError("field_invalid", field=field, value=text)
    return int(text)


def query_of(workspace: Workspace, options: Namespace, words: Words) -> LedgerQuery:
    """What the filters of a command ask for."""
    return query_for(
        department=find_departments(workspace, options.department, words),
        assessment=[read_term(Assessment, "assessment", text, words) for text in options.assessment],
        light=[read_term(Light, "light", text, words) for text in options.light],
        doubt=[read_term(Doubt, "doubt", text, words) for text in options.doubt],
        attention=[read_term(Attention, "attention", text, words) for text in options.attention],
        search=options.search,
        as_of=as_of(options),
        changed_since=day(options.changed_since, "changed_since"),
    )


def read_term(
    vocabulary: type[_Term], field: str, text: str, words: Words, allowed: Collection[_Term] | None = None
) -> _Term:
    """The term that is meant: its value (in_progress, in-progress), or its word in Chinese or English (推进中, In
    progress), whatever the case and width of the letters. Of a word such as 印发/公布 each half will do.

    `allowed` narrows the vocabulary down. Raises `term_unknown`, which lists what there is.
    """
    # Values of earlier versions are read from ledgers and never offered.
    members = [one for one in vocabulary if one not in EARLIER_TERMS and (allowed is None or one in allowed)]
    meant = _folded_term(text)
    for member in members:
        if meant == _folded_term(member.value):
            return member
    for member in members:
        if meant in _said(member):
            return member
    choices = [member.value if words.language == _VALUES_READ_IN else words.term(member) for member in members]
    raise UserError("term_unknown", field=field, value=text, allowed=choices)


def read_optional(vocabulary: type[_Term], field: str, text: str | None, words: Words) -> _Term | None:
    """The same for an option that may be left out, or be empty."""
    return read_term(vocabulary, field, text, words) if text else None


def _said(member: StrEnum) -> Iterator[str]:
    """The words for a term in every language, whole and by their halves."""
    for language in LANGUAGES:
        word = load_words(language).term(member)
        yield _folded_term(word)
        yield from (_folded_term(half) for half in word.split("/"))


def find_departments(workspace: Workspace, wanted: Sequence[str], words: Words) -> list[str]:
    """The keys of departments that commitments name, by any of their names. Raises as `DepartmentFinder.key_of`."""
    if not wanted:
        return []
    finder = DepartmentFinder(workspace, list_departments(workspace), words)
    return [finder.key_of(name) for name in wanted]


class DepartmentFinder:
    """Finds departments by any of their names, short and former ones too; of a former one it says what it is now.

    `beyond`: bodies that no commitment of this ledger names yet are found as well.
    """

    def __init__(self, workspace: Workspace, known: Iterable[Name], words: Words, *, beyond: bool = False) -> None:
        self._known = tuple(known)
        self._names = names_in_use(workspace, self._known)
        self._words = words
        self._beyond = beyond

    def key_of(self, wanted: str) -> str:
        """The key of the department. Raises `department_unknown`, and `department_ambiguous` where it is several's."""
        plain = _plain(wanted)
        called = [one for one in self._known if plain in (_plain(one.key), _plain(one.zh), _plain(one.en))]
        if len(called) > 1:
            keys = [one.key for one in called]
            raise UserError("department_ambiguous", field="department", value=wanted, choices=keys)
        if called:
            return called[0].key
        meant = self._names.meant(wanted)
        if meant is None or not (self._beyond or meant.department in self._known):
            raise UserError("department_unknown", field="department", value=wanted)
        if meant.former:
            now = self._words.name(meant.department)
            print(self._words.phrase("department_former", name=wanted.strip(), department=now), file=sys.stderr)
        return meant.department.key


def find_name(known: Iterable[Name], wanted: str) -> str | None:
    """The key of what is called so in Chinese or English, or has this key; None where nothing is."""
    plain = _plain(wanted)
    keys = {_plain(name): one.key for one in known for name in (one.en, one.zh, one.key)}
    return keys.get(plain)


def find_part(parts: Sequence[PartRow], code: str, wanted: str, words: Words) -> PartRow:
    """A part of a commitment by its number as `show` prints it, from 1, by either of its names, or by `id:` and its id.

    Raises `part_not_there`, which lists the parts, and `part_none` where the commitment has none.
    """
    if not parts:
        raise UserError("part_none", field="part", commitment=code)
    meant = _plain(wanted)
    for place, part in enumerate(parts, 1):
        if meant in (f"{place}", f"{place}.", f"{_BY_ID}{part.id}", _plain(part.title.zh), _plain(part.title.en)):
            return part
    choices = [f"{place}. {words.name(part.title)}" for place, part in enumerate(parts, 1)]
    raise UserError("part_not_there", field="part", value=wanted, commitment=code, choices=choices)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _folded_term(text: str) -> str:
    return _plain(text).translate(_BLANKS)
