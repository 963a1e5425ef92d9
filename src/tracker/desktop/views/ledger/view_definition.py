"""A saved view as plain JSON, and back; what it names may be gone meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.rows import Facets
from tracker.domain.search.ledger_query import Choices, Facet, Group, LedgerQuery, SortKey
from tracker.wording import Words

NAMED = frozenset({Facet.DEPARTMENT, Facet.TOPIC, Facet.SPEAKER, Facet.TAG})
"""Facets whose values are data of the ledger, so that they can be gone."""


@dataclass(frozen=True, slots=True)
class View:
    """What a view shows, and the names in it that the ledger no longer holds."""

    query: LedgerQuery
    columns: tuple[str, ...]
    density: str
    gone: tuple[str, ...] = ()


def define(view: View) -> dict[str, Any]:
    """The view as JSON."""
    query = view.query
    return {
        "choices": {facet.value: sorted(query.chosen(facet)) for facet in Facet if query.chosen(facet)},
        "search": query.search,
        "sort": query.sort.value,
        "descending": query.descending,
        "group": query.group.value if query.group else None,
        "columns": list(view.columns),
        "density": view.density,
    }


def understand(definition: Mapping[str, Any], facets: Facets, words: Words) -> View:
    """The view of a definition, as far as the ledger, whose facets these are without a filter, can show it."""
    choices, gone = _choices(definition.get("choices"), facets, words)
    sort = definition.get("sort")
    group = definition.get("group")
    query = LedgerQuery(
        choices,
        search=_text(definition.get("search")),
        sort=SortKey(sort) if sort in list(SortKey) else SortKey.CODE,
        descending=definition.get("descending") is True,
        group=Group(group) if group in list(Group) else None,
    )
    columns = tuple(name for name in _list(definition.get("columns")) if isinstance(name, str))
    return View(query, columns, _text(definition.get("density")), tuple(gone))


def _choices(defined: object, facets: Facets, words: Words) -> tuple[Choices, list[str]]:
    choices: dict[Facet, frozenset[str]] = {}
    gone: list[str] = []
    for name, keys in defined.items() if isinstance(defined, dict) else ():
        for key in map(str, _list(keys)):
            if name in list(Facet) and _is_there(Facet(name), key, facets, words):
                choices[Facet(name)] = choices.get(Facet(name), frozenset()) | {key}
            else:
                gone.append(key)
    return choices, gone


def _is_there(facet: Facet, key: str, facets: Facets, words: Words) -> bool:
    if facet in NAMED:
        return any(value.key == key for value in facets.values[facet])
    try:
        words.choice(facet, key)
    except ValueError:
        return False
    return True


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
