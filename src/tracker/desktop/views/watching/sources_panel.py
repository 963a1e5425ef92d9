"""The watched sources beside their items: when each was looked at, what is new on it, and why a look failed."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QFrame

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.rows_model import TableLine
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.widgets import (
    ElidedLabel,
    Flow,
    Scrolling,
    TipMenu,
    allow,
    button,
    clear_layout,
    column,
    label,
    row,
    text,
)
from tracker.domain.evidence.addresses import plain_address
from tracker.domain.rows import Name
from tracker.domain.text.dates import stamp
from tracker.domain.watching.watched import WatchedPageRow

_KEYS = {
    Qt.Key.Key_Insert: "add",
    Qt.Key.Key_Return: "edit",
    Qt.Key.Key_Enter: "edit",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Space: "switch",
}


class SourceList(TwoLineList):
    """`asked` carries what is to become of the source that is current: add, edit, remove, switch or check."""

    asked = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, "watchedSources", left=14)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = _KEYS.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.asked.emit(act)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_wanted.emit(place)


class SourcesPanel(QFrame):
    """A line for all sources, one for each, and below what is to be known of the one that is current.

    `chosen_changed` says that the items of another source are to be shown, `asked` what is to become of it.
    """

    chosen_changed = Signal()
    asked = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.pages: tuple[WatchedPageRow, ...] = ()
        self._departments: dict[str, Name] = {}
        self._reason = ""
        self._is_filling = False
        self._told = ""
        self.setObjectName("facets")
        self._title = label("", "facetTitle")
        self.add_button = button("", "quiet-link")
        self.add_button.setObjectName("addWatched")
        self.add_button.clicked.connect(lambda: self.asked.emit("add"))
        self.list = SourceList(appearance)
        self.list.asked.connect(self.asked)
        self.list.menu_wanted.connect(self._show_menu)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self._said = column(spacing=4)
        self._acts = Flow(10)
        self.act_buttons = {name: button("", "quiet-link") for name in ("check", "edit", "switch", "remove")}
        for name, made in self.act_buttons.items():
            made.setObjectName(f"{name}Watched")
            made.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
        self._acts.fill(list(self.act_buttons.values()))
        card = QFrame()
        card.setObjectName("sourceCardBody")
        card.setLayout(column(self._said, self._acts, None, spacing=8, margins=(14, 10, 10, 12)))
        self._card = Scrolling()
        self._card.setWidget(card)
        head = row(self._title, None, self.add_button, spacing=8, margins=(14, 12, 10, 8))
        whole = column(head, self.list, self._card)
        whole.setStretch(1, 3)
        whole.setStretch(2, 2)
        self.setLayout(whole)

    @property
    def chosen(self) -> WatchedPageRow | None:
        """The source whose items are shown; None shows those of all."""
        found = self.list.chosen
        return found if isinstance(found, WatchedPageRow) else None

    def show_pages(self, pages: Sequence[WatchedPageRow], departments: Sequence[Name]) -> None:
        """Show these sources; the one that is current stays so."""
        chosen = self.chosen
        self.pages = tuple(pages)
        self._departments = {one.key: one for one in departments}
        # Without a number: an item that several sources show is new on each of them, and one item all the same.
        lines = [TableLine((self.tr("All sources"), "", self._whole()))]
        lines += [self._line(page) for page in pages]
        uid = chosen.uid if chosen is not None else ""
        place = next((n for n, page in enumerate(pages, start=1) if page.uid == uid), 0)
        self._is_filling = True
        self.list.show_lines(lines)
        self.list.setCurrentIndex(self.list.rows.index(place, 0))
        self._is_filling = False
        self._choose()

    def allow(self, reason: str) -> None:
        """Let the sources be changed, or say why they cannot be."""
        self._reason = reason
        self._name_buttons()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self._title.setText(self.tr("Watched sources"))
        self.list.setAccessibleName(self.tr("Watched sources"))
        self.add_button.setText(self.tr("Add…"))
        self.show_pages(self.pages, tuple(self._departments.values()))

    def _line(self, page: WatchedPageRow) -> TableLine:
        said = self._standing(page)
        note = self._new(page.new_items) if page.is_on else self.tr("off")
        if page.is_on and page.problem is not None and page.outcome is not None:
            note = self._appearance.words.term(page.outcome)
        return TableLine((page.name, note, said), page, f"{page.name}\n{said}")

    def _whole(self) -> str:
        """How many sources there are, and at how many of them something is wrong."""
        count = len(self.pages)
        if not count:
            return ""
        said = self.tr("1 source") if count == 1 else self.tr("{count} sources").format(count=count)
        failed = sum(1 for page in self.pages if page.is_on and page.problem is not None)
        problems = self.tr("{count} with a problem").format(count=failed)
        return f"{said} · {problems}" if failed else said

    def _new(self, count: int) -> str:
        return f"{count:,}" if count else ""

    def _standing(self, page: WatchedPageRow) -> str:
        """In one sentence when it was looked at, and what came of that."""
        if page.looked_at is None:
            return self.tr("Not checked yet")
        if page.problem is not None:
            return self._appearance.words.error(page.problem)
        when = _short(page.looked_at)
        if page.seen_since is None:
            return self.tr("Checked {when}").format(when=when)
        since = f"{page.seen_since:%m-%d}"
        return self.tr("{when}, no gap since {since}").format(when=when, since=since)

    def _choose(self) -> None:
        if self._is_filling:
            return
        self._show_card()
        self._name_buttons()
        uid = self.chosen.uid if self.chosen is not None else ""
        if uid != self._told:
            self._told = uid
            self.chosen_changed.emit()

    def _show_card(self) -> None:
        clear_layout(self._said)
        page = self.chosen
        self._card.setVisible(page is not None)
        if page is None:
            return
        words = self._appearance.words
        self._said.addWidget(text(page.name, "strong"))
        address = ElidedLabel("small")
        address.setText(plain_address(page.address))
        address.setToolTip(plain_address(page.address))
        self._said.addWidget(address)
        known = [words.name(self._departments[key]) for key in page.departments if key in self._departments]
        watched_for = words.join(known) if known else self.tr("all departments")
        lines = [words.term(page.rule.kind), self.tr("For {departments}").format(departments=watched_for)]
        if page.looked_at is not None and page.outcome is not None:
            lines.append(f"{words.term(page.outcome)} {stamp(page.looked_at)}")
        if page.seen_since is not None and page.seen_until is not None:
            seen = self.tr("Seen without a gap from {since} to {until}")
            lines.append(seen.format(since=page.seen_since.isoformat(), until=page.seen_until.isoformat()))
        for said in lines:
            self._said.addWidget(text(said, "small"))
        if page.problem is not None:
            self._said.addWidget(text(words.error(page.problem), "fault"))

    def _name_buttons(self) -> None:
        page = self.chosen
        is_on = page is None or page.is_on
        self.list.setAccessibleName(self.tr("Watched sources"))
        named = {
            "check": (self.tr("Check it"), self.tr("Look at this source alone, now")),
            "edit": (self.tr("Edit…"), self.tr("Name, departments, and where its list is (Enter)")),
            "switch": (
                self.tr("Switch off") if is_on else self.tr("Switch on"),
                self.tr("A source that is off is not looked at; what was found on it stays (Space)"),
            ),
            "remove": (
                self.tr("Remove…"),
                self.tr("Watch it no more; its items go out of sight, and undo brings them back (Delete)"),
            ),
        }
        for name, (words, tip) in named.items():
            made = self.act_buttons[name]
            made.setText(words)
            made.setAccessibleName(f"{words}: {page.name}" if page is not None else words)
            allow(made, self._reason, tip)
        allow(self.add_button, self._reason, self.tr("Paste the address of a page to be watched (Insert)"))
        self.add_button.setAccessibleName(self.tr("Add a source to watch"))

    def _show_menu(self, place: QPoint) -> None:
        menu = TipMenu(self)
        menu.setObjectName("sourceMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts = [self.add_button, *(self.act_buttons.values() if self.chosen is not None else ())]
        for made in acts:
            action = menu.addAction(made.text())
            action.setObjectName(made.objectName())
            allow(action, self._reason)
            action.triggered.connect(lambda _=False, made=made: made.click())
        menu.popup(place)


def _short(moment: datetime) -> str:
    """A moment as far as a narrow line has room for it: without its year."""
    return stamp(moment).partition("-")[2]
