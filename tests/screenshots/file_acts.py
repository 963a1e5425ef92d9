"""What is brought up of the ledger's file: held, replaced, copied, dated by a wrong clock; and of files of others."""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steps import Act, wait

from tracker.desktop import services
from tracker.desktop.views.briefing.coding_comparison import CodingComparison
from tracker.desktop.views.reports.reports_page import ReportsPage
from tracker.desktop.views.safety.clock_question import ClockQuestion
from tracker.desktop.views.safety.comparing import CompareDialog
from tracker.desktop.views.viewer.viewer_window import Viewed
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.briefings.coding_differences import Holding
from tracker.domain.commitments.progress import unwatched
from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.locations import db_dir
from tracker.services.assessment.searching import log_search
from tracker.services.briefings.comparing import compare_two, read_folder, read_source
from tracker.services.commands import NewSearch, command
from tracker.services.ledgers.session import HELD_NOTICE, Notice
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.comparing import compare

_FOLDER = "/home/user/Documents/承诺台账/2025年新闻发布会"
_HOLDER = {
    "path": f"{_FOLDER}/台账.db",
    "machine": "PC-204",
    "user": "王五",
    "since": "2026-11-29 09:00",
    "seen": "2026-11-29 09:12",
}


def clocks(window: MainWindow) -> None:
    """The last change is dated in the future."""
    question = next(one for one in window.controllers if isinstance(one, ClockQuestion))
    question._ask((datetime(2027, 11, 29, 1, 12, tzinfo=UTC), datetime(2026, 11, 29, 1, 15, tzinfo=UTC)))


def replaced(window: MainWindow) -> None:
    """Another file lies where the ledger was."""
    kept = f"{_FOLDER}/台账.mine-2026-11-29.db"
    window.file_watch.explain(UserError("ledger_replaced", path=f"{_FOLDER}/台账.db", kept=kept))


def held(window: MainWindow) -> None:
    """The ledger is shown for reading: somebody else writes in it."""
    if window._opened is not None:
        refusal = UserError("ledger_held", **_HOLDER)
        window.file_watch.open(replace(window._opened, notices=(Notice(HELD_NOTICE, _HOLDER),), refusal=refusal))


def held_dialog(window: MainWindow) -> None:
    """What can be done while somebody else writes."""
    held(window)
    window.file_watch.strip.button.click()


def compared(window: MainWindow) -> None:
    """Two copies of a ledger, each with changes of its own."""
    with tempfile.TemporaryDirectory() as place:
        first = Path(place) / "台账.db"
        open_workspace(first, author="张三").close()
        second = Path(shutil.copy(first, Path(place) / "台账 (PC-204 的冲突副本 2026-11-29).db"))
        for path, author, words in ((first, "张三", "试点城市 名单"), (second, "李四", "产业集群 认定")):
            workspace = open_workspace(path, author=author)
            for commitment in ("MIIT-2025-001", "MIIT-2025-044"):
                search = NewSearch, {"commitment": commitment, "place": "工信部网站", "words": words, "found": ""}
                log_search(workspace, command(search[0], **search[1]))
            workspace.close()
        dialog = CompareDialog(window._appearance, window, str(first), str(second))
        dialog.open()
        dialog.show_found(compare(first, second))


def codings_compared(window: MainWindow) -> None:
    """Two codings of the first briefing, with some of their differences settled."""
    source = db_dir() / "briefings" / "2025-01-21-miit"
    ledger = window.comparing.ledger
    if ledger is None:
        raise TypeError(ledger)
    with tempfile.TemporaryDirectory() as place:
        second = Path(shutil.copytree(source, Path(place) / "李四的编码"))
        coding = second / "commitments.toml"
        text = coding.read_text(encoding="utf-8")
        begin = text.index('[[commitment]]\ncode = "MIIT-2025-030"')
        text = text[:begin] + text[text.index("\n[[", begin + 1) + 1 :]
        coding.write_text(text.replace('kind = "pilot"', 'kind = "programme"'), encoding="utf-8")
        compared = compare_two(read_source(ledger.workspace, source.name), read_folder(second))
    dialog = CodingComparison(window._appearance, window, compared)
    dialog.open()
    for holds, reason in ((Holding.FIRST, "含糊的承诺也列出"), (Holding.SECOND, "原文是专项")):
        dialog.choose(holds)
        dialog.reason.input.take(reason)
        if holds is Holding.FIRST:
            dialog.submit()
    dialog.finished.connect(dialog.draft.forget)


def verified(altered: bool) -> Act:
    """A report is held against the ledger."""

    def act(window: MainWindow) -> None:
        window.show_page("reports")
        wait(window)
        page = window.pages["reports"]
        if not isinstance(page, ReportsPage) or page.ledger is None:
            raise TypeError(page)
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "承诺进展台账 2026-11-29.html"
            wish = ReportWish(ReportKind.LEDGER)
            form = ReportForm(window._appearance.language, "html")
            services.making.make_report(page.ledger.workspace, wish, form, path, unwatched)
            if altered:
                path.write_bytes(path.read_bytes() + b"\n")
            page.take_file(path)
            while QApplication.activeModalWidget() is None:
                QTest.qWait(10)

    return act


def refused_handing(window: MainWindow) -> None:
    """A file that no other program may open."""
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(cmd.exe)>>>>endobj\ntrailer<</Root 1 0 R>>\n"
    viewed = Viewed(
        "0" * 64,
        "关于公布试点城市名单的通知.pdf",
        "text/plain",
        content,
        ("关于公布试点城市名单的通知",),
        "",
        None,
        "工信部",
        "",
    )
    window.page.recorder._viewers.open_captured(viewed, window)


FILES: dict[str, Act] = {
    "clocks": clocks,
    "replaced": replaced,
    "held": held,
    "held_dialog": held_dialog,
    "compared": compared,
    "codings_compared": codings_compared,
    "verified": verified(altered=False),
    "verified_altered": verified(altered=True),
    "refused_handing": refused_handing,
}
