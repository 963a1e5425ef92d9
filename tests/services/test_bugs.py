"""A bug is a bug: what goes wrong in a service comes out as what it is, and never as a damaged ledger.

Not even where the ledger is damaged somewhere else."""

import pkgutil
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from secrets import token_hex
from unittest.mock import Mock

import pytest
from sqlalchemy import Engine
from tests.asked import list_changes
from tests.services.conftest import Office

import tracker.services
from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.briefings.coding_differences import Holding, Resolution
from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.exchange.spreadsheet_rows import SheetPlan
from tracker.domain.reports.report_request import ReportWish
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import Assessment
from tracker.locations import db_dir
from tracker.services.assessment.comparing import compare_with
from tracker.services.assessment.judging import preview_judgements, set_assessment
from tracker.services.assessment.judging_run import read_reasons
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import add_claim
from tracker.services.briefings.briefing_view import read_briefing
from tracker.services.briefings.coding import load_briefings, revise_commitment
from tracker.services.briefings.coding_drafts import begin_draft, check_new, is_known, raw_of
from tracker.services.briefings.comparing import (
    ComparedCodings,
    compare_folders,
    compare_two,
    read_folder,
    read_source,
    record_comparison,
)
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.loading import continue_coding, load_draft
from tracker.services.briefings.pledge_count import count_pledges
from tracker.services.briefings.recognising import read_words
from tracker.services.briefings.resolving import apply_resolutions
from tracker.services.briefings.reviewing import list_unreviewed
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.briefings.sources import export_source, list_sources, read_source_coding, source_of
from tracker.services.commands import (
    AssessmentChange,
    CommitmentRevision,
    EvidenceFields,
    ItemsMark,
    ListRuleFields,
    LookRound,
    NewClaim,
    NewDepartment,
    NewSearch,
    NewSource,
    NewWatchedPage,
    Quotation,
    TagChange,
    ViewDefinition,
    command,
    evidence_fields,
)
from tracker.services.commitments import reading
from tracker.services.commitments.dashboard import read_dashboard
from tracker.services.commitments.departments import add_department, names_in_use
from tracker.services.commitments.listing import read_listing
from tracker.services.commitments.reminders import list_reminders
from tracker.services.commitments.saved_views import list_views, save_view
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.replaying import FilesOf, list_events, replay
from tracker.services.events.undoing import undo
from tracker.services.evidence import evidence_view, quoting
from tracker.services.evidence.capturing import examine_text
from tracker.services.evidence.duplicates import find_same
from tracker.services.evidence.recognising import belongs_to_database
from tracker.services.evidence.recording import add_evidence
from tracker.services.evidence.suggesting import suggest
from tracker.services.evidence.viewing import read_file
from tracker.services.exchange import importing, rounds
from tracker.services.exchange.forms import FillWish, read_facts
from tracker.services.exchange.sheet_items import SheetItemMaker
from tracker.services.ledgers import crashes, defects
from tracker.services.ledgers.administration import read_status
from tracker.services.ledgers.clocks import newest_ahead
from tracker.services.ledgers.first_rows import read_first_rows
from tracker.services.ledgers.ledger_rules import set_rules
from tracker.services.ledgers.listening import listen
from tracker.services.ledgers.lost_changes import refuse_missing_changes
from tracker.services.ledgers.office import open_in_role
from tracker.services.ledgers.sample import make_sample
from tracker.services.ledgers.shared_addresses import public_location
from tracker.services.ledgers.workspace import Workspace, open_empty, open_workspace
from tracker.services.reports import layouts, past_reports
from tracker.services.reports.publishing import read_verdicts
from tracker.services.reports.reporting import read_report
from tracker.services.reports.verifying import verify_report
from tracker.services.safety import backups
from tracker.services.safety.checking import check
from tracker.services.safety.comparing import compare
from tracker.services.safety.copying import save_copy
from tracker.services.safety.merging import merge, preview_merge
from tracker.services.safety.moving import push
from tracker.services.safety.repairing import repair
from tracker.services.watching.found_items import list_new, mark_items
from tracker.services.watching.looking import check_pages
from tracker.services.watching.looks import offer_searches, record_looks
from tracker.services.watching.rechecking import recheck_pages
from tracker.services.watching.rechecks import list_captured
from tracker.services.watching.watched_pages import add_page, list_offered

CODE = "MIIT-2025-044"
BUGS = (ValueError("bug"), KeyError("bug"), TypeError("bug"))
PIECE = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
SHA256 = "0" * 64


@dataclass(frozen=True)
class Place:
    """A ledger that is open, another one that is not, and a folder for what comes out."""

    open: Workspace
    closed: Path
    folder: Path


CODING = db_dir() / "briefings" / "2025-01-21-miit"


@dataclass(frozen=True)
class Case:
    """What a service calls, `module:name`, and how the service is made to call it."""

    called: str
    use: Callable[[Place], object]


FOUND = find_in_source(read_pasted_text("要点\n下一步，我们将修订管理办法。\n"), date(2026, 1, 1))
WISH = command(NewSource, title="要点", publisher="某部", held_on="2026-01-01", prefix="MB-2026")


MARK = command(ItemsMark, items=("none",), state="seen")
LOOKS = command(LookRound, looks=[{"page": "none", "outcome": "failed", "looked_at": "2026-11-23T04:00:00Z"}])


def _followed_up(place: Place) -> object:
    links = [{"commitment": CODE, "bearing": "context"}]
    fields = evidence_fields({**PIECE, "title": "另一份公告", "links": links})
    add_evidence(place.open, fields, {}, separate=True)
    return reading.read_detail(place.open, CODE)


def _watch(place: Place) -> object:
    rule = command(ListRuleFields, kind="list")
    return add_page(place.open, command(NewWatchedPage, name="页", address="https://a.example/", rule=rule))


def _compared_by_two(place: Place) -> ComparedCodings:
    """The coding of the ledger, and a second one in which a commitment is of another kind."""
    folder = Path(shutil.copytree(CODING, place.folder / "second", dirs_exist_ok=True))
    coding = folder / "commitments.toml"
    coding.write_text(coding.read_text(encoding="utf-8").replace('kind = "pilot"', 'kind = "programme"', 1), "utf-8")
    return compare_two(read_source(place.open, CODING.name), read_folder(folder))


def _resolved_by_two(place: Place) -> tuple[ComparedCodings, tuple[Resolution, ...]]:
    compared = _compared_by_two(place)
    return compared, tuple(Resolution(one, Holding.SECOND, "reason") for one in compared.differences)


def _load(place: Place) -> object:
    draft, _ = draft_of(FOUND.source.clean.text, FOUND.findings).accept_all()
    return load_draft(place.open, draft, raw_of(FOUND), WISH, is_reviewed=False)


def _continue(place: Place) -> object:
    return continue_coding(place.open, read_source_coding(place.open, CODING.name))


def _look_inside(place: Place) -> None:
    with place.open.snapshot():
        raise_bug()


def _write_inside(place: Place) -> None:
    with place.open.write():
        raise_bug()


def _open_in_role(engine: Engine, ledger: Workspace) -> None:
    open_in_role(engine, ledger.clock)


def raise_bug() -> None:
    """Stands for the code of whoever looks."""


def _make_items(place: Place) -> None:
    with place.open.snapshot() as snapshot:
        SheetItemMaker(snapshot.connection, SheetPlan("", 0, {}, {}), "X", 1, "某局")


def _a_file(place: Place) -> Path:
    path = place.folder / "report.txt"
    path.write_text("通知", encoding="utf-8")
    return path


def _do_again(place: Place) -> None:
    (first, *_) = list_events(place.open)
    free = next(path for number in count() if not (path := place.folder / f"again-{number}.db").exists())
    with closing(open_empty(free)) as other:
        replay(other, first, FilesOf(place.open))


def _merged(place: Place) -> None:
    label = token_hex(4)  # one that the ledger does not have yet
    path = next(path for number in count() if not (path := place.folder / f"merged-{number}.db").exists())
    save_copy(place.open, path)
    with closing(open_workspace(path, author="李四")) as other:
        for ledger in (place.open, other):
            change_tags(ledger, command(TagChange, commitments=(CODE,), add=(label,)))
        merge(place.open, other)


CASES: dict[str, tuple[Case, ...]] = {
    "events.kept_commands": (
        Case(
            "tracker.services.events.kept_commands:_without_pages",
            lambda at: change_tags(at.open, command(TagChange, commitments=(CODE,), add=("重点",))),
        ),
    ),
    "safety.backups": (
        Case("tracker.store.safety.backups:copy_alone_to", lambda at: backups.back_up(at.open)),
        Case("tracker.store.safety.backups:recorded_head", lambda at: backups.back_up_daily(at.open)),
        Case(
            "tracker.store.safety.restoring:ledger_summary",
            lambda at: backups.preview_restore(at.folder / "no.db", at.closed),
        ),
        Case(
            "tracker.services.safety.backups:find_faults",
            lambda at: backups.restore(at.folder / "no.db", at.closed, author="张三"),
        ),
    ),
    "ledgers.administration": (
        Case("tracker.store.server.connecting:make_engine", lambda _: read_status("postgresql://nowhere/ledger")),
    ),
    "ledgers.listening": (
        Case(
            "tracker.store.server.listening:listen",
            lambda at: listen(at.open, lambda _: None, lambda: True),
        ),
    ),
    "ledgers.office": (
        Case(
            "tracker.services.ledgers.office:read_access",
            lambda at: at.open.run_on_engine(lambda engine: _open_in_role(engine, at.open)),
        ),
    ),
    "ledgers.lost_changes": (
        Case("tracker.services.ledgers.lost_changes:missing_in", lambda at: refuse_missing_changes(at.closed)),
    ),
    "briefings.briefing_view": (
        Case("tracker.services.briefings.briefing_view:list_promises", lambda at: read_briefing(at.open, 1)),
    ),
    "evidence.capturing": (Case("tracker.services.evidence.capturing:propose", lambda _: examine_text("通知")),),
    "commitments.changes": (
        Case("tracker.services.commitments.changes:events_since", lambda at: list_changes(at.open, date(2026, 1, 1))),
    ),
    "safety.checking": (
        Case("tracker.store.safety.integrity_check:find_shifts", lambda at: check(at.open)),
        Case("tracker.store.safety.integrity_check:first_misfit", lambda at: check(at.open)),
        Case("tracker.store.safety.integrity_check:find_sum_misfits", lambda at: check(at.open)),
    ),
    "assessment.judging_run": (
        Case("tracker.services.assessment.judging_run:recent_reasons", lambda at: read_reasons(at.open)),
    ),
    "ledgers.shared_addresses": (
        Case(
            "tracker.services.ledgers.shared_addresses:public_address",
            lambda _: public_location("postgresql://li@db.example/ledger"),
        ),
    ),
    "ledgers.first_rows": (
        Case("tracker.store.commitments.first_rows:light", lambda at: read_first_rows(str(at.closed))),
    ),
    "commitments.reminders": (
        Case(
            "tracker.services.commitments.reminders:is_final", lambda at: list_reminders(at.open, 0, date(2026, 6, 1))
        ),
    ),
    "ledgers.clocks": (Case("tracker.services.ledgers.clocks:last_moment", lambda at: newest_ahead(at.open)),),
    "briefings.source_text": (
        Case("tracker.services.briefings.source_text:clean", lambda _: read_pasted_text("下一步，我们将出台办法。")),
    ),
    "briefings.recognising": (
        Case(
            "tracker.services.briefings.recognising:read_due",
            lambda _: read_words("2026年底前出台办法", date(2026, 1, 1)),
        ),
    ),
    "briefings.comparing": (
        Case(
            "tracker.services.briefings.comparing:compared_sections",
            lambda at: compare_folders(CODING, Path(shutil.copytree(CODING, at.folder / "second", dirs_exist_ok=True))),
        ),
        Case("tracker.services.briefings.comparing:coding_text", lambda at: read_source(at.open, CODING.name)),
        Case(
            "tracker.services.briefings.comparing:key_of_text",
            lambda at: record_comparison(at.open, _compared_by_two(at), "reason"),
        ),
    ),
    "briefings.resolving": (
        Case(
            "tracker.services.briefings.resolving:read_source_coding",
            lambda at: apply_resolutions(at.open, *_resolved_by_two(at)),
        ),
    ),
    "assessment.comparing": (
        Case(
            "tracker.services.assessment.comparing:list_verdicts",
            lambda at: compare_with(at.open, str(at.closed)),
        ),
    ),
    "briefings.finding": (
        Case(
            "tracker.services.briefings.finding:propose",
            lambda _: find_in_source(read_pasted_text("下一步，我们将出台办法。"), date(2026, 1, 1)),
        ),
    ),
    "briefings.coding": (
        Case("tracker.services.briefings.coding:find_source", lambda at: load_briefings(at.open)),
        Case(
            "tracker.services.briefings.coding:replace_fields",
            lambda at: revise_commitment(
                at.open, command(CommitmentRevision, commitment=CODE, reason="改", title="改过的标题")
            ),
        ),
    ),
    "commands": (
        Case("tracker.services.commands:_link", lambda _: evidence_fields({**PIECE, "links": ({},)})),
        Case("tracker.services.commands:_first_fault", lambda _: command(NewSearch)),
    ),
    "safety.comparing": (
        Case("tracker.services.safety.comparing:seals_of", lambda at: compare(at.closed, Path(at.open.location))),
    ),
    "safety.merging": (
        Case("tracker.services.safety.merging:changes_of", _merged),
        Case("tracker.services.safety.merging:clashes", _merged),
        Case("tracker.services.safety.merging:seals_of", lambda at: preview_merge(at.open, at.open)),
    ),
    "safety.moving": (
        # To a server it goes the same way; what would fail without one is only that there is none.
        Case("tracker.services.safety.moving:open_copy", lambda at: push(at.closed, "postgresql://nowhere.invalid/x")),
    ),
    "safety.copying": (
        Case("tracker.services.safety.copying:copy_to", lambda at: save_copy(at.open, at.folder / "copy.db")),
    ),
    "ledgers.crashes": (Case("tracker.services.ledgers.crashes:log_dir", lambda _: crashes.last_crash()),),
    "commitments.departments": (
        Case("tracker.services.commitments.departments:list_publishers", lambda at: names_in_use(at.open, ())),
        Case(
            "tracker.services.commitments.departments:key_of",
            lambda at: add_department(at.open, command(NewDepartment, name="省数据局")),
        ),
    ),
    "commitments.following_up": (Case("tracker.services.commitments.following_up:questions_of", _followed_up),),
    "commitments.dashboard": (
        Case("tracker.store.search.facet_index:count_facets", lambda at: read_dashboard(at.open)),
    ),
    "ledgers.defects": (Case("tracker.services.ledgers.defects:_lines", lambda _: defects.describe(RuntimeError())),),
    "evidence.duplicates": (
        Case(
            "tracker.services.evidence.duplicates:document_of",
            lambda at: find_same(at.open, command(EvidenceFields, **PIECE)),
        ),
    ),
    "evidence.recording": (
        Case(
            "tracker.services.evidence.recording:reports_briefing",
            lambda at: add_evidence(at.open, command(EvidenceFields, **PIECE), separate=True),
        ),
        Case(
            "tracker.store.events.seals:seal",
            lambda at: add_evidence(at.open, command(EvidenceFields, **PIECE), separate=True),
        ),
    ),
    "evidence.evidence_view": (
        Case(
            "tracker.store.evidence.evidence_pieces:_evidence_row",
            lambda at: evidence_view.list_pieces(at.open, EvidenceQuery()),
        ),
        Case("tracker.services.evidence.evidence_view:with_orphans", lambda at: evidence_view.read_piece(at.open, 1)),
    ),
    "exchange.forms": (
        Case(
            "tracker.store.exchange.sent_forms:ledger_uid", lambda at: read_facts(at.open, FillWish("planning"), "zh")
        ),
    ),
    "exchange.rounds": (Case("tracker.store.exchange.rounds:list_rounds", lambda at: rounds.list_rounds(at.open)),),
    "exchange.importing": (
        Case("tracker.services.exchange.importing:imports", lambda at: importing.offer(at.open, Office().file())),
    ),
    "assessment.judging": (
        Case(
            "tracker.services.assessment.judging:read_cases",
            lambda at: set_assessment(
                at.open, command(AssessmentChange, commitment=CODE, assessment="in_progress", reason="已印发")
            ),
        ),
        Case(
            "tracker.services.assessment.judging:judged_states",
            lambda at: preview_judgements(at.open, [CODE], Assessment.MET),
        ),
    ),
    "commitments.listing": (
        Case(
            "tracker.store.commitments.commitment_list:_ledger_row",
            lambda at: read_listing(at.open, LedgerQuery(), tuple(Facet)),
        ),
        Case("tracker.store.search.facet_index:_values", lambda at: read_listing(at.open, LedgerQuery(), tuple(Facet))),
    ),
    "reports.layouts": (Case("tracker.store.reports.layouts:list_layouts", lambda at: layouts.list_layouts(at.open)),),
    "reports.past_reports": (
        Case("tracker.store.reports.past_reports:list_reports", lambda at: past_reports.list_reports(at.open)),
        Case("tracker.store.reports.past_reports:find_report", lambda at: past_reports.find_report(at.open, 1)),
    ),
    "evidence.quoting": (
        Case(
            "tracker.services.evidence.quoting:read_evidence",
            lambda at: quoting.quote_words(
                at.open,
                command(Quotation, evidence_id=1, words="通知", anchor={"sha256": SHA256, "page": 0, "start": 0}),
            ),
        ),
    ),
    "commitments.reading": (
        Case(
            "tracker.store.commitments.commitment_list:_ledger_row",
            lambda at: reading.list_rows(at.open, LedgerQuery()),
        ),
        Case("tracker.store.commitments.commitment_detail:_quote", lambda at: reading.read_detail(at.open, CODE)),
        Case(
            "tracker.store.commitments.commitment_detail:coded_fields",
            lambda at: reading.list_details(at.open, LedgerQuery()),
        ),
    ),
    "evidence.recognising": (
        Case(
            "tracker.services.evidence.recognising:is_database",
            lambda at: belongs_to_database(at.folder / "ledger.db-wal"),
        ),
    ),
    "safety.repairing": (
        Case(
            "tracker.services.safety.repairing:mend_sums",
            lambda at: repair(at.closed, at.folder / "a.db", author="张三"),
        ),
        Case(
            "tracker.store.safety.repairing:coded_fields",
            lambda at: repair(at.closed, at.folder / "b.db", author="张三"),
        ),
        Case(
            "tracker.store.safety.integrity_check:first_misfit",
            lambda at: repair(at.closed, at.folder / "c.db", author="张三"),
        ),
    ),
    "events.replaying": (Case("tracker.services.events.replaying:by_local_names", _do_again),),
    "reports.publishing": (
        Case(
            "tracker.store.reports.verdict_days:_changes",
            lambda at: read_verdicts(at.open, read_report(at.open, ReportWish())),
        ),
    ),
    "reports.reporting": (
        Case("tracker.store.reports.report_queries:with_days", lambda at: read_report(at.open, ReportWish())),
    ),
    "ledgers.ledger_rules": (
        Case(
            "tracker.services.ledgers.ledger_rules:replace_rules",
            lambda at: set_rules(at.open, Rules(search_expiry_days=31)),
        ),
    ),
    "ledgers.sample": (
        Case("tracker.services.ledgers.sample:mark_illustrative", lambda at: make_sample(at.folder / "sample.db")),
    ),
    "assessment.searching": (
        Case(
            "tracker.services.assessment.searching:kept_command",
            lambda at: log_search(at.open, command(NewSearch, commitment=CODE, place="官网", words="试点")),
        ),
    ),
    "ledgers.session": (
        Case("tracker.services.ledgers.session:horizon_at", lambda at: reading.latest_event(at.open)),
        Case("tracker.services.ledgers.session:read_rules", lambda at: reading.latest_event(at.open)),
        Case(f"{__name__}:raise_bug", _look_inside),
        Case(f"{__name__}:raise_bug", _write_inside),
    ),
    "exchange.sheet_items": (Case("tracker.services.exchange.sheet_items:coded_prefixes", _make_items),),
    "assessment.statements": (
        Case(
            "tracker.services.assessment.statements:kept_command",
            lambda at: add_claim(
                at.open, command(NewClaim, commitment=CODE, said="已完成", said_by="工信部", said_on="2026-01")
            ),
        ),
    ),
    "watching.watched_pages": (
        Case("tracker.services.watching.watched_pages:_official", lambda at: list_offered(at.open)),
        Case("tracker.services.watching.watched_pages:_check_address", _watch),
    ),
    "watching.found_items": (
        Case("tracker.services.watching.found_items:suggest_each", lambda at: list_new(at.open)),
        Case("tracker.store.watching.found_items:items_now", lambda at: mark_items(at.open, MARK)),
    ),
    "watching.looks": (
        Case("tracker.store.watching.watched_pages:read_pages", lambda at: record_looks(at.open, LOOKS)),
        Case("tracker.store.watching.watched_pages:read_pages", lambda at: offer_searches(at.open)),
    ),
    "watching.looking": (Case("tracker.store.watching.watched_pages:read_pages", lambda at: check_pages(at.open)),),
    "watching.rechecks": (Case("tracker.store.watching.rechecks:captured_pages", lambda at: list_captured(at.open)),),
    "watching.rechecking": (
        Case("tracker.services.watching.rechecking:list_captured", lambda at: recheck_pages(at.open)),
    ),
    "evidence.suggesting": (
        Case("tracker.services.evidence.suggesting:list_subjects", lambda at: suggest(at.open, "试点城市")),
    ),
    "commitments.tagging": (
        Case(
            "tracker.services.commitments.tagging:tags_of",
            lambda at: change_tags(at.open, command(TagChange, commitments=(CODE,), add=("重点",))),
        ),
    ),
    "briefings.draft_coding": (
        Case(
            "tracker.services.briefings.draft_coding:lines_of",
            lambda _: draft_of(FOUND.source.clean.text, FOUND.findings),
        ),
    ),
    "briefings.coding_drafts": (
        Case("tracker.services.briefings.coding_drafts:find_alike", lambda at: begin_draft(at.open, FOUND, WISH)),
        Case("tracker.services.briefings.coding_drafts:check_name", lambda at: begin_draft(at.open, FOUND, WISH)),
        Case("tracker.services.briefings.coding_drafts:find_alike", lambda at: check_new(at.open, FOUND.source)),
        Case("tracker.services.briefings.coding_drafts:find_alike", lambda at: is_known(at.open, FOUND.source)),
    ),
    "briefings.pledge_count": (
        Case(
            "tracker.services.briefings.pledge_count:find_in_source",
            lambda at: count_pledges(at.open, examine_text("下一步，我们将出台办法。")),
        ),
    ),
    "briefings.loading": (
        Case("tracker.services.briefings.loading:find_alike", _load),
        Case("tracker.services.briefings.loading:new_of_coding", _continue),
        Case("tracker.services.briefings.loading:add_source", _load),
    ),
    "briefings.reviewing": (Case("tracker.services.briefings.reviewing:select", lambda at: list_unreviewed(at.open)),),
    "briefings.sources": (
        Case("tracker.services.briefings.sources:summaries", lambda at: list_sources(at.open)),
        Case("tracker.store.briefings.kept_coding:source_of", lambda at: source_of(at.open, 1)),
        Case(
            "tracker.services.briefings.sources:write_briefing",
            lambda at: export_source(at.open, "2025-01-21-miit", at.folder / "out"),
        ),
    ),
    "events.undoing": (Case("tracker.services.events.undoing:last_change", lambda at: undo(at.open)),),
    "reports.verifying": (
        Case("tracker.services.reports.verifying:marks_in", lambda at: verify_report(at.open, _a_file(at))),
    ),
    "evidence.viewing": (
        Case("tracker.services.commitments.reading:read_pages", lambda at: read_file(at.open, SHA256, "通知.pdf")),
    ),
    "commitments.saved_views": (
        Case("tracker.services.commitments.saved_views:read_views", lambda at: list_views(at.open)),
        Case(
            "tracker.store.events.seals:seal",
            lambda at: save_view(at.open, command(ViewDefinition, name="甲", definition={})),
        ),
    ),
    "ledgers.workspace": (
        Case("tracker.services.ledgers.workspace:upgrade", lambda at: open_workspace(at.closed).close()),
        Case("tracker.services.ledgers.workspace:load_briefings", lambda at: open_workspace(at.closed).close()),
        Case("tracker.store.database.migrating:refuse_strange", lambda at: open_workspace(at.closed).close()),
    ),
}
"""By the name of a service what it calls. A service that comes new is missing here, and fails a test."""


_SENSELESS = """
INSERT INTO search_log (uid, since, until, commitment_id, place, words, searched_on, searched_by, found)
VALUES ('x', 0, 0, 1, '', '', 'once', '', '')
"""
"""A row that was never true, so that nobody reads it. Whoever asks the whole ledger whether it makes sense hears no."""


@pytest.fixture(scope="module")
def damaged_ledger(fresh_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that is damaged in a place that no service comes by. Copy it, do not write to it."""
    path = Path(shutil.copy(fresh_ledger, tmp_path_factory.mktemp("bugs") / "ledger.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(_SENSELESS)
        connection.commit()
    return path


@pytest.fixture(scope="module")
def opened(damaged_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One ledger for all: what a bug interrupts leaves no trace in it."""
    path = Path(shutil.copy(damaged_ledger, tmp_path_factory.mktemp("opened") / "ledger.db"))
    with closing(open_workspace(path, author="张三", clock=lambda: datetime(2026, 11, 23, 4, tzinfo=UTC))) as workspace:
        add_evidence(workspace, command(EvidenceFields, **PIECE, links=[{"commitment": CODE, "bearing": "progress"}]))
        yield workspace


@pytest.fixture
def place(opened: Workspace, damaged_ledger: Path, tmp_path: Path) -> Place:
    """Ledgers to find a bug in."""
    return Place(opened, Path(shutil.copy(damaged_ledger, tmp_path / "closed.db")), tmp_path)


def test_every_service_has_a_bug_to_find() -> None:
    root = "tracker.services."
    modules = pkgutil.walk_packages(tracker.services.__path__, root)
    services = {module.name.removeprefix(root) for module in modules if not module.ispkg}
    assert services == CASES.keys()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{service} {case.called.partition(':')[2]} {place}")
        for service, cases in CASES.items()
        for place, case in enumerate(cases)
    ],
)
def test_a_bug_comes_out_as_the_bug_that_it_is(case: Case, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for bug in BUGS:
        monkeypatch.setattr(case.called.replace(":", "."), Mock(side_effect=bug))
        with pytest.raises(type(bug)) as raised:
            case.use(place)
        assert raised.value is bug
