"""Judges the code that is in an office document: formulas of Excel, and where a field of Word links to."""

import re
import unicodedata
from collections.abc import Iterator

from tracker.domain.evidence.active_content import Active

NESTED = "\x00"
"""Stands in the code of a field where another field stands, whose result becomes part of the code."""

_LINK_SCHEMES = frozenset({"http:", "https:", "mailto:", "ftp:", "ftps:", "file:", "tel:", "sms:", "news:"})
"""Where a link may lead that somebody has to click: everything else starts a program."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_SCHEME_TO_COME = re.compile(r"[a-z0-9+.-]*", re.IGNORECASE)

_TEXT = r'"[^"]*"?'
_NAME = r"'[^']*'?"
_READINGS = tuple(
    re.compile(f"{_TEXT}|{_NAME}|{brackets}", re.DOTALL)
    for brackets in (r"\[(?:'.|[^\]'])*\]?", r"\[[^\]]*\]?", r"""\[[^\]\["']*\]""")
)
"""Texts, names of sheets and what is in brackets, from the left. A doubled sign is the end of one text and the
beginning of the next, which comes to the same. In brackets an apostrophe takes the next sign with it (the column of a
table) or is only itself (a file), and quotation marks may count: a formula acts if it does in any of these readings."""
_CLOSING = {'"': '"', "'": "'", "[": "]"}
_FUNCTION = r"(?<![\w.])(?:_xl\w+\.)*"
_ASKING = re.compile(
    _FUNCTION + r"(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|EVALUATE|DDE|SQL\.REQUEST|STOCKHISTORY|PY)\s*\(",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"\\\\\w|(?:https?|file|ftp):", re.IGNORECASE)
_LINKING = re.compile(_FUNCTION + r'HYPERLINK\s*\(((?:[\s&]|"\d+")*)(.?)', re.IGNORECASE | re.DOTALL)
"""The texts that the first argument begins with, and what follows them."""
_NUMBER = re.compile(r"\d+")

_ARGUMENT = re.compile(
    r'["“”](?P<quoted>(?:\\.|[^"“”\\])*)["“”]?|(?P<switch>\\[a-z])|(?P<bare>[^\s"“”]+)', re.IGNORECASE | re.DOTALL
)
_TIP = "\\o"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def starts_program(target: str) -> bool:
    """Whether a click on a link to there starts a program, whatever that is."""
    scheme = _SCHEME.match(plain(target).strip())
    return scheme is not None and scheme[0].lower() not in _LINK_SCHEMES


def plain(text: str) -> str:
    """The text without characters that nobody sees; the sign of a nested field stays."""
    if text.isascii():
        return text
    # What nobody sees must not tear a word apart that a program may put together again.
    return "".join(c for c in text if c == NESTED or c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))


def of_formula(formula: str) -> Active | None:
    """What a formula of Excel does besides computing."""
    found = {kind for reading in _READINGS for kind in _in_reading(plain(formula), reading)}
    kinds = (Active.DDE, Active.FORMULA, Active.WORKBOOK, Active.PROGRAM_LINK, Active.COMPUTED_LINK)
    return next((kind for kind in kinds if kind in found), None)


def of_link_field(arguments: str) -> Active | None:
    """What a click on a field of Word does whose code is HYPERLINK and these arguments.

    Every argument but the tip counts as an address, in whatever order they stand.
    """
    judged = (_of_address(*target.partition(NESTED)[:2]) for target in _addresses(arguments))
    return next((kind for kind in judged if kind is not None), None)


def _in_reading(formula: str, reading: re.Pattern[str]) -> Iterator[Active]:
    texts: list[str] = []

    def hide(token: re.Match[str]) -> str:
        opening = token[0][0]
        closing = _CLOSING[token[0][0]]
        if len(token[0]) < len("[]") or token[0][-1] != closing:
            return token[0]  # it never ends: no program wrote this
        if opening != '"':
            return opening + closing
        texts.append(token[0][1:-1])
        return f'"{len(texts) - 1}"'

    # In one pass from the left. Texts and names were removed one after the other once, so that a quotation mark in the
    # name of a sheet hid a DDE call between two of them.
    bare = reading.sub(hide, formula)
    if "|" in bare:
        yield Active.DDE
    if _ASKING.search(bare):
        yield Active.FORMULA
    if _ELSEWHERE.search(reading.sub(lambda token: '""' if token[0][0] == '"' else token[0], formula)):
        yield Active.WORKBOOK
    # HYPERLINK("http"&"s://…") is put together by the cell: the texts that stand at the beginning are joined, and what
    # follows is computed.
    for link in _LINKING.finditer(bare):
        beginning = "".join(texts[int(number)] for number in _NUMBER.findall(link[1]))
        kind = _of_address(beginning, "" if link[2] in ("", ",", ")") else link[2])
        if kind is not None:
            yield kind


def _addresses(arguments: str) -> Iterator[str]:
    is_tip = False
    for argument in _ARGUMENT.finditer(arguments):
        if argument["switch"]:
            is_tip = argument["switch"].lower() == _TIP
        elif is_tip:
            is_tip = False
        else:
            yield _ESCAPED.sub(r"\1", argument["quoted"] or argument["bare"] or "")


def _of_address(beginning: str, computed: str) -> Active | None:
    """What a link does whose address begins so; `computed` is what follows of it that only its program works out."""
    if starts_program(beginning):
        return Active.PROGRAM_LINK
    is_open = computed and _SCHEME_TO_COME.fullmatch(plain(beginning).strip())
    return Active.COMPUTED_LINK if is_open else None
