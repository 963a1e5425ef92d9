"""What is in the window while there is no ledger to show, and reports of defects and crashes."""

import getpass
import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import Flow, Scrolling, button, column, label, mark_invalid, row, text
from tracker.domain.errors import UserError
from tracker.domain.text.lines import one_line
from tracker.locations import program_was_moved


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
        """Show all texts in the current language."""
        self._words.setText(self.tr("Opening the ledger…"))


class FailurePage(QWidget):
    """Why the ledger could not be opened, and what can be done."""

    retry_wanted = Signal()
    choose_wanted = Signal()
    rescue_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._heading = text("", "heading")
        self._sentence = text("", "calmText")
        self._choose = button("", "primary")
        self._retry = button("")
        self.rescue_button = button("")
        self.rescue_button.hide()
        self.rescue_button.clicked.connect(self.rescue_wanted)
        self.setFocusProxy(self._choose)
        self._choose.setObjectName("chooseLedger")
        self._retry.setObjectName("tryAgain")
        self._choose.clicked.connect(self.choose_wanted)
        self._retry.clicked.connect(self.retry_wanted)
        inner = QWidget()
        inner.setMaximumWidth(scaled(560))
        inner.setMinimumWidth(scaled(360))
        buttons = row(self._choose, self.rescue_button, self._retry, None, spacing=8)
        inner.setLayout(column(self._heading, self._sentence, buttons, spacing=14))
        centred = row(None, inner, None)
        centred.setStretch(1, 4)
        self.setLayout(column(None, centred, None))
        self.retranslate()

    def explain(self, sentence: str, remedy: str = "") -> None:
        """Say what is wrong, and what can be done about it here, if something can."""
        self._sentence.setText(sentence)
        self.rescue_button.setText(remedy)
        self.rescue_button.setVisible(bool(remedy))

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._heading.setText(self.tr("The ledger could not be opened"))
        self._choose.setText(self.tr("Choose another file…"))
        self._retry.setText(self.tr("Try again"))


class ReportDialog(QDialog):
    """A report of what went wrong in the program, ready to be copied. Subclasses then call `explain`."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.details = QPlainTextEdit(report)
        self.details.setObjectName("report")
        self.details.setReadOnly(True)
        # A trace that wraps is hard to read, and harder to paste.
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(self.tr("Report"))
        self.hint = text(
            self.tr("It holds versions and places in the program: no words of the ledger, no names, no folders."),
            "hint",
        )
        self.copy_button = button(self.tr("Copy the report"), "primary")
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)

    def explain(self, title: str, said: str, *buttons: QPushButton) -> None:
        """Say what it is, and what else can be done."""
        self.setWindowTitle(title)
        foot = row(None, *buttons, self.copy_button, spacing=8)
        heading = text(title, "heading")
        parts = column(heading, text(said), self.details, self.hint, foot, spacing=12, margins=(20, 18, 20, 16))
        parts.setStretch(2, 1)
        self.setLayout(parts)
        self.resize(scaled(640), scaled(420))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(self.tr("Copied"))


class DefectDialog(ReportDialog):
    """The program made a mistake; further ones are added as long as this is open."""

    def __init__(self, parent: QWidget | None, report: str, log: Path | None) -> None:
        super().__init__(parent, report)
        close = button(self.tr("Close"))
        said = (
            self.tr(
                "The folder of the program was moved, replaced or removed while it was open. What you had saved is "
                "safe. Close the program and start it again from where it is now."
            )
            if program_was_moved()
            else self.tr("The program made a mistake. What you had saved is safe. Please send this report on.")
        )
        self.explain(self.tr("Something went wrong"), said, close)
        close.clicked.connect(self.accept)
        if log is not None:
            place = self.tr("It is also in {path}").format(path=log)
            self.hint.setText(f"{self.hint.text()} {place}")

    def add(self, report: str) -> None:
        """A further mistake; one that shows already is not shown again."""
        if report not in self.details.toPlainText():
            self.details.appendPlainText(report)


class CrashDialog(ReportDialog):
    """The program broke off last time. Whoever puts it off is asked again at the next start."""

    def __init__(self, parent: QWidget | None, report: str, at: datetime, forget: Callable[[], None]) -> None:
        super().__init__(parent, report)
        later = button(self.tr("Later"))
        forgetting = button(self.tr("Forget it"))
        said = self.tr(
            "On {time} the program broke off. Every change that was shown as saved is in the ledger. "
            "Please send this report on."
        ).format(time=f"{at:%Y-%m-%d %H:%M}")
        self.explain(self.tr("The program broke off last time"), said, later, forgetting)
        later.clicked.connect(self.reject)
        forgetting.clicked.connect(forget)
        forgetting.clicked.connect(self.accept)


class DefectReports(QObject):
    """Shows defects of the program before its window, in one dialog however many there are."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: DefectDialog | None = None

    def show_defect(self, report: str, log: Path | None) -> None:
        """Show a report that was logged there, or nowhere."""
        # A defect in painting comes with every frame: one dialog gathers all of them.
        if self._dialog is not None:
            self._dialog.add(report)
            return
        self._dialog = DefectDialog(self._window, report, log)
        self._dialog.finished.connect(self._let_go)
        self._dialog.open()

    def _let_go(self) -> None:
        self._dialog = None


LONGEST_AUTHOR = 80


def blank_author() -> UserError:
    """Return why a name that consists of spaces is none."""
    return UserError("author_blank", field="author")


class WelcomePage(Scrolling):
    """Says three things, asks for name and office, offers ways on; it is in the window and blocks nothing.

    `author_named` carries the name, "" for that of the account; `office_named` the office, "" for none.
    """

    author_named = Signal(str)
    office_named = Signal(str)
    start_wanted = Signal()
    sample_wanted = Signal()
    empty_wanted = Signal()
    document_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._heading = text("", "welcomeTitle")
        self._lead = text("", "calmText")
        self._steps = [(text("", "strong"), text("", "welcomeText")) for _ in range(3)]
        self._asked = label("", "formLabel")
        self._asked_hint = text("", "hint")
        self.author = QLineEdit()
        self.author.setObjectName("welcomeAuthor")
        self.author.setMaxLength(LONGEST_AUTHOR)
        self.author.setPlaceholderText(getpass.getuser())
        self._asked.setBuddy(self.author)
        self.author.editingFinished.connect(self._name_author)
        self._fault = text("", "fault")
        self._fault.hide()
        self._naming = QWidget()
        self._naming.setLayout(column(self._asked, self.author, self._fault, self._asked_hint, spacing=3))
        self._office_asked = label("", "formLabel")
        self.office = QLineEdit()
        self.office.setObjectName("welcomeOffice")
        self.office.setMaxLength(LONGEST_AUTHOR)
        self._office_asked.setBuddy(self.office)
        self.office.editingFinished.connect(lambda: self.office_named.emit(one_line(self.office.text())))
        # Where the environment names somebody, that goes before any setting. Shown before it has its place in the page,
        # it would be a window of its own.
        if os.environ.get("TRACKER_AUTHOR"):
            self._naming.hide()
        self.start = button("", "primary")
        self.sample = button("")
        self.empty = button("")
        self.empty.setObjectName("beginEmpty")
        self.document = button("")
        self.document.setObjectName("beginWithDocument")
        self.guide = button("", "quiet-link")
        for pressed, wanted in (
            (self.start, self.start_wanted),
            (self.sample, self.sample_wanted),
            (self.document, self.document_wanted),
            (self.empty, self.empty_wanted),
        ):
            pressed.clicked.connect(partial(self._go, wanted))
        self.guide.clicked.connect(self.guide_wanted)
        self._hint = text("", "hint")
        self.setFocusProxy(self.start)
        self.setWidget(self._body())
        self.retranslate()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self.setAccessibleName(self.tr("Welcome"))
        self._heading.setText(self.tr("Welcome to the commitment ledger"))
        self._lead.setText(
            self.tr("It keeps what was promised in public, word for word, and what became of it, with the evidence.")
        )
        said = (
            (
                self.tr("What it holds"),
                self.tr("Every commitment of the briefing, each with its words in the transcript, the departments "
                        "responsible, its due date and its target. Commitments too vague to check are marked; to judge "
                        "the others is your work."),
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
        self._asked.setText(self.tr("Your name"))
        self._asked_hint.setText(
            self.tr("It stands beside everything that you record, and can be changed in the settings.")
        )
        self.author.setAccessibleName(self.tr("Your name"))
        self._office_asked.setText(self.tr("Your office (optional)"))
        self.office.setAccessibleName(self._office_asked.text())
        self.start.setText(self.tr("Begin with the briefing, nothing recorded yet"))
        self.sample.setText(self.tr("Look around in the sample ledger"))
        self.document.setText(self.tr("Begin with a document of your own…"))
        self.empty.setText(self.tr("Begin with an empty ledger"))
        self.guide.setText(self.tr("Read the guide"))
        self._hint.setText(
            self.tr(
                "The sample is a ledger of its own, filled from published reports; yours is not touched. Nothing is "
                "loaded into an empty one by itself."
            )
        )

    def show_author(self, author: str, office: str) -> None:
        """Show what is known already."""
        self.author.setText(author)
        self.office.setText(office)

    @property
    def fault(self) -> str:
        """Why the name is none, where it is refused."""
        return "" if self._fault.isHidden() else self._fault.text()

    def _has_blank_author(self) -> bool:
        """Whether the name consists of spaces alone, which is said below it."""
        is_blank = bool(self.author.text()) and not one_line(self.author.text())
        self._fault.setText(self._appearance.words.error(blank_author()) if is_blank else "")
        self._fault.setVisible(is_blank)
        mark_invalid(self.author, is_blank)
        return is_blank

    def _name_author(self) -> None:
        if not self._has_blank_author():
            self.author_named.emit(one_line(self.author.text()))

    def _go(self, wanted: SignalInstance) -> None:
        """Go on, unless the name is none."""
        if self._has_blank_author():
            self.author.setFocus()
        else:
            wanted.emit()

    def _body(self) -> QWidget:
        steps = QVBoxLayout()
        steps.setSpacing(scaled(16))
        for title, words in self._steps:
            steps.addLayout(column(title, words, spacing=3))
        ways = Flow(8)
        ways.fill([self.start, self.sample, self.document, self.empty, self.guide])
        buttons = column(ways)
        office = QWidget()
        office.setLayout(column(self._office_asked, self.office, spacing=3))
        asked = column(self._naming, office, spacing=10)
        inner = QWidget()
        inner.setMaximumWidth(scaled(620))
        inner.setLayout(
            column(column(self._heading, self._lead, spacing=6), steps, asked, buttons, self._hint, spacing=22)
        )
        centred = row(None, inner, None, margins=(24, 24, 24, 24))
        centred.setStretch(1, 6)
        body = QWidget()
        body.setObjectName("page")
        body.setLayout(column(None, centred, None, None))
        return body
