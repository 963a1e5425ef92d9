"""The ledger that a door leads to, and a report of it."""

from datetime import datetime
from pathlib import Path

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.text.dates import BEIJING
from tracker.exports.report_tree import Report
from tracker.services.ledgers.workspace import Workspace, open_workspace

_NOW = datetime(2026, 11, 23, 12, tzinfo=BEIJING)


def open_ledger(folder: Path) -> Workspace:
    """A fresh ledger, made in this folder where none is yet."""
    return open_workspace(folder / "ledger.db", author="张三", clock=lambda: _NOW)


def head_of(workspace: Workspace) -> int:
    """The newest event."""
    from tracker.services.commitments.reading import latest_event

    return latest_event(workspace)


def report_of(workspace: Workspace) -> Report:
    """What the ledger says today."""
    from tracker.exports.compose import compose
    from tracker.services.reports.reporting import read_report
    from tracker.wording import load_words

    return compose(
        read_report(workspace, ReportWish(code="MIIT-2025-038", kind=ReportKind.DOSSIER)),
        load_words("zh"),
        with_charts=False,
    )
