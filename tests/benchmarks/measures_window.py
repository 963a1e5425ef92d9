"""Measures of the window itself, without a display: stalls of its thread, frames while scrolling."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from floors.window import Rows
from PySide6.QtCore import QEvent, QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QWidget
from results import Result, percentile
from synthetic import spared

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import register_fallback_fonts
from tracker.desktop.settings import Settings
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.search.ledger_query import Facet, Group, SortKey
from tracker.domain.search.ordering import Order

_FRAME, _STALL = 0.016, 0.050
_PATIENCE = 120.0
_TIMES = 20
_ROW, _FLOOR = 34, QSize(860, 900)
"""The height of a row, and the size of a window with the ledger's table alone, in pixels."""
_Deed = Callable[[MainWindow], object]


class Heart:
    """Beats every millisecond in the window's thread, and notes how much later than that each beat came."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = perf_counter()
        self.gaps.append(max(0.0, now - self._last - 0.001))
        self._last = now

    def watch(self, deed: Callable[[], object], is_done: Callable[[], bool]) -> list[float]:
        """The delays while something is done and until it is there."""
        self.gaps, self._last = [], perf_counter()
        self._timer.start()
        deed()
        until = perf_counter() + _PATIENCE
        loop = QApplication.processEvents
        while not is_done() and perf_counter() < until:
            loop(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        for _ in range(10):
            loop(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        self._timer.stop()
        return self.gaps


def measure(path: Path, size: int) -> Iterator[Result]:
    """The window on a large ledger."""
    app = QApplication.instance() or QApplication(["bench"])
    register_fallback_fonts()
    floors = _floors()
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "window.ini")
        settings.welcomed = True
        appearance = Appearance(settings, "zh")
        window = MainWindow(appearance, settings, str(spared(path)))
        window.resize(1440, 900)
        window.show()
        heart = Heart()
        heart.watch(lambda: None, lambda: window.is_ready)
        for name, deed in _deeds(appearance).items():
            gaps: list[float] = []
            for _ in range(_TIMES):
                gaps += heart.watch(lambda deed=deed: deed(window), lambda: window.is_ready)
            yield _stall(f"longest stall: {name}, {size:,}", gaps)
        yield from _scroll(window, size, floors)
        window.close()
        app.processEvents()


def _deeds(appearance: Appearance) -> dict[str, _Deed]:
    return {
        "facet click": _click,
        "search": lambda window: window.page.search("" if window.page.query.search else "试点"),
        "sort": lambda window: window.page._sort((Order(_next_key(window)),)),
        "group": lambda window: window.page._gather(None if window.page.query.group else Group.TOPIC),
        "jump to the end": lambda window: window.page.table.go_to_line(window.page.table.rows.rowCount() - 1),
        "select all": lambda window: window.page.table.selectAll(),
        "open the palette": _open_palette,
        "switch the theme": lambda _: appearance.set_theme("light" if appearance.theme == "dark" else "dark"),
        "switch the language": lambda _: appearance.set_language("zh" if appearance.language == "en" else "en"),
    }


def _click(window: MainWindow) -> None:
    boxes = list(window.page.facets.groups[Facet.ASSESSMENT]._boxes.values())
    boxes[1].click()


def _next_key(window: MainWindow) -> SortKey:
    return SortKey.TITLE if window.page.query.sort is not SortKey.TITLE else SortKey.CODE


def _open_palette(window: MainWindow) -> None:
    window._open_palette()
    dialog = QApplication.activeModalWidget() or window.findChildren(QLineEdit, "paletteField")[-1].window()
    field = dialog.findChild(QLineEdit, "paletteField")
    if isinstance(field, QLineEdit):
        field.setText("试点")
    QTimer.singleShot(50, dialog.close)


def _stall(measure: str, gaps: list[float]) -> Result:
    high, longest = percentile(gaps, 99), max(gaps)
    seldom = "switch" in measure  # everything is dressed or named anew, which nobody does twice in a row
    met = longest <= _STALL and (seldom or high <= _FRAME)
    note = f"p99 {high * 1000:.0f} ms, max {longest * 1000:.0f} ms"
    bar = "max ≤ 50 ms" if seldom else "p99 ≤ 16 ms, max ≤ 50 ms"
    return Result(measure, [longest], bar=bar, passes=met, note=note)


def _scroll(window: MainWindow, size: int, floors: dict[str, list[float]]) -> Iterator[Result]:
    for name, frames in _frames(window, window.page.table).items():
        quick = percentile(frames, 95) <= _FRAME
        measured = f"{name} through the rows, a frame, {size:,}"
        yield Result(measured, frames, floors[name], bar="p95 ≤ 16 ms", passes=quick)


def _frames(window: QWidget, table: QTableView) -> dict[str, list[float]]:
    """How long each frame takes, while a table scrolls by some rows, and by a page, at a time."""
    bar, found = table.verticalScrollBar(), dict[str, list[float]]()
    for name, step in (("scroll", 90), ("page", max(1, table.viewport().height()))):
        frames = found[name] = []
        bar.setValue(0)
        for number in range(300):
            start = perf_counter()
            bar.setValue((number + 1) * step)
            QApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest)  # paints what has come into sight
            frames.append(perf_counter() - start)
            QApplication.processEvents()
    return found


def _floors() -> dict[str, list[float]]:
    """The frames of a bare table over a list, of as many columns and as high rows as the ledger's; no style sheet."""
    cells = ("再支持30个以上中小企业数字化转型试点城市", "中小企业局", "推进中", "达序时", "35 / ≥30", "2025-12-31")
    window, table = QMainWindow(), QTableView()
    model = Rows([(f"{number:03d}", *cells) for number in range(100_000)])
    table.setModel(model)
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    window.setCentralWidget(table)
    window.resize(_FLOOR)
    window.show()
    QApplication.processEvents()
    found = _frames(window, table)
    window.close()
    return found
