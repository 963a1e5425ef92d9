"""Typesetting by typst: the templates of `resources/reports`, with the program's own fonts, so that a report is the
same bytes on every machine. Data come in as one JSON string (`sys.inputs.report`), so that no text can become markup.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from tracker.locations import resources_dir

if TYPE_CHECKING:
    from typst import Compiler, Fonts, TypstError

_GETA = "〓"
# What typst says of each text that no font can show, written as Rust writes strings.
_LACKING = re.compile('the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def typeset_pdf(template: str, data: Mapping[str, Any], made: datetime) -> bytes:
    """Return the PDF of a template: tagged for screen readers (PDF/UA-1) and fit for the archive (PDF/A-2a).

    The system's fonts serve only where ours lack a character; for what no font has stands 〓, as compositors do.
    """
    from typst import TypstError

    source = json.dumps(data, ensure_ascii=False)
    # Our fonts alone first: with those of the machine in reach the same report would be other bytes elsewhere.
    for of_the_system in (False, True):
        compiler = _compiler(template, source, of_the_system=of_the_system)
        try:
            return _content(compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=made))
        except TypstError as failure:
            lacking = _lacking(failure)
    compiler = _compiler(template, _with_geta(source, lacking), of_the_system=True)
    return _content(compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=made))


def typeset_picture(
    template: str, data: Mapping[str, Any], file_format: Literal["svg", "png"], dots: float | None = None
) -> bytes:
    """Return the one page of a template as a picture, with `dots` to the inch where it is a PNG.

    Our own fonts alone serve, with 〓 for what they lack.
    """
    from typst import TypstError

    source = json.dumps(data, ensure_ascii=False)
    try:
        # A picture gets an empty box for what no font has, and nobody is told; a PDF for the archive is refused.
        _compiler(template, source).compile(format="pdf", pdf_standards="a-2u", timestamp=0)
    except TypstError as failure:
        source = _with_geta(source, _lacking(failure))
    return _content(_compiler(template, source).compile(format=file_format, ppi=dots))


def _compiler(template: str, source: str, *, of_the_system: bool = False) -> "Compiler":
    from typst import Compiler

    folder = resources_dir() / "reports"
    return Compiler(
        (folder / template).read_bytes(),
        root=folder,
        font_paths=_fonts(of_the_system=of_the_system),
        sys_inputs={"report": source},
    )


@cache
def _fonts(*, of_the_system: bool) -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=of_the_system, font_paths=[resources_dir() / "fonts"])


def _content(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("typst made no file, or several")
    return made


def _lacking(failure: "TypstError") -> set[str]:
    """The texts that no font can show. Raises the failure again where it is another one."""
    found = _LACKING.findall(failure.diagnostic)
    if not found:
        raise failure
    return {_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in found}


def _with_geta(source: str, lacking: set[str]) -> str:
    """JSON with 〓 for these texts. Its own signs are ASCII, which every font has."""
    # Longest first: a text may be a part of another, which would then not be found any more.
    for text in sorted(lacking, key=len, reverse=True):
        source = source.replace(text, _GETA)
    return source
