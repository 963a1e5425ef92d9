"""What is being changed in the detail pane and not saved yet. It stays with its commitment until saved or given up.

A draft knows what stood when the change began. Where a newer state of the commitment comes in that says the same of
this field, the draft simply goes on from there; where it says something else, saving is refused by the ledger until the
user has looked at the newer words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from tracker.desktop.form_drafts import FormDrafts, draft_key
from tracker.domain.errors import UserError
from tracker.domain.json_values import is_object
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import DueBasis

_FORM = "FieldEditor"
"""What the drafts of forms call these."""
_KEEP_MILLISECONDS = 2_000
"""So much typing a crash may take, as of any form."""
Values = dict[str, Any]
"""Fields of a commitment as `CommitmentRevision` takes them."""


def _departments(detail: CommitmentDetail) -> list[Values]:
    return [
        {"department": one.department.key, "role": one.role.value, "basis": one.basis.value}
        for one in detail.departments
    ]


FIELDS: Mapping[str, Callable[[CommitmentDetail], Values]] = {
    "title": lambda detail: {"title": detail.row.title.zh},
    "title_en": lambda detail: {"title_en": detail.row.title.en},
    "sort": lambda detail: {"kind": detail.row.kind.value, "topic": detail.row.topic.key},
    "due": lambda detail: {
        "due_on": detail.row.due.on.isoformat() if detail.row.due.on else None,
        "due_basis": detail.row.due.basis.value,
        "due_about": detail.row.due.about,
    },
    "departments": lambda detail: {"departments": _departments(detail)},
    "keywords": lambda detail: {"keywords": list(detail.keywords)},
}
"""What is in the ledger of each thing that can be changed in place."""


def is_edited(detail: CommitmentDetail, field: str) -> bool:
    """Whether an analyst has made something else of a field than the coding said."""
    coded = detail.coded
    line = detail.row
    if coded is None:
        return False
    pairs = {
        "title": (line.title.zh, coded.title),
        "title_en": (line.title.en, coded.title_en),
        "sort": ((line.kind, line.topic.key), (coded.kind, coded.topic.key)),
        "due": (line.due, coded.due),
        "departments": (detail.departments, coded.departments),
    }
    now, said = pairs[field]
    return now != said


@dataclass(slots=True)
class FieldDraft:
    """A change that has been begun. `values` and `reason` are as they were typed; `base` is what stood before."""

    code: str
    field: str
    base: Values
    version: int
    values: Values
    reason: str = ""
    fault: UserError | None = None
    saving: bool = False
    saved: bool = False
    reloading: bool = False
    renewed: bool = False
    restored: datetime | None = None
    """When it was last typed in, where it comes from an earlier run of the program or another ledger in between."""

    @property
    def touched(self) -> bool:
        """Whether anything was typed."""
        return self.values != self.base or bool(self.reason)

    def revision(self) -> Values:
        """What the service is asked to write."""
        values = dict(self.values)
        if values.get("due_basis") == DueBasis.NONE.value:
            values["due_on"] = None
            values["due_about"] = False
        return {"commitment": self.code, "reason": self.reason, "expected_version": self.version, **values}


class Drafts(QObject):
    """All that have been begun in one ledger. `save_wanted` and `reload_wanted` carry a draft; `changed` says: look.

    What was typed is kept with the drafts of forms, so that neither a crash nor another ledger takes it.
    """

    save_wanted = Signal(object)
    reload_wanted = Signal(object)
    changed = Signal()

    def __init__(self, kept: FormDrafts) -> None:
        super().__init__()
        self._all: dict[tuple[str, str], FieldDraft] = {}
        self._kept = kept
        self._pause = QTimer(self, interval=_KEEP_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self._keep)

    def find(self, code: str, field: str) -> FieldDraft | None:
        """The draft of a field, if one has been begun."""
        return self._all.get((code, field))

    def begin(self, detail: CommitmentDetail, field: str) -> FieldDraft:
        """Begin to change a field, or go on."""
        now = FIELDS[field](detail)
        line = detail.row
        draft = FieldDraft(line.code, field, now, line.version, FIELDS[field](detail))
        return self._all.setdefault((line.code, field), draft)

    def give_up(self, draft: FieldDraft) -> None:
        """Forget what was typed."""
        self._let_go(draft)
        self.changed.emit()

    def note(self) -> None:
        """Something was typed: it is kept in a moment."""
        self._pause.start()

    def restore(self, detail: CommitmentDetail) -> None:
        """Go on with what was typed about a commitment before the program ended, or another ledger was opened."""
        line = detail.row
        for field, read in FIELDS.items():
            found = self._kept.find(draft_key(_FORM, line.code, field))
            if found is None or (line.code, field) in self._all:
                continue
            state = found.state
            now = read(detail)
            base, values, version = state.get("base"), state.get("values"), state.get("version")
            if not (is_object(base) and is_object(values) and base.keys() == values.keys() == now.keys()):
                continue  # kept by another version of the program
            # Where the words are others by now, saving is refused until the user has looked at them.
            seen = line.version if base == now or type(version) is not int else version
            reason = str(state.get("reason", ""))
            self._all[line.code, field] = FieldDraft(
                line.code, field, dict(base), seen, dict(values), reason, restored=found.at
            )

    def leave(self, code: str) -> None:
        """Another commitment is shown: what was opened and not touched is closed, the rest waits."""
        for draft in [one for one in self._all.values() if one.code == code and not (one.touched or one.saving)]:
            self._all.pop((draft.code, draft.field), None)
        self._keep()

    def forget(self) -> None:
        """Another ledger is open: what was typed waits for this one."""
        self._keep()
        self._all.clear()

    def _keep(self) -> None:
        self._pause.stop()
        for draft in self._all.values():
            if draft.touched and not draft.saved:
                state = {"base": draft.base, "values": draft.values, "reason": draft.reason, "version": draft.version}
                self._kept.keep(draft_key(_FORM, draft.code, draft.field), state)

    def _let_go(self, draft: FieldDraft) -> None:
        self._all.pop((draft.code, draft.field), None)
        self._kept.forget(draft_key(_FORM, draft.code, draft.field))

    def save(self, draft: FieldDraft) -> None:
        """Ask for it to be written."""
        if not draft.saving:
            draft.saving = True
            draft.fault = None
            draft.renewed = False
            self.save_wanted.emit(draft)
            self.changed.emit()

    def reload(self, draft: FieldDraft) -> None:
        """Ask for the newest state, to save over it."""
        draft.reloading = True
        self.reload_wanted.emit(draft)

    def finish(self, draft: FieldDraft, *, changed: bool) -> None:
        """It is written. Where it changed something, it is shown until the new state comes in."""
        draft.saved = True
        if not changed:
            self.give_up(draft)

    def refuse(self, draft: FieldDraft, fault: UserError | None) -> None:
        """It was not written; what was typed stays."""
        draft.saving = False
        draft.reloading = False
        draft.fault = fault
        self.changed.emit()

    def meet(self, detail: CommitmentDetail) -> None:
        """A state of the commitment has come in."""
        for draft in [one for one in self._all.values() if one.code == detail.row.code]:
            now = FIELDS[draft.field](detail)
            if draft.saved:
                self._let_go(draft)
            elif now == draft.base:
                draft.version = detail.row.version
            if draft.reloading:
                draft.base = now
                draft.version = detail.row.version
                draft.fault = None
                draft.reloading = False
                draft.renewed = True
