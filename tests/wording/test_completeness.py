import ast
import importlib
import pkgutil
import string
import tomllib
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import tracker
from tracker import domain, services
from tracker.domain import terms
from tracker.domain.errors import UserError
from tracker.domain.evidence.active_content import ActivePlace
from tracker.domain.search.ledger_query import Attention
from tracker.domain.terms import (
    EARLIER_TERMS,
    Assessment,
    CountingBasis,
    DepartmentBasis,
    Doubt,
    DueBasis,
    Light,
    RelationKind,
    SearchOutcome,
)
from tracker.locations import resources_dir
from tracker.wording import LANGUAGES, load_words
from tracker.wording.words import vocabulary_of

PACKAGE = Path(tracker.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
VOCABULARIES = [
    ActivePlace,
    *(kind for kind in vars(terms).values() if isinstance(kind, type) and issubclass(kind, Enum) and len(kind)),
]


@cache
def texts(language: str) -> dict[str, Any]:
    return tomllib.loads((resources_dir() / "wording" / f"{language}.toml").read_text(encoding="utf-8"))


def leaves(tree: dict[str, Any], path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for key, value in tree.items():
        found |= leaves(value, (*path, key)) if isinstance(value, dict) else {(*path, key): value}
    return found


def kinds_of(kind: type[Enum]) -> Iterator[type[Enum]]:
    """Every vocabulary of the program that has members."""
    for one in kind.__subclasses__():
        if len(one) and one.__module__.startswith("tracker."):
            yield one
        yield from kinds_of(one)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@cache  # the whole program is parsed for it, which takes seconds
def all_calls_with_code() -> list[tuple[str, ast.Call]]:
    """Every call of anything with a constant string first, and where it stands in the program."""
    found: list[tuple[str, ast.Call]] = []
    for path in SOURCES:
        place = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                found.append((f"{place}:{node.lineno}", node))
    return found


def calls_with_code(*names: str) -> list[tuple[str, ast.Call]]:
    """Every call `Name("code", …)` or `something.name("code", …)` in the program."""
    return [(place, call) for place, call in all_calls_with_code() if _name_of(call.func) in names]


def code_of(call: ast.Call) -> str:
    assert isinstance(call.args[0], ast.Constant)
    return str(call.args[0].value)


def test_the_words_of_a_vocabulary_stand_under_the_name_of_its_class() -> None:
    for room in (domain, services):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    members = {vocabulary_of(kind): {one.value for one in kind} for kind in kinds_of(Enum)}
    for language in LANGUAGES:
        tree = texts(language)
        assert set(tree["rules"]) <= set(members)
        assert {name: set(words) for name, words in tree["terms"].items()} == {
            name: members.get(name) for name in tree["terms"]
        }


def test_both_languages_have_the_same_sentences_with_the_same_placeholders() -> None:
    chinese, english = leaves(texts("zh")), leaves(texts("en"))
    keys = {key for key in chinese.keys() | english.keys() if key[0] != "units"}
    assert keys <= chinese.keys()
    assert keys <= english.keys()
    differing = {key for key in keys if placeholders(chinese[key]) != placeholders(english[key])}
    assert differing == set()


def test_nothing_is_left_empty() -> None:
    for language in LANGUAGES:
        empty = {key for key, text in leaves(texts(language)).items() if not text and key[0] != "units"}
        assert empty == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_member_of_every_vocabulary_has_a_word_of_its_own(language: str, vocabulary: type[Enum]) -> None:
    """What earlier ledgers called otherwise may share the word of what it is called now."""
    words = load_words(language)
    assert all(words.term(member) for member in vocabulary)
    current = [member for member in vocabulary if member not in EARLIER_TERMS]
    assert len({words.term(member) for member in current}) == len(current)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "vocabulary",
    [
        *(Assessment, Doubt, Light, DepartmentBasis, DueBasis, CountingBasis, SearchOutcome, RelationKind),
        Attention,
    ],
)
def test_every_term_that_a_report_defines_says_its_rule(language: str, vocabulary: type[Enum]) -> None:
    assert all(load_words(language).rule(member) for member in vocabulary)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_the_program_raises_has_a_sentence_that_its_details_fill(language: str) -> None:
    sentences = texts(language)["errors"]
    calls = calls_with_code("UserError")
    assert len(calls) > 10
    for place, call in calls:
        assert code_of(call) in sentences, place
        given = {keyword.arg for keyword in call.keywords}
        if None not in given:
            assert placeholders(sentences[code_of(call)]) <= given, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_the_program_finds_has_a_line(language: str) -> None:
    lines = texts(language)["faults"]
    for place, call in calls_with_code("Fault"):
        assert code_of(call) in lines, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_noticed_about_a_returned_form_has_a_sentence(language: str) -> None:
    sentences = texts(language)["form"]["finding"]
    calls = calls_with_code("FormFinding", "_doubt")
    assert len(calls) > 20
    for place, call in calls:
        assert code_of(call) in sentences or code_of(call) == "refused", place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_input_that_an_error_names_has_a_name_in_words(language: str) -> None:
    fields = texts(language)["fields"]
    for place, call in calls_with_code("UserError"):
        for keyword in call.keywords:
            if keyword.arg == "field" and isinstance(keyword.value, ast.Constant):
                assert keyword.value.value in fields, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_event_that_is_recorded_has_a_sentence(language: str) -> None:
    sentences = texts(language)["events"]
    calls = [(place, call) for place, call in calls_with_code("record") if place.startswith("services/")]
    assert len(calls) >= 5
    for place, call in calls:
        assert code_of(call) in sentences, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_sentence_is_whole_and_stands_on_one_line(language: str) -> None:
    ends = "。" if language == "zh" else "."
    for code, sentence in texts(language)["errors"].items():
        details = dict.fromkeys(placeholders(sentence) - {"field"}, "line\nbreak")
        text = load_words(language).error(UserError(code, field="title", **details))
        assert "\n" not in text
        assert text.endswith(ends), text
