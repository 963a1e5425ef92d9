"""The questions that a verdict raises, each with a line for the reason by which the analyst holds to it (§2)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.views.common.widgets import DoubtSign, column, label, row, text
from tracker.desktop.views.forms.field_host import FieldHost
from tracker.desktop.views.forms.form_dialog import line
from tracker.domain.terms import Doubt

_FIELD = "held_"
QUESTIONS = tuple(doubt for doubt in Doubt if doubt is not Doubt.GROUNDS_CHANGED)
"""What a verdict may be questioned for when it is set; that its grounds have changed only arises later."""


class HeldReasons(QFrame):
    """Belongs to a form, whose fields the lines are: `held_arithmetic_short` and so on."""

    changed = Signal()

    def __init__(self, form: FieldHost) -> None:
        super().__init__()
        self.setObjectName("questions")
        self._form = form
        self._asked = tuple[Doubt, ...]()
        self._lines: dict[Doubt, QLineEdit] = {}
        self._about: dict[Doubt, QLabel] = {}
        self._questions = {doubt: self._question(form.appearance, doubt) for doubt in QUESTIONS}
        head = text(self.tr("The rules question this verdict. To hold to it, give a reason for each."), "hint")
        self.setLayout(column(head, *self._questions.values(), spacing=8, margins=(12, 10, 12, 10)))
        self.ask(())

    @property
    def asked(self) -> tuple[Doubt, ...]:
        """The questions that show."""
        return self._asked

    @property
    def reasons(self) -> dict[Doubt, str]:
        """What was answered to the questions that show."""
        answers = {doubt: self._lines[doubt].text().strip() for doubt in self._asked}
        return {doubt: answer for doubt, answer in answers.items() if answer}

    @property
    def is_answered(self) -> bool:
        """Whether every question that shows has its reason."""
        return len(self.reasons) == len(self._asked)

    def ask(self, doubts: Sequence[Doubt], about: Mapping[Doubt, str] | None = None) -> None:
        """Ask exactly these; what was typed of any stays. `about` says of which commitments, where these are many."""
        self._asked = tuple(doubt for doubt in QUESTIONS if doubt in doubts)
        for doubt, question in self._questions.items():
            question.setVisible(doubt in self._asked)
            said = (about or {}).get(doubt, "")
            self._about[doubt].setText(said)
            self._about[doubt].setVisible(bool(said))
        self.setVisible(bool(self._asked))

    def first_open(self) -> QLineEdit | None:
        """Return the line of the first question that has no reason yet."""
        return next((self._lines[doubt] for doubt in self._asked if not self._lines[doubt].text().strip()), None)

    def fill(self, reasons: Mapping[Doubt, str]) -> None:
        """Set what was typed before, and empty the other lines."""
        for doubt, typed in self._lines.items():
            typed.setText(reasons.get(doubt, ""))

    def forget(self) -> None:
        """Empty all lines: another commitment is asked about."""
        self.fill({})

    def field(self, doubt: Doubt) -> str:
        """The name that its line has among the fields of the form."""
        return f"{_FIELD}{doubt.value}"

    def _question(self, appearance: Appearance, doubt: Doubt) -> QWidget:
        words = appearance.words
        typed = line(hint=self.tr("Why you hold to the verdict all the same"))
        typed.textChanged.connect(self.changed)
        self._lines[doubt] = typed
        self._about[doubt] = text("", "small")
        called = self.tr("Reason for holding to it: {question}").format(question=words.term(doubt))
        fault = self._form.register(self.field(doubt), typed, called)
        typed.setAccessibleDescription(words.rule(doubt))
        head = row(DoubtSign(appearance), label(at_the_beginning(words.term(doubt)), "strong"), None, spacing=5)
        rule = text(words.rule(doubt), "hint")
        shown = QWidget()
        shown.setObjectName(f"question_{doubt.value}")
        shown.setLayout(column(head, rule, self._about[doubt], typed, fault, spacing=3))
        return shown
