"""What is asked of a report: kind, scope, days, language, format."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.widgets import CheckBox, button, column, text
from tracker.desktop.views.forms.field_set import FieldSet
from tracker.desktop.views.forms.one_of import OneOf
from tracker.desktop.views.forms.read_field import DateField
from tracker.desktop.views.recording.commitment_input import CommitmentInput
from tracker.desktop.views.reports.order import ReportOrder
from tracker.desktop.views.reports.scope_choice import ScopeChoice, fill
from tracker.desktop.views.reports.since_choice import SinceChoice
from tracker.desktop.views.reports.template_choice import TemplateChoice
from tracker.domain.errors import UserError
from tracker.domain.reports.past_report import PastReport, last_report
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.text.date_input import read_day

if TYPE_CHECKING:
    from tracker.desktop.views.reports.order import Scopes

_WITH_TEMPLATE = "docx"


class OrderPanel(QScrollArea):
    """`changed` says that something else is asked for, `save_wanted` that the report is to be saved."""

    changed = Signal()
    save_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self._appearance = appearance
        self._fields = FieldSet(appearance)
        self._past: tuple[PastReport, ...] = ()
        self._today = date.min
        self.kind = OneOf(tuple(ReportKind))
        self.language = OneOf(("zh", "en"))
        self.scope = ScopeChoice()
        self.since = SinceChoice(appearance)
        self.format = QComboBox()
        self.commitment = CommitmentInput(appearance, "", "")
        self.as_of = DateField(appearance)
        self.charts = CheckBox(appearance)
        self.template = TemplateChoice(settings)
        self._explained = text("", "hint")
        self.save_button = button("", "primary")
        self.language.choose(appearance.language)
        self.charts.setChecked(True)
        self._lay_out()
        self.retranslate()
        self._connect()

    def order(self) -> ReportOrder:
        """What is asked for now. Where something is wrong with it, says so beside the field and raises `UserError`."""
        self._fields.clear_faults()
        form = ReportForm(str(self.language.chosen), str(self.format.currentData()), self.charts.isChecked())
        try:
            wish = self._wish()
        except UserError as error:
            self.refuse(error)
            raise
        return ReportOrder(wish, form, self.template.path if form.format == _WITH_TEMPLATE else None)

    def refuse(self, error: UserError) -> bool:
        """Say beside its field why something was not taken; False where it is about none of them."""
        is_known = error.field in ("as_of", "since", "commitment", "template")
        if is_known:
            self._fields.refuse(str(error.field), error)
        return is_known

    def fault(self, name: str) -> str:
        """The sentence that is shown beside a field."""
        return self._fields.fault(name)

    def show_scopes(self, scopes: "Scopes") -> None:
        """These can be chosen from."""
        self._past = scopes.past
        self._today = scopes.today
        self.scope.show_views(dict(scopes.views))
        self._offer_last()
        self.as_of.setPlaceholderText(self.tr("Today, {day}").format(day=scopes.today.isoformat()))

    def follow(self, query: LedgerQuery) -> None:
        """The ledger page shows this now."""
        self.scope.follow(query)
        if self.scope.is_shown:
            self._change()

    def continue_from(self, past: PastReport) -> None:
        """Ask for what changed since a report, of the same scope."""
        is_dossier = past.wish.kind is ReportKind.DOSSIER
        self.kind.choose(ReportKind.DOSSIER if is_dossier else ReportKind.PERIOD)
        if is_dossier:
            self.commitment.setText(past.wish.code)
        self.language.choose(past.form.language)
        self.as_of.clear()
        self.scope.continue_from(past)
        self.since.offer(self._kind, past, take_last=True)
        self._change()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        kinds: dict[Hashable, str] = {
            ReportKind.LEDGER: self.tr("Ledger"),
            ReportKind.PERIOD: self.tr("Month or week"),
            ReportKind.DOSSIER: self.tr("One commitment"),
        }
        self.setAccessibleName(self.tr("What is reported"))
        for name, caption in self._captions().items():
            self._fields.name(name, caption)
        self.kind.name(kinds, self.tr("Kind of report"))
        self.language.name({"zh": "中文", "en": "English"}, self.tr("Language"))
        self.charts.setText(self.tr("With charts"))
        self.save_button.setText(self.tr("Save report…"))
        for part in (self.scope, self.commitment, self.template):
            part.retranslate()
        self.since.retranslate(self.since.chosen)
        self.as_of.retranslate()
        fill(self.format, self._formats(), str(self.format.currentData()))
        self._adapt()

    @property
    def _kind(self) -> ReportKind:
        return cast(ReportKind, self.kind.chosen)

    def _wish(self) -> ReportWish:
        typed = self.as_of.value
        as_of = read_day(typed, "as_of") if typed else None
        wish = replace(self._asked(), query=replace(self._asked().query, as_of=as_of))
        since, after = self.since.read(as_of or self._today)
        return replace(wish, since=since, after=after)

    def _asked(self) -> ReportWish:
        """Kind and scope, of today."""
        if self._kind is not ReportKind.DOSSIER:
            return ReportWish(self._kind, self.scope.query)
        if not self.commitment.code:
            raise UserError("field_missing", field="commitment")
        return ReportWish(self._kind, code=self.commitment.code)

    def _offer_last(self) -> None:
        """Offer the report that this one would follow."""
        try:
            last = self.scope.before or last_report(self._past, self._asked())
        except UserError:  # it is not said yet what it is of
            last = None
        self.since.offer(self._kind, last)

    def _change(self) -> None:
        self._adapt()
        self.changed.emit()

    def _change_scope(self) -> None:
        self._offer_last()
        self._change()

    def _adapt(self) -> None:
        """Show the fields that go with the kind and the format."""
        is_dossier = self._kind is ReportKind.DOSSIER
        self._fields.show("scope", not is_dossier)
        self._fields.show("commitment", is_dossier)
        self._fields.show("template", self.format.currentData() == _WITH_TEMPLATE)
        self._explained.setText(self._rules()[self._kind])

    def _rules(self) -> Mapping[ReportKind, str]:
        return {
            ReportKind.LEDGER: self.tr("Every commitment on one line, with figures and charts."),
            ReportKind.PERIOD: self.tr(
                "A summary in words, what changed, what needs attention, then the commitments by department."
            ),
            ReportKind.DOSSIER: self.tr("All that is known of one commitment: words, evidence, judgements, history."),
        }

    def _captions(self) -> Mapping[str, str]:
        return {
            "kind": self.tr("Kind of report"),
            "scope": self.tr("Commitments"),
            "commitment": self.tr("Commitment"),
            "as_of": self.tr("As of the end of"),
            "since": self.tr("Changes"),
            "language": self.tr("Language"),
            "format": self.tr("Format"),
            "template": self.tr("Layout"),
        }

    def _formats(self) -> Mapping[str, str]:
        """What each format is called, in the order in which they are offered."""
        return {
            "docx": self.tr("Word document (DOCX)"),
            "pdf": self.tr("PDF document"),
            "xlsx": self.tr("Excel workbook (XLSX)"),
            "html": self.tr("Web page (HTML)"),
            "md": self.tr("Markdown text"),
            "csv": self.tr("CSV table"),
            "json": self.tr("JSON data"),
            "datapackage": self.tr("Data package (CSV with its schema)"),
            "ical": self.tr("Calendar of due dates (iCalendar)"),
            "csl-json": self.tr("Cited evidence (CSL-JSON)"),
            "ris": self.tr("Cited evidence (RIS)"),
        }

    def _lay_out(self) -> None:
        self.setObjectName("facets")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.save_button.setObjectName("saveReport")
        add = self._fields.add
        fields: QVBoxLayout = column(
            add("kind", self.kind),
            self._explained,
            add("scope", self.scope),
            add("commitment", self.commitment),
            add("as_of", self.as_of),
            add("since", self.since),
            add("language", self.language),
            add("format", self.format),
            add("template", self.template),
            self.charts,
            self.save_button,
            None,
            spacing=12,
            margins=(16, 14, 16, 16),
        )
        inner = QWidget()
        inner.setObjectName("facetList")
        inner.setLayout(fields)
        self.setWidget(inner)

    def _connect(self) -> None:
        self.kind.changed.connect(self._change_scope)
        self.scope.currentIndexChanged.connect(self._change_scope)
        self.commitment.chosen.connect(self._change_scope)
        self.as_of.textChanged.connect(self._change)
        self.since.changed.connect(self._change)
        self.language.changed.connect(self._change)
        self.format.currentIndexChanged.connect(self._change)
        self.charts.toggled.connect(self._change)
        self.template.changed.connect(self._change)
        self.save_button.clicked.connect(self.save_wanted)
