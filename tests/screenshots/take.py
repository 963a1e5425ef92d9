"""Pictures of every page and dialog, in both languages and themes and two sizes, on the sample ledger.

python tests/screenshots/take.py FOLDER [NAME …]; without a display: Xvfb :9 -screen 0 1600x1000x24, and openbox on it
With names, only pictures whose names begin with one of them are taken: `ledger`, `settings-zh`, `*-en-dark`.
`--size 2560x1440` takes pages and dialogs at that size instead, `--scale 1.5` as on a screen of finer dots; the screen
must be large enough for the two together.
"""

import argparse
import itertools
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from acts import DIALOGS
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from steps import PILOT_CITIES, Act, wait

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import register_fallback_fonts
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.guide import GuideWindow
from tracker.desktop.views.viewer.viewer_window import Viewer
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.pages import PAGES
from tracker.services.ledgers.sample import make_sample

LANGUAGES, THEMES = ("zh", "en"), ("light", "dark")
LARGE, SMALL = (1440, 900), (1024, 700)
_FRAMED_WITHIN = 1_000
"""Milliseconds within which any window manager has framed a window."""


@dataclass(frozen=True)
class Shot:
    """One picture: a page, or what `act` brings up."""

    subject: str
    language: str
    theme: str
    size: tuple[int, int]
    act: Act

    @property
    def name(self) -> str:
        """Subject, language, theme and size."""
        return f"{self.subject}-{self.language}-{self.theme}-{self.size[0]}x{self.size[1]}"


def main(folder: Path, wanted: Sequence[str], size: Sequence[int], scale: str) -> None:
    """Take all pictures, or those whose names begin with one of the wanted; with a size, at that one alone."""
    if lacking := what_is_lacking():
        sys.exit(lacking)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["QT_SCALE_FACTOR"] = scale
    app = QApplication([])
    if has_no_window_manager(app):
        sys.exit("make screenshots needs a window manager on the display, such as openbox: start one there first")
    register_fallback_fonts()
    taken = 0
    with tempfile.TemporaryDirectory() as place:
        ledger = Path(place) / "ledger.db"
        make_sample(ledger)
        for shot in shots(size):
            if not wanted or any(fnmatch(shot.name, f"{name}*") for name in wanted):
                settings = Settings(Path(place) / f"{shot.name}.ini")
                settings.theme, settings.welcomed = shot.theme, True
                take(app, MainWindow(Appearance(settings, shot.language), settings, str(ledger)), shot, folder)
                taken += 1
    print(f"{taken} pictures in {folder}")


def what_is_lacking() -> str:
    """What is to be said where there is no display; "" where there is one, or pictures are drawn without."""
    if sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        return ""
    return "make screenshots needs a display: there is neither DISPLAY nor WAYLAND_DISPLAY (Xvfb with openbox will do)"


def has_no_window_manager(app: QApplication) -> bool:
    """Whether nobody on an X display puts a frame around a window: then none comes to the front when it should."""
    if app.platformName() != "xcb":
        return False
    window = QWidget()
    window.show()
    QTest.qWait(_FRAMED_WITHIN)
    framed = window.frameGeometry() != window.geometry()
    window.close()
    return not framed


def shots(size: Sequence[int] = ()) -> list[Shot]:
    """Every page in every language, theme and size; every dialog in every language and theme. A size replaces these."""
    asked = ((size[0], size[1]),) if size else ()
    pages = [
        Shot(page, language, theme, size, lambda window, page=page: window.show_page(page))
        for page, language, theme, size in itertools.product(PAGES, LANGUAGES, THEMES, asked or (LARGE, SMALL))
    ]
    dialogs = [
        Shot(subject, language, theme, large, act)
        for (subject, act), language, theme, large in itertools.product(
            DIALOGS.items(), LANGUAGES, THEMES, asked or (LARGE,)
        )
    ]
    return pages + dialogs


def take(app: QApplication, window: MainWindow, shot: Shot, folder: Path) -> None:
    """Open the window on a commitment, and keep a picture of it, or of the form before it."""
    window.resize(*shot.size)
    window.show()
    wait(window)
    window.page.show_commitment(PILOT_CITIES)
    wait(window)
    shot.act(window)
    wait(window)
    in_front(app, window).grab().save(str(folder / f"{shot.name}.png"))
    for widget in app.topLevelWidgets():
        widget.close()
    window.deleteLater()
    QTest.qWait(20)


def in_front(app: QApplication, window: MainWindow) -> QWidget:
    """The dialog before the window, the guide beside it, or the window itself."""
    beside = (one for one in app.topLevelWidgets() if isinstance(one, Viewer | GuideWindow) and one.isVisible())
    return next(beside, None) or app.activePopupWidget() or app.activeModalWidget() or window


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("wanted", nargs="*")
    parser.add_argument("--size", type=lambda said: tuple(map(int, said.split("x"))), default=())
    parser.add_argument("--scale", default="1")
    main(**vars(parser.parse_args()))
