"""Opens a ledger in a window, filters, searches, sorts, goes to the end and scrolls, and says its resident bytes.

python tests/benchmarks/looked_about.py LEDGER SETTINGS
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtWidgets import QApplication

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import register_fallback_fonts
from tracker.desktop.settings import Settings
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.search.ledger_query import Facet, SortKey
from tracker.domain.search.ordering import Order

_PATIENCE = 300.0


def main() -> None:
    """Do all of it, and say how much memory is in use."""
    app = QApplication(sys.argv[:1])
    register_fallback_fonts()
    settings = Settings(Path(sys.argv[2]))
    settings.welcomed = True
    window = MainWindow(Appearance(settings, "zh"), settings, sys.argv[1])
    window.show()
    page = window.page
    deeds: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: page.show_rows({Facet.ASSESSMENT: frozenset({"met", "in_progress"})}),
        page.clear_filters,
        lambda: page.search("试点"),
        lambda: page.search(""),
        lambda: page._sort((Order(SortKey.TITLE),)),
        lambda: page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum()),
    )
    for deed in deeds:
        deed()
        until = perf_counter() + _PATIENCE
        while not window.is_ready and perf_counter() < until:
            app.processEvents()
    for place in range(0, 100_000, 500):
        page.table.verticalScrollBar().setValue(place)
        app.processEvents()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    print(pages * os.sysconf("SC_PAGE_SIZE"), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
