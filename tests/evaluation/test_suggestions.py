"""The bars that the suggestions must clear, on the sample's facts and on texts made up for the purpose."""

import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.query import LedgerQuery
from tracker.services import suggesting
from tracker.services.reading import list_details
from tracker.services.suggesting import suggest
from tracker.services.workspace import Workspace

Evaluation = dict[str, Any]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return runpy.run_path(str(Path(__file__).with_name("suggestions.py")))


@pytest.fixture
def measured(evaluation: Evaluation, workspace: Workspace) -> Callable[[Iterable[Any]], Any]:
    return lambda cases: evaluation["measure"](cases, evaluation["suggested"](workspace))


def test_on_the_facts_a_right_commitment_comes_first_and_distractors_get_none(
    evaluation: Evaluation, workspace: Workspace, measured: Callable[[Iterable[Any]], Any]
) -> None:
    figures = measured(evaluation["facts"](list_details(workspace, LedgerQuery())))
    assert (figures.bearing, figures.distractors) == (56, 8)
    assert figures.first >= 0.75 * figures.bearing
    assert figures.three >= 0.90 * figures.bearing
    assert figures.none >= 0.60 * figures.distractors


def test_made_up_texts_clear_higher_bars(evaluation: Evaluation, measured: Callable[[Iterable[Any]], Any]) -> None:
    figures = measured(case for _, case in evaluation["texts"]())
    assert figures.bearing > 150
    assert figures.distractors > 70
    assert figures.first >= 0.85 * figures.bearing
    assert figures.three >= 0.95 * figures.bearing
    assert figures.none >= 0.75 * figures.distractors


def test_the_suggestions_beat_plain_bm25_on_the_facts(
    evaluation: Evaluation, workspace: Workspace, measured: Callable[[Iterable[Any]], Any]
) -> None:
    details = list_details(workspace, LedgerQuery())
    cases = list(evaluation["facts"](details))
    floor = evaluation["measure"](cases, evaluation["floor"](details))
    figures = measured(cases)
    assert floor.first < 0.6 * floor.bearing
    assert (figures.first, figures.three) > (floor.first, floor.three)


def test_the_words_of_every_promise_find_it(workspace: Workspace) -> None:
    for detail in list_details(workspace, LedgerQuery()):
        for words in (detail.row.title.zh, *(quote.passage.exact for quote in detail.quotes)):
            found = suggest(workspace, words)
            assert detail.row.code in [suggestion.code for suggestion in found[:2]], words


def test_a_few_candidates_give_what_all_commitments_give(
    evaluation: Evaluation, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large ledger's texts are compared only with what the search index names: twelve of these 69 are enough."""
    cases = [*evaluation["facts"](list_details(workspace, LedgerQuery())), *(case for _, case in evaluation["texts"]())]
    rank = evaluation["suggested"](workspace)
    everything = [rank(case.text) for case in cases]
    monkeypatch.setattr(suggesting, "MANY", 0)
    monkeypatch.setattr(suggesting, "MOST_COMPARED", 12)
    narrowed = [rank(case.text) for case in cases]
    facts = 64
    assert narrowed[:facts] == everything[:facts]
    # How rare a pair is, the index tells of all that is said of a commitment, and not of the promise alone.
    assert sum(few[:1] == all_[:1] for few, all_ in zip(narrowed, everything, strict=True)) >= 0.99 * len(cases)
    assert sum(few == all_ for few, all_ in zip(narrowed, everything, strict=True)) >= 0.98 * len(cases)
