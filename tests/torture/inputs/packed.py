"""Office files, made member by member: sound ones, and what becomes of them when anything in them is changed."""

import re
import struct
import zipfile
import zlib
from functools import lru_cache

from tests.torture.inputs.draw import Draw

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument."
_CELL_TYPES = ("n", "str", "inlineStr", "b")
_ODD_CELL_TYPES = ("n", "s", "str", "e", "d", "", "x")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACES = ("A1", "B2", "A2", "C3", "XFD1048576", "A0", "0", "", "AAAA1", "A99999999999", "a1", "R1C1", "Ä1", "$A$1")
_RANGES = ("A1:B2", "B2:A1", "A1", "A1:XFD1048576", "", ":", "A1:B", "A0:B9", "A1:A99999999999")
_FORMATS = ("General", "yyyy-mm-dd", "[h]:mm", "0.00E+00", "", '"', "[$-804]", "\\", "@")
_NAMES = ("xl/worksheets/sheet1.xml", "../../../../tmp/fuzz-traversal", "/etc/passwd", "C:\\x", "", "xl\\workbook.xml")
_TAG = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r'"[^"]*"')
_DOCTYPES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">',
)
_NESTED = 3_000
_MOST_REPEATED = 10_000_000

Members = dict[str, bytes]


def cell_words(draw: Draw) -> str:
    """The words of a cell, escaped as a program would, or not."""
    words = draw.text(4)
    if not draw.one_in(40):
        words = _NO_XML.sub("", words).replace("&", "&amp;").replace("<", "&lt;")
    return words


def _cell(draw: Draw, place: str) -> str:
    """A sound cell, and once in so many one of which anything may be wrong."""
    is_odd = draw.one_in(20)
    kind = draw.pick(_ODD_CELL_TYPES if is_odd else _CELL_TYPES)
    place = draw.pick(_PLACES) if is_odd else place
    style = f' s="{draw.number() if is_odd else 0}"' if draw.one_in(3) else ""
    value = draw.pick(("0", "1", "45000.5", "-1", "2958466", "0.1"))
    if is_odd or kind == "str":
        value = draw.pick((str(draw.number()), cell_words(draw), "1e309", "", "NaN"))
    inside = f"<is><t>{cell_words(draw)}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
    formula = f"<f>{cell_words(draw)}</f>" if draw.one_in(10) else ""
    return f'<c r="{place}" t="{kind}"{style}>{formula}{inside}</c>'


def sheet_xml(draw: Draw, cells: list[list[str]]) -> bytes:
    """A sheet: these words as its first rows, and cells of every sort below."""
    rows = []
    for number, row in enumerate(cells, 1):
        written = "".join(f'<c r="{chr(65 + i)}{number}" t="str"><v>{words}</v></c>' for i, words in enumerate(row))
        rows.append(f'<row r="{number}">{written}</row>')
    for number in range(len(cells) + 1, len(cells) + 1 + draw.below(4)):
        shown = draw.number() if draw.one_in(20) else number
        rows.append(
            f'<row r="{shown}">'
            + "".join(_cell(draw, f"{chr(65 + i)}{number}") for i in range(draw.below(5)))
            + "</row>"
        )
    ranges = _RANGES if draw.one_in(12) else _RANGES[:1]
    merged = "".join(f'<mergeCell ref="{draw.pick(ranges)}"/>' for _ in range(draw.below(3)))
    extent = f'<dimension ref="{draw.pick(ranges)}"/>' if draw.one_in(4) else ""
    joined = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return f"<worksheet {_MAIN}>{extent}<sheetData>{''.join(rows)}</sheetData>{joined}</worksheet>".encode(
        errors="replace"
    )


def workbook_members(draw: Draw, cells: list[list[str]]) -> Members:
    """The members of a workbook."""
    strings = "".join(f"<si><t>{cell_words(draw)}</t></si>" for _ in range(draw.below(4)))
    formats = "".join(
        f"<numFmt numFmtId='{164 + i}' formatCode='{draw.pick(_FORMATS)}'/>" for i in range(draw.below(3))
    )
    styles = "".join(f'<xf numFmtId="{draw.pick((0, 14, 22, 46, 164, 165, 999))}"/>' for _ in range(1 + draw.below(4)))
    state = f' state="{draw.pick(("visible", "hidden", "veryHidden", "x"))}"' if draw.one_in(4) else ""
    name = draw.pick(("S", "S", "S", "_tracker", "名单", "S" * 300))
    members = {
        "[Content_Types].xml": _types("/xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><workbookPr date1904="{draw.below(2)}"/><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="r1"{state}/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet_xml(draw, cells),
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{strings}</sst>".encode(errors="replace"),
        "xl/styles.xml": (
            f"<styleSheet {_MAIN}><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"
        ).encode(),
    }
    if draw.one_in(4):
        members["docProps/custom.xml"] = (
            f'<property name="tracker-form"><vt:lpwstr>1 {draw.text(2)}</vt:lpwstr></property>'.encode(errors="replace")
        )
    return members


def document_members(draw: Draw) -> Members:
    """The members of a DOCX."""
    blocks = "".join(draw.some(6, lambda: _block(draw)))
    if draw.one_in(40):
        tag = draw.pick(("w:tbl><w:tr><w:tc", "w:p", "w:sdt"))
        blocks += "".join(f"<{tag}>" for _ in range(draw.below(_NESTED)))
    text = f"<w:document {_W}><w:body>{blocks}<w:sectPr/></w:body></w:document>"
    return {
        "[Content_Types].xml": _types("/word/document.xml", "wordprocessingml.document.main+xml"),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": text.encode(errors="replace"),
    }


def _block(draw: Draw) -> str:
    inside = "".join(draw.some(3, lambda: _run(draw)))
    paragraph = f"<w:p>{inside}</w:p>"
    return f"<w:tbl><w:tr><w:tc>{paragraph}</w:tc></w:tr></w:tbl>" if draw.one_in(3) else paragraph


def _run(draw: Draw) -> str:
    mark = draw.pick(("<w:tab/>", '<w:br w:type="page"/>', "<w:br/>", "<w:lastRenderedPageBreak/>", "<w:cr/>", ""))
    return f"<w:r>{mark}<w:t>{cell_words(draw)}</w:t></w:r>"


def changed(draw: Draw, members: Members) -> Members:
    """The members with something changed in one of them, left out, or put in."""
    name = draw.pick(tuple(members))
    match draw.below(8):
        case 0:
            members = {other: data for other, data in members.items() if other != name}
        case 1:
            members = {**members, draw.pick(_NAMES): members[name]}
        case 2:
            members = {**members, name: draw.spoilt(members[name])}
        case _:
            text = members[name].decode("utf-8", errors="replace")
            for _ in range(1 + draw.below(3)):
                text = changed_xml(draw, text)
            members = {**members, name: text.encode("utf-8", errors="replace")}
    return members


def changed_xml(draw: Draw, text: str) -> str:
    """The text with a tag taken out, doubled or repeated, a value replaced, or a document type put before it."""
    found = list((_VALUE if draw.one_in(2) else _TAG).finditer(text))
    if not found or draw.one_in(20):
        return draw.pick(_DOCTYPES) + text
    place = found[draw.below(len(found))]
    before, words, after = text[: place.start()], place[0], text[place.end() :]
    match draw.below(5):
        case 0:
            return before + after
        case 1:
            return before + words * 2 + after
        case 2 if not draw.below(4):
            return before + words * draw.below(min(_NESTED, _MOST_REPEATED // len(words))) + after
        case 3:
            return before + words + draw.pick(tuple(one[0] for one in found)) + after
        case _:
            new = draw.pick(("&a;", str(draw.number()), draw.text(2), *_PLACES[:5], *_RANGES[:3]))
            return f'{before}"{new}"{after}' if words.startswith('"') else before + new + after


def packed(draw: Draw, members: Members) -> bytes:
    """The archive, now and then with what it says of itself changed."""
    how = zipfile.ZIP_DEFLATED if draw.one_in(6) else zipfile.ZIP_STORED
    data = archive_of(members, how)
    if draw.one_in(4):
        data = _lying(draw, data)
    return draw.spoilt(data) if draw.one_in(5) else data


def archive_of(members: Members, how: int) -> bytes:
    """The archive as `zipfile` writes it, in a tenth of the time: of most inputs one member alone is new."""
    written, directory, place = [], [], 0
    for name, data in members.items():
        entry, listed = _entry(name or "x", data, how)
        written.append(entry)
        directory.append(listed + struct.pack("<I", place) + (name or "x").encode())
        place += len(entry)
    listing = b"".join(directory)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(written), len(written), len(listing), place, 0)
    return b"".join((*written, listing, end))


@lru_cache(maxsize=64)
def _entry(name: str, data: bytes, how: int) -> tuple[bytes, bytes]:
    """What stands of a member in the archive, and in its directory up to where it lies."""
    stored = data
    if how == zipfile.ZIP_DEFLATED:
        deflating = zlib.compressobj(wbits=-15)
        stored = deflating.compress(data) + deflating.flush()
    raw = name.encode()
    flags = 0 if name.isascii() else 1 << 11
    fields = struct.pack("<5H3I2H", 20, flags, how, 0, 33, zlib.crc32(data), len(stored), len(data), len(raw), 0)
    listed = b"PK\x01\x02\x14\x03" + fields + struct.pack("<3HI", 0, 0, 0, 0o600 << 16)
    return b"PK\x03\x04" + fields + raw + stored, listed


def _lying(draw: Draw, data: bytes) -> bytes:
    """A field of an entry of the directory, or of the end of it, says something else."""
    spoilt = bytearray(data)
    start = data.rfind(b"PK\x05\x06") if draw.one_in(3) else data.find(b"PK\x01\x02")
    field, size = draw.pick(
        ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (42, 4))
    )
    if start >= 0 and start + field + size <= len(spoilt):
        struct.pack_into("<H" if size == 2 else "<I", spoilt, start + field, draw.number() & ((1 << 8 * size) - 1))
    return bytes(spoilt)


def _types(part: str, kind: str) -> bytes:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="{part}" ContentType="{_TYPES}{kind}"/></Types>'
    ).encode()


def _relations(*targets: tuple[str, str]) -> bytes:
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()
