"""The one search field above several pages: each page keeps words of its own in it."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from tracker.desktop.views.common.page import Page
from tracker.desktop.views.window.top_bar import TopBar


class PageSearch(QObject):
    """Carries what is typed to the page that is open. `ledger_wanted` carries words that a page without a search
    hands on to the ledger."""

    ledger_wanted = Signal(str)

    def __init__(self, bar: TopBar, pages: QStackedWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self._pages = pages
        self._sought: dict[QWidget, str] = {}
        bar.searched.connect(self._search)
        bar.search_field.returnPressed.connect(self._search_on)

    def turn_to(self, page: QWidget) -> None:
        """Another page will be open: put its words in place of those of the one before."""
        before = self._pages.currentWidget()
        field = self._bar.search_field
        if isinstance(before, Page) and before is not page:
            self._sought[before] = field.text()
            field.setText(self._sought.get(page, ""))
        self._name(page)

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._name(self._pages.currentWidget())

    def _name(self, page: QWidget | None) -> None:
        hint = page.search_hint if isinstance(page, Page) else ""
        self._bar.name_search(hint or self.tr("Search the ledger (Enter)"))

    def _search(self, words: str) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            page.search(words)

    def _search_on(self) -> None:
        """Enter in the search field goes on to the next place in the page, Shift+Enter back."""
        page = self._pages.currentWidget()
        if isinstance(page, Page) and not page.search_hint:
            self.ledger_wanted.emit(self._bar.search_field.text())
        elif isinstance(page, Page):
            backwards = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            page.search_on(self._bar.search_field.text(), backwards=backwards)
