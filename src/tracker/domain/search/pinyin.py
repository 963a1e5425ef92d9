"""How a title is typed by its sound: full pinyin, and initials alone."""

import re
from functools import cache, lru_cache

_KEPT = "\0"
"""Before what is no syllable, so that it is not cut down to its first letter."""
_REMEMBERED = 20_000
"""Words, and what stands between two marks, whose spelling is remembered: titles are made of the same ones."""


def pinyin_of(title: str) -> str:
    """Full pinyin without gaps, a blank, and the initials, in lower case: `shidianchengshi sdcs` of 试点城市."""
    spelt = [_chinese(run[0]) if run[1] else _typed(run[0]) for run in _runs().finditer(title)]
    return f"{''.join(full for full, _ in spelt)} {''.join(initials for _, initials in spelt)}".lower()


@cache
def _runs() -> re.Pattern[str]:
    """What a title falls into: Chinese signs, as a group, and others."""
    from pypinyin.constants import RE_HANS  # its dictionaries take a third of a second; only a write needs them

    # pypinyin's own pattern, so that a title falls into the same runs as when it takes it whole.
    chinese = RE_HANS.pattern.removeprefix("^").removesuffix("$")
    return re.compile(rf"({chinese})|(?:(?!{chinese})[\s\S])+")


@lru_cache(maxsize=_REMEMBERED)
def _chinese(run: str) -> tuple[str, str]:
    """The full pinyin and the initials of Chinese signs."""
    from pypinyin.seg.mmseg import seg

    # By words, since a sign may be read in several ways: 行 is hang in 银行 and xing in 行动.
    words = [_spelt(word) for word in seg.cut(run)]
    return "".join(full for full, _ in words), "".join(initials for _, initials in words)


@lru_cache(maxsize=_REMEMBERED)
def _spelt(word: str) -> tuple[str, str]:
    """The full pinyin of a Chinese word, of which pypinyin spells one after the other, and its initials."""
    from pypinyin import Style, lazy_pinyin

    spelt = lazy_pinyin([word], style=Style.NORMAL, errors=_keep)
    initials = (one.removeprefix(_KEPT) if one.startswith(_KEPT) else one[:1] for one in spelt)
    return "".join(one.removeprefix(_KEPT) for one in spelt), "".join(initials)


def _typed(text: str) -> tuple[str, str]:
    """What has no pinyin stays, but for blanks and punctuation: nobody types them when searching by sound."""
    kept = "".join(filter(str.isalnum, text))
    return kept, kept


def _keep(text: str) -> str:
    return _KEPT + _typed(text)[0]
