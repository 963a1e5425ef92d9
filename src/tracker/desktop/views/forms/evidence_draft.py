"""A piece of evidence that is not recorded yet, and how it comes of what was found: a file, a page, a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from tracker.desktop.views.common.drop_overlay import Found, FoundFile, FoundLink, FoundPicture, as_png
from tracker.domain.commitments.progress import Progress
from tracker.domain.evidence.unreadable import Unreadable
from tracker.domain.terms import Stage, ValueRole
from tracker.domain.text.dates import day_of
from tracker.domain.watching.listings import ListedItem
from tracker.wording import Words, decimal_text

if TYPE_CHECKING:
    from tracker.services.evidence.capturing import Captured, Proposal


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

    def remembered(self) -> dict[str, Any]:
        """Return what a kept form knows of it besides its inputs and files, as JSON has it: see `recalled`."""
        return {
            "found": dict(self.found),
            "stage": self.stage.value if self.stage is not None else "",
            "figures": [
                [one.value, one.unit, one.role.value if one.role is not None else "", one.wording, one.words]
                for one in self.figures
            ],
            "read_by_ocr": list(self.read_by_ocr),
            "pages_without_text": list(self.pages_without_text),
        }


def as_attachment(file: Mapping[str, Any]) -> dict[str, Any]:
    """A file of a kept form as `EvidenceFields.attachments` has it: JSON knows neither tuples nor moments."""
    at = file.get("retrieved_at")
    pages = tuple(str(page) for page in file.get("pages", ()))
    return {**file, "pages": pages, "retrieved_at": datetime.fromisoformat(at) if at else None}


def recalled(
    known: Mapping[str, Any], files: Sequence[Mapping[str, Any]], contents: Mapping[str, bytes]
) -> EvidenceDraft:
    """The draft of a kept form: of what `remembered` said, its files, and their bytes. Raises what nonsense raises."""
    stage = known.get("stage")
    return EvidenceDraft(
        attachments=tuple(files),
        found=dict(known.get("found", {})),
        text="\n".join(page for file in files for page in file["pages"]),
        files=dict(contents),
        stage=Stage(stage) if stage else None,
        figures=tuple(
            Offer(value, unit, ValueRole(role) if role else None, wording, words)
            for value, unit, role, wording, words in known.get("figures", ())
        ),
        read_by_ocr=tuple(known.get("read_by_ocr", ())),
        pages_without_text=tuple(known.get("pages_without_text", ())),
    )


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


def as_listed(draft: EvidenceDraft, item: ListedItem) -> EvidenceDraft:
    """Return the draft of an item of a watched page: it goes by the address that the page lists, by which it is known
    again, and by what the page says of it where it says nothing of itself."""
    said = {"title": item.title, "published": item.published}
    values = {name: value for name, value in said.items() if value} | dict(draft.values) | {"url": item.url}
    return replace(draft, values=values)


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


def name_of(found: Found) -> str:
    """What something that was found is called, in the language of the window."""
    match found:
        case FoundFile(path):
            return path.name
        case FoundLink():
            return found.host
        case FoundPicture():
            return QCoreApplication.translate("Examining", "Pasted picture")
        case _:
            return QCoreApplication.translate("Examining", "Pasted text")


def task_of(found: Found) -> str:
    """What is being done with it: for a link, whom it is fetched from."""
    if isinstance(found, FoundLink):
        return QCoreApplication.translate("Examining", "Fetch from {host}").format(host=found.host)
    return QCoreApplication.translate("Examining", "Read {name}").format(name=name_of(found))


def examine(found: Found, name: str, progress: Progress) -> EvidenceDraft:
    """The draft that it makes; `name` is what its file is called where it brings no name. Not for the window's thread.

    Raises `UserError` and `Cancelled`: see `tracker.services.evidence.capturing`.
    """
    return draft_of(capture(found, progress), name)


def capture(found: Found, progress: Progress) -> "Captured":
    """Take in what was found: see `examine`."""
    # The readers take a while to import, and most days nothing is captured in the first seconds.
    from tracker.services.evidence import capturing

    match found:
        case FoundFile(path):
            return capturing.examine_file(path, progress=progress)
        case FoundLink(address, allowed):
            return capturing.examine_page(address, allow_private=allowed, progress=progress)
        case FoundPicture(picture):
            return capturing.examine_bytes(as_png(picture), progress=progress)
        case _:
            return capturing.examine_text(found.words)
