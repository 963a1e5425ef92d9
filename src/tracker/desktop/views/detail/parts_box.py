"""The parts of a commitment, each with what the evidence shows of it (coding rules §1)."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import badge, column, label, row, text
from tracker.desktop.views.detail.ladder_view import rungs
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.assessment.ladder import Ladder
from tracker.domain.assessment.proof import case_of
from tracker.domain.commitments.parts import PartState, part_states
from tracker.domain.rows import CommitmentDetail, PartRow
from tracker.domain.terms import Assessment, Bearing

_SIGNS = {
    Bearing.FULFILS: Assessment.MET,
    Bearing.PARTLY: Assessment.PARTLY_MET,
    Bearing.PROGRESS: Assessment.IN_PROGRESS,
}


class PartSign(QWidget):
    """How far a part is, as the sign that the assessments have for it; the words beside it say the same."""

    def __init__(self, appearance: Appearance, bearing: Bearing | None) -> None:
        super().__init__()
        self._appearance = appearance
        self._sign = _SIGNS.get(bearing, Assessment.NOT_RATED) if bearing else Assessment.NOT_RATED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(12), scaled(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        side = scaled(11)
        box = QRectF(0.5, (self.height() - side) / 2, side, side)
        draw_assessment(painter, box, self._sign, self._appearance.tokens.assessments[self._sign].text)


class PartsBox(QWidget):
    """One entry a part, in their order."""

    def __init__(self, shown: Shown, apart: Sequence[Ladder] = ()) -> None:
        """`apart` are the ladders of the parts, where they stand on different rungs."""
        super().__init__()
        self._words = shown.appearance.words
        self._ladders = {ladder.part.id: ladder for ladder in apart if ladder.part is not None}
        detail = shown.detail
        states = part_states(detail.parts, case_of(detail))
        unnamed = max(0, detail.parts_expected - len(states))
        lines = column(spacing=6)
        for number, state in enumerate(states, start=1):
            sign = column(PartSign(shown.appearance, state.bearing), None)
            entry = row(sign, self._entry(shown, number, state), spacing=7)
            entry.setStretch(1, 1)
            lines.addLayout(entry)
        if unnamed:
            rest = text(self._words.phrase("parts_unnamed", count=unnamed), "small")
            rest.setObjectName("unnamedParts")
            lines.addWidget(rest)
        self.setLayout(lines)

    @staticmethod
    def counts(detail: CommitmentDetail) -> tuple[int, int]:
        """Return how many parts are shown to be done, and of how many.

        十大重点行业 has ten parts before all of them have names; those without count as not done (§1).
        """
        states = part_states(detail.parts, case_of(detail))
        return sum(state.shown for state in states), max(len(states), detail.parts_expected)

    def _entry(self, shown: Shown, number: int, state: PartState) -> QVBoxLayout:
        words = self._words
        entry = column(text(f"{number}. {words.name(state.part.title)}"), spacing=1)
        said = [words.term(state.bearing)] if state.bearing else [self.tr("nothing shows it yet")]
        if state.through_whole:
            said.append(self.tr("with the whole"))
        ladder = self._ladders.get(state.part.id)
        highest = ladder.highest if ladder is not None else None
        stage = highest.stage if highest is not None else state.stage
        if stage is not None:
            said.append(words.term(stage))
        things: list[QWidget] = [label(" · ".join(said), "small")]
        if state.contradicted:
            things.append(badge(words.term(Bearing.CONTRADICTS), warning=True))
        entry.addWidget(shown.links(state.evidence, "showsPart", after=things))
        if own := " · ".join(self._own(state.part)):
            said_of_it = text(own, "small")
            said_of_it.setObjectName("partOwn")
            entry.addWidget(said_of_it)
        if ladder is not None:
            entry.addLayout(rungs(shown, ladder, worded=False))
        return entry

    def _own(self, part: PartRow) -> Iterator[str]:
        """What a part has of its own: due date, amount and departments."""
        words = self._words
        if part.due is not None:
            yield f"{words.field('due')} {words.due(part.due)}"
        if part.quantity is not None:
            target = self.tr("Target {target}").format(target=words.quantity(part.quantity))
            yield target if part.working is None else f"{target} · {words.working(part.working)}"
        for one in part.departments:
            yield f"{words.term(one.role)} {words.responsible(one)}"
