"""What was dropped or pasted, as things that can be taken in: files, links, texts and pictures."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

from tracker.locations import typed_path

_WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on this machine."""

    path: Path


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An address on the web. `allowed` names the host where it may be one of the own network."""

    address: str
    allowed: frozenset[str] = frozenset()

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
    except (RuntimeError, ValueError):  # nobody of that name, or what no path can hold
        return None
    return path if path.is_absolute() and "\x00" not in line else None
