"""Compare two codings of one text: choose them, settle their differences, record what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Task
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.widgets import ask_folder, button, column, row, text
from tracker.desktop.views.forms.form_dialog import choice
from tracker.desktop.views.forms.plain_dialog import PlainDialog, if_open
from tracker.domain.commitments.progress import Progress, steps
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, SourceRow
from tracker.locations import typed_path

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.desktop.views.briefing.coding_comparison import CodingComparison, Settlement
    from tracker.services.briefings.comparing import ComparedCoding, ComparedCodings
    from tracker.services.briefings.resolving import AppliedResolutions

_FOLDER = ""
"""In place of the key of a source: a folder."""


@dataclass(frozen=True, slots=True)
class CodingPlace:
    """Where a coding is: that of a source of the ledger by its key, or for "" one in a folder."""

    source: str
    folder: str

    @property
    def is_named(self) -> bool:
        """Whether it is known which coding is meant."""
        return bool(self.source or self.folder)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a settlement: the event that notes it, and what became of the commitments of the ledger."""

    noted: Changes
    applied: "AppliedResolutions | None"

    @property
    def changes(self) -> Changes:
        """Return all that was changed."""
        changes = self.applied.changes if self.applied is not None else None
        return changes or self.noted


class CodingSideInput(QWidget):
    """The choice of one coding: a source of the ledger, or a folder. `changed` says that its height has."""

    changed = Signal()

    def __init__(self, sources: Sequence[tuple[str, str]]) -> None:
        """`sources` are titles and keys."""
        super().__init__()
        self.source = choice([*sources, (self.tr("A folder"), _FOLDER)])
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Folder of the coding"))
        self._chooser = button(self.tr("Choose…"))
        self._chooser.clicked.connect(self._choose)
        self.source.currentIndexChanged.connect(self._show)
        place = row(self.folder, self._chooser, spacing=8)
        place.setStretch(0, 1)
        self.setLayout(column(self.source, place, spacing=6))
        self.setFocusProxy(self.source)
        self._show()

    @property
    def place(self) -> CodingPlace:
        """Return which coding is meant."""
        source = str(self.source.currentData())
        return CodingPlace(source, "" if source else self.folder.text().strip())

    def take_folder(self) -> None:
        """Begin with a folder in place of a source."""
        self.source.setCurrentIndex(self.source.count() - 1)

    def _show(self) -> None:
        is_folder = self.source.currentData() == _FOLDER
        for part in (self.folder, self._chooser):
            part.setVisible(is_folder)
        self.changed.emit()

    def _choose(self) -> None:
        title = self.tr("Choose the folder of a coding")
        ask_folder(self, title, lambda path: self.folder.setText(str(path)), folder=self.folder.text().strip())


class CodingChooser(PlainDialog):
    """`wanted` is asked for by the button; to close it stops the comparison."""

    def __init__(self, appearance: Appearance, parent: QWidget, sources: Sequence[SourceRow]) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("codingChooser")
        self.set_title(self.tr("Compare two codings"))
        hint = self.tr(
            "Two people code the same text, each without seeing what the other does. A coding lies in a folder with "
            "clean.txt and commitments.toml; that of a source of this ledger is taken as it stands there now."
        )
        self.body.addWidget(text(hint, "hint"))
        offered = [(f"{one.held_on.isoformat()} {appearance.words.name(one.title)}", one.key) for one in sources]
        self.first = CodingSideInput(offered)
        self.second = CodingSideInput(offered)
        self.second.take_folder()
        self.body.addLayout(self.add("first", self.first, self.tr("First coding")))
        self.body.addLayout(self.add("second", self.second, self.tr("Second coding")))
        self.fault_words = text("", "fault")
        self.fault_words.hide()
        self.body.addWidget(self.fault_words)
        self.progress = ProgressStrip()
        self.body.addWidget(self.progress)
        self._task: Task | None = None
        self.finished.connect(self._stop)
        self.compare_button = self.finish(self.tr("Compare"), self.tr("Cancel"), width=640)
        for side in (self.first, self.second):
            side.changed.connect(lambda: self._fit(self.width()))

    def busy(self, task: Task) -> None:
        """They are being compared."""
        self._task = task
        self.progress.watch(task)
        self.fault_words.hide()
        self.compare_button.setEnabled(False)

    def explain(self, error: Exception) -> None:
        """Say why they cannot be compared, and let others be chosen."""
        self._task = None
        self.progress.watch(None)
        self.compare_button.setEnabled(True)
        if isinstance(error, UserError):
            self.fault_words.setText(self.appearance.words.error(error))
            self.fault_words.show()
            self._fit(self.width())

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()


class ComparingCodings(Controller):
    """Opens the choice and the comparison, and records what is settled."""

    @property
    def handlers(self) -> dict[str, Do]:
        return {"compare_codings": self.ask}

    def ask(self) -> None:
        """Let the user choose two codings."""
        self.run(_coded_sources, self._choose, "coded_sources")

    def _choose(self, sources: tuple[SourceRow, ...]) -> None:
        dialog = CodingChooser(self._appearance, self._window, sources)
        dialog.compare_button.clicked.connect(lambda: self._compare(dialog))
        dialog.open()

    def _compare(self, dialog: CodingChooser) -> None:
        ledger = self.ledger
        places = dialog.first.place, dialog.second.place
        if ledger is None or not all(one.is_named for one in places):
            return
        task = Task(self.tr("Compare two codings"))
        dialog.busy(task)

        def show(compared: "ComparedCodings") -> None:
            dialog.accept()
            self._show(compared)

        self._jobs.run_long(
            task, partial(_compared, ledger, *places), if_open(dialog, show), if_open(dialog, dialog.explain)
        )

    def _show(self, compared: "ComparedCodings") -> None:
        # Not at the start: the first rows of the list come sooner without it.
        from tracker.desktop.views.briefing.coding_comparison import CodingComparison

        dialog = CodingComparison(self._appearance, self._window, compared)
        if why_not := self.why_not("codings_compared"):
            dialog.forbid(why_not)
        dialog.wanted.connect(partial(self._record, dialog))
        dialog.open()

    def _record(self, dialog: "CodingComparison", settlement: "Settlement") -> None:
        ledger = self.ledger
        if ledger is None:
            return
        compared = dialog.compared

        def done(recorded: Recorded) -> None:
            if_open(dialog, lambda _: dialog.finish_recorded())(recorded)
            self.said.emit(self._what_came(recorded, len(settlement.resolutions), len(compared.differences)))
            self.written.emit(recorded.changes)

        self._jobs.run(partial(_recorded, ledger, compared, settlement), done, if_open(dialog, dialog.explain))

    def _what_came(self, recorded: Recorded, settled: int, differences: int) -> str:
        words = self._appearance.words
        said = [
            self.tr("Comparison recorded: {settled} of {total} differences settled.").format(
                settled=settled, total=differences
            )
        ]
        applied = recorded.applied
        if applied is not None and applied.commitments:
            said.append(self.tr("Changed: {codes}.").format(codes=words.join(applied.commitments)))
        if applied is not None:
            said += [f"{code}: {words.error(error)}" for code, error in applied.refused.items()]
        return " ".join(said)


def _coded_sources(ledger: "OpenLedger") -> tuple[SourceRow, ...]:
    return tuple(one for one in services.reading.list_sources(ledger.workspace) if not one.is_spreadsheet)


def _compared(ledger: "OpenLedger", first: CodingPlace, second: CodingPlace, progress: Progress) -> "ComparedCodings":
    read = partial(_read, ledger)
    return services.comparing.compare_two(*map(read, steps((first, second), progress)))


def _read(ledger: "OpenLedger", place: CodingPlace) -> "ComparedCoding":
    comparing = services.comparing
    return (
        comparing.read_source(ledger.workspace, place.source)
        if place.source
        else comparing.read_folder(typed_path(place.folder))
    )


def _recorded(ledger: "OpenLedger", compared: "ComparedCodings", settlement: "Settlement") -> Recorded:
    workspace = ledger.present
    resolutions = settlement.resolutions
    noted = services.comparing.record_comparison(workspace, compared, settlement.reason, resolutions)
    applied = services.resolving.apply_resolutions(workspace, compared, resolutions) if settlement.applies else None
    return Recorded(noted, applied)
