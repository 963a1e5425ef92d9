"""A disk that fills while a captured file is being kept: one sentence in the form, and the ledger as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.surroundings import PATIENCE_SECONDS

_IN_THE_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.common.drop_overlay import FoundFile
from tracker.desktop.views.window.main_window import MainWindow
from tracker.services.safety.checking import check
from tracker.services.commitments.reading import list_evidence
from tracker.services.ledgers.workspace import open_workspace

disk, big = map(Path, sys.argv[1:])
application = QApplication([])
settings = Settings(disk / "window.ini")
window = MainWindow(Appearance(settings, "zh"), settings, str(disk / "ledger.db"))
window.show()

def until(holds):
    while not (holds() and window.is_ready):
        application.processEvents()
        QThread.msleep(5)

until(lambda: True)
window.catcher.take((FoundFile(big),))
until(lambda: isinstance(application.activeModalWidget(), EvidenceDialog))
form = application.activeModalWidget()
for name, words in (("title", "大文件"), ("publisher", "工信部"), ("published", "2025-05-12")):
    form.input(name).setText(words)
form.save_button.click()
until(lambda: form.fault() != "")
print(form.fault())
form.reject()
window.close()
workspace = open_workspace(disk / "ledger.db")
print(len(check(workspace)), len(list_evidence(workspace)), *(disk / "ledger.db.files").rglob("*"))
workspace.close()
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a disk of its own")
def test_a_disk_that_fills_is_told_of_in_the_form_and_nothing_half_is_kept(tmp_path: Path, ledger_path: Path) -> None:
    disk, big = tmp_path / "disk", tmp_path / "大文件.txt"
    disk.mkdir()
    big.write_bytes(b"3" * 16_000_000)
    mount = f'mount -t tmpfs -o size=12m none "{disk}" && cp "{ledger_path}" "{disk}/ledger.db" && exec "$0" "$@"'
    private = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c", mount]
    if subprocess.run([*private, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of its own is to be had here")
    command = [*private, sys.executable, "-c", _IN_THE_WINDOW, str(disk), str(big)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS)
    said, state = ended.stdout.splitlines()
    assert said.startswith("磁盘已满")
    assert state == "0 0"
