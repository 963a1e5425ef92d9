"""Lets a wheel ask for the versions that were tested: those of the lock, beside the bounds of pyproject.toml.

So `pip install .`, `pipx install` and a wheel that is handed on bring what the tests ran on. Hashes have no place in a
wheel's metadata; for them there are the lock files themselves.
"""

import re
from collections import defaultdict
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCK = ".ci/requirements-all.txt"
# A Linux that is too old for the newest Qt takes an older one, which pip finds by itself.
AT_MOST = ("pyside6-essentials", "shiboken6")
PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\")
# The lock says by whom a package is needed: on one line, or each on a line of its own.
VIA = re.compile(r" +# +(?:via )?(?P<parent>[a-z][\w.-]*)$")
ROOT = re.compile(r"[\w.-]+")


def read(lock):
    """The pins as requirements, by name, and which packages need which."""
    pins, needs = defaultdict(list), defaultdict(set)
    name = ""
    for line in lock.splitlines():
        pin, via = PIN.match(line), VIA.match(line)
        if pin:
            name = pin["name"]
            marker = "(%s)" % pin["marker"] if pin["marker"] else ""
            pins[name].append((pin["version"], marker))
        elif via:
            needs[via["parent"]].add(name)
    return pins, needs


def needed(requirements, needs):
    """The names of these packages, and of all that they need in turn."""
    waiting, seen = [ROOT.match(one)[0].lower() for one in requirements], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += needs[name]
    return seen


def requirements(names, pins, extra=""):
    for name in sorted(names):
        for version, marker in pins[name]:
            conditions = " and ".join(filter(None, (marker, extra and 'extra == "%s"' % extra)))
            sign = "<=" if name in AT_MOST else "=="
            yield name + sign + version + (" ; " + conditions if conditions else "")


class PinnedHook(BuildHookInterface):
    """Adds the pins to the metadata of the wheel."""

    def initialize(self, version, build_data):
        """Called by hatchling before a wheel is built; `version` is `standard` or `editable`."""
        pins, needs = read(Path(self.root, LOCK).read_text(encoding="utf-8"))
        always = needed(self.metadata.core.dependencies, needs)
        build_data["dependencies"] += requirements(always, pins)
        for extra, asked in self.metadata.core.optional_dependencies.items():
            build_data["dependencies"] += requirements(needed(asked, needs) - always, pins, extra)
