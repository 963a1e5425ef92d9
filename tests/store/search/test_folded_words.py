"""A word is found in a column however both were typed, in a file and on a server."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from tracker.domain.text.text_folding import fold
from tracker.services.ledgers.workspace import Workspace
from tracker.store.search.folded_words import holds

SIGNS = "试試点點城市ＡＩaiAI５5Ｇg（(〔[］).。，,、-—%_\\^$*+?|{}'\"“「\u200b\ufeff "


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(SIGNS, max_size=12), word=st.text(SIGNS, min_size=1, max_size=4).filter(fold))
def test_a_word_stands_in_a_column_where_it_does_in_folded_form(ledger: Workspace, text: str, word: str) -> None:
    with ledger.snapshot() as snapshot:
        assert bool(snapshot.connection.scalar(select(holds(word, literal(text))))) == (fold(word) in fold(text))


@pytest.mark.parametrize("text", ["é" * 3, "İstanbul", "ﬁ½㎡", "각", "\U0001f642"])
def test_what_unicode_takes_apart_does_not_break_the_question(ledger: Workspace, text: str) -> None:
    with ledger.snapshot() as snapshot:
        snapshot.connection.scalar(select(holds(text, literal(text))))
