"""Whether the program's own files are still those that it was started from.

An upgrade, or a bundle that is moved, changes them under a window that is open. What was not loaded by then would come
from another version, or not at all.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType

from tracker.domain.errors import UserError

_PACKAGE = "tracker"
_Identity = tuple[int, int, int] | None


def _identity_of(file: Path) -> _Identity:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class ProgramFiles(MetaPathFinder):
    """The files of the running program, by the one of them that every installation writes: that of the version, and of
    a bundle the program itself."""

    def __init__(self, mark: Path | None = None) -> None:
        # A bundle holds all libraries too, and its loader ends the program where it does not find itself.
        self._is_bundle: bool = getattr(sys, "frozen", False)
        own = Path(sys.executable) if self._is_bundle else Path(__file__).parents[1] / "__init__.py"
        self._mark = mark or own
        self._at_start = _identity_of(self._mark)

    def were_replaced(self) -> bool:
        """Return whether they are others now, or somewhere else."""
        return _identity_of(self._mark) != self._at_start

    def guard_imports(self) -> None:
        """From now on load no module of another version: an import raises `program_replaced`. In a bundle that holds
        for the modules of others as well."""
        sys.meta_path.insert(0, self)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Leave each module to be found as ever, if it is still one of ours."""
        if (self._is_bundle or fullname.partition(".")[0] == _PACKAGE) and self.were_replaced():
            raise UserError("program_replaced")
