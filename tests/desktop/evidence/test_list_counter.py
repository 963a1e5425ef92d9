"""The list counter: a published list is cleaned, counted once a name, kept, and its count offered as the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from tracker.desktop.models.rows_model import RowsModel
from tracker.desktop.views.common.drop_overlay import FoundFile
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.list_counter import ListCounter
from tracker.domain.terms import ValueRole
from tracker.services.commitments.reading import list_evidence, read_content
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CLUSTERS = "MIIT-2025-045"
TITLE = "MIIT-2025-045"
NAMES = [f"第{number}号特色产业集群" for number in range(1, 101)]
HUNDRED = "序号\t集群名称\n" + "\n".join(f"{n}\t{name}" for n, name in enumerate(NAMES, 1)) + "\n合计\t100个\n"


@pytest.fixture
def form(hands: Hands, window: MainWindow) -> EvidenceDialog:
    """The form for a new piece, opened for the clusters."""
    hands.take(TITLE)
    dialog = hands.form(Qt.Key.Key_E)
    assert isinstance(dialog, EvidenceDialog)
    for name, value in (("title", "名单"), ("publisher", "工信部"), ("published", "2025-11-07")):
        hands.type(dialog.input(name), value)
    hands.settle()
    return dialog


def counter(qtbot: QtBot, hands: Hands, form: EvidenceDialog) -> ListCounter:
    qtbot.waitUntil(lambda: form.links[0].preview is not None)
    count = form.findChild(QPushButton, "countList")
    assert count is not None
    hands.click(count)
    made = form.findChild(ListCounter)
    assert made is not None
    return made


def paste(qtbot: QtBot, shown: ListCounter, words: str) -> None:
    field = shown.input("text")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText(words)
    qtbot.waitUntil(lambda: shown.found is not None)


def test_a_pasted_list_is_counted_against_the_target_and_kept(
    qtbot: QtBot, hands: Hands, form: EvidenceDialog, workspace: Workspace
) -> None:
    shown = counter(qtbot, hands, form)
    assert not shown.use_button.isEnabled()
    paste(qtbot, shown, HUNDRED)
    assert shown.summary.startswith("共 100 个名称，目标 100 个")
    assert shown.use_button.text() == "以 100 为数值"
    hands.click(shown.use_button)
    qtbot.waitUntil(lambda: bool(form.files.added))
    hands.click(form.save_button)
    assert hands.form_is_closed
    (piece,) = list_evidence(workspace)
    (link,), (file,) = piece.links, piece.attachments
    assert (link.commitment, link.value, link.unit, link.role) == (CLUSTERS, 100, "个", ValueRole.NEW)
    assert (file.name, file.media_type) == ("名单（100 个名称）.txt", "text/plain")
    assert read_content(workspace, file.sha256).decode() == HUNDRED.rstrip("\n") + "\n"
    assert check(workspace) == ()


def test_what_stands_twice_counts_once_and_what_is_no_name_is_left_out_and_both_are_shown(
    qtbot: QtBot, hands: Hands, form: EvidenceDialog
) -> None:
    shown = counter(qtbot, hands, form)
    paste(qtbot, shown, "序号\t集群名称\n1\t甲集群\n2\t乙集群\n3\t甲 集群\n合计\t3个")
    assert "共 2 个名称" in shown.summary
    assert "重复 1 处，只计一次 · 未计入 2 行" in shown.summary
    model = shown.model
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert rows[0] == ["1", "甲集群", "见于第 2、4 行，只计一次"]
    assert rows[1] == ["2", "乙集群", ""]
    assert [row[2] for row in rows[2:]] == ["第 1 行未计入：表头", "第 5 行未计入：合计行"]
    assert [line.counts for line in model.lines] == [True, True, False, False]
    shown.reject()
    form.reject()


def test_another_column_can_be_counted(qtbot: QtBot, hands: Hands, form: EvidenceDialog) -> None:
    shown = counter(qtbot, hands, form)
    paste(qtbot, shown, "集群名称\t省份\n甲集群\t江苏\n乙集群\t江苏\n丙集群\t浙江")
    assert "共 3 个名称" in shown.summary
    box = shown.input("column")
    assert isinstance(box, QComboBox)
    assert [box.itemText(n) for n in range(box.count())] == ["集群名称", "省份"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: "共 2 个名称" in shown.summary)
    shown.reject()
    form.reject()


def test_a_list_in_an_attached_file_is_counted_where_it_is(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(HUNDRED.replace("\t", ","), encoding="gb18030")
    window.catcher.take((FoundFile(path),), CLUSTERS)
    form = hands.opened_form()
    assert isinstance(form, EvidenceDialog)
    hands.settle()
    shown = counter(qtbot, hands, form)
    qtbot.waitUntil(lambda: shown.found is not None)
    assert shown.use_button.text() == "以 100 为数值"
    hands.click(shown.use_button)
    value = form.links[0].inputs["value"]
    assert isinstance(value, QLineEdit)
    assert (value.text(), len(form.files.added)) == ("100", 1)
    form.reject()


def test_a_list_without_names_is_refused_beside_it(qtbot: QtBot, hands: Hands, form: EvidenceDialog) -> None:
    shown = counter(qtbot, hands, form)
    field = shown.input("text")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("序号\t名称\n合计\t0个")
    qtbot.waitUntil(lambda: bool(shown.fault("text")))
    assert not shown.use_button.isEnabled()
    shown.reject()
    form.reject()


def test_the_model_of_the_list_is_sound(qtbot: QtBot) -> None:
    model = RowsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(("a", "b", "c"), ())
    assert (model.rowCount(), model.columnCount()) == (0, 3)
    del tester
