"""The tables that people read on a terminal. Scripts read `--json`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracker.cli.printing.text_table import table_lines, terminal_width
from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.rows import EventRow, EvidenceLinkRow, EvidenceRow, LedgerRow, SearchRow
from tracker.domain.text.dates import stamp
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.domain.evidence.same_document import SamePiece
    from tracker.domain.reports.past_report import PastReport
    from tracker.domain.search.suggestion import Suggestion


def print_table(keys: Sequence[str], cells: Sequence[Sequence[str]], flexible: int, words: Words, *, none: str) -> bool:
    """Print a table with the headings of these columns; without any rows the phrase `none`, and return False.

    The column `flexible` gives way where the terminal is too narrow.
    """
    titles = [words.column(key) for key in keys]
    print(*table_lines(titles, cells, flexible, terminal_width()) if cells else [words.phrase(none)], sep="\n")
    return bool(cells)


def print_rows(rows: Sequence[LedgerRow], total: int, words: Words) -> None:
    """The ledger as a table, and how many of its `total` commitments are shown."""
    cells = [
        (
            row.code,
            words.name(row.title),
            words.name(row.lead.department) if row.lead else "",
            assessment_text(row, words),
            words.term(row.light),
            due_text(row, words),
            row.latest_evidence or "",
        )
        for row in rows
    ]
    titles = ("code", "title", "lead", "assessment", "light", "due", "latest_evidence")
    if not print_table(titles, cells, 1, words, none="count_none" if total else "ledger_empty"):
        return
    counted = "count_all" if len(rows) == total else "count_some"
    print("\n" + words.phrase(counted, count=len(rows), total=total))


def assessment_text(row: LedgerRow, words: Words) -> str:
    """The assessment with what is shown beside it: its doubts, whether its grounds have changed, and whether nobody has
    read the commitment yet."""
    beside = [words.term(doubt) for doubt in row.doubts]
    if row.grounds_changed:
        beside.append(words.phrase("grounds_changed"))
    if not row.is_reviewed:
        beside.insert(0, words.phrase("not_reviewed"))
    if not beside:
        return words.term(row.assessment)
    return words.phrase("assessment_doubted", assessment=row.assessment, doubts=words.join(beside, "clause"))


def due_text(row: LedgerRow, words: Words) -> str:
    """When it is due, or where it never is, when it is reviewed."""
    if row.due.on is None and row.review_on is not None:
        return words.phrase("review_on", day=row.review_on)
    return words.due(row.due)


def print_evidence(pieces: Sequence[EvidenceRow], words: Words) -> None:
    """Evidence as a table, a line for each link."""
    titles = ("id", "published", "kind", "evidence_title", "publisher", "code", "bearing", "measured", "state")
    cells = [line for piece in pieces for line in _evidence_cells(piece, words)]
    print_table(titles, cells, 3, words, none="evidence_none")


def print_duplicates(groups: "Sequence[Sequence[SamePiece]]", words: Words) -> None:
    """Pieces that seem to be one document as a table, the groups by number."""
    cells = [
        (
            str(number),
            str(piece.id),
            piece.published,
            piece.title,
            piece.publisher,
            piece.number,
            words.join(map(words.term, piece.reasons)),
            words.join(piece.commitments),
        )
        for number, group in enumerate(groups, 1)
        for piece in group
    ]
    titles = ("group", "id", "published", "evidence_title", "publisher", "number", "same_by", "bears_on")
    print_table(titles, cells, 3, words, none="duplicates_none")


def print_suggestions(suggestions: "Sequence[Suggestion]", words: Words) -> None:
    """What a text bears on as a table, each with the words that matched and what of the commitment they match."""
    cells = [
        (
            found.code,
            _suggested(found, words),
            words.name(found.part.title) if found.part else "",
            f"{found.score:.2f}",
            words.join(f"{match.words} ({words.term(match.origin)})" for match in found.reasons),
        )
        for found in suggestions
    ]
    print_table(("code", "title", "part", "score", "matched"), cells, 1, words, none="suggest_none")


def _suggested(found: "Suggestion", words: Words) -> str:
    """Its title, and that the text is older than the briefing where it is."""
    title = words.name(found.title)
    return words.qualified(title, words.term(EvidenceStatus.EARLY)) if found.early else title


def print_judgements(events: Sequence[EventRow], words: Words) -> None:
    """Changes of the assessment as a table."""
    cells = [
        (stamp(event.at), event.author, words.event(event), words.reason(event.reason, event.reason_en))
        for event in events
    ]
    print_table(("at", "author", "event", "reason"), cells, 3, words, none="history_none")


def print_past_reports(reports: "Sequence[PastReport]", words: Words) -> None:
    """Reports that were written as a table."""
    cells = [
        (str(report.id), stamp(report.made_at), report.author, report.title, report.as_of.isoformat(), report.file)
        for report in reports
    ]
    print_table(("id", "at", "author", "report", "as_of", "file"), cells, 3, words, none="reports_none")


def print_searches(searches: Sequence[SearchRow], words: Words) -> None:
    """Searches as a table."""
    cells = [
        (
            str(entry.id),
            entry.searched_on.isoformat(),
            entry.searched_by,
            entry.place,
            entry.words,
            words.term(entry.outcome),
            entry.found,
            search_state(entry, words),
        )
        for entry in searches
    ]
    titles = ("id", "searched_on", "author", "place", "words", "outcome", "found", "state")
    print_table(titles, cells, 6, words, none="search_none")


def search_state(entry: SearchRow, words: Words) -> str:
    """What there is to know of a search: that it is old, or that nobody has said yet what it came to."""
    old = words.phrase("old_search") if entry.old else ""
    undecided = "" if entry.decided else words.phrase("undecided")
    return words.join(filter(None, (old, undecided)))


def _evidence_cells(piece: EvidenceRow, words: Words) -> Iterator[tuple[str, ...]]:
    start = (str(piece.id), piece.published, words.term(piece.kind), piece.title, piece.publisher)
    state = evidence_state(piece, words) or words.phrase("in_use")
    for link in piece.links:
        yield (*start, link.commitment, words.term(link.bearing), measured_text(link, words), state)
    if not piece.links:
        yield (*start, "", "", "", state)


def evidence_state(piece: EvidenceRow, words: Words) -> str:
    """Why a piece proves nothing by itself; "" for one in use."""
    if piece.joined_into is not None:
        return words.phrase("joined_into", id=piece.joined_into)
    if piece.withdrawn:
        return words.phrase("withdrawn", reason=piece.withdrawal_reason)
    if piece.same_briefing:
        return words.phrase("same_briefing")
    return words.phrase("early") if piece.early else ""


def measured_text(link: EvidenceLinkRow, words: Words) -> str:
    """The measured value of a link with its role; "" where it has none."""
    if link.value is None or link.role is None:
        return ""
    return f"{words.amount(link.value, link.unit or '')} {words.term(link.role)}"
