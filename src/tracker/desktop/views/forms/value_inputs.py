"""The inputs with which a field of a commitment is changed in place."""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning, current_terms
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import CheckBox, ToolButton, button, column, row, text
from tracker.desktop.views.forms.field_drafts import Values
from tracker.desktop.views.forms.form_dialog import choice, line, lines
from tracker.desktop.views.forms.read_field import DueField
from tracker.domain.rows import FieldChoices, Name
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, DueBasis


class ValueInput(QWidget):
    """Inputs by the names of the fields that a refusal may be about. `changed` says that something was typed."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.inputs: dict[str, QWidget] = {}

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return next(iter(self.inputs.values()))

    def values(self) -> Values:
        """What was typed."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A wheel that turns over a choice scrolls the pane, and changes nothing by accident."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _combo(self, options: list[tuple[str, object]], current: object, accessible: str) -> QComboBox:
        made = choice(options, current)
        made.setAccessibleName(accessible)
        made.installEventFilter(self)
        made.currentIndexChanged.connect(self.changed)
        return made

    def _line(self, value: str, accessible: str, hint: str = "") -> QLineEdit:
        made = line(value, hint)
        made.setAccessibleName(accessible)
        made.textChanged.connect(self.changed)
        return made

    def _terms(self, vocabulary: Iterable[Enum]) -> list[tuple[str, object]]:
        term = self._appearance.words.term
        return [(at_the_beginning(term(one)), one.value) for one in vocabulary]

    def _names(self, names: Iterable[Name], current: str) -> list[tuple[str, object]]:
        """Names to choose among; what stands is among them even before the others are known."""
        options: list[tuple[str, object]] = [(self._appearance.words.name(one), one.key) for one in names]
        return options if any(key == current for _, key in options) else [(current, current), *options]


class TitleInput(ValueInput):
    """A title, in one of the two languages."""

    def __init__(self, appearance: Appearance, field: str, values: Values) -> None:
        super().__init__(appearance)
        self._field = field
        self._title = self._line(values[field], appearance.words.field(field))
        self.inputs[field] = self._title
        self.setLayout(column(self._title))

    def values(self) -> Values:
        return {self._field: self._title.text()}


class SortInput(ValueInput):
    """What kind of thing was promised, and about what."""

    def __init__(self, appearance: Appearance, choices: FieldChoices, values: Values) -> None:
        super().__init__(appearance)
        words = appearance.words
        self._kind = self._combo(self._terms(CommitmentKind), values["kind"], words.column("kind"))
        topics = self._names(choices.topics, values["topic"])
        self._topic = self._combo(topics, values["topic"], words.field("topic"))
        self.inputs = {"kind": self._kind, "topic": self._topic}
        self.setLayout(column(self._kind, self._topic, spacing=6))

    def values(self) -> Values:
        return {"kind": self._kind.currentData(), "topic": self._topic.currentData()}


class DueInput(ValueInput):
    """The day, and how it is known; with no due date there is no day to give."""

    def __init__(self, appearance: Appearance, values: Values) -> None:
        super().__init__(appearance)
        words = appearance.words
        self._on = DueField(appearance, values["due_on"] or "", "2025-12-31")
        self._on.setAccessibleName(words.field("due_on"))
        self._on.textChanged.connect(self.changed)
        bases = self._terms(current_terms(DueBasis))
        self._basis = self._combo(bases, values["due_basis"], words.field("due_basis"))
        self._about = CheckBox(appearance, words.field("due_about"))
        self._about.setToolTip(self.tr("The day is not meant exactly: “in about three years”"))
        self._about.setChecked(bool(values["due_about"]))
        self._about.toggled.connect(self.changed)
        self.inputs = {"due_on": self._on, "due_basis": self._basis, "due_about": self._about}
        self._basis.currentIndexChanged.connect(self._tell)
        self._tell()
        self.setLayout(column(self._on, self._on.readout, self._basis, self._about, spacing=6))

    @property
    def first(self) -> QWidget:
        return self._on if self._on.isEnabled() else self._basis

    def values(self) -> Values:
        return {
            "due_on": self._on.value or None,
            "due_basis": self._basis.currentData(),
            "due_about": self._about.isChecked() and self._about.isEnabled(),
        }

    def _tell(self) -> None:
        """Show the rule behind the basis, and whether there is a day to give."""
        basis = DueBasis(self._basis.currentData())
        self._basis.setToolTip(self._appearance.words.rule(basis))
        for field in (self._on, self._about):
            field.setEnabled(basis is not DueBasis.NONE)


class DepartmentsInput(ValueInput):
    """Who is responsible, in which role, and how we know: any number of them."""

    def __init__(self, appearance: Appearance, choices: FieldChoices, values: Values) -> None:
        super().__init__(appearance)
        self._choices = choices
        self._lines: list[_DepartmentLine] = []
        self._list = column(spacing=8)
        self._more = button(self.tr("Add a department"), "quiet-link")
        self._more.setObjectName("addDepartment")
        self._more.clicked.connect(self._add_new)
        self.setLayout(column(self._list, row(self._more, None), spacing=6))
        for one in values["departments"]:
            self._add(one)
        self._name_inputs()

    @property
    def first(self) -> QWidget:
        return self._lines[0].department if self._lines else self._more

    def values(self) -> Values:
        chosen = (one.value() for one in self._lines)
        return {"departments": [one for one in chosen if one["department"]]}

    def _add_new(self) -> None:
        led = any(one.value()["role"] == DepartmentRole.LEAD.value for one in self._lines)
        role = DepartmentRole.CO_LEAD if led else DepartmentRole.LEAD
        self._add({"department": "", "role": role.value, "basis": DepartmentBasis.USER.value}).department.setFocus()
        self._name_inputs()

    def _add(self, value: Values) -> "_DepartmentLine":
        made = _DepartmentLine(self._appearance, self._choices, value)
        made.changed.connect(self.changed)
        made.removed.connect(lambda: self._remove(made))
        self._lines.append(made)
        self._list.addWidget(made)
        return made

    def _remove(self, gone: "_DepartmentLine") -> None:
        place = self._lines.index(gone)
        self._lines.remove(gone)
        self._list.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._name_inputs()
        # The focus stays near where it was, or it would leave the pane.
        (self._lines[min(place, len(self._lines) - 1)].department if self._lines else self._more).setFocus()
        self.changed.emit()

    def _name_inputs(self) -> None:
        for number, one in enumerate(self._lines, start=1):
            one.name_inputs(number)
        self.inputs = {"department": self.first}


class _DepartmentLine(ValueInput):
    """One department: its name, and below that its role and its basis."""

    removed = Signal()

    def __init__(self, appearance: Appearance, choices: FieldChoices, value: Values) -> None:
        super().__init__(appearance)
        names = self._names(choices.departments, value["department"])
        if not value["department"]:
            names = [(self.tr("Choose a department"), ""), *(one for one in names if one[1])]
        self.department = self._combo(names, value["department"], "")
        self._role = self._combo(self._terms(DepartmentRole), value["role"], "")
        self._basis = self._combo(self._terms(DepartmentBasis), value["basis"], "")
        # A department that the analyst chose is never shown as the publisher's own word.
        self.department.activated.connect(lambda: self._choose_basis(DepartmentBasis.USER))
        self._basis.currentIndexChanged.connect(self._explain)
        self._remove = ToolButton()
        self._remove.setIcon(icon("clear", appearance.tokens.colours["soft"]))
        self._remove.setIconSize(QSize(scaled(10), scaled(10)))
        self._remove.clicked.connect(self.removed)
        head = row(self.department, self._remove, spacing=4)
        foot = row(self._role, self._basis, spacing=4)
        head.setStretch(0, 1)
        foot.setStretch(1, 1)
        self.setLayout(column(head, foot, spacing=4))
        self._explain()

    def value(self) -> Values:
        """The department as the command takes it."""
        return {
            "department": self.department.currentData(),
            "role": self._role.currentData(),
            "basis": self._basis.currentData(),
        }

    def values(self) -> Values:
        return self.value()

    def name_inputs(self, number: int) -> None:
        """Tell this one from the others."""
        self.department.setAccessibleName(self.tr("Department {number}").format(number=number))
        self._role.setAccessibleName(self.tr("Role of department {number}").format(number=number))
        self._basis.setAccessibleName(self.tr("Basis of department {number}").format(number=number))
        self._remove.setAccessibleName(self.tr("Remove department {number}").format(number=number))
        self._remove.setToolTip(self.tr("Remove"))

    def _choose_basis(self, basis: DepartmentBasis) -> None:
        self._basis.setCurrentIndex(self._basis.findData(basis.value))

    def _explain(self) -> None:
        self._basis.setToolTip(self._appearance.words.rule(DepartmentBasis(self._basis.currentData())))


class KeywordsInput(ValueInput):
    """The words by which a follow-up is known, one a line; a line of several words wants them all near each other."""

    def __init__(self, appearance: Appearance, values: Values) -> None:
        super().__init__(appearance)
        self._words = lines("\n".join(values["keywords"]), 8)
        self._words.setAccessibleName(appearance.words.field("keywords"))
        self._words.setTabChangesFocus(True)
        self._words.textChanged.connect(self.changed)
        self.inputs = {"keywords": self._words}
        hint = self.tr("One a line. Words parted by a blank must all stand near each other.")
        self.setLayout(column(self._words, text(hint, "hint"), spacing=3))

    def values(self) -> Values:
        written = (" ".join(line.split()) for line in self._words.toPlainText().splitlines())
        return {"keywords": list(dict.fromkeys(filter(None, written)))}


def make_input(appearance: Appearance, choices: FieldChoices, field: str, values: Values) -> ValueInput:
    """The inputs of a field, filled with these values."""
    if field == "sort":
        return SortInput(appearance, choices, values)
    if field == "due":
        return DueInput(appearance, values)
    if field == "keywords":
        return KeywordsInput(appearance, values)
    if field == "departments":
        return DepartmentsInput(appearance, choices, values)
    return TitleInput(appearance, field, values)
