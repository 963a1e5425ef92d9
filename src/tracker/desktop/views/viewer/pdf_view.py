"""The pages of a PDF, drawn one at a time; words can be selected on them, and the quoted ones are marked.

QtPdf is imported only here, and this only when a PDF is looked at.
"""

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer, QPdfSelection
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tracker.desktop.theme import load_tokens, scaled
from tracker.domain.evidence.anchors import locate, marks
from tracker.domain.text.lines import unified

_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_LEAST_HEIGHT = 10.0
"""Points of a mark where a font tells no height."""


class PdfView(QScrollArea):
    """Shows one page as wide as there is room, times the zoom. `selection_changed` says that other words are
    selected."""

    selection_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pdfView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages of the document"))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(self._document)
        self._renderer.pageRendered.connect(self._take)
        self._sheet = _Sheet(self._document)
        self._sheet.selected.connect(self.selection_changed)
        self.setWidget(self._sheet)
        self._zoom = _ZOOMS.index(1.0)

    @property
    def zoom(self) -> float:
        """The size, 1 being the width of the room."""
        return _ZOOMS[self._zoom]

    @property
    def words(self) -> str:
        """The words that are selected."""
        chosen = self._sheet.chosen
        return unified(chosen.text()) if chosen is not None else ""

    @property
    def before(self) -> int:
        """How many marks of the page stand before the words that are selected."""
        chosen = self._sheet.chosen
        if chosen is None:
            return 0
        return marks(self._document.getAllText(self._sheet.page).text()[: chosen.startIndex()])

    @property
    def marked(self) -> str:
        """The words that are marked as quoted."""
        return "".join(unified(one.text()) for one in self._sheet.quoted)

    @property
    def is_drawn(self) -> bool:
        """Whether the page that is shown has been drawn."""
        return self._sheet.picture is not None

    @property
    def page_count(self) -> int:
        """How many pages the document has."""
        return self._document.pageCount()

    def text_of(self, page: int) -> str:
        """The words that a page has as text; a scan has none."""
        return self._document.getAllText(page).text()

    def load(self, content: bytes) -> bool:
        """Take a document in place of the one before; False where it cannot be shown."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        return self._document.status() == QPdfDocument.Status.Ready and self._document.pageCount() > 0

    def show_page(self, page: int, quote: str = "", before: int = 0) -> None:
        """Show a page from its top, or at the words that are quoted of it; `before` are the marks before them."""
        self._sheet.show_page(min(page, self._document.pageCount() - 1))
        if quote:
            self._sheet.mark(quote, before)
        self._fit()
        self.verticalScrollBar().setValue(max(0, round(self._sheet.top) - self.viewport().height() // 3))

    def enlarge(self, steps: int) -> None:
        """Show it larger, or with fewer than no steps smaller."""
        self._zoom = max(0, min(self._zoom + steps, len(_ZOOMS) - 1))
        self._fit()

    def select(self, start: QPointF, end: QPointF) -> None:
        """Select the words between two points of the page, in points from its upper left corner."""
        self._sheet.select(start, end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        size = self._document.pagePointSize(self._sheet.page)
        if size.isEmpty():
            return
        width = max(scaled(200), (self.viewport().width() - scaled(2)) * self.zoom)
        self._sheet.set_size(size, width)
        ratio = self.devicePixelRatioF()
        self._renderer.requestPage(self._sheet.page, self._sheet.size() * ratio)

    def _take(self, page: int, size: QSize, picture: QImage) -> None:
        if page == self._sheet.page and size == self._sheet.size() * self.devicePixelRatioF():
            self._sheet.show_picture(picture)


class _Sheet(QWidget):
    """The page itself, in its own points times a scale."""

    selected = Signal()

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__()
        self._document = document
        self.page = 0
        self._scale = 1.0
        self.picture: QImage | None = None
        self.chosen: QPdfSelection | None = None
        self.quoted: list[QPdfSelection] = []
        self._from: QPointF | None = None
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(self.tr("Page of the document"))

    @property
    def top(self) -> float:
        """Where the marked words begin."""
        tops = [area.top() for one in self.quoted for area in _areas(one)]
        return min(tops, default=0.0) * self._scale

    def show_page(self, page: int) -> None:
        """Show another page; nothing is drawn of it yet."""
        self.page = page
        self.picture = None
        self.chosen = None
        self.quoted = []
        self.selected.emit()
        self.update()

    def set_size(self, size: QSizeF, width: float) -> None:
        """Be so wide."""
        self._scale = width / size.width()
        self.resize((size * self._scale).toSize())

    def show_picture(self, picture: QImage) -> None:
        """It has been drawn."""
        self.picture = picture
        self.update()

    def mark(self, quote: str, before: int) -> None:
        """Mark words as quoted."""
        text = self._document.getAllText(self.page).text()
        place = locate(text, quote, before)
        if place is not None:
            self.quoted = [self._document.getSelectionAtIndex(self.page, place[0], place[1] - place[0])]
        self.update()

    def select(self, start: QPointF, end: QPointF) -> None:
        """Select what stands between two points of the page."""
        chosen = self._document.getSelection(self.page, start, end)
        self.chosen = chosen if chosen.isValid() and chosen.text().strip() else None
        self.selected.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position() / self._scale
            self.chosen = None
            self.selected.emit()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self.select(self._from, event.position() / self._scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._from = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Page of the document"))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        # Which it is, whatever the theme of the window.
        paper = load_tokens("light")
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.picture is not None:
            painter.drawImage(self.rect(), self.picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        for one in self.quoted:
            self._paint(painter, one, paper.colour("quote_mark"))
        if self.chosen is not None:
            self._paint(painter, self.chosen, paper.colour("edge"))

    def _paint(self, painter: QPainter, selection: QPdfSelection, colour: QColor) -> None:
        painter.setBrush(colour)
        for area in _areas(selection):
            scale = self._scale
            painter.drawRect(QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale))


def _areas(selection: QPdfSelection) -> list[QRectF]:
    areas = (polygon.boundingRect() for polygon in selection.bounds())
    return [area if area.height() >= 1 else area.adjusted(0, -_LEAST_HEIGHT, 0, 2) for area in areas]
