"""Addresses of evidence: a web address, or a file of the analyst's own."""

from urllib.parse import urlsplit

from tracker.domain.errors import UserError

_LONGEST_SCHEME_OF_A_DRIVE = 1
"""`C:\\notice.pdf` looks like scheme `c`; no real scheme is one letter long."""


def check_address(text: str) -> str:
    """Accept "", an http(s) address with a host, or a path or file: address; return it stripped.

    Whether a file is there is not asked here. Raises `UserError("url_invalid")`.
    """
    address = text.strip()
    if not address:
        return ""
    if any(character < " " or "\ud800" <= character <= "\udfff" for character in address):
        raise UserError("url_invalid", field="url", value=address)
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        raise UserError("url_invalid", field="url", value=address) from None
    is_web = parts.scheme in ("http", "https") and bool(host) and " " not in address
    if not is_web and not is_file_address(address):
        raise UserError("url_invalid", field="url", value=address)
    return address


def is_file_address(address: str) -> bool:
    """Whether the address names a file rather than a page."""
    scheme = urlsplit(address).scheme
    if scheme == "file":
        return len(urlsplit(address).path) > 1
    return len(scheme) <= _LONGEST_SCHEME_OF_A_DRIVE and ("/" in address or "\\" in address)
