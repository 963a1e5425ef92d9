"""Where each file of the site lies, and by which address one reaches another.

An address ends in the name of a file: a folder on a disk shows no `index.html` by itself.
"""

import hashlib
import posixpath
import re
from urllib.parse import urlsplit

from tracker.domain.errors import UserError
from tracker.domain.evidence.addresses import plain_address

JSON = "data/commitments.json"
CSV = "data/commitments.csv"

_PLAIN = re.compile("[A-Z0-9][A-Z0-9-]{0,60}")
_RESERVED = re.compile("CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]")
"""Names that Windows gives to no folder."""
_UNFIT = re.compile(r"[^\w-]+", re.ASCII)
_LONGEST = 40
_DIGITS = 10


def overview(language: str) -> str:
    """Return where the overview lies; Chinese stands at the root."""
    return f"{_root(language)}index.html"


def rules(language: str) -> str:
    """Return where the page of the rules lies."""
    return f"{_root(language)}rules/index.html"


def whole_list(language: str) -> str:
    """Return where the list of all commitments lies, which needs no script."""
    return f"{_root(language)}list/index.html"


def feed(language: str) -> str:
    """Return where the feed lies."""
    return f"{_root(language)}feed.xml"


def commitment(code: str, language: str) -> str:
    """Return where the page of a commitment lies, now and as long as it has this code."""
    return f"{_root(language)}commitments/{folder_of(code)}/index.html"


def named_by_content(name: str, content: bytes) -> str:
    """Return the name of a file that has another name whenever its content is another: `assets/site-….css`.

    Pages of the last update, and of one that was cut short, so always find the style and data that they were made with.
    """
    stem, ending = posixpath.splitext(name)
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}{ending}"


def folder_of(code: str) -> str:
    """Return the name of a commitment's folder: its code where that is plain, else as much of it as an address takes.

    No two codes share one, not even on a disk that takes capitals and small letters for the same.
    """
    if _PLAIN.fullmatch(code) and not _RESERVED.fullmatch(code):
        return code
    kept = _UNFIT.sub("-", code.lower()).strip("-")[:_LONGEST]
    return f"{kept or 'c'}-{hashlib.sha256(code.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"


def way(from_file: str, to_file: str) -> str:
    """Return the address of a file as a page writes it. Names of our files need no escapes."""
    folders = from_file.split("/")[:-1]
    names = to_file.split("/")
    shared = 0
    while shared < min(len(folders), len(names) - 1) and folders[shared] == names[shared]:
        shared += 1
    return "../" * (len(folders) - shared) + "/".join(names[shared:])


def base_of(text: str) -> str:
    """Return where the site will be read, ended by a slash; "" for nowhere yet. Raises `base_url_invalid`."""
    address = text.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
        parts = urlsplit("")
    if not fits or "@" in parts.netloc or parts.query or parts.fragment or not address.isprintable() or " " in address:
        raise UserError("base_url_invalid", field="base_url", value=address)
    return plain_address(address).rstrip("/") + "/"


def _root(language: str) -> str:
    return "" if language == "zh" else f"{language}/"
