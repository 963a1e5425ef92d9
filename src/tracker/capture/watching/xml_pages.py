"""XML that comes from anywhere, parsed without fetching and expanding anything."""

import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#x[0-9a-fA-F]{1,6})|(\w{1,30}));|&")
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_BEGIN_CDATA = "<![CDATA["
_END_CDATA = "]]>"


def parsed_xml(text: str) -> etree._Element | None:
    """Return the root of a document, None where it is broken.

    What many publishers do is mended: control characters, a bare &, and entities of HTML (&nbsp;). Nothing else is:
    of a document that is cut off or wrongly nested nobody knows what else is missing.
    """
    text = _NOT_IN_XML.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    return _parsed(text) if "&" not in text else _parsed(_mended(text))


def _parsed(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mended(text: str) -> str:
    pieces: list[str] = []
    done = 0
    # By hand, and no further than the first that is not closed: a pattern looks for the end of each to the end of the
    # text, which takes a minute where twenty thousand are begun.
    while (begun := text.find(_BEGIN_CDATA, done)) >= 0 and (end := text.find(_END_CDATA, begun)) >= 0:
        end += len(_END_CDATA)
        pieces += (_AMPERSAND.sub(_entity, text[done:begun]), text[begun:end])
        done = end
    return "".join((*pieces, _AMPERSAND.sub(_entity, text[done:])))


def _entity(found: re.Match[str]) -> str:
    if found[1]:
        number = int(found[1][2:], 16) if found[1][1] == "x" else int(found[1][1:])
        return found[0] if number <= 0x10FFFF and not _NOT_IN_XML.match(chr(number)) else ""
    if found[2] in _PREDEFINED:
        return found[0]
    named = html5.get(f"{found[2]};") if found[2] else None
    return named if named is not None else f"&amp;{found[0][1:]}"


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def words_of(element: etree._Element) -> str:
    """Return all words within an element."""
    return "".join(str(piece) for piece in element.itertext())


def children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Return the names and elements within an element, in order."""
    return ((local_name(child), child) for child in element)
