"""The evidence of a commitment for one verdict: what proves it first and ticked, then the rest and why it does not."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import CheckBox, clear_layout, column, label, text
from tracker.domain.assessment.proof import ENDING_RELATIONS, Case, Obstacle, obstacles, proving
from tracker.domain.rows import CommitmentDetail, EvidenceLinkRow, EvidenceOutline
from tracker.domain.terms import Assessment
from tracker.wording import Words

_RESTING_ON_NONE = frozenset({Assessment.NOT_RATED, Assessment.NO_EVIDENCE, Assessment.NOT_VERIFIABLE})
"""Verdicts that rest on no piece of evidence: there is none to choose."""
_RESTING_ON_SEARCHES = frozenset({Assessment.NO_EVIDENCE, Assessment.NOT_MET})
_NEVER = frozenset({Obstacle.WITHDRAWN, Obstacle.SAME_BRIEFING})
"""What keeps a piece from being cited at all, even beside others that prove."""
_INDENT = 22
"""Pixels of the design from the edge of a tick box to its words."""


class ProofList(QFrame):
    """What is ticked by hand stays so for each verdict, whichever is looked at in between. `changed` says that a box
    was ticked."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("choices")
        self._appearance = appearance
        self._assessment = Assessment.NOT_RATED
        self._by_hand: dict[Assessment, dict[int, bool]] = {}
        self.boxes: dict[int, CheckBox] = {}
        self._lines = column(spacing=2, margins=(10, 8, 10, 8))
        self.setLayout(self._lines)

    @property
    def ticked(self) -> tuple[int, ...]:
        """The pieces that the verdict is to rest on, by their ids."""
        return tuple(sorted(key for key, box in self.boxes.items() if box.isChecked()))

    def show_case(self, detail: CommitmentDetail, case: Case, assessment: Assessment) -> None:
        """Show what there is for this verdict."""
        self._assessment = assessment
        clear_layout(self._lines)
        self.boxes = {}
        for line in self._grounds(detail, assessment):
            self._lines.addWidget(line)
        if assessment not in _RESTING_ON_NONE:
            self._show_pieces(detail, case, assessment)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: some verdicts rest on no evidence."""
        return self._lines.count() == 0

    def _show_pieces(self, detail: CommitmentDetail, case: Case, assessment: Assessment) -> None:
        words = self._appearance.words
        able = proving(case, assessment)
        why = obstacles(case, assessment)
        pieces = {piece.id: piece for piece in detail.pieces}
        if not pieces:
            self._lines.addWidget(text(self.tr("No evidence is linked to this commitment yet."), "hint"))
            return
        if able:
            self._add_head(self.tr("Proves it"))
        for piece_id in able:
            self._add_piece(pieces[piece_id], detail.row.code, ticked=True)
        rest = [piece for piece in detail.pieces if piece.id not in able]
        if rest:
            self._add_head(self.tr("Does not prove it; may be cited beside what does"))
        for piece in sorted(rest, key=lambda piece: why.get(piece.id) in _NEVER):
            obstacle = why.get(piece.id)
            box = self._add_piece(piece, detail.row.code, ticked=False, allowed=obstacle not in _NEVER)
            if obstacle is not None:
                box.setAccessibleDescription(words.rule(obstacle))
                self._add_below(words.rule(obstacle), "warnText")

    def _add_head(self, words: str) -> None:
        if self._lines.count():
            self._lines.addSpacing(6)
        self._lines.addWidget(label(words, "formLabel"))

    def _add_piece(self, piece: EvidenceOutline, code: str, *, ticked: bool, allowed: bool = True) -> CheckBox:
        words = self._appearance.words
        box = CheckBox(self._appearance, piece.title)
        box.setObjectName(f"cite_{piece.id}")
        box.setToolTip(words.evidence(piece))
        box.setEnabled(allowed)
        box.setChecked(allowed and self._by_hand.get(self._assessment, {}).get(piece.id, ticked))
        box.toggled.connect(lambda on, key=piece.id: self._note(key, on))
        self.boxes[piece.id] = box
        box.setAccessibleName(words.evidence(piece))
        self._lines.addWidget(box)
        self._add_below(" · ".join(_facts(piece, code, words)), "small")
        return box

    def _add_below(self, words: str, name: str) -> None:
        below = text(words, name)
        below.setContentsMargins(scaled(_INDENT), 0, 0, 2)
        self._lines.addWidget(below)

    def _note(self, piece_id: int, ticked: bool) -> None:
        self._by_hand.setdefault(self._assessment, {})[piece_id] = ticked
        self.changed.emit()

    def _grounds(self, detail: CommitmentDetail, assessment: Assessment) -> Iterator[QLabel]:
        """What else the verdict may rest on: the newest search, or that the ministry itself gave the promise up."""
        words = self._appearance.words
        if assessment in _RESTING_ON_SEARCHES:
            yield text(self._newest_search(detail), "hint")
        if assessment is Assessment.DROPPED:
            for relation in detail.relations:
                if relation.kind in ENDING_RELATIONS:
                    said = self.tr("Recorded relation: {kind}, {day}")
                    yield text(said.format(kind=words.term(relation.kind), day=relation.said_on), "hint")

    def _newest_search(self, detail: CommitmentDetail) -> str:
        newest = next(iter(detail.searches), None)
        if newest is None:
            return self.tr("Nothing has been searched for yet.")
        said = self.tr("Newest search: {day}, {place}, “{words}”: {outcome}")
        return said.format(
            day=newest.searched_on.isoformat(),
            place=newest.place,
            words=newest.words,
            outcome=self._appearance.words.term(newest.outcome),
        )


def _facts(piece: EvidenceOutline, code: str, words: Words) -> Iterator[str]:
    """What counts of a piece: whose it is, since when, of which kind, how it bears on the commitment, and how much."""
    yield from (piece.publisher, piece.published, words.term(piece.kind))
    for link in piece.links:
        if link.commitment == code:
            yield from _said(link, words)


def _said(link: EvidenceLinkRow, words: Words) -> Iterator[str]:
    part = words.name(link.part.title) if link.part is not None else ""
    yield f"{part} {words.term(link.bearing)}".strip()
    if link.stage is not None:
        yield words.term(link.stage)
    if link.value is not None and link.role is not None:
        yield f"{words.amount(link.value, link.unit or '')} {words.term(link.role)}"
