"""Opens files in the program's own viewer, and hands them to others only when that is asked for."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.handed_copies import HandedCopies
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.views.common.widgets import ask_file, open_path, reveal_path, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog, if_open
from tracker.desktop.views.viewer.viewer_window import Viewed, Viewer, decode_picture
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_rows import PieceDetail
from tracker.domain.rows import Anchor, AttachmentRow, Changes, EvidenceRow
from tracker.domain.text.dates import stamp
from tracker.exports.atomic import write_whole
from tracker.services.evidence.viewing import HandedFile, look_through

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.evidence.viewing import KeptFile


class FileViewers(QObject):
    """`written` says that a quote was recorded. Whatever else there is to say is said in the viewer concerned."""

    written = Signal(object)

    def __init__(self, appearance: Appearance, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._jobs = jobs
        self._window = window
        self._copies = HandedCopies()
        jobs.closed.connect(self._copies.remove)
        self.ledger: OpenLedger | None = None

    def open_piece(self, piece: EvidenceRow, sha256: str = "") -> None:
        """Look at a file of a piece of evidence: by default the one that its words are quoted from, else the first."""
        ledger = self.ledger
        file = _file_of(piece, sha256)
        if ledger is None or file is None:
            return
        self._jobs.run(
            lambda: services.viewing.read_file(ledger.workspace, file.sha256, file.name),
            partial(self._show_piece, piece, file),
            _ignore,
            "file",
        )

    def show_folder(self, piece: EvidenceRow, sha256: str = "") -> None:
        """Show a copy of a file of a piece in its folder, by default of the same one as above. One that is not to leave
        is opened in the viewer, which says why."""
        ledger = self.ledger
        file = _file_of(piece, sha256)
        if ledger is None or file is None:
            return

        def write(progress: Progress) -> Path:
            content = services.reading.read_content(ledger.workspace, file.sha256)
            return self._hand(content, file.name, progress)

        def explain(error: Exception) -> None:
            if isinstance(error, UserError):
                self.open_piece(piece, file.sha256)

        task = Task(self.tr("Look through the file"))
        self._jobs.run_long(task, write, reveal_path, explain, "outside")

    def open_captured(self, viewed: Viewed, parent: QWidget, *, quotes: bool = True) -> Viewer:
        """Look at a file that is not recorded yet, from the form that `parent` is."""
        return self._show(Viewer(self._appearance, parent, viewed, quotes=quotes, hands=False))

    def _show_piece(self, piece: EvidenceRow, file: AttachmentRow, kept: "KeptFile") -> None:
        ledger = self.ledger
        if ledger is None:
            return
        quotes = ledger.permissions.refusal("revise_evidence") is None
        viewer = Viewer(self._appearance, self._window, self._viewed(piece, file, kept), quotes=quotes)
        viewer.quote_wanted.connect(partial(self._quote, viewer, piece, file, kept))
        self._show(viewer)

    def _show(self, viewer: Viewer) -> Viewer:
        viewer.save_wanted.connect(partial(self._ask_place, viewer))
        viewer.open_wanted.connect(partial(self._ask_to_open, viewer))
        viewer.setObjectName("viewer")
        viewer.show()
        viewer.raise_()
        viewer.activateWindow()
        self._look_through(viewer)
        content = viewer.viewed.content
        if content is not None and viewer.viewed.media_type.startswith("image/"):
            self._jobs.run(
                partial(decode_picture, content),
                if_open(viewer, viewer.show_picture),
            )
        return viewer

    def _viewed(self, piece: EvidenceRow, file: AttachmentRow, kept: "KeptFile") -> Viewed:
        quoted = piece.anchor is not None and piece.anchor.sha256 == file.sha256
        caption = [piece.title, piece.publisher, piece.published]
        if file.retrieved_at is not None:
            caption.append(self.tr("retrieved {at}").format(at=stamp(file.retrieved_at)))
        return Viewed(
            file.sha256,
            file.name,
            file.media_type,
            kept.content,
            kept.pages,
            piece.quote if quoted else "",
            piece.anchor if quoted else None,
            " · ".join(part for part in caption if part),
            self._warning(piece, kept),
        )

    def _warning(self, piece: EvidenceRow, kept: "KeptFile") -> str:
        """What is wrong, the file before the quote."""
        if kept.fault is not None:
            said = self.tr("Only the text that was read from it when it was kept can be shown.")
            return f"{self._appearance.words.error(kept.fault)} {said}"
        if piece.orphaned:
            return self.tr(
                "Quote not found in its file: “{quote}” no longer stands where it was quoted from. "
                "It has not been moved; select the right words to quote them anew."
            ).format(quote=_short(piece.quote))
        return ""

    def _quote(
        self, viewer: Viewer, piece: EvidenceRow, file: AttachmentRow, kept: "KeptFile", anchor: Anchor, words: str
    ) -> None:
        ledger = self.ledger
        if ledger is None:
            return

        def done(changes: Changes) -> None:
            self.written.emit(changes)
            self._jobs.run(
                lambda: services.evidence_view.read_piece(ledger.workspace, piece.id, ledger.as_of),
                if_open(viewer, renew),
                partial(_refuse, viewer),
            )

        def renew(found: PieceDetail) -> None:
            # The slot before holds the piece as it was, whose version the ledger would refuse.
            viewer.quote_wanted.disconnect()
            viewer.quote_wanted.connect(partial(self._quote, viewer, found.piece, file, kept))
            viewer.show_file(self._viewed(found.piece, file, kept))
            viewer.say(self.tr("Quoted: {words}").format(words=_short(words)))

        quotation = {
            "evidence_id": piece.id,
            "words": words,
            "anchor": asdict(anchor),
            "expected_version": piece.version,
        }
        self._jobs.run(
            lambda: ledger.write(services.quoting.quote_words, services.commands.Quotation, quotation),
            done,
            partial(_refuse, viewer),
        )

    def _ask_place(self, viewer: Viewer) -> None:
        ask_file(viewer, self.tr("Save a copy"), partial(self._save, viewer), saves=viewer.handed_name)

    def _save(self, viewer: Viewer, path: Path) -> None:
        content = viewer.viewed.content
        said = self.tr("A copy has been saved as {path}").format(path=path)

        if content is not None:
            done = if_open(viewer, lambda _: viewer.say(said))
            self._jobs.run(lambda: write_whole(path, content), done, partial(_refuse, viewer))

    def _ask_to_open(self, viewer: Viewer) -> None:
        dialog = PlainDialog(self._appearance, viewer)
        dialog.setObjectName("openOutside")
        dialog.set_title(self.tr("Open with the system's program"))
        said = self.tr(
            "Another program will open a copy of {name}. What it does with the file is beyond this ledger: it may run "
            "what the file contains, or go online. The kept file stays as it is."
        )
        dialog.body.addWidget(text(said.format(name=viewer.handed_name)))
        hand_over = dialog.finish(self.tr("Open the copy"), self.tr("Cancel"))
        hand_over.setObjectName("openCopy")
        in_folder = dialog.offer(self.tr("Show in folder"))
        in_folder.setObjectName("showCopy")
        for pressed, show in ((hand_over, open_path), (in_folder, reveal_path)):
            pressed.clicked.connect(dialog.accept)
            pressed.clicked.connect(partial(self._hand_over, viewer, show))
        dialog.open()

    def _hand_over(self, viewer: Viewer, show: Callable[[Path], None]) -> None:
        name = viewer.viewed.name
        content = viewer.viewed.content
        if content is None:
            return

        task = Task(self.tr("Look through the file"))
        self._jobs.run_long(task, partial(self._hand, content, name), show, partial(_refuse, viewer), "outside")

    def _hand(self, content: bytes, name: str, progress: Progress) -> Path:
        """Write a copy for other programs. Nothing leaves that was not looked at just now."""
        handing = look_through(content, name, progress)
        if handing.barrier is not None:
            raise handing.barrier
        return self._copies.add(handing.name, content)

    def _look_through(self, viewer: Viewer) -> None:
        """Find out whether another program may open the file, and say so in the viewer."""
        name = viewer.viewed.name
        content = viewer.viewed.content
        if content is None:
            return

        def work(progress: Progress) -> HandedFile:
            return look_through(content, name, progress)

        self._jobs.run_long(Task(self.tr("Look through the file")), work, if_open(viewer, viewer.show_handing), _ignore)


def _file_of(piece: EvidenceRow, sha256: str) -> AttachmentRow | None:
    """The file that is asked for: by default the one that the words of a piece are quoted from, else its first."""
    anchor = piece.anchor
    wanted = sha256 or (anchor.sha256 if anchor is not None else "")
    file = next((one for one in piece.attachments if one.sha256 == wanted), None)
    return next(iter(piece.attachments), None) if file is None and not sha256 else file


def _refuse(viewer: Viewer, error: Exception) -> None:
    if isinstance(error, UserError) and isValid(viewer):
        viewer.refuse(error)


def _ignore(error: Exception) -> None:
    """Reading a file tells in its answer what is wrong with it; a defect is reported elsewhere."""


def _short(words: str, longest: int = 80) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
