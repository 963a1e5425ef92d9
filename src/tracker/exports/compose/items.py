"""A commitment as a report tells it: the values, each with its words."""

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.reports.report_item import (
    Change,
    Claim,
    Item,
    ItemDoubt,
    Link,
    Piece,
    Restatement,
    Search,
    Target,
)
from tracker.domain.reports.report_text import Amount
from tracker.domain.rows import (
    ClaimRow,
    CommitmentDetail,
    EventRow,
    EvidenceLink,
    EvidenceRow,
    RelationRow,
    SearchRow,
)
from tracker.domain.text.dates import day_of
from tracker.exports.compose.citing import Citations, public_address
from tracker.exports.compose.promised import (
    deadline_of,
    department,
    left_out,
    part_detail,
    quotation,
    spoken,
    target_of,
)
from tracker.exports.compose.terms import term
from tracker.wording import Words


class ItemMaker:
    """Makes the items of one report, whose citations it numbers on the way."""

    def __init__(self, words: Words, citations: Citations, *, whole: bool) -> None:
        """`whole` items also tell what was withdrawn, and their history."""
        self._words = words
        self._citations = citations
        self._whole = whole

    def item(self, detail: CommitmentDetail, events: Iterable[EventRow]) -> Item:
        """The commitment; `events` are what was done since the report's `since`, oldest first."""
        words = self._words
        row = detail.row
        self._cite_in_order(detail)
        first_cited = self._citations.take_new()
        speakers = tuple(spoken(speaker, words) for speaker in detail.speakers)
        return Item(
            code=row.code,
            title=words.name(row.title),
            topic=words.name(row.topic),
            kind=term(row.kind, words),
            speaker=words.join((speaker.name for speaker in speakers), "clause"),
            office=words.join((speaker.office for speaker in speakers), "clause"),
            assessment=term(row.assessment, words),
            light=term(row.light, words),
            marks=tuple(self._marks(detail)),
            reason=detail.reason,
            judged_on=day_of(detail.judged_at) if detail.judged_at else None,
            quotes=tuple(quotation(quote, detail, words) for quote in detail.quotes),
            departments=tuple(department(one, detail.quotes, words) for one in detail.departments),
            due=deadline_of(row, words),
            target=self._target(detail),
            parts=tuple(words.name(part.title) for part in detail.parts),
            evidence=tuple(self._piece(piece, detail) for piece in detail.evidence if self._shows(piece)),
            claims=tuple(self._claim(claim, detail) for claim in detail.claims),
            restatements=tuple(self._restatement(later, detail) for later in detail.relations),
            searches=tuple(map(self._search, detail.searches)),
            changes=tuple(self._change(event, detail) for event in events),
            speakers=speakers,
            doubts=tuple(ItemDoubt(term(one.rule, words), one.reason, one.event) for one in detail.doubts),
            grounds_changed=row.grounds_changed,
            part_details=tuple(part_detail(part, words) for part in detail.parts),
            parts_unnamed=max(0, detail.parts_expected - len(detail.parts)),
            history=tuple(self._change(event, detail) for event in reversed(detail.history)) if self._whole else (),
            first_cited=first_cited,
            evidence_unread=detail.evidence_unread,
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
        if detail.row.grounds_changed:
            yield self._words.phrase("grounds_changed")
        if detail.doubts:
            yield self._words.phrase("doubted", doubts=[doubt.rule for doubt in detail.doubts])

    def _target(self, detail: CommitmentDetail) -> Target | None:
        row = detail.row
        words = self._words
        if row.quantity is None:
            return None
        uncounted = (left_out(value, detail, words) for value in detail.uncounted)
        return target_of(row.quantity, row.working, uncounted, words)

    def _search(self, search: SearchRow) -> Search:
        words = self._words
        outcome = term(search.outcome, words) if search.decided else None
        said = outcome.word if outcome else words.phrase("undecided")
        return Search(
            on=search.searched_on,
            place=search.place,
            words=search.words,
            found=search.found,
            mark=words.phrase("old_search") if search.old else "",
            outcome=outcome,
            result=words.report("explained", word=said, meaning=search.found) if search.found else said,
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
            effective_on=piece.effective_on,
            gist=(piece.gist_en if words.language == "en" else "") or piece.gist,
            translated=piece.title_en if words.language == "en" else "",
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

    def _restatement(self, later: RelationRow, detail: CommitmentDetail) -> Restatement:
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
            other=later.other or "",
            reason=later.reason,
        )

    def _number(self, evidence_id: int | None, detail: CommitmentDetail) -> int | None:
        piece = next((piece for piece in detail.evidence if piece.id == evidence_id), None)
        return self._citations.cite(piece) if piece and not piece.withdrawn else None

    def _change(self, event: EventRow, detail: CommitmentDetail) -> Change:
        return Change(event.day, self._words.event(_of_this(event, detail)), event.reason)


def _of_this(event: EventRow, detail: CommitmentDetail) -> EventRow:
    """The event as it concerns this commitment: evidence that bears on several may say something else of each."""
    number = event.details.get("evidence_id")
    piece = next((piece for piece in detail.evidence if piece.id == number), None)
    link = next((link for link in piece.links if link.commitment == detail.row.code), None) if piece else None
    if link is None or "bearing" not in event.details:
        return event
    return replace(event, details={**event.details, "bearing": link.bearing.value})
