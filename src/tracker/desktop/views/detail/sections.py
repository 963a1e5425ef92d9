"""What every section of the detail pane is made of, and its links to the evidence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import Flow, button, label
from tracker.domain.rows import CommitmentDetail, EvidenceOutline, EvidenceRow

if TYPE_CHECKING:
    from tracker.desktop.views.detail.detail_pane import DetailPane

_MOST = 20
"""So many links a reader looks through; a verdict may rest on thousands of pieces."""


class Reader(Protocol):
    """Whoever shows sections of a commitment: what they lead to, it shows."""

    def show_evidence(self, evidence_id: int) -> None:
        """Bring the card of a piece of evidence into view."""
        ...

    def look_at(self, piece: EvidenceRow, sha256: str) -> None:
        """Open a file of a piece, "" for the one that its words are quoted from."""
        ...

    def show_folder(self, piece: EvidenceRow, sha256: str) -> None:
        """Show a copy of a file of a piece in its folder."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A commitment as sections show it. What they lead to is asked of the `reader`; what changes something is a signal
    of the `editor`, and is offered only where there is one.

    `pieces` are all of its evidence by id, each with the number of its card.
    """

    reader: Reader
    appearance: Appearance
    detail: CommitmentDetail
    pieces: Mapping[int, tuple[int, EvidenceOutline]]
    editor: "DetailPane | None" = None

    @classmethod
    def of(
        cls, reader: Reader, appearance: Appearance, detail: CommitmentDetail, editor: "DetailPane | None" = None
    ) -> "Shown":
        """Return it with its pieces numbered, once for all sections: a piece has the number of its card wherever it is
        named, read whole or not."""
        pieces = {piece.id: (number, piece) for number, piece in enumerate(detail.pieces, start=1)}
        return cls(reader, appearance, detail, pieces, editor)

    def links(
        self,
        ids: Collection[int],
        name: str = "toEvidence",
        *,
        after: Sequence[QWidget] = (),
        then: Sequence[QWidget] = (),
    ) -> "EvidenceWays":
        """Return links to the cards of these pieces, as far as they are there, in the order of the ids."""
        known = ((one, *self.pieces[one]) for one in ids if one in self.pieces)
        ways = EvidenceWays(((number, one, piece.title) for one, number, piece in known), name, after=after, then=then)
        ways.wanted.connect(self.reader.show_evidence)
        return ways


class EvidenceWays(Flow):
    """The links in a line after what leads to them. `wanted` carries the id of the piece that was chosen."""

    wanted = Signal(int)

    def __init__(
        self,
        pieces: Iterable[tuple[int, int, str]],
        name: str = "toEvidence",
        *,
        after: Sequence[QWidget] = (),
        then: Sequence[QWidget] = (),
    ) -> None:
        """`pieces`: number, id and title of each; `name` is the object name of the links, which stand between two."""
        super().__init__(8)
        pieces = list(pieces)
        ways: list[QWidget] = [self._way(*piece, name) for piece in pieces[:_MOST]]
        if (rest := len(pieces) - _MOST) > 0:
            ways.append(label(self.tr("and {count} more").format(count=f"{rest:,}"), "small"))
        self.fill([*after, *ways, *then])

    def _way(self, number: int, piece_id: int, title: str, name: str) -> QPushButton:
        words = self.tr("Evidence {number}").format(number=number)
        made = button(words, "quiet-link")
        made.setObjectName(name)
        made.setToolTip(title)
        made.setAccessibleName(f"{words}: {title}")
        made.clicked.connect(partial(self.wanted.emit, piece_id))
        return made
