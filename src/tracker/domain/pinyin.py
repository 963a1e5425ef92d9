"""How a title is typed by its sound: full pinyin, and initials alone."""

_KEPT = "\0"
"""Before what is no syllable, so that it is not cut down to its first letter."""


def pinyin_of(title: str) -> str:
    """Full pinyin without gaps, a blank, and the initials, in lower case: `shidianchengshi sdcs` of 试点城市."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take a third of a second; only a write needs them

    spelt = lazy_pinyin(title, style=Style.NORMAL, errors=_keep)
    full = (one.removeprefix(_KEPT) for one in spelt)
    initials = (one.removeprefix(_KEPT) if one.startswith(_KEPT) else one[:1] for one in spelt)
    return f"{''.join(full)} {''.join(initials)}".lower()


def _keep(text: str) -> str:
    """What has no pinyin stays, but for blanks and punctuation: nobody types them when searching by sound."""
    return _KEPT + "".join(filter(str.isalnum, text))
