"""Looks through an office document (DOCX, XLSX, PPTX) for what would act or reach out when a program opens it.

Every part that is XML is parsed, whatever it is called; relationships are judged by what they lead to. A document that
cannot be looked through to the end counts as active.
"""

import base64
import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from tracker.capture.active.active_codes import NESTED, of_formula, of_link_field, plain, starts_program
from tracker.capture.documents import archives
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.active_content import Active, ActiveContent

MOST_FOUND = 30
"""Finds that are told: a thousand say no more."""
_DEEPEST = 2
"""Documents inside documents that are looked into."""
_LONGEST_WORDS = 60
_LONGEST_CODE = 20_000
_DEEPEST_FIELD = 50
"""Fields inside fields that are told apart: Word allows twenty. Each that begins is noted in all around it."""
_SEPARATOR = " "
_XML = (".xml", ".rels", ".vml")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_ACTIONS = ("ppaction://program", "ppaction://macro", "ppaction://ole")
"""What a click on a slide starts."""
_DRIVE = re.compile(r"[a-z]:[\\/]", re.IGNORECASE)
_LINKING = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})
"""Elements that use a relationship as a link and nothing more."""
_TYPES: Mapping[str, Active] = {
    "macroenabled": Active.MACROS,
    "vbaproject": Active.MACROS,
    "vbadata": Active.MACROS,
    "macrosheet": Active.MACROS,
    "attachedtoolbars": Active.MACROS,
    "activex": Active.CONTROL,
    "webextension": Active.ADD_IN,
    "oleobject": Active.OBJECT,
    "postscript": Active.SCRIPT,
    "x-eps": Active.SCRIPT,
    "image/eps": Active.SCRIPT,
    "java": Active.SCRIPT,
    "text/html": Active.FOREIGN_PART,
    "message/rfc822": Active.FOREIGN_PART,
    "rtf": Active.FOREIGN_PART,
}
"""What the type of a part says of it, by a piece of the type in small letters."""
_INSIDE: Mapping[str, Active] = {
    "vbaproject": Active.MACROS,
    "wordvbadata": Active.MACROS,
    "xlmacrosheet": Active.MACROS,
    "xlintlmacrosheet": Active.MACROS,
    "attachedtoolbars": Active.MACROS,
    "control": Active.CONTROL,
    "activexcontrolbinary": Active.CONTROL,
    "oleobject": Active.OBJECT,
    "afchunk": Active.FOREIGN_PART,
    "subdocument": Active.FOREIGN_PART,
    "frame": Active.FOREIGN_PART,
    "webextension": Active.ADD_IN,
    "webextensiontaskpanes": Active.ADD_IN,
    "querytable": Active.CONNECTION,
}
"""Relationships to parts of the document itself that act, by the end of their type."""
_OUTSIDE: Mapping[str, Active] = {
    "attachedtemplate": Active.TEMPLATE,
    "image": Active.PICTURE,
    "oleobject": Active.OBJECT,
    "package": Active.OBJECT,
    "externallinkpath": Active.WORKBOOK,
    "xlexternallinkpath": Active.WORKBOOK,
    "xlpathmissing": Active.WORKBOOK,
    "mailmergesource": Active.CONNECTION,
    "mailmergeheadersource": Active.CONNECTION,
}
"""Relationships that lead out of the document, by the end of their type; any other but a link is `EXTERNAL`."""
_INERT = frozenset(
    {"customxml", "customxmlprops", "core-properties", "extended-properties", "custom-properties", "thumbnail"}
)
"""Relationships to data that no program acts on, whatever its elements are called."""
_FIELDS: Mapping[str, Active] = {
    "DDE": Active.DDE,
    "DDEAUTO": Active.DDE,
    "LINK": Active.FIELD,
    "INCLUDE": Active.FIELD,
    "INCLUDETEXT": Active.FIELD,
    "INCLUDEPICTURE": Active.FIELD,
    "IMPORT": Active.FIELD,
    "RD": Active.FIELD,
    "DATABASE": Active.CONNECTION,
    "DATA": Active.CONNECTION,
    "PRINT": Active.LAUNCH,
    "EMBED": Active.OBJECT,
    "OCX": Active.CONTROL,
    "CONTROL": Active.CONTROL,
    "HTMLCONTROL": Active.CONTROL,
    "HTMLACTIVEX": Active.CONTROL,
}
"""Fields of Word that run, fetch or read something, by their first word."""
_CODES = ("instrText", "delInstrText")
_TEXTS = ("t", "delText")
"""Elements with the code of a field, and with words."""
_BASES = ("HyperlinkBase", "property")
"""Elements that may hold what the links of a document begin with."""
_FORMULAS = frozenset(
    {"f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"}
)
_FORMULA_ATTRIBUTES = frozenset({"textlink", "formula"})
"""Of a box that shows a cell, and of a field that a pivot table computes."""
_AUTOMATIC_NAME = re.compile(r"(_xlnm\.)?auto_(open|close|activate|deactivate)", re.IGNORECASE)


def active_parts(data: bytes, name: str = "", *, depth: int = 0) -> Iterator[ActiveContent]:
    """What in the document acts, part by part. Raises what `archives.opened` raises."""
    with archives.opened(data, name) as archive:
        package = _Package(archive)
        yield from package.by_type()
        yield from package.of_no_part()
        for path in package.paths:
            if package.is_xml(path):
                yield from _in_part(package, path)
        yield from _in_embedded(package, depth)


def active_parts_of(data: bytes, _progress: Progress) -> Iterator[list[Any]]:
    """The same for `reader_process`: each as [kind, part, page, words]."""
    return ([one.kind.value, one.part, one.page, one.words] for one in active_parts(data))


@dataclass(frozen=True, slots=True)
class _Relation:
    """`kind` is the end of its type in small letters; `target` a path, or where it leads outside."""

    kind: str
    target: str
    is_outside: bool


class _Package:
    """The parts of a document: their types, and the relationships of each."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.paths = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        self._known = {_normal(path): path for path in self.paths}
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        self.faults = [ActiveContent(Active.UNSEEN, words=path) for path in self._twice()]
        if types := self._known.get("[content_types].xml"):
            self._read_types(archives.member(archive, types))
        self.relations = {
            owner: self._relations(path, owner) for path in self.paths if (owner := _owner(_normal(path))) is not None
        }
        self._used_as: dict[str, set[str]] = {}
        for relations in self.relations.values():
            for relation in relations.values():
                self._used_as.setdefault(_normal(relation.target), set()).add(relation.kind)

    def content(self, path: str) -> bytes:
        return archives.member(self._archive, path)

    def actual(self, path: str) -> str | None:
        """The member that a relationship means."""
        return self._known.get(_normal(path))

    def type_of(self, path: str) -> str:
        normal = _normal(path)
        return self._overrides.get(normal) or self._defaults.get(normal.rpartition(".")[2], "")

    def is_xml(self, path: str) -> bool:
        return _normal(path).endswith(_XML) or self.type_of(path).endswith("xml")

    def is_inert(self, path: str) -> bool:
        """Whether a part is data and nothing else."""
        kinds = self._used_as.get(_normal(path))
        # By all of its uses: what is custom data for one relationship may be a chart for another.
        return kinds is not None and kinds <= _INERT

    def by_type(self) -> Iterator[ActiveContent]:
        """Parts that act by what they are."""
        yield from self.faults
        for path in self.paths:
            kind = self.type_of(path)
            found = next((active for piece, active in _TYPES.items() if piece in kind), None)
            if found is not None:
                yield ActiveContent(found, path)
            elif _normal(path).endswith("vbaproject.bin"):
                yield ActiveContent(Active.MACROS, path)

    def of_no_part(self) -> Iterator[ActiveContent]:
        """What relationships of the document as a whole, or of parts that are not there, lead to."""
        for owner, relations in self.relations.items():
            if owner in self._known:
                continue
            for relation in relations.values():
                if (kind := _of_relation(relation, is_link=True)) is not None:
                    yield ActiveContent(kind, words=relation.target)

    def _twice(self) -> list[str]:
        """Names that mean two parts: every program takes another one."""
        return [path for path in self.paths if self._known[_normal(path)] is not path]

    def _read_types(self, xml: bytes) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            kind = attributes.get("ContentType", "").lower()
            if _local(tag) == "Default":
                self._defaults[attributes.get("Extension", "").lower()] = kind
            elif _local(tag) == "Override":
                self._overrides[_normal(attributes.get("PartName", ""))] = kind

        try:
            _parse(xml, start)
        except _UnreadableError:
            self.faults.append(ActiveContent(Active.UNSEEN, "[Content_Types].xml"))

    def _relations(self, path: str, owner: str) -> dict[str, _Relation]:
        found: dict[str, _Relation] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if _local(tag) == "Relationship":
                target = attributes.get("Target", "").strip()
                outside = attributes.get("TargetMode", "").strip().lower() == "external" or _leads_out(target)
                kind = attributes.get("Type", "").strip().rstrip("/").rpartition("/")[2].lower()
                if not outside:
                    target = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target))
                key = attributes.get("Id", "")
                if key in found:  # programs differ in which one counts
                    self.faults.append(ActiveContent(Active.UNSEEN, path))
                found[key] = _Relation(kind, target, outside)

        try:
            _parse(self.content(path), start)
        except _UnreadableError:
            self.faults.append(ActiveContent(Active.UNSEEN, path))
        return found


def _in_embedded(package: _Package, depth: int) -> Iterator[ActiveContent]:
    """What acts in documents inside the document, such as the workbook behind a chart."""
    # A workbook behind a chart is a whole document with links and formulas of its own.
    inside = {
        target
        for relations in package.relations.values()
        for relation in relations.values()
        if relation.kind == "package" and not relation.is_outside and (target := package.actual(relation.target))
    }
    for path in sorted(inside):
        content = package.content(path)
        if depth >= _DEEPEST or not content.startswith(b"PK"):
            yield ActiveContent(Active.OBJECT, path)
            continue
        try:
            for found in active_parts(content, depth=depth + 1):
                yield ActiveContent(found.kind, f"{path} › {found.part}", words=found.words)
        except UserError:
            yield ActiveContent(Active.UNSEEN, path)


def _in_part(package: _Package, path: str) -> Iterator[ActiveContent]:
    if _owner(_normal(path)) is not None or _normal(path) == "[content_types].xml":
        return
    watcher = _Watcher(path, package.relations.get(_normal(path), {}))
    start = watcher.note_data if package.is_inert(path) else watcher.start
    try:
        _parse(package.content(path), start, watcher.end, watcher.text, lenient=_normal(path).endswith(".vml"))
    except _UnreadableError:
        yield ActiveContent(Active.UNSEEN, path)
    yield from watcher.found()


@dataclass(slots=True)
class _Field:
    """A field of Word: its code from the first character that is seen, and whether its result has begun.

    Of a longer code than is kept, only the kind of the field is known.
    """

    code: list[str] = field(default_factory=list[str])
    room: int = _LONGEST_CODE
    is_cut: bool = False
    has_result: bool = False

    def add(self, piece: str) -> None:
        # Leading blanks and signs that do not show would otherwise use the room up, and hide the code behind them.
        seen = plain(piece) if self.code else plain(piece).lstrip()
        kept = seen[: self.room]
        self.is_cut = self.is_cut or len(kept) < len(seen)
        self.room -= len(kept)
        if kept:
            self.code.append(kept)


@dataclass(slots=True)
class _Find:
    """`around` is the paragraph, which is still being read; `target` what is named where it has no words."""

    kind: Active
    around: list[str]
    target: str


class _Watcher:
    """Watches the XML of one part go by."""

    def __init__(self, path: str, relations: Mapping[str, _Relation]) -> None:
        self._path = path
        self._relations = relations
        self._finds: list[_Find] = []
        self._paragraphs: list[list[str]] = []
        self._cell = ""
        self._fields: list[_Field] = []
        self._loose = _Field()
        self._too_deep = 0
        self._gathered: list[str] | None = None
        self._formulas = 0
        self._base: list[str] | None = None
        self._is_code = self._is_text = False
        self._used: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        if local == "p":
            self._paragraphs.append([])
        elif local == "c" and "r" in attributes:
            self._cell = attributes["r"]
        elif local in _FORMULAS and not self._is_words(tag):
            self._gathered = self._gathered or []
            self._formulas += 1
        self._note_base(local, attributes)
        self._note_field(local, attributes)
        self._note_element(local, attributes)
        for key, value in attributes.items():
            self._note_attribute(local, key, value)

    def note_data(self, tag: str, attributes: dict[str, str]) -> None:
        """Watch data: only queries of Excel, and what all links begin with, are in such parts."""
        self._note_base(_local(tag), attributes)
        if _local(tag) == "DataMashup":
            self._add(Active.CONNECTION)

    def end(self, tag: str) -> None:
        local = _local(tag)
        if local == "p" and self._paragraphs:
            self._paragraphs.pop()
        elif local in _FORMULAS and self._gathered is not None and not self._is_words(tag):
            self._formulas -= 1
            if not self._formulas:  # what follows one inside another is of the outer one
                self._judge_formula("".join(self._gathered))
                self._gathered = None
        elif local in _BASES and self._base is not None:
            self._judge_base("".join(self._base))
            self._base = None
        elif local in _CODES or local in _TEXTS:
            self._is_code = self._is_text = False

    def text(self, data: str) -> None:
        if self._gathered is not None:
            self._gathered.append(data)
        if self._base is not None:
            self._base.append(data)
        if not self._is_code and not self._is_text:
            return
        asked = next((one for one in reversed(self._fields) if not one.has_result), None)
        if asked is not None:  # a program may take words between the pieces of a code for pieces of it
            asked.add(data)
        elif self._is_code:
            self._loose.add(data)
        if self._is_text and self._paragraphs and sum(map(len, self._paragraphs[-1])) < _LONGEST_WORDS:
            self._paragraphs[-1].append(data)

    def found(self) -> Iterator[ActiveContent]:
        """What was found, and the relationships that nothing refers to."""
        for one in (*self._fields, self._loose):
            self._judge_code(one)
        for find in self._finds:
            words = " ".join("".join(find.around).split())[:_LONGEST_WORDS]
            yield ActiveContent(find.kind, self._path, words=words or find.target)
        # A program may follow what we see nothing refer to, so that each relationship is judged once.
        for key, relation in self._relations.items():
            if key not in self._used and (kind := _of_relation(relation, is_link=True)) is not None:
                yield ActiveContent(kind, self._path, words=relation.target if relation.is_outside else "")

    def _is_words(self, tag: str) -> bool:
        return "wordprocessingml" in tag or "/math" in tag

    def _add(self, kind: Active, target: str = "") -> None:
        around = self._paragraphs[-1] if self._paragraphs else []
        if len(self._finds) < MOST_FOUND:
            self._finds.append(_Find(kind, around, self._cell or target))

    def _note_base(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "HyperlinkBase" or (local == "property" and attributes.get("name", "").upper() == "_PID_LINKBASE"):
            self._base = []

    def _note_field(self, local: str, attributes: Mapping[str, str]) -> None:
        if local in _CODES:
            self._is_code = True
        elif local in _TEXTS:
            self._is_text = True
        elif local == "fldSimple":
            simple = _Field()
            simple.add(_value(attributes, "instr"))
            self._judge_code(simple)
        elif local == "fldChar":
            self._note_mark(_value(attributes, "fldCharType"))

    def _note_mark(self, mark: str) -> None:
        """Note the beginning of a field, of its result, or its end."""
        # Each field that begins is noted in all around it: without a limit 37 KB took minutes.
        if mark == "begin" and len(self._fields) >= _DEEPEST_FIELD:
            if not self._too_deep:
                self._add(Active.UNSEEN)
            self._too_deep += 1
        elif self._too_deep:
            self._too_deep -= mark == "end"
        elif mark == "begin":
            for outer in self._fields:
                if not outer.has_result:
                    outer.add(NESTED)
            self._fields.append(_Field())
        elif mark == "separate" and self._fields:
            self._judge_code(self._fields[-1])
            self._fields[-1].has_result = True
        elif mark == "end" and self._fields:
            self._judge_code(self._fields.pop())

    def _note_element(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "ddeLink":
            self._add(Active.DDE, " ".join(attributes.get(key, "") for key in ("ddeService", "ddeTopic")))
        elif local in ("OLEObject", "oleLink"):
            self._add(Active.OBJECT, _value(attributes, "ProgID") or attributes.get("progId", ""))
        elif local == "connection" and "id" in attributes:
            self._add(Active.CONNECTION, attributes.get("name", ""))
        elif local in ("connectString", "DataMashup") or (local, attributes.get("type")) == ("volType", "realTimeData"):
            self._add(Active.CONNECTION)
        elif local == "definedName" and _AUTOMATIC_NAME.match(attributes.get("name", "")):
            self._add(Active.MACROS, attributes["name"])
        elif local in ("script", "foreignObject"):
            self._add(Active.SCRIPT)

    def _note_attribute(self, local: str, key: str, value: str) -> None:
        namespace, _, name = key.rpartition(_SEPARATOR)
        # By the end of the namespace: that of strict documents begins otherwise than that of all others.
        if namespace.endswith("/relationships") and (relation := self._relations.get(value)) is not None:
            self._used.add(value)
            kind = _of_relation(relation, is_link=local in _LINKING)
            if kind is not None:
                self._add(kind, relation.target if relation.is_outside else "")
        elif (name in ("src", "althref") or (local, name) == ("image", "href")) and _leads_out(value):
            self._add(Active.PICTURE, value)
        elif name in _FORMULA_ATTRIBUTES:
            self._judge_formula(value)
        elif name in ("schemaLocation", "manifestLocation") and "schemaLibrary" in namespace and _leads_out(value):
            self._add(Active.EXTERNAL, value)
        elif (name == "href" and starts_program(value)) or (name == "action" and value.lower().startswith(_ACTIONS)):
            self._add(Active.PROGRAM_LINK, value)

    def _judge_base(self, base: str) -> None:
        """What every link without a scheme begins with: as text, or packed as Office packs it."""
        # Office packs it as the bytes of UTF-16; others write the text. Both are tried, since nothing says which it is.
        packed = b""
        with suppress(ValueError):
            packed = base64.b64decode(base)
        for target in (base, packed.decode("utf-16-le", "ignore")):
            if starts_program(target):
                self._add(Active.PROGRAM_LINK, target.strip("\x00"))

    def _judge_code(self, one: _Field) -> None:
        if one.has_result:
            return
        code = "".join(one.code)
        one.code.clear()
        word = re.match(r"[A-Za-z]*", code)
        head = word[0] if word is not None else ""
        if code[len(head) : len(head) + 1] == NESTED:
            self._add(Active.COMPUTED_FIELD)
        elif (kind := _FIELDS.get(head.upper())) is not None:
            self._add(kind, head.upper())
        elif head.upper() == "HYPERLINK":
            link = of_link_field(code[len(head) :])
            if link is not None or one.is_cut:
                self._add(link or Active.UNSEEN, head.upper())

    def _judge_formula(self, formula: str) -> None:
        if (kind := of_formula(formula)) is not None:
            self._add(kind)


def _of_relation(relation: _Relation, *, is_link: bool) -> Active | None:
    """What a relationship does; one to another place is harmless where it `is_link` and nothing but a link."""
    if not relation.is_outside:
        return _INSIDE.get(relation.kind)
    if relation.kind == "hyperlink" and is_link:
        return Active.PROGRAM_LINK if starts_program(relation.target) else None
    return _OUTSIDE.get(relation.kind, Active.EXTERNAL)


def _leads_out(target: str) -> bool:
    """Whether a target is no path within the document."""
    if target.startswith(("//", "\\\\")) or _DRIVE.match(target):
        return True
    return _SCHEME.match(target) is not None and not target.startswith("data:")


def _normal(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _owner(path: str) -> str | None:
    """The part whose relationships are in this one; None where it has no relationships in it."""
    folder, name = posixpath.split(path)
    if not name.endswith(".rels"):
        return None
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _local(tag: str) -> str:
    return tag.rpartition(_SEPARATOR)[2]


def _value(attributes: Mapping[str, str], name: str) -> str:
    """An attribute, in whatever namespace."""
    return next((value for key, value in attributes.items() if _local(key) == name), "")


class _UnreadableError(Exception):
    """A part that is no XML, or has a document type, which no office program writes."""


def _parse(
    xml: bytes, start: Any, end: Any = lambda _: None, text: Any = lambda _: None, *, lenient: bool = False
) -> None:
    """Let the elements of a part go by. Excel writes drawings (VML) that are no XML: these are read with `lenient`.

    Raises `_UnreadableError`.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    # Expat gives the text of an element in pieces at each line and entity; joined, there are far fewer calls.
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as fault:
        # VML as Excel writes it has <br> without an end; lxml takes it up as browsers do.
        if not lenient:
            raise _UnreadableError from fault
        _parse_leniently(xml, start)


def _refuse_doctype(*_: object) -> None:
    raise _UnreadableError


def _parse_leniently(xml: bytes, start: Any) -> None:
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        raise _UnreadableError from fault
    if root is None or root.getroottree().docinfo.doctype:
        raise _UnreadableError
    for element in root.iter(etree.Element):
        attributes = {key.removeprefix("{").replace("}", _SEPARATOR): value for key, value in element.attrib.items()}
        start(element.tag.removeprefix("{").replace("}", _SEPARATOR), attributes)
