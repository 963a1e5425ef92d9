"""The events of a ledger, done again in an empty one by their commands: the same ledger comes of it."""

import gzip
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.briefings.coding_differences import Holding, Resolution
from tracker.domain.errors import UserError
from tracker.domain.terms import OmissionReason
from tracker.locations import db_dir
from tracker.services.assessment.judging import record_review, set_assessment, set_assessments
from tracker.services.assessment.searching import decide_search, log_round, log_search
from tracker.services.assessment.statements import add_claim, add_restatement, withdraw_claim, withdraw_restatement
from tracker.services.briefings.coding import revise_commitment, revise_commitments
from tracker.services.briefings.coding_drafts import raw_of
from tracker.services.briefings.comparing import compare_folders, record_comparison
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.loading import continue_draft, load_draft
from tracker.services.briefings.reviewing import accept_units
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.briefings.sources import list_sources
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    BulkRevision,
    CommitmentRevision,
    DepartmentRevision,
    EvidenceRevision,
    EvidenceUnlink,
    ItemsMark,
    Joining,
    ListRuleFields,
    LookRound,
    NewClaim,
    NewDepartment,
    NewEvidenceLink,
    NewRestatement,
    NewReview,
    NewSearch,
    NewSource,
    NewWatchedPage,
    RecheckRound,
    Restoration,
    SearchDecision,
    SearchRound,
    StatementWithdrawal,
    TagChange,
    UnitsAcceptance,
    ViewDefinition,
    WatchedPageRemoval,
    WatchedPageRevision,
    Withdrawal,
    WordsRevision,
    command,
    evidence_fields,
)
from tracker.services.commitments.departments import add_department, revise_department
from tracker.services.commitments.reading import list_evidence, read_content, read_detail
from tracker.services.commitments.saved_views import delete_view, rename_view, save_view
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.replaying import REPEATABLE, FilesOf, list_events, replay
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence import recording
from tracker.services.evidence.recording import (
    add_evidence,
    join_evidence,
    link_evidence,
    restore_evidence,
    revise_evidence,
    unlink_evidence,
    withdraw_evidence,
    withdraw_pieces,
)
from tracker.services.ledgers.ledger_rules import set_rules
from tracker.services.ledgers.sample import make_sample
from tracker.services.ledgers.workspace import Workspace, open_empty, open_workspace
from tracker.services.safety.checking import check
from tracker.services.watching.found_items import list_new, mark_items
from tracker.services.watching.looks import record_looks
from tracker.services.watching.rechecks import record_rechecks
from tracker.services.watching.watched_pages import add_page, list_watched, remove_page, revise_page, revise_words
from tracker.store.database.evidence_tables import Evidence
from tracker.store.database.tables import Commitment
from tracker.store.database.watch_tables import all_tables
from tracker.store.events.seals import head


def contents(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as it is kept."""
    with workspace.snapshot() as snapshot:
        return {
            table.name: [tuple(row) for row in snapshot.connection.execute(select(table).order_by(*table.primary_key))]
            for table in all_tables.sorted_tables
        }


def done_again(workspace: Workspace, path: Path) -> Workspace:
    """An empty ledger in which everything was done that was done in another."""
    other = open_empty(path, author="somebody else")
    assert all(replay(other, event, FilesOf(workspace)) for event in list_events(workspace))
    return other


def test_the_whole_sample_comes_of_its_commands(tmp_path: Path) -> None:
    make_sample(tmp_path / "sample.db")
    with (
        closing(open_workspace(tmp_path / "sample.db")) as sample,
        closing(done_again(sample, tmp_path / "again.db")) as again,
    ):
        here, there = contents(sample), contents(again)
        here["ledger_setting"] = [row for row in here["ledger_setting"] if "illustrative" not in row]
        assert there == here
        assert check(again) == ()
        with sample.snapshot() as one, again.snapshot() as other:
            assert head(one.connection) == head(other.connection)


CITIES, PARTED = "MIIT-2025-044", "MIIT-2025-025"
NOTICE = "财建〔2025〕9号"
PIECE = {"title": "试点城市名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list", "number": NOTICE}
VALUE = {"commitment": CITIES, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
NAMES = frozenset({"commitment", "other", "evidence_id", "into", "part_id", "search", "event"})


@pytest.fixture
def story(workspace: Workspace, office: Any) -> Workspace:
    """A ledger to which everything was done that can be done by a command, but for a returned form."""
    collect(workspace)
    judge_and_search(workspace)
    say_later(workspace)
    arrange(workspace)
    take_in(workspace)
    office.enter(workspace)
    with workspace.write() as work:
        work.record("ledger_restored", {"backup": "x.db", "lost": 0})
    return workspace


def take_in(ledger: Workspace) -> None:
    found = find_in_source(read_pasted_text("要点\n下一步，我们将修订管理办法。\n"), date(2026, 1, 1))
    draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
    wish = command(NewSource, title="要点", publisher="某部", held_on="2026-01-01", prefix="MB-2026")
    load_draft(ledger, draft, raw_of(found), wish, is_reviewed=False)
    accept_units(ledger, command(UnitsAcceptance, commitments=("MB-2026-001",)))
    go_on(ledger)


def go_on(ledger: Workspace) -> None:
    """A source comes in with one of its pledges, and the others later."""
    text = "工作安排\n下一步，我们将印发若干措施，再支持20个以上试点园区。\n"
    found = find_in_source(read_pasted_text(text), date(2026, 2, 1))
    draft = draft_of(found.source.clean.text, found.findings)
    wish = command(NewSource, title="工作安排", publisher="某部", held_on="2026-02-01", prefix="MB-2026-02")
    load_draft(ledger, draft.accept(1), raw_of(found), wish, is_reviewed=True)
    source = list_sources(ledger)[-1].key
    rest = draft.accept(1).accept(2)
    for one in rest.open:
        rest = rest.leave_out(one.start, one.end, OmissionReason.MANNER)
    continue_draft(ledger, rest, raw_of(found), wish, source)


def collect(ledger: Workspace) -> None:
    content = "名单\f全文".encode()
    file = {"sha256": sha256(content).hexdigest(), "name": "名单.txt", "size": len(content), "media_type": "text/plain"}
    part = read_detail(ledger, PARTED).parts[0].id
    links = [VALUE, {"commitment": PARTED, "bearing": "progress", "part_id": part}]
    fields = evidence_fields({**PIECE, "links": links, "attachments": [{**file, "pages": ["名单", "全文"]}]})
    (piece,) = add_evidence(ledger, fields, {file["sha256"]: content}).evidence
    again = evidence_fields({**PIECE, "title": "同一名单", "published": "2025-07-01"})
    (other,) = add_evidence(ledger, again, separate=True).evidence
    revision = command(EvidenceRevision, evidence_id=other, fields=evidence_fields({**PIECE, "title": "又一份名单"}))
    revise_evidence(ledger, revision, separate=True)
    link_evidence(ledger, command(NewEvidenceLink, evidence_id=other, **{**VALUE, "bearing": "progress"}))
    unlink_evidence(ledger, command(EvidenceUnlink, evidence_id=other, commitment=CITIES, reason="误"))
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=other, reason="误录"))
    restore_evidence(ledger, command(Restoration, evidence_id=other, reason="没有误"), separate=True)
    join_evidence(ledger, command(Joining, evidence_id=other, into=piece, reason="同一文件"))
    third = add_evidence(
        ledger, evidence_fields({**PIECE, "title": "无关的名单", "published": "2025-08-01"}), separate=True
    )
    withdraw_pieces(ledger, dict.fromkeys(third.evidence, 1), "无关")


def judge_and_search(ledger: Workspace) -> None:
    set_assessment(ledger, command(AssessmentChange, commitment=CITIES, assessment="met", reason="101 − 66"))
    judged = {"assessment": "not_verifiable", "reason": "无从查证", "reason_en": "Nobody could find out"}
    set_assessments(ledger, command(BulkAssessment, commitments=("MIIT-2025-001", "MIIT-2025-002"), **judged))
    record_review(ledger, command(NewReview, commitment=CITIES, reason="已看"))
    log_search(ledger, command(NewSearch, commitment="MIIT-2025-003", place="官网", words="三品", found="?"))
    (logged,) = read_detail(ledger, "MIIT-2025-003").searches
    decide_search(ledger, command(SearchDecision, search=logged.id, outcome="nothing", reason="无关"))
    wanted = [{"commitment": CITIES}, {"commitment": PARTED}]
    log_round(ledger, command(SearchRound, place="官网", words="试点", searches=wanted))


def say_later(ledger: Workspace) -> None:
    claim = {"commitment": CITIES, "said": "已完成", "said_by": "工信部", "said_on": "2026-01", "evidence_id": 1}
    for _ in range(2):
        add_claim(ledger, command(NewClaim, **claim))
    raised = {"kind": "raised", "wording": "50个以上", "value": "50", "unit": "个", "operator": "at_least"}
    said = {"said_by": "工信部", "said_on": "2025-12-26", "reason": "会议"}
    add_restatement(ledger, command(NewRestatement, commitment=CITIES, **said, **raised))
    merged = {"kind": "merged", "other": PARTED, "said_on": "2026-01"}
    add_restatement(ledger, command(NewRestatement, commitment=CITIES, **merged))
    detail = read_detail(ledger, CITIES)
    withdraw_claim(ledger, command(StatementWithdrawal, uid=detail.claims[0].uid, reason="重复"))
    withdraw_restatement(ledger, command(StatementWithdrawal, uid=detail.relations[0].uid, reason="误"))


def arrange(ledger: Workspace) -> None:
    change_tags(ledger, command(TagChange, commitments=(CITIES, PARTED), add=("督办", "重点")))
    change_tags(ledger, command(TagChange, commitments=(CITIES,), remove=("督办",)))
    save_view(ledger, command(ViewDefinition, name="甲", definition={"search": "x", "commitment": "MIIT"}))
    rename_view(ledger, "甲", "乙")
    delete_view(ledger, "乙")
    parts = [{"title": part.title.zh, "position": part.position} for part in read_detail(ledger, PARTED).parts]
    revised = {"parts": [*parts, {"title": "新的一项"}], "title": "改过的标题", "reason": "更清楚"}
    revise_commitment(ledger, command(CommitmentRevision, commitment=PARTED, **revised))
    lead = {"department": "sme-bureau", "role": "lead"}
    revise_commitments(ledger, command(BulkRevision, commitments=(CITIES, PARTED), departments=[lead], reason="分工"))
    add_department(ledger, command(NewDepartment, name="数据局", aliases=("省数局",), former=("大数据局",)))
    renamed = {"name": "中小企业司", "former": ("中小企业局",), "reason": "更名"}
    revise_department(ledger, command(DepartmentRevision, department="sme-bureau", **renamed))
    set_rules(ledger, Rules(search_expiry_days=60))
    undo(ledger)
    redo(ledger)
    watch(ledger)


def watch(ledger: Workspace) -> None:
    rule = command(ListRuleFields, kind="list", path="ul.list")
    address = "https://www.miit.gov.cn/zwgk/wjgs/index.html"
    add_page(ledger, command(NewWatchedPage, name="公示", address=address, rule=rule, departments=("sme-bureau",)))
    page = list_watched(ledger)[0].uid
    revise_page(ledger, command(WatchedPageRevision, page=page, name="文件公示"))
    items = [{"url": f"https://a.example/{n}", "title": f"第{n}号公告", "published": "2026-11-20"} for n in range(3)]
    seen = {"outcome": "done", "looked_at": "2026-11-23T04:00:00Z", "items": items, "total": 3}
    looks = [{"page": page, "reaches_back": "2026-11-20", **seen}]
    record_looks(ledger, command(LookRound, looks=looks))
    first, *_ = (ranked.item.uid for ranked in list_new(ledger))
    mark_items(ledger, command(ItemsMark, items=(first,), state="not_for_us", words=("公告",)))
    revise_words(ledger, command(WordsRevision, add=("招聘",), remove=("公告",)))
    (piece, *_) = list_evidence(ledger)
    recheck = {
        "evidence_id": piece.id,
        "address": "https://a.example/",
        "outcome": "gone",
        "problem": "page_status",
        "change": {"signs": []},
    }
    record_rechecks(ledger, command(RecheckRound, rechecks=[recheck]))
    remove_page(ledger, command(WatchedPageRemoval, page=page, reason="停办"))


def test_every_kind_of_change_comes_of_its_command(story: Workspace, tmp_path: Path) -> None:
    done = {event.command["do"] for event in list_events(story) if event.command}
    # How a ledger began is done again in tests/services/ledgers/test_beginning.py.
    assert done == REPEATABLE - {"enter_form", "begin_ledger"}
    with closing(done_again(story, tmp_path / "again.db")) as again:
        assert contents(again) == contents(story)
        assert check(again) == check(story) == ()
        with story.snapshot() as one, again.snapshot() as other:
            assert head(one.connection) == head(other.connection)


def test_codings_that_were_compared_go_along(workspace: Workspace, tmp_path: Path) -> None:
    first = db_dir() / "briefings" / "2025-01-21-miit"
    second = Path(copytree(first, tmp_path / "second"))
    with (second / "commitments.toml").open("a", encoding="utf-8") as coding:
        coding.write("# read blind\n")
    coding = second / "commitments.toml"
    coding.write_text(coding.read_text(encoding="utf-8").replace('kind = "pilot"', 'kind = "programme"', 1), "utf-8")
    compared = compare_folders(first, second)
    (difference,) = compared.differences
    record_comparison(workspace, compared, "one trial", [Resolution(difference, Holding.FIRST, "it is one")])
    with closing(done_again(workspace, tmp_path / "again.db")) as again:
        (noted,) = (event for event in list_events(again) if event.kind == "codings_compared")
        assert [(one["holds"], one["reason"]) for one in noted.details["resolutions"]] == [("first", "it is one")]
        for which, folder in (("first", first), ("second", second)):
            assert read_content(again, noted.details[which]) == (folder / "commitments.toml").read_bytes()
        assert contents(again) == contents(workspace)
        assert check(again) == ()


def test_a_reason_in_english_is_kept_by_the_command_only_where_there_is_one(story: Workspace) -> None:
    commands = [
        event.command["with"] for event in list_events(story) if event.command and "held" in event.command["with"]
    ]
    assert [command.get("reason_en") for command in commands] == [None, "Nobody could find out"]


def test_whether_a_piece_reports_the_briefing_is_recorded_and_not_judged_again(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = {"title": "发布会实录", "publisher": "工信部", "published": "2025-01-21", "kind": "statement"}
    fields = evidence_fields(
        {**report, "same_briefing": None, "links": [{"commitment": CITIES, "bearing": "progress"}]}
    )
    with monkeypatch.context() as judged_otherwise:
        judged_otherwise.setattr(recording, "reports_briefing", lambda *_: True)
        (piece,) = add_evidence(workspace, fields).evidence
        revise_evidence(workspace, command(EvidenceRevision, evidence_id=piece, fields=fields))
    with closing(open_empty(tmp_path / "again.db")) as again:
        for event in list_events(workspace):
            replay(again, event, FilesOf(workspace))
        (found,) = read_detail(again, CITIES).evidence
    assert found.same_briefing


def test_nothing_in_a_command_is_a_number_of_this_ledger(story: Workspace) -> None:
    for event in list_events(story):
        assert event.command is not None
        for name, value in members(event.command["with"]):
            if (
                name in ("commitment", "other", "evidence_id", "into", "part_id", "search", "event")
                and value is not None
            ):
                assert UUID(value), (event.kind, name, value)


def members(given: Any) -> Iterator[tuple[str, Any]]:
    """Every plain member of a command, at any depth, but for what is the user's own."""
    if isinstance(given, list):
        for one in given:
            yield from members(one)
    elif isinstance(given, dict):
        for name, value in given.items():
            if isinstance(value, dict | list):
                yield from () if name in ("definition", "plan") else members(value)
            else:
                yield name, value


def test_a_judgement_of_many_names_what_each_rests_on(story: Workspace) -> None:
    judged = {"assessment": "in_progress", "reason": "已有名单", "held": {"contradicted": "无", "claims_only": "无"}}
    set_assessments(story, command(BulkAssessment, commitments=(CITIES, PARTED), **judged))
    *_, last = list_events(story)
    assert last.command is not None
    cited = {one["commitment"]: one["evidence"] for one in last.command["with"]["cited"]}
    with story.snapshot() as snapshot:
        uids = dict(snapshot.connection.execute(select(Evidence.id, Evidence.uid)).all())
        codes = dict(snapshot.connection.execute(select(Commitment.uid, Commitment.code)).all())
    assert {codes[uid]: pieces for uid, pieces in cited.items()} == {CITIES: [uids[1]], PARTED: [uids[1]]}


def test_an_event_that_is_there_is_not_done_twice(workspace: Workspace, tmp_path: Path) -> None:
    change_tags(workspace, command(TagChange, commitments=(CITIES,), add=("督办",)))
    with closing(done_again(workspace, tmp_path / "again.db")) as again:
        assert not any(replay(again, event, FilesOf(workspace)) for event in list_events(workspace))


def test_the_rules_are_asked_again_and_what_they_refuse_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """Elsewhere the piece that proved it was never recorded."""
    add_evidence(workspace, evidence_fields({**PIECE, "links": [VALUE]}))
    set_assessment(workspace, command(AssessmentChange, commitment=CITIES, assessment="met", reason="101 − 66"))
    loaded, _, judged = list_events(workspace)
    with closing(open_empty(tmp_path / "again.db")) as again:
        assert replay(again, loaded, FilesOf(workspace))
        with pytest.raises(UserError, match="command_unknown_here"):
            replay(again, judged, FilesOf(workspace))
        assert [event.uid for event in list_events(again)] == [loaded.uid]


def test_what_was_done_by_no_command_is_not_done_again(tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "migrations" / "ledgers" / "0006.db.gz"
    (tmp_path / "old.db").write_bytes(gzip.decompress(path.read_bytes()))
    with (
        closing(open_workspace(tmp_path / "old.db")) as old,
        closing(open_empty(tmp_path / "again.db")) as again,
    ):
        first = next(iter(list_events(old)))
        with pytest.raises(UserError, match="event_without_command"):
            replay(again, first, FilesOf(old))
        odd = replace(first, command={"do": "repair", "with": {}})
        with pytest.raises(UserError, match="command_not_repeatable"):
            replay(again, odd, FilesOf(old))
        newer = {"source": "miit-2025-01-21", "revision": 999, "clean_sha256": ""}
        with pytest.raises(UserError, match="coding_unknown"):
            replay(again, replace(first, command={"do": "load_briefing", "with": newer}), FilesOf(old))
