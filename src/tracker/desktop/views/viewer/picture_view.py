"""A picture, shown no larger than it is; it is decoded in the background and within limits."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.desktop.theme import scaled

_MOST_MEGABYTES = 512
"""Memory that decoding may take: four bytes for each of the hundred million pixels of a picture, and some."""
_LARGEST_SIDE = 2_400
"""Pixels of the picture that is kept to be shown."""


def decode_picture(content: bytes) -> QImage | None:
    """The picture, scaled down where it is large; None where it cannot be decoded. Not for the window's thread."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
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
