"""Who publishes: how authorities and papers are named, and whose address is whose."""

import re

from tracker.capture.particulars.conventions import plain

AUTHORITIES = {
    "miit.gov.cn": "工业和信息化部",
    "scio.gov.cn": "国务院新闻办公室",
    "ndrc.gov.cn": "国家发展改革委",
    "mof.gov.cn": "财政部",
    "most.gov.cn": "科技部",
    "moe.gov.cn": "教育部",
    "mofcom.gov.cn": "商务部",
    "mee.gov.cn": "生态环境部",
    "mohurd.gov.cn": "住房城乡建设部",
    "mot.gov.cn": "交通运输部",
    "mohrss.gov.cn": "人力资源社会保障部",
    "moa.gov.cn": "农业农村部",
    "nhc.gov.cn": "国家卫生健康委",
    "mem.gov.cn": "应急管理部",
    "samr.gov.cn": "市场监管总局",
    "sac.gov.cn": "国家标准委",
    "stats.gov.cn": "国家统计局",
    "sasac.gov.cn": "国务院国资委",
    "nea.gov.cn": "国家能源局",
    "cac.gov.cn": "国家网信办",
    "pbc.gov.cn": "中国人民银行",
    "customs.gov.cn": "海关总署",
    "chinatax.gov.cn": "税务总局",
    "cnipa.gov.cn": "国家知识产权局",
    "caict.ac.cn": "中国信息通信研究院",
    "gov.cn": "中国政府网",
}
PAPERS = {
    "xinhuanet.com": "新华社",
    "news.cn": "新华社",
    "people.com.cn": "人民网",
    "cctv.com": "央视网",
    "cctv.cn": "央视网",
    "cnr.cn": "央广网",
    "china.com.cn": "中国网",
    "chinanews.com.cn": "中国新闻网",
    "chinanews.com": "中国新闻网",
    "ce.cn": "经济日报",
    "gmw.cn": "光明网",
    "chinadaily.com.cn": "中国日报",
    "cnii.com.cn": "人民邮电报",
    "cena.com.cn": "中国电子报",
    "stdaily.com": "科技日报",
    "financialnews.com.cn": "金融时报",
}
_STATE_PRESS = re.compile(
    "新华社|新华网|人民日报|人民网|央视|中央广播电视|央广|光明日报|光明网|经济日报|中国经济网|中国新闻|中新社|中新网"
    "|中国日报|科技日报|工人日报|人民邮电|中国电子报|中国工业报|求是|学习强国|中国网"
)
_PRESS = re.compile("报$|日报|晚报|时报|商报|周刊|杂志|网$|新闻|财经|传媒|通讯社|在线|客户端")
_AUTHORITY = re.compile(
    "(中央|部|委|委员会|局|总局|办公厅|办公室|厅|署|总署|国务院|政府|人大|政协|法院|检察院|银行|司|网信办|国资委|新闻办"
    "|领导小组|研究院)$"
)
BODY = re.compile(
    r"[\u4e00-\u9fff（）()、 　]{2,40}"
    r"(?:部|委|委员会|局|厅|办公室|署|院|会|中心|政府|集团|协会|公司|银行|司|处|组|学校|大学)"
)
"""The name of a body as it stands under a document."""
_NO_BODY = re.compile("关于|印发|公布|的|本|该|各|全部|有关|请|现将|附件|首页|签署|部署|总理|主席$")
_BEFORE_A_TITLE = re.compile("^(.{2,40}?)(?=关于|印发|公布|发布|联合)")
_LEAST_BODY = 4
_COUNTRY = re.compile("^中[华華]人民共和[国國](?=.)")
_PICTURES = re.compile(
    "摄图|视觉中国|图虫|千图|千库|包图|站酷|东方IC|IC ?photo|Getty|全景网|壹图|海洛|图库|图片|配图|供图|截图|制图",
    re.IGNORECASE,
)
_PORTALS = re.compile("新浪|搜狐|网易|腾讯|凤凰|头条|百度|百家号|微信|知乎|豆瓣|雪球|网页|订阅|频道|中国政府网$|门户")
_NOBODY = re.compile(
    "(?:网络|互联网|网上|本站|本网|本网站|本报|本刊|原创|本站原创|网站|未知|不详|转载|综合|其他|其它|无|暂无|佚名|管理员|"
    "admin|整理|网络整理|null|undefined|none|unknown|来源|作者|编辑|首页|正文|发布时间|[-—/|.·]+)(?:媒体|报道|资料)?",
    re.IGNORECASE,
)
"""What is in the place of a source and names none."""


def bodies_of(words: str) -> str:
    """The bodies that some words name and nothing else, divided by 、; "" where they are no names of bodies."""
    names = [one for one in re.split(r"[\s、,，]+", words.strip()) if one]
    # All or nothing: one piece that is no body shows that the line is a sentence, in which the others are only
    # mentioned.
    if not names or any(_NO_BODY.search(plain(name)) or not is_body(name) for name in names):
        return ""
    return "、".join(_COUNTRY.sub("", name) for name in names)


def are_two(above: str, below: str) -> bool:
    """Whether two lines of a broken title name two bodies, and not one and its office: 财政部, 科技部关于…."""
    begun = _BEFORE_A_TITLE.match(below)
    return _is_whole(above) and _is_whole(begun[1] if begun else below)


def _is_whole(name: str) -> bool:
    return bool(bodies_of(name)) and (len(name) >= _LEAST_BODY or name.endswith("部"))


def is_body(name: str) -> bool:
    """Whether a name is that of one authority, committee, institute or firm."""
    return bool(BODY.fullmatch(plain(name))) or is_authority(name)


def is_portal(name: str) -> bool:
    """Whether a site is one that shows what others published."""
    return bool(_PORTALS.search(plain(name)))


def can_publish(name: str) -> bool:
    """Whether a name that follows 来源 names anybody: no agency for pictures, no 本站, no 网络."""
    # Picture agencies stand under 来源 as well, and would otherwise be named as who published the news.
    if not 2 <= len(name) <= 40 or _PICTURES.search(name) or _NOBODY.fullmatch(name):
        return False
    # A year, a colon or an address shows that the line was cut at the wrong place, and holds the next label too.
    return bool(re.search(r"[A-Za-z\u4e00-\u9fff]{2}", name)) and not re.search(r"\d{4}|[:：]|https?", name)


def of_address(host: str) -> str:
    """Whose host it is, or "". Of several endings the longest is meant: wap.miit.gov.cn is the ministry's."""
    host = host.lower().rstrip(".")
    known = AUTHORITIES | PAPERS
    # By whole labels: notmiit.gov.cn is nobody's.
    ends = [end for end in known if host == end or host.endswith("." + end)]
    best = max(ends, key=len, default="")
    # The ministry's own hosts are listed by name above; what ends in gov.cn otherwise may be any county.
    if best == "gov.cn" and host not in ("gov.cn", "www.gov.cn", "big5.www.gov.cn"):
        return ""  # one of ten thousand local authorities
    return known.get(best, "")


def is_state_press(publisher: str) -> bool:
    """Whether a publisher is a paper or agency of the state (官媒)."""
    return bool(_STATE_PRESS.search(plain(publisher)))


def is_press(publisher: str) -> bool:
    """Whether a publisher is a paper, a site or an agency at all."""
    return is_state_press(publisher) or bool(_PRESS.search(plain(publisher)) and publisher != AUTHORITIES["gov.cn"])


def is_authority(publisher: str) -> bool:
    """Whether a publisher is an authority."""
    return (
        # 工业和信息化部官方网站 is the ministry itself.
        bool(_AUTHORITY.search(plain(publisher).removesuffix("网站").removesuffix("官方")))
        or publisher == AUTHORITIES["gov.cn"]
    )
