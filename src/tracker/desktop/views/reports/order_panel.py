"""What is asked of a report: kind, scope, days, columns, language, format."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.widgets import (
    CheckBox,
    ElidedLabel,
    Scrolling,
    ask_file,
    button,
    column,
    row,
    text,
)
from tracker.desktop.views.forms.more_fields import MoreFields
from tracker.desktop.views.forms.plain_dialog import FieldSet
from tracker.desktop.views.forms.read_field import DateField
from tracker.desktop.views.recording.commitment_input import CommitmentInput
from tracker.desktop.views.reports.brief_fields import BriefFields
from tracker.desktop.views.reports.layout_choice import LayoutChoice
from tracker.desktop.views.reports.one_of import OneOf, fill
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import Sending
from tracker.domain.reports.past_report import PastReport, last_report
from tracker.domain.reports.register_columns import RegisterColumn
from tracker.domain.reports.report_request import SITE, BriefWish, Office, ReportForm, ReportKind, ReportWish
from tracker.domain.rows import Name
from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.text.date_input import read_day
from tracker.domain.text.dates import end_of_month_before
from tracker.exports.site.addresses import base_of


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report, how it is to look, and the office's template, if it has one."""

    wish: ReportWish
    form: ReportForm
    template: Path | None = None

    @property
    def pages(self) -> tuple[ReportWish, str, bool, tuple[RegisterColumn, ...]]:
        """What its pages depend on: another format, or a template, changes nothing of the preview."""
        return self.wish, self.form.language, self.form.charts, self.form.columns


@dataclass(frozen=True, slots=True)
class Scopes:
    """The saved views by name, the reports so far and the forms that were sent, newest first, and the departments that
    have commitments.

    `places` are where the files of both are, by their hashes, as far as that is known.
    `today` is the day that a report is of, where it names none; `layouts` are the columns of each by its name, and
    `why_not` says why none may be kept.
    """

    views: tuple[tuple[str, LedgerQuery], ...]
    past: tuple[PastReport, ...]
    today: date
    departments: tuple[Name, ...] = ()
    places: Mapping[str, Path] = field(default_factory=dict[str, Path])
    forms: tuple[Sending, ...] = ()
    layouts: Mapping[str, tuple[RegisterColumn, ...]] = field(default_factory=dict[str, tuple[RegisterColumn, ...]])
    why_not: str = ""


_KINDS = (ReportKind.LEDGER, ReportKind.PERIOD, ReportKind.BRIEF, ReportKind.DOSSIER, SITE)
_KEPT = "report_order"
_USUAL_FORMATS = 4
"""Formats that offices send; the others stand below a line."""
_ALL = "all"
_SHOWN = "shown"
_BEFORE = "before"
_VIEW = "view:"
_DEPARTMENT = "department:"


class ScopeChoice(QComboBox):
    """The choices are named again whenever something about them changes; the chosen one stays, if it is still there."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = LedgerQuery()
        self._views: Mapping[str, LedgerQuery] = {}
        self._departments: Mapping[str, str] = {}
        self._before: PastReport | None = None
        self.retranslate()

    @property
    def query(self) -> LedgerQuery:
        """What the scope asks of the ledger; order and groups are the report's own."""
        chosen = str(self.currentData())
        found = LedgerQuery()
        if chosen == _SHOWN:
            found = self._shown
        elif chosen == _BEFORE and self._before is not None:
            found = self._before.wish.query
        elif chosen.startswith(_VIEW):
            found = self._views.get(chosen.removeprefix(_VIEW), found)
        elif chosen.startswith(_DEPARTMENT):
            found = query_for(department={chosen.removeprefix(_DEPARTMENT)})
        return LedgerQuery(found.choices, found.search, changed_since=found.changed_since)

    @property
    def before(self) -> PastReport | None:
        """The report that the next one is to follow, while its scope is the chosen one."""
        return self._before if self.currentData() == _BEFORE else None

    @property
    def is_shown(self) -> bool:
        """Whether the scope is what the ledger page shows."""
        return self.currentData() == _SHOWN

    def show_choices(self, views: Mapping[str, LedgerQuery], departments: Mapping[str, str]) -> None:
        """Offer these saved views, and the commitments of these departments, whose names go by their keys."""
        self._views = views
        self._departments = departments
        self.retranslate()

    def follow(self, query: LedgerQuery) -> None:
        """The ledger page shows this now."""
        self._shown = query
        self.retranslate()

    def continue_from(self, past: PastReport | None) -> None:
        """Choose the scope of a report before; None leaves the one that was chosen."""
        self._before = past
        self.retranslate(_BEFORE if past is not None else None)

    def retranslate(self, chosen: str | None = None) -> None:
        """Name all choices again."""
        names = {_ALL: self.tr("The whole ledger")}
        if self._shown.is_filtered:
            names[_SHOWN] = self.tr("Commitments filtered now")
        names |= {_VIEW + name: self.tr("View “{view}”").format(view=name) for name in self._views}
        if self._before is not None:
            day = self._before.as_of.isoformat()
            names[_BEFORE] = self.tr("As in the report of {day}").format(day=day)
        before_departments = len(names)
        names |= {_DEPARTMENT + key: name for key, name in self._departments.items()}
        fill(self, names, chosen or str(self.currentData()), part_at=before_departments)


class Since(StrEnum):
    """Where the counting begins."""

    LAST = "last"
    MONTH = "month"
    DAY = "day"
    NEVER = "never"


class SinceChoice(QWidget):
    """`changed` says that it begins elsewhere."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._last: PastReport | None = None
        self._kind = ReportKind.LEDGER
        self.choice = QComboBox()
        self.day = DateField(appearance, "", "2025-12-31")
        self.setFocusProxy(self.choice)
        self.setLayout(column(self.choice, self.day, self.day.readout, spacing=6))
        self.retranslate()
        self.day.hide()
        self.choice.currentIndexChanged.connect(self._choose)
        self.day.textChanged.connect(self.changed)

    @property
    def chosen(self) -> Since:
        """Where the counting begins."""
        return Since(self.choice.currentData())

    def offer(self, kind: ReportKind, last: PastReport | None, *, take_last: bool = False) -> None:
        """Offer what goes with a report of this kind, and the report that it would follow, if there is one."""
        other = kind is not self._kind
        self._kind = kind
        self._last = last
        self.retranslate(Since.LAST if take_last else None if other else self.chosen)

    def read(self, as_of: date) -> tuple[date | None, int | None]:
        """The day after which changes count, and the event where that was within a day. Raises as `read_day`."""
        match self.chosen:
            case Since.LAST if self._last is not None:
                return self._last.as_of, self._last.newest_event
            case Since.MONTH:
                return end_of_month_before(as_of), None
            case Since.DAY:
                return read_day(self.day.value, "since"), None
            case _:
                return None, None

    def retranslate(self, chosen: Since | None = None) -> None:
        """Name all choices again."""
        names: dict[str, str] = {}
        if self._kind is not ReportKind.PERIOD:
            names[Since.NEVER] = self.tr("List no changes")
        if self._last is not None:
            day = self._last.as_of.isoformat()
            names[Since.LAST] = self.tr("Since the last report, of {day}").format(day=day)
        names[Since.MONTH] = self.tr("Since the end of last month")
        names[Since.DAY] = self.tr("Since the end of a day…")
        self.choice.setAccessibleName(self.tr("Changes"))
        self.day.setAccessibleName(self.tr("Day after which changes count"))
        fill(self.choice, names, chosen or "")
        self.day.retranslate()

    def _choose(self) -> None:
        self.day.setVisible(self.chosen is Since.DAY)
        self.day.show_readout()
        if self.chosen is Since.DAY and not self.day.text():
            self.day.setFocus()
        self.changed.emit()


_STANDARD = "GB/T 9704—2012"


class TemplateChoice(QWidget):
    """`changed` says that another one is chosen, or none. It is remembered for next time. `picked` carries a path that
    is to be looked through before it is taken."""

    changed = Signal()
    picked = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._name = ElidedLabel("small")
        self.choose_button = button("", "quiet-link")
        self.clear_button = button("", "quiet-link")
        self.choose_button.clicked.connect(self._ask)
        self.clear_button.clicked.connect(lambda: self.take(None))
        self.setFocusProxy(self.choose_button)
        line = row(self._name, self.choose_button, self.clear_button, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(line)

    @property
    def path(self) -> Path | None:
        """Where the template lies; None for the program's own layout."""
        kept = self._settings.report_template
        return Path(kept) if kept else None

    def take(self, path: Path | None) -> None:
        """Use this template from now on, or for None the program's own layout."""
        self._settings.report_template = str(path) if path else ""
        self.retranslate()
        self.changed.emit()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._name.setText(self.path.name if self.path else _STANDARD)
        self._name.setToolTip(str(self.path) if self.path else self.tr("The layout of official documents"))
        self.choose_button.setText(self.tr("Our own…"))
        self.choose_button.setToolTip(self.tr("A DOCX of your office with {{title}}, {{body}} and so on in it"))
        self.clear_button.setText(self.tr("Remove"))
        self.clear_button.setVisible(self.path is not None)

    def _ask(self) -> None:
        folder = str(self.path.parent) if self.path else self._settings.folder()
        filters = [self.tr("Word document (*.docx)")]
        ask_file(self.window(), self.tr("Template"), self.picked.emit, folder=folder, filters=filters)


_WITH_TEMPLATE = "docx"


class OrderPanel(Scrolling):
    """`changed` says that something else is asked for, `save_wanted` and `print_wanted` that the report is to be,
    `edit_wanted` that its paragraphs are to be edited."""

    changed = Signal()
    save_wanted = Signal()
    print_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self._appearance = appearance
        self._settings = settings
        self._views: Mapping[str, LedgerQuery] = {}
        self._departments: tuple[Name, ...] = ()
        self._fields = FieldSet(appearance)
        self._past: tuple[PastReport, ...] = ()
        self._today = date.min
        self._are_known = False
        """Whether the reports so far are known, and so whether there is a last one."""
        self.kind = OneOf(_KINDS)
        self.language = OneOf(("zh", "en"))
        self.scope = ScopeChoice()
        self.since = SinceChoice(appearance)
        self.brief = BriefFields(appearance, self._fields)
        self.format = QComboBox()
        # As narrow as the panel is: a name that is too long is cut in the box, and whole in its list.
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.format.setMinimumContentsLength(8)
        self.commitment = CommitmentInput(appearance, "", "")
        self.as_of = DateField(appearance)
        self.columns = LayoutChoice(settings)
        self.more = MoreFields(settings, "report_more")
        self.charts = CheckBox(appearance)
        self.todo = CheckBox(appearance)
        self.todo.setObjectName("withTodo")
        self.base_url = QLineEdit()
        self.base_url.setPlaceholderText("https://…/")
        self.reasons = CheckBox(appearance)
        self.reasons.setObjectName("withReasons")
        self.template = TemplateChoice(settings)
        self._explained = text("", "hint")
        # Below what scrolls: on a low screen the last of it is out of sight, and saving is what one comes for.
        self.acts = QFrame()
        self.save_button = button("", "primary")
        self.print_button = button("")
        self.print_button.setObjectName("printReport")
        kept = settings.recall(_KEPT)
        language = kept.get("language")
        self.language.choose(language if language in ("zh", "en") else appearance.language)
        self.base_url.setText(str(kept.get("base_url", "")))
        self.reasons.setChecked(kept.get("reasons") is True)
        self.charts.setChecked(True)
        self._lay_out()
        self.retranslate()
        self._connect()

    def order(self) -> ReportOrder:
        """What is asked for now. Where something is wrong with it, says so beside the field and raises `UserError`."""
        self._fields.clear_faults()
        try:
            wish = self._wish()
            form = self._form()
        except UserError as error:
            self.refuse(error)
            raise
        return ReportOrder(wish, form, self.template.path if form.format == _WITH_TEMPLATE else None)

    def refuse(self, error: UserError) -> bool:
        """Say beside its field why something was not taken; False where it is about none of them."""
        is_known = error.field in ("as_of", "since", "commitment", "template", "period", "base_url")
        if is_known:
            self._fields.refuse(str(error.field), error)
            if error.field == "template":
                self.more.open()
        return is_known

    def fault(self, name: str) -> str:
        """The sentence that is shown beside a field."""
        return self._fields.fault(name)

    def show_scopes(self, scopes: "Scopes") -> None:
        """These can be chosen from."""
        self._past = scopes.past
        self._today = scopes.today
        self._are_known = True
        self._departments = scopes.departments
        self.columns.show_layouts(scopes.layouts, scopes.why_not)
        self._offer_scopes(dict(scopes.views))
        self._offer_last()
        self._turn_to_this()
        self.brief.show_today(scopes.today)
        self.as_of.setPlaceholderText(self.tr("Today, {day}").format(day=scopes.today.isoformat()))

    def follow(self, query: LedgerQuery) -> None:
        """The ledger page shows this now."""
        self.scope.follow(query)
        if self.scope.is_shown:
            self._change()

    def close_ledger(self) -> None:
        """Know nothing of the ledger that was open."""
        self._past = ()
        self._are_known = False
        # A report of this ledger names an event of it: from another one, changes would count from anywhere.
        self.scope.continue_from(None)
        self.since.offer(self._kind, None)
        self.commitment.clear()
        self.brief.begin_again()

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
            ReportKind.BRIEF: self.tr("Briefing"),
            ReportKind.DOSSIER: self.tr("One commitment"),
            SITE: self.tr("Public pages"),
        }
        self.setAccessibleName(self.tr("What is reported"))
        for name, caption in self._captions().items():
            self._fields.name(name, caption)
        self.kind.name(kinds, self.tr("Kind of report"))
        self.language.name({"zh": "中文", "en": "English"}, self.tr("Language"))
        self.charts.setText(self.tr("With charts"))
        self.todo.setText(self.tr("With what needs attention"))
        self.todo.setToolTip(
            self.tr("The to-do list of who keeps the ledger: for your own desk, not for the report's readers")
        )
        self.reasons.setText(self.tr("With the reasons of assessments"))
        self.print_button.setText(self.tr("Print…"))
        self.print_button.setToolTip(self.tr("The pages as they are seen here (Ctrl+P); a printout is not recorded"))
        for part in (self.commitment, self.template, self.brief, self.columns):
            part.retranslate()
        self._offer_scopes(self._views)
        self.since.retranslate(self.since.chosen)
        self.as_of.retranslate()
        chosen = self.format.currentData() or self._settings.recall(_KEPT).get("format")
        fill(self.format, self._formats(), str(chosen), part_at=_USUAL_FORMATS)
        self._adapt()

    def remember(self) -> None:
        """Begin like this the next time: such a report was saved."""
        kept = {
            "format": str(self.format.currentData()),
            "language": str(self.language.chosen),
            "base_url": self.base_url.text(),
            "reasons": self.reasons.isChecked(),
        }
        self._settings.keep(_KEPT, kept)

    def _offer_scopes(self, views: Mapping[str, LedgerQuery]) -> None:
        self._views = views
        words = self._appearance.words
        self.scope.show_choices(views, {name.key: words.name(name) for name in self._departments})

    @property
    def _is_site(self) -> bool:
        return self.kind.chosen == SITE

    @property
    def _kind(self) -> ReportKind:
        return ReportKind.LEDGER if self._is_site else cast(ReportKind, self.kind.chosen)

    def _form(self) -> ReportForm:
        """How it is to look. Raises `base_url_invalid`."""
        if self._is_site:
            base = base_of(self.base_url.text())
            # In both languages whatever is chosen: only its title among the reports is in one.
            return ReportForm(
                self._appearance.language, SITE, charts=False, reasons=self.reasons.isChecked(), base_url=base
            )
        columns = self.columns.columns if self._kind is ReportKind.LEDGER else ()
        language, format_name = str(self.language.chosen), str(self.format.currentData())
        return ReportForm(language, format_name, self.charts.isChecked(), columns=columns)

    def _wish(self) -> ReportWish:
        typed = self.as_of.value
        as_of = read_day(typed, "as_of") if typed else None
        wish = replace(self._asked(), query=replace(self._asked().query, as_of=as_of))
        if self._kind is ReportKind.BRIEF:
            return replace(wish, brief=self.brief.wish())
        if self._is_site:
            return wish
        if self._kind is ReportKind.PERIOD:
            wish = replace(wish, todo=self.todo.isChecked())
        since, after = self.since.read(as_of or self._today)
        return replace(wish, since=since, after=after)

    def _asked(self) -> ReportWish:
        """Kind and scope, of today."""
        if self._kind is ReportKind.BRIEF:
            return ReportWish(self._kind, self.scope.query, brief=BriefWish(self.brief.chosen_span))
        if self._kind is not ReportKind.DOSSIER:
            return ReportWish(self._kind, self.scope.query)
        if not self.commitment.code:
            raise UserError("field_missing", field="commitment")
        return ReportWish(self._kind, code=self.commitment.code)

    def _offer_last(self) -> None:
        """Offer the report that this one would follow."""
        try:
            last = self.scope.before or last_report(self._past, self._asked())
        except UserError:
            # It is not said yet what it is of.
            last = None
        self.since.offer(self._kind, last)
        if self._kind is ReportKind.BRIEF and self._are_known:
            self.brief.offer(last.wish.brief.office if last is not None else Office(), self._settings.office)

    def _change(self) -> None:
        self._turn_to_this()
        self._adapt()
        self.changed.emit()

    def _turn_to_this(self) -> None:
        """Have the paragraphs that were worded for this scope, day and language."""
        # By what the scope asks, as a view may have been changed under its name.
        self.brief.turn_to((self.scope.query, self.as_of.value or self._today, self.language.chosen))

    def _change_scope(self) -> None:
        self._offer_last()
        self._change()

    def _adapt(self) -> None:
        """Show the fields that go with the kind and the format."""
        is_dossier = self._kind is ReportKind.DOSSIER
        is_site = self._is_site
        self._fields.show("scope", not is_dossier)
        self._fields.show("commitment", is_dossier)
        self._fields.show("since", self._kind is not ReportKind.BRIEF and not is_site)
        self.brief.setVisible(self._kind is ReportKind.BRIEF)
        self._fields.show("columns", self._kind is ReportKind.LEDGER and not is_site)
        self._fields.show("language", not is_site)
        self._fields.show("format", not is_site)
        with_template = self.format.currentData() == _WITH_TEMPLATE
        self._fields.show("template", with_template)
        self._fields.show("base_url", is_site)
        self.reasons.setVisible(is_site)
        self.todo.setVisible(self._kind is ReportKind.PERIOD)
        self.more.setVisible(not is_site)
        further = {
            self.charts.text(): True,
            self.todo.text(): self._kind is ReportKind.PERIOD,
            self._captions()["template"]: with_template,
        }
        self.more.say(self._appearance.words.join(words for words, shown in further.items() if shown))
        self.save_button.setText(self.tr("Save pages…") if is_site else self.tr("Save report…"))
        self.print_button.setVisible(not is_site)
        self._explained.setText(self._rules()[self.kind.chosen])

    def _rules(self) -> Mapping[Hashable, str]:
        return {
            ReportKind.LEDGER: self.tr("Every commitment on one line, with figures and charts."),
            ReportKind.PERIOD: self.tr("A summary in words, what happened, then the commitments by department."),
            ReportKind.BRIEF: self.tr(
                "Two or three pages for who decides: conclusion, what happened, problems, next steps, tables."
            ),
            ReportKind.DOSSIER: self.tr("All that is known of one commitment: words, evidence, assessments, history."),
            SITE: self.tr("A folder of web pages in both languages, without authors, attachments or searches."),
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
            "template": self.tr("Template"),
            "columns": self.tr("Columns"),
            "base_url": self.tr("Address of the site"),
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
        self.save_button.setObjectName("saveReport")
        add = self._fields.add
        self.more.add(self.charts, self.todo, add("template", self.template))
        fields: QVBoxLayout = column(
            add("kind", self.kind),
            self._explained,
            add("scope", self.scope),
            add("commitment", self.commitment),
            add("as_of", self.as_of),
            add("since", self.since),
            self.brief,
            add("columns", self.columns),
            add("language", self.language),
            add("format", self.format),
            add("base_url", self.base_url),
            self.reasons,
            self.more,
            None,
            spacing=12,
            margins=(16, 14, 16, 16),
        )
        inner = QWidget()
        inner.setObjectName("facetList")
        inner.setLayout(fields)
        self.setWidget(inner)
        self.acts.setObjectName("actionBar")
        self.acts.setLayout(row(self.save_button, self.print_button, None, spacing=8, margins=(16, 8, 16, 8)))

    def _connect(self) -> None:
        self.kind.changed.connect(self._change_scope)
        self.scope.currentIndexChanged.connect(self._change_scope)
        self.commitment.chosen.connect(self._change_scope)
        self.as_of.textChanged.connect(self._change)
        self.since.changed.connect(self._change)
        self.brief.changed.connect(self._change)
        self.brief.edit_wanted.connect(self.edit_wanted)
        self.language.changed.connect(self._change)
        self.format.currentIndexChanged.connect(self._change)
        self.columns.changed.connect(self._change)
        self.charts.toggled.connect(self._change)
        self.todo.toggled.connect(self._change)
        self.base_url.textChanged.connect(self._change)
        self.reasons.toggled.connect(self._change)
        self.template.changed.connect(self._change)
        self.save_button.clicked.connect(self.save_wanted)
        self.print_button.clicked.connect(self.print_wanted)
