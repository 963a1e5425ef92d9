"""A round of forms (督办): who was asked for what by which day, who has answered, and where answers disagree."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.domain.exchange.forms import Sending, Texts, same_words
from tracker.domain.rows import Name

_ANSWERED = ("said", "claimed", "value", "role", "problems", "next_step")
"""What a department says of a row; a day, a person to ask or the unit, which is locked, is no answer."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round: what its period is called, by when forms are to come back, and whom to ask."""

    uid: str
    period: str
    opened_on: date
    return_by: date
    contact: str = ""
    phone: str = ""
    closed_on: date | None = None
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
class RoundAnswer:
    """What one department answered in a row: `key` is that of the row, `texts` its cells by name."""

    department: Name
    key: str
    day: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AskedDepartment:
    """A department of a round: which commitments it was asked about and on which day, what it returned in the order of
    arrival, and the days on which it was reminded."""

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

    @property
    def answers(self) -> Mapping[str, tuple[RoundAnswer, ...]]:
        """Return by row what it answered last, of what came back while the round was open.

        A form may answer a row in several lines; those of a later form take the place of them all. A line that says
        nothing but what stood in the row when it was sent is no answer.
        """
        last: dict[str, tuple[RoundAnswer, ...]] = {}
        for back in self.in_time:
            lines: dict[str, list[RoundAnswer]] = defaultdict(list)
            for key, texts in back.answers.items():
                row = key.partition("#")[0]
                if self._is_answer(row, texts):
                    lines[row].append(RoundAnswer(self.department, key, back.day, texts))
            last |= {row: tuple(answers) for row, answers in lines.items()}
        return last

    def _is_answer(self, row: str, texts: Mapping[str, str]) -> bool:
        sent = self.rows.get(row, {}).values()
        said = filter(None, (texts.get(name, "") for name in _ANSWERED))
        return any(not any(same_words(text, cell) for cell in sent) for text in said)

    def days_late(self, one: Round, today: date) -> int:
        """Return how many days after the return date the first file came, or where none did, that date is past by today
        or by the end of the round; 0 in time."""
        first = date.fromisoformat(self.returns[0].day[:10]) if self.returns else one.closed_on or today
        return max(0, (first - one.return_by).days)


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A round with every department that was asked, and the answers that disagree, side by side, by row."""

    round: Round
    asked: tuple[AskedDepartment, ...]
    conflicts: tuple[tuple[str, tuple[RoundAnswer, ...]], ...] = ()

    @property
    def returned(self) -> tuple[AskedDepartment, ...]:
        """Return who has answered."""
        return tuple(one for one in self.asked if one.in_time)

    @property
    def missing(self) -> tuple[AskedDepartment, ...]:
        """Return who has not."""
        return tuple(one for one in self.asked if not one.in_time)


def asked_by(form: Sending) -> AskedDepartment:
    """Return the department that a form asks, of which nothing has come back yet."""
    codes = tuple(dict.fromkeys(map(form.commitment, form.rows)))
    return AskedDepartment(form.department, codes, form.sent_on, rows=form.rows)


def conflicts(asked: Iterable[AskedDepartment]) -> Iterator[tuple[str, tuple[RoundAnswer, ...]]]:
    """Return the rows that departments answered differently (多头报送), with what each of them answered last.

    They differ in how far they say that it is done, or in what they counted; words may differ, and who leaves something
    out does not speak against it. A department that corrects its form, or needs several lines, does not disagree with
    itself.
    """
    rows: dict[str, list[tuple[RoundAnswer, ...]]] = defaultdict(list)
    for one in asked:
        for row, answers in one.answers.items():
            rows[row].append(answers)
    for row, each in sorted(rows.items()):
        if any(_differ(each, of) for of in (_claimed, _counted)):
            yield row, tuple(answer for answers in each for answer in answers)


def _differ(each: Iterable[tuple[RoundAnswer, ...]], of: Callable[[RoundAnswer], object]) -> bool:
    """Whether departments differ in one matter, each by its answers to a row."""
    stated = {frozenset(map(of, answers)) - {None} for answers in each}
    return len(stated - {frozenset()}) > 1


def _claimed(answer: RoundAnswer) -> object:
    return answer.texts.get("claimed")


def _counted(answer: RoundAnswer) -> object:
    texts = answer.texts
    # By the number: 98.50 in one form is 98.5 in another.
    return (Decimal(texts["value"]), texts.get("unit"), texts.get("role")) if "value" in texts else None
