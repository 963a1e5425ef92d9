"""Icons, fonts and translations from `resources/`."""

import struct
from functools import cache
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QByteArray, QCoreApplication, QLibraryInfo, QRectF, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from tracker.locations import resources_dir

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES = 0x42
_MESSAGES = 0x69
_KNOWN_SECTIONS = frozenset({_HASHES, _MESSAGES, 0x88, 0xA7})
"""With the rules for numbers and the name of the language. Others would name further files, or are long out of use."""
_END = 1
_NUMBERED = 5
_WITH_LENGTH = frozenset({2, 3, 4, 6, 7, 8})
_NOTHING = 0xFFFFFFFF


def is_sound(data: bytes) -> bool:
    """Whether every place that the file points at lies in it, and every message ends before it does."""
    try:
        sections = _sections(data)
        hashes = sections.get(_HASHES, b"")
        messages = sections.get(_MESSAGES, b"")
        return len(hashes) % 8 == 0 and all(_ends(messages, start) for _, start in struct.iter_unpack(">II", hashes))
    except (struct.error, ValueError):
        return False


def _sections(data: bytes) -> dict[int, bytes]:
    """The sections by their tags. Raises `ValueError`, `struct.error`."""
    if not data.startswith(_MAGIC):
        raise ValueError("not a file of translations")
    sections: dict[int, bytes] = {}
    place = len(_MAGIC)
    while place < len(data):
        tag, length = struct.unpack_from(">BI", data, place)
        place += 5
        if tag not in _KNOWN_SECTIONS or tag in sections or place + length > len(data):
            raise ValueError("a section that nobody writes")
        sections[tag] = data[place : place + length]
        place += length
    return sections


def _ends(messages: bytes, place: int) -> bool:
    """Whether the message that begins at a place ends within the messages."""
    while place < len(messages):
        tag = messages[place]
        if tag == _END:
            return True
        place += 5
        if tag in _WITH_LENGTH:
            length = int.from_bytes(messages[place - 4 : place], "big")
            place += 0 if length == _NOTHING else length
        elif tag != _NUMBERED:
            return False
    return False


_ICON_PIXELS = 64
_SMALLEST_TYPE = 9.75
"""Points; 13 pixels at the usual 96 dots an inch. Chinese is hard to read below that."""
_SANS = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
)
_FALLBACK = frozenset({"Noto Sans SC", "Noto Serif SC"})
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "Noto Serif SC")


@cache
def icon(name: str, colour: str) -> QIcon:
    """The icon `resources/icons/NAME.svg`, drawn in a colour."""
    drawing = (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    pixmap = QPixmap(_ICON_PIXELS, _ICON_PIXELS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, _ICON_PIXELS, _ICON_PIXELS))
    painter.end()
    return QIcon(pixmap)


def register_fallback_fonts() -> bool:
    """Make the fonts of `resources/fonts` known, but only where no installed font can show Chinese."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return False
    for path in sorted((resources_dir() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    return True


def interface_font(language: str, percent: int = 100) -> QFont:
    """The system's font; where it has no Chinese, a Chinese one leads, so that both scripts are of one design.

    It is `percent` of its usual size. Chinese fonts set quotation marks and middle dots as wide as a Chinese character,
    which would tear English apart.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    own = QFontInfo(font).family()
    chinese = _chinese_families()
    if own not in chinese:
        font.setFamilies([*(family for family in _SANS if family in chinese), own])
    if font.pointSizeF() < _SMALLEST_TYPE:
        font.setPointSizeF(_SMALLEST_TYPE)
    font.setPointSizeF(font.pointSizeF() * percent / 100)
    # Figures of one width, so that numbers in columns stand below each other.
    _set_feature(font, "tnum")
    if language == "en":
        # Proportional marks: see above.
        _set_feature(font, "pwid")
    return font


def quote_font(base: QFont) -> QFont:
    """The serif in which the words of a source are set, a little larger than the interface."""
    font = QFont(base)
    chinese = _chinese_families()
    font.setFamilies([*(family for family in _SERIF if family in chinese), *base.families()])
    font.setPointSizeF(base.pointSizeF() * 15 / 13)
    return font


_LEFT_IN_ENGLISH = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QFileDialog", "&File name:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Computer"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Computer"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "My Computer"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "File Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Drive"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Unknown"),
)
"""Words of Qt's dialog of files that its Chinese translation does not have: named here to be translated by ours."""


def use_language(app: QCoreApplication, language: str) -> None:
    """Show `zh` or `en`, in our words and in Qt's own menus and dialogs.

    The sentences in the code are English, so English needs no translator.
    """
    for translator in app.findChildren(QTranslator):
        # Removed before it is deleted: Qt keeps a bare pointer to it.
        app.removeTranslator(translator)
        translator.deleteLater()
    if language != "zh":
        return
    # Ours is asked first, as it is installed last: it has what Qt's own leaves in English.
    for path in (
        Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm",
        resources_dir() / "i18n" / "tracker_zh_CN.qm",
    ):
        translator = QTranslator(app)
        if load_translation(translator, path):
            app.installTranslator(translator)


def load_translation(translator: QTranslator, path: Path) -> bool:
    """Load a file of translations; False where it is missing or damaged, which Qt would not survive."""
    try:
        # Looked at first: Qt follows lengths in the file without looking, and a damaged one ends the program.
        sound = is_sound(path.read_bytes())
    except OSError:
        return False
    return sound and translator.load(str(path))


def _chinese_families() -> frozenset[str]:
    """Families that can show Chinese. Qt does not say so of the fallback fonts, which are there only without others."""
    installed = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return frozenset(installed) or _FALLBACK


def _set_feature(font: QFont, name: str) -> None:
    tag = QFont.Tag.fromString(name)
    if tag is not None:
        font.setFeature(tag, 1)
