"""Print the page or the report that is seen, or say that there is no printer."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.desktop.views.viewer.pdf_pages import PdfPages
from tracker.desktop.views.window import printing
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.search.ledger_query import Facet

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "printers", list)


def offered(qtbot: "QtBot") -> WaysDialog:
    def is_there() -> bool:
        dialog = QApplication.activeModalWidget()
        return dialog is not None and dialog.objectName() == "noPrinter"

    qtbot.waitUntil(is_there)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WaysDialog)
    return dialog


def saved(qtbot: "QtBot", dialog: WaysDialog, path: Path) -> "pypdfium2.PdfDocument":
    dialog.ways[0].click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    files: Any = QApplication.activeModalWidget()
    files.close()
    files.fileSelected.emit(str(path))
    qtbot.waitUntil(path.is_file)
    return pypdfium2.PdfDocument(path.read_bytes())


def words(document: "pypdfium2.PdfDocument") -> str:
    return "".join(page.get_textpage().get_text_range() for page in document)


def send(window: MainWindow, content: bytes, printer: QPrinter) -> None:
    """Print a PDF on a printer that was chosen before."""
    work = window.printing.prepare(content, printer)
    work.opened.connect(work.send)


@pytest.mark.parametrize("page", ["ledger", "dashboard", "reports"])
def test_without_a_printer_that_is_said_and_the_report_can_be_kept_as_pdf(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", tmp_path: Path, page: str
) -> None:
    window.show_page(page)
    hands.settle()
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    dialog = offered(qtbot)
    assert dialog.said.text() == "这台电脑没有设置打印机。"
    document = saved(qtbot, dialog, tmp_path / "打印.pdf")
    assert "承诺台账" in words(document)


def test_the_ledger_prints_what_is_filtered(window: MainWindow, hands: "Hands", qtbot: "QtBot", tmp_path: Path) -> None:
    window.page.show_rows({Facet.DEPARTMENT: frozenset({"sme-bureau"})})
    hands.settle()
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    said = words(saved(qtbot, offered(qtbot), tmp_path / "局.pdf"))
    assert "MIIT-2025-044" in said
    assert "MIIT-2025-001" not in said


@pytest.mark.parametrize("page", ["briefing", "evidence"])
def test_other_pages_are_printed_as_they_are_seen(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", tmp_path: Path, page: str
) -> None:
    window.show_page(page)
    hands.settle()
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    document = saved(qtbot, offered(qtbot), tmp_path / "页.pdf")
    assert len(document) == 1
    width, height = document[0].get_size()
    assert width > height


def test_every_page_of_a_report_reaches_the_printer(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", tmp_path: Path
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    content = saved(qtbot, offered(qtbot), tmp_path / "全.pdf")
    pages = len(content)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "送到.pdf"))
    said: list[str] = []
    window.printing.said.connect(said.append)
    send(window, (tmp_path / "全.pdf").read_bytes(), printer)
    qtbot.waitUntil(lambda: any("送到.pdf" in one for one in said))
    assert len(pypdfium2.PdfDocument(tmp_path / "送到.pdf")) == pages > 1


def test_what_is_no_pdf_is_refused_in_one_sentence(window: MainWindow, qtbot: "QtBot", tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "无.pdf"))
    said: list[str] = []
    window.printing.refused.connect(said.append)
    send(window, b"no pdf", printer)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].endswith("。")


def test_a_range_beyond_the_last_page_prints_the_last_one(window: MainWindow, qtbot: "QtBot", tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "末页.pdf"))
    printer.setFromTo(9, 12)
    said: list[str] = []
    window.printing.said.connect(said.append)
    send(window, printing.picture_of(window.page), printer)
    qtbot.waitUntil(lambda: any("末页.pdf" in one for one in said))
    assert len(pypdfium2.PdfDocument(tmp_path / "末页.pdf")) == 1


def test_the_printer_is_asked_for_pages_that_there_are(
    window: MainWindow, qtbot: "QtBot", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "printers", lambda: ["P"])
    window.printing._offer("页.pdf", printing.picture_of(window.page))
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    assert (dialog.minPage(), dialog.maxPage()) == (1, 1)
    dialog.reject()


def test_a_pdf_that_is_printed_is_opened_once(
    window: MainWindow, qtbot: "QtBot", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    class Counted(PdfPages):
        def _start(self) -> None:
            opened.append(self._name)
            super()._start()

    monkeypatch.setattr("tracker.desktop.views.viewer.pdf_pages.PdfPages", Counted)
    monkeypatch.setattr(printing, "printers", lambda: ["P"])
    said: list[str] = []
    window.printing.said.connect(said.append)
    for result in (0, 1):
        window.printing._offer("页.pdf", printing.picture_of(window.page))
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QPrintDialog)
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "送到.pdf"))
        dialog.done(result)
        assert opened == ["页.pdf"] * (result + 1)
    qtbot.waitUntil(lambda: any("送到.pdf" in one for one in said))
    assert opened == ["页.pdf"] * 2
    assert len(pypdfium2.PdfDocument(tmp_path / "送到.pdf")) == 1


@pytest.mark.parametrize(
    ("size", "orientation"),
    [((842, 595), QPageLayout.Orientation.Landscape), ((595, 842), QPageLayout.Orientation.Portrait)],
)
def test_the_paper_lies_as_the_pages_do(
    window: MainWindow,
    qtbot: "QtBot",
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    orientation: QPageLayout.Orientation,
) -> None:
    monkeypatch.setattr(printing, "printers", lambda: ["P"])
    document = pypdfium2.PdfDocument.new()
    document.new_page(*size)
    content = io.BytesIO()
    document.save(content)
    window.printing._offer("页.pdf", content.getvalue())
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    assert dialog.printer().pageLayout().orientation() == orientation
    dialog.reject()
