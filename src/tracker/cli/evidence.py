"""What `tracker evidence` does."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from tracker.cli.inputs import as_of, find_part, number, opened, read_optional, read_term
from tracker.cli.printing import json_shapes, plain_tables
from tracker.domain.errors import UserError
from tracker.domain.rows import EvidenceRow, PartRow
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole
from tracker.domain.text.amount_input import read_amount, with_wording
from tracker.services.commands import (
    EvidenceFields,
    EvidenceRevision,
    EvidenceUnlink,
    Joining,
    NewEvidenceLink,
    NewLink,
    QuoteAnchor,
    Restoration,
    Withdrawal,
    command,
)
from tracker.services.commitments.reading import list_evidence, read_detail
from tracker.services.evidence.duplicates import list_duplicates
from tracker.services.evidence.evidence_view import read_piece
from tracker.services.evidence.recording import (
    add_evidence,
    join_evidence,
    link_evidence,
    restore_evidence,
    revise_evidence,
    unlink_evidence,
    withdraw_evidence,
)
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words

_TEXTS = (
    *("title", "publisher", "published", "number", "url", "quote", "note", "retrieved"),
    *("effective_on", "gist", "title_en", "gist_en"),
)
"""Fields of a piece that are taken as they are typed."""


def run_add(options: Namespace, words: Words) -> None:
    """Add a piece with what it says of one commitment; print its id."""
    with opened(options) as workspace:
        link, wording = _link(workspace, options, words)
        given = {"number": "", "url": "", "quote": "", "note": "", **_given(options, words)}
        given["note"] = with_wording(given["note"], wording)
        fields = command(EvidenceFields, **given, links=(command(NewLink, commitment=options.code, **link),))
        with _offering("evidence_known_link", commitment=options.code):
            new = add_evidence(workspace, fields, separate=options.separate).evidence[0]
        if options.json:
            (added,) = (piece for piece in list_evidence(workspace, options.code) if piece.id == new)
            json_shapes.print_json(json_shapes.evidence(added))
        else:
            print(new)


def run_link(options: Namespace, words: Words) -> None:
    """Say of a piece in the ledger what it bears on; how its amount was worded goes into its note."""
    evidence_id = number("evidence_id", options.id)
    with opened(options) as workspace:
        link, wording = _link(workspace, options, words)
        link_evidence(workspace, command(NewEvidenceLink, evidence_id=evidence_id, commitment=options.code, **link))
        piece = read_piece(workspace, evidence_id).piece
        note = with_wording(piece.note, wording)
        if note != piece.note:
            _revise(workspace, piece, {"note": note})


def run_unlink(options: Namespace, words: Words) -> None:
    """Take a piece off a commitment, or off one part of it."""
    evidence_id = number("evidence_id", options.id)
    with opened(options) as workspace:
        part = _part(workspace, options, words)
        unlink = command(
            EvidenceUnlink,
            evidence_id=evidence_id,
            commitment=options.code,
            part_id=part.id if part else None,
            reason=options.reason,
        )
        unlink_evidence(workspace, unlink)


def run_revise(options: Namespace, words: Words) -> None:
    """Correct the fields that are given, and leave the others and the links."""
    evidence_id = number("evidence_id", options.id)
    given = _given(options, words)
    if not given:
        raise UserError("nothing_given", what=f"{words.field('evidence')} {evidence_id}")
    with opened(options) as workspace, _offering("evidence_known_join", own=evidence_id):
        _revise(workspace, read_piece(workspace, evidence_id).piece, given, separate=options.separate)


def run_withdraw(options: Namespace, _words: Words) -> None:
    """Take a piece out of use."""
    withdrawal = command(Withdrawal, evidence_id=number("evidence_id", options.id), reason=options.reason)
    with opened(options) as workspace:
        withdraw_evidence(workspace, withdrawal)


def run_restore(options: Namespace, _words: Words) -> None:
    """Take a withdrawn piece into use again."""
    restoration = command(Restoration, evidence_id=number("evidence_id", options.id), reason=options.reason)
    with opened(options) as workspace, _offering("evidence_known_join", own=restoration.evidence_id):
        restore_evidence(workspace, restoration, separate=options.separate)


def run_join(options: Namespace, _words: Words) -> None:
    """Make two records of one document one piece."""
    joining = command(
        Joining,
        evidence_id=number("evidence_id", options.id),
        into=number("evidence_id", options.into),
        reason=options.reason,
    )
    with opened(options) as workspace:
        join_evidence(workspace, joining)


def run_list(options: Namespace, words: Words) -> None:
    """List the evidence."""
    with opened(options) as workspace:
        pieces = list_evidence(workspace, options.code, as_of(options))
    shapes = [json_shapes.evidence(piece) for piece in pieces]
    json_shapes.show(options, shapes, lambda: plain_tables.print_evidence(pieces, words))


def run_duplicates(options: Namespace, words: Words) -> None:
    """List pieces that seem to be one document, group by group."""
    with opened(options) as workspace:
        groups = list_duplicates(workspace)
    shapes = [{"pieces": [asdict(piece) for piece in group]} for group in groups]
    json_shapes.show(options, shapes, lambda: plain_tables.print_duplicates(groups, words))


def _given(options: Namespace, words: Words) -> dict[str, Any]:
    """The fields that were typed, by their names; an empty one empties the field."""
    given = {name: value for name in _TEXTS if (value := getattr(options, name)) is not None}
    if options.kind is not None:
        given["kind"] = read_term(EvidenceKind, "kind", options.kind, words)
    return given


def _link(workspace: Workspace, options: Namespace, words: Words) -> tuple[dict[str, Any], str]:
    """What was typed of a link, and how its amount was worded, which the note keeps."""
    part = _part(workspace, options, words)
    link: dict[str, Any] = {
        "bearing": read_term(Bearing, "bearing", options.bearing, words),
        "part_id": part.id if part else None,
        "stage": read_optional(Stage, "stage", options.stage, words),
        "unit": options.unit,
        "role": read_optional(ValueRole, "role", options.role, words),
    }
    if options.value is None:
        return link, ""
    amount = read_amount(options.value, (options.unit or "").strip())
    return {**link, "value": amount.value, "unit": amount.unit}, options.value.strip() if amount.operator else ""


def _part(workspace: Workspace, options: Namespace, words: Words) -> PartRow | None:
    if options.part is None:
        return None
    detail = read_detail(workspace, options.code)
    return find_part(detail.parts, detail.row.code, options.part, words)


def _revise(workspace: Workspace, piece: EvidenceRow, given: Mapping[str, Any], *, separate: bool = False) -> None:
    """Give a piece these fields; the others, its links and its files stay."""
    values = json_shapes.taken(piece, *_TEXTS, "kind", "same_briefing") | dict(given)
    anchor = None
    # The anchor says where the old words stand; with other words it would point at what nobody quoted.
    if piece.anchor is not None and values["quote"] == piece.quote:
        anchor = command(QuoteAnchor, **asdict(piece.anchor))
    links = tuple(
        command(
            NewLink,
            commitment=link.commitment,
            part_id=link.part.id if link.part else None,
            **json_shapes.taken(link, "bearing", "stage", "value", "unit", "role"),
        )
        for link in piece.links
    )
    fields = command(EvidenceFields, **values, anchor=anchor, links=links)
    revision = command(EvidenceRevision, evidence_id=piece.id, fields=fields, expected_version=piece.version)
    revise_evidence(workspace, revision, separate=separate)


@contextmanager
def _offering(way: str, **details: object) -> Iterator[None]:
    """Where the document is in the ledger already, say by which command to go on."""
    try:
        yield
    except UserError as known:
        if known.code != "evidence_known":
            raise
        raise UserError(way, field=known.field, **known.details, **details) from None
