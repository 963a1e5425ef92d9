"""Add a source: a text becomes a draft that is reviewed, or comes in at once; the briefing shows what came of it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from tracker.desktop import services
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.desktop.views.sources.source_dialog import SourceDialog
    from tracker.desktop.views.sources.source_work import Reader, SourceOffer
    from tracker.services.briefings.coding_drafts import OpenedDraft

_CHANNEL = "add_source"


class SourceAdder(Controller):
    """One source at a time. `source_added` carries the key of one that has come in."""

    source_added = Signal(str)

    @property
    def handlers(self) -> dict[str, Do]:
        return {"add_source": self.ask}

    def ask(self) -> None:
        """Ask for a text, or for a draft that waits."""
        self._ask()

    def take(self, name: str, reader: "Reader") -> None:
        """Go on with a text that is there already; the name is that of its file, "" where it was pasted."""
        self._ask(name, reader)

    def _ask(self, name: str = "", reader: "Reader | None" = None) -> None:
        ledger = self.ledger
        if ledger is None:
            return

        def show(drafts: "Sequence[OpenedDraft]") -> None:
            # Another ledger may have been opened meanwhile.
            if ledger is self.ledger:
                dialog = self._open_dialog(ledger, drafts)
                if reader is not None:
                    dialog.read(name, reader)

        self.run(lambda ledger: services.coding_drafts.list_drafts(ledger.workspace), show, _CHANNEL)

    def _open_dialog(self, ledger: "OpenLedger", drafts: "Sequence[OpenedDraft]") -> "SourceDialog":
        # Not at the start: the first rows of the list come sooner without it.
        from tracker.desktop.views.sources.source_dialog import SourceDialog

        dialog = SourceDialog(self._appearance, self._jobs, self._window, ledger, drafts, self._settings)
        dialog.found.connect(partial(self._show_found, ledger))
        dialog.review_wanted.connect(self._open_review)
        dialog.open()
        return dialog

    def _show_found(self, ledger: "OpenLedger", offer: "SourceOffer") -> None:
        from tracker.desktop.views.sources.found_dialog import FoundDialog

        if ledger is self.ledger:
            dialog = FoundDialog(self._appearance, self._jobs, self._window, ledger, offer)
            dialog.begun.connect(self._open_review)
            dialog.taken_in.connect(self._tell_unreviewed)
            dialog.open()

    def _open_review(self, uid: str) -> None:
        """Open the window in which a draft is reviewed."""
        ledger = self.ledger
        if ledger is None:
            return

        def show(opened: "OpenedDraft") -> None:
            # Imported when it is needed: most days nobody reviews a source.
            from tracker.desktop.views.coding.coding_review import CodingReview

            if ledger is self.ledger:
                review = CodingReview(self._appearance, self._jobs, self._window, ledger, opened)
                review.loaded.connect(partial(self._tell_reviewed, opened.kept.title))
                review.rejected.connect(partial(self._tell_kept, opened.kept.title))
                review.open()

        self.run(lambda ledger: services.coding_drafts.open_draft(ledger.workspace, uid), show, _CHANNEL)

    def _tell_kept(self, title: str) -> None:
        said = self.tr("The draft of “{title}” is kept: “Add a source…” lists it.")
        self.said.emit(said.format(title=title))

    def _tell_reviewed(self, title: str, changes: Changes) -> None:
        if changes.commitments:
            said = self.tr("{count} commitments came in from “{title}”. Undo takes all of them back.")
        else:
            said = self.tr("What was open in “{title}” is settled.")
        self._tell(said.format(count=len(changes.commitments), title=title), changes)

    def _tell_unreviewed(self, title: str, changes: Changes) -> None:
        said = self.tr("{count} commitments came in from “{title}”, not reviewed. Undo takes all of them back.")
        self._tell(said.format(count=len(changes.commitments), title=title), changes)

    def _tell(self, said: str, changes: Changes) -> None:
        self.written.emit(changes)
        self.said.emit(said)
        if changes.commitments:
            first = changes.commitments[0]
            self.run(
                lambda ledger: services.sources.source_of(ledger.workspace, first), self.source_added.emit, _CHANNEL
            )
