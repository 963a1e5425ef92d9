"""Whether the lines of a page seem to stand side by side, by its words alone."""

import re

FEWEST_LINES = 5
"""Below which nothing is told of them."""
_SIDE_BY_SIDE = re.compile(r"[\u4e00-\u9fff，。；：、）”] +[\u4e00-\u9fff（“]")
_LEAST_SIDE_BY_SIDE = 0.4


def may_have_columns(page: str) -> bool:
    """Whether many lines of a page have a gap, so that it is worth looking where its words stand."""
    lines = [line for line in page.split("\n") if line.strip()]
    apart = sum(_SIDE_BY_SIDE.search(line) is not None for line in lines)
    return apart >= FEWEST_LINES and apart >= _LEAST_SIDE_BY_SIDE * len(lines)
