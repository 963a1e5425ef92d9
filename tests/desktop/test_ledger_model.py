"""The table model keeps Qt's own rules, and carries facts instead of colours."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS, target_text
from tracker.desktop.models.ledger_model import ROW_ROLE, LedgerModel
from tracker.desktop.models.names import short_department
from tracker.domain.query import LedgerQuery
from tracker.domain.rows import LedgerRow, Name
from tracker.domain.terms import Assessment
from tracker.services import reading
from tracker.services.workspace import Workspace
from tracker.wording import load_words


@pytest.fixture
def rows(workspace: Workspace) -> tuple[LedgerRow, ...]:
    return reading.list_rows(workspace, LedgerQuery())


@pytest.fixture
def model(appearance: Appearance) -> LedgerModel:
    return LedgerModel(appearance)


def test_the_model_keeps_the_rules_of_qt(model: LedgerModel, rows: tuple[LedgerRow, ...]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(rows)
    model.set_rows(rows[:5])
    model.retranslate()
    model.set_rows(())
    assert tester.model() is model


def test_every_cell_says_something_in_both_languages(
    model: LedgerModel, appearance: Appearance, rows: tuple[LedgerRow, ...]
) -> None:
    model.set_rows(rows)
    for language in ("zh", "en"):
        appearance.set_language(language)
        for row in range(model.rowCount()):
            cells = [model.index(row, column) for column in range(model.columnCount())]
            assert all(cell.data() and cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells)
            assert all(cell.data(ROW_ROLE) is rows[row] for cell in cells)


def test_the_model_has_no_opinion_on_colours(model: LedgerModel, rows: tuple[LedgerRow, ...]) -> None:
    model.set_rows(rows)
    for column in range(len(COLUMNS)):
        assert model.index(0, column).data(Qt.ItemDataRole.ForegroundRole) is None
        assert model.index(0, column).data(Qt.ItemDataRole.BackgroundRole) is None


def test_a_changed_row_leaves_the_others_and_the_scrolling_in_peace(
    qtbot: QtBot, model: LedgerModel, rows: tuple[LedgerRow, ...]
) -> None:
    model.set_rows(rows)
    changed = (*rows[:3], replace(rows[3], assessment=Assessment.MET), *rows[4:])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as blocker:
        model.set_rows(changed)
    first, last = blocker.args[0], blocker.args[1]  # pyright: ignore[reportOptionalSubscript]
    assert (first.row(), last.row()) == (3, 3)


def test_a_target_is_short(rows: tuple[LedgerRow, ...]) -> None:
    pilot = next(row for row in rows if row.title.zh == "2025年再支持30个以上试点城市")
    assert target_text(pilot, load_words("zh")) == "≥30"
    assert target_text(next(row for row in rows if row.quantity is None), load_words("zh")) == "–"


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Department of Planning", "Planning"),
        ("First Department of Equipment Industry", "Equipment Industry (First)"),
        ("Bureau of Small and Medium Enterprises", "Small and Medium Enterprises"),
        ("Ministry of Finance", "Ministry of Finance"),
    ],
)
def test_department_names_begin_with_what_tells_them_apart(whole: str, short: str) -> None:
    assert short_department(Name("k", "某司", whole), load_words("en")) == short
    assert short_department(Name("k", "某司", whole), load_words("zh")) == "某司"
