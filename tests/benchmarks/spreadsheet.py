"""An office's spreadsheet of any length as a CSV file: each row a commitment with its evidence. Seeded."""

import csv
from pathlib import Path
from random import Random

_HEAD = ("工作任务", "牵头单位", "配合单位", "完成时限", "量化目标", "工作状态", "进展情况", "领域", "佐证材料名称",
         "链接", "发布日期")  # fmt: skip
_VERBS = ("培育", "支持", "制定", "开展", "推进", "建设", "完善", "组织", "落实", "启动")
_OBJECTS = ("省级特色产业集群", "中小企业数字化转型试点", "绿色工厂", "先进制造业集群", "工业互联网平台",
            "专精特新企业", "智能制造示范工厂", "行业稳增长工作方案", "消费品“三品”行动", "算力基础设施")  # fmt: skip
_PLACES = ("省本级", "东部", "西部", "高新区", "自贸区", "开发区", "沿海", "山区")
_OFFICES = ("规划司", "财务司", "科技司", "中小企业局", "装备工业一司", "消费品工业司", "电子信息司", "信息通信管理局")
_STATES = ("推进中", "已完成", "未开始", "")
_TOPICS = ("中小企业", "绿色制造", "数字经济", "消费品工业", "装备工业")


def write_spreadsheet(path: Path, size: int, seed: int = 1) -> Path:
    """A file of so many rows; every fourth names the same evidence as the row before. Returns the path."""
    random = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEAD)
        for number in range(size):
            rows.writerow(_row(random, number))
    return path


def _row(random: Random, number: int) -> tuple[str, ...]:
    place, thing = random.choice(_PLACES), random.choice(_OBJECTS)
    amount, month = random.randint(2, 400), random.randint(1, 12)
    lead, other = random.sample(_OFFICES, 2)
    piece = number - (number % 4 == 3)
    return (
        f"{random.choice(_VERBS)}{place}{thing}第{number}批，年内不少于{amount}个，并做好跟踪评估和经验推广。",
        lead,
        other if number % 3 else "",
        f"2026年{month}月底前",
        f"不少于{amount}个",
        random.choice(_STATES),
        f"已完成{amount // 2}个，其余正在遴选，第{number}批名单{month}月报送。",
        random.choice(_TOPICS),
        f"关于公布{thing}第{piece}批名单的通知",
        f"https://example.org/notices/{piece}.html",
        f"2026-{piece % 9 + 1:02}-{piece % 27 + 1:02}",
    )
