"""Rows, facets, search, and the ledger as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

import pytest

from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.reports.report_request import ReportWish
from tracker.domain.rows import LedgerRow
from tracker.domain.search.ledger_query import (
    Attention,
    EvidenceAge,
    Facet,
    Group,
    LedgerQuery,
    SortKey,
    orders_as_json,
    orders_from_json,
    query_for,
)
from tracker.domain.search.ordering import Order
from tracker.domain.terms import Assessment, Doubt, DueBasis, Light
from tracker.domain.text.dates import BEIJING
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, TagChange, Withdrawal, command
from tracker.services.commitments.reading import (
    count_facets,
    list_departments,
    list_details,
    list_evidence,
    list_groups,
    list_rows,
    list_sources,
    read_detail,
    read_source_text,
)
from tracker.services.commitments.tagging import change_tags
from tracker.services.evidence.evidence_view import list_pieces
from tracker.services.evidence.recording import add_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import Clock, Workspace, open_workspace
from tracker.services.reports.reporting import read_report
from tracker.services.safety.checking import check

CITIES, CLUSTERS, FIRST, STANDING = (f"MIIT-2025-{number}" for number in ("044", "045", "001", "046"))
TWICE = "MIIT-2025-006"
"""Promised by two speakers."""


def codes(ledger: Workspace, query: LedgerQuery | None = None, **choices: Any) -> list[str]:
    return [row.code for row in list_rows(ledger, query or query_for(**choices))]


def add_notice(ledger: Workspace, **link: object) -> None:
    notice = command(
        EvidenceFields,
        title="关于做好试点工作的通知",
        publisher="财政部",
        published="2025-05-12",
        kind="document",
        number="财办建〔2025〕20号",
        links=[{"commitment": CITIES, "bearing": "progress", **link}],
    )
    add_evidence(ledger, notice)


def judge(ledger: Workspace, code: str, assessment: str, **held: str) -> None:
    change = {"commitment": code, "assessment": assessment, "reason": "据材料", "held": held}
    set_assessment(ledger, command(AssessmentChange, **change))


@pytest.mark.parametrize(
    "words", ["网", "试点", "30个以上", "pilot CITIES", "miit-2025-044", "中小企业 机制", "制造制造业"]
)
def test_words_of_any_length_are_found(ledger: Workspace, words: str) -> None:
    found = codes(ledger, query_for(search=words))
    assert 0 < len(found) < 72


def test_search_looks_into_the_evidence(ledger: Workspace) -> None:
    assert codes(ledger, query_for(search="财办建")) == []
    add_notice(ledger)
    assert (
        codes(ledger, query_for(search="财办建〔2025〕20号"))
        == codes(ledger, query_for(search="做好试点工作"))
        == [CITIES]
    )


@pytest.mark.parametrize(
    "words", ["a%t", "a_t", "试\\点", "'; DROP TABLE event; --", "没有这样的词", "[试点]", "试.市"]
)
def test_signs_that_sql_and_patterns_know_are_only_signs(ledger: Workspace, words: str) -> None:
    assert codes(ledger, query_for(search=words)) == []


@pytest.mark.parametrize("words", ["，", ",", "(", "（", "。", "%", "_", "\\", "——", "“”", "\u200b"])
def test_marks_alone_ask_for_nothing(ledger: Workspace, words: str) -> None:
    query = query_for(search=words)
    assert codes(ledger, query) == codes(ledger)
    assert not query.is_filtered


@pytest.mark.parametrize("as_of", [None, date(2026, 1, 1)])
@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ＡＩ", "AI"),
        ("５Ｇ", "5G"),
        ("３０", "30"),
        ("試點城市", "试点城市"),
        ("數字化轉型", "数字化转型"),
        ("工业\u200b互联网", "工业互联网"),
        ("\ufeff工\u00ad业互联网，", "工业互联网"),
        ("ＰＩＬＯＴ　ｃｉｔｉｅｓ", "Pilot Cities"),
        ("ＭＩＩＴ－２０２５－０４４", "MIIT-2025-044"),
        ("「雙千兆」", "“双千兆”"),
    ],
)
def test_words_are_found_however_they_were_typed(ledger: Workspace, typed: str, plain: str, as_of: date | None) -> None:
    found = codes(ledger, query_for(search=typed, as_of=as_of))
    assert found == codes(ledger, query_for(search=plain, as_of=as_of)) != []


@pytest.mark.parametrize("as_of", [None, date(2026, 1, 1)])
@pytest.mark.parametrize("name", ["中小企业局", "中小企業局", "bureau of small"])
def test_the_name_of_a_department_finds_what_it_has_to_do_with(
    ledger: Workspace, name: str, as_of: date | None
) -> None:
    found = codes(ledger, query_for(search=name, as_of=as_of))
    assert found == codes(ledger, query_for(department=["sme-bureau"], as_of=as_of)) != []


def test_a_notice_in_any_script_is_found_by_its_number_and_english_title(ledger: Workspace) -> None:
    fields = {"title": "關於支持試點城市的通知", "title_en": "Notice on Pilot Cities", "publisher": "工業和信息化部"}
    fields |= {"published": "2025-05-12", "kind": "document", "number": "工信部規［２０２５］１２號"}
    links = [{"commitment": CITIES, "bearing": "progress"}]
    add_evidence(ledger, command(EvidenceFields, **fields, links=links))
    for words in ("工信部规〔2025〕12号", "工信部规(2025)12号", "关于支持试点城市", "notice on pilot"):
        assert codes(ledger, query_for(search=words)) == [CITIES]
        pieces = list_pieces(ledger, EvidenceQuery(search=words))
        assert [piece.title for piece in pieces.first] == ["關於支持試點城市的通知"]  # as it was written


def test_choices_within_a_facet_are_or_and_among_facets_are_and(ledger: Workspace) -> None:
    small, green = codes(ledger, department={"sme-bureau"}), codes(ledger, department={"energy-saving"})
    assert sorted(small + green) == codes(ledger, department={"sme-bureau", "energy-saving"})
    assert codes(ledger, department={"sme-bureau"}, light={Light.OVERDUE}) == [CITIES]
    assert codes(ledger, department={"sme-bureau"}, light={Light.OVERDUE, Light.AWAITING}) == [CITIES, CLUSTERS]


@pytest.mark.parametrize("facet", list(Facet))
def test_every_count_is_the_number_of_rows_that_the_choice_shows(ledger: Workspace, facet: Facet) -> None:
    add_notice(ledger)
    change_tags(ledger, command(TagChange, commitments=[CITIES], add=["重点"]))
    query = query_for(department={"sme-bureau", "mof"}, search="试点")
    facets = count_facets(ledger, query, [facet])
    assert (facets.total, facets.matching) == (72, len(list_rows(ledger, query)))
    assert facets.values[facet]
    for choice in facets.values[facet]:
        assert choice.count == len(list_rows(ledger, query.choosing(facet, frozenset({choice.key})))), choice


DOUBTED: dict[Doubt, str] = {
    Doubt.ARITHMETIC_SHORT: CITIES,
    Doubt.CLAIMS_ONLY: STANDING,
    Doubt.CONTRADICTED: STANDING,
    Doubt.BEFORE_DUE: "MIIT-2025-022",
    Doubt.DUE_INFERRED: CLUSTERS,
    Doubt.GROUNDS_CHANGED: FIRST,
}
"""By doubt a commitment beside whose verdict it stands."""


@pytest.fixture
def doubted(ledger: Workspace) -> Workspace:
    """A ledger with a verdict for every doubt."""

    def record(code: str, kind: str, bearing: str, **link: object) -> int:
        fields = {"title": f"{code}之{kind}", "publisher": "工信部", "published": "2025-06-01", "kind": kind}
        links = [{"commitment": code, "bearing": bearing, **link}]
        return add_evidence(ledger, command(EvidenceFields, **fields, links=links)).evidence[0]

    record(CITIES, "list", "fulfils", value=20, unit="个", role="new")
    judge(ledger, CITIES, "met", arithmetic_short="另有未列明的")
    record(STANDING, "press", "progress")
    judge(ledger, STANDING, "in_progress", claims_only="文件未公开")
    record(STANDING, "document", "contradicts")
    record(DOUBTED[Doubt.BEFORE_DUE], "list", "partly", value=300, unit="件", role="new")
    judge(ledger, DOUBTED[Doubt.BEFORE_DUE], "partly_met", before_due="首批已公布")
    log_search(ledger, command(NewSearch, commitment=CLUSTERS, place="网", words="词"))
    judge(ledger, CLUSTERS, "not_met", due_inferred="整节都说2025年")
    piece = record(FIRST, "document", "partly")
    judge(ledger, FIRST, "partly_met")
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=piece, reason="重复"))
    return ledger


def test_the_counts_of_the_doubts_are_the_rows_that_they_show(doubted: Workspace) -> None:
    rows = {row.code: {*row.doubts, *([Doubt.GROUNDS_CHANGED] if row.grounds_changed else [])}
            for row in list_rows(doubted, LedgerQuery())}  # fmt: skip
    counted = {
        choice.key: choice.count for choice in count_facets(doubted, LedgerQuery(), [Facet.DOUBT]).values[Facet.DOUBT]
    }
    assert list(counted) == [*Doubt]
    for doubt, code in DOUBTED.items():
        assert doubt in rows[code]
        beside = [code for code, doubts in rows.items() if doubt in doubts]
        assert codes(doubted, doubt={doubt}) == beside
        assert counted[doubt] == len(beside) > 0
    both = codes(doubted, doubt={Doubt.CLAIMS_ONLY, Doubt.GROUNDS_CHANGED})
    assert both == sorted([FIRST, STANDING])
    assert check(doubted) == ()


def test_the_doubts_of_a_day_are_those_of_that_day(doubted: Workspace) -> None:
    assert codes(doubted, query_for(doubt=set(Doubt), as_of=date(2026, 11, 22))) == []
    early = query_for(doubt={Doubt.BEFORE_DUE})
    assert codes(doubted, early) == codes(doubted, replace(early, as_of=date(2027, 12, 31)))
    assert codes(doubted, replace(early, as_of=date(2028, 1, 1))) == []


def test_a_commitment_counts_under_each_of_its_speakers(ledger: Workspace) -> None:
    spoken = {d.row.code: [one.name.key for one in d.speakers] for d in list_details(ledger, LedgerQuery())}
    assert spoken[TWICE] == ["zhang-yunming", "tao-qing"]
    (speakers,) = count_facets(ledger, LedgerQuery(), [Facet.SPEAKER]).values.values()
    assert sum(choice.count for choice in speakers) == sum(map(len, spoken.values())) > len(spoken)
    for choice in speakers:
        assert codes(ledger, speaker={choice.key}) == [code for code, keys in spoken.items() if choice.key in keys]
        assert choice.count == len(codes(ledger, speaker={choice.key}))
    assert sorted(codes(ledger, speaker={choice.key for choice in speakers})) == sorted(spoken)


def test_nobodys_words_stand_under_anothers_name(ledger: Workspace) -> None:
    first, second = read_detail(ledger, TWICE).quotes
    assert [(q.speaker.name.zh if q.speaker else "", q.answer) for q in (first, second)] == [("张云明", 1), ("陶青", 2)]
    text = read_source_text(ledger, read_detail(ledger, TWICE).source.id).text
    for detail in list_details(ledger, LedgerQuery()):
        for quote in detail.quotes:
            assert quote.speaker is not None
            spoken = [text.rfind(f"{name}:", 0, quote.passage.start) for name in ("张云明", "陶青", "谢存")]
            assert quote.speaker.name.zh == ("张云明", "陶青", "谢存")[spoken.index(max(spoken))]


@pytest.mark.parametrize("group", list(Group))
def test_groups_gather_every_row_once_and_in_their_order(ledger: Workspace, group: Group) -> None:
    query = replace(query_for(search="企业"), group=group)
    rows, groups = list_rows(ledger, query), list_groups(ledger, query)
    assert sum(head.count for head in groups) == len(rows)
    assert all(sum(head.assessments.values()) == head.count for head in groups)

    def key(row: LedgerRow) -> str:
        lead = row.lead.department.key if row.lead else ""
        return {"department": lead, "topic": row.topic.key, "assessment": row.assessment, "light": row.light}[group]

    assert [(key, len(list(found))) for key, found in groupby(rows, key)] == [(head.key, head.count) for head in groups]


def test_what_asks_for_the_analyst_can_be_chosen(ledger: Workspace) -> None:
    nothing = (Attention.UNJUDGED, Attention.GROUNDS_CHANGED, Attention.OLD_SEARCH)
    assert [codes(ledger, attention={one}) for one in nothing] == [[], [], []]
    add_notice(ledger)
    assert codes(ledger, attention={Attention.UNJUDGED}) == [CITIES]
    judge(ledger, CITIES, "in_progress")
    assert codes(ledger, attention={Attention.UNJUDGED}) == []
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=1, reason="重复"))
    assert codes(ledger, attention={Attention.GROUNDS_CHANGED}) == [CITIES]


def test_an_old_search_asks_for_another_one(ledger: Workspace) -> None:
    log_search(ledger, command(NewSearch, commitment=FIRST, place="网", words="词", searched_on="2026-11-01"))
    judge(ledger, FIRST, "no_evidence")
    assert codes(ledger, attention={Attention.OLD_SEARCH}) == []
    ledger.clock = _noon(date(2026, 12, 1))
    assert codes(ledger, attention={Attention.OLD_SEARCH}) == []
    ledger.clock = _noon(date(2026, 12, 2))
    assert codes(ledger, attention={Attention.OLD_SEARCH}) == [FIRST]


def test_a_firm_date_that_is_past_a_rough_one_and_a_review_ask_apart(ledger: Workspace) -> None:
    rows = list_rows(ledger, LedgerQuery())
    still_open = [row for row in rows if row.assessment is Assessment.NOT_RATED]
    past = [row for row in still_open if row.due.on == date(2025, 12, 31)]
    firm = [row.code for row in past if row.due.basis in (DueBasis.STATED, DueBasis.DOCUMENT)]
    asked = [row.code for row in past if row.due.basis in (DueBasis.SECTION, DueBasis.QUESTION)]
    assert codes(ledger, attention={Attention.DUE}) == codes(ledger, light={Light.OVERDUE}) == firm
    assert codes(ledger, attention={Attention.RED}) == firm
    assert codes(ledger, attention={Attention.DUE_ASKED}) == codes(ledger, light={Light.AWAITING}) == asked
    standing = [row.code for row in still_open if row.due.on is None]
    assert codes(ledger, attention={Attention.REVIEW}) == codes(ledger, light={Light.REVIEW}) == standing
    assert (len(firm), len(asked), len(standing)) == (4, 26, 25)


def test_a_promise_kept_in_numbers_still_asks_for_its_judgement(ledger: Workspace) -> None:
    link = {"commitment": CITIES, "bearing": "fulfils", "value": 101, "unit": "个", "role": "cumulative"}
    fields = {"title": "发布会", "publisher": "国新办", "published": "2026-01-21", "kind": "statement"}
    add_evidence(ledger, command(EvidenceFields, **fields, links=[link]))
    assert read_detail(ledger, CITIES).row.light is Light.AWAITING
    assert CITIES in codes(ledger, attention={Attention.DUE})


def test_evidence_ages_by_the_day_that_is_asked_for(ledger: Workspace) -> None:
    add_notice(ledger)
    assert codes(ledger, evidence_age={EvidenceAge.OLDER}) == [CITIES]
    assert codes(ledger, evidence_month={"2025-05"}) == [CITIES]


@pytest.mark.parametrize("key", list(SortKey))
def test_every_order_has_every_row_once(ledger: Workspace, key: SortKey) -> None:
    up, down = codes(ledger, LedgerQuery(sort=key)), codes(ledger, LedgerQuery(sort=key, descending=True))
    assert sorted(up) == sorted(down) == codes(ledger)


def test_assessments_sort_by_their_order_and_lights_too(ledger: Workspace) -> None:
    rows = list_rows(ledger, LedgerQuery(sort=SortKey.ASSESSMENT, descending=True))
    assert rows[0].assessment is Assessment.NOT_VERIFIABLE
    assert rows[-1].assessment is Assessment.NOT_RATED
    lights = [row.light for row in list_rows(ledger, LedgerQuery(sort=SortKey.LIGHT))]
    assert lights == sorted(lights, key=list(Light).index)
    assert (lights[0], lights[-1]) == (Light.OVERDUE, Light.NOT_APPLICABLE)


def test_further_keys_decide_among_rows_that_are_equal(ledger: Workspace) -> None:
    by_lead = LedgerQuery(sort=SortKey.LEAD, then=(Order(SortKey.LIGHT), Order(SortKey.CODE, descending=True)))
    rows = list_rows(ledger, by_lead)
    # Leads stand as they do alone; under each the lights from the first on, under each of these the last code first.
    leads = [row.lead.department.key if row.lead else "" for row in rows]
    alone = [row.lead.department.key if row.lead else "" for row in list_rows(ledger, LedgerQuery(sort=SortKey.LEAD))]
    assert leads == alone
    lights = list(Light)
    places = list(dict.fromkeys(leads))
    ranked = [(places.index(lead), lights.index(row.light), -row.id) for lead, row in zip(leads, rows, strict=True)]
    assert ranked == sorted(ranked)
    assert [row.code for row in rows] != [row.code for row in list_rows(ledger, LedgerQuery(sort=SortKey.LEAD))]


def test_a_key_that_came_before_decides_nothing(ledger: Workspace) -> None:
    repeated = LedgerQuery(then=(Order(SortKey.DUE), Order(SortKey.CODE, descending=True), Order(SortKey.DUE, True)))
    assert repeated.orders == (Order(SortKey.CODE), Order(SortKey.DUE))
    assert repeated.ordered_by((Order(SortKey.DUE, True),)) == LedgerQuery(sort=SortKey.DUE, descending=True)
    assert orders_from_json(orders_as_json(repeated.orders)) == repeated.orders
    assert orders_from_json([{"sort": "by heart"}, 7, {"sort": "due"}, None]) == (Order(SortKey.DUE),)
    assert orders_from_json("due") == ()


def test_departments_come_in_the_ledgers_order(ledger: Workspace) -> None:
    names = [name.zh for name in list_departments(ledger)]
    assert names.index("中小企业局") < names.index("财政部")


def test_a_detail_shows_the_words_in_their_paragraph(ledger: Workspace) -> None:
    detail = read_detail(ledger, CITIES)
    quote = detail.quotes[0]
    assert quote.paragraph[quote.offset :].startswith(quote.passage.exact)
    assert quote.paragraph_number == 36
    assert detail.speaker.name.zh == "张云明"
    assert detail.baseline_quote is not None
    assert "66个" in detail.baseline_quote.passage.exact
    assert detail.due_quote is not None
    assert (detail.due_quote.passage.exact, detail.row.due.basis) == ("2025年", DueBasis.STATED)


def test_details_of_many_are_the_details_of_each(ledger: Workspace) -> None:
    add_notice(ledger)
    for detail in list_details(ledger, LedgerQuery()):
        assert detail == read_detail(ledger, detail.row.code)


def test_the_source_says_that_it_is_incomplete_and_what_was_left_out(ledger: Workspace) -> None:
    (source,) = list_sources(ledger)
    assert (source.complete, source.held_on) == (False, date(2025, 1, 21))
    text = read_source_text(ledger, source.id)
    assert all(text.text[o.start : o.end] == o.exact for o in text.omissions)
    assert len(text.omissions) > 30


def _noon(day: date) -> Clock:
    return lambda: datetime.combine(day, time(12), BEIJING)


@pytest.fixture(scope="module")
def ledger_with_a_past(place_to_share: str) -> Iterator[Workspace]:
    """Made on 1 February 2025, evidence recorded on 1 June, a judgement on 1 February 2026; now it is November."""
    ledger = open_workspace(place_to_share, author="张三", clock=_noon(date(2025, 2, 1)))
    ledger.clock = _noon(date(2025, 6, 1))
    add_notice(ledger, value="10", unit="个", role="new")
    ledger.clock = _noon(date(2026, 2, 1))
    change = command(AssessmentChange, commitment=CITIES, assessment="in_progress", reason="试点已启动")
    set_assessment(ledger, change)
    ledger.clock = _noon(date(2026, 11, 23))
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("day", "assessment", "light", "evidence", "events"),
    [
        (date(2025, 1, 21), Assessment.NOT_RATED, Light.UNMEASURED, 0, 0),
        (date(2025, 5, 31), Assessment.NOT_RATED, Light.UNMEASURED, 0, 1),
        (date(2025, 6, 1), Assessment.NOT_RATED, Light.ON_SCHEDULE, 1, 2),
        (date(2025, 7, 31), Assessment.NOT_RATED, Light.BEHIND, 1, 2),
        (date(2025, 12, 31), Assessment.NOT_RATED, Light.FAR_BEHIND, 1, 2),
        (date(2026, 1, 31), Assessment.NOT_RATED, Light.OVERDUE, 1, 2),
        (date(2026, 2, 1), Assessment.IN_PROGRESS, Light.OVERDUE, 1, 3),
    ],
)
def test_the_ledger_can_be_read_as_of_any_day(
    ledger_with_a_past: Workspace, day: date, assessment: Assessment, light: Light, evidence: int, events: int
) -> None:
    detail = read_detail(ledger_with_a_past, CITIES, as_of=day)
    assert (detail.row.assessment, detail.row.light) == (assessment, light)
    assert (len(detail.evidence), detail.row.evidence_count, len(detail.history)) == (evidence, evidence, events)
    assert len(list_evidence(ledger_with_a_past, CITIES, as_of=day)) == evidence
    facts = read_report(ledger_with_a_past, ReportWish(query=query_for(as_of=day)))
    assert (facts.as_of, facts.total, len(facts.details)) == (day, 72, 72)


def test_before_the_briefing_there_was_no_promise(ledger: Workspace) -> None:
    assert codes(ledger, query_for(as_of=date(2025, 1, 20))) == []


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2026, 11, 23), date.max])
def test_any_day_of_the_calendar_can_be_asked_for(ledger: Workspace, day: date) -> None:
    assert len(codes(ledger, query_for(as_of=day))) == (72 if day > date(2025, 1, 21) else 0)
