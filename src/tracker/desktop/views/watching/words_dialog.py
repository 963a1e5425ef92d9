"""The ledger's words for what is not for us: all of them, to be added to and taken from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.models.drawing import TableDelegate
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import button, row, text
from tracker.desktop.views.forms.form_dialog import line
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.errors import UserError
from tracker.domain.text.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIST_HEIGHT = 220


class WordsDialog(PlainDialog):
    """`chosen` carries which words are to be added and which taken away, as `WordsRevision` has them."""

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget, words: Sequence[str]) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("wordsDialog")
        self._before = tuple(words)
        self.set_title(self.tr("Words for what is not for us"))
        self.draft = TypedDraft(appearance, self, draft_key("WordsDialog"), self._typed, self._type_again)
        self.body.addWidget(self.draft)
        hint = self.tr(
            "New items with one of these words in their title stand in a group of their own, last; nothing is dropped. "
            "They belong to the ledger, and hold for everybody who opens it."
        )
        self.body.addWidget(text(hint, "hint"))
        self.list = _Words()
        self.list.setObjectName("choices")
        self.list.setItemDelegate(TableDelegate(appearance, self.list))
        self.list.setFixedHeight(scaled(_LIST_HEIGHT))
        self.list.remove_wanted.connect(self._remove)
        self.list.addItems(list(self._before))
        self.remove_button = button(self.tr("Remove"))
        self.remove_button.setObjectName("removeWord")
        self.remove_button.setToolTip(self.tr("Take the chosen word away (Delete)"))
        self.remove_button.clicked.connect(self._remove)
        self._word = line(hint=self.tr("such as 招聘"))
        self._word.returnPressed.connect(self._add)
        self.add_button = button(self.tr("Add"))
        self.add_button.setObjectName("addWord")
        self.add_button.clicked.connect(self._add)
        self.body.addLayout(self.add("words", self.list, self.tr("Words")))
        self.body.addLayout(row(self.remove_button, None))
        beside = row(self.add("word", self._word, self.tr("A further word")), self.add_button, spacing=8)
        beside.setStretch(0, 1)
        beside.setAlignment(self.add_button, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(beside)
        self.save_button = self.finish(self.tr("Save"), self.tr("Cancel"), width=440)
        # Enter in the field adds a word, and does not save.
        self.save_button.setDefault(False)
        self.save_button.clicked.connect(self._submit)
        self._word.setFocus()

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are in the list now."""
        return tuple(self.list.item(n).text() for n in range(self.list.count()))

    def explain(self, error: Exception) -> None:
        """Say why they were not saved, and let it be tried again; a defect has been reported already."""
        self.save_button.setEnabled(True)
        if isinstance(error, UserError):
            self.refuse("word", error)

    def _add(self) -> None:
        word = one_line(self._word.text())
        if word and word not in self.words:
            self.list.addItem(word)
            self.list.setCurrentRow(self.list.count() - 1)
        self._word.clear()
        self._word.setFocus()

    def _remove(self) -> None:
        if (number := self.list.currentRow()) >= 0:
            self.list.takeItem(number)

    def _submit(self) -> None:
        # What stands in the field was typed to be added.
        self._add()
        revision: Mapping[str, tuple[str, ...]] = {"add": self._added, "remove": self._removed}
        self.save_button.setEnabled(False)
        self.chosen.emit(revision)

    @property
    def _added(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if word not in self._before)

    @property
    def _removed(self) -> tuple[str, ...]:
        words = self.words
        return tuple(word for word in self._before if word not in words)

    def _typed(self) -> State:
        # What was changed and not the list: by the time it comes back somebody else may have changed the list, too.
        return {"word": self._word.text(), "added": list(self._added), "removed": list(self._removed)}

    def _type_again(self, state: State) -> None:
        self._word.setText(str(state.get("word", self._word.text())))
        added = _words_in(state.get("added"), self._added)
        removed = _words_in(state.get("removed"), self._removed)
        self.list.clear()
        self.list.addItems([word for word in self._before if word not in removed])
        self.list.addItems([word for word in added if word not in self._before])


def _words_in(kept: object, otherwise: Sequence[str]) -> Sequence[str]:
    """The words of a draft; `otherwise` where it has none."""
    return [str(word) for word in kept] if isinstance(kept, list) else otherwise


class _Words(QListWidget):
    remove_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)
