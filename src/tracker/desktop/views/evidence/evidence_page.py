"""The evidence page: everything that was collected, an inbox for what is not linked yet, and what it may bear on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.page import Page
from tracker.desktop.views.common.widgets import (
    ListOrReason,
    Panes,
    Side,
    TipMenu,
    allow,
    button,
    column,
    label,
    lead,
    row,
)
from tracker.desktop.views.evidence.evidence_filters import EvidenceFilters
from tracker.desktop.views.evidence.evidence_pane import EvidencePane
from tracker.desktop.views.evidence.evidence_table import EvidenceTable
from tracker.desktop.views.recording.evidence_links import LinkDraft, suggested_link
from tracker.desktop.views.recording.recorder import Recorder
from tracker.domain.evidence.addresses import is_web_address
from tracker.domain.evidence.evidence_query import INBOX, EvidenceChoices, EvidenceQuery, EvidenceSort
from tracker.domain.evidence.evidence_rows import PieceDetail
from tracker.domain.rows import Changes, EvidenceRow
from tracker.domain.search.ordering import Orders
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.text.lines import one_line

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import Opened
    from tracker.services.evidence.evidence_view import EvidenceListing


class EvidencePage(Page):
    """Holds the query; asks the ledger in the background; shows what comes back."""

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__(appearance, settings, jobs)
        self._query = EvidenceQuery()
        self._listing: EvidenceListing | None = None
        self._wanted: int | None = None
        self.filters = EvidenceFilters(appearance)
        self.table = EvidenceTable(appearance, settings)
        self._query = self._query.ordered_by(self.table.header.kept_orders or self._query.orders)
        self.detail = EvidencePane(appearance)
        self.recorder = Recorder(appearance, jobs, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def search_hint(self) -> str:
        """What can be searched for on this page."""
        return self.tr("Search evidence: title, publisher, number, words")

    @property
    def query(self) -> EvidenceQuery:
        """What is asked for now."""
        return self._query

    @property
    def _is_closed(self) -> bool:
        """Whether nothing may be changed, as of a past day."""
        return self.permissions.refusal("revise_evidence") is not None

    def open(self, opened: "Opened") -> None:
        self.recorder.ledger = opened.ledger
        self._wanted = None
        self.detail.show_detail(None)
        self.table.choose_nothing()
        super().open(opened)

    def close_ledger(self) -> None:
        self.recorder.ledger = None
        self._listing = None
        super().close_ledger()

    def focus(self) -> None:
        if self._stack.currentWidget() is self.table:
            self.table.setFocus()
        else:
            self.filters.inbox.setFocus()

    def search(self, words: str) -> None:
        """Show what contains these words."""
        self._change(replace(self._query, search=one_line(words)))

    def show_inbox(self) -> None:
        """Show what is not linked yet."""
        self._show_only(INBOX)

    def add(self) -> None:
        """Record a piece that need not bear on anything yet."""
        self.recorder.add_evidence()

    def reload(self) -> None:
        """Ask again for the list, and for the piece that is shown beside it."""
        self._add.setVisible(not self._is_closed)
        self._ask()

    def remember(self) -> None:
        """Keep the widths."""
        self.splitter.remember()
        self.table.remember()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.table.setAccessibleName(self.tr("Collected evidence"))
        self._add.setText(self.tr("Add evidence"))
        self._add.setToolTip(self.tr("Record a piece of evidence, linked or for the inbox (Ctrl+E)"))
        self._link_several.setText(self.tr("Link to…"))
        self._withdraw_several.setText(self.tr("Withdraw…"))
        self._copy_several.setText(self.tr("Copy references"))
        self._follow_selection()
        self._stack.clear_button.setText(self.tr("Clear search and filters"))
        self.filters.retranslate()
        self.table.retranslate()
        self.detail.retranslate()
        self._say_counts()

    def _change(self, query: EvidenceQuery) -> None:
        if query != self._query:
            self._query = query
            self._ask()

    def _show_only(self, choices: EvidenceChoices) -> None:
        self.filters.choose(choices)
        self._change(replace(self._query, choices=choices, search=""))

    def _clear_all(self) -> None:
        """The words go from the search field, too, which then asks for nothing."""
        self.search_cleared.emit()
        self._show_only({})

    def _sort(self, orders: Orders[EvidenceSort]) -> None:
        self._change(self._query.ordered_by(orders))

    def _ask(self) -> None:
        query = self._query
        if self.ledger is None or not self.isVisible():
            self._stale = True
            return
        view = services.evidence_view
        if self._listing is None:
            self.run(
                lambda ledger: view.begin_pieces(ledger.workspace, ledger.of_day(query)),
                self._show_beginning,
                "evidence_beginning",
            )
        self.run(lambda ledger: view.list_pieces(ledger.workspace, ledger.of_day(query)), self._show, "evidence")

    def _show_beginning(self, first: "tuple[EvidenceRow, ...] | None") -> None:
        """What can be told of a large ledger before its evidence has been counted."""
        if first is not None and self._listing is None:
            self.table.rows.set_listing([piece.id for piece in first], first)
            self.table.header.show_orders(self._query.orders)
            self._stack.show_list(True)

    def _show(self, listing: "EvidenceListing") -> None:
        place = max(0, self.table.currentIndex().row())
        several = self.table.selected
        self._listing = listing
        self.filters.show_facets(listing.facets)
        self.table.rows.set_listing(listing.ids, listing.first)
        self.table.header.show_orders(self._query.orders)
        self.table.mark_search(self._query.search)
        self._stack.show_list(bool(listing.ids))
        self._say_counts()
        lead(
            [
                *self.filters.stops,
                self._add,
                self._link_several,
                self._withdraw_several,
                self._copy_several,
                self.table,
                self.detail,
            ]
        )
        self._follow(place, several)

    def _follow(self, place: int, several: Sequence[int]) -> None:
        """Stay with the chosen piece; where it is gone from the list, go to the one that stands there now.

        Where `several` are selected they stay so.
        """
        count = self.table.rows.rowCount()
        wanted = self._wanted
        number = self.table.rows.position(wanted) if wanted is not None else None
        if number is None and not count:
            self._wanted = None
            self.detail.show_detail(None)
            return
        if number is not None and len(several) > 1 and not self.table.selected:
            self.table.select_again(several, number)
        if number is None or len(self.table.selected) < 2:
            self.table.go_to_line(number if number is not None else min(place, count - 1))
        self._read()

    def _choose(self, evidence_id: int) -> None:
        # The same piece stays chosen when the list comes again: it is not read twice.
        if evidence_id != self._wanted:
            self._wanted = evidence_id
            self._read()

    def _read(self) -> None:
        """Ask for the whole of the chosen piece, then for what it may bear on."""
        wanted = self._wanted
        if wanted is None:
            return
        view = services.evidence_view
        self.run(lambda ledger: view.read_piece(ledger.workspace, wanted, ledger.as_of), self._show_piece, "piece")
        self.run(
            lambda ledger: view.suggest_for(ledger.workspace, wanted, ledger.as_of),
            partial(self._show_suggestions, wanted),
            "suggestions",
        )

    def _show_piece(self, detail: PieceDetail) -> None:
        if detail.piece.id == self._wanted:
            self.detail.show_detail(detail, read_only=self._is_closed)

    def _show_suggestions(self, evidence_id: int, suggestions: tuple[Suggestion, ...]) -> None:
        if self.detail.detail is not None and self.detail.detail.piece.id == evidence_id == self._wanted:
            self.detail.show_suggestions(suggestions)

    def _fetch(self, ids: Sequence[int]) -> None:
        read_pieces = services.evidence_view.read_pieces
        self.run(lambda ledger: read_pieces(ledger.workspace, ids, ledger.as_of), self.table.rows.fill)

    def _act(self, action: Callable[[EvidenceRow], None]) -> None:
        """Do something with the chosen piece, as it is shown at the right."""
        detail = self.detail.detail
        if detail is not None and detail.piece.id == self._wanted and self.may("revise_evidence"):
            if detail.piece.withdrawn:
                self.said.emit(self.tr("It is withdrawn, and stays as it was."))
            else:
                action(detail.piece)

    def _edit(self) -> None:
        self._act(lambda piece: self.recorder.edit_evidence(None, piece))

    def _withdraw(self) -> None:
        if len(self.table.selected) > 1:
            self._act_on_several(self.recorder.withdraw_pieces)
        else:
            self._act(lambda piece: self.recorder.withdraw_evidence(None, piece))

    def _link_to(self) -> None:
        """Link what is selected to a commitment that is still to be named."""
        if len(self.table.selected) > 1:
            self._act_on_several(self.recorder.link_pieces)
        else:
            self._act(lambda piece: self.recorder.edit_evidence(None, piece, LinkDraft()))

    def _act_on_several(self, action: Callable[[Sequence[EvidenceRow]], None]) -> None:
        """Do something with all that are selected and in use; rows that were never in sight are read first."""
        if not self.may("revise_evidence"):
            return
        ids = self.table.selected

        def show(pieces: Sequence[EvidenceRow]) -> None:
            in_use = [piece for piece in pieces if not piece.withdrawn]
            if in_use:
                action(in_use)
            else:
                self.said.emit(self.tr("They are withdrawn, and stay as they were."))

        self._with_rows(ids, show)

    def _with_rows(self, ids: Sequence[int], show: Callable[[Sequence[EvidenceRow]], None]) -> None:
        known = self.table.rows.known_rows(ids)
        if known is not None:
            show(known)
        else:
            read_pieces = services.evidence_view.read_pieces
            self.run(lambda ledger: read_pieces(ledger.workspace, ids, ledger.as_of), show)

    def _copy(self) -> None:
        """Put on the clipboard how the selected pieces are cited, one a line."""

        def show(pieces: Sequence[EvidenceRow]) -> None:
            QGuiApplication.clipboard().setText("\n".join(map(self._reference, pieces)))
            one = self.tr("The reference is on the clipboard.")
            many = self.tr("{count} references are on the clipboard.").format(count=len(pieces))
            self.said.emit(one if len(pieces) == 1 else many)

        if ids := self.table.selected:
            self._with_rows(ids, show)

    def _reference(self, piece: EvidenceRow) -> str:
        """A piece as one cites it: what it is called, by whom and when, its number, where it is on the web."""
        cited = self._appearance.words.evidence(piece)
        return " · ".join(part for part in (cited, piece.number, piece.url) if part)

    def _show_menu(self, place: QPoint) -> None:
        """What can be done with the selected rows; where they are several, only what is done with several."""
        menu = TipMenu(self)
        menu.setObjectName("pieceMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ids = self.table.selected
        piece = self.table.chosen if len(ids) == 1 else None
        if piece is not None:
            self._add_places(menu, piece)
        writing = [_entry(menu, self.tr("Link to a commitment…"), "linkPieces", self._link_to)]
        if len(ids) == 1:
            writing.append(_entry(menu, self.tr("Edit…"), "editPiece", self._edit))
        writing.append(_entry(menu, self.tr("Withdraw…"), "withdrawPieces", self._withdraw))
        why_not = self.why_not("revise_evidence")
        for action in writing:
            allow(action, why_not, possible=not (piece is not None and piece.withdrawn))
        menu.addSeparator()
        copies = self.tr("Copy reference") if len(ids) == 1 else self.tr("Copy references")
        _entry(menu, copies, "copyReferences", self._copy)
        menu.popup(place)

    def _add_places(self, menu: QMenu, piece: EvidenceRow) -> None:
        """Where a piece leads: its file, its commitments, its page."""
        if piece.attachments:
            _entry(menu, self.tr("Look at the file"), "openPieceFile", lambda: self.recorder.look_at(piece))
            _entry(menu, self.tr("Show in folder"), "showPieceFolder", lambda: self.recorder.show_folder(piece))
        for code in dict.fromkeys(link.commitment for link in piece.links):
            said = self.tr("Show commitment {code}").format(code=code)
            _entry(menu, said, "showCommitment", partial(self.commitment_wanted.emit, code))
        if is_web_address(piece.url):
            address = QUrl(piece.url)
            _entry(menu, self.tr("Open its page on the web"), "openPage", lambda: QDesktopServices.openUrl(address))
        if not menu.isEmpty():
            menu.addSeparator()

    def _follow_selection(self) -> None:
        """Of several that are selected it is said how many, with what can be done to all of them."""
        count = len(self.table.selected)
        self._several.setVisible(count > 1)
        self._selected.setText(self.tr("{count} selected").format(count=count))
        for made in (self._link_several, self._withdraw_several):
            made.setVisible(not self._is_closed)

    def _link(self, suggestion: Suggestion) -> None:
        self._act(lambda piece: self.recorder.edit_evidence(None, piece, suggested_link(suggestion)))

    def _refresh(self, changes: Changes) -> None:
        """After a write of ours: what was added is gone to."""
        if changes.evidence and changes.evidence[0] not in (self._listing.ids if self._listing else ()):
            self._wanted = changes.evidence[0]
        self._ask()
        self.written.emit(changes)

    def _say_counts(self) -> None:
        facets = self._listing.facets if self._listing is not None else None
        if facets is None:
            return
        one = self.tr("1 piece")
        many = self.tr("{count} pieces").format(count=f"{facets.matching:,}")
        self._shown.setText(one if facets.matching == 1 else many)
        total = self.tr("of {total}").format(total=f"{facets.total:,}")
        self._of_total.setText(total if facets.matching != facets.total else "")
        self._stack.reason.setText(self._why_empty(facets.total))
        self._stack.clear_button.setVisible(self._query.is_filtered)

    def _why_empty(self, total: int) -> str:
        """What an empty list means, and what to do about it."""
        if not total:
            return self.tr(
                "No evidence yet. Record the first piece with Ctrl+E: what it is, its words, and what it bears on. "
                "What bears on nothing yet waits in the inbox."
            )
        if self._query.choices == INBOX and not self._query.search:
            return self.tr("The inbox is empty: every piece is linked to a commitment.")
        return self.tr("No piece matches. Take a filter away, or search for other words.")

    def _lay_out(self) -> None:
        self._shown = label("", "shown")
        self._of_total = label("", "ofTotal")
        self._add = button("")
        self._add.setObjectName("addEvidence")
        self._selected = label("", "ofTotal")
        self._link_several = button("")
        self._withdraw_several = button("")
        self._copy_several = button("")
        acts = (self._link_several, self._withdraw_several, self._copy_several)
        for made, name in zip(acts, ("linkSeveral", "withdrawSeveral", "copySeveral"), strict=True):
            made.setObjectName(name)
        self._several = QWidget()
        self._several.setLayout(row(self._selected, *acts, spacing=8))
        self._several.setVisible(False)
        bar = QFrame()
        bar.setObjectName("countBar")
        bar.setFixedHeight(scaled(44))
        bar.setLayout(
            row(self._shown, self._of_total, None, self._several, self._add, spacing=8, margins=(16, 0, 12, 0))
        )
        self._stack = ListOrReason(self.table)
        middle = QWidget()
        middle.setObjectName("page")
        middle.setLayout(column(bar, self._stack))
        left = Side(self.filters, 6, 176, 228, minimum=168)
        right = Side(self.detail, 4, 340, 520, minimum=330)
        self.splitter = Panes(self._settings, "evidence_splitter", left, (middle, 300), right)
        self.setLayout(column(self.splitter))

    def _connect(self) -> None:
        self.filters.changed.connect(lambda: self._change(replace(self._query, choices=self.filters.choices)))
        self._stack.clear_button.clicked.connect(self._clear_all)
        self._add.clicked.connect(self.add)
        self.table.row_chosen.connect(self._choose)
        self.table.selection_changed.connect(self._follow_selection)
        self.table.menu_wanted.connect(self._show_menu)
        self.table.copy_wanted.connect(self._copy)
        self._link_several.clicked.connect(self._link_to)
        self._withdraw_several.clicked.connect(self._withdraw)
        self._copy_several.clicked.connect(self._copy)
        self.table.orders_wanted.connect(self._sort)
        self.table.edit_wanted.connect(self._edit)
        self.table.withdraw_wanted.connect(self._withdraw)
        self.table.rows.page_wanted.connect(self._fetch)
        self.detail.edit_wanted.connect(self._edit)
        self.detail.withdraw_wanted.connect(self._withdraw)
        self.detail.file_wanted.connect(self.recorder.look_at)
        self.detail.folder_wanted.connect(self.recorder.show_folder)
        self.detail.link_wanted.connect(self._link)
        self.detail.commitment_wanted.connect(self.commitment_wanted)
        self.recorder.written.connect(self._refresh)


def _entry(menu: QMenu, words: str, name: str, do: Callable[[], object]) -> QAction:
    made = menu.addAction(words)
    made.setObjectName(name)
    made.triggered.connect(lambda *_: do())
    return made
