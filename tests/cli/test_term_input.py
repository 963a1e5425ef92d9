"""Terms are typed by value, or as the program shows them, in either language."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from tracker.cli.inputs import read_term
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import SheetField
from tracker.domain.search.ledger_query import Attention
from tracker.domain.terms import (
    EARLIER_TERMS,
    Assessment,
    Bearing,
    CommitmentKind,
    DepartmentRole,
    Doubt,
    DueBasis,
    EvidenceKind,
    Light,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.wording import LANGUAGES, load_words

Tracker = Callable[..., Any]
TYPED: tuple[type[StrEnum], ...] = (
    *(Assessment, Light, Doubt, Attention, EvidenceKind, Bearing, Stage, ValueRole, SearchOutcome),
    *(RelationKind, CommitmentKind, DueBasis, DepartmentRole, SheetField),
)


@pytest.mark.parametrize("vocabulary", TYPED, ids=lambda kind: kind.__name__)
def test_every_term_is_understood_by_its_value_and_by_its_word_in_both_languages(vocabulary: type[StrEnum]) -> None:
    english = load_words("en")
    for member in vocabulary:
        if member in EARLIER_TERMS:
            continue
        for said in (member.value, *(load_words(language).term(member) for language in LANGUAGES)):
            assert read_term(vocabulary, "x", said, english) is member, said
            assert read_term(vocabulary, "x", f" {said.upper()} ", english) is member, said


@pytest.mark.parametrize(
    ("vocabulary", "said", "member"),
    [
        (Assessment, "in-progress", Assessment.IN_PROGRESS),
        (Assessment, "ＩＮ　ＰＲＯＧＲＥＳＳ", Assessment.IN_PROGRESS),
        (Stage, "印发", Stage.ISSUED),
        (Stage, "公布", Stage.ISSUED),
        (EvidenceKind, "名单", EvidenceKind.LIST),
        (RelationKind, "重申", RelationKind.RESTATED),
    ],
)
def test_hyphens_width_and_halves_of_a_word_do_not_matter(
    vocabulary: type[StrEnum], said: str, member: StrEnum
) -> None:
    assert read_term(vocabulary, "x", said, load_words("zh")) is member


@pytest.mark.parametrize(("language", "choice"), [("zh", "推进中"), ("en", "in_progress")])
def test_what_is_no_term_is_answered_with_the_choices_in_the_language_of_the_answer(language: str, choice: str) -> None:
    with pytest.raises(UserError) as refused:
        read_term(Assessment, "assessment", "great", load_words(language))
    assert choice in load_words(language).error(refused.value)


@pytest.mark.parametrize("earlier", sorted(EARLIER_TERMS))
def test_terms_of_earlier_versions_are_not_taken(earlier: StrEnum) -> None:
    with pytest.raises(UserError, match="term_unknown"):
        read_term(type(earlier), "x", earlier.value, load_words("en"))


def test_filters_take_words_of_either_language(tracker: Tracker) -> None:
    by_value = tracker("list", "--assessment", "not_verifiable", "--json").json
    assert by_value
    assert tracker("list", "--assessment", "不可核验", "--json").json == by_value
    assert tracker("list", "--assessment", "Not verifiable", "--json").json == by_value
    assert (
        tracker("list", "--light", "待复核", "--json").json == tracker("list", "--attention", "review", "--json").json
    )


def test_columns_of_a_spreadsheet_are_named_in_either_language(tracker: Tracker, tmp_path: Any) -> None:
    sheet = tmp_path / "台账.csv"
    sheet.write_text("任务,备注\n培育产业集群,甲\n", encoding="utf-8")
    call = ("import", str(sheet), "--preview", "--json", "--publisher=某局", "--map", "承诺原文=任务")
    assert tracker(*call).json["mapping"]["words"] == "任务"
