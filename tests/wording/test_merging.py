"""What two people, or two copies, made of one thing is told in words of the ledger, in both languages."""

import pytest

from tracker.store.database.column_types import TermType
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState, OfficialClaim, Restatement
from tracker.store.database.tables import (
    CommitmentDepartment,
    CommitmentState,
    DepartmentAlias,
    DepartmentState,
    SearchLog,
    Version,
)
from tracker.store.database.versions import BOOKKEEPING, DERIVED, IDENTITY
from tracker.store.database.watch_tables import FoundItem, WatchedPage
from tracker.wording import Words, load_words
from tracker.wording.merging import changed_field, said_of

TABLES = (
    CommitmentState,
    CommitmentDepartment,
    DepartmentState,
    DepartmentAlias,
    EvidenceState,
    EvidenceLink,
    OfficialClaim,
    Restatement,
    SearchLog,
    WatchedPage,
    FoundItem,
)
UNTOLD = BOOKKEEPING | DERIVED | {"judged_by_event", "title_pinyin", "plain"}


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param)


def told(table: type[Version]) -> list[str]:
    """The columns of a table that a reader may be told of."""
    return [column.name for column in table.__table__.c if column.name not in UNTOLD | {*IDENTITY[table]}]


@pytest.mark.parametrize("table", TABLES)
def test_no_column_is_shown_by_its_name_in_the_database(table: type[Version]) -> None:
    words = load_words("zh")  # the other language has the same keys
    assert [name for name in told(table) if changed_field(name, words) == name] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_value_of_a_vocabulary_is_shown_as_it_is_stored(table: type[Version]) -> None:
    kept = [
        (name, value)
        for name in told(table)
        if isinstance(kind := table.__table__.c[name].type, TermType)
        for value in kind.kind
    ]
    words = load_words("zh")
    assert [one for one in kept if said_of(*one, words) == one[1]] == []


def test_what_no_line_can_tell_is_told_in_a_word(words: Words) -> None:
    uid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    untold = {"topic_id": 7, "anchor": {"start": 1}, "threshold": [["ge", 1, "个"]], "part_id": uid}
    for column, value in untold.items():
        assert said_of(column, value, words) == words.phrase("merge_other_thing")
    assert said_of("withdrawn", value=True, words=words) == words.phrase("merge_yes")
    assert said_of("keywords", ["试点", "城市"], words) == words.join(["试点", "城市"])
    assert said_of("parts_expected", 3, words) == "3"
