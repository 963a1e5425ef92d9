"""One word for each thing, wherever the program speaks: `resources/wording/chosen_words.toml`."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

from tracker.cli import arguments
from tracker.locations import resources_dir

ROOT = Path(__file__).parents[2]
CHOSEN: Mapping[str, Any] = tomllib.loads(
    (resources_dir() / "wording" / "chosen_words.toml").read_text(encoding="utf-8")
)
HAN = re.compile("[\u4e00-\u9fff]")
CODE_SPAN = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|\{[^}]*\}|<[^>]*>|--[a-z-]+", re.S)


class Said(NamedTuple):
    """A text that users read: in which language, where it stands, and what it says."""

    language: str
    place: str
    text: str


def leaves(table: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{place}.{key}" if place else key
        if isinstance(value, dict):
            yield from leaves(value, name)
        elif isinstance(value, str):
            yield name, value


def of_the_window() -> Iterator[Said]:
    for message in ElementTree.parse(resources_dir() / "i18n" / "tracker_zh_CN.ts").iter("message"):
        source = message.findtext("source") or ""
        yield Said("en", f"window “{source}”", source)
        yield Said("zh", f"window “{source}”", message.findtext("translation") or "")


def of_the_wording() -> Iterator[Said]:
    for language in ("zh", "en"):
        texts = tomllib.loads((resources_dir() / "wording" / f"{language}.toml").read_text(encoding="utf-8"))
        yield from (Said(language, key, text) for key, text in leaves(texts))


def of_the_pages() -> Iterator[Said]:
    """The guide and README, by paragraphs; an English one may name things in Chinese as well."""
    pages = [*sorted((resources_dir() / "guide").glob("*/*.md")), ROOT / "README.md"]
    for page in pages:
        language = "zh" if page.parent.name == "zh" else "en"
        for number, paragraph in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
            yield Said(language, f"{page.relative_to(ROOT)}:{number}", paragraph)
            if language == "en" and HAN.search(paragraph):
                yield Said("zh", f"{page.relative_to(ROOT)}:{number}", paragraph)


def of_the_command_line() -> Iterator[Said]:
    for command in arguments.COMMANDS:
        yield Said("en", f"help of {command.name}", command.help)
    strings = ast.walk(ast.parse(Path(arguments.__file__).read_text(encoding="utf-8")))
    for node in strings:
        # Descriptions of modules, classes and functions are for developers: they are expressions of their own.
        if isinstance(node, ast.Call):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield Said("en", f"arguments.py:{part.lineno}", part.value)


def of_the_reports() -> Iterator[Said]:
    """What stands in the templates themselves, besides the words of `wording`."""
    for page in sorted((resources_dir() / "reports").glob("*.typ")):
        for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
            for quoted in re.findall('"([^"]*)"', line):
                yield Said("zh" if HAN.search(quoted) else "en", f"{page.name}:{number}", quoted)


EVERYTHING = (of_the_window, of_the_wording, of_the_pages, of_the_command_line, of_the_reports)


def rejected(thing: Mapping[str, Any], said: Said) -> str:
    """The word in a text that is not chosen for a thing, or ""."""
    text = CODE_SPAN.sub(" ", said.text)
    for exception in thing.get("except", ()):
        if said.place.startswith(exception.get("in", "")):
            for words in exception["words"]:
                text = text.replace(words, " ")
    # `\b` of Python knows no border between Han and letters, which is none of English either.
    for pattern in thing[f"not_{said.language}"]:
        start = r"\b" if said.language == "en" else ""
        found = re.search(start + f"(?:{pattern})", text, re.IGNORECASE)
        if found:
            return found[0]
    return ""


@pytest.mark.parametrize("texts", EVERYTHING)
def test_only_the_chosen_word_is_used_for_each_thing(texts: Any) -> None:
    spoken = list(texts())
    assert spoken
    others = [
        f"{said.place}: “{word}” for {name} (chosen: {thing[said.language]})"
        for said in spoken
        for name, thing in CHOSEN.items()
        if (word := rejected(thing, said))
    ]
    assert not others, "\n".join(others)


def test_every_thing_has_a_word_in_both_languages_and_a_reason() -> None:
    assert len(CHOSEN) > 5
    for name, thing in CHOSEN.items():
        assert thing["zh"], name
        assert thing["en"], name
        assert thing["why"], name
        assert all(exception["why"] for exception in thing.get("except", ())), name


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [("zh", "尚无佐证材料", "佐证"), ("en", "Awaiting a verdict", "verdict"), ("zh", "发布机构", "发布机构")],
)
def test_a_word_that_is_not_chosen_is_found(language: str, text: str, word: str) -> None:
    found = [rejected(thing, Said(language, "somewhere", text)) for thing in CHOSEN.values()]
    assert word in found


def test_an_exception_that_is_needed_no_longer_is_taken_out() -> None:
    said = " ".join(text.text for texts in EVERYTHING for text in texts())
    for name, thing in CHOSEN.items():
        for exception in thing.get("except", ()):
            assert all(words in said for words in exception["words"]), f"{name}: {exception['words']}"
