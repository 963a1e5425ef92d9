from decimal import Decimal
from typing import Any

import pytest

from tracker.capture.documents.reading import read, read_text
from tracker.capture.particulars.figures import main_figures
from tracker.capture.particulars.proposals import Proposal, Proposals, propose
from tracker.domain.terms import EvidenceKind, Stage, ValueRole
from tracker.domain.text.numerals import parse_number

RED_HEAD = """工业和信息化部办公厅文件
工信厅联企业〔2025〕12号

财政部办公厅 工业和信息化部办公厅
关于公布第三批中小企业数字化转型
试点城市名单的通知

各省、自治区、直辖市财政厅（局）：
根据《关于开展中小企业数字化转型城市试点工作的通知》（财办建〔2023〕26号），经审核，确定34个城市为第三批试点城市。现予公布。

附件：第三批试点城市名单

财政部办公厅
工业和信息化部办公厅
2025年5月6日

附件
第三批试点城市名单
1. 北京市
更新于2026年1月1日
"""
DECREE = """中华人民共和国国务院令
第802号
修订后的《保障中小企业款项支付条例》已经国务院常务会议通过，现予公布，自2025年6月1日起施行。
总理 李强
二〇二五年三月十七日
"""


def values(proposals: Proposals) -> dict[str, str | None]:
    names = ("title", "publisher", "number", "published", "kind", "stage")
    found = {name: getattr(proposals, name) for name in names}
    return {name: proposal and proposal.value for name, proposal in found.items()}


def of(text: str, **places: str) -> dict[str, str | None]:
    return values(propose(read_text(text), **places))


def test_a_notice_under_a_red_head_gives_all_its_particulars() -> None:
    assert of(RED_HEAD) == {
        "title": "财政部办公厅 工业和信息化部办公厅关于公布第三批中小企业数字化转型试点城市名单的通知",
        "publisher": "财政部办公厅、工业和信息化部办公厅",
        "number": "工信厅联企业〔2025〕12号",
        "published": "2025-05-06",
        "kind": "list",
        "stage": "issued",
    }


def test_every_proposal_says_the_words_it_was_taken_from() -> None:
    proposals = propose(read_text(RED_HEAD))
    found = [proposals.title, proposals.publisher, proposals.number, proposals.published, proposals.stage]
    for proposal in found:
        assert proposal is not None
        assert proposal.words.replace("\n", "") in RED_HEAD.replace("\n", "")
    assert proposals.published == Proposal("2025-05-06", "2025年5月6日")


def test_a_decree_is_a_law_with_its_number_and_its_title() -> None:
    assert of(DECREE) == {
        "title": "保障中小企业款项支付条例",
        "publisher": "国务院",
        "number": "中华人民共和国国务院令第802号",
        "published": "2025-03-17",
        "kind": "law",
        "stage": "issued",
    }


@pytest.mark.parametrize(
    "number",
    ["工信部联规〔2025〕12号", "工信部规[2025]3号", "工信厅联节函（2025）301号", "国办发(2025)7号", "2025年第12号公告"],
)
def test_a_document_number_is_kept_as_it_is_written(number: str) -> None:
    assert of(f"关于印发方案的通知\n{number}\n各省：\n现印发给你们。")["number"] == number
    assert of(f"发文字号：{number}\n关于印发方案的通知")["number"] == number


def test_a_number_that_the_text_only_cites_is_not_its_own() -> None:
    assert (
        of("关于做好申报工作的通知\n根据《管理办法》（工信部企业〔2022〕63号），现将有关事项通知如下。")["number"]
        is None
    )


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("通知\n发布日期：2025-05-06\n成文日期：2025年4月30日", "2025-05-06"),
        ("通知\n成文日期：2025年4月30日\n发布时间: 2025/5/6 10:00", "2025-05-06"),
        ("通知\n内容。\n二〇二五年五月六日\n", "2025-05-06"),
        ("通知\n内容。\n二○二五年十二月三十一日", "2025-12-31"),
        ("通知\n内容。\n（2025年11月28日）", "2025-11-28"),
        ("通知\n来源：新华网 2025.05.06", "2025-05-06"),
        ("通知\n2025年13月40日", None),
        ("2025年5月运行情况", None),
    ],
)
def test_the_day_is_that_of_publication(text: str, published: str | None) -> None:
    assert of(text)["published"] == published


@pytest.mark.parametrize(
    ("url", "published", "publisher"),
    [
        ("https://www.miit.gov.cn/zwgk/2025/art_1.html", None, "工业和信息化部"),
        ("https://wap.miit.gov.cn/202505/t20250506_1.html", "2025-05-06", "工业和信息化部"),
        ("https://www.gov.cn/zhengce/202505/content_1.htm", "2025-05", "中国政府网"),
        ("https://www.news.cn/2025-05/06/c_1.htm", "2025-05-06", "新华社"),
        ("https://www.jiangsu.gov.cn/x.html", None, None),
        ("https://miit.gov.cn.evil.example/x.html", None, None),
    ],
)
def test_an_address_speaks_where_the_text_does_not(url: str, published: str | None, publisher: str | None) -> None:
    found = of("两化融合情况", url=url)
    assert (found["published"], found["publisher"]) == (published, publisher)


def test_a_page_is_believed_on_what_it_says_of_itself() -> None:
    page = """<html><head><title>某某行动方案出台_新华网</title><meta name="PubDate" content="20250506">
    </head><body><p>来源：新华社</p>
    <p>新华社北京5月6日电 记者获悉，我国累计建成421家国家级智能制造示范工厂。</p></body></html>"""
    from tracker.capture.documents.formats import Kind

    proposals = propose(read(page.encode("gb18030"), Kind.HTML, label="utf-8"))
    found = values(proposals)
    assert (found["title"], found["publisher"], found["published"]) == ("某某行动方案出台", "新华社", "2025-05-06")
    assert found["kind"] == EvidenceKind.STATE_PRESS
    figure = proposals.figures[0]
    assert (figure.value, figure.unit, figure.counted) == (421, "家", "国家级智能制造示范工厂")
    assert figure.role is ValueRole.CUMULATIVE


@pytest.mark.parametrize(
    ("title", "kind", "stage"),
    [
        ("关于《零碳工厂建设指导意见（征求意见稿）》公开征求意见的通知", EvidenceKind.DOCUMENT, Stage.CONSULTATION),
        ("关于2025年度绿色制造名单的公示", EvidenceKind.LIST, Stage.PUBLICITY),
        ("关于公布2025年度国家级绿色工厂名单的通知", EvidenceKind.LIST, Stage.ISSUED),
        ("工业和信息化部关于印发《行动方案》的通知", EvidenceKind.DOCUMENT, Stage.ISSUED),
        ("中小企业促进条例", EvidenceKind.LAW, None),
        ("2025年上半年通信业经济运行情况", EvidenceKind.STATISTICS, None),
        ("有关负责人就《行动方案》答记者问", EvidenceKind.STATEMENT, None),
    ],
)
def test_kind_and_stage_follow_from_the_title(title: str, kind: EvidenceKind, stage: Stage | None) -> None:
    found = of(title + "\n正文。")
    assert (found["kind"], found["stage"]) == (kind, stage)


def test_what_holds_from_the_day_of_its_publication_is_in_force() -> None:
    assert of("关于印发《管理办法》的通知\n本办法自印发之日起施行。")["stage"] == Stage.IN_FORCE


def test_nothing_is_proposed_where_nothing_speaks(make: Any) -> None:
    from tracker.capture.documents.formats import Kind

    assert values(propose(read_text(""))) == dict.fromkeys(values(Proposals()))
    assert propose(read(make.png(), Kind.PNG), name="截图.png") == Proposals()


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "counted", "role"),
    [
        ("经审核，确定34个城市为试点城市。", 34, "个", "城市", ValueRole.NEW),
        ("2025年再支持30个以上试点城市。", 30, "个", "试点城市", ValueRole.NEW),
        ("新认定一百个中小企业特色产业集群。", 100, "个", "中小企业特色产业集群", ValueRole.NEW),
        ("截至目前，累计支持试点城市101个。", 101, "个", "试点城市", ValueRole.CUMULATIVE),
        ("移动电话用户达到5.5亿部。", 550_000_000, "部", "移动电话用户", ValueRole.CUMULATIVE),
        ("到2027年，培育200家高水平企业。", 200, "家", "高水平企业", ValueRole.PLAN),
        ("撤销12家企业的称号。", 12, "家", "企业", ValueRole.REMOVED),
        ("规上工业增加值增长5.9%。", Decimal("5.9"), "%", "", None),
        ("完成投资1,234.5亿元。", 123_450_000_000, "元", "完成投资", None),
    ],
)
def test_a_figure_comes_with_unit_thing_and_role(
    sentence: str, value: Decimal, unit: str, counted: str, role: ValueRole | None
) -> None:
    figure = main_figures("", sentence)[0]
    assert (figure.value, figure.unit, figure.counted, figure.role) == (value, unit, counted, role)
    assert figure.wording in sentence
    assert figure.sentence == sentence.rstrip("。")


@pytest.mark.parametrize(
    "words",
    [
        "2025年5月6日",
        "第三批",
        "工信部〔2025〕12号",
        "两部门联合",
        "三个方面",
        "5个工作日",
        "第二十条",
        "电话010-68205588",
    ],
)
def test_days_numbers_and_turns_of_speech_are_no_figures(words: str) -> None:
    assert main_figures("", f"{words}，请遵照执行。") == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("34", 34), ("1,234", 1234), ("5.5亿", 550_000_000), ("３４", 34), ("三十四", 34), ("一百零三", 103)],
        *[("十", 10), ("二十", 20), ("两千五百万", 25_000_000), ("一亿二千万", 120_000_000), ("二〇二五", 2025)],
        *[("1.2万亿", 1_200_000_000_000), ("一万三千亿", 1_300_000_000_000), ("", None), ("万", None), ("甲", None)],
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, value: int | None) -> None:
    assert parse_number(text) == value
