"""Says that the program was updated, or moved, while its window was open."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.domain.errors import UserError


class ReplacedProgram(QObject):
    """Beside the window: tells it when something cannot be done for that, and offers to close."""

    dialog: WaysDialog | None = None

    def __init__(self, appearance: Appearance, window: QWidget, close: Callable[[], object]) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._window = window
        self._close = close

    def tell(self) -> None:
        """Say so, unless it is being said."""
        if self.dialog is not None:
            return
        said = self._appearance.words.error(UserError("program_replaced"))
        hint = self.tr("Nothing of the other version is loaded into this window. You can save an open form first.")
        title = self.tr("The program was replaced")
        ways = {self.tr("Close the program"): self._leave}
        self.dialog = WaysDialog(self._appearance, self._window, title, said, hint, ways, self.tr("Later"))
        self.dialog.finished.connect(self._let_go)
        self.dialog.open()

    def _leave(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self._close()

    def _let_go(self) -> None:
        self.dialog = None
