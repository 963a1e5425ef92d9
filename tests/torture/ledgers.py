"""The ledgers that deeds begin with: one with something of everything in it, and one of every shipped schema."""

import gzip
import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.text.dates import BEIJING
from tracker.exports.making import make_report
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, TagChange, command
from tracker.services.commitments.tagging import change_tags
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.backups import back_up

_SHIPPED = Path(__file__).resolve().parents[1] / "migrations" / "ledgers"
TAKEN = "ledger"
"""The folder of the ledger with something of everything."""
OLD = tuple(sorted(path.name.partition(".")[0] for path in _SHIPPED.glob("*.gz")))
"""The shipped schemas, each a folder."""
_WITHOUT_FILES = frozenset({"0001", "0004", "0006"})
"""The first knew no attachments; the others hold none."""
REPORTS = ("first.csv", "second.csv")
BACKUPS = ("2026-05-01T09-00-00.asked.db",)
CONTENTS = {
    hashlib.sha256(content).hexdigest(): content
    for content in ("关于公布第三批试点城市名单的通知".encode(), b"%PDF-1.7 " * 3000)
}
"""The attachments of the ledgers, by SHA-256; the first is the one of the shipped schemas."""
NOTICE = next(iter(CONTENTS))
_MADE = datetime(2026, 5, 1, 9, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class Ledgers:
    """Folders to copy: `folder / TAKEN` and one for each of `OLD`, each with a `ledger.db` in it."""

    folder: Path

    def lay_out(self, name: str, place: Path) -> None:
        """Put a copy of one of them where a deed is to begin; "" makes an empty folder."""
        shutil.copytree(self.folder / name, place) if name else place.mkdir()


def make_ledgers(folder: Path) -> Ledgers:
    """Make them all, which takes some seconds."""
    taken = folder / TAKEN
    taken.mkdir(parents=True)
    workspace = open_workspace(taken / "ledger.db", author="张三", clock=lambda: _MADE)
    _fill(workspace)
    workspace.close()
    for version in OLD:
        make_old(version, folder / version)
    return Ledgers(folder)


def make_old(version: str, folder: Path) -> None:
    """A ledger with data in it, as a program with that schema left it."""
    folder.mkdir(parents=True)
    whole, dump = _SHIPPED / f"{version}.db.gz", _SHIPPED / f"{version}.sql.gz"
    if whole.exists():
        (folder / "ledger.db").write_bytes(gzip.decompress(whole.read_bytes()))
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        if not whole.exists():
            connection.executescript(gzip.decompress(dump.read_bytes()).decode())
        connection.execute("PRAGMA journal_mode = WAL")
    if version not in _WITHOUT_FILES:
        place = folder / "ledger.db.files" / NOTICE[:2] / NOTICE
        place.parent.mkdir(parents=True)
        place.write_bytes(CONTENTS[NOTICE])


def _fill(workspace: Workspace) -> None:
    """A backup first, so that there is something to go back to; then evidence, judgements, reports."""
    _search(workspace, "早")
    assert back_up(workspace).name == BACKUPS[0]
    for (sha256, content), code in zip(CONTENTS.items(), ("MIIT-2025-038", "MIIT-2025-044"), strict=True):
        file = {"sha256": sha256, "name": "通知", "size": len(content), "media_type": "text/plain", "pages": ("通知",)}
        piece = {"title": f"通知{code}", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
        links = [{"commitment": code, "bearing": "progress"}]
        add_evidence(workspace, command(EvidenceFields, **piece, links=links, attachments=[file]), {sha256: content})
        change = {"commitment": code, "assessment": "in_progress", "reason": "已印发通知"}
        set_assessment(workspace, command(AssessmentChange, **change))
    change_tags(workspace, command(TagChange, commitments=["MIIT-2025-001", "MIIT-2025-002"], add=["重点"]))
    folder = Path(workspace.location).parent
    for name in REPORTS:
        form = ReportForm("zh", "csv", charts=False)
        make_report(workspace, ReportWish(ReportKind.LEDGER), form, folder / name)
        (folder / name).unlink()
        _search(workspace, name)


def _search(workspace: Workspace, words: str) -> None:
    search = command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found="")
    log_search(workspace, search)
