"""The form in which everything that is said of a unit of a coding can be typed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning, current_terms
from tracker.desktop.views.coding.names_input import NamesInput
from tracker.desktop.views.coding.piece_signs import words_of
from tracker.desktop.views.coding.value_lines import TargetField
from tracker.desktop.views.common.widgets import row, text
from tracker.desktop.views.forms.form_dialog import choice, line, lines
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.forms.value_inputs import DueInput
from tracker.domain.briefings.coding_draft import DraftUnit, UnitFields
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.rows import Due
from tracker.domain.terms import CommitmentKind, CountingBasis, DepartmentBasis, DepartmentRole, DueBasis


class UnitDialog(PlainDialog):
    """`chosen` carries the `UnitFields`. `names` are the departments that are offered."""

    chosen = Signal(object)

    def __init__(
        self, appearance: Appearance, parent: QWidget, unit: DraftUnit, names: Sequence[str], field: str = ""
    ) -> None:
        """`field` is where typing begins."""
        super().__init__(appearance, parent)
        self.setObjectName("unitDialog")
        self._unit = unit
        fields = unit.fields
        words = appearance.words
        self.set_title(self.tr("Unit {number}").format(number=unit.number))
        self.body.addWidget(text(words_of(unit), "quote"))
        self._title = line(fields.title, self.tr("The words themselves"))
        kinds: list[tuple[str, object]] = [(self.tr("As its words tell"), None)]
        kinds += [(at_the_beginning(words.term(one)), one) for one in CommitmentKind]
        self._kind = choice(kinds, fields.kind)
        self._target = TargetField(appearance, fields.quantity)
        self._basis = choice([(at_the_beginning(words.term(one)), one) for one in current_terms(CountingBasis)])
        due = fields.due or Due(None, DueBasis.NONE)
        day = due.on.isoformat() if due.on is not None else ""
        self._due = DueInput(appearance, {"due_on": day, "due_basis": due.basis.value, "due_about": due.about})
        self._leads = NamesInput(names, self._named(DepartmentRole.LEAD))
        self._others = NamesInput(names, self._named(DepartmentRole.CO_LEAD))
        self._parts = lines("\n".join(fields.parts), 3)
        self._parts.setTabChangesFocus(True)
        self._not_verifiable = line(fields.not_verifiable, self.tr("Why nobody could verify it; empty: it can be"))
        self._lay_out()
        self._target.textChanged.connect(self._follow_target)
        self._target.read()
        self._follow_target()
        self._begin(field)

    def _lay_out(self) -> None:
        self.body.addLayout(self.add("title", self._title, self.tr("Title")))
        self.body.addLayout(self.add("kind", self._kind, self.tr("Kind")))
        target = self.add("quantity", self._target, self.tr("Target, in the words of the source"))
        counted = self.add("basis", self._basis, self.tr("Counted as"))
        both = row(target, counted, spacing=12)
        both.setStretch(0, 3)
        both.setStretch(1, 1)
        self.body.addLayout(both)
        self.body.addLayout(self.add("due", self._due, self.tr("Due date")))
        several = self.tr("Several names are parted by 、 or a comma.")
        self.body.addLayout(self.add("leads", self._leads, self.tr("Leads"), several))
        self.body.addLayout(self.add("others", self._others, self.tr("Works with it")))
        self.body.addLayout(self.add("parts", self._parts, self.tr("Parts that are met each by itself, one a line")))
        self.body.addLayout(self.add("not_verifiable", self._not_verifiable, self.tr("Not verifiable, because")))
        done = self.finish(self.tr("Take over"), self.tr("Cancel"), width=560)
        done.clicked.connect(self._submit)

    def _begin(self, field: str) -> None:
        first: dict[str, QWidget] = {"departments": self._leads, "due": self._due.first}
        wanted = first.get(field) or (self.input(field) if self.has(field) else self._title)
        wanted.setFocus()

    def _named(self, role: DepartmentRole) -> str:
        return "、".join(one.name for one in self._unit.fields.departments if one.role is role)

    def _follow_target(self) -> None:
        amount = self._target.value
        self._basis.setEnabled(amount is not None)
        if amount is not None:
            self._basis.setCurrentIndex(self._basis.findData(amount.basis))

    def _submit(self) -> None:
        self.clear_faults()
        typed = self._target.text().strip()
        amount = self._target.value
        if typed and amount is None:
            self.refuse("quantity", self.tr("No amount is read here."))
            return
        if amount is not None:
            amount = replace(amount, basis=CountingBasis(self._basis.currentData()))
        due = self._read_due()
        if due is None:
            return
        was_unsaid = self._unit.fields.due is None and due.on is None
        kind = self._kind.currentData()
        fields = UnitFields(
            # What Qt keeps of a term is its text.
            kind=CommitmentKind(kind) if kind else None,
            quantity=amount,
            due=None if was_unsaid else due,  # to be read still, when the unit takes in words that name a day
            departments=(*self._departments(DepartmentRole.LEAD), *self._departments(DepartmentRole.CO_LEAD)),
            title=" ".join(self._title.text().split()),
            parts=tuple(filter(None, (" ".join(one.split()) for one in self._parts.toPlainText().splitlines()))),
            not_verifiable=" ".join(self._not_verifiable.text().split()),
        )
        self.accept()
        self.chosen.emit(fields)

    def _read_due(self) -> Due | None:
        """The due date, Due(None) for none; None where what is typed is no day."""
        values = self._due.values()
        basis = DueBasis(values["due_basis"])
        if basis is DueBasis.NONE:
            return Due(None, DueBasis.NONE)
        try:
            return Due(date.fromisoformat(values["due_on"] or ""), basis, values["due_about"])
        except ValueError:
            self.refuse("due", self.tr("A day is needed, such as 2025-12-31."), focuses=False)
            self._due.first.setFocus()
            return None

    def _departments(self, role: DepartmentRole) -> list[FoundDepartment]:
        known = {one.name: one.basis for one in self._unit.fields.departments}
        line_of = self._leads if role is DepartmentRole.LEAD else self._others
        said = words_of(self._unit)
        return [
            FoundDepartment(
                name, role, known.get(name) or (DepartmentBasis.NAMED if name in said else DepartmentBasis.USER)
            )
            for name in line_of.names
        ]
