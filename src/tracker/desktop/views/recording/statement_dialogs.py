"""The short forms: what the publisher said later, taking something back, and a review."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning, current_terms
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.guide import with_rule
from tracker.desktop.views.common.widgets import row, text
from tracker.desktop.views.detail.statements import Statement
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, line, lines, side_by_side
from tracker.desktop.views.forms.read_field import AmountField, DateField, DueField, PublishedField
from tracker.desktop.views.recording.commitment_input import CommitmentInput
from tracker.domain.evidence.evidence_rows import LinkTarget
from tracker.domain.rows import ClaimRow, CommitmentDetail, EvidenceRow
from tracker.domain.terms import Assessment, CountingBasis, Operator, RelationKind
from tracker.domain.text.dates import a_year_after

_CLAIMABLE = tuple(one for one in Assessment if one not in (Assessment.NOT_RATED, Assessment.NO_EVIDENCE))
"""What a publisher may claim of itself; that nobody judged or nothing was found it cannot."""
_WIDTH = 600


class StatementDialog(FormDialog):
    """Words, who said them and when, and where they stand."""

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, today: date) -> None:
        super().__init__(appearance, parent, detail)
        self.setMinimumWidth(scaled(_WIDTH))
        self._said = lines(height=3)
        self._said.setFont(appearance.quote_font)
        self._by = line(appearance.words.name(detail.source.publisher))
        self._on = PublishedField(appearance, today.isoformat(), self.tr("2025-03-31 or 2025-03"))
        self._url = line(hint="https://")
        pieces = [(piece.title, piece.id) for piece in detail.pieces if not piece.withdrawn]
        self._piece = choice([(self.tr("No"), None), *pieces])

    def _add_words(self, name: str) -> None:
        """The words, and who said them when."""
        self.fields.addLayout(self.add(name, self._said))
        by = self.add("said_by", self._by)
        on = self.add("said_on", self._on)
        both = row(by, on, spacing=12)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        self.fields.addLayout(both)

    def _add_place(self) -> None:
        """Where the words stand."""
        piece = self.add("evidence_id", self._piece, self.tr("Also recorded as evidence"))
        self.fields.addLayout(side_by_side(self.add("url", self._url, optional=True), piece))
        self.fields.addStretch()
        self._said.setFocus()

    def _origin(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "said_by": self._by.text(),
            "said_on": self._on.value,
            "url": self._url.text().strip(),
            "evidence_id": self._piece.currentData(),
        }


class ClaimDialog(StatementDialog):
    """What the publisher says of a commitment; it is shown beside the assessment and never in its place."""

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, today: date) -> None:
        super().__init__(appearance, parent, detail, today)
        self.set_heading(self.tr("Add an official claim"))
        hint = self.tr("It stands beside the assessment, attributed and dated, and changes nothing of it.")
        self.fields.addWidget(text(hint, "hint"))
        terms = [(appearance.words.term(one), one.value) for one in _CLAIMABLE]
        self._claimed = choice([(self.tr("Does not say"), None), *terms])
        self._add_words("said")
        self.fields.addLayout(self.add("claimed", self._claimed))
        self._add_place()

    def values(self) -> dict[str, Any]:
        return {**self._origin(), "said": self._said.toPlainText(), "claimed": self._claimed.currentData()}


class RelationDialog(StatementDialog):
    """How later words stand to the promise (§8), which itself stays as it is; or which later commitment says it again.

    `targets_wanted` asks which commitments some words mean: `offer` takes the answer.
    """

    targets_wanted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, today: date) -> None:
        super().__init__(appearance, parent, detail, today)
        self.set_heading(self.tr("Add a relation to later words"))
        self._kind = self._terms(list(current_terms(RelationKind)))
        self._due = DueField(appearance, hint="2026-06-30")
        self._reason = line()
        self._other = CommitmentInput(appearance, "", "")
        self._rule = text("", "hint")
        kind = self.add("kind", self._kind, self.tr("What the later words do"))
        self.fields.addLayout(side_by_side(kind, self.add("due_on", self._due, self.tr("New due date"), optional=True)))
        self.fields.addLayout(with_rule(self.appearance, self._rule, 8))
        other = self.add("other", self._other, self.tr("Later commitment that says it again"), optional=True)
        piece = self.add("evidence_id", self._piece, self.tr("Also recorded as evidence"))
        self.fields.addLayout(side_by_side(other, piece))
        self._add_words("wording")
        self.fields.addLayout(self._amount())
        url = self.add("url", self._url, optional=True)
        self.fields.addLayout(side_by_side(url, self.add("reason", self._reason, optional=True)))
        self.fields.addStretch()
        self._other.wanted.connect(self.targets_wanted)
        self._other.chosen.connect(self._follow)
        self._kind.currentIndexChanged.connect(self._follow)
        self._said.setFocus()
        self._follow()

    def offer(self, words: str, targets: Sequence[LinkTarget]) -> None:
        """These are the commitments that are meant by some words."""
        self._other.offer(words, targets)

    def values(self) -> dict[str, Any]:
        value = self._value.text().strip()
        operator = self._operator.currentData()
        set_anew = bool(value or operator)
        return {
            **self._origin(),
            "kind": self._kind.currentData(),
            "wording": self._said.toPlainText(),
            "other": self._other.code or None,
            "reason": self._reason.text().strip(),
            "due_on": self._due.value or None,
            "operator": operator,
            "value": value or None,
            # The unit and what is counted are filled in beforehand: alone they say nothing.
            "unit": (self._unit.text().strip() or None) if set_anew else None,
            "counting": self._counting.currentData() if set_anew else None,
        }

    def _follow(self) -> None:
        """The rule of the kind; and of a later commitment that is named the words need not be typed."""
        rule = self.appearance.words.rule(RelationKind(self._kind.currentData()))
        both = self.tr("The first words stay as they are. The assessment is shown against both.")
        self._rule.setText(f"{rule}\n{both}")
        named = bool(self._other.code)
        self._said.setPlaceholderText(self.tr("Left empty: the title of that commitment") if named else "")

    def _amount(self) -> QHBoxLayout:
        """The amount, where a new one is set."""
        first = self.detail.row.quantity
        countable = [one for one in Operator if one is not Operator.UNQUANTIFIED]
        self._operator = self._terms(countable, self.tr("Amount as before"))
        self._unit = line(first.unit if first is not None else "")
        self._value = AmountField("", self._unit, "40")
        self._counting = self._terms(list(CountingBasis), current=first.basis.value if first is not None else None)
        fields = (
            self.add("operator", self._operator),
            self.add("value", self._value),
            self.add("unit", self._unit),
            self.add("counting", self._counting),
        )
        made = side_by_side(*fields)
        for place, share in enumerate((5, 3, 3, 4)):
            made.setStretch(place, share)
        return made

    def _terms(self, members: list[Any], nothing: str = "", current: object = None) -> QComboBox:
        words = self.appearance.words
        none = [(nothing, None)] if nothing else []
        return choice([*none, *((at_the_beginning(words.term(one)), one.value) for one in members)], current)


class _ReasonDialog(FormDialog):
    """Why something is taken out of use. It stays in the history."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        detail: CommitmentDetail | None,
        heading: str,
        subject: str,
        hints: Sequence[str],
    ) -> None:
        super().__init__(appearance, parent, detail)
        self.set_heading(heading)
        self.save_button.setText(self.tr("Withdraw"))
        self._reason = lines(height=4)
        self.fields.addWidget(text(subject, "strong"))
        for hint in hints:
            self.fields.addWidget(text(hint, "hint"))
        self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addStretch()
        self._reason.setFocus()


class StatementWithdrawDialog(_ReasonDialog):
    """Why a claim or a relation is taken back."""

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, statement: Statement) -> None:
        claim = isinstance(statement, ClaimRow)
        heading = self.tr("Withdraw the official claim") if claim else self.tr("Withdraw the relation")
        said = statement.said if isinstance(statement, ClaimRow) else statement.wording
        hints = (f"{statement.said_by} · {statement.said_on}", self.tr("It stays in the history, with your reason."))
        super().__init__(appearance, parent, detail, heading, said, hints)
        self._uid = statement.uid
        self.draft_about = statement.uid

    def values(self) -> dict[str, Any]:
        return {"uid": self._uid, "reason": self._reason.toPlainText()}


class WithdrawDialog(_ReasonDialog):
    """Why a piece of evidence is taken out of use."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail | None, evidence: EvidenceRow
    ) -> None:
        hint = self.tr("It stays in the history, struck through, with your reason.")
        subject = appearance.words.evidence(evidence)
        super().__init__(appearance, parent, detail, self.tr("Withdraw evidence"), subject, [hint])
        self._evidence = evidence
        self.draft_about = str(evidence.id)

    def values(self) -> dict[str, Any]:
        return {
            "evidence_id": self._evidence.id,
            "reason": self._reason.toPlainText(),
            "expected_version": self._evidence.version,
        }

    def accept_newer(self, evidence: EvidenceRow) -> None:
        """Withdraw the newest version of the evidence."""
        self._evidence = evidence
        self.reloaded()


class ReviewDialog(FormDialog):
    """That a commitment without a due date was looked at again: what came of it, and when to look next (§2)."""

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, today: date) -> None:
        super().__init__(appearance, parent, detail)
        self.set_heading(self.tr("Record a review"))
        self._reason = lines(height=4)
        self._next_on = DateField(appearance, a_year_after(today).isoformat(), "2027-01-21")
        hint = self.tr("The assessment stays as it is. A year on, the ledger asks again, unless another day is given.")
        self.fields.addWidget(text(hint, "hint"))
        self.fields.addLayout(self.add("reason", self._reason, self.tr("What came of it")))
        self.fields.addLayout(self.add("next_on", self._next_on))
        self.fields.addStretch()
        self._reason.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "reason": self._reason.toPlainText(),
            "next_on": self._next_on.value or None,
            "expected_version": self.detail.row.version,
        }

    def accept_newer(self, detail: CommitmentDetail) -> None:
        """Review the newest state."""
        self.detail = detail
        self.reloaded()
