"""Two codings of a source in the window: chosen, settled by keys, recorded, and the ledger brought to what holds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands
from tests.second_coder import FIRST, SecondCoder

from tracker.desktop.views.briefing.coding_comparison import CodingComparison
from tracker.desktop.views.briefing.comparing_codings import CodingChooser
from tracker.desktop.views.briefing.comparison_reader import ComparisonReader
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.briefings.agreement import UnitField
from tracker.domain.briefings.coding_differences import DifferenceKind, Holding
from tracker.domain.terms import OmissionReason
from tracker.services.commitments.reading import read_detail
from tracker.services.events.replaying import RecordedEvent, list_events
from tracker.services.ledgers.workspace import open_workspace

FIBRE = "MIIT-2025-059"
LEFT_OUT = "MIIT-2025-002"


@pytest.fixture
def coder(tmp_path: Path) -> SecondCoder:
    """Somebody who sees one pledge less, and says two other things of another."""
    coder = SecondCoder(tmp_path / "second")
    coder.leave_out(LEFT_OUT)
    coder.change(FIBRE, ('kind = "pilot"', 'kind = "programme"'), ('key = "telecom-development"', 'key = "planning"'))
    return coder


def front(qtbot: QtBot, kind: type[QDialog]) -> QDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    return dialog


def chooser(qtbot: QtBot, window: MainWindow, folder: Path) -> CodingChooser:
    window.actions_by_name["compare_codings"].trigger()
    dialog = front(qtbot, CodingChooser)
    assert isinstance(dialog, CodingChooser)
    dialog.second.folder.setText(str(folder))
    return dialog


def compared(qtbot: QtBot, window: MainWindow, folder: Path) -> CodingComparison:
    chooser(qtbot, window, folder).compare_button.click()
    dialog = front(qtbot, CodingComparison)
    assert isinstance(dialog, CodingComparison)
    return dialog


def press(qtbot: QtBot, dialog: QDialog, *keys: Qt.Key) -> None:
    for key in keys:
        focus = dialog.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)


def settle(qtbot: QtBot, hands: Hands, dialog: CodingComparison, key: Qt.Key, reason: str) -> None:
    """Press whose coding holds, type why, and go on."""
    press(qtbot, dialog, key)
    hands.type(dialog.reason.input, reason)
    press(qtbot, dialog, Qt.Key.Key_Return)


def newest(path: Path) -> RecordedEvent:
    workspace = open_workspace(path)
    try:
        *_, last = list_events(workspace)
    finally:
        workspace.close()
    return last


def noted(path: Path) -> RecordedEvent:
    workspace = open_workspace(path)
    try:
        return next(event for event in list_events(workspace) if event.kind == "codings_compared")
    finally:
        workspace.close()


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


def test_differences_are_settled_by_keys_and_recorded_with_their_reasons(
    qtbot: QtBot, window: MainWindow, hands: Hands, coder: SecondCoder, ledger_path: Path
) -> None:
    dialog = compared(qtbot, window, coder.folder)
    assert [(one.kind, one.field) for one in dialog.differences] == [
        (DifferenceKind.UNIT, None),
        (DifferenceKind.FIELD, UnitField.KIND),
        (DifferenceKind.FIELD, UnitField.LEAD),
    ]
    settle(qtbot, hands, dialog, Qt.Key.Key_1, "含糊的承诺也列出")
    settle(qtbot, hands, dialog, Qt.Key.Key_2, "部署的是专项")
    assert dialog.current is dialog.differences[2]
    settle(qtbot, hands, dialog, Qt.Key.Key_0, "原文没有说")
    assert [one.holds for one in dialog.resolutions] == [Holding.FIRST, Holding.SECOND, Holding.NEITHER]
    assert dialog.focusWidget() is dialog.overall
    hands.type(dialog.overall, "两人商定")
    press(qtbot, dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and window.is_ready)
    details = noted(ledger_path).details
    assert [one["reason"] for one in details["resolutions"]] == ["含糊的承诺也列出", "部署的是专项", "原文没有说"]
    assert (details["differences"], noted(ledger_path).reason) == (3, "两人商定")
    last = newest(ledger_path)
    assert (last.kind, last.reason) == ("commitment_revised", "部署的是专项")
    workspace = open_workspace(ledger_path)
    assert read_detail(workspace, FIBRE).row.kind.value == "programme"
    workspace.close()


def test_the_ledger_stays_as_it_is_where_that_is_not_wanted(
    qtbot: QtBot, window: MainWindow, hands: Hands, coder: SecondCoder, ledger_path: Path
) -> None:
    dialog = compared(qtbot, window, coder.folder)
    assert not dialog.apply_box.isVisible()
    press(qtbot, dialog, Qt.Key.Key_J)
    settle(qtbot, hands, dialog, Qt.Key.Key_2, "部署的是专项")
    assert dialog.apply_box.isVisible()
    dialog.apply_box.click()
    hands.type(dialog.overall, "两人商定")
    dialog.record_button.click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and window.is_ready)
    assert newest(ledger_path).kind == "codings_compared"
    assert len(newest(ledger_path).details["resolutions"]) == 1


def test_what_is_missing_is_asked_for(
    qtbot: QtBot, window: MainWindow, hands: Hands, coder: SecondCoder, ledger_path: Path
) -> None:
    dialog = compared(qtbot, window, coder.folder)
    hands.type(dialog.reason.input, "理由在先")
    press(qtbot, dialog, Qt.Key.Key_Return)
    assert dialog.fault
    assert (dialog.current, dialog.focusWidget()) == (dialog.differences[0], dialog.list)
    press(qtbot, dialog, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert dialog.current is dialog.differences[1]
    press(qtbot, dialog, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert (dialog.current, dialog.focusWidget()) == (dialog.differences[1], dialog.reason.input)
    dialog.record_button.click()
    assert dialog.fault
    assert dialog.focusWidget() is dialog.overall
    assert newest(ledger_path).kind == "source_loaded"


def test_the_last_change_is_taken_back_where_it_was_made(
    qtbot: QtBot, window: MainWindow, hands: Hands, coder: SecondCoder
) -> None:
    dialog = compared(qtbot, window, coder.folder)
    settle(qtbot, hands, dialog, Qt.Key.Key_1, "其一")
    press(qtbot, dialog, Qt.Key.Key_2)
    press(qtbot, dialog, Qt.Key.Key_Escape, Qt.Key.Key_U)
    assert (dialog.current, len(dialog.resolutions)) == (dialog.differences[1], 1)
    press(qtbot, dialog, Qt.Key.Key_U)
    assert (dialog.current, dialog.resolutions) == (dialog.differences[0], ())
    assert dialog.reason.words == ""
    press(qtbot, dialog, Qt.Key.Key_U)
    assert dialog.current is dialog.differences[0]


def test_keys_and_arrows_go_through_the_list(qtbot: QtBot, window: MainWindow, coder: SecondCoder) -> None:
    dialog = compared(qtbot, window, coder.folder)
    places = []
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        press(qtbot, dialog, key)
        assert dialog.current is not None
        places.append(dialog.differences.index(dialog.current))
    assert places == [1, 2, 2, 1, 0, 0]


def test_what_was_typed_comes_back_until_it_is_recorded(
    qtbot: QtBot, window: MainWindow, hands: Hands, coder: SecondCoder
) -> None:
    dialog = compared(qtbot, window, coder.folder)
    settle(qtbot, hands, dialog, Qt.Key.Key_1, "其一")
    hands.type(dialog.overall, "未完")
    press(qtbot, dialog, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    dialog = compared(qtbot, window, coder.folder)
    assert dialog.draft.isVisible()
    assert [(one.holds, one.reason) for one in dialog.resolutions] == [(Holding.FIRST, "其一")]
    assert dialog.overall.text() == "未完"
    dialog.record_button.click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and window.is_ready)
    dialog = compared(qtbot, window, coder.folder)
    assert (dialog.resolutions, dialog.overall.text()) == ((), "")
    dialog.reject()


def test_a_sentence_that_one_takes_in_shows_as_what_the_other_left_it_out(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    coder = SecondCoder(tmp_path / "second")
    more = '{ start = 904, end = 916, exact = "促进工业经济持续平稳向好", speaker = "zhang-yunming", answer = 1 }'
    coder.change("MIIT-2025-001", ("passages = [", f"passages = [\n    {more},"))
    dialog = compared(qtbot, window, coder.folder)
    (sentence,) = dialog.differences
    assert sentence.kind is DifferenceKind.SENTENCE
    words = dialog.appearance.words
    first, second = (
        [shown.text() for shown in side.findChildren(QLabel, "small")]
        for side in (dialog.sides.first, dialog.sides.second)
    )
    assert any(words.term(OmissionReason.PURPOSE) in said for said in first)
    assert not any(words.term(OmissionReason.PURPOSE) in said for said in second)
    dialog.reject()


def test_what_differs_is_marked_on_both_sides(qtbot: QtBot, window: MainWindow, coder: SecondCoder) -> None:
    dialog = compared(qtbot, window, coder.folder)
    assert dialog.differences[0].second is None
    quotes = [side.findChildren(QWidget, "quote") for side in (dialog.sides.first, dialog.sides.second)]
    assert [len(found) for found in quotes] == [1, 1]
    assert dialog.sides.second.findChild(QWidget, "differs") is None
    press(qtbot, dialog, Qt.Key.Key_J)
    marked = [side.findChild(QWidget, "differs") for side in (dialog.sides.first, dialog.sides.second)]
    assert None not in marked
    dialog.reject()


def test_equal_codings_have_nothing_to_settle_and_are_recorded(
    qtbot: QtBot, window: MainWindow, hands: Hands, tmp_path: Path, ledger_path: Path
) -> None:
    dialog = compared(qtbot, window, SecondCoder(tmp_path / "same").folder)
    assert (dialog.differences, dialog.current) == ((), None)
    hands.type(dialog.overall, "无差异")
    dialog.record_button.click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and window.is_ready)
    assert newest(ledger_path).details["differences"] == 0


def test_a_folder_without_a_coding_is_refused_where_it_is_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, coder: SecondCoder
) -> None:
    dialog = chooser(qtbot, window, tmp_path)
    dialog.compare_button.click()
    qtbot.waitUntil(dialog.fault_words.isVisible)
    dialog.first.take_folder()
    dialog.first.folder.setText(str(FIRST))
    dialog.second.folder.setText(str(coder.folder))
    dialog.compare_button.click()
    both = front(qtbot, CodingComparison)
    assert isinstance(both, CodingComparison)
    assert both.compared.own is None
    both.reject()


def test_what_was_recorded_stands_beside_the_source_and_can_be_read_again(
    qtbot: QtBot, window: MainWindow, hands: Hands, coder: SecondCoder
) -> None:
    window.show_page("briefing")
    hands.settle()
    assert window.briefing.panel.findChild(QPushButton, "comparedCodings") is None
    dialog = compared(qtbot, window, coder.folder)
    settle(qtbot, hands, dialog, Qt.Key.Key_1, "含糊的承诺也列出")
    hands.type(dialog.overall, "两人商定")
    dialog.record_button.click()
    qtbot.waitUntil(lambda: window.briefing.panel.findChild(QPushButton, "comparedCodings") is not None)
    opener = window.briefing.panel.findChild(QPushButton, "comparedCodings")
    assert isinstance(opener, QPushButton)
    qtbot.waitUntil(opener.isVisible)
    opener.click()
    reader = front(qtbot, ComparisonReader)
    assert isinstance(reader, ComparisonReader)
    said = reader.outcome.toPlainText()
    assert said.index("两人商定") < said.index(LEFT_OUT) < said.index("含糊的承诺也列出")
    reader.accept()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_off(
    qtbot: QtBot,
    window: MainWindow,
    coder: SecondCoder,
    clipped: Callable[[QWidget], list[str]],
    language: str,
) -> None:
    window._appearance.set_language(language)
    qtbot.waitUntil(lambda: window.is_ready)
    asked = chooser(qtbot, window, coder.folder)
    assert clipped(asked) == []
    asked.compare_button.click()
    dialog = front(qtbot, CodingComparison)
    assert isinstance(dialog, CodingComparison)
    press(qtbot, dialog, Qt.Key.Key_J, Qt.Key.Key_2)
    qtbot.wait(1)
    assert clipped(dialog) == []
    assert all(one.text() for one in dialog.findChildren(QPushButton))
    dialog.reject()
