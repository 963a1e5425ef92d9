"""Forms about several commitments at once: other departments, tags; and what all such forms share."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import CheckBox, column, text
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, line, lines
from tracker.domain.rows import CommitmentDetail, Name
from tracker.domain.terms import DepartmentRole
from tracker.wording import Words

_NAMED = 3
"""Codes that a form says one by one."""


class BulkDialog(FormDialog):
    """`about` is one of the commitments; the form says how many others there are."""

    def __init__(self, appearance: Appearance, parent: QWidget, about: CommitmentDetail, codes: Sequence[str]) -> None:
        super().__init__(appearance, parent, about)
        self.codes: tuple[str, ...] = ()
        self.take_codes(codes)

    def take_codes(self, codes: Sequence[str]) -> None:
        """Mean exactly these commitments."""
        self.codes = tuple(codes)
        words = self.appearance.words
        about = self.detail.row
        named = short_codes(self.codes, words)
        said = self.tr("{count} commitments: {codes}").format(count=len(self.codes), codes=named)
        only = self.codes == (about.code,)
        self.set_subject(f"{about.code} · {words.name(about.title)}" if only else said)


def short_codes(codes: Sequence[str], words: Words) -> str:
    """The numbers of the first of some commitments."""
    named = words.join(code.rpartition("-")[2] for code in codes[:_NAMED])
    return named + ("…" if len(codes) > _NAMED else "")


class DepartmentsDialog(BulkDialog):
    """Who leads and who assists, in place of whoever did so far."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        about: CommitmentDetail,
        codes: Sequence[str],
        departments: Sequence[Name],
    ) -> None:
        super().__init__(appearance, parent, about, codes)
        self.set_heading(self.tr("Set the departments"))
        words = appearance.words
        options: list[tuple[str, object]] = [(words.phrase("no_lead"), "")]
        options += [(words.name(one), one.key) for one in departments]
        current = next((d.department.key for d in about.departments if d.role is DepartmentRole.LEAD), "")
        self._lead = choice(options, current)
        self._boxes = {one.key: CheckBox(appearance, words.name(one)) for one in departments}
        assisting = QFrame()
        assisting.setObjectName("choices")
        assisting.setLayout(column(*self._boxes.values(), spacing=2, margins=(8, 6, 8, 6)))
        for one in about.departments:
            if one.role is DepartmentRole.CO_LEAD and one.department.key in self._boxes:
                self._boxes[one.department.key].setChecked(True)
        self._reason = lines(height=3)
        hint = self.tr("They take the place of the departments named so far, and show as set by the analyst.")
        self.fields.addWidget(text(hint, "hint"))
        self.fields.addLayout(self.add("department", self._lead, words.term(DepartmentRole.LEAD)))
        self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addLayout(self.add("departments", assisting, words.term(DepartmentRole.CO_LEAD), optional=True))
        self.fields.addStretch()
        self._lead.setFocus()

    def values(self) -> dict[str, Any]:
        lead = self._lead.currentData()
        departments = [{"department": lead, "role": DepartmentRole.LEAD}] if lead else []
        departments += [
            {"department": key, "role": DepartmentRole.CO_LEAD}
            for key, box in self._boxes.items()
            if box.isChecked() and key != lead
        ]
        return {"commitments": self.codes, "departments": departments, "reason": self._reason.toPlainText()}


class TagsDialog(BulkDialog):
    """Tags to add, and tags to take off."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        about: CommitmentDetail,
        codes: Sequence[str],
        known: Sequence[str],
    ) -> None:
        super().__init__(appearance, parent, about, codes)
        self.set_heading(self.tr("Tags"))
        self._add = line(hint=self.tr("Words of your own, with commas between them"))
        self._boxes = {tag: CheckBox(appearance, tag) for tag in known}
        self.fields.addLayout(self.add("tags", self._add, self.tr("Add")))
        if known:
            taken = QFrame()
            taken.setObjectName("choices")
            taken.setLayout(column(*self._boxes.values(), spacing=2, margins=(8, 6, 8, 6)))
            self.fields.addLayout(self.add("remove", taken, self.tr("Take off")))
        self.fields.addStretch()
        self._add.setFocus()

    def values(self) -> dict[str, Any]:
        removed = tuple(tag for tag, box in self._boxes.items() if box.isChecked())
        return {"commitments": self.codes, "add": tags_in(self._add.text()), "remove": removed}


def tags_in(words: str) -> tuple[str, ...]:
    """Tags as they are typed: commas of either script, 、 and ； stand between them."""
    for mark in "，、；;":
        words = words.replace(mark, ",")
    return tuple(dict.fromkeys(tag.strip() for tag in words.split(",") if tag.strip()))
