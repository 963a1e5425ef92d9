"""The small parts that the views are put together from. What they look like is in `window.qss`, by object name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QFileInfo,
    QPoint,
    QProcess,
    QRect,
    QRectF,
    QSize,
    QStandardPaths,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QCursor,
    QDesktopServices,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import cut_to_tell, draw_focus, draw_tick_box, script_of, write
from tracker.desktop.models.marks import draw_assessment, draw_doubt, draw_light
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.domain.evidence.addresses import is_web_address, plain_address
from tracker.domain.terms import Assessment, Light
from tracker.systems.desktops import reveal_command, tells_failure

_LONG = 40
_UNBROKEN = re.compile(rf"[!-~\u00a1-\u024f]{{{_LONG},}}")
"""Runs of letters without a place to end a line."""
_PARTED = re.compile(r"[^/@?&\\]*[/@?&\\]+|[^/@?&\\]+")
_BREAK = "\u200b"
_BETWEEN = " · "
_NO_BREAK = "\u00a0"
_JOINER = "\u2060"
"""Shows nothing, and keeps what stands around it on one line."""
_Box = TypeVar("_Box", bound=QBoxLayout)


def label(text: str, name: str = "", *, rich: bool = False) -> QLabel:
    """Words on one line, or as many as they need; plain unless said otherwise, so that no input acts as markup."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
    return made


def text(words: str, name: str = "", *, rich: bool = False) -> QLabel:
    """Words that wrap and can be selected and copied."""
    made = _Wrapping()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
    made.setText(words)
    made.setWordWrap(True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
    )
    # The label's own policy says that its height follows from its width: only the growing is taken from it.
    policy = made.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
    made.setSizePolicy(policy)
    made.setMinimumWidth(1)
    return made


class _Wrapping(QLabel):
    """Words too long for any line, addresses for one, may be broken anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}

    def setText(self, words: str) -> None:
        self._heights.clear()
        plain = self.textFormat() == Qt.TextFormat.PlainText
        super().setText(_UNBROKEN.sub(_breakable, words) if plain else words)

    def heightForWidth(self, width: int) -> int:
        # Each column that it is in asks several times, and each time all of its lines would be broken again: a third of
        # the time that a list of thirty cards took.
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = super().heightForWidth(width)
        return known

    def changeEvent(self, event: QEvent) -> None:
        """Its font or its style is another one."""
        self._heights.clear()
        super().changeEvent(event)


def _breakable(word: re.Match[str]) -> str:
    """The word with places to end a line: after what parts an address or a path, else anywhere."""
    parts = _PARTED.findall(word[0])
    return _BREAK.join(part if len(part) < _LONG else _BREAK.join(part) for part in parts)


def badge(words: str, tip: str = "", *, warning: bool = False) -> QLabel:
    """A small framed word beside what it qualifies."""
    made = label(words, "warnBadge" if warning else "badge")
    made.setToolTip(tip)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def hairline() -> QFrame:
    """A line between two things."""
    made = QFrame()
    made.setObjectName("hairline")
    return made


def is_enter(event: QKeyEvent) -> bool:
    """Return whether a key is Enter alone; with Ctrl it is the form's, and saves."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_ctrl_enter(event: QKeyEvent) -> bool:
    """Return whether a key is Ctrl+Enter, by which a form is sent."""
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


# Enter presses a button that has the keyboard on macOS and in dialogs alone. Each class says so itself: a class of
# Python's that both stood on would be a second Qt class of one widget, which Shiboken does not survive.
class Button(QPushButton):
    """See `button`."""

    def __init__(self, words: str = "", kind: str = "") -> None:
        super().__init__(words)
        # Or Enter in any field of a dialog would press the button that had the keyboard last.
        self.setAutoDefault(False)
        if kind:
            self.setProperty("kind", kind)
        if kind.endswith("link"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


class TipMenu(QMenu):
    """A menu. What is greyed says why in its tip; what is not says all in its line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            action = self.actionAt(event.pos())
            # An action without a tip of its own would repeat its words.
            if action is None or action.isEnabled() or action.toolTip() == action.iconText():
                QToolTip.hideText()
                return True
        return super().event(event)


class ToolButton(QToolButton):
    """A small button with a sign, or one with a menu."""

    def setMenu(self, menu: QMenu) -> None:
        super().setMenu(menu)
        # After Qt has put the button back as it was before.
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._notice_mouse))

    def _notice_mouse(self) -> None:
        """While the menu is open all mouse goes to it: Qt never hears that it has left the button, which stays lit."""
        is_over = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        if self.testAttribute(Qt.WidgetAttribute.WA_UnderMouse) and not is_over:
            self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_enter(event):
            super().keyPressEvent(event)
        elif self.menu() is not None:
            self.showMenu()
        else:
            self.click()


class ComboBox(QComboBox):
    """Alt with an arrow opens it, as everywhere, though the page takes these keys for itself."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _opens_list(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # By itself Qt opens it only with the arrow down, and with the other one takes the choice above.
        if _opens_list(event):
            self.showPopup()
        else:
            super().keyPressEvent(event)


def _opens_list(event: QKeyEvent) -> bool:
    with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return with_alt and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)


def allow(control: QWidget | QAction, why_not: str, tip: str = "", *, possible: bool = True) -> None:
    """Let a control be used where there is anything to do; or grey it, and say in its tip why it may not be."""
    control.setEnabled(possible and not why_not)
    control.setToolTip(why_not or tip)


def button(words: str, kind: str = "") -> QPushButton:
    """A button; `kind` is `primary`, `link`, `quiet-link` or nothing."""
    return Button(words, kind)


def tool_button(sign: str, words: str = "") -> ToolButton:
    """A small square button that shows a sign; `words` are its tip and its accessible name."""
    made = ToolButton()
    made.setText(sign)
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.setFixedSize(QSize(scaled(32), scaled(30)))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def column(
    *items: QWidget | QLayout | None, spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """A column of things; lengths in pixels of the design."""
    return _filled(QVBoxLayout(), items, spacing, margins)


def row(
    *items: QWidget | QLayout | None, spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A row of things; None takes the room that is left."""
    return _filled(QHBoxLayout(), items, spacing, margins)


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    for inner in layouts_in(layout):
        clear_layout(inner)
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def layouts_in(layout: QLayout) -> list[QLayout]:
    """Return the layouts within a layout, in no particular order."""
    # Not `QLayoutItem.layout()`: an item is no QObject, and where one lies where another lay that was deleted, PySide
    # hands back the wrapper of that other one, a QWidgetItem in place of a layout.
    return [inner for inner in layout.children() if isinstance(inner, QLayout)]


def _filled(
    box: _Box, items: tuple[QWidget | QLayout | None, ...], spacing: int, margins: tuple[int, int, int, int]
) -> _Box:
    box.setSpacing(scaled(spacing) if spacing else 0)
    box.setContentsMargins(*(scaled(side) if side else 0 for side in margins))
    for item in items:
        if item is None:
            box.addStretch()
        elif isinstance(item, QLayout):
            box.addLayout(item)
        else:
            box.addWidget(item)
    return box


def file_dialog(parent: QWidget, title: str, folder: str = "") -> QFileDialog:
    """Return a dialog that asks for files and is deleted when it closes.

    It begins in `folder`; where that is not known, or gone like a memory stick, among the user's documents.
    """
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    # Of a folder that is not there the dialog would make the name of a file, in the folder the program was started in.
    there = (place for place in (folder, documents) if place and QFileInfo(place).exists())
    dialog = QFileDialog(parent, title, next(there, str(Path.home())))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def ask_file(
    parent: QWidget,
    title: str,
    use: Callable[[Path], object],
    *,
    folder: str = "",
    filters: Sequence[str] = (),
    saves: str = "",
    overwrites: bool = True,
) -> None:
    """Ask for a file that is there, and use its path; with `saves`, for the place of a new one of that name.

    What it `saves` may be an ending alone. Where nothing is written over that lies there, `overwrites` is not asked.
    """
    dialog = file_dialog(parent, title, folder)
    if filters:
        dialog.setNameFilters(list(filters))
    if saves:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not overwrites)
        dialog.setDefaultSuffix(saves.partition(".")[2])
        if not saves.startswith("."):
            dialog.selectFile(saves)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: use(Path(name)))
    # Not exec(): a second event loop would let the ledger be closed under the dialog.
    dialog.open()


def open_path(path: Path) -> None:
    """Open a file in the program that the system has for it, or a folder where files are looked at."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def reveal_path(path: Path) -> None:
    """Show a file in its folder, marked where the system can do that."""
    program, *given = command = reveal_command(path)
    process = QProcess(QCoreApplication.instance())

    def end(code: int) -> None:
        process.deleteLater()
        if code != 0 and tells_failure(command):
            open_path(path.parent)

    process.finished.connect(end)
    # One that could not be started does not finish; what else goes wrong finishes as well.
    process.errorOccurred.connect(lambda fault: end(1) if fault == QProcess.ProcessError.FailedToStart else None)
    process.start(program, given)


def ask_folder(parent: QWidget, title: str, use: Callable[[Path], object], *, folder: str = "") -> None:
    """Ask for a folder, which may be made there, and use its path; `folder` is where the asking begins."""
    dialog = file_dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda name: use(Path(name)))
    dialog.open()


class Scrolling(QScrollArea):
    """Scrolls down and up what has no room, as wide as itself; the keyboard stops at what is in it."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def settle(area: QScrollArea) -> None:
    """Give what an area shows its place at once: painted before it has one, it is squashed for a frame.

    Qt lays out from the inside outward, a floor a turn of the event loop, and paints between them.
    """
    inner = area.widget()
    layout = inner.layout() if inner is not None else None
    if inner is None or layout is None or not area.isVisible():
        return
    for part in reversed(inner.findChildren(QWidget)):
        within = part.layout()
        if within is not None and within.isEnabled():
            within.activate()
    layout.activate()
    room = area.viewport().size()
    wraps = layout.hasHeightForWidth()
    height = layout.totalHeightForWidth(room.width()) if wraps else layout.totalSizeHint().height()
    inner.resize(room.width(), max(height, room.height()))


def settle_around(widget: QWidget) -> None:
    """Give what is in a widget, and all that it is in, their places at once, as Qt does when a thing shows."""
    within: QWidget | None = widget
    while within is not None and (layout := within.layout()) is not None:
        layout.activate()
        within = within.parentWidget()


class ListOrReason(QStackedWidget):
    """A list, or where it is empty why it is, with a button that shows everything again."""

    def __init__(self, shown: QWidget) -> None:
        super().__init__()
        self.reason = text("", "calmText")
        self.reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_button = button("")
        self.empty = QWidget()
        clear = row(None, self.clear_button, None)
        self.empty.setLayout(column(None, self.reason, clear, None, spacing=14, margins=(40, 0, 40, 0)))
        self.addWidget(shown)
        self.addWidget(self.empty)

    def show_list(self, shown: bool) -> None:
        """Show the list, or why there is none."""
        self.setCurrentIndex(0 if shown else 1)


def add_choice(menu: QMenu, group: QActionGroup, words: str, do: Callable[[], object], *, chosen: bool) -> QAction:
    """Add one of several choices to a menu, of which one holds."""
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(chosen)
    action.triggered.connect(lambda *_: do())
    group.addAction(action)
    return action


class Strip(QFrame):
    """A line across the window that says something for as long as it holds, and offers a remedy."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("past")
        self.words = text("", "pastWords")
        self.button = button("", "link")
        self.button.clicked.connect(self.asked)
        line_up = row(self.words, None, self.button, spacing=12, margins=(16, 4, 16, 4))
        line_up.setStretch(0, 1)
        self.setLayout(line_up)
        self.hide()

    def show_words(self, words: str, remedy: str = "", tip: str = "") -> None:
        """Say something, with more in the tip, and offer a remedy where there is one; nothing hides the line."""
        self.words.setText(words)
        self.words.setToolTip(tip)
        self.button.setText(remedy)
        self.button.setVisible(bool(remedy))
        self.setVisible(bool(words))


@dataclass(frozen=True, slots=True)
class Side:
    """A part beside the middle of a page: its `part` of the width, between two widths, and the least it can be made.

    Widths in pixels of the design.
    """

    widget: QWidget
    part: int
    least: int
    most: int
    minimum: int

    def width(self, whole: int) -> int:
        """Return its first width in a page that is so wide."""
        return min(scaled(self.most), max(scaled(self.least), whole // self.part))


class Panes(QSplitter):
    """Three parts side by side, of which the middle one takes what is left. Their widths are remembered."""

    def __init__(self, settings: Settings, state: str, left: Side, middle: tuple[QWidget, int], right: Side) -> None:
        """`state` is the name under which the widths are kept; the middle comes with the least it can be made."""
        super().__init__(Qt.Orientation.Horizontal)
        self._settings = settings
        self._state = state
        self._sides = (left, right)
        self._is_shared = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        parts = ((left.widget, left.minimum), middle, (right.widget, right.minimum))
        for place, (part, minimum) in enumerate(parts):
            part.setMinimumWidth(scaled(minimum))
            self.addWidget(part)
            self.setStretchFactor(place, 1 if place == 1 else 0)

    def share(self, width: int) -> None:
        """Bring back the widths of last time, or share this width out."""
        self._is_shared = True
        state = self._settings.state(self._state)
        if state is None or not self.restoreState(state):
            left, right = (side.width(width) for side in self._sides)
            self.setSizes([left, max(1, width - left - right), right])

    def remember(self) -> None:
        """Keep the widths, unless nobody has seen them."""
        if self._is_shared:
            self._settings.remember(self._state, self.saveState())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Not before: until it is shown nobody knows how wide it will be.
        if not self._is_shared:
            self.share(self.width())


class _SignedWord(QWidget):
    """A word of the rules behind its sign; the tool tip says its rule."""

    def __init__(self, appearance: Appearance, term: Assessment | Light, before: int, beside: int) -> None:
        """`before` and `beside`: pixels of the design before the sign, and taken by all that is no word."""
        super().__init__()
        self._appearance = appearance
        self._words = appearance.words.term(term)
        self._before = before
        self._beside = beside
        self.setAccessibleName(self._words)
        self.setToolTip(appearance.words.rule(term))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + scaled(self._beside), scaled(24))

    def sign_box(self) -> QRectF:
        """Return where the sign is drawn."""
        side = scaled(10)
        return QRectF(scaled(self._before) if self._before else 0, (self.height() - side) / 2, side, side)

    def write(self, painter: QPainter, colour: QColor) -> None:
        """Write the word."""
        painter.setPen(colour)
        room = self.rect().adjusted(scaled(self._before + 16), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._words)


class AssessmentChip(_SignedWord):
    """An assessment as icon, word and colour."""

    def __init__(self, appearance: Appearance, assessment: Assessment) -> None:
        super().__init__(appearance, assessment, 8, 32)
        self._assessment = assessment

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = self._appearance.tokens.assessments[self._assessment]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.ground)
        painter.drawRoundedRect(self.rect(), scaled(4), scaled(4))
        draw_assessment(painter, self.sign_box(), self._assessment, colours.text)
        self.write(painter, colours.text)


class LightMark(_SignedWord):
    """A schedule light as shape, word and colour."""

    def __init__(self, appearance: Appearance, light: Light) -> None:
        super().__init__(appearance, light, 0, 18)
        self._light = light

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colour = self._appearance.tokens.lights[self._light]
        painter = QPainter(self)
        draw_light(painter, self.sign_box(), self._light, colour)
        self.write(painter, colour)


class DoubtSign(QWidget):
    """The sign of a doubt, before its words."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(14), scaled(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        side = scaled(12)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        draw_doubt(QPainter(self), box, self._appearance.tokens.colour("warn"))


class DrawnButton(QAbstractButton):
    """A button that draws itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


class DrawnLine(DrawnButton):
    """A line as wide as there is room, to be pressed, that draws itself."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        # So that it is painted again when the pointer comes and goes.
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(60), self.sizeHint().height())


class CheckBox(QCheckBox):
    """A check box in our colours, with a number at its right where there is something to count."""

    def __init__(self, appearance: Appearance, words: str = "") -> None:
        super().__init__(words)
        self._appearance = appearance
        self._count: int | None = None
        # The words of the choices that it stands among, from which it is to be told where its own are cut short.
        self.beside: Sequence[str] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        """Show how many rows this choice would give; a choice that gives none steps back."""
        if count == self._count:
            return
        self._count = count
        self.setAccessibleDescription(str(count))
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        # A pixel more than the words, whose width is rounded: they are cut short where the last fraction has no room.
        width = scaled(24) + metrics.horizontalAdvance(self.text()) + 1
        return QSize(width, max(scaled(24), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(60), self.sizeHint().height())

    def hitButton(self, pos: object) -> bool:
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_box(painter)
        tokens = self._appearance.tokens
        right = self.width() - scaled(2)
        if self._count is not None:
            colour = tokens.colour("soft" if self._count else "faint")
            number = f"{self._count:,}"
            write(painter, QRect(0, 0, right, self.height()), number, colour, Qt.AlignmentFlag.AlignRight)
            right -= max(scaled(32), painter.fontMetrics().horizontalAdvance(number) + scaled(6))
        quiet = self._count == 0 and not self.isChecked()
        font = QFont(self.font())
        font.setBold(self.isChecked() and self._count is not None)
        painter.setFont(font)
        room = QRect(scaled(22), 0, right - scaled(22), self.height())
        ink = "faint" if quiet else "ink" if self.isEnabled() else "soft"
        write(painter, room, cut_to_tell(script_of(font), self.text(), self.beside, room.width()), tokens.colour(ink))

    def _draw_box(self, painter: QPainter) -> None:
        tokens = self._appearance.tokens
        side = scaled(14)
        box = QRectF(1.5, (self.height() - side) / 2, side, side)
        if self.hasFocus():
            draw_focus(painter, self.rect(), tokens)
            box.translate(scaled(2), 0)
        marked = self.isEnabled() and (self.isChecked() or self.underMouse())
        draw_tick_box(painter, box, tokens, ticked=self.isChecked(), marked=marked, allowed=self.isEnabled())


def mark_invalid(widget: QWidget, invalid: bool) -> None:
    """Frame an input whose contents were refused, or take the frame away."""
    widget.setProperty("invalid", invalid)
    # A style sheet looks at properties only when it dresses a widget.
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def breaking_between(items: str) -> str:
    """Return words parted by middle dots so that a line ends only between two of them, and not within Chinese ones."""
    joined = (_JOINER.join(item.replace(" ", _NO_BREAK)) for item in items.split(_BETWEEN))
    return _BETWEEN.join(joined)


class ElidedLabel(QLabel):
    """Takes what room there is."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        room = self.contentsRect()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


_LONGEST = 44


def address_line(url: str) -> QLabel:
    """An address, shortened where it is long, that opens in the browser. A file is only named: the program that would
    open it may run what it contains, and the address may be another's."""
    plain = plain_address(url)
    shown = escape(_shortened(plain))
    is_link = is_web_address(plain)
    address = label(f'<a href="{escape(plain)}">{shown}</a>' if is_link else shown, "small", rich=True)
    address.setOpenExternalLinks(is_link)
    address.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
    address.setToolTip(plain)
    address.setMinimumWidth(1)
    return address


def _shortened(url: str) -> str:
    bare = url.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1] + "…"


_NEW_SIZES = frozenset(
    {
        QEvent.Type.LayoutRequest,
        QEvent.Type.FontChange,
        QEvent.Type.StyleChange,
        QEvent.Type.PolishRequest,
        QEvent.Type.Show,
    }
)


class Flow(QWidget):
    """Places its things itself; `spacing` in pixels of the design.

    Not a `QLayout` of our own: who owns the items that one hands out is not safe to say across Python and C++.
    """

    def __init__(self, spacing: int = 6) -> None:
        super().__init__()
        self._things: tuple[QWidget, ...] = ()
        self._spacing = spacing
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, things: Sequence[QWidget]) -> None:
        """Show these in place of what was there; what is not among them is let go."""
        for old in self._things:
            if old not in things:
                old.hide()
                old.deleteLater()
        self._things = tuple(things)
        self._heights.clear()
        for thing in things:
            thing.setParent(self)
            thing.show()
        self.updateGeometry()
        self._place(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # A column of cards asks each of its lines thirty times, mostly for the same width.
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._place(width, move=False)
        return known

    def sizeHint(self) -> QSize:
        return QSize(scaled(60), self.heightForWidth(max(self.width(), scaled(60))))

    def event(self, event: QEvent) -> bool:
        """One of the things wants another size, or looks otherwise: place them all again."""
        if event.type() in _NEW_SIZES:
            self._heights.clear()
            if event.type() == QEvent.Type.LayoutRequest:
                self._place(self.width(), move=True)
                self.updateGeometry()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        # Words may be cut short, so that one long word never makes the window wider.
        return QSize(scaled(60), max((thing.sizeHint().height() for thing in self._things), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        """Return the height that the things take at this width; with `move`, place each in the middle of its line."""
        gap = scaled(self._spacing)
        left = 0
        top = 0
        line = 0
        placed: list[tuple[QWidget, QRect]] = []
        for thing in self._things:
            # A fixed width, such as that of an input, counts before what the thing would like.
            hint = thing.sizeHint().expandedTo(thing.minimumSize()).boundedTo(thing.maximumSize())
            size = hint.boundedTo(QSize(max(width, 1), hint.height()))
            if placed and left + size.width() > width:
                _move(placed if move else [], line)
                placed = []
                left = 0
                top = top + line + gap
                line = 0
            placed.append((thing, QRect(QPoint(left, top), size)))
            left += size.width() + gap
            line = max(line, size.height())
        _move(placed if move else [], line)
        return top + line


def _move(things: Sequence[tuple[QWidget, QRect]], height: int) -> None:
    """Place things of one line, of this height, in its middle."""
    for thing, place in things:
        thing.setGeometry(place.translated(0, (height - place.height()) // 2))


class TabOrder:
    """The way of the Tab key through things that stay. Qt hears of it only where the way has changed."""

    def __init__(self) -> None:
        self._stops: Sequence[QWidget] = ()

    def lead(self, stops: Sequence[QWidget]) -> None:
        """Lead from each of these to the next."""
        if stops != self._stops:
            self._stops = stops
            lead(stops)


def lead(stops: Sequence[QWidget]) -> None:
    """Let the Tab key lead from each of these to the next."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def stops_in(root: QWidget) -> list[QWidget]:
    """Where the Tab key stops inside a widget, in the order in which its layouts are read."""
    inner = [child for child in root.children() if isinstance(child, QWidget) and not child.isWindow()]
    layout = root.layout()
    # Without one it places its things itself, or holds none.
    if layout is not None:
        inner = _laid_out(layout, inner)
    own = [root] if root.focusPolicy() & Qt.FocusPolicy.TabFocus else []
    # What is inside a combo box takes no Tab of its own.
    return own if isinstance(root, QComboBox) else own + [stop for child in inner for stop in stops_in(child)]


def _laid_out(layout: QLayout, among: Sequence[QWidget]) -> list[QWidget]:
    """Those of these widgets that a layout places, in its order."""
    # By the places of the widgets, and not by the items of the layout: see `layouts_in`.
    found = [(place, [widget]) for widget in among if (place := layout.indexOf(widget)) >= 0]
    found += [(layout.indexOf(inner), _laid_out(inner, among)) for inner in layouts_in(layout)]
    return [widget for _, widgets in sorted(found, key=itemgetter(0)) for widget in widgets]
