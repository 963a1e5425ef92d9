"""What a report is made of, read in one look: values, not yet words (`exports.compose` makes these of them)."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from tracker.domain.dates import end_of_month_before
from tracker.domain.errors import UserError
from tracker.domain.progress import Progress, unwatched
from tracker.domain.query import Attention, Facet, LedgerQuery
from tracker.domain.report import ReportKind
from tracker.domain.report_wish import ReportWish
from tracker.domain.rows import CommitmentChange, CommitmentDetail, Name, SourceRow
from tracker.services.changes import changes_in
from tracker.services.workspace import Look, Workspace
from tracker.store import chain, details, history, ledger, settings
from tracker.store.names import names_of
from tracker.store.versions import Horizon


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that a report says, by values.

    `details` are the wanted commitments in order, `changes` what was done to them since `since`, by id, `attention`
    what they ask for, by id. `total` counts the whole ledger; `names` are those of the keys that the query chose by.
    `fingerprint` is the hash of the newest event that is shown, `event` its id.
    """

    wish: ReportWish
    as_of: date
    since: date | None
    made_on: date
    ledger: str
    event: int
    fingerprint: str
    total: int
    details: tuple[CommitmentDetail, ...]
    changes: Mapping[int, CommitmentChange]
    attention: Mapping[int, tuple[Attention, ...]]
    sources: tuple[SourceRow, ...]
    names: Mapping[Facet, Mapping[str, Name]]
    illustrative: bool


def read_report(workspace: Workspace, wish: ReportWish, progress: Progress = unwatched) -> ReportFacts:
    """Read everything that the report says, in one consistent look. `progress` counts commitments.

    Raises `field_missing` or `commitment_unknown` for a dossier of none, and `days_reversed` where `since` is not
    before the day it is of.
    """
    today = wish.moment.day if wish.moment else workspace.today()
    as_of = wish.query.as_of or today
    since = _since(wish, as_of)
    with _look(workspace, wish, as_of) as look:
        total = ledger.count_all(look.connection, look.scope)
        found = _details(look, wish, total, progress)
        changed = () if since is None else changes_in(look, _changed(wish, since), since, today)
        event = look.scope.horizon.event
        shown = history.latest_event(look.connection) if event is None else event
        ids = {detail.row.id for detail in found}
        return ReportFacts(
            wish=wish,
            as_of=as_of,
            since=since,
            made_on=today,
            ledger=wish.moment.ledger if wish.moment else PurePath(workspace.name.replace("\\", "/")).stem,
            event=shown,
            fingerprint=chain.head(look.connection, shown),
            total=total,
            details=found,
            changes={change.after.id: change for change in changed if change.after.id in ids},
            attention=_attention(look, wish, ids),
            sources=_sources(look, found),
            names=names_of(look.connection, wish.query.choices),
            illustrative=settings.is_illustrative(look.connection),
        )


def _since(wish: ReportWish, as_of: date) -> date | None:
    since = wish.since
    if since is None and wish.kind is ReportKind.PERIOD:
        since = end_of_month_before(as_of)
    if since is not None and (since > as_of or (since == as_of and wish.after is None)):
        raise UserError("days_reversed", field="since", until=as_of)
    return since


def _look(workspace: Workspace, wish: ReportWish, as_of: date) -> AbstractContextManager[Look]:
    if wish.moment is None:
        return workspace.look(wish.query.as_of)
    return workspace.look_back(Horizon(as_of, wish.moment.event))


def _changed(wish: ReportWish, since: date) -> LedgerQuery:
    return replace(wish.query, changed_since=since, changed_after=wish.after)


def _details(look: Look, wish: ReportWish, total: int, progress: Progress) -> tuple[CommitmentDetail, ...]:
    if wish.kind is ReportKind.DOSSIER:
        if not wish.code.strip():
            raise UserError("field_missing", field="commitment")
        found = details.read_detail(look.connection, wish.code.strip(), look.scope)
        if found is None:
            raise UserError("commitment_unknown", field="commitment", value=wish.code)
        return (found,)
    read: list[CommitmentDetail] = []
    progress(0, total)
    for detail in details.list_details(look.connection, wish.query, look.scope):
        read.append(detail)
        progress(len(read), total)
    return tuple(read)


def _attention(look: Look, wish: ReportWish, ids: set[int]) -> Mapping[int, tuple[Attention, ...]]:
    """What asks for the analyst, only read where the report tells of it."""
    if wish.kind is not ReportKind.PERIOD:
        return {}
    asked: dict[int, tuple[Attention, ...]] = {}
    for attention in Attention:
        query = LedgerQuery({Facet.ATTENTION: frozenset({attention})}, as_of=wish.query.as_of)
        for row in ledger.list_rows(look.connection, query, look.scope):
            if row.id in ids:
                asked[row.id] = (*asked.get(row.id, ()), attention)
    return asked


def _sources(look: Look, found: tuple[CommitmentDetail, ...]) -> tuple[SourceRow, ...]:
    """The sources that the commitments come from; all, where there are no commitments."""
    used = {detail.source.id for detail in found}
    return tuple(source for source in details.list_sources(look.connection) if not used or source.id in used)
