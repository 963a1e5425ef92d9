"""What in a stranger's file would act is found wherever it hides, and nothing else is taken for it."""

import pytest
from tests import strangers
from tests.strangers import Stranger

from tracker.capture.active.active_content import active_content
from tracker.capture.documents.formats import Kind
from tracker.domain.evidence.active_content import Active

ACTIVE, CLEAN = strangers.active(), strangers.clean()


def found(stranger: Stranger) -> tuple[Active, ...]:
    kind = Kind(stranger.suffix[1:])
    return tuple(one.kind for one in active_content(stranger.content, kind, f"通知{stranger.suffix}"))


def test_the_corpus_is_as_large_as_it_is_said_to_be() -> None:
    counts = {kind: sum(name.startswith(kind) for name in ACTIVE) for kind in ("pdf", "docx", "xlsx")}
    assert counts["pdf"] >= 30
    assert counts["docx"] + counts["xlsx"] >= 60
    assert len(CLEAN) >= 20


@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_is_found(name: str) -> None:
    assert ACTIVE[name].found in found(ACTIVE[name])


@pytest.mark.parametrize("name", CLEAN)
def test_what_does_nothing_by_itself_is_left_alone(name: str) -> None:
    assert found(CLEAN[name]) == ()
