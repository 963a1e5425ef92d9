"""Words of the publisher that came later: official claims (coding rules §2), and what ties words to a promise (§8).

Neither is mixed with the assessment or with the first words: each is attributed, dated, and stands on its own.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from tracker.desktop.views.common.widgets import Flow, address_line, badge, button, column, text
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.rows import ChainLink, ClaimRow, RelationRow

if TYPE_CHECKING:
    from tracker.desktop.views.detail.detail_pane import DetailPane

Statement = ClaimRow | RelationRow


class StatementView(QFrame):
    """What was said, by whom, when, and where it stands; with the ways to the evidence and to take it back."""

    def __init__(self, shown: Shown, statement: Statement) -> None:
        super().__init__()
        is_claim = isinstance(statement, ClaimRow)
        words = statement.said if is_claim else statement.wording
        said = text(words, "laterWords")
        said.setFont(shown.appearance.quote_font)
        lines = column(spacing=3)
        mark = self._claimed(shown, statement) if is_claim else self._kind(shown, statement)
        if mark is not None:
            marks = Flow(4)
            marks.fill([mark])
            lines.addWidget(marks)
        lines.addWidget(said)
        lines.addWidget(text(f"{statement.said_by} · {statement.said_on}", "small"))
        if not is_claim:
            for further in self._newly_set(shown, statement):
                lines.addWidget(further)
        if statement.url:
            lines.addWidget(address_line(statement.url))
        withdraw = [self._withdraw(shown.editor, statement, words)] if shown.editor is not None else []
        if withdraw or statement.evidence_id in shown.pieces:
            # A withdrawn piece is a card as well, and stays the place where the words are recorded.
            also = () if statement.evidence_id is None else (statement.evidence_id,)
            lines.addWidget(shown.links(also, then=withdraw))
        self.setLayout(lines)

    def _claimed(self, shown: Shown, claim: ClaimRow) -> QLabel | None:
        """What it claims, in our terms."""
        if claim.claimed is None:
            return None
        said = self.tr("It claims: {assessment}").format(assessment=shown.appearance.words.term(claim.claimed))
        publisher = shown.appearance.words.name(shown.detail.source.publisher)
        tip = self.tr("The word of {publisher} itself; it is not the assessment.")
        return badge(said, tip.format(publisher=publisher))

    def _kind(self, shown: Shown, later: RelationRow) -> QLabel:
        words = shown.appearance.words
        stays = self.tr("The first words stay as they are: what came later stands beside them.")
        return badge(words.term(later.kind), f"{words.rule(later.kind)}\n{stays}")

    def _newly_set(self, shown: Shown, later: RelationRow) -> Iterator[QLabel]:
        """The amount and the due date that it newly sets, the later commitment, and why it is recorded."""
        words = shown.appearance.words
        if later.quantity is not None:
            yield text(self.tr("Target now {target}").format(target=words.quantity(later.quantity)))
        if later.due_on is not None:
            due = self.tr("Due now {day}; at first: {first}")
            yield text(due.format(day=later.due_on.isoformat(), first=words.due(shown.detail.row.due)))
        if later.other is not None:
            yield text(self.tr("Later commitment: {code}").format(code=later.other))
        if later.reason:
            yield text(later.reason, "small")

    def _withdraw(self, editor: "DetailPane", statement: Statement, words: str) -> QWidget:
        withdraw = button(self.tr("Withdraw"), "quiet-link")
        withdraw.setObjectName("withdrawStatement")
        withdraw.setAccessibleName(self.tr("Withdraw: {words}").format(words=words))
        withdraw.clicked.connect(partial(editor.statement_withdrawal_wanted.emit, statement))
        return withdraw


class ClaimsBox(QWidget):
    """What the publisher itself says of a commitment: who said what, when, and what it claims, newest first."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.setLayout(column(*(StatementView(shown, claim) for claim in shown.detail.claims), spacing=10))


class RestatementBox(QWidget):
    """All later words, newest first."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.setLayout(column(*(StatementView(shown, one) for one in shown.detail.relations), spacing=8))


class ChainBox(QWidget):
    """The chain of the pledge over the years, oldest first; the other commitments of it can be gone to."""

    wanted = Signal(str)

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.setLayout(column(*(self._line(shown, link) for link in shown.detail.chain), spacing=4))

    def _line(self, shown: Shown, link: ChainLink) -> QWidget:
        line = QWidget()
        said = column(text(shown.appearance.words.chain_link(link, shown.detail.row.code)))
        if link.code != shown.detail.row.code:
            there = button(self.tr("Show {code}").format(code=link.code), "quiet-link")
            there.setObjectName("toCommitment")
            there.clicked.connect(partial(self.wanted.emit, link.code))
            said.addWidget(there)
        line.setLayout(said)
        return line
