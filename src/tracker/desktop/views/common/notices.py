"""What stands in the window while there is no ledger to show, and the report of a defect."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import button, column, row, text


class OpeningPage(QWidget):
    """A ledger is being opened; the first time, the briefing is being loaded into it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words = text("", "calmText")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(None, self._words, None))
        self.retranslate()

    def retranslate(self) -> None:
        """Show all texts anew."""
        self._words.setText(self.tr("Opening the ledger…"))


class FailurePage(QWidget):
    """Why the ledger could not be opened, and what can be done."""

    retry_wanted = Signal()
    choose_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._heading, self._sentence = text("", "heading"), text("", "calmText")
        self._choose, self._retry = button("", "primary"), button("")
        self.setFocusProxy(self._choose)
        self._choose.clicked.connect(self.choose_wanted)
        self._retry.clicked.connect(self.retry_wanted)
        inner = QWidget()
        inner.setMaximumWidth(scaled(560))
        inner.setMinimumWidth(scaled(360))
        buttons = row(self._choose, self._retry, None, spacing=8)
        inner.setLayout(column(self._heading, self._sentence, buttons, spacing=14))
        centred = row(None, inner, None)
        centred.setStretch(1, 4)
        self.setLayout(column(None, centred, None))
        self.retranslate()

    def explain(self, sentence: str) -> None:
        """Say what is wrong."""
        self._sentence.setText(sentence)

    def retranslate(self) -> None:
        """Show all texts anew."""
        self._heading.setText(self.tr("The ledger could not be opened"))
        self._choose.setText(self.tr("Choose another file…"))
        self._retry.setText(self.tr("Try again"))


class DefectDialog(QDialog):
    """The program made a mistake: the report, ready to be copied."""

    def __init__(self, parent: QWidget | None, report: str, log: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something went wrong"))
        said = self.tr("The program made a mistake. What you had saved is safe. Please send this report on.")
        kept = self.tr("The report is also in {path}").format(path=log)
        details = QPlainTextEdit(report)
        details.setReadOnly(True)
        details.setAccessibleName(self.tr("Report"))
        copy, close = button(self.tr("Copy the report"), "primary"), button(self.tr("Close"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        close.clicked.connect(self.accept)
        heading = text(self.tr("Something went wrong"), "heading")
        foot = row(None, close, copy, spacing=8)
        self.setLayout(
            column(heading, text(said), details, text(kept, "hint"), foot, spacing=12, margins=(20, 18, 20, 16))
        )
        self.resize(scaled(640), scaled(420))
