"""The guide's page of rules as HTML. It is our own text, in the few forms of Markdown that it uses."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from tracker.locations import resources_dir

_HEADING = re.compile(r"(#{1,3}) (?:<a id=\"(?P<id>\w+)\"></a>)?(?P<words>.+)")
_RULE = re.compile(r"\|(?:-+\|)+")
_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>[^*]+)\*|`(?P<code>[^`]+)`|\[(?P<words>[^\]]+)\]\((?P<to>[^)]*)\)"
)


def rules_html(language: str) -> Markup:
    """Return the rules in `zh` or `en`, from the first heading of a section on; headings begin at the second level.

    A link to another page of the guide, which is not part of the site, stays as words.
    """
    text = (resources_dir() / "guide" / language / "rules.md").read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if not block.startswith("# ")]
    return Markup("\n").join(_blocks(blocks))


def _blocks(blocks: list[str]) -> Iterator[Markup]:
    heading = ""
    for block in blocks:
        lines = block.split("\n")
        if found := _HEADING.fullmatch(lines[0]):
            heading = found["words"]
        yield _block(lines, heading)


def _block(lines: list[str], above: str) -> Markup:
    """A block as HTML; `above` is the heading that it stands under."""
    first = lines[0]
    if heading := _HEADING.fullmatch(first):
        level = len(heading[1])
        mark = Markup(' id="{}"').format(heading["id"]) if heading["id"] else ""
        return Markup("<h{0}{1}>{2}</h{0}>").format(level, mark, inline(heading["words"]))
    if first.startswith("- "):
        return _list("ul", [line.removeprefix("- ") for line in lines])
    if re.match(r"\d+\. ", first):
        return _list("ol", [line.partition(". ")[2] for line in lines])
    if first.startswith("|"):
        return _table([_cells(line) for line in lines if not _RULE.fullmatch(line)], above)
    return Markup("<p>{}</p>").format(inline(" ".join(lines)))


def _list(kind: str, points: list[str]) -> Markup:
    inside = Markup("").join(Markup("<li>{}</li>").format(inline(point)) for point in points)
    return (Markup("<ul>{}</ul>") if kind == "ul" else Markup("<ol>{}</ol>")).format(inside)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _table(rows: list[list[str]], name: str) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(inline(cell)) for cell in rows[0])
    body = Markup("\n").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(inline(cell)) for cell in row))
        for row in rows[1:]
    )
    # It scrolls where the page is narrow, by keys as well.
    return Markup(
        '<div class="table" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}</tr></thead>\n'
        "<tbody>{}</tbody></table></div>"
    ).format(name, head, body)


def inline(text: str) -> Markup:
    """Return words with what is strong, quoted as code, or a link within the page."""
    parts: list[Markup] = []
    place = 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[place : found.start()]))
        parts.append(_marked(found))
        place = found.end()
    return Markup("").join([*parts, escape(text[place:])])


def _marked(found: re.Match[str]) -> Markup:
    if found["strong"] is not None:
        return Markup("<strong>{}</strong>").format(inline(found["strong"]))
    if found["em"] is not None:
        return Markup("<em>{}</em>").format(inline(found["em"]))
    if found["code"] is not None:
        return Markup("<code>{}</code>").format(found["code"])
    if found["to"].startswith("#"):
        return Markup('<a href="{}">{}</a>').format(found["to"], inline(found["words"]))
    return inline(found["words"])
