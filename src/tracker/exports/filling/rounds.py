"""Carry a round of forms (督办) out: write what it sends into a folder, and record it. Nothing is sent by itself."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.capture.documents.files import display_name
from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.exchange.rounds import Round, RoundStatus
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.filling import letters
from tracker.exports.filling.sending import send_forms
from tracker.exports.report_tree import Report
from tracker.exports.template import Template
from tracker.services.exchange import rounds
from tracker.services.exchange.forms import FillWish
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class RoundWish:
    """What a round is to be: whom it asks, by their keys, about which commitments, by when, and whom they may ask."""

    departments: tuple[str, ...]
    period: str
    return_by: date
    contact: str = ""
    phone: str = ""
    leads_only: bool = False
    query: LedgerQuery = field(default_factory=LedgerQuery)


def begin_round(
    workspace: Workspace,
    wish: RoundWish,
    folder: Path,
    words: Words,
    template: Template | None = None,
    progress: Progress = unwatched,
) -> tuple[Round, tuple[Path, ...]]:
    """Open a round and write its forms into a folder, and last the notice (督办通知); returns it with these files.

    A round of which no form could be written is not opened. Raises `output_unwritable`, `fill_in_nobody`, and those of
    `open_round`, `send_forms` and `write_letter`.
    """
    if not folder.is_dir():
        raise UserError("output_unwritable", field="out", path=folder)
    if template is not None:
        _try(template, wish, workspace.today(), words)
    one = rounds.open_round(workspace, wish.period, wish.return_by, wish.contact, wish.phone)
    note = rounds.note_of(one)
    wishes = [FillWish(key, one.period, wish.leads_only, wish.query, note) for key in wish.departments]
    with ExitStack() as unless_sent:
        unless_sent.callback(rounds.forget_unsent, workspace, one.uid)
        paths = send_forms(workspace, wishes, folder, words, progress)
        if not paths:
            raise UserError("fill_in_nobody", field="department")
        unless_sent.pop_all()
    letter = letters.notice(rounds.round_status(workspace, one.uid), workspace.today(), words)
    return one, (*paths, *_write([letter], folder, template))


def write_reminders(
    workspace: Workspace,
    uid: str,
    folder: Path,
    words: Words,
    template: Template | None = None,
    progress: Progress = unwatched,
) -> tuple[Path, ...]:
    """Write a reminder (催办单) for each department that has not returned, and record it; all of them, or none.

    Raises those of `remind`, `free_letter` and `write_letter`.
    """
    status = rounds.round_status(workspace, uid)
    today = workspace.today()
    told = (letters.reminder(status, asked, today, words) for asked in steps(status.missing, progress))
    with ExitStack() as unless_recorded:
        paths = _write(told, folder, template, unless_recorded)
        rounds.remind(workspace, uid, [asked.department.key for asked in status.missing])
        unless_recorded.pop_all()
    return paths


def page_name(one: Round, words: Words) -> str:
    """Return what the file of a round's page is called, fit for every file system."""
    return f"{display_name(words.letter('title_page', period=one.period))}.docx"


def close_with_page(workspace: Workspace, uid: str, path: Path, words: Words, template: Template | None = None) -> None:
    """Write the page of a round for the report, and close the round. Raises those of `write_letter`, `close_round`."""
    letter = letters.page(rounds.round_status(workspace, uid), workspace.today(), words)
    # The page first: a round whose page cannot be written stays open.
    letters.write_letter(letter, path, template)
    rounds.close_round(workspace, uid)


def _try(template: Template, wish: RoundWish, today: date, words: Words) -> None:
    """Whether a template has the right fields shows when it is filled: better before forms go out than after."""
    nobody = RoundStatus(Round("", wish.period, today, wish.return_by), ())
    with TemporaryDirectory() as place:
        letters.write_letter(letters.notice(nobody, today, words), Path(place) / "notice.docx", template)


def _write(
    told: Iterable[Report], folder: Path, template: Template | None, on_failure: ExitStack | None = None
) -> tuple[Path, ...]:
    """Write letters into a folder, each as a file of its own; `on_failure` is told how to take them away again."""
    paths: list[Path] = []
    for letter in told:
        path = letters.free_letter(folder, letter)
        letters.write_letter(letter, path, template)
        paths.append(path)
        if on_failure is not None:
            on_failure.callback(path.unlink, missing_ok=True)
    return tuple(paths)
