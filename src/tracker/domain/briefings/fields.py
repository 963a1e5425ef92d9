"""Which field words are of: an industry, a technology, a public service, or whom they serve.

The same plan for another field is another promise: 机器人行业数字化转型方案 says nothing of one for 纺织, though most
of its words are the same.
"""

import re
from collections.abc import Collection

_FIELDS = (
    # Industries and what they make
    "人工智能|机器人|光伏|风电|储能|氢能|核电|煤炭|石油|天然气|电力|新能源|钢铁|有色|石化|化工|建材|水泥|"
    "冶金|稀土|原材料|装备|机床|农机|工程机械|船舶|航空|航天|低空|卫星|汽车|新能源汽车|智能网联|整车|"
    "电池|芯片|集成电路|半导体|显示|电子信息|软件|通信|电信|5g|6g|光网|宽带|千兆|算力|智算|数据中心|"
    "区块链|元宇宙|量子|生物制造|生物医药|医药|医疗器械|食品|轻工|纺织|服装|家电|家居|家具|消费品|婴童|"
    "老年|适老|宠物|玩具|数字产业|数字三品|环保装备|环保|固体废物|再生资源|无线电|工业互联网|未来产业|"
    "服务业|平台经济|"
    # Public services and other bodies' fields
    "农村|农业|农田|种业|粮食|林业|草原|渔业|养殖|水利|养老|医疗|医保|卫生|教育|学校|大学|科研|文化|旅游|"
    "体育|公路|铁路|道路|交通|航运|水运|港口|营运|客运|货运|客货|物流|邮政|快递|寄递|民航|机场|住房|社区|"
    "就业|社保|民政|殡葬|救助|婚姻|股票|证券|银行|保险|金融机构|法院|公安|司法|图书馆|博物馆|商圈|夜间|"
    "社会组织|网约车|"
    # Whom they serve
    "中小企业|民营企业|外资|央企|国企|专精特新|农民工|老字号|残疾人|青年|妇女|儿童|学生"
)
_PATTERN = re.compile("|".join(sorted(_FIELDS.split("|"), key=len, reverse=True)))


def fields_of(words: str) -> frozenset[str]:
    """Return the fields that folded words name."""
    return frozenset(_PATTERN.findall(words))


def share_field(some: Collection[str], others: Collection[str]) -> bool:
    """Return whether one of some fields is one of the others, or within it: 新能源汽车 and 汽车."""
    return any(one in other or other in one for one in some for other in others)
