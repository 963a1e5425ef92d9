"""The bar at the top: what this is, the search, the report, and the few choices about the window itself."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QToolButton

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.widgets import button, label, row

_PAUSE_MILLISECONDS = 150
"""After the last key, before the search begins."""


class TopBar(QFrame):
    """Says what the user wants; does nothing itself."""

    searched = Signal(str)
    export_wanted = Signal()
    open_wanted = Signal()
    tab_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._source = ""
        self.setObjectName("topBar")
        self.setFixedHeight(scaled(48))
        self._name, self._subtitle = label("", "appName"), label("", "subtitle")
        self._tabs: dict[str, QPushButton] = {}
        self._tab_row = row(spacing=4, margins=(12, 0, 12, 0))
        self.search_field = QLineEdit()
        self.search_field.setObjectName("search")
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMinimumWidth(scaled(180))
        self.search_field.setMaximumWidth(scaled(300))
        self._search_icon = QAction(self)
        self.search_field.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        self.export_button = button("")
        self.export_button.setObjectName("export")
        self.export_button.clicked.connect(self.export_wanted)
        self.menu_button = QToolButton()
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.setMenu(self._menu())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search_field.text()))
        self.search_field.textChanged.connect(self._pause.start)
        self._lay_out()
        self.retranslate()

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

    def show_source(self, source: str) -> None:
        """Name the source of the commitments."""
        self._source = source
        self._subtitle.setText(source)
        self._subtitle.setToolTip(source)

    def focus_search(self) -> None:
        """Type words to search for."""
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def clear_search(self) -> None:
        """Search for nothing, at once."""
        self.search_field.clear()
        self._pause.stop()
        self.searched.emit("")

    def set_ready(self, ready: bool) -> None:
        """Searching and exporting need an open ledger."""
        self.search_field.setEnabled(ready)
        self.export_button.setEnabled(ready)

    def retranslate(self) -> None:
        """Show all texts and colours anew."""
        colours = self._appearance.tokens.colours
        self._name.setText(self.tr("Commitment ledger"))
        self.search_field.setPlaceholderText(self.tr("Search commitments, evidence, document numbers"))
        self.search_field.setAccessibleName(self.tr("Search"))
        self.search_field.setToolTip(self.tr("Search (Ctrl+F); Esc clears"))
        self._search_icon.setIcon(icon("search", colours["soft"]))
        self.export_button.setText(self.tr("Export report"))
        self.export_button.setIcon(icon("export", colours["ink"]))
        self.export_button.setToolTip(self.tr("Save what is shown as a report (Ctrl+Shift+S)"))
        self.menu_button.setIcon(icon("settings", colours["ink"]))
        self.menu_button.setToolTip(self.tr("Settings"))
        self.menu_button.setAccessibleName(self.tr("Settings"))
        self._languages.setTitle(self.tr("Language"))
        self._themes.setTitle(self.tr("Theme"))
        self._open.setText(self.tr("Open another ledger…"))
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        for action in self._themes.actions():
            action.setText(names[action.data()])

    def _lay_out(self) -> None:
        self._subtitle.setMinimumWidth(1)
        contents = row(
            self._name, self._subtitle, self._tab_row, None, self.search_field, self.export_button, self.menu_button,
            spacing=8, margins=(16, 0, 12, 0),
        )  # fmt: skip
        contents.setStretchFactor(self.search_field, 2)
        self.setLayout(contents)

    def _add_tab(self, name: str) -> QPushButton:
        tab = button("", "tab")
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
        menu.addSeparator()
        self._open = menu.addAction("")
        self._open.setShortcut(QKeySequence.StandardKey.Open)
        self._open.triggered.connect(self.open_wanted)
        return menu

    def _choices(self, menu: QMenu, names: dict[str, str], current: str, choose: Callable[[str], None]) -> QMenu:
        choices = menu.addMenu("")
        group = QActionGroup(choices)
        for value, name in names.items():
            action = choices.addAction(name)
            action.setCheckable(True)
            action.setData(value)
            action.setChecked(value == current)
            group.addAction(action)
        group.triggered.connect(lambda action: choose(action.data()))
        return choices
