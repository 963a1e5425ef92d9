"""What the evidence shows of each part, and how far a document has come."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.assessment.ladder import Ladder, ladders
from tracker.domain.assessment.proof import Case, links_of
from tracker.domain.commitments.parts import PartState, part_states
from tracker.domain.commitments.quantity import Measurement, Quantity, working
from tracker.domain.rows import Due, EvidenceLinkRow, EvidenceRow, Name, PartRow
from tracker.domain.terms import (
    Bearing,
    CommitmentKind,
    CountingBasis,
    DueBasis,
    EvidenceKind,
    Operator,
    Stage,
    ValueRole,
)

CODE, HELD = "MIIT-2025-030", date(2025, 1, 21)
LIGHT, FOOD, MEDICINE = (
    PartRow(number, Name(f"p{number}", zh, "")) for number, zh in ((1, "轻工"), (2, "食品"), (3, "医药"))
)
PARTS = (LIGHT, FOOD, MEDICINE)


def link(
    bearing: str, part: PartRow | None = None, stage: str | None = None, commitment: str = CODE
) -> EvidenceLinkRow:
    return EvidenceLinkRow(1, commitment, part, Bearing(bearing), Stage(stage) if stage else None, None, None, None)


def piece(number: int, *links: EvidenceLinkRow, published: str = "2025-06-01") -> EvidenceRow:
    return EvidenceRow(
        id=number,
        uid=f"e{number}",
        kind=EvidenceKind.DOCUMENT,
        title=f"文件{number}",
        number="",
        publisher="工业和信息化部",
        published=published,
        retrieved=None,
        url="",
        quote="",
        note="",
        withdrawn=False,
        withdrawal_reason="",
        early=False,
        version=1,
        links=links,
    )


def states(*evidence: EvidenceRow) -> dict[str, PartState]:
    links = links_of(evidence, CODE)
    case = Case(CODE, CommitmentKind.DOCUMENT, HELD, Due(None, DueBasis.NONE), HELD, links=links)
    return {state.part.title.zh: state for state in part_states(PARTS, case)}


def climbed(*evidence: EvidenceRow, kind: str = "document") -> tuple[Ladder, ...]:
    return ladders(CommitmentKind(kind), PARTS, evidence, CODE, HELD)


def test_a_part_stands_where_the_strongest_evidence_puts_it() -> None:
    found = states(
        piece(1, link("progress", LIGHT, "consultation")),
        piece(2, link("fulfils", LIGHT, "issued")),
        piece(3, link("partly", FOOD)),
    )
    assert (found["轻工"].bearing, found["轻工"].stage, found["轻工"].evidence) == (Bearing.FULFILS, Stage.ISSUED, (2,))
    assert (found["食品"].bearing, found["食品"].shown) == (Bearing.PARTLY, False)
    assert (found["医药"].bearing, found["医药"].evidence) == (None, ())


def test_what_fulfils_the_whole_shows_every_part() -> None:
    found = states(piece(1, link("fulfils", LIGHT)), piece(2, link("fulfils")))
    assert all(state.shown for state in found.values())
    assert (found["轻工"].evidence, found["轻工"].through_whole) == ((1,), False)
    assert (found["食品"].evidence, found["食品"].through_whole) == ((2,), True)


def test_progress_of_the_whole_shows_no_part() -> None:
    assert [state.bearing for state in states(piece(1, link("progress"))).values()] == [None, None, None]


def test_early_withdrawn_and_same_briefing_pieces_show_no_part() -> None:
    early = piece(1, link("fulfils", LIGHT), published="2025-01-20")
    withdrawn = replace(piece(2, link("fulfils", FOOD)), withdrawn=True)
    echo = replace(piece(3, link("fulfils", MEDICINE)), same_briefing=True)
    assert not any(state.shown for state in states(early, withdrawn, echo).values())


def test_what_is_contradicted_says_so_beside_what_shows_it() -> None:
    found = states(piece(1, link("partly", FOOD)), piece(2, link("contradicts", FOOD)))["食品"]
    assert (found.bearing, found.contradicted) == (Bearing.PARTLY, True)


def test_links_to_other_commitments_count_nothing_here() -> None:
    assert not any(state.shown for state in states(piece(1, link("fulfils", commitment="MIIT-2025-001"))).values())


def test_the_highest_documented_rung_is_marked_and_says_by_what() -> None:
    draft = piece(1, link("progress", stage="consultation"), published="2025-03-01")
    issued = piece(2, link("fulfils", stage="issued"), published="2025-09-01")
    (ladder,) = climbed(issued, draft)
    assert ladder.highest is not None
    assert (ladder.highest.stage, ladder.highest.evidence) == (Stage.ISSUED, (issued,))
    assert [rung.stage for rung in ladder.rungs if rung.documented] == [Stage.CONSULTATION, Stage.ISSUED]


def test_one_list_publicised_and_then_published_stands_on_the_higher_rung_and_counts_once() -> None:
    publicised = piece(1, link("progress", stage="publicity"), published="2025-02-28")
    published = piece(2, link("fulfils", stage="issued"), published="2025-04-01")
    (ladder,) = climbed(publicised, published, kind="designation")
    assert ladder.highest is not None
    assert ladder.highest.stage is Stage.ISSUED
    target = Quantity(Operator.AT_LEAST, Decimal(100), "个", CountingBasis.NEW, "100个以上")
    both = [
        Measurement(Decimal(136), "个", ValueRole.NEW, "2025-02-28", Stage.PUBLICITY),
        Measurement(Decimal(130), "个", ValueRole.NEW, "2025-04-01", Stage.ISSUED),
    ]
    counted = working(target, both)
    assert counted is not None
    assert counted.actual == Decimal(130)
    assert working(target, both[:1]) is None


def test_what_was_issued_before_the_briefing_is_no_rung_reached() -> None:
    (ladder,) = climbed(piece(1, link("progress", stage="issued"), published="2025-01-07"))
    assert ladder.highest is None
    assert [rung.stage for rung in ladder.rungs if rung.early] == [Stage.ISSUED]


def test_parts_on_different_rungs_have_ladders_of_their_own() -> None:
    found = climbed(piece(1, link("fulfils", LIGHT, "issued")), piece(2, link("progress", stage="drafting")))
    assert [(one.part, one.highest.stage if one.highest else None) for one in found] == [
        (LIGHT, Stage.ISSUED),
        (FOOD, Stage.DRAFTING),
        (MEDICINE, Stage.DRAFTING),
    ]


def test_parts_on_the_same_rung_share_a_ladder() -> None:
    (ladder,) = climbed(*(piece(part.id, link("fulfils", part, "issued")) for part in PARTS))
    assert (ladder.part, len(ladder.rungs[3].evidence)) == (None, 3)


@pytest.mark.parametrize(("kind", "count"), [("document", 1), ("designation", 1), ("programme", 0)])
def test_a_ladder_stands_where_there_is_a_document_to_climb_it(kind: str, count: int) -> None:
    assert len(climbed(kind=kind)) == count


def test_a_stage_on_any_link_brings_the_ladder_but_not_that_of_context_or_withdrawn_pieces() -> None:
    assert climbed(piece(1, link("progress", stage="issued")), kind="programme")
    assert not climbed(piece(1, link("context", stage="issued")), kind="programme")
    withdrawn = replace(piece(1, link("progress", stage="issued")), withdrawn=True)
    assert not climbed(withdrawn, kind="programme")
