"""The addresses of shared ledgers, as the faces show and remember them, and the passwords that a user types for them.

Imports nothing heavy: a window asks here before a ledger is open.
"""

from tracker.locations import typed_path
from tracker.store.server.addresses import is_url, public_address, read_address
from tracker.store.server.known_passwords import remember_password

__all__ = ["PASSWORD_WANTED", "is_url", "keep_password", "public_location", "remember_password"]

PASSWORD_WANTED = frozenset({"server_password_needed", "server_password_wrong"})
"""The codes after which a user may type a password and open the ledger again."""


def public_location(location: str) -> str:
    """The ledger's whole path, or its address without what is secret in it."""
    # Another scheme is no path either, and may hold a password all the same.
    if is_url(location) or "://" in location:
        return public_address(location)
    return str(typed_path(location).absolute())


def keep_password(location: str) -> str:
    """Return a path as it is, and an address without its password, which is kept for this run.

    Raises `address_unclear`.
    """
    if not is_url(location):
        return location
    address = read_address(location)
    if address.password is not None:
        remember_password(location, address.password)
    return address.display
