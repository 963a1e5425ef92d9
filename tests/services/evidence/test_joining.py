"""Link, unlink, restore and join pieces of evidence: each one event, taken back in one step, and nothing half done."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from tracker.domain.errors import UserError
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import Assessment, Bearing, Doubt, EvidenceKind
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.statements import add_claim
from tracker.services.commands import (
    AssessmentChange,
    EvidenceFields,
    EvidenceRevision,
    EvidenceUnlink,
    Joining,
    NewClaim,
    NewEvidenceLink,
    Restoration,
    Withdrawal,
    command,
)
from tracker.services.commitments.reading import latest_event, list_evidence, read_detail, read_pages
from tracker.services.events.undoing import redo, reversible, undo
from tracker.services.evidence.duplicates import find_same, list_duplicates
from tracker.services.evidence.recording import (
    add_evidence,
    join_evidence,
    link_evidence,
    restore_evidence,
    revise_evidence,
    unlink_evidence,
    withdraw_evidence,
)
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.wording import load_words

CITIES, CLUSTERS, PLANS = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-025"
NOTICE = {"title": "第三批名单的通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}
COPY = {"title": "名单（网页）", "publisher": "工业和信息化部", "published": "2025-05", "kind": "other"}
COUNTED = {"bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
SCAN = "第三批名单全文".encode()
SHA = hashlib.sha256(SCAN).hexdigest()
FILE = {"sha256": SHA, "name": "名单.txt", "size": len(SCAN), "media_type": "text/plain", "pages": ("第三批名单全文",)}
ANCHOR = {"sha256": SHA, "page": 0, "start": 0, "prefix": "", "suffix": "名"}


def record(ledger: Workspace, values: dict[str, Any], *links: dict[str, Any]) -> int:
    fields = command(EvidenceFields, **values, links=links)
    return add_evidence(ledger, fields, {SHA: SCAN}).evidence[0]


def piece(ledger: Workspace, number: int) -> EvidenceRow:
    return next(one for one in list_evidence(ledger) if one.id == number)


def links_of(ledger: Workspace, number: int) -> list[tuple[str, Bearing]]:
    return [(link.commitment, link.bearing) for link in piece(ledger, number).links]


def link(ledger: Workspace, number: int, code: str = CITIES, bearing: str = "fulfils", **values: Any) -> Any:
    fields = {"evidence_id": number, "commitment": code, "bearing": bearing, **values}
    return link_evidence(ledger, command(NewEvidenceLink, **fields))


def unlink(ledger: Workspace, number: int, code: str = CITIES, **values: Any) -> Any:
    return unlink_evidence(
        ledger, command(EvidenceUnlink, **{"evidence_id": number, "commitment": code, "reason": "不相干", **values})
    )


def restore(ledger: Workspace, number: int, reason: str = "核对无误") -> Any:
    return restore_evidence(ledger, command(Restoration, evidence_id=number, reason=reason))


def join(ledger: Workspace, number: int, into: int, reason: str = "同一份文件", **values: Any) -> Any:
    return join_evidence(ledger, command(Joining, evidence_id=number, into=into, reason=reason, **values))


def judge(ledger: Workspace, code: str = CITIES, assessment: str = "met", **values: Any) -> None:
    change = {"commitment": code, "assessment": assessment, "reason": "据材料判断", **values}
    set_assessment(ledger, command(AssessmentChange, **change))


def picture(ledger: Workspace) -> list[object]:
    """All that is said of the pieces and of the commitments, but for versions and history."""
    pieces = [
        (
            (one.id, one.title, one.kind, one.published, one.number, one.url, one.quote, one.anchor),
            (one.withdrawn, one.joined_into, [file.sha256 for file in one.attachments]),
            [(said.commitment, said.part, said.bearing, said.stage, said.value, said.role) for said in one.links],
        )
        for one in list_evidence(ledger)
    ]
    details = [read_detail(ledger, code) for code in (CITIES, CLUSTERS, PLANS)]
    said = [
        (one.row.assessment, one.row.working, one.row.evidence_count, one.row.doubts, one.cited, one.claims)
        for one in details
    ]
    return [*pieces, *said]


def prepared(ledger: Workspace) -> None:
    """Piece 1 with everything, 2 a copy with little, 3 withdrawn; a verdict and a claim rest on the first."""
    full = {**NOTICE, "number": "财办建〔2025〕20号", "quote": "第三批", "anchor": ANCHOR, "attachments": (FILE,)}
    record(ledger, full, {"commitment": CITIES, **COUNTED}, {"commitment": CLUSTERS, "bearing": "progress"})
    record(ledger, COPY, {"commitment": CLUSTERS, "bearing": "progress"})
    third = record(ledger, {**COPY, "title": "旧闻"}, {"commitment": CLUSTERS, "bearing": "context"})
    withdraw_evidence(ledger, Withdrawal(evidence_id=third, reason="过时"))
    judge(ledger)
    said = {"commitment": CITIES, "said": "已完成。", "said_by": "财政部", "said_on": "2025-05-12"}
    add_claim(ledger, command(NewClaim, **said, evidence_id=1))


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "evidence_linked": lambda ledger: link(ledger, 2, PLANS),
    "evidence_unlinked": lambda ledger: unlink(ledger, 1),
    "evidence_restored": lambda ledger: restore(ledger, 3),
    "evidence_joined": lambda ledger: join(ledger, 1, 2),
}


@pytest.mark.parametrize("kind", list(CHANGES))
def test_every_change_is_one_step_that_can_be_undone_and_done_again(ledger: Workspace, kind: str) -> None:
    prepared(ledger)
    before, events = picture(ledger), latest_event(ledger)
    changes: Any = CHANGES[kind](ledger)
    after = picture(ledger)
    assert after != before
    assert changes.evidence
    assert changes.commitments
    assert latest_event(ledger) == (events or 0) + 1
    step = reversible(ledger).undo
    assert step is not None
    assert step.kind == kind
    for language in ("zh", "en"):
        assert piece(ledger, step.details["evidence_id"]).title in load_words(language).event(step)  # type: ignore[arg-type]
    for _ in range(2):
        undo(ledger)
        assert picture(ledger) == before
        redo(ledger)
        assert picture(ledger) == after
    assert check(ledger) == ()


# --- linking


def test_a_link_more_leaves_everything_else_of_the_piece(ledger: Workspace) -> None:
    number = record(ledger, {**NOTICE, "attachments": (FILE,)}, {"commitment": CITIES, "bearing": "progress"})
    changes = link(ledger, number, CLUSTERS, value="3", unit="个", role="new")
    assert links_of(ledger, number) == [(CITIES, Bearing.PROGRESS), (CLUSTERS, Bearing.FULFILS)]
    assert piece(ledger, number).attachments
    assert changes.evidence == (number,)
    assert [read_detail(ledger, CLUSTERS).row.id] == list(changes.commitments)
    working = read_detail(ledger, CLUSTERS).row.working
    assert working is not None
    assert working.actual == 3


def test_a_piece_may_bear_on_parts_one_by_one(ledger: Workspace) -> None:
    first, second, *_ = read_detail(ledger, PLANS).parts
    number = record(ledger, NOTICE)
    for part in (first.id, second.id, None):
        link(ledger, number, PLANS, part_id=part)
        with pytest.raises(UserError, match="link_exists"):
            link(ledger, number, PLANS, "context", part_id=part)
    assert len(piece(ledger, number).links) == 3


def test_a_link_that_came_meanwhile_is_not_lost_by_a_revision(ledger: Workspace) -> None:
    number = record(ledger, NOTICE)
    link(ledger, number, expected_version=1)
    fields = command(EvidenceFields, **NOTICE)
    with pytest.raises(UserError, match="changed_meanwhile"):
        revise_evidence(ledger, EvidenceRevision(evidence_id=number, fields=fields, expected_version=1))
    with pytest.raises(UserError, match="changed_meanwhile"):
        link(ledger, number, CLUSTERS, expected_version=1)
    with pytest.raises(UserError, match="changed_meanwhile"):
        unlink(ledger, number, expected_version=1)
    assert links_of(ledger, number) == [(CITIES, Bearing.FULFILS)]


def test_one_link_is_taken_away_and_the_others_stay(ledger: Workspace) -> None:
    first, second, *_ = read_detail(ledger, PLANS).parts
    number = record(ledger, NOTICE, {"commitment": CITIES, **COUNTED})
    for part in (first.id, second.id, None):
        link(ledger, number, PLANS, part_id=part)
    unlink(ledger, number, PLANS, part_id=first.id)
    unlink(ledger, number, PLANS)
    (left,) = [one.part for one in piece(ledger, number).links if one.commitment == PLANS]
    assert left is not None
    assert left.id == second.id
    unlink(ledger, number, PLANS)  # there is only one part that can be meant
    unlink(ledger, number)
    assert piece(ledger, number).links == ()
    assert read_detail(ledger, CITIES).row.evidence_count == 0
    assert check(ledger) == ()


def test_to_take_a_ground_away_marks_the_verdict(ledger: Workspace) -> None:
    number = record(ledger, NOTICE, {"commitment": CITIES, **COUNTED})
    judge(ledger)
    unlink(ledger, number)
    row = read_detail(ledger, CITIES).row
    assert (row.assessment, row.grounds_changed) == (Assessment.MET, True)
    link(ledger, number, **COUNTED)
    assert not read_detail(ledger, CITIES).row.grounds_changed


REFUSED: dict[str, list[Callable[[Workspace], object]]] = {
    "evidence_unknown": [
        lambda ledger: link(ledger, 99),
        lambda ledger: unlink(ledger, 99),
        lambda ledger: restore(ledger, 99),
        lambda ledger: join(ledger, 1, 99),
        lambda ledger: join(ledger, 99, 1),
    ],
    "evidence_already_withdrawn": [
        lambda ledger: link(ledger, 3),
        lambda ledger: unlink(ledger, 3, CLUSTERS),
        lambda ledger: join(ledger, 1, 3),
        lambda ledger: join(ledger, 3, 1),
    ],
    "commitment_unknown": [lambda ledger: link(ledger, 1, "X"), lambda ledger: unlink(ledger, 1, "X")],
    "part_unknown": [lambda ledger: link(ledger, 1, PLANS, part_id=10**6)],
    "link_exists": [lambda ledger: link(ledger, 1)],
    "value_incomplete": [lambda ledger: link(ledger, 1, PLANS, value="3")],
    "link_unknown": [lambda ledger: unlink(ledger, 1, PLANS), lambda ledger: unlink(ledger, 1, part_id=1)],
    "reason_missing": [
        lambda ledger: unlink(ledger, 1, reason=" "),
        lambda ledger: restore(ledger, 3, " "),
        lambda ledger: join(ledger, 1, 2, " "),
    ],
    "evidence_not_withdrawn": [lambda ledger: restore(ledger, 1)],
    "join_itself": [lambda ledger: join(ledger, 1, 1)],
    "changed_meanwhile": [
        lambda ledger: join(ledger, 1, 2, expected_version=7),
        lambda ledger: join(ledger, 1, 2, expected_version_into=7),
    ],
}


@pytest.mark.parametrize("code", list(REFUSED))
def test_what_makes_no_sense_is_one_sentence_and_nothing_is_half_done(ledger: Workspace, code: str) -> None:
    prepared(ledger)
    before, events = picture(ledger), latest_event(ledger)
    for change in REFUSED[code]:
        with pytest.raises(UserError) as refused:
            change(ledger)
        assert refused.value.code == code
        for language in ("zh", "en"):
            assert "\n" not in load_words(language).error(refused.value)
    assert (picture(ledger), latest_event(ledger)) == (before, events)


# --- restoring


def test_a_restored_piece_bears_again_on_what_it_bore_on(ledger: Workspace) -> None:
    number = record(ledger, NOTICE, {"commitment": CITIES, **COUNTED})
    judge(ledger)
    withdraw_evidence(ledger, Withdrawal(evidence_id=number, reason="有误"))
    assert read_detail(ledger, CITIES).row.grounds_changed
    changes = restore(ledger, number)
    assert changes.commitments == (read_detail(ledger, CITIES).row.id,)
    restored = piece(ledger, number)
    assert (restored.withdrawn, restored.withdrawal_reason, restored.version) == (False, "", 3)
    row = read_detail(ledger, CITIES).row
    assert (row.grounds_changed, row.evidence_count) == (False, 1)
    assert check(ledger) == ()


def test_a_joined_piece_is_not_restored_by_itself(ledger: Workspace) -> None:
    prepared(ledger)
    join(ledger, 1, 2)
    with pytest.raises(UserError, match="evidence_joined_already") as refused:
        restore(ledger, 1)
    assert refused.value.details == {"id": 1, "into": 2}


# --- joining


def test_what_the_other_lacks_goes_over_and_the_first_is_withdrawn(ledger: Workspace) -> None:
    prepared(ledger)
    join(ledger, 1, 2)
    first, second = piece(ledger, 1), piece(ledger, 2)
    assert (first.withdrawn, first.joined_into, first.links) == (True, 2, ())
    assert first.withdrawal_reason.startswith("同一份文件")
    assert COPY["title"] in first.withdrawal_reason
    assert (second.title, second.publisher) == (COPY["title"], COPY["publisher"])
    assert (second.number, second.quote, second.kind) == ("财办建〔2025〕20号", "第三批", EvidenceKind.DOCUMENT)
    assert second.published == "2025-05-12"
    assert [file.sha256 for file in second.attachments] == [SHA]
    assert second.anchor is not None
    assert read_pages(ledger, SHA) == ("第三批名单全文",)
    assert links_of(ledger, 2) == [(CITIES, Bearing.FULFILS), (CLUSTERS, Bearing.PROGRESS)]
    assert [claim.evidence_id for claim in read_detail(ledger, CITIES).claims] == [2]
    assert check(ledger) == ()


def test_a_verdict_on_a_joined_piece_keeps_its_ground(ledger: Workspace) -> None:
    prepared(ledger)
    join(ledger, 1, 2)
    detail = read_detail(ledger, CITIES)
    assert (detail.row.assessment, detail.cited) == (Assessment.MET, (2,))
    assert Doubt.GROUNDS_CHANGED not in detail.row.doubts
    assert not detail.row.grounds_changed
    assert [one.id for one in detail.evidence] == [2]
    assert check(ledger) == ()


def test_a_ground_is_kept_through_several_joinings(ledger: Workspace) -> None:
    prepared(ledger)
    last = record(ledger, {**COPY, "title": "第三份记录"})
    join(ledger, 1, 2)
    join(ledger, 2, last)
    detail = read_detail(ledger, CITIES)
    assert detail.cited == (last,)
    assert not detail.row.grounds_changed
    undo(ledger)
    assert read_detail(ledger, CITIES).cited == (2,)
    undo(ledger)
    assert read_detail(ledger, CITIES).cited == (1,)
    assert check(ledger) == ()


def test_the_past_stays_as_it_was(ledger: Workspace) -> None:
    """On the day before the joining the verdict rested on the first piece."""
    from datetime import timedelta

    prepared(ledger)
    yesterday, now = ledger.today(), ledger.clock
    ledger.clock = lambda: now() + timedelta(days=1)
    join(ledger, 1, 2)
    assert read_detail(ledger, CITIES, yesterday).cited == (1,)
    assert read_detail(ledger, CITIES).cited == (2,)


def test_one_document_recorded_three_times_is_counted_once(ledger: Workspace) -> None:
    """As an older ledger holds it, three pieces are linked and measured; joined, they count once."""
    new = {"bearing": "fulfils", "value": "35", "unit": "个", "role": "new", "stage": "issued"}
    numbers = [record(ledger, {**NOTICE, "title": f"记录{name}"}, {"commitment": CITIES, **new}) for name in "甲乙丙"]
    working = read_detail(ledger, CITIES).row.working
    assert working is not None
    assert working.actual == 105
    for number in numbers[1:]:
        join(ledger, number, numbers[0])
    row = read_detail(ledger, CITIES).row
    assert row.working is not None
    assert (row.working.actual, row.evidence_count) == (35, 1)
    assert check(ledger) == ()


def test_a_joined_piece_leads_to_the_one_it_was_joined_into(ledger: Workspace) -> None:
    prepared(ledger)
    again = command(EvidenceFields, **{**NOTICE, "number": "财办建〔2025〕20号"})
    assert [same.id for same in find_same(ledger, again)] == [1]
    join(ledger, 1, 2)
    assert [same.id for same in find_same(ledger, again)] == [2]
    withdraw_evidence(ledger, Withdrawal(evidence_id=2, reason="有误"))
    assert find_same(ledger, again) == ()
    assert list_duplicates(ledger) == ()


def test_a_joining_is_not_undone_over_what_another_changed_since(ledger: Workspace, location: str) -> None:
    prepared(ledger)
    join(ledger, 1, 2)
    other = open_workspace(location, author="李四", clock=ledger.clock)
    unlink(other, 2)
    other.close()
    before = picture(ledger)
    with pytest.raises(UserError, match="undo_blocked"):
        undo(ledger)
    assert picture(ledger) == before
    assert check(ledger) == ()
