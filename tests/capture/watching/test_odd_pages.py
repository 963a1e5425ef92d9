"""Pages that hold no list, or one that is hard to read: what is said of them, and that nothing is made up."""

import gzip
import json
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.capture.watching.listing_pages import listing_with, offers, read_listing
from tracker.domain.watching.listings import MOST_ITEMS, ListingKind, ListingProblem, ListRule, PageListing

_TODAY = date(2025, 11, 25)
_URL = "https://www.miit.gov.cn/xwdt/index.html"
_MENU = (
    '<div class="nav"><a href="/">首页</a><a href="/jg/">机构设置</a><a href="/zwgk/">政务公开</a>'
    '<a href="/bsfw/">办事服务</a></div>'
)
_FOOT = '<div class="footer"><a href="/wzdt.html">网站地图</a><a href="https://www.gov.cn/">中国政府网</a></div>'


def _read(content: str | bytes, media_type: str = "text/html", rule: ListRule | None = None) -> PageListing:
    data = content.encode() if isinstance(content, str) else content
    return read_listing(data, media_type, "utf-8", _URL, rule, today=_TODAY)


def _page(body: str, head: str = "") -> str:
    head = f'<meta charset="utf-8"><title>工信动态</title>{head}'
    return f"<html><head>{head}</head><body>{_MENU}{body}{_FOOT}</body></html>"


def _list(days: Sequence[str], form: str = "<span>{}</span>") -> str:
    rows = "".join(
        f'<li><a href="/art/{number}.html">关于第{number}批项目有关情况的通知</a>{form.format(day)}</li>'
        for number, day in enumerate(days)
    )
    return f"<ul>{rows}</ul>"


def _days(listing: PageListing) -> list[str]:
    return [item.published for item in listing.items]


def test_a_page_that_is_one_script_says_so() -> None:
    page = '<title>工信动态</title><div id="app"></div><script src="/js/app.js"></script>'
    assert _read(page).problem is ListingProblem.SCRIPT


def test_a_page_whose_list_a_script_would_fill_offers_no_menu_in_its_place() -> None:
    page = _page('<div class="page-content"><ul class="list"></ul></div><script>load("/api/unit")</script>')
    assert _read(page) == PageListing(ListRule(ListingKind.LIST), (), "工信动态", problem=ListingProblem.SCRIPT)


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (
            '<title>统一身份认证平台</title><form><input name="u"><input type="password"><button>登录</button></form>',
            "login",
        ),
        ("<title>请登录</title><p>您尚未登录，请登录后查看</p>", "login"),
        ("<title>安全验证</title><p>请完成滑动验证后继续访问</p>", "captcha"),
        ("<title>Just a moment...</title><p>Checking your browser before accessing.</p>", "captcha"),
        ("<title>校园网上网认证</title><form><input type=password></form><a href=/a>使用说明</a>", "captcha"),
        ("<script>top.self.location.href='http://10.1.1.1/portal?from=miit'</script>", "captcha"),
        ("<script>document.cookie='a=1';location.href='/xwdt/index.html?c=1'</script>", "script"),
        ("<p>本页没有列表。</p>", "no_list"),
        ("", "no_list"),
    ],
)
def test_what_is_in_the_way_is_told_apart(page: str, problem: str) -> None:
    listing = _read(page)
    assert (listing.items, listing.problem) == ((), ListingProblem(problem))


def test_a_login_with_a_few_links_beside_it_is_no_list() -> None:
    links = "".join(f'<p><a href="/help/{i}.html">忘记密码后应当如何办理之{i}</a></p>' for i in range(4))
    page = f'<title>用户登录</title><form><input name="u"><input type="password"></form>{links}'
    assert _read(page).problem is ListingProblem.LOGIN


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj",
        b"PK\x03\x04" + bytes(range(256)),
        b"\x89PNG\r\n\x1a\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\x00\x01\x02" * 1_000,
        b"<rss><channel><item><title>cut off",
        b'{"list": [{"title": "cut off", ',
        b"[" * 200_000,
        gzip.compress(b" " * 30_000_000),
        gzip.compress(b"<urlset/>")[:15] + b"spoilt bytes",
        b"<p a=b>" * 300_000,
    ],
    ids=["pdf", "zip", "png", "office", "noise", "xml", "json", "deep-json", "gzip-bomb", "spoilt-gzip", "tags"],
)
def test_what_cannot_be_read_says_so(content: bytes) -> None:
    listing = _read(content)
    assert (listing.items, listing.problem) == ((), ListingProblem.UNREADABLE)


def test_menus_paths_footers_pagers_and_friendly_links_are_no_lists() -> None:
    friends = "".join(
        f'<li><a href="https://www.{name}.gov.cn/">中华人民共和国{name}委员会网站</a></li>' for name in "abcdefgh"
    )
    path = '<div class="crumb"><a href="/">首页</a> &gt; <a href="/x/">新闻</a> &gt; <a href="/x/y/">工作动态</a></div>'
    pager = "".join(f'<a href="index_{number}.html">{number}</a>' for number in range(2, 12))
    foot = "".join(f'<a href="/about/{number}.html">网站声明与无障碍服务说明{number}</a>' for number in range(5))
    page = _page(f'{path}<ul class="yqlj">{friends}</ul><div class="pages">{pager}</div><footer>{foot}</footer>')
    assert _read(page).problem is ListingProblem.NO_LIST


def test_links_that_lead_to_no_page_are_no_items() -> None:
    odd = "".join(
        f'<li><a href="{href}">这是一个不通往任何网页的链接</a><span>2025-11-20</span></li>'
        for href in (
            "javascript:void(0)",
            "mailto:a@miit.gov.cn",
            "#",
            "#top",
            "tel:12381",
            "data:text/html,x",
            "http://[",
            "",
        )
    )
    listing = _read(_page(_list(["2025-11-20"] * 3).replace("<ul>", f"<ul>{odd}")))
    assert [item.url for item in listing.items] == [f"https://www.miit.gov.cn/art/{number}.html" for number in range(3)]


def test_a_list_without_days_is_a_list() -> None:
    listing = _read(_page(_list([""] * 12, "{}")))
    assert (len(listing.items), set(_days(listing)), listing.problem) == (12, {""}, None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # newest first, over New Year, by the day of the look
        (["01-20", "01-05", "12-30", "12-01"], ["2025-01-20", "2025-01-05", "2024-12-30", "2024-12-01"]),
        # oldest first
        (["12-30", "01-05", "01-07", "01-20"], ["2024-12-30", "2025-01-05", "2025-01-07", "2025-01-20"]),
        # by a year that stands at one of them
        (["01-03", "01-02", "2023-12-31", "12-30"], ["2024-01-03", "2024-01-02", "2023-12-31", "2023-12-30"]),
        # later in the year than today
        (["12-01", "11-30", "11-28", "11-27"], ["2024-12-01", "2024-11-30", "2024-11-28", "2024-11-27"]),
        # in no order at all
        (["03-01", "10-09", "05-20", "01-11", "08-07", "02-02"], [""] * 6),
        # to come, by more than a day
        (["2025-11-28", "2025-11-26", "2025-11-25"], ["", "2025-11-26", "2025-11-25"]),
        # no days of any calendar
        (["2025-02-30", "2025-13-01", "2025-11-20"], ["", "", "2025-11-20"]),
    ],
)  # fmt: skip
def test_the_year_of_a_day_is_known_or_left_out(written: list[str], read: list[str]) -> None:
    assert _days(_read(_page(_list(written, "[{}]")))) == read


def test_an_old_item_pinned_at_the_top_gets_no_year_and_spoils_none() -> None:
    written = ["03-15", *[f"11-{day:02}" for day in range(24, 10, -1)]]
    assert _days(_read(_page(_list(written)))) == ["", *[f"2025-11-{day:02}" for day in range(24, 10, -1)]]


@pytest.mark.parametrize(
    "beside",
    [
        "<span>2025年11月20日</span>",
        "<i>（2025-11-20）</i>",
        "<em>[2025/11/20]</em>",
        "发布时间：2025-11-20 09:30 浏览次数：1234",
        "<b>20</b><em>2025-11</em>",
        "<b>11-20</b><em>2025</em>",
        "<b>2025</b><em>11-20</em>",
        "<span>2025</span><span>11</span><span>20</span>",
        "<span>20251120</span>",
        "<time datetime='2025-11-19T17:00:00Z'>昨天</time>",
        "<span>二〇二五年十一月二十日</span>",
        "<span>Nov 20, 2025</span>",
        "<span>成文日期：2025-10-08</span><span>发布日期：2025-11-20</span>",
        "<span>2025-11-20</span><span>截止日期：2025-11-24</span>",
        "<span>2025-11-20</span><p>会议于2025年11月12日召开，研究了有关工作。</p>",
    ],
)
def test_a_day_is_read_however_it_stands_beside_a_title(beside: str) -> None:
    assert _days(_read(_page(_list([beside] * 4, "{}")))) == ["2025-11-20"] * 4


def test_a_number_that_looks_like_a_day_in_one_address_is_none() -> None:
    page = _page(_list([""] * 12, "{}").replace("/art/3.html", "/art/20250101.html"))
    assert set(_days(_read(page))) == {""}


def test_of_many_links_the_count_is_true_and_the_newest_are_kept() -> None:
    days = [f"2025-{1 + number // 1000:02}-{1 + number % 28:02}" for number in range(10_000)]
    listing = _read(_page(_list(days)))
    assert (listing.total, len(listing.items)) == (10_000, MOST_ITEMS)
    assert min(_days(listing)) >= "2025-08"


def test_nesting_without_measure_ends() -> None:
    assert _read("<div>" * 100_000 + "<a href=/a.html>关于有关情况的通知</a>").problem is ListingProblem.NO_LIST


def test_a_rule_whose_list_is_gone_says_so_and_takes_no_other() -> None:
    rule = ListRule(ListingKind.LIST, "html/body/div.main/ul/li/a")
    listing = _read(_page(_list(["2025-11-20"] * 5)), rule=rule)
    assert (listing.rule, listing.items, listing.problem) == (rule, (), ListingProblem.NO_LIST)


def test_a_rule_finds_the_only_item_that_is_left() -> None:
    rule = _read(_page(_list(["2025-11-20"] * 5))).rule
    assert _days(_read(_page(_list(["2025-11-20"])), rule=rule)) == ["2025-11-20"]


def test_a_feed_that_answers_with_a_page_is_told_from_a_feed() -> None:
    rule = ListRule(ListingKind.FEED)
    assert (
        _read("<title>用户登录</title><input type=password>", "application/rss+xml", rule).problem
        is ListingProblem.LOGIN
    )
    assert _read(_page(_list(["2025-11-20"] * 5)), "text/xml", rule).problem is ListingProblem.NO_LIST


def test_the_feeds_that_a_page_names_are_absolute() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/rss/a.xml"><link rel="stylesheet" href="a.css">'
        '<link rel="alternate" type="application/atom+xml" href="b.atom">'
        '<link rel="alternate" hreflang="en" href="/en/">'
    )
    feeds = ("https://www.miit.gov.cn/rss/a.xml", "https://www.miit.gov.cn/xwdt/b.atom")
    assert _read(_page(_list(["2025-11-20"] * 5), head)).feeds == feeds
    assert _read(_page("", head)).feeds == feeds


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<a href="index_1.html">下一页</a>', "https://www.miit.gov.cn/xwdt/index_1.html"),
        ('<a href="?p=2"> 下页 &gt;&gt;</a>', "https://www.miit.gov.cn/xwdt/index.html?p=2"),
        ('<a href="?p=2" title="下一页"><i></i></a>', "https://www.miit.gov.cn/xwdt/index.html?p=2"),
        ('<div class="pager"><a href="?p=2">›</a></div>', "https://www.miit.gov.cn/xwdt/index.html?p=2"),
        ('<a href="https://ads.example.com/next">下一页</a>', ""),
        ('<a href="javascript:next()">下一页</a>', ""),
        ('<a href="#">下一页</a>', ""),
        ('<p>更多 <a href="/other/">&gt;</a></p>', ""),
        ('<script>createPageHTML(25, 0, "index", "html");</script>', "https://www.miit.gov.cn/xwdt/index_1.html"),
        ('<script>createPageHTML(25, 24, "index", "html");</script>', ""),
        (
            "<script>var currentPage = 3; var nextPage = currentPage+1; var countPage = 20;\n"
            'document.write("<a href=\\"index" + "_" + nextPage + "."+"htm\\">下一页</a>");</script>',
            "https://www.miit.gov.cn/xwdt/index_4.htm",
        ),
        ('<a href="/art/9.html">下一页纸张的故事</a>', ""),
    ],
)
def test_the_next_page_is_of_the_same_host_and_named_as_such(link: str, address: str) -> None:
    assert _read(_page(_list(["2025-11-20"] * 5) + link)).next_url == address


def test_several_lists_are_several_offers_and_an_example_chooses() -> None:
    boxes = "".join(
        f'<div class="box"><h3>{name}</h3><ul>'
        + "".join(
            f'<li><a href="/{name}/{i}.html">{name}里的第{i}条消息标题</a><span>11-2{i}</span></li>'
            for i in range(5, 0, -1)
        )
        + "</ul></div>"
        for name in ("要闻", "公告", "解读")
    )
    offered = offers(_page(boxes).encode(), "text/html", "", _URL, today=_TODAY)
    assert len(offered) == 3
    chosen = listing_with(offered, "解读里的第3条…")
    assert chosen is not None
    assert {item.title[:2] for item in chosen.items} == {"解读"}
    assert read_listing(_page(boxes).encode(), "text/html", "", _URL, chosen.rule, today=_TODAY) == chosen
    assert listing_with(offered, "https://www.miit.gov.cn/公告/4.html") is not None
    assert listing_with(offered, "http://www.miit.gov.cn/nowhere.html") is None
    assert listing_with(offered, "没有这样的标题") is None


def test_headings_between_lines_part_lists_that_stand_in_one_element() -> None:
    boxes = "".join(
        f"<h3>{name}</h3>"
        + "".join(f'<p><a href="/{name}/{i}.html">{name}里的第{i}条消息标题</a></p>' for i in range(5))
        for name in ("要闻", "公告")
    )
    offered = offers(_page(boxes).encode(), "text/html", "", _URL, today=_TODAY)
    assert [{item.title[:2] for item in one.items} for one in offered] == [{"要闻"}, {"公告"}]


def test_a_cell_with_a_menu_is_no_part_of_the_list_in_another() -> None:
    menu = "<tr><td>" + "|".join(f'<a href="/m{i}.asp">栏目导航{i}</a>' for i in range(6)) + "</td></tr>"
    lines = "".join(f'<a href="/art/{i}.html">关于第{i}批项目有关情况的通知</a> 2025-11-20<br>' for i in range(6))
    listing = _read(f"<table>{menu}</table><table><tr><td>{lines}</td></tr></table>")
    assert [item.url[-6:] for item in listing.items] == [f"{i}.html" for i in range(6)]


def test_of_an_index_of_site_maps_the_newest_is_the_next_page() -> None:
    maps = "".join(
        f"<sitemap><loc>https://{host}/map{number}.xml</loc><lastmod>2025-11-{number:02}</lastmod></sitemap>"
        for number, host in ((3, "www.miit.gov.cn"), (9, "www.miit.gov.cn"), (20, "elsewhere.example.com"))
    )
    listing = _read(f"<sitemapindex>{maps}</sitemapindex>", "application/xml")
    assert (listing.items, listing.next_url) == ((), "https://www.miit.gov.cn/map9.xml")
    assert listing.problem is ListingProblem.NO_LIST


def test_a_site_map_without_titles_offers_nothing() -> None:
    packed = gzip.compress(
        b"<urlset><url><loc>https://www.miit.gov.cn/a.html</loc><lastmod>2025-11-20</lastmod></url></urlset>"
    )
    assert _read(packed, "application/gzip").problem is ListingProblem.NO_LIST


def test_a_feed_fetches_and_expands_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("feed") / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    entities = f'<!DOCTYPE rss [<!ENTITY a "词"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    item = "<item><title>公告&x;&b;</title><link>/a.html</link></item>"
    listing = _read(f'<?xml version="1.0"?>{entities}<rss><channel>{item}</channel></rss>')
    assert all("秘密" not in item.title and "词" not in item.title for item in listing.items)


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("<![CDATA[<b>关于</b>&nbsp;印发的通知]]>", "关于 印发的通知"),
        ("&lt;font color=red&gt;关于印发&lt;/font&gt;的通知", "关于印发的通知"),
        ("&amp;lt;i&amp;gt;关于&amp;lt;/i&amp;gt;印发的通知", "关于印发的通知"),
        ("A &amp;amp; B &lt; C", "A & B < C"),
        ("企业 R&D 投入&nbsp;增长", "企业 R&D 投入 增长"),
        ("<![CDATA[<script>alert(1)</script>公告]]>", "公告"),
        ("·&#160;NEW 公告&#7;", "公告"),
    ],
)
def test_titles_of_feeds_are_plain_text(title: str, read: str) -> None:
    listing = _read(f"<rss><channel><item><title>{title}</title><link>/a.html</link></item></channel></rss>")
    assert [item.title for item in listing.items] == [read]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("Wed, 19 Nov 2025 18:30:00 GMT", "2025-11-20"),
        ("Thu, 20 Nov 2025 00:10:00 CST", "2025-11-20"),
        ("20 Nov 2025 23:59 +0800", "2025-11-20"),
        ("Wed, 19 Nov 2025 12:00:00 EST", "2025-11-20"),
        ("Thu Nov 20 08:00:00 CST 2025", "2025-11-20"),
        ("星期四, 20 十一月 2025 08:00:00 +0800", "2025-11-20"),
        ("周四, 20 11月 2025 08:00:00 GMT+8", "2025-11-20"),
        ("2025-11-19T16:00:00Z", "2025-11-20"),
        ("2025-11-19T16:00:00.123456789Z", "2025-11-20"),
        ("2025-11-20 07:00:00 +0800", "2025-11-20"),
        ("2025-11-20 07:00", "2025-11-20"),
        ("2025年11月20日 星期四 下午3:00", "2025-11-20"),
        ("2025/11/20", "2025-11-20"),
        ("20251120", "2025-11-20"),
        ("1763571600", "2025-11-20"),
        ("1763571600000", "2025-11-20"),
        ("2025-11", ""),
        ("Mon, 30 Feb 2025 08:00:00 GMT", ""),
        ("9999-12-31T23:59:59-12:00", ""),
        ("soon", ""),
        ("2026-01-01", ""),
    ],
)
def test_moments_of_feeds_are_days_of_beijing(moment: str, day: str) -> None:
    item = f"<item><title>公告</title><link>/a.html</link><pubDate>{moment}</pubDate></item>"
    assert _days(_read(f"<rss><channel>{item}</channel></rss>")) == [day]


def test_a_json_list_is_found_wherever_it_stands() -> None:
    rows = [{"data": {"bt": f"第{i}号公告的标题", "href": f"./{i}.html", "cwrq": "2025-11-20"}} for i in range(3)]
    listing = _read(f"var d = {json.dumps({'a': {'b': [{'groupData': rows[:2]}, {'groupData': rows[2:]}]}})};")
    assert listing.rule == ListRule(
        ListingKind.JSON, "a/b/*/groupData", {"title": "data.bt", "url": "data.href", "published": "data.cwrq"}
    )
    assert [item.url[-6:] for item in listing.items] == ["0.html", "1.html", "2.html"]
    assert set(_days(listing)) == {"2025-11-20"}


def test_json_of_a_common_publishing_system_is_read() -> None:
    rows = [
        {"title": {"rendered": f"第{i}号&#8220;公告&#8221;"}, "link": f"/2025/11/2{i}/a", "id": i} for i in range(3)
    ]
    listing = _read(json.dumps(rows))
    assert [(item.title, item.published) for item in listing.items] == [
        ("第0号“公告”", "2025-11-20"),
        ("第1号“公告”", "2025-11-21"),
        ("第2号“公告”", "2025-11-22"),
    ]


def test_a_feed_without_days_takes_those_in_its_addresses() -> None:
    items = "".join(f"<item><title>公告{i}</title><link>/202511/t2025112{i}_{i}.html</link></item>" for i in range(3))
    assert _days(_read(f"<rss><channel>{items}</channel></rss>")) == ["2025-11-20", "2025-11-21", "2025-11-22"]


def test_json_without_a_list_says_so() -> None:
    assert _read('{"code": 200, "list": [{"id": 1}, {"id": 2}]}').problem is ListingProblem.NO_LIST


_PIECES = st.sampled_from([
    b"<ul>", b"<li>", b"</li>", b"</ul>", b"<a href=/1.html>", b"<a href='http://[x'>", b"<a href=# title=x>", b"</a>",
    b"<table>", b"<tr><td>", b"<time datetime=9999-12-31T23:59:59-14:00>", b"<base href='//'>", b"2025-11-20", b"11-31",
    b"02-29", b"0001-01-01", b"<rss><channel>", b"<item><title>t</title><link>/a</link><pubDate>", b"</pubDate></item>",
    b"</channel></rss>", b"<feed>", b"<urlset><url><loc>", b"<sitemapindex>", b"[{\"title\":\"", b"&amp;lt;", b"\x00",
    b"\",\"url\":\"/a\",\"date\":1e400}]", b"{\"a\":", b"cb(", b"<![CDATA[", b"]]>", b"\xff\xfe", b"\x1f\x8b\x08",
    b"<record", b"<script type=text/xml>", b"99999999999999999999", b"<?xml version='1.0' encoding='x'?>",
    b"<!DOCTYPE x [", b"&#99999999;", "关于有关情况的通知".encode(),
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=600), st.lists(_PIECES, max_size=60).map(b"".join)), st.dates())
def test_any_bytes_give_a_listing_on_any_day(content: bytes, today: date) -> None:
    for offer in offers(content, "text/html", "x", _URL, today=today):
        assert bool(offer.items) == (offer.problem is None)
        assert len({item.url for item in offer.items}) == len(offer.items) <= offer.total
        assert all(item.url.startswith(("http://", "https://")) and item.title for item in offer.items)
        read_listing(content, "", "", "not an address", offer.rule, today=today)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["11-20", "02-29", "12-31", "01-01", "2025-11-20", "25.1.2", "", "2024-02-29"]), max_size=20
    ),
    st.dates(),
)
def test_days_without_years_are_never_to_come(written: list[str], today: date) -> None:
    listing = read_listing(_page(_list(written)).encode(), "", "", _URL, today=today)
    assert all(not day or date.fromisoformat(day).toordinal() <= today.toordinal() + 1 for day in _days(listing))
