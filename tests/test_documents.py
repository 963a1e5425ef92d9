"""What the documents beside the code say of it: paths, goals of make and commands that they name are there."""

import re
import shlex
from pathlib import Path

import pytest

from tracker.cli.arguments import parse

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "INSTALL.md", "CONTRIBUTING.md", "SECURITY.md")
GUIDES = tuple(f"resources/guide/{language}/guide.md" for language in ("en", "zh"))
LONGEST_README = 150
_NAMED = re.compile(r"`([^`\n]+)`|\]\(([^)#:]+)\)")
_NO_PATH = re.compile(r"[ <>*$…=]|XX|^\w+:|^[/~]")


def _text(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def _paths(document: str) -> list[str]:
    """What a document names that is a path: with a slash, or the name of a Python file."""
    named = [quoted or link for quoted, link in _NAMED.findall(_text(document))]
    return [one for one in named if not _NO_PATH.search(one) and ("/" in one or one.endswith((".py", ".md")))]


def _is_there(path: str) -> bool:
    """From the root or within the package; a test or a page of the guide may be named without its folder."""
    if any((folder / path).exists() for folder in (ROOT, ROOT / "src" / "tracker")):
        return True
    return "/" not in path and any(found for folder in ("tests", "resources") for found in (ROOT / folder).rglob(path))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_is_there(document: str) -> None:
    paths = _paths(document)
    assert len(paths) > 5
    assert [path for path in paths if not _is_there(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_goal_of_make_that_a_document_names_is_one(document: str) -> None:
    goals = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", _text(document), re.MULTILINE))
    assert named
    assert named <= goals


@pytest.mark.parametrize("document", ["README.md", *GUIDES])
def test_every_command_that_a_document_shows_is_understood(document: str) -> None:
    text = _text(document).replace("\\\n", " ")
    shown = [line.partition("  #")[0] for line in re.findall(r"^ *tracker (.+)", text, re.MULTILINE)]
    assert len(shown) > 3
    for line in shown:
        assert parse(shlex.split(line)).command, line


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(_text("README.md").splitlines()) <= LONGEST_README
