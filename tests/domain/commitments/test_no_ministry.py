"""Rules, words and faces know no ministry: what is said of one is data (coding rules §3)."""

import re
from pathlib import Path

import pytest

from tracker.locations import resources_dir

SOURCES = Path(__file__).parents[3] / "src" / "tracker"
NAMED = re.compile("工信部|工业和信息化部|MIIT|miit")
THIS_ONE = re.compile(r"\bthe ministry\b(?! is)", re.IGNORECASE)


def lines_with(pattern: re.Pattern[str], *files: Path) -> list[str]:
    return [
        f"{file.name}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("floor", ["domain", "wording", "exports", "desktop"])
def test_no_ministry_is_named_in_the_code_of(floor: str) -> None:
    files = sorted((SOURCES / floor).rglob("*.py"))
    assert files
    assert lines_with(NAMED, *files) == []


def test_no_sentence_names_a_ministry_or_speaks_of_one_as_of_the_one_there_is() -> None:
    files = [resources_dir() / "wording" / "zh.toml", resources_dir() / "wording" / "en.toml"]
    translated = resources_dir() / "i18n" / "tracker_zh_CN.ts"
    assert lines_with(NAMED, *files, translated) == []
    assert lines_with(THIS_ONE, *files, translated) == []
