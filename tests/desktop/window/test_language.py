"""Both languages are whole: in the files, and in the window."""

import ast
import getpass
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.window.main_window import MainWindow
from tracker.locations import resources_dir

if TYPE_CHECKING:
    from tests.desktop.conftest import Hands

SOURCE = Path(__file__).parents[3] / "src" / "tracker" / "desktop"
TRANSLATIONS = resources_dir() / "i18n" / "tracker_zh_CN.ts"
# Keys, formats, the name of a language, codes and files; and whoever runs the tests, in the history.
NOT_WORDS = {"Ctrl", "Alt", "Shift", "Enter", "Esc", "Excel", "CSV", "English", "MIIT", "https", "ledger", "db", "GB"}
NOT_WORDS |= {"Word", "DOCX", "PDF", "XLSX", "HTML", "Markdown", "JSON", "CSL", "RIS", "iCalendar", "title", "body"}
NOT_WORDS |= set(re.findall("[A-Za-z]{2,}", getpass.getuser()))


def _messages(path: Path) -> dict[tuple[str, str], tuple[str, bool]]:
    """Context and source of each message, with its translation and whether that is finished."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (translation.text or "", translation.get("type") is None)
    return found


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def test_the_translations_hold_every_sentence_of_the_code(tmp_path: Path) -> None:
    fresh = Path(shutil.copy(TRANSLATIONS, tmp_path / TRANSLATIONS.name))
    files = sorted(str(path) for path in SOURCE.rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", "zh_CN"]
    subprocess.run([_tool("pyside6-lupdate"), *files, "-ts", str(fresh), *options], check=True, capture_output=True)
    assert _messages(fresh) == _messages(TRANSLATIONS)


def test_no_sentence_hides_in_a_formatted_text_where_the_collector_does_not_see_it() -> None:
    for path in SOURCE.rglob("*.py"):
        texts = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr))
        called = (node.func for text in texts for node in ast.walk(text) if isinstance(node, ast.Call))
        assert [one.lineno for one in called if isinstance(one, ast.Attribute) and one.attr == "tr"] == [], path


def test_every_sentence_is_translated_with_the_same_places_to_fill() -> None:
    for (_, source), (translation, finished) in _messages(TRANSLATIONS).items():
        assert finished, source
        assert translation, source
        assert _places(source) == _places(translation), source


def test_the_compiled_translations_are_those_of_the_source() -> None:
    translator = QTranslator()
    assert translator.load(str(TRANSLATIONS.with_suffix(".qm")))
    for (context, source), (translation, _) in _messages(TRANSLATIONS).items():
        assert translator.translate(context, source) == translation


def test_qt_itself_speaks_chinese(window: MainWindow) -> None:
    del window
    assert Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase_zh_CN.qm").exists()
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize("accepts", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
@pytest.mark.parametrize("mode", [QFileDialog.FileMode.ExistingFiles, QFileDialog.FileMode.Directory])
def test_the_dialog_of_files_that_qt_draws_itself_speaks_chinese(
    window: MainWindow, tmp_path: Path, accepts: QFileDialog.AcceptMode, mode: QFileDialog.FileMode
) -> None:
    dialog = QFileDialog(window, "选择文件", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accepts)
    dialog.open()
    said = [one.text() for kind in (QLabel, QAbstractButton) for one in dialog.findChildren(kind)]
    said += [dialog.labelText(label) for label in QFileDialog.DialogLabel]
    model = dialog.findChildren(QTreeView)[0].model()
    said += [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())]
    assert [words for words in said if re.search("[A-Za-z]{2,}", words)] == []
    dialog.close()


@pytest.mark.parametrize("key", [None, Qt.Key.Key_E, Qt.Key.Key_J, Qt.Key.Key_L])
def test_no_english_word_is_left_in_the_chinese_window(
    hands: "Hands", window: MainWindow, appearance: Appearance, key: Qt.Key | None
) -> None:
    appearance.set_language("en")
    appearance.set_language("zh")
    hands.take("MIIT-2025-044")
    detail = window.page.detail.detail
    assert detail is not None
    shown = window if key is None else hands.form(key)
    left = {
        text: words
        for text in _texts(shown)
        if text != detail.row.title.en and (words := set(re.findall("[A-Za-z]{2,}", text)) - NOT_WORDS)
    }
    assert left == {}


def test_the_english_window_says_nothing_of_ours_in_chinese(
    window: MainWindow, appearance: Appearance, hands: "Hands"
) -> None:
    appearance.set_language("en")
    hands.settle()
    ours = {translation for translation, _ in _messages(TRANSLATIONS).values()}
    assert ours & _texts(window) == set()
    header = window.page.table.horizontalHeader()
    titles = [header.model().headerData(n, Qt.Orientation.Horizontal) for n in range(header.count())]
    assert "Commitment" in titles
    assert all(title.isascii() for title in titles)


def test_the_language_is_remembered(qtbot: QtBot, window: MainWindow, appearance: Appearance) -> None:
    english = next(action for action in window.top_bar.findChildren(QAction) if action.text() == "English")
    english.trigger()
    assert appearance.language == "en"
    assert Appearance(appearance.settings).language == "en"
    qtbot.waitUntil(lambda: appearance.is_settled)
    assert window.windowTitle() == "Commitment ledger"


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _texts(root: QWidget) -> set[str]:
    return {text for widget in (root, *root.findChildren(QWidget)) for text in _texts_of(widget) if text}


def _texts_of(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    yield from (text for action in widget.actions() for text in (action.text(), action.toolTip()))
    match widget:
        case QLabel() | QAbstractButton():
            yield re.sub("<[^>]*>", "", widget.text())
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
