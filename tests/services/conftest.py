"""An office with its spreadsheet."""

import io
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from tracker.domain.rows import CommitmentDetail
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import SheetWish, command
from tracker.services.commitments.reading import list_details
from tracker.services.exchange.importing import SheetFile, bring_in, offer, read_sheets
from tracker.services.ledgers.workspace import Workspace

HEAD = (
    "序号",
    "任务编号",
    "工作任务",
    "责任单位",
    "配合单位",
    "完成时限",
    "量化目标",
    "工作状态",
    "进展情况",
    "领域",
    "备注",
    "电话",
)
TASKS = tuple(
    tuple(line.split(","))
    for line in (
        "1,GZ-01,制定“三品”行动实施方案,消费品司,科技司,2026年6月底前,,已完成,方案已印发。,消费品工业,督查,8888",
        "2,GZ-02,培育20个省级特色产业集群,中企局,,2026年12月底,20个,推进中,已遴选8个。,中小企业,,8888",
        "3,GZ-03,研究设立先进制造业发展基金,财务司、规划司,财政厅,长期坚持,,论证中,,金融,,8888",
        "4,GZ-03,举办产融对接活动,规划司,,2026.12.31,不少于4场,,,,,8888",
    )
)
WISH = {
    "title": "某省2026年台账",
    "publisher": "某省工信厅",
    "held_on": "2026-01-10",
    "stated_on": "2026-11-01",
    "prefix": "OFFICE-2026",
}


class Office:
    """Writes its sheet, and brings it in."""

    def __init__(self) -> None:
        self.content = self.workbook(*TASKS)

    def workbook(self, *rows: Sequence[Any], merged: bool = True) -> bytes:
        """The office's workbook: a merged title over the headings, a total row, a sheet of notes and an empty one."""
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        sheet = book.add_worksheet("台账")
        if merged:
            sheet.merge_range(0, 0, 0, len(HEAD) - 1, "某省2026年重点任务台账")
        sheet.write_row(2, 0, HEAD)
        for number, row in enumerate(rows, start=3):
            sheet.write_row(number, 0, row)
        sheet.write_row(len(rows) + 3, 0, ("合计", "", f"{len(rows)}项"))
        book.add_worksheet("说明").write(0, 0, "由各处室填报")
        book.add_worksheet("空表")
        book.close()
        return file.getvalue()

    def file(self, content: bytes | None = None, name: str = "台账.xlsx") -> SheetFile:
        return read_sheets(self.content if content is None else content, name, date(2026, 11, 20))

    def wish(self, **values: str) -> SheetWish:
        return command(SheetWish, **{**WISH, **values})

    def enter(
        self, ledger: Workspace, content: bytes | None = None, name: str = "台账.xlsx", **values: str
    ) -> list[CommitmentDetail]:
        """Bring a file in as it is guessed; the commitments that came in."""
        file = self.file(content, name)
        changes = bring_in(ledger, file, offer(ledger, file).plan, self.wish(**values))
        return [detail for detail in list_details(ledger, LedgerQuery()) if detail.row.id in changes.commitments]

    def contents(self, ledger: Workspace) -> list[str]:
        """Everything that the ledger's file says."""
        with sqlite3.connect(ledger.location) as connection:
            return list(connection.iterdump())


@pytest.fixture(scope="session")
def office() -> Office:
    """An office of four tasks."""
    return Office()
