"""What can be done with several commitments at once, in place of the detail of one."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import (
    AssessmentChip,
    button,
    clear_layout,
    column,
    hairline,
    label,
    row,
    text,
)
from tracker.domain.terms import Assessment


class BulkPanel(QWidget):
    """Says how many are selected and how they are judged; asks for what is to be done with them."""

    judge_wanted = Signal()
    search_wanted = Signal()
    departments_wanted = Signal()
    tags_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._count: int = 0
        self._assessments: Mapping[Assessment, int] = {}
        self.setObjectName("detailBody")
        self._title = text("", "title")
        self._counts = column(spacing=6)
        self._hint = text("", "small")
        self.judge_button = button("", "primary")
        self.departments_button = button("")
        self.tags_button = button("")
        self.copy_button = button("")
        self.search_button = button("")
        self.search_button.setObjectName("logRound")
        for one, signal in (
            (self.judge_button, self.judge_wanted),
            (self.search_button, self.search_wanted),
            (self.departments_button, self.departments_wanted),
            (self.tags_button, self.tags_wanted),
            (self.copy_button, self.copy_wanted),
        ):
            one.clicked.connect(signal)
        first = row(self.judge_button, self.search_button, None, spacing=8)
        second = row(self.departments_button, self.tags_button, self.copy_button, None, spacing=8)
        self.setLayout(
            column(
                self._title,
                self._counts,
                hairline(),
                first,
                second,
                self._hint,
                None,
                spacing=14,
                margins=(20, 18, 16, 24),
            )
        )
        self.retranslate()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed, as where a day in the past is shown; copying still can be done."""
        return not self.judge_button.isEnabled()

    @read_only.setter
    def read_only(self, read_only: bool) -> None:
        for one in (self.judge_button, self.search_button, self.departments_button, self.tags_button):
            one.setEnabled(not read_only)
        self._hint.setVisible(not read_only)

    def show_selection(self, count: int, assessments: Mapping[Assessment, int]) -> None:
        """Show how many are selected now, and how they are judged; nothing of that while it is on its way."""
        if (count, assessments) != (self._count, self._assessments):
            self._count = count
            self._assessments = dict(assessments)
            self.retranslate()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.setAccessibleName(self.tr("Selected commitments"))
        self._title.setText(self.tr("{count} commitments selected").format(count=f"{self._count:,}"))
        self.judge_button.setText(self.tr("Assess…"))
        self.search_button.setText(self.tr("Log a round of searching…"))
        self.departments_button.setText(self.tr("Departments…"))
        self.tags_button.setText(self.tr("Tags…"))
        self.copy_button.setText(self.tr("Copy as table"))
        self._hint.setText(self.tr("Every change here is one entry of the history, and can be undone in one step."))
        clear_layout(self._counts)
        for assessment in Assessment:
            if number := self._assessments.get(assessment, 0):
                chip = AssessmentChip(self._appearance, assessment)
                self._counts.addLayout(row(chip, label(str(number), "strong"), None, spacing=10))
