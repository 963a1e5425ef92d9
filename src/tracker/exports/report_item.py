"""One commitment in a report: the full one as the ledger has it, and how the report puts it into words.

Writers read `Item.detail`, and take words from the methods here: nothing is copied on the way. Formats that are read
print `code`, `title`, then `assessment`, `light` and `marks` on one line, then `entries` in order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.commitments.quantity import Quantity, Working
from tracker.domain.rows import (
    ChainLink,
    ClaimRow,
    CommitmentDetail,
    EventRow,
    EvidenceLinkRow,
    EvidenceRow,
    LedgerRow,
    PartRow,
    Quote,
    RelationRow,
    SearchRow,
    SpeakerRow,
    VerdictDoubt,
)
from tracker.domain.terms import Doubt, DueBasis, is_final
from tracker.domain.text.dates import day_of
from tracker.exports.citing import reference
from tracker.exports.report_text import Emphasis, Paragraph, ParagraphKind, Reference, Run, Term, paragraph, term
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One line about a commitment, for formats that are read: a label, and paragraphs.

    `key` is the same in both languages: quote, speaker, departments, due, target, parts, judgement, doubts, claims,
    restatements, evidence, searches, changes.
    """

    key: str
    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment of a report, in the language of `words`.

    `numbers` are those of the references of its evidence in use, by id, and `new` are the pieces that nothing before it
    in the report cites. `news` is what happened since the report's `since`, in words, and `late` what had happened
    before and was recorded only then; `events` are the judgements since, oldest first. `whole` items also tell what was
    withdrawn, and their history. `ordinal` is its place in the report, from 1.
    """

    detail: CommitmentDetail
    words: Words
    numbers: Mapping[int, int] = field(default_factory=dict)
    new: tuple[EvidenceRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    whole: bool = False
    ordinal: int = 0
    news: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Return its code."""
        return self.detail.row.code

    @property
    def title(self) -> str:
        """Return its title in the language of the report."""
        return self.words.name(self.detail.row.title)

    @property
    def marked_title(self) -> str:
        """Return the title as a table shows it, where no other mark says that nobody has read it yet."""
        return self.words.title(self.detail.row)

    @property
    def assessment(self) -> Term:
        """Return how it is judged."""
        return term(self.detail.row.assessment, self.words)

    @property
    def light(self) -> Term:
        """Return its schedule light."""
        return term(self.detail.row.light, self.words)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what goes with the assessment wherever it is shown: not reviewed, late, grounds changed, doubted."""
        said = [] if self.detail.row.is_reviewed else [self.words.phrase("not_reviewed")]
        if self.detail.fulfilled_late:
            said.append(self.words.phrase("late"))
        if self.detail.row.grounds_changed:
            said.append(self.words.phrase("grounds_changed"))
        if doubts := self.detail.doubts:
            said.append(self.words.phrase("doubted", doubts=[doubt.rule for doubt in doubts]))
        return tuple(said)

    @property
    def reason(self) -> str:
        """Return why it is judged so: in English where there is a translation, else as it was written."""
        return self.words.reason(self.detail.reason, self.detail.reason_en)

    @property
    def pieces(self) -> tuple[EvidenceRow, ...]:
        """Return the evidence that the report shows, newest first."""
        evidence = self.detail.evidence
        return evidence if self.whole else tuple(piece for piece in evidence if not piece.withdrawn)

    @property
    def parts_unnamed(self) -> int:
        """Return how many parts have no name yet."""
        return max(0, self.detail.parts_expected - len(self.detail.parts))

    @property
    def first_cited(self) -> tuple[Reference, ...]:
        """Return the references that nothing before it in the report cites, by number."""
        return tuple(reference(self.numbers[piece.id], piece, self.words) for piece in self.new)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return everything about it line by line, without lines that say nothing."""
        return self.some_entries()

    def some_entries(self, *keys: str) -> tuple[Entry, ...]:
        """Return the lines with these keys, or all; nothing is worded for the others."""
        detail = self.detail
        words = self.words
        lines: dict[str, Iterable[Paragraph]] = {
            "quote": (self._quote(quote) for quote in detail.quotes),
            "speaker": [paragraph(words.join(map(self._spoken, detail.speakers), "clause"))],
            "departments": [paragraph(words.join(map(words.responsible, detail.departments)))],
            "due": self._due(),
            "target": self._target(),
            "parts": self._parts(),
            "judgement": self._judgement(),
            "doubts": self._doubts(),
            "claims": map(self._claim, detail.claims),
            "restatements": map(self._restatement, detail.relations),
            "chain": map(self._chain_link, detail.chain),
            "evidence": self._evidence(),
            "searches": map(self._search, detail.searches),
            "changes": self._changes(),
        }
        wanted = keys or tuple(lines)
        said = ((key, tuple(one for one in lines[key] if one.text.strip())) for key in lines if key in wanted)
        return tuple(Entry(key, words.report(f"entry_{key}"), paragraphs) for key, paragraphs in said if paragraphs)

    def links(self, piece: EvidenceRow) -> Iterator[EvidenceLinkRow]:
        """Return what a piece says of this commitment, or of a part of it."""
        return (link for link in piece.links if link.commitment == self.detail.row.code)

    def link_words(self, link: EvidenceLinkRow) -> str:
        """Return what a piece says in words: 证明完成、累计 101 个."""
        words = self.words
        said = [words.term(link.bearing)]
        if link.part:
            said.append(words.report("piece_part", part=words.name(link.part.title)))
        if link.stage:
            said.append(words.report("piece_stage", stage=link.stage))
        if link.value is not None and link.role:
            said.append(words.report("piece_value", amount=words.amount(link.value, link.unit or ""), role=link.role))
        return words.join(said)

    def limits(self, piece: EvidenceRow) -> list[str]:
        """Return what a piece cannot prove, and why: withdrawn, early, the same briefing."""
        said = [self.words.phrase("withdrawn", reason=piece.withdrawal_reason)] if piece.withdrawn else []
        said += [self.words.phrase("early")] if piece.early else []
        return said + ([self.words.phrase("same_briefing")] if piece.same_briefing else [])

    def bearings(self, piece: EvidenceRow) -> list[str]:
        """Return all that a piece says of it, and whether the judgement rests on it."""
        said = [*map(self.link_words, self.links(piece)), *self.limits(piece)]
        return said + ([self.words.report("piece_cited")] if piece.id in self.detail.cited else [])

    def gist(self, piece: EvidenceRow) -> str:
        """Return the gist of a piece in the language of the report, else in Chinese."""
        return (piece.gist_en if self.words.language == "en" else "") or piece.gist

    def translated(self, piece: EvidenceRow) -> str:
        """Return the title of a piece in another tongue than its own, "" for none."""
        return piece.title_en if self.words.language == "en" else ""

    def event_words(self, event: EventRow) -> str:
        """Return what was done, as it concerns this commitment: evidence that bears on several says its own of each."""
        number = event.details.get("evidence_id")
        piece = next((piece for piece in self.detail.evidence if piece.id == number), None)
        link = next(self.links(piece), None) if piece else None
        if link is not None and "bearing" in event.details:
            event = replace(event, details={**event.details, "bearing": link.bearing.value})
        return self.words.event(event)

    def event_reason(self, event: EventRow) -> str:
        """Return why it was done, as `reason`."""
        return self.words.reason(event.reason, event.reason_en)

    def change_words(self, event: EventRow) -> str:
        """Return the day of something that was done, and what it was."""
        return self.words.report("on_day", day=event.day) + self.event_words(event)

    def change_runs(self, event: EventRow) -> tuple[Run, ...]:
        """Return something that was done: the day, what, and why."""
        runs = [Run(self.words.report("on_day", day=event.day), Emphasis.SOFT), Run(self.event_words(event))]
        if event.reason:
            runs += [Run(self.words.report("because"), Emphasis.SOFT), Run(self.event_reason(event))]
        return tuple(runs)

    def search_result(self, search: SearchRow) -> str:
        """Return what a search came to, and what it found."""
        said = self.words.term(search.outcome) if search.decided else self.words.phrase("undecided")
        return self.words.report("explained", word=said, meaning=search.found) if search.found else said

    def cited(self, evidence_ids: Iterable[int | None]) -> tuple[int, ...]:
        """Return the numbers of the references of these pieces, without those that have none."""
        return tuple([self.numbers[known] for known in evidence_ids if known is not None and known in self.numbers])

    def _spoken(self, speaker: SpeakerRow) -> str:
        return spoken_by(speaker, self.words, "speaker")

    def _quote(self, quote: Quote) -> Paragraph:
        """Words of the source, who said them, and where they stand."""
        words = self.words
        by = said_by(quote, self.detail, words)
        place = words.report("quote_place", by=by, place=place_of(quote, self.detail, words))
        runs = (Run(words.quote(quote.passage.exact), Emphasis.QUOTE), Run(place, Emphasis.SOFT))
        return Paragraph(runs, ParagraphKind.QUOTE)

    def _due(self) -> Iterator[Paragraph]:
        yield paragraph(due_words(self.detail.row, self.words, spelt=True))
        if quote := self.detail.due_quote:
            yield self._quote(quote)

    def _target(self) -> Iterator[Paragraph]:
        quantity = self.detail.row.quantity
        working = self.detail.row.working
        words = self.words
        if quantity is None:
            return
        yield paragraph(words.quantity(quantity))
        if quantity.baseline is not None:
            yield paragraph(words.report("baseline", amount=words.amount(quantity.baseline, quantity.unit)))
        if quote := self.detail.baseline_quote:
            yield self._quote(quote)
        if working:
            yield paragraph(working_words(quantity, working, words), emphasis=Emphasis.STRONG)
        elif said := working_words(quantity, working, words):
            yield paragraph(said, ParagraphKind.NOTE, Emphasis.SOFT)
        for value in self.detail.uncounted:
            yield paragraph(words.uncounted(value), ParagraphKind.NOTE, Emphasis.SOFT)

    def _parts(self) -> Iterator[Paragraph]:
        words = self.words
        for part in self.detail.parts:
            yield paragraph(
                part_words(words.name(part.title), part_details(part, words, spelt=True), words), ParagraphKind.POINT
            )
        if count := self.parts_unnamed:
            yield paragraph(words.phrase("parts_unnamed", count=count), ParagraphKind.POINT)

    def _judgement(self) -> Iterator[Paragraph]:
        detail = self.detail
        words = self.words
        if not detail.reason:
            return
        resting = self.cited(piece.id for piece in self.pieces if piece.id in detail.cited)
        word = self.assessment.word
        judged = judged_on(detail)
        head = words.report("judged", word=word, day=judged) if judged else words.report("label", label=word)
        yield Paragraph((Run(head, Emphasis.SOFT), Run(self.reason, citations=resting)))

    def _doubts(self) -> Iterator[Paragraph]:
        """What is questioned about the verdict, and why the analyst held to it all the same; and whether its grounds
        have changed since."""
        words = self.words
        if self.detail.row.grounds_changed:
            changed = Doubt.GROUNDS_CHANGED
            yield paragraph(words.report("explained", word=changed, meaning=words.rule(changed)), ParagraphKind.POINT)
        for doubt in self.detail.doubts:
            yield paragraph(doubt_words(doubt, words, asked=True), ParagraphKind.POINT)

    def _claim(self, claim: ClaimRow) -> Paragraph:
        words = self.words
        runs = [
            Run(words.report("said", by=claim.said_by, on=words.published(claim.said_on)), Emphasis.SOFT),
            Run(words.quote(claim.said), Emphasis.QUOTE, self.cited([claim.evidence_id])),
        ]
        if claim.claimed:
            runs.append(Run(words.report("claimed", term=words.term(claim.claimed)), Emphasis.SOFT))
        return Paragraph(tuple(runs), ParagraphKind.POINT)

    def _restatement(self, later: RelationRow) -> Paragraph:
        words = self.words
        head = words.report(
            "restated", kind=words.term(later.kind), by=later.said_by, on=words.published(later.said_on)
        )
        aside = words.join(about_relation(later, words), "clause")
        runs = [
            Run(head, Emphasis.SOFT),
            Run(words.quote(later.wording), Emphasis.QUOTE, self.cited([later.evidence_id])),
            *([Run(words.report("aside", text=aside))] if aside else []),
        ]
        return Paragraph(tuple(runs), ParagraphKind.POINT)

    def _chain_link(self, link: ChainLink) -> Paragraph:
        return paragraph(self.words.chain_link(link, self.code), ParagraphKind.POINT)

    def _evidence(self) -> Iterator[Paragraph]:
        if not self.pieces:
            yield paragraph(self.words.report("evidence_none"), ParagraphKind.NOTE, Emphasis.SOFT)
        for piece in self.pieces:
            yield from self._piece(piece)

    def _piece(self, piece: EvidenceRow) -> Iterator[Paragraph]:
        words = self.words
        said = words.term(piece.kind)
        facts = words.report(
            "piece_facts", kind=said, publisher=piece.publisher, published=words.published(piece.published)
        )
        if piece.number not in piece.title:
            facts = words.report("piece_numbered", facts=facts, number=piece.number)
        if piece.effective_on:
            facts = words.report("piece_effective", facts=facts, day=piece.effective_on)
        title = piece.title
        if translated := self.translated(piece):
            title = words.report("piece_translated", title=title, translated=translated)
        else:
            title = words.in_original(title)
        yield Paragraph(
            (
                Run(title, citations=self.cited([piece.id])),
                Run(words.report("aside", text=facts), Emphasis.SOFT),
                Run(words.join(self.bearings(piece), "clause"), Emphasis.STRONG),
            ),
            ParagraphKind.POINT,
        )
        if gist := self.gist(piece):
            yield paragraph(words.in_original(gist), ParagraphKind.NOTE)
        if piece.quote:
            yield paragraph(words.quote(piece.quote), ParagraphKind.QUOTE, Emphasis.QUOTE)
        if piece.note:
            yield paragraph(piece.note, ParagraphKind.NOTE, Emphasis.SOFT)

    def _changes(self) -> Iterator[Paragraph]:
        for happened in self.news:
            yield paragraph(happened, ParagraphKind.POINT)
        for event in self.events:
            yield Paragraph(self.change_runs(event), ParagraphKind.POINT)

    @property
    def change_lines(self) -> tuple[str, ...]:
        """Return what happened, and how it was judged, a line each."""
        return (*self.news, *map(self.change_words, self.events))

    def _search(self, search: SearchRow) -> Paragraph:
        words = self.words
        head = words.report("search", day=search.searched_on, place=search.place, words=search.words)
        old = [Run(words.report("aside", text=words.phrase("old_search")), Emphasis.SOFT)] if search.old else []
        return Paragraph((Run(head), Run(self.search_result(search)), *old), ParagraphKind.POINT)


def review_day(row: LedgerRow) -> date | None:
    """Return the day of the next yearly review of a commitment without a date, as long as the question is open."""
    dateless = row.due.on is None and not is_final(row.assessment, None, date.max)
    return row.review_on if dateless else None


def due_words(row: LedgerRow, words: Words, *, spelt: bool = False) -> str:
    """Return when a commitment is due; without a date, its yearly review. `spelt` as a letter writes days, and not as
    they are sorted."""
    said = words.due(row.due, spelt=spelt)
    if (review := review_day(row)) is None:
        return said
    return words.report(
        "due_review", due=said, review=words.phrase("review_on", day=words.day(review) if spelt else review)
    )


def judged_on(detail: CommitmentDetail) -> date | None:
    """Return the day in Beijing on which it was judged, None for one that never was."""
    return day_of(detail.judged_at) if detail.judged_at else None


def uid_of(evidence_id: int, detail: CommitmentDetail) -> str:
    """Return the uid of a piece of evidence of a commitment, "" where it is not among those that were read."""
    return next((piece.uid for piece in detail.evidence if piece.id == evidence_id), "")


def speaker_of(quote: Quote, detail: CommitmentDetail) -> SpeakerRow | None:
    """Return who said these words; None for a reporter, or where nobody is named (§1).

    In a source that tells its speakers apart, words without one stand outside their answers, mostly in a question; in
    any other they are of whoever answers for the commitment.
    """
    if quote.speaker is None and any(one.speaker for one in detail.quotes):
        return None
    return quote.speaker or detail.speaker


def spoken_by(speaker: SpeakerRow, words: Words, phrase: str) -> str:
    """Return who speaks with the office, by one of the report's phrases; a body by its name alone."""
    if len(speaker.called) == 1:
        return words.name(speaker.name)
    return words.report(phrase, name=words.name(speaker.name), office=words.name(speaker.office))


def said_by(quote: Quote, detail: CommitmentDetail, words: Words) -> str:
    """Return under whose name words stand: 张云明，副部长, or that a reporter asked; never anybody else's (§1)."""
    if speaker := speaker_of(quote, detail):
        return spoken_by(speaker, words, "by")
    return words.report("by_reporter" if detail.row.due.basis is DueBasis.QUESTION else "by_nobody")


def quoted_by(quote: Quote, detail: CommitmentDetail, words: Words) -> str:
    """Return words of a source with who said them."""
    return words.report("quoted_by", quote=words.quote(quote.passage.exact), by=said_by(quote, detail, words))


def place_of(quote: Quote, detail: CommitmentDetail, words: Words) -> str:
    """Return where words stand: 原文第 36 段."""
    return words.report("place", source=words.name(detail.source.title), paragraph=quote.paragraph_number)


def working_words(quantity: Quantity, working: Working | None, words: Words) -> str:
    """Return the arithmetic towards an amount, or that nothing is there to be counted: no data is not zero. "" where no
    number was promised."""
    if working:
        return words.report("target_working", working=words.working(working))
    return words.report("no_working") if quantity.value is not None else ""


def part_words(title: str, details: str, words: Words) -> str:
    """Return a part, or several that are alike, and what is its own."""
    return words.report("part", title=title, details=details) if details else title


def part_details(part: PartRow, words: Words, *, spelt: bool = False) -> str:
    """Return what is a part's own: due date, amount, departments; "" for nothing. `spelt` as `due_words`."""
    said = []
    if part.due:
        said.append(words.report("part_due", due=words.due(part.due, spelt=spelt)))
    if part.quantity:
        said.append(words.quantity(part.quantity))
        if part.working:
            said.append(working_words(part.quantity, part.working, words))
        elif part.quantity.value is not None:
            said.append(words.report("part_unmeasured"))
    if responsible := words.join(map(words.responsible, part.departments)):
        said.append(responsible)
    return words.join(said, "clause")


def doubt_words(doubt: VerdictDoubt, words: Words, *, asked: bool = False) -> str:
    """Return a doubt beside a verdict, and why the analyst held to it; `asked` says, too, where she did not say why."""
    word = words.term(doubt.rule)
    if doubt.reason:
        return words.report("doubt_held", doubt=word, reason=words.in_original(doubt.reason))
    return words.report("doubt_open", doubt=word) if asked else word


def about_relation(later: RelationRow, words: Words) -> Iterator[str]:
    """Return what later words change, the commitment that they belong to, and why the two were tied."""
    if later.due_on:
        yield words.report("restated_due", due=later.due_on)
    if later.quantity:
        yield words.report("restated_target", target=words.quantity(later.quantity))
    if later.working:
        yield words.report("target_working", working=words.working(later.working))
    if later.other:
        yield words.report("restated_other", code=later.other)
    if later.reason:
        yield words.report("restated_reason", reason=later.reason)
