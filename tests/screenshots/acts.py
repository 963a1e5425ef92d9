"""What is brought up before a picture is taken: dialogs, and pages in a certain state."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from file_acts import FILES
from judging_acts import JUDGING
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from source_acts import SOURCES
from steps import PILOT_CITIES, Act, do, press, wait
from watch_acts import WATCHING

from tracker.desktop import services
from tracker.desktop.jobs import Task
from tracker.desktop.views.common.drop_overlay import FoundText
from tracker.desktop.views.common.notices import CrashDialog, DefectReports
from tracker.desktop.views.exchange.forms import Filling, FormSending
from tracker.desktop.views.exchange.sheet_bringer import SheetBringer
from tracker.desktop.views.exchange.sheet_dialog import SheetDialog
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.forms.read_field import DateField
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.list_counter import ListCounter
from tracker.desktop.views.reports.reports_page import ReportsPage
from tracker.desktop.views.safety.backups import RestoreDialog
from tracker.desktop.views.safety.rescue import RescueDialog, make_repaired_copy
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.commitments.progress import unwatched
from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import SITE, ReportForm, ReportKind, ReportWish
from tracker.services.ledgers.defects import describe, describe_crash
from tracker.services.ledgers.sample import make_sample
from tracker.wording import load_words

WITH_PARTS = "MIIT-2025-001"
"""A commitment that has parts, not all of which have a name."""
NOTICE = """财政部、工业和信息化部关于公布中小企业数字化转型试点城市名单的通知
财建〔2025〕88号
现确定第三批34个中小企业数字化转型试点城市，名单附后。
2025年5月12日
"""
NAMES = "城市\n" + "\n".join(("唐山市", "大同市", "包头市", "沈阳市", "长春市", "大同市", "合计"))
SHEET = """序号,任务编号,工作任务,责任单位,配合单位,完成时限,量化目标,工作状态,进展情况,备注
1,GZ-01,制定2026年消费品工业“三品”行动实施方案,消费品司,科技司,2026年6月底前,,已完成,方案已于3月20日印发。,省政府督查事项
2,GZ-02,培育20个省级特色产业集群,中小局,,2026年12月底,20个,推进中,已完成首批8个集群的遴选。,
3,GZ-03,研究设立先进制造业发展基金,财务司、规划司,财政厅,长期坚持,,论证中,已召开两次论证会。,
合计,,3项,,,,,,,
"""


def nothing_found(window: MainWindow) -> None:
    """A search that finds nothing, without the pause after the last key."""
    window.top_bar.search_field.setText("没有这样的词")
    window.page.search("没有这样的词")


def refused_evidence(window: MainWindow) -> None:
    """The form for evidence, after a date that is none."""
    window.page.act(window.page.recorder.add_evidence, "add_evidence")
    form = QApplication.activeModalWidget()
    if isinstance(form, FormDialog):
        for field, typed in (("title", "关于开展试点工作的通知"), ("published", "2025-13")):
            field_input = form.input(field)
            if isinstance(field_input, QLineEdit):
                field_input.setText(typed)
        form.save_button.click()


def typed_fields(window: MainWindow) -> None:
    """Dates and an amount as people write them, with what is understood beside them."""
    window.page.act(window.page.recorder.add_evidence, "add_evidence")
    form = QApplication.activeModalWidget()
    if isinstance(form, EvidenceDialog):
        link = form.links[0]
        typed = {"title": "关于公布试点城市名单的通知", "published": "２０２５年５月１２日", "retrieved": "5/6/2025"}
        lines = {form.input(field): words for field, words in typed.items()}
        lines |= {link.inputs["unit"]: "个", link.inputs["value"]: "约1.2万"}
        for line, words in lines.items():
            if isinstance(line, QLineEdit):
                line.setText(words)


def calendar(window: MainWindow) -> None:
    """The month behind a date."""
    typed_fields(window)
    form = QApplication.activeModalWidget()
    published = form.input("published") if isinstance(form, EvidenceDialog) else None
    if isinstance(published, DateField):
        published.open_calendar()


def withdrawal(window: MainWindow) -> None:
    """The form that takes evidence out of use."""
    window.page.act(
        lambda detail: window.page.recorder.withdraw_evidence(detail, detail.evidence[0]), "withdraw_evidence"
    )


def view_menu(window: MainWindow) -> None:
    """The menu of saved views."""
    menu = window.page.bar.view_button.menu()
    if menu is not None:
        menu.popup(window.page.bar.view_button.mapToGlobal(window.page.bar.view_button.rect().bottomLeft()))


def progress(window: MainWindow) -> None:
    """The foot of the window while something takes long."""
    task = Task(window.ledgers.tr("Prepare the sample ledger"))
    task(40, 100)
    window.status.progress.watch(task)
    QTest.qWait(500)


def caught(window: MainWindow) -> None:
    """The form for a text that was pasted, with what the program read off it."""
    window.catcher.take([FoundText(NOTICE)], PILOT_CITIES)


def list_counter(window: MainWindow) -> None:
    """A list that was pasted to be counted."""
    window.page.act(window.page.recorder.add_evidence, "add_evidence")
    wait(window)
    press(QApplication.activeModalWidget(), "countList")
    counter = QApplication.activeModalWidget()
    if isinstance(counter, ListCounter):
        field = counter.input("text")
        if isinstance(field, QPlainTextEdit):
            field.setPlainText(NAMES)
            QTest.qWait(500)


def sheet(view: str) -> Act:
    """A spreadsheet that is to be brought in: its columns, or what would come of it."""

    def act(window: MainWindow) -> None:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "重点任务台账.csv"
            path.write_text(SHEET, encoding="gb18030")
            next(one for one in window.controllers if isinstance(one, SheetBringer)).take(path)
            wait(window)
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SheetDialog):
            field = dialog.input("publisher")
            if isinstance(field, QLineEdit):
                field.setText("某省工业和信息化厅办公室")
            wait(window)
            dialog.look_at(view)

    return act


def drop_overlay(window: MainWindow) -> None:
    """A file that is held over the chosen commitment."""
    mime, overlay = QMimeData(), window.catcher.overlay
    mime.setText(NOTICE)
    place = window.page.detail.mapTo(window, QPoint(80, 80))
    held = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(place, *held))
    overlay.dragMoveEvent(QDragMoveEvent(QPointF(place).toPoint(), *held))


def viewer(window: MainWindow) -> None:
    """The text that was pasted, in the viewer: words that are selected there become the quote."""
    caught(window)
    wait(window)
    press(QApplication.activeModalWidget(), "openFile")


def edited_piece(window: MainWindow) -> None:
    """The form of a piece that bears on two commitments."""
    window.show_page("evidence")
    wait(window)
    window.evidence.table.selectRow(5)
    wait(window)
    window.evidence.detail.edit_wanted.emit()


def inbox(window: MainWindow) -> None:
    """What is not linked yet, with what it may bear on."""
    window.show_page("evidence")
    window.evidence.show_inbox()


def past(window: MainWindow) -> None:
    """The ledger at the end of another day."""
    window.times.go(date(2025, 9, 30), None)


def changed(window: MainWindow) -> None:
    """Only what something was done to since a day."""
    window.times.go(None, date(2025, 12, 31))


def field_editor(name: str) -> Act:
    """A field that is edited where it stands."""

    def act(window: MainWindow) -> None:
        press(window.page.detail, f"edit_{name}")

    return act


def parts(window: MainWindow) -> None:
    """A commitment that has parts."""
    window.page.show_commitment(WITH_PARTS)


def further_down(share: float) -> Act:
    """The pane beside the list, scrolled to this share of it."""

    def act(window: MainWindow) -> None:
        bar = window.page.detail.area.verticalScrollBar()
        bar.setValue(int(bar.maximum() * share))

    return act


def reminders(window: MainWindow) -> None:
    """The line of what fell due since a start of long ago."""
    ledger = window.page.ledger
    if ledger is not None:
        found = services.reminders.list_reminders(ledger.workspace, 0)
        window.reminding.strip.show_reminders(found)


def no_printer(window: MainWindow) -> None:
    """What is said where there is no printer."""
    window.printing._explain("台账.pdf", b"")


def forms_so_far(window: MainWindow) -> None:
    """The forms that went out to departments."""
    ledger = window.page.ledger
    page = window.pages["reports"]
    if ledger is None or not isinstance(page, ReportsPage):
        return
    with tempfile.TemporaryDirectory() as folder:
        wishes = [services.forms.FillWish(key, "2026-11", False) for key in ("sme-bureau", "planning")]
        known = {name.key for name in services.reading.list_departments(ledger.workspace)}
        wishes = [wish for wish in wishes if wish.department in known]
        services.filling.send_forms(ledger.present, wishes, Path(folder), load_words("zh"), unwatched)
    window.show_page("reports")
    wait(window)
    page.past.turn_to_forms()
    while page.is_waiting:
        QTest.qWait(20)


def sent_in_a_round(window: MainWindow) -> None:
    """What is asked for where forms are sent to several departments in a round."""
    do("send_forms")(window)
    wait(window)
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, FormSending):
        dialog.as_round.setChecked(True)
        dialog.department.setCurrentIndex(dialog.department.findData("*"))
        dialog.several.tick(("sme-bureau", "mof"))


def round_of_forms(window: MainWindow) -> None:
    """A round in which two departments have returned and disagree, and others have not."""
    ledger = window.page.ledger
    if ledger is None:
        return
    if not services.rounds.list_rounds(ledger.workspace):
        wish = services.filling.RoundWish(
            ("sme-bureau", "mof", "planning", "consumer-goods"), "2026-11", ledger.today(), "王芳", "010-68200000"
        )
        with tempfile.TemporaryDirectory() as folder:
            begun = services.filling.begin_round(ledger.present, wish, Path(folder), load_words("zh"))
            answers = (("已公布第三批名单，累计 101 个。", "已完成", 101), ("第三批资金已下达。", "推进中", 98))
            for path, (said, claimed, value) in zip(begun.forms, answers, strict=False):
                workbook: Any = openpyxl.load_workbook(path)
                sheet = workbook.worksheets[0]
                for cells in sheet.iter_rows(min_row=4):
                    if cells[0].value == PILOT_CITIES:
                        cells[6].value, cells[9].value, cells[10].value, cells[12].value = said, claimed, value, "累计"
                workbook.save(path)
                form_words = services.filling.form_words()
                services.forms.enter_form(ledger.present, path.read_bytes(), path.name, form_words, None)
    do("form_rounds")(window)


def reports_so_far(window: MainWindow) -> None:
    """A period report that follows one that was written."""
    ledger = window.page.ledger
    page = window.pages["reports"]
    if ledger is None or not isinstance(page, ReportsPage):
        return
    with tempfile.TemporaryDirectory() as folder:
        for kind, name in ((ReportKind.LEDGER, "台账.xlsx"), (ReportKind.PERIOD, "月报.docx")):
            form = ReportForm("zh", name.rpartition(".")[2], charts=False)
            services.making.make_report(ledger.workspace, ReportWish(kind), form, Path(folder) / name, unwatched)
    window.show_page("reports")
    wait(window)
    page.past.follow_button.click()
    while page.is_waiting:
        QTest.qWait(20)


def report_of(kind: object) -> Act:
    """What is asked for of a kind of report, with its further choices in sight."""

    def act(window: MainWindow) -> None:
        window.show_page("reports")
        wait(window)
        page = window.pages["reports"]
        if isinstance(page, ReportsPage):
            page.panel.kind.choose(kind)
            page.panel.more.open()
            while page.is_waiting:
                QTest.qWait(20)

    return act


def report_columns(window: MainWindow) -> None:
    """The columns of the ledger, and their order."""
    window.show_page("reports")
    wait(window)
    press(window.pages["reports"], "chooseColumns")


def restoring(window: MainWindow) -> None:
    """Two backups, one of them with later events to be lost, and what going back to it would change."""
    do("back_up")(window)
    wait(window)
    if window.page.ledger is not None:
        values = {"commitments": (PILOT_CITIES,), "add": ("待补",)}
        window.page.ledger.write(services.tagging.change_tags, services.commands.TagChange, values)
    do("back_up")(window)
    wait(window)
    do("restore_backup")(window)
    wait(window)
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, RestoreDialog):
        dialog.list.setCurrentIndex(dialog.list.rows.index(dialog.list.rows.rowCount() - 1, 0))


def edited_department(window: MainWindow) -> None:
    """The form of a department that commitments name, over the list of all."""
    do("departments")(window)
    wait(window)
    press(QApplication.activeModalWidget(), "editDepartment")


def returned_form(window: MainWindow) -> None:
    """A form that came back with something filled in, something changed and something doubtful."""
    ledger = window.page.ledger
    if ledger is None:
        return
    with tempfile.TemporaryDirectory() as place:
        wishes = [services.forms.FillWish("sme-bureau", "2026-11", False)]
        words = load_words("zh")
        (path,) = services.filling.send_forms(ledger.present, wishes, Path(place), words, unwatched)
        workbook: Any = openpyxl.load_workbook(path)
        sheet = workbook.worksheets[0]
        for number, said in ((4, "条例已公布，正在培训宣贯。"), (6, "第三批名单已公布。"), (7, "新认定工作完成。")):
            sheet.cell(number, 7).value, sheet.cell(number, 8).value = said, "推进中"
        sheet.cell(6, 9).value, sheet.cell(6, 12).value, sheet.cell(6, 5).value = "三十四", "名单公示", "2027年"
        workbook.save(path)
        companion = next(one for one in window.controllers if isinstance(one, Filling))
        companion.take_in(path)
        wait(window)


def mistake(window: MainWindow) -> None:
    """The report of a mistake of the program."""
    try:
        window.page.show_rows(None)  # pyright: ignore[reportArgumentType]
    except AttributeError as error:
        DefectReports(window).show_defect(describe(error), None)


def crash(window: MainWindow) -> None:
    """That the program broke off last time."""
    trace = "Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f (most recent call first):\n"
    at = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    CrashDialog(
        window, describe_crash(trace + f'  File "{__file__}", line 1 in crash\n', "1.0"), at, lambda: None
    ).open()


def repair(window: MainWindow) -> None:
    """A ledger cut short, and what a repair of it has saved."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "ledger.db"
        make_sample(path)
        with path.open("r+b") as file:
            file.seek(path.stat().st_size * 7 // 10)  # where no page of the schema is, without which nothing is read
            file.write(bytes(40_000))
        reason = load_words(window._appearance.language).error(UserError("ledger_damaged", path=path))
        dialog = RescueDialog(window._appearance, window, reason)
        dialog.open()
        dialog.show_repair(make_repaired_copy(str(path), "分析员", unwatched))


def behind(window: MainWindow) -> None:
    """A ledger of which saved changes are missing."""
    details = {"count": 7, "since": "2026-11-27 17:40", "until": "2026-11-28 09:12", "regained": 3}
    files = {"path": "台账.db", "log": "台账.db-wal", "backup": "2026-11-28T08-30-00.daily.db"}
    error = UserError("ledger_behind_backup", **files, **details)
    window.rescue.explain(None, error)
    window.rescue.ask()


DIALOGS: dict[str, Act] = {
    "behind": behind,
    "mistake": mistake,
    "crash": crash,
    "repair": repair,
    "form_sending": do("send_forms"),
    "form_round": sent_in_a_round,
    "rounds": round_of_forms,
    "form_returned": returned_form,
    "nothing_found": nothing_found,
    "form_evidence": refused_evidence,
    "form_typed": typed_fields,
    "form_calendar": calendar,
    **JUDGING,
    **FILES,
    **SOURCES,
    **WATCHING,
    "form_claim": do("add_claim"),
    "form_later": do("add_restatement"),
    "form_piece": edited_piece,
    "form_capture": do("capture"),
    "form_caught": caught,
    "list_counter": list_counter,
    **{f"sheet_{view}": sheet(view) for view in ("columns", "statuses", "commitments", "findings", "left")},
    "viewer": viewer,
    "drop_overlay": drop_overlay,
    "inbox": inbox,
    "as_of": do("as_of"),
    "past": past,
    "changed": changed,
    "edit_departments": field_editor("departments"),
    "edit_keywords": field_editor("keywords"),
    "parts": parts,
    "pane_middle": further_down(0.5),
    "pane_end": further_down(1),
    "bulk_panel": lambda window: window.page.table.selectAll(),
    "form_departments": lambda window: window.page.act(window.page.recorder.set_departments, "revise_commitment"),
    "form_tags": lambda window: window.page.change_tags(),
    "form_withdrawal": withdrawal,
    "view_menu": view_menu,
    "view_name": lambda window: window.page.views.ask_name(),
    "progress": progress,
    "reports_so_far": reports_so_far,
    "forms_so_far": forms_so_far,
    "report_period": report_of(ReportKind.PERIOD),
    "report_site": report_of(SITE),
    "report_columns": report_columns,
    "reminders": reminders,
    "no_printer": no_printer,
    "first_steps": do("first_steps"),
    "restore": restoring,
    "departments": do("departments"),
    "department": edited_department,
    "palette": do("palette"),
    "settings": do("settings"),
    "shortcuts": do("shortcuts"),
    "about": do("about"),
    "open_shared": do("open_shared"),
    "guide": do("guide"),
    "rules": do("rules"),
    "welcome": do("welcome"),
}
