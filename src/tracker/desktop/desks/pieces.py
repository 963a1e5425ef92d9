"""Pieces of evidence: recorded, recognised, linked, corrected, quoted from and withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tracker.desktop.desks.desk import Desk
from tracker.domain.errors import UserError
from tracker.domain.rows import Anchor, Changes
from tracker.services.commands import (
    EvidenceRevision,
    NewEvidenceLink,
    Quotation,
    Withdrawal,
    command,
    evidence_fields,
)
from tracker.services.evidence import quoting, recording
from tracker.services.evidence.duplicates import SamePiece, find_same

Files = Mapping[str, bytes]
"""The bytes of new attachments by SHA-256."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking a piece changed, and why some of the links could not be made."""

    changes: Changes
    refused: tuple[UserError, ...]


class PieceDesk(Desk):
    """Values come as the form has them. Every method may raise `UserError`."""

    def add(self, values: Mapping[str, Any], files: Files, *, separate: bool = False) -> Changes:
        """Record a piece; `separate`: it is another document than the one that it looks like (`evidence_known`)."""
        return recording.add_evidence(self._present, evidence_fields(values), files, separate=separate)

    def revise(
        self, evidence_id: int, version: int, values: Mapping[str, Any], files: Files, *, separate: bool = False
    ) -> Changes:
        """Correct a piece that was seen at `version`."""
        fields = evidence_fields(values)
        revision = command(EvidenceRevision, evidence_id=evidence_id, fields=fields, expected_version=version)
        return recording.revise_evidence(self._present, revision, files, separate=separate)

    def find_same(self, values: Mapping[str, Any], apart_from: int | None = None) -> tuple[SamePiece, ...]:
        """The pieces that are the same document as what was filled in, the surest first."""
        return find_same(self._workspace, evidence_fields(values), apart_from)

    def link(self, evidence_id: int, links: Sequence[Mapping[str, Any]]) -> Linked:
        """Let a piece that is there bear on what was filled in. Each link is a change of its own: what one of them is
        refused for does not keep the others."""
        written = Changes(0)
        refused = list[UserError]()
        for link in links:
            try:
                made = recording.link_evidence(self._present, command(NewEvidenceLink, evidence_id=evidence_id, **link))
            except UserError as error:
                refused.append(error)
                continue
            written = Changes(
                made.event_id,
                tuple(dict.fromkeys((*written.commitments, *made.commitments))),
                tuple(dict.fromkeys((*written.evidence, *made.evidence))),
            )
        return Linked(written, tuple(refused))

    def quote(self, evidence_id: int, version: int, anchor: Anchor, words: str) -> Changes:
        """Let a piece, seen at `version`, quote these words of one of its files."""
        given = {"evidence_id": evidence_id, "words": words, "anchor": asdict(anchor), "expected_version": version}
        return quoting.quote_words(self._present, command(Quotation, **given))

    def withdraw(self, values: Mapping[str, Any]) -> Changes:
        """Take a piece out of use."""
        return recording.withdraw_evidence(self._present, command(Withdrawal, **values))
