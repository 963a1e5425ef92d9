"""Files as they are found in the world, made by hand byte for byte, the harmful ones among them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

import pytest
import xlsxwriter

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SECTOR = 512


class Maker:
    """Makes files. Every method returns the bytes of one."""

    def pdf(self, *pages: str, encrypted: bool = False) -> bytes:
        """A PDF whose pages have a real text layer, Chinese through a ToUnicode map."""
        numbers = [4 + 2 * i for i in range(len(pages))]
        objects = {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
            3: b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [<< /Type /Font"
            b" /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
            b" /Supplement 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4"
            b" /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>]"
            b" /ToUnicode 100 0 R >>",
            100: _stream(
                b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
                b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
                b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
            ),
        }
        for number, text in zip(numbers, pages, strict=True):
            shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in text.split("\n"))
            objects[number] = (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
                " /Resources << /Font << /F 3 0 R >> >> >>"
            ).encode()
            objects[number + 1] = _stream(f"BT /F 12 Tf 14 TL 50 780 Td\n{shown}ET".encode())
        return _pdf_file(objects, encrypted)

    def docx(
        self, *blocks: str | Sequence[Sequence[str]], head: str = "", extra: dict[str, bytes] | None = None
    ) -> bytes:
        """A DOCX of paragraphs and tables. `head` stands before the root element."""
        body = "".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks)
        document = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document {_W}><w:body>{body}</w:body></w:document>'
        return self.archive(
            {
                "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document.main+xml"),
                "word/document.xml": document.encode(),
                **(extra or {}),
            }
        )

    def xlsx(self, **sheets: Sequence[Sequence[object]]) -> bytes:
        """A workbook with these sheets."""
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
            for name, rows in sheets.items():
                sheet = workbook.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return file.getvalue()

    def bare_xlsx(self, sheet: str, strings: str = "") -> bytes:
        """A workbook with one sheet of this XML."""
        main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        return self.archive(
            {
                "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
                "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument"'
                ' Target="xl/workbook.xml"/></Relationships>'.encode(),
                "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
                "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
                f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
                f'Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'.encode(),
                "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>".encode(),
                "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>".encode(),
            }
        )

    def xls(self, rows: Sequence[Sequence[str]], *, extra: Iterable[str] = (), locked: bool = False) -> bytes:
        """An old workbook; `extra` names further entries of its directory."""
        cells = b"".join(
            _record(0x0204, struct.pack("<HHHHB", r, c, 0, len(text), 1) + text.encode("utf-16-le"))
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        )
        width = max(map(len, rows))
        sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
        sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)) + cells + _record(0x000A, b"")
        head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
        head += _record(0x002F, bytes(6)) if locked else b""
        name = struct.pack("<BB", 2, 1) + "名单".encode("utf-16-le")
        place = len(head) + 4 + 6 + len(name) + 4
        stream = head + _record(0x0085, struct.pack("<IBB", place, 0, 0) + name) + _record(0x000A, b"") + sheet
        return self.compound({"Workbook": stream, **dict.fromkeys(extra, b"x")})

    def compound(self, streams: dict[str, bytes]) -> bytes:
        """An OLE compound file with these streams, one after the other."""
        table: list[int] = [0xFFFFFFFD, 0xFFFFFFFE]
        data, entries = b"", [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
        for number, (name, stream) in enumerate(streams.items(), 1):
            content = stream + b"\x00" * max(4096 - len(stream), -len(stream) % _SECTOR)
            first, count = 2 + len(data) // _SECTOR, len(content) // _SECTOR
            following = number + 1 if number < len(streams) else 0xFFFFFFFF
            entries.append(_entry(name, 2, first, len(content), right=following))
            table += [*range(first + 1, first + count), 0xFFFFFFFE]
            data += content
        directory = b"".join(entries).ljust(_SECTOR, b"\x00")
        assert len(directory) == _SECTOR
        allocation = struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")
        header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        header += struct.pack(
            "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
        )
        return header.ljust(_SECTOR, b"\xff") + allocation + directory + data

    def archive(self, members: dict[str, bytes]) -> bytes:
        """A ZIP archive."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return file.getvalue()

    def png(self, width: int = 2, height: int = 2) -> bytes:
        """A picture that says that it has this size, and has hardly any content."""
        header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\x00\x00" * 2)), (b"IEND", b""))
        chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in pieces)
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)

    def jpeg(self, width: int = 2, height: int = 2) -> bytes:
        """The head of a JPEG of this size, an EXIF block before it."""
        exif = b"\xff\xe1" + struct.pack(">H", 10) + b"Exif\x00\x00\xff\xc0"
        frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
        return b"\xff\xd8" + exif + frame + b"\xff\xd9"


@pytest.fixture(scope="session")
def make() -> Maker:
    return Maker()


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _pdf_file(objects: dict[int, bytes], encrypted: bool) -> bytes:
    data, places = b"%PDF-1.7\n", {}
    if encrypted:
        lock = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32)
        objects = {**objects, 101: lock}
    for number, content in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    locked = b" /Encrypt 101 0 R /ID [<00> <00>]" if encrypted else b""
    return data + b"trailer << /Size 102 /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (locked, start)


def _paragraph(text: str) -> str:
    if text == "\f":
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def _types(part: str, kind: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    whole = f"application/vnd.openxmlformats-officedocument.{kind}"
    return f'<Types xmlns="{namespace}"><Override PartName="/{part}" ContentType="{whole}"/></Types>'.encode()


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _entry(name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)
