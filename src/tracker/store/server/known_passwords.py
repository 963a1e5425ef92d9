"""Passwords that were typed or given in an address, for as long as this program runs; nothing of them is stored."""

from tracker.store.server.addresses import read_address

_known: dict[str, str] = {}
"""By the address as it is shown."""


def remember_password(location: str, password: str) -> None:
    """Use a password for an address from now on. Raises `address_unclear`."""
    _known[read_address(location).display] = password


def password_for(display: str) -> str | None:
    """Return what was remembered for an address; None leaves it to libpq, which looks in `.pgpass` and the like."""
    return _known.get(display)
