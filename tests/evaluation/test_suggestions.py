"""The bars that the suggestions must clear, on the sample's facts and on texts made up for the purpose."""

import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.reading import list_details
from tracker.services.evidence import suggesting
from tracker.services.evidence.suggesting import suggest
from tracker.services.ledgers.workspace import Workspace

Evaluation = dict[str, Any]


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return runpy.run_path(str(Path(__file__).with_name("suggestions.py")))


@pytest.fixture
def measured(evaluation: Evaluation, workspace: Workspace) -> Callable[[Iterable[Any]], Any]:
    return lambda cases: evaluation["measure"](cases, evaluation["suggested"](workspace))


def test_every_set_of_texts_clears_its_bar(
    evaluation: Evaluation, workspace: Workspace, measured: Callable[[Iterable[Any]], Any]
) -> None:
    sets = evaluation["sets"](list_details(workspace, LedgerQuery()))
    assert {name.partition(",")[0] for name in sets} == {"facts", "texts", "unseen", "traditional", "english", "laws"}
    assert len(sets["laws"][0]) == 45
    assert sum(len(cases) for cases, _ in sets.values()) > 900
    below = {name: figures for name, (cases, bar) in sets.items() if not (figures := measured(cases)).clears(bar)}
    assert below == {}


def test_the_suggestions_beat_plain_bm25(
    evaluation: Evaluation, workspace: Workspace, measured: Callable[[Iterable[Any]], Any]
) -> None:
    details = list_details(workspace, LedgerQuery())
    cases = [case for one, _ in evaluation["sets"](details).values() for case in one if case.right]
    floor, figures = evaluation["measure"](cases, evaluation["floor"](details)), measured(cases)
    assert floor.first < 0.8 * figures.first
    assert floor.three < figures.three


def test_the_words_of_every_promise_find_it(workspace: Workspace) -> None:
    for detail in list_details(workspace, LedgerQuery()):
        for words in (detail.row.title.zh, *(quote.passage.exact for quote in detail.quotes)):
            found = suggest(workspace, words)
            assert detail.row.code in [suggestion.code for suggestion in found[:2]], words


def test_a_few_candidates_give_what_all_commitments_give(
    evaluation: Evaluation, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large ledger's texts are compared only with what the search index names: twelve of these 69 are enough."""
    cases = [
        *evaluation["facts"](list_details(workspace, LedgerQuery())),
        *(case for _, case in evaluation["written"]("texts")),
    ]
    rank = evaluation["suggested"](workspace)
    everything = [rank(case.text) for case in cases]
    monkeypatch.setattr(suggesting, "MANY", 0)
    monkeypatch.setattr(suggesting, "MOST_COMPARED", 12)
    narrowed = [rank(case.text) for case in cases]
    facts = [number for number, case in enumerate(cases[:64]) if case.right]
    assert [narrowed[number] for number in facts] == [everything[number] for number in facts]
    # How rare a pair is, the index tells of all that is said of a commitment, and not of the promise alone; and what
    # comes next to the likeliest may not be among so few.
    assert sum(few[:1] == all_[:1] for few, all_ in zip(narrowed, everything, strict=True)) >= 0.98 * len(cases)
    assert sum(few == all_ for few, all_ in zip(narrowed, everything, strict=True)) >= 0.97 * len(cases)
