"""Begin with a source: go on with a draft that waits, choose a file, or paste a text. Nothing is recorded here."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.drop_overlay import FoundFile, found_in_words
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.widgets import (
    ElidedLabel,
    Scrolling,
    ask_file,
    button,
    clear_layout,
    column,
    label,
    row,
    text,
)
from tracker.desktop.views.forms.form_dialog import lines
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.sources.rules_choice import RulesChoice
from tracker.desktop.views.sources.source_work import Reader, SourceOffer, offer_source
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.evidence.unreadable import Unreadable
from tracker.domain.text.dates import stamp

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.briefings.coding_drafts import OpenedDraft

_WIDTH = 620
_MARGINS = 40
_TALLEST = 262
"""Three drafts, in pixels of the design: more of them scroll, or the ways to begin would be out of sight."""


class SourceDialog(PlainDialog):
    """`found` carries the `SourceOffer` of what was read, `review_wanted` the UUID of a draft that is gone on with."""

    found = Signal(object)
    review_wanted = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        jobs: Jobs,
        parent: QWidget,
        ledger: "OpenLedger",
        drafts: "Sequence[OpenedDraft]",
        settings: Settings,
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("sourceDialog")
        self._jobs = jobs
        self._ledger = ledger
        self._settings = settings
        self._task: Task | None = None
        self._way = "file"
        self.set_title(self.tr("Add a source"))
        self._waiting = QWidget()
        self._cards = column(spacing=8)
        inner = QWidget()
        inner.setLayout(self._cards)
        self._list = Scrolling()
        self._list.setWidget(inner)
        caption = label(self.tr("Waiting for review"), "formLabel")
        self._waiting.setLayout(column(caption, self._list, spacing=5, margins=(0, 0, 0, 8)))
        self.body.addWidget(self._waiting)
        self._offer_ways()
        self._progress = ProgressStrip(offers=False)
        self.body.addWidget(self._progress)
        self.show_drafts(drafts)
        self.read_button = self.finish(self.tr("Read the text"), self.tr("Cancel"), width=_WIDTH)
        self.read_button.setObjectName("readText")
        self.read_button.clicked.connect(self._read_text)
        self._say_read()
        self.choose_button.setFocus()

    def show_drafts(self, drafts: "Sequence[OpenedDraft]") -> None:
        """Show the drafts that wait, oldest first."""
        clear_layout(self._cards)
        for waiting in drafts:
            self._cards.addWidget(self._card(waiting))
        if drafts:
            height = self._cards.totalHeightForWidth(scaled(_WIDTH - _MARGINS))
            self._list.setFixedHeight(min(height, scaled(_TALLEST)))
        self._waiting.setVisible(bool(drafts))
        self._fit(self.width())

    def read(self, name: str, reader: Reader) -> None:
        """Read a source and find what it holds, with a way to stop; the name is that of the file, "" of a text."""
        if self._task is not None:
            return
        self.clear_faults()
        self._way = "file" if name else "text"
        self._task = Task(self.tr("Read {file}").format(file=name) if name else self.tr("Read the text"))
        self._allow(allowed=False)
        self._progress.watch(self._task)
        self._jobs.run_long(
            self._task, partial(offer_source, self._ledger, reader, rules=self.rules.path), self._take, self._fail
        )

    def reject(self) -> None:
        """The first time stops what is being read, of which nothing is left; a long text stops at its next step."""
        if self._task is not None and not self._task.is_stopping:
            self._task.cancel()
            return
        super().reject()

    def _offer_ways(self) -> None:
        self.choose_button = button(self.tr("Choose a file…"))
        self.choose_button.setObjectName("chooseSource")
        self.choose_button.clicked.connect(self._choose)
        hint = text(self.tr("TXT, HTML, DOCX or PDF. It stays as it is: what the ledger keeps is a copy."), "hint")
        line_up = row(self.choose_button, hint, spacing=12)
        line_up.setStretch(1, 1)
        # The whole line is the field: a sentence below the button alone would be as narrow.
        ways = QWidget()
        ways.setLayout(line_up)
        ways.setFocusProxy(self.choose_button)
        fault = self._fields.register("file", ways, self.tr("Choose a file…"))
        self.body.addLayout(column(ways, fault, spacing=3))
        self._text: QPlainTextEdit = lines(height=7)
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._say_read)
        self.body.addLayout(self.add("text", self._text, self.tr("Or paste its text here")))
        self.rules = RulesChoice(self._settings, self._jobs)
        self.rules.refused.connect(self._explain)
        self.rules.chosen.connect(self.clear_faults)
        self.body.addLayout(self.add("rules", self.rules, self.tr("Words of your office, beside the program's")))

    def _card(self, waiting: "OpenedDraft") -> QWidget:
        kept = waiting.kept
        counts = waiting.draft.counts
        title = ElidedLabel("strong")
        title.setText(kept.title)
        title.setToolTip(kept.title)
        how_far = self.tr("{accepted} accepted, {rejected} rejected, {open} open").format(
            accepted=counts.accepted, rejected=counts.rejected, open=counts.proposed + counts.open
        )
        if kept.source_key:
            how_far = self.tr("in the ledger; {open} places are open still").format(open=counts.proposed + counts.open)
        said = self.tr("{by}, {time}").format(by=kept.coder, time=stamp(kept.changed_at))
        whose = text(f"{kept.publisher} · {kept.held_on.isoformat()} · {kept.prefix}", "hint")
        go_on = button(self.tr("Continue"))
        go_on.setObjectName("continueDraft")
        go_on.setAccessibleName(self.tr("Continue: {title}").format(title=kept.title))
        go_on.clicked.connect(partial(self._continue, kept.uid))
        drop = button(self.tr("Drop…"), "quiet-link")
        drop.setObjectName("dropDraft")
        drop.setAccessibleName(self.tr("Drop: {title}").format(title=kept.title))
        drop.clicked.connect(partial(self._ask_to_drop, kept.uid, kept.title))
        # Without it nobody could go on with the source.
        drop.setVisible(not kept.source_key)
        card = QFrame()
        card.setObjectName("card")
        words = column(title, whose, text(f"{how_far} · {said}", "hint"), spacing=2)
        inner = row(words, drop, go_on, spacing=8, margins=(12, 8, 12, 8))
        inner.setStretch(0, 1)
        card.setLayout(inner)
        return card

    def _continue(self, uid: str) -> None:
        if self._task is None:
            self.accept()
            self.review_wanted.emit(uid)

    def _ask_to_drop(self, uid: str, title: str) -> None:
        if self._task is None:
            question = DropQuestion(self.appearance, self, title)
            question.accepted.connect(partial(self._drop, uid))
            question.open()

    def _drop(self, uid: str) -> None:
        ledger = self._ledger

        def drop() -> "tuple[OpenedDraft, ...]":
            services.coding_drafts.drop_draft(ledger.present, uid)
            return services.coding_drafts.list_drafts(ledger.workspace)

        self._jobs.run(drop, self._show_left, self._explain)

    def _show_left(self, drafts: "Sequence[OpenedDraft]") -> None:
        if isValid(self):
            self.show_drafts(drafts)
            self.choose_button.setFocus()

    def _choose(self) -> None:
        filters = [self.tr("Texts (*.txt *.html *.htm *.docx *.pdf)"), self.tr("All files (*)")]
        ask_file(
            self,
            self.tr("Choose the text of a source"),
            self._read_file,
            folder=self._settings.folder(),
            filters=filters,
        )

    def _read_file(self, path: Path) -> None:
        self.read(path.name, lambda progress: services.source_text.read_source_file(path, progress=progress))

    def _read_text(self) -> None:
        words = self._text.toPlainText()
        found = found_in_words(words)
        # A file that is dropped on the field comes as its path.
        if found and isinstance(found[0], FoundFile):
            self._read_file(found[0].path)
            return
        self.read("", lambda _: services.source_text.read_pasted_text(words))

    def _say_read(self) -> None:
        """There is nothing to read before a text is there."""
        self.read_button.setEnabled(self._task is None and bool(self._text.toPlainText().strip()))

    def _allow(self, *, allowed: bool) -> None:
        self.choose_button.setEnabled(allowed)
        self._text.setReadOnly(not allowed)
        self.rules.setEnabled(allowed)
        self._waiting.setEnabled(allowed)
        self._say_read()

    def _take(self, offer: SourceOffer | Unreadable) -> None:
        if not isValid(self):
            return
        self._settle()
        if isinstance(offer, Unreadable):
            self.refuse(self._way, self.appearance.words.unread(offer))
            return
        self.accept()
        self.found.emit(offer)

    def _fail(self, error: Exception) -> None:
        if isValid(self):
            self._settle()
            if not isinstance(error, Cancelled):
                self._explain(error)

    def _explain(self, error: Exception) -> None:
        """Say it beside the office's words, or the way that was taken; a defect has been reported already."""
        if isValid(self) and isinstance(error, UserError):
            field = "rules" if error.field == "rules" else self._way
            self.refuse(field, UserError(error.code, field=field, **error.details))

    def _settle(self) -> None:
        self._task = None
        self._progress.watch(None)
        self._allow(allowed=True)


class DropQuestion(PlainDialog):
    """Asks once before a draft is dropped; Enter keeps it."""

    def __init__(self, appearance: Appearance, parent: QWidget, title: str) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("dropQuestion")
        self.set_title(self.tr("Drop the draft?"))
        said = self.tr("Everything that was decided on “{title}” is lost for good. It cannot be undone.")
        self.body.addWidget(text(said.format(title=title)))
        self.keep_button = self.finish(self.tr("Keep it"), "", width=440)
        self.keep_button.clicked.connect(self.reject)
        self.drop_button = self.offer(self.tr("Drop it"))
        self.drop_button.setObjectName("dropForGood")
        self.drop_button.clicked.connect(self.accept)
        self.keep_button.setFocus()
