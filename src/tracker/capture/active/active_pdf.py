"""Looks through a PDF for what would act or reach out when a program opens it; only `capture.reader` comes here.

Two readings are looked through. Pdfium's own, which it writes out again without encryption and without streams of
objects: it finds objects by the tables of the file, behind any filter. And the file as it came, object by object
wherever one stands, since another program may find what pdfium passes over: an earlier revision, or what no table
names.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.capture.documents.pdf_objects import IS_STREAM, Objects, PdfName, Ref, dictionaries
from tracker.capture.documents.pdf_text import opened
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.active_content import Active

_MOST_VISITED = 20_000
_IN_OCTAL = re.compile(rb"\\([0-7]{1,3})")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_LINK_SCHEMES = frozenset({"http", "https", "mailto", "ftp", "ftps", "file", "tel", "sms"})

_ACTIONS = {
    "JavaScript": Active.SCRIPT,
    "Launch": Active.LAUNCH,
    "SubmitForm": Active.FORM,
    "ImportData": Active.FORM,
    "GoToR": Active.OTHER_FILE,
    "GoToE": Active.OTHER_FILE,
    "Rendition": Active.MEDIA,
    "Movie": Active.MEDIA,
    "Sound": Active.MEDIA,
    "GoTo3DView": Active.MEDIA,
    "RichMediaExecute": Active.MEDIA,
}
"""Actions by their /S, wherever they stand: whoever clicks a thing does not see what it does."""
_PARTS = {
    "RichMedia": Active.MEDIA,
    "Screen": Active.MEDIA,
    "Movie": Active.MEDIA,
    "Sound": Active.MEDIA,
    "3D": Active.MEDIA,
    "FileAttachment": Active.EMBEDDED_FILE,
}
"""Annotations by their /Subtype."""
_KEYS = {
    "JS": Active.SCRIPT,
    "JavaScript": Active.SCRIPT,
    "XFA": Active.XFA,
    "EF": Active.EMBEDDED_FILE,
    "RichMediaContent": Active.MEDIA,
    "RichMediaSettings": Active.MEDIA,
}
_TYPES = {"EmbeddedFile": Active.EMBEDDED_FILE}
_WORDS = (*_ACTIONS, *_PARTS, *_KEYS, *_TYPES, "OpenAction", "AA", "URI", "F", "Ref", "ObjStm", "Catalog")
_TELLING = re.compile(rb"#|/(?:" + "|".join(sorted(set(_WORDS))).encode() + rb")(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])")
"""A word without which an object does not act, or an escape that may be one: a tagged PDF has a hundred thousand
objects without."""
_QUIET_PAGES = frozenset({"NextPage", "PrevPage", "FirstPage", "LastPage"})
_UPWARD = frozenset({"Parent", "P", "Dest", "D", "Popup", "IRT"})
"""Keys that lead from an annotation back to pages."""


def active_content_of(data: bytes, progress: Progress) -> Iterator[list[Any]]:
    """What in the PDF acts, each as [kind, part, page, words]. Raises `content_encrypted`, `content_broken`."""
    document = opened(data)
    try:
        copy = _written_again(document)
        progress(0, 0)
    finally:
        document.close()
    found: dict[tuple[Active, int], None] = {}
    # Both, because each sees what the other cannot: pdfium follows the tables as most programs do, and drops what they
    # do not name, such as the earlier revision that another program may show.
    for reading in (copy, data):
        objects = Objects(reading, lambda piece: _TELLING.search(piece) is None)
        pages = _pages_of(objects)
        for number, kind in _acting(objects):
            found[kind, pages.get(number, 0)] = None
    # Told with its page where either reading knows it; without one only where neither does.
    for kind, page in found:
        if page or not any(other is kind and where for other, where in found):
            yield [kind.value, "", page, ""]


def _written_again(document: pypdfium2.PdfDocument) -> bytes:
    """The PDF as pdfium has read it, neither encrypted nor with objects packed into streams."""
    file = io.BytesIO()
    try:
        # Without encryption strings and streams could not be read by the second reading; without packed objects nothing
        # hides behind a filter of filters.
        document.save(file, flags=pdfium.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError as fault:
        raise UserError("content_broken", field="file", name="") from fault
    return file.getvalue()


def _acting(objects: Objects) -> Iterator[tuple[int, Active]]:
    """What acts, with the number of the object that it is in."""
    for number in sorted(objects.telling):
        for version in objects.of(number):
            if isinstance(version, PdfName) and version in _ACTIONS:
                yield number, _ACTIONS[version]
            for one in dictionaries(version):
                for kind in (*_by_words(objects, one), *_by_reach(objects, one), *_by_itself(objects, one)):
                    yield number, kind


def _by_words(objects: Objects, one: dict[str, Any]) -> Iterator[Active]:
    """What a dictionary says that it is."""
    # Keys count wherever they stand, whatever the dictionary calls itself: /Type may be left out or lie.
    for key, kind in _KEYS.items():
        if key in one and any(value is not None for value in objects.resolved(one[key])):
            yield kind
    for key, kinds in (("S", _ACTIONS), ("Subtype", _PARTS), ("Type", _TYPES)):
        for value in objects.resolved(one.get(key)) if key in one else ():
            if isinstance(value, PdfName) and value in kinds:
                yield kinds[value]


def _by_reach(objects: Objects, one: dict[str, Any]) -> Iterator[Active]:
    """What stands elsewhere: the content of a stream, a page of another file, a link that starts a program."""
    # /F of a stream names a file in which its content stands; in any other dictionary it may be a number or a flag.
    if IS_STREAM in one and any(isinstance(value, (bytes, dict)) for value in objects.resolved(one.get("F"))):
        yield Active.OTHER_FILE
    if one.get("Subtype") == "Form" and any(isinstance(value, dict) for value in objects.resolved(one.get("Ref"))):
        yield Active.OTHER_FILE
    for address in objects.resolved(one["URI"]) if "URI" in one else ():
        bases = objects.resolved(address["Base"]) if isinstance(address, dict) and "Base" in address else ()
        if _starts_program(address) or any(map(_starts_program, bases)):
            yield Active.PROGRAM_LINK


def _by_itself(objects: Objects, one: dict[str, Any]) -> Iterator[Active]:
    """What is done without anybody asking for it."""
    if "OpenAction" in one and not _is_quiet(objects, one["OpenAction"]):
        yield Active.AUTOMATIC
    for triggers in objects.resolved(one["AA"]) if "AA" in one else ():
        if isinstance(triggers, dict) and not all(_is_quiet(objects, action) for action in triggers.values()):
            yield Active.AUTOMATIC


def _is_quiet(objects: Objects, action: Any) -> bool:
    """Whether what happens only turns to a page, and so does all that follows it."""
    open_ones = [action]
    seen = set[int]()
    while open_ones:
        for one in objects.resolved(open_ones.pop()):
            if not isinstance(one, dict) or id(one) in seen:
                continue
            # By identity: objects are read once and kept, and a dictionary has no hash.
            seen.add(id(one))
            if not _turns_to_page(objects, one):
                return False
            for following in objects.resolved(one.get("Next")):
                open_ones += following if isinstance(following, list) else [following]
    return True


def _turns_to_page(objects: Objects, action: dict[str, Any]) -> bool:
    kinds = objects.resolved(action.get("S"))
    names = objects.resolved(action.get("N"))
    if kinds == ["Named"]:
        return all(name in _QUIET_PAGES for name in names)
    return kinds == ["GoTo"] or (kinds == [None] and "D" in action)


def _starts_program(address: Any) -> bool:
    if not isinstance(address, bytes):
        return False
    scheme = _SCHEME.match(_IN_OCTAL.sub(lambda match: bytes([int(match[1], 8) & 255]), address).decode("latin-1"))
    return scheme is not None and scheme[1].lower() not in _LINK_SCHEMES


def _pages_of(objects: Objects) -> dict[int, int]:
    """The page, from 1, of each object that is one or hangs on one as an annotation or an action."""
    pages: dict[int, int] = {}
    for page, number in enumerate(_page_numbers(objects), 1):
        pages.setdefault(number, page)
        open_ones: list[Any] = [
            one[key] for one in objects.of(number) if isinstance(one, dict) for key in ("Annots", "AA") if key in one
        ]
        while open_ones and len(pages) < _MOST_VISITED:
            value = open_ones.pop()
            if isinstance(value, Ref):
                if value not in pages:
                    pages[int(value)] = page
                    open_ones += objects.of(value)
            elif isinstance(value, dict):
                open_ones += [inner for key, inner in value.items() if key not in _UPWARD]
            elif isinstance(value, list):
                open_ones += value
    return pages


def _page_numbers(objects: Objects) -> Iterator[int]:
    """The numbers of the pages in their order."""
    seen: set[int] = set()
    catalogs = (one for number in sorted(objects.telling) for one in objects.of(number) if isinstance(one, dict))
    open_ones: list[Any] = [one.get("Pages") for one in catalogs if one.get("Type") == "Catalog"]
    while open_ones and len(seen) < _MOST_VISITED:
        value = open_ones.pop()
        if not isinstance(value, Ref) or value in seen:
            continue
        seen.add(int(value))
        nodes = [node for node in objects.of(value) if isinstance(node, dict)]
        lists = [kids for node in nodes if "Kids" in node for kids in objects.resolved(node["Kids"])]
        if nodes and not lists:
            yield int(value)
        for kids in lists:
            open_ones += reversed(kids) if isinstance(kids, list) else []
