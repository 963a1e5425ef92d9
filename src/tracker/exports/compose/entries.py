"""What is said about a commitment, line by line: a label and paragraphs, the same in every format that is read."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.domain.reports.report_item import (
    Change,
    Claim,
    Entry,
    Item,
    ItemDoubt,
    Piece,
    QuotationItem,
    RestatementItem,
    SearchItem,
)
from tracker.domain.reports.report_text import Emphasis, Paragraph, ParagraphKind, Run
from tracker.domain.rows import CommitmentDetail, Quote
from tracker.domain.terms import Doubt
from tracker.exports.compose.promised import part_words, quotation, working_words
from tracker.exports.compose.terms import paragraph, quoted
from tracker.wording import Words


def with_entries(item: Item, detail: CommitmentDetail, words: Words) -> Item:
    """The item with its lines."""
    lines = _Lines(item, detail, words)
    return replace(item, entries=tuple(entry for entry in lines.entries() if entry.paragraphs))


class _Lines:
    def __init__(self, item: Item, detail: CommitmentDetail, words: Words) -> None:
        self._item = item
        self._detail = detail
        self._words = words

    def entries(self) -> Iterator[Entry]:
        """Every line there may be, in order; some without a paragraph."""
        item = self._item
        words = self._words
        yield self._entry("quote", map(self._quote, item.quotes))
        yield self._entry("speaker", self._speakers())
        yield self._entry("departments", [paragraph(words.join(d.words for d in item.departments))])
        yield self._entry("due", self._due())
        yield self._entry("target", self._target())
        yield self._entry("parts", self._parts())
        yield self._entry("judgement", self._judgement())
        yield self._entry("doubts", self._doubts())
        yield self._entry("claims", map(self._claim, item.claims))
        yield self._entry("restatements", map(self._restatement, item.restatements))
        yield self._entry("evidence", self._evidence())
        yield self._entry("searches", map(self._search, item.searches))
        yield self._entry("changes", map(self._change, item.changes))

    def _entry(self, key: str, paragraphs: Iterator[Paragraph] | list[Paragraph] | map) -> Entry:
        return Entry(key, self._words.report(f"entry_{key}"), tuple(p for p in paragraphs if p.text.strip()))

    def _quote(self, quote: QuotationItem) -> Paragraph:
        """Words of the source, who said them, and where they stand."""
        place = self._words.report("quote_place", by=quote.by, place=quote.place)
        runs = (Run(self._words.quote(quote.exact), Emphasis.QUOTE), Run(place, Emphasis.SOFT))
        return Paragraph(runs, ParagraphKind.QUOTE)

    def _ground(self, quote: Quote) -> Paragraph:
        """The words that give a due date or a baseline: of their own speaker, too."""
        return self._quote(quotation(quote, self._detail, self._words))

    def _speakers(self) -> Iterator[Paragraph]:
        words = self._words
        speakers = self._item.speakers
        said = [words.report("speaker", name=speaker.name, office=speaker.office) for speaker in speakers]
        yield paragraph(words.join(said, "clause"))

    def _due(self) -> Iterator[Paragraph]:
        yield paragraph(self._item.due.words)
        if quote := self._detail.due_quote:
            yield self._ground(quote)

    def _target(self) -> Iterator[Paragraph]:
        target = self._item.target
        words = self._words
        if target is None:
            return
        yield paragraph(target.words)
        if target.baseline is not None:
            amount = words.amount(target.baseline, target.unit)
            yield paragraph(words.report("baseline", amount=amount))
        if quote := self._detail.baseline_quote:
            yield self._ground(quote)
        if target.working:
            yield paragraph(working_words(target, words), emphasis=Emphasis.STRONG)
        elif said := working_words(target, words):
            yield paragraph(said, ParagraphKind.NOTE, Emphasis.SOFT)
        for value in target.left_out:
            yield paragraph(value.words, ParagraphKind.NOTE, Emphasis.SOFT)

    def _parts(self) -> Iterator[Paragraph]:
        for part in self._item.part_details:
            yield paragraph(part_words(part.title, part.details, self._words), ParagraphKind.POINT)
        if count := self._item.parts_unnamed:
            yield paragraph(self._words.phrase("parts_unnamed", count=count), ParagraphKind.POINT)

    def _judgement(self) -> Iterator[Paragraph]:
        item = self._item
        words = self._words
        if not item.reason:
            return
        resting = tuple(piece.citation for piece in item.evidence if piece.cited and piece.citation)
        word = item.assessment.word
        head = (
            words.report("judged", word=word, day=item.judged_on)
            if item.judged_on
            else words.report("label", label=word)
        )
        yield Paragraph((Run(head, Emphasis.SOFT), Run(item.reason, citations=resting)))

    def _doubts(self) -> Iterator[Paragraph]:
        """What is questioned about the verdict, and why the analyst held to it all the same; and whether its grounds
        have changed since."""
        words = self._words
        if self._item.grounds_changed:
            changed = Doubt.GROUNDS_CHANGED
            yield paragraph(words.report("explained", word=changed, meaning=words.rule(changed)), ParagraphKind.POINT)
        for doubt in self._item.doubts:
            yield paragraph(doubt_words(doubt, words, asked=True), ParagraphKind.POINT)

    def _claim(self, claim: Claim) -> Paragraph:
        words = self._words
        runs = [
            Run(words.report("said", by=claim.by, on=claim.on), Emphasis.SOFT),
            Run(words.quote(claim.said), Emphasis.QUOTE, _numbers(claim.citation)),
        ]
        if claim.claimed:
            runs.append(Run(words.report("claimed", term=claim.claimed.word), Emphasis.SOFT))
        return Paragraph(tuple(runs), ParagraphKind.POINT)

    def _restatement(self, later: RestatementItem) -> Paragraph:
        words = self._words
        head = words.report("restated", kind=later.kind.word, by=later.by, on=later.on)
        aside = words.join(about_relation(later, words), "clause")
        runs = [
            Run(head, Emphasis.SOFT),
            Run(words.quote(later.wording), Emphasis.QUOTE, _numbers(later.citation)),
            *([Run(words.report("aside", text=aside))] if aside else []),
        ]
        return Paragraph(tuple(runs), ParagraphKind.POINT)

    def _evidence(self) -> Iterator[Paragraph]:
        if not self._item.evidence:
            yield paragraph(self._words.report("evidence_none"), ParagraphKind.NOTE, Emphasis.SOFT)
        for piece in self._item.evidence:
            yield from self._piece(piece)

    def _piece(self, piece: Piece) -> Iterator[Paragraph]:
        words = self._words
        kind = piece.kind.word
        publisher = piece.publisher
        published = piece.published
        facts = words.report("piece_facts", kind=kind, publisher=publisher, published=published)
        if piece.document not in piece.title:
            facts = words.report("piece_numbered", facts=facts, number=piece.document)
        if piece.effective_on:
            facts = words.report("piece_effective", facts=facts, day=piece.effective_on)
        title = words.report("piece_translated", title=piece.title, translated=piece.translated)
        bears = [link.words for link in piece.links] + list(piece.marks)
        bears += [words.report("piece_cited")] if piece.cited else []
        yield Paragraph(
            (
                Run(title if piece.translated else piece.title, citations=_numbers(piece.citation)),
                Run(words.report("aside", text=facts), Emphasis.SOFT),
                Run(words.join(bears, "clause"), Emphasis.STRONG),
            ),
            ParagraphKind.POINT,
        )
        if piece.gist:
            yield paragraph(piece.gist, ParagraphKind.NOTE)
        if piece.quote:
            yield quoted(words.quote(piece.quote))
        if piece.note:
            yield paragraph(piece.note, ParagraphKind.NOTE, Emphasis.SOFT)

    def _search(self, search: SearchItem) -> Paragraph:
        words = self._words
        head = words.report("search", day=search.on, place=search.place, words=search.words)
        mark = [Run(words.report("aside", text=search.mark), Emphasis.SOFT)] if search.mark else []
        return Paragraph((Run(head), Run(search.result), *mark), ParagraphKind.POINT)

    def _change(self, change: Change) -> Paragraph:
        return Paragraph(change_runs(change, self._words), ParagraphKind.POINT)


def change_runs(change: Change, words: Words) -> tuple[Run, ...]:
    """Something that was done: the day, what, and why."""
    runs = [Run(words.report("on_day", day=change.on), Emphasis.SOFT), Run(change.words)]
    if change.reason:
        runs.append(Run(words.report("because"), Emphasis.SOFT))
        runs.append(Run(change.reason))
    return tuple(runs)


def doubt_words(doubt: ItemDoubt, words: Words, *, asked: bool = False) -> str:
    """A doubt beside a verdict, and why the analyst held to it; `asked` says, too, where she did not say why."""
    if doubt.reason:
        return words.report("doubt_held", doubt=doubt.rule.word, reason=doubt.reason)
    return words.report("doubt_open", doubt=doubt.rule.word) if asked else doubt.rule.word


def about_relation(later: RestatementItem, words: Words) -> Iterator[str]:
    """What later words change, the commitment that they belong to, and why the two were tied."""
    if later.due:
        yield words.report("restated_due", due=later.due)
    if later.target:
        yield words.report("restated_target", target=later.target)
    if later.working:
        yield words.report("target_working", working=later.working)
    if later.other:
        yield words.report("restated_other", code=later.other)
    if later.reason:
        yield words.report("restated_reason", reason=later.reason)


def _numbers(citation: int | None) -> tuple[int, ...]:
    return () if citation is None else (citation,)
