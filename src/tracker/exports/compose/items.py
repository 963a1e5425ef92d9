"""A commitment as a report tells it: the values, each with its words."""

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.dates import day_of
from tracker.domain.quantity import Quantity, Working
from tracker.domain.report_item import (
    Change,
    Claim,
    Deadline,
    Department,
    Item,
    Link,
    Piece,
    Quotation,
    Restatement,
    Search,
    Target,
)
from tracker.domain.report_text import Amount
from tracker.domain.rows import ClaimRow, CommitmentDetail, EventRow, EvidenceLink, EvidenceRow, Quote, RestatementRow
from tracker.exports.compose.citing import Citations, public_address
from tracker.exports.compose.terms import term
from tracker.wording import Words


class ItemMaker:
    """Makes the items of one report, whose citations it numbers on the way."""

    def __init__(self, words: Words, citations: Citations, *, whole: bool) -> None:
        """`whole` items also tell what was withdrawn, and their history."""
        self._words, self._citations, self._whole = words, citations, whole

    def item(self, detail: CommitmentDetail, events: Iterable[EventRow]) -> Item:
        """The commitment; `events` are what was done since the report's `since`, oldest first."""
        words, row = self._words, detail.row
        self._cite_in_order(detail)
        first_cited = self._citations.take_new()
        return Item(
            code=row.code,
            title=words.name(row.title),
            topic=words.name(row.topic),
            kind=term(row.kind, words),
            speaker=words.name(detail.speaker.name),
            office=words.name(detail.speaker.office),
            assessment=term(row.assessment, words),
            light=term(row.light, words),
            marks=tuple(self._marks(detail)),
            reason=detail.reason,
            judged_on=day_of(detail.judged_at) if detail.judged_at else None,
            quotes=tuple(self._quotation(quote, detail) for quote in detail.quotes),
            departments=tuple(
                Department(
                    responsible.department.key,
                    words.name(responsible.department),
                    term(responsible.role, words),
                    term(responsible.basis, words),
                    words.responsible(responsible),
                )
                for responsible in detail.departments
            ),
            due=Deadline(row.due.on, term(row.due.basis, words), words.due(row.due)),
            target=self._target(row.quantity, row.working) if row.quantity else None,
            parts=tuple(words.name(part.title) for part in detail.parts),
            evidence=tuple(self._piece(piece, detail) for piece in detail.evidence if self._shows(piece)),
            claims=tuple(self._claim(claim, detail) for claim in detail.claims),
            restatements=tuple(self._restatement(later, detail) for later in detail.restatements),
            searches=tuple(
                Search(s.searched_on, s.place, s.words, s.found, words.phrase("old_search") if s.old else "")
                for s in detail.searches
            ),
            changes=tuple(self._change(event, detail) for event in events),
            history=tuple(self._change(event, detail) for event in reversed(detail.history)) if self._whole else (),
            first_cited=first_cited,
        )

    def _shows(self, piece: EvidenceRow) -> bool:
        return self._whole or not piece.withdrawn

    def _cite_in_order(self, detail: CommitmentDetail) -> None:
        """Number first what the judgement rests on, whose reason stands before the evidence."""
        for piece in sorted(detail.evidence, key=lambda piece: piece.id not in detail.cited):
            if not piece.withdrawn:
                self._citations.cite(piece)

    def _marks(self, detail: CommitmentDetail) -> Iterable[str]:
        if detail.fulfilled_late:
            yield self._words.phrase("late")
        if detail.rests_on_claims:
            yield self._words.phrase("rests_on_claims")

    def _quotation(self, quote: Quote, detail: CommitmentDetail) -> Quotation:
        source = self._words.name(detail.source.title)
        place = self._words.report("place", source=source, paragraph=quote.paragraph_number)
        return Quotation(quote.passage.exact, source, quote.paragraph_number, place)

    def _target(self, quantity: Quantity, working: Working | None) -> Target:
        words = self._words
        return Target(
            operator=term(quantity.operator, words),
            value=quantity.value,
            unit=quantity.unit,
            counted=quantity.counted,
            basis=term(quantity.basis, words),
            baseline=quantity.baseline,
            actual=working.actual if working else None,
            reached=working.reached if working else None,
            satisfied=working.satisfied if working else None,
            words=words.quantity(quantity),
            working=words.working(working) if working else "",
        )

    def _piece(self, piece: EvidenceRow, detail: CommitmentDetail) -> Piece:
        words = self._words
        return Piece(
            uid=piece.uid,
            kind=term(piece.kind, words),
            title=piece.title,
            publisher=piece.publisher,
            published=piece.published,
            document=piece.number,
            url=public_address(piece.url),
            quote=piece.quote,
            note=piece.note,
            links=tuple(self._link(link) for link in piece.links if link.commitment == detail.row.code),
            cited=piece.id in detail.cited,
            withdrawn=piece.withdrawn,
            marks=tuple(self._limits(piece)),
            citation=None if piece.withdrawn else self._citations.cite(piece),
        )

    def _link(self, link: EvidenceLink) -> Link:
        words = self._words
        part = words.name(link.part.title) if link.part else ""
        measured = Amount(link.value, link.unit or "") if link.value is not None else None
        said = [words.term(link.bearing)]
        if part:
            said.append(words.report("piece_part", part=part))
        if link.stage:
            said.append(words.report("piece_stage", stage=link.stage))
        if measured and link.role:
            amount = words.amount(measured.value, measured.unit)
            said.append(words.report("piece_value", amount=amount, role=link.role))
        return Link(
            bearing=term(link.bearing, words),
            part=part,
            stage=term(link.stage, words) if link.stage else None,
            measured=measured,
            role=term(link.role, words) if link.role else None,
            words=words.join(said),
        )

    def _limits(self, piece: EvidenceRow) -> Iterable[str]:
        if piece.withdrawn:
            yield self._words.phrase("withdrawn", reason=piece.withdrawal_reason)
        if piece.early:
            yield self._words.phrase("early")
        if piece.same_briefing:
            yield self._words.phrase("same_briefing")

    def _claim(self, claim: ClaimRow, detail: CommitmentDetail) -> Claim:
        claimed = term(claim.claimed, self._words) if claim.claimed else None
        citation = self._number(claim.evidence_id, detail)
        return Claim(claim.said, claim.said_by, claim.said_on, claimed, citation)

    def _restatement(self, later: RestatementRow, detail: CommitmentDetail) -> Restatement:
        words = self._words
        return Restatement(
            kind=term(later.kind, words),
            wording=later.wording,
            by=later.said_by,
            on=later.said_on,
            due=later.due_on,
            target=words.quantity(later.quantity) if later.quantity else "",
            working=words.working(later.working) if later.working else "",
            citation=self._number(later.evidence_id, detail),
        )

    def _number(self, evidence_id: int | None, detail: CommitmentDetail) -> int | None:
        piece = next((piece for piece in detail.evidence if piece.id == evidence_id), None)
        return self._citations.cite(piece) if piece and not piece.withdrawn else None

    def _change(self, event: EventRow, detail: CommitmentDetail) -> Change:
        return Change(day_of(event.at), self._words.event(_of_this(event, detail)), event.reason)


def _of_this(event: EventRow, detail: CommitmentDetail) -> EventRow:
    """The event as it concerns this commitment: evidence that bears on several may say something else of each."""
    number = event.details.get("evidence_id")
    piece = next((piece for piece in detail.evidence if piece.id == number), None)
    link = next((link for link in piece.links if link.commitment == detail.row.code), None) if piece else None
    if link is None or "bearing" not in event.details:
        return event
    return replace(event, details={**event.details, "bearing": link.bearing.value})
