"""Whether what fate left of a deed is what it may leave: everything acknowledged, nothing half, nothing for ever."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from tests.torture.deeds import AUTHOR, DEEDS
from tests.torture.ledgers import BACKUPS, OLD, REPORTS
from tests.torture.programs import Ended
from tests.torture.table import Tally

from tracker.domain.errors import UserError
from tracker.domain.rows import Fault
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import BackupReason
from tracker.exports.atomic import write_whole
from tracker.services.commands import EvidenceFields, command
from tracker.services.commitments.reading import list_details, read_content
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import list_reports
from tracker.services.safety.backups import back_up, list_backups
from tracker.services.safety.checking import check
from tracker.services.safety.copying import save_copy
from tracker.store.assessment.verdict_faults import TO_JUDGE
from tracker.store.database.tables import Event
from tracker.store.safety.ledger_inspection import is_whole, quietly, schema_of
from tracker.temp_files import PREFIX

_LONG_AGO = 7200.0
_LOSSES = frozenset({"fault_content_missing", "fault_content_altered"})


@dataclass(frozen=True, slots=True)
class Case:
    """One try: the deed, the folder that it left, how it ended, and what makes it happen again."""

    deed: str
    folder: Path
    ended: Ended
    what: str

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"


def judge(case: Case, tally: Tally) -> None:
    """Look at everything that was left, and say what is not as it should be; then work on with it."""
    if case.ended.hung:
        tally.blame(f"{case.what}: hangs")
    if case.ended.crash:
        tally.blame(f"{case.what}: {case.ended.crash.strip().splitlines()[-1]}")
    if case.deed == "restore":
        _judge_restored(case, tally)
    else:
        _judge_ledger(case.ledger, case, case.ended.said, tally)
    for line in case.ended.said:
        _judge_files(line, case, tally)
    _judge_exports(case, tally)
    _judge_copies(case, tally)
    _judge_backups(case, tally)
    _work_on(case, tally)


def _judge_ledger(ledger: Path, case: Case, said: Any, tally: Tally) -> None:
    """It opens without asking, is sound, and holds every acknowledged event as it was sealed."""
    with closing(open_workspace(ledger, author=AUTHOR)) as workspace:
        _judge_soundness(workspace, case, tally)
        sealed = _seals(workspace)
        for line in said:
            if "event" in line and sealed.get(line["event"]) != line["hash"]:
                tally.lose(f"{case.what}: event {line['event']} of {ledger.name}")
        for sha256 in (sha256 for line in said for sha256 in line.get("contents", ())):
            if hashlib.sha256(read_content(workspace, sha256)).hexdigest() != sha256:
                tally.lose(f"{case.what}: attachment {sha256}")
        if len(list_details(workspace, LedgerQuery())) < 69:
            tally.lose(f"{case.what}: commitments of {ledger.name}")


def faults_of(workspace: Workspace) -> list[Fault]:
    """What is wrong with a ledger, without what older rules let pass and an analyst has to judge."""
    return [fault for fault in check(workspace) if fault.code not in TO_JUDGE]


def _judge_soundness(workspace: Workspace, case: Case, tally: Tally) -> None:
    for fault in faults_of(workspace):
        say = tally.lose if fault.code in _LOSSES else tally.halve
        say(f"{case.what}: {fault.code} {fault.details} in {workspace.name}")


def _seals(workspace: Workspace) -> dict[int, str]:
    with workspace.snapshot() as snapshot:
        return {row.id: row.hash for row in snapshot.connection.execute(select(Event.id, Event.hash))}


def _judge_restored(case: Case, tally: Tally) -> None:
    """Everything that was acknowledged before is in the ledger, or the ledger is the backup and what was is kept."""
    said = case.ended.said
    begun = next((place for place, line in enumerate(said) if "restoring" in line), len(said))
    before, after = said[:begun], said[begun:]
    with closing(open_workspace(case.ledger, author=AUTHOR)) as workspace, workspace.snapshot() as snapshot:
        gone_back = "ledger_restored" in snapshot.connection.scalars(select(Event.kind))
    if any("restored" in line for line in after) and not gone_back:
        tally.lose(f"{case.what}: what was gone back to")
    if not gone_back:
        _judge_ledger(case.ledger, case, said, tally)
        return
    _judge_ledger(case.ledger, case, after, tally)
    kept = [known.path for known in list_backups(case.ledger) if known.reason is BackupReason.BEFORE_RESTORE]
    if len(kept) != 1:
        tally.lose(f"{case.what}: the ledger before the restore: {kept}")
    for path in kept:
        with closing(open_workspace(path, author=AUTHOR)) as workspace:
            sealed = _seals(workspace)
        if any(sealed.get(line["event"]) != line["hash"] for line in before if "event" in line):
            tally.lose(f"{case.what}: events of {path.name}")


def _judge_files(line: dict[str, Any], case: Case, tally: Tally) -> None:
    """What was said to lie there lies there."""
    if "backup" in line and line["backup"] not in {known.path.name for known in list_backups(case.ledger)}:
        tally.lose(f"{case.what}: backup {line['backup']}")
    if "copy" in line and not (case.folder / line["copy"]).is_file():
        tally.lose(f"{case.what}: {line['copy']}")
    if "file" in line and line["file"].startswith("new-"):
        path = case.folder / line["file"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != line["sha256"]:
            tally.lose(f"{case.what}: {line['file']}")


def _judge_exports(case: Case, tally: Tally) -> None:
    """The report under the one name is one of the two, and is there once that was said."""
    path = case.folder / "report.csv"
    with closing(open_workspace(case.ledger, author=AUTHOR)) as workspace:
        known = {report.sha256: report.file for report in list_reports(workspace) if report.file in REPORTS}
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() not in known:
        tally.halve(f"{case.what}: {path.name} is neither of the two")
    if not path.is_file() and any(line.get("file") == path.name for line in case.ended.said):
        tally.lose(f"{case.what}: {path.name}")


def _judge_copies(case: Case, tally: Tally) -> None:
    """Whatever bears the name of a copy is a whole one, attachments included."""
    for path in sorted(case.folder.glob("copy-*.db")):
        with closing(open_workspace(path, author=AUTHOR)) as workspace:
            _judge_soundness(workspace, case, tally)


def _judge_backups(case: Case, tally: Tally) -> None:
    """Whatever bears the name of a backup is a whole one."""
    known = list_backups(case.ledger)
    for backup in known:
        try:
            with quietly(backup.path) as connection:
                whole = is_whole(connection) and bool(schema_of(connection))
        except UserError:
            whole = False
        if not whole or backup.summary is None:
            tally.halve(f"{case.what}: backup {backup.path.name}")
    names = {backup.path.name for backup in known}
    if DEEDS[case.deed].begins_with not in ("", *OLD) and not names.issuperset(BACKUPS):
        tally.lose(f"{case.what}: the backup that was there before")


def _work_on(case: Case, tally: Tally) -> None:
    """A later change works; and hours later everything that was left half has been swept away by what is done then."""
    for path in case.folder.rglob("*"):
        past = time.time() - _LONG_AGO
        os.utime(path, (past, past), follow_symlinks=False)
    with closing(open_workspace(case.ledger, author=AUTHOR)) as workspace:
        _add_later(workspace)
        back_up(workspace)
        write_whole(case.folder / "later.csv", b"later")
        for path in sorted(case.folder.glob("*.db.files/.tracker-draft-unfinished")):
            copy = path.parent.with_name(path.parent.name.removesuffix(".files"))
            if not copy.exists():
                save_copy(workspace, copy)  # nobody's, and so in nobody's way
            with closing(open_workspace(copy, author=AUTHOR)) as other:
                _add_later(other)
        for fault in faults_of(workspace):
            tally.halve(f"{case.what}: after a later change {fault.code} {fault.details}")
    for path in _left_behind(case.folder):
        tally.blame(f"{case.what}: {path.relative_to(case.folder)} stays for ever")


def _add_later(workspace: Workspace) -> None:
    content = b"later"
    file = {"sha256": hashlib.sha256(content).hexdigest(), "name": "x", "size": 5, "media_type": "text/plain"}
    piece = {"title": "后来", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    add_evidence(
        workspace, command(EvidenceFields, **piece, attachments=[file]), {file["sha256"]: content}, separate=True
    )


def _left_behind(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.name.startswith(PREFIX) or _is_live_journal(path) or _is_orphan(path):
            yield path


def _is_live_journal(path: Path) -> bool:
    """A journal that SQLite would go by; one whose beginning it has blanked is as good as none to it."""
    return path.name.endswith("-journal") and any(path.read_bytes()[:8])


def _is_orphan(path: Path) -> bool:
    """A folder of attachments without its ledger, which would stand in the way of another of that name."""
    return path.name.endswith(".db.files") and not path.with_name(path.name.removesuffix(".files")).exists()
