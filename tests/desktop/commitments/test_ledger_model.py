"""The table model keeps Qt's own rules, and carries facts instead of colours."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS, target_text
from tracker.desktop.models.lazy_table import ON_ITS_WAY, PAGE, ROW_ROLE
from tracker.desktop.models.ledger_model import LedgerModel
from tracker.desktop.models.names import short_department
from tracker.domain.rows import LedgerRow, Name
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment
from tracker.services.commitments import reading
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import load_words


@pytest.fixture
def rows(workspace: Workspace) -> tuple[LedgerRow, ...]:
    return reading.list_rows(workspace, LedgerQuery())


@pytest.fixture
def model(appearance: Appearance) -> LedgerModel:
    return LedgerModel(appearance)


def show(model: LedgerModel, rows: tuple[LedgerRow, ...]) -> None:
    model.set_listing([row.id for row in rows], rows)


def test_the_model_keeps_the_rules_of_qt(model: LedgerModel, rows: tuple[LedgerRow, ...]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    show(model, rows)
    show(model, rows[:5])
    model.retranslate()
    show(model, ())
    assert tester.model() is model


def test_every_cell_says_something_in_both_languages(
    model: LedgerModel, appearance: Appearance, rows: tuple[LedgerRow, ...]
) -> None:
    show(model, rows)
    for language in ("zh", "en"):
        appearance.set_language(language)
        for row in range(model.rowCount()):
            cells = [model.index(row, column) for column in range(model.columnCount())]
            assert all(cell.data() and cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells)
            assert all(cell.data(ROW_ROLE) is rows[row] for cell in cells)


def test_the_model_has_no_opinion_on_colours(model: LedgerModel, rows: tuple[LedgerRow, ...]) -> None:
    show(model, rows)
    for column in range(len(COLUMNS)):
        assert model.index(0, column).data(Qt.ItemDataRole.ForegroundRole) is None
        assert model.index(0, column).data(Qt.ItemDataRole.BackgroundRole) is None


def test_a_changed_row_leaves_the_others_and_the_scrolling_in_peace(
    qtbot: QtBot, model: LedgerModel, rows: tuple[LedgerRow, ...]
) -> None:
    show(model, rows)
    changed = (*rows[:3], replace(rows[3], assessment=Assessment.MET), *rows[4:])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as blocker:
        show(model, changed)
    first, last = blocker.args[0], blocker.args[1]  # pyright: ignore[reportOptionalSubscript]
    assert (first.row(), last.row()) == (3, 3)


def test_a_target_is_short(rows: tuple[LedgerRow, ...]) -> None:
    pilot = next(row for row in rows if row.code == "MIIT-2025-044")
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


@pytest.fixture
def many(rows: tuple[LedgerRow, ...]) -> tuple[LedgerRow, ...]:
    return tuple(replace(rows[number % len(rows)], id=number, code=f"X-{number:05d}") for number in range(1, 8_001))


def test_pages_are_asked_for_once_when_they_come_into_sight(model: LedgerModel, many: tuple[LedgerRow, ...]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wanted: list[list[int]] = []
    many = many[:250]  # Qt's tester looks at every cell at every change
    model.set_listing([row.id for row in many], many[:PAGE])
    model.page_wanted.connect(lambda ids: wanted.append(list(ids)))
    assert model.rowCount() == len(many)
    assert model.index(3, 0).data(ROW_ROLE) is many[3]
    assert wanted == []
    last = model.index(len(many) - 1, 1)
    assert (last.data(), last.data(ROW_ROLE)) == (ON_ITS_WAY, None)
    assert last.data(Qt.ItemDataRole.AccessibleTextRole) == ON_ITS_WAY
    assert wanted == [[row.id for row in many[2 * PAGE :]]]
    model.fill(many[2 * PAGE :])
    assert last.data(ROW_ROLE) is many[-1]
    assert tester.model() is model


def test_no_more_than_some_pages_are_kept(model: LedgerModel, many: tuple[LedgerRow, ...]) -> None:
    model.page_wanted.connect(lambda ids: model.fill([many[one - 1] for one in ids]))
    model.set_listing([row.id for row in many], many[:PAGE])
    for number in range(len(many)):
        model.index(number, 0).data()
        assert model.known(number) is many[number]
    known = sum(model.known(number) is not None for number in range(len(many)))
    assert PAGE < known <= 21 * PAGE


def test_rows_that_come_after_those_that_are_shown_leave_them_in_peace(
    qtbot: QtBot, model: LedgerModel, many: tuple[LedgerRow, ...]
) -> None:
    model.set_listing([row.id for row in many[:PAGE]], many[:PAGE])
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_listing([row.id for row in many], many[:PAGE])
    assert model.rowCount() == len(many)


def test_typing_looks_among_the_rows_that_are_there(model: LedgerModel, many: tuple[LedgerRow, ...]) -> None:
    wanted: list[object] = []
    model.page_wanted.connect(wanted.append)
    model.set_listing([row.id for row in many], many[:PAGE])
    (found,) = model.match(model.index(5, 0), Qt.ItemDataRole.DisplayRole, "00003")
    assert (found.row(), wanted) == (2, [])
    assert model.match(model.index(5, 0), Qt.ItemDataRole.DisplayRole, "07777") == []
