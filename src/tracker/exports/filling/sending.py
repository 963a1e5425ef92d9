"""Send forms: put the ledger's part into words, write the file, and record what was sent."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tracker.capture.files import display_name
from tracker.domain.filling import Sending
from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.rows import Name
from tracker.exports.atomic import write_whole
from tracker.exports.filling.rows import locked_texts
from tracker.exports.filling.workbook import render
from tracker.services.filling import FillWish, read_facts, record_sending
from tracker.services.workspace import Workspace
from tracker.wording import Words


def send_form(workspace: Workspace, wish: FillWish, path: Path, words: Words) -> Sending:
    """Write the form of one department to a file and record that it was sent; both, or neither.

    Raises those of `services.filling.read_facts` and `exports.atomic.write_whole`.
    """
    facts = read_facts(workspace, wish, words.language)
    key = facts.sending.department.key
    rows = {detail.row.code: locked_texts(detail, key, words) for detail in facts.commitments}
    sending = replace(facts.sending, rows=rows)
    content = render(sending, words)
    record_sending(workspace, sending, lambda: write_whole(path, content))
    return sending


def send_forms(
    workspace: Workspace, wishes: Sequence[tuple[FillWish, Path]], words: Words, progress: Progress = unwatched
) -> tuple[Path, ...]:
    """Write several forms, one after the other; returns their files. Cancelled between two, those written stay sent."""
    written: list[Path] = []
    for wish, path in steps(wishes, progress):
        send_form(workspace, wish, path, words)
        written.append(path)
    return tuple(written)


def file_name(department: Name, period: str, words: Words) -> str:
    """What the file of a form is called, fit for every file system."""
    return display_name(words.form("text", "file", department=words.name(department), period=period) + ".xlsx")
