import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tracker.capture.documents.formats import Kind
from tracker.capture.documents.reading import read
from tracker.capture.particulars.proposals import Proposals, propose
from tracker.capture.web.unread_pages import led_elsewhere, of_redirect
from tracker.domain.evidence.unreadable import Unread, Unreadable
from tracker.services.evidence.capturing import examine_bytes, examine_file, examine_page

_SCAN = Path(__file__).parents[1] / "inputs" / "12-empty-capture" / "扫描通知.pdf"
_PROSE = "<p>" + "活动吸引了大量群众参与，取得了良好效果，下一步将继续推进有关工作。" * 8 + "</p>"
_MENU = "<ul>" + "".join(f"<li><a>栏目{n}</a></li>" for n in range(60)) + "</ul>"


def page(body: str, title: str = "", head: str = "") -> str:
    return f"<html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"


def why(text: str, url: str = "") -> Unreadable | None:
    document = read(text.encode(), Kind.HTML, url=url)
    if document.unread is not None:
        assert propose(document, url=url, name="网页.html") == Proposals()
    return document.unread


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            page(
                "<form><input name=u><input type=password><button>登录</button></form><p>请先认证后上网。</p>",
                "校园网登录认证",
            ),
            Unread.LOGIN,
        ),
        (page(f"{_MENU}<form><input type=password></form>", "统一身份认证平台"), Unread.LOGIN),
        (page("<div>扫码登录</div>", "用户登录"), Unread.LOGIN),
        (page("<form><input type=password></form>", "Sign in"), Unread.LOGIN),
        (
            page(
                "<noscript>请开启JavaScript并刷新该页.</noscript><div id=app></div><script src=a.js></script>",
                "关于公布名单的通知",
            ),
            Unread.SCRIPT,
        ),
        (page("<div id=root></div><script src=a.js></script>", "某某网"), Unread.SCRIPT),
        (page("<div>正在加载…</div><script>load()</script>", "关于公布名单的通知"), Unread.SCRIPT),
        (page("You need to enable JavaScript to run this app."), Unread.SCRIPT),
        (page("您的浏览器版本过低，请升级浏览器。"), Unread.SCRIPT),
        (page("<h1>您访问的页面不存在或已被删除</h1><p>5秒后返回首页</p>", "404 页面不存在"), Unread.ERROR_PAGE),
        (page(f"{_MENU}<h1>抱歉，您访问的页面找不到了</h1>{_MENU}", "404"), Unread.ERROR_PAGE),
        (page("该内容已被发布者删除"), Unread.ERROR_PAGE),
        (page("<h1>502 Bad OpenLedger</h1><hr>nginx", "502 Bad OpenLedger"), Unread.ERROR_PAGE),
        (page("系统繁忙，请稍后再试"), Unread.ERROR_PAGE),
        (page("對不起，您要查看的文章不存在。"), Unread.ERROR_PAGE),
        (page("您的请求疑似攻击行为，已被网站防火墙拦截。事件ID：2025050612345", "访问被拦截"), Unread.BLOCKED),
        (page("环境异常 当前环境异常，完成验证后即可继续访问。"), Unread.BLOCKED),
        (page("<h1>Checking your browser</h1>", "Just a moment..."), Unread.BLOCKED),
        (page("<h1>403 Forbidden</h1>", "403 Forbidden"), Unread.BLOCKED),
        (page("", "关于公布名单的通知"), Unread.EMPTY),
        (page("<img src=scan.jpg>", "关于公布名单的通知"), Unread.PICTURE),
        ("<html></html>", Unread.EMPTY),
        (page("\ue000\ue001\ue002\ue003\ue004" * 20), Unread.GARBLED),
    ],
)
def test_a_page_that_shows_nothing_says_why_and_gives_no_particulars(text: str, reason: Unread) -> None:
    found = why(text)
    assert found is not None
    assert found.reason is reason


_NAV = "<div><a>首页</a> <a>政务公开</a> <a>办事服务</a> <a>互动交流</a></div><div>当前位置：首页 > 政务公开</div>"
_FOOT = "<div>主办单位：某市人民政府办公室 网站标识码：4301000001 京ICP备05000001号 技术支持：某公司 版权所有</div>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("登录超时，请重新登录", Unread.LOGIN),
        ("会话已过期，请重新登录。", Unread.LOGIN),
        ("对不起，您没有登录！", Unread.LOGIN),
        ("请登录", Unread.LOGIN),
        ("您所在的地区无法访问", Unread.BLOCKED),
        ("本文为付费内容", Unread.SUBSCRIBERS),
        ("请使用IE11以上浏览器访问", Unread.SCRIPT),
        ("查无此记录", Unread.EMPTY),
        ("<h1>某某报告</h1><p>您好，请登录后查看全文。登录 注册</p>", Unread.LOGIN),
        ("<h1>某某报告</h1><p>2025-06-18</p><p>登录后即可阅读全文</p>", Unread.LOGIN),
        ("您的IP 1.2.3.4 不在允许访问范围内", Unread.BLOCKED),
        ("您的IP地址已被限制访问", Unread.BLOCKED),
        ("访问受限：仅限校园网内访问", Unread.BLOCKED),
        ("请在微信客户端打开链接", Unread.SUBSCRIBERS),
        ("<h1>深度报道</h1><p>工业和信息化部近日……</p><p>订阅后阅读全文</p><p>剩余80%</p>", Unread.SUBSCRIBERS),
        ("<h1>某文章</h1><p>下载APP阅读全文</p>", Unread.SUBSCRIBERS),
        ("<h1>某文章</h1><p>开通会员后可阅读全文</p>", Unread.SUBSCRIBERS),
        ("<p>您的浏览器版本过低，请升级浏览器</p>", Unread.SCRIPT),
        ("<p>正在加载，请稍候...</p>", Unread.SCRIPT),
        ("<h1>新闻详情</h1><p>{{article.title}}</p><p>{{ article.content }}</p>", Unread.SCRIPT),
        ("暂无内容", Unread.EMPTY),
        ("<p>没有找到相关记录</p>", Unread.EMPTY),
        ("<h1>关于公布名单的通知</h1><div>2025-06-18 来源：某局</div><p><img src=1.jpg></p>", Unread.IN_PICTURES),
    ],
)
def test_a_page_that_shows_nothing_says_why_between_its_menu_and_its_footer_too(body: str, reason: Unread) -> None:
    found = why(page(f"{_NAV}{body}{_FOOT}", "某市人民政府"))
    assert found is not None
    assert found.reason is reason


@pytest.mark.parametrize(
    "body",
    [
        "<h1>关于公布名单的通知</h1><p>2025-06-18</p><p>附件：<a href=a.pdf>名单.pdf</a></p><img src=p/1.jpg>",
        "<h1>某企业入选试点名单</h1><img src=logo.png><p>甲公司、乙公司、丙公司入选第三批试点企业名单。</p>",
        "<h1>某企业入选试点名单</h1><img width=20 src=1.png>",
        f"<h1>某地开展活动</h1>{_PROSE}<img src=1.jpg><p>请先登录后发表评论</p><p>暂无相关内容</p>",
        "<h1>某地开展活动</h1><p>活动将于下月举行，欢迎报名。</p><p>请先登录后发表评论</p>",
        "<h1>关于登录超时请重新登录的说明</h1><p>系统已修复，可以正常使用。</p>",
        "<h1>关于升级浏览器版本的通知</h1><p>请各单位及时更新。</p>",
    ],
)
def test_a_page_with_few_words_of_its_own_between_menu_and_footer_is_read(body: str) -> None:
    assert why(page(f"{_NAV}{body}{_FOOT}", "某市人民政府")) is None


_NOTICE = "关于公布试点城市名单的通知\n各省、自治区、直辖市：\n经研究，确定甲市等为试点，请认真组织实施。\n"


@pytest.mark.parametrize(
    "text",
    [
        _NOTICE.encode().decode("latin-1"),
        _NOTICE.encode().decode("cp1252", errors="ignore"),
        _NOTICE.encode("gb18030").decode("latin-1"),
        _NOTICE.encode().decode("gb18030", errors="replace"),
        "\ufffd" * 200,
        "????????\n" * 20,
        "????",
        "锟斤拷" * 30,
    ],
)
@pytest.mark.parametrize("name", ["通知.txt", "通知.csv"])
def test_a_text_that_was_saved_in_a_wrong_encoding_is_garbled(text: str, name: str) -> None:
    captured = examine_bytes(text.encode(), name)
    assert (captured.unread, captured.proposals) == ((Unread.GARBLED, ""), Proposals())


@pytest.mark.parametrize(
    "text",
    [
        _NOTICE,
        "Où est passé l'été dernier? À l'école élémentaire, près de Besançon.",
        "Wie? Öl, Äpfel, Übermaß – größer…",
        "？？？",
    ],
)
def test_a_text_in_letters_of_its_own_is_read(text: str) -> None:
    assert examine_bytes(text.encode(), "通知.txt").unread is None


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (page("", head='<meta http-equiv=refresh content="0;url=/404">'), "http://a.example/404"),
        (
            page("请稍候", head='<meta http-equiv="Refresh" content="3; URL=\'new.html\'">'),
            "http://a.example/x/new.html",
        ),
        (page("<script>window.location.href='/login'</script>"), "http://a.example/login"),
        (page('<script>location.replace("http://b.example/")</script>'), "http://b.example/"),
        ("<html><frameset><frame src='main.htm'></frameset></html>", "http://a.example/x/main.htm"),
        (page("", head='<meta http-equiv=refresh content="0;url=http://[x">'), "http://[x"),
        (page("<script>location='http://[x'</script>"), "http://[x"),
        (page("<iframe src='http://[x'></iframe>"), "http://[x"),
    ],
)
def test_a_page_that_only_leads_on_names_where_and_is_not_followed(text: str, target: str) -> None:
    assert why(text, "http://a.example/x/y.html") == (Unread.LED_ELSEWHERE, target)


@pytest.mark.parametrize(
    "text",
    [
        page(f"<form>用户名<input><input type=password></form><h1>某地开展活动</h1>{_PROSE}", "某地开展活动"),
        page(f"<h1>某地开展活动</h1>{_PROSE}<noscript>请开启JavaScript</noscript><script>1</script>", "某地开展活动"),
        page(f"<h1>关于404页面不存在问题的说明</h1>{_PROSE}", "关于404页面不存在问题的说明"),
        page("<h1>中国企业500强名单</h1><table><tr><td>1</td><td>甲公司</td></tr></table>", "中国企业500强名单"),
        page(
            "<h1>关于启用统一身份认证登录的通知</h1><p>各单位：现启用统一登录，请知悉。</p>",
            "关于启用统一身份认证登录的通知",
        ),
        page("<h1>防火墙产品检测结果公告</h1><p>第一批共3项。</p>", "防火墙产品检测结果公告"),
        page("<p>各单位：兹定于下周召开会议，请准时参加。</p>", "关于召开会议的通知"),
        page(f"{_PROSE}", head='<meta http-equiv=refresh content="600">'),
        page("<h1>内容管理系统维护指南</h1><p>共三章。</p>" + _PROSE, "内容管理系统维护指南"),
    ],
)
def test_a_page_with_something_to_read_is_read(text: str) -> None:
    assert why(text) is None


def test_a_scan_says_so_and_proposes_nothing_not_even_the_name_of_its_file() -> None:
    captured = examine_file(_SCAN)
    assert captured.unread == (Unread.OCR_OFF, "")
    assert captured.proposals == Proposals()


def test_a_scan_with_the_stamp_of_the_scanner_is_a_scan_still(make: Any) -> None:
    assert examine_bytes(make.pdf("1/3", "2/3", "3/3"), "a.pdf").unread == (Unread.OCR_OFF, "")
    assert examine_bytes(make.pdf("关于公布名单的通知", "2"), "a.pdf").unread is None


def test_letters_without_their_alphabet_are_no_text(make: Any) -> None:
    assert examine_bytes(make.pdf("\ue123\ue124\ue125" * 30), "a.pdf").unread == (Unread.OCR_OFF, "")


def test_the_pages_of_a_pdf_that_have_no_text_are_named(make: Any) -> None:
    document = examine_bytes(make.pdf("关于公布名单的通知", "", "名单"), "a.pdf").document
    assert (document.unread, document.pages_without_text) == (None, (2,))


@pytest.mark.parametrize("name", ["空.txt", "空.csv"])
def test_a_text_of_blanks_is_empty(name: str) -> None:
    assert examine_bytes(b" \n\t\n", name).unread == (Unread.EMPTY, "")


def test_pictures_and_documents_of_pictures_have_no_words(make: Any) -> None:
    assert examine_bytes(make.png(), "名单.png").unread == (Unread.OCR_OFF, "")
    assert examine_bytes(make.docx(""), "名单.docx").unread == (Unread.ONLY_PICTURES, "")


@pytest.mark.parametrize(
    ("asked", "final", "led", "unread"),
    [
        ("http://a.cn/x.html", "https://www.a.cn/x.html", False, False),
        ("http://www.a.cn/zc/", "https://wap.a.cn/zc/index.html", False, False),
        ("http://a.cn/x/1.html", "https://a.cn/", True, True),
        ("http://a.cn/x/1.html", "https://a.cn/index.jsp", True, True),
        ("http://a.cn/x/1.html", "https://sso.a.cn/login?next=/x/1.html", True, True),
        ("http://a.cn/x/1.html", "http://a.cn/404.html", True, True),
        ("http://a.cn/x/1.html", "http://a.cn/error/500.jsp;jsessionid=1", True, True),
        ("http://a.cn/x/1.html", "http://a.cn/user_login.action", True, True),
        ("http://a.cn/x/1.html", "http://a.cn/cas/index.do?service=x", True, True),
        ("http://a.cn/x/1.html", "http://a.cn/portal/content/123.html", True, False),
        ("http://a.cn/x/1.html", "http://a.cn/authority/duties.html", True, False),
        ("http://a.cn/x/1.html", "http://a.cn/publicityportal/2025/1.html", True, False),
        ("http://a.cn/x/1.html", "http://a.cn/2025/err_log.html", True, False),
        ("http://a.cn/x/1.html", "http://a.cn/2025/t20250404_500.html", True, False),
        ("http://a.cn/x/1.html", "http://a.cn/assorted/castle.html", True, False),
        ("http://t.cn/abc", "https://a.cn/x/1.html", True, False),
        ("http://a.cn/", "https://a.cn/index.html", False, False),
        ("http://a.cn/", "https://b.cn/", True, False),
    ],
)
def test_a_redirect_to_a_front_page_a_login_or_an_error_is_not_the_page_that_was_asked_for(
    asked: str, final: str, led: bool, unread: bool
) -> None:
    assert led_elsewhere(asked, final) is led
    assert (of_redirect(asked, final) is not None) is unread


@pytest.fixture
def served() -> Iterator[Callable[..., str]]:
    """Serve these answers, one after the other, and return the address of the first."""
    threads: list[Thread] = []

    def serve(*answers: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))

        def answer() -> None:
            with listener:
                for one in answers:
                    with listener.accept()[0] as connection:
                        connection.recv(65_536)
                        connection.sendall(one)

        threads.append(Thread(target=answer))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/a/notice.html"

    yield serve
    for thread in threads:
        thread.join()


def _answer(text: str) -> bytes:
    body = text.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


_MOVED = b"HTTP/1.1 302 Found\r\nLocation: /%s\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.network
def test_an_address_that_leads_to_the_front_page_says_so_and_gives_no_particulars(served: Callable[..., str]) -> None:
    url = served(_MOVED % b"", _answer(page(f"<h1>某某部</h1>{_PROSE}", "某某部")))
    captured = examine_page(url, allow_private=frozenset({"127.0.0.1"}))
    assert captured.unread is not None
    assert captured.unread.reason is Unread.LED_ELSEWHERE
    assert captured.unread.target == captured.led_to == captured.url
    assert (captured.asked, captured.proposals) == (url, Proposals())


@pytest.mark.network
@pytest.mark.parametrize(("body", "unread"), [(_PROSE, False), ("<p>某某系统</p>", True)])
def test_a_page_with_prose_is_read_though_its_address_is_that_of_a_login(
    served: Callable[..., str], body: str, unread: bool
) -> None:
    url = served(_MOVED % b"passport/500.html", _answer(page(f"<h1>某地开展活动</h1>{body}", "某地开展活动")))
    assert (examine_page(url, allow_private=frozenset({"127.0.0.1"})).unread is not None) is unread


@pytest.mark.network
def test_an_address_that_moved_is_read_and_says_where_it_led(served: Callable[..., str]) -> None:
    url = served(_MOVED % b"b/notice.html", _answer(page(f"<h1>某地开展活动</h1>{_PROSE}", "某地开展活动")))
    captured = examine_page(url, allow_private=frozenset({"127.0.0.1"}))
    assert captured.unread is None
    assert captured.led_to.endswith("/b/notice.html")
    assert captured.proposals.title is not None
