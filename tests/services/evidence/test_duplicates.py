"""One document is one piece of evidence: recognised at every door, and found in ledgers that hold it twice."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tracker.domain.errors import UserError
from tracker.domain.evidence.same_document import Sameness
from tracker.domain.exchange.spreadsheet_rows import SheetFinding
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import (
    EvidenceFields,
    EvidenceRevision,
    Joining,
    NewEvidenceLink,
    Restoration,
    Withdrawal,
    command,
)
from tracker.services.commitments.reading import latest_event, list_details, list_evidence, read_detail
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.duplicates import find_same, list_duplicates
from tracker.services.evidence.recording import (
    add_evidence,
    join_evidence,
    link_evidence,
    restore_evidence,
    revise_evidence,
    withdraw_evidence,
)
from tracker.services.exchange.importing import bring_in, offer, preview
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from tests.services.conftest import Office

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
PAGE = "https://www.miit.gov.cn/zwgk/art/2025/art_1f2e.html"
NOTICE = {
    "title": "关于开展城市试点工作的通知",
    "publisher": "财政部",
    "published": "2025-05-12",
    "kind": "document",
    "number": "财办建〔2025〕20号",
    "url": PAGE,
}
OTHER = {"title": "名单", "publisher": "工业和信息化部", "published": "2025-08-01", "kind": "list"}
SCAN = "通知全文".encode()
SHA = hashlib.sha256(SCAN).hexdigest()
FILE = {"sha256": SHA, "name": "通知.txt", "size": len(SCAN), "media_type": "text/plain", "pages": ("通知全文",)}
AGAIN = {
    Sameness.NUMBER: {**OTHER, "number": "财办建 [2025] 20 号"},
    Sameness.ADDRESS: {**OTHER, "url": "http://miit.gov.cn/zwgk/art/2025/art_1f2e.html?utm_source=wx#top"},
    Sameness.CONTENT: {**OTHER, "attachments": (FILE,)},
    Sameness.TITLE: {**OTHER, **{name: NOTICE[name] for name in ("title", "publisher")}, "published": "2025-05"},
}
"""The same document, as it may be recorded again."""


def fields(values: dict[str, Any], *codes: str) -> EvidenceFields:
    return command(EvidenceFields, **values, links=[{"commitment": code, "bearing": "progress"} for code in codes])


def record(ledger: Workspace, values: dict[str, Any], *codes: str, separate: bool = False) -> int:
    return add_evidence(ledger, fields(values, *codes), {SHA: SCAN}, separate=separate).evidence[0]


@pytest.fixture
def notice(ledger: Workspace) -> int:
    """A notice with its file, linked to a commitment."""
    return record(ledger, {**NOTICE, "attachments": (FILE,)}, CITIES)


@pytest.mark.parametrize(
    "again",
    [
        {**OTHER, "number": "財辦建［２０２５］２０號"},
        {**OTHER, "title": "關於開展城市\u200b試點工作的通知", "publisher": "財政部", "published": "2025-05-12"},
    ],
)
def test_a_document_in_traditional_signs_is_the_one_that_is_there(ledger: Workspace, again: dict[str, Any]) -> None:
    known = record(ledger, NOTICE, CITIES)
    assert [same.id for same in find_same(ledger, fields(again))] == [known]


def test_a_document_that_was_recorded_in_traditional_signs_is_found_again(ledger: Workspace) -> None:
    known = record(ledger, {**NOTICE, "number": "財辦建［２０２５］２０號", "url": ""}, CITIES)
    again = {**OTHER, "number": NOTICE["number"]}
    assert [same.id for same in find_same(ledger, fields(again))] == [known]


@pytest.mark.parametrize("reason", Sameness)
def test_a_document_that_is_there_is_not_added_again(ledger: Workspace, notice: int, reason: Sameness) -> None:
    before = latest_event(ledger)
    with pytest.raises(UserError, match="evidence_known") as known:
        record(ledger, AGAIN[reason], CLUSTERS)
    assert known.value.details == {"id": notice, "title": NOTICE["title"], "reason": reason}
    assert (latest_event(ledger), len(list_evidence(ledger))) == (before, 1)


@pytest.mark.parametrize("reason", Sameness)
def test_the_piece_that_is_there_is_named_before_anything_is_saved(
    ledger: Workspace, notice: int, reason: Sameness
) -> None:
    (same,) = find_same(ledger, fields(AGAIN[reason]))
    assert (same.id, same.reasons, same.commitments) == (notice, (reason,), (CITIES,))
    assert (same.title, same.publisher, same.published) == (NOTICE["title"], "财政部", "2025-05-12")


def test_all_reasons_are_named_the_surest_first(ledger: Workspace, notice: int) -> None:
    (same,) = find_same(ledger, fields({**NOTICE, "attachments": (FILE,)}))
    assert same.reasons == tuple(Sameness)
    assert find_same(ledger, fields(NOTICE), apart_from=notice) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"number": "财办建〔2025〕21号"},
        {"number": "财建〔2025〕20号"},
        {"number": "", "url": "https://www.miit.gov.cn/", "title": "关于开展园区试点工作的通知"},
        {"number": "", "url": "", "published": "2025-05-13"},
        {"number": "", "url": "", "publisher": "商务部"},
        {"number": "", "url": PAGE.replace("1f2e", "1f2f"), "title": "答记者问"},
    ],
)
def test_another_document_is_taken_in_without_a_question(
    ledger: Workspace, notice: int, changed: dict[str, str]
) -> None:
    assert record(ledger, {**NOTICE, **changed}) != notice
    assert list_duplicates(ledger) == ()


def test_two_documents_without_numbers_are_two(ledger: Workspace) -> None:
    record(ledger, OTHER)
    record(ledger, {**OTHER, "title": "公告"})
    assert len(list_evidence(ledger)) == 2


def test_a_withdrawn_piece_is_not_offered(ledger: Workspace, notice: int) -> None:
    withdraw_evidence(ledger, Withdrawal(evidence_id=notice, reason="有误"))
    assert find_same(ledger, fields(NOTICE)) == ()
    again = record(ledger, NOTICE)
    with pytest.raises(UserError, match="evidence_known"):
        restore_evidence(ledger, Restoration(evidence_id=notice, reason="又用"))
    restore_evidence(ledger, Restoration(evidence_id=notice, reason="又用"), separate=True)
    assert {piece.id for piece in list_evidence(ledger) if not piece.withdrawn} == {notice, again}
    assert list_duplicates(ledger) == ()
    assert check(ledger) == ()


def test_what_is_said_to_be_another_document_is_kept_apart(ledger: Workspace, notice: int) -> None:
    separate = record(ledger, NOTICE, CLUSTERS, separate=True)
    assert len(list_evidence(ledger)) == 2
    event = read_detail(ledger, CLUSTERS).history[0]
    assert event.details["separate"] == [notice]
    assert list_duplicates(ledger) == ()
    assert find_same(ledger, fields(NOTICE), apart_from=separate) == ()
    assert find_same(ledger, fields(NOTICE), apart_from=notice) == ()
    assert [same.id for same in find_same(ledger, fields(NOTICE))] == [notice, separate]
    undo(ledger)
    redo(ledger)
    assert list_duplicates(ledger) == ()
    assert check(ledger) == ()


def test_a_revision_that_makes_it_another_piece_of_the_same_document_is_refused(ledger: Workspace, notice: int) -> None:
    other = record(ledger, OTHER)
    change = {"evidence_id": other, "fields": fields({**OTHER, "number": NOTICE["number"]})}
    with pytest.raises(UserError, match="evidence_known"):
        revise_evidence(ledger, command(EvidenceRevision, **change))
    attached = {"evidence_id": other, "fields": fields({**OTHER, "attachments": (FILE,)})}
    with pytest.raises(UserError, match="evidence_known"):
        revise_evidence(ledger, command(EvidenceRevision, **attached))
    revise_evidence(ledger, command(EvidenceRevision, **change), separate=True)
    assert list_duplicates(ledger) == ()


def test_a_revision_of_what_is_there_twice_already_is_taken(ledger: Workspace, notice: int) -> None:
    """Of an older ledger: to put the title right does not make it any more the same."""
    twin = older_twin(ledger, {**OTHER, "url": PAGE})
    revised = fields({**OTHER, "url": PAGE, "title": "更正后的标题"}, CLUSTERS)
    revise_evidence(ledger, command(EvidenceRevision, evidence_id=twin, fields=revised))
    third = record(ledger, {**OTHER, "title": "又一份"})
    with pytest.raises(UserError, match="evidence_known"):
        revise_evidence(ledger, command(EvidenceRevision, evidence_id=third, fields=revised))


def older_twin(ledger: Workspace, values: dict[str, Any], *codes: str) -> int:
    """Record a piece as before this rule, when nobody asked and nothing was said to be separate."""
    number = record(ledger, {**values, "title": "临时", "url": "", "number": "", "published": "2024-01-01"}, *codes)
    with ledger.write() as work:
        from tracker.store.database.evidence_tables import EvidenceState

        work.record("evidence_revised", {"evidence_id": number, **OTHER})
        kept = {name: values.get(name, "") for name in ("title", "url", "number", "published", "publisher")}
        work.replace(EvidenceState, work.evidence(number), **kept)
        work.touch_evidence(number)
    return number


def test_the_documents_that_an_older_ledger_holds_twice_are_listed(ledger: Workspace, notice: int) -> None:
    record(ledger, {**OTHER, "title": "又一份材料"})
    twins = [older_twin(ledger, values) for values in (AGAIN[Sameness.NUMBER], AGAIN[Sameness.ADDRESS])]
    (group,) = list_duplicates(ledger)
    assert [(same.id, same.reasons) for same in group if same.id != notice] == [
        (twins[0], (Sameness.NUMBER, Sameness.TITLE)),
        (twins[1], (Sameness.ADDRESS, Sameness.TITLE)),
    ]
    assert next(same for same in group if same.id == notice).commitments == (CITIES,)


def test_a_title_that_is_nearly_the_same_is_listed_by_month_and_publisher(ledger: Workspace) -> None:
    title = "关于组织开展2025年度中小企业特色产业集群申报工作的通知"
    first = record(ledger, {**OTHER, "title": title})
    second = older_twin(ledger, {**OTHER, "title": title.replace("工作的", "工作"), "published": "2025-08"})
    older_twin(ledger, {**OTHER, "title": title.replace("2025", "2024")})
    older_twin(ledger, {**OTHER, "title": title, "published": "2025-08-02"})
    groups = [[same.id for same in group] for group in list_duplicates(ledger)]
    assert [first, second] in groups or groups == [[first, second, first + 3]]  # the month meets either day


def test_what_hangs_together_by_a_third_stays_listed(ledger: Workspace, notice: int) -> None:
    apart = record(ledger, NOTICE, separate=True)
    third = older_twin(ledger, {**OTHER, "number": NOTICE["number"]})
    (group,) = list_duplicates(ledger)
    assert [same.id for same in group] == [notice, apart, third]


def test_two_documents_of_one_list_page_are_not_listed(ledger: Workspace) -> None:
    first = record(ledger, {**OTHER, "url": PAGE, "number": "工信部规〔2025〕1号"})
    second = record(ledger, {**OTHER, "url": PAGE, "number": "工信部规〔2025〕2号"})
    assert first != second
    assert list_duplicates(ledger) == ()


ODD = {
    "title": "财政部关于《城市试点》工作的通知",
    "publisher": "财政部",
    "published": "2025-05-12",
    "kind": "document",
}


@pytest.mark.parametrize(
    ("recorded", "again"),
    [
        ({"number": "主席令第六十三号"}, {"number": "中华人民共和国主席令第63号"}),
        ({"number": "财办建〔２０２５〕２０号"}, {"number": "财办建(2025)20号"}),
        ({"number": "工业和信息化部公告2025年第012号"}, {"number": "工信部公告 2025年第12号"}),
        ({"number": "２０２５年第１２号"}, {"number": "2025年第12号", "publisher": "财政部、商务部"}),
        ({"url": "https://x.cn/%E6%94%BF%E7%AD%96/%E9%80%9A%E7%9F%A5"}, {"url": "http://www.x.cn/政策/通知/"}),
        ({"url": "https://x.cn/政策/通知"}, {"url": "https://x.cn/%e6%94%bf%e7%ad%96/%E9%80%9A%E7%9F%A5"}),
        ({"url": "https://中国.cn/notice_2025.html"}, {"url": "https://xn--fiqs8s.cn/notice_2025.html"}),
        ({"url": "https://x.cn/a_b%25.html"}, {"url": "https://x.cn:443/a_b%25.html"}),
        ({"url": "HTTPS://X.CN/p?id=5&spm=1"}, {"url": "http://x.cn/p?from=a&id=5"}),
        ({"url": "https://x.cn/p?to=docs%2Fnotice_2025.html"}, {"url": "https://x.cn/p?to=docs/notice_2025.html"}),
        ({"url": "https://x.cn/#/d/5"}, {"url": "https://www.x.cn/?utm_source=a#/d/5"}),
        ({"url": "https://x.cn/通知100%.html"}, {"url": "https://x.cn/通知100%.html#a"}),
    ],
)
def test_the_database_narrows_down_nothing_that_is_the_same(
    ledger: Workspace, recorded: dict[str, str], again: dict[str, str]
) -> None:
    known = record(ledger, {**ODD, **recorded})
    plain = {**OTHER, "publisher": "财政部", **again}
    assert [same.id for same in find_same(ledger, fields(plain))] == [known]


@pytest.mark.parametrize("twice", [{"number": "第" + "长" * 150 + "号"}, {"url": "https://x.cn/" + "长" * 600}])
def test_very_long_numbers_and_addresses_are_kept_like_any_other(ledger: Workspace, twice: dict[str, str]) -> None:
    record(ledger, {**OTHER, **twice})
    assert check(ledger) == ()


def test_one_document_recorded_three_times_is_counted_once(ledger: Workspace) -> None:
    """Recorded by number, by address and by title; linked to two commitments; counted once for each."""
    said = {"bearing": "fulfils", "value": "35", "unit": "个", "role": "new"}
    first = command(EvidenceFields, **NOTICE, links=[{"commitment": CITIES, **said}])
    known = add_evidence(ledger, first).evidence[0]
    for values in (AGAIN[Sameness.NUMBER], AGAIN[Sameness.ADDRESS], AGAIN[Sameness.TITLE]):
        again = command(EvidenceFields, **values, links=[{"commitment": CLUSTERS, **said}])
        with pytest.raises(UserError, match="evidence_known"):
            add_evidence(ledger, again)
        (same,) = find_same(ledger, again)
        link = command(NewEvidenceLink, evidence_id=same.id, **again.links[0].model_dump())
        if CLUSTERS in same.commitments:
            with pytest.raises(UserError, match="link_exists"):
                link_evidence(ledger, link)
        else:
            link_evidence(ledger, link)
    for code in (CITIES, CLUSTERS):
        row = read_detail(ledger, code).row
        assert row.working is not None
        assert (row.evidence_count, row.working.actual) == (1, 35)
    assert [piece.id for piece in list_evidence(ledger)] == [known]


SHEET = (
    "工作任务,佐证材料,链接,材料日期\n"
    "任务甲,关于开展城市试点工作的通知,http://miit.gov.cn/zwgk/art/2025/art_1f2e.html,2025-05-12\n"
    "任务乙,另一份名单,,2025-08-01\n"
    "任务丙,另一份 名单,,2025-08-01\n"
)


def test_a_spreadsheet_links_the_piece_that_is_there(office: "Office", ledger: Workspace) -> None:
    known = record(ledger, NOTICE)
    version = list_evidence(ledger)[0].version
    file = office.file(SHEET.encode(), "台账.csv")
    plan = offer(ledger, file).plan
    seen = preview(ledger, file, plan, office.wish())
    assert [(one.code, one.row, one.taken) for one in seen.findings] == [(SheetFinding.EVIDENCE_KNOWN, 2, str(known))]
    assert seen.evidence == 1
    changes = bring_in(ledger, file, plan, office.wish())
    assert known in changes.evidence
    pieces = {piece.id: piece for piece in list_evidence(ledger)}
    assert len(pieces) == 2
    assert (pieces[known].version, len(pieces[known].links)) == (version + 1, 1)
    entered = [one for one in list_details(ledger, LedgerQuery()) if one.row.id in changes.commitments]
    assert [[piece.id for piece in one.evidence] for one in entered] == [[known], [known + 1], [known + 1]]
    assert [one.row.latest_evidence for one in entered] == ["2025-05-12", "2025-08-01", "2025-08-01"]
    assert check(ledger) == ()
    undo(ledger)
    assert [(piece.id, piece.links) for piece in list_evidence(ledger)] == [(known, ())]
    redo(ledger)
    assert len(list_evidence(ledger)) == 2
    assert check(ledger) == ()


def test_a_spreadsheet_links_what_a_joined_piece_was_joined_into(office: "Office", ledger: Workspace) -> None:
    first = record(ledger, NOTICE)
    into = record(ledger, OTHER)
    join_evidence(ledger, Joining(evidence_id=first, into=into, reason="同一份"))
    (entered, *_) = office.enter(ledger, SHEET.encode(), "台账.csv")
    assert [piece.id for piece in entered.evidence] == [into]
    assert check(ledger) == ()


def test_a_report_of_the_briefing_that_a_spreadsheet_names_counts_for_nothing(
    office: "Office", ledger: Workspace
) -> None:
    known = record(ledger, {**NOTICE, "same_briefing": True})
    (entered, *_) = office.enter(ledger, SHEET.encode(), "台账.csv")
    assert [piece.id for piece in entered.evidence] == [known]
    assert (entered.row.evidence_count, entered.row.latest_evidence) == (0, None)
    assert check(ledger) == ()


def test_a_list_page_by_itself_links_nothing_in_a_spreadsheet(office: "Office", ledger: Workspace) -> None:
    page = {"url": "http://miit.gov.cn/zwgk/art/2025/art_1f2e.html"}
    record(ledger, {**OTHER, **page, "number": "工信部规〔2025〕1号"})
    record(ledger, {**OTHER, **page, "number": "工信部规〔2025〕2号"})
    (entered, *_) = office.enter(ledger, SHEET.encode(), "台账.csv")
    assert [piece.title for piece in entered.evidence] == [NOTICE["title"]]


def test_many_statements_are_not_asked_for_a_piece(ledger: Workspace, asked: Callable[..., int]) -> None:
    record(ledger, OTHER)
    assert asked(lambda: find_same(ledger, fields({**NOTICE, "attachments": (FILE,)}))) <= 5


@pytest.fixture
def asked(ledger: Workspace) -> Callable[[Callable[[], object]], int]:
    """How many statements a look takes."""
    from sqlalchemy import event

    seen: list[str] = []
    event.listen(ledger._engine, "before_cursor_execute", lambda *told: seen.append(told[2]))

    def count(look: Callable[[], object]) -> int:
        seen.clear()
        look()
        return len(seen)

    return count
