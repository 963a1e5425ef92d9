"""The text of a source: passages tinted by what became of them, their codes in the margin beside them."""

from collections.abc import Iterator
from html import escape
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QToolTip

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.briefing.briefing_painter import ICON, BriefingPainter, Note, stacked_notes
from tracker.desktop.views.briefing.briefing_setting import Margins, Options, SourceLayout, TintedPiece
from tracker.desktop.views.common.page import FIRST
from tracker.domain.commitments.passage import OmittedPassage
from tracker.domain.text.text_folding import find_folded, fold

if TYPE_CHECKING:
    from tracker.services.briefings.briefing_view import BriefingView, PassageMark


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand as they were written, however they were typed; they do not overlap."""
    sought = " ".join(fold(words).split())
    return list(find_folded(text, sought))


def next_place(places: list[int], after: int) -> int:
    """The number of the first place at or after an offset; the first of all where there is none."""
    return next((number for number, place in zip(count(), places) if place >= after), 0)


MEASURE = 41
"""Characters of a line, at most."""
_NOTE = 21
_GAP = 20
_EDGE = 16
_FLASH_MILLISECONDS = 1_600


class BriefingText(QTextEdit):
    """Read, select and copy; F6 goes from passage to passage, Alt+Down to another commitment, Enter to the row of the
    one that is marked."""

    wanted = Signal(str)
    found = Signal(int, int)
    paragraph_reached = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.appearance = appearance
        self.options = Options()
        self.setting: SourceLayout | None = None
        self.current: PassageMark | None = None
        self.flashing = False
        self.hits: list[tuple[int, int]] = []
        self.hit = -1
        self._words = ""
        self._notes: list[Note] | None = None
        self._pressed: QPointF | None = None
        self._painter = BriefingPainter(self)
        self._flash = QTimer(self, singleShot=True, interval=_FLASH_MILLISECONDS)
        self._flash.timeout.connect(self._end_flash)
        self.setObjectName("source")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The width never changes by itself.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # The pointer becomes a hand over a passage, also with no button pressed.
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._tell_paragraph)
        # The words go on under a pointer that stands still.
        self.verticalScrollBar().valueChanged.connect(QToolTip.hideText)

    @property
    def marks(self) -> tuple["PassageMark", ...]:
        """The passages, in the order of the text."""
        return self.setting.view.marks if self.setting else ()

    def show_view(self, view: "BriefingView | None", options: Options | None = None) -> None:
        """Set a source, or the same again where the reader is."""
        same = self.setting is not None and view is not None and self.setting.view.source.id == view.source.id
        place = self.verticalScrollBar().value() if same else 0
        kept = self.current if same else None
        self.options = options or self.options
        self.setting = None
        self.current = None
        self.document().clear()
        if view is not None:
            edit = QTextCursor(self.document())
            # So that the lines are broken once.
            edit.beginEditBlock()
            self.setting = SourceLayout(view, self.document(), self.appearance, fade=self.options.fade)
            self.current = next((mark for mark in view.marks if kept and _is_same(mark, kept)), None)
            self._arrange()
            edit.endEditBlock()
        self.verticalScrollBar().setValue(place)
        self._seek()
        self.viewport().update()
        self._tell_paragraph()

    def show_marks(self, view: "BriefingView") -> None:
        """Show what became of the passages since; the text stays as it is set where it is the same."""
        if self.setting is None or not self.setting.is_as_set(view):
            self.show_view(view)
            return
        kept = self.current
        self.setting.view = view
        self.current = next((mark for mark in view.marks if kept and _is_same(mark, kept)), None)
        self._arrange()
        self.viewport().update()

    def choose(self, options: Options) -> None:
        """Show what the reader wants to see."""
        if self.setting is not None and options.fade != self.options.fade:
            self.show_view(self.setting.view, options)
        self.options = options
        self._notes = None
        self.viewport().update()

    def show_passage(self, code: str, start: int = FIRST) -> bool:
        """Go to the passage of a commitment that begins at `start`, or to its first, and mark it; False where the text
        has none."""
        own = [mark for mark in self.marks if mark.code == code]
        mark = next((mark for mark in own if mark.start == start), next(iter(own), None))
        if mark is not None:
            self._go_to(mark)
        return mark is not None

    def step(self, by: int, *, commitment: bool = False) -> None:
        """Mark the next or the previous passage, or with `commitment` that of another one, from the one that is marked
        or else from what is seen."""
        marks = self.marks
        if not marks or self.setting is None:
            return
        if self.current is not None:
            here = marks.index(self.current)
            around = [(here + by * steps) % len(marks) for steps in range(1, len(marks) + 1)]
            others = (one for one in around if not commitment or marks[one].code != self.current.code)
            number = next(others, here)
        else:
            seen = self._first_seen()
            tops = (number for number, mark in enumerate(marks) if self.setting.place(mark.start) >= seen)
            number = next(tops, 0) if by > 0 else (next(tops, len(marks)) - 1) % len(marks)
        self._go_to(marks[number])

    def show_offset(self, offset: int) -> None:
        """Bring the paragraph at an offset of the source to the top."""
        if self.setting is not None:
            place = self.setting.place(offset)
            top = next((piece.line_top for piece in self.setting.pieces(place, place + 1)), 0.0)
            self.verticalScrollBar().setValue(round(top) - scaled(20))
            # Also where the text ends before that paragraph is at the top.
            self.paragraph_reached.emit(offset)

    def find_words(self, words: str) -> bool:
        """Show every place that has these words, and go to the first one from what is seen; False if shown already."""
        if words.strip() == self._words:
            return False
        self._words = words.strip()
        self._seek()
        if self.hits:
            self.hit = next_place([start for start, _ in self.hits], self._first_seen())
            self._reveal(*self.hits[self.hit])
        self._tell_hits()
        return True

    def step_hit(self, by: int) -> None:
        """Go to the next or the previous place found."""
        if self.hits:
            self.hit = (self.hit + by) % len(self.hits)
            self._reveal(*self.hits[self.hit])
            self._tell_hits()

    def notes(self) -> list[Note]:
        """The notes in both margins, with their places in the document's coordinates."""
        if self._notes is None:
            self._notes = list(self._placed_notes())
        return self._notes

    def pieces(self, start: int, end: int) -> list[TintedPiece]:
        """A stretch of the source, line by line, in the document's coordinates."""
        setting = self.setting
        return setting.pieces(setting.place(start), setting.place(end - 1) + 1) if setting else []

    def marks_at(self, point: QPointF) -> list["PassageMark"]:
        """The passages at a point of the viewport, in the text or in the margin."""
        place = point + QPointF(0, self.verticalScrollBar().value())
        for note in self.notes():
            if note.mark is not None and note.box.contains(place):
                return [note.mark]
        return [
            mark for mark in self.marks if any(piece.box.contains(place) for piece in self.pieces(mark.start, mark.end))
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Asked before Qt breaks the lines again, and kept in sight after it.
        seen = self._first_seen() if self.setting else 0
        super().resizeEvent(event)
        if self.setting is not None and event.size().width() != event.oldSize().width():
            self._arrange()
            if self.verticalScrollBar().value() > 0:
                top = next((piece.line_top for piece in self.setting.pieces(seen, seen + 1)), 0.0)
                self.verticalScrollBar().setValue(round(top))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painter.paint(event.rect())
        super().paintEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            QToolTip.hideText()
        return super().viewportEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        QToolTip.hideText()  # a page that is left by a key would leave it standing

    def _show_tip(self, event: QHelpEvent) -> None:
        """Say what stands at a point, for as long as the pointer stays in its line."""
        point = QPointF(event.pos())
        tip = self._tip(point)
        if not tip:
            QToolTip.hideText()
            return
        place = point + QPointF(0, self.verticalScrollBar().value())
        marks = [*self.marks, *(self.setting.view.omissions if self.setting is not None else ())]
        boxes = [piece.box for mark in marks for piece in self.pieces(mark.start, mark.end)]
        box = next((one for one in boxes if one.contains(place)), QRectF(place, QSizeF(1, 1)))
        area = box.translated(0, -self.verticalScrollBar().value()).toAlignedRect()
        QToolTip.showText(event.globalPos(), tip, self.viewport(), area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.wanted.emit(self.current.code)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed = self._pressed
        self._pressed = None
        if pressed is None or self.textCursor().hasSelection():
            return
        if (event.position() - pressed).manhattanLength() < QApplication.startDragDistance():
            for mark in self.marks_at(event.position())[:1]:
                self.current = mark
                self.viewport().update()
                self.wanted.emit(mark.code)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            over = bool(self.marks_at(event.position()))
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def describe(self, mark: "PassageMark") -> str:
        """A passage in words."""
        words = self.appearance.words
        doubted = [words.phrase("doubted", doubts=mark.doubts)] if mark.doubts else []
        verdict = words.join([words.term(mark.assessment), *doubted], "clause")
        return f"{mark.code} · {verdict}: {words.name(mark.title)}"

    def note_font(self) -> QFont:
        """The type of the margins."""
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * 12 / 13)
        return font

    def _go_to(self, mark: "PassageMark") -> None:
        self.current = mark
        self.flashing = True
        self._flash.start()
        self.setAccessibleDescription(self.describe(mark))
        if self.setting is not None:
            self._reveal(self.setting.place(mark.start), self.setting.place(mark.end - 1) + 1)

    def _end_flash(self) -> None:
        self.flashing = False
        self.viewport().update()

    def _reveal(self, start: int, end: int) -> None:
        """Scroll only where the stretch is not wholly to be seen."""
        pieces = self.setting.pieces(start, end) if self.setting else []
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        if pieces and not (
            bar.value() <= pieces[0].box.top() and pieces[-1].box.bottom() <= bar.value() + height - scaled(8)
        ):
            bar.setValue(round(pieces[0].box.top() - height / 3))
        self.viewport().update()

    def _seek(self) -> None:
        """Find the words again."""
        before = self.hit
        self.hits = []
        self.hit = -1
        if self.setting is not None and self._words:
            for paragraph in self.setting.view.paragraphs:
                for start, end in occurrences(paragraph.text, self._words):
                    last = self.setting.place(paragraph.start + end - 1)
                    self.hits.append((self.setting.place(paragraph.start + start), last + 1))
            self.hit = min(max(before, 0), len(self.hits) - 1)
        self._tell_hits()
        self.viewport().update()

    def _tell_hits(self) -> None:
        self.found.emit(self.hit + 1, len(self.hits) if self._words else -1)

    def _tell_paragraph(self) -> None:
        if self.setting is not None and self.setting.view.paragraphs:
            bar = self.verticalScrollBar()
            if 0 < bar.maximum() == bar.value():
                self.paragraph_reached.emit(self.setting.view.paragraphs[-1].start)
                return
            seen = self.cursorForPosition(self.viewport().rect().topLeft() + _down(scaled(48))).position()
            self.paragraph_reached.emit(self.setting.view.paragraphs[self.setting.paragraph_at(seen)].start)

    def _first_seen(self) -> int:
        return self.cursorForPosition(self.viewport().rect().topLeft() + _down(scaled(4))).position()

    def _arrange(self) -> None:
        """Give the text a comfortable measure, and the margins the room that their notes need."""
        self._notes = None
        if self.setting is None:
            return
        metrics = QFontMetrics(self.note_font())
        codes = [self._note_width(mark, metrics) for mark in self.marks]
        reasons = [metrics.horizontalAdvance(self._reason(one)) for one in self.setting.view.omissions]
        left = max(codes, default=0) + scaled(_GAP + _EDGE)
        right = max(reasons, default=0) + scaled(_GAP + _EDGE)
        margins = Margins(left, right, scaled(26), scaled(44), share=3)
        self.setting.set_between(margins, self.viewport().width(), MEASURE)

    def _placed_notes(self) -> Iterator[Note]:
        if self.setting is None:
            return
        shape = self.document().rootFrame().frameFormat()
        metrics = QFontMetrics(self.note_font())
        left = shape.leftMargin() - scaled(_GAP)
        right = self.viewport().width() - shape.rightMargin() + scaled(_GAP)
        height = max(scaled(_NOTE), metrics.height())
        for note in stacked_notes([self._code_note(mark) for mark in self.marks], self.setting, height):
            width = self._note_width(note.mark, metrics) if note.mark is not None else 0
            yield note.at(left - width, width)
        if self.options.omissions:
            omitted = [Note(self._reason(one), one.start) for one in self.setting.view.omissions]
            for note in stacked_notes(omitted, self.setting, height):
                yield note.at(right, metrics.horizontalAdvance(note.words))

    def _code_note(self, mark: "PassageMark") -> Note:
        return Note(self._note_words(mark), mark.start, mark)

    def _note_words(self, mark: "PassageMark") -> str:
        return f"{mark.code.rpartition('-')[2]} {self.appearance.words.term(mark.assessment)}"

    def _note_width(self, mark: "PassageMark", metrics: QFontMetrics) -> int:
        """The sign, the words, and the sign of a doubt after them."""
        signs = 2 if mark.doubts else 1
        return metrics.horizontalAdvance(self._note_words(mark)) + signs * scaled(ICON)

    def _reason(self, omission: OmittedPassage) -> str:
        return self.appearance.words.term(omission.reason)

    def _tip(self, point: QPointF) -> str:
        """What stands at a point: passages with what became of them, or why words were left out."""
        lines = [self.describe(mark) for mark in self.marks_at(point)]
        if not lines and self.options.omissions and self.setting is not None:
            place = point + QPointF(0, self.verticalScrollBar().value())
            lines = [
                self.appearance.words.phrase(f"omission_{one.reason.value}")
                for one in self.setting.view.omissions
                if any(piece.box.contains(place) for piece in self.pieces(one.start, one.end))
            ]
        return "<br>".join(map(escape, lines))


def _is_same(mark: "PassageMark", other: "PassageMark") -> bool:
    return (mark.code, mark.start) == (other.code, other.start)


def _down(length: int) -> QPoint:
    return QPoint(0, length)
