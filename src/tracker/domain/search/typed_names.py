"""Names found by the little that is typed of them: the initials of their pinyin, their beginning, or any part."""

import re
from collections.abc import Iterable

from tracker.domain.search.pinyin import pinyin_of

_LATIN = re.compile(r"[\x00-\x7f]+")


class TypedNames:
    """Names, the likeliest first, each once. Spelling them takes a while: not to be done where a window waits."""

    def __init__(self, names: Iterable[str]) -> None:
        self._spelt = {name: pinyin_of(name).split(" ") for name in dict.fromkeys(names) if name}

    @property
    def names(self) -> tuple[str, ...]:
        """Return all of them."""
        return tuple(self._spelt)

    def with_first(self, names: Iterable[str]) -> "TypedNames":
        """Return the same with some before all others."""
        made = TypedNames(())
        made._spelt = {name: self._spelt.get(name) or pinyin_of(name).split(" ") for name in dict.fromkeys(names)}
        made._spelt |= {name: spelt for name, spelt in self._spelt.items() if name not in made._spelt}
        return made

    def meant(self, typed: str) -> str:
        """Return the name that what is typed means most likely; where none fits it, what is typed, but "" of letters,
        which are no name."""
        fitting = self.fitting(typed)
        if fitting:
            return fitting[0]
        return "" if _LATIN.fullmatch(typed) else typed

    def fitting(self, typed: str) -> list[str]:
        """Return those that what is typed may mean: first those that begin with it, by their signs or the initials of
        their pinyin, then by the whole pinyin, then those that hold it."""
        wanted = "".join(typed.split()).lower()
        if not wanted:
            return []

        def rank(name: str) -> int | None:
            full, initials = self._spelt[name]
            if name.lower() == wanted:
                return 0
            if name.lower().startswith(wanted) or initials.startswith(wanted):
                return 1
            if full.startswith(wanted):
                return 2
            return 3 if wanted in name.lower() or wanted in initials else None

        ranked = [(place, name) for name in self._spelt if (place := rank(name)) is not None]
        return [name for _, name in sorted(ranked, key=lambda one: one[0])]
