"""The form for a piece of evidence, new, captured or corrected: what it is, and what it bears on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import button, clear_layout, column, hairline, label, row, text
from tracker.desktop.views.detail.evidence_files import FilesField
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.desktop.views.forms.form_dialog import FormDialog, choice, line, lines, side_by_side
from tracker.desktop.views.forms.read_field import DateField, PublishedField
from tracker.desktop.views.recording.evidence_links import (
    LINK_FIELDS,
    LinkDraft,
    LinkRow,
    first_values,
    link_drafts,
    short,
    suggested_link,
)
from tracker.desktop.views.recording.evidence_suggestions import SuggestionLine, not_in
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_rows import EvidencePreview, LinkTarget
from tracker.domain.rows import CommitmentDetail, EvidenceRow
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.terms import EvidenceKind, Stage
from tracker.domain.text.amount_input import with_wording


class MoreFields(QObject):
    """Three parts of a form: `law` shows where a day of taking effect makes sense, `english` folded until it is
    wanted. `unfolded` says that it takes more room now."""

    unfolded = Signal()

    def __init__(self, form: FormDialog, start: Mapping[str, Any]) -> None:
        super().__init__(form)
        self._effective_on = DateField(form.appearance, start["effective_on"], "2025-06-01")
        self._gist = lines(start["gist"], height=2)
        self._gist_en = lines(start["gist_en"], height=2)
        self._title_en = line(start["title_en"])
        self.law = QWidget()
        self.gist = QWidget()
        self.english = QWidget()
        self.law.setLayout(form.add("effective_on", self._effective_on, optional=True))
        self.gist.setLayout(form.add("gist", self._gist, optional=True))
        self._fold = button(self.tr("Title and gist in English"), "quiet-link")
        self._fold.setObjectName("unfoldEnglish")
        self._fold.setCheckable(True)
        self._folded = QWidget()
        fields = form.add("title_en", self._title_en, optional=True), form.add("gist_en", self._gist_en, optional=True)
        self._folded.setLayout(column(*fields, spacing=9))
        self.english.setLayout(column(row(self._fold, None), self._folded, spacing=6))
        self._fold.setChecked(bool(start["title_en"] or start["gist_en"]))
        self._folded.setVisible(self._fold.isChecked())
        self._fold.toggled.connect(self._unfold)

    def values(self) -> dict[str, Any]:
        """The fields by their names; also those that do not show, so that nothing known is lost."""
        return {
            "effective_on": self._effective_on.value or None,
            "gist": self._gist.toPlainText(),
            "title_en": self._title_en.text(),
            "gist_en": self._gist_en.toPlainText(),
        }

    def show_law(self, shown: bool) -> None:
        """Ask for the day of taking effect, or not; one that is filled in always shows."""
        self.law.setVisible(shown or bool(self._effective_on.text()))

    def _unfold(self, unfolded: bool) -> None:
        self._folded.setVisible(unfolded)
        self.unfolded.emit()


_PAUSE_MILLISECONDS = 200
"""After the last change, before it is asked what the piece would come to."""
_MOST_SUGGESTIONS = 3
_WIDTH = 600
_WIDE = 980
"""Pixels of the design that the form takes in one column and in two."""


class EvidenceDialog(FormDialog):
    """A piece may bear on many commitments, or on none yet.

    `preview_wanted` asks what it would come to as it is written, `suggestions_wanted` what its words of that day may
    bear on; the answers come by `show_preview` and `show_suggestions` unless the form `is_over`.
    """

    preview_wanted = Signal(object)
    suggestions_wanted = Signal(str, str)
    targets_wanted = Signal(str)

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
        self.draft = draft or EvidenceDraft()
        self._start = first_values(evidence, self.draft)
        self._suggested: tuple[Suggestion, ...] = ()
        self.links: list[LinkRow] = []
        self.set_heading(self.tr("Edit evidence") if evidence else self.tr("Add evidence"))
        self.notices = text("", "warnText")
        self.fields.addWidget(self.notices)
        self._what = column(spacing=9)
        self._bearing_on = column(spacing=9)
        self._place_columns()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._ask)
        self._anchor: dict[str, Any] | None = self._start.get("anchor")
        self._words: str = self._start["quote"]
        self._add_origin()
        self._add_contents()
        self.warn(self.draft)
        self._add_files()
        self._add_links(detail)
        self._what.addStretch(1)
        self._bearing_on.addStretch(1)
        self._follow_changes()
        self._title.setFocus()
        self._pause.start()

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
            **self.more.values(),
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
        super().showEvent(event)
        self._grow()

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
        link.changed.connect(self._pause.start)
        link.changed.connect(self._follow_law)
        link.remove_wanted.connect(partial(self._remove, link))
        self.links.append(link)
        self._rows.addWidget(link)
        self._point_at(self.links[0])
        self._nothing.setVisible(False)
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

    def _place_columns(self) -> None:
        """What it is and what it bears on stand side by side where the screen is wide enough."""
        wide = self.screen().availableSize().width() >= scaled(_WIDE + 40)
        self.setMinimumWidth(scaled(_WIDE if wide else _WIDTH))
        if wide:
            both = row(self._what, self._bearing_on, spacing=28)
            for place, share in enumerate((9, 10)):
                both.setStretch(place, share)
            self.fields.addLayout(both)
        else:
            self.fields.addLayout(self._what)
            self.fields.addSpacing(scaled(4))
            self.fields.addWidget(hairline())
            self.fields.addLayout(self._bearing_on)

    def _add_origin(self) -> None:
        start = self._start
        words = self.appearance.words
        self._title = line(start["title"])
        self._publisher = line(start["publisher"])
        self._published = PublishedField(self.appearance, start["published"], self.tr("2025-03-31 or 2025-03"))
        self._kind = choice([(words.term(kind), kind.value) for kind in EvidenceKind], start["kind"])
        self._number = line(start["number"])
        self._url = line(start["url"], "https://")
        self._retrieved = DateField(self.appearance, start["retrieved"], self.tr("2025-03-31"))
        self._what.addLayout(self._origin("title", self._title))
        origin = self._origin("publisher", self._publisher), self._origin("published", self._published)
        self._what.addLayout(side_by_side(*origin))
        number = self._origin("number", self._number, optional=True)
        self._what.addLayout(side_by_side(self._origin("kind", self._kind), number))
        url = self._origin("url", self._url, optional=True)
        address = side_by_side(url, self._origin("retrieved", self._retrieved, optional=True))
        address.setStretch(0, 3)
        self._what.addLayout(address)

    def _origin(self, name: str, widget: QWidget, *, optional: bool = False) -> Any:
        """A field, and the words that its value was taken from until the user changes it."""
        field = self.add(name, widget, optional=optional)
        found = self.draft.found.get(name, "")
        if found:
            mark = f" · {self.appearance.words.phrase('by_ocr')}" if self.draft.read_by_ocr else ""
            hint = text(self.tr("from: “{words}”").format(words=short(found)) + mark, "hint")
            hint.setToolTip(found)
            field.insertWidget(2, hint)
            self._hide_when_changed(widget, hint)
        return field

    def _hide_when_changed(self, widget: QWidget, hint: QLabel) -> None:
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.textChanged.connect(hint.hide)
        elif widget is self._kind:
            self._kind.currentIndexChanged.connect(hint.hide)

    def _add_contents(self) -> None:
        self.more = MoreFields(self, self._start)
        self._quote = lines(self._start["quote"], height=3)
        self._quote.setFont(self.appearance.quote_font)
        self._shown_words = self._quote.toPlainText()
        self._note = lines(self._start["note"], height=2)
        self._what.addWidget(self.more.law)
        self._what.addLayout(self._origin("quote", self._quote, optional=True))
        self._what.addWidget(self.more.gist)
        self._what.addLayout(self._origin("note", self._note, optional=True))
        automatic = [] if self.evidence is not None else [(self.tr("Recognise automatically"), None)]
        options = [*automatic, (self.tr("No"), False), (self.tr("Yes, it proves nothing"), True)]
        self._same = choice(options, self._start["same_briefing"])
        said = self.tr("Only reports the same briefing")
        self._recognised = text(
            self.tr("Recognised as a report of the same briefing, which is never evidence. If it is not, say No."),
            "warnText",
        )
        self._recognised.setVisible(False)
        self._what.addLayout(self.add("same_briefing", self._same, said))
        self._what.addWidget(self._recognised)

    def _add_files(self) -> None:
        self.files = FilesField(self.appearance, self.evidence.attachments if self.evidence else (), self.draft)
        self._what.addWidget(self.files)
        self._what.addWidget(self.more.english)

    def _add_links(self, detail: CommitmentDetail | None) -> None:
        more = button(self.tr("Add a commitment"), "quiet-link")
        more.setObjectName("addLink")
        more.clicked.connect(self._add_blank)
        self._rows = column(spacing=8)
        self._suggestions = column(spacing=8)
        self._nothing = text(
            self.tr("Nothing yet: it goes to the inbox of the evidence page, to be linked later."), "hint"
        )
        self._bearing_on.addLayout(row(label(self.tr("What it bears on"), "sectionTitle"), None, more))
        self._bearing_on.addWidget(self._nothing)
        self._bearing_on.addLayout(self._rows)
        self.offers = column(spacing=6)
        self._bearing_on.addLayout(self.offers)
        self._bearing_on.addLayout(self._suggestions)
        for draft in link_drafts(detail, self.evidence, self.draft):
            self.add_link(draft)

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
        self._kind.currentIndexChanged.connect(self._follow_law)
        self.more.unfolded.connect(self._grow)
        self._follow_law()

    def _follow_law(self) -> None:
        """A law, and what is said to be in force, has a day on which it takes effect."""
        in_force = any(link.values()["stage"] == Stage.IN_FORCE.value for link in self.links)
        self.more.show_law(in_force or self._kind.currentData() == EvidenceKind.LAW.value)
        self._grow()

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
