"""What nobody should type: it is refused with a sentence or kept as it is, and the window stands either way."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolTip,
    QWidget,
)

from tracker.desktop.views.common.widgets import address_line
from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.pages import PAGES
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    Clipped = Callable[[QWidget], list[str]]

NONSENSE = {
    "control characters": "a\x01\x02\x07\x1b[31mb\x7f\x85\x9f",
    "a NUL": "a\x00b",
    "half a character": "c\ud83dd",
    "lines": "one\r\ntwo\n\n\tthree\u2028four\u2029five",
    "blanks": " \u3000\u00a0\u200b\n ",
    "ten thousand": "长" * 10_000,
    "a hundred thousand": "x" * 100_000,
    "one long word": "https://example.org/" + "a" * 800,
    "many words": "词 " * 5_000,
    "emoji": "👩‍👩‍👧‍👦 🇨🇳 👍🏽 ☭ e\u0301\u0301\u0301\u0301",
    "right to left": "\u202eשלום עולם\u202c \u2066مرحبا \u200f(1)",
    "markup": "<b>fett</b><img src='file:///etc/passwd'> &amp; <script>alert(1)</script>",
    "formula": '=HYPERLINK("http://example.org";"x")|\'; DROP TABLE event; --',
    "places": "{0} {count} %s %n %1 $ink \\n && &x",
}
FORMS: dict[str, Callable[[MainWindow], object]] = {
    "evidence": lambda window: window.actions_by_name["add_evidence"].trigger(),
    "judgement": lambda window: window.actions_by_name["judge"].trigger(),
    "search log": lambda window: window.actions_by_name["log_search"].trigger(),
    "search round": lambda window: (select_two(window), window.actions_by_name["log_search"].trigger()),
    "relation": lambda window: window.actions_by_name["add_restatement"].trigger(),
    "departments": lambda window: window.page.act(window.page.recorder.set_departments, "revise_commitment"),
    "tags": lambda window: window.page.change_tags(),
    "bulk judgement": lambda window: (
        window.page.table.selectAll(),
        window.page.act(window.page.recorder.judge, "set_assessment"),
    ),
    "name of a view": lambda window: window.page.views.ask_name(),
    "address": lambda window: window.actions_by_name["open_shared"].trigger(),
    "settings": lambda window: window.actions_by_name["settings"].trigger(),
}
LONG = 30_000


def select_two(window: MainWindow) -> None:
    """Select the row that is chosen, and the one below it."""
    table = window.page.table
    below = table.rows.index(table.currentIndex().row() + 1, 0)
    how = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(below, how)


def paste(widget: QWidget, words: str) -> None:
    """Put words on the clipboard, and Ctrl+V them over whatever stands there."""
    QGuiApplication.clipboard().setText(words)
    widget.setFocus()
    QTest.keySequence(widget, QKeySequence.StandardKey.SelectAll)
    QTest.keySequence(widget, QKeySequence.StandardKey.Paste)


def inputs(root: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Everything that can be typed in."""
    kinds = (QLineEdit, QPlainTextEdit)
    found = [one for kind in kinds for one in root.findChildren(kind)]
    return [one for one in found if one.isVisible() and one.isEnabled() and not one.isReadOnly()]


def opened(qtbot: QtBot, window: MainWindow, form: str) -> QDialog:
    """A form, once it is there."""
    FORMS[form](window)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None and window.is_ready)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    if isinstance(dialog, BulkAssessmentDialog):
        dialog.grid.choose(Assessment.NOT_VERIFIABLE)  # what the rules allow of all of them
        qtbot.waitUntil(dialog.save_button.isEnabled)
    return dialog


def submit(qtbot: QtBot, window: MainWindow, dialog: QDialog) -> None:
    """Press the button that does what the form is for, and wait for the answer."""
    primary = next(b for b in dialog.findChildren(QPushButton) if b.property("kind") == "primary")
    qtbot.mouseClick(primary, Qt.MouseButton.LeftButton)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=LONG)


def faults(dialog: QDialog) -> list[str]:
    """What is said of what was refused."""
    said = [one.text() for one in dialog.findChildren(QLabel, "fault") if one.isVisible() and one.text()]
    return [sentence.replace("\u200b", "") for sentence in said]  # where a long word may be broken


@pytest.mark.parametrize("form", FORMS)
def test_nonsense_in_every_field_of_a_form_is_kept_or_refused_with_a_sentence(
    qtbot: QtBot, hands: Hands, window: MainWindow, clipped: Clipped, form: str
) -> None:
    for kind, nonsense in NONSENSE.items():
        hands.take("MIIT-2025-044")
        dialog = opened(qtbot, window, form)
        for one in inputs(dialog):
            paste(one, nonsense)
        # A text of several lines that is pasted into a line is read like a file first.
        qtbot.waitUntil(lambda dialog=dialog: not getattr(dialog, "is_busy", False))
        assert clipped(dialog) == [], kind
        submit(qtbot, window, dialog)
        if QApplication.activeModalWidget() is dialog:
            assert faults(dialog), kind
            assert all(len(sentence) < 500 for sentence in faults(dialog)), kind
            assert clipped(dialog) == [], kind
            dialog.close()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and window.is_ready, timeout=LONG)
        assert clipped(window) == [], kind


@pytest.mark.parametrize("field", ["title", "number", "quote"])
def test_nonsense_in_one_field_of_a_good_piece_of_evidence(
    qtbot: QtBot, hands: Hands, window: MainWindow, clipped: Clipped, field: str
) -> None:
    for place, nonsense in enumerate(NONSENSE.values()):
        hands.take(f"MIIT-2025-{1 + place:03}")  # else every piece would be drawn again with each that follows
        dialog = hands.form(Qt.Key.Key_E)
        title = f"第{'一二三四五六七八九十'[place % 10] * (1 + place // 10)}份通知"  # each is another document
        good = {"title": title, "publisher": "工业和信息化部", "published": "2025-03"}
        for name, words in (good | {field: nonsense}).items():
            paste(dialog.input(name), words)
        submit(qtbot, window, dialog)
        if QApplication.activeModalWidget() is dialog:
            assert len(faults(dialog)) == 1
            dialog.close()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and window.is_ready, timeout=LONG)
        assert clipped(window) == [], nonsense[:20]
    for page in PAGES:
        window.show_page(page)
        hands.settle()
        assert clipped(window) == [], page


def test_nonsense_in_the_search_of_every_page(qtbot: QtBot, hands: Hands, window: MainWindow, clipped: Clipped) -> None:
    for page in PAGES:
        window.show_page(page)
        hands.settle()
        for kind, nonsense in NONSENSE.items():
            paste(window.top_bar.search_field, nonsense)
            qtbot.keyClick(window.top_bar.search_field, Qt.Key.Key_Return)
            window.pages[page].search(window.top_bar.search_field.text())
            qtbot.waitUntil(lambda: window.is_ready, timeout=LONG)
            assert clipped(window) == [], (page, kind)
        window.top_bar.clear_search()


def test_nonsense_in_the_palette_and_among_the_tags(
    qtbot: QtBot, hands: Hands, window: MainWindow, clipped: Clipped
) -> None:
    for kind, nonsense in NONSENSE.items():
        window.actions_by_name["palette"].trigger()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None and window.is_ready)
        palette = QApplication.activeModalWidget()
        assert palette is not None
        paste(inputs(palette)[0], nonsense)
        qtbot.waitUntil(lambda: window.is_ready, timeout=LONG)
        assert clipped(palette) == [], kind
        qtbot.keyClick(inputs(palette)[0], Qt.Key.Key_Escape)

        paste(window.page.tags.input, nonsense)
        qtbot.keyClick(window.page.tags.input, Qt.Key.Key_Return)
        hands.settle()
        assert clipped(window) == [], kind


def test_the_name_of_the_author_may_be_anything(
    qtbot: QtBot, hands: Hands, window: MainWindow, clipped: Clipped
) -> None:
    for kind, nonsense in NONSENSE.items():
        settings = opened(qtbot, window, "settings")
        paste(inputs(settings)[0], nonsense)
        submit(qtbot, window, settings)
        if kind == "blanks":
            assert faults(settings), "a name that nobody can read"
            settings.close()
        assert hands.form_is_closed, kind
        code = hands.take("MIIT-2025-044")
        window.page.tags.changed.emit(code, (f"由{len(kind)}",), ())
        hands.settle()
        assert clipped(window) == [], kind
    detail = window.page.detail.detail
    assert detail is not None
    assert {len(event.author) > 0 for event in detail.history} == {True}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_fits_a_small_window(qtbot: QtBot, window: MainWindow, clipped: Clipped, form: str) -> None:
    window.resize(900, 600)
    dialog = opened(qtbot, window, form)
    room = dialog.screen().availableSize()
    assert dialog.height() <= room.height()
    assert dialog.width() <= room.width()
    assert clipped(dialog) == []
    dialog.close()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole_in_a_small_window(hands: Hands, window: MainWindow, clipped: Clipped, page: str) -> None:
    window.resize(900, 600)
    window.show_page(page)
    hands.settle()
    assert (window.width(), window.height()) == (900, 600)
    assert clipped(window) == []


def test_a_ledger_of_one_row_and_of_none(qtbot: QtBot, hands: Hands, window: MainWindow, clipped: Clipped) -> None:
    for words, count in (("万兆光网", 1), ("没有这样的词", 0)):
        window.page.search(words)
        qtbot.waitUntil(lambda count=count: window.is_ready and window.page.table.rows.rowCount() == count)
        for page in PAGES:
            window.show_page(page)
            hands.settle()
            assert clipped(window) == [], page
        window.show_page("ledger")


def test_markup_shows_as_it_was_typed_wherever_it_shows(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    markup = "<b>x</b>&amp;<i>y</i>"
    code = hands.take("MIIT-2025-044")
    dialog = hands.form(Qt.Key.Key_E)
    for name, words in {"title": markup, "publisher": "甲", "published": "2025-03", "quote": markup}.items():
        paste(dialog.input(name), words)
    submit(qtbot, window, dialog)
    qtbot.waitUntil(lambda: hands.form_is_closed and window.is_ready)
    window.page.tags.changed.emit(code, (markup,), ())
    window.page.views.save(markup)
    hands.settle()
    labels = [label for label in window.findChildren(QLabel) if markup in label.text()]
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    menu = QMenu(window)
    window.page.views.fill(menu)
    assert markup.replace("&", "&&") in [action.text() for action in menu.actions()]
    QToolTip.showText(window.mapToGlobal(window.rect().center()), markup, window)
    tips = [one for one in QApplication.topLevelWidgets() if one.metaObject().className() == "QTipLabel"]
    assert {tip.textFormat() for tip in tips if isinstance(tip, QLabel)} == {Qt.TextFormat.PlainText}
    QToolTip.hideText()


@pytest.mark.parametrize(
    ("address", "href", "shown"),
    [
        ("https://www.g\u043ev.cn/", "https://www.xn--gv-fmc.cn/", "www.xn--gv-fmc.cn/"),
        ("https://a.b/\u202efdp.exe", "https://a.b/%E2%80%AEfdp.exe", "a.b/%E2%80%AEfdp.exe"),
        ('https://a.b/"><b>', "https://a.b/&quot;&gt;&lt;b&gt;", "a.b/&quot;&gt;&lt;b&gt;"),
        ("file:///home/x/notice.desktop", "", "file:///home/x/notice.desktop"),
        ("/home/x/notice.exe", "", "/home/x/notice.exe"),
        ("javascript:alert(1)", "", "javascript:alert(1)"),
        ("data:text/html,x", "", "data:text/html,x"),
    ],
)
def test_an_address_shows_where_it_leads_and_opens_nothing_but_pages(
    qtbot: QtBot, address: str, href: str, shown: str
) -> None:
    line = address_line(address)
    qtbot.addWidget(line)
    assert line.text() == (f'<a href="{href}">{shown}</a>' if href else shown)
    assert line.openExternalLinks() is bool(href)
    assert line.toolTip() == unescape(href or shown)
