"""The bodies of the State Council and departments of theirs (coding rules §3), by every name that they are called by.

Names come from `db/bodies.toml`, so that no rule knows a ministry. A name that two bodies share means neither, and so
does that of a department (科技司) where it is not said whose.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from tracker.domain.rows import Name
from tracker.domain.text.text_folding import fold
from tracker.locations import db_dir

_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Body:
    """A body, or with `of`, the key of another one, a department of that.

    `local` names are those of bodies in provinces, too; `former` ones were its own, or those of bodies that it took the
    duties over from.
    """

    name: Name
    full: str = ""
    short: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    of: str = ""
    letters: tuple[str, ...] = ()
    """How the numbers of its documents begin (发改, 财)."""
    field: str = ""
    """What it works in, where its texts are full of the words."""
    search: str = ""
    """The address of the page of its website that looks for words, with {words} in their place."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every Chinese name that is its own today and nobody else's, the one of the list first."""
        return tuple(filter(None, (self.name.zh, self.full, *self.short)))

    @property
    def full_name(self) -> str:
        """The full Chinese name."""
        return self.full or self.name.zh


@dataclass(frozen=True, slots=True)
class FoundBody:
    """The body that a name means. `former`: it was called so; `guessed`: others are called so, too."""

    body: Body
    former: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class OwnNames:
    """What a ledger calls a department or a body by its users' word; `of` is "" where that says nothing of it."""

    name: Name
    further: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    of: str = ""


class Bodies:
    """Finds bodies by their names."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = {body.name.key: body for body in bodies}
        self._found: dict[tuple[str, str], list[FoundBody]] = {}
        """By the owner, "" for none, and the plain name."""
        for body in self._bodies.values():
            for name in (body.name.en, *body.names):
                self._add(body, name, FoundBody(body))
            for name in body.local:
                self._add(body, name, FoundBody(body, guessed=True))
            for name in body.former:
                self._add(body, name, FoundBody(body, former=True))
        heads = sorted((name for body in self.independent for name in (*body.names, *body.former)), key=len)
        self._heads = re.compile(f"(?:{_STATE})?({'|'.join(map(re.escape, reversed(heads))) or '(?!)'})(?=.{{2}})")

    @property
    def independent(self) -> Iterator[Body]:
        """Those that belong to no other one."""
        return (body for body in self._bodies.values() if not body.of)

    @property
    def names(self) -> tuple[Name, ...]:
        """Every body and department, as a ledger lists it."""
        return tuple(body.name for body in self._bodies.values())

    def with_own(self, own: Iterable[OwnNames]) -> "Bodies":
        """Return these with the names of a ledger besides: what a user calls so is meant before whoever else was
        called so, or only is in provinces."""
        named = {one.name.key: one for one in own}
        taken = {plain_name(name) for one in named.values() for name in (one.name.zh, *one.further)}
        others = [_without(body, taken) for key, body in self._bodies.items() if key not in named]
        known = [_with_names(self._bodies.get(key), one) for key, one in named.items()]
        return Bodies((*others, *known))

    def get(self, key: str) -> Body | None:
        """Return the body of a key."""
        return self._bodies.get(key)

    def owners(self, publishers: Iterable[str]) -> frozenset[str]:
        """Return the keys of the bodies that these publishers are, in either language; of several in one name the
        first."""
        found = (self.parted(publisher) for publisher in publishers)
        return frozenset(key for key, _ in found if key)

    def find(self, name: str, owners: Collection[str] = ()) -> FoundBody | None:
        """Return what a name means in a ledger of these publishers, given as keys; None where that is not sure.

        A department is meant where its body stands before it, or is the only one that publishes here. A name that
        bodies of provinces have, too, is taken only where a body of the State Council publishes.
        """
        plain = plain_name(name)
        found = self._only(("", plain))
        if found is not None:
            return found if owners or not found.guessed else None
        owner, rest = self.parted(plain)
        if owner and rest:
            return self._only((owner, rest))
        return self._only((next(iter(owners)), plain)) if len(owners) == 1 else None

    def called(self, name: str) -> tuple[Body, ...]:
        """Return every body and department that is or was called so, in whatever ledger."""
        plain = plain_name(name)
        return tuple(found.body for (_, called), same in self._found.items() if called == plain for found in same)

    def parted(self, name: str) -> tuple[str, str]:
        """Return the key of the body with whose name a name begins, and the rest; ("", the name) where it is none."""
        plain = plain_name(name)
        whole = self._only(("", plain))
        if whole is not None and not whole.guessed:
            return whole.body.name.key, ""
        head = self._heads.match(plain)
        body = self._only(("", head[1])) if head else None
        return (body.body.name.key, plain[head.end() :]) if head and body else ("", plain)

    def _add(self, body: Body, name: str, found: FoundBody) -> None:
        same = self._found.setdefault((body.of, plain_name(name)), [])
        if all(one.body is not body for one in same):
            same.append(found)

    def _only(self, key: tuple[str, str]) -> FoundBody | None:
        """What a name means; who is called so today goes before who was."""
        found = self._found.get(key, ())
        now = [one for one in found if not one.former] or found
        return now[0] if len(now) == 1 else None


def _with_names(body: Body | None, own: OwnNames) -> Body:
    if body is None:
        return Body(own.name, short=own.further, former=own.former, of=own.of)
    # What the program calls it stays one of its names where a user calls it otherwise.
    before = () if body.name.zh == own.name.zh else (body.name.zh,)
    short = (*own.further, *before, *body.short)
    return replace(body, name=own.name, short=short, former=(*own.former, *body.former), of=own.of or body.of)


def _without(body: Body, taken: Collection[str]) -> Body:
    """A body that shares none of the names which it does not have for itself."""
    if body.of:
        return body
    local = tuple(name for name in body.local if plain_name(name) not in taken)
    former = tuple(name for name in body.former if plain_name(name) not in taken)
    return replace(body, local=local, former=former)


@lru_cache(maxsize=4)
def bodies_with(own: tuple[OwnNames, ...]) -> Bodies:
    """Return those that the program knows, with the names of a ledger besides; see `Bodies.with_own`."""
    return state_bodies().with_own(own) if own else state_bodies()


@cache
def state_bodies() -> Bodies:
    """Return those that the program knows."""
    # Read by the domain itself, and once: these names are as constant as its rules, and every floor asks for them.
    coded = tomllib.loads((db_dir() / "bodies.toml").read_text(encoding="utf-8"))
    return Bodies(map(_body, coded["body"]))


def other_names(department: Name, bodies: Bodies | None = None) -> tuple[str, ...]:
    """Return by which names a department of a ledger is known besides that one, former ones last; among `bodies`, else
    those of the program."""
    body = (bodies or state_bodies()).get(department.key)
    if body is None:
        return ()
    return tuple(name for name in (*body.names, *body.local, *body.former) if name != department.zh)


def _body(entry: Mapping[str, Any]) -> Body:
    lists = {name: tuple(entry.get(name, ())) for name in ("short", "local", "former", "letters")}
    name = Name(entry["key"], entry["name"], entry["name_en"])
    texts = {key: entry.get(key, "") for key in ("full", "of", "field", "search")}
    return Body(
        name,
        texts["full"],
        lists["short"],
        lists["local"],
        lists["former"],
        texts["of"],
        lists["letters"],
        texts["field"],
        texts["search"],
    )


def plain_name(name: str) -> str:
    """Return a name as names are compared: without what writes the same name otherwise, and without 中华人民共和国."""
    plain = " ".join(fold(name).split())
    return plain if plain == _STATE else plain.removeprefix(_STATE)
