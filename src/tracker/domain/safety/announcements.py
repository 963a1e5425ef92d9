"""What one program tells the others of a shared ledger, as soon as it is written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event that was just written: by whom, in which session, when, and of which commitments, by their ids.

    As the server carries it, only the first of many commitments are named; `services.ledgers.listening` reads the rest.
    `count` is how many there are.
    """

    event: int
    author: str
    session: str
    at: datetime
    commitments: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has the ledger open: the author's name, and the name by which the server knows them."""

    author: str
    role: str
