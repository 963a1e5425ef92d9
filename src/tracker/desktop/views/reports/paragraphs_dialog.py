"""The paragraphs of a briefing report, each to be worded otherwise before the report is saved."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import button, row, text
from tracker.desktop.views.forms.form_dialog import lines
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.reports.brief import ParagraphOffer
from tracker.domain.reports.paragraph_file import LONGEST
from tracker.domain.reports.report_request import ParagraphEdit

_LINES = 4


class ParagraphsDialog(PlainDialog):
    """`edited` carries the paragraphs that say something else than the program does, as `ParagraphEdit`s."""

    edited = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        offers: Sequence[ParagraphOffer],
        edits: Sequence[ParagraphEdit] = (),
        about: str = "",
    ) -> None:
        """`edits` are those that were made a moment ago: they go before what was written the last time. `about` names
        period and language: what is not taken yet is kept for each."""
        super().__init__(appearance, parent)
        self.setObjectName("paragraphs")
        self.set_title(self.tr("Paragraphs of the report"))
        hint = self.tr("Change the words of any paragraph; one that is emptied is left out of the report.")
        self.body.addWidget(text(hint, "hint"))
        self._offers = tuple(offers)
        # Of other facts the words of a paragraph are not to come back by themselves.
        names = {offer.draft.key: f"{offer.draft.key} {offer.draft.facts}" for offer in offers}
        self._draft = TypedDraft(
            appearance,
            self,
            draft_key("ParagraphsDialog", about=about),
            lambda: {names[key]: typed.toPlainText() for key, typed in self._typed.items()},
            self._type_again,
        )
        self.body.addWidget(self._draft)
        now = {edit.key: edit.text for edit in edits}
        self._typed = {
            offer.draft.key: self._add(number, offer, now.get(offer.draft.key, offer.text))
            for number, offer in enumerate(offers, start=1)
        }
        self._by_name = {names[key]: typed for key, typed in self._typed.items()}
        take = self.finish(self.tr("Use these words"), self.tr("Cancel"), width=720)
        take.clicked.connect(self._take)

    @property
    def edits(self) -> tuple[ParagraphEdit, ...]:
        """The paragraphs that say something else than the program does."""
        said = ((offer.draft, self._typed[offer.draft.key].toPlainText().strip("\n")) for offer in self._offers)
        return tuple(
            ParagraphEdit(draft.key, words, draft.facts) for draft, words in said if words != draft.text.strip("\n")
        )

    def _type_again(self, state: State) -> None:
        for name, words in state.items():
            if name in self._by_name and isinstance(words, str):
                self._by_name[name].setPlainText(words)

    def _add(self, number: int, offer: ParagraphOffer, words: str) -> QPlainTextEdit:
        draft = offer.draft
        typed = lines(words, height=_LINES)
        typed.setTabChangesFocus(True)
        caption = self.tr("Paragraph {number}").format(number=number)
        self.body.addLayout(self.add(draft.key, typed, caption))
        back = button(self.tr("The program's words"), "quiet-link")
        back.clicked.connect(lambda: typed.setPlainText(draft.text))
        ways: list[QWidget | None] = [back]
        if offer.outdated and offer.earlier is not None:
            earlier = offer.earlier
            said = text(self.tr("Written the last time, of other facts: {words}").format(words=earlier), "hint")
            self.body.addWidget(said)
            again = button(self.tr("Take these words"), "quiet-link")
            again.clicked.connect(lambda: typed.setPlainText(earlier))
            ways.append(again)
        self.body.addLayout(row(*ways, None, spacing=8))
        return typed

    def _take(self) -> None:
        for edit in self.edits:
            if len(edit.text) > LONGEST:
                said = self.tr("At most {count} characters").format(count=f"{LONGEST:,}")
                self.refuse(edit.key, said)
                return
        self._draft.forget()
        self.edited.emit(self.edits)
        self.accept()
