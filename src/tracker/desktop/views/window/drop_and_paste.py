"""Capture in seconds: what is dropped on the window, pasted or asked for is taken in, and opens as a form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import draft_key
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.drop_overlay import (
    DropOverlay,
    DropTarget,
    Found,
    FoundFile,
    FoundLink,
    FoundText,
    found_in,
    found_in_words,
)
from tracker.desktop.views.common.page import Controller, Page
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import button, file_dialog, row
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft, as_listed, capture, draft_of, name_of, task_of
from tracker.desktop.views.forms.form_dialog import lines
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.ledger.ledger_page import LedgerPage
from tracker.desktop.views.recording.recorder import Recorder
from tracker.desktop.views.sources.source_question import SourceQuestion
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, CommitmentDetail, LedgerRow

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
    from tracker.services.briefings.source_text import ReadSource
    from tracker.services.evidence.capturing import Captured


class CaptureDialog(PlainDialog):
    """`chosen` carries what is to be taken in. With `refused`, an address of the own network was not fetched, and may
    be allowed for this once."""

    chosen = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        link: FoundLink | None = None,
        refused: UserError | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("captureDialog")
        self._link = link
        self._host = str(refused.details.get("host", "")) if refused is not None else ""
        self.set_title(self.tr("Add from file or link"))
        fields = self._fields
        # Each refused address for itself, or what was typed another day would take its place.
        key = draft_key("CaptureDialog", about=link.address if link is not None else "")
        self.draft = TypedDraft(appearance, self, key, fields.typed, fields.type_again)
        self.body.addWidget(self.draft)
        self._input: QPlainTextEdit = lines(link.address if link is not None else "", height=4)
        self._input.setTabChangesFocus(True)
        hint = self.tr("Nothing is fetched before you press Add. A page is kept as it is served, without cookies.")
        caption = self.tr("Address of a page, path of a file, or the text itself")
        self.body.addLayout(self.add("found", self._input, caption, hint))
        choose = button(self.tr("Choose files…"))
        choose.clicked.connect(self._choose)
        self.allow_button = button(self.tr("Allow {host} once and fetch").format(host=self._host))
        self.allow_button.clicked.connect(self._allow)
        self.allow_button.setVisible(bool(self._host))
        self.body.addLayout(row(choose, self.allow_button, None, spacing=8))
        self.add_button = self.finish(self.tr("Add"), self.tr("Cancel"), width=540)
        self.add_button.clicked.connect(self._submit)
        self._input.textChanged.connect(self._follow)
        self._input.setFocus()
        if refused is not None:
            self.refuse("found", refused)

    def _submit(self) -> None:
        found = found_in_words(self._input.toPlainText())
        if not found:
            self.refuse("found", self.tr("Give an address, the path of a file, or some text."))
            return
        self.draft.forget()
        self.accept()
        self.chosen.emit(tuple(found))

    def _allow(self) -> None:
        link = self._link
        if link is not None:
            self.accept()
            self.chosen.emit((replace(link, allowed=link.allowed | {self._host}),))

    def _follow(self) -> None:
        """What was refused is allowed for the very address that was refused, and no other."""
        same = self._link is not None and self._input.toPlainText().strip() == self._link.address
        self.allow_button.setVisible(bool(self._host) and same)

    def _choose(self) -> None:
        dialog = file_dialog(self, self.tr("Choose files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take)
        dialog.open()

    def _take(self, names: list[str]) -> None:
        self.accept()
        self.chosen.emit(tuple(FoundFile(Path(name)) for name in names))


_PART = "part"
"""In place of the code of a commitment: what was dropped is for the part of the page that it was dropped on."""
_FEWEST_PLEDGES = 5
"""From so many on a text may be a source: a notice or a report of progress has one or two."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken in, for which commitment, and how many pledges its text holds where that is of interest."""

    captured: "Captured"
    draft: EvidenceDraft
    detail: CommitmentDetail | None
    pledges: int


class Catcher(Controller):
    """Takes things in one after the other; each opens its form, and nothing is kept before that is saved.

    `form_found` says which file is a form that came back, `source_wanted` what a source is called and how it is read
    that was dropped or pasted. `page` tells which commitment something is dropped on.
    """

    form_found = Signal(object)
    source_wanted = Signal(str, object)

    def __init__(
        self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget, page: LedgerPage
    ) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._page = page
        self.front: Callable[[], Page | None] = lambda: None
        """Tells the page that is to be seen: a part of it may take files for itself."""
        self._recorder = Recorder(appearance, jobs, window)
        self._recorder.written.connect(self._finish)
        self.overlay = DropOverlay(appearance, window, lambda: self._is_ready, self._target_at)
        self.overlay.dropped.connect(self.take)
        self._queue: list[tuple[Found, str]] = []
        self._fetched: FoundLink | None = None
        """The link that is being fetched, or whose form is open."""
        self._faults: list[str] = []
        self._total = 0
        self._busy = False

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        self._recorder.ledger = ledger
        self._queue.clear()
        self._fetched = None

    @property
    def handlers(self) -> dict[str, Do]:
        return {"capture": self.ask, "paste": self.paste}

    def ask(self) -> None:
        """Ask for a file, a link or a text."""
        # While something is taken in, a second form would stand over the first.
        if self._is_ready and not self._busy:
            self._ask()

    def paste(self) -> None:
        """Take in what is on the clipboard."""
        found = found_in(QGuiApplication.clipboard().mimeData())
        if found:
            self.take(found)
        else:
            self.said.emit(self.tr("There is nothing on the clipboard that could be recorded."))

    def take(self, found: Sequence[Found], code: str = "") -> None:
        """Take these things in, for one commitment where its code is given. A link that is on its way already is not
        fetched once more: what is being done is said instead."""
        if not self._is_ready or not found:
            return
        if code == _PART:
            self._hand_to_page(found)
            return
        repeated = [one for one in found if self._is_on_its_way(one)]
        if repeated:
            self.said.emit(task_of(repeated[0]))
            found = [one for one in found if one not in repeated]
            if not found:
                return
        self._queue += [(one, code) for one in found]
        if self._busy:
            self._total += len(found)
            return
        self._total = len(found)
        self._faults.clear()
        self._go_on()

    def _is_on_its_way(self, found: Found) -> bool:
        if not isinstance(found, FoundLink):
            return False
        links = [self._fetched, *(one for one, _ in self._queue)]
        return any(isinstance(one, FoundLink) and one.address == found.address for one in links)

    def _hand_to_page(self, found: Sequence[Found]) -> None:
        page = self.front()
        file = next((one for one in found if isinstance(one, FoundFile)), None)
        if page is not None and file is not None:
            page.take_file(file.path)

    @property
    def _is_ready(self) -> bool:
        return self._recorder.ledger is not None

    def _go_on(self) -> None:
        """Take in the next thing, if there is one."""
        ledger = self._recorder.ledger
        if ledger is None or not self._queue:
            self._busy = False
            self._fetched = None
            self._queue.clear()
            return
        self._busy = True
        found, code = self._queue.pop(0)
        self._fetched = found if isinstance(found, FoundLink) else None
        name = name_of(found)
        # What is dropped on a commitment is evidence of it, and several at once are collected.
        may_be_source = not code and self._total == 1 and ledger.permissions.refusal("load_coding") is None
        rules = self._settings.finding_rules_file

        def work(progress: Progress) -> _Taken | None:
            if isinstance(found, FoundFile) and services.forms.is_sent_form(found.path):
                return None
            detail = services.reading.read_detail(ledger.workspace, code, ledger.as_of, ()) if code else None
            captured = capture(found, progress)
            pledges = services.pledge_count.count_pledges(ledger.workspace, captured, rules) if may_be_source else 0
            draft = draft_of(captured, name)
            if isinstance(found, FoundLink) and found.listed is not None:
                draft = as_listed(draft, found.listed)
            return _Taken(captured, draft, detail, pledges)

        self._jobs.run_long(Task(task_of(found)), work, partial(self._look_at, found), partial(self._pass, found, code))

    def _look_at(self, found: Found, taken: _Taken | None) -> None:
        """Open the form for evidence, or ask first; None is a form that came back, of which others look at the rows."""
        if taken is None:
            if isinstance(found, FoundFile):
                self.form_found.emit(found.path)
            self._go_on()
        elif taken.pledges >= _FEWEST_PLEDGES:
            question = SourceQuestion(self._appearance, self._window, name_of(found), taken.pledges)
            question.evidence_wanted.connect(partial(self._open_form, found, taken))
            question.source_wanted.connect(partial(self._hand_on, found, taken.captured))
            question.rejected.connect(self._go_on)
            question.open()
        else:
            self._open_form(found, taken)

    def _hand_on(self, found: Found, captured: "Captured") -> None:
        """Let it be added as a source, from the bytes that are here: a page is not fetched again."""

        def read(progress: Progress) -> "ReadSource":
            if isinstance(found, FoundText):
                return services.source_text.read_pasted_text(found.words)
            return services.source_text.read_source_bytes(captured.content, captured.name, progress=progress)

        self.source_wanted.emit("" if isinstance(found, FoundText) else name_of(found), read)
        self._go_on()

    def _open_form(self, found: Found, taken: _Taken) -> None:
        detail = taken.detail
        dialog = self._recorder.add_evidence(detail, taken.draft)
        if dialog is None:
            # Another ledger was opened meanwhile, or another day.
            self._go_on()
            return
        if self._total > 1:
            number = self._total - len(self._queue)
            said = self.tr("{number} of {count}: {name}").format(number=number, count=self._total, name=name_of(found))
            dialog.set_subject(f"{said} · {detail.row.code}" if detail is not None else said)
        if self._queue:
            dialog.cancel_button.setText(self.tr("Skip"))
            # Passed over on purpose: Escape alone keeps what was brought.
            dialog.cancel_button.clicked.disconnect()
            dialog.cancel_button.clicked.connect(dialog.discard)
            skip = dialog.offer_way_out(self.tr("Skip the rest"))
            skip.setObjectName("skipRest")
            skip.clicked.connect(partial(self._stop, dialog))
        dialog.finished.connect(self._go_on)

    def _stop(self, dialog: "EvidenceDialog") -> None:
        self._queue.clear()
        dialog.discard()

    def _pass(self, found: Found, code: str, error: Exception) -> None:
        """It cannot be taken in: say why, and go on with the next."""
        if isinstance(error, UserError):
            if isinstance(found, FoundLink) and error.code == "address_private":
                self._ask(found, error, code)
                return
            self._faults.append(self._appearance.words.error(error))
            self.refused.emit(" ".join(self._faults))
        self._go_on()

    def _ask(self, link: FoundLink | None = None, refused: UserError | None = None, code: str = "") -> None:
        dialog = CaptureDialog(self._appearance, self._window, link, refused)
        dialog.chosen.connect(partial(self._take_chosen, code))
        dialog.rejected.connect(self._go_on)
        dialog.open()

    def _take_chosen(self, code: str, found: Sequence[Found]) -> None:
        """Take what was typed or allowed before what waits."""
        if self._busy:
            # Before the others, as it takes the place of the address that was refused.
            self._queue[:0] = [(one, code) for one in found]
            self._go_on()
        else:
            self.take(found, code)

    def _finish(self, changes: Changes) -> None:
        self.said.emit(self.tr("Recorded as evidence."))
        self.written.emit(changes)

    def _target_at(self, place: QPoint) -> DropTarget | None:
        """What lies at a place of the window: a part of the page that takes files for itself; or a commitment, be it a
        row of the table, or the one that is shown beside it."""
        front = self.front()
        part = front.drop_area(front.mapFrom(self._window, place)) if front is not None else None
        if front is not None and part is not None:
            area, says = part
            return DropTarget(_PART, says, QRect(front.mapTo(self._window, area.topLeft()), area.size()), says)
        page = self._page
        if not page.isVisible():
            return None
        table = page.table
        view = page.table.viewport()
        inside = view.mapFrom(self._window, place)
        index = table.indexAt(inside) if view.rect().contains(inside) else None
        line = table.rows.known(index.row()) if index is not None and index.isValid() else None
        if index is not None and line is not None:
            area = table.visualRect(index)
            area = QRect(0, area.y(), view.width(), area.height())
            return self._target(line, QRect(view.mapTo(self._window, area.topLeft()), area.size()))
        detail = page.detail.detail
        pane = page.detail
        if detail is not None and pane.isVisible() and pane.rect().contains(pane.mapFrom(self._window, place)):
            return self._target(detail.row, QRect(pane.mapTo(self._window, QPoint(0, 0)), pane.size()))
        return None

    def _target(self, line: LedgerRow, area: QRect) -> DropTarget:
        return DropTarget(line.code, f"{line.code} {self._appearance.words.name(line.title)}", area)
