"""What a report that somebody holds was found to be."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.reports.verification import Verification
from tracker.wording.verifying import verification_sentences


class VerifiedDialog(PlainDialog):
    """The outcome first, then what supports it, and the hash by which others can compare the file."""

    def __init__(self, appearance: Appearance, parent: QWidget, found: Verification) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("verified")
        self.found = found
        self.set_title(self.tr("Verify a report"))
        self.sentences = verification_sentences(found, appearance.words)
        outcome, *further = self.sentences
        self.body.addWidget(text(found.file, "hint"))
        self.body.addWidget(text(outcome, "strong"))
        for sentence in further:
            self.body.addWidget(text(sentence))
        digest = text(f"SHA-256 {found.sha256}", "hint")
        digest.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.body.addWidget(digest)
        self.finish(self.tr("Close"), "", width=560).clicked.connect(self.accept)
