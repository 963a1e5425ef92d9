"""Lines in which a value of a unit is typed beside the text, in few letters; what is understood shows below."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.views.coding.piece_signs import responsible_words
from tracker.desktop.views.forms.read_field import ReadField
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.errors import UserError
from tracker.domain.rows import Due
from tracker.domain.search.typed_names import TypedNames
from tracker.domain.terms import DepartmentBasis, DueBasis
from tracker.domain.text.date_input import read_due_day
from tracker.domain.text.department_input import TypedDepartment, department_line, quoted_name, typed_departments

Departments = tuple[FoundDepartment, ...]


class TargetField(ReadField):
    """The words of an amount; below it what is read from them."""

    def __init__(self, appearance: Appearance, known: Quantity | None) -> None:
        self._known = known
        self._appearance = appearance
        super().__init__(known.wording if known is not None else "")

    @property
    def value(self) -> Quantity | None:
        """The amount that the words promise; None where they promise none."""
        typed = self.text().strip()
        if self._known is not None and typed == self._known.wording:
            return self._known
        found = services.draft_coding.amounts_in(typed)
        return found[0] if found else None

    def _understood(self, typed: str) -> str:
        amount = self.value
        return self._appearance.words.quantity(amount) if amount is not None else self.tr("No amount is read here.")


class DayLine(ReadField):
    """A day by which something is due, in short: 6 is the end of June, 9.15 a day, 2027 the end of a year."""

    def __init__(self, appearance: Appearance, held_on: date) -> None:
        self._appearance = appearance
        self._held_on = held_on
        super().__init__(hint=self.tr("6, 9.15, 2027 or 2027.6"))

    @property
    def value(self) -> Due | None:
        """The day; None where what is typed is none."""
        try:
            return Due(self._read(self.text().strip()), DueBasis.USER)
        except UserError:
            return None

    def _understood(self, typed: str) -> str:
        try:
            return self._read(typed).isoformat()
        except UserError as refused:
            if "choices" in refused.details:
                raise  # the days that may be meant are asked about
            return self.tr("No day is read here.")

    def _read(self, typed: str) -> date:
        return read_due_day(typed, "due", self._held_on)


class DepartmentsLine(ReadField):
    """Departments by the initials of their pinyin or any part of their names, parted by a blank or 、; those behind ；
    work with those before it. The arrow down takes the next name that fits what was typed last; in quotation marks a
    name stands as it is written."""

    def __init__(self, appearance: Appearance, names: TypedNames, said: Departments) -> None:
        """`said` stands there to begin with, and goes with the first key; the arrow sideways keeps it."""
        self._appearance = appearance
        self._names = names
        self._fitting: list[str] = []
        """The names among which the arrows go."""
        value = department_line((one.name, one.role) for one in said)
        super().__init__(value, self.tr("Initials or parts of names, as in: czj kjj; jyj"))
        self.selectAll()

    @property
    def value(self) -> Departments | None:
        """Who is meant; None where nobody is, or letters fit no name."""
        found = [(self._meant(one), one.role) for one in typed_departments(self.text())]
        if not found or not all(name for name, _ in found):
            return None
        return tuple(FoundDepartment(name, role, DepartmentBasis.USER) for name, role in found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._take_next(by)

    def _meant(self, typed: TypedDepartment) -> str:
        """The name that is meant; "" where letters fit none."""
        return typed.words if typed.is_quoted else self._names.meant(typed.words)

    def _take_next(self, by: int) -> None:
        """Put the next name that fits in the place of what was typed last."""
        line = self.text()
        typed = list(typed_departments(line))
        if not typed or typed[-1].end < len(line):
            return
        last = typed[-1]
        if last.words not in self._fitting:
            self._fitting = [] if last.is_quoted else self._names.fitting(last.words)
            by = max(0, by)
        here = self._fitting.index(last.words) if last.words in self._fitting else 0
        if self._fitting:
            name = self._fitting[(here + by) % len(self._fitting)]
            self.setText(line[: last.start] + quoted_name(name))

    def _understood(self, typed: str) -> str:
        said = ((self._meant(one) or f"{one.words} (?)", one.role) for one in typed_departments(typed))
        several = [FoundDepartment(name, role, DepartmentBasis.USER) for name, role in said]
        return responsible_words(several, self._appearance.words)


ValueLine = TargetField | DayLine | DepartmentsLine
