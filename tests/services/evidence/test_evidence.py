"""Evidence: added, revised, withdrawn, never lost."""

from pathlib import Path

import pytest

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.rows import EvidenceRow
from tracker.services.commands import EvidenceFields, EvidenceRevision, Withdrawal, command
from tracker.services.commitments.reading import latest_event, list_evidence, read_detail
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import (
    add_evidence,
    link_pieces,
    revise_evidence,
    withdraw_evidence,
    withdraw_pieces,
)
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import load_words

CITIES, CLUSTERS, PLANS = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-025"
NOTICE = {
    "title": "通知",
    "publisher": "财政部",
    "published": "2025-05-12",
    "kind": "document",
    "number": "财办建〔2025〕20号",
}


def fields(*links: dict[str, object], **changed: object) -> EvidenceFields:
    return command(
        EvidenceFields, **{**NOTICE, **changed}, links=links or [{"commitment": CITIES, "bearing": "progress"}]
    )


def only(ledger: Workspace) -> EvidenceRow:
    (piece,) = list_evidence(ledger)
    return piece


def test_one_piece_may_bear_on_many_commitments(ledger: Workspace) -> None:
    changes = add_evidence(
        ledger, fields({"commitment": CITIES, "bearing": "progress"}, {"commitment": CLUSTERS, "bearing": "context"})
    )
    assert len(changes.commitments) == 2
    assert [link.commitment for link in only(ledger).links] == [CITIES, CLUSTERS]
    assert list_evidence(ledger, CITIES) == list_evidence(ledger, CLUSTERS) == (only(ledger),)


def test_evidence_may_bear_on_a_part(ledger: Workspace) -> None:
    textiles = read_detail(ledger, PLANS).parts[0]
    add_evidence(ledger, fields({"commitment": PLANS, "bearing": "partly", "part_id": textiles.id}))
    assert only(ledger).links[0].part == textiles


def test_a_part_of_another_commitment_is_refused(ledger: Workspace) -> None:
    textiles = read_detail(ledger, PLANS).parts[0]
    before = latest_event(ledger)
    with pytest.raises(UserError, match="part_unknown"):
        add_evidence(ledger, fields({"commitment": CITIES, "bearing": "partly", "part_id": textiles.id}))
    assert (latest_event(ledger), list_evidence(ledger)) == (before, ())


def test_an_unknown_commitment_leaves_no_half_evidence(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="commitment_unknown"):
        add_evidence(
            ledger, fields({"commitment": CITIES, "bearing": "context"}, {"commitment": "X", "bearing": "context"})
        )
    assert list_evidence(ledger) == ()


def test_evidence_may_wait_for_its_commitment(ledger: Workspace) -> None:
    changes = add_evidence(ledger, command(EvidenceFields, **NOTICE))
    assert (changes.evidence, changes.commitments) == ((only(ledger).id,), ())
    assert only(ledger).links == ()


def test_a_revision_replaces_fields_and_links_and_keeps_the_history(ledger: Workspace) -> None:
    piece = add_evidence(ledger, fields()).evidence[0]
    moved = fields(
        {"commitment": CLUSTERS, "bearing": "fulfils", "value": "100", "unit": "个", "role": "new"}, title="名单"
    )
    changes = revise_evidence(ledger, EvidenceRevision(evidence_id=piece, fields=moved, expected_version=1))
    assert len(changes.commitments) == 2
    revised = only(ledger)
    assert (revised.title, revised.version, [link.commitment for link in revised.links]) == ("名单", 2, [CLUSTERS])
    assert read_detail(ledger, CITIES).evidence == ()
    assert [event.kind for event in read_detail(ledger, CITIES).history][:2] == ["evidence_revised", "evidence_added"]
    working = read_detail(ledger, CLUSTERS).row.working
    assert working is not None
    assert (working.actual, working.satisfied) == (100, True)


def test_a_revision_of_what_another_changed_is_refused(ledger: Workspace) -> None:
    piece = add_evidence(ledger, fields()).evidence[0]
    revise_evidence(ledger, EvidenceRevision(evidence_id=piece, fields=fields(title="甲"), expected_version=1))
    with pytest.raises(UserError, match="changed_meanwhile") as refused:
        revise_evidence(ledger, EvidenceRevision(evidence_id=piece, fields=fields(title="乙"), expected_version=1))
    assert refused.value.details["differences"] == (("title", fields().title, "乙", "甲"),)
    assert only(ledger).title == "甲"


def test_a_withdrawal_needs_a_reason_and_happens_once(ledger: Workspace) -> None:
    piece = add_evidence(ledger, fields()).evidence[0]
    with pytest.raises(UserError, match="reason_missing"):
        withdraw_evidence(ledger, Withdrawal(evidence_id=piece, reason="  "))
    withdraw_evidence(ledger, Withdrawal(evidence_id=piece, reason="错误"))
    with pytest.raises(UserError, match="evidence_already_withdrawn"):
        withdraw_evidence(ledger, Withdrawal(evidence_id=piece, reason="错误"))
    with pytest.raises(UserError, match="evidence_unknown"):
        withdraw_evidence(ledger, Withdrawal(evidence_id=7, reason="错误"))


def test_what_was_published_before_the_briefing_is_marked_early(ledger: Workspace) -> None:
    add_evidence(ledger, fields(published="2024-11-05"))
    assert only(ledger).early


def test_nothing_is_published_in_the_future(ledger: Workspace) -> None:
    for published in ("2026-11-24", "2026-12"):
        with pytest.raises(UserError, match="date_future"):
            add_evidence(ledger, fields(published=published))
    add_evidence(ledger, fields(published="2026-11"))


def test_a_file_must_be_there(ledger: Workspace, tmp_path: Path) -> None:
    notice = tmp_path / "通知.pdf"
    with pytest.raises(UserError, match="file_missing"):
        add_evidence(ledger, fields(url=str(notice)))
    notice.write_bytes(b"%PDF")
    add_evidence(ledger, fields(url=notice.as_uri()))
    add_evidence(ledger, fields(url=str(notice)), separate=True)


def link(**changed: object) -> dict[str, object]:
    return {"links": [{"commitment": CITIES, "bearing": "fulfils", **changed}]}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"title": "  "}, "field_missing", "title"),
        ({"publisher": ""}, "field_missing", "publisher"),
        ({"published": "2025-02-30"}, "date_invalid", "published"),
        ({"kind": "rumour"}, "term_unknown", "kind"),
        ({"url": "miit.gov.cn"}, "url_invalid", "url"),
        ({"title": "长" * 20_001}, "text_too_long", "title"),
        (link(bearing="proves"), "term_unknown", "bearing"),
        (link(value="many", unit="个", role="new"), "value_invalid", "value"),
        (link(value="NaN", unit="个", role="new"), "value_invalid", "value"),
        (link(value="3"), "value_incomplete", "value"),
        (link(value="1e400", unit="个", role="new"), "value_invalid", "value"),
        (link(value="0.1234567890123456", unit="个", role="new"), "value_invalid", "value"),
        ({"note": "a\x00b"}, "field_invalid", "note"),
        ({"note": "\ud83d"}, "field_invalid", "note"),
    ],
)
def test_a_field_that_is_wrong_is_named(changed: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(UserError) as refused:
        command(EvidenceFields, **{**NOTICE, **changed})
    assert (refused.value.code, refused.value.field) == (code, field)


def test_several_pieces_are_linked_and_what_one_is_refused_for_does_not_keep_the_others(ledger: Workspace) -> None:
    first, second = (
        add_evidence(ledger, command(EvidenceFields, **{**NOTICE, "title": title, "number": title})).evidence[0]
        for title in "甲乙"
    )
    link = {"commitment": CITIES, "bearing": "progress"}
    link_pieces(ledger, [first], link)
    done = link_pieces(ledger, [first, second], link)
    assert (done.count, done.changes.evidence, [error.code for error in done.refused]) == (
        1,
        (second,),
        ["link_exists"],
    )


def test_several_pieces_are_withdrawn_with_one_reason_or_none_without(ledger: Workspace) -> None:
    pieces = [
        add_evidence(ledger, command(EvidenceFields, **{**NOTICE, "title": title, "number": title})).evidence[0]
        for title in "甲乙"
    ]
    with pytest.raises(UserError) as refused:
        withdraw_pieces(ledger, dict.fromkeys(pieces, 1), "  ")
    assert refused.value.code == "reason_missing"
    with pytest.raises(UserError) as refused:
        withdraw_pieces(ledger, dict.fromkeys(pieces, 1), "长" * 30_000)
    assert refused.value.code == "text_too_long"
    done = withdraw_pieces(ledger, {pieces[0]: 1, pieces[1]: 9}, " 与承诺无关 ")
    assert (done.count, [error.code for error in done.refused]) == (1, ["changed_meanwhile"])
    assert [piece.withdrawal_reason for piece in list_evidence(ledger) if piece.withdrawn] == ["与承诺无关"]


def test_withdrawing_several_that_is_stopped_leaves_all_as_they_are(ledger: Workspace) -> None:
    pieces = [
        add_evidence(ledger, command(EvidenceFields, **{**NOTICE, "title": title, "number": title})).evidence[0]
        for title in "甲乙丙"
    ]

    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        withdraw_pieces(ledger, dict.fromkeys(pieces, 1), "重复", stop)
    assert not any(piece.withdrawn for piece in list_evidence(ledger))


def test_several_pieces_that_were_withdrawn_together_come_back_by_one_undo(ledger: Workspace) -> None:
    link = {"commitment": CITIES, "bearing": "progress"}
    pieces = [
        add_evidence(ledger, command(EvidenceFields, **{**NOTICE, "title": title, "number": title, "links": [link]}))
        for title in "甲乙丙"
    ]
    done = withdraw_pieces(ledger, dict.fromkeys((piece.evidence[0] for piece in pieces), 1), "重复")
    assert len(done.changes.evidence) == 3
    (event, *_) = read_detail(ledger, CITIES).history
    assert load_words("zh").event(event) == "撤回 3 件证据：甲、乙、丙"
    undo(ledger)
    assert not any(piece.withdrawn for piece in list_evidence(ledger))
    redo(ledger)
    assert all(piece.withdrawn for piece in list_evidence(ledger))
