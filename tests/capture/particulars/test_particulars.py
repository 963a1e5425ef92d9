from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.documents.formats import Kind
from tracker.capture.documents.reading import read, read_text
from tracker.capture.particulars.document_numbers import own_number
from tracker.capture.particulars.figures import main_figures
from tracker.capture.particulars.proposals import propose
from tracker.capture.web.page_properties import properties_of
from tracker.domain.terms import Stage, ValueRole
from tracker.services.evidence.capturing import examine_file

_INPUTS = Path(__file__).parents[1] / "inputs"
_NAMES = ("title", "publisher", "number", "published", "kind", "stage")


def of(text: str, **places: str) -> dict[str, str | None]:
    proposals = propose(read_text(text), **places)
    return {name: (found := getattr(proposals, name)) and found.value for name in _NAMES}


def of_page(body: str, head: str = "", url: str = "") -> dict[str, str | None]:
    prose = "<p>" + "活动吸引了大量群众参与，取得了良好效果，下一步将继续推进有关工作。" * 6 + "</p>"
    page = f"<html><head><meta charset=utf-8>{head}</head><body>{body}{prose}</body></html>"
    proposals = propose(read(page.encode(), Kind.HTML, url=url), url=url)
    return {name: (found := getattr(proposals, name)) and found.value for name in _NAMES}


def of_input(name: str) -> dict[str, str | None]:
    proposals = examine_file(_INPUTS / name).proposals
    return {name: (found := getattr(proposals, name)) and found.value for name in _NAMES}


# --- numbers -----------------------------------------------------------------------------------------------------

_CLOSED = {
    "〔": "〕",
    "[": "]",
    "（": "）",
    "(": ")",
    "【": "】",
    "［": "］",
    "﹝": "﹞",
    "{": "}",
    "〈": "〉",
    "《": "》",
    "『": "』",
}
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_OWNERS = (
    "工信部联规",
    "国办发",
    "财建",
    "某政办发",
    "工信厅科函",
    "粤工信规字",
    "国能发新能规",
    "工信部聯企業",
    "某信產",
)
_ORDERS = (
    *(
        "国务院令",
        "中华人民共和国国务院令",
        "中華人民共和國國務院令",
        "中华人民共和国主席令",
        "工业和信息化部令",
        "证监会令",
    ),
    *(
        "国家发展改革委 工业和信息化部 财政部令",
        "财政部、税务总局公告",
        "中华人民共和国工业和信息化部公告",
        "财政部 税务总局公告",
    ),
)
_LETTERS = (
    "关于印发方案的通知\n{}\n各省：\n现印发给你们。",
    "发文字号：{}\n关于印发方案的通知",
    "发 文 字 号：\n{}\n关于印发方案的通知",
    "{}　　　　签发人：张某\n关于印发方案的通知",
    "（{}）\n关于印发方案的通知",
)


@given(
    st.sampled_from(_OWNERS),
    st.sampled_from(sorted(_CLOSED)),
    st.integers(1949, 2049),
    st.integers(1, 9999),
    st.sampled_from(["", " ", "　"]),
    st.booleans(),
    st.sampled_from(_LETTERS),
)
def test_a_number_of_a_year_is_found_in_any_brackets_and_width(
    owner: str, bracket: str, year: int, count: int, blank: str, full: bool, letter: str
) -> None:
    figures = f"{year}", f"{count}"
    shown = tuple(one.translate(_FULL) for one in figures) if full else figures
    close = _CLOSED[bracket]
    written = f"{owner}{blank}{bracket}{blank}{shown[0]}{blank}{close}{blank}{shown[1]}{blank}号"
    assert of(letter.format(written))["number"] == f"{owner}{bracket}{figures[0]}{close}{figures[1]}号"


@given(
    st.sampled_from(_ORDERS),
    st.sampled_from(["第{}号", "（第{}号）", " 第 {} 号", "2025年第{}号", " 2025年 第{}号", "〔2025〕第{}号"]),
    st.sampled_from(["3", "797", "七百九十七", "七十五", "12"]),
    st.sampled_from(
        [*_LETTERS, "某条例\n（2004年6月17日{}公布　自2005年1月1日起施行）\n第一条", "某条例\n2004年6月17日 {}发布"]
    ),
)
def test_a_number_of_an_order_or_announcement_is_found_with_all_its_issuers(
    order: str, form: str, count: str, letter: str
) -> None:
    number = of(letter.format(order + form.format(count)))["number"]
    assert number is not None
    assert number.replace(" ", "") == (order + form.format(count)).replace(" ", "")
    assert number.startswith(order)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["中华人民共和国国务院令", "第 802 号"], "中华人民共和国国务院令第802号"),
        (["国家发展改革委", "工业和信息化部", "财政部 令", "第12号"], "国家发展改革委 工业和信息化部 财政部令第12号"),
        (["工业和信息化部", "公　告", "2025年　第3号"], "工业和信息化部公告2025年第3号"),
        (["公 告", "2025年第3号"], "公告2025年第3号"),
        (["2025年第12号公告"], "2025年第12号公告"),
        (["第797号国务院令"], "第797号国务院令"),
        (["国令第797号"], "国令第797号"),
        (["国 函 〔 2025 〕 12 号"], "国函〔2025〕12号"),
        (["国　函〔２０２５〕１ ２号"], "国函〔2025〕12号"),
        (["【发文字号】国函〔2025〕12号"], "国函〔2025〕12号"),
        (["发文字号 | 国函〔2025〕12号"], "国函〔2025〕12号"),
        (["国函〔2025〕12号（此件公开发布）"], "国函〔2025〕12号"),
        (["国函〔2025〕12号　（特急）"], "国函〔2025〕12号"),
        (["原阳政办〔2025〕12号"], "原阳政办〔2025〕12号"),
        (["现代农业办〔2025〕12号"], "现代农业办〔2025〕12号"),
    ],
)
def test_the_head_of_an_order_is_put_together(lines: list[str], number: str) -> None:
    found = own_number(lines)
    assert found is not None
    assert found.value == number


@pytest.mark.parametrize(
    "sentence",
    [
        "根据《某某办法》（工信部企业〔2022〕63号），现将有关事项通知如下。",
        "按照工信部规〔2025〕3号文件要求，各地应当落实。",
        "工信部规〔2025〕3号文件要求，各地应当落实。",
        "国务院总理签署第797号国务院令，公布修改后的条例。",
        "现将《关于某事的通知》（工信部规〔2025〕3号）转发给你们。",
        "（四）废止《某某办法》（工业和信息化部令第12号）。",
        "对第1234号建议的答复",
        "附件：1. 工信部规〔2025〕3号",
        "转发国函〔2025〕12号",
        "参照国函〔2025〕12号",
        "（原国函〔2020〕1号）",
        "见国函〔2025〕12号",
    ],
)
def test_a_number_that_is_cited_is_nobodys(sentence: str) -> None:
    assert of(f"关于做好工作的通知\n{sentence}")["number"] is None


def test_a_number_of_a_related_document_under_the_text_is_not_its_own() -> None:
    prose = "<p>为深入贯彻落实决策部署，加快推进新型工业化，现就有关事项通知如下，请认真贯彻执行，并做好组织实施。</p>"
    page = f"<h1>关于印发某某方案的通知</h1><p>2025-03-06</p>{prose}<h3>相关文件</h3><p>某政发〔2023〕1号</p>"
    assert of_page(page)["number"] is None


def test_where_something_is_held_published_nothing() -> None:
    assert of("关于举办会议的通知\n2026年5月1日 国家会议中心\n各单位：现就有关事项通知如下。")["publisher"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "中华人民共和国工业和信息化部\n公   告\n2025年 第 12 号\n现予以公告。\n工业和信息化部\n2025年3月6日",
            {"title": "中华人民共和国工业和信息化部公告2025年第12号"},
        ),
        (
            "某市政府办公室文件\n某政办〔2025〕6号      签发人：李四\n某市政府办公室关于印发任务分工的通知\n各县：",
            {"title": "某市政府办公室关于印发任务分工的通知", "number": "某政办〔2025〕6号"},
        ),
        ("2025年上半年运行情况\n国家统计局 2025年7月15日\n增加值增长6.4%。", {"publisher": "国家统计局"}),
        ("某某行动计划（2025—2027年）\n到2027年，建成100个。", {"kind": "document"}),
    ],
)
def test_the_head_of_a_document_is_parted_into_what_it_says(text: str, said: dict[str, str]) -> None:
    found = of(text)
    assert {name: found[name] for name in said} == said


def test_a_decree_in_the_history_of_a_law_gives_number_publisher_and_day() -> None:
    found = of_input("03-wenhao-guo-guo/decree.txt")
    assert found["number"] == "中华人民共和国国务院令第999号"
    assert (found["publisher"], found["published"], found["kind"]) == ("国务院", "2004-06-17", "law")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "中华人民共和国某某法\n（2021年6月10日第十三届全国人民代表大会常务委员会第二十九次会议通过）\n"
            "目录\n第一章 总则\n"
            "第五条 有关部门应当公示，并征求意见。\n第七十条 本法自2021年9月1日起施行。",
            ("中华人民共和国某某法", None, None, None, "law", "issued"),
        ),
        (
            "中华人民共和国主席令\n第八十八号\n《中华人民共和国某某法》已由第十三届全国人民代表大会常务委员会第二十九次会议于"
            "2021年6月10日通过，现予公布，自2021年9月1日起施行。\n中华人民共和国主席　某某某\n2021年6月10日",
            ("中华人民共和国某某法", None, "中华人民共和国主席令第八十八号", "2021-06-10", "law", "issued"),
        ),
        (
            "某某市某某条例\n（2021年10月29日某某市第十五届人民代表大会常务委员会第二十次会议通过　"
            "根据2023年7月26日某某市"
            "第十六届人民代表大会常务委员会第四次会议《关于修改某条例的决定》修正）\n"
            "第九条 本条例自2022年3月1日起施行。",
            ("某某市某某条例", None, None, None, "law", "issued"),
        ),
        (
            "国家发展改革委\n工业和信息化部\n财政部\n公　告\n2025年 第3号\n关于某某目录的公告\n"
            "根据《某某办法》，现予公布，"
            "自公布之日起施行。\n国家发展改革委\n工业和信息化部\n财政部\n2025年3月3日",
            (
                "关于某某目录的公告",
                "国家发展改革委、工业和信息化部、财政部",
                "国家发展改革委 工业和信息化部 财政部公告2025年第3号",
                "2025-03-03",
                "list",
                "in_force",
            ),
        ),
        (
            "2025年1—4月通信业经济运行情况\n发布时间：2025-05-20 来源：运行监测协调局\n总体平稳。",
            ("2025年1—4月通信业经济运行情况", "运行监测协调局", None, "2025-05-20", "statistics", None),
        ),
    ],
)
def test_laws_orders_and_announcements_give_what_they_say_of_themselves(
    text: str, expected: tuple[str | None, ...]
) -> None:
    assert tuple(of(text).values()) == expected


# --- publisher ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "publisher"),
    [("author.html", "证券某某网"), ("caption.html", "每日某某报"), ("announcement.txt", None)],
)
def test_authors_captions_and_titles_are_no_publishers(name: str, publisher: str | None) -> None:
    assert of_input(f"11-publisher-wrong/{name}")["publisher"] == publisher


@pytest.mark.parametrize(
    ("furniture", "publisher"),
    [
        ("2025-05-06 来源：证券某某网作者：张某某", "证券某某网"),
        ("作者：张某某来源：证券某某网 责任编辑：李某", "证券某某网"),
        ("来源：某某日报 编辑：王某", "某某日报"),
        ("信息来源：省经济和信息化厅 发布时间：2025-05-06", "省经济和信息化厅"),
        ("来 源：《某某日报》（2025年05月06日 第02版）", "某某日报"),
        ("来源：China Daily 2025-05-06", "China Daily"),
        ("來源：某某日報　發佈時間：2025-05-06", "某某日報"),
        ("来源： 财政部 税务总局 海关总署", "财政部、税务总局、海关总署"),
        ("稿源：某某新闻网|2025-05-06", "某某新闻网"),
        ("来源：网络 2025-05-06", None),
        ("来源：本站原创 2025-05-06", None),
        ("来源： 发布时间：2025-05-06", None),
        ("图片来源：某某日报", None),
        ("图/视觉中国", None),
        ("来源：视觉中国", None),
        ("数据来源：国家统计局 2025-05-06", None),
        ("责任编辑：某某新闻网 李某", None),
        ("作者：某某报记者 张某", None),
        ("摄影：新华社记者 张某", None),
    ],
)
def test_only_the_source_of_the_page_is_its_publisher(furniture: str, publisher: str | None) -> None:
    assert of_page(f"<h1>某地开展活动</h1><div>{furniture}</div>")["publisher"] == publisher


@pytest.mark.parametrize(
    ("furniture", "publisher"),
    [
        ("<p>2025-05-06 10:56:28 某某时报网</p>", "某某时报网"),
        ("<p>新华社</p><p>2025-05-06 10:56</p>", "新华社"),
        ("<p>张某/某某青年报</p><p>2025-05-06 10:56</p>", "某某青年报"),
        ("<p>2025-05-06 10:56 游某星空[整理] 1</p>", "游某星空"),
        ("<p>发表于2025-05-06 21:30| 1164次阅读| 来源某某技术站| 0 条评论</p>", "某某技术站"),
        ("<p>来源于：东区办事处</p>", "东区办事处"),
        ("<p>2025-05-06 20:35 张某 李某</p>", None),
        ("<p>视觉中国</p><p>2025-05-06</p>", None),
        ("<p>2025-05-06 10:56 新浪新闻</p>", None),
    ],
)
def test_a_paper_beside_the_day_needs_no_label(furniture: str, publisher: str | None) -> None:
    found = of_page(f"<h1>某地开展活动</h1>{furniture}", "<title>某地开展活动|游某星空</title>")
    assert found["publisher"] == publisher


def test_the_site_of_an_authority_speaks_for_it() -> None:
    found = of_page("<h1>某某工作取得进展</h1><p>2025-05-06 来源：工业和信息化部网站</p>")
    assert (found["publisher"], found["kind"]) == ("工业和信息化部网站", "statement")


def test_what_calls_itself_a_source_far_from_the_title_is_none() -> None:
    body = "<h1>某地开展活动</h1><p>2025-05-06</p>" + "<p>正文。</p>" * 12 + "<span class=source>连接器</span>"
    assert of_page(body)["publisher"] is None


def test_the_body_in_the_own_title_of_a_document_issues_it_and_the_one_in_a_headline_does_not() -> None:
    document = "<h1>某某部关于公布名单的通知</h1><p>2025-05-06 来源：某某日报</p>"
    assert of_page(document.replace("某某部", "财政部"))["publisher"] == "财政部"
    assert of_page("<h1>财政部公布第九批企业名单</h1><p>2025-05-06 来源：某某日报</p>")["publisher"] == "某某日报"


# --- day ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ("<p>今天是2026年11月29日 星期日</p><h1>某地开展活动</h1><p>2025-05-06</p>", "2025-05-06"),
        ("<p>2026年11月29日 星期日</p><h1>某地开展活动</h1>", None),
        ("<h1>某地开展活动</h1><p>会议于2025年5月6日在某市召开，有关部门参加。</p>", None),
        ("<h1>关于召开会议的通知</h1><p>时间：2025年5月10日</p><p>地点：某市</p>", None),
        ("<h1>关于开展申报的通知</h1><p>截止日期：2025年5月10日</p>", None),
        ("<h1>某地开展活动</h1><p>发布时间：２０２５年５月６日</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><p>發佈時間：2025年5月6日</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><p>2025-05-0610:22 来源：某某日报</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><p>[2025.5.6]</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><p>日期：2025/5/6　浏览次数：12</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><p>二〇二五年五月六日　来源：某某日报</p>", "2025-05-06"),
        ("<h1>Notice of a list</h1><p>Updated: May 6, 2025 16:22 Source: Xinhua 来源：某某日报</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><p>更新时间：2025-05-06</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><p>2025-05-06 · 某某城市号</p>", "2025-05-06"),
        ("<h1>某地开展活动</h1><time datetime=2025-05-06T10:00:00+08:00>周二</time>", "2025-05-06"),
        ("<h1>某地开展活动</h1><time datetime=2025-05-06>周二</time><time datetime=2025-05-07>周三</time>", None),
        ("<h1>某地开展活动</h1><p>发布时间：2025-13-40</p>", None),
        ("<h1>某地开展活动</h1><p>发布时间：05-06 12:00</p>", None),
        ("<h1>某地开展活动</h1><p>正文。</p><ul><li>别的新闻 2025-01-02</li></ul>", None),
    ],
)
def test_the_day_of_a_page_is_its_own_or_none(body: str, published: str | None) -> None:
    assert of_page(body)["published"] == published


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-05-05T20:00:00Z", "2025-05-06"),
        ("2025-05-06T01:00:00+08:00", "2025-05-06"),
        ("2025-05-06 10:22", "2025-05-06"),
        ("20250506", "2025-05-06"),
        ("2025年5月6日", "2025-05-06"),
        ("1746497520", None),
        ("未知", None),
    ],
)
def test_a_moment_in_a_property_is_a_day_in_beijing(moment: str, day: str | None) -> None:
    found = of_page("<h1>某地开展活动</h1>", f'<meta property="article:published_time" content="{moment}">')
    assert found["published"] == day


def test_a_day_without_its_year_takes_that_of_a_change_on_the_same_day() -> None:
    body = "<h1>某地开展活动</h1><p>发布时间：05-06 12:00</p>"
    head = '<meta itemprop="dateUpdate" content="2025-0{}-06 12:00:57">'
    assert of_page(body, head.format(5))["published"] == "2025-05-06"
    assert of_page(body, head.format(7))["published"] is None


def test_a_saved_page_and_a_copy_in_an_archive_go_by_their_first_address() -> None:
    saved = "<!-- saved from url=(0060)https://www.miit.gov.cn/zwgk/202505/t20250506_1.html -->\n<p>某地开展活动</p>"
    found = propose(read(f"<html>{saved}<p>{'取得了良好效果。' * 30}</p></html>".encode(), Kind.HTML))
    assert found.published is not None
    assert found.publisher is not None
    assert (found.published.value, found.publisher.value) == ("2025-05-06", "工业和信息化部")
    copied = "https://web.archive.org/web/20260720123456/http://www.miit.gov.cn/x.html"
    page = of_page("<h1>某地开展活动</h1>", url=copied)
    assert (page["published"], page["publisher"]) == (None, "工业和信息化部")


# --- title -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "body", "title"),
    [
        ("某地开展活动_新闻_某某网", "", "某地开展活动"),
        ("某地开展活动-某某网", "", "某地开展活动"),
        ("某地开展活动--经济--人民网", "", "某地开展活动"),
        ("某地开展活动 | 某某日报", "", "某地开展活动"),
        ("某某网_某地开展活动", "", "某地开展活动"),
        ("某某行动方案（2025-2027年）", "", "某某行动方案（2025-2027年）"),
        ("从制造到智造——访某某日报", "", "从制造到智造——访某某日报"),
        ("5G-A商用提速-中国新闻网", "", "5G-A商用提速"),
        ("关于开展某某工作的...-某某局", "<h1>关于开展某某工作的通知</h1>", "关于开展某某工作的通知"),
        ("某某局", "<h1>某某局</h1><h2>关于开展某某工作的通知</h2>", "关于开展某某工作的通知"),
        ("", "<h1>某某集团<br>开展活动</h1>", "某某集团开展活动"),
        ("棱镜|某某大整顿：几家欢喜_财经_某某网", "<p>棱镜|某某大整顿：几家欢喜</p>", "棱镜|某某大整顿：几家欢喜"),
        ("某某芯片一块顶十块-EDN 电子技术", "<p>某某芯片一块顶十块</p>", "某某芯片一块顶十块"),
        (
            "新闻动态--某某学会官网",
            "<p>首页</p><p>某某年会举行</p><p>发布时间：2019-05-18 来源：某某学会</p>",
            "某某年会举行",
        ),
        (
            "股市预测--最新出炉某某报告：降至2.3%",
            "<p>股市预测</p><p>最新出炉某某报告：降至2.3%</p>",
            "最新出炉某某报告：降至2.3%",
        ),
    ],
)
def test_a_title_has_no_name_of_a_site_and_is_whole(tag: str, body: str, title: str) -> None:
    assert of_page(body, f"<title>{tag}</title>")["title"] == title


# --- stage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "国家发展改革委令第25号\n\n《某某办法》已经审议通过，现予公布，自2025年7月1日起施行。\n\n主任：郑某某\n2025年5月6日",
            "某某办法",
        ),
        (
            "中华人民共和国主席令\n\n第十五号\n\n《中华人民共和国某某法》已由常务委员会通过，现予公布。\n\n2024年6月28日",
            "中华人民共和国某某法",
        ),
        (
            "中华人民共和国工业和信息化部公告\n2025年第3号\n\n现公布第八批某某名单。\n\n工业和信息化部\n2025年2月18日",
            "中华人民共和国工业和信息化部公告2025年第3号",
        ),
        ("# 某某条例\n\n1991年7月2日 国务院令第86号公布\n\n第一条 为了……", "某某条例"),
        ("工业和信息化部\n\n某某工作要点\n\n2025年3月5日", "某某工作要点"),
    ],
)
def test_orders_and_announcements_are_called_by_what_they_enact_or_by_their_number(text: str, title: str) -> None:
    assert of(text)["title"] == title


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("某某条例（征求意见稿）", Stage.CONSULTATION),
        ("公开征求对《某某指南（征求意见稿）》的意见", Stage.CONSULTATION),
        ("关于《某某标准》公开征求意见的函", Stage.CONSULTATION),
        ("关於《某某辦法》公開徵求意見的通知", Stage.CONSULTATION),
        ("《某某办法》征求意见采纳情况的公告", None),
        ("关于2025年度某某名单的公示", Stage.PUBLICITY),
        ("关于拟认定某某企业的公示（第二批）", Stage.PUBLICITY),
        ("某某企业名单公示", Stage.PUBLICITY),
        ("企业信息公示暂行条例", None),
        ("关于做好企业信息公示工作的通知", None),
        ("关于印发《某某方案》的通知", Stage.ISSUED),
        ("关于公布第九批某某名单的通告", Stage.ISSUED),
        ("關於公佈第九批某某名單的公告", Stage.ISSUED),
        ("某某部关于发布某某目录的公告", Stage.ISSUED),
        ("某某企业发布新一代产品", None),
        ("十部门印发某某方案", None),
        ("某某名单公布引发关注", None),
        ("关于组织开展某某申报工作的通知", None),
        ("某某促进条例", None),
        ("地图发布管理规定解读", None),
    ],
)
def test_a_stage_is_what_the_title_of_the_document_says(title: str, stage: Stage | None) -> None:
    body = "有关部门应当将评审结果予以公示，并公开征求意见，及时印发、公布。正在研究制定有关办法。"
    assert of(f"{title}\n{body}")["stage"] == stage


def test_a_draft_is_told_by_the_line_under_its_title_too() -> None:
    assert of("某某管理办法\n（征求意见稿）\n第一条 本办法自2026年1月1日起施行。")["stage"] == Stage.CONSULTATION


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("某某管理办法\n第三条 本办法自发布之日起施行。", Stage.IN_FORCE),
        ("发布日期：2025-05-06\n某某管理办法\n第三条 本办法自2025年5月1日起施行。", Stage.IN_FORCE),
        ("发布日期：2025-05-06\n某某管理办法\n第三条 本办法自2025年6月1日起施行。", Stage.ISSUED),
        ("某某管理办法解读\n《某某法》自2018年1月1日起施行以来，成效显著。", None),
        ("某某工作的思考\n有关部门表示，自2025年起实施改革。", None),
    ],
)
def test_a_document_is_in_force_from_the_day_that_its_own_sentence_names(text: str, stage: Stage | None) -> None:
    assert of(text)["stage"] == stage


def test_a_law_whose_articles_speak_of_publicity_and_consultation_is_at_neither() -> None:
    assert of_input("13-stage-from-body/law.txt")["stage"] == Stage.ISSUED


# --- figures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("a.txt", {30: ValueRole.CUMULATIVE, 10: ValueRole.NEW}),
        ("b.txt", {5: ValueRole.REMOVED, 30: None}),
        ("c.txt", {101: ValueRole.CUMULATIVE, 35: ValueRole.NEW}),
    ],
)
def test_the_role_of_a_figure_is_that_of_its_own_clause(name: str, roles: dict[int, ValueRole | None]) -> None:
    figures = examine_file(_INPUTS / "08-figure-role" / name).proposals.figures
    assert {int(figure.value): figure.role for figure in figures} == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("较去年同期新增12家", {12: ValueRole.NEW}),
        ("较上年增加１０家", {10: ValueRole.NEW}),
        ("較上年增加10家", {10: ValueRole.NEW}),
        ("净增8家", {8: ValueRole.NEW}),
        *((f"比上年{more}35个", {35: ValueRole.NEW}) for more in ("多了", "多出", "增")),
        ("较上年少了5家，现存25家", {5: ValueRole.REMOVED, 25: ValueRole.CUMULATIVE}),
        ("比计划少5家", {5: None}),
        ("比全国平均多5个", {5: None}),
        ("净减3家", {3: ValueRole.REMOVED}),
        ("新增与退出相抵后净增7家", {7: ValueRole.NEW}),
        ("名单由10个扩围至20个", {10: None, 20: ValueRole.CUMULATIVE}),
        ("超额完成全年30个的目标，达到35个", {30: None, 35: ValueRole.CUMULATIVE}),
        ("合计30家（新增10家、延续20家）", {30: ValueRole.CUMULATIVE, 10: ValueRole.NEW, 20: None}),
        ("关停企业3家、整改5家", {3: ValueRole.REMOVED, 5: None}),
        *((f"{new}8家", {8: ValueRole.NEW}) for new in ("增补", "补入", "递补", "新评定")),
        *((f"{stock}101家", {101: ValueRole.CUMULATIVE}) for stock in ("名单现为", "共支持")),
        *((f"{gone}5家", {5: ValueRole.REMOVED}) for gone in ("摘牌", "吊销", "停运", "调减")),
        ("每万人拥有公交车12辆", {12: None}),
        ("新设3所、撤并2所", {3: ValueRole.NEW, 2: ValueRole.REMOVED}),
        ("第三批入围30家，总入围数90家", {30: ValueRole.NEW, 90: ValueRole.CUMULATIVE}),
        ("试点总数101个", {101: ValueRole.CUMULATIVE}),
        ("全市拥有企业320家，同比增加45家", {320: ValueRole.CUMULATIVE, 45: ValueRole.NEW}),
        ("净增企业15家（新增20家、退出5家）", {15: ValueRole.NEW, 20: ValueRole.NEW, 5: ValueRole.REMOVED}),
        *((f"尚{short}30家", {30: None}) for short in ("未达到", "达不到", "未达")),
        ("预期达到30家", {30: ValueRole.PLAN}),
        ("总投资超过预期，新增企业30家", {30: ValueRole.NEW}),
        ("确保全面完成年度目标任务，新增企业30家", {30: ValueRole.PLAN}),
        ("到“十四五”末，企业达到500家", {500: ValueRole.CUMULATIVE}),
        ("到“十五五”末建成100个", {100: ValueRole.PLAN}),
        ("调出5家、调入6家", {5: ValueRole.REMOVED, 6: ValueRole.NEW}),
        ("压减至12家", {12: ValueRole.CUMULATIVE}),
        ("较目标多出5家", {5: None}),
        ("试点城市101个（其中新增35个）", {101: None, 35: ValueRole.NEW}),
        ("累计达到300家", {300: ValueRole.CUMULATIVE}),
        ("累计认定101家", {101: ValueRole.CUMULATIVE}),
        ("累计新增35家", {35: None}),
        ("增加到30家", {30: ValueRole.CUMULATIVE}),
        ("从66个扩大到101个", {66: None, 101: ValueRole.CUMULATIVE}),
        ("由50家减少到30家，退出20家", {50: None, 30: ValueRole.CUMULATIVE, 20: ValueRole.REMOVED}),
        ("10家企业退出，5家被撤销", {10: ValueRole.REMOVED, 5: ValueRole.REMOVED}),
        ("减少5家", {5: ValueRole.REMOVED}),
        ("累计认定101家，其中东部40家", {101: ValueRole.CUMULATIVE, 40: None}),
        ("新认定甲类10家、乙类20家", {10: ValueRole.NEW, 20: ValueRole.NEW}),
        ("将新增30家", {30: ValueRole.PLAN}),
        ("计划新增30家，实际新增35家", {30: ValueRole.PLAN, 35: ValueRole.NEW}),
        ("今年计划支持30家，已有20家", {30: ValueRole.PLAN, 20: ValueRole.CUMULATIVE}),
        ("拟认定30家", {30: ValueRole.PLAN}),
        ("虚拟电厂10座", {10: None}),
        ("确定将34个城市纳入试点", {34: ValueRole.NEW}),
        ("工业增加值达5亿元", {500_000_000: ValueRole.CUMULATIVE}),
    ],
)
def test_what_stands_around_a_figure_says_whether_it_is_new_or_all_there_is(
    sentence: str, roles: dict[int, ValueRole | None]
) -> None:
    assert {int(figure.value): figure.role for figure in main_figures("", sentence)} == roles


@pytest.mark.parametrize("words", ["净增29.8万个", "比上年末净增29.8万个", "净增298000个"])
def test_a_number_with_a_magnitude_is_no_turn_of_speech(words: str) -> None:
    (figure,) = main_figures("", f"全国网络加快建设，{words}。")
    assert (figure.value, figure.role) == (298_000, ValueRole.NEW)


def test_growth_in_percent_is_a_share_and_no_count() -> None:
    figure = main_figures("", "企业数量同比增长12%")[0]
    assert (figure.value, figure.unit, figure.role) == (Decimal(12), "%", None)


@pytest.mark.parametrize(
    "words",
    [
        "如图2所示",
        "见表3所列",
        "第5条规定",
        "附件1项目申报表",
        "电话：68205588",
        "表 2 处理结果",
        "专栏3项目",
        "5G基站",
        "前10名",
        "图２所示",
        "第３批",
    ],
)
def test_the_number_of_a_picture_a_table_or_an_article_is_no_figure(words: str) -> None:
    assert main_figures("", f"{words}，请遵照执行。") == ()


@pytest.mark.parametrize("part", ["-新闻网", "_某某日报", " - 某某网"])
def test_of_a_name_without_end_only_the_first_parts_are_looked_at(part: str) -> None:
    name = f"某地开展活动{part}" + "".join(f"{part}{number}" for number in range(4_000))
    found = properties_of(html.fromstring(f"<html><title>{name}{part}</title><p>甲</p></html>"), "", [])
    assert found.title.startswith("某地开展活动")
    assert len(found.marked) <= 500
