"""The form about one department: what it is called, in which body it is, and why that is changed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, line, lines, side_by_side
from tracker.domain.rows import ListedDepartment, Name
from tracker.domain.text.lines import one_line


class DepartmentDialog(FormDialog):
    """Without a department it is about a new one, and so it is about a body that the ledger does not have yet: that
    comes in. `values` are those of `NewDepartment`, else of `DepartmentRevision` with no more than was changed."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, bodies: Sequence[Name], about: ListedDepartment | None = None
    ) -> None:
        """`bodies` are those to which a department may belong."""
        super().__init__(appearance, parent, None)
        self.setObjectName("departmentForm")
        self.about = about
        self.draft_about = about.row.name.key if about is not None else ""
        self._is_new = about is None or not about.is_offered
        words = appearance.words
        self.set_heading(self._title())
        hint = text(self._consequence(), "hint")
        hint.setObjectName("whatItTouches")
        self.fields.addWidget(hint)
        zh, en, body, aliases, former = _contents(about)
        self._name = line(zh)
        # The program calls a body that comes in by its own name.
        self._name.setReadOnly(about is not None and self._is_new)
        self._name_en = line(en)
        options: list[tuple[str, object]] = [(words.name(one), one.key) for one in bodies]
        # Nothing takes a department out of the body in which the program has it.
        if not (body and about is not None and about.is_known):
            options.insert(0, (self.tr("None: it stands by itself"), ""))
        self._body = choice(options, body)
        self._aliases = lines("\n".join(aliases))
        self._former = lines("\n".join(former))
        self._reason = lines(height=2)
        self._before = self._said()
        self.fields.addLayout(
            side_by_side(
                self.add("name", self._name, words.field("department_name")),
                self.add("name_en", self._name_en, words.field("department_name_en"), optional=self._is_new),
            )
        )
        if about is None or about.is_offered:
            self.fields.addLayout(self.add("body", self._body, words.field("body")))
        self.fields.addLayout(
            side_by_side(
                self.add("aliases", self._aliases, self.tr("Further names, one a line"), optional=True),
                self.add("former", self._former, self.tr("Former names, one a line"), optional=True),
            )
        )
        if not self._is_new:
            self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addStretch()
        self._name.textEdited.connect(self._warn_of_lost_name)
        (self._aliases if self._name.isReadOnly() else self._name).setFocus()

    def values(self) -> dict[str, Any]:
        said = self._said()
        if self.about is None or self._is_new:
            return said
        kept = {*said["aliases"], *said["former"]}
        row = self.about.row
        changed = {name: said[name] for name in ("name", "name_en", "body") if said[name] != self._before[name]}
        return {
            **changed,
            "department": row.name.key,
            "aliases": tuple(name for name in said["aliases"] if name not in row.aliases),
            "former": tuple(name for name in said["former"] if name not in row.former),
            "drop": tuple(name for name in (*row.aliases, *row.former) if name not in kept),
            "reason": self._reason.toPlainText(),
        }

    def _said(self) -> dict[str, Any]:
        return {
            "name": one_line(self._name.text()),
            "name_en": one_line(self._name_en.text()),
            "body": self._body.currentData() if self._takes_body else "",
            "aliases": _names(self._aliases),
            "former": _names(self._former),
        }

    @property
    def _takes_body(self) -> bool:
        return self.about is None or self.about.is_offered

    def _title(self) -> str:
        if self.about is None:
            return self.tr("Add a department")
        if self._is_new:
            return self.tr("Take a body into the ledger")
        return self.tr("Edit a department")

    def _consequence(self) -> str:
        """What will come of it."""
        if self.about is None:
            return self.tr(
                "Commitments can name it from then on, and texts and spreadsheets are read by all its names."
            )
        known = self.appearance.words.join((*self.about.known, *self.about.known_former))
        if self._is_new:
            said = self.tr("The program knows it already, and reads it by these names besides: {names}.")
            return said.format(names=known) if known else self.tr("The program knows it already.")
        said = self.tr(
            "{count} commitments name it. Lists, filters and reports call it otherwise from now on; the words of the "
            "sources stay, and past days show what it was called then."
        ).format(count=self.about.row.commitments)
        if known:
            said += " " + self.tr("The program knows these names besides, which stay: {names}.").format(names=known)
        return said

    def _warn_of_lost_name(self) -> None:
        """A name by which nobody will find it any more is one that texts still say."""
        if self.about is None or self._is_new:
            return
        before = self.about.row.name.zh
        said = self._said()
        names = (said["name"], *said["aliases"], *said["former"], *self.about.known, *self.about.known_former)
        if before not in names:
            self.tell(
                self.tr("Texts that say “{name}” are not read as this department any more, unless it stands below.")
                .format(name=before)
            )  # fmt: skip


def _contents(about: ListedDepartment | None) -> tuple[str, str, str, Sequence[str], Sequence[str]]:
    if about is None:
        return "", "", "", (), ()
    row = about.row
    return row.name.zh, row.name.en, row.body.key if row.body is not None else "", row.aliases, row.former


def _names(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, field.toPlainText().splitlines()))))
