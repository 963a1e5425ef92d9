"""A piece of evidence that is not recorded yet, as a captured file or page proposes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.domain.evidence.unreadable import Unreadable
from tracker.domain.terms import Stage, ValueRole
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class Offer:
    """A measured value that is offered: `wording` as it was written, and the words around it."""

    value: str
    unit: str
    role: ValueRole | None
    wording: str
    words: str


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """What the form for evidence begins with. Nothing of it is kept before the user saves.

    `values` fill the inputs by their names in `EvidenceFields`; `found` are the words that a proposed value was taken
    from, by the same names; `attachments` go unchanged into `EvidenceFields.attachments`, and `files` are their bytes
    by SHA-256; `text` is what the piece says, by which the form suggests the commitments that it bears on. `stage` and
    `figures` are proposed for whatever the piece is linked to. `unread` says why nothing could be read, `led_to` which
    other page the address led to, `read_by_ocr` which pages were read off a picture, `pages_without_text` which have
    no words.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Mapping[str, Any], ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    stage: Stage | None = None
    figures: tuple[Offer, ...] = ()
    unread: Unreadable | None = None
    led_to: str = ""
    pages_without_text: tuple[int, ...] = ()
    read_by_ocr: tuple[int, ...] = ()

    def notices(self, words: Words) -> list[str]:
        """What is to be known of how the file or page was read, a sentence each."""
        said = [words.unread(self.unread)] if self.unread is not None else []
        if self.led_to:
            said.append(words.phrase("led_to", target=self.led_to))
        if self.read_by_ocr:
            said.append(words.phrase("read_by_ocr", pages=", ".join(map(str, self.read_by_ocr))))
        if self.pages_without_text and self.unread is None:
            said.append(words.phrase("pages_without_text", pages=", ".join(map(str, self.pages_without_text))))
        return said
