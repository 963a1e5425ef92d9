"""What the title of an item says against its being follow-up to a promise of a ministry, before anybody opens it."""

import re
from enum import StrEnum

_PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|"
    "云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|深圳|广州|杭州|成都|武汉|苏州|宁波|青岛|厦门|大连"
)
_OF_A_PLACE = re.compile(
    f"^(?:{_PROVINCES})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)?(?![、和与及至]|.{{0,6}}等地)"
)
"""四川认定46个…: who acts stands first, and it is a place. 北京、上海、…: places where something happens."""
_OCCASION = re.compile(
    "培训班|研修班|展览会|博览会|交易会|洽谈会|研讨会|座谈会|论坛|沙龙|开幕|闭幕|揭牌|发布会实录|回眸|专访|述评|评论员|"
    "任职|任免|任前公示|干部|招聘|录用|面试|采购|招标|中标|成交结果|询价|比选|第三方评估"
)
"""What is held, who was appointed, what was bought: news of a ministry, and no act that a promise was about."""


class ItemSign(StrEnum):
    """Why an item stands lower than the words alone would put it."""

    OF_A_PLACE = "of_a_place"
    OF_OTHERS = "of_others"
    """Its title names other bodies than who gave the commitment and who is responsible for it."""
    OCCASION = "occasion"


SIGN_WEIGHT = 0.6
"""Of the score of an item that has one."""


def occasions_in(title: str) -> tuple[str, ...]:
    """Return the words of a title that name an occasion, an appointment or a purchase, in their order."""
    return tuple(_OCCASION.findall(title))


def sign_of(title: str, *, others: bool = False) -> ItemSign | None:
    """Return what a title says against its item, or None. `others`: it names other bodies, see `Suggestion.others`."""
    if _OCCASION.search(title):
        return ItemSign.OCCASION
    if others:
        return ItemSign.OF_OTHERS
    return ItemSign.OF_A_PLACE if _OF_A_PLACE.match(title.strip()) else None
