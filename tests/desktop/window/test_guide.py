"""The guide and the rules of assessment: their sections, the ways that lead to them, and the links within."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.common.guide import GUIDE, RULES, GuideWindow, open_guide
from tracker.locations import resources_dir

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.window.main_window import MainWindow

SOURCE = Path(__file__).parents[3] / "src"
CITED = re.compile(r"§(\d+)(?!\.\d)")
"""A § of the rules; the §7.3.1 of a standard is none."""
LANGUAGES = ("zh", "en")
OFFICE = ("office_administrators", "office_analysts")
"""The pages for who shares a ledger, which the guide leads to."""


def _shape(language: str, page: str) -> list[str]:
    """What stands where on a page: headings by their level and §, items, rows of tables, paragraphs."""
    lines = (resources_dir() / "guide" / language / f"{page}.md").read_text("utf-8").splitlines()
    return [found[0] for line in lines if (found := re.match(r'#+ (<a id="s\d+"></a>§\d+)?|- |\d+\. |\||$', line))]


def _sections(appearance: Appearance, qtbot: QtBot, language: str) -> dict[str, str]:
    """The headings of the rules as the window shows them, by the anchors that lead to them."""
    appearance.set_language(language)
    qtbot.waitUntil(lambda: appearance.is_settled)
    over = QWidget()
    qtbot.addWidget(over)
    shown = GuideWindow(appearance, over)
    shown.turn_to(RULES)
    block = shown.browser.document().begin()
    found = {}
    while block.isValid():
        found |= dict.fromkeys(block.charFormat().anchorNames(), block.text())
        block = block.next()
    return found


def _top_line(shown: GuideWindow) -> str:
    """The paragraph at the top of what is in sight."""
    return shown.browser.cursorForPosition(QPoint(40, 4)).block().text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_the_program_cites_is_a_section_of_the_page(
    qtbot: QtBot, appearance: Appearance, language: str
) -> None:
    cited = {number for path in SOURCE.rglob("*.py") for number in CITED.findall(path.read_text("utf-8"))}
    assert {f"s{number}" for number in cited} <= set(_sections(appearance, qtbot, language))


@pytest.mark.parametrize("page", [RULES, *OFFICE])
def test_both_languages_have_the_same_sections_items_and_tables(page: str) -> None:
    assert _shape("zh", page) == _shape("en", page)


def test_an_anchor_of_the_file_is_the_number_of_its_heading(qtbot: QtBot, appearance: Appearance) -> None:
    for language in LANGUAGES:
        text = (resources_dir() / "guide" / language / "rules.md").read_text("utf-8")
        named = re.findall(r'^## <a id="s(\d+)"></a>§(\d+) ', text, re.MULTILINE)
        assert [anchor for anchor, _ in named] == [number for _, number in named]
        assert [f"s{anchor}" for anchor, _ in named] == list(_sections(appearance, qtbot, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [GUIDE, RULES, *OFFICE])
def test_links_within_the_guide_lead_to_pages_and_sections_that_are_there(language: str, page: str) -> None:
    folder = resources_dir() / "guide" / language
    links = re.findall(r"(?<!!)\[[^]]*\]\(([^)]*)\)", (folder / f"{page}.md").read_text("utf-8"))
    assert links
    for link in links:
        name, _, section = link.partition("#")
        assert f'<a id="{section}"></a>' in (folder / (name or f"{page}.md")).read_text("utf-8") or not section, link


def test_the_help_menu_opens_the_rules(qtbot: QtBot, window: MainWindow) -> None:
    offered = {action.objectName(): action for action in window.top_bar.help_button.menu().actions()}
    offered["rules"].trigger()
    shown = window.findChild(GuideWindow)
    assert shown is not None
    assert shown.isVisible()
    assert shown.windowTitle() == offered["rules"].text()
    assert "§8" in shown.browser.toPlainText()
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert window.findChildren(GuideWindow) == [shown]
    assert "§8" not in shown.browser.toPlainText()
    shown.close()


def test_a_link_in_the_guide_turns_to_the_section_of_the_rules(qtbot: QtBot, window: MainWindow) -> None:
    open_guide(window._appearance, window)
    shown = window.findChild(GuideWindow)
    assert shown is not None
    shown.browser.moveCursor(shown.browser.textCursor().MoveOperation.End)
    link = shown.browser.document().find("§2")
    shown.browser.setTextCursor(link)
    rect = shown.browser.cursorRect(link)
    qtbot.mouseClick(shown.browser.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() - QPoint(6, 0))
    assert _top_line(shown).startswith("§2 ")
    shown.close()


def test_the_form_of_a_verdict_leads_to_the_rule_that_it_shows(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance
) -> None:
    window.page.show_commitment(hands.code)
    hands.settle()
    window.actions_by_name["judge"].trigger()
    qtbot.waitUntil(lambda: window.findChild(AssessmentDialog) is not None)
    dialog = window.findChild(AssessmentDialog)
    assert dialog is not None
    link = dialog.findChild(QPushButton, "rule_2")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    shown = dialog.findChild(GuideWindow)  # the form is modal: a window that is not its own could not be scrolled
    assert shown is not None
    assert shown.isVisible()
    assert _top_line(shown).startswith("§2 ")
    shown.close()
    dialog.reject()
