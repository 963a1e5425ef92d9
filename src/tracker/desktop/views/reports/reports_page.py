"""The reports page: what is asked for on the left, how it will look in the middle, what was written on the right."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.page import Page
from tracker.desktop.views.common.widgets import Panes, Side, allow, ask_file, ask_folder, column, text
from tracker.desktop.views.forms.plain_dialog import NameDialog, PlainDialog, accept_if_open, if_open
from tracker.desktop.views.reports.columns_dialog import ColumnsDialog
from tracker.desktop.views.reports.order_panel import OrderPanel, ReportOrder, Scopes
from tracker.desktop.views.reports.paragraphs_dialog import ParagraphsDialog
from tracker.desktop.views.reports.past_panel import PastPanel
from tracker.desktop.views.reports.preview_pane import PreviewPane
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.register_columns import STANDARD, RegisterColumn
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.reports.verification import Verification
from tracker.domain.rows import Changes
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.exports import ending
from tracker.exports.template import read_template
from tracker.wording import load_words
from tracker.wording.verifying import verification_sentences

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.domain.reports.brief import ParagraphOffer


class VerifiedDialog(PlainDialog):
    """The outcome first, then what supports it, and the hash by which others can compare the file."""

    def __init__(self, appearance: Appearance, parent: QWidget, found: Verification) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("verified")
        self.found = found
        self.set_title(self.tr("Verify a report"))
        self.sentences = verification_sentences(found, appearance.words)
        outcome, *further = self.sentences
        self.body.addWidget(text(found.file, "hint"))
        self.body.addWidget(text(outcome, "strong"))
        for sentence in further:
            self.body.addWidget(text(sentence))
        digest = text(f"SHA-256 {found.sha256}", "hint")
        digest.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.body.addWidget(digest)
        self.finish(self.tr("Close"), "", width=560).clicked.connect(self.accept)


_PAUSE_MILLISECONDS = 400
"""After the last change of what is asked for, before its pages are drawn."""


class ReportsPage(Page):
    """Draws the pages again in the background whenever something else is asked for, and writes the report.

    `print_wanted` asks to print them, `rounds_wanted` to see how rounds of forms stand.
    """

    print_wanted = Signal()
    rounds_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__(appearance, settings, jobs)
        self._drawing: Task | None = None
        self._drawn: object = None
        self.panel = OrderPanel(appearance, settings)
        self.preview = PreviewPane()
        self.preview.failed.connect(self._refuse)
        self.past = PastPanel(appearance)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._draw)
        self._lay_out()
        self.panel.changed.connect(self._pause.start)
        self.panel.save_wanted.connect(self.save)
        self.panel.print_wanted.connect(self.print_wanted)
        self.panel.edit_wanted.connect(self.edit_paragraphs)
        self.panel.commitment.wanted.connect(self._find_targets)
        self.panel.template.picked.connect(self._look_through)
        self.panel.columns.choose_wanted.connect(self.choose_columns)
        self.panel.columns.rename_wanted.connect(self._ask_layout_name)
        self.panel.columns.delete_wanted.connect(self._delete_layout)
        self.past.again_wanted.connect(self._ask_again)
        self.past.follow_wanted.connect(self.panel.continue_from)
        self.past.verify_wanted.connect(self.ask_to_verify)
        self.past.rounds_wanted.connect(self.rounds_wanted)
        self.past.said.connect(self.said)
        self.retranslate()

    @property
    def is_waiting(self) -> bool:
        """Whether pages are still to come."""
        return self._pause.isActive() or self._drawing is not None or self.preview.pdf.is_opening

    def close_ledger(self) -> None:
        self._stop_drawing()
        self._drawn = None
        self.panel.close_ledger()
        self.past.show_reports((), {})
        self.past.show_forms(())
        super().close_ledger()

    def focus(self) -> None:
        self.panel.kind.buttons[self.panel.kind.chosen].setFocus()

    def follow(self, query: LedgerQuery) -> None:
        self.panel.follow(query)

    def reload(self) -> None:
        """Ask again for what can be chosen, and draw the pages again."""
        read = partial(read_scopes, self._settings, why_not=self.why_not("layout_saved"))
        self.run(read, self._show_scopes, "scopes")

    def remember(self) -> None:
        """Keep the widths."""
        self.splitter.remember()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        for part in (self.panel, self.preview, self.past):
            part.retranslate()

    def save(self) -> None:
        """Ask where the report is to go, and write it."""
        order = self._order()
        if order is not None:
            title = self.tr("Folder for the public pages") if order.form.is_site else self.tr("Save report")
            # Pages that are there already are brought up to date more often than others are begun.
            folder = self.past.last_site if order.form.is_site else None
            self._ask_place(title, order.form, self._file_name(order), partial(self._write, order), folder)

    def ordered(self) -> ReportOrder | None:
        """What is asked for, of the day that is shown; None where it has no pages of paper, or something is wrong with
        it, which is said there."""
        order = self._order()
        if order is None or order.form.is_site or self.ledger is None:
            return None
        return replace(order, wish=_of_day(self.ledger, order.wish))

    def choose_columns(self) -> None:
        """Let the columns of the ledger be chosen and ordered, and be kept as a layout."""
        known = self.panel.columns
        why_not = self.why_not("layout_saved")
        # Where none may be kept, the columns are for this report alone.
        name = "" if why_not else known.name
        dialog = ColumnsDialog(self._appearance, self.window(), known.columns or STANDARD, name, known.names)
        allow(dialog.name, why_not)
        dialog.chosen.connect(partial(self._take_columns, dialog))
        dialog.open()

    def _take_columns(self, dialog: ColumnsDialog, columns: tuple[RegisterColumn, ...], name: str) -> None:
        ledger = self.ledger
        if not name or ledger is None:
            self.panel.columns.take(columns)
            dialog.accept()
            return

        def done(changes: Changes) -> None:
            accept_if_open(dialog)
            self._take_layout(columns, name, changes)

        explain = if_open(dialog, dialog.explain, self.refuse)
        self._jobs.run(lambda: services.layouts.save_layout(ledger.present, name, columns), done, explain)

    def _ask_layout_name(self) -> None:
        known = self.panel.columns
        title, caption = self.tr("Rename the layout"), self.tr("Name of the layout")
        dialog = NameDialog(self._appearance, self.window(), title, caption, known.name)
        dialog.chosen.connect(partial(self._rename_layout, known.name, known.columns))
        dialog.open()

    def _rename_layout(self, old: str, columns: tuple[RegisterColumn, ...], new: str) -> None:
        self.run(
            lambda ledger: services.layouts.rename_layout(ledger.present, old, new),
            partial(self._take_layout, columns, new),
        )

    def _delete_layout(self) -> None:
        name = self.panel.columns.name
        self.run(
            lambda ledger: services.layouts.delete_layout(ledger.present, name),
            partial(self._take_layout, (), ""),
        )

    def _take_layout(self, columns: tuple[RegisterColumn, ...], name: str, changes: Changes) -> None:
        self.panel.columns.take(columns, name)
        self.written.emit(changes)
        self.refresh()

    def edit_paragraphs(self) -> None:
        """Let the paragraphs of a briefing report be worded otherwise."""
        order = self._order()
        ledger = self.ledger
        if order is None or ledger is None:
            return
        words = load_words(order.form.language)
        wish = _of_day(ledger, order.wish)
        self._jobs.run_long(
            Task(self.tr("Edit paragraphs")),
            lambda _progress: services.drafting.offer_paragraphs(ledger.workspace, wish, words),
            partial(self._show_paragraphs, ledger, order),
            self._say_error,
            "paragraphs",
        )

    def _show_paragraphs(self, ledger: "OpenLedger", order: ReportOrder, offers: "tuple[ParagraphOffer, ...]") -> None:
        if ledger is not self.ledger or order != self._order():
            # Another report is asked for by now, and these are not its paragraphs.
            return
        brief = order.wish.brief
        about = f"{brief.span} {brief.day} {order.form.language}"
        dialog = ParagraphsDialog(self._appearance, self.window(), offers, brief.edits, about)
        dialog.edited.connect(self.panel.brief.take_edits)
        dialog.open()

    def ask_to_verify(self) -> None:
        """Ask for a report, and hold it against the ledger."""
        if self.ledger is None:
            return
        ask_file(self.window(), self.tr("Verify a report"), self.take_file, folder=self._settings.folder())

    def drop_area(self, place: QPoint) -> tuple[QRect, str] | None:
        area = QRect(self.past.mapTo(self, QPoint(0, 0)), self.past.size())
        return (area, self.tr("Drop to verify the report")) if area.contains(place) else None

    def take_file(self, path: Path) -> None:
        """Say whether a file is a report as the ledger wrote it."""
        ledger = self.ledger
        if ledger is not None:
            self._jobs.run_long(
                Task(self.tr("Verify a report")),
                lambda progress: services.verifying.verify_report(ledger.workspace, path, progress),
                self._show_verified,
                self.refuse,
            )

    def _show_verified(self, found: Verification) -> None:
        VerifiedDialog(self._appearance, self.window(), found).open()

    def _order(self) -> ReportOrder | None:
        try:
            return self.panel.order()
        except UserError:
            # Said beside the field.
            return None

    def _find_targets(self, words: str) -> None:
        """Which commitments are meant by what is typed."""
        find_targets = services.evidence_view.find_targets
        offer = partial(self.panel.commitment.offer, words)
        self.run(lambda ledger: find_targets(ledger.workspace, words, ledger.as_of), offer, "targets")

    def _look_through(self, path: Path) -> None:
        """Take a template that was chosen, unless something in it acts; then the one before stays."""
        self._jobs.run(
            partial(read_template, path), lambda _: self.panel.template.take(path), self._say_error, "template"
        )

    def _show_scopes(self, scopes: "Scopes") -> None:
        self.panel.show_scopes(scopes)
        self.past.show_reports(scopes.past, scopes.places)
        self.past.show_forms(scopes.forms)
        # What was reported before belongs to the pages of a period report.
        self._drawn = None
        self._draw()

    def _draw(self) -> None:
        """Draw the pages of what is asked for, unless they are there."""
        ledger = self.ledger
        order = self._order()
        if order is None:
            self._stop_drawing()
            self._drawn = None
            self.preview.say(self.tr("Complete what is asked for on the left: then the pages show here."))
            return
        if order.form.is_site:
            self._stop_drawing()
            self._drawn = None
            self.preview.say(self.tr("These pages are read in a browser: save them, then open them on the right."))
            return
        # Drawing takes its time: no pages are drawn that nobody sees, or that are there.
        if ledger is None or not self.isVisible() or order.pages == self._drawn:
            self._stale = self._stale or not self.isVisible()
            return
        self._stop_drawing()
        self._drawn = order.pages
        self.preview.wait()
        self._drawing = Task(self.tr("Draw the pages of the report"))
        self._jobs.run_long(
            self._drawing,
            lambda progress: services.making.preview_report(
                ledger.workspace, _of_day(ledger, order.wish), order.form, progress
            ),
            self._show_pages,
            self._refuse,
            "pages",
        )

    def _stop_drawing(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def _show_pages(self, content: bytes) -> None:
        self._drawing = None
        self.preview.show_pages(content)

    def _refuse(self, error: Exception) -> None:
        """It cannot be drawn or written: said beside the field concerned, or in the place of the pages."""
        self._drawing = None
        if isinstance(error, UserError):
            self.panel.refuse(error)
            self.preview.say(self._appearance.words.error(error))
        else:
            self.preview.show_up_to_date()

    def _file_name(self, order: ReportOrder) -> str:
        words = load_words(order.form.language)
        wish = order.wish
        what = wish.code if wish.kind is ReportKind.DOSSIER else words.report(f"title_{wish.kind}")
        day = wish.query.as_of or (self.ledger.as_of or self.ledger.today() if self.ledger else None)
        return f"{what} {day}.{ending(order.form.format)}"

    def _ask_place(
        self, title: str, form: ReportForm, name: str, use: Callable[[Path], None], folder: Path | None = None
    ) -> None:
        if form.is_site:
            ask_folder(self.window(), title, use, folder=str(folder or self._settings.folder()))
            return
        endings = [f"*.{name.partition('.')[2]}"]
        ask_file(self.window(), title, use, folder=self._settings.folder(), filters=endings, saves=name)

    def _write(self, order: ReportOrder, path: Path) -> None:
        ledger = self.ledger
        if ledger is None:
            return
        self._settings.remember_folder(path.parent)

        def done(past: PastReport) -> None:
            saved = self.tr("Saved the report as {path}")
            unrecorded = self.tr("Saved the report as {path}; it was not recorded, as the ledger can only be read.")
            self.said.emit((saved if past.is_recorded else unrecorded).format(path=path))
            self._settings.remember_report(past.sha256, path)
            self.panel.remember()
            self.past.choose_newest()
            self.refresh()

        self._jobs.run_long(
            Task(self.tr("Save report")),
            lambda progress: _make(ledger, order, path, progress),
            done,
            self._say_error,
        )

    def _ask_again(self, past: PastReport) -> None:
        self._ask_place(self.tr("Make the report again"), past.form, past.file, partial(self._write_again, past))

    def _write_again(self, past: PastReport, path: Path) -> None:
        ledger = self.ledger
        if ledger is None:
            return
        same = self.tr("Saved as {path}: the same as it was, byte by byte.").format(path=path)
        other = self.tr("Saved as {path}: the content of then, as version {version} of the program wrote it otherwise.")

        def done(is_same: bool) -> None:
            if is_same:
                self._settings.remember_report(past.sha256, path)
                self.refresh()
            self.said.emit(same if is_same else other.format(path=path, version=past.version))

        self._jobs.run_long(
            Task(self.tr("Make the report again")),
            lambda progress: services.making.make_again(ledger.workspace, past, path, progress),
            done,
            self._say_error,
        )

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.panel.refuse(error)
            self.refuse(error)

    def _lay_out(self) -> None:
        asked = QWidget()
        asked.setLayout(column(self.panel, self.panel.acts))
        left = Side(asked, 4, 240, 300, minimum=232)
        right = Side(self.past, 5, 220, 300, minimum=212)
        self.splitter = Panes(self._settings, "reports_splitter", left, (self.preview, 280), right)
        self.setLayout(column(self.splitter))


def read_scopes(settings: Settings, ledger: "OpenLedger", why_not: str = "") -> Scopes:
    """What a report can be of besides the whole ledger, and what was reported before."""
    saved = services.saved_views.list_views(ledger.workspace)
    queries = tuple((view.name, services.saved_views.query_of(view.definition)) for view in saved)
    counted = services.reading.count_facets(ledger.workspace, ledger.of_day(LedgerQuery()), [Facet.DEPARTMENT])
    named = tuple(value.name for value in counted.values[Facet.DEPARTMENT] if value.name is not None and value.count)
    past = services.past_reports.list_reports(ledger.workspace)
    # Here and not when one is chosen: a share that is gone takes its time to say so.
    places = {one.sha256: place for one in past if (place := settings.report_place(one.sha256)) is not None}
    forms = services.forms.list_sent(ledger.workspace)
    places |= {one.sha256: place for one in forms if (place := settings.report_place(one.sha256)) is not None}
    layouts = services.layouts.list_layouts(ledger.workspace)
    return Scopes(queries, past, ledger.as_of or ledger.today(), named, places, forms, layouts, why_not)


def _make(ledger: "OpenLedger", order: ReportOrder, path: Path, progress: Progress) -> PastReport:
    office = services.template.read_template(order.template) if order.template is not None else None
    return services.making.make_report(
        ledger.workspace, _of_day(ledger, order.wish), order.form, path, progress, office
    )


def _of_day(ledger: "OpenLedger", wish: ReportWish) -> ReportWish:
    """The same of the past day that is shown, where the wish names none: reports of a past day change nothing."""
    return wish if wish.query.as_of is not None else replace(wish, query=ledger.of_day(wish.query))
