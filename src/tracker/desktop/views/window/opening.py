"""How a ledger is opened, in the background: a first look at its rows, then everything around them."""

from typing import TYPE_CHECKING

from tracker.services.ledgers.first_rows import look_first

if TYPE_CHECKING:
    from tracker.desktop.gateway import Opened

__all__ = ["look_first", "open_gateway"]


def open_gateway(location: str | None, author: str) -> "Opened":
    """The ledger, open. Importing what that needs (SQLModel, Pydantic) takes half a second; no window waits for it."""
    from tracker.desktop.gateway import Gateway

    return Gateway.open(location, author)
