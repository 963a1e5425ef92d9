"""What a program is in the middle of when fate strikes: real changes, by the services, on a real ledger in a folder.

Each deed is done in a process of its own, in which `attempt` runs one step after the other and tells, outside the
folder, what was acknowledged or refused. What it leaves is judged by `tests.torture.verdicts`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from sqlalchemy import select
from tests.torture.ledgers import BACKUPS, OLD, REPORTS, TAKEN

from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.making import make_again, make_report
from tracker.services.assessment.judging import set_assessment, set_assessments
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import add_claim
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    EvidenceFields,
    NewClaim,
    NewSearch,
    SheetWish,
    TagChange,
    Withdrawal,
    command,
)
from tracker.services.commitments.reading import list_rows
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence, withdraw_evidence
from tracker.services.exchange.importing import bring_in, offer, read_sheets
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import list_reports
from tracker.services.safety.backups import back_up, list_backups, restore
from tracker.services.safety.checking import rebuild_search
from tracker.services.safety.copying import save_copy
from tracker.services.safety.repairing import repair
from tracker.store.database.tables import Event

Step = Callable[[], dict[str, Any]]
"""Does something, and returns what may be acknowledged once it is done."""
Attempt = Callable[[Step], None]
AUTHOR = "张三"
_FORMATS = ("csv", "md", "html", "json")


@dataclass(frozen=True, slots=True)
class Deed:
    """A sort of work: the ledger that it begins with, and what is done in the folder."""

    name: str
    begins_with: str
    do: Callable[[Path, Random, Attempt], None]


def _judge(folder: Path, chance: Random, attempt: Attempt) -> None:
    workspace = open_workspace(folder / "ledger.db", author=AUTHOR)

    def step() -> dict[str, Any]:
        code = f"MIIT-2025-{chance.randrange(1, 70):03}"
        words = f"词{chance.random()}"
        log_search(workspace, command(NewSearch, commitment=code, place="网站", words=words, found=""))
        judged = command(AssessmentChange, commitment=code, assessment="no_evidence", reason=words)
        return _event(workspace, set_assessment(workspace, judged).event_id)

    def claim() -> dict[str, Any]:
        said = {"said": f"已办{chance.random()}", "said_by": "发言人", "said_on": "2026-01-21"}
        return _event(workspace, add_claim(workspace, command(NewClaim, commitment="MIIT-2025-038", **said)).event_id)

    for _ in range(2):
        attempt(step)
        attempt(claim)
        attempt(lambda: _event(workspace, undo(workspace).event_id))
        attempt(lambda: _event(workspace, redo(workspace).event_id))
    workspace.close()


def _add_evidence(folder: Path, chance: Random, attempt: Attempt) -> None:
    workspace = open_workspace(folder / "ledger.db", author=AUTHOR)

    def step() -> dict[str, Any]:
        contents = [chance.randbytes(chance.randrange(1, 60_000)) for _ in range(chance.randrange(1, 3))]
        files = {hashlib.sha256(content).hexdigest(): content for content in contents}
        attachments = [
            {"sha256": sha256, "name": "附件.bin", "size": len(content), "media_type": "application/octet-stream"}
            for sha256, content in files.items()
        ]
        links = [{"commitment": f"MIIT-2025-{chance.randrange(1, 70):03}", "bearing": "progress"}]
        piece = {
            "title": f"通知{chance.random()}",
            "publisher": "工信部",
            "published": "2025-05-06",
            "kind": "document",
        }
        fields = command(EvidenceFields, **piece, links=links, attachments=attachments)
        changes = add_evidence(workspace, fields, files)
        return {**_event(workspace, changes.event_id), "contents": list(files), "evidence": changes.evidence[0]}

    def withdraw() -> dict[str, Any]:
        piece = command(Withdrawal, evidence_id=2, reason="重复")
        return _event(workspace, withdraw_evidence(workspace, piece).event_id)

    attempt(step)
    attempt(withdraw)
    attempt(step)
    attempt(step)
    workspace.close()


def _change_many(folder: Path, chance: Random, attempt: Attempt) -> None:
    workspace = open_workspace(folder / "ledger.db", author=AUTHOR)
    codes = [row.code for row in list_rows(workspace, LedgerQuery())]

    def judge() -> dict[str, Any]:
        some = chance.sample(codes, 30)
        judged = command(BulkAssessment, commitments=some, assessment="not_verifiable", reason=f"宽泛{chance.random()}")
        return _event(workspace, set_assessments(workspace, judged).event_id)

    def tag() -> dict[str, Any]:
        tagged = command(TagChange, commitments=chance.sample(codes, 60), add=[f"重点{chance.randrange(10**9)}"])
        return _event(workspace, change_tags(workspace, tagged).event_id)

    attempt(judge)
    attempt(tag)
    attempt(lambda: _event(workspace, undo(workspace).event_id))
    attempt(judge)
    workspace.close()


def _import(folder: Path, chance: Random, attempt: Attempt) -> None:
    workspace = open_workspace(folder / "ledger.db", author=AUTHOR)

    def step() -> dict[str, Any]:
        file = read_sheets(_workbook(chance), "台账.xlsx", date(2026, 1, 20))
        wish = {"title": "某省台账", "publisher": "某省工信厅", "held_on": "2026-01-10", "stated_on": "2026-01-20"}
        wished = command(SheetWish, **wish, prefix=f"P{chance.randrange(10**6)}-2026")
        return _event(workspace, bring_in(workspace, file, offer(workspace, file).plan, wished).event_id)

    attempt(step)
    attempt(lambda: _event(workspace, undo(workspace).event_id))
    attempt(step)
    workspace.close()


def _workbook(chance: Random) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ("序号", "工作任务", "责任单位", "完成时限", "工作状态"))
    for number in range(1, 31):
        task = f"培育{chance.randrange(10**9)}个集群"
        sheet.write_row(number, 0, (number, task, "规划司", "2026年12月底", "推进中"))
    book.close()
    return file.getvalue()


def _export(folder: Path, chance: Random, attempt: Attempt) -> None:
    workspace = open_workspace(folder / "ledger.db", author=AUTHOR)
    past = [report for report in list_reports(workspace) if report.file in REPORTS]

    def again() -> dict[str, Any]:
        """Either of two reports, known byte by byte, under one name."""
        report = chance.choice(past)
        make_again(workspace, report, folder / "report.csv")
        return {"file": "report.csv", "sha256": report.sha256}

    def new() -> dict[str, Any]:
        form = ReportForm("zh", chance.choice(_FORMATS), charts=False)
        path = folder / f"new-{chance.randrange(10**9)}.{form.format}"
        made = make_report(workspace, ReportWish(ReportKind.LEDGER), form, path)
        return {**_event(workspace, made.id), "file": path.name, "sha256": made.sha256}

    for _ in range(2):
        attempt(again)
        attempt(again)
        attempt(new)
    workspace.close()


def _back_up(folder: Path, chance: Random, attempt: Attempt) -> None:
    workspace = open_workspace(folder / "ledger.db", author=AUTHOR)

    def copy() -> dict[str, Any]:
        path = folder / f"copy-{chance.randrange(10**9)}.db"
        save_copy(workspace, path)
        return {"copy": path.name}

    for _ in range(2):
        attempt(lambda: _search(workspace, chance))
        attempt(lambda: {"backup": back_up(workspace).name})
        attempt(copy)
    workspace.close()


def _restore(folder: Path, chance: Random, attempt: Attempt) -> None:
    ledger = folder / "ledger.db"
    backup = next(known.path for known in list_backups(ledger) if known.path.name == BACKUPS[0])

    def change() -> dict[str, Any]:
        workspace = open_workspace(ledger, author=AUTHOR)
        try:
            return _search(workspace, chance)
        finally:
            workspace.close()

    def go_back() -> dict[str, Any]:
        kept = restore(ledger, backup, author=AUTHOR)
        return {"restored": kept.name if kept else ""}

    attempt(change)
    attempt(lambda: {"restoring": backup.name})
    attempt(go_back)
    attempt(change)


def _rebuild_index(folder: Path, chance: Random, attempt: Attempt) -> None:
    workspace = open_workspace(folder / "ledger.db", author=AUTHOR)

    def rebuild() -> dict[str, Any]:
        rebuild_search(workspace)
        return {}

    for _ in range(3):
        attempt(rebuild)
        attempt(lambda: _search(workspace, chance))
    workspace.close()


def _open(folder: Path, chance: Random, attempt: Attempt) -> None:
    """Make the ledger, or bring it up to date, as opening it does; then change something."""

    def step() -> dict[str, Any]:
        workspace = open_workspace(folder / "ledger.db", author=AUTHOR)
        try:
            return _search(workspace, chance)
        finally:
            workspace.close()

    attempt(step)
    attempt(step)


def _repair(folder: Path, chance: Random, attempt: Attempt) -> None:
    def step() -> dict[str, Any]:
        repair(folder / "ledger.db", folder / "copy-repaired.db", author=AUTHOR)
        return {"copy": "copy-repaired.db"}

    del chance
    attempt(step)


def _search(workspace: Workspace, chance: Random) -> dict[str, Any]:
    words = f"清单{chance.random()}"
    search = command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found="")
    return _event(workspace, log_search(workspace, search).event_id)


def _event(workspace: Workspace, number: int) -> dict[str, Any]:
    """What is acknowledged of a change: its event and the seal over all that it did."""
    with workspace.snapshot() as snapshot:
        sealed = snapshot.connection.scalar(select(Event.hash).where(Event.id == number))
    return {"event": number, "hash": sealed}


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("judgements, claims, undo", TAKEN, _judge),
        Deed("evidence with attachments", TAKEN, _add_evidence),
        Deed("bulk changes", TAKEN, _change_many),
        Deed("spreadsheet import", TAKEN, _import),
        Deed("report export", TAKEN, _export),
        Deed("backup and copy", TAKEN, _back_up),
        Deed("restore", TAKEN, _restore),
        Deed("index rebuild", TAKEN, _rebuild_index),
        Deed("repair", TAKEN, _repair),
        Deed("first start", "", _open),
        *(Deed(f"migration from {version}", version, _open) for version in OLD),
    )
}
"""By name. `begins_with` is a folder of `tests.torture.ledgers`, "" for an empty one."""
