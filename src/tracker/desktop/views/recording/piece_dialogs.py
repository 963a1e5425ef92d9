"""Forms about several pieces of evidence at once: link them to one commitment, take them out of use."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, lines, side_by_side
from tracker.desktop.views.recording.commitment_input import CommitmentInput
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_rows import LinkTarget
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import Bearing, Stage

_NAMED = 4
"""Titles that a form says one by one."""


class PiecesDialog(FormDialog):
    """Says which pieces it is about."""

    def __init__(self, appearance: Appearance, parent: QWidget, heading: str, pieces: Sequence[EvidenceRow]) -> None:
        super().__init__(appearance, parent, None)
        self.pieces = tuple(pieces)
        self.draft_about = ",".join(str(piece.id) for piece in pieces)
        self.set_heading(heading)
        named = "\n".join(appearance.words.evidence(piece) for piece in pieces[:_NAMED])
        self.fields.addWidget(text(named, "strong"))
        if (rest := len(pieces) - _NAMED) > 0:
            self.fields.addWidget(text(self.tr("and {count} more").format(count=rest), "hint"))

    def offer_rest(self, count: int, refused: Sequence[UserError]) -> None:
        """Some could not be done: say how many were, and why not the others."""
        reasons = " ".join(dict.fromkeys(map(self.appearance.words.error, refused)))
        said = self.tr("Done: {count} of {total}. {reasons}")
        self.complain(said.format(count=count, total=len(self.pieces), reasons=reasons))
        # Saved again it would repeat what is done.
        self.save_button.setEnabled(not count)


class LinkPiecesDialog(PiecesDialog):
    """Which commitment they bear on, and how. `targets_wanted` asks which some words mean: `offer` takes the answer."""

    targets_wanted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, pieces: Sequence[EvidenceRow]) -> None:
        super().__init__(appearance, parent, self.tr("Link to a commitment"), pieces)
        words = appearance.words
        self._commitment = CommitmentInput(appearance, "", "")
        self._bearing = choice([(words.term(one), one.value) for one in Bearing], Bearing.PROGRESS.value)
        self._stage = choice([("–", None), *((words.term(one), one.value) for one in Stage)], None)
        self.fields.addLayout(self.add("commitment", self._commitment, self.tr("Commitment")))
        bearing = self.add("bearing", self._bearing, words.field("bearing"))
        self.fields.addLayout(side_by_side(bearing, self.add("stage", self._stage, words.field("stage"))))
        self.fields.addStretch()
        self._commitment.wanted.connect(self.targets_wanted)
        self._commitment.setFocus()

    def offer(self, words: str, targets: Sequence[LinkTarget]) -> None:
        """These are the commitments that are meant by some words."""
        self._commitment.offer(words, targets)

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self._commitment.code,
            "bearing": self._bearing.currentData(),
            "stage": self._stage.currentData(),
        }


class WithdrawPiecesDialog(PiecesDialog):
    """Why they are taken out of use, one reason for all."""

    def __init__(self, appearance: Appearance, parent: QWidget, pieces: Sequence[EvidenceRow]) -> None:
        super().__init__(appearance, parent, self.tr("Withdraw evidence"), pieces)
        self.save_button.setText(self.tr("Withdraw"))
        self._reason = lines(height=4)
        hint = self.tr("They stay in the history, struck through, with your reason. Each is a change of its own.")
        self.fields.addWidget(text(hint, "hint"))
        self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addStretch()
        self._reason.setFocus()

    def values(self) -> dict[str, Any]:
        return {"reason": self._reason.toPlainText()}
