"""The line to the server of a shared ledger: what others write is heard at once, and a line that is cut is shown.

A thread of its own listens. While the line is cut, what is loaded can be read, forms keep what was typed, and it is
tried again and again, each time a little later.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import Strip
from tracker.domain.errors import UserError
from tracker.domain.safety.announcements import Announcement
from tracker.domain.text.dates import clock_time

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.ledgers.session import Workspace

_PASSING = frozenset({"connection_lost", "server_not_ready", "server_refused", "server_silent"})
"""Errors that say no more than that the server cannot be reached, and ask for nothing but to try again."""
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
"""Seconds from one try to the next."""


class ConnectionWatch(QObject):
    """`heard` carries what another program wrote; `returned` says that a line which was cut holds again."""

    heard = Signal(object)
    returned = Signal()
    _cut = Signal(object)
    _held = Signal()

    def __init__(self, appearance: Appearance, window: QObject) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._listener: _Listener | None = None
        self._since: datetime | None = None
        self._error: UserError | None = None
        self.strip = Strip()
        self.strip.asked.connect(self.try_now)
        # Emitted by the thread that listens, and heard in the window's.
        self._cut.connect(self._show_cut)
        self._held.connect(self._show_held)

    @property
    def is_cut(self) -> bool:
        """Whether the server cannot be reached now."""
        return self._since is not None

    def open(self, ledger: "OpenLedger | None") -> None:
        """Listen to the server of a ledger that has just been opened; for None, or a file, to none."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        self._since = self._error = None
        self.retranslate()
        if ledger is not None and ledger.is_shared:
            self._listener = _Listener(ledger.workspace, self.heard.emit, self._cut.emit, self._held.emit)
            # Waited for where the ledger is closed, which is done in the background whatever else is under way.
            ledger.before_closing(self._listener.join)
            self._listener.start()

    def try_now(self) -> None:
        """Do not wait for the next try."""
        if self._listener is not None:
            self._listener.try_now()

    def retranslate(self) -> None:
        """Say everything again."""
        if self._since is None or self._error is None:
            self.strip.show_words("")
            return
        words = self._appearance.words
        said = words.phrase("connection_cut", since=clock_time(self._since))
        reason = words.error(self._error)
        shown = said if self._error.code in _PASSING else f"{said} {reason}"
        self.strip.show_words(shown, self.tr("Try now"), reason)

    def _show_cut(self, error: UserError) -> None:
        if self._listener is not None:
            self._since = self._since or datetime.now().astimezone()
            self._error = error
            self.retranslate()

    def _show_held(self) -> None:
        if self._since is not None:
            self._since = self._error = None
            self.retranslate()
            self.returned.emit()


class _Listener:
    """The thread that listens to one ledger until it is stopped."""

    def __init__(
        self,
        workspace: "Workspace",
        heard: Callable[[Announcement], None],
        cut: Callable[[UserError], None],
        held: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._heard = heard
        self._cut = cut
        self._held = held
        self._over = threading.Event()
        self._wake = threading.Event()
        self._pause = _FIRST_PAUSE
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; it does within a second, or when the server is not waited for any more."""
        self._over.set()
        self._wake.set()

    def try_now(self) -> None:
        """Let it try again at once."""
        self._wake.set()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        # With it come SQLAlchemy and SQLModel, which are there by now: a ledger is open.
        from tracker.services.ledgers.listening import listen

        while not self._over.is_set():
            try:
                listen(self._workspace, self._heard, self._over.is_set, self._begin)
            except UserError as error:
                if self._over.is_set():
                    return
                self._cut(error)
            self._wake.wait(self._pause)
            self._wake.clear()
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def _begin(self) -> None:
        """The line holds: the next time that it is cut it is tried again as soon as the first time."""
        self._pause = _FIRST_PAUSE
        self._held()
