"""The ledger page: filters, table and detail, kept in step with the ledger."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.facet_panel import SHOWN, FacetPanel
from tracker.desktop.views.common.page import FIRST, Page
from tracker.desktop.views.common.widgets import (
    ListOrReason,
    Panes,
    Side,
    TabOrder,
    TipMenu,
    allow,
    column,
    file_dialog,
)
from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.ledger.chips import CHANGED_SINCE, TagStrip, without
from tracker.desktop.views.ledger.count_bar import CountBar
from tracker.desktop.views.ledger.ledger_acts import BulkPanel, FieldRecorder, connect_acts
from tracker.desktop.views.ledger.ledger_table import LedgerTable, TableReader
from tracker.desktop.views.ledger.verdict_menu import VerdictMenu
from tracker.desktop.views.ledger.view_menu import SavedViews, View
from tracker.desktop.views.recording.recorder import BulkRecorder
from tracker.domain.commitments.progress import Progress
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.domain.rows import Changes, CommitmentDetail, Facets, LedgerRow
from tracker.domain.search.ledger_query import MOST_CODES, Choices, Facet, Group, LedgerQuery, SortKey
from tracker.domain.search.ordering import Orders
from tracker.domain.terms import Assessment
from tracker.domain.text.lines import one_line

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import Opened
    from tracker.services.commitments.listing import Listing, Selection


class LedgerPage(Page):
    """Holds the query; asks the ledger in the background; shows what comes back."""

    filters_cleared = Signal()
    search_shown = Signal(str)

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__(appearance, settings, jobs)
        self._query = LedgerQuery()
        self._shown: int | None = None
        self._asked = ""
        self._sought = ""
        self._counts: Facets | None = None
        self._tab_order = TabOrder()
        self.facets = FacetPanel(appearance, settings)
        self.table = LedgerTable(appearance, settings)
        self.detail = DetailPane(appearance)
        self.tags = TagStrip(appearance)
        self.bulk = BulkPanel(appearance)
        self._reader = TableReader(appearance, jobs, self.table)
        self.recorder = BulkRecorder(appearance, jobs, self, lambda: self._reader.codes)
        self._fields = FieldRecorder(jobs, self.detail, self)
        self.views = SavedViews(appearance, settings, jobs, self, self._view)
        self.bar = CountBar(appearance, self.views, self.table)
        self.table.menus.filters = frozenset(SHOWN)
        self._query = self._query.ordered_by(self.table.header.kept_orders or self._query.orders)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def query(self) -> LedgerQuery:
        """What is asked for now."""
        return self._query

    @property
    def search_hint(self) -> str:
        """What can be searched for on this page."""
        return self.tr("Search commitments, evidence, document numbers")

    def open(self, opened: "Opened") -> None:
        self.recorder.ledger = self._reader.ledger = opened.ledger
        self._counts = None
        self._shown = None
        self._sought = ""
        self._show_detail(None)
        self.table.choose_nothing()
        self._fields.open(opened.ledger)
        self.views.open(opened.ledger)
        super().open(opened)

    def close_ledger(self) -> None:
        self.recorder.ledger = self._reader.ledger = None
        self._fields.open(None)
        self.views.open(None)
        self._asked = ""
        super().close_ledger()

    def focus(self) -> None:
        self.table.setFocus()

    def search(self, words: str) -> None:
        """Show what contains these words."""
        self._change(replace(self._query, search=one_line(words)))

    def show_rows(self, choices: Choices) -> None:
        """Show what these choices, and nothing else, narrow the ledger down to."""
        # First, as the empty search field would otherwise ask once more.
        self.filters_cleared.emit()
        self.facets.choose(choices)
        self._change(replace(self._query, choices=choices, search="", changed_since=None))

    def is_touched(self, changes: Changes) -> bool:
        # A piece of evidence that bears on nothing yet shows in no row.
        return bool(changes.commitments) or not changes.evidence

    @property
    def changed_since(self) -> date | None:
        """The day after which what is shown must have changed, if that is asked."""
        return self._query.changed_since

    def show_changed_since(self, day: date | None) -> None:
        """Show only what something was done to after that day, or for None everything."""
        self._change(replace(self._query, changed_since=day))

    def show_commitment(self, code: str) -> None:
        """Show one commitment, whatever is filtered away."""
        known = self.table.rows.id_of(code)
        asked = self._asked
        if known is None:
            # Where it stands is known once it has been read.
            self._sought = code
        else:
            self._go_to(known)
        # To choose its row may have asked for it: one with 20,000 pieces of evidence would be read twice.
        if self._asked == asked:
            self._read_detail(code)

    def clear_filters(self) -> None:
        """Show everything again."""
        self.facets.clear()
        self.show_changed_since(None)
        self.filters_cleared.emit()

    def reload(self) -> None:
        """Ask again for the list, and for the detail that is shown beside it."""
        detail = self.detail.detail
        for part in (self.detail, self.tags, self.bulk):
            part.permit(self.permissions)
        if detail is not None:
            self._read_detail(self._asked)
        self._fields.refresh()
        self.views.refresh()
        self._ask(follow=detail is None)

    def ask_to_export(self) -> None:
        """Ask where the report of what is shown is to go, and in which format."""
        self._ask_where(self._query)

    def _ask_where(self, query: LedgerQuery) -> None:
        if self.ledger is None:
            return
        dialog = file_dialog(self.window(), self.tr("Export report"), self._settings.folder())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        endings = self._endings()
        dialog.setNameFilters(list(endings))
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(endings.get(chosen, "xlsx")))
        dialog.selectFile(self.tr("Commitment ledger") + ".xlsx")
        dialog.fileSelected.connect(lambda name: self.export(Path(name), query))
        dialog.open()

    def _endings(self) -> dict[str, str]:
        """What can be chosen, and how the name of such a file ends."""
        return {
            self.tr("Excel workbook (*.xlsx)"): "xlsx",
            self.tr("Word document (*.docx)"): "docx",
            self.tr("PDF document (*.pdf)"): "pdf",
            self.tr("Web page (*.html)"): "html",
            self.tr("Markdown text (*.md)"): "md",
            self.tr("CSV table (*.csv)"): "csv",
        }

    def export(self, path: Path, shown: LedgerQuery | None = None) -> None:
        """Write the report of what is wanted, or of what is shown, and offer its folder for the next one."""
        self._settings.remember_folder(path.parent)
        ledger = self.ledger
        words = self._appearance.words
        if ledger is None:
            return
        query = ledger.of_day(shown or self._query)

        def done(past: PastReport) -> None:
            self._settings.remember_report(past.sha256, path)
            self.said.emit(self.tr("Exported {count} commitments to {path}").format(count=past.count, path=path))

        task = Task(self.tr("Export report"))

        def write(progress: Progress) -> PastReport:
            from tracker.exports import format_of

            form = ReportForm(words.language, format_of(path))
            return services.making.make_report(ledger.workspace, ReportWish(query=query), form, path, progress)

        self._jobs.run_long(task, write, done, self.refuse)

    def restore(self, width: int) -> None:
        """Bring back the widths of last time, or share the window's width out."""
        self.splitter.share(width)

    def remember(self) -> None:
        """Keep the widths."""
        self.splitter.remember()
        self.table.remember()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.table.setAccessibleName(self.tr("Commitments"))
        self._list.clear_button.setText(self.tr("Clear search and filters"))
        self._say_why_empty()
        self.facets.retranslate()
        self.table.retranslate()
        self.detail.retranslate()
        self.tags.retranslate()
        self.bulk.retranslate()
        self._count()

    def act(self, do: Callable[[CommitmentDetail], object], act: str) -> None:
        """Do something with the commitment that is shown, where that `act` may be done; else it is said why not."""
        detail = self.detail.detail
        if self.may(act) and detail is not None:
            self._reader.when_known(lambda: do(detail))

    def _go_to(self, commitment_id: int) -> None:
        if self.table.rows.reveal(commitment_id) is None:
            self.clear_filters()
        self.table.choose(commitment_id)

    def _view(self) -> View:
        """How the ledger is looked at now."""
        return View(self._query, self.table.header.columns, self._appearance.density)

    def _apply(self, view: View) -> None:
        """Look at the ledger as a saved view says."""
        header = self.table.header
        query = view.query
        header.use_view(self.views.current)
        if not self.views.current:
            # No view of the user's own: the list itself, as it was left.
            query = query.ordered_by(header.kept_orders or query.orders)
        elif view.columns:
            header.choose(view.columns)
        if view.density in ("comfortable", "dense") and view.density != self._appearance.density:
            self._appearance.set_density(view.density)
        self.facets.choose(query.choices)
        self._change(query)
        self.search_shown.emit(query.search)

    def _follow_views(self) -> None:
        """What shows has been saved under a name, or its view was renamed or given up: its widths go with it."""
        if self.table.header.view != self.views.current:
            self.table.header.adopt_view(self.views.current)

    def _gather(self, group: Group | None) -> None:
        self._change(replace(self._query, group=group))

    def _take_filter_away(self, facet: Facet | None, key: str) -> None:
        if facet is None:
            if key == CHANGED_SINCE:
                self.show_changed_since(None)
            else:
                self.filters_cleared.emit()
            return
        choices = without(self._query.choices, facet, key)
        self.facets.choose(choices)
        self._change(replace(self._query, choices=choices))

    def _change(self, query: LedgerQuery) -> None:
        if query != self._query:
            self._query = query
            self._ask(follow=True)

    def _filter(self) -> None:
        self._change(replace(self._query, choices=self.facets.choices))

    def _ask(self, *, follow: bool) -> None:
        """Ask for the list. `follow` chooses the first row where the chosen one is not among the answer."""
        query = self._query

        def ask_all() -> None:
            self.run(
                lambda ledger: services.listing.read_listing(ledger.workspace, ledger.of_day(query), SHOWN),
                lambda found: self._show(found, follow),
                "list",
            )

        def show_beginning(listing: "Listing | None") -> None:
            self._show_beginning(listing)
            self._jobs.soon(ask_all, "all")

        if self._counts is not None:
            ask_all()
            return
        # First the rows, then the counts: asked for at once they would share one interpreter, and the first rows of a
        # hundred thousand would wait for a second of counting.
        self.run(
            lambda ledger: services.listing.read_beginning(ledger.workspace, ledger.of_day(query)),
            show_beginning,
            "beginning",
        )

    def _sort(self, orders: Orders[SortKey]) -> None:
        self._change(self._query.ordered_by(orders))

    def _show_beginning(self, listing: "Listing | None") -> None:
        """What can be told of a large ledger before it has been counted."""
        if listing is not None and self._counts is None and self._query.group is None:
            self.table.show_rows(listing.ids, listing.rows, (), None)
            self.table.choose(None)

    def _show(self, listing: "Listing", follow: bool) -> None:
        chosen = self.detail.detail.row.id if self.detail.detail else None
        self._counts = listing.facets
        self._shown = len(listing.ids)
        # The rows are painted first; the boxes of the filters are laid out after them.
        self._jobs.soon(self._show_counts, "counts")
        self.table.show_rows(listing.ids, listing.rows, listing.groups, self._query.group)
        self.table.header.show_orders(self._query.orders)
        self.table.menus.grouped = self._query.group
        self._say_why_empty()
        self._list.show_list(bool(listing.rows))
        self.table.mark_search(self._query.search)
        # Several rows are selected, or one is still looked for: the current row is not to move.
        if self._reader.codes or self._sought:
            return
        if not self.table.choose(chosen) and (follow or chosen is None) and not self.table.choose(None):
            self._show_detail(None)

    def _say_why_empty(self) -> None:
        """What an empty list means, and what to do about it."""
        is_empty = self._counts is not None and not self._counts.total and not self._query.is_filtered
        # On a past day a ledger was empty before its first source, which nothing can be done about there.
        starts = is_empty and self.ledger is not None and self.permissions.refusal("load_coding") is None
        self._list.clear_button.setVisible(not starts)
        self._list.reason.setText(
            self.tr(
                "The ledger is empty. Add a source with Ctrl+Shift+A, a report, a notice or a transcript, or bring in "
                "a spreadsheet of commitments with Ctrl+Shift+I. Either is shown before anything is entered."
            )
            if starts
            else self.tr("No commitment matches. Take a filter away, or search for other words.")
        )

    def _show_counts(self) -> None:
        if self._counts is not None:
            self.facets.show_facets(self._counts)
        self._count()
        self._tab_order.lead([*self.facets.stops, *self.bar.stops, self.table, *self.bar.chips.stops, self.detail])

    def _show_detail(self, detail: CommitmentDetail | None) -> None:
        self.detail.show_detail(detail)
        self.tags.show_detail(detail)
        if detail is not None and detail.row.code == self._sought:
            self._sought = ""
            self._go_to(detail.row.id)

    def _show_selection(self, count: int, assessments: Mapping[Assessment, int]) -> None:
        """One commitment shows its detail; several show what can be done with them."""
        if count > 1:
            self.bulk.show_selection(count, assessments)
            rows = self.table.rows.known_rows(self.table.selected)
            self.bulk.offer_acceptance(rows is None or any(not row.is_reviewed for row in rows))
        self._side.setCurrentIndex(1 if count > 1 else 0)

    def ask_verdict(self) -> None:
        """Offer the verdicts beside the current row, by the key."""
        self.table.ask_verdict()

    def _offer_verdicts(self, place: QPoint) -> None:
        """Every verdict needs a reason, and most a proof: the form asks for both, with the chosen one in it."""
        if not self.may("set_assessment"):
            return
        menu = self._verdicts(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _verdicts(self, parent: QWidget) -> VerdictMenu:
        chosen = self.table.chosen
        current = chosen.assessment if chosen is not None and len(self.table.selected) < 2 else None
        menu = VerdictMenu(self._appearance, current, parent)
        menu.chosen.connect(self._judge_as)
        return menu

    def _judge_as(self, assessment: Assessment) -> None:
        row = self.table.chosen
        detail = self.detail.detail
        judge = partial(self.recorder.judge, chosen=assessment)
        if row is None or self._reader.codes or (detail is not None and detail.row.code == row.code):
            self.act(judge, "set_assessment")
        else:
            # The row has just been clicked: its detail is on the way, and the one that shows is another's.
            code = row.code
            self.run(lambda ledger: services.reading.read_detail(ledger.workspace, code, None, ()), judge, "judged")

    def _export_selected(self) -> None:
        """A report of just these rows."""
        self._reader.when_known(
            lambda: self._ask_where(LedgerQuery(codes=frozenset(self._reader.codes)).ordered_by(self._query.orders))
        )

    def _show_menu(self, place: QPoint) -> None:
        """What can be done with the selected rows; where they are several, only what is done with several."""
        menu = TipMenu(self)
        menu.setObjectName("rowMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        recorder = self.recorder

        def offer(words: str, do: Callable[[CommitmentDetail], object], act: str) -> None:
            allow(menu.addAction(words, partial(self.act, do, act)), self.why_not(act))

        offer(self.tr("Assess…"), recorder.judge, "set_assessment")
        verdicts = self._verdicts(menu)
        verdicts.setTitle(self.tr("Assess as"))
        allow(menu.addMenu(verdicts), self.why_not("set_assessment"))
        if len(self.table.selected) != 1:
            offer(self.tr("Log a round of searching…"), recorder.log_search, "log_search")
        else:
            chosen = self.table.chosen
            offer(self.tr("Add evidence"), recorder.add_evidence, "add_evidence")
            offer(self.tr("Log a search"), recorder.log_search, "log_search")
            code = chosen.code if chosen else ""
            show = menu.addAction(self.tr("Show in the briefing"), lambda: self.passage_wanted.emit(code, FIRST))
            show.setObjectName("showPassage")
        menu.addSeparator()
        offer(self.tr("Departments…"), recorder.set_departments, "revise_commitment")
        allow(menu.addAction(self.tr("Tags…"), self.change_tags), self.why_not("change_tags"))
        menu.addSeparator()
        if len(self.table.selected) != 1:
            export = menu.addAction(self.tr("Export these rows…"), self._export_selected)
            export.setObjectName("exportRows")
            export.setEnabled(len(self.table.selected) <= MOST_CODES)
        menu.addAction(self.tr("Copy as table"), self.table.copy).setObjectName("copyRows")
        menu.popup(place)

    def _show_row(self, line: LedgerRow) -> None:
        """Read the detail of a row, unless it is the one that shows: after a filter mostly the same row stays chosen.

        What other programs wrote comes by `reload`, what this one wrote by `_refresh`.
        """
        detail = self.detail.detail
        if detail is None or not detail.row.code == line.code == self._asked:
            self._read_detail(line.code)

    def _read_detail(self, code: str) -> None:
        pane = self.detail
        self._asked = code
        shown = frozenset(pane.shown if pane.detail is not None and pane.detail.row.code == code else ())
        self.run(
            lambda ledger: services.reading.read_detail(ledger.workspace, code, ledger.as_of, shown),
            self._show_detail,
            "detail",
        )

    def _refresh(self, changes: Changes) -> None:
        """After a write of ours: the list, and the detail where the write named it."""
        detail = self.detail.detail
        if detail is not None and detail.row.id in changes.commitments and detail.row.code == self._asked:
            # Unless another was chosen meanwhile, and is on its way.
            self._read_detail(detail.row.code)
        self._ask(follow=False)
        self.written.emit(changes)

    def _count(self) -> None:
        self.bar.show_counts(self._shown, self._query, self._counts)

    def _say_copied(self, count: int) -> None:
        self.said.emit(self.tr("Copied {count} rows as a table").format(count=count))

    def _lay_out(self) -> None:
        self._list = ListOrReason(self.table)
        self._side = QStackedWidget()
        middle = QWidget()
        middle.setObjectName("page")
        middle.setLayout(column(self.bar, self._list, self.bar.filter_strip))
        self.detail.put_under_more(self.tags)
        self._side.addWidget(self.detail)
        self._side.addWidget(self.bulk)
        # English names of facets are longer than Chinese ones.
        left = Side(self.facets, 6, 176, 248 if self._appearance.language == "en" else 212, minimum=168)
        right = Side(self._side, 4, 340, 520, minimum=330)
        self.splitter = Panes(self._settings, "ledger_splitter", left, (middle, 300), right)
        self.setLayout(column(self.splitter))

    def _connect(self) -> None:
        recorder = self.recorder
        detail = self.detail
        self.facets.changed.connect(self._filter)
        self._list.clear_button.clicked.connect(self.clear_filters)
        self._connect_list()
        recorder.written.connect(self._refresh)
        recorder.refused.connect(self.refuse)
        recorder.said.connect(self.said)
        self._fields.written.connect(self._refresh)
        detail.pieces_wanted.connect(lambda: self._read_detail(self._asked))
        detail.drafts.reload_wanted.connect(lambda draft: self._read_detail(draft.code))
        self.tags.changed.connect(recorder.tag)
        connect_acts(self.act, recorder, detail, self.bulk)
        detail.passage_wanted.connect(self.passage_wanted)
        detail.commitment_wanted.connect(self.show_commitment)
        self.bulk.tags_button.clicked.connect(self.change_tags)
        self.bulk.copy_button.clicked.connect(self.table.copy)

    def _step(self, key: Qt.Key) -> None:
        """Choose the next or the previous commitment, wherever on the page the keyboard is: as an arrow in the list."""
        QApplication.sendEvent(self.table, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))

    def _connect_list(self) -> None:
        for keys, key in (("Alt+Down", Qt.Key.Key_Down), ("Alt+Up", Qt.Key.Key_Up)):
            step = partial(self._step, key)
            QShortcut(QKeySequence(keys), self, step, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        table = self.table
        bar = self.bar
        views = self.views
        table.row_chosen.connect(self._show_row)
        table.orders_wanted.connect(self._sort)
        table.menus.filter_wanted.connect(self.facets.reveal)
        table.menus.group_wanted.connect(self._gather)
        table.detail_wanted.connect(self.detail.setFocus)
        self._reader.selected.connect(self._show_selection)
        self._reader.refused.connect(self.refuse)
        table.menu_wanted.connect(self._show_menu)
        table.verdict_wanted.connect(self._offer_verdicts)
        table.copied.connect(self._say_copied)
        bar.clear_wanted.connect(self.clear_filters)
        bar.group_wanted.connect(self._gather)
        bar.fold_wanted.connect(table.fold_all)
        bar.chips.removed.connect(self._take_filter_away)
        views.applied.connect(self._apply)
        views.changed.connect(self._follow_views)
        views.said.connect(self.said)
        views.refused.connect(self.refused)
        views.written.connect(self.written)

    def judge_all(self) -> None:
        """Judge one by one: those that are selected, where they are several, else all that are listed."""
        from tracker.desktop.views.judging.judging_run import JudgingRun  # what the first rows need not wait for

        ids = self.table.selected if len(self.table.selected) > 1 else self.table.rows.ids
        if not self.may("set_assessment") or not ids:
            return

        def show(selection: "Selection") -> None:
            ledger = self.recorder.ledger
            if ledger is not None:
                run = JudgingRun(self._appearance, self._jobs, self.window(), ledger, selection.codes)
                run.written.connect(self._take_run)
                run.open()

        self.run(lambda ledger: services.listing.read_selection(ledger.workspace, ids), show, "run")

    def _take_run(self, changes: Changes) -> None:
        """Many commitments may have changed: everything that is shown is read again."""
        self.written.emit(changes)
        self.refresh()

    def change_tags(self) -> None:
        """Add tags to what is selected, and take others off."""
        known = [value.key for value in self._counts.values[Facet.TAG]] if self._counts else []
        self.act(lambda detail: self.recorder.change_tags(detail, known), "change_tags")
