"""Why a page of the web holds nothing to read: it asks for a login, a script would have to make it, it is gone, or its
address led to another page."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tracker.capture.documents.unread_files import is_garbled
from tracker.capture.particulars.conventions import plain
from tracker.capture.particulars.publication_dates import days
from tracker.domain.evidence.unreadable import Unread, Unreadable

if TYPE_CHECKING:  # lxml is loaded when a page is read, and not with the service that asks where an address led
    from lxml import html  # pyright: ignore[reportAttributeAccessIssue]

_FEW = 40
"""Characters up to which a page with scripts has no text of its own."""
_SHORT = 400
"""Characters up to which a page can be one that only says why it shows nothing."""
_LONGEST_CHROME = 3_000
"""Characters of menus and footers that may stand around such a page."""
_LEAST_PROSE = 25
_ENOUGH_PROSE = 150
"""Characters of a line that is prose, and of the prose of a page that is there to be read."""
_REFRESH = re.compile(r"^\s*(\d+(?:\.\d+)?)?\s*[;,]?\s*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)
_LONGEST_WAIT = 10
_MOVES = re.compile(
    r"(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*=\s*[\"']([^\"']{1,500})[\"']"
    r"|location\.(?:replace|assign)\(\s*[\"']([^\"']{1,500})[\"']"
)
_LOGIN = re.compile(
    "登录|登陆|登入|统一身份认证|身份验证|统一认证|单点登录|扫码登录|请先认证|上网认证"
    "|log ?in|sign ?in|authentication required",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"网站防火墙|防火墙拦截|访问被(?:拦截|拒绝|阻断|禁止)|(?:已被|请求被|被)(?:网站)?(?:拦截|阻断)|攻击行为"
    r"|疑似(?:攻击|爬虫)|安全(?:验证|检测中)|人机(?:验证|识别)|完成验证|滑动验证|请输入验证码|环境异常"
    r"|访问(?:过于|太)频繁|操作频繁|没有访问权限|无权(?:访问|查看|限)|禁止访问|access denied|forbidden|captcha"
    r"|are you (?:a )?(?:human|robot)|just a moment|checking your browser|attention required|verify you are"
    r"|request blocked|\bwaf\b|unusual traffic|too many requests",
    re.IGNORECASE,
)
_THING = "页面|网页|文章|内容|信息|文件|栏目|链接|地址|网址|资源|稿件"
# A number is an error only where nothing is counted by it: 500强 and 404号 stand in titles of honest notices.
_GONE = re.compile(
    r"(?:^\s*|error\s*|错误\s*|http\s*:?\s*)(?:404|403|410|500|502|503|504)(?![\d强家个万亿人元号年.])"
    rf"|(?:{_THING})[^。]{{0,14}}(?:不存在|已?(?:被)?(?:删除|移除|下线|撤回|屏蔽)|找不到|未找到|没有找到|失效|过期|走丢|飞走|出错)"
    rf"|(?:{_THING})[^。]{{0,14}}无法(?:访问|查看|显示|打开|找到)|(?:找不到|未找到|没有找到|无法找到|不存在)[^。]{{0,12}}(?:{_THING})"
    r"|此内容因违规|该公众号已|已停止访问|无法查看|系统(?:繁忙|错误|异常|维护|升级)|服务器?(?:内部)?(?:错误|异常|繁忙|不可用)"
    r"|出错了|维护中|参数错误|访问出错|非法请求|页面出错|page not found|not found|no longer (?:available|exists)"
    r"|internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|error (?:404|500)",
    re.IGNORECASE | re.MULTILINE,
)
_OF_A_DOCUMENT = re.compile("关于|通知|公告|公示|名单|印发|《")
_NEEDS_SCRIPT = re.compile(
    "(?:开启|启用|打开|允许|支持|需要|使用)[^。]{0,10}java ?script"
    "|java ?script[^。]{0,20}(?:开启|启用|禁用|支持|关闭|disabled|enabled?|required)"
    "|enable java ?script|requires java ?script"
    "|加载中|正在加载|loading|浏览器版本(?:过低|太低)|请升级(?:您的)?浏览器",
    re.IGNORECASE,
)

_SAYS = (
    (
        Unread.LOGIN,
        "(?:登[录陆入]|会话|身份)(?:信息)?(?:已经?)?(?:超时|过期|失效)|(?:尚未|还未|还?没有|您未)登[录陆]|^请登[录陆][!。]?$"
        "|登[录陆](?:后|以后|之后|才能|即可|方可|可)+(?:查看|阅读|浏览|访问|下载|观看|继续|使用|再)|请(?:您)?(?:先|重新)登[录陆]",
    ),
    (
        Unread.BLOCKED,
        r"(?<![a-z])IP(?![a-z]).{0,40}(?:不在|禁止|限制|受限|不允许|无权|拒绝|被封)|(?:不在|超出).{0,6}允许(?:的)?(?:访问)?(?:的)?(?:范围|区域)"
        "|访问(?:受限|受到限制)|所在.{0,6}(?:无法|不能|不允许|禁止)访问|仅(?:限|允许).{0,12}(?:内网|局域网|校园网|境内).{0,6}访问",
    ),
    (
        Unread.SUBSCRIBERS,
        "请(?:您)?(?:在|使用|用|到|通过|打开).{0,4}(?:微信|客户端|app|手机端|小程序|支付宝|钉钉).{0,8}(?:打开|访问|查看|浏览|扫码)"
        "|(?:订阅|购买|付费|支付|开通|充值|成为|升级|加入|关注).{0,10}?(?:阅读|查看|观看|解锁)(?:全文|全部|完整|本文|更多|剩余)"
        r"|(?:下载|打开).{0,10}(?:app|客户端).{0,8}(?:阅读|查看|继续|看)|(?:剩余|还有)\s*\d+\s*%|付费(?:内容|文章|阅读)|(?:试读|试看)(?:已)?(?:结束|完毕)"
        "|subscribe (?:to|now|for)|(?:for )?subscribers only|open in (?:the )?(?:app|wechat)",
    ),
    (
        Unread.SCRIPT,
        r"浏览器(?:的)?版本(?:过低|太低|较低|过旧)|升级.{0,8}浏览器|^请使用.{0,16}浏览器.{0,8}(?:访问|浏览|打开|查看)|(?:正在|数据|内容|页面|努力)(?:加载|载入)|(?:加载|载入)中"
        r"|^请稍[候后等]|^loading\b|\{\{.{0,60}\}\}|<%=|\$\{\w",
    ),
    (
        Unread.EMPTY,
        "(?:暂无|暂时没有|没有)(?:相关|任何|更多)?(?:内容|数据|信息|记录|文章|结果)$"
        "|(?:没有|未|暂未)(?:能)?(?:找到|查询到|搜索到|检索到|查到|发现).{0,10}(?:记录|数据|内容|结果|信息|文章)"
        r"|查无.{0,6}(?:记录|数据|信息|结果)|(?:共|找到)\s*0\s*条|^no (?:results|records|data|content)\b|nothing found",
    ),
)
_SAYINGS = [(reason, re.compile(words, re.IGNORECASE)) for reason, words in _SAYS]
_LONGEST_SAYING = 60
_MOST_BESIDE = {Unread.SCRIPT: 40, Unread.EMPTY: 40}
_MOST_BESIDE_OTHERS = 80
_MOST_BESIDE_PICTURES = 20
"""Characters, besides its title and what stands around it, of a page that only says why it shows nothing."""
_OF_READERS = re.compile("评论|留言|发表|收藏|点赞|跟帖|回复|comment", re.IGNORECASE)
_CHROME = re.compile(
    "版权所有|copyright|©|备案|icp|公网安备|主办单位|承办|技术支持|网站标识|联系电话|当前位置|[您你]的位置|所在位置|扫一扫|打印|关闭|分享到"
    "|字[体号]|[上下]一[篇条]|^首页|浏览次数|阅读次数|来源\\s*:|发布时间|发布日期|责任编辑|无障碍|返回顶部",
    re.IGNORECASE,
)
_MENU_PIECE = 6
_LEAST_TITLE = 6
_NO_CONTENT = re.compile(
    "logo|icon|qr|ewm|erweima|weixin|wechat|share|beian|gongan|dzjg|jiucuo|zfwzzc|banner|avatar|print|header|footer|foot|nav|side|top|bottom",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?)(?:[?#]|$)", re.IGNORECASE)
_ICON = 100
_ROOT = re.compile(r"^/?(?:(?:index|default|home|main)[\w-]*\.\w{2,5})?$", re.IGNORECASE)
# Each is a whole step of a path, without its ending: portal, authority and err_log are none.
_ASKING_IN = re.compile(
    r"(?:user|member|admin|uc|sso|cas)?[-_]?(?:log|sign)[-_]?(?:in|on)(?:[-_]?page)?|sso|cas|passport|o?auth2?"
    r"|authenticat(?:e|ion)|authoriz(?:e|ation)|unauthori[sz]ed",
    re.IGNORECASE,
)
_ERROR_ADDRESS = re.compile(
    r"(?:http[-_]?)?(?:40[134]|410|50[0234])(?:[-_]?(?:page|error))?|err(?:or)?s?(?:[-_]?(?:page|\d{3}))?"
    r"|(?:page[-_]?)?not[-_]?found",
    re.IGNORECASE,
)


def of_page(tree: "html.HtmlElement", lines: Sequence[str], base: str = "") -> Unreadable | None:
    """Why a page of the web holds nothing to read. `lines` are all of its words that show; scripts are in the tree."""
    text = plain(" ".join(lines))
    if is_garbled(text):
        return Unreadable(Unread.GARBLED)
    if has_prose(lines):
        return None
    title = plain(" ".join(" ".join(one.itertext()) for one in tree.iter("title")))
    says_why = _says_why(tree, text, title) if len(text) <= _LONGEST_CHROME else None
    # A login leads on to somewhere by script, too: that it asks for a login says more than where it leads.
    if says_why is Unread.LOGIN:
        return Unreadable(says_why)
    target = _leads_to(tree, base, few=len(text) <= 2 * _FEW)
    if target:
        return Unreadable(Unread.LED_ELSEWHERE, target)
    if says_why:
        return Unreadable(says_why)
    said = _said_alone(tree, lines, title)
    return Unreadable(said) if said else _without_words(tree, text, title)


def _said_alone(tree: "html.HtmlElement", lines: Sequence[str], title: str) -> Unread | None:
    """What a page says instead of a text, or that its text is in pictures, whatever menus and footers are around."""
    headings = [plain(" ".join(" ".join(one.itertext()).split())) for one in tree.iter("h1", "h2")]
    own = [folded for line in lines if (folded := plain(line).strip()) and not _is_chrome(folded)]
    named = {one for one in own if (len(one) >= _LEAST_TITLE and one in title) or one in headings}
    for reason, words in _SAYINGS:
        saying = [one for one in own if words.search(one) and _can_say(one)]
        # What says why counts only where hardly anything else is there: a notice about a login page says the same
        # words.
        beside = sum(len(one) for one in own if one not in saying and one not in named)
        if saying and beside <= _MOST_BESIDE.get(reason, _MOST_BESIDE_OTHERS):
            return reason
    beside = sum(len(one) for one in own if one not in named)
    titled = any(len(one) >= _LEAST_TITLE for one in named)
    return Unread.IN_PICTURES if titled and beside <= _MOST_BESIDE_PICTURES and _shows_pictures(tree) else None


def _can_say(line: str) -> bool:
    """Whether a line can be that in which a page says why it shows nothing, and is no title of a document."""
    return len(line) <= _LONGEST_SAYING and not _OF_READERS.search(line) and not _OF_A_DOCUMENT.search(line)


def _is_chrome(line: str) -> bool:
    """Whether a line is one of a menu or a footer, or says when and by whom: none of the text itself."""
    if any(words.search(line) for _, words in _SAYINGS):
        return False
    dated = next(days(line), None) is not None and "。" not in line
    pieces = re.split(r"[\s|>›»·/]+", line)
    return dated or bool(_CHROME.search(line)) or all(len(piece) <= _MENU_PIECE for piece in pieces)


def _shows_pictures(tree: "html.HtmlElement") -> bool:
    """Whether a page shows pictures that can be its text, and hangs no file on."""
    if any(_ATTACHED.search(one.get("href") or "") for one in tree.iter("a")):
        return False
    return any(map(_can_be_text, tree.iter("img")))


def _can_be_text(picture: "html.HtmlElement") -> bool:
    sizes = (picture.get("width") or "", picture.get("height") or "")
    if any(size.isascii() and size.isdigit() and len(size) < len("1000000") and int(size) < _ICON for size in sizes):
        return False
    around = [picture, *(one for one in picture.iterancestors() if one.tag not in ("html", "body"))]
    marks = " ".join(f"{one.tag} {one.get('class') or ''} {one.get('id') or ''}" for one in around)
    return not _NO_CONTENT.search(f"{marks} {picture.get('src') or ''}")


def has_prose(lines: Iterable[str]) -> bool:
    """Whether there is enough prose for a page that is there to be read."""
    return sum(len(line) for line in lines if "。" in line and len(line) >= _LEAST_PROSE) >= _ENOUGH_PROSE


def _says_why(tree: "html.HtmlElement", text: str, title: str) -> Unread | None:
    """Whether a page without prose says by its name, or in its few words, that it shows nothing."""
    short = len(text) <= _SHORT
    first = plain(" ".join(" ".join(one.itertext()) for one in tree.iter("h1")))
    named = "\n".join(one for one in (title, first) if not _OF_A_DOCUMENT.search(title + one))
    has_password = any((one.get("type") or "").lower() == "password" for one in tree.iter("input"))
    asks_in = bool(_LOGIN.search(named)) and (short or has_password)
    if asks_in or (has_password and short):
        return Unread.LOGIN
    if (_BLOCKED.search(named) and short) or (
        _BLOCKED.search(text) and len(text) <= _SHORT // 2 and not _OF_A_DOCUMENT.search(text)
    ):
        return Unread.BLOCKED
    few = len(text) <= _SHORT // 2 and not _OF_A_DOCUMENT.search(text)
    return Unread.ERROR_PAGE if _GONE.search(named) or (_GONE.search(text) and few) else None


def _without_words(tree: "html.HtmlElement", text: str, title: str) -> Unreadable | None:
    scripts = next(tree.iter("script", "noscript"), None) is not None
    if _NEEDS_SCRIPT.search(text) and len(text) <= _SHORT // 4:
        return Unreadable(Unread.SCRIPT)
    # A page that a script would fill shows its own name and nothing else.
    own = text.replace(title.strip(), "").strip() if title.strip() else text
    if scripts and len(text) <= _FEW and len(own) <= _FEW // 2 and not re.search("[。;!?]", own):
        return Unreadable(Unread.SCRIPT)
    if text:
        return None
    shows = next(tree.iter("img", "embed", "object", "canvas"), None) is not None
    return Unreadable(Unread.PICTURE if shows else Unread.EMPTY)


def _leads_to(tree: "html.HtmlElement", base: str, *, few: bool) -> str:
    """Where a page sends its reader at once, or which other page it only frames."""
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            found = _REFRESH.match(meta.get("content") or "")
            if found and float(found[1] or 0) <= _LONGEST_WAIT and few:
                return urljoin(base, found[2].strip())
    if not few:
        return ""
    for script in tree.iter("script"):
        found = _MOVES.search(script.text or "")
        if found:
            return urljoin(base, (found[1] or found[2]).strip())
    frames = [one.get("src") or "" for one in tree.iter("frame", "iframe")]
    return urljoin(base, frames[0]) if any(frames) and frames[0] else ""


def of_redirect(asked: str, final: str, *, has_prose: bool = False) -> Unreadable | None:
    """Whether a server led from the page that was asked for to its front page, a login or a page about an error.

    A page that `has_prose` of its own asks for no login and is no error, whatever its address says.
    """
    try:
        one = urlsplit(asked)
        other = urlsplit(final)
    except ValueError:
        return None
    if not led_elsewhere(asked, final) and _ROOT.match(one.path):
        return None
    same = one.path.rstrip("/") == other.path.rstrip("/")
    if same and one.hostname == other.hostname:
        return None
    # Sites answer for a page that is gone with 302 to their front page, and that with 200.
    front = bool(_ROOT.match(other.path)) and not other.query and not _ROOT.match(one.path)
    apart = not has_prose and any(
        _has_step(other.path, steps) and not _has_step(one.path, steps) for steps in (_ASKING_IN, _ERROR_ADDRESS)
    )
    return Unreadable(Unread.LED_ELSEWHERE, final) if front or apart else None


def _has_step(path: str, steps: re.Pattern[str]) -> bool:
    return any(steps.fullmatch(re.split(r"[.;]", step)[0]) for step in path.split("/"))


def led_elsewhere(asked: str, final: str) -> bool:
    """Whether another page was served than the one that was asked for: another host, or another path on it.

    http for https, a www., m. or wap. before the host, and a slash at the end make no other page.
    """
    try:
        one = _place(asked)
        other = _place(final)
    except ValueError:
        return asked != final
    return one != other


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = re.sub(r"^(?:www|wap|m|3g)\.", "", (parts.hostname or "").lower())
    path = re.sub(r"/(?:index|default)\.\w{2,5}$", "/", parts.path).rstrip("/")
    return host, path, parts.query
