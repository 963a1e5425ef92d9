"""What is said about a commitment, line by line: a label and paragraphs, the same in every format that is read."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.domain.report_item import Change, Claim, Entry, Item, Piece, Restatement, Search
from tracker.domain.report_text import Emphasis, Paragraph, ParagraphKind, Run
from tracker.domain.rows import CommitmentDetail
from tracker.exports.compose.terms import paragraph, quotation
from tracker.wording import Words


def with_entries(item: Item, detail: CommitmentDetail, words: Words) -> Item:
    """The item with its lines."""
    lines = _Lines(item, detail, words)
    return replace(item, entries=tuple(entry for entry in lines.entries() if entry.paragraphs))


class _Lines:
    def __init__(self, item: Item, detail: CommitmentDetail, words: Words) -> None:
        self._item, self._detail, self._words = item, detail, words

    def entries(self) -> Iterator[Entry]:
        """Every line there may be, in order; some without a paragraph."""
        item, words = self._item, self._words
        yield self._entry("quote", self._quotes())
        yield self._entry("speaker", [paragraph(words.report("speaker", name=item.speaker, office=item.office))])
        yield self._entry("departments", [paragraph(words.join(d.words for d in item.departments))])
        yield self._entry("due", self._due())
        yield self._entry("target", self._target())
        yield self._entry("parts", (paragraph(part, ParagraphKind.POINT) for part in item.parts))
        yield self._entry("judgement", self._judgement())
        yield self._entry("claims", map(self._claim, item.claims))
        yield self._entry("restatements", map(self._restatement, item.restatements))
        yield self._entry("evidence", self._evidence())
        yield self._entry("searches", map(self._search, item.searches))
        yield self._entry("changes", map(self._change, item.changes))

    def _entry(self, key: str, paragraphs: Iterator[Paragraph] | list[Paragraph] | map) -> Entry:
        return Entry(key, self._words.report(f"entry_{key}"), tuple(p for p in paragraphs if p.text.strip()))

    def _quotes(self) -> Iterator[Paragraph]:
        for quote in self._item.quotes:
            place = self._words.report("quote_place", place=quote.place)
            yield Paragraph(
                (Run(self._words.quote(quote.exact), Emphasis.QUOTE), Run(place, Emphasis.SOFT)), ParagraphKind.QUOTE
            )

    def _due(self) -> Iterator[Paragraph]:
        yield paragraph(self._item.due.words)
        if quote := self._detail.due_quote:
            yield quotation(self._words.quote(quote.passage.exact))

    def _target(self) -> Iterator[Paragraph]:
        target, words = self._item.target, self._words
        if target is None:
            return
        yield paragraph(target.words)
        if target.baseline is not None:
            amount = words.amount(target.baseline, target.unit)
            yield paragraph(words.report("baseline", amount=amount))
        if quote := self._detail.baseline_quote:
            yield quotation(words.quote(quote.passage.exact))
        if target.working:
            yield Paragraph((Run(words.report("target_working", working=target.working), Emphasis.STRONG),))
        elif target.value is not None:
            yield paragraph(words.report("no_working"), ParagraphKind.NOTE, Emphasis.SOFT)

    def _judgement(self) -> Iterator[Paragraph]:
        item, words = self._item, self._words
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

    def _claim(self, claim: Claim) -> Paragraph:
        words = self._words
        runs = [
            Run(words.report("said", by=claim.by, on=claim.on), Emphasis.SOFT),
            Run(words.quote(claim.said), Emphasis.QUOTE, _numbers(claim.citation)),
        ]
        if claim.claimed:
            runs.append(Run(words.report("claimed", term=claim.claimed.word), Emphasis.SOFT))
        return Paragraph(tuple(runs), ParagraphKind.POINT)

    def _restatement(self, later: Restatement) -> Paragraph:
        words = self._words
        head = words.report("restated", kind=later.kind.word, by=later.by, on=later.on)
        set_anew = [words.report("restated_due", due=later.due)] if later.due else []
        set_anew += [words.report("restated_target", target=later.target)] if later.target else []
        set_anew += [words.report("target_working", working=later.working)] if later.working else []
        runs = [
            Run(head, Emphasis.SOFT),
            Run(words.quote(later.wording), Emphasis.QUOTE, _numbers(later.citation)),
            *([Run(words.report("aside", text=words.join(set_anew, "clause")))] if set_anew else []),
        ]
        return Paragraph(tuple(runs), ParagraphKind.POINT)

    def _evidence(self) -> Iterator[Paragraph]:
        if not self._item.evidence:
            yield paragraph(self._words.report("evidence_none"), ParagraphKind.NOTE, Emphasis.SOFT)
        for piece in self._item.evidence:
            yield from self._piece(piece)

    def _piece(self, piece: Piece) -> Iterator[Paragraph]:
        words = self._words
        kind, publisher, published = piece.kind.word, piece.publisher, piece.published
        facts = words.report("piece_facts", kind=kind, publisher=publisher, published=published)
        if piece.document not in piece.title:
            facts = words.report("piece_numbered", facts=facts, number=piece.document)
        bears = [link.words for link in piece.links] + list(piece.marks)
        bears += [words.report("piece_cited")] if piece.cited else []
        yield Paragraph(
            (
                Run(piece.title, citations=_numbers(piece.citation)),
                Run(words.report("aside", text=facts), Emphasis.SOFT),
                Run(words.join(bears, "clause"), Emphasis.STRONG),
            ),
            ParagraphKind.POINT,
        )
        if piece.quote:
            yield quotation(words.quote(piece.quote))
        if piece.note:
            yield paragraph(piece.note, ParagraphKind.NOTE, Emphasis.SOFT)

    def _search(self, search: Search) -> Paragraph:
        words = self._words
        found = search.found or words.report("search_nothing")
        head = words.report("search", day=search.on, place=search.place, words=search.words)
        mark = [Run(words.report("aside", text=search.mark), Emphasis.SOFT)] if search.mark else []
        return Paragraph((Run(head), Run(found), *mark), ParagraphKind.POINT)

    def _change(self, change: Change) -> Paragraph:
        return Paragraph(change_runs(change, self._words), ParagraphKind.POINT)


def change_runs(change: Change, words: Words) -> tuple[Run, ...]:
    """Something that was done: the day, what, and why."""
    runs = [Run(words.report("on_day", day=change.on), Emphasis.SOFT), Run(change.words)]
    if change.reason:
        runs.append(Run(words.report("because"), Emphasis.SOFT))
        runs.append(Run(change.reason))
    return tuple(runs)


def _numbers(citation: int | None) -> tuple[int, ...]:
    return () if citation is None else (citation,)
