"""What a piece of evidence bears on, as rows of a form: one commitment or part each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import ToolButton, column, label, row, text
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.desktop.views.forms.form_dialog import choice, line, side_by_side
from tracker.desktop.views.forms.plain_dialog import FieldSet
from tracker.desktop.views.forms.read_field import AmountField
from tracker.desktop.views.recording.commitment_input import CommitmentInput
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_rows import LinkPreview, LinkTarget
from tracker.domain.rows import CommitmentDetail, EvidenceLinkRow, EvidenceRow, Name, PartRow
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole
from tracker.domain.text.amount_input import read_amount
from tracker.wording import Words, decimal_text

NONE = "–"
_SHARES = (5, 4, 2, 4)
"""How bearing, value, unit and role share a line."""
LINK_FIELDS = ("commitment", "part", "bearing", "stage", "value", "unit", "role")


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """What a row begins with. `parts` are those that are known of the commitment, `unit` the one of its target."""

    code: str = ""
    title: Name | None = None
    parts: tuple[PartRow, ...] = ()
    unit: str = ""
    part: PartRow | None = None
    bearing: Bearing = Bearing.PROGRESS
    stage: Stage | None = None
    value: str = ""
    role: ValueRole | None = None


def draft_of(link: EvidenceLinkRow, title: Name | None = None, parts: tuple[PartRow, ...] = ()) -> LinkDraft:
    """A link that is there already."""
    return LinkDraft(
        code=link.commitment,
        title=title,
        parts=parts,
        unit=link.unit or "",
        part=link.part,
        bearing=link.bearing,
        stage=link.stage,
        value=decimal_text(link.value) if link.value is not None else "",
        role=link.role,
    )


class LinkRow(QFrame):
    """One link: what it bears on, what it says, what was measured, and what that would come to."""

    changed = Signal()
    remove_wanted = Signal()
    targets_wanted = Signal(str)

    def __init__(self, appearance: Appearance, draft: LinkDraft) -> None:
        super().__init__()
        self._appearance = appearance
        self._draft = draft
        self.setObjectName("linkRow")
        self._named = FieldSet(appearance)
        self.inputs = self._named.inputs
        self.faults = self._named.faults
        self.preview: LinkPreview | None = None
        words = appearance.words
        title = words.name(draft.title) if draft.title else ""
        self._commitment = CommitmentInput(appearance, draft.code, title)
        self._part = choice([], None)
        self._bearing = choice(_options(words, Bearing), draft.bearing.value)
        self._stage = choice([(NONE, None), *_options(words, Stage)], draft.stage.value if draft.stage else None)
        self._unit = line(draft.unit)
        self._value = AmountField(draft.value, self._unit)
        self._role = choice([(NONE, None), *_options(words, ValueRole)], draft.role.value if draft.role else None)
        self._working = text("", "small")
        self._hints = text("", "warnText")
        self._lay_out()
        self._fill_parts(draft.parts, draft.part)
        self._connect()

    @property
    def code(self) -> str:
        """The code of the commitment, as far as it is known."""
        return self._commitment.code

    @property
    def is_counted(self) -> bool:
        """Whether the commitment has a target in a unit, as far as that is known."""
        return bool(self._unit.text().strip())

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered that could be lost."""
        return not self._commitment.text().strip() and not self._value.text().strip()

    def values(self) -> dict[str, Any]:
        """The link as the command takes it."""
        value = self._value.text().strip()
        role = self._role.currentData()
        return {
            "commitment": self.code,
            "bearing": self._bearing.currentData(),
            "part_id": self._part.currentData(),
            "stage": self._stage.currentData(),
            "value": value or None,
            # The unit is filled in beforehand: alone it says nothing.
            "unit": (self._unit.text().strip() or None) if value or role else None,
            "role": role,
        }

    @property
    def wording(self) -> str:
        """How the amount was worded, where words bind it that the link has no place for; else ""."""
        typed = self._value.text().strip()
        try:
            return typed if typed and read_amount(typed, self._unit.text().strip()).operator else ""
        except UserError:
            return ""

    def ask(self) -> None:
        """Ask which commitment is meant."""
        self._commitment.ask()

    def offer(self, words: str, targets: Sequence[LinkTarget]) -> None:
        """These are the commitments that are meant by some words."""
        self._commitment.offer(words, targets)

    def show_preview(self, preview: LinkPreview | None) -> None:
        """Show what the link would come to, and the rules that it runs into."""
        words = self._appearance.words
        self.preview = preview
        self._working.setText(self._arithmetic(preview) if preview is not None else "")
        self._working.setVisible(bool(self._working.text()))
        self._hints.setText("\n".join(words.rule(hint) for hint in preview.hints) if preview is not None else "")
        self._hints.setVisible(bool(self._hints.text()))

    def measure(self, value: str, unit: str, role: ValueRole | None) -> None:
        """Take a measured value over; unit and role stay where none are given."""
        for field, words in ((self._value, value), (self._unit, unit)):
            if words:
                field.setText(words)
        if role is not None:
            self._role.setCurrentIndex(self._role.findData(role.value))

    @property
    def said(self) -> tuple[str, str]:
        """The arithmetic and the hints that show."""
        return self._working.text(), self._hints.text()

    def clear_faults(self) -> None:
        """Nothing is refused any more."""
        self._named.clear_faults()

    def _arithmetic(self, preview: LinkPreview) -> str:
        words = self._appearance.words
        quantity = preview.quantity
        if quantity is None:
            return ""
        target = self.tr("Target {target}").format(target=words.quantity(quantity))
        if preview.after is None:
            return self.tr("{target} · no figure that counts yet").format(target=target)
        working = words.working(preview.after)
        if preview.after == preview.before:
            return self.tr("{target} · as before: {working}").format(target=target, working=working)
        return self.tr("{target} · with this: {working}").format(target=target, working=working)

    def _lay_out(self) -> None:
        remove = ToolButton()
        remove.setObjectName("removeLink")
        remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        remove.setIcon(icon("clear", self._appearance.tokens.colours["soft"]))
        remove.setFixedSize(scaled(28), scaled(28))
        remove.setToolTip(self.tr("Take this link away"))
        remove.setAccessibleName(self.tr("Take this link away"))
        remove.clicked.connect(self.remove_wanted)
        words = self._appearance.words
        self._remove = remove
        commitment = self._named.add("commitment", self._commitment, self.tr("Commitment"))
        self._part_field = QWidget()
        self._part_field.setLayout(self._named.add("part", self._part, words.field("part")))
        first = row(commitment, self._part_field, column(label(" ", "formLabel"), remove, None, spacing=3), spacing=12)
        first.setStretch(0, 3)
        first.setStretch(1, 2)
        measured = [("bearing", self._bearing), ("value", self._value), ("unit", self._unit), ("role", self._role)]
        second = side_by_side(*(self._named.add(name, field, words.field(name)) for name, field in measured))
        for place, share in enumerate(_SHARES):
            second.setStretch(place, share)
        self._stage_field = QWidget()
        stage = row(self._named.add("stage", self._stage, words.field("stage")), None)
        stage.setStretch(0, _SHARES[0])
        stage.setStretch(1, sum(_SHARES[1:]))
        self._stage_field.setLayout(stage)
        for said in (self._working, self._hints):
            said.setVisible(False)
        parts = (first, second, self._working, self._hints, self._stage_field)
        self.setLayout(column(*parts, spacing=7, margins=(12, 8, 12, 10)))

    def show_stage(self, shown: bool) -> None:
        """Whether the stage is asked for; one that is known always shows."""
        self._stage_field.setVisible(shown or self._stage.currentData() is not None)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order: what it is about comes last where that was given from the beginning."""
        measured = [self._bearing, self._value, self._unit, self._role, self._stage]
        about = [self._commitment, self._part]
        return [*measured, *about, self._remove] if self._draft.code else [*about, *measured, self._remove]

    def _connect(self) -> None:
        self._commitment.chosen.connect(self._follow)
        self._commitment.wanted.connect(self.targets_wanted)
        for field in (self._value, self._unit):
            field.textChanged.connect(self.changed)
        for field in (self._part, self._bearing, self._stage, self._role):
            field.currentIndexChanged.connect(self.changed)

    def _follow(self) -> None:
        """Another commitment has other parts and another unit."""
        target = self._commitment.target
        if target is not None:
            known = next((part for part in target.parts if part.id == self._part.currentData()), None)
            self._fill_parts(target.parts, known)
            if not self._value.text().strip() or not self._unit.text().strip():
                self._unit.setText(target.unit)
        elif self.code != self._draft.code:
            self._fill_parts((), None)
        self.changed.emit()

    def _fill_parts(self, parts: Sequence[PartRow], chosen: PartRow | None) -> None:
        known = [*parts, *([chosen] if chosen is not None and chosen not in parts else [])]
        # Filling would ask for a preview with each item.
        self._part.blockSignals(True)
        self._part.clear()
        self._part.addItem(self.tr("The whole commitment"), None)
        for part in known:
            self._part.addItem(self._appearance.words.name(part.title), part.id)
        self._part.setCurrentIndex(max(0, self._part.findData(chosen.id if chosen is not None else None)))
        self._part.blockSignals(False)
        self._part_field.setVisible(bool(known))


def _options(words: Words, vocabulary: type[Enum]) -> list[tuple[str, object]]:
    return [(words.term(member), member.value) for member in vocabulary]


MORE_TEXTS = ("effective_on", "gist", "title_en", "gist_en")
"""What is seldom filled in, by the names of the fields of a piece."""


def suggested_link(suggestion: Suggestion) -> LinkDraft:
    """What a suggestion that is followed begins with."""
    parts = (suggestion.part,) if suggestion.part is not None else ()
    return LinkDraft(suggestion.code, suggestion.title, parts, part=suggestion.part)


def first_values(evidence: EvidenceRow | None, draft: EvidenceDraft) -> dict[str, Any]:
    """What the inputs begin with."""
    names = ("title", "publisher", "published", "number", "url", "quote", "note", "retrieved", *MORE_TEXTS)
    start: dict[str, Any] = dict.fromkeys(names, "") | {"kind": EvidenceKind.DOCUMENT.value, "same_briefing": None}
    if evidence is None:
        return start | {name: value for name, value in draft.values.items() if value is not None}
    start |= {name: getattr(evidence, name) or "" for name in names if name != "effective_on"}
    start["effective_on"] = evidence.effective_on.isoformat() if evidence.effective_on is not None else ""
    anchor = asdict(evidence.anchor) if evidence.anchor is not None else None
    return start | {"kind": evidence.kind.value, "same_briefing": evidence.same_briefing, "anchor": anchor}


def link_drafts(detail: CommitmentDetail | None, evidence: EvidenceRow | None, draft: EvidenceDraft) -> list[LinkDraft]:
    """The links that a form begins with: those of the piece and of the draft, and the commitment it was opened for."""
    links = evidence.links if evidence is not None else ()
    if detail is None:
        found = [draft_of(link) for link in links]
        return found + [proposed_link(values) for values in draft.values.get("links", ())]
    own = detail.row.code
    line_ = detail.row
    drafts = [
        draft_of(link, line_.title, detail.parts) if link.commitment == own else draft_of(link)
        for link in sorted(links, key=lambda link: link.commitment != own)
    ]
    if all(one.code != own for one in drafts):
        unit = line_.quantity.unit if line_.quantity is not None else ""
        drafts.insert(0, LinkDraft(own, line_.title, detail.parts, unit))
    return drafts


def proposed_link(values: Mapping[str, Any]) -> LinkDraft:
    """A link as a draft has it, by the names of `NewLink`."""
    return LinkDraft(
        code=values.get("commitment", ""),
        unit=values.get("unit") or "",
        # Its name comes with the parts of the commitment, which the row asks for.
        part=PartRow(values["part_id"], Name("", "", "")) if values.get("part_id") else None,
        bearing=Bearing(values.get("bearing", Bearing.PROGRESS)),
        stage=Stage(values["stage"]) if values.get("stage") else None,
        value=str(values.get("value") or ""),
        role=ValueRole(values["role"]) if values.get("role") else None,
    )


def short(words: str, longest: int = 60) -> str:
    """The beginning of words that a form has little room for."""
    return words if len(words) <= longest else words[: longest - 1] + "…"
