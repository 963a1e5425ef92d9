"""How much is painted while a table scrolls, and that what was remembered of its looks is forgotten with them."""

from collections.abc import Iterable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.ledger_model import LedgerModel
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.rows import LedgerRow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import evidence_fields
from tracker.services.commitments import reading
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace


class Painted(QObject):
    """Notes the parts of a table that are painted."""

    def __init__(self, table: QTableView) -> None:
        super().__init__()
        self.parts: list[QRect] = []
        table.viewport().installEventFilter(self)

    def is_still(self) -> bool:
        """Whether nothing was painted since this was asked last; forgets what was."""
        still = not self.parts
        self.parts.clear()
        return still

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            # Part by part: the row under the pointer becomes another one, and lies apart from what comes into sight.
            self.parts.extend(cast("Iterable[QRect]", event.region()))
        return super().eventFilter(watched, event)


@pytest.fixture
def rows(workspace: Workspace) -> tuple[LedgerRow, ...]:
    return reading.list_rows(workspace, LedgerQuery())


def colours(table: QTableView) -> set[str]:
    """The colours of what the first rows show."""
    picture = table.viewport().grab(QRect(0, 0, table.viewport().width(), 3 * table.rowHeight(0))).toImage()
    places = (QPoint(x, y) for x in range(0, picture.width(), 2) for y in range(picture.height()))
    return {picture.pixelColor(place).name() for place in places}


@pytest.fixture
def painted(window: MainWindow, qtbot: QtBot) -> Iterator[Painted]:
    watcher = Painted(window.page.table)
    qtbot.waitUntil(lambda: window.is_ready and watcher.is_still())
    yield watcher
    window.page.table.viewport().removeEventFilter(watcher)


def test_only_what_comes_into_sight_is_painted_while_the_table_scrolls(
    window: MainWindow, qtbot: QtBot, painted: Painted
) -> None:
    table = window.page.table
    for step in (1, 2, 3):
        table.verticalScrollBar().setValue(step * 90)
        qtbot.wait(1)
    assert painted.parts
    assert max(part.height() for part in painted.parts) <= 90


def test_the_table_of_evidence_is_as_light_or_dark_as_the_page(
    window: MainWindow, appearance: Appearance, workspace: Workspace, qtbot: QtBot
) -> None:
    add_evidence(
        workspace, evidence_fields({"title": "通知", "publisher": "财政部", "published": "2025-05-12", "kind": "list"})
    )
    window.show_page("evidence")
    qtbot.waitUntil(lambda: window.evidence.table.rows.rowCount() > 0 and window.is_ready)
    for theme in ("dark", "light"):
        appearance.set_theme(theme)
        qtbot.waitUntil(lambda: window.is_ready)
        assert appearance.tokens.colour("paper").name() in colours(window.evidence.table)


def test_rows_that_come_together_are_told_of_together(
    appearance: Appearance, qtbot: QtBot, rows: tuple[LedgerRow, ...]
) -> None:
    model = LedgerModel(appearance)
    model.set_listing([row.id for row in rows], ())
    for number in range(model.rowCount()):
        model.seen(number)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.fill([*rows[:10], *rows[20:30]])
    assert told == [(0, 9), (20, 29)]


def test_marks_follow_theme_and_type(window: MainWindow, appearance: Appearance, qtbot: QtBot) -> None:
    table, light = window.page.table, appearance.tokens
    shown = colours(table)
    row = table.rows.row(0)
    assert light.assessments[row.assessment].ground.name() in shown
    assert light.colour("selection").name() in shown
    appearance.set_theme("dark")
    qtbot.waitUntil(lambda: window.is_ready)
    dark, shown = appearance.tokens, colours(table)
    assert {dark.assessments[row.assessment].ground.name(), dark.colour("paper").name()} <= shown
    assert not {light.assessments[row.assessment].ground.name(), light.colour("paper").name()} & shown


def test_the_row_that_was_current_is_painted_whole_when_another_is(
    window: MainWindow, painted: Painted, qtbot: QtBot
) -> None:
    table = window.page.table
    table.setFocus()
    qtbot.waitUntil(painted.is_still)
    # It stays selected, so Qt itself would paint one of its cells.
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    first = QRect(0, table.rowViewportPosition(0), table.viewport().width(), table.rowHeight(0))
    qtbot.waitUntil(lambda: any(part.contains(first) for part in painted.parts))
