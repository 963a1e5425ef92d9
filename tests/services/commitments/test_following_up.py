"""What is asked beside the evidence of a commitment that is read: computed, never stored, gone once it is recorded."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tracker.domain.rows import Amount, FollowUpQuestion
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import FollowUp
from tracker.services.assessment.statements import add_restatement
from tracker.services.commands import EvidenceFields, NewRestatement, Withdrawal, command
from tracker.services.commitments.reading import latest_event, list_details, read_detail
from tracker.services.evidence.recording import add_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
PLAN = {
    "title": "关于印发《中小企业数字化转型城市试点工作方案》的通知",
    "publisher": "工业和信息化部",
    "published": "2025-05-12",
    "kind": "document",
    "number": "工信部企业〔2025〕31号",
}
END = {
    "title": "关于废止部分规范性文件的公告",
    "publisher": "工业和信息化部办公厅",
    "published": "2025-11-02",
    "kind": "document",
    "gist": "决定废止《中小企业数字化转型城市试点工作方案》。",
}
LIST = {"title": "第三批试点城市名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list"}
COUNT = {"value": "34", "unit": "个", "role": "new"}


def add(ledger: Workspace, piece: dict[str, Any], *links: dict[str, Any], file: bytes = b"") -> int:
    files = {sha256(file).hexdigest(): file} if file else {}
    attachments = tuple(
        {"sha256": known, "name": "名单.txt", "media_type": "text/plain", "size": len(file)} for known in files
    )
    fields = command(EvidenceFields, **piece, links=links, attachments=attachments, same_briefing=False)
    return add_evidence(ledger, fields, files, separate=True).evidence[0]


def link(code: str = CITIES, bearing: str = "fulfils", **said: str) -> dict[str, Any]:
    return {"commitment": code, "bearing": bearing, **said}


def asked(ledger: Workspace, code: str = CITIES, as_of: date | None = None) -> tuple[FollowUpQuestion, ...]:
    return read_detail(ledger, code, as_of).questions


def test_a_document_that_was_cancelled_later_is_asked_about_until_the_relation_is_recorded(ledger: Workspace) -> None:
    announced = add(ledger, PLAN, link())
    ended = add(ledger, END, link(bearing="context"))
    (question,) = asked(ledger)
    assert (question.kind, question.evidence_id) == (FollowUp.CANCELLED, announced)
    assert question.other is not None
    assert question.other.id == ended
    said = {"commitment": CITIES, "kind": "dropped", "said_on": "2025-11-02", "said_by": "工业和信息化部"}
    add_restatement(ledger, command(NewRestatement, **said, wording="废止", evidence_id=ended, reason="已废止"))
    assert asked(ledger) == ()


def test_the_questions_are_nowhere_in_the_ledger_and_change_nothing(ledger: Workspace) -> None:
    add(ledger, PLAN, link())
    add(ledger, END, link(bearing="context"))
    before = latest_event(ledger), read_detail(ledger, CITIES).row
    assert asked(ledger)
    assert (latest_event(ledger), read_detail(ledger, CITIES).row) == before
    (listed,) = (one for one in list_details(ledger, LedgerQuery()) if one.row.code == CITIES)
    assert listed.questions == (), "known only where a single commitment is read"


def test_a_withdrawn_piece_asks_nothing_and_the_ledger_of_then_still_does(ledger: Workspace) -> None:
    add(ledger, PLAN, link())
    ended = add(ledger, END, link(bearing="context"))
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=ended, reason="误录"))
    assert asked(ledger) == ()


def test_what_another_body_did_is_asked_by_the_departments_of_the_ledger(ledger: Workspace) -> None:
    add(ledger, LIST, link())
    assert asked(ledger) == (), "the ministry of finance is responsible, too"
    stranger = add(ledger, {**LIST, "title": "试点名单", "publisher": "农业农村部"}, link())
    (question,) = asked(ledger)
    assert (question.kind, question.evidence_id) == (FollowUp.OTHER_BODY, stranger)
    assert question.said == ("农业农村部",)


def test_one_figure_under_two_promises_is_asked_at_both(ledger: Workspace) -> None:
    add(ledger, LIST, link(**COUNT), link(CLUSTERS, **COUNT))
    for code, other in ((CITIES, CLUSTERS), (CLUSTERS, CITIES)):
        (question,) = (one for one in asked(ledger, code) if one.kind is FollowUp.COUNTED_ELSEWHERE)
        assert (question.commitment, question.other) == (other, None)
        (amount,) = question.amounts
        assert amount == Amount(Decimal(34), "个")


def test_a_list_and_the_notice_that_it_was_attached_to_are_one_document_by_number_or_file(ledger: Workspace) -> None:
    file = "名单：甲市、乙市".encode()
    number = {"number": "财建〔2025〕100号"}
    add(ledger, {**LIST, **number}, link(**COUNT))
    by_number = add(ledger, {**LIST, **number, "title": "附件1", "published": "2025-06-13"}, link(CLUSTERS, **COUNT))
    (question,) = asked(ledger)
    assert question.other is not None
    assert (question.other.id, question.commitment) == (by_number, CLUSTERS)
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=by_number, reason="重复"))
    assert asked(ledger) == ()
    add(ledger, {**LIST, "title": "另一份通知", "published": "2025-06-14"}, link(**COUNT), file=file)
    by_file = add(ledger, {**LIST, "title": "附表", "published": "2025-06-15"}, link(CLUSTERS, **COUNT), file=file)
    assert [one.other and one.other.id for one in asked(ledger)] == [by_file]


def test_another_figure_of_the_same_document_is_no_question(ledger: Workspace) -> None:
    number = {"number": "财建〔2025〕100号"}
    add(ledger, {**LIST, **number}, link(**COUNT))
    other = {**COUNT, "value": "20"}
    add(ledger, {**LIST, **number, "title": "附件2", "published": "2025-06-13"}, link(CLUSTERS, **other))
    assert asked(ledger) == ()
