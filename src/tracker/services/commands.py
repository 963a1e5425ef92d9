"""What a face asks the services to write. Input is validated here, once, and nowhere else.

Every command raises `UserError` on bad input when made by `command(...)`; terms are the values of
`tracker.domain.terms`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from tracker.domain.errors import UserError
from tracker.domain.evidence.addresses import check_address
from tracker.domain.json_values import is_object
from tracker.domain.terms import (
    EARLIER_TERMS,
    Assessment,
    Bearing,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    Doubt,
    DueBasis,
    EvidenceKind,
    Operator,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.domain.text.amount_input import read_amount
from tracker.domain.text.date_input import read_day, read_last_day, read_published
from tracker.domain.text.lines import LONGEST_LINE, one_line
from tracker.domain.watching.listings import ListingKind
from tracker.domain.watching.terms import ItemState, LookOutcome, RecheckOutcome

_MOST_DIGITS = 15
_TOO_MUCH = Decimal(10) ** 15
"""Amounts are kept as they were typed up to fifteen digits; no ministry counts further."""

_Command = TypeVar("_Command", bound=BaseModel)
_Term = TypeVar("_Term", bound=StrEnum)


def _amount(value: object) -> object:
    if value is None:
        return value
    amount = value if isinstance(value, Decimal) else read_amount(str(value)).value
    # Normalised, so that the noughts at the end of 1.50 are not counted among the digits that must be kept.
    if not amount.is_finite() or abs(amount) >= _TOO_MUCH or len(amount.normalize().as_tuple().digits) > _MOST_DIGITS:
        raise UserError("value_invalid", field="value", value=value)
    return amount


def _with_unit(given: Any) -> Any:
    """An amount that was typed with its unit behind it (1.2万个) is a number with that unit."""
    value = given.get("value") if is_object(given) else None
    if not isinstance(value, str):
        return given
    unit = (given.get("unit") or "").strip()
    # Before the fields are looked at: 1.2万个 is two of them in one, and the number alone would be read without its
    # unit.
    amount = read_amount(value, unit)
    return {**given, "value": amount.value, "unit": amount.unit or unit}


def _with_bound(given: Any) -> Any:
    """An amount that was typed with how it binds (30以上) binds so; it may not be said in two ways."""
    value = given.get("value") if is_object(given) else None
    bound = read_amount(value, (given.get("unit") or "").strip()).operator if isinstance(value, str) else None
    if bound is None:
        return given
    if given.get("operator") not in (None, bound):
        raise UserError("operator_differs", field="value", value=value)
    return {**given, "operator": bound}


def _storable(text: str) -> str:
    """What every database takes: no NUL, and no half of a character."""
    if "\x00" in text:
        raise ValueError("a NUL character")
    # Its `UnicodeEncodeError` is a `ValueError`, which pydantic takes for a fault of the field.
    text.encode("utf-8")
    return text


def _published(value: object) -> object:
    return read_published(str(value), "published")


def _day(field: str) -> BeforeValidator:
    return BeforeValidator(lambda value: read_day(value, field) if isinstance(value, str) else value)


def _last_day(field: str) -> BeforeValidator:
    return BeforeValidator(lambda value: read_last_day(value, field) if isinstance(value, str) else value)


def _said_on(value: object) -> object:
    return read_published(str(value), "said_on")


def _one_line(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_storable)]
Long = Annotated[str, Field(max_length=200_000), AfterValidator(_storable)]
"""Words of others that come in whole: several cells of a spreadsheet, of which each holds 32,767 characters."""
Said = Annotated[Long, Field(min_length=1)]
Label = Annotated[str, Field(min_length=1, max_length=40), BeforeValidator(_one_line), AfterValidator(_storable)]
Line = Annotated[
    str, Field(min_length=1, max_length=LONGEST_LINE), BeforeValidator(_one_line), AfterValidator(_storable)
]
Required = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_storable)]


class _Frozen(BaseModel):
    # Built when first used: the thirty validators would cost every start, and most are never needed.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class AssessmentChange(_Frozen):
    """A judgement. `evidence` None cites every live piece that bears on the commitment.

    `expected_version` is the version that the analyst saw; None judges whatever stands now.
    """

    commitment: str
    assessment: Assessment
    reason: Text
    evidence: tuple[int, ...] | None = None
    held: dict[Doubt, Text] = Field(default_factory=dict)
    """By question of the rules, the reason by which the analyst holds to the verdict."""
    reason_en: Text = ""
    expected_version: int | None = None


class CitedPieces(_Frozen):
    """The pieces that the judgement of a commitment rests on."""

    commitment: str
    evidence: tuple[int, ...]


class BulkAssessment(_Frozen):
    """One judgement of several commitments, for one reason, each on its own live evidence, or on what is `cited`;
    `held` serves all."""

    commitments: Annotated[tuple[str, ...], Field(min_length=1)]
    assessment: Assessment
    reason: Text
    held: dict[Doubt, Text] = Field(default_factory=dict)
    cited: tuple[CitedPieces, ...] = ()
    reason_en: Text = ""


class NewReview(_Frozen):
    """A commitment looked at again, with what came of it; `next_on` None is a year on."""

    commitment: str
    reason: Text
    next_on: Annotated[date | None, _day("next_on")] = None
    expected_version: int | None = None


class TagChange(_Frozen):
    """Tags to put on commitments, and to take off them."""

    commitments: Annotated[tuple[str, ...], Field(min_length=1)]
    add: tuple[Label, ...] = ()
    remove: tuple[Label, ...] = ()


class ViewDefinition(_Frozen):
    """A view to keep: its name, and whatever the window needs to show it again, as JSON."""

    name: Annotated[str, Field(min_length=1, max_length=80), BeforeValidator(_one_line), AfterValidator(_storable)]
    definition: dict[str, Any]


class NewLink(_Frozen):
    """What a piece of evidence says about one commitment; a value needs its unit and role."""

    commitment: str
    bearing: Bearing
    part_id: int | None = None
    stage: Stage | None = None
    value: Annotated[Decimal | None, BeforeValidator(_amount)] = None
    unit: Annotated[Label | None, BeforeValidator(lambda unit: unit or None)] = None
    role: ValueRole | None = None

    _reads_amount = model_validator(mode="before")(_with_unit)

    @model_validator(mode="after")
    def _value_is_whole(self) -> Self:
        given = [self.value is not None, bool(self.unit), self.role is not None]
        if any(given) and not all(given):
            raise UserError("value_incomplete", field="value")
        return self


class QuoteAnchor(_Frozen):
    """Where the quoted words are in an attachment: page and offset in its readable text, and the words around."""

    # White space around the quoted words is part of where they stand.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    sha256: Hash
    page: Annotated[int, Field(ge=0)]
    start: Annotated[int, Field(ge=0)]
    prefix: Annotated[str, Field(max_length=64), AfterValidator(_storable)] = ""
    suffix: Annotated[str, Field(max_length=64), AfterValidator(_storable)] = ""


class NewAttachment(_Frozen):
    """A file for a piece of evidence, with its readable text. Its bytes are handed over beside the command."""

    sha256: Hash
    name: Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_storable)]
    size: Annotated[int, Field(ge=0)]
    media_type: Annotated[str, Field(max_length=120)]
    pages: tuple[str, ...] = ()
    url: Annotated[Text, BeforeValidator(check_address)] = ""
    retrieved_at: datetime | None = None


class EvidenceFields(_Frozen):
    """A piece of evidence as its form has it, with what it bears on.

    `same_briefing` None lets the program recognise a report of the same briefing; `attachments` None leaves the files
    of a piece as they are.
    """

    title: Line
    publisher: Line
    published: Annotated[str, BeforeValidator(_published)]
    kind: EvidenceKind
    number: Text = ""
    url: Annotated[Text, BeforeValidator(check_address)] = ""
    quote: Text = ""
    note: Long = ""
    retrieved: Annotated[date | None, _day("retrieved")] = None
    links: tuple[NewLink, ...] = ()
    same_briefing: bool | None = None
    anchor: QuoteAnchor | None = None
    attachments: tuple[NewAttachment, ...] | None = None
    effective_on: Annotated[date | None, _day("effective_on")] = None
    gist: Long = ""
    title_en: Text = ""
    gist_en: Long = ""


class EvidenceRevision(_Frozen):
    """New contents for a piece of evidence; its links are replaced as a whole."""

    evidence_id: int
    fields: EvidenceFields
    expected_version: int | None = None


class Quotation(_Frozen):
    """Words of an attachment that a piece of evidence is to quote, and where they are in it."""

    evidence_id: int
    words: Required
    anchor: QuoteAnchor
    expected_version: int | None = None


class Withdrawal(_Frozen):
    """Take a piece of evidence out of use. It stays in the history (§5)."""

    evidence_id: int
    reason: Text
    expected_version: int | None = None


class PiecesWithdrawal(_Frozen):
    """Take several pieces of evidence out of use, for one reason."""

    evidence: Annotated[tuple[int, ...], Field(min_length=1)]
    reason: Text


class Restoration(_Frozen):
    """Take a withdrawn piece of evidence back into use."""

    evidence_id: int
    reason: Text
    expected_version: int | None = None


class NewEvidenceLink(NewLink):
    """One more link of a piece of evidence that is there."""

    evidence_id: int
    expected_version: int | None = None


class EvidenceUnlink(_Frozen):
    """Take away what a piece of evidence says of a commitment, or of the part that is named."""

    evidence_id: int
    commitment: str
    reason: Text
    part_id: int | None = None
    expected_version: int | None = None


class Joining(_Frozen):
    """Join a piece of evidence into the one `into` that is the same document (§5). `expected_version` is that of the
    first, `expected_version_into` that of the other."""

    evidence_id: int
    into: int
    reason: Text
    expected_version: int | None = None
    expected_version_into: int | None = None


class NewSearch(_Frozen):
    """A documented search for evidence (§6). `searched_on` None means today; `outcome` None says it by whether anything
    was `found`: nothing, or unclear."""

    commitment: str
    place: Line
    words: Line
    found: Text = ""
    outcome: SearchOutcome | None = None
    searched_on: Annotated[date | None, _day("searched_on")] = None


class RoundSearch(_Frozen):
    """What a round of searching came to for one commitment; `words` where they were other than the round's."""

    commitment: str
    words: Text = ""
    found: Text = ""
    outcome: SearchOutcome | None = None


class SearchRound(_Frozen):
    """One round of searching for many commitments, at one place on one day (§6). `watched_page` is the UUID of the
    watched page whose looks it logs, if it logs some."""

    place: Line
    words: Text = ""
    searches: Annotated[tuple[RoundSearch, ...], Field(min_length=1)]
    searched_on: Annotated[date | None, _day("searched_on")] = None
    watched_page: str = ""


class SearchDecision(_Frozen):
    """What a documented search came to, said later; `found` None leaves what was written."""

    search: int
    outcome: SearchOutcome
    reason: Text
    found: Text | None = None


class NewClaim(_Frozen):
    """What the ministry itself says of a commitment (§2): who and when, and what the words claim, if they do."""

    commitment: str
    said: Said
    said_by: Required
    said_on: Annotated[str, BeforeValidator(_said_on)]
    claimed: Assessment | None = None
    url: Annotated[Text, BeforeValidator(check_address)] = ""
    evidence_id: int | None = None


class NewRestatement(_Frozen):
    """Later words about the same promise (§8). Amount and due date only where they are new; `other` is the code of
    a later commitment that says it again."""

    commitment: str
    kind: RelationKind
    wording: Text = ""
    said_by: Text = ""
    other: str | None = None
    reason: Text = ""
    said_on: Annotated[str, BeforeValidator(_said_on)]
    url: Annotated[Text, BeforeValidator(check_address)] = ""
    evidence_id: int | None = None
    due_on: Annotated[date | None, _last_day("due_on")] = None
    operator: Operator | None = None
    value: Annotated[Decimal | None, BeforeValidator(_amount)] = None
    unit: Annotated[Label | None, BeforeValidator(lambda unit: unit or None)] = None
    counting: CountingBasis | None = None

    _reads_amount = model_validator(mode="before")(lambda given: _with_unit(_with_bound(given)))

    @model_validator(mode="after")
    def _amount_is_whole(self) -> Self:
        given = [self.value is not None, bool(self.unit), self.operator is not None]
        if any(given) and not all(given):
            raise UserError("amount_incomplete", field="value")
        if self.kind in EARLIER_TERMS:
            raise UserError("term_unknown", field="kind", value=self.kind, allowed=", ".join(current(RelationKind)))
        if self.other is None:
            for name in ("wording", "said_by"):
                if not getattr(self, name):
                    raise UserError("field_missing", field=name)
        return self


class FormEntry(_Frozen):
    """What one row of a returned form comes to: an official claim; and a piece of evidence that is new, or a note on
    one that is there by now: `evidence_id`, or that of the entry `as_row` (from 0)."""

    commitment: str
    claim: NewClaim | None = None
    evidence: EvidenceFields | None = None
    evidence_id: int | None = None
    as_row: int | None = None
    note: Long = ""


class FormEntries(_Frozen):
    """All that is entered from a returned form."""

    entries: tuple[FormEntry, ...]


class StatementWithdrawal(_Frozen):
    """Take an official claim or a restatement back, by its uid and with a reason. It stays in the history."""

    uid: str
    reason: Text


class NewResponsible(_Frozen):
    """A department that the analyst holds responsible."""

    department: str
    role: DepartmentRole
    basis: DepartmentBasis = DepartmentBasis.USER


class NewPart(_Frozen):
    """A part as it is to be. `position` is that of a part that is there, kept for good; None for a new one, which gets
    the next. Due date, amount and departments only where they are the part's own."""

    title: Line
    title_en: Text = ""
    position: Annotated[int | None, Field(ge=1)] = None
    due_on: Annotated[date | None, _last_day("due_on")] = None
    due_basis: DueBasis | None = None
    due_about: bool = False
    quantity: tuple[Any, ...] | None = None
    departments: tuple[NewResponsible, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.due_on is None and self.due_basis not in (None, DueBasis.NONE):
            raise UserError("due_incomplete", field="due_on")
        if self.due_basis in EARLIER_TERMS:
            raise UserError(
                "term_unknown", field="due_basis", value=self.due_basis, allowed=", ".join(current(DueBasis))
            )
        _check_leads(self.departments)
        if self.quantity is not None:
            _check_quantity(self.quantity)
        return self

    def plain(self) -> dict[str, Any]:
        """The part in the form that codings have: see `tracker.store.commitments.parts`."""
        part: dict[str, Any] = {"position": self.position, "title": self.title, "title_en": self.title_en or self.title}
        if self.due_on is not None:
            part["due"] = _plain_due(self.due_on, self.due_basis or DueBasis.USER, about=self.due_about)
        if self.quantity is not None:
            part["quantity"] = list(self.quantity)
        if self.departments:
            part["departments"] = [[d.department, d.role.value, d.basis.value] for d in self.departments]
        return part


class CommitmentRevision(_Frozen):
    """New values for the fields of a commitment that a user may change; None leaves a field as it is."""

    commitment: str
    reason: Text
    title: Line | None = None
    title_en: Line | None = None
    topic: str | None = None
    kind: CommitmentKind | None = None
    due_on: Annotated[date | None, _last_day("due_on")] = None
    due_basis: DueBasis | None = None
    due_about: bool = False
    departments: tuple[NewResponsible, ...] | None = None
    parts: tuple[NewPart, ...] | None = None
    parts_expected: Annotated[int | None, Field(ge=0, le=1000)] = None
    keywords: Annotated[tuple[Label, ...], Field(max_length=100)] | None = None
    expected_version: int | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if (self.due_on is not None) != (self.due_basis not in (None, DueBasis.NONE)):
            raise UserError("due_incomplete", field="due_on")
        if self.due_basis in EARLIER_TERMS:
            raise UserError(
                "term_unknown", field="due_basis", value=self.due_basis, allowed=", ".join(current(DueBasis))
            )
        _check_leads(self.departments or ())
        for part in self.parts or ():
            _check_leads(part.departments)
        return self

    def fields(self) -> dict[str, Any]:
        """The changed fields in the form that codings have: see `tracker.store.commitments.commitment_fields`."""
        fields: dict[str, Any] = {
            name: value for name in ("title", "title_en", "topic", "kind") if (value := getattr(self, name)) is not None
        }
        if self.due_basis is not None:
            fields["due"] = _plain_due(self.due_on, self.due_basis, about=self.due_about)
        if self.parts is not None:
            fields["parts"] = [part.plain() for part in self.parts]
        if self.parts_expected is not None:
            fields["parts_expected"] = self.parts_expected
        if self.departments is not None:
            fields["departments"] = [[d.department, d.role.value, d.basis.value] for d in self.departments]
        if self.keywords is not None:
            fields["keywords"] = list(dict.fromkeys(self.keywords))
        return fields


class BulkRevision(_Frozen):
    """The departments that are now responsible for each of several commitments, for one reason."""

    commitments: Annotated[tuple[str, ...], Field(min_length=1)]
    departments: Annotated[tuple[NewResponsible, ...], Field(min_length=1)]
    reason: Text

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        _check_leads(self.departments)
        return self

    def fields(self) -> dict[str, Any]:
        """The changed fields in the form that codings have: see `tracker.store.commitments.commitment_fields`."""
        return {"departments": [[d.department, d.role.value, d.basis.value] for d in self.departments]}


class UnitsAcceptance(_Frozen):
    """That somebody has read commitments that the rules proposed, and takes them as they are."""

    commitments: Annotated[tuple[str, ...], Field(min_length=1)]


class ComparisonReason(_Frozen):
    """Why a difference between two codings was settled as it was, or how all of them were."""

    reason: Required


class SheetWish(_Frozen):
    """What a spreadsheet is to be called as a source: whose it is, when the commitments were made, and how its own
    words about them are dated. Codes are `prefix` and a number."""

    title: Line
    publisher: Line
    held_on: Annotated[date, _day("held_on")]
    stated_on: Annotated[date, _day("stated_on")]
    prefix: Annotated[str, Field(pattern=r"^[^\W_][\w.\-]{0,29}$"), BeforeValidator(_one_line)]


class NewSource(_Frozen):
    """What a text is to be called as a source: whose it is, and on which day it was said or issued. Codes are `prefix`
    and a number."""

    title: Line
    publisher: Line
    held_on: Annotated[date, _day("held_on")]
    prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,29}$"), BeforeValidator(_one_line)]


class NewDepartment(_Frozen):
    """A department that the ledger is to have. `name_en` "" is that of a known body, else the Chinese one; `body` is
    the key of the body that it belongs to."""

    name: Label
    name_en: Annotated[str, Field(max_length=LONGEST_LINE), BeforeValidator(_one_line), AfterValidator(_storable)] = ""
    body: Text = ""
    aliases: tuple[Label, ...] = ()
    former: tuple[Label, ...] = ()


class DepartmentRevision(_Frozen):
    """What is to be said otherwise of a department, which is named by its key; None leaves a field as it is. `drop`
    takes further and former names off it."""

    department: Text
    name: Label | None = None
    name_en: Line | None = None
    body: Text | None = None
    aliases: tuple[Label, ...] = ()
    former: tuple[Label, ...] = ()
    drop: tuple[Label, ...] = ()
    reason: Text = ""


class ListRuleFields(_Frozen):
    """How the items of a watched page are found, see `tracker.domain.watching.listings.ListRule`."""

    kind: ListingKind
    path: Text = ""
    fields: dict[str, Text] = Field(default_factory=dict)


class NewWatchedPage(_Frozen):
    """A page to be watched for new documents; `departments` are the keys of those it is looked at for, none is all."""

    name: Line
    address: Annotated[Required, BeforeValidator(check_address)]
    rule: ListRuleFields
    departments: tuple[str, ...] = ()
    is_on: bool = True


class WatchedPageRevision(_Frozen):
    """What is to be otherwise of a watched page, by its UUID; None leaves it as it is."""

    page: str
    name: Line | None = None
    address: Annotated[Required | None, BeforeValidator(lambda text: None if text is None else check_address(text))] = (
        None
    )
    rule: ListRuleFields | None = None
    departments: tuple[str, ...] | None = None
    is_on: bool | None = None


class WatchedPageRemoval(_Frozen):
    """A page that is not to be watched any more. What was found on it stays in the history."""

    page: str
    reason: Text = ""


class SeenItem(_Frozen):
    """An item as a look saw it; `published` is an ISO day, or "" where the page gives none."""

    url: Required
    title: Required
    published: Text = ""
    summary: Text = ""


class PageLook(_Frozen):
    """What a look at a page saw. `problem` is a code with `details`, as `UserError.kept` has them, "" for none; `total`
    counts what stood there, of which `items` are what was read, in the page's order; `reaches_back` is the first day of
    which they are all."""

    page: str
    outcome: LookOutcome
    looked_at: datetime
    problem: Text = ""
    details: dict[str, Any] = Field(default_factory=dict)
    items: tuple[SeenItem, ...] = ()
    total: int = 0
    reaches_back: date | None = None
    etag: Text = ""
    last_modified: Text = ""


class LookRound(_Frozen):
    """The looks of one round, at one page each."""

    looks: Annotated[tuple[PageLook, ...], Field(min_length=1)]


class ItemsMark(_Frozen):
    """What is said of items that were found, by their UUIDs. `words` come to those for what is not for us."""

    items: Annotated[tuple[str, ...], Field(min_length=1)]
    state: ItemState
    words: tuple[Label, ...] = ()


class WordsRevision(_Frozen):
    """Words for what is not for us: to be added, and to be taken away."""

    add: tuple[Label, ...] = ()
    remove: tuple[Label, ...] = ()


class PageRechecked(_Frozen):
    """What a captured page was when it was looked at again; `change` tells it as JSON has it."""

    evidence_id: int
    address: Text
    outcome: RecheckOutcome
    problem: Text = ""
    sha256: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    change: dict[str, Any] = Field(default_factory=dict)


class RecheckRound(_Frozen):
    """Captured pages that were looked at again, by one act."""

    rechecks: Annotated[tuple[PageRechecked, ...], Field(min_length=1)]


def current(terms: Iterable[_Term]) -> tuple[_Term, ...]:
    """The terms that may be written: those of earlier versions are only read."""
    return tuple(term for term in terms if term not in EARLIER_TERMS)


def _check_quantity(plain: tuple[Any, ...]) -> None:
    """Refuse an amount in the plain form of codings that is none; `commitment_fields` has the form."""
    try:
        operator, value, unit, counted, basis, wording, baseline, *threshold = plain
        Operator(operator)
        CountingBasis(basis)
        amounts = [one for one in (value, baseline, *(each[1] for each in threshold)) if one is not None]
        if not all(Decimal(one).is_finite() for one in amounts):
            raise ValueError(plain)
        if not all(isinstance(text, str) for text in (unit, counted, wording)):
            raise TypeError(plain)
    # `InvalidOperation`, by which `Decimal` refuses words, is an `ArithmeticError` and no `ValueError`.
    except (ValueError, TypeError, LookupError, InvalidOperation):
        raise UserError("field_invalid", field="quantity", value=str(plain)[:80]) from None


def _plain_due(on: date | None, basis: DueBasis, *, about: bool) -> list[Any]:
    plain = [on.isoformat() if on else None, basis.value]
    return [*plain, True] if about and on else plain


def _check_leads(departments: tuple[NewResponsible, ...]) -> None:
    if sum(one.role is DepartmentRole.LEAD for one in departments) > 1:
        raise UserError("one_lead_only", field="department")
    if len({one.department for one in departments}) < len(departments):
        raise UserError("department_twice", field="department")


# `kind` by its place only, since evidence and commitments have a field of that name.
def command(kind: type[_Command], /, **values: Any) -> _Command:
    """Make a command, or raise the first thing wrong with it as a `UserError` that names the field."""
    try:
        return kind(**values)
    except ValidationError as broken:
        raise _first_fault(broken) from None


def evidence_fields(values: Mapping[str, Any]) -> EvidenceFields:
    """Make the fields of a piece of evidence. What is wrong with a link says which by `link`, its place among them."""
    # The links by themselves: a `UserError` goes through pydantic as it is, without the place at which it was raised.
    plain = command(EvidenceFields, **{**values, "links": ()})
    links = tuple(_link(place, link) for place, link in enumerate(values.get("links", ())))
    return plain.model_copy(update={"links": links})


def _link(place: int, values: Mapping[str, Any]) -> NewLink:
    try:
        return command(NewLink, **values)
    except UserError as error:
        raise UserError(error.code, field=error.field, **{**error.details, "link": place}) from None


def _first_fault(broken: ValidationError) -> UserError:
    fault = broken.errors()[0]
    # The innermost name: of ("departments", 0, "role") a form has an input for the role.
    field = str(next((place for place in reversed(fault["loc"]) if isinstance(place, str)), ""))
    if fault["type"] == "enum":
        return UserError(
            "term_unknown",
            field=field,
            value=fault["input"],
            allowed=fault.get("ctx", {}).get("expected", ""),
        )
    if fault["type"] in ("missing", "string_too_short", "too_short"):
        return UserError("field_missing", field=field)
    if fault["type"] == "string_too_long":
        return UserError("text_too_long", field=field, limit=fault.get("ctx", {}).get("max_length", ""))
    return UserError("field_invalid", field=field, value=str(fault["input"])[:80])
