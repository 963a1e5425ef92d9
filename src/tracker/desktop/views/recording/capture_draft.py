"""From what was found to the form that it fills: proposals, each with the words it was taken from."""

from typing import TYPE_CHECKING, Any

from tracker.desktop.views.forms.evidence_draft import EvidenceDraft, Offer
from tracker.domain.terms import Stage
from tracker.domain.text.dates import day_of
from tracker.wording import decimal_text

if TYPE_CHECKING:
    from tracker.services.evidence.capturing import Captured, Proposal

_NAMES = ("title", "publisher", "number", "published", "kind")
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "text/html": ".html", "application/pdf": ".pdf"}


def draft_of(captured: "Captured", name: str) -> EvidenceDraft:
    """The draft of a piece of evidence; `name` is what its file is called where it brought no name."""
    values: dict[str, Any]
    if captured.unread is not None and not captured.unread.is_of_document:
        # What came is no document: all that is known is the address that was given.
        values = {"url": captured.asked} if captured.asked else {}
        return EvidenceDraft(values=values, unread=captured.unread, led_to=captured.led_to)
    proposed = captured.proposals
    found: dict[str, Proposal] = {field: value for field in _NAMES if (value := getattr(proposed, field)) is not None}
    values = {field: proposal.value for field, proposal in found.items()}
    if captured.url:
        values["url"] = captured.url
    if captured.retrieved_at is not None:
        values["retrieved"] = day_of(captured.retrieved_at).isoformat()
    stage = proposed.stage
    return EvidenceDraft(
        values=values,
        attachments=(_attachment(captured, name),),
        found={field: proposal.words for field, proposal in found.items()}
        | ({"stage": stage.words} if stage is not None else {}),
        text=captured.document.text if captured.unread is None else "",
        files={captured.sha256: captured.content},
        stage=Stage(stage.value) if stage is not None else None,
        figures=tuple(
            Offer(decimal_text(one.value), one.unit, one.role, one.wording, one.sentence) for one in proposed.figures
        ),
        unread=captured.unread,
        led_to=captured.led_to,
        read_by_ocr=captured.document.read_by_ocr,
        pages_without_text=captured.document.pages_without_text,
    )


def _attachment(captured: "Captured", name: str) -> dict[str, Any]:
    document = captured.document
    return {
        "sha256": captured.sha256,
        "name": captured.name or f"{name}{_ENDINGS.get(document.media_type, '.txt')}",
        "size": len(captured.content),
        "media_type": document.media_type,
        "pages": document.pages,
        "url": captured.url,
        "retrieved_at": captured.retrieved_at,
    }
