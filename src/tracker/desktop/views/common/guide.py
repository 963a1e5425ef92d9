"""The user guide and the rules of assessment, from `resources/guide`, in a window of their own beside the ledger."""

import re

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QTextBrowser, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import on_screen, scaled
from tracker.desktop.views.common.widgets import button, column, row
from tracker.locations import resources_dir

GUIDE = "guide"
RULES = "rules"
_ANCHOR = re.compile(r'<a id="s\d+"></a>')
_SECTION = re.compile(r"§(\d+)")
_ABOVE = {2: 26, 3: 16}
"""Pixels of the design above a heading, by its level."""
_LAST_COLUMN = {2: 70, 3: 45}
"""Per cent of a table's width for its last column, which says most, by how many there are."""
_LINE_HEIGHT = 125
"""Per cent of the font's own."""


def open_guide(appearance: Appearance, over: QWidget, page: str = GUIDE, section: str = "") -> None:
    """Show a page of the guide (`GUIDE`, `RULES`) in front of everything, from its section (`s2` for §2) on.

    The window belongs to that of `over`: a modal dialog blocks every window but its own.
    """
    window = over.window()
    shown = window.findChild(GuideWindow, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = shown or GuideWindow(appearance, window)
    shown.show()
    shown.raise_()
    shown.activateWindow()
    shown.turn_to(page, section)


def with_rule(appearance: Appearance, shown: QWidget | QLayout, number: int) -> QHBoxLayout:
    """Return what says a rule in short, with a link to the § of the rules that says it in full."""
    both = row(shown, column(rule_link(appearance, number), None), spacing=8)
    both.setStretch(0, 1)
    return both


def rule_link(appearance: Appearance, number: int) -> QPushButton:
    """Return a link to a § of the rules."""
    made = button(f"§{number}", "quiet-link")
    made.setObjectName(f"rule_{number}")
    tip = QCoreApplication.translate("GuideWindow", "Rules of assessment, §{number}")
    made.setToolTip(tip.format(number=number))
    made.setAccessibleName(made.toolTip())
    made.clicked.connect(lambda: open_guide(appearance, made, RULES, f"s{number}"))
    return made


class GuideWindow(QDialog):
    """Shows the guide in the window's language and colours, without a network."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._appearance = appearance
        self._page = GUIDE
        self.browser = QTextBrowser()
        self.browser.setObjectName("guide")
        # Qt would look for pages and addresses among its own resources.
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self.setLayout(column(self.browser))
        self.resize(on_screen(760, 760))
        appearance.changed.connect(self.retranslate)
        self.retranslate()

    def turn_to(self, page: str, section: str = "") -> None:
        """Show another page, or a section of it."""
        if page != self._page:
            self._page = page
            self.retranslate()
        if section:
            self.browser.scrollToAnchor(section)

    def retranslate(self) -> None:
        """Show the page in the language and the colours of the window."""
        title = self.tr("Rules of assessment") if self._page == RULES else self.tr("User guide")
        self.setWindowTitle(title)
        self.browser.setAccessibleName(title)
        path = resources_dir() / "guide" / self._appearance.language / f"{self._page}.md"
        # For its pictures.
        self.browser.setSearchPaths([str(path.parent)])
        # Elsewhere links lead to these anchors; Qt would drop them, and the looks of their headings with them.
        self.browser.setMarkdown(_ANCHOR.sub("", path.read_text(encoding="utf-8")))
        self._lay_out()

    def _follow(self, address: QUrl) -> None:
        if address.isRelative():
            self.turn_to(address.path().removesuffix(".md") or self._page, address.fragment())
        else:
            QDesktopServices.openUrl(address)

    def _lay_out(self) -> None:
        """Give the page room to be read in, its tables thin lines, and the headings of its sections their anchors."""
        document = self.browser.document()
        document.setDocumentMargin(scaled(32))
        document.setIndentWidth(scaled(24))
        # Markdown knows neither margins nor widths of columns, and Qt reads no style sheet for it.
        block = document.begin()
        while block.isValid():
            _space(block)
            block = block.next()
        for table in document.rootFrame().childFrames():
            if isinstance(table, QTextTable):
                self._rule(table)

    def _rule(self, table: QTextTable) -> None:
        colours = self._appearance.tokens
        looks = table.format()
        looks.setBorder(1)
        looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        looks.setBorderCollapse(True)
        looks.setBorderBrush(colours.colour("line"))
        looks.setCellPadding(scaled(6))
        looks.setTopMargin(scaled(8))
        looks.setBottomMargin(scaled(12))
        looks.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        first = [QTextLength()] * (table.columns() - 1)
        last = QTextLength(QTextLength.Type.PercentageLength, _LAST_COLUMN.get(table.columns(), 0))
        looks.setColumnWidthConstraints([*first, last])
        table.setFormat(looks)
        for place in range(table.columns()):
            head = table.cellAt(0, place)
            shaded = head.format()
            shaded.setBackground(colours.colour("panel"))
            head.setFormat(shaded)


def _space(block: QTextBlock) -> None:
    """Set a paragraph or heading in its room; the heading of a section becomes the place that links lead to."""
    cursor = QTextCursor(block)
    looks = block.blockFormat()
    # Commands are longer than the window is wide; what is copied has no more lines than it had.
    looks.setNonBreakableLines(False)
    looks.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if level := looks.headingLevel():
        looks.setTopMargin(scaled(_ABOVE.get(level, 0)))
        looks.setBottomMargin(scaled(6))
    cursor.setBlockFormat(looks)
    number = _SECTION.match(block.text())
    if level and number:
        marked = block.charFormat()
        marked.setAnchor(True)
        marked.setAnchorNames([f"s{number[1]}"])
        cursor.setBlockCharFormat(marked)
