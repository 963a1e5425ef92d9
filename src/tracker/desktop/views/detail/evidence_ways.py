"""Links to the cards of pieces of evidence, by their numbers in the pane."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.desktop.views.common.widgets import Flow, button, label

_MOST = 20
"""So many links a reader looks through; a verdict may rest on thousands of pieces."""


class EvidenceWays(Flow):
    """The links in a line after what leads to them. `wanted` carries the id of the piece that was chosen."""

    wanted = Signal(int)

    def __init__(
        self,
        pieces: Iterable[tuple[int, int, str]],
        name: str = "",
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
