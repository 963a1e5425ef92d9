"""Take in what was found, a file, a page, a text or a picture, and say what it seems to be; nothing is recorded."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tracker.capture.documents.documents import Document
from tracker.capture.documents.files import display_name, read_file
from tracker.capture.documents.formats import identify
from tracker.capture.documents.reading import read, read_pasted
from tracker.capture.particulars.figures import TextFigure
from tracker.capture.particulars.proposals import Proposal, Proposals, propose
from tracker.capture.particulars.published_lists import (
    CountedList,
    ListColumn,
    columns,
    count_list,
    guess_column,
    pasted_table,
    tables_in,
)
from tracker.capture.web.unread_pages import led_elsewhere, of_redirect
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.evidence.unreadable import Unread, Unreadable
from tracker.locations import typed_path

__all__ = [
    "Captured",
    "CountedList",
    "ListColumn",
    "Proposal",
    "Proposals",
    "TextFigure",
    "Unread",
    "Unreadable",
    "columns",
    "count_list",
    "examine",
    "examine_bytes",
    "examine_file",
    "examine_page",
    "examine_text",
    "guess_column",
    "pasted_table",
    "read_file",
    "tables_in",
]


@dataclass(frozen=True, slots=True)
class Captured:
    """Something found: its content as it came, with its SHA-256, its readable document, and what it seems to be.

    `name` is fit to be shown and may be ""; `url` and `retrieved_at` are those of a page. `unread` says why nothing
    could be read, and then nothing is proposed; `asked` is the address that was given, and `led_to` another page that
    it led to, or "".
    """

    content: bytes
    sha256: str
    name: str
    document: Document
    proposals: Proposals
    url: str = ""
    retrieved_at: datetime | None = None
    led_to: str = ""
    asked: str = ""

    @property
    def unread(self) -> Unreadable | None:
        """Why the words of it could not be read."""
        return self.document.unread


def examine(place: str, *, allow_private: frozenset[str] = frozenset(), progress: Progress = unwatched) -> Captured:
    """Take in a web address or the path of a file: see `examine_page` and `examine_file`."""
    # By how it begins alone: `urlsplit` raises for what is no address at all, of which `examine_page` says so.
    if place.strip().partition(":")[0].lower() in ("http", "https"):
        return examine_page(place, allow_private=allow_private, progress=progress)
    return examine_file(typed_path(place), progress=progress)


def examine_file(path: Path, *, progress: Progress = unwatched) -> Captured:
    """Take in a file. Raises what `capture.files`, `capture.formats` and `capture.reading` raise: one `UserError`."""
    return examine_bytes(read_file(path), path.name, progress=progress)


def examine_bytes(content: bytes, name: str = "", *, progress: Progress = unwatched) -> Captured:
    """Take in what was dropped or pasted: a picture, or a file that has no path."""
    return _captured(content, display_name(name), progress=progress)


def examine_text(text: str) -> Captured:
    """Take in a pasted text. Raises `field_missing`, `text_too_long`."""
    content, document = read_pasted(text)
    return Captured(content, hashlib.sha256(content).hexdigest(), "", document, propose(document))


def examine_page(url: str, *, allow_private: frozenset[str] = frozenset(), progress: Progress = unwatched) -> Captured:
    """Fetch a page and take it in. `allow_private` names hosts of the own network that may be asked.

    Raises what `capture.fetching` raises besides.
    """
    # Imported when a page is fetched: taking in a file, as scripts mostly do, needs nothing of the network.
    from tracker.capture.web.fetching import fetch
    from tracker.capture.web.unread_pages import has_prose

    page = fetch(url, allow_private=allow_private, progress=progress)
    kind = identify(page.body, page.name, page.media_type)
    document = read(page.body, kind, page.name, page.charset, progress, page.final_url)
    elsewhere = of_redirect(page.url, page.final_url, has_prose=has_prose(document.text.splitlines()))
    # A page that led elsewhere, to a log-in or a front page, is not what was asked for, however well it reads.
    if elsewhere is not None and document.unread is None:
        document = replace(document, unread=elsewhere)
    return Captured(
        page.body,
        page.sha256,
        page.name,
        document,
        propose(document, url=page.final_url, name=page.name),
        page.final_url,
        page.retrieved_at,
        page.final_url if led_elsewhere(page.url, page.final_url) else "",
        url,
    )


def _captured(content: bytes, name: str, *, progress: Progress) -> Captured:
    document = read(content, identify(content, name), name, progress=progress)
    sha256 = hashlib.sha256(content).hexdigest()
    return Captured(content, sha256, name, document, propose(document, name=name))
