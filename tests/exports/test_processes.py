"""The same report in another process, on another machine as it were: every format is the same bytes.

Run as a program it writes the reports: `python test_processes.py LEDGER TEMPLATE FOLDER`.
"""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from tests.surroundings import PATIENCE_SECONDS

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.search.ledger_query import query_for
from tracker.domain.text.dates import BEIJING
from tracker.exports import FORMATS, ending, write_report
from tracker.exports.compose import compose
from tracker.exports.template import read_template
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.reports.reporting import read_report
from tracker.wording import load_words

OFFICE = "office.docx"
MADE = datetime(2026, 11, 23, 23, 30, tzinfo=BEIJING)
"""Another day in New York."""


def write_all(ledger: Path, template: Path, folder: Path) -> None:
    """A period of a few commitments with charts, in every format, and on the office's paper."""
    wish = ReportWish(ReportKind.PERIOD, query_for(department={"sme-bureau"}), date(2025, 12, 31))
    with closing(open_workspace(ledger, clock=lambda: MADE)) as workspace:
        report = compose(read_report(workspace, wish), load_words("zh"))
    for name in FORMATS:
        write_report(report, name, folder / f"report.{ending(name)}")
    write_report(report, "docx", folder / OFFICE, template=read_template(template))


@pytest.fixture(scope="module")
def folders(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What this process wrote, and what another did, with another hash seed, zone, language and home."""
    place = tmp_path_factory.mktemp("reports")
    ours, theirs = place / "ours", place / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
        shutil.copy(sample_ledger, folder / "sample.db")
    document = docx.Document()
    for words in ("某市工业和信息化局", "{{title}}", "{{date}}", "{{body}}"):
        document.add_paragraph(words)
    document.save(str(place / "template.docx"))
    write_all(ours / "sample.db", place / "template.docx", ours)
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "2" else "2"
    strange = {"PYTHONHASHSEED": seed, "TZ": "America/New_York", "LC_ALL": "C", "LANG": "C", "HOME": str(theirs)}
    strange["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")))
    )
    command = [sys.executable, __file__, theirs / "sample.db", place / "template.docx", theirs]
    subprocess.run(
        command, env=os.environ | strange, cwd=theirs, check=True, capture_output=True, timeout=PATIENCE_SECONDS
    )
    return ours, theirs


@pytest.mark.parametrize("name", [f"report.{ending(name)}" for name in FORMATS] + [OFFICE])
def test_a_report_is_the_same_bytes_in_another_process(folders: tuple[Path, Path], name: str) -> None:
    ours, theirs = (folder / name for folder in folders)
    assert ours.read_bytes() == theirs.read_bytes()


if __name__ == "__main__":
    write_all(*map(Path, sys.argv[1:]))
