"""What people read on a terminal. Scripts read `--json`."""

from collections.abc import Iterable, Iterator, Sequence

from tracker.cli.table import table_lines, terminal_width, wrap
from tracker.domain.dates import stamp
from tracker.domain.past_report import PastReport
from tracker.domain.rows import CommitmentDetail, EventRow, EvidenceLink, EvidenceRow, LedgerRow, SearchRow
from tracker.domain.suggestion import Suggestion
from tracker.wording import Words

_INDENT = "  "


def print_rows(rows: Sequence[LedgerRow], total: int, words: Words) -> None:
    """The ledger as a table, and how many of its `total` commitments are shown."""
    if not rows:
        print(words.phrase("count_none"))
        return
    cells = [
        (
            row.code,
            words.name(row.title),
            words.name(row.lead.department) if row.lead else "",
            words.term(row.assessment),
            words.term(row.light),
            words.due(row.due),
            row.latest_evidence or "",
        )
        for row in rows
    ]
    _print_table(("code", "title", "lead", "assessment", "light", "due", "latest_evidence"), cells, 1, words)
    counted = "count_all" if len(rows) == total else "count_some"
    print("\n" + words.phrase(counted, count=len(rows), total=total))


def print_evidence(pieces: Sequence[EvidenceRow], words: Words) -> None:
    """Evidence as a table, a line for each link."""
    if not pieces:
        print(words.phrase("evidence_none"))
        return
    titles = ("id", "published", "kind", "evidence_title", "publisher", "code", "bearing", "measured", "state")
    cells = [line for piece in pieces for line in _evidence_cells(piece, words)]
    _print_table(titles, cells, 3, words)


def print_suggestions(suggestions: Sequence[Suggestion], words: Words) -> None:
    """What a text bears on as a table, each with the words that matched and what of the commitment they match."""
    if not suggestions:
        print(words.phrase("suggest_none"))
        return
    cells = [
        (
            found.code,
            words.name(found.title),
            words.name(found.part.title) if found.part else "",
            f"{found.score:.2f}",
            words.join(f"{match.words} ({words.term(match.origin)})" for match in found.matched),
        )
        for found in suggestions
    ]
    _print_table(("code", "title", "part", "score", "matched"), cells, 1, words)


def print_judgements(events: Sequence[EventRow], words: Words) -> None:
    """Changes of the assessment as a table."""
    if not events:
        print(words.phrase("history_none"))
        return
    cells = [(_time(event), event.author, words.event(event), event.reason) for event in events]
    _print_table(("at", "author", "event", "reason"), cells, 3, words)


def print_past_reports(reports: Sequence[PastReport], words: Words) -> None:
    """Reports that were written as a table."""
    if not reports:
        print(words.phrase("reports_none"))
        return
    cells = [
        (str(report.id), stamp(report.made_at), report.author, report.title, report.as_of.isoformat(), report.file)
        for report in reports
    ]
    _print_table(("id", "at", "author", "report", "as_of", "file"), cells, 3, words)


def print_searches(searches: Sequence[SearchRow], words: Words) -> None:
    """Searches as a table."""
    if not searches:
        print(words.phrase("search_none"))
        return
    cells = [
        (
            entry.searched_on.isoformat(),
            entry.searched_by,
            entry.place,
            entry.words,
            entry.found,
            words.phrase("old_search") if entry.old else "",
        )
        for entry in searches
    ]
    _print_table(("searched_on", "author", "place", "words", "found", "state"), cells, 4, words)


def print_detail(detail: CommitmentDetail, words: Words) -> None:
    """Everything about one commitment, from its words to its history."""
    width = terminal_width()
    for line in wrap(f"{detail.row.code}  {words.name(detail.row.title)}", width):
        print(line)
    for title, lines in _sections(detail, words):
        print("\n" + title)
        for text in lines:
            print(*wrap(text, width, _INDENT), sep="\n")


def _sections(detail: CommitmentDetail, words: Words) -> Iterator[tuple[str, Iterable[str]]]:
    row = detail.row
    speaker = f"{words.name(detail.speaker.name)} · {words.name(detail.speaker.office)}"
    quotes = [words.quote(quote.passage.exact) for quote in detail.quotes]
    yield words.column("exact"), [*quotes, f"{speaker} · {words.source(detail.source)}"]
    yield words.column("departments"), [words.responsible(responsible) for responsible in detail.departments]
    yield words.column("due"), [words.due(row.due)]
    if detail.parts:
        yield words.field("parts"), [words.name(part.title) for part in detail.parts]
    if row.quantity is not None:
        yield words.column("quantity"), [words.quantity(row.quantity)]
    if row.working is not None:
        yield words.column("working"), [words.working(row.working)]
    yield words.column("assessment"), list(_assessment(detail, words))
    yield words.column("light"), [words.term(row.light)]
    if detail.evidence:
        yield words.field("evidence"), [_evidence_text(piece, row.code, words) for piece in detail.evidence]
    yield words.column("history"), [_event_text(event, words) for event in detail.history]


def _assessment(detail: CommitmentDetail, words: Words) -> Iterator[str]:
    yield words.term(detail.row.assessment)
    if detail.fulfilled_late:
        yield words.phrase("late")
    if detail.reason:
        yield detail.reason


def _evidence_text(piece: EvidenceRow, code: str, words: Words) -> str:
    bearings = [words.term(link.bearing) for link in piece.links if link.commitment == code]
    pieces = [f"{piece.id}", words.evidence(piece), *bearings]
    if piece.withdrawn:
        pieces.append(words.phrase("withdrawn", reason=piece.withdrawal_reason))
    return " · ".join(pieces)


def _event_text(event: EventRow, words: Words) -> str:
    return " · ".join(filter(None, (_time(event), event.author, words.event(event), event.reason)))


def _evidence_cells(piece: EvidenceRow, words: Words) -> Iterator[tuple[str, ...]]:
    start = (str(piece.id), piece.published, words.term(piece.kind), piece.title, piece.publisher)
    state = words.phrase("in_use")
    if piece.withdrawn:
        state = words.phrase("withdrawn", reason=piece.withdrawal_reason)
    elif piece.early:
        state = words.phrase("early")
    for link in piece.links:
        yield (*start, link.commitment, words.term(link.bearing), _measured(link, words), state)
    if not piece.links:
        yield (*start, "", "", "", state)


def _measured(link: EvidenceLink, words: Words) -> str:
    if link.value is None or link.role is None:
        return ""
    return f"{words.amount(link.value, link.unit or '')} {words.term(link.role)}"


def _time(event: EventRow) -> str:
    return stamp(event.at)


def _print_table(keys: Sequence[str], cells: Sequence[Sequence[str]], flexible: int, words: Words) -> None:
    titles = [words.column(key) for key in keys]
    print(*table_lines(titles, cells, flexible, terminal_width()), sep="\n")
