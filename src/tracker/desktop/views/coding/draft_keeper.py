"""Saves a draft in the background after each key, each time over the version that was saved last."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.desktop import services
from tracker.desktop.jobs import Jobs

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.domain.briefings.coding_draft import Draft
    from tracker.services.briefings.coding_drafts import KeptDraft


class DraftKeeper:
    """`failed` is called with the reason why a draft could not be saved; then nothing that was to follow is done.

    While one is being saved only the newest waits.
    """

    def __init__(
        self, jobs: Jobs, ledger: "OpenLedger", kept: "KeptDraft", failed: Callable[[Exception], None]
    ) -> None:
        self._jobs = jobs
        self._ledger = ledger
        self._kept = kept
        self._failed = failed
        self._is_saving = False
        self._waiting: tuple[Draft, int] | None = None
        self._after: Callable[[], None] | None = None
        self.has_failed = False
        """Whether what was saved last is not what was given last."""

    @property
    def is_saved(self) -> bool:
        """Whether nothing is on its way."""
        return not self._is_saving

    @property
    def version(self) -> int:
        """The version that was saved last."""
        return self._kept.version

    def save(self, draft: "Draft", place: int) -> None:
        """Save a draft, with the place where its coder is."""
        self._waiting = (draft, place)
        if not self._is_saving:
            self._save_next()

    def when_saved(self, after: Callable[[], None]) -> None:
        """Do something once all of it is saved."""
        if self._is_saving:
            self._after = after
        else:
            after()

    def _save_next(self) -> None:
        if self._waiting is None:
            self._is_saving = False
            after = self._after
            self._after = None
            if after is not None:
                after()
            return
        self._is_saving = True
        self.has_failed = False
        draft, place = self._waiting
        self._waiting = None
        workspace = self._ledger.workspace
        kept = self._kept
        save_draft = services.coding_drafts.save_draft
        self._jobs.run(lambda: save_draft(workspace, kept, draft, place), self._note, self._fail)

    def _note(self, version: int) -> None:
        self._kept = replace(self._kept, version=version)
        self._save_next()

    def _fail(self, error: Exception) -> None:
        self._is_saving = False
        self._waiting = None
        self._after = None
        self.has_failed = True
        self._failed(error)
