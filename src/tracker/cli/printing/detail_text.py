"""Everything about one commitment as people read it on a terminal, from its words to its history."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from tracker.cli.printing.plain_tables import due_text, evidence_state, measured_text, search_state
from tracker.cli.printing.text_table import terminal_width, wrap
from tracker.domain.rows import (
    ClaimRow,
    CommitmentDetail,
    EventRow,
    EvidenceLinkRow,
    EvidenceRow,
    PartRow,
    Quote,
    RelationRow,
    SearchRow,
)
from tracker.domain.text.dates import stamp
from tracker.wording import Words

_INDENT = "  "


def print_detail(detail: CommitmentDetail, words: Words) -> None:
    """Print a commitment, section by section. A line that begins with blanks belongs to the one above."""
    width = terminal_width()
    for line in wrap(f"{detail.row.code}  {words.name(detail.row.title)}", width):
        print(line)
    for title, lines in _sections(detail, words):
        print("\n" + title)
        for text in lines:
            own = text.lstrip(" ")
            print(*wrap(own, width, _INDENT + " " * (len(text) - len(own))), sep="\n")


def _sections(detail: CommitmentDetail, words: Words) -> Iterator[tuple[str, Iterable[str]]]:
    row = detail.row
    yield words.column("exact"), [*_quotes(detail, words), words.source(detail.source)]
    yield words.column("departments"), [words.responsible(responsible) for responsible in detail.departments]
    yield words.column("due"), [due_text(row, words)]
    if detail.parts or detail.parts_expected:
        yield words.field("parts"), list(_parts(detail, words))
    if row.quantity is not None:
        yield words.column("quantity"), [words.quantity(row.quantity)]
    if row.working is not None or detail.uncounted:
        yield words.column("working"), list(_counted(detail, words))
    yield words.column("assessment"), list(_assessment(detail, words))
    yield words.column("light"), [words.term(row.light)]
    if detail.evidence:
        yield words.field("evidence"), list(_evidence(detail, words))
    if detail.searches:
        yield words.column("searches"), [_search_text(entry, words) for entry in detail.searches]
    if detail.claims:
        yield words.column("claims"), [_claim_text(claim, words) for claim in detail.claims]
    if detail.relations:
        yield words.column("relations"), [_relation_text(relation, words) for relation in detail.relations]
    if detail.chain:
        yield words.column("chain"), [words.chain_link(link, row.code) for link in detail.chain]
    yield words.column("history"), [_event_text(event, words) for event in detail.history]


def _quotes(detail: CommitmentDetail, words: Words) -> Iterator[str]:
    """The words of the promise, each under who said them and in which answer."""

    def said(quote: Quote) -> str:
        speaker = quote.speaker or detail.speaker
        answer = words.phrase("answer", number=quote.answer) if quote.answer is not None else ""
        return _joined(*map(words.name, speaker.called), answer)

    for head, quotes in groupby(detail.quotes, said):
        yield head
        yield from (f"{_INDENT}{words.quote(quote.passage.exact)}" for quote in quotes)


def _parts(detail: CommitmentDetail, words: Words) -> Iterator[str]:
    """The parts by their numbers, each with what is its own, and how many have no name yet."""
    for position, part in enumerate(detail.parts, 1):
        yield f"{position}. {_part_text(part, words)}"
    unnamed = detail.parts_expected - len(detail.parts)
    if unnamed > 0:
        yield words.phrase("parts_unnamed", count=unnamed)


def _part_text(part: PartRow, words: Words) -> str:
    return _joined(
        words.name(part.title),
        words.due(part.due) if part.due else "",
        words.quantity(part.quantity) if part.quantity else "",
        words.working(part.working) if part.working else "",
        *(words.responsible(responsible) for responsible in part.departments),
    )


def _counted(detail: CommitmentDetail, words: Words) -> Iterator[str]:
    if detail.row.working is not None:
        yield words.working(detail.row.working)
    yield from (words.uncounted(left_out) for left_out in detail.uncounted)


def _assessment(detail: CommitmentDetail, words: Words) -> Iterator[str]:
    """The verdict, its reason, and what is shown beside it."""
    yield words.term(detail.row.assessment)
    if not detail.row.is_reviewed:
        yield words.phrase("not_reviewed")
    if detail.fulfilled_late:
        yield words.phrase("late")
    if detail.row.grounds_changed:
        yield words.phrase("grounds_changed")
    for doubt in detail.doubts:
        yield words.doubt(doubt) if doubt.reason else words.phrase("not_held", doubt=doubt.rule)
    if detail.reason:
        yield words.reason(detail.reason, detail.reason_en)


def _evidence(detail: CommitmentDetail, words: Words) -> Iterator[str]:
    """The pieces of evidence, under each what is to be asked about it."""
    for piece in detail.evidence:
        yield _evidence_text(piece, detail.row.code, words)
        asked = (question for question in detail.questions if question.evidence_id == piece.id)
        yield from (f"{_INDENT}{words.follow_up(question)}" for question in asked)
        told = (words.recheck(one) for one in detail.rechecks if one.evidence_id == piece.id)
        yield from (f"{_INDENT}{said}" for said in told if said)


def _evidence_text(piece: EvidenceRow, code: str, words: Words) -> str:
    links = [_link_text(link, words) for link in piece.links if link.commitment == code]
    return _joined(str(piece.id), words.evidence(piece), *links, evidence_state(piece, words))


def _link_text(link: EvidenceLinkRow, words: Words) -> str:
    return _joined(
        words.name(link.part.title) if link.part else "", words.term(link.bearing), measured_text(link, words)
    )


def _search_text(entry: SearchRow, words: Words) -> str:
    return _joined(
        str(entry.id),
        entry.searched_on.isoformat(),
        entry.place,
        words.quote(entry.words),
        words.term(entry.outcome),
        entry.found,
        search_state(entry, words),
    )


def _claim_text(claim: ClaimRow, words: Words) -> str:
    claimed = words.report("claimed", term=claim.claimed).strip() if claim.claimed is not None else ""
    return _joined(claim.said_on, claim.said_by, words.quote(claim.said), claimed, claim.uid)


def _relation_text(relation: RelationRow, words: Words) -> str:
    """How later words stand to the promise, with the due date and amount that they set."""
    return _joined(
        words.term(relation.kind),
        relation.said_on,
        relation.other or "",
        relation.said_by,
        words.quote(relation.wording),
        words.report("restated_due", due=relation.due_on) if relation.due_on else "",
        words.quantity(relation.quantity) if relation.quantity else "",
        words.working(relation.working) if relation.working else "",
        relation.reason,
        relation.uid,
    )


def _event_text(event: EventRow, words: Words) -> str:
    return _joined(stamp(event.at), event.author, words.event(event), words.reason(event.reason, event.reason_en))


def _joined(*pieces: str) -> str:
    return " · ".join(filter(None, pieces))
