"""Print the visible page: a report as its PDF, the briefing and the evidence as they are seen."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.handed_copies import HandedCopies
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller, Page
from tracker.desktop.views.common.widgets import ask_file, open_path
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.exports.atomic import write_whole

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_DOTS = 300
"""Dots an inch: finer than the eye, and a tenth of what a printer could be sent."""
_POINTS = 72
_MARGIN = 10.0


def printers() -> list[str]:
    """Return the names of the printers that are set up."""
    # Not at the start of the program: the library asks the system's printing service.
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames()


class PagePrinter(QObject):
    """Sends the pages of a PDF to a printer, each drawn by the reading process. `opened` says that they are counted,
    `done` carries how many were sent, `failed` the `UserError` for which they could not be drawn."""

    opened = Signal()
    done = Signal(int)
    failed = Signal(object)

    def __init__(self, content: bytes, printer: "QPrinter", parent: QObject) -> None:
        super().__init__(parent)
        self._printer = printer
        self._painter = QPainter()
        # Not at the start: the first rows of the list come sooner without it.
        from tracker.desktop.views.viewer.pdf_pages import PdfPages

        self._pages = PdfPages(content, printer.docName(), self)
        self._pages.opened.connect(self.opened)
        self._pages.drawn.connect(self._put)
        self._pages.failed.connect(self._fail)
        self._wanted: list[int] = []
        self._sent = 0

    @property
    def count(self) -> int:
        """How many pages there are, once it is opened."""
        return len(self._pages.sizes)

    @property
    def orientation(self) -> QPageLayout.Orientation:
        """How the paper is to lie: as the first page does, once it is opened."""
        width, height = self._pages.sizes[0]
        return QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait

    def send(self) -> None:
        """Print the pages that the printer is set to."""
        last = self.count
        # Whatever was asked for, one page at least is there to be printed.
        first = min(max(1, self._printer.fromPage()), last)
        self._wanted = list(range(first - 1, max(first, min(last, self._printer.toPage() or last))))
        self._sent = len(self._wanted)
        self._draw()

    def give_up(self) -> None:
        """Nothing is to be printed."""
        self._pages.close()
        self.deleteLater()

    def _draw(self) -> None:
        page = self._wanted[0]
        width, _ = self._pages.sizes[page]
        self._pages.draw(page, round(width / _POINTS * _DOTS))

    def _put(self, page: int, picture: QImage) -> None:
        if not self._wanted or page != self._wanted.pop(0):
            return
        if self._painter.isActive():
            self._printer.newPage()
        elif not self._painter.begin(self._printer):
            self._finish(0)
            return
        self._painter.drawImage(_fitted(picture, QRectF(self._painter.viewport())), picture)
        if self._wanted:
            self._draw()
        else:
            self._finish(self._sent)

    def _finish(self, count: int) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.done.emit(count)
        self.give_up()

    def _fail(self, error: object) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.failed.emit(error)
        self.deleteLater()


def _fitted(picture: QImage, room: QRectF) -> QRectF:
    """As large as it can be, in the middle."""
    share = min(room.width() / picture.width(), room.height() / picture.height())
    area = QRectF(0, 0, picture.width() * share, picture.height() * share)
    area.moveCenter(room.center())
    return area


def picture_of(page: QWidget) -> bytes:
    """Return what is seen of a page, as a PDF of one sheet."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    share = min(writer.width() / page.width(), writer.height() / page.height())
    painter.scale(share, share)
    page.render(painter, QPoint())
    painter.end()
    return bytes(QByteArray(buffer.data()).data())


class Printing(Controller):
    """`front` tells the page that is seen, `order` which report it is: None is what it looks like."""

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self.front: Callable[[], Page | None] = lambda: None
        self.order: Callable[[Page], tuple[ReportWish, ReportForm] | None] = lambda _: None
        self._copies = HandedCopies()
        jobs.closed.connect(self._copies.remove)

    @property
    def handlers(self) -> dict[str, Do]:
        return {"print": self.ask}

    def ask(self) -> None:
        """Make the pages, then ask for a printer; where there is none, say so and offer the PDF."""
        ledger = self.ledger
        page = self.front()
        if ledger is None or page is None:
            return
        name = self._file_name()
        order = self.order(page)
        if order is None:
            self._offer(name, picture_of(page))
            return
        wish, form = order
        self._jobs.run_long(
            Task(self.tr("Prepare the pages")),
            lambda progress: services.making.preview_report(ledger.workspace, wish, form, progress),
            partial(self._offer, name),
            self.refuse,
            "print",
        )

    def _file_name(self) -> str:
        title = self._window.windowTitle().partition(" — ")[0]
        day = self.ledger.as_of or self.ledger.today() if self.ledger is not None else ""
        return f"{title} {day}.pdf"

    def _offer(self, name: str, content: bytes) -> None:
        if printers():
            self._ask_printer(name, content)
        else:
            self._explain(name, content)

    def _ask_printer(self, name: str, content: bytes) -> None:
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        work = self.prepare(content, printer)
        # Counted first: a range beyond the last page is not to be asked for.
        work.opened.connect(partial(self._show_printers, work, printer))

    def _show_printers(self, work: PagePrinter, printer: "QPrinter") -> None:
        from PySide6.QtPrintSupport import QPrintDialog

        # A wide page on upright paper is half as large, and leaves half of the sheet empty.
        printer.setPageOrientation(work.orientation)
        dialog = QPrintDialog(printer, self._window)
        dialog.setMinMax(1, work.count)
        dialog.setWindowTitle(self.tr("Print"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # By the number: the signal of this name comes in two shapes, and so does open().
        dialog.finished.connect(lambda result: self._send(work, printer) if result else work.give_up())
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _send(self, work: PagePrinter, printer: "QPrinter") -> None:
        # Drawing takes half a second a page; what is said of it stays as long as what is said last.
        self.said.emit(self.tr("Printing on {printer}…").format(printer=printer.printerName()))
        work.send()

    def prepare(self, content: bytes, printer: "QPrinter") -> PagePrinter:
        """Open a PDF whose pages are to be printed."""
        work = PagePrinter(content, printer, self)
        work.done.connect(partial(self._say_printed, printer))
        work.failed.connect(self.refuse)
        return work

    def _say_printed(self, printer: "QPrinter", pages: int) -> None:
        name = printer.printerName() or printer.outputFileName()
        if pages:
            self.said.emit(self.tr("Sent to {printer}: {pages} pages").format(printer=name, pages=pages))
        else:
            self.refused.emit(
                self.tr("The printer {printer} takes nothing: see whether it is on.").format(printer=name)
            )

    def _explain(self, name: str, content: bytes) -> None:
        dialog = WaysDialog(
            self._appearance,
            self._window,
            self.tr("Print"),
            self.tr("No printer is set up on this computer."),
            self.tr("The pages can be saved, or opened in the system's program for PDF, and be printed elsewhere."),
            {
                self.tr("Save as PDF…"): lambda: self._save(dialog, name, content),
                self.tr("Open as PDF"): lambda: self._open(dialog, name, content),
            },
        )
        dialog.setObjectName("noPrinter")
        dialog.open()

    def _save(self, dialog: WaysDialog, name: str, content: bytes) -> None:
        dialog.accept()
        ask_file(
            self._window, self.tr("Save as PDF"), partial(self._write, content), folder=self._settings.folder(),
            filters=["*.pdf"], saves=name,
        )  # fmt: skip

    def _write(self, content: bytes, path: Path) -> None:
        said = self.tr("Saved as {path}").format(path=path)
        self._jobs.run(lambda: write_whole(path, content), lambda _: self.said.emit(said), self.refuse)

    def _open(self, dialog: WaysDialog, name: str, content: bytes) -> None:
        dialog.accept()
        self._jobs.run(
            lambda: self._copies.add(name, content),
            open_path,
            self.refuse,
        )
