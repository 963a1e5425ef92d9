"""How a title is typed by its sound: full pinyin, and initials alone."""

from functools import lru_cache
from itertools import groupby

_KEPT = "\0"
"""Before what is no syllable, so that it is not cut down to its first letter."""
_REMEMBERED = 20_000
"""Words whose spelling is remembered: titles are made of the same ones."""


def pinyin_of(title: str) -> str:
    """Full pinyin without gaps, a blank, and the initials, in lower case: `shidianchengshi sdcs` of 试点城市."""
    from pypinyin.seg.mmseg import seg  # its dictionaries take a third of a second; only a write needs them

    spelt: list[tuple[str, str]] = []
    for is_chinese, signs in groupby(title, _is_chinese):
        run = "".join(signs)
        spelt += map(_spelt, seg.cut(run)) if is_chinese else [(_typed(run), _typed(run))]
    return f"{''.join(full for full, _ in spelt)} {''.join(initials for _, initials in spelt)}".lower()


@lru_cache(maxsize=_REMEMBERED)
def _is_chinese(sign: str) -> bool:
    from pypinyin.constants import RE_HANS

    return RE_HANS.match(sign) is not None


@lru_cache(maxsize=_REMEMBERED)
def _spelt(word: str) -> tuple[str, str]:
    """The full pinyin of a Chinese word, of which pypinyin spells one after the other, and its initials."""
    from pypinyin import Style, lazy_pinyin

    spelt = lazy_pinyin([word], style=Style.NORMAL, errors=_keep)
    initials = (one.removeprefix(_KEPT) if one.startswith(_KEPT) else one[:1] for one in spelt)
    return "".join(one.removeprefix(_KEPT) for one in spelt), "".join(initials)


def _typed(text: str) -> str:
    """What has no pinyin stays, but for blanks and punctuation: nobody types them when searching by sound."""
    return "".join(filter(str.isalnum, text))


def _keep(text: str) -> str:
    return _KEPT + _typed(text)
