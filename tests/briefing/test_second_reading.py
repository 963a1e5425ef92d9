"""What a second reader disputed in revision 2, and what was decided: one test for each line of the dispute."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.briefing.coding import read_briefing
from tracker.domain.commitments.coded import CodedCommitment, CodedDepartment, CodedPart
from tracker.domain.commitments.quantity import Threshold
from tracker.domain.rows import Due
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, DueBasis, OmissionReason, Operator
from tracker.locations import db_dir

BRIEFING = read_briefing(db_dir() / "briefings" / "2025-01-21-miit")
CODED = {coded.code.removeprefix("MIIT-2025-"): coded for coded in BRIEFING.commitments}
END_OF_2025 = date(2025, 12, 31)


def lead(coded: CodedCommitment | CodedPart) -> str:
    return next((d.key for d in coded.departments if d.role is DepartmentRole.LEAD), "")


def co_leads(code: str) -> set[str]:
    return {d.key for d in CODED[code].departments if d.role is DepartmentRole.CO_LEAD}


def part(code: str, title: str) -> CodedPart:
    return next(one for one in CODED[code].parts if one.title == title)


def reason(words: str, after: int) -> OmissionReason:
    """Why these words are left out, where they stand first after an offset."""
    start = BRIEFING.text.index(words, after)
    return next(o.reason for o in BRIEFING.omissions if (o.start, o.exact) == (start, words))


@pytest.mark.parametrize("code", ["006", "007", "009", "010"])
def test_what_was_said_again_is_said_by_tao_qing(code: str) -> None:
    first, second = CODED[code].promises
    assert (first.speaker, first.answer) == ("zhang-yunming", 1)
    assert (second.speaker, second.answer) == ("tao-qing", 2)
    assert second.start >= 1439


def test_overall_design_and_policy_measures_are_a_document_promised() -> None:
    coded = CODED["072"]
    assert [p.exact for p in coded.promises] == ["进一步强化顶层设计,出台政策措施"]
    assert (coded.kind, coded.quantity, coded.not_verifiable) == (CommitmentKind.DOCUMENT, None, "")
    assert reason("加快制造业绿色低碳发展", 5138) is OmissionReason.PURPOSE


def test_the_business_environment_is_a_pledge_that_cannot_be_verified() -> None:
    coded = CODED["070"]
    assert [p.exact for p in coded.promises] == ["建设市场化、法治化、国际化营商环境"]
    assert coded.not_verifiable
    assert reason("工信部坚持进一步全面深化改革,扩大高水平对外开放", 1202) is OmissionReason.MANNER


def test_the_good_momentum_stays_a_commitment_that_cannot_be_verified() -> None:
    """Its code is in ledgers, follow-up that is known bears on it, and vague pledges stay listed."""
    assert CODED["029"].not_verifiable


def test_equipment_renewal_and_technological_upgrading_are_two_units() -> None:
    renewal, upgrading = CODED["006"], CODED["071"]
    assert "技术改造" not in renewal.title
    assert not renewal.parts
    assert "消费品" in upgrading.title
    assert [p.speaker for p in upgrading.promises] == ["tao-qing"]
    assert upgrading.topic == "consumer-goods"


def test_support_for_provinces_and_cities_has_no_parts_and_no_test() -> None:
    assert CODED["002"].parts == ()
    assert CODED["002"].not_verifiable


@pytest.mark.parametrize("code", ["023", "026", "069"])
def test_what_has_no_bound_cannot_be_verified(code: str) -> None:
    assert CODED[code].not_verifiable


def test_ten_industries_are_parts_and_named_as_their_documents_came() -> None:
    coded = CODED["001"]
    assert coded.parts_expected == 10
    assert coded.quantity is None  # the parts count the ten: a second count would hold nine documents against them
    named = ["电子信息制造业", "电力装备", "汽车", "轻工业", "建材", "石化", "化工"]
    assert [one.title for one in coded.parts] == named
    leads = ["electronics", "equipment-1", "equipment-1", "consumer-goods", *["raw-materials"] * 3]
    assert [lead(one) for one in coded.parts] == leads


def test_044_names_no_ministry_of_finance_for_what_is_to_come() -> None:
    assert CodedDepartment("mof", DepartmentRole.CO_LEAD, DepartmentBasis.FUNCTION) in CODED["044"].departments


@pytest.mark.parametrize(
    ("code", "begins"),
    [
        ("022", "消费品"),
        ("031", "新能源汽车"),
        ("035", "新能源汽车"),
        ("036", "汽车企业"),
        ("038", "汽车碳排放"),
        ("040", "整车企业"),
        ("044", "中小企业数字化转型"),
        ("068", "数字产业"),
        ("071", "消费品工业"),
        ("072", "制造业绿色低碳"),
    ],
)
def test_a_title_stands_alone(code: str, begins: str) -> None:
    assert CODED[code].title.startswith(begins)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("038", "carbon accounting standards"),
        ("046", "SRDI (specialised, refined, distinctive, innovative)"),
        ("056", "Improve"),
        ("021", "areas with traditional strengths in food"),
    ],
)
def test_english_titles_have_the_usual_renderings(code: str, words: str) -> None:
    assert words in CODED[code].title_en


def test_each_cluster_must_reach_a_hundred_billion_yuan_itself() -> None:
    quantity = CODED["020"].quantity
    assert quantity is not None
    assert quantity.threshold == Threshold(Operator.AT_LEAST, Decimal(1000), "亿元")
    assert (quantity.operator, quantity.unit) == (Operator.UNQUANTIFIED, "个")


def test_6430_is_the_baseline_of_factories_only() -> None:
    whole, factories = CODED["051"].quantity, part("051", "绿色工厂").quantity
    assert whole is not None
    assert factories is not None
    assert (whole.counted, whole.baseline) == ("绿色制造标杆", None)
    assert (factories.counted, factories.baseline) == ("绿色工厂", 6430)


def test_about_three_years_end_about_the_end_of_2027_and_it_is_said_what_counts() -> None:
    coded = CODED["022"]
    assert coded.due == Due(date(2027, 12, 31), DueBasis.DERIVED, about=True)
    assert coded.quantity is not None
    assert all(one in coded.quantity.counted for one in ("企业名牌", "区域名牌", "成长企业"))
    assert coded.quantity.counts("个品牌")


def test_the_second_upgrade_is_run_by_the_administration_of_telecommunications() -> None:
    assert lead(part("061", "“5G+工业互联网”升级版")) == "telecom-administration"
    assert lead(part("061", "5G应用“扬帆”升级版")) == ""  # as the whole: the speaker's own
    assert lead(CODED["061"]) == "telecom-development"


@pytest.mark.parametrize(
    ("code", "departments"),
    [
        ("060", {"telecom-administration", "ndrc", "nda"}),
        ("064", {"mofcom"}),
        ("053", {"raw-materials", "mof", "ndrc"}),
        ("014", {"ndrc", "samr"}),
        ("015", {"mof", "finance", "tax"}),
        ("016", {"csrc"}),
        ("038", {"mee", "samr"}),
        ("054", {"electronics"}),
        ("055", {"electronics"}),
        ("056", {"mee", "ndrc"}),
        ("057", {"mee", "ndrc"}),
        ("063", {"radio"}),
        ("007", {"ndrc", "mof", "consumer-goods", "electronics"}),
    ],
)
def test_who_takes_part(code: str, departments: set[str]) -> None:
    assert departments <= co_leads(code)


@pytest.mark.parametrize(("code", "department"), [("007", "mofcom"), ("030", "science"), ("068", "finance")])
def test_who_leads(code: str, department: str) -> None:
    assert lead(CODED[code]) == department


def test_parks_and_vehicles_are_led_by_others_than_the_whole() -> None:
    assert (lead(CODED["050"]), lead(part("050", "零碳工业园区"))) == ("energy-saving", "ndrc")
    assert (lead(CODED["024"]), lead(part("024", "新能源汽车"))) == ("consumer-goods", "equipment-1")


def test_where_the_ministry_follows_the_departments_that_it_does_not_name_lead() -> None:
    assert CodedDepartment("unnamed", DepartmentRole.LEAD, DepartmentBasis.NAMED) in CODED["016"].departments
    assert "policy-law" in co_leads("016")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("030", CommitmentKind.RESEARCH_AND_DEVELOPMENT),
        ("031", CommitmentKind.RESEARCH_AND_DEVELOPMENT),
        ("063", CommitmentKind.RESEARCH_AND_DEVELOPMENT),
        ("064", CommitmentKind.OPENING),
        ("067", CommitmentKind.MONITORING),
        ("021", CommitmentKind.CULTIVATION),
        ("032", CommitmentKind.PROGRAMME),
        ("053", CommitmentKind.PROGRAMME),
    ],
)
def test_kinds_say_what_is_promised(code: str, kind: CommitmentKind) -> None:
    assert CODED[code].kind is kind


def test_keywords_that_the_suggestions_missed_are_there() -> None:
    assert "稳增长行动方案" in CODED["001"].keywords
    assert {"服务业扩大开放", "外资股比"} <= set(CODED["064"].keywords)
    assert "优化布局算力" in CODED["060"].keywords
    assert "电子信息制造业 行动方案" not in CODED["065"].keywords
    assert "数字产业 电子信息制造业" in CODED["065"].keywords


@pytest.mark.parametrize(
    ("basis", "on", "codes"),
    [
        (DueBasis.QUESTION, END_OF_2025, [*range(1, 22), *range(23, 29), 70, 71]),
        (DueBasis.SECTION, END_OF_2025, [45, 58, *range(60, 64)]),
        (DueBasis.STATED, END_OF_2025, [44]),
        (DueBasis.DERIVED, date(2027, 12, 31), [22]),
        (DueBasis.DOCUMENT, END_OF_2025, [32, 34, 59]),
        (DueBasis.NONE, None, [*range(29, 32), 33, *range(35, 44), *range(46, 58), *range(64, 70), 72]),
    ],
)
def test_due_dates_stand_where_the_year_stands(basis: DueBasis, on: date | None, codes: list[int]) -> None:
    found = {int(code): coded.due.on for code, coded in CODED.items() if coded.due.basis is basis}
    assert found == dict.fromkeys(codes, on)


def test_when_the_time_is_right_names_no_time_even_in_a_section_that_names_a_year() -> None:
    """064 stands under 2025年, but its own word leaves the time open: that word is what is quoted."""
    assert CODED["064"].due == Due(None, DueBasis.NONE)
    assert "适时" in [passage.exact for passage in CODED["064"].passages]
