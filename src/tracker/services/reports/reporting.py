"""What a report is made of, read in one snapshot: values, not yet words (`exports.compose` makes these of them)."""

from array import array
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePath

from sqlalchemy import Select

from tracker.domain.commitments.progress import Many, Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.reports.happenings import is_news
from tracker.domain.reports.report_period import Period, period_of
from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.reports.totals import Totals
from tracker.domain.rows import CommitmentChange, CommitmentDetail, LedgerRow, Name, SourceRow
from tracker.domain.search.ledger_query import Attention, Facet, LedgerQuery
from tracker.domain.terms import Bearing, RelationKind
from tracker.domain.text.dates import end_of_month_before, first_day
from tracker.services.commitments.changes import changes_in, rows_before
from tracker.services.ledgers.workspace import Snapshot, Workspace
from tracker.store.commitments import commitment_detail, commitment_list
from tracker.store.database import ledger_settings
from tracker.store.database.versions import Horizon
from tracker.store.events import history, seals
from tracker.store.reports import report_marks, report_queries
from tracker.store.search.facet_index import names_of

MOST_MEASURED = 200
"""Amounts that a chart of them can hold."""
_TOLD_OF = 500
"""Rows that are counted before anybody is told of it."""


@dataclass(frozen=True, slots=True)
class BriefInputs:
    """What a briefing report is made of besides its commitments: its period, how they stood by id at the end of the
    period before, and the day on which each piece of evidence was entered, by its id, or each statement, by its
    uid."""

    period: Period
    before: Mapping[int, LedgerRow]
    recorded: Mapping[int | str, date]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that a report says, by values.

    `details` are the wanted commitments in order; only the one of a dossier has its history with it. `totals` are what
    they are together, `measured` the first rows with an amount to reach, each with the day that it was promised.
    `stated` tells whether there are official claims or later wordings of any of them, `relations` are the kinds of the
    latter, `evidenced` tells whether there is evidence. `changes` is what was done to them since `since`, by id.
    `moved` are those of which anything happened since then by its own day (§5), or that were judged again,
    `new_evidence` counts the pieces that show so and `new_statements` what was said; `entered` are the pieces, by id,
    and the statements, by uid, that were recorded since then and tell of before. `attention` is what they ask for, by
    code, `asking` those that ask for anything, what is most wanted first; of reports with the analyst's to-do list
    alone. `total` counts the whole ledger; `names` are those of the keys that the query chose by. `fingerprint` is the
    hash of the newest event that is shown, `event` its id, and
    `origin` the mark that tells both of them and the ledger. `brief_inputs` is there for a briefing report alone.
    """

    wish: ReportWish
    as_of: date
    since: date | None
    made_on: date
    ledger: str
    event: int
    fingerprint: str
    total: int
    details: Many[CommitmentDetail]
    totals: Totals
    measured: tuple[tuple[LedgerRow, date], ...]
    stated: bool
    relations: frozenset[RelationKind]
    evidenced: bool
    changes: Mapping[int, CommitmentChange]
    new_evidence: int
    attention: Mapping[str, tuple[Attention, ...]]
    asking: tuple[LedgerRow, ...]
    sources: tuple[SourceRow, ...]
    names: Mapping[Facet, Mapping[str, Name]]
    illustrative: date | None
    origin: str = ""
    brief_inputs: BriefInputs | None = None
    moved: frozenset[int] = frozenset()
    entered: frozenset[int | str] = frozenset()
    new_statements: int = 0


def read_report(workspace: Workspace, wish: ReportWish, progress: Progress = unwatched) -> ReportFacts:
    """Read everything that the report says, in one snapshot. `progress` counts commitments.

    Raises what `reading_report` raises.
    """
    with reading_report(workspace, wish) as facts:
        return replace(facts, details=tuple(steps(facts.details, progress)))


@contextmanager
def reading_report(
    workspace: Workspace, wish: ReportWish, progress: Progress = unwatched, *, in_one_line: bool = False
) -> Generator[ReportFacts]:
    """The same within one snapshot, for who takes the commitments one by one: as long as the block lasts, `details` are
    read a page at a time, whenever somebody goes through them. `progress` may cancel before the first. `in_one_line`
    reads no more of each than a register shows, and counts nothing but whether any has parts, where nothing of its
    changes shows: see `read_details`.

    Raises `field_missing` or `commitment_unknown` for a dossier of none, `days_reversed` where `since` is not before
    the day it is of, and `period_ahead` for a briefing report of a period to come.
    """
    today = wish.moment.day if wish.moment else workspace.today()
    as_of = wish.query.as_of or today
    since = _since(wish, as_of)
    # One read transaction for everything: somebody who writes meanwhile changes nothing in the middle of a report.
    with _snapshot_for(workspace, wish, as_of) as snapshot:
        in_one_line = in_one_line and since is None
        found = _found(snapshot, wish, progress, in_one_line=in_one_line)
        yield _facts(snapshot, wish, (today, as_of, since), _ledger_name(workspace, wish), found)


def _facts(
    snapshot: Snapshot, wish: ReportWish, days: tuple[date, date, date | None], name: str, found: "_Found"
) -> ReportFacts:
    today, as_of, since = days
    connection = snapshot.connection
    horizon = snapshot.scope.horizon
    changed = () if since is None else changes_in(snapshot, _changed(wish, since), since, today)
    # The set is made only where it is asked: of most reports nothing changed, and a ledger has many ids.
    ids = frozenset(found.ids) if changed or wish.todo else frozenset[int]()
    changes = {change.after.id: change for change in changed if change.after.id in ids}
    news = _news(snapshot, found.wanted, changes, since, wish.after, as_of) if since is not None else _News()
    attention, asking = _attention(snapshot, wish, ids)
    shown = history.latest_event(connection) if horizon.event is None else horizon.event
    return ReportFacts(
        wish=wish,
        as_of=as_of,
        since=since,
        made_on=today,
        ledger=name,
        event=shown,
        fingerprint=seals.head(connection, shown),
        origin=str(report_marks.mark_at(connection, shown) or ""),
        total=commitment_list.count_all(connection, snapshot.scope),
        details=found.details,
        totals=found.totals,
        measured=report_queries.with_days(connection, found.measured),
        stated=report_queries.has_statements(connection, found.wanted, horizon),
        relations=report_queries.relation_kinds(connection, found.wanted, horizon),
        evidenced=report_queries.has_evidence(connection, found.wanted, horizon),
        changes=changes,
        new_evidence=news.evidence,
        new_statements=news.statements,
        moved=news.moved,
        entered=news.entered,
        attention=attention,
        asking=asking,
        sources=report_queries.sources_of(connection, found.wanted),
        names=names_of(connection, wish.query.choices),
        illustrative=ledger_settings.sample_day(connection),
        brief_inputs=_brief_inputs(snapshot, wish, as_of, today, found.wanted),
    )


def _brief_inputs(
    snapshot: Snapshot, wish: ReportWish, as_of: date, today: date, wanted: Select[int]
) -> BriefInputs | None:
    if wish.kind is not ReportKind.BRIEF:
        return None
    period = _period(wish, as_of)
    connection = snapshot.connection
    horizon = snapshot.scope.horizon
    days = snapshot.scope.days()
    recorded: dict[int | str, date] = {**report_queries.recorded_on(connection, wanted, horizon, days)}
    recorded |= {one.uid: one.on for one in report_queries.statements_recorded(connection, wanted, horizon, days)}
    return BriefInputs(period, rows_before(snapshot, period.first - timedelta(days=1), today), recorded)


def _period(wish: ReportWish, as_of: date) -> Period:
    """The period of a briefing report. Raises `period_ahead` for one that has not begun."""
    period = period_of(wish.brief.day or as_of, wish.brief.span)
    if period.first > as_of:
        raise UserError("period_ahead", field="period", until=as_of)
    return period


def _ledger_name(workspace: Workspace, wish: ReportWish) -> str:
    return wish.moment.ledger if wish.moment else PurePath(workspace.name.replace("\\", "/")).stem


def _since(wish: ReportWish, as_of: date) -> date | None:
    if wish.kind is ReportKind.BRIEF:  # its period says since when
        return None
    since = wish.since
    # The month's report counts from the end of the month before, whatever day it is made on.
    if since is None and wish.kind is ReportKind.PERIOD:
        since = end_of_month_before(as_of)
    if since is not None and (since > as_of or (since == as_of and wish.after is None)):
        raise UserError("days_reversed", field="since", until=as_of)
    return since


def _snapshot_for(workspace: Workspace, wish: ReportWish, as_of: date) -> AbstractContextManager[Snapshot]:
    if wish.moment is None:
        return workspace.snapshot(wish.query.as_of)
    return workspace.snapshot_at(Horizon(as_of, wish.moment.event))


def _changed(wish: ReportWish, since: date) -> LedgerQuery:
    return replace(wish.query, changed_since=since, changed_after=wish.after)


@dataclass(frozen=True, slots=True)
class _Found:
    """The commitments of a report: a question for their ids, these, what they are together, and each with all."""

    wanted: Select[int]
    ids: Sequence[int]
    totals: Totals
    measured: Sequence[LedgerRow]
    details: Many[CommitmentDetail]


def _found(snapshot: Snapshot, wish: ReportWish, progress: Progress, *, in_one_line: bool) -> _Found:
    totals = Totals()
    if wish.kind is ReportKind.DOSSIER:
        detail = _the_one(snapshot, wish)
        totals.add(detail.row)
        ids = [detail.row.id]
        return _Found(commitment_list.these(ids), ids, totals, (), (detail,))
    wanted = commitment_list.wanted(wish.query, snapshot.scope)
    if in_one_line:
        progress(0, 0)
        ids = array("q", commitment_list.first_ids(snapshot.connection, wish.query, snapshot.scope, None))
        totals.parted = int(commitment_list.any_parts(snapshot.connection, wish.query, snapshot.scope))
        return _Found(wanted, ids, totals, (), _Details(snapshot, ids, in_one_line))
    ids = array("q")
    measured = list[LedgerRow]()
    for number, row in enumerate(commitment_list.walk_rows(snapshot.connection, wish.query, snapshot.scope)):
        if number % _TOLD_OF == 0:
            progress(0, 0)
        totals.add(row)
        ids.append(row.id)
        if len(measured) < MOST_MEASURED and row.quantity and row.quantity.value:
            measured.append(row)
    return _Found(wanted, ids, totals, measured, _Details(snapshot, ids, in_one_line))


@dataclass(frozen=True, slots=True)
class _Details:
    """The commitments with these ids, read as they are gone through."""

    snapshot: Snapshot
    ids: Sequence[int]
    in_one_line: bool

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[CommitmentDetail]:
        snapshot = self.snapshot
        return commitment_detail.read_details(
            snapshot.connection, self.ids, snapshot.scope, in_one_line=self.in_one_line
        )


def _the_one(snapshot: Snapshot, wish: ReportWish) -> CommitmentDetail:
    if not wish.code.strip():
        raise UserError("field_missing", field="commitment")
    found = commitment_detail.read_detail(snapshot.connection, wish.code.strip(), snapshot.scope)
    if found is None:
        raise UserError("commitment_unknown", field="commitment", value=wish.code)
    return found


@dataclass(frozen=True, slots=True)
class _News:
    """What happened in a period: see `ReportFacts`."""

    evidence: int = 0
    statements: int = 0
    moved: frozenset[int] = frozenset()
    entered: frozenset[int | str] = frozenset()


def _news(
    snapshot: Snapshot,
    wanted: Select[int],
    changes: Mapping[int, CommitmentChange],
    since: date,
    after: int | None,
    as_of: date,
) -> _News:
    """What happened after the end of a day, or after an event of that day."""
    added = _added(changes)
    moved = {
        number
        for number, change in changes.items()
        if change.before is not None and change.before.assessment is not change.after.assessment
    }
    happened: set[int] = set()
    entered: set[int | str] = set()
    for link in report_queries.dated_since(snapshot.connection, wanted, snapshot.scope.horizon, since, added):
        is_new = link.evidence_id in added
        effective = link.effective_on is not None and since < link.effective_on <= as_of
        if effective or is_news(link.published, since, as_of, is_new=is_new):
            happened.add(link.evidence_id)
            if link.bearing is not Bearing.CONTRADICTS:
                moved.add(link.commitment_id)
        if is_new and first_day(link.published) <= since:
            entered.add(link.evidence_id)
    said = 0
    horizon = snapshot.scope.horizon
    for statement in report_queries.statements_recorded(snapshot.connection, wanted, horizon, snapshot.scope.days()):
        is_new = statement.event > after if after is not None else statement.on > since
        if is_news(statement.said_on, since, as_of, is_new=is_new):
            said += 1
        if is_new and first_day(statement.said_on) <= since:
            entered.add(statement.uid)
    return _News(len(happened), said, frozenset(moved), frozenset(entered))


def _added(changes: Mapping[int, CommitmentChange]) -> set[int]:
    """The evidence that was recorded meanwhile."""
    added = {
        event.details.get("evidence_id")
        for change in changes.values()
        for event in change.events
        if event.kind == "evidence_added"
    }
    return {number for number in added if isinstance(number, int)}


def _attention(
    snapshot: Snapshot, wish: ReportWish, ids: frozenset[int]
) -> tuple[Mapping[str, tuple[Attention, ...]], tuple[LedgerRow, ...]]:
    """What asks for the analyst, only read where the report shows it, and the rows that do: each where its most
    wanted reason puts it."""
    if not wish.todo:
        return {}, ()
    asked: dict[str, tuple[Attention, ...]] = {}
    asking: list[LedgerRow] = []
    for attention in Attention:
        choices = {Facet.ATTENTION: frozenset({attention})}
        query = LedgerQuery(choices, as_of=wish.query.as_of, codes=wish.query.codes).ordered_by(wish.query.orders)
        for row in commitment_list.walk_rows(snapshot.connection, query, snapshot.scope):
            if row.id in ids:
                if row.code not in asked:
                    asking.append(row)
                asked[row.code] = (*asked.get(row.code, ()), attention)
    return asked, tuple(asking)
