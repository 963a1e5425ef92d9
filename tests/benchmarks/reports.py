"""How long the full report of the sample ledger takes in every format, beside a bare loop with the same library.

    .venv/bin/python tests/benchmarks/reports.py [--times 3] [--no-charts]

Prints the best of some rounds, in milliseconds. The bare loop writes the texts of the register's cells and nothing
else: no fonts of our own, no charts, no definitions, no tags, no widths. It says what the library itself costs.
"""

import argparse
import csv
import io
import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.exports.compose import compose
from tracker.exports.registry import FORMATS, write_report
from tracker.exports.report_tree import Report
from tracker.services.ledgers.sample import make_sample
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.reporting import read_report
from tracker.wording import load_words

Cells = Sequence[Sequence[str]]
T = TypeVar("T")


def main() -> None:
    """Make the ledger, read the facts, write every kind in every format."""
    options = _options()
    with TemporaryDirectory() as folder:
        ledger = Path(folder) / "sample.db"
        make_sample(ledger)
        with closing(open_workspace(ledger)) as workspace:
            for kind in (ReportKind.LEDGER, ReportKind.PERIOD):
                _measure(Path(folder), workspace, kind, options.times, charts=not options.no_charts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How long a report takes.")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--no-charts", action="store_true")
    return parser.parse_args()


def _measure(folder: Path, workspace: Workspace, kind: ReportKind, times: int, *, charts: bool) -> None:
    words = load_words("zh")
    since = workspace.today() - timedelta(days=365) if kind is ReportKind.PERIOD else None
    wish = ReportWish(kind, since=since)
    facts, reading = _timed(lambda: read_report(workspace, wish), times)
    report, composing = _timed(lambda: compose(facts, words, with_charts=charts), times)
    print(f"{kind}: {len(report.items)} commitments; read {reading:.0f} ms, put into words {composing:.0f} ms")
    print(f"  {'format':12}{'report':>10}{'bare loop':>12}{'size':>12}")
    cells = [[cell.text for cell in row] for row in report.register.rows]
    for name in FORMATS:
        _print(folder, name, report, cells, times)


def _print(folder: Path, name: str, report: Report, cells: Cells, times: int) -> None:
    path = folder / "report"
    _, needed = _timed(lambda: write_report(report, name, path), times)
    bare = _BARE.get(name)
    beside = f"{_timed(lambda: bare(cells), times)[1]:.0f} ms" if bare else "–"
    print(f"  {name:12}{needed:>7.0f} ms{beside:>12}{path.stat().st_size / 1000:>9.0f} kB")


def _timed(work: Callable[[], T], times: int) -> tuple[T, float]:
    """What the work makes, and the least time that it took, in milliseconds."""
    rounds: list[tuple[T, float]] = []
    for _ in range(max(times, 1)):
        start = time.perf_counter()
        rounds.append((work(), (time.perf_counter() - start) * 1000))
    return min(rounds, key=lambda made: made[1])


def _csv(cells: Cells) -> None:
    csv.writer(io.StringIO()).writerows(cells)


def _json(cells: Cells) -> None:
    json.dumps(cells, ensure_ascii=False, indent=2)


def _xlsx(cells: Cells) -> None:
    workbook = import_module("xlsxwriter").Workbook(io.BytesIO(), {"in_memory": True})
    sheet = workbook.add_worksheet()
    for number, row in enumerate(cells):
        sheet.write_row(number, 0, row)
    workbook.close()


def _docx(cells: Cells) -> None:
    document = import_module("docx").Document()
    table = document.add_table(rows=0, cols=len(cells[0]))
    for row in cells:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(io.BytesIO())


def _pdf(cells: Cells) -> None:
    source = b"#let rows = json(bytes(sys.inputs.rows))\n#table(columns: rows.at(0).len(), ..rows.flatten())"
    import_module("typst").compile(source, sys_inputs={"rows": json.dumps(cells)})


_BARE: dict[str, Callable[[Cells], None]] = {"csv": _csv, "json": _json, "xlsx": _xlsx, "docx": _docx, "pdf": _pdf}


if __name__ == "__main__":
    main()
