"""What is asked where a document is recorded that the ledger has already: one document is one piece (§5)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import badge, clear_layout, column, row, text
from tracker.desktop.views.forms.form_dialog import choice
from tracker.desktop.views.forms.plain_dialog import PlainDialog

if TYPE_CHECKING:
    from tracker.services.evidence.duplicates import SamePiece

_WIDTH = 560


class KnownPieceDialog(PlainDialog):
    """Link the piece that is there, which is nearly always what is meant; or say that it is another document; or go
    back to the form. `link_wanted` carries the id of the piece.

    `links`: how many commitments were filled in; `corrects`: a piece is being corrected, which cannot become another.
    """

    link_wanted = Signal(int)
    separate_wanted = Signal()

    def __init__(
        self, appearance: Appearance, parent: QWidget, same: "Sequence[SamePiece]", links: int, *, corrects: bool
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("knownPiece")
        self._same = tuple(same)
        self.set_title(self.tr("This document is in the ledger already"))
        self._pieces = choice([(f"{one.id} · {one.title}", one.id) for one in same])
        self._pieces.setAccessibleName(self.tr("The piece that is meant"))
        self._pieces.setVisible(len(self._same) > 1)
        self._shown = QFrame()
        self._lines = column(spacing=4, margins=(12, 10, 12, 10))
        self._shown.setObjectName("box")
        self._shown.setLayout(self._lines)
        self.body.addWidget(self._pieces)
        self.body.addWidget(self._shown)
        self.body.addWidget(text(self._said(links, corrects=corrects), "hint"))
        if corrects:
            self.finish(self.tr("Go on with the form"), "").clicked.connect(self.reject)
        else:
            words = self.tr("Link the piece that is there") if links else self.tr("Use the piece that is there")
            self.link_button = self.finish(words, self.tr("Cancel"), width=_WIDTH)
            self.link_button.setObjectName("linkKnown")
            self.link_button.clicked.connect(self._link)
        self.separate_button = self.offer(self.tr("It is another document"))
        self.separate_button.setObjectName("saveSeparately")
        self.separate_button.clicked.connect(self._separate)
        self._pieces.currentIndexChanged.connect(self._show)
        self._show()

    @property
    def chosen(self) -> "SamePiece":
        """The piece that is meant."""
        return self._same[max(0, self._pieces.currentIndex())]

    def _said(self, links: int, *, corrects: bool) -> str:
        """What becomes of what was filled in."""
        if corrects:
            return self.tr("The piece that you are correcting would become the same document as this one.")
        if links:
            return self.tr(
                "Linked is what you filled in of the commitments it bears on. Its title, words and files stay as they "
                "are there: nothing is counted twice."
            )
        return self.tr("You filled in no commitment that it bears on: nothing is recorded, and the form closes.")

    def _show(self) -> None:
        """The piece as it is in the ledger, and by what it is known to be the same."""
        one = self.chosen
        words = self.appearance.words
        clear_layout(self._lines)
        self._lines.addWidget(text(f"{one.id} · {one.title}", "strong"))
        origin = (one.publisher, one.published, one.number)
        self._lines.addWidget(text(" · ".join(part for part in origin if part), "small"))
        self._lines.addLayout(row(*(badge(words.term(reason)) for reason in one.reasons), None, spacing=4))
        if one.commitments:
            bears = self.tr("Bears on {commitments}").format(commitments=words.join(one.commitments))
            self._lines.addWidget(text(bears, "small"))

    def _link(self) -> None:
        chosen = self.chosen.id
        self.accept()
        self.link_wanted.emit(chosen)

    def _separate(self) -> None:
        self.accept()
        self.separate_wanted.emit()
