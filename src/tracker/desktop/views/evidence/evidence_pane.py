"""One piece of evidence whole: what it is, its words and files, what it bears on, and what it may bear on besides."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import (
    Flow,
    Scrolling,
    address_line,
    badge,
    button,
    column,
    hairline,
    label,
    lead,
    row,
    stops_in,
    text,
)
from tracker.desktop.views.detail.evidence_files import PieceFiles, orphan_badge
from tracker.desktop.views.recording.evidence_suggestions import SuggestionLine
from tracker.domain.evidence.evidence_query import EvidenceStatus, state_of
from tracker.domain.evidence.evidence_rows import PieceDetail
from tracker.domain.rows import EvidenceLinkRow, EvidenceRow
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.terms import Bearing
from tracker.domain.text.dates import stamp
from tracker.wording import Words

_MARGINS = (20, 18, 16, 24)
_MOST_SUGGESTIONS = 5
_DOUBTFUL = frozenset({EvidenceStatus.EARLY, EvidenceStatus.SAME_BRIEFING, EvidenceStatus.WITHDRAWN})


class EvidencePane(Scrolling):
    """Shows one `PieceDetail` with suggestions, and asks for what the user wants to do with it."""

    edit_wanted = Signal()
    withdraw_wanted = Signal()
    file_wanted = Signal(object, str)
    folder_wanted = Signal(object, str)
    link_wanted = Signal(object)
    commitment_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.read_only = False
        self.detail: PieceDetail | None = None
        self.suggestions: tuple[Suggestion, ...] | None = None
        self.lines: list[SuggestionLine] = []
        """The suggestions that show, the likeliest first."""
        self.setObjectName("detail")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = QWidget()
        self._whole = QWidget()
        self._suggested = QWidget()
        self._history = QWidget()
        self._body.setObjectName("detailBody")
        self._contents = column(self._whole, self._suggested, self._history, None, spacing=12, margins=_MARGINS)
        self._body.setLayout(self._contents)
        self.setWidget(self._body)
        self._show()

    def show_detail(self, detail: PieceDetail | None, *, read_only: bool = False) -> None:
        """Show another piece from its top, or the same one again where it was scrolled to."""
        before = self.detail
        self.detail = detail
        if detail == before and read_only == self.read_only:
            # What has the keyboard keeps it.
            return
        self.read_only = read_only
        same = before is not None and detail is not None and before.piece.id == detail.piece.id
        place = self.verticalScrollBar().value() if same else 0
        if not same:
            self.suggestions = None
        self._show()
        self.verticalScrollBar().setValue(place)

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Show what the piece may bear on; none is an answer, too."""
        if self.suggestions != tuple(suggestions):
            self.suggestions = tuple(suggestions)
            self._show_suggestions()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self._show()

    def _show(self) -> None:
        self.setAccessibleName(self.tr("Evidence"))
        empty = text(self.tr("Choose a piece of evidence to see all of it, and what it may bear on."), "calmText")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts = self._parts(self.detail) if self.detail is not None else [empty]
        self._whole = self._replace(self._whole, [part for part in parts if part is not None])
        self._history = self._replace(self._history, [self._makers(self.detail)] if self.detail is not None else [])
        self._show_suggestions()

    def _replace(self, old: QWidget, parts: Sequence[QWidget | QLayout]) -> QWidget:
        """Put these parts where the old ones stood."""
        made = QWidget()
        place = self._contents.indexOf(old)
        made.setLayout(column(*parts, spacing=12))
        self._contents.removeWidget(old)
        old.hide()
        # deleteLater() waits for the event loop, and Tab would still stop in what is gone.
        old.setParent(None)
        old.deleteLater()
        self._contents.insertWidget(place, made)
        # At once: a layout shows what it is given only when the event loop comes round again.
        made.show()
        return made

    def _parts(self, detail: PieceDetail) -> list[QLayout | QWidget | None]:
        piece = detail.piece
        return [
            self._heading(piece),
            self._gist(piece),
            self._quote(piece),
            text(piece.note) if piece.note else None,
            self._files(piece),
            self._buttons(piece),
            self._links(detail),
        ]

    def _heading(self, piece: EvidenceRow) -> QLayout:
        words = self._appearance.words
        state = state_of(piece)
        badges = Flow(4)
        marks = [badge(words.term(piece.kind)), badge(words.term(state), words.rule(state), warning=state in _DOUBTFUL)]
        for doubtful, other in (
            (piece.same_briefing, EvidenceStatus.SAME_BRIEFING),
            (piece.early, EvidenceStatus.EARLY),
        ):
            if doubtful and other is not state:
                marks.append(badge(words.term(other), words.rule(other), warning=True))
        if piece.orphaned:
            marks.append(orphan_badge(words))
        badges.fill(marks)
        lines = column(badges, spacing=6)
        title = text(piece.title, "title")
        lines.addWidget(title)
        if piece.title_en:
            lines.addWidget(text(piece.title_en, "otherTitle"))
        origin = " · ".join(part for part in (piece.publisher, piece.published, piece.number) if part)
        lines.addWidget(text(origin, "meta"))
        if piece.url:
            lines.addWidget(address_line(piece.url))
        if piece.effective_on is not None:
            in_force = self.tr("In force from {day}").format(day=piece.effective_on.isoformat())
            lines.addWidget(text(in_force, "small"))
        if piece.retrieved:
            lines.addWidget(text(self.tr("Retrieved on {day}").format(day=piece.retrieved), "small"))
        if piece.withdrawn:
            lines.addWidget(text(words.phrase("withdrawn", reason=piece.withdrawal_reason), "fault"))
        return lines

    def _gist(self, piece: EvidenceRow) -> QWidget | None:
        """What it says in short, in the language of the window where it is known in that."""
        english = self._appearance.language == "en"
        gist = (english and piece.gist_en) or piece.gist
        if not gist:
            return None
        shown = text(gist)
        shown.setObjectName("gist")
        return shown

    def _quote(self, piece: EvidenceRow) -> QWidget | None:
        if not piece.quote:
            return None
        quote = text(piece.quote, "evidenceQuote")
        quote.setAccessibleName(self.tr("Words of the evidence"))
        quote.setFont(self._appearance.quote_font)
        quote.setContentsMargins(8, 0, 0, 0)
        return quote

    def _files(self, piece: EvidenceRow) -> QLayout | None:
        if not piece.attachments:
            return None
        files = PieceFiles(self._appearance, piece)
        files.wanted.connect(lambda sha256: self.file_wanted.emit(piece, sha256))
        files.folder_wanted.connect(lambda sha256: self.folder_wanted.emit(piece, sha256))
        return column(label(self.tr("Files"), "sectionTitle"), files, spacing=4)

    def _buttons(self, piece: EvidenceRow) -> QLayout | None:
        if self.read_only or piece.withdrawn:
            return None
        edit = button(self.tr("Edit…"))
        withdraw = button(self.tr("Withdraw…"))
        edit.setObjectName("editEvidence")
        withdraw.setObjectName("withdrawEvidence")
        edit.setAccessibleName(self.tr("Edit evidence: {title}").format(title=piece.title))
        withdraw.setAccessibleName(self.tr("Withdraw evidence: {title}").format(title=piece.title))
        edit.setToolTip(self.tr("Correct it, and say what it bears on (Enter in the list)"))
        withdraw.setToolTip(self.tr("Take it out of use, with a reason (Delete in the list)"))
        edit.clicked.connect(self.edit_wanted)
        withdraw.clicked.connect(self.withdraw_wanted)
        return row(edit, withdraw, None, spacing=8)

    def _links(self, detail: PieceDetail) -> QLayout:
        links = detail.piece.links
        lines = self._section(self.tr("What it bears on"), spacing=8)
        if not links:
            lines.addWidget(text(self.tr("Nothing yet: it waits in the inbox until you link it."), "small"))
        for code in dict.fromkeys(link.commitment for link in links):
            lines.addLayout(self._commitment(detail, code, [link for link in links if link.commitment == code]))
        return lines

    def _commitment(self, detail: PieceDetail, code: str, links: Sequence[EvidenceLinkRow]) -> QLayout:
        words = self._appearance.words
        line = detail.commitments.get(code)
        there = button(code, "quiet-link")
        there.setToolTip(self.tr("Show the commitment"))
        there.setAccessibleName(self.tr("Show commitment {code}").format(code=code))
        there.clicked.connect(partial(self.commitment_wanted.emit, code))
        lines = column(row(there, None), spacing=2)
        if line is not None:
            lines.addWidget(text(words.name(line.title), "strong"))
        for link in links:
            marks = [badge(words.term(link.bearing), warning=link.bearing is Bearing.CONTRADICTS)]
            if link.stage is not None:
                marks.append(badge(words.term(link.stage)))
            badges = Flow(4)
            badges.fill(marks)
            measured = _measured(link, words)
            said = (text(measured),) if measured else ()
            lines.addLayout(column(badges, *said, spacing=2, margins=(0, 6, 0, 0)))
        if line is not None and line.working is not None:
            working = words.working(line.working)
            lines.addWidget(text(self.tr("All its evidence together: {working}").format(working=working), "small"))
        return lines

    def _makers(self, detail: PieceDetail) -> QLayout:
        lines = column(hairline(), spacing=3)
        lines.addSpacing(scaled(2))
        recorded = self.tr("Recorded by {author} on {day}").format(
            author=detail.recorded.author, day=stamp(detail.recorded.at)
        )
        lines.addWidget(text(recorded, "small"))
        if detail.changed is not None:
            changed = self.tr("Last changed by {author} on {day}").format(
                author=detail.changed.author, day=stamp(detail.changed.at)
            )
            lines.addWidget(text(changed, "small"))
        return lines

    def _show_suggestions(self) -> None:
        detail = self.detail
        found = self.suggestions
        self.lines = []
        parts: list[QWidget | QLayout] = []
        if detail is not None and found is not None and not detail.piece.withdrawn:
            self.lines = [self._suggestion(suggestion) for suggestion in found[:_MOST_SUGGESTIONS]]
            none = [] if found else [text(self._none(detail), "small")]
            parts = [self._section(self.tr("May bear on")), *none, *self.lines]
        self._suggested = self._replace(self._suggested, parts)
        lead([self, *stops_in(self._body)])

    def _suggestion(self, suggestion: Suggestion) -> SuggestionLine:
        line = SuggestionLine(self._appearance, suggestion, leads=True)
        line.offer(self.tr("Link…"), allowed=not self.read_only)
        line.taken.connect(self.link_wanted)
        line.shown.connect(self.commitment_wanted)
        return line

    def _none(self, detail: PieceDetail) -> str:
        if detail.piece.links:
            return self.tr("Its words name no other commitment.")
        return self.tr(
            "Its words name no commitment of the ledger. That is an answer: it may bear on none. "
            "Where it does, link it yourself under Edit."
        )

    def _section(self, title: str, spacing: int = 4) -> QVBoxLayout:
        lines = column(hairline(), spacing=spacing)
        lines.addSpacing(scaled(2))
        lines.addWidget(label(title, "sectionTitle"))
        return lines


def _measured(link: EvidenceLinkRow, words: Words) -> str:
    """The part that a link is about, and what was measured."""
    pieces = [words.name(link.part.title)] if link.part is not None else []
    if link.value is not None and link.role is not None:
        pieces.append(f"{words.amount(link.value, link.unit or '')} {words.term(link.role)}")
    return " · ".join(pieces)
