"""What was found in a source that was read: what it is called, how it was cleaned, and the two ways on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.models.drawing import TickDelegate
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.widgets import label, text
from tracker.desktop.views.forms.form_dialog import line, side_by_side
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.forms.read_field import DateField
from tracker.desktop.views.sources.source_work import SourceOffer, begin_draft, look_again, take_in
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.briefings.finding import FoundSource
    from tracker.services.briefings.source_text import CleaningStep
    from tracker.wording import Words

_PAUSE_MILLISECONDS = 300
"""After the last key or tick, before it is found again."""
_CHANNEL = "found_source"
_SIZE = (720, 640)
_NUMBER = Qt.ItemDataRole.UserRole
_AROUND = 16
"""Characters before and after a place at which nothing but a line end was taken away."""
_LONGEST = 120
"""Characters of what a step has taken away that stand in the list; the tip has more."""


class FoundDialog(PlainDialog):
    """`begun` carries the UUID of the draft that is to be reviewed, `taken_in` the title and the `Changes` where all of
    it came in at once."""

    begun = Signal(str)
    taken_in = Signal(str, object)

    def __init__(
        self, appearance: Appearance, jobs: Jobs, parent: QWidget, ledger: "OpenLedger", offer: SourceOffer
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("foundSource")
        self._jobs = jobs
        self._ledger = ledger
        self._first = offer.found
        self.found = offer.found
        self._prefix_offered = offer.prefix
        self._looking: Task | None = None
        self._is_stale = False
        self._is_writing = False
        self.set_title(self.tr("Check the source"))
        self._make_inputs(offer)
        self._make_steps()
        self._note = text("", "fault")
        self._note.hide()
        self.body.addWidget(self._note)
        self._make_foot()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._look)
        self.finished.connect(self._stop_looking)
        self._connect()
        self._show()
        if self.steps.count():
            self.resize_within(*_SIZE)

    @property
    def is_waiting(self) -> bool:
        """Whether it is to be found again, or is being."""
        return self._pause.isActive() or self._looking is not None

    def values(self) -> dict[str, Any]:
        """What the source is to be called, as it was typed; a prefix that is only offered is left to the ledger."""
        prefix = self._prefix.text().strip()
        return {
            "title": self._title.text(),
            "publisher": self._publisher.text(),
            "held_on": self._held_on.value,
            "prefix": "" if prefix == self._prefix_offered else prefix,
        }

    def undone(self) -> frozenset[int]:
        """The numbers of the cleaning steps without a tick."""
        items = map(self.steps.item, range(self.steps.count()))
        return frozenset(item.data(_NUMBER) for item in items if item.checkState() is Qt.CheckState.Unchecked)

    def reject(self) -> None:
        """Close, unless it is being written: that is done in a moment."""
        if not self._is_writing:
            super().reject()

    def _make_inputs(self, offer: SourceOffer) -> None:
        words = self.appearance.words
        found = offer.found
        if found.source.name:
            self.body.addWidget(text(found.source.name, "hint"))
        self._title = line(found.title or Path(found.source.name).stem)
        self._publisher = line(found.publisher)
        completer = QCompleter(list(offer.publishers), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._publisher.setCompleter(completer)
        self._held_on = DateField(self.appearance, found.held_on.isoformat(), "2026-01-21")
        self._prefix = line(offer.prefix, self.tr("such as {prefix}").format(prefix="MOF-2026"))
        self._prefix.setToolTip(self.tr("Each commitment gets this and a number as its code."))
        self._basis = text("", "hint")
        held_on = self.add("held_on", self._held_on, words.field("held_on"))
        held_on.addWidget(self._basis)
        self.body.addLayout(self.add("title", self._title, self.tr("Title of the source")))
        beside = side_by_side(
            self.add("publisher", self._publisher, words.field("publisher")),
            held_on,
            self.add("prefix", self._prefix, words.field("prefix")),
        )
        for place, share in enumerate((5, 3, 3)):
            beside.setStretch(place, share)
        self.body.addLayout(beside)
        self._counts = text("", "strong")
        self.body.addWidget(self._counts)
        self._rough = text(words.phrase("units_rough"), "warnText")
        self._rough.setVisible(found.is_rough)
        self.body.addWidget(self._rough)
        if found.rules is not None:
            own = text(self.tr("Found by the words of your office too: {file}").format(file=found.rules.name), "hint")
            own.setObjectName("ownRules")
            self.body.addWidget(own)

    def _make_steps(self) -> None:
        steps = self.found.source.clean.steps
        heading = self.tr("Cleaning steps: {count}").format(count=f"{len(steps):,}")
        self.steps = QListWidget()
        self.steps.setObjectName("cleaningSteps")
        self.steps.setItemDelegate(TickDelegate(self.appearance, self.steps))
        self.steps.setUniformItemSizes(True)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setMinimumHeight(scaled(120))
        self.steps.setAccessibleName(heading)
        clean = self.found.source.clean.text
        for step in steps:
            self.steps.addItem(self._item(step, clean))
        if not steps:
            self.steps.hide()
            self.body.addWidget(text(self.tr("The text is as it was read: nothing had to be cleaned."), "hint"))
            return
        caption = label(heading, "formLabel")
        caption.setBuddy(self.steps)
        self.body.addWidget(caption)
        self.body.addWidget(self.steps, 1)
        hint = self.tr("Take a tick away, and the text stays there as it was read.")
        self.body.addWidget(text(hint, "hint"))

    def _item(self, step: "CleaningStep", clean: str) -> QListWidgetItem:
        said = step_words(step, clean, self.appearance.words)
        item = QListWidgetItem(said[:_LONGEST])
        item.setToolTip(said if len(said) > _LONGEST else "")
        item.setData(_NUMBER, step.number)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked if step.undone else Qt.CheckState.Checked)
        return item

    def _make_foot(self) -> None:
        self._progress = ProgressStrip(offers=False)
        self.body.addWidget(self._progress)
        self.review_button = self.finish(self.tr("Review one by one"), self.tr("Cancel"), width=640)
        self.review_button.setObjectName("reviewOneByOne")
        self.review_button.clicked.connect(self._begin_review)
        self.take_button = self.offer(self.tr("Take everything in, not reviewed"))
        self.take_button.setObjectName("takeEverythingIn")
        self.take_button.setToolTip(self.tr("Each is marked as not reviewed until somebody accepts it."))
        self.take_button.clicked.connect(self._take_in)
        empty = next((one for one in (self._title, self._publisher, self._prefix) if not one.text()), None)
        (empty or self.review_button).setFocus()

    def _connect(self) -> None:
        self._publisher.textChanged.connect(self._pause.start)
        # What is chosen, not typed, tells only that the text changed.
        self._held_on.textChanged.connect(self._find_again)
        self.steps.itemChanged.connect(self._find_again)
        for field in (self._title, self._prefix):
            field.textEdited.connect(self.clear_faults)

    def _find_again(self) -> None:
        """The day or a step is another one: what was found counts no more."""
        self._is_stale = True
        self._allow()
        self._pause.start()

    def _look(self) -> None:
        """Find again in the background; only the newest answer is shown."""
        before = self._looking
        task = Task(self.tr("Read the text again"))
        self._looking = task
        self._progress.watch(task)

        def done(answer: "tuple[FoundSource, str]") -> None:
            if isValid(self):
                self._end_looking()
                self._is_stale = False
                self.found, prefix = answer
                if self._prefix.text().strip() == self._prefix_offered:
                    self._prefix.setText(prefix)
                self._prefix_offered = prefix
                self.clear_faults()
                self._show()

        def failed(error: Exception) -> None:
            if isValid(self):
                self._end_looking()
                self._explain(error, focuses=False)

        work = partial(look_again, self._ledger, self._first, self.found, self.values(), self.undone())
        self._jobs.run_long(task, work, done, failed, _CHANNEL)
        if before is not None:
            # After that: nobody is told of one that another has taken the place of.
            before.cancel()

    def _end_looking(self) -> None:
        self._looking = None
        self._progress.watch(None)

    def _stop_looking(self) -> None:
        """Nobody waits for what is found any more."""
        self._pause.stop()
        if self._looking is not None:
            # A newer job in the channel, so that the answer to the one under way is dropped.
            self._jobs.run(lambda: None, lambda _: None, None, _CHANNEL)
            self._looking.cancel()

    def _show(self) -> None:
        found = self.found.findings
        left = sum(one.reason is not None for one in found.left_out)
        said = self.tr("Found: {count} commitments; left out: {left}; still to be decided: {open}")
        self._counts.setText(said.format(count=f"{len(found.units):,}", left=f"{left:,}", open=f"{len(found.open):,}"))
        self._basis.setText(self.appearance.words.term(self.found.day_basis))
        self._rough.setVisible(self.found.is_rough)
        self._allow()
        if not found.units:
            self._explain(UserError("source_without_unit", field="file"), focuses=False)

    def _allow(self) -> None:
        allowed = not self._is_stale and not self._is_writing and bool(self.found.findings.units)
        self.review_button.setEnabled(allowed)
        self.take_button.setEnabled(allowed)

    def clear_faults(self) -> None:
        super().clear_faults()
        self._note.hide()

    def _begin_review(self) -> None:
        found, values = self.found, self.values()
        ledger = self._ledger
        task = Task(self.tr("Keep the draft"), can_stop=False)
        self._write(task, lambda _: begin_draft(ledger, found, values), self.begun.emit)

    def _take_in(self) -> None:
        found, values = self.found, self.values()
        ledger = self._ledger
        task = Task(self.tr("Take the source in"), can_stop=False)
        title = values["title"].strip()
        self._write(task, lambda _: take_in(ledger, found, values), lambda changes: self._tell(title, changes))

    def _tell(self, title: str, changes: Changes) -> None:
        self.taken_in.emit(title, changes)

    def _write(self, task: Task, work: Callable[[Progress], Any], tell: Callable[[Any], None]) -> None:
        self.clear_faults()
        self._is_writing = True
        self._allow()
        self._progress.watch(task)

        def done(made: object) -> None:
            if isValid(self):
                self._is_writing = False
                self.accept()
                tell(made)

        def failed(error: Exception) -> None:
            if isValid(self):
                self._is_writing = False
                self._progress.watch(None)
                self._allow()
                self._explain(error)

        self._jobs.run_long(task, work, done, failed)

    def _explain(self, error: Exception, *, focuses: bool = True) -> None:
        """Say it beside the field concerned, else below all of them; a defect has been reported already."""
        if not isinstance(error, UserError):
            return
        if self.has(error.field):
            self.refuse(str(error.field), error, focuses=focuses)
            return
        self.clear_faults()
        self._note.setText(self.appearance.words.error(error))
        self._note.setProperty("code", error.code)
        self._note.show()


def step_words(step: "CleaningStep", clean: str, words: "Words") -> str:
    """Return a cleaning step in words: what is done, and on which words; of a line end, between which."""
    kind = words.term(step.kind)
    if not step.before and not step.after:
        return words.phrase("cleaning_steps", kind=kind, count=step.count)
    said = " ".join(step.before.split())
    if not said:
        before = clean[max(0, step.start - _AROUND) : step.start].rpartition("\n")[2]
        after = clean[step.end : step.end + _AROUND].partition("\n")[0]
        said = f"…{before}｜{after}…"
    return words.phrase("cleaning_step", kind=kind, words=said)
