"""A file inside the program: the page of a PDF, a readable text, a picture. Words selected in it become the quote.

The text of a scan is shown beside its page, as it is to be checked against it.
"""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import on_screen, scaled
from tracker.desktop.views.common.widgets import button, column, label, row, text, tool_button
from tracker.desktop.views.viewer.find_bar import FindBar, Place, places
from tracker.desktop.views.viewer.pdf_view import PdfView
from tracker.domain.errors import UserError
from tracker.domain.evidence.anchors import anchor_at, locate, marks, stands
from tracker.domain.rows import Anchor
from tracker.domain.text.lines import LONGEST_SEARCH
from tracker.services.evidence.viewing import HandedFile, name_to_show

_LONGEST = 40_000
"""Characters set at once: a longer page is shown in stretches, or setting it would hold the window up."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """A file: `content` is None where it is gone. `quote` and `anchor` are what is quoted of it, if anything.

    `caption` says what it belongs to, `warning` what is wrong with it or its quote.
    """

    sha256: str
    name: str
    media_type: str
    content: bytes | None
    pages: tuple[str, ...]
    quote: str = ""
    anchor: Anchor | None = None
    caption: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class PageStretch:
    """A stretch of a page, and where it begins there."""

    page: int
    start: int
    text: str


def stretches(pages: tuple[str, ...], whole: range | None = None, page: int = 0) -> tuple[PageStretch, ...]:
    """All pages, long ones in several stretches that end with a line where they can; `whole` is not parted."""
    found: list[PageStretch] = []
    for number, words in enumerate(pages):
        start = 0
        while start < len(words) or not start:
            end = _end(words, start)
            if whole is not None and number == page and whole.start < end < whole.stop:
                end = whole.stop
            found.append(PageStretch(number, start, words[start:end]))
            start = end
            if end >= len(words):
                break
    return tuple(found) or (PageStretch(0, 0, ""),)


def _end(text: str, start: int) -> int:
    if len(text) - start <= _LONGEST:
        return len(text)
    line = text.rfind("\n", start, start + _LONGEST)
    return line + 1 if line > start else start + _LONGEST


_UTF16 = "utf-16-le"
_BY_KEYBOARD = Qt.TextInteractionFlag.TextSelectableByKeyboard


class ReadableText(QPlainTextEdit):
    """Shows one stretch of a page. `selection_changed` says that other words are selected."""

    selection_changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._stretch = PageStretch(0, 0, "")
        self.setReadOnly(True)
        self.setObjectName("readableText")
        self.setTextInteractionFlags(self.textInteractionFlags() | _BY_KEYBOARD)
        self.setTabChangesFocus(True)
        self.selectionChanged.connect(self.selection_changed)

    def show_stretch(self, stretch: PageStretch, mark: range | None) -> None:
        """Show a stretch; `mark` are the quoted words in it, by offsets in the page."""
        self._stretch = stretch
        self.setFont(self._appearance.quote_font)
        # Whatever ends a line in Qt's eyes takes one place, as it does in the page.
        self.setPlainText(stretch.text.replace("\r", " "))
        self._mark(mark)

    def select(self, start: int, end: int) -> None:
        """Select characters, by offsets in the page."""
        self.setTextCursor(self._cursor(start, end))

    @property
    def selected(self) -> range | None:
        """What is selected, by offsets in the page."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = (self._characters(place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
        return range(start, end)

    def _mark(self, mark: range | None) -> None:
        if mark is None:
            self.setExtraSelections([])
            return
        tokens = self._appearance.tokens
        marked = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(tokens.colour("quote_mark"))
        look.setForeground(tokens.colour("ink"))
        # pyright: ignore
        marked.format = look
        marked.cursor = self._cursor(mark.start, mark.stop)
        self.setExtraSelections([marked])
        there = self._cursor(mark.start, mark.start)
        self.setTextCursor(there)
        self.centerCursor()

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._units(start))
        cursor.setPosition(self._units(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _units(self, offset: int) -> int:
        """A place as Qt counts it: in the units of UTF-16."""
        shown = self._stretch.text
        inside = max(0, min(offset - self._stretch.start, len(shown)))
        return len(shown[:inside].encode(_UTF16, errors="surrogatepass")) // 2

    def _characters(self, units: int) -> int:
        coded = self._stretch.text.encode(_UTF16, errors="surrogatepass")[: 2 * units]
        return self._stretch.start + len(coded.decode(_UTF16, errors="ignore"))


_MOST_MEGABYTES = 512
"""Memory that decoding may take: four bytes for each of the hundred million pixels of a picture, and some."""
_LARGEST_SIDE = 2_400
"""Pixels of the picture that is kept to be shown."""


def decode_picture(content: bytes) -> QImage | None:
    """The picture, scaled down where it is large; None where it cannot be decoded. Not for the window's thread."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # A picture of a few bytes may claim a billion pixels.
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    # Photographs of documents say in their metadata which side is up.
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST_SIDE:
        reader.setScaledSize(size.scaled(QSize(_LARGEST_SIDE, _LARGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return None if picture.isNull() else picture


class PictureView(QWidget):
    """Shows a picture in the middle of its room."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: QImage | None = None
        self.setMinimumSize(scaled(160), scaled(120))
        self.setAccessibleName(self.tr("Picture"))

    def show_picture(self, picture: QImage | None) -> None:
        """Show this picture."""
        self.picture = picture
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.picture is None:
            return
        size = self.picture.size() / self.picture.devicePixelRatio()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = self.rect()
        place.setSize(size)
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self.picture)


_PDF = "application/pdf"
_NATIVE = QKeySequence.SequenceFormat.NativeText
_SIZE = (860, 820)
_WIDE = 1_280


class Viewer(QDialog):
    """Looks at one file beside whatever else is open.

    `quote_wanted` carries an `Anchor` and the words there, and the answer comes by `show_file` or `refuse`;
    `save_wanted` and `open_wanted` ask for a copy, and for the system's own program.
    """

    quote_wanted = Signal(object, str)
    save_wanted = Signal()
    open_wanted = Signal()

    def __init__(
        self, appearance: Appearance, parent: QWidget, viewed: Viewed, *, quotes: bool = True, hands: bool = True
    ) -> None:
        """Where nothing may be changed, nothing can be quoted, either: then it `quotes` not. What is not kept yet is
        not handed to other programs: then it `hands` not."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.appearance = appearance
        self.viewed = viewed
        self._quotes = quotes
        self._hands = hands
        self._handing: HandedFile | None = None
        self._place = 0
        self._stretches = stretches(viewed.pages)
        self._found: tuple[Place, ...] = ()
        self._shown_place = 0
        self._draws_pages = True
        self.words_view = ReadableText(appearance)
        self.picture = PictureView()
        self.pdf: PdfView | None = None
        self._make_parts()
        self._lay_out()
        self._connect()
        self.show_file(viewed)
        width = _WIDE if self._is_read_off_picture else _SIZE[0]
        self.resize(on_screen(width, _SIZE[1]))
        drawn = self._drawn.currentWidget()
        (self.words_view if drawn is None or not self._drawn.isVisibleTo(self) else drawn).setFocus()

    @property
    def page(self) -> int:
        """The page that is shown, from 0."""
        return self._stretches[self._place].page

    @property
    def warning(self) -> str:
        """What it says is wrong with the file or its quote."""
        return self._warning.text() if self._banner.isVisibleTo(self) else ""

    @property
    def fault(self) -> str:
        """Why the words were not taken."""
        return self._fault.text() if self._fault.isVisibleTo(self) else ""

    def show_file(self, viewed: Viewed) -> None:
        """Show the file from the words that are quoted of it; the same file again after these have changed."""
        self.viewed = viewed
        shown = name_to_show(viewed.name)
        self.setWindowTitle(shown)
        self._name.setText(shown)
        self._name.setToolTip(shown)
        self._caption.setText(viewed.caption)
        self._caption.setVisible(bool(viewed.caption))
        self._warning.setText(viewed.warning)
        self._banner.setVisible(bool(viewed.warning))
        self._fault.setVisible(False)
        anchor = viewed.anchor
        whole = range(anchor.start, anchor.start + len(viewed.quote)) if anchor is not None else None
        self._stretches = stretches(viewed.pages, whole, anchor.page if anchor is not None else 0)
        self._show_kind()
        self._go_to(self._quoted_place())

    def show_picture(self, picture: QImage | None) -> None:
        """The picture has been decoded, or cannot be."""
        self.picture.show_picture(picture)
        if picture is None:
            self.refuse(UserError("content_broken", field="file", name=self.viewed.name))

    def show_handing(self, handing: HandedFile) -> None:
        """The file was looked through: whether another program may open it, and why not."""
        self._handing = handing
        self._open.setVisible(self._hands and handing.barrier is None)
        self._barrier.setText(self.appearance.words.error(handing.barrier) if handing.barrier is not None else "")
        self._barrier.setVisible(handing.barrier is not None)

    @property
    def handed_name(self) -> str:
        """The name of a copy: that of the file, cleaned, as soon as it is known what the file is."""
        return self._handing.name if self._handing is not None else self.viewed.sha256

    @property
    def barrier(self) -> str:
        """What it says why no other program is to open the file."""
        return self._barrier.text() if self._barrier.isVisibleTo(self) else ""

    def show_words(self, words: bool) -> None:
        """Show the readable text, or the page that it was read from."""
        self._as_text.setChecked(words)

    def refuse(self, error: UserError) -> None:
        """Say why it could not be done."""
        self._said.setVisible(False)
        self._fault.setText(self.appearance.words.error(error))
        self._fault.setVisible(True)

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._said.setText(sentence)
        self._said.setVisible(True)
        self._fault.setVisible(False)

    def quote(self) -> None:
        """Offer the words that are selected as the quote."""
        found = self._selected()
        if found is None:
            self.refuse(UserError("quote_not_found", field="quote"))
            return
        self._fault.setVisible(False)
        anchor, words = anchor_at(self.viewed.sha256, self.viewed.pages, self.page, *found)
        self.quote_wanted.emit(anchor, words)

    def _selected(self) -> tuple[int, int] | None:
        """Where the selected words are in the readable text of the page, if they are in it."""
        if self._on_page and self.pdf is not None:
            return locate(self.viewed.pages[self.page], self.pdf.words, self.pdf.before)
        chosen = self.words_view.selected
        if chosen is None or not self.viewed.pages[self.page][chosen.start : chosen.stop].strip():
            return None
        return chosen.start, chosen.stop

    @property
    def _on_page(self) -> bool:
        """Whether words are selected on the page itself."""
        return self.pdf is not None and not self.words_view.isVisibleTo(self)

    @property
    def _is_picture(self) -> bool:
        return self.viewed.media_type.startswith("image/") and self.viewed.content is not None

    @property
    def _is_read_off_picture(self) -> bool:
        """Whether the page that is shown has words that only OCR can have read."""
        pages = self.viewed.pages
        if self.page >= len(pages) or not pages[self.page].strip():
            return False
        return self._is_picture or (self.pdf is not None and self.pdf.text_of(self.page) == "")

    @property
    def _stands(self) -> bool:
        """Whether the quoted words are in this file, where they are said to be."""
        viewed = self.viewed
        return viewed.anchor is not None and stands(viewed.anchor, viewed.quote, viewed.pages)

    def _quoted_place(self) -> int:
        """The stretch to begin with: that of the quote where it stands."""
        anchor = self.viewed.anchor
        if anchor is None or not self._stands:
            return min(self._place, len(self._stretches) - 1)
        found = [n for n, s in enumerate(self._stretches) if s.page == anchor.page and s.start <= anchor.start]
        return found[-1] if found else 0

    def _show_kind(self) -> None:
        """Take the view that fits the file."""
        viewed = self.viewed
        if viewed.media_type == _PDF and viewed.content is not None and self.pdf is None and self._draws_pages:
            self._load_pdf(viewed.content)
        self._as_text.setVisible(self.pdf is not None)
        for part in (self._smaller, self._larger):
            part.setVisible(self.pdf is not None)
        if self._is_picture:
            self._drawn.setCurrentWidget(self.picture)
        elif self.pdf is not None:
            self._drawn.setCurrentWidget(self.pdf)
        self._save.setVisible(viewed.content is not None)
        self._open.setVisible(self._hands and self._handing is not None and self._handing.barrier is None)

    def _arrange(self) -> None:
        """Show the page, its text, or both where the text was read off the page as a picture."""
        is_drawn = self.pdf is not None or self._is_picture
        as_text = self.pdf is not None and self._as_text.isChecked()
        beside = self._is_read_off_picture
        self._drawn.setVisible(is_drawn and not as_text)
        self.words_view.setVisible(not is_drawn or as_text or beside)
        self._quote.setVisible(self._quotes and (not self._is_picture or beside))
        self.by_ocr.setVisible(beside)

    def _load_pdf(self, content: bytes) -> None:
        self.pdf = PdfView()
        self._drawn.addWidget(self.pdf)
        self.pdf.selection_changed.connect(self._follow_selection)
        self.pdf.opened.connect(lambda: self._go_to(self._place))
        self.pdf.page_read.connect(self._turn)
        self.pdf.failed.connect(self._give_up_pages)
        self.pdf.load(content, name_to_show(self.viewed.name))

    def _give_up_pages(self, error: UserError) -> None:
        """The pages cannot be drawn: the text that was read from them when the file was kept is shown alone."""
        view = self.pdf
        self.pdf = None
        self._draws_pages = False
        if view is not None:
            self._drawn.removeWidget(view)
            view.deleteLater()
        self._show_kind()
        self._go_to(self._place)
        self.refuse(error)

    def _go_to(self, place: int) -> None:
        """Show another stretch, with the quoted words marked where they are in it."""
        self._place = max(0, min(place, len(self._stretches) - 1))
        stretch = self._stretches[self._place]
        marked = self._marked_on(stretch.page)
        self.words_view.show_stretch(stretch, marked)
        self._arrange()
        if self.pdf is not None:
            page = self.viewed.pages[stretch.page] if stretch.page < len(self.viewed.pages) else ""
            if marked is None:
                self.pdf.show_page(stretch.page)
            else:
                self.pdf.show_page(stretch.page, page[marked.start : marked.stop], marks(page[: marked.start]))
        said = self.tr("Page {number} of {count}")
        if len(self._stretches) != len(self.viewed.pages):
            said = self.tr("Section {number} of {count}")
        self._number.setText(said.format(number=self._place + 1, count=len(self._stretches)))
        self._back.setEnabled(self._place > 0)
        self._on.setEnabled(self._place < len(self._stretches) - 1)
        several = len(self._stretches) > 1
        for part in (self._back, self._number, self._on):
            part.setVisible(several)
        self._bar.setVisible(several or self.pdf is not None or not self._is_picture)
        self._find.setVisible(any(self.viewed.pages))
        self._follow_selection()

    def _marked_on(self, page: int) -> range | None:
        """The characters of a page that are marked: those found, else those quoted."""
        if self._found:
            place = self._found[self._shown_place]
            return place.characters if place.page == page else None
        anchor = self.viewed.anchor
        if anchor is None or anchor.page != page or not self._stands:
            return None
        return range(anchor.start, anchor.start + len(self.viewed.quote))

    def _open_find(self) -> None:
        self.find_bar.open_bar(self._selected_words())

    def _selected_words(self) -> str:
        """What is selected, if it is one line."""
        if self._on_page and self.pdf is not None:
            return self.pdf.words if len(self.pdf.words) <= LONGEST_SEARCH else ""
        chosen = self.words_view.selected
        words = self.viewed.pages[self.page][chosen.start : chosen.stop] if chosen is not None else ""
        return words.strip() if len(words) <= LONGEST_SEARCH and "\n" not in words.strip() else ""

    def _seek(self, words: str) -> None:
        """Mark the first place of words on this page or after it."""
        self._found = places(self.viewed.pages, words)
        after = (number for number, place in enumerate(self._found) if place.page >= self.page)
        self._shown_place = next(after, 0)
        self._show_place()

    def _step(self, by: int) -> None:
        if self._found:
            self._shown_place = (self._shown_place + by) % len(self._found)
            self._show_place()

    def _show_place(self) -> None:
        total = len(self._found)
        self.find_bar.show_count(self._shown_place + 1, total)
        if not total:
            self._go_to(self._place)
            return
        place = self._found[self._shown_place]
        start = place.characters.start
        self._go_to(
            max(
                number
                for number, stretch in enumerate(self._stretches)
                if stretch.page == place.page and stretch.start <= start
            )
        )

    def _end_find(self) -> None:
        self._found = ()
        self._go_to(self._place)
        (self.pdf if self._on_page and self.pdf is not None else self.words_view).setFocus()

    def _follow_selection(self) -> None:
        chosen = self.pdf.words if self._on_page and self.pdf is not None else self.words_view.selected
        self._quote.setEnabled(bool(chosen))
        self._quote.setToolTip("" if chosen else self.tr("Select the words to quote first."))

    def _turn(self) -> None:
        self._arrange()
        self._follow_selection()

    def _enlarge(self, steps: int) -> None:
        if self.pdf is not None:
            self.pdf.enlarge(steps)

    def _make_parts(self) -> None:
        self._name = text("", "heading")
        self._caption = text("", "hint")
        self._banner = QFrame()
        self._warning = text("", "warnText")
        self._fault = text("", "fault")
        self._banner.setObjectName("warnBanner")
        self._banner.setLayout(row(self._warning, margins=(12, 8, 12, 8)))
        self._said = text("", "hint")
        self._barrier = text("", "hint")
        for sentence in (self._fault, self._said, self._barrier):
            sentence.setVisible(False)
        self._back = tool_button("‹", self.tr("Previous page"))
        self._on = tool_button("›", self.tr("Next page"))
        self._smaller = tool_button("−", self.tr("Smaller"))
        self._larger = tool_button("+", self.tr("Larger"))
        self._number = label("", "small")
        self._as_text = button(self.tr("Readable text"), "pick")
        self._as_text.setCheckable(True)
        self._as_text.setToolTip(self.tr("The words as they were read: a quote is kept by its place in them"))
        self.find_bar = FindBar()
        self._find = button(self.tr("Find"), "pick")
        self._find.setToolTip(QKeySequence(QKeySequence.StandardKey.Find).toString(_NATIVE))
        self._drawn = QStackedWidget()
        self._views = QSplitter(Qt.Orientation.Horizontal)
        self._drawn.addWidget(self.picture)
        for view in (self._drawn, self.words_view):
            self._views.addWidget(view)
        self._views.setChildrenCollapsible(False)
        self.by_ocr = text(self.appearance.words.phrase("by_ocr"), "warnText")
        self._save = button(self.tr("Save a copy…"))
        self._open = button(self.tr("Open with the system's program…"))
        self._quote = button(self.tr("Quote these words"), "primary")
        self._close = button(self.tr("Close"))
        for made, name in ((self._save, "saveCopy"), (self._open, "handOver"), (self._quote, "quoteWords")):
            made.setObjectName(name)

    def _lay_out(self) -> None:
        head = column(self._name, self._caption, spacing=3)
        parts = (self._back, self._number, self._on, None, self._find, self._as_text, self._smaller, self._larger)
        self._bar = QWidget()
        self._bar.setLayout(row(*parts, spacing=8))
        foot: QHBoxLayout = row(self._save, self._open, None, self._close, self._quote, spacing=8)
        said = column(self._barrier, self._fault, self._said, spacing=4)
        parts = (head, self._banner, self._bar, self.find_bar, self.by_ocr, self._views, said, foot)
        whole = column(*parts, spacing=12, margins=(20, 18, 20, 16))
        whole.setStretchFactor(self._views, 1)
        self.setLayout(whole)
        self.setMinimumSize(scaled(480), scaled(360))

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self._go_to(self._place - 1))
        self._on.clicked.connect(lambda: self._go_to(self._place + 1))
        self._smaller.clicked.connect(lambda: self._enlarge(-1))
        self._larger.clicked.connect(lambda: self._enlarge(1))
        self._as_text.toggled.connect(self._turn)
        self._find.clicked.connect(self._open_find)
        self.find_bar.sought.connect(self._seek)
        self.find_bar.stepped.connect(self._step)
        self.find_bar.closed.connect(self._end_find)
        QShortcut(QKeySequence.StandardKey.Find, self, self._open_find)
        QShortcut(QKeySequence.StandardKey.ZoomIn, self, lambda: self._enlarge(1))
        QShortcut(QKeySequence.StandardKey.ZoomOut, self, lambda: self._enlarge(-1))
        self.words_view.selection_changed.connect(self._follow_selection)
        self._quote.clicked.connect(self.quote)
        self._save.clicked.connect(self.save_wanted)
        self._open.clicked.connect(self.open_wanted)
        self._close.clicked.connect(self.close)
