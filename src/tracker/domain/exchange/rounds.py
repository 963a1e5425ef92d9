"""A round of forms (督办): who was asked for what by which day, who has answered, and where answers disagree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.exchange.forms import Texts
from tracker.domain.rows import Name

_COMPARED = ("claimed", "value", "unit", "role")
"""What two departments must agree in; words may differ."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round: what its period is called, by when forms are to come back, and whom to ask. `event` opened it."""

    uid: str
    period: str
    opened_on: date
    return_by: date
    contact: str = ""
    phone: str = ""
    closed_on: date | None = None
    event: int = 0
    closing: int = 0
    """The event that closed it, 0 while it is open."""


@dataclass(frozen=True, slots=True)
class Return:
    """A file that came back and was entered: its name, day and minute, and whether the round was closed by then."""

    name: str
    day: str
    late: bool
    answers: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class AskedDepartment:
    """A department of a round: which commitments it was asked about and on which day, what it returned, and the days on
    which it was reminded."""

    department: Name
    commitments: tuple[str, ...]
    sent_on: date
    returns: tuple[Return, ...] = ()
    reminded: tuple[date, ...] = ()
    rows: Mapping[str, Texts] = field(default_factory=dict[str, Texts])
    """The rows of the form that was sent last."""

    @property
    def in_time(self) -> tuple[Return, ...]:
        """Return what came back while the round was open."""
        return tuple(one for one in self.returns if not one.late)

    def days_late(self, one: Round, today: date) -> int:
        """Return how many days after the return date the first file came, or where none did, that date is past by today
        or by the end of the round; 0 in time."""
        first = date.fromisoformat(self.returns[0].day[:10]) if self.returns else one.closed_on or today
        return max(0, (first - one.return_by).days)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one department answered in a row: `key` is that of the row, `texts` its cells by name."""

    department: Name
    key: str
    day: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A round with every department that was asked, and the answers that disagree, side by side, by row."""

    round: Round
    asked: tuple[AskedDepartment, ...]
    conflicts: tuple[tuple[str, tuple[Answer, ...]], ...] = ()

    @property
    def returned(self) -> tuple[AskedDepartment, ...]:
        """Return who has answered."""
        return tuple(one for one in self.asked if one.in_time)

    @property
    def missing(self) -> tuple[AskedDepartment, ...]:
        """Return who has not."""
        return tuple(one for one in self.asked if not one.in_time)


def conflicts(asked: Iterable[AskedDepartment]) -> Iterator[tuple[str, tuple[Answer, ...]]]:
    """Return the rows that departments answered differently (多头报送), with the last answer of each.

    Only what came back in time counts. A department that corrects its form does not disagree with itself.
    """
    rows: dict[str, list[Answer]] = {}
    for one in asked:
        last: dict[str, list[Answer]] = {}
        for back in one.in_time:
            # A form may answer a row in several lines; those of a later form take the place of them all.
            lines: dict[str, list[Answer]] = {}
            for key, texts in back.answers.items():
                lines.setdefault(key.partition("#")[0], []).append(Answer(one.department, key, back.day, texts))
            last |= lines
        for row, answers in last.items():
            rows.setdefault(row, []).extend(answers)
    for key, answers in sorted(rows.items()):
        if len({tuple(answer.texts.get(name, "") for name in _COMPARED) for answer in answers}) > 1:
            yield key, tuple(answers)
