"""The bar above the list: how many rows of how many, the filters as chips, and how the rows are shown."""

from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_fold
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.row_table import LazyTableView
from tracker.desktop.views.common.widgets import TipMenu, ToolButton, add_choice, button, column, label, row
from tracker.desktop.views.ledger.chips import FilterChips
from tracker.desktop.views.ledger.view_menu import SavedViews
from tracker.domain.rows import Facets
from tracker.domain.search.ledger_query import Group, LedgerQuery


class MenuButton(ToolButton):
    """A quiet name with what is chosen behind it, and a triangle that says that there is a menu."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._value = ""
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_value(self, name: str, value: str, *, whole: bool) -> None:
        """Name the menu and what is chosen in it; where there is no room for both, only the tool tip says it."""
        full = f"{name} {value}".rstrip()
        self.setText(name)
        self.setAccessibleName(full)
        self.setToolTip(full)
        self._value = self.fontMetrics().elidedText(value, Qt.TextElideMode.ElideRight, scaled(150)) if whole else ""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self._value)
        return QSize(words + scaled(30 if self._value else 25), scaled(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        tokens = self._appearance.tokens
        metrics = self.fontMetrics()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        over = self.underMouse() or self.isDown()
        painter.setPen(tokens.colour("accent") if self.hasFocus() else Qt.GlobalColor.transparent)
        painter.setBrush(tokens.colour("hover") if over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, scaled(4), scaled(4))
        left = scaled(6)
        for words, token in ((self.text(), "ink" if over else "soft"), (self._value, "ink")):
            painter.setPen(tokens.colour(token))
            room = QRect(left, 0, self.width() - left, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            left += metrics.horizontalAdvance(words) + scaled(5 if words else 0)
        side = scaled(8)
        draw_fold(painter, QRectF(left, (self.height() - side) / 2, side, side), False, tokens.colour("soft"))


class CountBar(QFrame):
    """Says less where there is less room: first the menus lose their values, then the total goes."""

    clear_wanted = Signal()
    group_wanted = Signal(object)
    fold_wanted = Signal(bool)

    def __init__(self, appearance: Appearance, views: SavedViews, table: LazyTableView) -> None:
        super().__init__()
        self._appearance = appearance
        self._views = views
        self._menus = table.menus
        self._query = LedgerQuery()
        self._filters = 0
        self._count: int | None = None
        self._total = 0
        self.setObjectName("countBar")
        self._shown = label("", "shown")
        self._of_total = label("", "ofTotal")
        self._clear = button("", "link")
        self._clear.clicked.connect(self.clear_wanted)
        self.group_button, self.view_button, self.column_button = (MenuButton(appearance) for _ in range(3))
        for one, fill in (
            (self.group_button, self._fill_groups),
            (self.view_button, views.fill),
            (self.column_button, self._fill_columns),
        ):
            menu = TipMenu(one)
            menu.aboutToShow.connect(lambda menu=menu, fill=fill: fill(menu))
            one.setMenu(menu)
        self.chips = FilterChips(appearance)
        counts = row(self._shown, self._of_total, self._clear, None, spacing=8)
        menus = row(self.group_button, self.view_button, self.column_button, spacing=2)
        line = row(counts, menus, spacing=8)
        line.setStretch(0, 1)
        self._line = QWidget()
        self._line.setFixedHeight(scaled(39))
        self._line.setLayout(line)
        self._inner = line
        self.setLayout(column(self._line, margins=(16, 0, 8, 0)))
        # Below the list, where it pushes no row away from under the pointer.
        self.filter_strip = QFrame()
        self.filter_strip.setObjectName("filterStrip")
        self.filter_strip.setLayout(column(self.chips, margins=(16, 6, 8, 6)))
        self.filter_strip.hide()
        views.changed.connect(self.retranslate)

    @property
    def stops(self) -> list[QWidget]:
        """Where the tab key stops, in order."""
        return [self._clear, self.group_button, self.view_button, self.column_button]

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(120), super().minimumSizeHint().height())

    def show_counts(self, shown: int | None, query: LedgerQuery, facets: Facets | None) -> None:
        """Show how many rows there are, or nothing while that is not known, and what narrows them down."""
        self._query = query
        self._count = shown
        self._total = facets.total if facets else 0
        self._filters = sum(map(len, query.choices.values())) + bool(query.search) + bool(query.changed_since)
        self.chips.show_filters(query, facets)
        self.filter_strip.setVisible(bool(self._filters))
        self.retranslate()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._clear.setText(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear search and filters"))
        said = ""
        if self._filters:
            said = self.tr("of {total}").format(total=f"{self._total:,}")
            said += " · " + self.tr("filters: {count}").format(count=self._filters)
        self._of_total.setText(said)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._of_total.setVisible(bool(self._filters))
        self._clear.setVisible(self._filters > 0)
        one = self.tr("1 commitment")
        many = self.tr("{count} commitments").format(count=f"{self._count or 0:,}")
        said = "" if self._count is None else one if self._count == 1 else many
        self._shown.setText(said)
        self._shown.setToolTip(said)
        self._name_menus(whole=True)
        # Least important first, until all has room.
        room = self.width() - scaled(24)
        if self._needed() > room:
            self._name_menus(whole=False)
        if self._needed() > room:
            self._of_total.hide()
        if self._needed() > room:
            self._clear.hide()
        if self._needed() > room:
            self._shown.setText("" if self._count is None else str(self._count))
        # Else a turn later: until then a longer name would be cut short.
        self._inner.activate()

    def _needed(self) -> int:
        """The width of all that shows; layouts within layouts notice too late what was hidden just now."""
        parts = (self._shown, self._of_total, self._clear, self.group_button, self.view_button, self.column_button)
        return sum(part.sizeHint().width() + scaled(8) for part in parts if not part.isHidden())

    def _name_menus(self, *, whole: bool) -> None:
        group = self.tr("Group")
        view = self.tr("Views")
        grouped = self._appearance.words.term(self._query.group) if self._query.group else ""
        viewed = self._views.current
        if self._views.is_modified:
            viewed = self.tr("{view} (changed)").format(view=viewed)
        for one, name, value in (
            (self.group_button, group, grouped),
            (self.view_button, view, viewed),
            (self.column_button, self.tr("Columns"), ""),
        ):
            one.show_value(name, value, whole=whole)

    def _fill_groups(self, menu: QMenu) -> None:
        menu.clear()
        choice = QActionGroup(menu)
        names = {None: self.tr("Not grouped")} | {group: self._appearance.words.term(group) for group in Group}
        for group, name in names.items():
            add_choice(menu, choice, name, partial(self.group_wanted.emit, group), chosen=group is self._query.group)
        menu.addSeparator()
        for name, folded in ((self.tr("Fold all groups"), True), (self.tr("Unfold all groups"), False)):
            action = menu.addAction(name, lambda folded=folded: self.fold_wanted.emit(folded))
            action.setEnabled(self._query.group is not None)

    def _fill_columns(self, menu: QMenu) -> None:
        menu.clear()
        self._menus.fill_choice(menu)
        menu.addSeparator()
        rows = QActionGroup(menu)
        for density, name in (("comfortable", self.tr("Comfortable rows")), ("dense", self.tr("Dense rows"))):
            chosen = density == self._appearance.density
            add_choice(menu, rows, name, partial(self._appearance.set_density, density), chosen=chosen)
