"""Three steps in the window itself: find a commitment, record the notice, judge.

A line says the step, a ring shows where; each step is done when its work is done, whichever way."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.widgets import button, label, row, text
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail, Name
from tracker.locations import resources_dir

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

FIND, RECORD, JUDGE = range(3)
_LOOK_MILLISECONDS = 250
_DONE = 3


@dataclass(frozen=True, slots=True)
class StepsExample:
    """What the steps are about: a commitment by its code, what is typed to find it, its title, and a notice with its
    number."""

    code: str
    typed: str
    title: Name
    notice: Path
    number: str


@cache
def first_subject() -> StepsExample:
    """Return what the steps are about."""
    folder = resources_dir() / "first_steps"
    said = tomllib.loads((folder / "steps.toml").read_text(encoding="utf-8"))
    title = Name(said["code"], said["title"], said["title_en"])
    return StepsExample(said["code"], said["typed"], title, folder / said["notice"], said["number"])


class Ring(QWidget):
    """A frame around a widget of the window. The mouse and the keyboard do not notice it."""

    def __init__(self, appearance: Appearance, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self.setObjectName("ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_around(self, target: QWidget | None) -> None:
        """Follow a widget; hide where it is not to be seen."""
        window = self.parentWidget()
        if target is None or not target.isVisible() or window is None:
            self.hide()
            return
        beyond = scaled(3)
        corner = target.mapTo(window, QPoint(0, 0))
        area = target.rect().translated(corner).adjusted(-beyond, -beyond, beyond, beyond)
        self.setGeometry(area.intersected(window.rect()))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._appearance.tokens.colour("accent"), scaled(2)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), scaled(4), scaled(4))


class StepStrip(QFrame):
    """Says which step it is and what is to be done."""

    notice_wanted = Signal()
    left = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName("quietStrip")
        self.number = label("", "strong")
        self.words = text("")
        self.notice_button = button("", "link")
        self.notice_button.setObjectName("useNotice")
        self.notice_button.clicked.connect(self.notice_wanted)
        self.leave_button = button("", "quiet-link")
        self.leave_button.setObjectName("leaveSteps")
        self.leave_button.clicked.connect(self.left)
        line = row(self.number, self.words, self.notice_button, self.leave_button, spacing=12, margins=(16, 4, 16, 4))
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_step(self, step: int) -> None:
        """Say a step; `_DONE` is the end."""
        said = (
            self.tr("Press Ctrl+F, type {typed} and choose the line “{title}”.").format(
                typed=first_subject().typed, title=self._appearance.words.name(first_subject().title)
            ),
            self.tr("Drop the notice of May 2025 on it, check what was read from it, and save: 34, role plan."),
            self.tr(
                "Press Ctrl+J: choose what the evidence proves (a plan alone: “In progress”), give a reason, save."
            ),
            self.tr("Done: found, proved and judged. Ctrl+Z takes it back step by step."),
        )
        self.number.setText(self.tr("Step {number} of 3").format(number=step + 1) if step < _DONE else "")
        self.number.setVisible(step < _DONE)
        self.words.setText(said[step])
        self.notice_button.setText(self.tr("Use the sample notice"))
        self.notice_button.setVisible(step == RECORD)
        self.leave_button.setText(self.tr("Leave") if step < _DONE else self.tr("Close"))
        self.show()


class FirstSteps(Controller):
    """`notice_wanted` carries the path of the notice, `page_wanted` asks for the page on which the steps are done."""

    notice_wanted = Signal(object)
    page_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self.strip = StepStrip(appearance)
        self.ring = Ring(appearance, window)
        self.step: int | None = None
        self.shown: Callable[[], CommitmentDetail | None] = lambda: None
        """Tells which commitment is shown."""
        self.sought: Callable[[], str] = lambda: ""
        """Tells the words that the ledger is searched for."""
        self.target: Callable[[int], QWidget | None] = lambda _: None
        """Tells which widget a step is about."""
        self._before: CommitmentDetail | None = None
        self._watch = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._watch.timeout.connect(self._follow)
        self.strip.left.connect(self.leave)
        # The page first: a button that goes while it has the keyboard hands it on to the one that leaves.
        self.strip.notice_wanted.connect(self.page_wanted)
        self.strip.notice_wanted.connect(lambda: self.notice_wanted.emit(first_subject().notice))

    @property
    def handlers(self) -> dict[str, Do]:
        return {"first_steps": self.ask}

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        self._before = None
        if ledger is None:
            self._watch.stop()
            self.strip.hide()
            self.ring.hide()
        elif self.step == _DONE:
            self.leave()
        elif self.step is not None:
            self.expect()

    def ask(self) -> None:
        """Begin with the first step, where the ledger has the commitment that they are about; else say why not."""
        self.run(_look, lambda _: self.start())

    def expect(self) -> None:
        """Begin in this ledger, or in the one that is opened next; say nothing where that has no such commitment."""
        self.step = FIND
        if self.ledger is not None:
            ledger = self.ledger
            self._jobs.run(lambda: _look(ledger), lambda _: self.start(), lambda _: self.leave(), "first_steps")

    def refuse(self, error: Exception) -> None:
        if isinstance(error, UserError) and error.code == "commitment_unknown":
            self.refused.emit(
                self.tr("The three steps need the briefing of January 2025, which the sample ledger has, too.")
            )
        else:
            super().refuse(error)

    def start(self) -> None:
        """Begin with the first step."""
        self.page_wanted.emit()
        self._begin(FIND)

    def leave(self) -> None:
        """Show no step any more."""
        self.step = None
        self._watch.stop()
        self.strip.hide()
        self.ring.hide()

    def retranslate(self) -> None:
        """Say the step again, in the current language."""
        if self.step is not None and not self.strip.isHidden():
            self.strip.show_step(self.step)

    def _begin(self, step: int) -> None:
        self._before = self._detail()
        if (
            step == RECORD
            and self._before is not None
            and any(one.number == first_subject().number for one in self._before.evidence)
        ):
            step = JUDGE
        self.step = step
        self.strip.show_step(step)
        self._watch.start()
        self._point()

    def _detail(self) -> CommitmentDetail | None:
        detail = self.shown()
        return detail if detail is not None and detail.row.code == first_subject().code else None

    def _follow(self) -> None:
        """Go on where the step is done, and keep the ring where it belongs."""
        if self.step is not None and self.step < _DONE and self._is_done():
            self._begin(self.step + 1)
        else:
            self._point()
        if self.step == _DONE:
            self._watch.stop()
            self.ring.hide()

    def _is_done(self) -> bool:
        detail = self._detail()
        before = self._before
        if detail is None:
            return False
        if self.step == FIND:
            # Where it was in sight already it was found only once something is searched for.
            return before is None or bool(self.sought())
        if before is None:
            # It was not in sight when the step began: what there is now is what there was.
            self._before = detail
            return False
        if self.step == RECORD:
            return len(detail.pieces) + detail.evidence_unread > len(before.pieces) + before.evidence_unread
        return detail.judged_at != before.judged_at

    def _point(self) -> None:
        self.ring.show_around(self.target(self.step) if self.step is not None else None)


def _look(ledger: "OpenLedger") -> None:
    """Raises `commitment_unknown` where the steps cannot be done."""
    services.reading.read_detail(ledger.workspace, first_subject().code)
