"""Pictures of the window and its forms, in both languages and themes, on a ledger with a few facts in it.

python tests/screenshots.py FOLDER; on a machine without a display: xvfb-run -s "-screen 0 1440x900x24" python …
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import register_fallback_fonts
from tracker.desktop.settings import Settings
from tracker.desktop.views.form_dialog import FormDialog
from tracker.desktop.views.main_window import MainWindow
from tracker.desktop.views.widgets import CheckBox
from tracker.domain.query import LedgerQuery
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, Withdrawal, command
from tracker.services.evidence import add_evidence, withdraw_evidence
from tracker.services.judging import set_assessment
from tracker.services.reading import list_rows
from tracker.services.searching import log_search
from tracker.services.workspace import Workspace, open_workspace

PILOT_CITIES = "2025年再支持30个以上试点城市"
JUDGED = (("in_progress", "progress"), ("partly_met", "partly"), ("met", "fulfils"), ("dropped", "contradicts"))
LARGE, SMALL, TALL = (1440, 900), (1024, 700), (1440, 1800)


@dataclass(frozen=True)
class Shot:
    """One picture: the window as it opens, or what `act` brings up."""

    name: str
    language: str = "zh"
    theme: str = "light"
    size: tuple[int, int] = LARGE
    act: Callable[[MainWindow], None] | None = None


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    register_fallback_fonts()
    with tempfile.TemporaryDirectory() as place:
        ledger = Path(place) / "ledger.db"
        code = fill(ledger)
        for shot in SHOTS:
            settings = Settings(Path(place) / f"{shot.name}.ini")
            settings.theme = shot.theme
            take(app, MainWindow(Appearance(settings, shot.language), settings, str(ledger)), shot, code, folder)


def take(app: QApplication, window: MainWindow, shot: Shot, code: str, folder: Path) -> None:
    """Open the window on a commitment, and keep a picture of it, or of the form before it."""
    window.resize(*shot.size)
    window.show()
    wait(window)
    window.page.table.choose(code)
    wait(window)
    if shot.act is not None:
        shot.act(window)
        wait(window)
    (app.activeModalWidget() or window).grab().save(str(folder / f"{shot.name}.png"))
    for widget in app.topLevelWidgets():
        widget.close()
    window.deleteLater()
    QTest.qWait(20)


def wait(window: MainWindow) -> None:
    """Until everything that was asked has been answered and painted."""
    QTest.qWait(50)
    while not window.is_ready:
        QTest.qWait(10)
    QTest.qWait(250)


def fill(path: Path) -> str:
    """A ledger with a few facts; the code of the commitment that has most of them."""
    ledger = open_workspace(path, author="林研究员")
    rows = list_rows(ledger, LedgerQuery())
    pilot = next(row.code for row in rows if row.title.zh == PILOT_CITIES)
    amount = {"unit": "个", "stage": "issued"}
    notice = {"number": "财办建〔2025〕20号", "url": "https://www.gov.cn/zhengce/zhengceku/202505/content_7023456.htm"}
    words = {"quote": "累计支持101个城市开展中小企业数字化转型试点"}
    add(ledger, pilot, "关于开展2025年中小企业数字化转型城市试点工作的通知", "2025-05-12", "progress", notice,
        value="34", role="plan", **amount)  # fmt: skip
    found = add(ledger, pilot, "国新办发布会：试点城市累计101个", "2026-01-21", "fulfils", words,
                value="101", role="cumulative", **amount)  # fmt: skip
    wrong = add(ledger, pilot, "首批试点城市名单", "2023-08", "context")
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=wrong, reason="重复登记"))
    search = {"place": "工信部网站", "words": "试点城市 2025", "searched_on": "2026-01-02"}
    log_search(ledger, command(NewSearch, commitment=pilot, **search))
    judge(ledger, pilot, "met", "累计101个，扣除基数66个，新增35个，达到30个以上。", (found,))
    others = [row.code for row in rows if row.code != pilot]
    for place, (assessment, bearing) in enumerate(JUDGED * 3):
        add(ledger, others[2 * place], "关于印发实施方案的通知", f"2025-0{3 + place % 6}", bearing)
        judge(ledger, others[2 * place], assessment, "依据公开文件判断。")
    ledger.close()
    return pilot


def add(
    ledger: Workspace,
    code: str,
    title: str,
    published: str,
    bearing: str,
    more: dict[str, str] | None = None,
    **link: Any,
) -> int:
    """Add a piece of evidence, and return its id."""
    links = ({"commitment": code, "bearing": bearing, **link},)
    origin = {"title": title, "publisher": "财政部、工业和信息化部", "published": published, "kind": "document"}
    return add_evidence(ledger, command(EvidenceFields, links=links, **origin, **(more or {}))).evidence[0]


def judge(ledger: Workspace, code: str, assessment: str, reason: str, evidence: tuple[int, ...] | None = None) -> None:
    """Set an assessment."""
    change = {"commitment": code, "assessment": assessment, "reason": reason, "evidence": evidence}
    set_assessment(ledger, command(AssessmentChange, **change))


def refused_evidence(window: MainWindow) -> None:
    """The form for evidence, after a date that is none."""
    window.page.act(window.page.recorder.add_evidence)
    form = QApplication.activeModalWidget()
    if isinstance(form, FormDialog):
        for field, typed in (("title", "关于开展试点工作的通知"), ("published", "2025-13")):
            field_input = form.input(field)
            if isinstance(field_input, QLineEdit):
                field_input.setText(typed)
        form.save_button.click()


def filtered(window: MainWindow) -> None:
    """Some of all, by department."""
    for box in window.page.facets.findChildren(CheckBox)[:2]:
        box.click()


SHOTS = (
    Shot("ledger"),
    Shot("ledger-dark", theme="dark"),
    Shot("ledger-en", language="en"),
    Shot("ledger-en-dark", language="en", theme="dark"),
    Shot("ledger-small", size=SMALL),
    Shot("ledger-small-en", language="en", size=SMALL),
    Shot("ledger-filtered", act=filtered),
    Shot("detail", size=TALL),
    Shot("detail-en-dark", language="en", theme="dark", size=TALL),
    Shot("nothing-found", act=lambda window: window.top_bar.search_field.setText("没有这样的词")),
    Shot("form-evidence", act=refused_evidence),
    Shot("form-evidence-dark", theme="dark", act=refused_evidence),
    Shot("form-assessment", act=lambda window: window.page.act(window.page.recorder.judge)),
    Shot("form-assessment-en", language="en", act=lambda window: window.page.act(window.page.recorder.judge)),
    Shot("form-search", act=lambda window: window.page.act(window.page.recorder.log_search)),
)

if __name__ == "__main__":
    main(Path(sys.argv[1]))
