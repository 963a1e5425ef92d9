"""A text that may become a source: a ministry's work plan, as a file of an older encoding."""

from datetime import date

import pytest

from tracker.services.briefings.finding import FoundSource, find_in_source
from tracker.services.briefings.source_text import read_source_bytes

TEXT = (
    "某部2026年工作要点\n2026年1月21日\n某部部长张三出席。\n"
    "记者：下一步有什么安排？\n张三：2025年，我们出台了三项办法。\n"
    "下一步，我们将修订管理办法，2026年底前再支持30个以上试点城市，\n让企业受益。"
    "发布产业白皮书。（乙部、中小企业局负责）\n会同丙部研究有关问题。各地情况复杂多样，有的已经先行一步，产业基础较好。"
)
DAY = date(2026, 11, 1)


@pytest.fixture
def found() -> FoundSource:
    """What was found in it."""
    return find_in_source(read_source_bytes(TEXT.encode("gb18030"), "要点.txt"), DAY)
