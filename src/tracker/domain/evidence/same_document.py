"""Whether two records are one document (coding rules §5): one document is one piece of evidence.

A document is known by its number (文号), its address, the content of its files, or, on one day and by one publisher, by
its title. All are compared as they are meant, not as they were typed. Two documents with different numbers are never
the same: a list page, or a gazette in one file, holds many.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urlsplit

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.evidence.addresses import is_file_address
from tracker.domain.text.numerals import DIGITS, parse_number
from tracker.domain.text.text_folding import fold


class Sameness(StrEnum):
    """By what two records are known to be the same document, the surest first."""

    NUMBER = "number"
    ADDRESS = "address"
    CONTENT = "content"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What tells a document from others. `published` is an ISO day or month, `contents` the SHA-256 of its files."""

    title: str
    publisher: str
    published: str
    number: str = ""
    url: str = ""
    contents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SamePiece:
    """A piece of evidence that is the same document as another, why, and the codes of what it bears on."""

    id: int
    title: str
    publisher: str
    published: str
    number: str
    reasons: tuple[Sameness, ...]
    commitments: tuple[str, ...] = ()


def sameness(one: DocumentRecord, other: DocumentRecord, *, exact_title: bool = False) -> tuple[Sameness, ...]:
    """Say by what two records are the same document; nothing where they are two documents.

    `exact_title`: a title that is nearly the same does not suffice, for where nobody looks at it.
    """
    numbers = document_number(one.number), document_number(other.number)
    publishers = plain_publisher(one.publisher), plain_publisher(other.publisher)
    same_publisher = bool(publishers[0]) and publishers[0] == publishers[1]
    # Numbers that differ settle it, whatever else agrees: one page, or one file of a gazette, holds many documents.
    if all(numbers) and not _agree(*numbers):
        return ()
    found: list[Sameness] = []
    # 第1号 against 第1号 means something only where both say whose, or where neither does and one body published both.
    whose = [number.says_whose for number in numbers if number]
    if len(whose) == len(numbers) and (all(whose) or (same_publisher and not any(whose))):
        found.append(Sameness.NUMBER)
    if (address := document_address(one.url)) and address == document_address(other.url):
        found.append(Sameness.ADDRESS)
    if one.contents & other.contents:
        found.append(Sameness.CONTENT)
    if same_publisher and days_meet(one.published, other.published):
        alike = str.__eq__ if exact_title else are_alike
        titles = plain_title(one.title), plain_title(other.title)
        if titles[0] and alike(*titles):
            found.append(Sameness.TITLE)
    return tuple(found)


# --- numbers


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 文号: whose it is (财办建, 国务院令, or "" where that is not said) and which (〔2025〕20号, 第802号)."""

    issuer: str
    serial: str

    @property
    def says_whose(self) -> bool:
        """Whether the number by itself says whose it is: 公告2025年第1号 is anybody's."""
        return self.issuer not in _ANYBODYS

    def __str__(self) -> str:
        return self.issuer + self.serial


_ANYBODYS = frozenset({"", "令", "公告", "通告", "通知", "公示", "公报", "文件", "函"})
_BRACKETS = str.maketrans("〔〕【】[]{}〖〗<>〈〉《》「」", "()" * 9)
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_COUNTED = rf"0*(?P<count>[0-9]+|[{DIGITS}十百千]+)"
_OF_YEAR = re.compile(rf"(?P<issuer>(?:.*[^(])?)\((?P<year>(?:19|20)[0-9]{{2}})年?\)第?{_COUNTED}号?")
_NUMBERED = re.compile(rf"(?P<issuer>(?:.*[^0-9(年])?)\(?(?:(?P<year>(?:19|20)[0-9]{{2}})年)?第{_COUNTED}号\)?")
_STATE = "中华人民共和国"


@lru_cache(maxsize=4096)
def document_number(text: str) -> DocumentNumber | None:
    """Read a document number, however it was typed; None for what is none, such as a year or a bare number.

    It has to have a year in brackets before its count, or a 第…号.
    """
    plain = _settled(text, _plain_number)
    if match := _OF_YEAR.fullmatch(plain):
        return DocumentNumber(_issuer(match["issuer"]), f"〔{match['year']}〕{_count(match['count'])}号")
    if match := _NUMBERED.fullmatch(plain):
        year = f"{match['year']}年" if match["year"] else ""
        return DocumentNumber(_issuer(match["issuer"]), f"{year}第{_count(match['count'])}号")
    return None


def _plain_number(text: str) -> str:
    folded = fold(text.translate(_BRACKETS))
    if folded.isprintable() and " " not in folded:
        return folded
    return "".join(sign for sign in folded if unicodedata.category(sign) not in _UNSEEN)


def _issuer(text: str) -> str:
    """Without the name of the state, which some write before every number, and each body by one of its names."""
    while text.startswith(_STATE):
        text = text.removeprefix(_STATE)
    bodies = state_bodies()
    key, rest = bodies.parted(text)
    body = bodies.get(key)
    # Several may have issued it: 财政部税务总局公告.
    return (body.names[-1] + _issuer(rest) if rest else body.names[-1]) if body else text


def _count(text: str) -> str:
    """主席令第六十三号 is 主席令第63号."""
    value = parse_number(text)
    return text if value is None else str(int(value))


def _agree(one: DocumentNumber | None, other: DocumentNumber | None) -> bool:
    """Whether two numbers can be the same one: of one document the whole may be known, or only 第802号."""
    if one is None or other is None:
        return False
    return one.serial == other.serial and (one.issuer == other.issuer or not (one.says_whose and other.says_whose))


# --- addresses

_FRONT_PAGE = re.compile(r"/(?:index|default)\.(?:s?html?|php|jsp|aspx?)/?$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/]*$", re.IGNORECASE)
_TRACKING = re.compile(
    "utm_.*|spm|scm|from|from_source|isappinstalled|fbclid|gclid|msclkid|yclid|bd_vid|hmsr|share_token|share_source"
    "|wfr|chksm|scene|subscene|_ga",
    re.IGNORECASE,
)
_WEB = ("http", "https")
_DEFAULT_PORTS = (None, 80, 443)
_ROUTES = ("/", "!")
"""How a fragment begins that is a page of its own (#/detail/5), not a place within one."""
_IN_PATH = "%/?#"
_IN_QUERY = "%#&=+"
"""Signs that stay escaped: they would mean something else if they were not."""
_PLAIN = re.compile(r"[\w.~,;:@!()*-]*", re.ASCII)
_HIDDEN = _UNSEEN | {"Mn", "Mc", "Me"}
"""Sorts of signs that are always escaped: marks would join the sign before them."""


@lru_cache(maxsize=4096)
def document_address(url: str) -> str:
    """Return the address of a document in its one form; "" for what leads to no document: a front page, or nothing.

    Scheme, www., default port, place within the page, trailing slash, front page of a folder, parameters that only
    track, and the order of the others make no difference, nor whether signs are escaped.
    """
    try:
        if is_file_address(url):
            return _file_address(url)
        parts = urlsplit(unicodedata.normalize("NFC", url.strip()))
        return _web_address(parts) if parts.scheme in _WEB else ""
    except ValueError:
        return ""


def _file_address(url: str) -> str:
    """A path is a path, in whatever way it is written."""
    path = unquote(urlsplit(url).path) if url.startswith("file:") else url
    path = str(PurePosixPath("/" + path.replace("\\", "/").lstrip("/")))
    return "file://" + re.sub(r"[%?#\x00-\x1f]", lambda sign: quote(sign[0]), path) if path != "/" else ""


def _web_address(parts: SplitResult) -> str:
    host = _host(parts)
    # Again and again: a session behind a front page, or one front page in another, leaves another one to take away.
    path = _settled(_escaped_steps(parts.path), _without_front_page)
    given = [
        "=".join(_escaped(one, _IN_QUERY) for one in pair.split("=", 1)) for pair in parts.query.split("&") if pair
    ]
    # Sorted, as sites add parameters in the order in which one came by.
    query = "&".join(sorted(pair for pair in given if not _TRACKING.fullmatch(pair.partition("=")[0])))
    route = _escaped_steps(parts.fragment) if parts.fragment.startswith(_ROUTES) else ""
    if not host or not (path or query or len(route) > 1):
        return ""
    ends = (f"?{query}" if query else "") + (f"#{route}" if len(route) > 1 else "")
    return f"https://{host}{path or '/'}{ends}"


def _without_front_page(path: str) -> str:
    return _FRONT_PAGE.sub("", _SESSION.sub("", path)).rstrip("/")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        # As the net spells it: a host in other letters that looks alike is another host.
        host = host.encode("idna").decode("ascii")
    while host.startswith("www.") and host.count(".") > 1:
        host = host.removeprefix("www.")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in _DEFAULT_PORTS else f"{host}:{parts.port}"


def _escaped_steps(path: str) -> str:
    return "/".join(_escaped(step, _IN_PATH) for step in path.split("/"))


def _escaped(piece: str, kept: str) -> str:
    """Signs as they are read, but for those that are kept escaped."""
    if _PLAIN.fullmatch(piece):  # as most are; a whole ledger is walked through by this
        return piece
    try:
        plain = unicodedata.normalize("NFC", unquote(piece, errors="strict"))
    except UnicodeDecodeError:  # in GBK, as on old pages: compared as it is escaped
        return re.sub("%[0-9a-f]{2}", lambda code: code[0].upper(), piece, flags=re.IGNORECASE)
    hidden = {sign for sign in plain if sign in kept or unicodedata.category(sign) in _HIDDEN}
    return "".join(quote(sign, safe="") if sign in hidden else sign for sign in plain)


# --- titles, publishers and days

_ALIKE = 0.9
"""Share of neighbouring signs that two titles of one document have in common."""
_TYPING_ERROR = 1
"""Signs in a row that may mean others; of more, 轻工业 for 纺织业, another thing is meant."""
_NUMBERS = re.compile(f"[0-9]+|[{DIGITS}十百千]+")
_BODY = "部|委|局|厅|室|会|院|署|行|府|司|部门|单位"
_LEAD = re.compile(rf"^.{{2,60}}?(?:{_BODY})(?=关于.)")
"""商务部 财政部关于…: who issues it is named beside the title."""
_ENUMERATED = re.compile(rf"[、,;/|]|(?<=[{_BODY.replace('|', '')}])\s+|等[一二三四五六七八九十0-9]*个?(?:部门|单位)")


@lru_cache(maxsize=65_536)
def plain_title(title: str) -> str:
    """Return the letters and digits of a title, without the bodies that stand before 关于."""
    return _LEAD.sub("", _settled(title, _letters))


@lru_cache(maxsize=65_536)
def plain_publisher(publisher: str) -> str:
    """Return the first body of a publisher by its full name: others are named with it, or not."""
    folded = fold(publisher).strip()
    first = next((body for body in map(_letters, _ENUMERATED.split(folded)) if body), "")
    plain = first.removeprefix(_STATE) or first
    found = state_bodies().find(plain)
    # By the name that it has now only where it is its own: a document of a former body is not one of its successor.
    return _letters(found.body.full_name) if found and not found.former else plain


def _letters(text: str) -> str:
    folded = fold(text)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def numbers_in(title: str) -> tuple[str, ...]:
    """Return the numbers of a plain title in their order: 第三批 and 第四批 are two documents."""
    return tuple(_NUMBERS.findall(title))


def title_pairs(title: str) -> Counter[str]:
    """Return every two neighbouring signs of a plain title, with how often they stand there."""
    return Counter(one + other for one, other in pairwise(title))


def fewest_shared(pairs: int) -> int:
    """Return how many of its pairs a title has to share at least with one that is alike."""
    # Solved from `_share`: with n pairs of one and s shared, the other has at least s, so 2s / (n + s) ≥ 0.9 asks for s
    # ≥ 0.9n / 1.1, rounded up.
    return max(1, -int(-pairs * _ALIKE // (2 - _ALIKE)))


def are_alike(one: str, other: str) -> bool:
    """Whether two plain titles can be those of one document: nine tenths alike, and the same numbers in them."""
    if one == other:
        return True
    if numbers_in(one) != numbers_in(other) or _share(title_pairs(one), title_pairs(other)) < _ALIKE:
        return False
    # Without autojunk: for texts of 200 signs and more it takes frequent signs for noise, and 工业 is frequent.
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return all(tag != "replace" or max(i2 - i1, j2 - j1) <= _TYPING_ERROR for tag, i1, i2, j1, j2 in changes)


def _share(one: Counter[str], other: Counter[str]) -> float:
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 0.0


def days_meet(one: str, other: str) -> bool:
    """Whether two ISO days or months can be the same day: a month matches its days."""
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


def meeting_days(published: str) -> Iterator[str]:
    """Every ISO day and month that a publication date can be the same as."""
    yield published[:_MONTH]
    if len(published) == _MONTH:
        yield from (f"{published}-{day:02}" for day in range(1, 32))
    else:
        yield published


_MONTH = len("YYYY-MM")


def _settled(text: str, step: Callable[[str], str]) -> str:
    """What is left of a text when a step changes nothing any more: folding may make what can be folded again."""
    while (folded := step(text)) != text:
        text = folded
    return text
