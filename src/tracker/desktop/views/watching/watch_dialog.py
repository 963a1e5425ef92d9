"""Watch a page: paste its address, see which lists were found there, choose one, say for whom it is watched."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.models.columns import NOTHING
from tracker.desktop.models.drawing import ROW_HEIGHTS, TableDelegate
from tracker.desktop.models.rows_model import ITEM_ROLE, RowsModel, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.row_table import RowTable
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import (
    ElidedLabel,
    Scrolling,
    button,
    column,
    label,
    row,
    text,
)
from tracker.desktop.views.forms.department_ticks import DepartmentTicks
from tracker.desktop.views.forms.form_dialog import choice, line
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.commitments.progress import Cancelled, Progress
from tracker.domain.errors import UserError
from tracker.domain.rows import Name
from tracker.domain.text.lines import one_line
from tracker.domain.watching.watched import OfferedPage, WatchedPageRow

if TYPE_CHECKING:
    from tracker.services.watching.looking import WatchOffer

Find = Callable[[str, Progress], "tuple[WatchOffer, ...]"]
"""Finds the ways in which an address can be watched; not for the window's thread."""
_WIDTH = 780
_MOST_SHOWN = 8
_MOST_OF_OTHERS = 3
"""Entries that show of the list that is chosen, and of each other one."""
_OFFERED_HEIGHT = 148
_ROWS = 9
_Index = QModelIndex | QPersistentModelIndex


class WatchDialog(PlainDialog):
    """`chosen` carries what is wished, by the names of `NewWatchedPage` or, of a page that is watched already, of
    `WatchedPageRevision`. It stays until that is written, and says why it could not be."""

    chosen = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        jobs: Jobs,
        parent: QWidget,
        find: Find,
        departments: Sequence[Name],
        offered: Sequence[OfferedPage] = (),
        page: WatchedPageRow | None = None,
    ) -> None:
        """`offered` are official pages that come with the program; `page` is one that is to be revised."""
        super().__init__(appearance, parent)
        self.setObjectName("watchDialog")
        self._jobs = jobs
        self._find = find
        self._page = page
        self._task: Task | None = None
        self._found: tuple[WatchOffer, ...] = ()
        self._looked_at = ""
        self._offered_name = ""
        self.set_title(self.tr("Add a source to watch") if page is None else self.tr("Edit a watched source"))
        about = page.uid if page is not None else ""
        self.draft = TypedDraft(appearance, self, draft_key("WatchDialog", about=about), self._typed, self._type_again)
        self.body.addWidget(self.draft)
        self._offered = self._official(offered) if offered else None
        if self._offered is not None:
            self.body.addWidget(self._offered)
        self._make_address()
        self._make_found()
        self._name = line(page.name if page is not None else "")
        self.departments = DepartmentTicks(appearance, departments)
        hint = self.tr("None ticked: new items are compared with the commitments of all of them.")
        given = column(
            self.add("name", self._name, self.tr("Name")),
            self.add("departments", self.departments, self.tr("Watched for"), hint),
            None,
            spacing=10,
        )
        both = row(self._result, given, spacing=16)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self.body.addLayout(both)
        if page is not None:
            self.departments.tick(page.departments)
        self.add_button = self.finish(
            self.tr("Add") if page is None else self.tr("Save"), self.tr("Cancel"), width=_WIDTH
        )
        self.add_button.setObjectName("saveWatched")
        self.add_button.clicked.connect(self._submit)
        # Enter in the address looks there, and does not add.
        self.add_button.setDefault(False)
        self._show_found()
        self._address.setFocus()

    @property
    def chosen_list(self) -> "WatchOffer | None":
        """The list that is chosen, once one was found."""
        number = self._lists.currentIndex()
        return self._found[number] if 0 <= number < len(self._found) else None

    def look(self) -> None:
        """Look for lists at the address that was typed, with a way to stop."""
        address = self._address.text().strip()
        if self._task is not None:
            return
        if not address:
            self.refuse("address", self.tr("Paste the address of the page that lists the documents."))
            return
        self.clear_faults()
        self._found = ()
        self._looked_at = address
        self._show_found()
        # The button is about to be disabled, which would pass the keyboard on to whatever is next.
        if self.focusWidget() is self.look_button:
            self._address.setFocus()
        self._task = Task(self.tr("Look for lists"))
        self._allow()
        self._progress.watch(self._task)
        self._jobs.run_long(self._task, partial(self._find, address), self._take, self._fail)

    def reject(self) -> None:
        """The first time stops what is being looked for."""
        if self._task is not None and not self._task.is_stopping:
            self._task.cancel()
            return
        super().reject()

    def explain(self, error: Exception) -> None:
        """Say why it was not written, beside the field concerned; a defect has been reported already."""
        self._allow()
        if isinstance(error, UserError):
            field = error.field or ""
            self.refuse(field if self.has(field) else "address", error)

    def finish_saved(self) -> None:
        """Close: it is written, and nothing is left to be kept."""
        self.draft.forget()
        self.accept()

    def _official(self, offered: Sequence[OfferedPage]) -> QWidget:
        """The official pages, each with a button that goes the same way as an address that was pasted."""
        words = self.appearance.words
        lines = column(spacing=2, margins=(8, 6, 8, 6))
        for page in offered:
            name = words.name(page.name)
            shown = ElidedLabel()
            shown.setText(name)
            shown.setToolTip(page.address)
            take = button(self.tr("Add"), "quiet-link")
            take.setObjectName("takeOffered")
            take.setToolTip(page.address)
            take.setAccessibleName(self.tr("Add {page}").format(page=name))
            take.clicked.connect(partial(self._take_offered, page.address))
            line_up = row(shown, take, spacing=8)
            line_up.setStretch(0, 1)
            lines.addLayout(line_up)
        inner = QWidget()
        inner.setObjectName("choiceLines")
        inner.setLayout(lines)
        area = Scrolling("choices")
        area.setWidget(inner)
        area.setFixedHeight(min(scaled(_OFFERED_HEIGHT), lines.totalSizeHint().height() + scaled(4)))
        made = QWidget()
        made.setLayout(column(label(self.tr("Official pages"), "formLabel"), area, spacing=5))
        return made

    def _take_offered(self, address: str) -> None:
        if self._task is None:
            self._address.setText(address)
            self._address.setFocus()
            self.look()

    def _make_address(self) -> None:
        self._address = line(self._page.address if self._page is not None else "")
        self._address.setPlaceholderText("https://")
        self._address.returnPressed.connect(self.look)
        self._address.textChanged.connect(self._drop_found)
        self.look_button = button(self.tr("Look"))
        self.look_button.setObjectName("lookForLists")
        self.look_button.setToolTip(self.tr("Ask this page, and the feeds that it names, for their lists (Enter)"))
        self.look_button.clicked.connect(self.look)
        hint = self.tr("A page that lists documents or news, its feed (RSS, Atom), a site map, or a list as JSON.")
        field = QWidget()
        line_up = row(self._address, self.look_button, spacing=8)
        line_up.setStretch(0, 1)
        field.setLayout(line_up)
        field.setFocusProxy(self._address)
        fault = self._fields.register("address", self._address, self.tr("Address"))
        caption = label(self.tr("Address"), "formLabel")
        caption.setBuddy(self._address)
        self.body.addLayout(column(caption, field, text(hint, "hint"), fault, spacing=3))
        self._progress = ProgressStrip(offers=False)
        self.body.addWidget(self._progress)

    def _make_found(self) -> None:
        self._lists = choice([])
        self._lists.setObjectName("foundLists")
        self._lists.currentIndexChanged.connect(self._show_entries)
        self._rows = RowsModel()
        self.entries = RowTable(self.appearance)
        self.entries.setObjectName("choices")
        self.entries.setModel(self._rows)
        self.entries.setItemDelegate(TableDelegate(self.appearance, self.entries))
        self.entries.horizontalHeader().hide()
        self.entries.setAccessibleName(self.tr("First entries of the lists that were found"))
        # Many entries say more here than airy ones.
        self.entries.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHTS["dense"]))
        self.entries.setFixedHeight(scaled(ROW_HEIGHTS["dense"]) * _ROWS + scaled(4))
        self.entries.clicked.connect(self._choose_entry)
        self.entries.activated.connect(self._choose_entry)
        self._example = line(hint=self.tr("A title or an address that stands in the list"))
        self._example.returnPressed.connect(self._find_example)
        example = self.add("example", self._example, self.tr("Another list: one of its entries"))
        self._result = QFrame()
        self._result.setLayout(
            column(
                self.add("list", self._lists, self.tr("List that was found")),
                self.entries,
                text(self.tr("Not this one? Click an entry of the list that you mean."), "hint"),
                example,
                spacing=8,
            )
        )

    def _take(self, found: "tuple[WatchOffer, ...]") -> None:
        if not isValid(self):
            return
        # Who has gone on to another field meanwhile stays there.
        waits = self._address_has_keyboard
        self._settle()
        self._found = found
        self._show_found()
        if waits:
            self._name.setFocus()

    def _fail(self, error: Exception) -> None:
        if not isValid(self):
            return
        waits = self._address_has_keyboard
        self._settle()
        if isinstance(error, UserError) and not isinstance(error, Cancelled):
            self.refuse("address", error, focuses=waits)

    @property
    def _address_has_keyboard(self) -> bool:
        """Within the dialog, whether its window is the active one or not."""
        return self.focusWidget() in (self._address, self.look_button)

    def _settle(self) -> None:
        self._task = None
        self._progress.watch(None)
        self._allow()

    def _drop_found(self) -> None:
        """What was found at one address says nothing of another one that is typed: that is looked at first."""
        if self._found and self._address.text().strip() != self._looked_at:
            self._found = ()
            self._show_found()

    def _allow(self) -> None:
        """There is nothing to add before a list was found; what is watched already may be revised without looking."""
        idle = self._task is None
        self.look_button.setEnabled(idle)
        self._address.setReadOnly(not idle)
        self.add_button.setEnabled(idle and (self._page is not None or self.chosen_list is not None))

    def _show_found(self) -> None:
        words = self.appearance.words
        was_blocked = self._lists.blockSignals(True)
        self._lists.clear()
        for offer in self._found:
            count = self.tr("{count} entries").format(count=f"{max(offer.listing.total, len(offer.listing.items)):,}")
            self._lists.addItem(f"{words.term(offer.listing.rule.kind)} · {offer.name} · {count}")
        self._lists.blockSignals(was_blocked)
        self._result.setVisible(bool(self._found))
        if self._offered is not None:
            # One that was found takes the room of those that might be looked for.
            self._offered.setVisible(not self._found)
        self._show_entries()
        self._allow()
        self._fit(self.width())

    def _show_entries(self) -> None:
        """The first entries of the list that is chosen, and below them a few of each other one."""
        chosen = self._lists.currentIndex()
        lines: list[TableLine] = []
        for number in sorted(range(len(self._found)), key=lambda number: number != chosen):
            listing = self._found[number].listing
            if number != chosen:
                lines.append(
                    TableLine((self.tr("Another list: {list}").format(list=self._lists.itemText(number)), ""), number)
                )
            most = _MOST_SHOWN if number == chosen else _MOST_OF_OTHERS
            lines += [
                TableLine((item.title, item.published or NOTHING), number, tip=item.url)
                for item in listing.items[:most]
            ]
        self._rows.show_lines((self.tr("Title"), self.tr("Day")), lines)
        self.entries.fit_columns(0)
        offer = self.chosen_list
        if offer is not None:
            # A name that the user has given stays.
            if self._name.text() in ("", self._offered_name):
                self._name.setText(offer.name)
                self._name.setCursorPosition(0)
            self._offered_name = offer.name
        self._allow()

    def _choose_entry(self, index: _Index) -> None:
        number = index.data(ITEM_ROLE)
        if isinstance(number, int) and number != self._lists.currentIndex():
            self._lists.setCurrentIndex(number)
            self.entries.scrollToTop()

    def _find_example(self) -> None:
        example = self._example.text().strip()
        if not example or not self._found:
            return
        try:
            offer = services.looking.offer_with(self._found, example)
        except UserError as error:
            self.refuse("example", error)
            return
        self.clear_faults()
        self._lists.setCurrentIndex(self._found.index(offer))

    def _submit(self) -> None:
        self.clear_faults()
        name = one_line(self._name.text())
        if not name:
            self.refuse("name", self.tr("A name is needed."))
            return
        wish: dict[str, Any] = {"name": name, "departments": self.departments.keys}
        offer = self.chosen_list
        if self._page is not None:
            if offer is None and self._address.text().strip() != self._page.address:
                self.refuse("address", self.tr("Look at this address first: its list is shown, and then saved."))
                return
            wish["page"] = self._page.uid
        if offer is not None:
            wish["address"] = offer.address
            wish["rule"] = offer.listing.rule
        self.add_button.setEnabled(False)
        self.chosen.emit(wish)

    def _typed(self) -> State:
        return {
            "address": self._address.text(),
            "name": self._name.text(),
            "example": self._example.text(),
            "departments": list(self.departments.keys),
        }

    def _type_again(self, state: Mapping[str, Any]) -> None:
        for name, field in (("address", self._address), ("name", self._name), ("example", self._example)):
            field.setText(str(state.get(name, field.text())))
        keys = state.get("departments")
        if isinstance(keys, list):
            self.departments.tick([str(key) for key in keys])


class RemovalDialog(PlainDialog):
    """Asks once before a source is watched no more. `chosen` carries the reason, which may be left out. It stays until
    that is written, and says why it could not be."""

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, page: WatchedPageRow) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("removeWatched")
        self.set_title(self.tr("Remove a watched source"))
        said = self.tr("“{page}” is watched no more, and its items go out of sight. Undo brings both back.")
        self.body.addWidget(text(said.format(page=page.name)))
        self._reason = line()
        key = draft_key("RemovalDialog", about=page.uid)
        self.draft = TypedDraft(appearance, self, key, self._fields.typed, self._fields.type_again)
        self.body.addWidget(self.draft)
        self.body.addLayout(self.add("reason", self._reason, self.tr("Reason (optional)")))
        self.remove_button = self.finish(self.tr("Remove"), self.tr("Cancel"))
        self.remove_button.clicked.connect(self._submit)
        self._reason.setFocus()

    def explain(self, error: Exception) -> None:
        """Say why it was not removed, and let it be tried again; a defect has been reported already."""
        self.remove_button.setEnabled(True)
        if isinstance(error, UserError):
            self.refuse("reason", error)

    def finish_saved(self) -> None:
        """Close: it is written, and nothing is left to be kept."""
        self.draft.forget()
        self.accept()

    def _submit(self) -> None:
        self.clear_faults()
        self.remove_button.setEnabled(False)
        self.chosen.emit(self._reason.text().strip())
