"""Tags of commitments, as users type them."""


def tags_in(words: str) -> tuple[str, ...]:
    """Return tags as they are typed: commas of either script, 、 and ； stand between them."""
    for mark in "，、；;":
        words = words.replace(mark, ",")
    return tuple(dict.fromkeys(tag.strip() for tag in words.split(",") if tag.strip()))
