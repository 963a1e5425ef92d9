"""The files of a site of public pages: which names are ours, and what became of those that its marker lists."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MARKER = "tracker-site.json"
"""The file of a site that lists the others with their SHA-256."""
_OURS = re.compile(
    r"(?:en/)?(?:index\.html|feed\.xml|(?:rules|list|commitments/[\w-]+)/index\.html)"
    r"|assets/site-[0-9a-f]{10}\.(?:css|js)|data/(?:rows-zh|rows-en|words)-[0-9a-f]{10}\.js|data/commitments\.(?:json|csv)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """How the files of a site stand to its marker: how many it lists, which of these are not there or have another
    content, and which more of ours there are. Each by its name within the folder."""

    listed: int
    missing: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def are_same(self) -> bool:
        """Return whether all are as they were written, and no more."""
        return not (self.missing or self.altered or self.added)


def is_ours(name: str) -> bool:
    """Return whether a file of this name could be one of a site: never one outside its folder."""
    return _OURS.fullmatch(name) is not None


def compared(listed: Mapping[str, str], found: Mapping[str, str], there: Iterable[str]) -> SiteFiles:
    """Return how files stand to the digests of a marker. `found` has the digests of those that are there, and `there`
    every name of ours. A name without a digest is left from an update that was cut short, and may be there or not."""
    missing = sorted(name for name, digest in listed.items() if digest and name not in found)
    altered = sorted(name for name, digest in listed.items() if digest and found.get(name, digest) != digest)
    added = sorted(name for name in there if name not in listed)
    return SiteFiles(len(listed), tuple(missing), tuple(altered), tuple(added))
