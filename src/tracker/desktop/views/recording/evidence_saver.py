"""Saving a piece of evidence: a document that the ledger has already is asked about before anything is recorded."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.views.common.widgets import badge, clear_layout, column, row, text
from tracker.desktop.views.forms.form_dialog import choice, refuse_form
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.evidence.duplicates import SamePiece
    from tracker.services.evidence.recording import BulkResult

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
        # Before the dialog is as high as it says: what comes in later has no size until the event loop showed it.
        self._show()
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
        self._pieces.currentIndexChanged.connect(self._turn)

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

    def _turn(self) -> None:
        """Show the other piece, which may need more lines."""
        self._show()
        QTimer.singleShot(0, self, lambda: self._fit(self.width()))

    def _link(self) -> None:
        chosen = self.chosen.id
        self.accept()
        self.link_wanted.emit(chosen)

    def _separate(self) -> None:
        self.accept()
        self.separate_wanted.emit()


WritePiece = Callable[[Mapping[str, Any], bool], Changes]
"""Writes what a form holds; the second value says that it is another document than the one that is there."""


class EvidenceSaver(QObject):
    """Belongs to one form, and goes with it. `written` says what a write changed."""

    written = Signal(object)

    def __init__(
        self, appearance: Appearance, jobs: Jobs, dialog: EvidenceDialog, ledger: "OpenLedger", write: WritePiece
    ) -> None:
        super().__init__(dialog)
        self._appearance = appearance
        self._jobs = jobs
        self._dialog = dialog
        self._ledger = ledger
        self._write = write
        self._saved = 0
        dialog.undo_wanted.connect(self._undo)

    def save(self, values: Mapping[str, Any]) -> None:
        """Save what the form holds, unless it is a document that is there already."""
        self._run(partial(self._write, values, False), self._finish, partial(self._refuse, values))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._dialog.busy()
        self._jobs.run(work, done, failed)

    def _finish(self, changes: Changes) -> None:
        self._dialog.settle()
        self._close_or_go_on(changes)
        self.written.emit(changes)

    def _close_or_go_on(self, changes: Changes) -> None:
        """The form closes, or is there for the next piece."""
        if self._dialog.goes_on:
            self._saved = changes.event_id
            self._dialog.begin_next(self._dialog.values()["title"])
        else:
            self._dialog.accept()

    def _undo(self) -> None:
        """Take back the piece that was saved before this one."""
        saved = self._saved
        ledger = self._ledger
        dialog = self._dialog

        def work() -> Changes | None:
            last = services.undoing.reversible(ledger.workspace).undo
            # Another program may have gone on for the same author: that is not what the button says.
            return services.undoing.undo(ledger.present) if last is not None and last.id == saved else None

        def done(changes: Changes | None) -> None:
            if not dialog.is_over:
                dialog.settle()
                taken = self.tr("Taken back: it stands in the form again.")
                other = self.tr("Something else was changed since: take it back in the window (Ctrl+Z).")
                dialog.show_undone(taken if changes is not None else other, again=changes is not None)
            if changes is not None:
                self.written.emit(changes)

        self._run(work, done, partial(refuse_form, dialog))

    def _refuse(self, values: Mapping[str, Any], error: Exception) -> None:
        # Only the service knows all pieces, so it refuses first; what is alike is read for the question then.
        if not isinstance(error, UserError) or error.code != "evidence_known":
            refuse_form(self._dialog, error)
            return
        own = self._dialog.evidence.id if self._dialog.evidence is not None else None
        workspace = self._ledger.workspace

        def find() -> "tuple[SamePiece, ...]":
            return services.duplicates.find_same(workspace, services.commands.evidence_fields(values), own)

        self._jobs.run(find, partial(self._ask, values, error), partial(refuse_form, self._dialog))

    def _ask(self, values: Mapping[str, Any], error: UserError, same: "tuple[SamePiece, ...]") -> None:
        """Which document is it? Where the like one is gone meanwhile, the form says what it was told."""
        dialog = self._dialog
        dialog.settle()
        if not same:
            dialog.refuse(error)
            return
        links = values["links"]
        corrects = dialog.evidence is not None
        question = KnownPieceDialog(self._appearance, dialog, same, len(links), corrects=corrects)
        question.separate_wanted.connect(lambda: self._save_apart(values))
        question.link_wanted.connect(lambda known: self._link(known, values))
        question.open()

    def _save_apart(self, values: Mapping[str, Any]) -> None:
        self._run(partial(self._write, values, True), self._finish, partial(refuse_form, self._dialog))

    def _link(self, known: int, values: Mapping[str, Any]) -> None:
        ledger = self._ledger

        def work() -> "BulkResult":
            return services.recording.link_each(ledger.present, known, values["links"])

        self._run(work, self._finish_linking, partial(refuse_form, self._dialog))

    def _finish_linking(self, linked: "BulkResult") -> None:
        """What could be linked is linked; of what could not, the form stays and says why."""
        self._dialog.settle()
        if linked.refused:
            self._dialog.refuse(linked.refused[0])
        else:
            self._close_or_go_on(linked.changes)
        if linked.changes.event_id:
            self.written.emit(linked.changes)
