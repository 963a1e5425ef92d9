"""The words of pages that are pictures, read by RapidOCR. Only the process of `tracker.capture.reader` comes here.

Its models lie inside its wheel, and nothing is fetched. It finds lines, turns them upright and reads them; what it is
not sure of is left out. Everything that it reads is to be checked against the page.
"""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from PIL import Image, ImageOps

from tracker.capture.pdf_text import MOST_PAGES, opened, words_of
from tracker.domain.errors import UserError
from tracker.domain.progress import Progress

_DOTS_AN_INCH = 200
_MOST_DOTS = 2_600
"""Along the longer side of a page: more takes longer and reads no better."""
_LEAST_SURE, _SURE_ENOUGH = 0.6, 0.85
"""Of a line, below which it is left out; and of a page on average, below which it may stand on its head."""
_LETTERHEAD = 0.4
"""Share of a first page from its top where red letters are those of a letterhead; red below it is a seal."""
_RED_OVER = 60
"""How much redder than green and blue a dot is that belongs to a seal."""
_SAME_ROW = 0.5
"""Share of its height by which a line overlaps the row that it stands in."""


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


def pages_of_pdf(data: bytes, progress: Progress, *, every: bool) -> Iterator[str]:
    """The words of every page that has no text layer, "" for the others; with `every`, of those too.

    Raises `content_encrypted`, `content_broken`, `content_bomb`.
    """
    engine = _engine()
    document = opened(data)
    try:
        if len(document) > MOST_PAGES:
            raise UserError("content_bomb", field="file", name="")
        for number in range(len(document)):
            progress(number, len(document))
            has_text = not every and words_of(document, number).strip()
            yield "" if has_text else _read(engine, _drawn(document, number), first=number == 0)
    except pypdfium2.PdfiumError as fault:
        raise UserError("content_broken", field="file", name="") from fault
    finally:
        document.close()


def page_of_picture(data: bytes, progress: Progress) -> Iterator[str]:
    """The words of a PNG or JPEG. Raises `content_broken`."""
    progress(0, 1)
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.draft("RGB", (_MOST_DOTS, _MOST_DOTS))
            whole = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as fault:
        raise UserError("content_broken", field="file", name="") from fault
    whole.thumbnail((_MOST_DOTS, _MOST_DOTS))
    yield _read(_engine(), np.asarray(whole), first=True)


def _engine() -> Any:
    from rapidocr import RapidOCR  # pyright: ignore[reportMissingImports] - an extra

    return RapidOCR(params={"Global.log_level": "critical", "Global.text_score": _LEAST_SURE})


def _drawn(document: pypdfium2.PdfDocument, number: int) -> np.ndarray:
    """A page as a picture: height, width, and red, green and blue of each dot."""
    page = document[number]
    try:
        longest = max(page.get_size())
        scale = min(_DOTS_AN_INCH / 72, _MOST_DOTS / max(longest, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True)  # pyright: ignore[reportArgumentType] - takes a float
        try:
            return np.array(bitmap.to_numpy()[:, :, :3])
        finally:
            bitmap.close()
    finally:
        page.close()


def _read(engine: Any, picture: np.ndarray, *, first: bool) -> str:
    lines = _upright(engine, _without_seal(picture, first=first))
    return "\n".join("  ".join(line.words for line in row) for row in _rows(lines))


def _upright(engine: Any, picture: np.ndarray) -> list[_Line]:
    """The lines of a page that may lie on its side or stand on its head."""
    lines = _lines(engine, picture)
    if lines and sum(line.is_upended for line in lines) > len(lines) / 2:
        picture = np.rot90(picture)
        lines = _lines(engine, picture)
    if _sureness(lines) < _SURE_ENOUGH:  # upside down, hardly a line is read at all
        turned = _lines(engine, np.rot90(picture, 2))
        lines = max(lines, turned, key=lambda found: sum(line.score for line in found))
    return lines


def _lines(engine: Any, picture: np.ndarray) -> list[_Line]:
    found = engine(np.ascontiguousarray(picture), use_cls=False)
    if found.txts is None:
        return []
    return [_line(box, words, score) for box, words, score in zip(found.boxes, found.txts, found.scores, strict=True)]


def _line(box: np.ndarray, words: str, score: float) -> _Line:
    """A line by the four corners that it was found between."""
    across, down = box[:, 0], box[:, 1]
    return _Line(float(down.min()), float(down.max()), float(across.min()), float(across.max()), float(score), words)


def _sureness(lines: list[_Line]) -> float:
    return sum(line.score for line in lines) / len(lines) if lines else 0.0


def _without_seal(picture: np.ndarray, *, first: bool) -> np.ndarray:
    """The picture with what is red made white below the letterhead: a seal lies over name and day."""
    colours = picture.astype(np.int16)
    red = colours[:, :, 0] - np.maximum(colours[:, :, 1], colours[:, :, 2]) > _RED_OVER
    if first:
        red[: int(len(picture) * _LETTERHEAD)] = False
    plain = picture.copy()
    # Black letters under a red stamp stay dark in its red part, and paper under it becomes light.
    plain[red] = picture[red][:, :1]
    return plain


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
