"""Speaker and answer belong to the passage: nobody's words stand under another's name."""

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands

from tracker.desktop.views.detail.fields_box import FactsBox
from tracker.desktop.views.detail.quotes import QuotesBox, QuoteView
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.rows import CommitmentDetail
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import DepartmentBasis
from tracker.services.commitments.reading import list_details, read_detail
from tracker.services.ledgers.workspace import Workspace


def spoken_twice(workspace: Workspace) -> CommitmentDetail:
    """A commitment that two people promised."""
    return next(detail for detail in list_details(workspace, LedgerQuery()) if len(detail.speakers) > 1)


def labels(window: MainWindow, name: str) -> list[QLabel]:
    (box,) = window.page.detail.findChildren(QuotesBox)
    return box.findChildren(QLabel, name)


def test_under_each_quote_stands_who_said_it_and_in_which_answer(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    detail = spoken_twice(workspace)
    hands.take(detail.row.code)
    said = [label.text() for label in labels(window, "saidBy")]
    assert len(said) == len(detail.quotes) == len(window.page.detail.findChildren(QuoteView))
    names = [quote.speaker.name.zh for quote in detail.quotes if quote.speaker is not None]
    assert len(set(names)) > 1
    for words, quote in zip(said, detail.quotes, strict=True):
        assert quote.speaker is not None
        assert quote.speaker.name.zh in words
        assert quote.speaker.office.zh in words
        assert str(quote.answer) in words
        assert not any(name in words for name in set(names) - {quote.speaker.name.zh})


def test_each_quote_leads_to_its_own_place_in_the_briefing(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    detail = spoken_twice(workspace)
    hands.take(detail.row.code)
    ways = window.page.detail.findChildren(QPushButton, "showPassage")
    assert len(ways) == len(detail.quotes)
    hands.click(ways[-1])
    current = window.briefing.text.current
    assert current is not None
    assert (current.code, current.start) == (detail.row.code, detail.quotes[-1].passage.start)


def test_a_department_whose_head_spoke_leads_to_the_words(
    hands: Hands, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    code, start = next(
        (detail.row.code, one.passage)
        for detail in list_details(workspace, LedgerQuery())
        for one in detail.departments
        if one.basis is DepartmentBasis.SPEAKER and one.passage is not None
    )
    hands.take(code)
    (facts,) = window.page.detail.findChildren(FactsBox)
    way = facts.findChildren(QPushButton, "spokenBasis")[0]
    assert window.page.detail._appearance.words.rule(DepartmentBasis.SPEAKER) in way.toolTip()
    hands.click(way)
    current = window.briefing.text.current
    assert current is not None
    assert (current.code, current.start) == (code, start)


def test_what_is_known_by_other_means_leads_nowhere(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    detail = read_detail(workspace, "MIIT-2025-044")
    assert all(one.basis is not DepartmentBasis.SPEAKER for one in detail.departments)
    hands.take("MIIT-2025-044")
    assert not window.page.detail.findChildren(QWidget, "spokenBasis")
