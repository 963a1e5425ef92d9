"""Which earlier commitment words say again, by which of their words, and what has changed."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.briefings.changed_words import Change, LaterWords, Pledge, differences, suggested_relation
from tracker.domain.briefings.no_pledge import is_no_pledge
from tracker.domain.briefings.recognition import Recogniser, Recognition
from tracker.domain.briefings.same_body import is_same_body
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due, Name, PartRow
from tracker.domain.search.suggestion import Origin, Subject
from tracker.domain.terms import CommitmentKind, CountingBasis, DueBasis, Operator, RelationKind

HELD_ON = date(2025, 1, 21)


def amount(value: str, wording: str, operator: Operator = Operator.AT_LEAST) -> Quantity:
    return Quantity(operator, Decimal(value), "个", CountingBasis.NEW, wording)


def pledge(
    code: str, title: str, *passages: str, keywords: tuple[str, ...] = (), parts: tuple[str, ...] = ()
) -> Pledge:
    rows = tuple(PartRow(number, Name(part, part, ""), position=number) for number, part in enumerate(parts, 1))
    return Pledge(
        Subject(code, Name(code, title, ""), passages, keywords, rows, held_on=HELD_ON), publisher="工业和信息化部"
    )


FUND = pledge("F-1", "研究设立国家中小企业发展基金二期", "研究设立国家中小企业发展基金二期")
CITIES = replace(
    pledge("C-1", "中小企业数字化转型：再支持30个以上试点城市", "2025年再支持30个以上试点城市"),
    quantity=amount("30", "再支持30个以上试点城市"),
    due=Due(date(2025, 12, 31), DueBasis.STATED),
)
FACTORIES = pledge(
    "Z-1", "探索建设零碳工厂和零碳工业园区", "探索建设零碳工厂和零碳工业园区", parts=("零碳工厂", "零碳工业园区")
)
MERGING = pledge("M-1", "推动市场化兼并重组", "推动市场化兼并重组", keywords=("并购重组",))
INVESTMENT = pledge(
    "I-1",
    "研究制定建立保持制造业合理比重投入机制工作方案",
    "研究制定建立保持制造业合理比重投入机制工作方案",
    keywords=("投入机制",),
)
ROBOTS = pledge("T-1", "制定纺织、轻工行业数字化转型实施方案", "制定纺织、轻工行业数字化转型实施方案")
EVERY = (FUND, CITIES, FACTORIES, MERGING, INVESTMENT, ROBOTS)


def rank(text: str, pledges: tuple[Pledge, ...] = EVERY) -> tuple[Recognition, ...]:
    return Recogniser(pledges).rank(LaterWords(text))


def test_the_same_words_are_known_with_all_of_them_and_are_a_restatement() -> None:
    (found,) = rank("推动市场化兼并重组")
    assert (found.code, found.score, found.relation) == ("M-1", 1.0, RelationKind.RESTATED)
    assert found.matched[0].words == "推动市场化兼并重组"
    assert found.matched[0].origin is Origin.PASSAGE
    assert found.earlier == "推动市场化兼并重组"


@pytest.mark.parametrize(
    "text",
    [
        "完善竞争性支持和稳定支持相结合的投入机制",
        "综合采取补充资本金、兼并重组、市场退出等方式分类化解风险",
        "制定机器人行业数字化转型实施方案",
        "加强食品安全监管体系建设",
        "",
        "，。！",
        "a",
    ],
)
def test_words_in_common_alone_make_no_pair(text: str) -> None:
    assert rank(text) == ()


def test_no_commitments_say_nothing_again() -> None:
    assert rank("推动市场化兼并重组", ()) == ()


def test_a_single_commitment_is_known_again_too() -> None:
    assert rank("设立国家中小企业发展基金二期", (FUND,))[0].code == "F-1"
    assert rank("实施全民健身计划", (FUND,)) == ()


def test_a_result_or_a_question_says_less_than_a_pledge() -> None:
    (promised,) = rank("继续推动市场化兼并重组")
    done = rank("去年先后推动市场化兼并重组")
    assert done == () or done[0].score < promised.score / 2


def test_what_it_says_does_not_depend_on_the_order_of_the_commitments() -> None:
    mixed = list(EVERY)
    random.Random(1).shuffle(mixed)
    for text in ("探索建设零碳工厂", "设立基金二期", "再支持40个试点城市开展中小企业数字化转型"):
        assert rank(text) == rank(text, tuple(mixed))


def test_of_two_that_are_alike_what_was_said_last_comes_first() -> None:
    later = replace(MERGING, subject=replace(MERGING.subject, code="M-2", held_on=date(2026, 1, 20)))
    assert [found.code for found in rank("推动市场化兼并重组", (MERGING, later))] == ["M-2", "M-1"]


def test_full_width_and_traditional_signs_are_known_as_well() -> None:
    assert rank("推動市場化兼併重組")[0].code == "M-1"


def test_a_long_text_of_noise_ends_and_says_nothing() -> None:
    noise = "".join(random.Random(2).choices("的一是在不了有和人这中大为上个国我以要他", k=20_000))
    assert all(found.score <= 1 for found in rank(noise))


# --- what has changed -------------------------------------------------------------------------------------------------


def relation(before: Pledge, later: LaterWords) -> RelationKind:
    return suggested_relation(differences(before.subject.passages[0], before, later))


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (FUND, "研究设立国家中小企业发展基金二期", RelationKind.RESTATED),
        (FUND, "设立国家中小企业发展基金二期", RelationKind.RAISED),
        (FUND, "不再设立国家中小企业发展基金二期", RelationKind.DROPPED),
        (FUND, "国家中小企业发展基金二期更名为成长基金", RelationKind.RENAMED),
        (FUND, "国家中小企业发展基金二期并入国家创业投资引导基金", RelationKind.MERGED),
        (FUND, "不再设立基金二期，并入创业投资引导基金", RelationKind.MERGED),
        (FUND, "以创业投资引导基金取代基金二期", RelationKind.REPLACED),
        (FUND, "国家中小企业发展基金二期推迟到2027年设立", RelationKind.EXTENDED),
        (FACTORIES, "探索建设零碳工厂、零碳工业园区和零碳数据中心", RelationKind.WIDENED),
        (FACTORIES, "探索建设零碳工厂", RelationKind.NARROWED),
        (FACTORIES, "零碳工厂扩大到所有行业", RelationKind.WIDENED),
        (FACTORIES, "零碳工厂先在钢铁行业建设", RelationKind.NARROWED),
        (MERGING, "适时推动市场化兼并重组", RelationKind.RESTATED),
        (MERGING, "研究推动市场化兼并重组", RelationKind.LOWERED),
    ],
)
def test_words_suggest_the_relation(before: Pledge, text: str, expected: RelationKind) -> None:
    assert relation(before, LaterWords(text)) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [("40", RelationKind.RAISED), ("20", RelationKind.LOWERED), ("30", RelationKind.RESTATED)]
)
def test_another_amount_raises_or_lowers(value: str, expected: RelationKind) -> None:
    later = LaterWords(f"再支持{value}个以上试点城市", amount(value, f"再支持{value}个以上试点城市"))
    assert relation(CITIES, later) is expected


def test_of_what_must_not_be_exceeded_less_is_more() -> None:
    limit = replace(CITIES, quantity=amount("30", "30个以内", Operator.AT_MOST))
    assert relation(limit, LaterWords("20个以内", amount("20", "20个以内", Operator.AT_MOST))) is RelationKind.RAISED


def test_an_amount_where_there_was_none_is_more_and_one_that_is_gone_is_said() -> None:
    later = LaterWords("认定20个零碳工厂", amount("20", "20个"))
    assert Change.AMOUNT_SET in {one.change for one in differences("探索建设零碳工厂", FACTORIES, later)}
    gone = differences("2025年再支持30个以上试点城市", CITIES, LaterWords("继续支持试点城市"))
    assert Change.AMOUNT_GONE in {one.change for one in gone}
    assert suggested_relation(gone) is RelationKind.RESTATED


def test_a_stock_is_compared_with_what_an_increment_leads_to() -> None:
    assert CITIES.quantity is not None
    over = replace(CITIES, quantity=replace(CITIES.quantity, baseline=Decimal(66)))
    stock = Quantity(Operator.EQUAL, Decimal(90), "个", CountingBasis.CUMULATIVE, "达到90个")
    assert relation(over, LaterWords("试点城市达到90个", stock)) is RelationKind.LOWERED


def test_the_next_year_of_what_is_promised_every_year_is_no_later_term() -> None:
    later = LaterWords("2026年再支持30个以上试点城市", CITIES.quantity, Due(date(2026, 12, 31), DueBasis.STATED))
    assert relation(CITIES, later) is RelationKind.RESTATED


def test_a_document_that_is_promised_for_another_year_is_put_off() -> None:
    subject = replace(INVESTMENT.subject, kind=CommitmentKind.DOCUMENT)
    before = replace(INVESTMENT, subject=subject, due=Due(date(2025, 12, 31), DueBasis.SECTION))
    later = LaterWords(f"2026年{subject.passages[0]}", due=Due(date(2026, 12, 31), DueBasis.STATED))
    assert relation(before, later) is RelationKind.EXTENDED


def test_words_of_change_that_the_pledge_has_itself_change_nothing() -> None:
    before = pledge("X-1", "取消不合理限制", "取消不合理限制")
    assert relation(before, LaterWords("取消不合理限制")) is RelationKind.RESTATED


def test_others_in_charge_are_told_but_suggest_nothing() -> None:
    before = replace(FUND, subject=replace(FUND.subject, departments=("中小企业局",)))
    changed = differences(
        FUND.subject.passages[0], before, LaterWords(FUND.subject.passages[0], departments=("财务司",))
    )
    assert [(one.change, one.before, one.after) for one in changed] == [(Change.ACTOR, "中小企业局", "财务司")]


def test_another_name_is_told_with_both() -> None:
    before = pledge("N-1", "实施“赋新”计划", "实施纺织服装卓越品牌“赋新”计划")
    changed = differences("实施纺织服装卓越品牌“赋新”计划", before, LaterWords("实施纺织服装卓越品牌“焕新”计划"))
    assert (Change.NAME, "赋新", "焕新") in {(one.change, one.before, one.after) for one in changed}


# --- no pledge, same body ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("累计培育“小巨人”企业1.46万家", True),
        ("新能源汽车产量1288.8万辆,比上年增长34.4%", True),
        ("如何看待产业的发展形势?", True),
        ("2025年修订了条例", True),
        ("再支持30个以上试点城市", False),
        ("在去年的基础上新认定100个集群", False),
        ("2026年修订条例", False),
        ("推动市场化兼并重组", False),
    ],
)
def test_what_was_achieved_or_is_asked_is_no_pledge(text: str, expected: bool) -> None:
    assert is_no_pledge(text, date(2026, 3, 1)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("工信部", "工业和信息化部", True),
        ("工业和信息化部", "中华人民共和国工业和信息化部", True),
        ("国家发展改革委", "国家发展和改革委员会", True),
        ("贵州省政府", "贵州省人民政府", True),
        ("工业和信息化部", "财政部", False),
        ("贵州省政府", "贵阳市人民政府", False),
        ("发展改革委", "国家发展改革委", True),
        ("教育部", "教育部办公厅", False),
        ("教育部", "教育体育局", False),
        ("山东省人民政府", "山东省济南市人民政府", False),
        ("山东省教育厅", "山东省济南市教育体育厅", False),
        ("黔东南州政府", "黔东南苗族侗族自治州人民政府", True),
        ("贵州省交通厅", "贵州省交通运输厅", True),
        ("中国银行", "中国人民银行", False),
        ("人民银行", "中国人民银行", True),
        ("国务院", "国务院发展研究院", False),
        ("国务院", "国务院发展研究中心", False),
        ("财政部", "工业和信息化部财务司", False),
        ("工信部财务司", "工业和信息化部财务司", True),
        ("工业和信息化部财务司", "工业和信息化部科技司", False),
        ("", "", False),
        ("", "财政部", False),
    ],
)
def test_a_short_form_means_the_same_body(one: str, other: str, expected: bool) -> None:
    assert is_same_body(one, other) is expected
    assert is_same_body(other, one) is expected


def test_another_class_whose_name_has_the_wider_one_within_is_not_the_wider_one() -> None:
    light = pledge("Q-1", "推动轻工业转型升级", "推动轻工业转型升级")
    for words, widens in (("推动工业转型升级", True), ("推动原材料工业转型升级", False)):
        changed = differences("推动轻工业转型升级", light, LaterWords(words))
        assert (Change.WIDER in {one.change for one in changed}) is widens
