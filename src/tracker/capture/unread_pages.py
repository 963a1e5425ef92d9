"""Why a page of the web holds nothing to read: it asks for a login, a script would have to make it, it is gone."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

from lxml import html  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.conventions import plain
from tracker.capture.unread_files import is_garbled
from tracker.domain.unreadable import Unread, Unreadable

_FEW = 40
"""Characters up to which a page with scripts has no text of its own."""
_SHORT = 400
"""Characters up to which a page can be one that only says why it shows nothing."""
_LONGEST_CHROME = 3_000
"""Characters of menus and footers that may stand around such a page."""
_LEAST_PROSE, _ENOUGH_PROSE = 25, 150
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


def of_page(tree: html.HtmlElement, lines: Sequence[str], base: str = "") -> Unreadable | None:
    """Why a page of the web holds nothing to read. `lines` are all of its words that show; scripts are in the tree."""
    text = plain(" ".join(lines))
    if is_garbled(text):
        return Unreadable(Unread.GARBLED)
    if has_prose(lines):
        return None
    title = plain(" ".join(" ".join(one.itertext()) for one in tree.iter("title")))
    says_why = _says_why(tree, text, title) if len(text) <= _LONGEST_CHROME else None
    if says_why is Unread.LOGIN:
        return Unreadable(says_why)
    target = _leads_to(tree, base, few=len(text) <= 2 * _FEW)
    if target:
        return Unreadable(Unread.LED_ELSEWHERE, target)
    return Unreadable(says_why) if says_why else _without_words(tree, text, title)


def has_prose(lines: Iterable[str]) -> bool:
    """Whether there is enough prose for a page that is there to be read."""
    return sum(len(line) for line in lines if "。" in line and len(line) >= _LEAST_PROSE) >= _ENOUGH_PROSE


def _says_why(tree: html.HtmlElement, text: str, title: str) -> Unread | None:
    """Whether a page without prose says by its name, or in its few words, that it shows nothing."""
    short = len(text) <= _SHORT
    first = plain(" ".join(" ".join(one.itertext()) for one in tree.iter("h1")))
    named = "" if _OF_A_DOCUMENT.search(title) else f"{title}\n{first}"
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


def _without_words(tree: html.HtmlElement, text: str, title: str) -> Unreadable | None:
    scripts = next(tree.iter("script", "noscript"), None) is not None
    if _NEEDS_SCRIPT.search(text) and len(text) <= _SHORT // 4:
        return Unreadable(Unread.SCRIPT)
    own = text.replace(title.strip(), "").strip() if title.strip() else text
    if scripts and len(text) <= _FEW and len(own) <= _FEW // 2 and not re.search("[。;!?]", own):
        return Unreadable(Unread.SCRIPT)
    if text:
        return None
    shows = next(tree.iter("img", "embed", "object", "canvas"), None) is not None
    return Unreadable(Unread.PICTURE if shows else Unread.EMPTY)


def _leads_to(tree: html.HtmlElement, base: str, *, few: bool) -> str:
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
