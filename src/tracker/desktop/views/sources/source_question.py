"""Asks of a text with several pledges what it is to be: evidence, as all that is dropped, or a source."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.plain_dialog import PlainDialog


class SourceQuestion(PlainDialog):
    """Enter takes it as evidence; to close it takes nothing in."""

    evidence_wanted = Signal()
    source_wanted = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget, name: str, count: int) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("sourceQuestion")
        self.set_title(self.tr("Evidence or a source?"))
        self.body.addWidget(text(name, "hint"))
        said = self.tr("This text holds {count} commitments. Take it as evidence, or as a source?")
        self.body.addWidget(text(said.format(count=count)))
        hint = self.tr("As a source, each of them enters the ledger once somebody has reviewed it.")
        self.body.addWidget(text(hint, "hint"))
        self.evidence_button = self.finish(self.tr("As evidence"), self.tr("Cancel"), width=460)
        self.evidence_button.setObjectName("takeAsEvidence")
        self.evidence_button.clicked.connect(self._take_as_evidence)
        self.source_button = self.offer(self.tr("As a source…"))
        self.source_button.setObjectName("takeAsSource")
        self.source_button.clicked.connect(self._take_as_source)
        self.evidence_button.setFocus()

    def _take_as_evidence(self) -> None:
        self.accept()
        self.evidence_wanted.emit()

    def _take_as_source(self) -> None:
        self.accept()
        self.source_wanted.emit()
