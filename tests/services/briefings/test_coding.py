"""Loading a briefing again, and a newer coding of it."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.briefing.coding import read_briefing
from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment, CodedPart
from tracker.domain.errors import UserError
from tracker.domain.rows import Due
from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.terms import DueBasis, Light
from tracker.locations import db_dir
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.briefings.coding import load_briefing, revise_commitment, revise_commitments
from tracker.services.commands import (
    AssessmentChange,
    BulkRevision,
    CommitmentRevision,
    EvidenceFields,
    NewSearch,
    TagChange,
    command,
)
from tracker.services.commitments.reading import latest_event, list_rows, read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check
from tracker.store.briefings.coding import Merge

FIRST, SECOND = "MIIT-2025-001", "MIIT-2025-002"


@pytest.fixture(scope="module")
def briefing() -> CodedBriefing:
    return read_briefing(db_dir() / "briefings" / "2025-01-21-miit")


def recoded(briefing: CodedBriefing, **changes: CodedCommitment) -> CodedBriefing:
    """The next revision of the coding, with the commitments of these codes (`_` for `-`) exchanged or added."""
    coded = {c.code: c for c in briefing.commitments} | {c.code: c for c in changes.values()}
    source = replace(briefing.source, revision=briefing.source.revision + 1)
    return replace(briefing, source=source, commitments=tuple(coded.values()))


def revise(ledger: Workspace, code: str = FIRST, **values: object) -> None:
    revise_commitment(ledger, command(CommitmentRevision, commitment=code, reason="更正", **values))


def test_loading_the_same_coding_again_changes_nothing(ledger: Workspace, briefing: CodedBriefing) -> None:
    before = [read_detail(ledger, row.code) for row in list_rows(ledger, LedgerQuery())]
    assert load_briefing(ledger, briefing) == Merge()
    assert [read_detail(ledger, row.code) for row in list_rows(ledger, LedgerQuery())] == before


def test_a_newer_coding_takes_over_what_nobody_changed(ledger: Workspace, briefing: CodedBriefing) -> None:
    better = replace(briefing.commitments[0], title="更好的标题", due=Due(date(2026, 6, 30), DueBasis.DERIVED))
    merge = load_briefing(ledger, recoded(briefing, first=better))
    assert merge == Merge(updated=((FIRST, "title"), (FIRST, "due")))
    row = read_detail(ledger, FIRST).row
    assert (row.title.zh, row.due.on) == ("更好的标题", date(2026, 6, 30))
    assert check(ledger) == ()


def test_a_newer_coding_leaves_what_the_user_changed_and_says_so(ledger: Workspace, briefing: CodedBriefing) -> None:
    revise(ledger, title="我的标题")
    revise(ledger, departments=[{"department": "planning", "role": "lead"}])
    better = replace(
        briefing.commitments[0],
        title="更好的标题",
        title_en="A better title",
        departments=briefing.commitments[1].departments,
    )
    merge = load_briefing(ledger, recoded(briefing, first=better))
    assert merge == Merge(updated=((FIRST, "title_en"),), left=((FIRST, "title"), (FIRST, "departments")))
    detail = read_detail(ledger, FIRST)
    assert (detail.row.title.zh, detail.row.title.en) == ("我的标题", "A better title")
    assert [(d.department.key, d.basis.value) for d in detail.departments] == [("planning", "user")]
    assert detail.history[0].details["left"] == [[FIRST, "title"], [FIRST, "departments"]]


def test_what_the_user_changed_stays_changed_through_every_later_coding(
    ledger: Workspace, briefing: CodedBriefing
) -> None:
    revise(ledger, title="我的标题")
    second = recoded(briefing, first=replace(briefing.commitments[0], title="二版"))
    load_briefing(ledger, second)
    merge = load_briefing(ledger, recoded(second, first=replace(briefing.commitments[0], title="三版")))
    assert merge.left == ((FIRST, "title"),)
    assert read_detail(ledger, FIRST).row.title.zh == "我的标题"


def test_a_newer_coding_may_add_a_commitment(ledger: Workspace, briefing: CodedBriefing) -> None:
    extra = replace(briefing.commitments[-1], code="MIIT-2025-073", title="新增")
    assert load_briefing(ledger, recoded(briefing, extra=extra)).added == ("MIIT-2025-073",)
    assert len(list_rows(ledger, LedgerQuery())) == 73
    assert check(ledger) == ()


def test_a_newer_coding_names_parts_and_says_how_many_there_are_to_be(
    ledger: Workspace, briefing: CodedBriefing
) -> None:
    plans = next(coded for coded in briefing.commitments if coded.code == FIRST)
    named = (replace(plans.parts[0], title="电子信息"), *plans.parts[1:], CodedPart("钢铁", "Steel"))
    before = read_detail(ledger, FIRST).parts
    merge = load_briefing(ledger, recoded(briefing, first=replace(plans, parts=named, parts_expected=11)))
    assert merge == Merge(updated=((FIRST, "parts"), (FIRST, "parts_expected")))
    detail = read_detail(ledger, FIRST)
    assert [part.title.zh for part in detail.parts] == [part.title for part in named]
    assert [part.id for part in detail.parts][: len(before)] == [part.id for part in before]
    assert (detail.parts_expected, detail.row.parts) == (11, 8)
    assert check(ledger) == ()


def test_a_newer_coding_leaves_the_parts_that_the_user_changed(ledger: Workspace, briefing: CodedBriefing) -> None:
    plans = next(coded for coded in briefing.commitments if coded.code == FIRST)
    revise(ledger, parts=[{"title": "电子信息制造业", "position": 1}])
    newer = replace(plans, parts=(*plans.parts, CodedPart("钢铁", "Steel")), parts_expected=12)
    merge = load_briefing(ledger, recoded(briefing, first=newer))
    assert merge == Merge(updated=((FIRST, "parts_expected"),), left=((FIRST, "parts"),))
    assert [part.title.zh for part in read_detail(ledger, FIRST).parts] == ["电子信息制造业"]
    assert check(ledger) == ()


def test_a_newer_coding_takes_no_part_away_that_evidence_is_linked_to(
    ledger: Workspace, briefing: CodedBriefing
) -> None:
    last = read_detail(ledger, FIRST).parts[-1]
    fields = {"title": "通知", "publisher": "工信部", "published": "2026-01-19", "kind": "document"}
    links = [{"commitment": FIRST, "bearing": "partly", "part_id": last.id}]
    add_evidence(ledger, command(EvidenceFields, **fields, links=links))
    plans = next(coded for coded in briefing.commitments if coded.code == FIRST)
    merge = load_briefing(ledger, recoded(briefing, first=replace(plans, parts=plans.parts[:-1])))
    assert merge.left == ((FIRST, "parts"),)
    assert last in read_detail(ledger, FIRST).parts
    assert check(ledger) == ()


def test_an_older_coding_is_ignored(ledger: Workspace, briefing: CodedBriefing) -> None:
    older = replace(briefing, source=replace(briefing.source, revision=0))
    assert load_briefing(ledger, older) == Merge()


def test_a_revision_that_changes_nothing_is_no_event(ledger: Workspace) -> None:
    title = read_detail(ledger, FIRST).row.title.zh
    revise(ledger, title=title)
    assert [event.kind for event in read_detail(ledger, FIRST).history] == ["source_loaded"]


def test_a_revision_needs_a_reason_a_known_department_and_one_lead(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="reason_missing"):
        revise_commitment(ledger, command(CommitmentRevision, commitment=SECOND, reason=" ", title="新"))
    with pytest.raises(UserError, match="department_unknown"):
        revise(ledger, departments=[{"department": "nobody", "role": "lead"}])
    with pytest.raises(UserError, match="one_lead_only"):
        revise(ledger, departments=[{"department": d, "role": "lead"} for d in ("planning", "finance")])
    with pytest.raises(UserError, match="due_incomplete"):
        revise(ledger, due_on="2026-01-01")


def test_a_basis_of_earlier_versions_is_only_read(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="term_unknown"):
        revise(ledger, due_on="2026-01-01", due_basis="assumed")


def test_past_a_rough_date_the_ledger_asks_and_past_an_exact_one_it_is_overdue(ledger: Workspace) -> None:
    revise(ledger, due_on="2026-06-30", due_basis="derived", due_about=True)
    detail = read_detail(ledger, FIRST)
    assert detail.row.due == Due(date(2026, 6, 30), DueBasis.DERIVED, about=True)
    assert detail.row.light is Light.AWAITING
    assert [row.code for row in list_rows(ledger, query_for(attention={"due_asked"}))][:1] == [FIRST]
    before = latest_event(ledger)
    revise(ledger, due_on="2026-06-30", due_basis="derived", due_about=True)
    assert latest_event(ledger) == before, "it is so already"
    revise(ledger, due_on="2026-06-30", due_basis="derived")
    detail = read_detail(ledger, FIRST)
    assert (detail.row.due.about, detail.row.light) == (False, Light.OVERDUE)
    assert FIRST in [row.code for row in list_rows(ledger, query_for(attention={"due"}))]
    assert detail.history[0].details["fields"] == ["due"]
    undo(ledger)
    assert read_detail(ledger, FIRST).row.due.about
    revise(ledger, due_basis="none", due_about=True)
    assert read_detail(ledger, FIRST).row.due == Due(None, DueBasis.NONE), "what has no day is not about one"
    assert check(ledger) == ()


def test_what_the_coding_calls_about_is_about_in_the_ledger(ledger: Workspace) -> None:
    about = [row for row in list_rows(ledger, LedgerQuery()) if row.due.about]
    assert [row.code for row in about] == ["MIIT-2025-022"]
    coded = read_detail(ledger, "MIIT-2025-022").coded
    assert coded is not None
    assert coded.due == about[0].due == Due(date(2027, 12, 31), DueBasis.DERIVED, about=True)


def test_another_due_date_takes_the_ground_of_not_met(ledger: Workspace) -> None:
    log_search(ledger, command(NewSearch, commitment=FIRST, place="网", words="词"))
    held = {"due_inferred": "提问就说2025年"}
    change = {"commitment": FIRST, "assessment": "not_met", "reason": "未见", "held": held}
    set_assessment(ledger, command(AssessmentChange, **change))
    revise(ledger, due_on="2027-06-30", due_basis="document")
    assert read_detail(ledger, FIRST).row.grounds_changed
    assert check(ledger) == ()
    undo(ledger)
    assert not read_detail(ledger, FIRST).row.grounds_changed
    assert check(ledger) == ()


def test_the_ledger_before_a_revision_is_the_ledger_before_it(ledger: Workspace, briefing: CodedBriefing) -> None:
    revise(ledger, title="我的标题")
    yesterday = read_detail(ledger, FIRST, as_of=date(2026, 1, 1))
    assert yesterday.row.title.zh == briefing.commitments[0].title


def revise_many(
    ledger: Workspace, codes: tuple[str, ...] = (FIRST, SECOND), reason: str = "分工调整", **by: str
) -> None:
    departments = [{"department": key, "role": role} for key, role in by.items()]
    revise_commitments(ledger, command(BulkRevision, commitments=codes, departments=departments, reason=reason))


def departments_of(ledger: Workspace, code: str) -> list[tuple[str, str, str]]:
    found = read_detail(ledger, code).departments
    return [(one.department.key, one.role.value, one.basis.value) for one in found]


def test_several_commitments_get_another_department_in_one_event(ledger: Workspace) -> None:
    before = [departments_of(ledger, code) for code in (FIRST, SECOND)]
    revise_many(ledger, planning="lead", finance="co_lead")
    for code in (FIRST, SECOND):
        assert departments_of(ledger, code) == [("planning", "lead", "user"), ("finance", "co_lead", "user")]
    first, second = (read_detail(ledger, code).history[0] for code in (FIRST, SECOND))
    assert first == second
    assert first.details == {"commitments": [FIRST, SECOND], "fields": ["departments"]}
    assert check(ledger) == ()

    undo(ledger)
    assert [departments_of(ledger, code) for code in (FIRST, SECOND)] == before


def test_a_bulk_revision_is_refused_as_a_whole_and_needs_a_reason(ledger: Workspace) -> None:
    before = departments_of(ledger, FIRST)
    with pytest.raises(UserError, match="commitment_unknown"):
        revise_many(ledger, (FIRST, "MIIT-2025-999"), planning="lead")
    with pytest.raises(UserError, match="department_unknown"):
        revise_many(ledger, nobody="lead")
    with pytest.raises(UserError, match="one_lead_only"):
        revise_many(ledger, planning="lead", finance="lead")
    with pytest.raises(UserError, match="reason_missing"):
        revise_many(ledger, reason=" ", planning="lead")
    assert departments_of(ledger, FIRST) == before


def test_what_has_these_departments_already_is_left_alone(ledger: Workspace) -> None:
    revise_many(ledger, (FIRST,), planning="lead")
    revise_many(ledger, planning="lead")
    assert [event.details.get("commitments") for event in read_detail(ledger, FIRST).history] == [[FIRST], None]
    revise_many(ledger, reason="", planning="lead")
    assert len(read_detail(ledger, SECOND).history) == 2


def test_a_detail_shows_the_tags_of_its_day(ledger: Workspace) -> None:
    change_tags(ledger, command(TagChange, commitments=(FIRST,), add=("重点", "季度")))
    assert read_detail(ledger, FIRST).tags == ("季度", "重点")
    assert read_detail(ledger, SECOND).tags == ()
    assert read_detail(ledger, FIRST, as_of=date(2026, 1, 1)).tags == ()
