"""Words of the ministry that came later: what was said, by whom, when, and where it stands."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.address import address_line
from tracker.desktop.views.common.widgets import button, column, text
from tracker.desktop.views.detail.evidence_ways import EvidenceWays
from tracker.domain.rows import ClaimRow, CommitmentDetail, RelationRow

Statement = ClaimRow | RelationRow


class StatementView(QFrame):
    """`withdraw_wanted` carries the statement, `evidence_wanted` the id of the piece that it is also recorded as.

    Subclasses say what comes `_above` and `_below` the words.
    """

    withdraw_wanted = Signal(object)
    evidence_wanted = Signal(int)

    def __init__(
        self, appearance: Appearance, statement: Statement, detail: CommitmentDetail, *, read_only: bool
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self.statement = statement
        words = statement.said if isinstance(statement, ClaimRow) else statement.wording
        said = text(words, "laterWords")
        said.setFont(appearance.quote_font)
        lines = column(self._above(), said, spacing=3)
        lines.addWidget(text(f"{statement.said_by} · {statement.said_on}", "small"))
        self._below(lines, detail)
        if statement.url:
            lines.addWidget(address_line(statement.url))
        self._add_ways(lines, detail, words, read_only=read_only)
        self.setLayout(lines)

    def _above(self) -> QWidget:
        raise NotImplementedError

    def _below(self, lines: QVBoxLayout, detail: CommitmentDetail) -> None:
        del lines, detail

    def _add_ways(self, lines: QVBoxLayout, detail: CommitmentDetail, words: str, *, read_only: bool) -> None:
        """To the evidence, and to take the statement back."""
        pieces = enumerate(detail.pieces, start=1)
        also = [(number, one.id, one.title) for number, one in pieces if one.id == self.statement.evidence_id]
        then: list[QWidget] = []
        if not read_only:
            withdraw = button(self.tr("Withdraw"), "quiet-link")
            withdraw.setObjectName("withdrawStatement")
            withdraw.setAccessibleName(self.tr("Withdraw: {words}").format(words=words))
            withdraw.clicked.connect(lambda: self.withdraw_wanted.emit(self.statement))
            then.append(withdraw)
        if also or then:
            ways = EvidenceWays(also, then=then)
            ways.wanted.connect(self.evidence_wanted)
            lines.addWidget(ways)
