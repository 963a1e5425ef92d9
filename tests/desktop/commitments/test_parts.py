"""Fonts, icons, quotations in context and settings."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings, QTranslator
from pytestqt.qtbot import QtBot

from tracker.desktop.resources import icon, is_sound, load_translation
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.drop_overlay import FoundFile, FoundLink, FoundText, found_in_words
from tracker.desktop.views.detail.quotes import context
from tracker.domain.commitments.passage import SourcePassage
from tracker.domain.rows import Quote
from tracker.locations import resources_dir

WITHOUT_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>"""
ASK_FONT = """
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication
from tracker.desktop.resources import interface_font, quote_font, register_fallback_fonts
app = QApplication([])
print(register_fallback_fonts())
font = interface_font("zh")
print(all(QFontMetrics(f).inFontUcs4(ord("诺")) for f in (font, quote_font(font))))
print(QFontInfo(quote_font(font)).family().replace(" ", "-"))
"""


@given(before=st.text(max_size=400), exact=st.text(min_size=1, max_size=40), after=st.text(max_size=400))
def test_the_context_is_cut_at_its_outer_ends_only(before: str, exact: str, after: str) -> None:
    start = len(before)
    quote = Quote(SourcePassage(start, start + len(exact), exact), "", "", before + exact + after, 1, start)
    shown_before, shown_after = context(quote)
    assert before.endswith(shown_before.removeprefix("……"))
    assert after.startswith(shown_after.removesuffix("……"))
    assert context(quote, None) == (before, after)


def test_every_icon_can_be_drawn(qtbot: QtBot) -> None:
    from tracker.locations import resources_dir

    for path in (resources_dir() / "icons").glob("*.svg"):
        assert not icon(path.stem, "#1F2328").pixmap(16, 16).isNull()


def test_chinese_shows_on_a_machine_without_a_chinese_font(tmp_path: Path) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(WITHOUT_FONTS.format(folder=tmp_path), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(configuration), "QT_QPA_PLATFORM": "offscreen"}
    asked = subprocess.run(
        [sys.executable, "-c", ASK_FONT], env=environment, capture_output=True, text=True, check=True
    )
    assert asked.stdout.split() == ["True", "True", "Noto-Serif-SC"]


@pytest.mark.parametrize(("chosen", "shown"), [("en", "en"), ("zh", "zh"), ("fr", "zh"), ("", "zh")])
def test_the_language_is_chinese_unless_english_was_chosen(tmp_path: Path, chosen: str, shown: str) -> None:
    settings = Settings(tmp_path / "window.ini")
    settings.language = chosen
    assert settings.language == shown


def test_a_damaged_settings_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    path.write_bytes(b"\xff\xfe[state\n window=@ByteArray(broken")
    settings = Settings(path)
    assert settings.theme == "system"
    assert settings.state("window") is None


class Harm:
    """What a settings file can hold in Qt's own format: an object that does something when it is read."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Any, tuple[Path]]:
        return Path.touch, (self._trace,)


def test_nothing_that_a_settings_file_says_is_run(tmp_path: Path) -> None:
    path, trace = tmp_path / "window.ini", tmp_path / "trace"
    store = QSettings(str(path), QSettings.Format.IniFormat)
    for name in ("language", "theme", "author", "welcomed", "recent/0", "state/window"):
        store.setValue(name, Harm(trace))
    store.sync()
    settings = Settings(path)
    assert (settings.language, settings.theme, settings.welcomed) == ("zh", "system", False)
    assert settings.state("window") is None
    assert settings.author.startswith("@Variant(")
    settings.remember("window", QByteArray(b"\x00\xff"))
    assert Settings(path).state("window") == QByteArray(b"\x00\xff")
    assert not trace.exists()


@pytest.mark.parametrize("name", ["张三", " a=b\n[c]\nd", '"quoted"', "C:\\new\\text", "\u2028;#", "%1 \\x41"])
def test_what_is_remembered_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    settings = Settings(tmp_path / "new" / "window.ini")
    settings.author = name
    settings.remember_folder(tmp_path)
    again = Settings(settings.path)
    assert (again.author.strip(), again.folder()) == (name.strip(), str(tmp_path))
    assert [path.name for path in settings.path.parent.iterdir()] == ["window.ini"]


def test_two_windows_do_not_forget_what_the_other_was_told(tmp_path: Path) -> None:
    one, other = Settings(tmp_path / "window.ini"), Settings(tmp_path / "window.ini")
    one.author, other.theme = "张三", "dark"
    again = Settings(tmp_path / "window.ini")
    assert (again.author, again.theme) == ("张三", "dark")


@given(st.integers(0, 60_000), st.binary(min_size=1, max_size=4), st.booleans())
@settings(deadline=None, max_examples=200)
def test_a_damaged_translation_is_left_alone_and_ends_nothing(place: int, spoilt: bytes, cut: bool) -> None:
    data = bytearray((resources_dir() / "i18n" / "tracker_zh_CN.qm").read_bytes())
    data[place : place + len(spoilt)] = spoilt
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tracker_zh_CN.qm"
        path.write_bytes(bytes(data[:place] if cut else data))
        translator = QTranslator()
        if load_translation(translator, path):
            translator.translate("MainWindow", "Ledger", "", 2)


def test_what_is_no_translation_or_points_outside_itself_is_not_loaded(tmp_path: Path) -> None:
    sound = (resources_dir() / "i18n" / "tracker_zh_CN.qm").read_bytes()
    hashes = sound.index(b"\x42") + 5
    outside = sound[: hashes + 4] + b"\x7f\xff\xff\xff" + sound[hashes + 8 :]
    assert [is_sound(data) for data in (sound, outside, sound[:-1], b"", b"qm")] == [True, False, False, False, False]
    assert not load_translation(QTranslator(), tmp_path / "gone.qm")


@pytest.mark.parametrize(
    "words", ["~nobody-of-that-name/x", "'~nobody-of-that-name/x'", "/a\ud800", "/a\x00", '"~\x00"']
)
def test_what_no_path_can_be_is_words_or_a_path_that_is_not_there(words: str) -> None:
    (found,) = found_in_words(words)
    assert isinstance(found, FoundText | FoundFile)


def test_an_address_behind_a_mark_of_byte_order_is_one() -> None:
    assert found_in_words("\ufeff\ufeffhttps://www.miit.gov.cn/") == [FoundLink("https://www.miit.gov.cn/")]
