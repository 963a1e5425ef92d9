"""The menu of saved views, and the views behind it: as plain JSON, read, applied, saved, renamed and given up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.widgets import allow
from tracker.desktop.views.forms.plain_dialog import NameDialog
from tracker.domain.rows import Changes, Facets, SavedViewRow
from tracker.domain.search.ledger_query import (
    Attention,
    Choices,
    Facet,
    Group,
    LedgerQuery,
    SortKey,
    orders_as_json,
    orders_from_json,
)
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

NAMED = frozenset({Facet.DEPARTMENT, Facet.TOPIC, Facet.SPEAKER, Facet.TAG})
"""Facets whose values are data of the ledger, so that they can be gone."""


@dataclass(frozen=True, slots=True)
class View:
    """What a view shows, and the names in it that the ledger no longer holds."""

    query: LedgerQuery
    columns: tuple[str, ...]
    density: str
    gone: tuple[str, ...] = ()


def define(view: View) -> dict[str, Any]:
    """The view as JSON."""
    query = view.query
    return {
        "choices": {facet.value: sorted(query.chosen(facet)) for facet in Facet if query.chosen(facet)},
        "search": query.search,
        "sort": query.sort.value,
        "descending": query.descending,
        "then": orders_as_json(query.then),
        "group": query.group.value if query.group else None,
        "columns": list(view.columns),
        "density": view.density,
    }


def understand(definition: Mapping[str, Any], facets: Facets, words: Words) -> View:
    """The view of a definition, as far as the ledger, whose facets these are without a filter, can show it."""
    choices, gone = _choices(definition.get("choices"), facets, words)
    sort = definition.get("sort")
    group = definition.get("group")
    query = LedgerQuery(
        choices,
        search=_text(definition.get("search")),
        sort=SortKey(sort) if sort in list(SortKey) else SortKey.CODE,
        descending=definition.get("descending") is True,
        then=orders_from_json(definition.get("then")),
        group=Group(group) if group in list(Group) else None,
    )
    columns = tuple(name for name in _list(definition.get("columns")) if isinstance(name, str))
    return View(query, columns, _text(definition.get("density")), tuple(gone))


def _choices(defined: object, facets: Facets, words: Words) -> tuple[Choices, list[str]]:
    choices: dict[Facet, frozenset[str]] = {}
    gone: list[str] = []
    for name, keys in defined.items() if isinstance(defined, dict) else ():
        for key in map(str, _list(keys)):
            if name in list(Facet) and _is_there(Facet(name), key, facets, words):
                choices[Facet(name)] = choices.get(Facet(name), frozenset()) | {key}
            else:
                gone.append(key)
    return choices, gone


def _is_there(facet: Facet, key: str, facets: Facets, words: Words) -> bool:
    if facet in NAMED:
        return any(value.key == key for value in facets.values[facet])
    try:
        words.choice(facet, key)
    except ValueError:
        return False
    return True


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


class SavedViews(Controller):
    """Keeps the list of views and which of them shows. `applied` carries the `View` that the page is to show.

    `now` tells how the ledger is looked at now.
    """

    applied = Signal(object)
    changed = Signal()

    def __init__(
        self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget, now: Callable[[], View]
    ) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._now = now
        self.views: tuple[SavedViewRow, ...] = ()
        self.current = ""
        self._standard: Mapping[str, Any] = {}

    @property
    def is_modified(self) -> bool:
        """Whether what shows is no longer what the view says."""
        return bool(self.current) and define(self._now()) != self._standard

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        self.views = ()
        self.current = ""
        self.refresh()

    def refresh(self) -> None:
        """Read the views again."""
        self.run(lambda ledger: services.saved_views.list_views(ledger.workspace), self._show, "views")

    def fill(self, menu: QMenu) -> None:
        """Offer the views, and what can be done with them."""
        menu.clear()
        menu.addAction(self.tr("All commitments"), partial(self._apply_ready, {})).setObjectName("allCommitments")
        for words, choices in self._ready().items():
            menu.addAction(words, partial(self._apply_ready, choices))
        menu.addSeparator()
        for view in self.views:
            action = menu.addAction(view.name.replace("&", "&&"), partial(self.apply, view))
            action.setCheckable(True)
            action.setChecked(view.name == self.current)
        if not self.views:
            menu.addAction(self.tr("No view is saved yet")).setEnabled(False)
        menu.addSeparator()
        why_not = self.why_not("save_view")
        allow(menu.addAction(self.tr("Save as view…"), self.ask_name), why_not)
        if self.current:
            save = menu.addAction(self.tr("Save the changes of “{view}”").format(view=self.current), self._save_again)
            allow(save, why_not, possible=self.is_modified)
            allow(menu.addAction(self.tr("Rename “{view}”…").format(view=self.current), self.ask_new_name), why_not)
            allow(menu.addAction(self.tr("Delete “{view}”").format(view=self.current), self.delete), why_not)

    def apply(self, view: SavedViewRow) -> None:
        """Show a view, as far as the ledger still holds what it names."""
        words = self._appearance.words

        def done(understood: View) -> None:
            self.current = view.name
            self._standard = define(understood)
            self.applied.emit(understood)
            # As it is shown now: what the ledger no longer holds is not counted as a change by the user.
            self._standard = define(self._now())
            self.changed.emit()
            if understood.gone:
                said = self.tr("The view “{view}” names what the ledger no longer holds: {gone}. The rest is shown.")
                self.said.emit(said.format(view=view.name, gone=words.join(understood.gone)))

        def read(ledger: "OpenLedger") -> View:
            names = services.reading.count_facets(ledger.workspace, ledger.of_day(LedgerQuery()), NAMED)
            return understand(view.definition, names, words)

        self.run(read, done, "view")

    def _ready(self) -> dict[str, Choices]:
        """What everybody looks for each morning, by the words of its line in the menu."""
        ledger = self.ledger
        if ledger is None:
            return {}
        month = f"{ledger.as_of or ledger.today():%Y-%m}"
        attention = Facet.ATTENTION
        return {
            self.tr("Awaiting an assessment"): {attention: frozenset({Attention.DUE.value, Attention.DUE_ASKED.value})},
            self.tr("New evidence, not judged"): {attention: frozenset({Attention.UNJUDGED.value})},
            self.tr("Red lights"): {attention: frozenset({Attention.RED.value})},
            self.tr("Due this month"): {Facet.DUE_MONTH: frozenset({month})},
        }

    def _apply_ready(self, choices: Choices) -> None:
        """Narrow the list itself down to these; rows stay as high as they are."""
        self.current = ""
        self._standard = {}
        self.applied.emit(View(LedgerQuery(choices), (), self._now().density))
        self.changed.emit()

    def save(self, name: str) -> None:
        """Keep what shows under a name."""
        definition = define(self._now())
        values = {"name": name, "definition": dict(definition)}
        kind = services.commands.ViewDefinition
        if name.strip():
            write = services.saved_views.save_view
            self._write(lambda ledger: ledger.write(write, kind, values), name.strip(), definition)

    def rename(self, name: str) -> None:
        """Keep the view that shows under another name, as it was saved."""
        old = self.current
        rename = services.saved_views.rename_view
        if old and name.strip():
            self._write(lambda ledger: rename(ledger.present, old, name), name.strip(), self._standard)

    def delete(self) -> None:
        """Give the view up; what shows stays."""
        name = self.current
        if name:
            self._write(lambda ledger: services.saved_views.delete_view(ledger.present, name), "", {})

    def ask_name(self) -> None:
        """Ask under which name to save."""
        self._ask(self.tr("Save as view"), "", self.save)

    def ask_new_name(self) -> None:
        """Ask for another name of the view that shows."""
        self._ask(self.tr("Rename the view"), self.current, self.rename)

    def _save_again(self) -> None:
        self.save(self.current)

    def _write(self, work: "Callable[[OpenLedger], Changes]", name: str, definition: Mapping[str, Any]) -> None:
        def done(changes: Changes) -> None:
            self.current = name
            self._standard = definition
            self.refresh()
            self.changed.emit()
            self.written.emit(changes)

        self.run(work, done)

    def _show(self, views: tuple[SavedViewRow, ...]) -> None:
        self.views = views
        if self.current not in {view.name for view in views}:
            self.current = ""
        self.changed.emit()

    def _ask(self, title: str, name: str, use: Callable[[str], None]) -> None:
        dialog = NameDialog(self._appearance, self._window, title, self.tr("Name of the view"), name)
        dialog.chosen.connect(use)
        dialog.open()
