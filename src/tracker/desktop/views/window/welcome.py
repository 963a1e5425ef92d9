"""The first start: what the ledger holds, how to record the first evidence, and where to look around."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import button, column, row, text


class WelcomePage(QScrollArea):
    """Says three things and offers three ways on; it is in the window and blocks nothing."""

    start_wanted = Signal()
    sample_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = text("", "welcomeTitle")
        self._lead = text("", "calmText")
        self._steps = [(text("", "strong"), text("", "welcomeText")) for _ in range(3)]
        self.start = button("", "primary")
        self.sample = button("")
        self.guide = button("")
        for pressed, wanted in (
            (self.start, self.start_wanted), (self.sample, self.sample_wanted), (self.guide, self.guide_wanted),
        ):  # fmt: skip
            pressed.clicked.connect(wanted)
        self._hint = text("", "hint")
        self.setFocusProxy(self.start)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._body())
        self.retranslate()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self.setAccessibleName(self.tr("Welcome"))
        self._heading.setText(self.tr("Welcome to the commitment ledger"))
        self._lead.setText(
            self.tr("It keeps what was promised in public, word for word, and what became of it, with the proof.")
        )
        said = (
            (
                self.tr("What it holds"),
                self.tr("Every commitment of the briefing, each with its words in the transcript, the departments "
                        "responsible, its deadline and its target. Pledges too vague to check are marked; to judge the "
                        "others is your work."),
            ),
            (
                self.tr("Record the first evidence"),
                self.tr("Drop a notice, a link or a picture on the window, or choose a commitment and press Ctrl+E. "
                        "Check what was read from it, and say what it proves. Then press Ctrl+J to judge, with a "
                        "reason."),
            ),
            (
                self.tr("Nothing is lost"),
                self.tr("Every change is on disk as soon as it is made, and stays in the history. Ctrl+Z takes back "
                        "the last one, even after a restart."),
            ),
        )  # fmt: skip
        for (title, words), (heading, sentence) in zip(self._steps, said, strict=True):
            title.setText(heading)
            words.setText(sentence)
        self.start.setText(self.tr("Go to the ledger"))
        self.sample.setText(self.tr("Look around in the sample ledger"))
        self.guide.setText(self.tr("Read the guide"))
        self._hint.setText(
            self.tr("The sample is a ledger of its own, filled from published reports; yours is not touched.")
        )

    def _body(self) -> QWidget:
        steps = QVBoxLayout()
        steps.setSpacing(scaled(16))
        for title, words in self._steps:
            steps.addLayout(column(title, words, spacing=3))
        buttons = row(self.start, self.sample, self.guide, None, spacing=8)
        inner = QWidget()
        inner.setMaximumWidth(scaled(620))
        inner.setLayout(column(column(self._heading, self._lead, spacing=6), steps, buttons, self._hint, spacing=22))
        centred = row(None, inner, None, margins=(24, 24, 24, 24))
        centred.setStretch(1, 6)
        body = QWidget()
        body.setObjectName("page")
        body.setLayout(column(None, centred, None, None))
        return body
