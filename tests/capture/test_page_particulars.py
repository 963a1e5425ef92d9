from typing import Any

import pytest

from tracker.capture.formats import Kind
from tracker.capture.proposals import propose
from tracker.capture.reading import read, read_text

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
        *("Untitled Document", "规范性文件", "公示公告", "查看页面"),
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
