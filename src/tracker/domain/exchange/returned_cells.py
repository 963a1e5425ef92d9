"""The open cells of a returned row, as the claim and the evidence that they would become. No word is lost: what is not
understood stays in the claim, or in the note of the evidence, as it was typed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.domain.errors import UserError
from tracker.domain.evidence.addresses import check_address
from tracker.domain.exchange.forms import (
    FillField,
    FormFinding,
    FormWords,
    ProposedEvidence,
    ReturnedRow,
    Sending,
    Weight,
    folded,
)
from tracker.domain.terms import Assessment, ValueRole
from tracker.domain.text.amount_input import read_amount
from tracker.domain.text.date_input import Precision, read_date
from tracker.domain.text.lines import LONGEST_LINE

_LONGEST_NUMBER = 20_000
"""Characters of a document number, and of an address."""
_MOST_DIGITS = 15
"""Of an amount; more do not come back from the database as they were."""
_NAMES_SOURCE = (FillField.SOURCE, FillField.NUMBER, FillField.URL, FillField.PUBLISHER)


@dataclass(slots=True)
class ReturnedEntry:
    """What a row would become, with what is doubtful about it."""

    said: str = ""
    claimed: Assessment | None = None
    value: Decimal | None = None
    role: ValueRole | None = None
    said_on: str = ""
    evidence: ProposedEvidence | None = None
    findings: list[FormFinding] = field(default_factory=list)


def read_entry(sending: Sending, code: str, returned: ReturnedRow, words: FormWords, today: date) -> ReturnedEntry:
    """Make of the open cells of a row what they can be."""
    return _Reader(sending, code, returned, words, today).entry


class _Reader:
    """Reads one row; each step adds to the entry."""

    def __init__(self, sending: Sending, code: str, returned: ReturnedRow, words: FormWords, today: date) -> None:
        self._sending = sending
        self._code = code
        self._returned = returned
        self._words = words
        self._today = today
        self.entry = ReturnedEntry()
        # In this order: a source without a day takes that of filling in, and what is no amount and no choice goes into
        # the claim as it was typed.
        self.entry.said_on = self._day_of_filling()
        claimed = self._claimed()
        measured = self._measured()
        self.entry.said = self._said(claimed, measured)
        self.entry.evidence = self._evidence(measured)
        self.entry.findings += self._too_long()

    def _cell(self, column: FillField) -> str:
        return self._returned.cells.get(column, "").strip()

    def _say(self, key: str, **values: str) -> str:
        return self._words.sentences[self._sending.language][key].format_map(values)

    def _doubt(self, code: str, **details: object) -> None:
        self.entry.findings.append(FormFinding(code, Weight.DOUBT, details))

    def _day_of_filling(self) -> str:
        """The day that the department gives; today, where it gives none or one to come."""
        typed = self._cell(FillField.FILLED_ON)
        today = self._today.isoformat()
        day = _day_in(typed)
        if typed and (day is None or day > today[: len(day)]):
            # A day to come is a slip of the year: today is kept, as the claim cannot be later than it arrived.
            self._doubt("filled_on_unreadable", value=typed)
            return today
        return day or today

    def _claimed(self) -> str:
        """The words of the own assessment where they are none of the choices, else ""."""
        typed = self._cell(FillField.CLAIMED)
        self.entry.claimed = self._words.claims.get(folded(typed)) if typed else None
        if typed and self.entry.claimed is None:
            self._doubt("claimed_unknown", value=typed)
            return typed
        return ""

    def _measured(self) -> str:
        """The amount with its unit and its role, in the words of the department."""
        typed = self._cell(FillField.VALUE)
        role = self._cell(FillField.ROLE)
        unit = self._cell(FillField.UNIT)
        if not typed and not role:
            return ""
        self.entry.value = _amount_in(typed, unit) if typed else None
        self.entry.role = self._words.roles.get(folded(role)) if role else None
        if self.entry.value is None:
            self._doubt("value_unreadable" if typed else "value_missing", value=typed)
        if self.entry.role is None:
            self._doubt("role_unknown" if role else "role_missing", value=role)
        # The unit is locked in a cell beside, but people type it into the number as well.
        amount = typed if not unit or typed.endswith(unit) else f"{typed} {unit}"
        return self._say("value_with_role", value=amount, role=role) if role else amount

    def _said(self, claimed: str, measured: str) -> str:
        lines = [self._cell(FillField.PROGRESS)]
        for column, key in ((FillField.PROBLEMS, "said_problems"), (FillField.NEXT_STEP, "said_next_step")):
            lines += [self._say(key, value=typed)] if (typed := self._cell(column)) else []
        lines += [self._say("said_value", value=measured)] if measured else []
        lines += [self._say("said_claimed", value=claimed)] if claimed else []
        lines += [self._say("said_remark", value=remark)] if (remark := self._cell(FillField.REMARK)) else []
        said = "\n".join(filter(None, lines))
        if not said and self.entry.claimed is not None:
            said = self._say("said_claimed", value=self._cell(FillField.CLAIMED))
        part = self._sending.part(self._code)
        return self._say("said_part", part=part, value=said) if said and part else said

    def _evidence(self, measured: str) -> ProposedEvidence | None:
        """The source that the row names, what it lacks filled up, and what is unclear in the note."""
        if not any(map(self._cell, _NAMES_SOURCE)):
            return None
        kept: list[str] = []
        title = self._short(FillField.SOURCE, kept)
        if not title:
            self._doubt("source_untitled")
            # Evidence has to have a title; the number or address that the department gave is the next best to know it
            # by.
            title = next(cell for cell in map(self._cell, _NAMES_SOURCE) if cell)[:LONGEST_LINE]
        publisher = self._short(FillField.PUBLISHER, kept)
        if not publisher:
            self._doubt("publisher_missing")
            # Who fills in the form speaks for itself; the doubt asks whether it was somebody else.
            publisher = self._sending.department.in_language(self._sending.language)
        published = self._published(kept)
        url = self._url(kept)
        number = self._cell(FillField.NUMBER)
        note = self._note(measured, kept)
        return ProposedEvidence(title, publisher, published, number, url, note)

    def _short(self, column: FillField, kept: list[str]) -> str:
        """The cell as a line; of one that is too long the beginning, and the whole in the note."""
        typed = self._cell(column)
        if len(typed) <= LONGEST_LINE:
            return typed
        self._doubt("text_cut", column=column, limit=LONGEST_LINE)
        kept.append(self._kept(column, typed))
        return typed[: LONGEST_LINE - 1] + "…"

    def _published(self, kept: list[str]) -> str:
        typed = self._cell(FillField.PUBLISHED)
        day = _day_in(typed)
        if not typed:
            self._doubt("published_missing")
        elif day is None or day > self._today.isoformat()[: len(day)]:
            self._doubt("published_unreadable", value=typed)
            kept.append(self._kept(FillField.PUBLISHED, typed))
        else:
            return day
        kept.append(self._say("note_published"))
        return self.entry.said_on

    def _url(self, kept: list[str]) -> str:
        typed = self._cell(FillField.URL)
        try:
            address = check_address(typed)
        except UserError:
            address = ""
        if address.startswith(("http://", "https://")) or not typed:
            return address
        # A path of another machine leads nowhere on this one.
        self._doubt("url_unreadable", value=typed)
        kept.append(self._kept(FillField.URL, typed))
        return ""

    def _kept(self, column: FillField, typed: str) -> str:
        return self._say("note_kept", column=self._say(f"column_{column}"), value=typed)

    def _note(self, measured: str, kept: list[str]) -> str:
        department = self._sending.department.in_language(self._sending.language)
        lines = [self._say("note", department=department, code=self._code, period=self._sending.period)]
        lines += [self._say("said_value", value=measured)] if measured else []
        lines += [self._kept(FillField.FILLED_BY, who)] if (who := self._cell(FillField.FILLED_BY)) else []
        return "\n".join([*lines, *kept])

    def _too_long(self) -> Iterator[FormFinding]:
        for column in (FillField.NUMBER, FillField.URL):
            if len(self._cell(column)) > _LONGEST_NUMBER:
                yield FormFinding("text_too_long", Weight.STOP, {"column": column, "limit": _LONGEST_NUMBER})


def _amount_in(text: str, unit: str) -> Decimal | None:
    """The amount that a text gives, with or without the unit behind it; None where it gives none for certain."""
    try:
        value = read_amount(text, unit.strip()).value
    except UserError:
        return None
    return value if len(value.normalize().as_tuple().digits) <= _MOST_DIGITS else None


def _day_in(text: str) -> str | None:
    """The ISO day or month that a text gives; None where it gives none for certain."""
    try:
        # Counted: a cell that lost its format on the way back holds the days since 1900.
        found = read_date(text, "date", counted=True)
    except UserError:
        return None
    if found.precision is Precision.DAY:
        return found.first.isoformat()
    return f"{found.first:%Y-%m}" if found.precision is Precision.MONTH else None
