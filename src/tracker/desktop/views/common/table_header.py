"""The heading of a table: which columns show, in which order, how wide they are, and what the rows are sorted by."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QHoverEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import CellStyle, TableColumn
from tracker.desktop.models.drawing import PADDING
from tracker.desktop.models.frozen_columns import frozen_columns, frozen_width
from tracker.desktop.models.row_painter import fitting_width
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled, unscaled
from tracker.domain.search.ordering import Order, Orders, each_once

_NARROWEST = 40
_TITLE_ENOUGH = 560
"""How wide the title is before other columns grow."""
_GRIP = 4
"""Pixels beside the edge of a column by which Qt takes hold of it."""
_CODE = "OFFICES-2026-00444"
_CODE_INDENT = 8
"""A code longer than most, and how far codes stand from the edge besides; what is longer yet shows from its end."""
_MOST_VIEWS = 50


class TableHeader(QHeaderView):
    """Nobody but the user hides a column or changes the width that he gave it. What has no room is scrolled sideways,
    beside the columns that stay; room that is left goes to the title, until the user gives that a width as well, and
    from where the title is wide enough to the columns that may grow.

    `state` is the name under which all this is remembered: of the list itself, and the widths of each saved view
    besides. `orders_wanted` carries the order that the user asked for, `menu_wanted` the number of a column and a place
    on the screen, `fit_wanted` the number of a column that is to be as wide as what it holds.
    """

    columns_changed = Signal()
    orders_wanted = Signal(object)
    menu_wanted = Signal(int, object)
    fit_wanted = Signal(int)

    def __init__(
        self,
        appearance: Appearance,
        settings: Settings,
        table: QTableView,
        columns: Sequence[TableColumn[Any]],
        state: str,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._appearance = appearance
        self._settings = settings
        self.table_columns = columns
        self._state = state
        self._numbers = {column.name: number for number, column in enumerate(columns)}
        self.title_column = next(number for number, column in enumerate(columns) if column.look is CellStyle.TITLE)
        self._usual = tuple(column.name for column in columns if column.usual)
        self._chosen = frozenset(self._usual)
        # What the user has made as wide as it is, in pixels of the design: type that grows later takes it along.
        self._own: dict[str, float] = {}
        self._whole_codes = False
        self._is_fitting = False
        self._orders: Orders[Any] = ()
        self._shift = 0
        self._held: tuple[int, int] | None = None
        self._adds = False
        self.view = ""
        kept = settings.recall(state)
        self._kept_views: dict[str, Any] = _mapping(kept.get("views"))
        self._kept_columns = kept.get("columns")
        self._kept_orders = kept.get("orders")
        self._own = _widths(kept.get("own"), self._numbers)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setStretchLastSection(False)

    def begin(self) -> None:
        """Take the first widths, once there is a model."""
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionMoved.connect(self._keep_frozen_first)
        self.sectionResized.connect(self._take_width)
        self.sectionClicked.connect(self._click)
        self.sectionHandleDoubleClicked.connect(self.fit_wanted)
        self.choose(self._standard_columns())

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that show, in their order."""
        order = sorted(range(len(self.table_columns)), key=self.visualIndex)
        names = (self.table_columns[number].name for number in order)
        return tuple(name for name in names if name in self._chosen)

    @property
    def orders(self) -> Orders[Any]:
        """What the rows are sorted by."""
        return self._orders

    @property
    def kept_orders(self) -> Orders[Any]:
        """What the rows of the list itself were sorted by last; nothing where nobody has sorted them."""
        keys = {str(column.key): column.key for column in self.table_columns if column.key is not None}
        kept = self._kept_orders if isinstance(self._kept_orders, list) else []
        pairs = [one for one in kept if isinstance(one, list) and len(one) == 2 and str(one[0]) in keys]
        return each_once(Order(keys[str(key)], descending is True) for key, descending in pairs)

    def choose(self, names: Sequence[str]) -> None:
        """Show these columns in this order; the title always shows, and names that nobody knows are passed over."""
        known = [name for name in dict.fromkeys(names) if name in self._numbers]
        title = self.table_columns[self.title_column].name
        wanted = known if title in known else [title, *known]
        wanted.sort(key=lambda name: self._numbers[name] if self._is_frozen(name) else len(self._numbers))
        self._chosen = frozenset(wanted)
        with QSignalBlocker(self):
            for place, name in enumerate([*wanted, *(name for name in self._numbers if name not in wanted)]):
                self.moveSection(self.visualIndex(self._numbers[name]), place)
        self.fit()
        self.columns_changed.emit()

    def choose_usual(self) -> None:
        """Show the columns that show until the user chooses others, as wide as they are then."""
        self._own = {}
        self.choose(self._usual)

    def show_orders(self, orders: Orders[Any]) -> None:
        """Mark the columns that the rows are sorted by."""
        self._orders = orders
        self.viewport().update()

    def sort_by(self, number: int, *, descending: bool | None = None, adds: bool = False) -> None:
        """Ask for another order: by this column alone, or with `adds` by it where rows are equal in the others.

        Without a direction one that decides already is turned round.
        """
        key = self.table_columns[number].key
        if key is None:
            return
        before = next((one for one in self._orders if one.key == key), None)
        decides = before is not None and (adds or before is self._orders[0])
        turned = not before.descending if decides and before is not None else False
        wanted = Order(key, turned if descending is None else descending)
        if not adds:
            self._ask_for((wanted,))
        elif before is None:
            self._ask_for((*self._orders, wanted))
        else:
            self._ask_for(tuple(wanted if one is before else one for one in self._orders))

    def sort_without(self, number: int) -> None:
        """Ask for the same order without this column, where there are others."""
        key = self.table_columns[number].key
        left = tuple(one for one in self._orders if one.key != key)
        if left:
            self._ask_for(left)

    def hide_column(self, number: int) -> None:
        """Show all other columns; the title cannot be hidden."""
        name = self.table_columns[number].name
        self.choose([one for one in self.columns if one != name])

    def set_width(self, number: int, width: int) -> None:
        """Make a column so wide, as if the user had."""
        self._own[self.table_columns[number].name] = unscaled(max(width, scaled(_NARROWEST)))
        self.fit()

    def column_at(self, left: int) -> int:
        """Return the number of the column at a place of what is to be seen; -1 where there is none."""
        return self.logicalIndexAt(self._unscrolled(left))

    def retranslate(self) -> None:
        """Columns of terms take the width that their words need now, and all of them that of the type."""
        self.setFixedHeight(max(scaled(32), self.fontMetrics().height() + scaled(8)))
        self.fit()

    def make_codes_whole(self) -> None:
        """Give codes so much room that they are whole."""
        self._whole_codes = True
        self.fit()

    def fit(self) -> None:
        """Give each column its width, and the title what is left where the user has not said how wide it is."""
        if self.model() is None:
            return
        self._is_fitting = True
        self.setMinimumSectionSize(scaled(_NARROWEST))
        room = self._room()
        grown = self._grown()
        for number, column in enumerate(self.table_columns):
            shown = column.name in self._chosen
            self.setSectionHidden(number, not shown)
            if shown and number != self.title_column:
                width = grown.get(number) or self._width(number)
                self.resizeSection(number, width)
                room -= width
        least = self._width(self.title_column)
        is_own = self.table_columns[self.title_column].name in self._own
        self.resizeSection(self.title_column, least if is_own else max(least, room))
        self._is_fitting = False
        self.viewport().update()

    def use_view(self, name: str) -> None:
        """Go over to the widths of a saved view, or for "" to the columns and widths of the list itself."""
        self._set_aside()
        self.view = name
        kept = self._kept_views.get(name) if name else self._settings.recall(self._state).get("own")
        self._own = _widths(kept, self._numbers)
        if name:
            self.fit()
        else:
            self.choose(self._standard_columns())

    def adopt_view(self, name: str) -> None:
        """What shows is from now on that of this saved view, or for "" of the list itself."""
        self._set_aside()
        self.view = name
        self._set_aside()

    def remember(self) -> None:
        """Keep columns, order and widths."""
        self._set_aside()

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        super().initStyleOptionForIndex(option, logicalIndex)
        key = self.table_columns[logicalIndex].key
        for place, order in enumerate(self._orders, 1):
            if order.key != key:
                continue
            # The triangle of spreadsheets, which our readers know, points up where the smallest comes first.
            kind = QStyleOptionHeader.SortIndicator
            option.sortIndicator = kind.SortDown if order.descending else kind.SortUp
            if len(self._orders) > 1:
                option.text = f"{option.text} {place}"

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.offset():
            return
        painter = QPainter(self.viewport())
        height = self.viewport().height()
        edge = 0
        for number in frozen_columns(self, self.table_columns):
            width = self.sectionSize(number)
            self.paintSection(painter, QRect(edge, 0, width, height), number)
            edge += width
        if edge:
            painter.fillRect(edge - 1, 0, 1, height, self._appearance.tokens.colour("edge"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.position().toPoint().x()
        self._shift = self._unscrolled(left) - left
        self._adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        edge = self._edge_at(left)
        if edge is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held = (edge, self.sectionSize(edge) - left)
            return
        # Those that stay stand first, and are not taken elsewhere.
        number = self.column_at(left)
        self.setSectionsMovable(number < 0 or not self.table_columns[number].frozen)
        super().mousePressEvent(self._shifted(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        left = event.position().toPoint().x()
        if self._held is not None:
            number, beside = self._held
            self.resizeSection(number, max(left + beside, self.minimumSectionSize()))
        elif event.buttons() or self._unscrolled(left) == left:
            # What was pressed among those that stay is not dragged.
            if not self._shift:
                super().mouseMoveEvent(event)
        else:
            over = Qt.CursorShape.SplitHCursor if self._edge_at(left) is not None else Qt.CursorShape.ArrowCursor
            self.setCursor(over)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held = self._held
        self._held = None
        if held is None:
            super().mouseReleaseEvent(self._shifted(event))
        self._shift = 0

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        left = event.position().toPoint().x()
        edge = self._edge_at(left)
        if edge is not None:
            self.fit_wanted.emit(edge)
        elif self._unscrolled(left) == left:
            super().mouseDoubleClickEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent) and self.offset():
            place = event.position()
            place.setX(self._unscrolled(round(place.x())))
            event = QHoverEvent(event.type(), place, event.globalPosition(), place, event.modifiers())
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        number = self.column_at(event.pos().x())
        if number >= 0:
            self.menu_wanted.emit(number, event.globalPos())

    def _room(self) -> int:
        """How wide the table is; the heading itself learns it later."""
        return self._table.viewport().width()

    def _width(self, number: int) -> int:
        """How wide a column is, or the title at least."""
        column = self.table_columns[number]
        own = self._own.get(column.name)
        return scaled(own) if own is not None else self._first_width(number)

    def _first_width(self, number: int) -> int:
        """How wide a column is as long as the user has not said so."""
        column = self.table_columns[number]
        # Of the table, whose rows it is to fit: headings are smaller.
        metrics = QFontMetrics(self._table.font())
        width = max(scaled(column.width), fitting_width(column.look, metrics, self._appearance.words) or 0)
        if column.look is CellStyle.CODE and self._whole_codes:
            width = max(width, metrics.horizontalAdvance(_CODE) + scaled(2 * PADDING + _CODE_INDENT))
        return width

    def _grown(self) -> dict[int, int]:
        """How wide columns are that may grow, each by the same share of what it may.

        As if the user had given none of them a width: were it otherwise, the others would move while he drags one.
        """
        shown = [(number, column) for number, column in enumerate(self.table_columns) if column.name in self._chosen]
        first = {number: self._first_width(number) for number, _ in shown}
        wanted = {number: scaled(column.widest) - first[number] for number, column in shown if column.widest}
        wanted = {number: more for number, more in wanted.items() if more > 0}
        title = max(first[self.title_column], scaled(_TITLE_ENOUGH))
        spare = self._room() - title - sum(width for number, width in first.items() if number != self.title_column)
        share = min(1.0, max(0, spare) / max(1, sum(wanted.values())))
        return {
            number: first[number] + round(more * share)
            for number, more in wanted.items()
            if self.table_columns[number].name not in self._own
        }

    def _is_frozen(self, name: str) -> bool:
        return self.table_columns[self._numbers[name]].frozen

    def _standard_columns(self) -> Sequence[str]:
        """The columns of the list itself."""
        kept = self._kept_columns if isinstance(self._kept_columns, list) else []
        return [name for name in kept if isinstance(name, str)] or self._usual

    def _ask_for(self, orders: Orders[Any]) -> None:
        if not self.view:
            self._kept_orders = [[str(one.key), one.descending] for one in orders]
            self._set_aside()
        # Shown at once: whoever clicks again, before the rows are there, means what follows from this.
        self.show_orders(orders)
        self.orders_wanted.emit(orders)

    def _set_aside(self) -> None:
        """Keep what shows, of the view that it is of."""
        if self.view:
            others = {name: own for name, own in self._kept_views.items() if name != self.view}
            self._kept_views = {**dict(list(others.items())[1 - _MOST_VIEWS :]), self.view: dict(self._own)}
        else:
            self._kept_columns = list(self.columns)
        standard = self._settings.recall(self._state).get("own") if self.view else self._own
        kept = {
            "columns": self._kept_columns,
            "own": standard or {},
            "orders": self._kept_orders,
            "views": self._kept_views,
        }
        self._settings.keep(self._state, kept)

    def _take_width(self, number: int, _before: int, width: int) -> None:
        # A section that is hidden says that it is 0 wide.
        if width and not self._is_fitting:
            self._own[self.table_columns[number].name] = unscaled(width)
            # The title stays as it is: were it to give or take what the other takes or gives, the edge that the user
            # holds would stand still, and the column grow at its other side.
            title = self.table_columns[self.title_column].name
            self._own.setdefault(title, unscaled(self.sectionSize(self.title_column)))

    def _keep_frozen_first(self) -> None:
        with QSignalBlocker(self):
            frozen = [number for number, column in enumerate(self.table_columns) if column.frozen]
            for place, number in enumerate(frozen):
                self.moveSection(self.visualIndex(number), place)
        self.columns_changed.emit()

    def _click(self, number: int) -> None:
        self.sort_by(number, adds=self._adds)

    def _unscrolled(self, left: int) -> int:
        """Where in the scrolled heading that is which is to be seen at a place: Qt knows of nothing that stays."""
        if self.offset() and left < frozen_width(self, self.table_columns) + _GRIP:
            return left - self.offset()
        return left

    def _edge_at(self, left: int) -> int | None:
        """The column, of those that stay while the others are scrolled, whose right edge is at a place."""
        # Qt widens nothing by what lies to the left of its heading, which is where it takes these for.
        edge = 0
        for number in frozen_columns(self, self.table_columns) if self.offset() else ():
            edge += self.sectionSize(number)
            if abs(edge - left) <= _GRIP:
                return number
        return None

    def _shifted(self, event: QMouseEvent) -> QMouseEvent:
        if not self._shift:
            return event
        place = event.position() + QPointF(self._shift, 0)
        return QMouseEvent(
            event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )


def _mapping(kept: object) -> dict[str, Any]:
    return dict(kept) if isinstance(kept, dict) else {}


def _widths(kept: object, known: Mapping[str, int]) -> dict[str, float]:
    """The widths that were kept, as far as they are some; those that no screen shows are no longer meant."""
    return {
        name: float(width)
        for name, width in _mapping(kept).items()
        if name in known and isinstance(width, int | float) and _NARROWEST <= width <= 4_000
    }
