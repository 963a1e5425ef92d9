"""The judging run (逐项判定): one commitment after another, its words, what is known of it, a verdict by one key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import State, draft_key
from tracker.desktop.jobs import Jobs
from tracker.desktop.theme import scaled
from tracker.desktop.views.assessment.assessment_dialog import (
    QUESTIONS,
    TICKS,
    AssessmentDialog,
    HeldReasons,
    Ticks,
    VerdictInput,
    ticks_in,
    ticks_kept,
)
from tracker.desktop.views.common.key_dialog import KeyDialog
from tracker.desktop.views.common.widgets import breaking_between, button, column, hairline, label, row, text
from tracker.desktop.views.detail.sections import Shown
from tracker.desktop.views.forms.plain_dialog import call, if_open
from tracker.desktop.views.judging.case_view import FactsPane, Pane, WordsPane
from tracker.desktop.views.judging.reason_input import ReasonField
from tracker.desktop.views.recording.recorder import Recorder
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, EvidenceRow
from tracker.domain.terms import Assessment, Doubt

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.assessment.judging_run import JudgingCase

_KEPT = 8
"""Commitments that are kept as they were read: the one shown, those just left, and the next."""
_SIZE = (1_440, 900)
_SHARES = (5, 6, 6)
"""How wide the three columns are beside each other."""


@dataclass(slots=True)
class Typed:
    """What was chosen and typed for a commitment, and not saved."""

    assessment: Assessment
    reason: str = ""
    held: dict[Doubt, str] = field(default_factory=dict[Doubt, str])
    ticks: Ticks = field(default_factory=dict[Assessment, dict[int, bool]])
    reason_en: str = ""

    @classmethod
    def from_draft(cls, state: State) -> "Typed":
        """What a form for one verdict would show again."""
        known = {one.value for one in Assessment}
        chosen = state.get("assessment")
        held = {doubt: str(state[name]) for doubt in QUESTIONS if state.get(name := HeldReasons.field(doubt))}
        verdict = Assessment(chosen if chosen in known else "not_rated")
        english = str(state.get("reason_en", ""))
        return cls(verdict, str(state.get("reason", "")), held, ticks_in(state.get(TICKS)), english)

    def as_draft(self) -> State:
        """The fields of a form for one verdict, which shows them the next time."""
        held = {HeldReasons.field(doubt): words for doubt, words in self.held.items()}
        reasons = {"reason": self.reason, "reason_en": self.reason_en}
        return {"assessment": self.assessment.value, **reasons, TICKS: ticks_kept(self.ticks), **held}

    @property
    def is_worth_keeping(self) -> bool:
        """Whether anything was typed or ticked."""
        return bool(self.reason or self.reason_en or self.held or any(self.ticks.values()))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the run wrote: of which commitment, and what had been typed for it, if that was its verdict."""

    code: str
    typed: Typed | None = None


def _draft(code: str) -> str:
    """The key of what is typed about a verdict: that of the form for one, so that each goes on from the other."""
    return draft_key(AssessmentDialog.__name__, code)


class JudgingRun(KeyDialog):
    """`written` carries all that was changed, when the run ends.

    Without the mouse: 1 to 8 choose a verdict and lead to the reason; Enter gives it and goes on; with the verdicts in
    focus J or Page Down goes on without one, K or Page Up goes back, S logs a search, E adds evidence, U takes back the
    last step. Escape leads from a text to the verdicts, and from there out. What was typed for a commitment that was
    left stays with it, for the next run and for the form for one verdict, too.
    """

    written = Signal(object)

    def __init__(
        self, appearance: Appearance, jobs: Jobs, parent: QWidget, ledger: "OpenLedger", codes: Sequence[str]
    ) -> None:
        super().__init__(appearance, parent, "judgingRun", self.tr("Judge one by one"))
        self._jobs = jobs
        self._ledger = ledger
        self._codes = list(codes)
        self._place = 0
        self._cases: dict[str, JudgingCase] = {}
        self._reasons: dict[Assessment, tuple[str, ...]] = {}
        self._judged: dict[str, Assessment] = {}
        self._steps: list[Step] = []
        self._changed: set[int] = set()
        self._event = 0
        self._busy = False
        self._shown = ""
        # Those of this ledger, whichever is open later.
        self._drafts = appearance.drafts.here
        self._kept: set[str] = set()
        """Codes of the drafts that this run wrote, and not a form."""
        self._begun: Typed | None = None
        """What stood in the fields when the commitment was shown."""
        self._recorder = Recorder(appearance, jobs, self)
        self._recorder.ledger = ledger
        self._recorder.written.connect(self._take_record)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._read_reasons()
        self._go_to(0)

    @property
    def code(self) -> str:
        """The commitment that is asked about; "" at the end."""
        return self._codes[self._place] if self._place < len(self._codes) else ""

    @property
    def is_shown(self) -> bool:
        """Whether everything about the commitment asked about is there, and nothing is being written."""
        return self._shown == self.code and not self._busy

    @property
    def judged(self) -> dict[str, Assessment]:
        """What was judged in this run, by code."""
        return dict(self._judged)

    def register(self, name: str, widget: QWidget, words: str) -> QLabel:
        """Take an input by its name; what is refused is said in one place, so that its own stays empty."""
        del name
        call(widget, words)
        widget.installEventFilter(self)
        unused = text("", "fault")
        unused.setVisible(False)
        return unused

    def add(self, name: str, widget: QWidget, caption: str | None = None) -> QVBoxLayout:
        """Return a field with its caption, not placed yet."""
        words = self.appearance.words.field(name) if caption is None else caption
        self.register(name, widget, words)
        shown = label(words, "formLabel")
        shown.setBuddy(widget)
        return column(shown, widget, spacing=3)

    def submit(self) -> None:
        """Give the verdict and go on; where something is missing, lead there."""
        if not self.is_shown or not self.code:
            return
        if not self.reason.words:
            self.reason.input.setFocus()
            return
        unanswered = self.verdict.held.first_open()
        if self.verdict.refusal is not None or unanswered is not None:
            (unanswered or self.verdict.grid.choices[self.verdict.grid.chosen]).setFocus()
            return
        self._write()

    def skip(self) -> None:
        """Go on without a verdict."""
        self._go_to(self._place + 1)

    def back(self) -> None:
        """Go to the one before."""
        self._go_to(self._place - 1)

    def undo(self) -> None:
        """Take back the last step of this run, and go to where it was done."""
        if self._busy or not self._steps:
            return
        ledger = self._ledger
        step = self._steps[-1]

        def done(changes: Changes) -> None:
            self._steps.pop()
            self._note(changes)
            self._judged.pop(step.code, None)
            if step.typed is not None:
                self._keep(step.code, step.typed)
            if step.code not in self._codes:
                # It was left out when those that were passed over were looked at again.
                self._codes.insert(self._place, step.code)
            self._go_to(self._codes.index(step.code), keep=step.typed is None or step.code != self._shown)

        self._run(lambda: services.undoing.undo(ledger.present), done)

    def log_search(self) -> None:
        """Record a search for evidence, with the prepared words at hand."""
        if self.is_shown and self.code:
            self._recorder.log_search(self._cases[self.code].detail)

    def add_evidence(self) -> None:
        """Record a piece of evidence for this commitment."""
        if self.is_shown and self.code:
            self._recorder.add_evidence(self._cases[self.code].detail)

    def show_evidence(self, evidence_id: int) -> None:
        """Bring the card of a piece of evidence into view."""
        self.facts.show_evidence(evidence_id)

    def look_at(self, piece: EvidenceRow, sha256: str) -> None:
        """Open a file of a piece, "" for the one that its words are quoted from."""
        self._recorder.look_at(piece, sha256)

    def show_folder(self, piece: EvidenceRow, sha256: str) -> None:
        """Show a copy of a file of a piece in its folder."""
        self._recorder.show_folder(piece, sha256)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a line that asks for a reason Enter goes on, too, and Escape leads back to the verdicts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is not self.verdict.grid:
            # With Shift it begins a line of the reason in English, as it does in the Chinese one.
            is_line = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enters and not is_line and watched is not self.reason.input:
                self.submit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._focus_verdicts()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        do = self._keys.get(event.key()) if plain else None
        focus = self.focusWidget()
        if do == self.submit and not self.code and isinstance(focus, QPushButton):
            focus.click()
            return
        if do is not None:
            do()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        super().done(result)
        self._tell()

    def _tell(self) -> None:
        self._keep_typed()
        self._shown = ""
        if self._event:
            self.written.emit(Changes(self._event, tuple(sorted(self._changed))))
            self._event = 0

    def _read_reasons(self) -> None:
        ledger = self._ledger

        def done(reasons: dict[Assessment, tuple[str, ...]]) -> None:
            self._reasons = reasons
            self._offer()

        self._jobs.run(lambda: services.judging_run.read_reasons(ledger.workspace), if_open(self, done))

    def _go_to(self, place: int, *, keep: bool = True) -> None:
        """Ask about another commitment; what was typed for this one is kept, unless something else was put there."""
        if self._busy:
            return
        if keep:
            self._keep_typed()
        self._place = max(0, min(place, len(self._codes)))
        self._fault.setVisible(False)
        self._show_counter()
        if not self.code:
            self._show_end()
        elif self.code in self._cases:
            self._show_case()
        else:
            self._read(self.code)

    def _keep_typed(self) -> None:
        code = self._shown
        if not code:
            return
        typed = self._now
        if typed == self._begun:
            # It was only looked at.
            return
        is_of_form = code not in self._kept and self._drafts.find(_draft(code)) is not None
        if typed.is_worth_keeping or is_of_form:
            self._keep(code, typed)
        elif code in self._kept:
            self._forget(code)

    @property
    def _now(self) -> Typed:
        """What is typed in the fields."""
        ticks = {verdict: dict(by) for verdict, by in self.verdict.proof.by_hand.items() if by}
        verdict = self.verdict
        return Typed(verdict.grid.chosen, self.reason.words, verdict.held.reasons, ticks, verdict.english.words)

    def _keep(self, code: str, typed: Typed) -> None:
        if self._drafts.find(_draft(code)) is None:
            self._kept.add(code)
        self._drafts.keep(_draft(code), typed.as_draft())

    def _forget(self, code: str) -> None:
        self._kept.discard(code)
        self._drafts.forget(_draft(code))

    def _drafted(self, code: str) -> Typed | None:
        """What was typed for it earlier and not saved, in a run or in the form for one verdict."""
        draft = self._drafts.find(_draft(code))
        return Typed.from_draft(draft.state) if draft is not None else None

    def _read(self, code: str) -> None:
        ledger = self._ledger

        def done(case: "JudgingCase") -> None:
            self._cases[code] = case
            while len(self._cases) > _KEPT:
                self._cases.pop(next(iter(self._cases)))
            if code == self.code and self._shown != code:
                self._show_case()

        def failed(error: Exception) -> None:
            if code == self.code and isinstance(error, UserError):
                self._refuse(error)

        self._jobs.run(
            lambda: services.judging_run.read_case(ledger.workspace, code),
            if_open(self, done),
            if_open(self, failed),
        )

    def _show_case(self) -> None:
        case = self._cases[self.code]
        self._shown = self.code
        detail = case.detail
        typed = self._drafted(self.code)
        chosen = typed.assessment if typed is not None else detail.row.assessment
        self._stack.setCurrentIndex(0)
        shown = Shown.of(self, self.appearance, detail)
        self.words.show_case(shown)
        self.facts.show_case(shown)
        self.verdict.show_case(detail, self._ledger.today(), case.rules.search_expiry_days, chosen)
        self.verdict.proof.by_hand = {verdict: dict(by) for verdict, by in typed.ticks.items()} if typed else {}
        self.verdict.show_again()
        self.verdict.held.fill(typed.held if typed is not None else {})
        self.reason.input.take(typed.reason if typed is not None else "")
        self.verdict.english.input.setPlainText(typed.reason_en if typed is not None else "")
        self._begun = self._now
        self._offer()
        self._focus_verdicts()
        following = self._codes[self._place + 1 : self._place + 2]
        for code in following:
            if code not in self._cases:
                self._read(code)

    def _show_end(self) -> None:
        self._shown = ""
        skipped = len(self._codes) - len(self._judged)
        said = self.tr("Judged: {count}.").format(count=len(self._judged))
        rest = self.tr("Passed over without an assessment: {count}.").format(count=skipped) if skipped else ""
        self._end.setText(" ".join(filter(None, (said, rest))))
        self._again.setVisible(bool(skipped))
        self._stack.setCurrentIndex(1)
        (self._again if skipped else self._finish).setFocus()

    def _look_again(self) -> None:
        """Go through those that were passed over."""
        self._codes = [code for code in self._codes if code not in self._judged]
        self._go_to(0)

    def _show_counter(self) -> None:
        total = len(self._codes)
        judged = len(self._judged)
        said = self.tr("{place} of {total} · {judged} judged · {left} left")
        place = min(self._place + 1, total)
        self._counter.setText(said.format(place=place, total=total, judged=judged, left=total - judged))
        self._progress.setMaximum(max(total, 1))
        self._progress.setValue(judged)
        self._undo.setEnabled(bool(self._steps))
        self._back.setEnabled(self._place > 0)

    def _offer(self) -> None:
        chosen = self.verdict.grid.chosen
        earlier = self._reasons.get(chosen, ())
        self.reason.offer((*earlier, *self.appearance.words.starters(chosen)))

    def _focus_verdicts(self) -> None:
        self.verdict.grid.choices[self.verdict.grid.chosen].setFocus()

    def _write(self) -> None:
        ledger = self._ledger
        code = self.code
        chosen = self.verdict.grid.chosen
        typed = self._now
        values = {
            "commitment": code,
            "assessment": chosen,
            "reason": typed.reason,
            "evidence": self.verdict.proof.ticked,
            "held": typed.held,
            "reason_en": typed.reason_en,
            "expected_version": self._cases[code].detail.row.version,
        }

        def done(changes: Changes) -> None:
            self._steps.append(Step(code, typed))
            self._note(changes)
            self._judged[code] = chosen
            self._forget(code)
            known = self._reasons.get(chosen, ())
            latest = (typed.reason, *(one for one in known if one != typed.reason))
            self._reasons[chosen] = latest[: services.judging_run.MOST_REASONS]
            self._shown = ""  # what stands in the fields is saved
            self._go_to(self._place + 1)

        self._run(
            lambda: ledger.write(services.judging.set_assessment, services.commands.AssessmentChange, values), done
        )

    def _run(self, work: Callable[[], Changes], done: Callable[[Changes], None]) -> None:
        """Write in the background; nothing else is begun meanwhile."""

        def succeed(changes: Changes) -> None:
            self._busy = False
            done(changes)

        def fail(error: Exception) -> None:
            self._busy = False
            if isinstance(error, UserError):
                self._refuse(error)

        self._busy = True
        self._fault.setVisible(False)
        self._jobs.run(work, if_open(self, succeed), if_open(self, fail))

    def _refuse(self, error: UserError) -> None:
        """Say why it was not taken. Where the ledger is another one than what is shown, the newest state is read."""
        self.complain(self.appearance.words.error(error))
        if error.code in ("changed_meanwhile", "verdict_questioned"):
            self._read_anew()

    def _take_record(self, changes: Changes) -> None:
        """A search or a piece of evidence was recorded from here."""
        self._steps.append(Step(self.code))
        self._note(changes)
        self._read_anew()

    def _read_anew(self) -> None:
        """Show the newest state of the commitment; what was typed stays."""
        self._keep_typed()
        self._cases.pop(self.code, None)
        self._shown = ""
        self._read(self.code)

    def _note(self, changes: Changes) -> None:
        self._event = changes.event_id
        self._changed.update(changes.commitments)
        for code in [code for code, case in self._cases.items() if case.detail.row.id in changes.commitments]:
            del self._cases[code]

    def _make_parts(self) -> None:
        self._counter.setObjectName("runCounter")
        self.words = WordsPane(self.appearance)
        self.facts = FactsPane(self.appearance)
        self.reason = ReasonField()
        self.verdict = VerdictInput(self, self._reason_field(), columns=2)
        self._verdict_pane = Pane(self.tr("The assessment"))
        self._undo = self.key_button(self.tr("Undo"), "U")
        self._search = self.key_button(self.tr("Log a search…"), "S")
        self._evidence = self.key_button(self.tr("Add evidence…"), "E")
        self._back = self.key_button(self.tr("Back"), "K")
        self._skip = self.key_button(self.tr("Pass over"), "J")
        self._give = button(self.tr("Judge, and go on"), "primary")
        self._give.setObjectName("giveVerdict")
        self._give.setToolTip(self.tr("Enter"))
        self._end = text("", "heading")
        self._end.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._again = button(self.tr("Look at those passed over"))
        self._finish = button(self.tr("Finish"), "primary")
        self._stack = QStackedWidget()

    def _reason_field(self) -> QVBoxLayout:
        self.register("reason", self.reason.input, self.appearance.words.field("reason"))
        shown = label(self.appearance.words.field("reason"), "formLabel")
        shown.setBuddy(self.reason.input)
        return column(shown, self.reason, spacing=3)

    def _lay_out(self) -> None:
        head = row(label(self.tr("Judge one by one"), "heading"), self._counter, None, spacing=12)
        self._verdict_pane.show_lines(column(self.verdict, self._fault, None, margins=(16, 16, 20, 16)))
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        for pane in (self.words, self.facts, self._verdict_pane):
            pane.setMinimumWidth(scaled(260))
            panes.addWidget(pane)
        end = QWidget()
        end.setLayout(column(None, self._end, row(None, self._again, self._finish, None, spacing=8), None, spacing=16))
        self._stack.addWidget(panes)
        self._stack.addWidget(end)
        keys = text(
            breaking_between(
                self.tr(
                    "1–8 choose · Enter judges and goes on · J pass over · K back · S search · E evidence · U undo · "
                    "Esc leaves"
                )
            ),
            "small",
        )
        foot = row(self._undo, self._search, self._evidence, keys, self._back, self._skip, self._give, spacing=8)
        foot.setStretch(3, 1)
        frame = QFrame()
        frame.setLayout(column(foot, margins=(20, 12, 20, 14)))
        top = column(head, margins=(20, 14, 20, 10))
        whole = column(top, self._progress, self._stack, hairline(), frame)
        whole.setStretchFactor(self._stack, 1)
        self.setLayout(whole)
        self.fit(*_SIZE, 520)
        panes.setSizes([self.width() * share // sum(_SHARES) for share in _SHARES])

    def _connect(self) -> None:
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_J: self.skip,
            Qt.Key.Key_PageDown: self.skip,
            Qt.Key.Key_K: self.back,
            Qt.Key.Key_PageUp: self.back,
            Qt.Key.Key_S: self.log_search,
            Qt.Key.Key_E: self.add_evidence,
            Qt.Key.Key_U: self.undo,
            Qt.Key.Key_Return: self.submit,
            Qt.Key.Key_Enter: self.submit,
        }
        for made, do in (
            (self._undo, self.undo),
            (self._search, self.log_search),
            (self._evidence, self.add_evidence),
            (self._back, self.back),
            (self._skip, self.skip),
            (self._give, self.submit),
            (self._again, self._look_again),
            (self._finish, self.accept),
        ):
            made.clicked.connect(do)
        self.verdict.picked.connect(self.reason.input.setFocus)
        self.verdict.chose.connect(self._offer)
        self.reason.submitted.connect(self.submit)
        self.reason.input.left.connect(self._focus_verdicts)
        QShortcut(QKeySequence("Alt+Down"), self, self.skip)
        QShortcut(QKeySequence("Alt+Up"), self, self.back)
        QShortcut(QKeySequence.StandardKey.Undo, self, self.undo)
        QShortcut(QKeySequence("Ctrl+Down"), self, lambda: self.facts.turn(1))
        QShortcut(QKeySequence("Ctrl+Up"), self, lambda: self.facts.turn(-1))
