"""The form for a piece of evidence, new, captured or corrected: what it is, and what it bears on."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSplitter,
    QWidget,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State
from tracker.desktop.jobs import Task
from tracker.desktop.theme import on_screen, scaled
from tracker.desktop.views.common.widgets import (
    button,
    clear_layout,
    column,
    label,
    lead,
    row,
    stops_in,
    text,
)
from tracker.desktop.views.detail.evidence_files import FilesField
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft, as_attachment, recalled
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, line, lines, side_by_side
from tracker.desktop.views.forms.more_fields import MoreFields
from tracker.desktop.views.forms.plain_dialog import type_into, typed_in
from tracker.desktop.views.forms.read_field import DateField, PublishedField
from tracker.desktop.views.recording.evidence_links import (
    LINK_FIELDS,
    LinkDraft,
    LinkRow,
    first_values,
    link_drafts,
    proposed_link,
    short,
    suggested_link,
)
from tracker.desktop.views.recording.evidence_suggestions import SuggestionLine, not_in
from tracker.desktop.views.recording.proved_words import ProvedWords
from tracker.desktop.views.viewer.material_view import MaterialView
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_rows import EvidencePreview, LinkTarget
from tracker.domain.rows import CommitmentDetail, EvidenceRow
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.terms import EvidenceKind, Stage
from tracker.domain.text.amount_input import with_wording

_PAUSE_MILLISECONDS = 200
"""After the last change, before it is asked what the piece would come to."""
_MOST_SUGGESTIONS = 3
_SIZE = (1_240, 820)
_LEAST = (760, 460)
"""Pixels of the design that the form takes where there is room, and that it can be made."""
_SHARES = (9, 10)
"""How the words with the material and the fields share the width."""
_EMPTY = {"retrieved": "", "url": "", "note": "", "quote": "", "gist": "", "title_en": "", "gist_en": ""}
"""The further fields whose contents are the user's own, or a file's, and never of themselves."""


class EvidenceDialog(FormDialog):
    """A piece may bear on many commitments, or on none yet.

    `preview_wanted` asks what it would come to as it is written, `suggestions_wanted` what its words of that day may
    bear on, `words_wanted` for the commitment of a code; the answers come by `show_preview`, `show_suggestions` and
    `show_proved` unless the form `is_over`. `material_changed` says that other files or figures are in it.
    `goes_on` is true while it is saved to be filled in again, for the next piece.
    """

    preview_wanted = Signal(object)
    suggestions_wanted = Signal(str, str)
    targets_wanted = Signal(str)
    words_wanted = Signal(str)
    undo_wanted = Signal()
    material_changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        detail: CommitmentDetail | None = None,
        evidence: EvidenceRow | None = None,
        draft: EvidenceDraft | None = None,
    ) -> None:
        """About one commitment where `detail` is given; `evidence` is corrected, or `draft` proposes what to record."""
        super().__init__(appearance, parent, detail)
        self.evidence = evidence
        self.is_over = False
        self.goes_on = False
        self.draft = draft or EvidenceDraft()
        brought = ",".join(sorted(file["sha256"] for file in self.draft.attachments))
        self._about = str(evidence.id) if evidence is not None else brought
        self._kept_key = ""
        self._saved_state: State | None = None
        self._saved_files: Mapping[str, bytes] = {}
        self._start = first_values(evidence, self.draft)
        self._hints: dict[str, QLabel] = {}
        self._is_shared = False
        self._is_filling = False
        self._at_work: LinkRow | None = None
        self._suggested: tuple[Suggestion, ...] = ()
        self.links: list[LinkRow] = []
        # The words at the left say what it is about.
        self.set_subject("")
        self.set_heading(self.tr("Edit evidence") if evidence else self.tr("Add evidence"))
        self.notices = text("", "warnText")
        self.fields.addWidget(self.notices)
        self._add_saved_line()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._ask)
        self._anchor: dict[str, Any] | None = self._start.get("anchor")
        self._words: str = self._start["quote"]
        self.files = FilesField(self.appearance, self.evidence.attachments if self.evidence else (), self.draft)
        self._add_origin()
        self._add_links(detail)
        self._add_more()
        self.fields.addStretch(1)
        self._add_material(detail)
        self._add_save_next()
        for link in self._first_links:
            self.add_link(link)
        self.warn(self.draft)
        self.show_found(self.draft)
        self._follow_changes()
        self.setMinimumSize(scaled(_LEAST[0]), scaled(_LEAST[1]))
        self.resize(on_screen(*_SIZE))
        self._first_stop.setFocus()
        self._pause.start()

    @property
    def _first_stop(self) -> QWidget:
        """Where typing begins: what is missing still, and of a file that was read whole the value."""
        origin = (self._title, self._publisher, self._published)
        missing = next((field for field in origin if not field.text().strip()), None)
        if missing is not None or not self.links or self.evidence is not None:
            return missing or self._title
        link = self.links[0]
        return link.inputs["value"] if link.is_counted else link.inputs["bearing"]

    @property
    def draft_about(self) -> str:
        """The piece that is corrected, or the files that a new one came from."""
        return self._about

    def typed(self) -> State:
        fields = {name: value for name, value in super().typed().items() if name not in LINK_FIELDS}
        own = {
            "links": [link.values() for link in self.links],
            "anchored": self._anchor,
            "words": self._words,
            "piece": self.evidence.id if self.evidence is not None else None,
            "read": self.draft.remembered(),
        }
        # As JSON has it, or what comes back from the file would never be what was kept.
        return fields | json.loads(json.dumps(own, default=str)) | {"files": self.files.added_as_json}

    def type_again(self, state: State) -> None:
        self._take_files_again(state)
        super().type_again(state)
        if state.get("quote") == state.get("words"):
            self.set_quote(state.get("anchored"), state.get("words", ""))
        # The words that show stay, where the same commitment is put in again.
        self._is_filling = True
        for link in list(self.links):
            self._remove(link)
        for values in state.get("links", ()):
            self.add_link(proposed_link(values))
        self._is_filling = False
        self._follow_links()
        if any(state.get(name) for name in _EMPTY):
            self.more.open()
        self._pause.start()

    def _take_files_again(self, state: State) -> None:
        """The files of a kept form, as far as they are still there; those that it has are there in any case."""
        held = {**self._saved_files, **self.files.contents}
        drafts = self.drafts
        files = [as_attachment(file) for file in state.get("files", ())]
        contents = {one["sha256"]: held.get(one["sha256"]) or drafts.content(one["sha256"]) for one in files}
        there = {name: content for name, content in contents.items() if content is not None}
        with suppress(KeyError, TypeError, ValueError):
            self.draft = recalled(state.get("read", {}), [one for one in files if one["sha256"] in there], there)
        self.files.replace(self.draft)
        self.warn(self.draft)
        self.show_found(self.draft)
        self.material_changed.emit()

    def _restore_typed(self) -> None:
        """Where nothing was dropped, what was closed with a file in it is there again, too."""
        key = super()._draft_key
        drafts = self.drafts
        if self.evidence is None and not self.draft.attachments and drafts.find(key) is None:
            self._kept_key = drafts.find_with_files(type(self).__name__, self._code)
        super()._restore_typed()

    def _give_up_typed(self) -> None:
        super()._give_up_typed()
        self._kept_key = ""

    @property
    def _draft_key(self) -> str:
        return self._kept_key or super()._draft_key

    @property
    def _code(self) -> str:
        about = getattr(self, "detail", None)
        return about.row.code if about is not None else ""

    def _keep_typed(self) -> None:
        state = self.typed()
        # What was dropped is kept though nothing was typed to it: its bytes may be nowhere else.
        brought = self.evidence is None and bool(self.files.added)
        if state == self._blank and not brought:
            self.drafts.forget(self._draft_key)
        else:
            named = {file["sha256"] for file in self.files.added}
            held = {name: content for name, content in self.files.contents.items() if name in named}
            self.drafts.keep(self._draft_key, state, held)

    def discard(self) -> None:
        """Close, and keep nothing of it: it was passed over. Where a write is under way, only that is stopped."""
        if self.is_busy:
            self.reject()
            return
        self._draft_pause.stop()
        self.drafts.forget(self._draft_key)
        super().reject()

    def values(self) -> dict[str, Any]:
        return {
            "title": self._title.text(),
            "publisher": self._publisher.text(),
            "published": self._published.value,
            "kind": self._kind.currentData(),
            "number": self._number.text(),
            "url": self._url.text().strip(),
            "note": self._noted(),
            "retrieved": self._retrieved.value or None,
            "same_briefing": self._same.currentData(),
            **self._quoted_words(),
            "effective_on": self._effective_on.value or None,
            "gist": self._gist.toPlainText(),
            "title_en": self._title_en.text(),
            "gist_en": self._gist_en.toPlainText(),
            "attachments": self.files.value,
            "links": tuple(link.values() for link in self.links if not link.is_blank),
        }

    def _noted(self) -> str:
        """The note, with how amounts were worded that a link keeps as mere numbers."""
        note = self._note.toPlainText()
        for link in self.links:
            note = with_wording(note, link.wording)
        return note

    def showEvent(self, event: QShowEvent) -> None:
        if not self._is_shared:
            self._is_shared = True
            self._share_room()
        super().showEvent(event)

    def _framed(self, fields: QWidget) -> QWidget:
        """At the left what is to be proved and the material, at the right the fields."""
        self.beside = QSplitter(Qt.Orientation.Vertical)
        self.beside.setObjectName("besideForm")
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.beside, margins=(0, 0, 14, 0)))
        right.setLayout(column(fields, margins=(14, 0, 0, 0)))
        for part in (left, right):
            # Shares of the width, whatever the words in them would like.
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self._panes.addWidget(part)
        for splitter in (self.beside, self._panes):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        return self._panes

    def _share_room(self) -> None:
        """Half of the width for the words and the material: the words as high as they are, up to two fifths of that."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._panes.setSizes([_SHARES[0] * 1_000, _SHARES[1] * 1_000])
        self._share_height()

    def _share_height(self) -> None:
        whole = self.beside.height()
        words = min(self.proved.wanted_height(self.beside.width()), whole * 2 // 5)
        self.beside.setSizes([words, whole - words])

    def _grow(self) -> None:
        """Its room stays: what comes in scrolls."""

    def done(self, result: int) -> None:
        self.is_over = True
        super().done(result)

    def accept_newer(self, evidence: EvidenceRow) -> None:
        """Someone else wrote meanwhile: save over their version from now on, on the user's own responsibility."""
        self.evidence = evidence
        self.reloaded()

    def ask_targets(self) -> None:
        """Ask which commitments are meant by the links that are there from the beginning."""
        for link in self.links:
            link.ask()

    def ask_words(self) -> None:
        """Ask for the words of the commitment that the form begins with, unless they are known."""
        self._follow_links()

    def offer(self, words: str, targets: Sequence[LinkTarget]) -> None:
        """These are the commitments that are meant by some words of a link."""
        for link in self.links:
            link.offer(words, targets)

    def show_preview(self, preview: EvidencePreview) -> None:
        """Show what the piece would come to as it is written."""
        recognised = self._same.currentData() is None and preview.same_briefing
        self._recognised.setVisible(recognised)
        for link, found in zip(self._written_links, preview.links, strict=False):
            link.show_preview(found)
        self._grow()

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Show what the words of the piece may bear on besides what it is linked to."""
        self._suggested = tuple(suggestions)
        clear_layout(self._suggestions)
        found = not_in(suggestions, [link.code for link in self.links], _MOST_SUGGESTIONS)
        if found:
            self._suggestions.addWidget(label(self.tr("May bear on"), "formLabel"))
        for suggestion in found:
            shown = SuggestionLine(self.appearance, suggestion)
            shown.offer(self.tr("Add"))
            shown.taken.connect(self._take)
            self._suggestions.addWidget(shown)
        # Or they would come last of all, after the buttons.
        self._lead()
        self._grow()

    def set_quote(self, anchor: dict[str, Any] | None, words: str) -> None:
        """Quote these words, which are in a file where there is an anchor."""
        self._anchor = anchor
        self._words = words
        self._quote.setPlainText(words)
        self._shown_words = self._quote.toPlainText()

    def warn(self, draft: EvidenceDraft) -> None:
        """Say what is to be known of how a file or page was read: that nothing could be, that OCR read it.

        What OCR read stays marked in the note of the piece, as whoever reads a quote later must know it too.
        """
        said = draft.notices(self.appearance.words)
        self.notices.setText("\n".join(said))
        self.notices.setVisible(bool(said))
        remark = self.appearance.words.phrase("ocr_remark")
        note = self._note.toPlainText()
        if draft.read_by_ocr and remark not in note:
            self._note.setPlainText("\n".join(filter(None, (note, remark))))

    def _quoted_words(self) -> dict[str, Any]:
        """The quote and where it stands: words that were written over are no longer those of the file."""
        typed = self._quote.toPlainText()
        if typed == self._shown_words:
            # An input shows some kinds of blanks as others.
            return {"quote": self._words, "anchor": self._anchor}
        return {"quote": typed, "anchor": None}

    def add_link(self, draft: LinkDraft) -> LinkRow:
        """One commitment more; what its draft does not say of the stage says the captured file."""
        link = LinkRow(self.appearance, replace(draft, stage=draft.stage or self.draft.stage))
        link.targets_wanted.connect(self.targets_wanted)
        link.ask()
        link.show_stage(self.more.is_open)
        link.changed.connect(self._pause.start)
        link.changed.connect(self._follow_links)
        link.remove_wanted.connect(partial(self._remove, link))
        self.links.append(link)
        self._rows.addWidget(link)
        self._point_at(self.links[0])
        self._nothing.setVisible(False)
        self._follow_links()
        return link

    def begin_with(self, draft: LinkDraft) -> None:
        """Begin with one commitment more, ready to say how the piece bears on it."""
        link = self.add_link(draft)
        link.inputs["bearing"].setFocus()
        self._reveal(link)

    def refuse(self, error: UserError) -> None:
        """Say it beside the field, of the link that it is about where it is about one."""
        if error.field in LINK_FIELDS and self.links:
            self._point_at(self._at_fault(error))
        super().refuse(error)

    def _clear_faults(self) -> None:
        super()._clear_faults()
        for link in self.links:
            link.clear_faults()

    def _add_origin(self) -> None:
        start = self._start
        self._title = line(start["title"])
        self._publisher = line(start["publisher"])
        self._published = PublishedField(self.appearance, start["published"], self.tr("2025-03-31 or 2025-03"))
        self._number = line(start["number"])
        self.fields.addLayout(self._origin("title", self._title))
        self.fields.addLayout(self._origin("publisher", self._publisher))
        origin = self._origin("published", self._published), self._origin("number", self._number, optional=True)
        self.fields.addLayout(side_by_side(*origin))

    def _add_more(self) -> None:
        start = self._start
        words = self.appearance.words
        self.more = MoreFields(self.appearance.settings, "evidence_more")
        self._kind = choice([(words.term(kind), kind.value) for kind in EvidenceKind], start["kind"])
        self._url = line(start["url"], "https://")
        self._retrieved = DateField(self.appearance, start["retrieved"], self.tr("2025-03-31"))
        self._quote = lines(start["quote"], height=3)
        self._quote.setFont(self.appearance.quote_font)
        self._shown_words = self._quote.toPlainText()
        self._gist = lines(start["gist"], height=2)
        self._note = lines(start["note"], height=2)
        self._effective_on = DateField(self.appearance, start["effective_on"], "2025-06-01")
        self._title_en = line(start["title_en"])
        self._gist_en = lines(start["gist_en"], height=2)
        self._law = QWidget()
        self._law.setLayout(self.add("effective_on", self._effective_on, optional=True))
        retrieved = self._origin("retrieved", self._retrieved, optional=True)
        self.more.add(
            side_by_side(self._origin("kind", self._kind), retrieved),
            self._origin("url", self._url, optional=True),
            self._law,
            self._origin("quote", self._quote, optional=True),
            self._origin("note", self._note, optional=True),
            self.add("gist", self._gist, optional=True),
        )
        self._add_same_briefing()
        self.more.add(self.add("title_en", self._title_en, optional=True))
        self.more.add(self.add("gist_en", self._gist_en, optional=True))
        self.fields.addWidget(self.more)
        if self.evidence is not None and any(start[name] for name in _EMPTY):
            # What a piece has is seen by whoever corrects it.
            self.more.open()

    def _add_same_briefing(self) -> None:
        automatic = [] if self.evidence is not None else [(self.tr("Recognise automatically"), None)]
        options = [*automatic, (self.tr("No"), False), (self.tr("Yes, it proves nothing"), True)]
        self._same = choice(options, self._start["same_briefing"])
        self.more.add(self.add("same_briefing", self._same, self.tr("Only reports the same briefing")))

    def _add_saved_line(self) -> None:
        """What was saved before this piece, without leaving the form."""
        self.saved_words = text("", "hint")
        self.undo_button = button(self.tr("Undo"), "quiet-link")
        self.undo_button.setObjectName("undoSaved")
        self.undo_button.clicked.connect(self.undo_wanted)
        self._saved_line = QWidget()
        self._saved_line.setObjectName("savedLine")
        self._saved_line.setLayout(row(self.saved_words, self.undo_button, spacing=8))
        self._saved_line.setVisible(False)
        self.fields.addWidget(self._saved_line)

    def _add_save_next(self) -> None:
        """Only a new piece is followed by another."""
        self.next_button = button(self.tr("Save and add another"))
        self.next_button.setObjectName("saveNext")
        self.next_button.setToolTip(self.tr("Ctrl+Shift+Enter"))
        self.next_button.clicked.connect(self._submit_and_go_on)
        self.next_button.setVisible(self.evidence is None)
        self._foot.insertWidget(self._foot.indexOf(self.save_button), self.next_button)

    def _add_material(self, detail: CommitmentDetail | None) -> None:
        """The words that are to be proved above, the files and what is in them below."""
        self.proved = ProvedWords(self.appearance)
        self.proved.show_detail(detail)
        self.material = MaterialView(self.appearance)
        self.attach_button = button(self.tr("Attach files…"))
        self.attach_button.setObjectName("attachFiles")
        self.attach_line = line("", self.tr("Address of a page: Enter fetches it"))
        self.attach_line.setObjectName("attachLine")
        self.attach_line.setAccessibleName(self.tr("Address of a page, path of a file, or the text itself"))
        self._invitation = text(
            self.tr("Drop a file, a link or text here, or paste it with Ctrl+V. It stays in view beside the form."),
            "calmText",
        )
        self._invitation.setObjectName("materialInvitation")
        self._invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = row(self.attach_button, self.attach_line, spacing=8)
        bar.setStretch(1, 1)
        below = QWidget()
        contents = column(bar, self.files, self._invitation, self.material, spacing=8, margins=(0, 8, 0, 0))
        contents.setStretchFactor(self._invitation, 1)
        contents.setStretchFactor(self.material, 3)
        below.setLayout(contents)
        for place, part in enumerate((self.proved, below)):
            self.beside.addWidget(part)
            self.beside.setStretchFactor(place, (2, 3)[place])
        self.material.setVisible(False)

    def show_invitation(self, shown: bool) -> None:
        """Whether there is room for a file that is not there yet."""
        self._invitation.setVisible(shown)

    def show_proved(self, detail: CommitmentDetail) -> None:
        """Show the words of the commitment that the form was asked for."""
        if self._code_at_work == detail.row.code:
            is_first = self.proved.detail is None
            self.proved.show_detail(detail)
            if is_first and self._is_shared:
                # What has just come in has no height before the event loop came round.
                QTimer.singleShot(0, self, self._share_height)

    @property
    def _code_at_work(self) -> str:
        link = self._at_work if self._at_work in self.links else next(iter(self.links), None)
        return link.code if link is not None else ""

    def work_in(self, link: LinkRow) -> None:
        """This link is being filled in: its words are to be seen."""
        self._at_work = link
        self._follow_links()

    def _follow_links(self) -> None:
        """Show the words of the commitment that is being worked in."""
        if self._is_filling:
            return
        code = self._code_at_work
        known = self.proved.detail
        if not code:
            self.proved.show_detail(None)
        elif known is None or known.row.code != code:
            self.words_wanted.emit(code)
        self._follow_law()

    def take_material(self, draft: EvidenceDraft) -> None:
        """Take a further file in: where fields are still empty, what was read from it fills them."""
        self.files.attach(draft)
        self.warn(draft)
        known = self.draft
        if self.evidence is None and not known.attachments:
            nothing_typed = self.focusWidget() is self._title and not self._title.text()
            self.draft = draft
            self._fill_empty(draft)
            if nothing_typed:
                self._first_stop.setFocus()
        else:
            figures = known.figures + tuple(one for one in draft.figures if one not in known.figures)
            texts = "\n".join(filter(None, (known.text, draft.text)))
            self.draft = replace(known, figures=figures, text=texts)
        self.material_changed.emit()
        self._pause.start()

    def _fill_empty(self, draft: EvidenceDraft) -> None:
        """Write into fields in which nothing stands yet; a kind that was chosen stays."""
        filled = {name: value for name, value in draft.values.items() if self._by_name.has(name) and value}
        for name, value in filled.items():
            widget = self.input(name)
            empty = isinstance(widget, QLineEdit) and not widget.text().strip()
            if empty or (name == "kind" and self._kind.currentData() == self._start["kind"]):
                type_into(widget, str(value))
        found = {name: words for name, words in draft.found.items() if self._reads(name, draft)}
        self.show_found(replace(draft, found=found))

    def _reads(self, name: str, draft: EvidenceDraft) -> bool:
        """Whether a field holds what was read from a draft."""
        return self._by_name.has(name) and typed_in(self.input(name)) == draft.values.get(name)

    def begin_next(self, saved: str) -> None:
        """Begin with the next piece: the same commitments and publisher, the rest empty; say what was saved."""
        self._clear_faults()
        self.drafts.forget(self._draft_key)
        self._kept_key = ""
        self._about = ""
        self._saved_state = self.typed()
        # The draft is gone, and its files with it: until it is known whether the step is taken back they are held here.
        self._saved_files = dict(self.files.contents)
        self._start = first_values(None, EvidenceDraft())
        kept = {"publisher": self._publisher.text(), "kind": self._start["kind"]}
        links = [{"commitment": link.code, "unit": link.values()["unit"]} for link in self.links if link.code]
        fresh = self._saved_state | dict.fromkeys(super().typed(), "") | kept
        fresh |= {"links": links, "anchored": None, "words": "", "files": [], "read": {}}
        self._strip.setVisible(False)
        self._same.setCurrentIndex(0)
        self.type_again(fresh)
        self._blank = self.typed()
        self.saved_words.setText(self.tr("Saved: {title}").format(title=short(saved)))
        self.undo_button.setVisible(True)
        self._saved_line.setVisible(True)
        self._title.setFocus()

    def show_undone(self, said: str, *, again: bool) -> None:
        """Say what became of what was saved; `again`, it is filled in as it was unless another was begun."""
        state = self._saved_state
        self._saved_state = None
        if again and state is not None and self.typed() == self._blank:
            self.type_again(state)
        self._saved_files = {}
        self.saved_words.setText(said)
        self.undo_button.setVisible(False)
        self._title.setFocus()

    def _send(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.evidence is None:
            self._submit_and_go_on()
        else:
            self._submit()

    def _submit(self) -> None:
        self.goes_on = False
        super()._submit()

    def _submit_and_go_on(self) -> None:
        self.goes_on = True
        super()._submit()

    def busy(self, task: Task | None = None) -> None:
        super().busy(task)
        self.next_button.setEnabled(False)

    def settle(self) -> None:
        super().settle()
        self.next_button.setEnabled(True)

    def _origin(self, name: str, widget: QWidget, *, optional: bool = False) -> Any:
        """A field, and room for the words that its value was taken from."""
        field = self.add(name, widget, optional=optional)
        hint = text("", "hint")
        hint.setVisible(False)
        field.insertWidget(2, hint)
        self._hints[name] = hint
        self._hide_when_changed(widget, hint)
        return field

    def show_found(self, draft: EvidenceDraft) -> None:
        """Say of each field which words its value was taken from, until the user changes it."""
        mark = f" · {self.appearance.words.phrase('by_ocr')}" if draft.read_by_ocr else ""
        for name, hint in self._hints.items():
            found = draft.found.get(name, "")
            if found == typed_in(self.input(name)) and not mark:
                # The same words once more would say nothing; where they stand is marked in the file.
                found = ""
            hint.setText(self.tr("from: “{words}”").format(words=short(found)) + mark if found else "")
            hint.setToolTip(found)
            hint.setVisible(bool(found))

    def _hide_when_changed(self, widget: QWidget, hint: QLabel) -> None:
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.textChanged.connect(hint.hide)
        elif isinstance(widget, QComboBox):
            widget.currentIndexChanged.connect(hint.hide)

    def _add_links(self, detail: CommitmentDetail | None) -> None:
        more = button(self.tr("Add a commitment"), "quiet-link")
        more.setObjectName("addLink")
        more.clicked.connect(self._add_blank)
        self._rows = column(spacing=8)
        self._suggestions = column(spacing=8)
        self._nothing = text(
            self.tr("Nothing yet: it goes to the inbox of the evidence page, to be linked later."), "hint"
        )
        self._recognised = text(
            self.tr(
                "Recognised as a report of the same briefing, which is never evidence. If it is not, say No under More."
            ),
            "warnText",
        )
        self._recognised.setVisible(False)
        self.offers = column(spacing=6)
        self.fields.addLayout(row(label(self.tr("Bears on"), "sectionTitle"), None, more))
        self.fields.addWidget(self._nothing)
        self.fields.addLayout(self._rows)
        self.fields.addLayout(self.offers)
        self.fields.addWidget(self._recognised)
        self.fields.addLayout(self._suggestions)
        self._first_links = link_drafts(detail, self.evidence, self.draft)

    def _add_blank(self) -> None:
        link = self.add_link(LinkDraft())
        link.inputs["commitment"].setFocus()
        self._reveal(link)

    def _take(self, suggestion: Suggestion) -> None:
        self.begin_with(suggested_link(suggestion))
        self.show_suggestions(self._suggested)
        self._pause.start()

    def _reveal(self, link: LinkRow) -> None:
        self._grow()
        # A widget that was added just now has no place before the event loop came round.
        QTimer.singleShot(0, link, lambda: self._area.ensureWidgetVisible(link))

    def _remove(self, link: LinkRow) -> None:
        self.links.remove(link)
        self._rows.removeWidget(link)
        for name in LINK_FIELDS:
            if self._by_name.inputs.get(name) is link.inputs[name]:
                del self._by_name.inputs[name], self._by_name.faults[name]
        link.hide()
        link.deleteLater()
        if self.links:
            self._point_at(self.links[0])
        self._nothing.setVisible(not self.links)
        self._follow_links()
        self.show_suggestions(self._suggested)
        self._pause.start()

    def _point_at(self, link: LinkRow) -> None:
        """The fields of a link go by their plain names; by default those of the first."""
        self._by_name.inputs |= link.inputs
        self._by_name.faults |= link.faults

    def _at_fault(self, error: UserError) -> LinkRow:
        place = error.details.get("link")
        written = self._written_links
        if isinstance(place, int) and place < len(written):
            return written[place]
        return next((link for link in self.links if link.code == error.details.get("value")), self.links[0])

    @property
    def _written_links(self) -> list[LinkRow]:
        return [link for link in self.links if not link.is_blank]

    def _follow_changes(self) -> None:
        for field in (self._title, self._published, self._quote, self._note):
            field.textChanged.connect(self._pause.start)
        for box in (self._kind, self._same):
            box.currentIndexChanged.connect(self._pause.start)
        for filled in (self._quote, self._note, self._url, self._gist):
            filled.textChanged.connect(self._sum_up)
        self._kind.currentIndexChanged.connect(self._follow_law)
        self._kind.currentIndexChanged.connect(self._sum_up)
        self.more.toggled.connect(self._follow_more)
        self._follow_law()
        self._sum_up()

    def _follow_more(self, unfolded: bool) -> None:
        for link in self.links:
            link.show_stage(unfolded)
        self._follow_law()

    def _sum_up(self) -> None:
        """Say which further fields hold something while they are folded; the kind always does."""
        field = self.appearance.words.field
        named = {"url": self._url.text(), "quote": self._quote.toPlainText(), "note": self._note.toPlainText()}
        filled = [field(name) for name, words in named.items() if words.strip()]
        self.more.say(" · ".join((f"{field('kind')}: {self._kind.currentText()}", *filled)))

    def _follow_law(self) -> None:
        """A law, and what is said to be in force, has a day on which it takes effect; one filled in always shows."""
        in_force = any(link.values()["stage"] == Stage.IN_FORCE.value for link in self.links)
        is_law = self._kind.currentData() == EvidenceKind.LAW.value
        self._law.setVisible(in_force or is_law or bool(self._effective_on.text()))
        self._lead()

    def _lead(self) -> None:
        """Lead Tab through the six fields first, then through what is folded, then to what is beside them."""
        first: list[QWidget] = [self._title, self._publisher, self._published, self._number]
        for link in self.links:
            first += link.stops
        inside = self._area.widget()
        others = [one for one in stops_in(inside) if one not in first] if inside is not None else []
        feet = [self.cancel_button, self.next_button, self.save_button]
        beside = self.beside.widget(1)
        lead([*first, *others, *(stops_in(beside) if beside is not None else ()), *feet])

    def _ask(self) -> None:
        """What would it come to, and what do its words bear on?"""
        values = self.values()
        said = ("kind", "published", "title", "quote", "links", "same_briefing")
        texts = (self.draft.text,) if self.draft.text else ()
        # Its present version is left out of the sums, which it would otherwise count in twice.
        own = self.evidence.id if self.evidence is not None else None
        self.preview_wanted.emit({name: values[name] for name in said} | {"texts": texts, "evidence_id": own})
        words = "\n".join((values["title"], values["quote"], values["note"], *texts)).strip()
        self.suggestions_wanted.emit(words, values["published"])
