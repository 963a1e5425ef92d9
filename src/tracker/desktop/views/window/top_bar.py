"""The bar at the top: what this is, the search, the report, and the few choices about the window itself."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QStackedWidget, QToolButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Actions
from tracker.desktop.views.common.page import Page
from tracker.desktop.views.common.widgets import (
    Button,
    ElidedLabel,
    TipMenu,
    ToolButton,
    add_choice,
    button,
    label,
    row,
)
from tracker.desktop.views.window.as_of import DayButton
from tracker.domain.rows import SourceRow
from tracker.domain.text.lines import LONGEST_SEARCH

_PAUSE_MILLISECONDS = 150
"""After the last key, before the search begins."""
_MOST_NAMED = 2
"""Sources that are named; of the others their number is told."""
_NARROW = 1180
"""Pixels of the design below which the name of the program and the words on the report's button give way."""


class _Tab(Button):
    """Has room for its words in bold, as they are while its page is open: Qt reckons with plain ones."""

    def __init__(self) -> None:
        super().__init__(kind="tab")

    def sizeHint(self) -> QSize:
        bold = self.font()
        bold.setBold(True)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(0, more), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class TopBar(QFrame):
    """Says what the user wants; does nothing itself."""

    searched = Signal(str)
    tab_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._source = self._hint = ""
        self.setObjectName("topBar")
        self.setFixedHeight(scaled(48))
        self._name = label("", "appName")
        self._subtitle = ElidedLabel("subtitle")
        self._tabs: dict[str, QPushButton] = {}
        self._tab_row = row(spacing=4, margins=(12, 0, 12, 0))
        self.search_field = SearchField()
        self.search_field.setObjectName("search")
        self.search_field.setMaxLength(LONGEST_SEARCH)
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMinimumWidth(scaled(180))
        self.search_field.setMaximumWidth(scaled(300))
        self._search_icon = QAction(self)
        self.search_field.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        self.export_button = button("")
        self.export_button.setObjectName("export")
        self.day_button = DayButton(appearance)
        self.undo_button = _tool()
        self.redo_button = _tool()
        self.ledger_button = _tool()
        self.menu_button = _tool()
        self.help_button = _tool()
        for opener, menu in (
            (self.ledger_button, TipMenu(self)), (self.menu_button, self._menu()), (self.help_button, TipMenu(self)),
        ):  # fmt: skip
            opener.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            opener.setMenu(menu)
        # In a menu of their own: with them, the menu of ledgers is higher than a screen of 1024×700.
        self._copies = TipMenu(self)
        self._actions: Actions | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search_field.text()))
        self.search_field.textChanged.connect(self._pause.start)
        self._lay_out()
        self.retranslate()

    def use(self, actions: Actions, recent: QMenu) -> None:
        """Offer these actions on buttons and in menus."""
        self._actions = actions
        self.export_button.clicked.connect(actions["export"].trigger)
        offered = ((self.undo_button, "undo"), (self.redo_button, "redo"), (self.day_button, "as_of"))
        for shown, name in offered:
            shown.clicked.connect(actions[name].trigger)
        _fill(self.ledger_button.menu(), actions, "new_ledger", "new_empty", "open_ledger", "open_shared", recent,
              None, "save_copy", "export", "print", None, "send_forms", "form_rounds", "take_in_form", None,
              "add_source", "bring_in", "compare_codings", "departments", None,
              "add_watched", "check_watched", None, self._copies, "open_sample")  # fmt: skip
        _fill(self._copies, actions, "back_up", "restore_backup", None, "compare_ledgers", "settle_merged")
        _fill(self.menu_button.menu(), actions, None, "settings")
        _fill(self.help_button.menu(), actions, "guide", "rules", "shortcuts", "palette", None,
              "first_steps", "welcome", None, "about")  # fmt: skip
        actions.renamed.connect(self._name_actions)

    def show_tabs(self, titles: Mapping[str, str]) -> None:
        """Name the pages. A window of one page needs no tabs."""
        for name, title in titles.items():
            tab = self._tabs.get(name) or self._add_tab(name)
            tab.setText(title)
            tab.setAccessibleName(title)
            tab.setVisible(len(titles) > 1)

    def mark_tab(self, name: str) -> None:
        """Show which page is open."""
        for key, tab in self._tabs.items():
            tab.setChecked(key == name)

    def show_sources(self, sources: Sequence[SourceRow]) -> None:
        """Name the sources of the commitments, newest first; where they are many, the newest and how many others."""
        words = self._appearance.words
        newest = sources[-_MOST_NAMED:][::-1]
        said = [f"{words.name(source.publisher)} {source.held_on.isoformat()}" for source in newest]
        if others := len(sources) - len(newest):
            said.append(self.tr("{count} more sources").format(count=f"{others:,}"))
        self._source = " · ".join(said)
        self._subtitle.setText(self._source)
        self._subtitle.setToolTip(self._source)

    def focus_search(self) -> None:
        """Type words to search for."""
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def show_search(self, words: str) -> None:
        """Show the words that a saved view searches for; they are being searched for already."""
        self.search_field.setText(words)
        self._pause.stop()

    def name_search(self, hint: str) -> None:
        """Say what can be searched for."""
        self._hint = hint
        self.search_field.setPlaceholderText(hint)

    def search_now(self) -> None:
        """Search for what was typed last, without waiting for more."""
        if self._pause.isActive():
            self._pause.stop()
            self.searched.emit(self.search_field.text())

    def clear_search(self) -> None:
        """Search for nothing, at once."""
        self.search_field.clear()
        # What clears the field also starts the pause.
        self._pause.stop()
        self.searched.emit("")

    def set_ready(self, ready: bool) -> None:
        """Searching and exporting need an open ledger."""
        self.search_field.setEnabled(ready)
        self.export_button.setEnabled(ready)
        self.day_button.setEnabled(ready)

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        colours = self._appearance.tokens.colours
        self._name.setText(self.tr("Commitment ledger"))
        self.name_search(self._hint)
        self.search_field.setAccessibleName(self.tr("Search"))
        self.search_field.setToolTip(self.tr("Search (Ctrl+F); Esc clears"))
        self._search_icon.setIcon(icon("search", colours["soft"]))
        self._fit()
        self.export_button.setIcon(icon("export", colours["ink"]))
        self.export_button.setAccessibleName(self.tr("Export report"))
        self.export_button.setToolTip(self.tr("Save what is shown as a report (Ctrl+Shift+S)"))
        for shown, name, words in (
            (self.undo_button, "undo", self.tr("Undo")),
            (self.redo_button, "redo", self.tr("Redo")),
            (self.ledger_button, "ledger", self.tr("Ledgers")),
            (self.menu_button, "settings", self.tr("Settings")),
            (self.help_button, "help", self.tr("Help")),
        ):
            shown.setIcon(icon(name, colours["ink"]))
            shown.setToolTip(words)
            shown.setAccessibleName(words)
        self._copies.setTitle(self.tr("Back up and compare"))
        self._languages.setTitle(self.tr("Language"))
        self._themes.setTitle(self.tr("Theme"))
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        for action in self._themes.actions():
            action.setText(names[action.data()])
            action.setChecked(action.data() == self._appearance.theme)
        for action in self._languages.actions():
            action.setChecked(action.data() == self._appearance.language)
        self._name_actions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What can be spared gives way where the window is narrow."""
        narrow = self.width() < scaled(_NARROW)
        self.day_button.show_words(not narrow)
        self._name.setVisible(not narrow)
        self.export_button.setText("" if narrow else self.tr("Export report"))

    def _name_actions(self) -> None:
        if self._actions is not None:
            for shown, name in ((self.undo_button, "undo"), (self.redo_button, "redo")):
                action = self._actions[name]
                shown.setEnabled(action.isEnabled())
                shown.setIcon(icon(name, self._appearance.tokens.colours["ink" if action.isEnabled() else "faint"]))
                shown.setToolTip(action.toolTip())

    def _lay_out(self) -> None:
        contents = row(
            self._name, self._subtitle, self._tab_row, None, self.search_field, self.day_button, self.export_button,
            row(self.undo_button, self.redo_button, spacing=4),
            row(self.ledger_button, self.menu_button, self.help_button, spacing=4),
            spacing=8, margins=(16, 0, 12, 0),
        )  # fmt: skip
        contents.setStretchFactor(self.search_field, 2)
        self.setLayout(contents)

    def _add_tab(self, name: str) -> QPushButton:
        tab = _Tab()
        tab.setCheckable(True)
        tab.clicked.connect(lambda: self.tab_wanted.emit(name))
        self._tabs[name] = tab
        self._tab_row.addWidget(tab)
        tab.setToolTip(f"Ctrl+{len(self._tabs)}")
        return tab

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._languages = self._choices(
            menu, {"zh": "中文", "en": "English"}, self._appearance.language, self._appearance.set_language
        )
        self._themes = self._choices(
            menu, dict.fromkeys(("system", "light", "dark"), ""), self._appearance.theme, self._appearance.set_theme
        )
        return menu

    def _choices(self, menu: QMenu, names: dict[str, str], current: str, choose: Callable[[str], None]) -> QMenu:
        choices = menu.addMenu("")
        group = QActionGroup(choices)
        for value, name in names.items():
            add_choice(choices, group, name, partial(choose, value), chosen=value == current).setData(value)
        return choices


def _tool() -> QToolButton:
    made = ToolButton()
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _fill(menu: QMenu, actions: Actions, *items: str | QMenu | None) -> None:
    """Put actions, menus and, for None, separators into a menu."""
    for item in items:
        if item is None:
            menu.addSeparator()
        elif isinstance(item, QMenu):
            menu.addMenu(item)
        else:
            menu.addAction(actions[item])


class SearchField(QLineEdit):
    """Where words to search for are typed. `left` says that the keyboard is to go on to what was found."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        # On Linux Ctrl+E and Ctrl+K are keys of a line of text, to its end and away with the rest: here they are the
        # window's, which promises them everywhere.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_of_window(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _is_of_window(event: QKeyEvent) -> bool:
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in (Qt.Key.Key_E, Qt.Key.Key_K)


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
        bar.search_field.left.connect(self._leave)

    def turn_to(self, page: QWidget) -> None:
        """Another page will be open: put its words in place of those of the one before."""
        before = self._pages.currentWidget()
        field = self._bar.search_field
        if isinstance(before, Page) and before is not page:
            # Each page keeps its own words: a search on one page is no filter on the next.
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
            self._bar.search_now()
            backwards = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            page.search_on(self._bar.search_field.text(), backwards=backwards)

    def _leave(self) -> None:
        """Down goes from the search field to what was found."""
        page = self._pages.currentWidget()
        if isinstance(page, Page):
            self._bar.search_now()
            page.focus()
