"""The file beside the form that records it: a page or its text, with the places marked that values were read from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QComboBox, QStackedWidget, QTextEdit, QToolTip, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import button, column, label, row, text, tool_button
from tracker.desktop.views.viewer.pdf_view import PdfView
from tracker.desktop.views.viewer.viewer_window import PageStretch, PictureView, ReadableText, stretches
from tracker.domain.evidence.anchors import anchor_at, locate
from tracker.services.evidence.viewing import name_to_show

_PDF = "application/pdf"
_NARROW = 460
"""Pixels of the design below which a page is too small to be read, and its text is shown first."""
_LEAST_HEIGHT = 150


@dataclass(frozen=True, slots=True)
class ReadMark:
    """Words that a value was read from; `within` is the sentence where they tell nothing alone, `says` what was read.

    `figure` is the number of the figure that a click takes over, -1 where there is none to take.
    """

    words: str
    says: str
    within: str = ""
    figure: int = -1


@dataclass(frozen=True, slots=True)
class Material:
    """A file that is at hand: `content` is None where only its text is."""

    sha256: str
    name: str
    media_type: str
    content: bytes | None
    pages: tuple[str, ...]


def place_of(page: str, mark: ReadMark) -> range | None:
    """Where the words of a mark stand on a page, white space aside; None where they do not."""
    if mark.within:
        around = locate(page, mark.within, 0)
        if around is None:
            return None
        inside = locate(page[around[0] : around[1]], mark.words, 0)
        return None if inside is None else range(around[0] + inside[0], around[0] + inside[1])
    found = locate(page, mark.words, 0)
    return range(*found) if found is not None else None


class MarkedText(ReadableText):
    """Readable text in which words are marked, each with what was read from it. `taken` carries a figure's number."""

    taken = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self.placed: tuple[tuple[range, ReadMark], ...] = ()
        """What is marked on the page that is shown, and where."""
        self._pressed: QPoint | None = None
        self.viewport().setMouseTracking(True)
        # Seen here: the viewport has the events of its own.
        self.viewport().installEventFilter(self)

    def show_marks(self, page: str, read: Sequence[ReadMark]) -> None:
        """Mark where these words stand on the page that is shown."""
        found = ((place_of(page, mark), mark) for mark in read)
        self.placed = tuple((place, mark) for place, mark in found if place is not None)
        tokens = self._appearance.tokens
        self.setExtraSelections([*self.extraSelections(), *self._selections(tokens.colour("selection"))])

    def mark_at(self, place: QPoint) -> ReadMark | None:
        """What is marked at a point of the viewport; a figure before what stands around it."""
        offset = self._characters(self.cursorForPosition(place).position())
        found = [mark for where, mark in self.placed if where.start <= offset <= where.stop]
        return next((mark for mark in found if mark.figure >= 0), found[0] if found else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport():
            if isinstance(event, QHelpEvent):
                mark = self.mark_at(event.pos())
                QToolTip.showText(event.globalPos(), mark.says if mark is not None else "", self.viewport())
                return True
            if isinstance(event, QMouseEvent):
                self._follow(event)
        return super().eventFilter(watched, event)

    def _follow(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        mark = self.mark_at(place)
        if event.type() == QEvent.Type.MouseMove:
            takes = mark is not None and mark.figure >= 0
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if takes else Qt.CursorShape.IBeamCursor)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = place
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            # Whoever draws the pointer over words wants to select them.
            clicked = (place - self._pressed).manhattanLength() < scaled(4)
            self._pressed = None
            if clicked and mark is not None and mark.figure >= 0:
                self.taken.emit(mark.figure)

    def _selections(self, ground: object) -> Iterator[QTextEdit.ExtraSelection]:
        tokens = self._appearance.tokens
        for place, mark in self.placed:
            made = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setBackground(tokens.colour("quote_mark") if mark.figure >= 0 else ground)  # pyright: ignore
            look.setForeground(tokens.colour("ink"))
            if mark.figure >= 0:
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                look.setUnderlineColor(tokens.colour("accent"))
            made.format = look  # pyright: ignore
            made.cursor = self._cursor(place.start, place.stop)  # pyright: ignore
            yield made


class MaterialView(QWidget):
    """Shows one file at a time.

    `figure_taken` carries the number of a figure that was clicked; `quote_wanted` an `Anchor` and the words there;
    `enlarge_wanted` the file that is to be seen in a window of its own, `file_wanted` the one that is to be shown here.
    """

    figure_taken = Signal(int)
    quote_wanted = Signal(object, str)
    enlarge_wanted = Signal(str)
    picture_wanted = Signal(object)
    file_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("material")
        self._appearance = appearance
        self.shown: Material | None = None
        self._read: tuple[ReadMark, ...] = ()
        self._place = 0
        self._stretches: tuple[PageStretch, ...] = ()
        self._chosen_view: bool | None = None
        self.pdf: PdfView | None = None
        self.words_view = MarkedText(appearance)
        self.picture = PictureView()
        self._views = QStackedWidget()
        self._views.addWidget(self.words_view)
        self._views.addWidget(self.picture)
        self._views.setMinimumHeight(scaled(_LEAST_HEIGHT))
        self._make_bar()
        self._fault = text("", "hint")
        self._fault.setVisible(False)
        self.files = QComboBox()
        self.files.setAccessibleName(self.tr("File to look at"))
        self.files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.files.setVisible(False)
        self.files.activated.connect(lambda _: self.file_wanted.emit(self.files.currentData()))
        whole = column(self.files, self._bar, self._views, self._fault, spacing=6)
        whole.setStretchFactor(self._views, 1)
        self.setLayout(whole)
        self._connect()

    def show_material(self, material: Material | None, read: Sequence[ReadMark]) -> None:
        """Show a file from its first page, or the same again with other words marked."""
        before = self.shown
        self.shown = material
        self._read = tuple(read)
        self.setVisible(material is not None)
        if material is None:
            self._drop_pages()
            return
        if before is None or before.sha256 != material.sha256:
            self._drop_pages()
            self._fault.setVisible(False)
            self._stretches = stretches(material.pages)
            self._place = self._first_place()
            if material.media_type == _PDF and material.content is not None:
                self._load_pages(material.content)
            elif material.media_type.startswith("image/") and material.content is not None:
                self.picture.show_picture(None)
                self.picture_wanted.emit(material.content)
            self.words_view.setAccessibleName(self.tr("Text of {name}").format(name=name_to_show(material.name)))
        self._arrange()
        self._go_to(self._place)

    def show_files(self, files: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these files, by digest and name, of which one shows."""
        self.files.clear()
        for sha256, name in files:
            self.files.addItem(name_to_show(name), sha256)
        self.files.setCurrentIndex(max(0, self.files.findData(chosen)))
        self.files.setVisible(len(files) > 1)

    def show_picture(self, picture: QImage | None) -> None:
        """The picture has been decoded, or cannot be."""
        self.picture.show_picture(picture)
        if picture is None:
            self._give_up_pages(None)

    @property
    def is_drawn(self) -> bool:
        """Whether the file itself shows, and not its text."""
        return self._views.currentWidget() is not self.words_view

    def show_words(self, words: bool) -> None:
        """Show the text that was read, or the page it was read from."""
        self._as_text.setChecked(words)

    def _make_bar(self) -> None:
        self._back = tool_button("‹", self.tr("Previous page"))
        self._on = tool_button("›", self.tr("Next page"))
        self._number = label("", "small")
        self._smaller = tool_button("−", self.tr("Smaller"))
        self._larger = tool_button("+", self.tr("Larger"))
        self._as_text = button(self.tr("Readable text"), "pick")
        self._as_text.setCheckable(True)
        self._as_text.setObjectName("materialAsText")
        self._quote = button(self.tr("Quote these words"), "link")
        self._quote.setObjectName("quoteMaterial")
        self._enlarge = button(self.tr("In its own window"), "quiet-link")
        self._enlarge.setObjectName("enlargeMaterial")
        self._bar = QWidget()
        parts = (self._back, self._number, self._on, self._as_text, self._smaller, self._larger)
        self._bar.setLayout(row(*parts, None, self._quote, self._enlarge, spacing=6))

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self._go_to(self._place - 1))
        self._on.clicked.connect(lambda: self._go_to(self._place + 1))
        self._smaller.clicked.connect(lambda: self._zoom(-1))
        self._larger.clicked.connect(lambda: self._zoom(1))
        self._as_text.toggled.connect(self._choose_view)
        self._enlarge.clicked.connect(lambda: self.enlarge_wanted.emit(self.shown.sha256 if self.shown else ""))
        self._quote.clicked.connect(self._offer_quote)
        self.words_view.taken.connect(self.figure_taken)
        self.words_view.selection_changed.connect(self._follow_selection)

    def _first_place(self) -> int:
        """The stretch in which the most was read, mostly the first."""
        return next(
            (number for number, one in enumerate(self._stretches) if any(place_of(one.text, m) for m in self._read)), 0
        )

    def _load_pages(self, content: bytes) -> None:
        view = PdfView()
        self.pdf = view
        self._views.addWidget(view)
        view.selection_changed.connect(self._follow_selection)
        view.opened.connect(lambda: self._go_to(self._place))
        view.taken.connect(self._take_read)
        view.failed.connect(self._give_up_pages)
        view.load(content, name_to_show(self.shown.name) if self.shown is not None else "")

    def _drop_pages(self) -> None:
        view = self.pdf
        self.pdf = None
        if view is not None:
            view.stop_opening()
            self._views.removeWidget(view)
            view.deleteLater()

    def _give_up_pages(self, error: object) -> None:
        """It cannot be drawn: the text that was read from it is shown alone."""
        del error
        self._drop_pages()
        self._fault.setText(self.tr("It cannot be drawn; this is the text that was read from it."))
        self._fault.setVisible(True)
        self._views.setCurrentWidget(self.words_view)
        self._show_tools()

    def _choose_view(self, words: bool) -> None:
        self._chosen_view = words
        self._arrange()
        self._follow_selection()

    def _arrange(self) -> None:
        """Show the page or its text: as was chosen, else the page where it is large enough to be read."""
        material = self.shown
        if material is None:
            return
        drawn = self.pdf if self.pdf is not None else self.picture if self.picture_shows(material) else None
        has_words = any(page.strip() for page in material.pages)
        narrow = self.width() < scaled(_NARROW)
        as_words = drawn is None or (has_words and (narrow if self._chosen_view is None else self._chosen_view))
        self._views.setCurrentWidget(self.words_view if as_words or drawn is None else drawn)
        self._as_text.blockSignals(True)
        self._as_text.setChecked(as_words)
        self._as_text.blockSignals(False)
        self._as_text.setVisible(drawn is not None and has_words)
        self._show_tools()

    @staticmethod
    def picture_shows(material: Material) -> bool:
        """Whether a file is a picture that is at hand."""
        return material.media_type.startswith("image/") and material.content is not None

    def _show_tools(self) -> None:
        on_page = self.pdf is not None and self._views.currentWidget() is self.pdf
        for part in (self._smaller, self._larger):
            part.setVisible(on_page)
        several = len(self._stretches) > 1
        for part in (self._back, self._number, self._on):
            part.setVisible(several)

    def _go_to(self, place: int) -> None:
        material = self.shown
        if material is None:
            return
        self._place = max(0, min(place, len(self._stretches) - 1))
        stretch = self._stretches[self._place]
        self.words_view.show_stretch(stretch, None)
        page = material.pages[stretch.page] if stretch.page < len(material.pages) else ""
        self.words_view.show_marks(page, self._read)
        if self.pdf is not None:
            self.pdf.show_read([(mark.words, mark.within, mark.figure >= 0, mark.says) for mark in self._read])
            self.pdf.show_page(stretch.page)
        self._number.setText(f"{self._place + 1} / {len(self._stretches)}")
        self._back.setEnabled(self._place > 0)
        self._on.setEnabled(self._place < len(self._stretches) - 1)
        self._show_tools()
        self._follow_selection()

    def _take_read(self, number: int) -> None:
        figure = self._read[number].figure if number < len(self._read) else -1
        if figure >= 0:
            self.figure_taken.emit(figure)

    def _zoom(self, steps: int) -> None:
        if self.pdf is not None:
            self.pdf.enlarge(steps)

    def _selected(self) -> tuple[int, int] | None:
        """Where the selected words are in the text of the page, if they are in it."""
        material = self.shown
        if material is None or not self._stretches:
            return None
        page = material.pages[self._stretches[self._place].page] if material.pages else ""
        if self.pdf is not None and self._views.currentWidget() is self.pdf:
            return locate(page, self.pdf.words, self.pdf.before) if self.pdf.words else None
        chosen = self.words_view.selected if self._views.currentWidget() is self.words_view else None
        if chosen is None or not page[chosen.start : chosen.stop].strip():
            return None
        return chosen.start, chosen.stop

    def _follow_selection(self) -> None:
        # Not asked of a page that is drawn: to look for the words again at each movement takes too long.
        on_page = self.pdf is not None and self._views.currentWidget() is self.pdf
        chosen = bool(self.pdf.words) if on_page and self.pdf is not None else self._selected() is not None
        self._quote.setEnabled(chosen)
        tip = self.tr("Take the selected words as the quote") if chosen else self.tr("Select the words to quote first.")
        self._quote.setToolTip(tip)

    def _offer_quote(self) -> None:
        found = self._selected()
        material = self.shown
        if found is None or material is None:
            return
        stretch = self._stretches[self._place]
        anchor, words = anchor_at(material.sha256, material.pages, stretch.page, *found)
        self.quote_wanted.emit(anchor, words)
