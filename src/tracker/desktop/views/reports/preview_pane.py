"""The pages of a report before it is saved, as the PDF has them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QToolButton, QWidget

from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import ToolButton, column, label, row, text
from tracker.desktop.views.viewer.pdf_view import PdfView


class PreviewPane(QWidget):
    """Pages to be turned, or a sentence in their place. What is shown stays until the next pages are there.

    `failed` carries the `UserError` for which pages cannot be shown.
    """

    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.pdf = PdfView()
        self._page = 0
        self._pages = 0
        self._title = label("", "shown")
        self._number = label("", "ofTotal")
        self._waiting = label("", "ofTotal")
        self._waiting.setVisible(False)
        self._said = text("", "calmText")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back, self._on, self._smaller, self._larger = (_tool(sign) for sign in "‹›−+")
        self._stack = QStackedWidget()
        self._lay_out()
        self._back.clicked.connect(lambda: self.turn(-1))
        self._on.clicked.connect(lambda: self.turn(1))
        self._smaller.clicked.connect(lambda: self.pdf.enlarge(-1))
        self._larger.clicked.connect(lambda: self.pdf.enlarge(1))
        self.pdf.opened.connect(self._take_document)
        self.pdf.failed.connect(self.failed)
        self._allow()

    @property
    def pages(self) -> int:
        """How many pages there are to be turned."""
        return self._pages

    @property
    def number(self) -> str:
        """Which page of how many is shown."""
        return self._number.toolTip()

    @property
    def sentence(self) -> str:
        """What is in place of pages; "" where there are pages."""
        return "" if self._stack.currentWidget() is self.pdf else self._said.text()

    def wait(self) -> None:
        """Show that other pages than these are being made."""
        self.pdf.setEnabled(False)
        self._waiting.setVisible(True)

    def show_pages(self, content: bytes) -> None:
        """Show a PDF, on the page where the one before was."""
        self.pdf.load(content)

    def say(self, sentence: str) -> None:
        """Say something in place of pages."""
        self.pdf.stop_opening()
        self.show_up_to_date()
        self._page = 0
        self._pages = 0
        self._said.setText(sentence)
        self._stack.setCurrentIndex(0)
        self._allow()

    def turn(self, pages: int) -> None:
        """Go so many pages on."""
        self._page = max(0, min(self._page + pages, self._pages - 1))
        self._show_page()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._title.setText(self.tr("Preview"))
        self._waiting.setText(self.tr("Being updated…"))
        names = (self.tr("Previous page"), self.tr("Next page"), self.tr("Smaller"), self.tr("Larger"))
        for made, name in zip((self._back, self._on, self._smaller, self._larger), names, strict=True):
            made.setToolTip(name)
            made.setAccessibleName(name)
        self._allow()

    def show_up_to_date(self) -> None:
        """Show that no other pages are on their way."""
        self.pdf.setEnabled(True)
        self._waiting.setVisible(False)

    def _take_document(self) -> None:
        self.show_up_to_date()
        self._pages = self.pdf.page_count
        # The reader stays on the page while details of the order are changed.
        self._page = min(self._page, self._pages - 1)
        self._stack.setCurrentWidget(self.pdf)
        self._show_page()

    def _show_page(self) -> None:
        if self._pages:
            self.pdf.show_page(self._page)
        self._allow()

    def _allow(self) -> None:
        said = self.tr("Page {number} of {count}").format(number=self._page + 1, count=self._pages)
        self._number.setText(f"{self._page + 1} / {self._pages}" if self._pages else "")
        self._number.setToolTip(said if self._pages else "")
        self._number.setAccessibleName(self._number.toolTip())
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page < self._pages - 1)
        for made in (self._back, self._on, self._smaller, self._larger):
            made.setVisible(self._pages > 0)

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setObjectName("countBar")
        bar.setFixedHeight(scaled(44))
        parts = (self._title, self._number, self._waiting, None, self._back, self._on, self._smaller, self._larger)
        bar.setLayout(row(*parts, spacing=8, margins=(16, 0, 12, 0)))
        empty = QWidget()
        empty.setLayout(column(None, self._said, None, margins=(40, 0, 40, 0)))
        self._stack.addWidget(empty)
        self._stack.addWidget(self.pdf)
        self.setLayout(column(bar, self._stack))


def _tool(sign: str) -> QToolButton:
    made = ToolButton()
    made.setText(sign)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
