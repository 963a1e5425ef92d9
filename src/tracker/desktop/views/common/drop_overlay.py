"""What shows over a window while something is dragged over it, and takes what is dropped."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMimeData,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QImage,
    QImageWriter,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.domain.watching.listings import ListedItem
from tracker.locations import typed_path

_WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on this machine."""

    path: Path


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An address on the web. `allowed` names the host where it may be one of the own network; `listed` is the item of a
    watched page that it is."""

    address: str
    allowed: frozenset[str] = frozenset()
    listed: ListedItem | None = None

    @property
    def host(self) -> str:
        """Whom it would be fetched from."""
        return QUrl(self.address).host()


@dataclass(frozen=True, slots=True)
class FoundText:
    """Words."""

    words: str


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture that is no file yet."""

    picture: QImage


Found = FoundFile | FoundLink | FoundText | FoundPicture


def can_be_taken(mime: QMimeData) -> bool:
    """Whether there is anything among it that can be taken in. Asked at every movement: it looks at the formats."""
    return mime.hasUrls() or mime.hasImage() or mime.hasText()


def found_in(mime: QMimeData) -> tuple[Found, ...]:
    """Everything that can be taken in: files before all else, then links, then a picture, then words.

    The markup that browsers add to words is left aside.
    """
    urls = list(dict.fromkeys(url.toString() for url in mime.urls()))
    files = [FoundFile(Path(QUrl(url).toLocalFile())) for url in urls if QUrl(url).isLocalFile()]
    links = [FoundLink(url) for url in urls if QUrl(url).scheme().lower() in _WEB]
    if files or links:
        return (*files, *links)
    picture = mime.imageData() if mime.hasImage() else None
    if isinstance(picture, QImage) and not picture.isNull():
        return (FoundPicture(picture),)
    return tuple(found_in_words(mime.text()))


def found_in_words(words: str) -> list[Found]:
    """What was typed or pasted as words: an address and the path of a file mean what they name."""
    line = words.replace("\ufeff", "").strip()
    if not line:
        return []
    if "\n" not in line and QUrl(line).scheme().lower() in _WEB and " " not in line:
        return [FoundLink(line)]
    path = _path(line)
    return [FoundFile(path)] if path is not None else [FoundText(words)]


def as_png(picture: QImage) -> bytes:
    """A picture as the content of a file. Not for the window's thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def _path(line: str) -> Path | None:
    """The path that the words are, where they are one: it need not be there."""
    if "\n" in line or len(line) > 4_096:
        return None
    if line.startswith("file://"):
        return Path(QUrl(line).toLocalFile())
    try:
        path = typed_path(line.strip("\"'"))
    except (RuntimeError, ValueError):
        # Nobody of that name, or what no path can hold.
        return None
    return path if path.is_absolute() and "\x00" not in line else None


_VEIL = 215
"""Of 255: how much of what lies below is covered."""


class DropTarget:
    """A thing that something may be dropped on: its `key`, what to call it, and where it is in the window.

    `says` is the sentence of what would happen there, where that is not to record evidence.
    """

    def __init__(self, key: str, words: str, area: QRect, says: str = "") -> None:
        self.key = key
        self.words = words
        self.area = area
        self.says = says


class DropOverlay(QWidget):
    """Covers its host. `dropped` carries what was found, and the key of the thing that it was dropped on, or ""."""

    dropped = Signal(object, str)

    def __init__(
        self,
        appearance: Appearance,
        host: QWidget,
        is_open: Callable[[], bool],
        target_at: Callable[[QPoint], DropTarget | None] = lambda _: None,
    ) -> None:
        """Nothing is taken unless the host `is_open`; `target_at` tells what lies at a place of the host."""
        super().__init__(host)
        self._appearance = appearance
        self._host = host
        self._is_open = is_open
        self._target_at = target_at
        self.target: DropTarget | None = None
        self.setAcceptDrops(True)
        self.setVisible(False)
        host.setAcceptDrops(True)
        host.installEventFilter(self)

    @property
    def words(self) -> str:
        """What it says would happen."""
        if self.target is not None and self.target.says:
            return self.target.says
        if self.target is not None:
            return self.tr("Drop to record as evidence for {commitment}").format(commitment=self.target.words)
        return self.tr("Drop to record as evidence")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Appear when something comes over the host: from then on it comes here."""
        if watched is self._host and isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if not (self._is_open() and can_be_taken(event.mimeData())):
                return False
            # Accepted at once, or Qt tells of no further movement.
            event.acceptProposedAction()
            self._cover()
            return True
        if watched is self._host and isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.dropEvent(event)
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._follow(event.position().toPoint())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._follow(event.position().toPoint())
        key = self.target.key if self.target is not None else ""
        self.hide()
        if self._is_open() and can_be_taken(event.mimeData()):
            # What was dragged stays where it was.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(found_in(event.mimeData()), key)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = tokens.colour("paper")
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        if self.target is None:
            inset = scaled(12)
            frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.setPen(QPen(tokens.colour("edge"), scaled(2), Qt.PenStyle.DashLine))
            painter.drawRoundedRect(frame, scaled(6), scaled(6))
        else:
            painter.setPen(QPen(tokens.colour("accent"), scaled(2)))
            painter.drawRoundedRect(QRectF(self.target.area).adjusted(1, 1, -1, -1), scaled(4), scaled(4))
        self._draw_card(painter)

    def _draw_card(self, painter: QPainter) -> None:
        tokens = self._appearance.tokens
        words = self.words
        title = QFont(self.font())
        hint = QFont(self.font())
        title.setPixelSize(scaled(17))
        title.setWeight(QFont.Weight.DemiBold)
        hint.setPixelSize(scaled(12))
        needed = QFontMetrics(title).horizontalAdvance(words) + scaled(44)
        size = QSize(min(max(scaled(560), needed), self.width() - scaled(80)), scaled(104))
        card = QRect(QPoint(0, 0), size)
        card.moveCenter(self.rect().center())
        painter.setPen(QPen(tokens.colour("line"), 1))
        painter.setBrush(tokens.colour("card"))
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), scaled(6), scaled(6))
        room = card.adjusted(scaled(20), scaled(22), -scaled(20), -scaled(22))
        painter.setFont(title)
        painter.setPen(tokens.colour("ink"))
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width()),
        )
        painter.setFont(hint)
        painter.setPen(tokens.colour("soft"))
        said = self.tr("Files, links, text and pictures. Nothing is kept before you save.")
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, said)

    def _cover(self) -> None:
        self.target = None
        self.setGeometry(self._host.rect())
        # Above pages that were added to the host since.
        self.raise_()
        self.show()

    def _follow(self, place: QPoint) -> None:
        target = self._target_at(place)
        if (target.key if target else "") != (self.target.key if self.target else ""):
            self.target = target
            self.update()
