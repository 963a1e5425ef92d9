"""The pages of a PDF, one at a time; words can be selected on them, and quoted or searched words are marked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tracker.desktop.theme import load_tokens, scaled
from tracker.desktop.views.viewer.page_text import PageText
from tracker.desktop.views.viewer.pdf_pages import PdfPages
from tracker.domain.evidence.anchors import locate, marks

_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_REDRAW_MILLISECONDS = 60
"""The old picture is stretched meanwhile: dragging the window's edge asks for one drawing, not for fifty."""
_OUTDATED = 0.35
"""How strongly a page shows that is about to be replaced: its view is disabled meanwhile."""
_NOTHING = range(0)
ReadWords = tuple[str, str, bool, str]
"""Words that a value was read from, the sentence around them or "", whether a click takes it, and what was read."""


class PdfView(QScrollArea):
    """Shows one page as wide as there is room, times the zoom.

    `opened` says that the pages can be counted, `page_read` that the words of the page shown are known, `failed`
    carries a `UserError`, `selection_changed` says that other words are selected.
    """

    opened = Signal()
    page_read = Signal()
    failed = Signal(object)
    selection_changed = Signal()
    taken = Signal(int)
    """Carries the number of the read words that were clicked on."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pdfView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages of the document"))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._pages: PdfPages | None = None
        self._opening: PdfPages | None = None
        self._texts: dict[int, PageText] = {}
        self._wanted = ("", 0)
        self._read: tuple[ReadWords, ...] = ()
        self._sheet = _Sheet()
        self._sheet.selected.connect(self.selection_changed)
        self._sheet.taken.connect(self.taken)
        self.setWidget(self._sheet)
        self._zoom = _ZOOMS.index(1.0)
        self._drawing = QTimer(self, singleShot=True, interval=_REDRAW_MILLISECONDS)
        self._drawing.timeout.connect(self._draw)

    @property
    def zoom(self) -> float:
        """The size, 1 being the width of the room."""
        return _ZOOMS[self._zoom]

    @property
    def words(self) -> str:
        """The words that are selected."""
        return self._sheet.text.words(self._sheet.chosen)

    @property
    def before(self) -> int:
        """How many marks of the page stand before the words that are selected."""
        return marks(self._sheet.text.text[: self._sheet.chosen.start])

    @property
    def marked(self) -> str:
        """The words that are marked."""
        return self._sheet.text.words(self._sheet.quoted)

    @property
    def is_opening(self) -> bool:
        """Whether a document is on its way."""
        return self._opening is not None

    @property
    def is_drawn(self) -> bool:
        """Whether the page that is shown has been drawn."""
        return self._sheet.picture is not None

    @property
    def is_read(self) -> bool:
        """Whether the words of the page that is shown are known."""
        return self._sheet.page in self._texts

    @property
    def page_count(self) -> int:
        """How many pages the document has; 0 until it is opened."""
        return len(self._pages.sizes) if self._pages is not None else 0

    def text_of(self, page: int) -> str | None:
        """The words that a page has as text: "" for a scan, None while they are not known."""
        found = self._texts.get(page)
        return found.text.strip() if found is not None else None

    def load(self, content: bytes, name: str = "") -> None:
        """Take a document in place of the one before, which stays in view until `opened`."""
        self.stop_opening()
        self._opening = PdfPages(content, name, self)
        self._opening.opened.connect(self._take_document)
        self._opening.failed.connect(self._fail)

    def stop_opening(self) -> None:
        """Forget the document that is on its way."""
        if self._opening is not None:
            _drop(self._opening)
        self._opening = None

    def show_page(self, page: int, quote: str = "", before: int = 0) -> None:
        """Show a page from its top, or at words to be marked; `before` are the marks of the page before these."""
        if self._pages is None:
            return
        self._wanted = (quote, before)
        number = max(0, min(page, self.page_count - 1))
        if number != self._sheet.page:
            self.verticalScrollBar().setValue(0)
        self._sheet.show_page(number, self._texts.get(number))
        if self._sheet.text.text:
            self._mark()
        if number not in self._texts:
            self._pages.read(number)
        self._fit()
        self._draw()

    def show_read(self, read: Sequence[ReadWords]) -> None:
        """Mark where these words stand on any page that is shown."""
        self._read = tuple(read)
        self._mark_read()

    @property
    def read_places(self) -> tuple[range, ...]:
        """Where read words are marked on the page that is shown, by their characters."""
        return tuple(place for place, _ in self._sheet.read.values())

    def _mark_read(self) -> None:
        text = self._sheet.text.text
        found = ((number, _place(text, words, within)) for number, (words, within, _, _) in enumerate(self._read))
        self._sheet.read = {number: (place, self._read[number]) for number, place in found if place is not None}
        self._sheet.update()

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.words:
            QGuiApplication.clipboard().setText(self.words)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._sheet.select_all()
        else:
            super().keyPressEvent(event)

    def _take_document(self) -> None:
        pages = self._opening
        if pages is None:
            return
        self._opening = None
        if self._pages is not None:
            _drop(self._pages)
        self._pages = pages
        self._texts.clear()
        self._sheet.page = -1
        pages.drawn.connect(self._take_picture)
        pages.was_read.connect(self._take_text)
        self.opened.emit()

    def _fail(self, error: Exception) -> None:
        self._opening = None
        self.failed.emit(error)

    def _take_picture(self, page: int, picture: QImage) -> None:
        if page == self._sheet.page and self.sender() is self._pages:
            self._sheet.show_picture(picture)

    def _take_text(self, page: int, text: PageText) -> None:
        if self.sender() is not self._pages:
            return
        self._texts[page] = text
        if page == self._sheet.page:
            self._sheet.text = text
            self._mark()
            self.page_read.emit()

    def _mark(self) -> None:
        """Mark the wanted words of the page, and show where they begin."""
        quote, before = self._wanted
        place = locate(self._sheet.text.text, quote, before) if quote else None
        self._sheet.mark(range(*place) if place is not None else _NOTHING)
        self._mark_read()
        if place is not None:
            self.verticalScrollBar().setValue(max(0, round(self._sheet.top) - self.viewport().height() // 3))

    def _fit(self) -> None:
        """Give the page its size, and have it drawn again where that has changed."""
        if self._pages is None or not 0 <= self._sheet.page < self.page_count:
            return
        size = QSizeF(*self._pages.sizes[self._sheet.page])
        if size.isEmpty():
            return
        width = max(scaled(200), (self.viewport().width() - scaled(2)) * self.zoom)
        if self._sheet.set_size(size, width):
            self._drawing.start()

    def _draw(self) -> None:
        self._drawing.stop()
        if self._pages is not None and 0 <= self._sheet.page < self.page_count:
            self._pages.draw(self._sheet.page, round(self._sheet.width() * self.devicePixelRatioF()))


def _drop(pages: PdfPages) -> None:
    pages.close()
    pages.deleteLater()


def _place(text: str, words: str, within: str) -> range | None:
    """Where words stand on a page, within a sentence where there is one."""
    start = 0
    if within:
        around = locate(text, within, 0)
        if around is None:
            return None
        start = around[0]
        text = text[start : around[1]]
    found = locate(text, words, 0)
    return range(start + found[0], start + found[1]) if found is not None else None


class _Sheet(QWidget):
    """The page itself, in its own points times a scale."""

    selected = Signal()
    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.page = -1
        self.text = PageText()
        self.picture: QImage | None = None
        self.chosen = _NOTHING
        self.quoted = _NOTHING
        self.read: dict[int, tuple[range, ReadWords]] = {}
        self._scale = 1.0
        self._from: QPointF | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(self.tr("Page of the document"))

    @property
    def top(self) -> float:
        """Where the marked words begin."""
        return min((area.top() for area in self.text.areas(self.quoted)), default=0.0) * self._scale

    def show_page(self, page: int, text: PageText | None) -> None:
        """Show a page; another one than before has yet to be drawn."""
        if page != self.page:
            self.picture = None
        self.page = page
        self.text = text or PageText()
        self.quoted = _NOTHING
        self.read = {}
        self._choose(_NOTHING)

    def set_size(self, size: QSizeF, width: float) -> bool:
        """Be so wide; returns whether that is another size than before."""
        self._scale = width / size.width()
        wanted: QSize = (size * self._scale).toSize()
        if wanted == self.size():
            return False
        self.resize(wanted)
        return True

    def show_picture(self, picture: QImage) -> None:
        """Show the page as it was drawn."""
        self.picture = picture
        self.update()

    def mark(self, quoted: range) -> None:
        """Mark characters as quoted."""
        self.quoted = quoted
        self.update()

    def select(self, start: QPointF, end: QPointF) -> None:
        """Select what stands between two points of the page."""
        self._choose(self.text.between(start, end))

    def select_all(self) -> None:
        """Select all words of the page."""
        self._choose(range(len(self.text.text)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position() / self._scale
            self._choose(_NOTHING)
        # Let through: the view that the page lies in takes the focus, for the keys that copy.
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self.select(self._from, event.position() / self._scale)
            return
        number = self._read_at(event.position())
        takes = number is not None and self.read[number][1][2]
        self.setCursor(Qt.CursorShape.PointingHandCursor if takes else Qt.CursorShape.IBeamCursor)
        self.setToolTip(self.read[number][1][3] if number is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed = self._from
        self._from = None
        # Whoever draws the pointer over words wants to select them.
        if pressed is None or (event.position() - pressed * self._scale).manhattanLength() >= scaled(4):
            return
        number = self._read_at(event.position())
        if number is not None and self.read[number][1][2]:
            self._choose(_NOTHING)
            self.taken.emit(number)

    def _read_at(self, place: QPointF) -> int | None:
        """The read words at a point; what a click takes before what stands around it."""
        point = place / self._scale
        found = [
            number
            for number, (where, _) in self.read.items()
            if any(area.adjusted(-1, -1, 1, 1).contains(point) for area in self.text.areas(where))
        ]
        return next((number for number in found if self.read[number][1][2]), found[0] if found else None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Page of the document"))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Which it is, whatever the theme of the window.
        paper = load_tokens("light")
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.picture is not None:
            painter.setOpacity(1.0 if self.isEnabled() else _OUTDATED)
            painter.drawImage(self.rect(), self.picture)
            painter.setOpacity(1.0)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        for where, (_, _, takes, _) in self.read.values():
            self._paint(painter, where, paper.colour("quote_mark" if takes else "selection"))
        self._paint(painter, self.quoted, paper.colour("quote_mark"))
        self._paint(painter, self.chosen, paper.colour("edge"))

    def _choose(self, chosen: range) -> None:
        self.chosen = chosen
        self.selected.emit()
        self.update()

    def _paint(self, painter: QPainter, marked: range, colour: QColor) -> None:
        painter.setBrush(colour)
        scale = self._scale
        for area in self.text.areas(marked):
            painter.drawRect(QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale))
