"""What every page of the window has in common, and what is shown beside the pages."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Do
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.domain.safety.ledger_roles import Permissions
from tracker.domain.search.ledger_query import LedgerQuery

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import Opened, OpenLedger

_Result = TypeVar("_Result")
FIRST = -1
"""In place of where a passage of a commitment begins: its first."""


class LedgerUser:
    """What asks the ledger that is open, in the background."""

    _appearance: Appearance
    _jobs: Jobs
    ledger: "OpenLedger | None"

    def run(self, work: "Callable[[OpenLedger], _Result]", show: Callable[[_Result], None], channel: str = "") -> None:
        """Do something in the ledger, then show what came of it here; where none is open, nothing. See `Jobs.run`."""
        if self.ledger is not None:
            self._jobs.run(partial(work, self.ledger), show, self.refuse, channel)

    @property
    def permissions(self) -> Permissions:
        """What may be done in the ledger now; where none is open it has yet to be asked."""
        return self.ledger.permissions if self.ledger is not None else Permissions()

    def why_not(self, act: str) -> str:
        """Why something may not be done now, for the tip of what is greyed; "" where it may. See `Permissions`."""
        return self._appearance.why_not(self.permissions, act)

    def may(self, act: str) -> bool:
        """Whether something may be done now; where it may not, it is said why."""
        refusal = self.permissions.refusal(act)
        if refusal is not None:
            self.refuse(refusal)
        return refusal is None

    def refuse(self, error: Exception) -> None:
        """Say why something was not done."""
        raise NotImplementedError


class Page(LedgerUser, QWidget):
    """A page asks the ledger in the background, and asks again only while it is to be seen.

    Signals: `said` and `refused` carry a sentence for the status bar; `written` the `Changes` of a write, after which
    the other pages are stale; `rows_wanted` the `Choices` that the ledger page is to show; `commitment_wanted` the code
    of a commitment to be shown on the ledger page; `passage_wanted` one to be shown in the briefing, and where its
    passage begins, or `FIRST`; `inbox_wanted` asks for the evidence that is not linked yet; `search_cleared` says that
    the words are gone.
    """

    said = Signal(str)
    refused = Signal(str)
    written = Signal(object)
    rows_wanted = Signal(object)
    commitment_wanted = Signal(str)
    passage_wanted = Signal(str, int)
    inbox_wanted = Signal()
    search_cleared = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__()
        self._appearance = appearance
        self._settings = settings
        self._jobs = jobs
        self.ledger: OpenLedger | None = None
        self._stale = True

    def open(self, opened: "Opened") -> None:
        """Take a ledger that has just been opened."""
        self.ledger = opened.ledger
        self.refresh()

    def close_ledger(self) -> None:
        """Ask nothing any more."""
        self.ledger = None

    def refresh(self, changes: Changes | None = None) -> None:
        """Ask again, now or when the page is next seen, unless it is known that these `changes` do not show in it."""
        # The page stays as it is, and nothing is read for it when it is next turned to.
        if changes is not None and not self.is_touched(changes):
            return
        self._stale = True
        if self.isVisible():
            self.show_now()

    def is_touched(self, changes: Changes) -> bool:
        """Whether a write may have changed something that the page shows; most pages count everything."""
        del changes
        return True

    def show_now(self) -> None:
        """The page is to be seen: bring it up to date where it is not."""
        if self._stale and self.ledger is not None:
            # Before reload(), which may find out that it is to wait, and say so.
            self._stale = False
            self.reload()

    def reload(self) -> None:
        """Ask the ledger for everything that the page shows."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        raise NotImplementedError

    def remember(self) -> None:
        """Keep widths and the like for next time."""

    @property
    def search_hint(self) -> str:
        """What can be searched for on this page; "" where nothing can."""
        return ""

    def search(self, words: str) -> None:
        """Show what contains these words; pages that cannot search leave it."""

    def follow(self, query: LedgerQuery) -> None:
        """Know what the ledger page shows, before this page is turned to; most pages do not mind."""

    def search_on(self, words: str, *, backwards: bool = False) -> None:
        """Go on to the next place that holds these words, or back to the one before; most pages show all at once, and
        take the keyboard."""
        del words, backwards
        self.focus()

    def drop_area(self, place: QPoint) -> tuple[QRect, str] | None:
        """The part of the page at a place that takes a file for itself, and what it would do with it, in words."""
        del place
        return None

    def take_file(self, path: Path) -> None:
        """Take a file that was dropped on such a part."""

    def focus(self) -> None:
        """Take the keyboard."""
        self.setFocus()

    def refuse(self, error: Exception) -> None:
        """Say in the status bar why something was not done; a defect has been reported already."""
        if isinstance(error, UserError):
            self.refused.emit(self._appearance.words.error(error))


class Controller(LedgerUser, QObject):
    """Stands beside the pages of a window: it offers actions, opens dialogs, and writes in the background.

    `written` carries the `Changes` of a write; `said` and `refused` a sentence for the status bar."""

    written = Signal(object)
    said = Signal(str)
    refused = Signal(str)

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._settings = settings
        self._jobs = jobs
        self._window = window
        self.ledger: OpenLedger | None = None

    @property
    def handlers(self) -> dict[str, Do]:
        """What its actions do, by their names."""
        return {}

    def open(self, ledger: "OpenLedger | None") -> None:
        """Work in this ledger, or for None in none."""
        self.ledger = ledger

    def refuse(self, error: Exception) -> None:
        """Say in the status bar why something was not done; a defect has been reported already."""
        if isinstance(error, UserError):
            self.refused.emit(self._appearance.words.error(error))
