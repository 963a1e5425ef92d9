"""Evidence: files, pages and texts, from the bytes to what is proposed of them."""

import struct
import zlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from tests.torture.inputs.door import Door, Take, storable
from tests.torture.inputs.draw import Draw
from tests.torture.inputs.packed import changed, document_members, packed, workbook_members

from tracker.capture.documents.documents import Document

_TAGS = ("table", "tr", "td", "p", "div", "h1", "meta", "svg", "script", "select", "li", "b", "template", "frameset")
_ATTRIBUTES = ("colspan", "rowspan", "name", "content", "href", "property", "charset", "http-equiv", "style")
_FILTERS = ("/FlateDecode", "/ASCIIHexDecode", "/LZWDecode", "/RunLengthDecode", "/DCTDecode", "/JBIG2Decode", "/X")
_DRAWN = ("/X Do ", "BT ", "ET ", "/F 12 Tf ", "q ", "Q ", "1e9 0 0 1 0 0 cm ", "[(a) -9e9 (b)] TJ ")
_DEEP = 3_000


def _kept(document: Document) -> None:
    storable(document.text, document.title, document.publisher, document.published)
    for table in document.tables:
        assert len({len(row) for row in table.rows}) <= 1, "rows of several lengths"
        storable(table.name, *(cell for row in table.rows for cell in row))


def _examining(make: Callable[[Draw], bytes], *names: str) -> Callable[[Path], Take]:
    def open_door(_: Path) -> Take:
        from tracker.services.evidence.capturing import count_list, examine_bytes, tables_in

        def take(draw: Draw) -> None:
            captured = examine_bytes(make(draw), draw.pick(names))
            _kept(captured.document)
            found = captured.proposals
            said = (found.title, found.publisher, found.number, found.published, found.kind, found.stage)
            storable(*(text for one in said if one is not None for text in (one.value, one.words)))
            storable(*(text for one in found.figures for text in (one.unit, one.counted, one.wording, one.sentence)))
            if draw.one_in(4):
                for table in tables_in(captured.document):
                    count_list(table)

        return take

    return open_door


def text_bytes(draw: Draw) -> bytes:
    """A text."""
    data = draw.encoded("\n".join(draw.some(8, draw.text)))
    return draw.spoilt(data) if draw.one_in(4) else data


def csv_bytes(draw: Draw) -> bytes:
    """A table of commas, or of something like it."""
    mark = draw.pick((",", "\t", ";", "|", "，"))
    lines = draw.some(8, lambda: mark.join(draw.some(6, lambda: _quoted(draw))))
    data = draw.encoded(draw.pick(("\n", "\r\n", "\r")).join(lines))
    return draw.spoilt(data) if draw.one_in(4) else data


def _quoted(draw: Draw) -> str:
    words = draw.text(3)
    return draw.pick((words, words, f'"{words}"', f'"{words}', f'{words}"', f'"{words}""x"'))


def page_text(draw: Draw) -> str:
    """A page: tags that open, and may close, anywhere."""
    pieces = ["<html><body>"] if draw.below(4) else []
    for _ in range(draw.below(14)):
        tag = draw.pick(_TAGS)
        said = "".join(
            f' {draw.pick(_ATTRIBUTES)}="{draw.pick((str(draw.number()), draw.text(1)))}"' for _ in range(draw.below(3))
        )
        pieces.append(f"<{tag}{said}>{draw.text(3)}" + (f"</{tag}>" if draw.below(3) else ""))
    if draw.one_in(60):
        pieces.append(f"<{draw.pick(_TAGS)}>" * draw.below(_DEEP))
    return "".join(pieces)


def _open_pages(_: Path) -> Take:
    """The reading of a page but for trafilatura, which is asked once in so many: it takes twenty times as long."""
    from tracker.capture.web import page_properties, page_tree, web_pages

    def take(draw: Draw) -> None:
        text = page_text(draw)
        if draw.one_in(50):
            _kept(web_pages.read_page(text))
            return
        tree = page_tree.parsed_page(text)
        if tree is None:
            return
        lines = list(page_tree.shown_lines(tree))
        said = page_properties.properties_of(tree, text, lines)
        storable(said.title, said.source, said.published, said.account, said.site, *lines)
        for table in web_pages._tables(tree):
            storable(table.name, *(cell for row in table.rows for cell in row))

    return take


class _HashedOnce(tuple[str, ...]):
    """The same tuple, whose hash is worked out once."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash


def _open_markup(_: Path) -> Take:
    from trafilatura import external

    from tracker.services.evidence.capturing import examine_bytes

    # Used as the key of a cache for every page: to hash its hundred thousand words anew takes longer than all else.
    external.JT_STOPLIST = _HashedOnce(external.jt_stoplist_init())

    def take(draw: Draw) -> None:
        data = draw.encoded("<!doctype html>" + page_text(draw))
        _kept(examine_bytes(draw.spoilt(data) if draw.one_in(3) else data, "a.html").document)

    return take


def _workbook(draw: Draw) -> bytes:
    members = workbook_members(draw, [])
    return packed(draw, changed(draw, members) if draw.below(4) else members)


def _document(draw: Draw) -> bytes:
    members = document_members(draw)
    return packed(draw, changed(draw, members) if draw.below(4) else members)


def _old_workbook() -> Callable[[Draw], bytes]:
    from tests.capture.conftest import Maker

    sound = (Maker().xls([["甲", "乙"], ["名单", "x"]]), Maker().xls([["甲"]], extra=("Book",)))
    return lambda draw: draw.spoilt(draw.pick(sound))


def _pdf(draw: Draw) -> bytes:
    """Objects of every sort that point at each other, with or without a table of them."""
    count = 4 + draw.below(8)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {draw.number()} /Kids [3 0 R {draw.below(count)} 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {draw.number()} {draw.number()}] /Contents 4 0 R "
        f"/Resources << /Font << /F {draw.below(count)} 0 R >> /XObject << /X {draw.below(count)} 0 R >> >> >>",
    ]
    data = bytearray(b"%PDF-1.7\n")
    for number in range(1, count):
        data += f"{number} 0 obj\n".encode()
        data += objects[number - 1].encode() if number <= len(objects) else _pdf_object(draw, count)
        data += b"\nendobj\n"
    data += (
        f"trailer << /Size {draw.number()} /Root 1 0 R /Prev {draw.below(len(data))} >>\nstartxref\n0\n%%EOF".encode()
    )
    return draw.spoilt(bytes(data)) if draw.one_in(3) else bytes(data)


def _pdf_object(draw: Draw, count: int) -> bytes:
    match draw.below(5):
        case 0:
            kind = draw.pick(("Type0", "Type1", "Type3", "TrueType"))
            return (
                f"<< /Type /Font /Subtype /{kind} /BaseFont /Song /DescendantFonts [{draw.below(count)} 0 R] "
                f"/ToUnicode {draw.below(count)} 0 R /Encoding /Identity-H >>"
            ).encode()
        case 1:
            deep = _DEEP if draw.one_in(40) else 1 + draw.below(9)
            return b"[" * deep + b"1 0 R" + b"]" * (deep if draw.below(4) else 1)
        case 2:
            head = f"<< /Type /ObjStm /N {draw.number()} /First {draw.number()} /Length 9 >>"
            return head.encode() + b"\nstream\n9 0 8 1 <<>>\nendstream"
        case _:
            return _stream(draw, count)


def _stream(draw: Draw, count: int) -> bytes:
    shown = f"<{draw.taken(4).hex()}> Tj "
    # A form that draws itself takes the reader all the time that it is given.
    drawn = _DRAWN if draw.one_in(200) else _DRAWN[1:]
    data = "".join(draw.pick((shown, *drawn)) for _ in range(draw.below(20))).encode()
    filters = [draw.pick(_FILTERS) for _ in range(draw.below(3))]
    if "/FlateDecode" in filters:
        data = zlib.compress(data)
    head = f"<< /Length {len(data)} /Filter [{' '.join(filters)}] /Type /XObject /Subtype /Form "
    return f"{head}/Resources {draw.below(count)} 0 R >>\nstream\n".encode() + data + b"\nendstream"


def _picture(draw: Draw) -> bytes:
    """A PNG of chunks, or a JPEG of segments, sound or not."""
    if draw.one_in(2):
        segments = b"".join(
            b"\xff"
            + bytes([draw.pick((0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE1, 0xEE, 0xFE, 0xD0, 0xFF))])
            + struct.pack(">H", draw.pick((2, 11, draw.number() & 0xFFFF)))
            + draw.taken(draw.below(40))
            for _ in range(draw.below(8))
        )
        return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + segments + b"\xff\xd9"
    size = struct.pack(">II", draw.number() & 0x7FFFFFFF, draw.number() & 0x7FFFFFFF)
    if draw.below(3):
        size = struct.pack(">II", 1 + draw.below(40), 1 + draw.below(40))
    look = bytes((draw.pick((1, 2, 4, 8, 16, 7)), draw.pick((0, 2, 3, 4, 6, 5)), 0, 0, draw.below(2)))
    chunks = [(b"IHDR", size + look)]
    for _ in range(draw.below(5)):
        kind = draw.pick((b"IDAT", b"PLTE", b"tRNS", b"iCCP", b"zTXt", b"gAMA", b"eXIf", b"pHYs", b"acTL"))
        inside = draw.taken(draw.below(60))
        chunks.append((kind, zlib.compress(inside * draw.below(50)) if draw.below(2) else inside))
    chunks.append((b"IEND", b""))
    data = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return draw.spoilt(b"\x89PNG\r\n\x1a\n" + data) if draw.one_in(4) else b"\x89PNG\r\n\x1a\n" + data


def _open_pictures(_: Path) -> Take:
    from tracker.capture.documents.formats import identify
    from tracker.desktop.views.viewer.viewer_window import decode_picture

    def take(draw: Draw) -> None:
        data = _picture(draw)
        identify(data, "a.png")
        decode_picture(data)

    return take


def _open_answers(_: Path) -> Take:
    """What a server says of its answer, below the network."""
    import httpx

    from tracker.capture.documents.formats import identify
    from tracker.capture.documents.reading import read
    from tracker.capture.web.fetching import FetchLimits, ResponseBody, _Fetch
    from tracker.domain.evidence.addresses import check_address

    def take(draw: Draw) -> None:
        fetching = _Fetch(httpx.URL("https://www.miit.gov.cn/a/b.html"), frozenset(), FetchLimits(size=100_000), {})
        if draw.one_in(3):
            storable(fetching._next(draw.text(4)).target)
            return
        if draw.one_in(3):
            storable(check_address(draw.text(4)))
            return
        body = ResponseBody(draw.pick(("", "gzip", "deflate", "br", "identity")), 100_000, "www.miit.gov.cn")
        data = zlib.compress(text_bytes(draw) * (1 + draw.below(300)), wbits=draw.pick((15, 31, -15)))
        for piece in (data[:9], data[9:]):
            body.feed(draw.spoilt(piece) if draw.one_in(4) else piece)
        heads = {
            "content-type": draw.text(3),
            "content-disposition": f"attachment; filename{draw.pick('=*')}{draw.text(3)}",
        }
        try:
            response = httpx.Response(
                200, headers=[(name.encode(), head.encode(errors="replace")) for name, head in heads.items()]
            )
        except ValueError:
            return
        page = fetching._fetched(response, body.content())
        storable(page.name, page.media_type, page.final_url)
        if page.body and page.media_type != "text/html":
            _kept(read(page.body, identify(page.body, page.name, page.media_type), page.name, page.charset))

    return take


def _open_old_workbooks(folder: Path) -> Take:
    return _examining(_old_workbook(), "a.xls")(folder)


_READERS = (
    "tracker.services.evidence.capturing",
    "tracker.capture.spreadsheets.sheets",
    "tracker.capture.documents.reading",
    "tracker.capture.documents.docx",
)

DOORS = (
    Door("text", _examining(text_bytes, "", "a.txt"), _READERS),
    Door("table of commas", _examining(csv_bytes, "a.csv", "a.tsv"), _READERS),
    Door("page, the readers below trafilatura", _open_pages, ("tracker.capture.web.web_pages",)),
    Door("page, whole", _open_markup, ("tracker.capture.web.web_pages", *_READERS), 1.5),
    Door("workbook", _examining(_workbook, "a.xlsx", ""), _READERS),
    Door("old workbook", _open_old_workbooks, (*_READERS, "tests.capture.conftest")),
    Door("document", _examining(_document, "a.docx", ""), _READERS),
    Door("PDF", _examining(_pdf, "a.pdf"), _READERS),
    Door(
        "picture", _open_pictures, ("tracker.capture.documents.formats", "tracker.desktop.views.viewer.viewer_window")
    ),
    Door("answer of a server", _open_answers, ("tracker.capture.web.fetching", *_READERS)),
)
