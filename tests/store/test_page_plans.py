"""No page of the window asks more of a large ledger than what it shows of it."""

from tests.store.watching import SMALL, Watch

from tracker.services import briefing_view, reading
from tracker.services.workspace import Workspace


def read_whole(watch: Watch) -> list[str]:
    """The tables and indexes that grow with the ledger and were read from end to end."""
    names = [step.split()[1] for step in watch.plans if step.startswith("SCAN")]
    return [name for name in names if name not in SMALL and not name.startswith(("(", "CONSTANT"))]


def test_a_briefing_is_read_without_a_look_at_the_others(large: Workspace) -> None:
    (source, *_) = reading.list_sources(large)
    watch = Watch(large)
    briefing_view.read_briefing(large, source.id)
    assert read_whole(watch) == []
    # The rules, the promises, the text, what is left out of it, and whether it is the one that was coded.
    assert len(watch.statements) <= 6, watch.statements


def test_the_sources_are_listed_without_their_texts(large: Workspace) -> None:
    watch = Watch(large)
    reading.list_sources(large)
    assert not any("clean_text" in statement for statement in watch.statements)
