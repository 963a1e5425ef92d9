"""When it is due, how that is known, and when a commitment without a due date is looked at again."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import COLUMNS, NOTHING, CellStyle
from tracker.desktop.models.row_painter import MARKED_BASES, basis_mark
from tracker.desktop.views.common.widgets import LightMark
from tracker.desktop.views.detail.fields_box import FactsBox
from tracker.desktop.views.forms.value_inputs import DueInput
from tracker.desktop.views.recording.statement_dialogs import RelationDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.rows import Due, LedgerRow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import EARLIER_TERMS, Assessment, DueBasis, Light, RelationKind
from tracker.services.commitments.reading import list_rows, read_detail
from tracker.services.ledgers.workspace import Workspace

CITIES, STUDY = "MIIT-2025-044", "MIIT-2025-047"
DUE = next(number for number, column in enumerate(COLUMNS) if column.look is CellStyle.DUE)


@pytest.fixture
def rows(workspace: Workspace) -> dict[str, LedgerRow]:
    return {row.code: row for row in list_rows(workspace, LedgerQuery())}


def test_a_date_that_is_not_meant_exactly_says_about(rows: dict[str, LedgerRow], appearance: Appearance) -> None:
    text, words = COLUMNS[DUE].text, appearance.words
    about = next(row for row in rows.values() if row.due.about)
    assert about.due.on is not None
    assert text(about, words) == words.phrase("about_day", day=about.due.on.isoformat())
    assert text(rows[CITIES], words) == "2025-12-31"


def test_without_a_due_date_the_review_shows_as_long_as_it_is_open(
    rows: dict[str, LedgerRow], appearance: Appearance
) -> None:
    text, words, study = COLUMNS[DUE].text, appearance.words, rows[STUDY]
    assert study.review_on == date(2026, 1, 21)
    assert text(study, words) == words.phrase("review_on", day=study.review_on)
    assert text(replace(study, assessment=Assessment.NOT_VERIFIABLE), words) == NOTHING


def test_every_basis_that_no_document_names_has_a_mark_of_its_own(appearance: Appearance) -> None:
    for language in ("zh", "en"):
        appearance.set_language(language)
        marks = [basis_mark(basis, appearance.words) for basis in MARKED_BASES]
        assert len(set(marks)) == len(MARKED_BASES)
    assert {DueBasis.SECTION, DueBasis.QUESTION, DueBasis.DERIVED, DueBasis.USER} <= MARKED_BASES


def test_the_table_draws_the_mark_beside_the_date(hands: Hands, window: MainWindow) -> None:
    table = window.page.table
    table.header.choose(("code", "title", "due"))
    hands.settle()
    row = table.rows.row(0)
    hands.take(table.rows.row(5).code)  # so that the row is drawn as one that is not selected

    def drawn(due: Due) -> QImage:
        table.rows.fill([replace(row, due=due)])
        return table.viewport().grab(QRect(table.visualRect(table.rows.index(0, DUE)))).toImage()

    day = date(2025, 12, 31)
    pictures = [drawn(Due(day, basis)) for basis in (DueBasis.STATED, DueBasis.SECTION, DueBasis.QUESTION)]
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[:place])


def test_the_pane_says_about_the_basis_and_the_words_that_it_is_known_by(
    hands: Hands, window: MainWindow, workspace: Workspace, rows: dict[str, LedgerRow]
) -> None:
    words = window.page.detail._appearance.words
    code = next(row.code for row in rows.values() if row.due.about)
    due_quote = read_detail(workspace, code).due_quote
    assert due_quote is not None
    hands.take(code)
    (facts,) = window.page.detail.findChildren(FactsBox)
    labels = facts.findChildren(QLabel)
    said = [label.text() for label in labels]
    assert words.phrase("about_day", day=rows[code].due.on) in said
    basis = next(label for label in labels if label.text() == words.term(rows[code].due.basis))
    assert due_quote.passage.exact in basis.toolTip()
    hands.take(STUDY)
    said = [label.text() for label in facts.findChildren(QLabel)]
    review = words.phrase("review_on", day=rows[STUDY].review_on)
    assert any(review in line and words.due(rows[STUDY].due) in line for line in said)


def test_no_form_offers_a_term_of_earlier_versions(
    appearance: Appearance, qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    due = DueInput(appearance, {"due_on": None, "due_basis": "none", "due_about": False})
    qtbot.addWidget(due)
    relation = RelationDialog(appearance, window, read_detail(workspace, CITIES), workspace.today())
    qtbot.addWidget(relation)
    for box, vocabulary in ((due.inputs["due_basis"], DueBasis), (relation.input("kind"), RelationKind)):
        assert isinstance(box, QComboBox)
        offered = {box.itemData(place) for place in range(box.count())}
        assert offered == {term.value for term in vocabulary if term not in EARLIER_TERMS}


def test_about_is_said_and_taken_back_where_the_date_stands(
    hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    hands.take(CITIES)
    field = window.page.detail.facts.fields["due"]
    field.open()
    assert field.editor is not None
    hands.click(field.editor.input.inputs["due_about"])
    hands.type(field.editor.reason, "原文是左右")
    hands.click(field.editor.save)
    qtbot.waitUntil(lambda: read_detail(workspace, CITIES).row.due.about)
    hands.settle()
    window.actions_by_name["undo"].trigger()
    hands.settle()
    assert not read_detail(workspace, CITIES).row.due.about


@pytest.mark.parametrize("light", [Light.REVIEW, Light.UNMEASURED])
def test_the_new_lights_have_their_word_their_rule_and_a_sign(
    light: Light, appearance: Appearance, qtbot: QtBot
) -> None:
    mark = LightMark(appearance, light)
    qtbot.addWidget(mark)
    assert mark.accessibleName() == appearance.words.term(light)
    assert mark.toolTip() == appearance.words.rule(light)
    mark.resize(mark.sizeHint())
    image = mark.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0)
    left = [image.pixelColor(x, y) for x in range(image.width() // 6) for y in range(image.height())]
    assert any(colour != ground for colour in left), "no sign before the word"


def test_the_filters_offer_every_light_and_tell_its_rule(window: MainWindow) -> None:
    from tracker.domain.search.ledger_query import Facet

    boxes = window.page.facets.groups[Facet.LIGHT]._boxes
    words = window.page.detail._appearance.words
    # Below the name, for which there may be too little room beside the box.
    tips = {key: box.toolTip().partition("\n")[2] for key, box in boxes.items()}
    assert tips == {one.value: words.rule(one) for one in Light}
    assert all(box.isVisible() for box in boxes.values())
    assert Qt.CheckState.Unchecked == boxes["review"].checkState()
