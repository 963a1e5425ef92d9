"""Pages as they were captured, and as they are when they are looked at again."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import pytest
from tests.capture.conftest import Maker

from tracker.capture.documents.documents import Document
from tracker.capture.documents.formats import Kind, identify
from tracker.capture.documents.reading import read
from tracker.capture.watching.page_changes import StoredPage, compare_page, page_not_seen
from tracker.capture.web.fetching import NO_VALIDATORS, Fetched, NotModified
from tracker.domain.errors import UserError
from tracker.domain.watching.page_changes import MOST_CHANGES, ChangeSign, PageChange
from tracker.domain.watching.terms import RecheckOutcome

FAMILIES = Path(__file__).parents[1] / "families"
URL = "https://www.miit.gov.cn/zwgk/zcwj/wjfb/tz/art/2025/art_8a1b2c.html"
NOW = datetime(2025, 6, 1, 3, 0, tzinfo=UTC)
BODY = (
    "<p>为贯彻落实有关部署，现将第一批中小企业数字化转型试点城市名单予以公布，请各地认真组织实施，确保取得实效。</p>"
    "<p>一、本批共有34个城市入选，中央财政对每个城市给予定额奖励，奖励资金由地方统筹使用，实施期限为三年。</p>"
    "<p>二、各地应当于2026年3月31日前报送实施方案，主管部门将组织专家对实施方案进行审核，并公布审核结果。</p>"
)
VALUES = {
    "title": "关于公布第一批中小企业数字化转型试点城市名单的通知",
    "source": "中小企业局",
    "issuer": "工业和信息化部",
    "iso": "2025-05-06",
    "cn": "2025年05月06日",
    "slash": "2025/05/06",
    "y": "2025",
    "m": "05",
    "d": "06",
    "epoch": "1746489600",
    "written": "2025-04-28",
    "written_cn": "2025年4月28日",
    "written_spelt": "二○二五年四月二十八日",
    "number": "",
    "short": "",
    "n": "101",
    "tomorrow": "2026-06-10",
    "tomorrow_cn": "2026年6月10日",
    "body": BODY,
}


def in_layout(name: str, **values: str) -> str:
    return Template((FAMILIES / name).read_text(encoding="utf-8")).substitute(VALUES | values)


def page(inner: str, title: str = "公布名单", beside: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f"<h1>{title}</h1><p>发布时间：2025-05-06 来源：工业和信息化部</p><div>{inner}</div>{beside}</body></html>"
    )


def captured(html: str | bytes, url: str = URL) -> StoredPage:
    content = html.encode() if isinstance(html, str) else html
    kind = identify(content, "", "")
    return StoredPage(url, hashlib.sha256(content).hexdigest(), read(content, kind, url=url))


def came(html: str | bytes, final_url: str = "", url: str = URL, media_type: str = "text/html") -> Fetched:
    content = html.encode() if isinstance(html, str) else html
    return Fetched(url, final_url or url, media_type, "", "page", content, hashlib.sha256(content).hexdigest(), NOW)


def change(before: str, after: str, final_url: str = "") -> PageChange:
    return compare_page(captured(before), came(after, final_url))


def words(found: PageChange) -> list[tuple[str, str]]:
    return [(one.before, one.after) for one in found.changes]


def rows(names: Sequence[str]) -> str:
    return "".join(f"<tr><td>{number}</td><td>{name}</td></tr>" for number, name in enumerate(names, 1))


NAMES = [f"{place}某某装备制造有限公司" for place in ("北京", "天津", "苏州", "宁波", "合肥", "济南", "广州", "成都")]


# --- the same page


def test_a_page_that_came_byte_for_byte_or_did_not_come_again_is_the_same() -> None:
    before = captured(page(BODY))
    assert compare_page(before, came(page(BODY))).outcome is RecheckOutcome.SAME
    unchanged = compare_page(before, NotModified(URL, NO_VALIDATORS, NOW))
    assert (unchanged.outcome, unchanged.sha256, unchanged.retrieved_at) == (RecheckOutcome.SAME, before.sha256, NOW)


@pytest.mark.parametrize("layout", sorted(path.name for path in FAMILIES.glob("*.html")))
def test_a_day_later_each_layout_shows_another_day_and_is_the_same_page(layout: str) -> None:
    later = in_layout(layout, tomorrow="2026-06-11", tomorrow_cn="2026年6月11日")
    before = in_layout(layout).replace("</body>", "<script>var nonce='a1'</script></body>")
    found = change(before, later.replace("</body>", "<script>var nonce='b2'</script></body>"))
    assert (found.outcome, words(found)) == (RecheckOutcome.SAME, [])


@pytest.mark.parametrize("layout", sorted(path.name for path in FAMILIES.glob("*.html")))
def test_in_each_layout_a_figure_of_the_text_that_changed_is_found_and_nothing_else(layout: str) -> None:
    found = change(in_layout(layout), in_layout(layout, body=BODY.replace("34个", "36个")))
    assert (found.outcome, found.signs) == (RecheckOutcome.CHANGED, (ChangeSign.WORDS_CHANGED,))
    assert words(found) == [("34", "36")]
    assert "本批共有36个城市入选" in found.changes[0].context
    assert found.size_before == found.size_after > 0


FURNITURE = [
    ("<p>浏览次数：1203</p>", "<p>浏览次数：1388</p>"),
    ("<p>来源：新华网 【浏览：12次】 字体：大 中 小</p>", "<p>来源：新华网 【浏览：15次】 字体：大 中 小</p>"),
    ("<p>阅读量 1.2万</p>", "<p>阅读量 1.3万</p>"),
    ("<p>点击数：<span>[ 88 ]</span></p>", "<p>点击数：<span>[ 97 ]</span></p>"),
    ("<p>评论(3) 点赞(12)</p>", "<p>评论(4) 点赞(15)</p>"),
    ("<p>您是第 100234 位访客</p>", "<p>您是第 100299 位访客</p>"),
    ("<p>今天是2025年5月8日 星期四</p>", "<p>今天是2025年6月1日 星期日</p>"),
    ("<p>2025年5月8日 星期四 农历四月十一</p>", "<p>2025年6月1日 星期日 农历五月初六</p>"),
    ("<p>北京 多云 12~20℃</p>", "<p>北京 晴 18~29℃</p>"),
    ("<p>3小时前</p>", "<p>24天前</p>"),
    ("<p>分享到：微信 新浪微博 QQ空间</p>", "<p>分享到：微信 朋友圈</p>"),
    ("<p>打印本页</p>", "<p>打印 关闭窗口</p>"),
    ("<p>版权所有 © 2024 工业和信息化部</p>", "<p>版权所有 © 2025 工业和信息化部</p>"),
    (
        "<h3>相关阅读</h3><ul><li>某地推进数字化转型</li></ul>",
        "<h3>相关阅读</h3><ul><li>又一批名单公布</li><li>专家解读新政策</li></ul>",
    ),
    ("<p>上一篇：关于甲的通知</p><p>下一篇：没有了</p>", "<p>上一篇：关于甲的通知</p><p>下一篇：关于乙的通知</p>"),
]


@pytest.mark.parametrize(("once", "again"), FURNITURE)
def test_what_changes_on_every_visit_does_not_count(once: str, again: str) -> None:
    found = change(page(BODY, beside=once), page(BODY, beside=again))
    assert (found.outcome, words(found)) == (RecheckOutcome.SAME, [])


@pytest.mark.parametrize(
    ("once", "again"),
    [
        ("<p>附件下载地址已于2025年5月8日更新</p>", "<p>附件下载地址已于2025年5月9日更新</p>"),
        ("<td>耐受温度-40℃</td>", "<td>耐受温度-45℃</td>"),
        ("<td>企业规模：中</td>", "<td>企业规模：小</td>"),
        ("<td>增速-3.2%</td>", "<td>增速3.2%</td>"),
        ("<p>累计下载量达到3.5亿次</p>", "<p>累计下载量达到4.5亿次</p>"),
        ("<td>政务在线2025年目标</td>", "<td>政务在线2026年目标</td>"),
        ("<p>技术支持单位名单（5家）</p>", "<p>技术支持单位名单（6家）</p>"),
        ("<p>咨询电话：010-68200001</p>", "<p>咨询电话：010-68200002</p>"),
    ],
)
def test_what_only_looks_like_it_does(once: str, again: str) -> None:
    inner, changed = (
        f"{BODY}<table><tr>{one}</tr></table>" if one.startswith("<td") else BODY + one for one in (once, again)
    )
    found = change(page(inner), page(changed))
    assert (found.outcome, len(found.changes)) == (RecheckOutcome.CHANGED, 1)


# --- kinds of change


def test_a_table_that_grew_says_by_how_many_rows_and_which() -> None:
    found = change(page(BODY + f"<table>{rows(NAMES[:6])}</table>"), page(BODY + f"<table>{rows(NAMES)}</table>"))
    assert found.signs == (ChangeSign.LIST_GREW, ChangeSign.WORDS_CHANGED)
    assert (found.rows_before, found.rows_after) == (6, 8)
    assert [one for change in found.changes for one in NAMES[6:] if one in change.after] == NAMES[6:]


def test_a_list_that_shrank_names_what_was_taken_out() -> None:
    def listed(names: Sequence[str]) -> str:
        return page("<p>名单如下：</p><ul>" + "".join(f"<li>{name}</li>" for name in names) + "</ul>")

    found = change(listed(NAMES), listed([*NAMES[:2], *NAMES[3:]]))
    assert found.signs == (ChangeSign.LIST_SHRANK, ChangeSign.WORDS_CHANGED)
    assert found.rows_before - found.rows_after == 1
    assert words(found) == [(NAMES[2], "")]


@pytest.mark.parametrize("layout", ["miit.html", "gov_cn_policy_new.html", "xinhua.html", "ndrc.html"])
def test_a_day_of_publication_that_moved_comes_first(layout: str) -> None:
    moved = in_layout(layout, iso="2025-05-20", cn="2025年05月20日", slash="2025/05/20", d="20", epoch="1747699200")
    found = change(in_layout(layout), moved)
    assert found.outcome is RecheckOutcome.CHANGED
    assert found.signs[0] is ChangeSign.DATE_MOVED
    assert words(found)[0] == ("2025-05-06", "2025-05-20")


def test_another_title_comes_first() -> None:
    title = VALUES["title"].replace("第一批", "首批")
    found = change(in_layout("miit.html"), in_layout("miit.html", title=title))
    assert found.signs[0] is ChangeSign.TITLE_CHANGED
    assert words(found)[0] == (VALUES["title"], title)


def test_of_many_changes_the_first_are_kept_and_that_there_are_more() -> None:
    def numbered(step: int) -> str:
        return page(
            "".join(f"<p>第{n}条 企业应当在{n + step}个工作日内报送有关材料，并对真实性负责。</p>" for n in range(200))
        )

    found = change(numbered(0), numbered(1))
    assert (len(found.changes), found.has_more) == (MOST_CHANGES, True)


def test_of_text_that_alone_was_kept_the_words_are_compared_and_nothing_else() -> None:
    text = captured(page(BODY)).document.pages
    before = StoredPage(URL, "0" * 64, Document(Kind.HTML, text))
    assert compare_page(before, came(page(BODY))).outcome is RecheckOutcome.SAME
    found = compare_page(before, came(page(BODY.replace("34个", "36个"), title="公布名单")))
    assert (found.signs, words(found)) == ((ChangeSign.WORDS_CHANGED,), [("34", "36")])


def test_a_captured_pdf_is_compared_page_by_page(make: Maker) -> None:
    lines = ["关于公布名单的公告", "本批共有34个城市入选，名单见附件，请认真组织实施。"]
    before, after = (make.pdf("\n".join(lines).replace("34", count), "附件：名单") for count in ("34", "36"))
    found = compare_page(captured(before), came(after, media_type="application/pdf"))
    assert (found.outcome, words(found)) == (RecheckOutcome.CHANGED, [("34", "36")])


def test_of_a_picture_it_is_said_that_it_is_another(make: Maker) -> None:
    found = compare_page(captured(make.png()), came(make.png(3, 3), media_type="image/png"))
    assert (found.outcome, found.signs, found.reason) == (RecheckOutcome.CHANGED, (), "ocr_off")


# --- pages that vanished, and pages that were not seen

FRONT = page(
    "<ul>" + "".join(f"<li><a href=/{n}>第{n}项工作动态的标题</a></li>" for n in range(30)) + "</ul>", "工业和信息化部"
)
PORTAL = (
    "<html><head><title>校园网上网认证</title></head><body><form><input name=user><input type=password name=pw>"
    "<input type=submit value=登录></form></body></html>"
)


@pytest.mark.parametrize(
    ("code", "details", "outcome"),
    [
        ("page_status", {"status": 404}, RecheckOutcome.GONE),
        ("page_status", {"status": 410}, RecheckOutcome.GONE),
        ("page_status", {"status": 403}, RecheckOutcome.FAILED),
        ("page_status", {"status": 502}, RecheckOutcome.FAILED),
        ("host_silent", {}, RecheckOutcome.FAILED),
        ("address_private", {}, RecheckOutcome.FAILED),
        ("robots_forbidden", {}, RecheckOutcome.FAILED),
        ("host_busy", {}, RecheckOutcome.FAILED),
    ],
)
def test_only_the_site_itself_says_that_a_page_is_gone(
    code: str, details: dict[str, int], outcome: RecheckOutcome
) -> None:
    found = page_not_seen(UserError(code, field="url", host="www.miit.gov.cn", **details), NOW)
    assert (found.outcome, found.reason, found.sha256, found.retrieved_at) == (outcome, code, "", NOW)


@pytest.mark.parametrize(
    ("html", "final_url", "outcome", "reason"),
    [
        (FRONT, "https://www.miit.gov.cn/", RecheckOutcome.GONE, "led_elsewhere"),
        (FRONT, "https://www.miit.gov.cn/index.html", RecheckOutcome.GONE, "led_elsewhere"),
        (FRONT, "https://www.miit.gov.cn/error/404.html", RecheckOutcome.GONE, "led_elsewhere"),
        (
            page(BODY.replace("试点", "示范").replace("城市", "园区").replace("方案", "计划")),
            "https://www.miit.gov.cn/x/y.html",
            RecheckOutcome.GONE,
            "led_elsewhere",
        ),
        (page("<p>您访问的页面不存在或已删除</p>", "404"), "", RecheckOutcome.GONE, "error_page"),
        (PORTAL, "", RecheckOutcome.FAILED, "login"),
        (PORTAL, "http://auth.example.com/portal?from=miit", RecheckOutcome.FAILED, "login"),
        (FRONT, "http://welcome.example.com/", RecheckOutcome.FAILED, "led_elsewhere"),
        (FRONT, "http://welcome.example.com/ads/page.html", RecheckOutcome.FAILED, "led_elsewhere"),
    ],
)
def test_another_page_in_its_place_is_no_change_of_it(
    html: str, final_url: str, outcome: RecheckOutcome, reason: str
) -> None:
    found = change(page(BODY), html, final_url)
    assert (found.outcome, found.reason, found.changes) == (outcome, reason, ())


def test_a_page_that_moved_with_all_its_words_is_the_page() -> None:
    moved = "https://www.miit.gov.cn/new/art_8a1b2c.html"
    assert change(page(BODY), page(BODY), moved).outcome is RecheckOutcome.SAME
    found = change(page(BODY), page(BODY.replace("34个", "36个")), moved)
    assert (found.outcome, words(found)) == (RecheckOutcome.CHANGED, [("34", "36")])


def test_what_cannot_be_read_is_not_seen() -> None:
    found = compare_page(captured(page(BODY)), came(b"%PDF-1.7 broken", media_type="application/pdf"))
    assert (found.outcome, found.reason) == (RecheckOutcome.FAILED, "content_broken")
