"""One clean text from a newspaper page, without mending its wording (coding rules §1)."""

from collections.abc import Collection

_HEADING = "#"
_SENTENCE_ENDS = ("。", "?", "!", "?", "!", ":", "…", "”", ")")


def clean_text(raw: str, captions: Collection[str]) -> str:
    r"""Join the lines that the page broke and drop its captions; one paragraph a line, ending with "\n".

    `captions` are lines of the page that belong to a picture. The steps, in order: strip the lines, drop empty
    ones and captions, and append a line to the one before when that breaks off inside a sentence.
    """
    paragraphs: list[str] = []
    for line in map(str.strip, raw.splitlines()):
        if not line or line in captions:
            continue
        if paragraphs and _breaks_off(paragraphs[-1]) and not line.startswith(_HEADING):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
    return "".join(paragraph + "\n" for paragraph in paragraphs)


def _breaks_off(paragraph: str) -> bool:
    return not paragraph.startswith(_HEADING) and not paragraph.endswith(_SENTENCE_ENDS)
