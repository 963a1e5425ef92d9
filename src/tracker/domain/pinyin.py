"""How a title is typed by its sound: full pinyin, and initials alone."""


def pinyin_of(title: str) -> str:
    """Full pinyin without gaps, a blank, and the initials, in lower case: `shidianchengshi sdcs` of 试点城市."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take a third of a second; only a write needs them

    letters = (lazy_pinyin(title, style=style, errors=_keep) for style in (Style.NORMAL, Style.FIRST_LETTER))
    return " ".join("".join(spelt).lower() for spelt in letters)


def _keep(text: str) -> str:
    """What has no pinyin stays, but for blanks and punctuation: nobody types them when searching by sound."""
    return "".join(filter(str.isalnum, text))
