"""A small sample of what `make torture` does with the files, names and addresses of strangers."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_sample_of_strangers_in_disguise_is_seen_through() -> None:
    command = [sys.executable, "tests/torture/run.py", "--only", "strangers", "--times", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing wrong" in done.stdout
