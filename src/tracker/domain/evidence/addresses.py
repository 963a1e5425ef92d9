"""Addresses of evidence: a web address, or a file of the analyst's own."""

import re
import unicodedata
from urllib.parse import SplitResult, quote, urlsplit

from tracker.domain.errors import UserError

_WEB = ("http", "https")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_UNFIT = re.compile("[\x00-\x1f\ud800-\udfff]")
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_LONGEST_SCHEME_OF_A_DRIVE = 1
"""`C:\\notice.pdf` looks like scheme `c`; no real scheme is one letter long."""


def check_address(text: str) -> str:
    """Accept "", an http(s) address with a host, or a path or file: address; return it stripped.

    Whether a file is there is not asked here. Raises `UserError`: `url_invalid`, and `url_credentials` for a name or
    password before the host, which nobody needs in a ledger and which passes for a host (https://office.example@evil/).
    """
    address = text.strip()
    if not address:
        return ""
    # Before it is taken apart: `urlsplit` drops tabs and line breaks in silence, and would then judge another address.
    if _UNFIT.search(address):
        raise UserError("url_invalid", field="url", value=address)
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        raise UserError("url_invalid", field="url", value=address) from None
    is_web = parts.scheme in _WEB and bool(host) and " " not in address
    if not is_web and not is_file_address(address):
        raise UserError("url_invalid", field="url", value=address)
    if is_web and "@" in parts.netloc:
        raise UserError("url_credentials", field="url", host=host)
    return address


def is_web_address(address: str) -> bool:
    """Whether an address leads to the web."""
    try:
        return urlsplit(address).scheme in _WEB
    except ValueError:
        return False


def plain_address(address: str) -> str:
    """The same address as the net spells it: it cannot look like another.

    A host with letters of other scripts, some of which look like Latin ones, is in punycode; characters that nobody
    sees, and those that turn the direction of reading, are escaped.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme in _WEB and not parts.netloc.isascii():
            parts = parts._replace(netloc=_plain_host(parts))
            address = parts.geturl()
    except ValueError:
        # What cannot be taken apart has no host to put into punycode: whatever could look like something else is
        # escaped.
        address = quote(address.encode("utf-8", errors="replace"), safe=_ASCII)
    return "".join(map(_seen, address))


def _plain_host(parts: SplitResult) -> str:
    try:
        return parts.netloc.encode("idna").decode("ascii")
    except UnicodeError:  # no host at all, whatever it looks like
        return quote(parts.netloc.encode("utf-8", errors="replace"), safe=":@[]")


def _seen(character: str) -> str:
    hidden = unicodedata.category(character) in _HIDDEN
    return quote(character.encode("utf-8", errors="replace")) if hidden else character


def is_file_address(address: str) -> bool:
    """Whether the address names a file rather than a page."""
    scheme = urlsplit(address).scheme
    if scheme == "file":
        return len(urlsplit(address).path) > 1
    return len(scheme) <= _LONGEST_SCHEME_OF_A_DRIVE and ("/" in address or "\\" in address)
