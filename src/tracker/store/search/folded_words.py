"""Whether a word is in what rows say, both in the folded form of `tracker.domain.text.text_folding`.

A file asks the program's own function `folded`. A server has none: there the pattern of the word names every way in
which it may have been written, and the server makes widths one, and takes out what nobody sees.
"""

import re
from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker.domain.text.text_folding import fold, written_forms

_UNSEEN = (
    "\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
"""Those of the signs that nobody sees which pages and PDFs are full of."""


class _Holds(FunctionElement[bool]):
    """By its clauses a column, the folded word, and its pattern."""

    inherit_cache = True
    type = Boolean()


@compiles(_Holds, "sqlite")
def _in_file(element: _Holds, compiler: SQLCompiler, **how: Any) -> str:
    column, word, _ = element.clauses
    return f"instr(folded({compiler.process(column, **how)}), {compiler.process(word, **how)}) > 0"


@compiles(_Holds, "postgresql")
def _on_server(element: _Holds, compiler: SQLCompiler, **how: Any) -> str:
    column, _, pattern = (compiler.process(clause, **how) for clause in element.clauses)
    # A regular expression by the server, since it has no `folded`: Traditional and Simplified signs are alternatives in
    # the pattern, which no normal form makes one.
    return f"lower(normalize(translate({column}, '{_UNSEEN}', ''), NFKC)) ~ {pattern}"


def holds(word: str, *columns: Any) -> ColumnElement[bool]:
    """Whether one of these columns holds a word."""
    folded = fold(word)
    pattern = "".join(map(_any_form, folded))
    return or_(*(_Holds(column, literal(folded), literal(pattern)) for column in columns))


def _any_form(sign: str) -> str:
    forms = written_forms(sign)
    return re.escape(sign) if forms == sign else f"[{''.join(map(re.escape, forms))}]"
