"""What shells complete, by the shells themselves where they are installed."""

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Tracker
from tests.surroundings import PATIENCE_SECONDS

from tracker.cli.arguments import COMMANDS, GROUPS
from tracker.cli.completion import places

needs = {
    name: pytest.mark.skipif(shutil.which(name) is None, reason=f"needs {name}") for name in ("zsh", "fish", "man")
}
CASES = [
    ("tracker evid", ["evidence"]),
    ("tracker evidence wi", ["withdraw"]),
    ("tracker --lang zh fill-in round re", ["remind"]),
    ("tracker list --as", ["--as-of", "--assessment"]),
    ("tracker completion po", ["powershell"]),
    ("tracker --lang e", ["en"]),
    ("tracker --ledger list sam", ["sample"]),
]


@pytest.fixture
def script(tracker: Tracker, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """What the program prints for a shell, in a file."""
    printed = tracker("completion", request.param)
    assert (printed.code, printed.err) == (0, "")
    path = tmp_path / "completion"
    path.write_text(printed.out, encoding="utf-8")
    return path


def said(*command: str, **environment: str) -> str:
    ended = subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**os.environ, **environment}, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_every_command_and_every_option_has_its_place() -> None:
    found = {place.path: place for place in places()}
    assert set(found) == {"", *GROUPS, *(command.name for command in COMMANDS)}
    assert "--as-of" in [option.name for option in found["list"].options]
    assert set(found["evidence"].commands) >= {"add", "revise", "withdraw"}
    assert found["import"].takes_files


@pytest.mark.parametrize("script", ["bash"], indirect=True)
@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_bash_completes(script: Path, typed: str, offered: list[str]) -> None:
    words = " ".join(f"'{word}'" for word in typed.split())
    ask = f"""source {script}; COMP_WORDS=({words}); COMP_CWORD={len(typed.split()) - 1}; _tracker
    printf '%s\\n' "${{COMPREPLY[@]}}" """
    assert said("bash", "-c", ask).split() == offered


@needs["fish"]
@pytest.mark.parametrize("script", ["fish"], indirect=True)
@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_fish_completes(script: Path, home: Path, typed: str, offered: list[str]) -> None:
    lines = said("fish", "--private", "-c", f"source {script}; complete -C '{typed}'", HOME=str(home)).splitlines()
    assert sorted(line.partition("\t")[0] for line in lines) == offered


@needs["zsh"]
@pytest.mark.parametrize("script", ["zsh"], indirect=True)
def test_zsh_completes(script: Path, home: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "HOME": str(home), "TERM": "dumb", "PS1": "> ", "COLUMNS": "200"}
    shell = subprocess.Popen(["zsh", "-f", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    heard = ""

    def type_and_hear(typed: str, expected: str) -> None:
        nonlocal heard
        os.write(ours, typed.encode())
        end = time.monotonic() + PATIENCE_SECONDS
        while expected not in heard and time.monotonic() < end:
            if select.select([ours], [], [], 0.1)[0]:
                heard += os.read(ours, 65_536).decode(errors="replace").replace("\a", "")
        assert expected in heard, heard
        heard = ""

    try:
        type_and_hear("autoload -U compinit && compinit -u -D && print -r rea''dy\n", "ready\r\n")
        type_and_hear(f"source {script} && print -r tak''en\n", "taken\r\n")
        for typed, offered in CASES:
            if len(offered) == 1:
                type_and_hear(f"{typed}\t", offered[0])
                type_and_hear("\x15print -r go''ne\n", "gone\r\n")
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)
        os.close(theirs)


@needs["man"]
@pytest.mark.parametrize("script", ["man"], indirect=True)
def test_the_manual_page_is_typeset_without_a_complaint(script: Path) -> None:
    page = said("man", "--warnings", "-l", str(script), LC_ALL="C.UTF-8", MANWIDTH="100", MANROFFOPT="-c")
    for command in COMMANDS:
        assert command.name in page
    assert "文号" in page


@pytest.mark.parametrize("script", ["powershell"], indirect=True)
def test_what_powershell_reads_closes_every_quotation_and_bracket(script: Path) -> None:
    """There is no PowerShell here to ask."""
    text = script.read_text("utf-8")
    rest = "".join(text.replace("''", "").replace("‘‘", "").replace("’’", "").split("'")[::2])
    assert text.count("'") % 2 == 0
    assert rest.count("{") == rest.count("}")
    assert rest.count("(") == rest.count(")")
