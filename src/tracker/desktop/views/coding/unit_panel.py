"""What is said of the piece that is decided on: its fields as chips, and what the digits do with it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.theme import scaled
from tracker.desktop.views.coding.piece_signs import Piece, describe, responsible_words, words_of
from tracker.desktop.views.common.widgets import Button, Flow, column, label, text
from tracker.domain.briefings.coding_draft import DraftUnit
from tracker.domain.commitments.commitment_kinds import kind_of
from tracker.domain.terms import OmissionReason

_WIDEST = 320
DIGITS = "1234567890"
"""The keys of what is offered, in its order."""
Offer = tuple[str, str, Callable[[], object]]
"""Something that a digit does: the digit, or "", what it is called, and what it does."""
REASONS = tuple(OmissionReason)
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
    """`field_wanted` carries the name of a field that is to be set, `reason_chosen` why the piece is to be left out.

    Below the fields stand the reasons, or in their place what is offered for a field: both are chosen by digits.
    """

    field_wanted = Signal(str)
    reason_chosen = Signal(object)

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
            chip = Button()
            chip.setProperty("kind", "chip")
            chip.setObjectName(f"field_{name}")
            chip.setAutoDefault(False)
            chip.setToolTip(key)
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            chip.clicked.connect(partial(self.field_wanted.emit, name))
            self.chips[name] = chip
        self.offers = Flow(4)
        self._asked = text("", "formLabel")
        self._chips.fill(list(self.chips.values()))
        parts = (self._head, self._rule, self._said_by, self._chips, self._asked, self.offers)
        self.setLayout(column(*parts, None, spacing=8, margins=(16, 12, 16, 12)))

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
        """Offer the reasons for leaving the piece out."""
        words = self._appearance.words
        offers = [
            (DIGITS[number], at_the_beginning(words.term(reason)), partial(self.reason_chosen.emit, reason))
            for number, reason in enumerate(REASONS)
        ]
        tips = [words.phrase(f"omission_{reason.value}") for reason in REASONS]
        self._show_offers(self.tr("Leave out as"), offers, tips)

    def offer_values(self, name: str, offers: Sequence[Offer], *, for_rest: bool) -> None:
        """Offer values for a field, of this unit or of the rest of its section, too."""
        caption = self._caption(name)
        if for_rest:
            asked = self.tr("{field}, here and for the rest of the section")
        else:
            asked = self.tr("{field} (press {key} once more: for the rest of the section, too)")
        self._show_offers(asked.format(field=caption, key=FIELDS[name]), offers, [said for _, said, _ in offers])

    def _show_offers(self, asked: str, offers: Sequence[Offer], tips: Sequence[str]) -> None:
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
            "departments": responsible_words(fields.departments, words),
            "parts": words.join(fields.parts),
            "not_verifiable": fields.not_verifiable,
            "title": fields.title,
        }

    def _name_chip(self, name: str, said: str) -> None:
        chip = self.chips[name]
        caption = self._caption(name)
        whole = self.tr("{field}: {value}").format(field=caption, value=said) if said else f"+ {caption}"
        chip.setText(chip.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, scaled(_WIDEST)))
        chip.setToolTip(f"{whole} ({FIELDS[name]})")
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
        made = Button()
        made.setText(made.fontMetrics().elidedText(f"{digit} {said}", Qt.TextElideMode.ElideRight, scaled(_WIDEST)))
        made.setProperty("kind", "chip")
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setToolTip(tip)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.clicked.connect(do)
        return made
