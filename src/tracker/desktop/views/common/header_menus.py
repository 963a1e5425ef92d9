"""What can be done with a column of a table: sort, filter, gather, hide, fit. By the right button, or by keys."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.table_header import TableHeader


class HeaderMenus(QObject):
    """`filter_wanted` carries the facet of a column, `group_wanted` what rows are to be gathered by, or None.

    What a page does not filter or gather by is not offered: it says so by `filters` and `groups`.
    """

    filter_wanted = Signal(object)
    group_wanted = Signal(object)

    def __init__(self, appearance: Appearance, table: QTableView, header: TableHeader) -> None:
        super().__init__(table)
        self._appearance = appearance
        self._table = table
        self._header = header
        self.filters: frozenset[object] = frozenset()
        self.grouped: object = None
        header.menu_wanted.connect(self.open_column)

    def open_column(self, number: int, place: QPoint) -> None:
        """Offer at a place what can be done with one column."""
        menu = self._new_menu()
        self.fill_column(menu, number)
        menu.popup(place)

    def open_all(self) -> None:
        """Offer below the heading what can be done with each column, for those who work by keys."""
        menu = self._new_menu()
        columns = self._header.table_columns
        by_name = {column.name: number for number, column in enumerate(columns)}
        for name in self._header.columns:
            number = by_name[name]
            inner = menu.addMenu(columns[number].heading(self._appearance.words).replace("&", "&&"))
            self.fill_column(inner, number)
        menu.addSeparator()
        self.fill_choice(menu.addMenu(self.tr("Choose columns")))
        menu.popup(self._header.mapToGlobal(self._header.rect().bottomLeft()))

    def fill_column(self, menu: QMenu, number: int) -> None:
        """Offer what can be done with one column."""
        header = self._header
        column = header.table_columns[number]
        if column.key is not None:
            self._fill_order(menu, number)
            menu.addSeparator()
        if column.facet in self.filters:
            action = menu.addAction(self.tr("Filter by value"), partial(self.filter_wanted.emit, column.facet))
            action.setObjectName("filterByValue")
        if column.group is not None:
            action = menu.addAction(self.tr("Group by it"))
            action.setObjectName("groupBy")
            action.setCheckable(True)
            action.setChecked(column.group is self.grouped)
            action.triggered.connect(lambda on, group=column.group: self.group_wanted.emit(group if on else None))
        menu.addSeparator()
        hide = menu.addAction(self.tr("Hide this column"), partial(header.hide_column, number))
        hide.setObjectName("hideColumn")
        hide.setEnabled(number != header.title_column)
        fit = menu.addAction(self.tr("Fit the width to what it holds"), partial(header.fit_wanted.emit, number))
        fit.setObjectName("fitColumn")
        choice = menu.addMenu(self.tr("Choose columns"))
        choice.setObjectName("chooseColumns")
        self.fill_choice(choice)

    def fill_choice(self, menu: QMenu) -> None:
        """Offer every column to be shown or hidden."""
        header = self._header
        shown = header.columns
        for number, column in enumerate(header.table_columns):
            action = menu.addAction(column.heading(self._appearance.words).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(column.name in shown)
            action.setEnabled(number != header.title_column)
            action.triggered.connect(lambda on, name=column.name: self._choose(name, on))
        menu.addSeparator()
        menu.addAction(self.tr("The usual columns"), header.choose_usual).setObjectName("usualColumns")

    def _fill_order(self, menu: QMenu, number: int) -> None:
        header = self._header
        key = header.table_columns[number].key
        orders = header.orders
        mine = next((one for one in orders if one.key == key), None)
        directions = (
            ("sortUp", self.tr("Sort ascending"), False),
            ("sortDown", self.tr("Sort descending"), True),
        )
        for name, words, descending in directions:
            action = menu.addAction(words, partial(header.sort_by, number, descending=descending))
            action.setObjectName(name)
            action.setCheckable(True)
            action.setChecked(mine is not None and orders[0] is mine and mine.descending is descending)
        if mine is None:
            add = menu.addAction(self.tr("Add to the sorting"), partial(header.sort_by, number, adds=True))
            add.setObjectName("addSort")
        elif len(orders) > 1:
            less = menu.addAction(self.tr("Take out of the sorting"), partial(header.sort_without, number))
            less.setObjectName("lessSort")

    def _choose(self, name: str, chosen: bool) -> None:
        others = [one for one in self._header.columns if one != name]
        self._header.choose([*others, name] if chosen else others)

    def _new_menu(self) -> QMenu:
        menu = QMenu(self._table)
        menu.setObjectName("headerMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
