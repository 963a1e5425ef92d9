"""The links from a verdict, a part or an entry of the history to the evidence."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tracker.desktop.views.detail.sections import EvidenceWays


def test_each_piece_has_its_link(qtbot: QtBot) -> None:
    ways = EvidenceWays([(1, 31, "通知"), (2, 32, "办法")], "restsOn")
    qtbot.addWidget(ways)
    links = ways.findChildren(QPushButton, "restsOn")
    assert [link.toolTip() for link in links] == ["通知", "办法"]
    with qtbot.waitSignal(ways.wanted) as wanted:
        links[1].click()
    assert wanted.args == [32]


def test_of_thousands_of_pieces_the_first_have_links_and_the_rest_are_counted(qtbot: QtBot) -> None:
    ways = EvidenceWays((number, number, "份") for number in range(1, 5001))
    qtbot.addWidget(ways)
    assert len(ways.findChildren(QPushButton)) == 20
    assert "4,980" in ways.findChildren(QLabel)[-1].text()
