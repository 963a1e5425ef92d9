"""What is said of the piece that is decided on: its fields as chips, and what the digits do with it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.theme import scaled
from tracker.desktop.views.coding.piece_signs import Piece, describe, responsible_words, words_of
from tracker.desktop.views.coding.value_lines import ValueLine
from tracker.desktop.views.common.widgets import Button, Flow, column, label, mark_invalid, text
from tracker.domain.briefings.coding_draft import DraftUnit, Extent
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.commitments.commitment_kinds import kind_of
from tracker.domain.terms import CommitmentKind, OmissionReason

_WIDEST = 320
DIGITS = "1234567890"
"""The keys of what is offered, in its order."""
Offer = tuple[str, str, Callable[[], object]]
"""Something that a digit does: the digit, or "", what it is called, and what it does."""
REASONS = tuple(OmissionReason)
KINDS = tuple(CommitmentKind)
FIELDS = {
    "kind": "C",
    "quantity": "Q",
    "due": "D",
    "departments": "L",
    "parts": "P",
    "not_verifiable": "V",
    "title": "T",
}
"""The fields of a unit with the keys by which they are set."""


class UnitPanel(QFrame):
    """`field_wanted` carries the name of a field that is to be set, `kind_chosen` of which kind the piece is to be
    taken, `reason_chosen` why it is to be left out, `typed` a value that was typed, and whether it takes the unit.

    Below the fields stand the kinds and the reasons, or in their place what is offered for a field, or the line in
    which it is typed: all are chosen by digits.
    """

    field_wanted = Signal(str)
    kind_chosen = Signal(object)
    reason_chosen = Signal(object)
    typed = Signal(object, bool)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName("unitPanel")
        self._head = label("", "strong")
        self._rule = text("", "small")
        self._said_by = text("", "small")
        self._chips = Flow()
        self.chips: dict[str, QPushButton] = {}
        for name, key in FIELDS.items():
            chip = Button(kind="chip")
            chip.setObjectName(f"field_{name}")
            chip.setToolTip(key)
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            chip.clicked.connect(partial(self.field_wanted.emit, name))
            self.chips[name] = chip
        self.offers = Flow(4)
        self._asked = text("", "formLabel")
        self.kinds = Flow(4)
        self._taken_as = text("", "formLabel")
        self.line: ValueLine | None = None
        """Where a value is being typed."""
        self._typing = column(spacing=2)
        self._chips.fill(list(self.chips.values()))
        fields = (self._head, self._rule, self._said_by, self._chips)
        parts = (self._asked, self._typing, self.offers, self._taken_as, self.kinds)
        self.setLayout(column(*fields, *parts, None, spacing=8, margins=(16, 12, 16, 12)))

    def show_piece(self, piece: Piece | None) -> None:
        """Show what is said of a piece."""
        words = self._appearance.words
        self.setEnabled(piece is not None)
        unit = piece if isinstance(piece, DraftUnit) else None
        state = describe(piece, words) if piece is not None else ""
        number = self.tr("Unit {number}").format(number=unit.number) if unit is not None else ""
        self._head.setText(at_the_beginning(" · ".join(filter(None, (number, state)))))
        self._rule.setText(self._why(piece))
        speaker = unit.passages[0] if unit is not None else None
        said_by = " ".join(filter(None, (speaker.office, speaker.speaker))) if speaker is not None else ""
        self._said_by.setText(self.tr("Said by {speaker}").format(speaker=said_by) if said_by else "")
        self._said_by.setVisible(bool(said_by))
        self._rule.setVisible(bool(self._rule.text()))
        self._chips.setVisible(unit is not None)
        if unit is not None:
            for name, said in self._facts(unit).items():
                self._name_chip(name, said)
            self._chips.fill(list(self.chips.values()))
        self.offer_reasons()

    def offer_reasons(self) -> None:
        """Offer the kinds of which the piece can be taken, and the reasons for leaving it out."""
        words = self._appearance.words
        kinds = [
            (DIGITS[number], at_the_beginning(words.term(kind)), partial(self.kind_chosen.emit, kind))
            for number, kind in enumerate(KINDS)
        ]
        self._taken_as.setText(self.tr("Take as (Ctrl and a digit)"))
        self.kinds.fill([self._offer(offer, f"{offer[1]} (Ctrl+{offer[0]})") for offer in kinds])
        offers = [
            (DIGITS[number], at_the_beginning(words.term(reason)), partial(self.reason_chosen.emit, reason))
            for number, reason in enumerate(REASONS)
        ]
        tips = [words.phrase(f"omission_{reason.value}") for reason in REASONS]
        self._show_offers(self.tr("Leave out as"), offers, tips, with_kinds=True)

    def offer_values(self, name: str, offers: Sequence[Offer], scope: Extent, also: int) -> None:
        """Offer values for a field of this unit and of so many others that say the same, as far as the scope goes."""
        asked = {
            Extent.UNIT: self.tr("{field} (press {key} once more: also where the rest of the section says the same)"),
            Extent.SECTION: self.tr(
                "{field}, here and in {count} more of the section that say the same (press {key} once more: "
                "of all that this speaker says)"
            ),
            Extent.SPEAKER: self.tr("{field}, here and in {count} more of this speaker that say the same"),
        }[scope]
        said = asked.format(field=self._caption(name), key=FIELDS[name], count=also)
        self._show_offers(said, offers, [said for _, said, _ in offers])

    def type_value(self, name: str, line: ValueLine, also: int) -> None:
        """Let a value be typed in a line, which has the keyboard until Enter or Esc, of this unit and of so many others
        that say the same."""
        self.stop_typing()
        if also:
            asked = self.tr("{field}, here and in {count} more that say the same: Enter puts it in, Esc does not")
        else:
            asked = self.tr("{field}: Enter puts it in, Ctrl+Enter takes the unit as well, Esc leaves it")
        self._asked.setText(asked.format(field=self._caption(name), count=also))
        self.offers.setVisible(False)
        self.line = line
        line.setObjectName("valueLine")
        line.setAccessibleName(self._asked.text())
        self._typing.addWidget(line)
        self._typing.addWidget(line.readout)
        line.installEventFilter(self)
        line.textEdited.connect(lambda _: mark_invalid(line, invalid=False))
        line.show()
        line.setFocus()

    def stop_typing(self) -> None:
        """Take the line away."""
        if self.line is not None:
            for widget in (self.line, self.line.readout):
                self._typing.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
            self.line = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is typed by Enter, which the line would hand on to the window, to take the unit as well."""
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.submit(takes=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        return super().eventFilter(watched, event)

    def submit(self, *, takes: bool) -> None:
        """Hand on what is typed, or mark the line where that is no value."""
        if self.line is None:
            return
        value = self.line.value
        if value is None:
            mark_invalid(self.line, invalid=True)
            self.line.setFocus()
        else:
            self.typed.emit(value, takes)

    def _show_offers(
        self, asked: str, offers: Sequence[Offer], tips: Sequence[str], *, with_kinds: bool = False
    ) -> None:
        self.stop_typing()
        self._taken_as.setVisible(with_kinds)
        self.kinds.setVisible(with_kinds)
        self.offers.setVisible(True)
        self._asked.setText(asked)
        self.offers.fill([self._offer(offer, tip) for offer, tip in zip(offers, tips, strict=True)])

    def _why(self, piece: Piece | None) -> str:
        """How a unit came about, or what is to be known of other words."""
        words = self._appearance.words
        if piece is None:
            return ""
        if not isinstance(piece, DraftUnit):
            if piece.reason is not None:
                return words.phrase(f"omission_{piece.reason.value}")
            return self.tr("Nobody has said yet what these words are.")
        if piece.rule is None:
            return self.tr("Marked by hand.")
        said = self.tr("Proposed because: {rule} (certainty {score} %)")
        return said.format(rule=words.rule(piece.rule), score=round(100 * piece.score))

    def _facts(self, unit: DraftUnit) -> dict[str, str]:
        """What is said of a unit, by field; "" where nothing is."""
        words = self._appearance.words
        fields = unit.fields
        due = fields.due
        return {
            "kind": words.term(fields.kind or kind_of(words_of(unit))),
            "quantity": words.quantity(fields.quantity) if fields.quantity is not None else "",
            "due": words.due(due) if due is not None and due.on is not None else "",
            "departments": self._responsible(fields.departments),
            "parts": words.join(fields.parts),
            "not_verifiable": fields.not_verifiable,
            "title": fields.title,
        }

    def _responsible(self, departments: Sequence[FoundDepartment]) -> str:
        """Who is responsible, and how that is known: what nobody said is never shown as the text's word (§3)."""
        words = self._appearance.words
        said = responsible_words(departments, words)
        bases = words.join(dict.fromkeys(words.term(one.basis) for one in departments))
        return self.tr("({bases}) {departments}").format(departments=said, bases=bases) if said else ""

    def _name_chip(self, name: str, said: str) -> None:
        chip = self.chips[name]
        caption = self._caption(name)
        whole = self.tr("{field}: {value}").format(field=caption, value=said) if said else f"+ {caption}"
        shown = f"{FIELDS[name]} {whole}"
        chip.setText(chip.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, scaled(_WIDEST)))
        chip.setToolTip(whole)
        chip.setAccessibleName(whole)

    def _caption(self, name: str) -> str:
        return {
            "kind": self.tr("Kind"),
            "quantity": self.tr("Target"),
            "due": self.tr("Due date"),
            "departments": self.tr("Departments"),
            "parts": self.tr("Parts"),
            "not_verifiable": self.tr("Not verifiable"),
            "title": self.tr("Title"),
        }[name]

    def _offer(self, offer: Offer, tip: str) -> QWidget:
        digit, said, do = offer
        made = Button(kind="chip")
        made.setText(made.fontMetrics().elidedText(f"{digit} {said}", Qt.TextElideMode.ElideRight, scaled(_WIDEST)))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setToolTip(tip)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.clicked.connect(do)
        return made
