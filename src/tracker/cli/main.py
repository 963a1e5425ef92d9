"""Runs one command: its exit code, and the one line that says what went wrong."""

import errno
import os
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from tracker.cli.arguments import parse, split_file
from tracker.domain.errors import UserError
from tracker.systems import language_of, prepare_output

if TYPE_CHECKING:
    from tracker.wording import Words

DONE = 0
USER_ERROR = 1
USAGE = 2
DEFECT = 70
INTERRUPTED = 130
_OPTION = re.compile(r"--[a-z-]+")


def run(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code: 0 done, 1 the user's error, 2 usage, 70 a defect."""
    for stream in (sys.stdout, sys.stderr):
        prepare_output(stream)
    try:
        options = parse(argv)
    except SystemExit as finished:
        return finished.code if isinstance(finished.code, int) else USAGE
    if options.command is None:
        print("tracker: no command given; see tracker --help", file=sys.stderr)
        return USAGE
    return _guarded(options, argv)


def list_without_display(argv: Sequence[str]) -> int:
    """List the ledger in place of the window that was asked for, and say why. A file that is not there is not made."""
    from tracker.services.ledgers.first_rows import is_there
    from tracker.wording import load_words

    prepare_output(sys.stderr)
    words = load_words(parse(argv).lang or language_of(os.environ))
    file, others = split_file(argv)
    if file is not None and not is_there(file):
        return _say(words.error(UserError("ledger_missing", path=file)), USER_ERROR)
    print(f"tracker: {words.phrase('no_display')}", file=sys.stderr)
    return run([*others, *(("--ledger", file) if file is not None else ()), "list"])


def refuse(argv: Sequence[str], error: UserError) -> int:
    """Say why no window can be opened, and return the exit code."""
    from tracker.wording import load_words

    prepare_output(sys.stderr)
    return _say(load_words(parse(argv).lang or language_of(os.environ)).error(error), USER_ERROR)


def _guarded(options: Namespace, argv: Sequence[str]) -> int:
    from tracker.wording import load_words

    words = load_words(options.lang or language_of(os.environ))
    try:
        _check_text(argv)
        module, function = options.run.split(".")
        code = getattr(import_module(f"tracker.cli.{module}"), function)(options, words) or DONE
        # Within the try: a full disk or a closed pipe shows only when the buffer is written, and otherwise after the
        # exit code is decided.
        if sys.stdout is not None:  # there is none where no console stands behind the program
            sys.stdout.flush()
    except UserError as error:
        code = _say(words.error(error), USER_ERROR)
    except BrokenPipeError:
        _abandon_output()  # whoever read us has read enough
        code = DONE
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as failure:
        code = _explain(failure, options.command, argv, words)
    return code


def _explain(failure: Exception, command: str, argv: Sequence[str], words: "Words") -> int:
    """Say what is not the user's doing: the output went to a full disk, or the program has a defect."""
    if isinstance(failure, OSError) and failure.errno == errno.ENOSPC:
        _abandon_output()
        return _say(words.error(UserError("disk_full", path="stdout")), USER_ERROR)
    from tracker.services.ledgers import defects

    # Of the command line the report holds the command and the names of the options: what was given with them is the
    # user's, and a report is to be sent to strangers.
    given = (found[0] for argument in argv if (found := _OPTION.match(argument)))
    path = defects.record(defects.describe(failure, " ".join((command, *given))))
    if path is None:
        return _say(words.phrase("defect_unlogged", error=type(failure).__name__), DEFECT)
    return _say(words.phrase("defect", path=path), DEFECT)


def _abandon_output() -> None:
    """Let what is still in the buffer go nowhere: Python would complain when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check_text(argv: Sequence[str]) -> None:
    """Bytes that are no UTF-8 arrive as half surrogates, which nothing could store."""
    for argument in argv:
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError:
            raise UserError("field_invalid", field="input", value=ascii(argument)) from None


def _say(sentence: str, code: int) -> int:
    print(f"tracker: {sentence}", file=sys.stderr)
    return code
