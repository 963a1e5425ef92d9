"""All departments in a dialog, found by any of their names, and what is done with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.models.rows_model import ITEM_ROLE, TableLine
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.widgets import ListOrReason, row, text
from tracker.desktop.views.departments.department_form import DepartmentDialog
from tracker.desktop.views.forms.form_dialog import choice, line, refuse_form
from tracker.desktop.views.forms.plain_dialog import PlainDialog, call
from tracker.domain.rows import Changes, ListedDepartment
from tracker.domain.search.pinyin import pinyin_of
from tracker.domain.search.typed_words import matches

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_SIZE = (680, 620)
_LINES = 4
"""All names of a department: room for so many lines, so that the list stays as high as it is."""


class Which(StrEnum):
    """Which departments are listed."""

    ALL = "all"
    OFFERED = "offered"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Departments:
    """All departments, and by their keys the words by which each is found, its names as they are typed by sound too."""

    listed: Sequence[ListedDepartment]
    found_by: Mapping[str, str]


class DepartmentsDialog(PlainDialog):
    """`add_wanted` asks for the form of a new one, `edit_wanted` carries the department that is to be edited."""

    add_wanted = Signal()
    edit_wanted = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget, departments: Departments) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("departmentsDialog")
        self.set_title(self.tr("Departments"))
        self.departments = departments
        self.filter = line(hint=self.tr("Any name, the initials of its pinyin, or its body"))
        self.filter.setObjectName("departmentFilter")
        self.filter.setClearButtonEnabled(True)
        call(self.filter, self.tr("Filter the departments"))
        self.which = choice(
            [
                (self.tr("All"), Which.ALL.value),
                (self.tr("In this ledger"), Which.OFFERED.value),
                (self.tr("Added or changed here"), Which.NAMED.value),
            ]
        )
        self.which.setObjectName("whichDepartments")
        call(self.which, self.tr("Which departments"))
        self.list = TwoLineList(appearance, "departments")
        call(self.list, self.tr("Departments"))
        self._list = ListOrReason(self.list)
        self._list.reason.setText(self.tr("No department is called so."))
        self._list.clear_button.setText(self.tr("Show all"))
        self.names = text("", "hint")
        self.names.setObjectName("departmentNames")
        self.names.setMinimumHeight(self.names.fontMetrics().lineSpacing() * _LINES)
        self.names.setAlignment(Qt.AlignmentFlag.AlignTop)
        top = row(self.filter, self.which, spacing=8)
        top.setStretch(0, 1)
        self.body.addLayout(top)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self.names)
        self.close_button = self.finish(self.tr("Close"), "", width=560)
        # Enter in the filter is meant for the list, and does not close.
        self.close_button.setDefault(False)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        self.add_button = self.offer(self.tr("Add a department…"))
        self.add_button.setObjectName("newDepartment")
        self.edit_button = self.offer("")
        self.edit_button.setObjectName("editDepartment")
        for made in (self.add_button, self.edit_button):
            made.setAutoDefault(False)
        self.add_button.clicked.connect(self.add_wanted)
        self.edit_button.clicked.connect(self._edit)
        self.list.activated.connect(self._edit)
        self.filter.textChanged.connect(self._search)
        self.filter.returnPressed.connect(self.list.setFocus)
        self.which.currentIndexChanged.connect(self._search)
        self._list.clear_button.clicked.connect(self._clear)
        self.list.selectionModel().currentChanged.connect(self._show)
        self._fill()
        self.resize_within(*_SIZE)
        self.filter.setFocus()

    @property
    def chosen(self) -> ListedDepartment | None:
        """The department that is chosen in the list."""
        return self.list.chosen

    def renew(self, departments: Departments, key: str = "") -> None:
        """Show how they stand now, with that of a key chosen."""
        self.departments = departments
        if key and all(one.row.name.key != key for one in self._fitting()):
            # What was just written is to be seen, whatever was looked for before.
            self._clear()
        self._fill(key)

    def _clear(self) -> None:
        self.which.setCurrentIndex(0)
        self.filter.clear()

    def _search(self) -> None:
        self._fill()

    def _fitting(self) -> Sequence[ListedDepartment]:
        which = Which(self.which.currentData())
        typed = self.filter.text()
        found_by = self.departments.found_by
        return [
            one
            for one in self.departments.listed
            if (which is not Which.OFFERED or one.is_offered)
            and (which is not Which.NAMED or one.was_named)
            and any(matches(typed, words) for words in found_by[one.row.name.key].splitlines())
        ]

    def _fill(self, key: str = "") -> None:
        chosen = key or (self.chosen.row.name.key if self.chosen is not None else "")
        fitting = self._fitting()
        self.list.show_lines([self._line(one) for one in fitting])
        self._list.show_list(bool(fitting))
        place = next((place for place, one in enumerate(fitting) if one.row.name.key == chosen), 0)
        self.list.setCurrentIndex(self.list.rows.index(place, 0) if fitting else QModelIndex())
        self._show()

    def _show(self) -> None:
        one = self.list.currentIndex().data(ITEM_ROLE)
        self.edit_button.setEnabled(one is not None)
        is_new = one is not None and not one.is_offered
        self.edit_button.setText(self.tr("Take into the ledger…") if is_new else self.tr("Edit…"))
        self.names.setText("\n".join(self._said(one)) if one is not None else "")

    def _edit(self) -> None:
        if self.chosen is not None:
            self.edit_wanted.emit(self.chosen)

    def _line(self, one: ListedDepartment) -> TableLine:
        """Its name and how many commitments name it, and below that whose it is and where it is from."""
        words = self.appearance.words
        shown = words.name(one.row.name)
        count = words.phrase("department_commitments", count=one.row.commitments) if one.is_offered else ""
        other = next((name for name in (one.row.name.en, one.row.name.zh) if name != shown), "")
        body = words.phrase("department_body", body=words.name(one.row.body)) if one.row.body is not None else ""
        below = " · ".join(filter(None, (self._origin(one), body, other)))
        return TableLine((shown, count, below), one)

    def _origin(self, one: ListedDepartment) -> str:
        if not one.is_offered:
            return self.tr("known to the program, not in this ledger")
        if not one.is_known:
            return self.tr("of this ledger alone")
        return self.tr("changed here") if one.was_named else ""

    def _said(self, one: ListedDepartment) -> Sequence[str]:
        """All its names, each sort in a line."""
        words = self.appearance.words
        row = one.row
        said = [f"{row.name.zh} · {row.name.en}" if row.name.en != row.name.zh else row.name.zh]
        if row.body is not None:
            said.append(words.phrase("department_body", body=words.name(row.body)))
        if row.aliases:
            said.append(words.phrase("department_aliases", names=row.aliases))
        if row.former:
            said.append(words.phrase("department_formers", names=row.former))
        if known := (*one.known, *one.known_former):
            said.append(self.tr("The program knows besides: {names}").format(names=words.join(known)))
        return said


class DepartmentKeeper(Controller):
    """Shows the departments, and adds and revises them."""

    @property
    def handlers(self) -> dict[str, Do]:
        return {"departments": self.ask}

    def ask(self) -> None:
        """Show all departments."""
        self.run(_departments, self._show, "departments")

    def _show(self, departments: Departments) -> None:
        dialog = DepartmentsDialog(self._appearance, self._window, departments)
        dialog.add_wanted.connect(lambda: self._open_form(dialog, None))
        dialog.edit_wanted.connect(partial(self._open_form, dialog))
        dialog.open()

    def _open_form(self, owner: DepartmentsDialog, about: ListedDepartment | None) -> None:
        own = about.row.name.key if about is not None else ""
        bodies = [one.row.name for one in owner.departments.listed if one.row.body is None and one.row.name.key != own]
        form = DepartmentDialog(self._appearance, owner, bodies, about)
        form.submitted.connect(partial(self._write, owner, form))
        form.open()

    def _write(self, owner: DepartmentsDialog, form: DepartmentDialog, values: Mapping[str, Any]) -> None:
        ledger = self.ledger
        if ledger is None:
            return
        before = {one.row.name.key for one in owner.departments.listed if one.is_offered}

        def done(written: tuple[Changes, Departments]) -> None:
            changes, departments = written
            form.accept()
            new = (one for one in departments.listed if one.is_offered and one.row.name.key not in before)
            same = (one for one in departments.listed if one.row.name.key == values.get("department"))
            one = next(same, None) or next(new, None)
            if one is not None:
                if isValid(owner):
                    owner.renew(departments, one.row.name.key)
                self.said.emit(self._what_came(changes, one, is_new=one.row.name.key not in before))
            if changes.event_id:
                self.written.emit(changes)

        form.busy()
        self._jobs.run(partial(_written, ledger, values), done, partial(refuse_form, form))

    def _what_came(self, changes: Changes, one: ListedDepartment, *, is_new: bool) -> str:
        name = self._appearance.words.name(one.row.name)
        if not changes.event_id:
            return self.tr("Nothing was changed: {name} is called so already.").format(name=name)
        if is_new:
            return self.tr("Department added: {name}").format(name=name)
        said = self.tr("Department changed: {name}, which {count} commitments name")
        return said.format(name=name, count=one.row.commitments)


def _departments(ledger: "OpenLedger") -> Departments:
    listed = services.departments.list_all(ledger.workspace)
    return Departments(listed, {one.row.name.key: _found_by(one) for one in listed})


def _found_by(one: ListedDepartment) -> str:
    """All by which it is found: each name with its pinyin in a line, so that initials run over one name alone."""
    row = one.row
    names = [row.name.zh, row.name.en, *row.aliases, *row.former, *one.known, *one.known_former]
    if row.body is not None:
        names += [row.body.zh, row.body.en]
    return "\n".join((row.name.key, *(f"{name} {pinyin_of(name)}" for name in names)))


def _written(ledger: "OpenLedger", values: Mapping[str, Any]) -> tuple[Changes, Departments]:
    commands, departments = services.commands, services.departments
    changes = (
        ledger.write(departments.revise_department, commands.DepartmentRevision, values)
        if "department" in values
        else ledger.write(departments.add_department, commands.NewDepartment, values)
    )
    return changes, _departments(ledger)
