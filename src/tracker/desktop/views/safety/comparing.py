"""Compare two copies of a ledger: where they part, and what each has that the other lacks. Neither is changed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Task
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.widgets import allow, ask_file, button, row, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog, if_open
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.wording.comparing import comparison_lines

if TYPE_CHECKING:
    from tracker.domain.safety.comparison import Comparison


class CompareDialog(PlainDialog):
    """Two files, and what differs between them. To close it stops the comparison."""

    wanted = Signal(str, str)
    merge_wanted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, first: str, second: str, opened: str = "") -> None:
        """`first` and `second`: the places to begin with; `opened`: that of the ledger which can be merged into."""
        super().__init__(appearance, parent)
        self._opened = opened
        self._compared = ("", "")
        self.set_title(self.tr("Compare two ledgers"))
        self.first = QLineEdit(first)
        self.second = QLineEdit(second)
        hint = self.tr(
            "Comparing changes neither. Choose a copy that a synchronised folder kept, a backup, a working copy, "
            "or a colleague's file."
        )
        self.body.addWidget(text(hint, "hint"))
        self.body.addLayout(self._choosing("ledger", self.first, self.tr("Ledger")))
        self.body.addLayout(self._choosing("other", self.second, self.tr("The other ledger")))
        self.fault_words = text("", "fault")
        self.fault_words.hide()
        self.body.addWidget(self.fault_words)
        self.outcome = QPlainTextEdit()
        self.outcome.setObjectName("comparison")
        self.outcome.setReadOnly(True)
        self.outcome.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.outcome.setAccessibleName(self.tr("What differs"))
        self.outcome.setFixedHeight(scaled(260))
        self.body.addWidget(self.outcome)
        self.progress = ProgressStrip()
        self.body.addWidget(self.progress)
        self._task: Task | None = None
        # It may take long, and nobody waits for the answer any more.
        self.finished.connect(self._stop)
        self.compare_button = self.finish(self.tr("Compare"), self.tr("Close"), width=720)
        self.compare_button.clicked.connect(self.compare)
        self.merge_button = self.offer(self.tr("Merge into this ledger"))
        self._why_not = ""
        self._merge_tip = self.tr("What only the other copy has is done here, under its authors and times")
        self.merge_button.setToolTip(self._merge_tip)
        self.merge_button.setEnabled(False)
        self.merge_button.clicked.connect(self._merge)
        for field in (self.first, self.second):
            # What is named by now was not compared.
            field.textChanged.connect(lambda: self.merge_button.setEnabled(False))
        if first and not second:
            self.second.setFocus()

    def compare(self) -> None:
        """Ask for the comparison of the two files, where both are named."""
        if self.first.text().strip() and self.second.text().strip():
            self._compared = self.first.text().strip(), self.second.text().strip()
            self.wanted.emit(*self._compared)

    def busy(self, task: Task) -> None:
        """They are being compared."""
        self._task = task
        self.merge_button.setEnabled(False)
        self.progress.watch(task)
        self.compare_button.setEnabled(False)

    def show_found(self, found: "Comparison") -> None:
        """Say what differs."""
        self._settle()
        self.fault_words.hide()
        self.outcome.setPlainText("\n".join(comparison_lines(found, self.appearance.words)))
        is_wanted = bool(found.only_second) and self._compared[0] == self._opened
        allow(self.merge_button, self._why_not if is_wanted else "", self._merge_tip, possible=is_wanted)

    def explain(self, error: Exception) -> None:
        """Say why they cannot be compared; one that was stopped can be begun again."""
        self._settle()
        if isinstance(error, UserError):
            self.outcome.clear()
            self.fault_words.setText(self.appearance.words.error(error))
            self.fault_words.show()
            self._fit(self.width())

    def forbid_merging(self, why_not: str) -> None:
        """Say why nothing may be merged into the ledger that is open."""
        self._why_not = why_not

    def _merge(self) -> None:
        self.merge_wanted.emit(self._compared[1])
        self.accept()

    def _settle(self) -> None:
        self._task = None
        self.progress.watch(None)
        self.compare_button.setEnabled(True)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _choosing(self, name: str, field: QLineEdit, caption: str) -> QHBoxLayout:
        """A field for a file, with a button beside it that lets the file be chosen."""
        chooser = button(self.tr("Choose…"))
        chooser.clicked.connect(partial(self._choose, field))
        line_up = row(self.add(name, field, caption), chooser, spacing=8)
        line_up.setStretch(0, 1)
        line_up.setAlignment(chooser, Qt.AlignmentFlag.AlignBottom)
        return line_up

    def _choose(self, field: QLineEdit) -> None:
        place = field.text() or self.first.text()
        ask_file(self, self.tr("Choose a ledger"), lambda path: field.setText(str(path)), folder=place)


class Comparing(Controller):
    """Compares the ledger that is open, or any other, with a second one. `merge_wanted` carries the place of a copy."""

    merge_wanted = Signal(str)

    @property
    def handlers(self) -> dict[str, Do]:
        return {"compare_ledgers": self.ask}

    def ask(self, first: str = "", second: str = "") -> None:
        """Let the user choose two files; where both are known, compare them at once."""
        place = self.ledger.location if self.ledger is not None else ""
        dialog = CompareDialog(self._appearance, self._window, first or place, second, place)
        dialog.forbid_merging(self.why_not("event_put_aside"))
        dialog.merge_wanted.connect(self.merge_wanted)
        dialog.wanted.connect(partial(self._compare, dialog))
        dialog.open()
        dialog.compare()

    def _compare(self, dialog: CompareDialog, first: str, second: str) -> None:
        task = Task(self.tr("Compare two ledgers"))
        dialog.busy(task)
        work = partial(_compare, first, second)
        self._jobs.run_long(task, work, if_open(dialog, dialog.show_found), if_open(dialog, dialog.explain))


def _compare(first: str, second: str, progress: Progress) -> "Comparison":
    # With it come SQLModel and Pydantic, which no window waits for.
    from tracker.services.safety.comparing import compare

    return compare(first, second, progress)
