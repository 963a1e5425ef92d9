"""Does one thing with the largest commitment, and says how many seconds it took and how many bytes the process had.

python tests/benchmarks/big_done.py ACTION LEDGER
"""

import os
import resource
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))

from big import CODE

from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.exports.making import make_report
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

FORMATS = ("docx", "html", "xlsx", "md", "json")
"""PDF is refused: see `exports.making.MOST_TYPESET`."""


def _detail(workspace: Workspace) -> None:
    read_detail(workspace, CODE, shown=())


def _check(workspace: Workspace) -> None:
    if faults := check(workspace):
        raise RuntimeError(faults[:3])


def _dossier(format_name: str) -> Callable[[Workspace], None]:
    def make(workspace: Workspace) -> None:
        with TemporaryDirectory() as folder:
            wish = ReportWish(ReportKind.DOSSIER, code=CODE)
            make_report(workspace, wish, ReportForm("zh", format_name), Path(folder) / "report")

    return make


def _window(ledger: Path) -> float:
    """Seconds from turning to the commitment until all of its detail shows."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.settings import Settings
    from tracker.desktop.views.window.main_window import MainWindow

    application = QApplication([])
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "window.ini")
        window = MainWindow(Appearance(settings, "zh"), settings, str(ledger))
        window.resize(1440, 900)
        window.show()
        while not window.is_ready:
            QTest.qWait(1)
        start = perf_counter()
        window._show_commitment(CODE)
        while not (window.page.detail.detail and window.page.detail.detail.row.code == CODE and window.is_ready):
            QTest.qWait(1)  # turns that only ask would take the processor from the thread that reads
        took = perf_counter() - start
        window.close()
        application.processEvents()
    return took


ACTIONS: dict[str, Callable[[Workspace], None]] = {
    "detail": _detail,
    "check": _check,
    **{f"dossier {name}": _dossier(name) for name in FORMATS},
}


def main() -> int:
    """Do it, and print two numbers."""
    action, ledger = sys.argv[1], Path(sys.argv[2])
    if action == "window":
        took = _window(ledger)
    else:
        with closing(open_workspace(ledger, author="张三")) as workspace:
            start = perf_counter()
            ACTIONS[action](workspace)
            took = perf_counter() - start
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    return 0


if __name__ == "__main__":
    sys.exit(main())
