"""Compare two codings of one text, each a folder as `db/briefings/KEY` is, and keep both with what came of it (§7)."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path

from tracker.briefing.coding import MALFORMED, read_coding, read_departments
from tracker.briefing.coding_file import CLEAN, CODING
from tracker.briefing.compared_sections import compared_sections
from tracker.domain.briefings.agreement import CodingAgreement, compare_codings
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.commitments.passage import SourcePassage, paragraph_number
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, Name
from tracker.locations import db_dir
from tracker.services.ledgers.workspace import Workspace
from tracker.store.briefings.coding import key_of_text
from tracker.store.events.event_commands import Command
from tracker.store.events.unit_of_work import NOTE, UnitOfWork
from tracker.store.evidence.attachments import register

_SHOWN = 20
"""Characters that are shown of each text from where they part."""
_TOML = "application/toml"


@dataclass(frozen=True, slots=True)
class FolderCoding:
    """A coding, and the bytes of the file that it was read from."""

    briefing: CodedBriefing
    content: bytes


@dataclass(frozen=True, slots=True)
class ComparedCodings:
    """Two codings and how far they agree. `sha256` is that of the clean text which both coded; `departments` are the
    names of those that there are, by their keys."""

    first: FolderCoding
    second: FolderCoding
    sha256: str
    departments: Mapping[str, Name]
    agreement: CodingAgreement


def compare_folders(first: Path, second: Path) -> ComparedCodings:
    """Compare the codings that lie in two folders.

    Raises `coding_missing`, `coding_invalid`, `coding_words_misplaced` where a folder holds no coding that is true to
    its text, `codings_same` for one folder twice, `codings_of_two_texts`, and `codings_apart` where no section was
    coded by both.
    """
    codings = _read(first), _read(second)
    if first.samefile(second):
        raise UserError("codings_same", path=str(first))
    ours, theirs = (coding.briefing for coding in codings)
    if ours.text != theirs.text:
        raise _of_two_texts(ours.text, theirs.text)
    _check_words(ours, first)
    _check_words(theirs, second)
    agreement = compare_codings(ours, theirs, compared_sections(ours, theirs))
    if not agreement.sections:
        raise UserError("codings_apart", path=str(first), other=str(second))
    sha256 = hashlib.sha256(ours.text.encode()).hexdigest()
    departments = {one.key: one for one in read_departments(db_dir() / "departments.toml")}
    return ComparedCodings(*codings, sha256, departments, agreement)


def record_comparison(workspace: Workspace, compared: ComparedCodings, reason: str) -> Changes:
    """Note that two codings of a source of the ledger were compared, with the figures and the reason for how their
    differences were settled, and keep both.

    Raises `field_missing` without a reason, and `coding_of_no_source` where the ledger does not hold the text.
    """
    if not reason.strip():
        raise UserError("field_missing", field="reason")
    said = compared.agreement
    with workspace.write() as work:
        key = key_of_text(work.connection, compared.sha256)
        if key is None:
            raise UserError("coding_of_no_source")
        first, second = (keep_coding(work, one.content) for one in (compared.first, compared.second))
        fields = {field.value: asdict(one) for field, one in said.fields.items()}
        figures = {"sentences": asdict(said.sentences), "units": asdict(said.units), "fields": fields}
        counts = {"both": said.units.agreed, "count": said.units.compared, "sections": said.sections}
        details = {"source": key, "first": first, "second": second, **counts, "figures": figures}
        work.record("codings_compared", details, reason.strip(), command=Command(NOTE, {"codings": [first, second]}))
        return work.changes


def keep_coding(work: UnitOfWork, content: bytes) -> str:
    """Keep the file of a coding as an attachment is kept; returns its SHA-256."""
    sha256 = work.contents.keep(content)
    register(work, sha256, len(content), _TOML, ())
    return sha256


def _read(folder: Path) -> FolderCoding:
    for name in (CLEAN, CODING):
        if not (folder / name).is_file():
            raise UserError("coding_missing", path=str(folder), name=name)
    try:
        return FolderCoding(read_coding(folder), (folder / CODING).read_bytes())
    except MALFORMED as error:
        raise UserError("coding_invalid", path=str(folder / CODING), why=str(error)) from error


def _check_words(briefing: CodedBriefing, folder: Path) -> None:
    passages = (passage for unit in briefing.commitments for passage in unit.passages)
    for said in (*passages, *briefing.omissions):
        if not SourcePassage(said.start, said.end, said.exact).stands_in(briefing.text):
            raise UserError("coding_words_misplaced", path=str(folder / CODING), words=said.exact, start=said.start)


def _of_two_texts(first: str, second: str) -> UserError:
    """Where the texts part, with the words from there on; "" at the end of the shorter one."""
    place = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
    return UserError(
        "codings_of_two_texts",
        paragraph=paragraph_number(first, place),
        words=first[place : place + _SHOWN],
        other=second[place : place + _SHOWN],
    )
