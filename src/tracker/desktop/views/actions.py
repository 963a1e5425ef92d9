"""Everything that the window can do, as data: its name, its words, its keys. Menus, keys, palette and sheet read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Do = Callable[[], object]


class ActionGroup(StrEnum):
    """Under which heading an action stands."""

    RECORD = "record"
    GO = "go"
    LEDGER = "ledger"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: where it is listed, by which keys it is done, and whether it needs an open ledger."""

    name: str
    group: ActionGroup
    keys: tuple[str, ...] = ()
    needs_ledger: bool = True


SPECS = (
    ActionSpec("add_evidence", ActionGroup.RECORD, ("Ctrl+E",)),
    ActionSpec("capture", ActionGroup.RECORD, ("Ctrl+Shift+V",)),
    ActionSpec("paste", ActionGroup.RECORD, ("Ctrl+V",)),
    ActionSpec("judge", ActionGroup.RECORD, ("Ctrl+J",)),
    ActionSpec("judging_run", ActionGroup.RECORD, ("Ctrl+G",)),
    ActionSpec("log_search", ActionGroup.RECORD, ("Ctrl+L",)),
    ActionSpec("add_claim", ActionGroup.RECORD, ("Ctrl+Shift+J",)),
    ActionSpec("add_restatement", ActionGroup.RECORD, ("Ctrl+Shift+R",)),
    ActionSpec("review", ActionGroup.RECORD, ("Ctrl+R",)),
    ActionSpec("take_in_form", ActionGroup.RECORD, ("Ctrl+Shift+T",)),
    ActionSpec("send_forms", ActionGroup.LEDGER),
    ActionSpec("undo", ActionGroup.RECORD, ("Ctrl+Z",)),
    ActionSpec("redo", ActionGroup.RECORD, ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("search", ActionGroup.GO, ("Ctrl+F",)),
    ActionSpec("escape", ActionGroup.GO, ("Escape",)),
    ActionSpec("as_of", ActionGroup.GO, ("Ctrl+D",)),
    ActionSpec("palette", ActionGroup.GO, ("Ctrl+K",)),
    ActionSpec("new_ledger", ActionGroup.LEDGER, ("Ctrl+Shift+N",), needs_ledger=False),
    ActionSpec("open_ledger", ActionGroup.LEDGER, ("Ctrl+O",), needs_ledger=False),
    ActionSpec("open_shared", ActionGroup.LEDGER, ("Ctrl+Shift+O",), needs_ledger=False),
    ActionSpec("bring_in", ActionGroup.LEDGER, ("Ctrl+Shift+I",)),
    ActionSpec("save_copy", ActionGroup.LEDGER, ("Ctrl+Shift+C",)),
    ActionSpec("back_up", ActionGroup.LEDGER),
    ActionSpec("restore_backup", ActionGroup.LEDGER),
    ActionSpec("compare_ledgers", ActionGroup.LEDGER, needs_ledger=False),
    ActionSpec("open_sample", ActionGroup.LEDGER, needs_ledger=False),
    ActionSpec("export", ActionGroup.LEDGER, ("Ctrl+Shift+S",)),
    ActionSpec("verify", ActionGroup.LEDGER),
    ActionSpec("settings", ActionGroup.LEDGER, ("Ctrl+,",), needs_ledger=False),
    ActionSpec("guide", ActionGroup.HELP, ("Shift+F1",), needs_ledger=False),
    ActionSpec("rules", ActionGroup.HELP, ("Ctrl+F1",), needs_ledger=False),
    ActionSpec("shortcuts", ActionGroup.HELP, ("F1",), needs_ledger=False),
    ActionSpec("welcome", ActionGroup.HELP, needs_ledger=False),
)
PAGE = "page:"
"""Before the name of a page: the action that turns to it."""


class Actions(QObject):
    """The actions of a window, by name. `renamed` says that words or availability have changed."""

    renamed = Signal()

    def __init__(self, window: QWidget, pages: Mapping[str, Callable[[], str]], do: Mapping[str, Do]) -> None:
        """`pages` tell their titles by name; `do` says what each action does."""
        super().__init__(window)
        self._titles = pages
        turns = (ActionSpec(PAGE + name, ActionGroup.GO, (f"Ctrl+{n}",)) for n, name in enumerate(pages, 1))
        self.specs = (*SPECS, *turns)
        self._actions = {spec.name: self._make(window, spec, do[spec.name]) for spec in self.specs}
        self._ready = False
        self._idle: dict[str, bool] = {}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        words = self._words()
        for spec in self.specs:
            self._name(spec.name, words[spec.name])
        self.renamed.emit()

    def rename(self, name: str, words: str) -> None:
        """Say more exactly what an action would do now."""
        self._name(name, words)
        self.renamed.emit()

    def set_ready(self, ready: bool) -> None:
        """Whether a ledger is open: most actions need one."""
        self._ready = ready
        self._allow()
        self.renamed.emit()

    def set_possible(self, name: str, possible: bool) -> None:
        """Whether an action has anything to do."""
        self._idle[name] = not possible
        self._allow()
        self.renamed.emit()

    def groups(self) -> dict[ActionGroup, list[QAction]]:
        """All actions under their headings."""
        return {group: [self[spec.name] for spec in self.specs if spec.group is group] for group in ActionGroup}

    def headings(self) -> dict[ActionGroup, str]:
        """The headings in the language of the window."""
        return {
            ActionGroup.RECORD: self.tr("Record"),
            ActionGroup.GO: self.tr("Find and go"),
            ActionGroup.LEDGER: self.tr("Ledger and window"),
            ActionGroup.HELP: self.tr("Help"),
        }

    def _make(self, window: QWidget, spec: ActionSpec, do: Do) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.triggered.connect(lambda *_: do())
        window.addAction(action)
        return action

    def _name(self, name: str, words: str) -> None:
        keys = shortcut_text(self[name])
        self[name].setText(words.replace("&", "&&"))
        tip = words.removesuffix("…")
        self[name].setToolTip(self.tr("{action} ({keys})").format(action=tip, keys=keys) if keys else tip)

    def _allow(self) -> None:
        for spec in self.specs:
            possible = not self._idle.get(spec.name, False)
            self[spec.name].setEnabled(possible and (self._ready or not spec.needs_ledger))

    def _words(self) -> dict[str, str]:
        words = {
            "add_evidence": self.tr("Add evidence…"),
            "capture": self.tr("Add from file or link…"),
            "paste": self.tr("Record what is on the clipboard"),
            "judge": self.tr("Set the assessment…"),
            "judging_run": self.tr("Judge one after another…"),
            "log_search": self.tr("Log a search…"),
            "add_claim": self.tr("Add an official claim…"),
            "add_restatement": self.tr("Add a relation to later words…"),
            "review": self.tr("Record a review…"),
            "take_in_form": self.tr("Take in a filled-in file…"),
            "send_forms": self.tr("Send for filling in…"),
            "undo": self.tr("Undo"),
            "redo": self.tr("Redo"),
            "search": self.tr("Search"),
            "escape": self.tr("Clear the search, back to the list"),
            "as_of": self.tr("Look at another day…"),
            "palette": self.tr("Find a command or a commitment…"),
            "new_ledger": self.tr("New ledger…"),
            "open_ledger": self.tr("Open another ledger…"),
            "open_shared": self.tr("Open a shared ledger by its address…"),
            "bring_in": self.tr("Bring in a spreadsheet…"),
            "save_copy": self.tr("Save a copy…"),
            "back_up": self.tr("Back up now"),
            "restore_backup": self.tr("Restore a backup…"),
            "compare_ledgers": self.tr("Compare two ledgers…"),
            "open_sample": self.tr("Open the sample ledger"),
            "export": self.tr("Export report…"),
            "verify": self.tr("Verify a report…"),
            "settings": self.tr("Settings…"),
            "guide": self.tr("User guide"),
            "rules": self.tr("Rules of assessment"),
            "shortcuts": self.tr("Keyboard shortcuts"),
            "welcome": self.tr("Welcome"),
        }
        return words | {PAGE + name: title() for name, title in self._titles.items()}


def shortcut_text(action: QAction) -> str:
    """The keys of an action as they are printed on them, the first ones where there are several."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
