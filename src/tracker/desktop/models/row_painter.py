"""How the rows of the ledger and of the evidence are drawn: words first, colour only beside them.

A whole row at a time: Qt would ask a delegate for every cell, and a page of the table has two hundred of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPainter
from PySide6.QtWidgets import QTableView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import NOTHING, CellStyle, TableColumn, code_parts, doubts_of
from tracker.desktop.models.drawing import (
    MARK,
    PADDING,
    Stamps,
    draw_bar,
    mark_box,
    mark_words,
    middle,
    script_of,
    spans,
    width_of,
)
from tracker.desktop.models.evidence_columns import strength
from tracker.desktop.models.frozen_columns import frozen_columns
from tracker.desktop.models.lazy_table import ON_ITS_WAY, LazyTable
from tracker.desktop.models.ledger_model import GroupHead, LedgerModel
from tracker.desktop.models.marks import draw_assessment, draw_doubt, draw_fold, draw_light, draw_state
from tracker.desktop.resources import icon
from tracker.desktop.theme import Tokens, scaled
from tracker.domain.evidence.evidence_query import EvidenceStatus, state_of
from tracker.domain.rows import EvidenceRow, LedgerRow
from tracker.domain.terms import EARLIER_TERMS, Assessment, DueBasis, EvidenceKind, Light
from tracker.wording import Words

_INKS = ("ink", "soft", "line", "edge", "track", "panel", "selection", "accent", "quote_mark", "warn")
_BLUR = 1
"""Pixels around a mark that its lines may reach into."""
_BAR = (42, 5)
_STRENGTH = 20
_ARROW = 34
_BESIDE = {CellStyle.CODE: PADDING, CellStyle.TARGET: 58, CellStyle.FILES: 18, CellStyle.TITLE: 2}
"""Pixels of the design that the bar of the strongest kind takes, a heading needs beside its words, and cells of a look
do where `fitting_width` does not know it."""
_STATE_INKS = {
    EvidenceStatus.UNLINKED: "accent",
    EvidenceStatus.LINKED: "soft",
    EvidenceStatus.EARLY: "warn",
    EvidenceStatus.SAME_BRIEFING: "warn",
    EvidenceStatus.WITHDRAWN: "soft",
}
MARKED_BASES = frozenset(DueBasis) - {DueBasis.STATED, DueBasis.DOCUMENT, DueBasis.NONE}
"""How a due date may be known that neither the promise itself nor a later document names: the table says it by word."""
_Draw = Callable[[QPainter, QRectF], None]


class _Look:
    """All that stays the same from row to row, until theme, type or screen change."""

    def __init__(self, tokens: Tokens, font: QFont, ratio: float) -> None:
        self.tokens = tokens
        self.inks: dict[str, QColor] = {name: tokens.colour(name) for name in _INKS}
        self.stamps = Stamps(ratio)
        bold = QFont(font)
        bold.setBold(True)
        struck = QFont(font)
        struck.setStrikeOut(True)
        self.plain, self.bold, self.struck, self.small = map(script_of, (font, bold, struck, badge_font(font)))
        self.padding = scaled(PADDING)
        self.mark = scaled(MARK)
        self.side = scaled(10)
        # Scaled once here, and not in every cell.
        self.lengths = {length: scaled(length) for length in (2, 4, 5, 6, 7, 8, 10, 14, 16, 20, 22, 28, 30, 42, 46, 50)}


@dataclass(frozen=True, slots=True)
class _Place:
    """A column as it stands now: where it begins, and how wide it is."""

    number: int
    column: TableColumn[Any]
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class _Places:
    """The columns that are to be seen: those that are `scrolled`, to the right of `edge`, and those that stay."""

    scrolled: list[_Place]
    frozen: list[_Place]
    edge: int


class RowPainter:
    """Draws what is to be seen of a table. `search` is what is marked in it."""

    def __init__(self, appearance: Appearance, view: QTableView, model: LazyTable[Any]) -> None:
        self._appearance = appearance
        self._view = view
        self._model = model
        self.search = ""
        self._look: _Look | None = None
        self._looks_like: tuple[object, ...] = ()
        self._draw: dict[CellStyle, Callable[[QPainter, _Look, QRect, Any, str], None]] = {}

    def paint(self, painter: QPainter, part: QRect) -> None:
        """Draw the rows of this part of the table."""
        view = self._view
        look = self._looked()
        first = view.rowAt(part.top())
        last = view.rowAt(part.bottom())
        if first < 0:
            return
        places = self._places(part)
        for line in range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1):
            box = QRect(0, view.rowViewportPosition(line), view.viewport().width(), view.rowHeight(line))
            self._draw_line(painter, look, box, line, places)

    def _looked(self) -> _Look:
        """What is remembered of theme, type and screen; computed again where one of them has changed."""
        view = self._view
        tokens = self._appearance.tokens
        # Compared by what they are: Qt tells neither of a screen with another ratio nor of another type in one place.
        like = (tokens.name, view.font().key(), QGuiApplication.font().key(), view.devicePixelRatioF())
        if self._look is None or like != self._looks_like:
            self._look = _Look(tokens, view.font(), view.devicePixelRatioF())
            self._looks_like = like
        return self._look

    def _places(self, part: QRect) -> _Places:
        """The columns that reach into a part of the table."""
        header = self._view.horizontalHeader()
        # Nothing stays in the way of the others as long as these are not scrolled.
        stay = frozen_columns(header, self._model.columns) if header.offset() else []
        edge = sum(map(header.sectionSize, stay))
        scrolled: list[_Place] = []
        frozen: list[_Place] = []
        for number, column in enumerate(self._model.columns):
            stays = number in stay
            left = header.sectionPosition(number) if stays else header.sectionViewportPosition(number)
            width = header.sectionSize(number)
            # A hidden section is 0 wide.
            if width and left <= part.right() and left + width > max(part.left(), 0 if stays else edge):
                (frozen if stays else scrolled).append(_Place(number, column, left, width))
        return _Places(scrolled, frozen, edge)

    def _draw_line(self, painter: QPainter, look: _Look, box: QRect, line: int, places: _Places) -> None:
        row = self._model.seen(line)
        self._draw_ground(painter, look, box, line)
        if not places.edge:
            self._draw_cells(painter, look, box, row, places.scrolled)
            return
        painter.save()
        painter.setClipRect(box.adjusted(places.edge, 0, 0, 0), Qt.ClipOperation.IntersectClip)
        self._draw_cells(painter, look, box, row, places.scrolled)
        painter.restore()
        self._draw_cells(painter, look, box, row, places.frozen)
        painter.fillRect(places.edge - 1, box.top(), 1, box.height(), look.inks["edge"])

    def _draw_cells(self, painter: QPainter, look: _Look, box: QRect, row: Any, places: list[_Place]) -> None:
        words = self._appearance.words
        for place in places:
            room = QRect(place.left + look.padding, box.top(), max(0, place.width - 2 * look.padding), box.height())
            if place.number == 0:
                # Clear of the stroke that marks a selected row.
                room.adjust(look.padding, 0, 0, 0)
            if row is None:
                look.plain.write(painter, room, ON_ITS_WAY, look.inks["soft"])
            else:
                self._draw[place.column.look](painter, look, room, row, place.column.text(row, words))

    def _draw_ground(self, painter: QPainter, look: _Look, box: QRect, line: int) -> None:
        """The line under a row, and the marks of one that is selected or has the keyboard."""
        view = self._view
        header = self._view.horizontalHeader()
        left = -header.offset()
        width = header.length()
        bottom = box.bottom()
        # Rows are selected whole, so one cell answers for all of them.
        selected = view.selectionModel().isSelected(self._model.index(line, self._model.title_column))
        if selected:
            painter.fillRect(left, box.top(), width, box.height(), look.inks["selection"])
        painter.fillRect(left, bottom, width, 1, look.inks["line"])
        if selected:
            painter.fillRect(0, box.top(), look.mark, box.height(), look.inks["accent"])
            if self._has_keyboard(line):
                painter.fillRect(left, bottom, width, 1, look.inks["accent"])

    def _draw_mark(self, painter: QPainter, look: _Look, left: int, room: QRect, name: object, draw: _Draw) -> None:
        """A sign in the middle of the room's height, drawn once for all rows."""
        side = look.side + 2 * _BLUR

        def blurred(inner: QPainter, box: QRectF) -> None:
            draw(inner, box.adjusted(_BLUR, _BLUR, -_BLUR, -_BLUR))

        painter.drawPixmap(left - _BLUR, middle(room, side), look.stamps.stamp(name, QSize(side, side), blurred))

    def _has_keyboard(self, line: int) -> bool:
        return self._view.hasFocus() and self._view.currentIndex().row() == line

    def _write(
        self, painter: QPainter, look: _Look, room: QRect, text: str, ink: str, whole: str = "", *, struck: bool = False
    ) -> None:
        """Write words; where they are, or begin, or end `whole`, what was searched for in that is marked in them."""
        if whole and self.search:
            painter.setFont(look.plain.font)
            mark_words(painter, room, text, spans(text, whole, self.search), look.inks["quote_mark"])
        script = look.struck if struck else look.plain
        script.write(painter, room, text, look.inks["soft" if text == NOTHING else ink])


class LedgerPainter(RowPainter):
    """Draws commitments, under the heads of their groups. Marked are codes, titles and names."""

    def __init__(self, appearance: Appearance, view: QTableView, model: LedgerModel) -> None:
        super().__init__(appearance, view, model)
        self._ledger = model
        self._draw = {
            CellStyle.CODE: self._draw_code,
            CellStyle.TITLE: self._draw_title,
            CellStyle.NAME: self._draw_name,
            CellStyle.TEXT: self._draw_text,
            CellStyle.CHIP: self._draw_chip,
            CellStyle.LIGHT: self._draw_light,
            CellStyle.TARGET: self._draw_target,
            CellStyle.DUE: self._draw_due,
        }

    def _draw_line(self, painter: QPainter, look: _Look, box: QRect, line: int, places: _Places) -> None:
        head = self._ledger.head(line)
        if head is None:
            super()._draw_line(painter, look, box, line, places)
        else:
            self._draw_head(painter, look, box, line, head)

    def _draw_code(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        """As much of the code as there is room for, part by part from its end."""
        wide = look.plain.metrics.horizontalAdvance
        shown = next((part for part in code_parts(row.code) if wide(part) <= room.width()), text)
        self._write(painter, look, room, shown, "soft", whole=row.code)

    def _draw_title(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        self._write(painter, look, room, text, "ink", whole=text)

    def _draw_name(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        self._write(painter, look, room, text, "soft", whole=text)

    def _draw_text(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        self._write(painter, look, room, text, "soft")

    def _draw_chip(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        colours = look.tokens.assessments[row.assessment]
        size = look.lengths

        def draw(inner: QPainter, box: QRectF) -> None:
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.setPen(Qt.PenStyle.NoPen)
            inner.setBrush(colours.ground)
            inner.drawRoundedRect(box, size[4], size[4])
            inner.setFont(look.plain.font)
            draw_assessment(inner, mark_box(size[7], box.toRect()), row.assessment, colours.text)

        chip = self._chip_box(look, room, row, text)
        painter.drawPixmap(chip.topLeft(), look.stamps.stamp(row.assessment, chip.size(), draw))
        look.plain.write(painter, chip.adjusted(size[22], 0, -size[4], 0), text, colours.text)
        if doubts_of(row):
            # Its tool tip and what is read out tell which doubts these are.
            left = chip.right() + size[6]
            self._draw_mark(painter, look, left, chip, "doubt", partial(draw_doubt, colour=look.inks["warn"]))

    def _chip_box(self, look: _Look, room: QRect, row: LedgerRow, text: str) -> QRect:
        size = look.lengths
        height = min(size[22], room.height() - size[5])
        # The sign of a doubt is never cut off: it would be as if there were none.
        whole = room.width() - (look.side + size[6] if doubts_of(row) else 0)
        width = min(whole, look.plain.metrics.horizontalAdvance(text) + size[30])
        return QRect(room.left(), middle(room, height), width, height)

    def chip_at(self, line: int) -> QRect | None:
        """Return where the assessment of a row is to be seen; None where it is not."""
        view = self._view
        row = self._ledger.known(line) if 0 <= line < self._ledger.rowCount() else None
        columns = self._model.columns
        number = next(number for number, column in enumerate(columns) if column.look is CellStyle.CHIP)
        if row is None or view.isColumnHidden(number):
            return None
        look = self._looked()
        cell = view.visualRect(self._model.index(line, number))
        room = cell.adjusted(look.padding, 0, -look.padding, 0)
        text = columns[number].text(row, self._appearance.words)
        # The line below a row is no part of its cell for Qt, and is for what is drawn.
        room.setHeight(view.rowHeight(line))
        return self._chip_box(look, room, row, text)

    def _draw_light(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        colour = look.tokens.lights[row.light]
        draw = partial(draw_light, light=row.light, colour=colour)
        self._draw_mark(painter, look, room.left(), room, row.light, draw)
        look.plain.write(painter, room.adjusted(look.lengths[16], 0, look.padding, 0), text, colour)

    def _draw_target(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        if row.quantity is None or row.quantity.value is None:
            look.plain.write(painter, room, text, look.inks["soft"])
            return
        width, height = (look.lengths[side] for side in _BAR)
        reached = min(1.0, max(0.0, (row.working and row.working.reached) or 0.0))
        filled = round(width * reached)

        def draw(inner: QPainter, box: QRectF) -> None:
            draw_bar(inner, box.toRect(), reached, look.inks["soft"], look.inks["track"])

        bar = look.stamps.stamp(("bar", filled, reached > 0), QSize(width, height), draw)
        painter.drawPixmap(room.left(), middle(room, height), bar)
        colour = look.inks["ink" if row.working else "soft"]
        look.plain.write(painter, room.adjusted(look.lengths[50], 0, look.padding, 0), text, colour)

    def _draw_due(self, painter: QPainter, look: _Look, room: QRect, row: LedgerRow, text: str) -> None:
        """The date, and beside it a badge that says by what it is known, where no document names it."""
        self._draw_text(painter, look, room, row, text)
        if row.due.basis not in MARKED_BASES:
            return
        badge = basis_mark(row.due.basis, self._appearance.words)
        metrics = look.small.metrics
        size = look.lengths
        beside = look.plain.metrics.horizontalAdvance(text) + size[6]
        wide = metrics.horizontalAdvance(badge)
        height = metrics.height() + size[2]
        box = QRect(room.left() + beside, middle(room, height), wide + size[8], height)
        if box.right() > room.right() + look.padding:
            # The tool tip says it.
            return

        def draw(inner: QPainter, frame: QRectF) -> None:
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.setPen(look.inks["edge"])
            inner.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), scaled(3), scaled(3))

        painter.drawPixmap(box.topLeft(), look.stamps.stamp("badge", box.size(), draw))
        look.small.write(painter, box.adjusted(size[4], 0, 0, 0), badge, look.inks["soft"])

    def _draw_head(self, painter: QPainter, look: _Look, box: QRect, line: int, head: GroupHead) -> None:
        """A head goes across all columns."""
        header = self._view.horizontalHeader()
        size = look.lengths
        left = -header.offset()
        across = QRect(left, box.top(), max(box.width() - left, header.length()), box.height())
        painter.fillRect(across, look.inks["panel"])
        painter.fillRect(across.left(), across.bottom(), across.width(), 1, look.inks["line"])
        if self._has_keyboard(line):
            painter.fillRect(0, across.top(), look.mark, across.height(), look.inks["accent"])
            painter.fillRect(across.left(), across.bottom(), across.width(), 1, look.inks["accent"])
        fold = mark_box(look.padding + size[5], across)
        draw_fold(painter, fold, self._ledger.is_folded(head), look.inks["soft"])
        room = QRect(look.padding + size[22], across.top(), box.width() - size[46], across.height())
        name = head.name(self._appearance.words)
        look.bold.write(painter, room, name, look.inks["ink"])
        room.setLeft(room.left() + look.bold.metrics.horizontalAdvance(name) + size[10])
        look.plain.write(painter, room, self._ledger.count_text(head), look.inks["soft"])


class EvidencePainter(RowPainter):
    """Draws pieces of evidence. Marked is whatever words hold what was searched for."""

    def __init__(self, appearance: Appearance, view: QTableView, model: LazyTable[EvidenceRow]) -> None:
        super().__init__(appearance, view, model)
        self._draw = {
            CellStyle.TEXT: self._draw_text,
            CellStyle.TITLE: self._draw_title,
            CellStyle.KIND: self._draw_kind,
            CellStyle.FILES: self._draw_files,
            CellStyle.STATE: self._draw_state,
        }

    def _draw_text(self, painter: QPainter, look: _Look, room: QRect, piece: EvidenceRow, text: str) -> None:
        self._write(painter, look, room, text, "soft", whole=text)

    def _draw_title(self, painter: QPainter, look: _Look, room: QRect, piece: EvidenceRow, text: str) -> None:
        ink = "soft" if piece.withdrawn else "ink"
        self._write(painter, look, room, text, ink, whole=text, struck=piece.withdrawn)

    def _draw_kind(self, painter: QPainter, look: _Look, room: QRect, piece: EvidenceRow, text: str) -> None:
        """The kind, and a bar as long as the kind is strong."""
        size = QSize(look.lengths[_STRENGTH], look.lengths[5])

        def draw(inner: QPainter, box: QRectF) -> None:
            draw_bar(inner, box.toRect(), strength(piece.kind), look.inks["soft"], look.inks["track"])

        bar = look.stamps.stamp(piece.kind, size, draw)
        painter.drawPixmap(room.left(), middle(room, size.height()), bar)
        look.plain.write(painter, room.adjusted(look.lengths[28], 0, look.padding, 0), text, look.inks["soft"])

    def _draw_files(self, painter: QPainter, look: _Look, room: QRect, piece: EvidenceRow, text: str) -> None:
        if piece.attachments:
            side = look.lengths[14]
            icon("clip", look.tokens.colours["soft"]).paint(painter, QRect(room.left(), middle(room, side), side, side))
            room = room.adjusted(side + look.lengths[4], 0, 0, 0)
        look.plain.write(painter, room, text, look.inks["soft"])

    def _draw_state(self, painter: QPainter, look: _Look, room: QRect, piece: EvidenceRow, text: str) -> None:
        state = state_of(piece)
        colour = look.inks[_STATE_INKS[state]]
        self._draw_mark(painter, look, room.left(), room, state, partial(draw_state, state=state, colour=colour))
        look.plain.write(painter, room.adjusted(look.lengths[16], 0, look.padding, 0), text, colour)


def basis_mark(basis: DueBasis, words: Words) -> str:
    """How a due date is known, in the few words that a column has room for."""
    return words.phrase(f"due_mark_{basis.value}")


def badge_font(font: QFont) -> QFont:
    """The small type of what qualifies something."""
    small = QFont(font)
    small.setPixelSize(scaled(11))
    return small


def content_width(column: TableColumn[Any], rows: Iterable[Any], metrics: QFontMetrics, words: Words) -> int:
    """The width at which the heading of a column and what these rows say in it are whole."""
    heading = metrics.horizontalAdvance(column.heading(words)) + scaled(_ARROW)
    is_code = column.look is CellStyle.CODE
    texts = (row.code if is_code else column.text(row, words) for row in rows)
    content = max(map(metrics.horizontalAdvance, texts), default=0) + scaled(_BESIDE.get(column.look, 0))
    least = fitting_width(column.look, metrics, words) or 0
    return max(heading, content + 2 * scaled(PADDING), least)


def fitting_width(look: CellStyle, metrics: QFontMetrics, words: Words) -> int | None:
    """The width at which every term of a look fits whole; None where the width is a matter of taste."""
    match look:
        case CellStyle.CHIP:
            # With the sign of a doubt beside the longest word.
            return width_of(map(words.term, Assessment), metrics, 30 + 6 + 10)
        case CellStyle.LIGHT:
            return width_of(map(words.term, Light), metrics, 18)
        case CellStyle.DUE:
            small = QFontMetrics(badge_font(QGuiApplication.font()))
            marks = [basis_mark(basis, words) for basis in MARKED_BASES - EARLIER_TERMS]
            badge = max(map(small.horizontalAdvance, marks))
            return width_of([words.phrase("about_day", day="2025-12-31")], metrics, 15) + badge
        case CellStyle.STATE:
            return width_of(map(words.term, EvidenceStatus), metrics, 18)
        case CellStyle.KIND:
            return width_of(map(words.term, EvidenceKind), metrics, _STRENGTH + 10)
        case _:
            return None
