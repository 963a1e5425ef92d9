"""The paragraphs of a briefing report as a text file that an analyst edits, and her edits as they are read back."""

from pathlib import Path

from tracker.domain.errors import UserError
from tracker.domain.reports.brief import ParagraphOffer, offers_of
from tracker.domain.reports.paragraph_file import LARGEST, read_paragraphs, write_paragraphs
from tracker.domain.reports.report_request import ParagraphEdit, ReportWish
from tracker.exports.atomic import write_whole
from tracker.exports.compose import drafts_of
from tracker.open_files import belongs_to_open
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.past_reports import last_brief
from tracker.services.reports.reporting import read_report
from tracker.wording import Words


def write_draft(workspace: Workspace, wish: ReportWish, words: Words, path: Path) -> None:
    """Write every paragraph of the report to a file, with what was written in its place the last time.

    Raises `draft_exists`, and what reading the report and writing a file raise.
    """
    if path.exists():  # an afternoon of editing may be in it
        raise UserError("draft_exists", field="draft", path=path)
    offers = offer_paragraphs(workspace, wish, words)
    hints = words.phrase("paragraphs_hints").split("\n")
    write_whole(path, write_paragraphs(offers, hints).encode())


def offer_paragraphs(workspace: Workspace, wish: ReportWish, words: Words) -> tuple[ParagraphOffer, ...]:
    """Return every paragraph of the report, with what was written in its place the last time.

    Raises what reading the report raises.
    """
    last = last_brief(workspace, wish, words.language)
    drafts = drafts_of(read_report(workspace, wish), words)
    return offers_of(drafts, last.wish.brief.edits if last else ())


def read_edits(workspace: Workspace, wish: ReportWish, words: Words, path: Path) -> tuple[ParagraphEdit, ...]:
    """Return the paragraphs of a file that say something else than the program does.

    Raises `paragraphs_unreadable`, and what `read_paragraphs` raises.
    """
    return read_paragraphs(_text_of(path), drafts_of(read_report(workspace, wish), words))


def _text_of(path: Path) -> str:
    if belongs_to_open(path):  # to read it would take SQLite's locks away
        raise UserError("paragraphs_unreadable", field="paragraphs", path=path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) <= LARGEST:
            return content.decode()
    except (OSError, ValueError) as failure:
        raise UserError("paragraphs_unreadable", field="paragraphs", path=path) from failure
    raise UserError("paragraphs_unreadable", field="paragraphs", path=path)
