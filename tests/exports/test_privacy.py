"""What leaves the house says nothing of the machine and the account that it was made on."""

import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from docx import Document

from tracker.exports import FORMATS, ending

ACCOUNT, HOST, HOUSE, ROOM = "verratkonto", "verratrechner", "verrathaus", "verratzimmer"
"""The account, the machine, the home folder, and the folder for passing things: all of them tell-tale."""
TALES = (ACCOUNT, HOST, HOUSE, ROOM)
AUTHOR = "张三"
_NEW_HOST_NAME, _NEW_ACCOUNTS = 0x0400_0000, 0x1000_0000
ELSEWHERE = f"""
import ctypes, os, sys
kernel = ctypes.CDLL(None)
if kernel.unshare({_NEW_HOST_NAME}) != 0:
    kernel.unshare({_NEW_HOST_NAME | _NEW_ACCOUNTS})
kernel.sethostname(b"{HOST}", {len(HOST)})
"""
COMMANDS = """
import json
from tracker.cli import run
for line in json.load(sys.stdin):
    code = run(["--ledger", sys.argv[1], "--lang", "zh", *line])
    if code != 0:
        sys.exit(code)
"""
EVIDENCE = """
from pathlib import Path
from tracker.services.evidence.capturing import examine_file
from tracker.services.commands import EvidenceFields, command
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import open_workspace
captured = examine_file(Path(sys.argv[2]))
file = {"sha256": captured.sha256, "name": captured.name, "size": len(captured.content), "media_type": "text/plain"}
fields = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
links = ({"commitment": "MIIT-2025-001", "bearing": "progress"},)
written = command(EvidenceFields, **fields, url=captured.url, links=links, attachments=({**file, "pages": ("x",)},))
workspace = open_workspace(sys.argv[1])
add_evidence(workspace, written, {captured.sha256: captured.content})
workspace.close()
"""
_HEARD: Any = {"capture_output": True, "encoding": "utf-8"}
Run = Callable[..., None]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The home folder of somebody whose every name is tell-tale."""
    folder = tmp_path / HOUSE
    (folder / ROOM).mkdir(parents=True)
    return folder


@pytest.fixture
def run(house: Path, sample_ledger: Path) -> Run:
    """Run a program as that account, on that machine, in that home."""
    ledger = Path(shutil.copy(sample_ledger, house / "ledger.db"))
    places = {f"XDG_{name}_HOME": str(house / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    names = dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), ACCOUNT)
    environment = {**os.environ, **places, **names, "HOME": str(house), "TMPDIR": str(house / ROOM)}

    def run(program: str, *arguments: str, author: str, lines: Sequence[Sequence[str]] = ()) -> None:
        command = [sys.executable, "-c", ELSEWHERE + program, str(ledger), *arguments]
        told = {**environment, "TRACKER_AUTHOR": author}
        ended = subprocess.run(command, env=told, cwd=house, input=json.dumps(lines), check=False, **_HEARD)
        assert (ended.returncode, ended.stderr) == (0, "")

    return run


def work_and_send(run: Run, house: Path, author: str) -> list[Path]:
    """A day's work, and then everything that is made of it to be sent to somebody or carried elsewhere."""
    notice, out = house / "通知.txt", house / "out"
    out.mkdir()
    notice.write_text("关于公布第三批试点城市名单的通知", encoding="utf-8")
    run(EVIDENCE, str(notice), author=author)
    template = Document()
    template.add_paragraph("{{title}}\n{{body}}")
    template.save(str(house / "template.docx"))
    kinds = {"ledger": (), "period": ("--since=2025-12-31",), "dossier": ("MIIT-2025-003",)}
    lines = [
        ["search-log", "add", "MIIT-2025-003", "--place=网站", "--words=试点", "--date=2025-06-01"],
        *(
            ["report", *further, f"--kind={kind}", f"--format={name}", f"--out={out / kind}.{ending(name)}"]
            for name in FORMATS
            for kind, further in kinds.items()
        ),
        ["report", "--format=docx", f"--template={house / 'template.docx'}", f"--out={out / 'templated.docx'}"],
        ["fill-in", "send", "--department=中小企业局", "--period=2026-11", f"--out={out / 'form.xlsx'}"],
        ["backup", f"--out={out / 'whole.db'}"],
        ["backup"],
    ]
    run(COMMANDS, author=author, lines=lines)
    sent = [path for folder in (out, house / "ledger.db.backups") for path in folder.rglob("*") if path.is_file()]
    assert len(sent) == len(lines) + 1  # the first writes none; the complete backup has two files beside it
    return sent


def logged(house: Path) -> list[Path]:
    """What was written into logs."""
    return [path for path in (house / "state").rglob("*") if path.is_file() and path.stat().st_size]


def bared(content: bytes) -> Iterator[bytes]:
    """A file's bytes, and of what is packed in it the bytes before it was packed."""
    yield content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as packed:
            for member in packed.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield from bared(packed.read(member))
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL) if content[:4] == b"%PDF" else ():
        inflated = zlib.decompressobj()
        try:
            yield inflated.decompress(stream[1])
        except zlib.error:
            continue


def tales_in(path: Path, told: tuple[str, ...] = TALES) -> list[str]:
    """Which of the tell-tale names a file holds, in any of the ways that names are written."""
    contents = [part.lower() for part in bared(path.read_bytes())]
    forms = {tale: (tale.encode(), tale.encode("utf-16-le"), tale.encode("utf-16-be"), tale.encode().hex().encode())
             for tale in told}  # fmt: skip
    return [tale for tale, written in forms.items() if any(form in part for form in written for part in contents)]


def test_nothing_that_leaves_the_house_tells_of_folders_account_or_machine(run: Run, house: Path) -> None:
    sent = work_and_send(run, house, author=AUTHOR)
    assert {path.name: told for path in sent if (told := tales_in(path))} == {}
    assert logged(house) == []


def test_without_a_chosen_name_the_accounts_stands_in_backups_as_the_author_and_in_no_report(
    run: Run, house: Path
) -> None:
    sent = work_and_send(run, house, author="")
    told = {path.suffix: told for path in sent if (told := tales_in(path))}
    assert told == {".db": [ACCOUNT]}


def test_the_test_would_find_them(tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    with ZipFile(path, "w") as packed:
        packed.writestr("a.txt", HOUSE.encode("utf-16-le"))
    assert tales_in(path) == [HOUSE]
    host = subprocess.run(
        [sys.executable, "-c", ELSEWHERE + "print(os.uname().nodename)"], capture_output=True, text=True, check=True
    ).stdout
    assert host.strip() == HOST
