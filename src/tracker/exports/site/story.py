"""What became of a commitment, day by day: what happened, and never what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.evidence.addresses import is_web_address
from tracker.domain.rows import ClaimRow, Quote, SourceRow
from tracker.domain.terms import Assessment
from tracker.domain.text.dates import first_day
from tracker.exports.report_item import Item, said_by


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One thing that happened. `day` is an ISO day or month. `kind`: promised, evidence, claim, later, verdict or due.

    `head` are words of ours, `said` those of others, `gist` what is known of it besides. `citation` is the number of
    its evidence on the page.
    """

    day: str
    kind: str
    head: str
    said: str = ""
    gist: str = ""
    citation: int | None = None
    assessment: Assessment | None = field(default=None)


_ORDER = ("promised", "evidence", "later", "claim", "due", "verdict")
"""Of one day: what happened before what was made of it."""


def story_of(item: Item, verdicts: tuple[tuple[date, Assessment], ...]) -> tuple[StoryEvent, ...]:
    """Return everything that happened, oldest first. A month counts as its first day."""
    told = [*_promised(item), *_published(item), *_stated(item), *_due(item), *_judged(item, verdicts)]
    return tuple(sorted(told, key=lambda one: (first_day(one.day), _ORDER.index(one.kind))))


def public_claims(item: Item) -> Iterator[ClaimRow]:
    """Return the official claims that anybody can look up: what a department only wrote in a form is none of these."""
    for claim in item.detail.claims:
        if is_web_address(claim.url) or item.cited([claim.evidence_id]):
            yield claim


def context_of(quote: Quote, source: SourceRow) -> str:
    """Return the paragraph around words of a source; of a row of an office's own table, only the words themselves."""
    # Beside a commitment an office keeps who to call and what to mind: that is nobody's business.
    return quote.passage.exact if source.is_spreadsheet else quote.paragraph


def _promised(item: Item) -> Iterator[StoryEvent]:
    detail = item.detail
    source = item.words.name(detail.source.title)
    by = next((said_by(quote, detail, item.words) for quote in detail.quotes), "")
    words = item.words
    head = words.site("promised_by", source=source, by=by) if by else words.site("promised", source=source)
    yield StoryEvent(detail.source.held_on.isoformat(), "promised", head)


def _published(item: Item) -> Iterator[StoryEvent]:
    for piece in item.pieces:
        said = item.words.join([*map(item.link_words, item.links(piece)), *item.limits(piece)], "clause")
        head = item.words.site("published", publisher=piece.publisher)
        yield StoryEvent(
            piece.published, "evidence", head, item.translated(piece) or piece.title, said, item.numbers.get(piece.id)
        )


def _stated(item: Item) -> Iterator[StoryEvent]:
    words = item.words
    for claim in public_claims(item):
        head = words.site("stated", by=claim.said_by)
        number = next(iter(item.cited([claim.evidence_id])), None)
        gist = words.site("claims", term=words.term(claim.claimed)) if claim.claimed else ""
        yield StoryEvent(claim.said_on, "claim", head, words.quote(claim.said), gist, number)
    for later in item.detail.relations:
        head = words.site("later", by=later.said_by, kind=words.term(later.kind))
        number = next(iter(item.cited([later.evidence_id])), None)
        yield StoryEvent(later.said_on, "later", head, words.quote(later.wording), "", number)


def _due(item: Item) -> Iterator[StoryEvent]:
    due = item.detail.row.due
    if due.on is not None:
        basis = item.words.term(due.basis)
        yield StoryEvent(due.on.isoformat(), "due", item.words.site("due_about" if due.about else "due", basis=basis))


def _judged(item: Item, verdicts: tuple[tuple[date, Assessment], ...]) -> Iterator[StoryEvent]:
    words = item.words
    before = Assessment.NOT_RATED
    for day, assessment in verdicts:
        key = "judged" if before is Assessment.NOT_RATED else "judged_again"
        head = words.site(key, before=words.term(before), after=words.term(assessment))
        yield StoryEvent(day.isoformat(), "verdict", head, assessment=assessment)
        before = assessment
