"""Words that name what was promised, and are no pledge themselves: results, questions, requests, context (§1).

A finder leaves most of them out by where they stand. A passage by itself is known by its words alone.
"""

import re
from datetime import date

_ASKED = re.compile("[?？]|^记者|请问|如何|怎样|怎么|有哪些|什么|有何|请介绍")
_REQUESTED = re.compile("建议|希望|呼吁|欢迎|不能")
_CONTEXT = re.compile(
    "所谓|是指|指的是|意味着|大家|反响|深受"
    "|(?:中央|国务院)(?:鼓励|要求|部署|提出)|(?:商务|财政|交通运输|农业农村|教育|生态环境|住房城乡建设|水利)部(?:将|会|正|已|牵头|负责)"
)
_PAST = re.compile(
    "累计|已(?!有)|业已|(?<=[\u4e00-\u9fff])(?<![为除])了(?!解)|截至|截止|去年|上年|以来|同比|年末|比上年|获评|荣获|位居|"
    "正式(?:开通|启动|上线|印发|发布|实施)|初步(?:构建|形成|建立)|基本(?:形成|建成)|带动下|投入使用|[产销]量\\d|"
    "占[^,，。]{0,12}比重|完成[^,，。]{0,12}\\d|(?:\\d|万|亿)[余多]"
)
_STATE = re.compile(
    "过去|目前|先后|顺利|圆满|取得|迅速|显著|明显|平均|为企业|降至|增至|压缩至|(?:增长|下降|突破|达到?|为|超过?|减少)\\d|"
    "(?:持续|不断|稳步)(?:提升|提高|增长|改善|优化|扩大|壮大)$|实现[^,，。]{0,8}\\d"
)
"""Words of how things stand; behind a verb of doing they say what is to be reached."""
_DOING = re.compile(
    "^(?:我们|我部|还|也|进一步|加快|继续|持续|深入|大力|加力|积极|有序|稳步|着力|全面|组织|再|新)*(?:推进|推动|促进|加强|加大|实施|开展|建设|"
    "建立|健全|培育|支持|完善|研究|制定|出台|修订|打造|优化|强化|提升|提高|扩大|构建|深化|落实|遴选|认定|推广|设立|规范|拓展|启动|"
    "降低|减轻|清理|布局|部署|发布|保持|引导|鼓励|创建|壮大|做优|做强|突破)"
)
_AHEAD = re.compile(
    "将|要|今年|明年|年内|年底前|下一步|今后|继续|基础上|力争|争取|确保|计划|拟|到20|[一二三四]季度|[上下]半年|报批后|再(?!次|度|生)|新认定|不再|更名|改称|改为|并入|取代|代替|"
    "推迟|延长|延期|(?:扩大|扩展|拓展|提高|增加|上调|下调|压减|调减|降低|调整|扩充)(?:到|至|为)|以上|左右|以内|不少于|不低于|不超过"
)
_DONE = re.compile("已(?:经)?(?:全部|基本|陆续|如期|按时)")
_TO_COME = re.compile("将|拟|[一二三四]季度|[上下]半年|报批后|年底前")
_NUMBER = re.compile(r"(?<![a-z0-9+.])(\d+(?:\.\d+)?)(?![\d.]*[a-z年月日号期]|\+)")
_ROUND_DIGITS = 2
"""Digits of a number that is promised; 1788 or 34.4 were counted."""


def is_no_pledge(text: str, said_on: date | None) -> bool:
    """Return whether the words ask, request, explain or tell what was achieved. `text` is folded; `said_on` the day on
    which it was said, None where nobody knows: a year before it is past."""
    if _ASKED.search(text) or _REQUESTED.search(text) or _CONTEXT.search(text):
        return True
    if _DONE.search(text) and not _TO_COME.search(text):
        return True
    if _AHEAD.search(text):
        return False
    if _PAST.search(text) or _is_past_year(text, said_on):
        return True
    return not _DOING.search(text) and bool(_STATE.search(text) or _is_counted(text))


def _is_counted(text: str) -> bool:
    return any(len(number.replace(".", "").strip("0")) > _ROUND_DIGITS for number in _NUMBER.findall(text))


def _is_past_year(text: str, said_on: date | None) -> bool:
    years = [int(year) for year in re.findall(r"(20\d\d)年", text)]
    return bool(years) and said_on is not None and max(years) < said_on.year
