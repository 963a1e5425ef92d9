"""The words of pages that are pictures, read by RapidOCR. Only the process of `reader_process` comes here.

Its models lie inside its wheel, and nothing is fetched: this process is kept from the network. It finds lines, turns
them upright and reads them; what it is not sure of is left out. Everything that it reads is to be checked against the
page.
"""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from PIL import Image, ImageOps

from tracker.capture.documents.pdf_text import MOST_PAGES, opened, words_of
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError

_DOTS_AN_INCH = 200
_MOST_DOTS = 2_600
"""Along the longer side of a page: more takes longer and reads no better."""
_LEAST_SURE = 0.6
_SURE_ENOUGH = 0.85
"""Of a line, below which it is left out; and of a page on average, below which it may stand on its head."""
_RED_OVER = 60
"""How much redder than green and blue a dot is that belongs to a seal."""
_CELLS = 200
"""Into so many the longer side of a page is parted to look for seals: each is a millimetre and a half of A4."""
_SEAL = range(12, 45)
"""The sides of a seal in cells: of A4, two centimetres to six and a half. Letters are smaller, and lines longer."""
_DIRECTIONS = 24
"""From the middle of a seal, in most of which its edge is to be seen."""
_THREADS = 2
"""That read at once. What all of them take counts against the limit of the process, however many the machine has."""
_SAME_ROW = 0.5
"""Share of its height by which a line overlaps the row that it is in."""


class _Line(NamedTuple):
    top: float
    bottom: float
    left: float
    right: float
    score: float
    words: str

    @property
    def is_upended(self) -> bool:
        """Whether it runs up or down the page."""
        return self.bottom - self.top > 1.5 * (self.right - self.left)


def pages_of_scan(data: bytes, progress: Progress) -> Iterator[str]:
    """The words of every page that has no text layer, "" for the others. Raises as `pages_of_pdf`."""
    return pages_of_pdf(data, progress, every=False)


def pages_of_pdf(data: bytes, progress: Progress, *, every: bool = True) -> Iterator[str]:
    """The words of every page, or only of those without a text layer, "" for the others.

    Raises `content_encrypted`, `content_broken`, `content_bomb`, `ocr_unusable`.
    """
    engine = _engine()
    document = opened(data)
    try:
        if len(document) > MOST_PAGES:
            raise UserError("content_bomb", field="file", name="")
        for number in range(len(document)):
            progress(number, len(document))
            has_text = not every and words_of(document, number).strip()
            yield "" if has_text else _read(engine, _drawn(document, number))
    except pypdfium2.PdfiumError as fault:
        raise UserError("content_broken", field="file", name="") from fault
    finally:
        document.close()


def page_of_picture(data: bytes, progress: Progress) -> Iterator[str]:
    """The words of a PNG or JPEG. Raises `content_broken`, `ocr_unusable`."""
    progress(0, 1)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            # JPEG is decoded at a fraction of its size where that suffices: a scan of 100 megapixels would take 300 MB.
            picture.draft("RGB", (_MOST_DOTS, _MOST_DOTS))
            whole = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as fault:
        raise UserError("content_broken", field="file", name="") from fault
    whole.thumbnail((_MOST_DOTS, _MOST_DOTS))
    yield _read(_engine(), np.asarray(whole))


def _engine() -> Any:
    """The engine with its models. Raises `ocr_unusable` where the part is installed, but not whole."""
    settings = {
        "Global.log_level": "critical",
        "Global.text_score": _LEAST_SURE,
        "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
    }
    try:
        from rapidocr import RapidOCR  # pyright: ignore[reportMissingImports] - an extra

        engine = RapidOCR(params=settings)
        paper = np.full((64, 64, 3), 255, np.uint8)
        # A missing library or model shows only at the first use; asked of blank paper, it is told before the first page
        # is drawn.
        for finds in (False, True):  # it loads what finds lines, and what reads them, when first asked
            engine(paper, use_det=finds, use_cls=False)
        return engine
    except MemoryError:
        raise
    except Exception as fault:  # a library of the system or a model is missing: each part says so in its own way
        raise UserError("ocr_unusable", field="file", name="") from fault


def _drawn(document: pypdfium2.PdfDocument, number: int) -> np.ndarray:
    """A page as a picture: height, width, and red, green and blue of each dot."""
    page = document[number]
    try:
        # A page may say that it is a hundred metres long.
        longest = max(page.get_size())
        scale = min(_DOTS_AN_INCH / 72, _MOST_DOTS / max(longest, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True)  # pyright: ignore[reportArgumentType] - takes a float
        try:
            return np.array(bitmap.to_numpy()[:, :, :3])
        finally:
            bitmap.close()
    finally:
        page.close()


def _read(engine: Any, picture: np.ndarray) -> str:
    lines = _upright(engine, without_seals(picture))
    return "\n".join("  ".join(line.words for line in row) for row in _rows(lines))


def _upright(engine: Any, picture: np.ndarray) -> list[_Line]:
    """The lines of a page that may lie on its side or stand on its head."""
    lines = _lines(engine, picture)
    if lines and sum(line.is_upended for line in lines) > len(lines) / 2:
        picture = np.rot90(picture)
        lines = _lines(engine, picture)
    # Turned only where it reads badly: every reading of a page takes ten seconds.
    if _sureness(lines) < _SURE_ENOUGH:  # upside down, hardly a line is read at all
        turned = _lines(engine, np.rot90(picture, 2))
        # By the sum: upside down, a few short lines may read surely by chance.
        lines = max(lines, turned, key=lambda found: sum(line.score for line in found))
    return lines


def _lines(engine: Any, picture: np.ndarray) -> list[_Line]:
    found = engine(np.ascontiguousarray(picture), use_det=True, use_cls=False)
    if found.txts is None:
        return []
    return [_line(box, words, score) for box, words, score in zip(found.boxes, found.txts, found.scores, strict=True)]


def _line(box: np.ndarray, words: str, score: float) -> _Line:
    """A line by the four corners that it was found between."""
    across = box[:, 0]
    down = box[:, 1]
    return _Line(float(down.min()), float(down.max()), float(across.min()), float(across.max()), float(score), words)


def _sureness(lines: list[_Line]) -> float:
    return sum(line.score for line in lines) / len(lines) if lines else 0.0


def without_seals(picture: np.ndarray) -> np.ndarray:
    """The picture with its red seals made white, which lie over name and day. Letters and lines in red stay."""
    colours = picture.astype(np.int16)
    red = colours[:, :, 0] - np.maximum(colours[:, :, 1], colours[:, :, 2]) > _RED_OVER
    plain = picture.copy()
    for place in _seals(red):
        # Black letters under a red stamp stay dark in its red part, and paper under it becomes light.
        plain[place][red[place]] = picture[place][red[place]][:, :1]
    return plain


def _seals(red: np.ndarray) -> Iterator[tuple[slice, slice]]:
    """Where seals lie, by the dots that are red."""
    cell = max(red.shape) // _CELLS + 1
    filled = np.pad(red, [(0, -side % cell) for side in red.shape])
    rows, columns = (side // cell for side in filled.shape)
    grid = np.asarray(filled.reshape(rows, cell, columns, cell).any(axis=(1, 3)))
    for blob in _blobs(grid):
        for down, across in _side_by_side(*blob):
            if _is_seal(grid[down, across]):
                yield _dots(down, cell), _dots(across, cell)


def _dots(cells: slice, cell: int) -> slice:
    """The dots of some cells and of those around them."""
    return slice(max(cells.start - 1, 0) * cell, (cells.stop + 1) * cell)


def _blobs(grid: np.ndarray) -> Iterator[tuple[slice, slice]]:
    """The boxes around the cells that touch each other."""
    left = {(int(row), int(column)) for row, column in zip(*np.nonzero(grid), strict=True)}
    while left:
        waiting = [left.pop()]
        blob = list(waiting)
        while waiting:
            row, column = waiting.pop()
            near = left.intersection((row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1))
            left -= near
            waiting += near
            blob += near
        down, across = zip(*blob, strict=True)
        yield slice(min(down), max(down) + 1), slice(min(across), max(across) + 1)


def _side_by_side(down: slice, across: slice) -> Iterator[tuple[slice, slice]]:
    """Seals of several offices that touch each other, one by one."""
    height = down.stop - down.start
    width = across.stop - across.start
    count = max(round(width / height), 1)
    for number in range(count):
        first, last = (across.start + width * at // count for at in (number, number + 1))
        yield down, slice(first, last)


def _is_seal(cells: np.ndarray) -> bool:
    """Whether red cells make something round of the size of a seal, with an edge and empty corners."""
    height, width = cells.shape
    if height not in _SEAL or width not in _SEAL or max(height, width) > 1.6 * min(height, width):
        return False
    rows, columns = np.nonzero(cells)
    down = (2 * rows + 1 - height) / height
    across = (2 * columns + 1 - width) / width
    distance = np.hypot(down, across)
    edge = (distance > 0.75) & (distance <= 1.1)
    directions = np.floor((np.arctan2(down, across)[edge] / np.pi + 1) / 2 * _DIRECTIONS)
    return bool((distance > 1.1).mean() <= 0.04) and len(np.unique(directions)) >= 0.8 * _DIRECTIONS


def _rows(lines: list[_Line]) -> list[list[_Line]]:
    """Lines from top to bottom, those side by side together from left to right."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.top):
        beside = rows[-1][-1] if rows else None
        shared = min(line.bottom, beside.bottom) - max(line.top, beside.top) if beside else 0
        if beside and shared > _SAME_ROW * min(line.bottom - line.top, beside.bottom - beside.top):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]
