"""The process that `sandboxed_reader` lets read a file: `python -m tracker.capture.documents.reader_process READER`.

The file comes on standard input. What goes out are lines of JSON: {"reached": [done, total]}, {"piece": …}, and at the
end {"end": true}, {"refused": code} or, for a defect of ours, {"defect": traceback}. The name of the file is not known
here: whoever asked puts it into the refusal.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

from tracker.domain.errors import UserError
from tracker.systems.process_limits import ProcessLimits

MOST_MEMORY = 500_000_000
"""Bytes that reading may take besides what the program is made of."""
_LEAST_SECONDS = 5
_BYTES_A_SECOND = 100_000
"""Of the processor; an honest file of a megabyte takes one."""
_MEMORY_OF_OCR = 6_000_000_000
"""Bytes of address space, most of which is never used: the engine reserves them for each of its threads."""
_LEAST_SECONDS_OF_OCR = 300
_BYTES_A_SECOND_OF_OCR = 500
_MOST_SECONDS_OF_OCR = 3_600
"""A page of a scan takes ten seconds of each of two processors, and has thirty thousand bytes or more."""

READERS = {
    "xlsx": ("tracker.capture.spreadsheets.cells", "sheets_in_xlsx"),
    "xls": ("tracker.capture.spreadsheets.cells", "sheets_in_xls"),
    "pdf": ("tracker.capture.documents.pdf_text", "pages_of"),
    "pdf-columns": ("tracker.capture.documents.pdf_columns", "columns_of"),
    "active-pdf": ("tracker.capture.active.active_pdf", "active_content_of"),
    "active-office": ("tracker.capture.active.active_office", "active_parts_of"),
    "ocr-pdf": ("tracker.capture.documents.ocr", "pages_of_scan"),
    "ocr-whole-pdf": ("tracker.capture.documents.ocr", "pages_of_pdf"),
    "ocr-picture": ("tracker.capture.documents.ocr", "page_of_picture"),
}
"""Module and function of each reader, which takes bytes and a `Progress`, and gives pieces that JSON can say."""


def main() -> int:
    """Read one file and say what is in it."""
    (reader,) = sys.argv[1:]
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a reader that prints must not speak for us

    def say(**line: Any) -> None:
        print(json.dumps(line), file=out, flush=True)

    sys.addaudithook(stay_offline)
    data = sys.stdin.buffer.read()
    if reader.startswith("ocr"):
        from tracker.ocr_parts import find_ocr  # the other readers do without it

        find_ocr()
        ProcessLimits(_MEMORY_OF_OCR).allow_seconds(seconds_of_ocr(len(data)))
    else:
        ProcessLimits(MOST_MEMORY).allow_seconds(_LEAST_SECONDS + len(data) // _BYTES_A_SECOND)
    say(**_read(reader, data, say))
    return 0


def seconds_of_ocr(size: int) -> int:
    """How long the processor may read a scan of this many bytes, all threads together."""
    return min(_LEAST_SECONDS_OF_OCR + size // _BYTES_A_SECOND_OF_OCR, _MOST_SECONDS_OF_OCR)


def _read(reader: str, data: bytes, say: Callable[..., None]) -> Any:
    try:
        # Loaded only now, within the limits: a library of the system that is broken is the reader's fault, too.
        module, function = READERS[reader]
        for piece in getattr(import_module(module), function)(data, lambda done, total: say(reached=[done, total])):
            say(piece=piece)
    except UserError as error:
        return {"refused": error.code}
    except MemoryError:
        return {"refused": "content_bomb"}
    except Exception:
        return {"defect": traceback.format_exc()}
    except BaseException as panic:
        # What a reader in Rust panics with is no Exception.
        if type(panic).__name__ != "PanicException":
            raise
        return {"refused": "content_broken"}
    return {"end": True}


def stay_offline(event: str, _arguments: tuple[Any, ...]) -> None:
    """Refuse whatever asks the network: the engine of OCR would fetch a model that it lacks. Raises `OSError`."""
    if event.startswith("socket."):
        raise OSError("the reader of a file does not ask the network")


if __name__ == "__main__":
    sys.exit(main())
