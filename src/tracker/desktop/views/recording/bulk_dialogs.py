"""Forms about several commitments at once: a judgement, other departments, tags; and what all such forms share."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State
from tracker.desktop.theme import scaled
from tracker.desktop.views.assessment.assessment_dialog import AssessmentGrid, EnglishReason, HeldReasons
from tracker.desktop.views.common.guide import with_rule
from tracker.desktop.views.common.widgets import CheckBox, button, clear_layout, column, row, text
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, line, lines
from tracker.desktop.views.forms.plain_dialog import TYPED, type_into, typed_in
from tracker.domain.commitments.tags import tags_in
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail, Name
from tracker.domain.terms import Assessment, DepartmentRole
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.services.assessment.judging import JudgementPreview

_NAMED = 3
"""Codes that a form says one by one."""

_CHOICES = 490
"""Pixels of the design that there are for choices side by side."""

_OTHERS = "others"


class BulkDialog(FormDialog):
    """`about` is one of the commitments; the form says how many others there are."""

    def __init__(self, appearance: Appearance, parent: QWidget, about: CommitmentDetail, codes: Sequence[str]) -> None:
        super().__init__(appearance, parent, about)
        self.codes: tuple[str, ...] = ()
        self.take_codes(codes)

    def typed(self) -> State:
        return super().typed() | {_OTHERS: [typed_in(widget) for widget in self._others]}

    def type_again(self, state: State) -> None:
        super().type_again(state)
        kept = state.get(_OTHERS)
        others = self._others
        if isinstance(kept, list) and len(kept) == len(others):
            for widget, value in zip(others, kept, strict=True):
                type_into(widget, value)

    @property
    def _others(self) -> list[QWidget]:
        """The inputs that are no fields by name: boxes of departments, lines of a round.

        The same each time that the form is about the same commitments.
        """
        named = set(map(id, self._by_name.inputs.values()))
        inputs = [one for kind in TYPED for one in self.findChildren(kind)]
        # What is typed into an editable choice is the choice's; a calendar is a window of its own.
        own = [one for one in inputs if one.window() is self and not isinstance(one.parent(), QComboBox)]
        return [one for one in own if id(one) not in named]

    def take_codes(self, codes: Sequence[str]) -> None:
        """Mean exactly these commitments."""
        self.codes = tuple(codes)
        self.draft_about = ",".join(self.codes)
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


class BulkDepartmentsDialog(BulkDialog):
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
        assisting.setLayout(_side_by_side(list(self._boxes.values())))
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


def _side_by_side(boxes: Sequence[QWidget]) -> QGridLayout:
    """As many columns as the form has room for, read from top to bottom."""
    made = QGridLayout()
    made.setContentsMargins(*(scaled(side) for side in (8, 6, 8, 6)))
    made.setSpacing(scaled(2))
    widest = max((box.sizeHint().width() for box in boxes), default=1)
    high = -(-len(boxes) // max(1, scaled(_CHOICES) // widest))
    for number, box in enumerate(boxes):
        made.addWidget(box, number % high, number // high)
    return made


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


_WIDTH = 660


class BulkAssessmentDialog(BulkDialog):
    """Each commitment rests on all of its own evidence that proves the verdict; a question is answered once for all.

    `rules_wanted` asks what the rules say of an assessment of the commitments that are meant: `show_rules` takes it.
    """

    rules_wanted = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget, about: CommitmentDetail, codes: Sequence[str]) -> None:
        super().__init__(appearance, parent, about, codes)
        self.setMinimumWidth(scaled(_WIDTH))
        self.set_heading(self.tr("Assess the selected commitments"))
        self._ahead: JudgementPreview | None = None
        self.grid = AssessmentGrid(appearance)
        self.held = HeldReasons(self)
        self._rule = text("", "hint")
        self._reason = lines(height=3)
        self.english = EnglishReason(self)
        self._refused = QFrame()
        self._refused_lines = column(spacing=3, margins=(12, 10, 12, 10))
        self._refused.setObjectName("refusedOnes")
        self._refused.setLayout(self._refused_lines)
        self.others_button = button("", "link")
        self.others_button.setObjectName("judgeOthers")
        self.others_button.clicked.connect(self._leave_out)
        self._lay_out()
        self.grid.changed.connect(self.ask_rules)
        self.held.changed.connect(self._allow)
        # What has just come in has no size before the event loop showed it.
        self.english.toggled.connect(lambda: QTimer.singleShot(0, self, self._fit))
        self.grid.choose(Assessment.IN_PROGRESS)

    @property
    def refused(self) -> Mapping[str, UserError]:
        """Why the rules refuse a commitment, by its code."""
        return self._ahead.refused if self._ahead is not None else {}

    def values(self) -> dict[str, Any]:
        return {
            "commitments": self.codes,
            "assessment": self.grid.chosen,
            "reason": self._reason.toPlainText(),
            "held": self.held.reasons,
            "reason_en": self.english.words,
        }

    def ask_rules(self) -> None:
        """Ask what the rules say of what is chosen now; until then nothing can be saved."""
        self._clear_faults()
        self._ahead = None
        self._rule.setText(self.appearance.words.rule(self.grid.chosen))
        self._allow()
        self.rules_wanted.emit(self.grid.chosen)

    def show_rules(self, assessment: Assessment, ahead: "JudgementPreview") -> None:
        """What the rules say; passed over where another assessment is chosen by now."""
        if assessment is not self.grid.chosen:
            return
        self._ahead = ahead
        self._show_refused(ahead)
        about = {doubt: self._named(codes) for doubt, codes in ahead.questioned.items()}
        self.held.ask(tuple(ahead.questioned) if not ahead.refused else (), about)
        self._allow()
        # What has just come in has no size before the event loop showed it.
        QTimer.singleShot(0, self, self._fit)

    def settle(self) -> None:
        super().settle()
        self._allow()

    def _lay_out(self) -> None:
        self.fields.addLayout(self.add("assessment", self.grid))
        self.fields.addLayout(with_rule(self.appearance, self._rule, 2))
        self.fields.addWidget(self._refused)
        self.fields.addWidget(self.held)
        self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addWidget(self.english)
        hint = self.tr(
            "Each rests on all of its own evidence that proves it. Where the rules refuse one, none is changed."
        )
        self.fields.addWidget(text(hint, "hint"))
        self.fields.addStretch()
        self._refused.hide()

    def _show_refused(self, ahead: "JudgementPreview") -> None:
        """Which ones the rules refuse, gathered by the reason."""
        self._refused_lines.removeWidget(self.others_button)
        self.others_button.setParent(None)
        clear_layout(self._refused_lines)
        self._refused.setVisible(bool(ahead.refused))
        if not ahead.refused:
            return
        words = self.appearance.words
        others = ahead.count - len(ahead.refused)
        said = self.tr("The rules refuse {count} of {whole}:").format(count=len(ahead.refused), whole=ahead.count)
        self._refused_lines.addWidget(text(said, "fault"))
        reasons: dict[str, list[str]] = {}
        for code, error in ahead.refused.items():
            reasons.setdefault(error.code, []).append(code)
        for reason, codes in reasons.items():
            self._refused_lines.addWidget(text(f"{words.phrase(f'refused_{reason}')} · {self._named(codes)}", "small"))
        if others:
            self.others_button.setText(self.tr("Leave these out and judge the other {count}").format(count=others))
            self._refused_lines.addLayout(row(self.others_button, None))

    def _leave_out(self) -> None:
        self.take_codes([code for code in self.codes if code not in self.refused])
        self.ask_rules()

    def _named(self, codes: Sequence[str]) -> str:
        said = self.tr("{count} commitments: {codes}") if len(codes) > 1 else "{codes}"
        return said.format(count=len(codes), codes=short_codes(codes, self.appearance.words))

    def _allow(self) -> None:
        allowed = self._ahead is not None and not self._ahead.refused and self.held.is_answered
        if not self.is_busy:
            self.save_button.setEnabled(allowed)
