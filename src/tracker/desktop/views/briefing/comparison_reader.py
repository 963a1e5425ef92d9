"""What was recorded when two codings of a source were compared, to be read again."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.rows import EventRow
from tracker.wording.compared_codings import comparison_lines


class ComparisonReader(PlainDialog):
    """The figures, the reason for the whole, and whose coding holds in each difference that was settled."""

    def __init__(self, appearance: Appearance, parent: QWidget, event: EventRow) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("comparisonReader")
        title = self.tr("Codings compared on {day} by {author}")
        self.set_title(title.format(day=event.day.isoformat(), author=event.author))
        self.outcome = QPlainTextEdit("\n".join(comparison_lines(event, appearance.words)))
        self.outcome.setObjectName("settled")
        self.outcome.setReadOnly(True)
        self.outcome.setTabChangesFocus(True)
        self.outcome.setAccessibleName(self.windowTitle())
        self.outcome.setFixedHeight(scaled(300))
        self.body.addWidget(self.outcome)
        self.finish(self.tr("Close"), "", width=640).clicked.connect(self.accept)
