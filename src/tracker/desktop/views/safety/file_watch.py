"""What becomes of the ledger's file while it is open: replaced, taken over, held by somebody else, not to be written.

What was typed stays in its form. Once the window has gone on in another file, saving the form writes there.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.common.widgets import Strip
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.domain.errors import UserError

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import Opened, OpenLedger

_REPLACED = "ledger_replaced"
_HELD = "ledger_held"
_LOST = "lock_lost"
_HELD_READING = "ledger_held_reading"
_COPIES = "copies_beside"
_LASTING = frozenset({"role_reads", "server_read_only"})
"""Why a ledger can only be read where nothing can be done about it here: its notices say so."""
_TOLD = frozenset({_REPLACED, "ledger_replaced_same", "ledger_replaced_unkept", _LOST})
_Move = Callable[[], "Opened"]


class FileWatch(QObject):
    """Tells of the ledger's file. `moved` carries what is open once the user has chosen how to go on; `compare_wanted`
    the places of the ledger and of a copy beside it."""

    moved = Signal(object)
    compare_wanted = Signal(str, str)

    def __init__(self, appearance: Appearance, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._jobs = jobs
        self._window = window
        self._opened: Opened | None = None
        self._error: UserError | None = None
        self._has_chosen = False
        self.dialog: WaysDialog | None = None
        self.strip = Strip()
        self.strip.asked.connect(self._ask)

    def open(self, opened: "Opened | None") -> None:
        """Watch the file of a ledger that has just been opened, or for None of none."""
        self._opened = opened
        refusal = opened.refusal if opened is not None else None
        self._error = refusal if refusal is not None and refusal.code not in _LASTING else None
        self.retranslate()
        if self._copy() and not self._has_chosen:
            self._ask()

    def explain(self, error: Exception) -> None:
        """Say what has become of the file, where a look at it said so; once by itself, then in the strip."""
        if not isinstance(error, UserError) or error.code not in _TOLD:
            return
        is_known = self._error is not None and self._error.code == error.code
        self._error = error
        self.retranslate()
        # Every look at the file says it again.
        if not is_known:
            self._ask()

    def retranslate(self) -> None:
        """Say everything again."""
        said = self._said()
        self.strip.show_words(said, self.tr("What can be done…") if said and self._ways() else "")

    def _said(self) -> str:
        words = self._appearance.words
        opened = self._opened
        if self._error is not None and self._error.code == _HELD:
            # Nothing was to be written yet.
            return words.phrase(_HELD_READING, **self._error.details)
        if self._error is not None:
            return words.error(self._error)
        return " ".join(words.phrase(one.code, **one.details) for one in opened.notices) if opened is not None else ""

    def _copy(self) -> str:
        """The place of a copy beside the ledger that has changes which it lacks; "" where there is none."""
        notices = self._opened.notices if self._opened is not None else ()
        return next((str(one.details["first"]) for one in notices if one.code == _COPIES), "")

    def _ask(self) -> None:
        if self.dialog is not None:
            return
        # A form that is open blocks every window but those above it.
        above = QApplication.activeModalWidget() or self._window
        hint = self.tr("What you typed stays in its form, and can be saved once you have gone on.")
        self.dialog = WaysDialog(self._appearance, above, self._title(), self._said(), hint, self._ways())
        self.dialog.hint.setVisible(self._error is not None and self._error.code != _HELD)
        self.dialog.finished.connect(self._let_go)
        self.dialog.open()

    def _title(self) -> str:
        if self._error is None:
            return self.tr("There is another copy of this ledger")
        if self._error.code in (_HELD, _LOST):
            return self.tr("The ledger's file is held elsewhere")
        return self.tr("The ledger's file was replaced")

    def _ways(self) -> dict[str, Callable[[], None]]:
        """What can be done, by what the button says."""
        if self._error is None and (copy := self._copy()):
            return {self.tr("Compare…"): partial(self._compare, copy)}
        return {words: partial(self._go, words) for words in self._moves()}

    def _compare(self, copy: str) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        if self._opened is not None:
            self.compare_wanted.emit(self._opened.location, copy)

    def _moves(self) -> dict[str, _Move]:
        """How to go on, by what the button says."""
        if self._opened is None or self._error is None:
            return {}
        ledger = self._opened.ledger
        place = self._opened.location
        code = self._error.code
        if code == _HELD:
            return {
                self.tr("Try again"): partial(_hold, ledger),
                self.tr("Take over"): partial(ledger.hold, over=True),
            }
        if code == _LOST:
            return {
                self.tr("Open for reading"): partial(ledger.move, place),
                self.tr("Take over"): partial(ledger.move, place, over=True),
            }
        if code == _REPLACED:
            return {
                self.tr("Go on in my copy"): partial(ledger.move, str(self._error.details["kept"])),
                self.tr("Open the other file"): partial(ledger.move, place),
            }
        return {self.tr("Open the other file"): partial(ledger.move, place)} if code in _TOLD else {}

    def _go(self, words: str) -> None:
        """Go on as the button says that was pressed; a copy that was gone may have been made again meanwhile."""
        move = self._moves().get(words)
        if self.dialog is None:
            return
        if move is not None:
            self._jobs.run(move, self._finish, self._refuse, "file")
        elif self._error is not None:
            self._refuse(self._error)

    def _refuse(self, error: Exception) -> None:
        """Say why that could not be done, if the dialog is still there; else the strip says what has become of it."""
        if self.dialog is not None:
            self.dialog.explain(error)

    def _finish(self, opened: "Opened") -> None:
        if self.dialog is not None:
            self.dialog.accept()
        # And knows of both files.
        self._has_chosen = True
        self.moved.emit(opened)
        self._has_chosen = False

    def _let_go(self) -> None:
        self.dialog = None


def _hold(ledger: "OpenLedger") -> "Opened":
    """Hold the ledger if nobody else does by now; else say who does."""
    opened = ledger.hold()
    if opened.refusal is not None:
        raise opened.refusal
    return opened
