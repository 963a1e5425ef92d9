"""List the sources of a ledger, and write one as a folder that can be reviewed and shared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.briefing.coding import MALFORMED, read_briefing
from tracker.briefing.coding_file import CLEAN, CODING, write_briefing
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.errors import UserError
from tracker.locations import db_dir
from tracker.store.briefings import kept_coding
from tracker.store.briefings.kept_coding import read_coding, summaries
from tracker.store.evidence.file_contents import contents_of

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.briefings.source_summary import SourceSummary
    from tracker.domain.commitments.coded import CodedBriefing
    from tracker.services.ledgers.workspace import Workspace

_RAW = "raw."
"""How the name of the raw file in a folder of a coding begins."""


def list_sources(workspace: Workspace) -> tuple[SourceSummary, ...]:
    """Return the sources in use, oldest first."""
    with workspace.snapshot() as snapshot:
        return summaries(snapshot.connection)


def source_of(workspace: Workspace, commitment: int) -> str:
    """Return the key of the source that a commitment, by its id, comes from."""
    with workspace.snapshot() as snapshot:
        return kept_coding.source_of(snapshot.connection, commitment)


def read_source_coding(workspace: Workspace, key: str) -> CodedBriefing:
    """Return the coding of a source as the ledger has it now, with its raw bytes.

    Raises `source_unknown`, `source_is_spreadsheet`, and as `Contents.read` where the raw bytes are lost.
    """
    own = frozenset(name.key for name in state_bodies().names)
    folder = db_dir() / "briefings" / key
    with workspace.snapshot() as snapshot:
        coding = read_coding(snapshot.connection, key, own)
        # The briefings that come with the program have their raw text there, and no ledger keeps it a second time.
        shipped = read_briefing(folder) if (folder / CODING).is_file() else None
        if shipped is not None and shipped.source.raw_sha256 == coding.source.raw_sha256:
            source = replace(coding.source, captions=shipped.source.captions)
            return replace(coding, raw=shipped.raw, source=source)
        raw = contents_of(snapshot.connection.engine, snapshot.connection).read(coding.source.raw_sha256)
    return replace(coding, raw=raw)


def export_source(workspace: Workspace, key: str, folder: Path) -> CodedBriefing:
    """Write a source as `db/briefings` has them; returns what was written. An earlier export of it is replaced.

    Raises as `read_source_coding`, `source_folder_foreign` where anything else lies there, `output_unwritable`.
    """
    coding = read_source_coding(workspace, key)
    try:
        if folder.exists() and not _is_ours(folder, key):
            raise UserError("source_folder_foreign", field="out", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        write_briefing(folder, coding)
    except OSError as fault:
        raise UserError("output_unwritable", field="out", path=str(folder)) from fault
    return coding


def _is_ours(folder: Path, key: str) -> bool:
    """Whether a folder is empty, or holds nothing but a coding of this source."""
    names = [path.name for path in folder.iterdir()]
    if not names:
        return True
    if CODING not in names or any(name not in (CODING, CLEAN) and not name.startswith(_RAW) for name in names):
        return False
    try:
        return read_briefing(folder).source.key == key
    except (*MALFORMED, FileNotFoundError):
        return False
