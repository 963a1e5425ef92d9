"""What a piece of evidence is to prove: the exact words of a commitment, its target, and what counts so far."""

from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import Scrolling, clear_layout, column, text
from tracker.desktop.views.detail.quotes import QuoteView
from tracker.domain.rows import CommitmentDetail


class ProvedWords(Scrolling):
    """Stays in view while evidence is recorded beside it."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("provedWords")
        self._appearance = appearance
        self.detail: CommitmentDetail | None = None
        self._lines = column(spacing=7, margins=(0, 0, 8, 2))
        body = QWidget()
        body.setObjectName("provedBody")
        body.setLayout(column(self._lines, None))
        self.setWidget(body)
        self.setAccessibleName(self.tr("What is to be proved"))
        self.show_detail(None)

    def show_detail(self, detail: CommitmentDetail | None) -> None:
        """Show the words of a commitment; None says that none is chosen yet."""
        self.detail = detail
        clear_layout(self._lines)
        if detail is None:
            nothing = self.tr("Choose a commitment under “Bears on”, and its words stand here.")
            self._lines.addWidget(text(nothing, "hint"))
            return
        words = self._appearance.words
        self._lines.addWidget(text(f"{detail.row.code} · {words.name(detail.row.title)}", "strong"))
        for quote in detail.quotes:
            self._lines.addWidget(QuoteView(self._appearance, quote))
        for said in self._sums(detail):
            self._lines.addWidget(text(said, "small"))

    def wanted_height(self, width: int) -> int:
        """Return how high all of it is at a width."""
        body = self.widget()
        layout = body.layout() if body is not None else None
        return layout.totalHeightForWidth(width) + scaled(12) if layout is not None else self.sizeHint().height()

    def _sums(self, detail: CommitmentDetail) -> list[str]:
        """The target with its baseline, and what the evidence comes to."""
        words = self._appearance.words
        quantity = detail.row.quantity
        if quantity is None:
            counted = len([piece for piece in detail.evidence if not piece.withdrawn])
            return [self.tr("No target in numbers · evidence so far: {count}").format(count=counted)]
        pieces = [self.tr("Target {target}").format(target=words.quantity(quantity))]
        if quantity.baseline is not None:
            amount = words.amount(quantity.baseline, quantity.unit)
            pieces.append(self.tr("Baseline {amount}").format(amount=amount))
        working = detail.row.working
        so_far = self.tr("Counts so far: {working}")
        none = self.tr("Nothing counts yet.")
        return [" · ".join(pieces), so_far.format(working=words.working(working)) if working is not None else none]
