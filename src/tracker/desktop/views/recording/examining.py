"""Take in what was found, in the background, under a name that says what is being done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from tracker.desktop.views.common.found import Found, FoundFile, FoundLink, FoundPicture, as_png
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.desktop.views.recording.capture_draft import draft_of
from tracker.domain.commitments.progress import Progress

if TYPE_CHECKING:
    from tracker.services.evidence.capturing import Captured


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
    return draft_of(_captured(found, progress), name)


def _captured(found: Found, progress: Progress) -> "Captured":
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
