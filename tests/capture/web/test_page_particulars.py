from decimal import Decimal
from typing import Any

import pytest

from tracker.capture.documents.formats import Kind
from tracker.capture.documents.reading import read, read_text
from tracker.capture.particulars.figures import main_figures
from tracker.capture.particulars.proposals import propose
from tracker.capture.particulars.publication_dates import day_of_text
from tracker.domain.terms import ValueRole

_PROSE = "<p>活动吸引了大量群众参与，取得了良好效果，下一步将继续推进有关工作，确保各项任务落到实处。</p>" * 4
_NAMES = ("title", "publisher", "number", "published", "kind", "stage")


def of_page(body: str, name: str = "", prose: str = _PROSE, tail: str = "") -> dict[str, Any]:
    page = f"<html><head><meta charset=utf-8><title>{name}</title></head><body>{body}{prose}{tail}</body></html>"
    return _values(read(page.encode(), Kind.HTML))


def of_text(text: str) -> dict[str, Any]:
    return _values(read_text(text))


def _values(document: Any) -> dict[str, Any]:
    proposals = propose(document)
    return {name: (found := getattr(proposals, name)) and found.value for name in _NAMES}


def test_a_page_whose_archive_names_no_address_is_read_without_one() -> None:
    archived = "https://web.archive.org/web/20200101000000/http://[x/"
    head = f"<title>关于公布名单的通知</title><link rel=canonical href='{archived}'>"
    data = f"<html><head><meta charset=utf-8>{head}</head><body>{_PROSE}</body></html>".encode()
    assert _values(read(data, Kind.HTML))["title"] == "关于公布名单的通知"
    assert read(data, Kind.HTML, url=archived).address == archived


# --- titles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["h1", "p align=center", "div class=title"])
@pytest.mark.parametrize(
    "name",
    [
        *(
            "文章详情",
            "详情页",
            "无标题文档",
            "无标题文档 1",
            "新建网页",
            "内容页",
            "政策文件",
            "正文页",
            "信息公开",
            "新闻详情",
        ),
        *(
            "Untitled Document",
            "规范性文件",
            "公示公告",
            "查看页面",
            "文章页",
            "网页标题",
            "新建文本文档",
            "New Document",
            "公告通知",
        ),
        "某某省工业和信息化厅 通知公告 关于公布某某名单的通知",
        "某某市人民政府门户网站 关于公布某某名单的通知",
        "关于公布某某名单的通知 通知公告 某某省工业和信息化厅",
        "政策文件_某某省工业和信息化厅",
    ],
)
def test_the_name_of_a_template_a_column_or_a_site_is_not_the_title_of_a_page(name: str, tag: str) -> None:
    body = f"<{tag}>关于公布某某名单的通知</{tag.split(maxsplit=1)[0]}><div>发布时间：2025-06-18</div>"
    assert of_page(body, name)["title"] == "关于公布某某名单的通知"


@pytest.mark.parametrize(
    ("heading", "name", "title"),
    [
        ("工业和信息化部 财政部 关于开展某项工作的通知",) * 3,
        ("国务院新闻办举行发布会 图文实录",) * 3,
        ("关于开展某项工作的通知", "某某省工业和信息化厅 关于开展某项工作的通知", "关于开展某项工作的通知"),
    ],
)
def test_the_bodies_in_a_title_that_blanks_part_from_it_stay(heading: str, name: str, title: str) -> None:
    assert of_page(f"<h1>{heading}</h1>", name)["title"] == title


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        ("工业和信息化部办公厅<br>财政部办公厅<br>关于开展某项工作的通知", "工业和信息化部办公厅、财政部办公厅"),
        ("工业和信息化部<br/>财政部<br>关于开展<br>某项工作的通知", "工业和信息化部、财政部"),
        ("科技部<br>财政部关于开展某项工作的通知", "科技部、财政部"),
        ("工业和信息化部<br>办公厅关于开展某项工作的通知", "工业和信息化部办公厅"),
    ],
)
def test_the_bodies_on_the_lines_of_a_heading_are_told_apart(lines: str, publisher: str) -> None:
    found = of_page(f"<h1>{lines}</h1>")
    assert found["publisher"] == publisher
    assert found["title"].replace(" ", "").endswith("关于开展某项工作的通知")


# --- days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tail",
    [
        "<div>更新日期：2025-11-20 版权所有 某某局</div>",
        "<div>最后更新：2025-11-20</div>",
        "<footer><p>最后更新</p><p>2025-11-20</p></footer>",
        "<div>评论 张三 2025-08-08 10:00 说得好</div>",
        "<h3>网友评论</h3><div>张三 2025-08-08 10:00</div>",
        "<div class=comment><b>张三</b><time datetime='2025-08-08T10:00:00+08:00'>8月8日</time></div>",
        "<div>发布时间：2025-09-09 某推荐文章</div>",
        "<div>某推荐文章</div><div>发布时间：2025-09-09</div>",
        "<h3>相关阅读</h3><div>某文章。</div><div>发布时间：2025-09-09</div>",
        "<div>来源：某某推荐网 2025-09-09</div>",
    ],
)
def test_the_day_of_a_footer_of_a_comment_or_of_another_text_is_not_that_of_the_page(tail: str) -> None:
    found = of_page("<h1>某市开展专项行动</h1>", tail=tail)
    assert (found["published"], found["publisher"]) == (None, None)
    own = of_page("<h1>某市开展专项行动</h1><div>2025-06-18 来源：某市工信局</div>", tail=tail)
    assert (own["published"], own["publisher"]) == ("2025-06-18", "某市工信局")


@pytest.mark.parametrize("label", ["活动时间", "报名时间", "受理日期", "培训时间", "公示时间", "比赛日期"])
def test_the_day_of_an_event_under_the_title_is_not_that_of_publication(label: str) -> None:
    assert of_page(f"<h1>某市开展专项行动</h1><div>{label}：2025-07-01 来源：市工信局</div>")["published"] is None


@pytest.mark.parametrize("tail", ["<div>发布时间：2025-06-18 来源：市工信局</div>", "<div>发布日期：2025-06-18</div>"])
def test_a_labelled_day_right_below_the_text_is_that_of_the_page(tail: str) -> None:
    assert of_page("<h1>某市开展专项行动</h1>", tail=tail)["published"] == "2025-06-18"


# --- publishers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("【发布日期：2025-06-18】【来源：市工信局】【字号：大 中 小】", "市工信局"),
        ("[来源：市工信局] 2025-06-18", "市工信局"),
        ("（来源：某某日报） 2025-06-18", "某某日报"),
        ("来源：微信公众号“某某发布” 2025-06-18", "某某发布"),
        ("来源：微信公众号：「某某发布」 2025-06-18", "某某发布"),
        ("来源：“某某发布”微信公众号 2025-06-18", "某某发布"),
        ("来源：光明网-《光明日报》 2025-06-18 05:00", "光明日报"),
        ("来源：人民网－《人民日报》 2025-06-18", "人民日报"),
        ("来源：《某某日报》2025年6月18日 第1版", "某某日报"),
        ("来源：张三 2025-06-18", None),
        ("来源：欧阳三 2025-06-18", None),
        ("来源：金融界 2025-06-18", "金融界"),
        ("来源：高新区 2025-06-18", "高新区"),
    ],
)
def test_a_source_is_a_name_without_marks_and_no_person(line: str, publisher: str | None) -> None:
    assert of_page(f"<h1>某市开展专项行动</h1><div>{line}</div>")["publisher"] == publisher


# --- texts: titles, numbers, stages ------------------------------------------------------------------------------

_LETTER = "各省、自治区、直辖市：\n为推动产业发展，现就有关事项通知如下。\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "工业和信息化部办公厅\n财政部办公厅\n关于开展某项工作的通知",
            "工业和信息化部办公厅 财政部办公厅关于开展某项工作的通知",
        ),
        (
            "工业和信息化部\n财政部\n商务部\n关于开展\n某项工作的通知",
            "工业和信息化部 财政部 商务部关于开展某项工作的通知",
        ),
        ("国务院办公厅\n关于某项工作的意见", "国务院办公厅关于某项工作的意见"),
    ],
)
def test_no_issuer_is_cut_off_a_title_of_several_lines(head: str, title: str) -> None:
    found = of_text(f"{head}\n{_LETTER}")
    assert found["title"] == title
    assert found["publisher"] == title.partition("关于")[0].replace(" ", "、")


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("中华人民共和国工业和信息化部\n公　　告\n2025年　第12号", "中华人民共和国工业和信息化部公告2025年第12号"),
        ("公　　告\n2025 年　第 12 号", "公告2025年第12号"),
    ],
)
def test_an_announcement_is_called_by_its_number_without_blanks(head: str, number: str) -> None:
    found = of_text(f"{head}\n为规范某事，现公布名单。\n")
    assert found["number"] == number
    assert found["title"] in number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("特急 工信厅企业函〔2024〕11号", "工信厅企业函〔2024〕11号"),
        ("机密★1年　特急　工信厅企业函〔2024〕11号", "工信厅企业函〔2024〕11号"),
        ("工信部联企业〔2024〕11号 2024年1月12日", "工信部联企业〔2024〕11号"),
        ("工信部联企业〔2024〕11号　2024-01-12", "工信部联企业〔2024〕11号"),
        ("工业和信息化部办公厅文件 工信厅企业〔2024〕11号", "工信厅企业〔2024〕11号"),
        ("工信部联企业〔2024〕\u200b11号", "工信部联企业〔2024〕11号"),
        ("工信部联企业〔2024〕11号文", "工信部联企业〔2024〕11号"),
        ("工信部联企业〔二〇二四〕十一号", "工信部联企业〔二〇二四〕十一号"),
        ("附件：工信部联企业〔2024〕11号", None),
        ("参考文件：工信部联企业〔2024〕11号", None),
    ],
)
@pytest.mark.parametrize("place", ["{0}\n关于开展某项工作的通知", "关于开展某项工作的通知\n{0}"])
def test_a_number_is_found_beside_what_letterheads_set_with_it(line: str, number: str | None, place: str) -> None:
    assert of_text(f"{place.format(line)}\n{_LETTER}")["number"] == number


@pytest.mark.parametrize(
    "title",
    [
        "一图读懂｜《某某办法（征求意见稿）》",
        "图解：《某某条例（草案）》",
        "某市召开《某某条例》（草案）立法听证会",
        "市人大审议《某某条例（草案）》并召开座谈会",
    ],
)
def test_a_report_or_a_picture_about_a_draft_is_at_no_stage(title: str) -> None:
    assert of_text(f"{title}\n2025-06-18\n会议听取意见。\n")["stage"] is None


def test_a_call_for_opinions_that_names_a_hearing_is_at_its_stage() -> None:
    title = "关于召开听证会公开征求《某某条例（草案）》意见的公告"
    assert of_text(f"{title}\n{_LETTER}")["stage"] == "consultation"


# --- figures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "value", "role"),
    [
        ("认定名单由30家调整为27家。", 27, None),
        ("遴选名单包括30家企业。", 30, None),
        ("拟入选35家。", 35, ValueRole.PLAN),
        ("公示期内，35家企业拟入选。", 35, ValueRole.PLAN),
        ("新增和退出企业共15家。", 15, None),
        ("退出、新增企业合计15家。", 15, None),
        ("年均新增20家。", 20, None),
        ("每年新增20家。", 20, None),
        ("日均新设企业2.4万户。", 24000, None),
        ("平均每天新增2.4万户。", 24000, None),
        ("今年新增20家。", 20, ValueRole.NEW),
        ("累计认定20家。", 20, ValueRole.CUMULATIVE),
    ],
)
def test_the_role_of_a_figure_is_told_or_left_open(sentence: str, value: int, role: ValueRole | None) -> None:
    found = {figure.value: figure.role for figure in main_figures("", sentence)}
    assert found[Decimal(value)] is role


def test_the_thing_counted_is_named_without_the_words_about_its_rate_or_change() -> None:
    counted = {
        one.counted for text in ("日均新设企业2.4万户。", "由30家调整为27家。") for one in main_figures("", text)
    }
    assert counted == {"企业", ""}


@pytest.mark.parametrize(
    "sentence",
    [
        "已有数十家企业入选。",
        "几十家企业参加。",
        "共有一两百家企业。",
        "已有七八家企业入选。",
        "数百家企业参与。",
        "三四十家企业参与。",
    ],
)
def test_a_guess_is_no_figure(sentence: str) -> None:
    assert main_figures("", sentence) == ()


# --- the day of a text -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("新华社北京2024年3月5日电 工业和信息化部公布名单。", "2024-03-05"),
        ("本报北京2024年3月5日讯（记者张某）名单公布。", "2024-03-05"),
        ("新能源汽车下乡活动启动 2023年6月12日 五部门组织开展活动。", "2023-06-12"),
        ("某标题\n（2017年9月1日通过 2025年6月27日修订）\n第一条", "2025-06-27"),
        ("某条例\n（2017年9月1日通过　自2018年1月1日起施行）\n第一条", "2017-09-01"),
        ("意见征求截止 2024年3月5日 请反馈。", ""),
        ("工业和信息化部要求到 2025年12月31日 前完成。", ""),
    ],
)
def test_the_day_of_a_text_is_that_of_its_dispatch_its_head_or_its_last_change(text: str, day: str) -> None:
    assert day_of_text(text) == day
