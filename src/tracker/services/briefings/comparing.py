"""Compare two codings of one text, and keep both with what came of it (§7).

Each is a folder as `db/briefings/KEY` is, or that of a source as the ledger has it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from pathlib import Path

from tracker.briefing.coding import MALFORMED, read_coding
from tracker.briefing.coding_file import CLEAN, CODING, coding_text
from tracker.briefing.compared_sections import compared_sections
from tracker.domain.briefings.agreement import CodingAgreement, compare_codings
from tracker.domain.briefings.coding_differences import CodingDifference, Holding, Resolution, differences_of
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.commitments.passage import SourcePassage, paragraph_number
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, Name
from tracker.services.briefings.sources import read_source_coding
from tracker.services.commands import ComparisonReason, command
from tracker.services.ledgers.workspace import Workspace
from tracker.store.briefings.coding import key_of_text
from tracker.store.database.tables import COMPARED
from tracker.store.events.event_commands import NOTE, Command
from tracker.store.events.unit_of_work import UnitOfWork
from tracker.store.evidence.attachments import register

_SHOWN = 20
"""Characters that are shown of each text from where they part."""
_TOML = "application/toml"


@dataclass(frozen=True, slots=True)
class ComparedCoding:
    """A coding, and the bytes of the file that holds it: one in a `folder`, or, where that is None, the ledger's own of
    the source that it is of."""

    briefing: CodedBriefing
    content: bytes
    folder: Path | None = None

    @property
    def place(self) -> str:
        """Return where it was read: the path of the folder, or the key of the source."""
        return self.briefing.source.key if self.folder is None else str(self.folder)


@dataclass(frozen=True, slots=True)
class ComparedCodings:
    """Two codings and how far they agree. `sha256` is that of the clean text which both coded; `departments` are the
    names of those that there are, by their keys."""

    first: ComparedCoding
    second: ComparedCoding
    sha256: str
    departments: Mapping[str, Name]
    agreement: CodingAgreement
    differences: tuple[CodingDifference, ...]

    @property
    def own(self) -> Holding | None:
        """Return which of the two is the ledger's own; None where both lie in folders."""
        if self.first.folder is None:
            return Holding.FIRST
        return Holding.SECOND if self.second.folder is None else None


def read_folder(folder: Path) -> ComparedCoding:
    """Return the coding that lies in a folder.

    Raises `coding_missing`, `coding_invalid` where it holds none.
    """
    for name in (CLEAN, CODING):
        if not (folder / name).is_file():
            raise UserError("coding_missing", path=str(folder), name=name)
    try:
        return ComparedCoding(read_coding(folder), (folder / CODING).read_bytes(), folder)
    except MALFORMED as error:
        raise UserError("coding_invalid", path=str(folder / CODING), why=str(error)) from error


def read_source(workspace: Workspace, key: str) -> ComparedCoding:
    """Return the coding of a source as the ledger has it now, and as it would be written into a folder. Raises as
    `read_source_coding`."""
    briefing = read_source_coding(workspace, key)
    return ComparedCoding(briefing, coding_text(briefing).encode())


def compare_folders(first: Path, second: Path) -> ComparedCodings:
    """Compare the codings that lie in two folders. Raises as `read_folder` and `compare_two`."""
    return compare_two(read_folder(first), read_folder(second))


def compare_two(first: ComparedCoding, second: ComparedCoding) -> ComparedCodings:
    """Compare two codings.

    Raises `codings_same` where both are the same one, `codings_of_two_texts`, `coding_words_misplaced` where
    one is not true to its text, and `codings_apart` where no section was coded by both.
    """
    if _is_same(first, second):
        raise UserError("codings_same", path=first.place)
    ours, theirs = first.briefing, second.briefing
    if ours.text != theirs.text:
        raise _of_two_texts(ours.text, theirs.text)
    for coding in (first, second):
        if coding.folder is not None:
            _check_words(coding.briefing, coding.folder)
    agreement = compare_codings(ours, theirs, compared_sections(ours, theirs))
    if not agreement.sections:
        raise UserError("codings_apart", path=first.place, other=second.place)
    sha256 = hashlib.sha256(ours.text.encode()).hexdigest()
    departments = {one.key: one for one in (*state_bodies().names, *ours.departments, *theirs.departments)}
    return ComparedCodings(first, second, sha256, departments, agreement, differences_of(agreement))


def record_comparison(
    workspace: Workspace, compared: ComparedCodings, reason: str, resolutions: Sequence[Resolution] = ()
) -> Changes:
    """Note that two codings of a source of the ledger were compared, with the figures, whose coding holds in which
    difference and why, and the reason for the whole; keep both.

    A difference without a resolution stays open, and is counted as such. Raises `field_missing` where a reason is, and
    `coding_of_no_source` where the ledger does not hold the text.
    """
    why = command(ComparisonReason, reason=reason).reason
    held = [replace(one, reason=command(ComparisonReason, reason=one.reason).reason) for one in resolutions]
    said = compared.agreement
    with workspace.write() as work:
        key = key_of_text(work.connection, compared.sha256)
        if key is None:
            raise UserError("coding_of_no_source")
        first, second = (keep_coding(work, one.content) for one in (compared.first, compared.second))
        fields = {field.value: asdict(one) for field, one in said.fields.items()}
        figures = {"sentences": asdict(said.sentences), "units": asdict(said.units), "fields": fields}
        counts = {"both": said.units.agreed, "count": said.units.compared, "sections": said.sections}
        settled = {"differences": len(compared.differences), "resolutions": [one.plain() for one in held]}
        details = {"source": key, "first": first, "second": second, **counts, "figures": figures, **settled}
        work.record(COMPARED, details, why, command=Command(NOTE, {"codings": [first, second]}))
        return work.changes


def keep_coding(work: UnitOfWork, content: bytes) -> str:
    """Keep the file of a coding as an attachment is kept; returns its SHA-256."""
    sha256 = work.contents.keep(content)
    register(work, sha256, len(content), _TOML, ())
    return sha256


def _is_same(first: ComparedCoding, second: ComparedCoding) -> bool:
    if first.folder is None or second.folder is None:
        return first.folder is second.folder and first.place == second.place
    return first.folder.samefile(second.folder)


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
