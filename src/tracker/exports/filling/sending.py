"""Send forms: put the ledger's part into words, write the file, and record what was sent."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from tracker.capture.documents.files import display_name
from tracker.domain.commitments.progress import Progress, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import FillField, Sending, Texts
from tracker.domain.rows import CommitmentDetail, Name, PartRow
from tracker.domain.terms import DepartmentRole
from tracker.exports.atomic import write_whole
from tracker.exports.filling.workbook import render
from tracker.exports.report_item import due_words, quoted_by
from tracker.exports.safely import clean
from tracker.services.exchange.forms import FillWish, read_facts, record_sending
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words

_LONGEST_CLAIM = 400
"""Characters of the last claim that are shown: it reminds, and need not be read again."""


@dataclass(frozen=True, slots=True)
class PreparedForm:
    """A form that is ready to be sent, and its workbook."""

    sending: Sending
    content: bytes

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the workbook."""
        return hashlib.sha256(self.content).hexdigest()


def send_form(workspace: Workspace, wish: FillWish, path: Path, words: Words) -> Sending:
    """Write the form of one department to a file and record that it was sent; both, or neither.

    Raises those of `services.filling.read_facts` and `exports.atomic.write_whole`.
    """
    form = _prepare(workspace, wish, words)
    _send(workspace, form, path)
    return form.sending


def send_forms(
    workspace: Workspace, wishes: Sequence[FillWish], folder: Path, words: Words, progress: Progress = unwatched
) -> tuple[Path, ...]:
    """Write a form for each wish into a folder, where no file is ever replaced; returns the new files.

    Cancelled between two, the forms that were written stay sent. Raises those of `prepare_forms` and `send_form`.
    """
    written: list[Path] = []
    for form in prepare_forms(workspace, wishes, words, progress):
        path = free_path(folder, form, words)
        _send(workspace, form, path)
        written.append(path)
    return tuple(written)


def prepare_forms(
    workspace: Workspace, wishes: Sequence[FillWish], words: Words, progress: Progress = unwatched
) -> Iterator[PreparedForm]:
    """Make a form for each wish; of several departments, those that would be asked nothing are passed over.

    Raises those of `services.filling.read_facts`.
    """
    for wish in steps(wishes, progress):
        try:
            yield _prepare(workspace, wish, words)
        except UserError as error:
            if error.code != "fill_in_empty" or len(wishes) == 1:
                raise


def free_path(folder: Path, form: PreparedForm, words: Words) -> Path:
    """Return a path that no file has: what a department returned may lie under the name of what it was sent."""
    stem = file_stem(form.sending.department, form.sending.period, words)
    names = (stem if number == 1 else f"{stem} ({number})" for number in count(1))
    return next(path for name in names if not (path := folder / f"{name}.xlsx").exists())


def _prepare(workspace: Workspace, wish: FillWish, words: Words) -> PreparedForm:
    facts = read_facts(workspace, wish, words.language)
    key = facts.sending.department.key
    rows: dict[str, Texts] = {}
    parts: dict[str, tuple[str, str]] = {}
    for detail in facts.commitments:
        rows[detail.row.code] = locked_texts(detail, key, words)
        for code, part in part_rows(detail, key):
            title = words.name(part.title)
            rows[code] = part_texts(code, part, detail, words)
            parts[code] = (detail.row.code, title)
    sending = replace(facts.sending, rows=rows, parts=parts)
    return PreparedForm(sending, render(sending, words))


def _send(workspace: Workspace, form: PreparedForm, path: Path) -> None:
    # The file is written within the transaction: where either fails, neither stays.
    record_sending(workspace, form.sending, form.sha256, lambda: write_whole(path, form.content))


def file_stem(department: Name, period: str, words: Words) -> str:
    """Return what the file of a form is called, without its ending, fit for every file system."""
    return display_name(words.form("text", "file", department=words.name(department), period=period))


def locked_texts(detail: CommitmentDetail, department: str, words: Words) -> Texts:
    """Return the cells of one commitment in the form of a department, named by its key."""
    row = detail.row
    texts = {
        FillField.CODE: row.code,
        FillField.TITLE: _title(detail, department, words),
        FillField.WORDS: "\n".join(quoted_by(quote, detail, words) for quote in detail.quotes),
        FillField.TARGET: _target(detail, words),
        FillField.DUE: due_words(row, words),
        FillField.LAST_CLAIM: _last_claim(detail, words),
        FillField.UNIT: words.unit(row.quantity.unit) if row.quantity is not None else "",
    }
    return {column: text for column, said in texts.items() if (text := clean(said).strip())}


def part_rows(detail: CommitmentDetail, department: str) -> Iterator[tuple[str, PartRow]]:
    """Return the parts that a department is asked about, each with the code of its row: its own, and those without a
    department."""
    for part in detail.parts:
        if not part.departments or any(one.department.key == department for one in part.departments):
            yield f"{detail.row.code}/{part.position or part.id}", part


def part_texts(code: str, part: PartRow, detail: CommitmentDetail, words: Words) -> Texts:
    """Return the cells of a row for one part: what is its own, else what is said of the whole."""
    quantity = part.quantity
    texts = {
        FillField.CODE: code,
        FillField.TITLE: words.form("text", "part", title=words.name(part.title)),
        FillField.WORDS: words.form("text", "part_of", code=detail.row.code, title=words.name(detail.row.title)),
        FillField.TARGET: words.quantity(quantity) if quantity else "",
        FillField.DUE: words.due(part.due) if part.due else due_words(detail.row, words),
        FillField.UNIT: words.unit(quantity.unit) if quantity else "",
    }
    return {column: text for column, said in texts.items() if (text := clean(said).strip())}


def _title(detail: CommitmentDetail, department: str, words: Words) -> str:
    """The title, and where the department does not lead, that it only joins in."""
    title = words.name(detail.row.title)
    roles = {one.role for one in detail.departments if one.department.key == department}
    return title if DepartmentRole.LEAD in roles else words.form("text", "joins_in", title=title)


def _target(detail: CommitmentDetail, words: Words) -> str:
    quantity = detail.row.quantity
    if quantity is None:
        return ""
    target = words.quantity(quantity)
    if quantity.baseline is None:
        return target
    return words.form("text", "target", target=target, baseline=words.amount(quantity.baseline, quantity.unit))


def _last_claim(detail: CommitmentDetail, words: Words) -> str:
    if not detail.claims:
        return ""
    last = detail.claims[0]
    said = last.said if len(last.said) <= _LONGEST_CLAIM else last.said[: _LONGEST_CLAIM - 1] + "…"
    claimed = words.term(last.claimed) if last.claimed is not None else ""
    return "\n".join(filter(None, (f"{last.said_on} {last.said_by}", claimed, said)))
