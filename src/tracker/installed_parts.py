"""What the program is made of here: the packages that it needs by their own metadata, with their licences."""

import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata

from tracker.ocr_parts import find_ocr

DISTRIBUTION = "commitment-ledger"
"""What the program is called among installed packages."""
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^\]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*['\"](?P<extra>[\w.-]+)")
CALLED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""How packages without an expression call their licences in their classifiers."""
READ = {
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "justext": "BSD-2-Clause",
    "protobuf": "BSD-3-Clause",
    "opencv-python-headless": "Apache-2.0 AND LGPL-2.1-or-later",  # the second is that of FFmpeg in it
}
"""What the metadata says in words, or not at all, read by hand in the package's own licence files."""


@dataclass(frozen=True, slots=True)
class InstalledPart:
    """Something that others made. The licence is an SPDX expression; "" where its metadata names none."""

    name: str
    version: str
    licence: str


def installed_parts() -> tuple[InstalledPart, ...]:
    """Return what the program stands on, and what is installed of what it needs, by name. Reads some sixty files."""
    beneath = (
        InstalledPart("Python", platform.python_version(), "PSF-2.0"),
        InstalledPart("SQLite", sqlite3.sqlite_version, "blessing"),
        InstalledPart("Noto Sans SC, Noto Serif SC", "", "OFL-1.1"),
        InstalledPart("OpenCC", "", "Apache-2.0"),
    )
    find_ocr()  # of the add-on too
    needed = sorted(_needed(DISTRIBUTION), key=lambda one: one.name.lower())
    return (*beneath, *(InstalledPart(one.name, one.version, licence_of(one)) for one in needed))


def licence_of(package: metadata.Distribution) -> str:
    """Return the licence of a package as an SPDX expression, "" where it names none."""
    name = _normal(package.name)
    if name in READ:
        return READ[name]
    ends = (one.rpartition(" :: ")[2] for one in package.metadata.get_all("Classifier", []))
    classified = next((CALLED[end] for end in ends if end in CALLED), "")
    expression, words = (package.metadata.get_all(field, [""])[0] for field in ("License-Expression", "License"))
    return expression or classified or words


def _needed(root: str) -> Iterator[metadata.Distribution]:
    """The packages that are installed of those that one needs, with what these need in turn; not itself."""
    seen = {root}
    # All extras of our own: what of them is not installed is passed over.
    waiting = list(_required(root, None))
    while waiting:
        name, extras = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # for another system, or an extra that nobody asked for
            continue
        yield found
        waiting += _required(name, extras)


def _required(name: str, extras: Iterable[str] | None) -> Iterator[tuple[str, frozenset[str]]]:
    """What a package requires, with the extras that it asks for; of its own extras those that are named, or for None
    all."""
    try:
        lines = metadata.requires(name) or ()
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        required, own = _REQUIREMENT.match(line), _EXTRA.search(line)
        if required and (own is None or extras is None or own["extra"] in extras):
            yield _normal(required["name"]), frozenset(re.findall(r"[\w.-]+", required["extras"] or ""))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
