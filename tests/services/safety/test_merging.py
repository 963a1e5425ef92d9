"""What was done in a copy of a ledger while others worked in the ledger itself comes home."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import psycopg
import pytest
from sqlalchemy import event
from tests.conftest import NOW
from tests.services.conftest import Office

from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import SheetField
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, LedgerRole
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import withdraw_claim
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import (
    AssessmentChange,
    CommitmentRevision,
    EvidenceRevision,
    ListRuleFields,
    LookRound,
    NewSearch,
    NewWatchedPage,
    StatementWithdrawal,
    TagChange,
    Withdrawal,
    command,
    evidence_fields,
)
from tracker.services.commitments.reading import list_evidence, list_rows, read_content, read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence, revise_evidence, withdraw_evidence
from tracker.services.exchange.importing import bring_in, offer
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.comparing import compare
from tracker.services.safety.copying import save_copy
from tracker.services.safety.merging import list_put_aside, merge, preview_merge, settle
from tracker.services.safety.moving import pull
from tracker.services.safety.repairing import repair
from tracker.services.watching.looks import record_looks
from tracker.services.watching.watched_pages import add_page, list_watched
from tracker.wording import load_words

CITIES, OTHER = "MIIT-2025-044", "MIIT-2025-001"
PIECE = {"title": "试点城市名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list"}
LINK = {"commitment": CITIES, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
Part = Callable[[], Workspace]


@pytest.fixture
def part(ledger: Workspace, location: str, tmp_path: Path) -> Iterator[Part]:
    """Take a working copy of the ledger, from its file or from its server."""
    opened: list[Workspace] = []

    def take() -> Workspace:
        path = tmp_path / f"copy-{len(opened)}.db"
        if ledger.location.startswith("postgresql"):
            pull(location, path, "李四")
        else:
            save_copy(ledger, path)
        opened.append(open_workspace(path, author="李四"))
        return opened[-1]

    yield take
    for one in opened:
        one.close()


def judge(ledger: Workspace, code: str, reason: str = "无从查证", assessment: str = "not_verifiable") -> None:
    set_assessment(ledger, command(AssessmentChange, commitment=code, assessment=assessment, reason=reason))


def record(ledger: Workspace, title: str = "试点城市名单", **more: Any) -> int:
    return add_evidence(ledger, evidence_fields({**PIECE, "title": title, **more})).evidence[0]


def test_what_only_the_copy_has_is_done_here(ledger: Workspace, part: Part) -> None:
    copy = part()
    judge(ledger, "MIIT-2025-002")
    judge(copy, OTHER)
    record(copy, links=(LINK,))
    log_search(copy, command(NewSearch, commitment="MIIT-2025-003", place="官网", words="三品", found="?"))
    merged = merge(ledger, copy)
    assert (merged.done, merged.put_aside) == (3, ())
    assert [read_detail(ledger, code).row.assessment for code in (OTHER, "MIIT-2025-002")] == ["not_verifiable"] * 2
    assert read_detail(ledger, CITIES).row.evidence_count == 1
    (judged, *_) = read_detail(ledger, OTHER).history
    assert judged.author == "李四"
    assert check(ledger) == ()


def test_the_same_copy_brings_nothing_twice(ledger: Workspace, part: Part) -> None:
    copy = part()
    record(copy)
    assert merge(ledger, copy).done == 1
    assert merge(ledger, copy).done == 0
    judge(copy, OTHER)
    assert merge(ledger, copy).done == 1
    assert len(list_evidence(ledger)) == 1


def test_two_verdicts_on_one_commitment_wait_for_a_person(ledger: Workspace, part: Part) -> None:
    copy = part()
    judge(ledger, OTHER, "这里的理由")
    judge(copy, OTHER, "那里的理由")
    assert [one.clashes[0].what for one in preview_merge(ledger, copy).put_aside] == [OTHER]
    merged = merge(ledger, copy)
    (aside,) = merged.put_aside
    assert merged.done == 0
    assert [(one.column, one.base, one.mine, one.theirs) for one in aside.clashes] == [
        ("reason", "", "这里的理由", "那里的理由")
    ]
    assert list_put_aside(ledger) == merged.put_aside
    assert read_detail(ledger, OTHER).row.assessment is Assessment.NOT_VERIFIABLE
    assert merge(ledger, copy).put_aside == (), "put aside once is enough"
    assert check(ledger) == ()


def test_taking_theirs_does_it_over_what_stands(ledger: Workspace, part: Part) -> None:
    copy = part()
    judge(ledger, OTHER, "这里的理由")
    judge(copy, OTHER, "那里的理由")
    (aside,) = merge(ledger, copy).put_aside
    settle(ledger, aside.uid, take=True, reason="以那里为准")
    assert read_detail(ledger, OTHER).reason == "那里的理由"
    assert list_put_aside(ledger) == ()
    reasons = [one.reason for one in read_detail(ledger, OTHER).history]
    assert {"这里的理由", "那里的理由", "以那里为准"} <= set(reasons), "both are kept"
    with pytest.raises(UserError, match="put_aside_unknown"):
        settle(ledger, aside.uid, take=True, reason="又一次")


def test_keeping_mine_leaves_what_stands(ledger: Workspace, part: Part) -> None:
    copy = part()
    judge(ledger, OTHER, "这里的理由")
    judge(copy, OTHER, "那里的理由")
    (aside,) = merge(ledger, copy).put_aside
    with pytest.raises(UserError, match="reason_missing"):
        settle(ledger, aside.uid, take=False, reason=" ")
    settle(ledger, aside.uid, take=False, reason="以这里为准")
    assert read_detail(ledger, OTHER).reason == "这里的理由"
    assert list_put_aside(ledger) == ()
    assert merge(ledger, copy).put_aside == ()


def test_what_hangs_on_what_was_put_aside_is_put_aside_too(ledger: Workspace, part: Part) -> None:
    copy = part()
    content = b"the list"
    digest = sha256(content).hexdigest()
    file = {"sha256": digest, "name": "a.txt", "size": len(content), "media_type": "text/plain", "pages": ["the list"]}
    # The same document was recorded in both: the services refuse a second one.
    record(ledger)
    (piece,) = add_evidence(copy, evidence_fields({**PIECE, "attachments": [file]}), {digest: content}).evidence
    withdraw_evidence(copy, command(Withdrawal, evidence_id=piece, reason="误录"))
    merged = merge(ledger, copy)
    assert [one.refusal for one in merged.put_aside] == ["evidence_known", "command_unknown_here"]
    assert read_content(ledger, digest) == content, "what was put aside is whole, its files too"
    assert check(ledger) == ()


def test_different_fields_of_one_thing_do_not_clash(ledger: Workspace, part: Part) -> None:
    piece = record(ledger)
    copy = part()
    revised = {"commitment": OTHER, "title": "改过的标题", "reason": "更清楚"}
    revise_commitment(ledger, command(CommitmentRevision, **revised))
    judge(copy, OTHER)
    change_tags(ledger, command(TagChange, commitments=(OTHER,), add=("督办",)))
    change_tags(copy, command(TagChange, commitments=(OTHER,), add=("重点",)))
    fields = evidence_fields({**PIECE, "note": "第一批"})
    revise_evidence(copy, command(EvidenceRevision, evidence_id=piece, fields=fields))
    merged = merge(ledger, copy)
    assert (merged.done, merged.put_aside) == (3, ())
    detail = read_detail(ledger, OTHER)
    assert (detail.row.title.zh, detail.row.assessment) == ("改过的标题", Assessment.NOT_VERIFIABLE)
    assert set(detail.tags) == {"督办", "重点"}


def test_what_was_taken_back_here_does_not_clash(ledger: Workspace, part: Part) -> None:
    copy = part()
    judge(ledger, OTHER, "先判")
    undo(ledger)
    judge(copy, OTHER, "那里的理由")
    assert merge(ledger, copy).put_aside == ()
    assert read_detail(ledger, OTHER).reason == "那里的理由"


def test_numbers_that_both_gave_to_something_new_are_not_taken_for_each_other(ledger: Workspace, part: Part) -> None:
    copy = part()
    mine = record(ledger, "甲名单")
    theirs = record(copy, "乙名单", published="2025-07-01")
    assert mine == theirs
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=mine, reason="误录"))
    withdraw_evidence(copy, command(Withdrawal, evidence_id=theirs, reason="重复"))
    assert merge(ledger, copy).put_aside == ()
    assert check(ledger) == ()


def test_a_ledger_of_another_origin_is_refused(ledger: Workspace, tmp_path: Path) -> None:
    with closing(open_workspace(tmp_path / "other.db")) as other, pytest.raises(UserError, match="compare_other"):
        merge(ledger, other)


def test_an_interrupted_merge_goes_on(ledger: Workspace, part: Part) -> None:
    copy = part()
    for code in (OTHER, "MIIT-2025-002", "MIIT-2025-003"):
        judge(copy, code)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        merge(ledger, copy, stop)
    assert merge(ledger, copy).done == 1
    assert merge(ledger, copy).done == 0


def test_copies_that_parted_in_a_folder_become_one(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "conflict.db"
    save_copy(workspace, path)
    with closing(open_workspace(path, author="李四")) as copy:
        judge(workspace, OTHER)
        record(copy)
        judge(copy, "MIIT-2025-002")
        merge(workspace, copy)
    found = compare(workspace.location, path)
    assert (found.only_second, found.altered) == ((), ())


def test_what_was_done_before_and_comes_later_is_no_fault_and_counts_when_it_came(
    ledger: Workspace, part: Part
) -> None:
    copy = part()
    copy.clock = lambda: NOW - timedelta(days=9)
    judge(copy, OTHER, "路上所判")
    copy.clock = lambda: NOW - timedelta(days=8)
    change_tags(copy, command(TagChange, commitments=(OTHER,), add=("路上",)))
    ledger.clock = lambda: NOW - timedelta(days=3)
    judge(ledger, "MIIT-2025-002", "这里所判")
    ledger.clock = lambda: NOW
    assert merge(ledger, copy).put_aside == ()
    assert check(ledger) == ()
    tagged, judged, *_ = read_detail(ledger, OTHER).history
    assert (tagged.at, judged.at) == (NOW - timedelta(days=8), NOW - timedelta(days=9))
    if ledger.location.startswith("postgresql"):
        return  # which counts by a clock of its own, that this test cannot set
    then = (NOW - timedelta(days=2)).date()
    assert read_detail(ledger, "MIIT-2025-002", then).reason == "这里所判"
    before = read_detail(ledger, OTHER, then)
    assert (before.reason, before.tags) == ("", ())
    assert read_detail(ledger, OTHER).reason == "路上所判"


def test_what_was_put_aside_travels_and_is_settled_for_every_copy(workspace: Workspace, tmp_path: Path) -> None:
    """Settled in one by doing it, it is done in the others too; else they would say that it was, and it is not."""

    def copied(name: str) -> Workspace:
        save_copy(workspace, tmp_path / name)
        return open_workspace(tmp_path / name, author="李四", clock=lambda: NOW)

    content = b"the list"
    digest = sha256(content).hexdigest()
    file = {"sha256": digest, "name": "a.txt", "size": len(content), "media_type": "text/plain", "pages": ["the list"]}
    with closing(copied("away.db")) as away, closing(copied("third.db")) as third:
        judge(workspace, OTHER, "这里的理由")
        judge(away, OTHER, "那里的理由")
        record(workspace)
        add_evidence(away, evidence_fields({**PIECE, "attachments": [file]}), {digest: content})
        judged, recorded = merge(workspace, away).put_aside
        assert merge(third, workspace).put_aside == ()
        assert [one.uid for one in list_put_aside(third)] == [judged.uid, recorded.uid]
        assert read_content(third, digest) == content
        assert merge(third, away).done == 0, "they wait here already"
        settle(third, judged.uid, take=True, reason="以那里为准")
        settle(third, recorded.uid, take=False, reason="已有")
        merge(workspace, third)
        assert list_put_aside(workspace) == ()
        for one in (workspace, third):
            assert read_detail(one, OTHER).reason == "那里的理由"
            assert check(one) == ()
    found = compare(workspace.location, tmp_path / "third.db")
    assert (found.only_first, found.only_second, found.altered) == ((), (), ())


def test_a_decision_of_ones_own_outlasts_that_of_another_copy(workspace: Workspace, tmp_path: Path) -> None:
    save_copy(workspace, tmp_path / "away.db")
    with closing(open_workspace(tmp_path / "away.db", author="李四", clock=lambda: NOW)) as away:
        judge(workspace, OTHER, "这里的理由")
        judge(away, OTHER, "那里的理由")
        (judged,) = merge(workspace, away).put_aside
        save_copy(workspace, tmp_path / "third.db")
        settle(workspace, judged.uid, take=False, reason="以这里为准")
        with closing(open_workspace(tmp_path / "third.db", author="王五", clock=lambda: NOW)) as third:
            settle(third, judged.uid, take=True, reason="以那里为准")
            merge(workspace, third)
        assert read_detail(workspace, OTHER).reason == "这里的理由"
        assert list_put_aside(workspace) == ()


def test_what_nobody_can_do_here_waits_without_harm(ledger: Workspace, part: Part, office: Office) -> None:
    """Both brought the same sheet in, but took its columns otherwise: which row is which is for nobody to guess. What
    was done to them is kept whole."""
    copy = part()
    plan = offer(copy, office.file()).plan
    fewer = {place: field for place, field in plan.fields.items() if field is not SheetField.DUE}
    bring_in(copy, office.file(), replace(plan, fields=fewer), office.wish())
    (first, *_) = office.enter(ledger)
    judge(copy, first.row.code)
    change_tags(copy, command(TagChange, commitments=(first.row.code, OTHER), add=("督办",)))
    assert [one.refusal for one in merge(ledger, copy).put_aside] == [
        "sheet_known",
        "command_unknown_here",
        "command_unknown_here",
    ]
    assert check(ledger) == ()
    for one in list_put_aside(ledger):
        settle(ledger, one.uid, take=False, reason="已有")
    assert list_put_aside(ledger) == ()


def test_a_merge_that_cannot_write_puts_nothing_aside(ledger: Workspace, part: Part, location: str) -> None:
    if not location.startswith("postgresql"):
        return
    copy = part()
    judge(copy, OTHER)
    with psycopg.connect(location) as holder:
        holder.execute("LOCK TABLE event IN EXCLUSIVE MODE")
        with pytest.raises(UserError, match="ledger_locked"):
            merge(ledger, copy)
    assert list_put_aside(ledger) == ()
    assert merge(ledger, copy).done == 1


def test_what_was_cut_off_between_being_done_and_being_settled_waits_for_its_reason(
    ledger: Workspace, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = part()
    judge(ledger, OTHER, "这里的理由")
    judge(copy, OTHER, "那里的理由")
    (aside,) = merge(ledger, copy).put_aside
    with monkeypatch.context() as patched:
        # Between the two writes it is asked which commitments the event names.
        patched.setattr("tracker.services.safety.merging._commitments_in", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            settle(ledger, aside.uid, take=True, reason="以那里为准")
    assert read_detail(ledger, OTHER).reason == "那里的理由", "it was done"
    assert [one.uid for one in list_put_aside(ledger)] == [aside.uid]
    settle(ledger, aside.uid, take=True, reason="以那里为准")
    assert list_put_aside(ledger) == ()
    assert "以那里为准" in [one.reason for one in read_detail(ledger, OTHER).history]


def test_two_copies_that_merge_each_other_settle_what_the_other_did_and_not_their_own(
    ledger: Workspace, part: Part
) -> None:
    copy = part()
    judge(ledger, OTHER, "这里的理由")
    judge(copy, OTHER, "那里的理由")
    (theirs,) = merge(ledger, copy).put_aside
    (mine,) = merge(copy, ledger).put_aside
    assert [one.uid for one in list_put_aside(copy)] == [mine.uid], "its own judgement stands there"
    assert merge(ledger, copy).put_aside == ()
    assert [one.uid for one in list_put_aside(ledger)] == [theirs.uid]
    settle(ledger, theirs.uid, take=False, reason="以这里为准")
    settle(copy, mine.uid, take=True, reason="以原来的为准")
    for one, other in ((ledger, copy), (copy, ledger)):
        assert merge(one, other).put_aside == ()
        assert list_put_aside(one) == ()
        assert read_detail(one, OTHER).reason == "这里的理由"


def test_a_refusal_says_the_same_when_it_is_listed_later(ledger: Workspace) -> None:
    words = load_words("zh")
    error = UserError("role_forbids", role=LedgerRole.ANALYST, needed=LedgerRole.REVIEWER)
    kept = json.loads(json.dumps(error.kept))
    assert words.error(UserError("role_forbids", **kept)) == words.error(error)


def test_two_who_looked_at_one_page_say_nothing_against_each_other(ledger: Workspace, part: Part) -> None:
    rule = command(ListRuleFields, kind="list", path="ul.list")
    address = "https://www.miit.gov.cn/zwgk/wjgs/index.html"
    add_page(ledger, command(NewWatchedPage, name="公示", address=address, rule=rule, departments=("sme-bureau",)))
    page = list_watched(ledger)[0].uid
    copy = part()
    for one, day in ((ledger, "2026-11-23"), (copy, "2026-11-24")):
        items = [{"url": f"https://a.example/{day}", "title": f"{day}公告", "published": day}]
        seen = {"outcome": "done", "looked_at": f"{day}T04:00:00Z", "items": items, "total": 1}
        record_looks(one, command(LookRound, looks=[{"page": page, "reaches_back": day, **seen}]))
    assert merge(ledger, copy).put_aside == ()
    assert check(ledger) == ()


def bring_sheet(workspace: Workspace, office: Office, prefix: str = "OFFICE") -> list[str]:
    """Bring the office's sheet in; the codes of what came in."""
    return [one.row.code for one in office.enter(workspace, prefix=prefix)]


def test_rows_that_two_copies_brought_stay_once_and_what_was_done_to_them_is_done_here(
    ledger: Workspace, part: Part, office: Office
) -> None:
    first, second = part(), part()
    before = len(list_rows(ledger, LedgerQuery()))
    codes = bring_sheet(first, office)
    judge(first, codes[0], "第一份的理由")
    others = bring_sheet(second, office, prefix="ZETA")
    assert codes != others
    judge(second, others[1], "第二份的理由")
    change_tags(second, command(TagChange, commitments=tuple(others), add=("督办",)))
    record(second, links=({"commitment": others[2], "bearing": "progress"},))
    (claim,) = read_detail(second, others[0]).claims
    withdraw_claim(second, command(StatementWithdrawal, uid=claim.uid, reason="只是填报口径"))
    assert merge(ledger, first).same == 0
    assert preview_merge(ledger, second).same == 1
    merged = merge(ledger, second)
    assert (merged.done, merged.put_aside, merged.same) == (4, (), 1)
    assert len(list_rows(ledger, LedgerQuery())) == before + len(codes)
    details = [read_detail(ledger, code) for code in codes]
    assert [one.reason for one in details[:2]] == ["第一份的理由", "第二份的理由"]
    assert [one.tags for one in details] == [("督办",)] * len(codes)
    assert details[2].row.evidence_count == 1
    assert [len(one.claims) for one in details] == [0, 1, 1, 0]
    assert check(ledger) == ()
    # What the copy has later comes home to the same rows.
    judge(second, others[3], "后来的理由")
    assert (merge(ledger, second).done, merge(ledger, second).same) == (1, 1)
    assert read_detail(ledger, codes[3]).reason == "后来的理由"
    assert check(ledger) == ()


def test_two_verdicts_on_a_row_that_two_copies_brought_wait_for_a_person(
    ledger: Workspace, part: Part, office: Office
) -> None:
    copy = part()
    (mine, *_), (theirs, *_) = bring_sheet(ledger, office), bring_sheet(copy, office, prefix="ZETA")
    judge(ledger, mine, "这里的理由")
    judge(copy, theirs, "那里的理由")
    assert [one.commitments for one in preview_merge(ledger, copy).put_aside] == [(mine,)]
    (aside,) = merge(ledger, copy).put_aside
    assert [(one.what, one.column, one.base, one.mine, one.theirs) for one in aside.clashes] == [
        (mine, "reason", "", "这里的理由", "那里的理由")
    ]
    assert aside.commitments == (mine,)
    settle(ledger, aside.uid, take=True, reason="以那里为准")
    assert read_detail(ledger, mine).reason == "那里的理由"


def test_what_a_copy_put_aside_of_rows_that_both_brought_is_settled_here_by_their_names_here(
    workspace: Workspace, office: Office, tmp_path: Path
) -> None:
    """Two copies of a copy that brought the sheet parted once more: what one put aside names its rows."""

    def copied(of: Workspace, name: str) -> Workspace:
        save_copy(of, tmp_path / name)
        return open_workspace(tmp_path / name, author="李四", clock=lambda: NOW)

    with closing(copied(workspace, "away.db")) as away:
        (mine, second, *_), (theirs, other, *_) = bring_sheet(workspace, office), bring_sheet(away, office, "ZETA")
        with closing(copied(away, "third.db")) as third:
            for code in (theirs, other):
                judge(away, code, "那里的理由")
                judge(third, code, "第三份的理由")
            record(away, links=({"commitment": theirs, "bearing": "progress"},))
            record(third, links=({"commitment": theirs, "bearing": "context"},))
            assert {one.commitments for one in merge(away, third).put_aside} == {(theirs,), (other,)}
        assert merge(workspace, away).put_aside == ()
    waiting = list_put_aside(workspace)
    assert [one.commitments for one in waiting] == [(mine,), (second,), (mine,)]
    assert [[clash.what for clash in one.clashes] for one in waiting] == [[mine], [second], []]
    for one in waiting[:2]:
        settle(workspace, one.uid, take=True, reason="以第三份为准")
    settle(workspace, waiting[2].uid, take=False, reason="已有")
    assert [read_detail(workspace, code).reason for code in (mine, second)] == ["第三份的理由"] * 2
    assert check(workspace) == ()


def test_an_import_that_was_taken_back_here_is_done_again(ledger: Workspace, part: Part, office: Office) -> None:
    copy = part()
    bring_sheet(ledger, office)
    undo(ledger)
    bring_sheet(copy, office)
    merged = merge(ledger, copy)
    assert (merged.done, merged.same, merged.put_aside) == (1, 0, ())


@pytest.mark.parametrize("of", ["ledger", "copy"])
def test_an_import_that_was_taken_back_and_done_again_is_the_same(
    ledger: Workspace, part: Part, office: Office, of: str
) -> None:
    copy = part()
    codes = bring_sheet(ledger, office)
    others = bring_sheet(copy, office, prefix="ZETA")
    for _ in range(2):
        undo({"ledger": ledger, "copy": copy}[of])
        redo({"ledger": ledger, "copy": copy}[of])
    judge(copy, others[0], "那里的理由")
    merged = merge(ledger, copy)
    assert (merged.done, merged.put_aside, merged.same) == (1, (), 1)
    assert read_detail(ledger, codes[0]).reason == "那里的理由"
    assert check(ledger) == ()


def test_an_import_from_before_that_the_copy_took_back_and_did_otherwise_is_done_otherwise_here(
    ledger: Workspace, part: Part, office: Office
) -> None:
    bring_sheet(ledger, office)
    copy = part()
    importer = Workspace(copy._engine, ledger.author, copy.clock)
    undo(importer)
    codes = bring_sheet(importer, office, prefix="ZETA")
    judge(copy, codes[0], "那里的理由")
    merged = merge(ledger, copy)
    assert (merged.done, merged.put_aside, merged.same) == (3, (), 0)
    rows, expected = (list_rows(one, LedgerQuery()) for one in (ledger, copy))
    assert [one.code for one in rows] == [one.code for one in expected]
    assert read_detail(ledger, codes[0]).reason == "那里的理由"
    assert check(ledger) == ()


PROVEN = """任务,佐证材料,链接,材料日期
甲事,关于甲事的通知,https://example.org/a,2026-05-12
乙事,关于乙事的公告,https://example.org/b,2026-06-12
"""


def bring_proven(workspace: Workspace, office: Office, prefix: str) -> list[tuple[str, int]]:
    """Bring in a sheet whose rows name evidence; their codes, each with its piece."""
    came = office.enter(workspace, PROVEN.encode(), "a.csv", prefix=prefix)
    return [(one.row.code, one.evidence[0].id) for one in came]


def test_evidence_that_two_copies_brought_with_their_rows_is_the_same(
    ledger: Workspace, part: Part, office: Office
) -> None:
    copy = part()
    record(ledger, "别的名单")  # so that the same pieces have other numbers
    (mine, piece), (_, withdrawn) = bring_proven(ledger, office, "OFFICE")
    (theirs, cited), (_, other) = bring_proven(copy, office, "ZETA")
    fields = {"commitment": theirs, "assessment": "not_verifiable", "reason": "那里的理由", "evidence": (cited,)}
    set_assessment(copy, command(AssessmentChange, **fields))
    withdraw_evidence(copy, command(Withdrawal, evidence_id=other, reason="误录"))
    merged = merge(ledger, copy)
    assert (merged.done, merged.put_aside, merged.same) == (2, (), 1)
    assert read_detail(ledger, mine).reason == "那里的理由"
    states = {one.id: one.withdrawn for one in list_evidence(ledger)}
    assert (states[piece], states[withdrawn]) == (False, True)
    assert check(ledger) == ()


def test_evidence_that_only_one_of_two_imports_added_is_taken_for_no_other(
    ledger: Workspace, part: Part, office: Office
) -> None:
    """Each had one of two pieces already, so that each import added one, and not the same."""
    copy = part()
    known = {"publisher": "某省工信厅", "kind": "document"}
    record(ledger, "关于甲事的通知", url="https://example.org/a", **known | {"published": "2026-05-12"})
    record(copy, "关于乙事的公告", url="https://example.org/b", **known | {"published": "2026-06-12"})
    bring_proven(ledger, office, "OFFICE")
    (_, added), _ = bring_proven(copy, office, "ZETA")
    withdraw_evidence(copy, command(Withdrawal, evidence_id=added, reason="误录"))
    assert [one.refusal for one in merge(ledger, copy).put_aside] == ["evidence_known", "command_unknown_here"]
    assert [one.withdrawn for one in list_evidence(ledger)] == [False, False]


def test_rows_of_which_a_repair_lost_one_are_taken_for_no_others(
    workspace: Workspace, office: Office, tmp_path: Path
) -> None:
    save_copy(workspace, tmp_path / "away.db")
    bring_sheet(workspace, office)
    save_copy(workspace, tmp_path / "damaged.db")
    with closing(sqlite3.connect(tmp_path / "damaged.db")) as connection:
        connection.execute("DELETE FROM commitment WHERE id = (SELECT max(id) FROM commitment)")
        connection.commit()
    repaired = repair(tmp_path / "damaged.db", tmp_path / "repaired.db", author="张三").path
    with (
        closing(open_workspace(tmp_path / "away.db", author="李四", clock=lambda: NOW)) as away,
        closing(open_workspace(repaired, author="张三", clock=lambda: NOW)) as ledger,
    ):
        judge(away, bring_sheet(away, office, prefix="ZETA")[0])
        merged = merge(ledger, away)
    assert merged.same == 0
    assert [one.refusal for one in merged.put_aside] == ["sheet_known", "command_unknown_here"]


def test_of_imports_that_one_copy_lacks_no_rows_are_read(workspace: Workspace, office: Office, tmp_path: Path) -> None:
    save_copy(workspace, tmp_path / "away.db")
    asked: list[str] = []
    event.listen(workspace._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts: list[int] = []
    bring_sheet(workspace, office)
    with closing(open_workspace(tmp_path / "away.db", author="李四", clock=lambda: NOW)) as away:
        bring_sheet(away, office, prefix="ZETA")
        for name in ("甲", "乙", "丙"):
            office.enter(workspace, f"任务\n做{name}事\n".encode(), f"{name}.csv", prefix="OMEGA")
            asked.clear()
            assert preview_merge(workspace, away).same == 1
            counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_what_waits_is_listed_in_as_many_questions_however_much_it_is(ledger: Workspace, part: Part) -> None:
    copy = part()
    codes = [row.code for row in list_rows(ledger, LedgerQuery())[:6]]
    for code in codes:
        judge(ledger, code, "这里的理由")
        judge(copy, code, "那里的理由")
    preview = preview_merge(ledger, copy).put_aside
    assert [one.commitments for one in preview] == [(code,) for code in codes]
    asked: list[str] = []
    event.listen(ledger._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    merge(ledger, copy)
    counts: list[int] = []
    while waiting := list_put_aside(ledger):
        asked.clear()
        assert list_put_aside(ledger) == waiting
        counts.append(len(asked))
        settle(ledger, waiting[0].uid, take=False, reason="以这里的为准")
    assert counts == [counts[0]] * len(codes)
