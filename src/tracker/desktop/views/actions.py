"""Everything that the window can do, as data: its name, its words, its keys. Menus, keys, palette and sheet read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.domain.errors import UserError
from tracker.domain.safety.ledger_roles import Permissions
from tracker.domain.terms import LedgerRole

Do = Callable[[], object]


class ActionGroup(StrEnum):
    """Under which heading an action stands."""

    RECORD = "record"
    GO = "go"
    LEDGER = "ledger"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: what it is called, where it is listed, by which keys it is done, and whether it needs an open ledger.

    The words are English; `Actions` translates them, for which they are marked by `QT_TRANSLATE_NOOP`.
    """

    name: str
    # A text: QT_TRANSLATE_NOOP gives back what it is given, which its types do not say.
    words: object
    group: ActionGroup
    keys: tuple[str, ...] = ()
    needs_ledger: bool = True


_RECORD = ActionGroup.RECORD
_GO = ActionGroup.GO
_LEDGER = ActionGroup.LEDGER
_HELP = ActionGroup.HELP
SPECS = (
    ActionSpec("add_evidence", QT_TRANSLATE_NOOP("Actions", "Add evidence…"), _RECORD, ("Ctrl+E",)),
    ActionSpec("capture", QT_TRANSLATE_NOOP("Actions", "Add from file or link…"), _RECORD, ("Ctrl+Shift+V",)),
    ActionSpec("paste", QT_TRANSLATE_NOOP("Actions", "Record what is on the clipboard"), _RECORD, ("Ctrl+V",)),
    ActionSpec("judge", QT_TRANSLATE_NOOP("Actions", "Set the assessment…"), _RECORD, ("Ctrl+J",)),
    ActionSpec("verdict_menu", QT_TRANSLATE_NOOP("Actions", "Choose an assessment in the list"), _RECORD, ("F2",)),
    ActionSpec("judging_run", QT_TRANSLATE_NOOP("Actions", "Judge one by one…"), _RECORD, ("Ctrl+G",)),
    ActionSpec("log_search", QT_TRANSLATE_NOOP("Actions", "Log a search…"), _RECORD, ("Ctrl+L",)),
    ActionSpec("add_claim", QT_TRANSLATE_NOOP("Actions", "Add an official claim…"), _RECORD, ("Ctrl+Shift+J",)),
    ActionSpec(
        "add_restatement", QT_TRANSLATE_NOOP("Actions", "Add a relation to later words…"), _RECORD, ("Ctrl+Shift+R",)
    ),
    ActionSpec("review", QT_TRANSLATE_NOOP("Actions", "Record a review…"), _RECORD, ("Ctrl+R",)),
    ActionSpec("take_in_form", QT_TRANSLATE_NOOP("Actions", "Take in a filled-in file…"), _RECORD, ("Ctrl+Shift+T",)),
    ActionSpec("send_forms", QT_TRANSLATE_NOOP("Actions", "Send for filling in…"), _LEDGER),
    ActionSpec("form_rounds", QT_TRANSLATE_NOOP("Actions", "Rounds of forms…"), _LEDGER),
    ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), _RECORD, ("Ctrl+Z",)),
    ActionSpec("redo", QT_TRANSLATE_NOOP("Actions", "Redo"), _RECORD, ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("search", QT_TRANSLATE_NOOP("Actions", "Search"), _GO, ("Ctrl+F",)),
    ActionSpec("escape", QT_TRANSLATE_NOOP("Actions", "Clear the search, back to the list"), _GO, ("Escape",)),
    ActionSpec("as_of", QT_TRANSLATE_NOOP("Actions", "Look at another day…"), _GO, ("Ctrl+D",)),
    ActionSpec("column_menu", QT_TRANSLATE_NOOP("Actions", "Sort, filter, columns…"), _GO, ("Ctrl+Shift+L",)),
    ActionSpec("palette", QT_TRANSLATE_NOOP("Actions", "Find a command or a commitment…"), _GO, ("Ctrl+K",)),
    ActionSpec(
        "new_ledger", QT_TRANSLATE_NOOP("Actions", "New ledger…"), _LEDGER, ("Ctrl+Shift+N",), needs_ledger=False
    ),
    ActionSpec(
        "open_ledger", QT_TRANSLATE_NOOP("Actions", "Open another ledger…"), _LEDGER, ("Ctrl+O",), needs_ledger=False
    ),
    ActionSpec("new_empty", QT_TRANSLATE_NOOP("Actions", "New empty ledger…"), _LEDGER, needs_ledger=False),
    ActionSpec(
        "open_shared",
        QT_TRANSLATE_NOOP("Actions", "Open a shared ledger by its address…"),
        _LEDGER,
        ("Ctrl+Shift+O",),
        needs_ledger=False,
    ),
    ActionSpec("add_source", QT_TRANSLATE_NOOP("Actions", "Add a source…"), _LEDGER, ("Ctrl+Shift+A",)),
    ActionSpec("check_watched", QT_TRANSLATE_NOOP("Actions", "Check watched sources"), _LEDGER, ("F5",)),
    ActionSpec("add_watched", QT_TRANSLATE_NOOP("Actions", "Add a source to watch…"), _LEDGER),
    ActionSpec("log_watched", QT_TRANSLATE_NOOP("Actions", "Log the last check as searches…"), _LEDGER),
    ActionSpec("watch_words", QT_TRANSLATE_NOOP("Actions", "Words for what is not for us…"), _LEDGER),
    ActionSpec("departments", QT_TRANSLATE_NOOP("Actions", "Departments…"), _LEDGER),
    ActionSpec("bring_in", QT_TRANSLATE_NOOP("Actions", "Bring in a spreadsheet…"), _LEDGER, ("Ctrl+Shift+I",)),
    ActionSpec("save_copy", QT_TRANSLATE_NOOP("Actions", "Save a copy…"), _LEDGER, ("Ctrl+Shift+C",)),
    ActionSpec("back_up", QT_TRANSLATE_NOOP("Actions", "Back up now"), _LEDGER),
    ActionSpec("restore_backup", QT_TRANSLATE_NOOP("Actions", "Restore a backup…"), _LEDGER),
    ActionSpec("compare_ledgers", QT_TRANSLATE_NOOP("Actions", "Compare two ledgers…"), _LEDGER, needs_ledger=False),
    ActionSpec("settle_merged", QT_TRANSLATE_NOOP("Actions", "Settle merged changes…"), _LEDGER),
    ActionSpec("compare_codings", QT_TRANSLATE_NOOP("Actions", "Compare two codings…"), _LEDGER),
    ActionSpec("open_sample", QT_TRANSLATE_NOOP("Actions", "Open the sample ledger"), _LEDGER, needs_ledger=False),
    ActionSpec("export", QT_TRANSLATE_NOOP("Actions", "Export report…"), _LEDGER, ("Ctrl+Shift+S",)),
    ActionSpec("print", QT_TRANSLATE_NOOP("Actions", "Print…"), _LEDGER, ("Ctrl+P",)),
    ActionSpec("verify", QT_TRANSLATE_NOOP("Actions", "Verify a report…"), _LEDGER),
    ActionSpec(
        "type_larger", QT_TRANSLATE_NOOP("Actions", "Larger type"), _LEDGER, ("Ctrl++", "Ctrl+="), needs_ledger=False
    ),
    ActionSpec("type_smaller", QT_TRANSLATE_NOOP("Actions", "Smaller type"), _LEDGER, ("Ctrl+-",), needs_ledger=False),
    ActionSpec("type_usual", QT_TRANSLATE_NOOP("Actions", "Usual type"), _LEDGER, ("Ctrl+0",), needs_ledger=False),
    ActionSpec("settings", QT_TRANSLATE_NOOP("Actions", "Settings…"), _LEDGER, ("Ctrl+,",), needs_ledger=False),
    ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), _LEDGER, ("Ctrl+Q",), needs_ledger=False),
    ActionSpec("guide", QT_TRANSLATE_NOOP("Actions", "User guide"), _HELP, ("Shift+F1",), needs_ledger=False),
    ActionSpec("rules", QT_TRANSLATE_NOOP("Actions", "Rules of assessment"), _HELP, ("Ctrl+F1",), needs_ledger=False),
    ActionSpec("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), _HELP, ("F1",), needs_ledger=False),
    ActionSpec("first_steps", QT_TRANSLATE_NOOP("Actions", "Three steps to begin with"), _HELP),
    ActionSpec("welcome", QT_TRANSLATE_NOOP("Actions", "Welcome"), _HELP, needs_ledger=False),
    ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "About the program"), _HELP, needs_ledger=False),
)
_ACTS = {
    "add_evidence": "add_evidence",
    "capture": "add_evidence",
    "paste": "add_evidence",
    "judge": "set_assessment",
    "verdict_menu": "set_assessment",
    "judging_run": "set_assessment",
    "log_search": "log_search",
    "add_claim": "add_claim",
    "add_restatement": "add_restatement",
    "review": "record_review",
    "take_in_form": "enter_form",
    "send_forms": "fill_in_sent",
    "undo": "undone",
    "redo": "redone",
    "add_source": "load_coding",
    "check_watched": "record_looks",
    "add_watched": "add_watched_page",
    "log_watched": "log_search",
    "watch_words": "revise_not_for_us_words",
    "departments": "revise_department",
    "bring_in": "bring_in",
    "restore_backup": "ledger_restored",
    "settle_merged": "put_aside_settled",
}
"""By the name of an action the command that it leads to, or the kind of its event: where that may not be done, it is
greyed."""
PAGE = "page:"
"""Before the name of a page: the action that turns to it."""


class Actions(QObject):
    """The actions of a window, by name. `renamed` says that words or availability have changed; `refused` carries why
    one that was asked for by its keys, or in the palette, may not be done."""

    renamed = Signal()
    refused = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        window: QWidget,
        pages: Mapping[str, Callable[[], str]],
        do: Mapping[str, Do],
    ) -> None:
        """`pages` tell their titles by name; `do` says what each action does."""
        super().__init__(window)
        self._appearance = appearance
        self._titles = pages
        turns = (ActionSpec(PAGE + name, "", ActionGroup.GO, (f"Ctrl+{n}",)) for n, name in enumerate(pages, 1))
        self.specs = (*SPECS, *turns)
        self._actions = {spec.name: self._make(window, spec, do[spec.name]) for spec in self.specs}
        self._answers = {
            spec.name: self._answer(window, spec) for spec in self.specs if spec.name in _ACTS and spec.keys
        }
        self._words: dict[str, str] = {}
        self._ready = False
        self._idle: dict[str, bool] = {}
        self._permissions = Permissions()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        for spec in self.specs:
            turned_to = self._titles.get(spec.name.removeprefix(PAGE))
            self._name(spec.name, turned_to() if turned_to is not None else self.tr(str(spec.words)))
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

    def restrict(self, permissions: Permissions) -> None:
        """Grey what may not be done. Greyed, and not hidden: the menus keep their shape."""
        self._permissions = permissions
        self._allow()
        self.renamed.emit()

    def refusal(self, name: str) -> UserError | None:
        """Why an action may not be done in the ledger that is open; None where it may."""
        return self._permissions.refusal(_ACTS[name]) if self._ready and name in _ACTS else None

    def role_missing(self, name: str) -> LedgerRole | None:
        """The role that an action takes where one's own is less; else None."""
        return self._permissions.role_missing(_ACTS[name]) if self._ready and name in _ACTS else None

    def refuse(self, name: str) -> None:
        """Say why an action may not be done."""
        self.refused.emit(self._why_not(name))

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
        # triggered brings whether the action is checked, which no handler takes.
        action.triggered.connect(lambda *_: do())
        window.addAction(action)
        return action

    def _answer(self, window: QWidget, spec: ActionSpec) -> QShortcut:
        """The keys of an action that is greyed: without it they would be dead, and nobody would know why."""
        answer = QShortcut(window)
        answer.setKeys([QKeySequence(keys) for keys in spec.keys])
        answer.setEnabled(False)
        answer.activated.connect(lambda: self.refuse(spec.name))
        return answer

    def _name(self, name: str, words: str) -> None:
        # A single & would underline the next letter.
        self[name].setText(words.replace("&", "&&"))
        self._words[name] = words
        self._tell(name)

    def _tell(self, name: str) -> None:
        """Say in the tip what an action does, or why it may not be done."""
        tip = self._words.get(name, "").removesuffix("…")
        keys = shortcut_text(self[name])
        usual = self.tr("{action} ({keys})").format(action=tip, keys=keys) if keys else tip
        self[name].setToolTip(self._why_not(name) or usual)

    def _why_not(self, name: str) -> str:
        refusal = self.refusal(name)
        return self._appearance.words.error(refusal) if refusal is not None else ""

    def _allow(self) -> None:
        for spec in self.specs:
            refused = self.refusal(spec.name) is not None
            possible = not self._idle.get(spec.name, False) and (self._ready or not spec.needs_ledger)
            self[spec.name].setEnabled(possible and not refused)
            if spec.name in self._answers:
                self._answers[spec.name].setEnabled(refused)
            self._tell(spec.name)


def shortcut_text(action: QAction) -> str:
    """The keys of an action as they are printed on them, the first ones where there are several."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
