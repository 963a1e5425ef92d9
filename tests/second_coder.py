"""A second coder of the first briefing: so far the same coding, and without the raw text."""

import shutil
from pathlib import Path

from tracker.locations import db_dir

FIRST = db_dir() / "briefings" / "2025-01-21-miit"


def entry(code: str) -> str:
    """Return a commitment as it stands in the first coding."""
    text = (FIRST / "commitments.toml").read_text(encoding="utf-8")
    start = text.index(f'[[commitment]]\ncode = "{code}"')
    return text[start : text.index("\n[[", start + 1)]


class SecondCoder:
    """Says something else, in words of the file, which lies in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(shutil.copytree(FIRST, folder))
        (folder / "raw.txt").unlink()
        self.coding = folder / "commitments.toml"

    def recode(self, before: str, after: str) -> None:
        """Write other words in place of those that stand once in the file."""
        text = self.coding.read_text(encoding="utf-8")
        assert text.count(before) == 1
        self.coding.write_text(text.replace(before, after), encoding="utf-8")

    def leave_out(self, code: str) -> None:
        """Not take a commitment for one."""
        self.recode(entry(code), "")

    def change(self, code: str, *changes: tuple[str, str]) -> None:
        """Say other things of a commitment: words of its entry, and those in place of them."""
        now = entry(code)
        said = now
        for before, after in changes:
            assert said.count(before) == 1, before
            said = said.replace(before, after)
        self.recode(now, said)
