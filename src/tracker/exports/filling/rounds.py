"""Carry a round of forms (督办) out: write what it sends into a folder, and record it. Nothing is sent by itself."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tracker.capture.documents.files import display_name
from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.exchange.rounds import Round, RoundStatus, asked_by
from tracker.domain.rows import Changes
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.atomic import write_whole
from tracker.exports.filling import letters
from tracker.exports.filling.sending import free_path, prepare_forms
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


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A round that was opened, its forms, and the notice that it begins."""

    round: Round
    forms: tuple[Path, ...]
    notice: Path
    changes: Changes


def begin_round(
    workspace: Workspace,
    wish: RoundWish,
    folder: Path,
    words: Words,
    template: Template | None = None,
    progress: Progress = unwatched,
) -> OpenedRound:
    """Open a round, and write its notice (督办通知) and its forms into a folder; all of it, or nothing.

    Raises `output_unwritable`, `fill_in_nobody`, and those of `plan_round`, `prepare_forms` and `write_letter`.
    """
    if not folder.is_dir():
        raise UserError("output_unwritable", field="out", path=folder)
    one = rounds.plan_round(workspace, wish.period, wish.return_by, wish.contact, wish.phone)
    note = rounds.note_of(one)
    wishes = [FillWish(key, one.period, wish.leads_only, wish.query, note) for key in wish.departments]
    forms = tuple(prepare_forms(workspace, wishes, words, progress))
    if not forms:
        raise UserError("fill_in_nobody", field="department")
    status = RoundStatus(one, tuple(asked_by(form.sending) for form in forms))
    letter = letters.notice(status, workspace.today(), words)
    paths: list[Path] = []
    with ExitStack() as unless_opened:

        def write() -> None:
            # The notice first: a template may turn out to be none.
            paths.extend(_write([letter], folder, template, unless_opened))
            for form in forms:
                path = free_path(folder, form, words)
                write_whole(path, form.content)
                unless_opened.callback(path.unlink, missing_ok=True)
                paths.append(path)

        changes = rounds.open_round(workspace, one, ((form.sending, form.sha256) for form in forms), write)
        unless_opened.pop_all()
    return OpenedRound(one, tuple(paths[1:]), paths[0], changes)


def write_reminders(
    workspace: Workspace,
    uid: str,
    folder: Path,
    words: Words,
    template: Template | None = None,
    progress: Progress = unwatched,
) -> tuple[tuple[Path, ...], Changes]:
    """Write a reminder (催办单) for each department that has not returned, and record it; all of them, or none.

    Returns their files. Raises those of `remind`, `free_letter` and `write_letter`.
    """
    status = rounds.round_status(workspace, uid)
    today = workspace.today()
    told = (letters.reminder(status, asked, today, words) for asked in steps(status.missing, progress))
    with ExitStack() as unless_recorded:
        paths = _write(told, folder, template, unless_recorded)
        changes = rounds.remind(workspace, uid, [asked.department.key for asked in status.missing])
        unless_recorded.pop_all()
    return paths, changes


def page_name(one: Round, words: Words) -> str:
    """Return what the file of a round's page is called, fit for every file system."""
    return f"{display_name(words.letter('title_page', period=one.period))}.docx"


def close_with_page(
    workspace: Workspace, uid: str, path: Path, words: Words, template: Template | None = None
) -> Changes:
    """Write the page of a round for the report, and close the round. Raises those of `write_letter`, `close_round`."""
    letter = letters.page(rounds.round_status(workspace, uid), workspace.today(), words)
    # The page first: a round whose page cannot be written stays open.
    letters.write_letter(letter, path, template)
    return rounds.close_round(workspace, uid)


def _write(told: Iterable[Report], folder: Path, template: Template | None, on_failure: ExitStack) -> tuple[Path, ...]:
    """Write letters into a folder, each as a file of its own; `on_failure` gets the way to remove them again."""
    paths: list[Path] = []
    for letter in told:
        path = letters.free_letter(folder, letter)
        letters.write_letter(letter, path, template)
        on_failure.callback(path.unlink, missing_ok=True)
        paths.append(path)
    return tuple(paths)
