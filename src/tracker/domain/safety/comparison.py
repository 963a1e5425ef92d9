"""Two ledgers side by side: where they part, and what each has that the other lacks."""

from dataclasses import dataclass

from tracker.domain.rows import EventRow


@dataclass(frozen=True, slots=True)
class ComparedEvent:
    """An event, and the codes of the commitments that it is about."""

    event: EventRow
    uid: str
    commitments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two copies of one ledger, `first` and `second` being where they lie.

    `common` counts the events up to where they part, `last_common` is the newest of them. `only_first` and
    `only_second` are what one has and the other lacks, oldest first; `altered` are events of both that do not say the
    same, as the first has them.
    """

    first: str
    second: str
    common: int
    last_common: ComparedEvent | None
    only_first: tuple[ComparedEvent, ...]
    only_second: tuple[ComparedEvent, ...]
    altered: tuple[ComparedEvent, ...]

    @property
    def are_same(self) -> bool:
        """Return whether neither has anything that the other lacks."""
        return not (self.only_first or self.only_second or self.altered)
