"""Reports of defects and crashes: what a developer needs to know, and nothing that the ledger holds or that names the
user.

The words of an exception may quote the ledger. They are left out, but for those that Python makes of names in the code.
"""

import errno
import logging
import platform
import re
import sys
import sysconfig
import warnings
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TypeGuard

from tracker import __version__
from tracker.file_modes import open_private
from tracker.locations import data_root, log_dir

_LOG_BYTES = 1_000_000
_ELSEWHERE = "<elsewhere>"
"""In place of a file that is neither the program's nor one that it stands on: its very name may say something."""
_OF_NAMES = (ArithmeticError, AttributeError, ImportError, NameError, RecursionError, TypeError)
_PLAIN = re.compile(r"[\w .,:;()*+=<>!\[\]'-]{1,200}", re.ASCII)
_QUOTED = re.compile(r"'([^']*)'")
_Roots = tuple[tuple[str, str], ...]


def describe(error: BaseException, further: str = "") -> str:
    """A report to send on: versions, then the exceptions and where in the program each came from, the last one last.

    `further` says more about the surroundings, in words of the program's own.
    """
    return "\n".join([_heading(further), "", *_lines(error, set())]) + "\n"


def describe_crash(trace: str, version: str) -> str:
    """A report of what `faulthandler` left when a program of this version crashed."""
    kept = filter(None, map(_crash_line, trace.splitlines()))
    return "\n".join([f"tracker {version} · {_surroundings()}", "", *kept]) + "\n"


def record(report: str) -> Path | None:
    """Append a report to the log in the user's log directory, and return its path; None where it cannot be written."""
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        path = log_dir() / "defects.log"
        if path.exists() and path.stat().st_size > _LOG_BYTES:
            # One older log is kept: a defect in a loop must not fill the disk.
            path.replace(path.with_suffix(".1.log"))
        # pathlib takes no opener
        with open(path, "a", encoding="utf-8", errors="backslashreplace", opener=open_private) as log:
            log.write(f"{moment}\n{report}\n")
    except OSError:
        return None
    return path


def keep_quiet() -> None:
    """Let no library write to the terminal, which may be kept in a log, what it read in somebody's document."""
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _heading(further: str) -> str:
    return " · ".join(filter(None, (f"tracker {__version__}", _surroundings(), further)))


def _surroundings() -> str:
    return f"Python {platform.python_version()} · {platform.system()} {platform.release()} {platform.machine()}"


def _is_group(error: BaseException) -> TypeGuard[BaseExceptionGroup[BaseException]]:
    return isinstance(error, BaseExceptionGroup)


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    """An exception after what it came of, as Python prints them."""
    seen.add(id(error))
    # As Python prints it: what was raised "from None" came of nothing that is to be told.
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and id(earlier) not in seen:
        yield from _lines(earlier, seen)
        yield "-- of which came:"
    yield from _stack(error.__traceback__)
    yield f"{_name(type(error))}{_words(error)}"
    for inner in error.exceptions if _is_group(error) else ():
        if id(inner) not in seen:
            yield "-- one of the group:"
            yield from _lines(inner, seen)


def _stack(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in walk_tb(trace):
        yield f"  {place_of(frame.f_code.co_filename)}, line {line}, in {frame.f_code.co_name}"


def _name(kind: type[BaseException]) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _words(error: BaseException) -> str:
    """What may be told of an exception's words, after a colon; mostly nothing."""
    origin: object = getattr(error, "orig", None) or error  # SQLAlchemy keeps the driver's own
    code = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None)
    if isinstance(error, OSError):
        code = errno.errorcode.get(error.errno or 0)
    # Of these Python makes the words itself, of names in the code; and even so only what looks like nothing else
    # passes.
    if isinstance(error, _OF_NAMES):
        said = str(error)
        if _PLAIN.fullmatch(said) and all(name.replace(".", "").isidentifier() for name in _QUOTED.findall(said)):
            return f": {said}"
    return f": {code}" if isinstance(code, str) else ""


def place_of(filename: str) -> str:
    """A file of code as the report names it: relative to the program, to Python, or to where packages are installed."""
    for root, name in _roots():
        if filename.startswith(root):
            return name + filename[len(root) :].replace("\\", "/")
    if filename.startswith("<frozen ") or filename == "<string>":
        return filename
    return _place_in_bundle(filename.replace("\\", "/")) or _ELSEWHERE


def _place_in_bundle(filename: str) -> str:
    """The same of code that was frozen, which names its file relative to where modules are sought; "" for another."""
    top = filename.partition("/")[0].removesuffix(".py")
    # Nothing is frozen but the modules of a bundle, so that no name of a user's file passes.
    known = top.isidentifier() and (top in sys.modules or find_spec(top) is not None)
    if not getattr(sys, "frozen", False) or not known:
        return ""
    return f"python/{filename}" if top in sys.stdlib_module_names else filename


@cache
def _roots() -> _Roots:
    """Where code lies, and what is written for it; `faulthandler` writes letters beyond ASCII as escapes."""
    data = data_root()
    package = Path(__file__).resolve().parents[2]
    installed = ((sysconfig.get_path(name), "") for name in ("purelib", "platlib"))
    python = ((sysconfig.get_path(name), "python/") for name in ("stdlib", "platstdlib"))
    places = [(package, "tracker/"), (data / "db", "db/"), (data / "resources", "resources/"), *installed, *python]
    ended = [(f"{Path(place)}{'/' if '/' in str(place) else chr(92)}", name) for place, name in places]
    return tuple((form, name) for root, name in ended for form in dict.fromkeys((root, _escaped(root))))


def _escaped(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


_CRASH_FILE = re.compile(r'  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>[\w<>.]+)')
_CRASH_LINE = re.compile(
    r"(Fatal Python error|Windows fatal exception): [\w ]+|((Current )?[Tt]hread 0x[0-9a-f]+)|  <no Python frame>"
    r"|Extension modules: [\w., ]+"
)


def _crash_line(line: str) -> str:
    """A line of such a trace without paths and names of threads; "" for one of another kind."""
    file = _CRASH_FILE.match(line)
    if file is not None:
        return f"  {place_of(file['file'])}, line {file['line']}, in {file['name']}"
    plain = _CRASH_LINE.match(line)
    return plain[0] if plain is not None else ""
