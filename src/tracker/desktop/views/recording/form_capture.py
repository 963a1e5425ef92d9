"""What a form for evidence does with files: takes more of them in, shows them, takes words and figures from them."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.views.common.drop_overlay import DropOverlay, Found
from tracker.desktop.views.common.widgets import Flow, button, label, row
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft, Offer, examine, name_of, task_of
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.evidence_links import LinkDraft, LinkRow
from tracker.desktop.views.recording.list_counter import ListCounter, ListFile
from tracker.desktop.views.viewer.viewer_window import Viewed
from tracker.desktop.views.viewer.viewing import FileViewers
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.anchors import stands
from tracker.domain.rows import Anchor

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.evidence.viewing import KeptFile

_MOST_OFFERS = 6


class FormCapture(QObject):
    """Belongs to one form, and goes with it."""

    def __init__(self, appearance: Appearance, jobs: Jobs, dialog: EvidenceDialog, ledger: "OpenLedger") -> None:
        super().__init__(dialog)
        self._appearance = appearance
        self._jobs = jobs
        self._dialog = dialog
        self._ledger = ledger
        self._viewers = FileViewers(appearance, jobs, dialog)
        self._link: LinkRow | None = None
        self.overlay = DropOverlay(appearance, dialog, dialog.save_button.isEnabled)
        self.overlay.dropped.connect(self._take)
        self._offered = Flow(6)
        self._count = button(self.tr("Count a list…"), "quiet-link")
        self._count.setObjectName("countList")
        self._count.setToolTip(self.tr("Count the names of a published list, and take their number as the value"))
        self._count.clicked.connect(self._count_list)
        offers = row(self._offered, self._count, spacing=8)
        offers.setStretch(0, 1)
        dialog.offers.addLayout(offers)
        dialog.files.opened.connect(self._look)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # Clicking an offer takes the keyboard from the link that it is for.
            application.focusChanged.connect(self._note_focus)
        self._offer(dialog.draft.figures, by_ocr=bool(dialog.draft.read_by_ocr))

    def _note_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """The link that was worked in last is the one that a figure goes to."""
        del old
        for link in self._dialog.links:
            if now is not None and link.isAncestorOf(now):
                self._link = link

    def _measure(self, value: str, unit: str, role: Any) -> None:
        links = self._dialog.links
        if not links:
            self._dialog.add_link(LinkDraft())
        link = self._link if self._link in links and self._link is not None else links[-1]
        link.measure(value, unit, role)

    def _offer(self, figures: Sequence[Offer], *, by_ocr: bool) -> None:
        """The figures of the file, each with the sentence that it is in."""
        words = self._appearance.words
        shown: list[QWidget] = [label(self.tr("Figures in the file"), "formLabel")] if figures else []
        for figure in figures[:_MOST_OFFERS]:
            role = f" · {words.term(figure.role)}" if figure.role is not None else ""
            mark = f" · {words.phrase('by_ocr')}" if by_ocr else ""
            chip = button(f"{figure.wording}{role}{mark}", "chip")
            chip.setObjectName("figureOffer")
            chip.setToolTip(figure.words)
            chip.setAccessibleName(self.tr("Take {figure} as the value").format(figure=figure.wording))
            chip.clicked.connect(partial(self._measure, figure.value, figure.unit, figure.role))
            shown.append(chip)
        self._offered.fill(shown)
        self._offered.setVisible(bool(shown))

    def _take(self, found: Sequence[Found], key: str) -> None:
        """Attach what was dropped on the form."""
        del key
        for one in found:
            self._attach(one)

    def _attach(self, found: Found) -> None:
        name = name_of(found)
        task = Task(task_of(found))
        dialog = self._dialog

        def work(progress: Progress) -> EvidenceDraft:
            return examine(found, name, progress)

        def done(draft: EvidenceDraft) -> None:
            if not dialog.is_over:
                dialog.settle()
                dialog.files.attach(draft)
                dialog.warn(draft)
                self._offer(draft.figures or dialog.draft.figures, by_ocr=bool(draft.read_by_ocr))

        def failed(error: Exception) -> None:
            if dialog.is_over:
                return
            dialog.settle()
            if isinstance(error, UserError):
                dialog.refuse(UserError(error.code, field="file", **error.details))

        dialog.busy(task)
        self._jobs.run_long(task, work, done, failed)

    def _look(self, sha256: str) -> None:
        """Show a file: one that is not recorded yet is at hand, another is read from the ledger."""
        added = next((file for file in self._dialog.files.added if file["sha256"] == sha256), None)
        piece = self._dialog.evidence
        if added is not None:
            self._show(added, self._dialog.files.contents.get(sha256), added["pages"])
        elif piece is not None:
            file = next(asdict(one) for one in piece.attachments if one.sha256 == sha256)
            workspace = self._ledger.workspace
            self._jobs.run(
                lambda: services.viewing.read_file(workspace, sha256, file["name"]),
                partial(self._show_kept, file),
                self._refuse,
                "file",
            )

    def _show_kept(self, file: dict[str, Any], kept: "KeptFile") -> None:
        if not self._dialog.is_over:
            self._show(file, kept.content, kept.pages, self._appearance.words.error(kept.fault) if kept.fault else "")

    def _show(self, file: dict[str, Any], content: bytes | None, pages: tuple[str, ...], warning: str = "") -> None:
        values = self._dialog.values()
        anchor = Anchor(**values["anchor"]) if values["anchor"] else None
        mine = anchor is not None and anchor.sha256 == file["sha256"] and stands(anchor, values["quote"], pages)
        viewed = Viewed(
            file["sha256"],
            file["name"],
            file["media_type"],
            content,
            pages,
            values["quote"] if mine else "",
            anchor if mine else None,
            values["title"],
            warning,
        )
        viewer = self._viewers.open_captured(viewed, self._dialog)

        def quote(anchor: Anchor, words: str) -> None:
            self._dialog.set_quote(asdict(anchor), words)
            viewer.close()

        viewer.quote_wanted.connect(quote)

    def _count_list(self) -> None:
        files = self._dialog.files
        piece = self._dialog.evidence
        listed = [
            ListFile(file["sha256"], file["name"], partial(_content, files.contents, file["sha256"]))
            for file in files.added
            if file["sha256"] in files.contents
        ]
        for one in piece.attachments if piece is not None else ():
            listed.append(ListFile(one.sha256, one.name, partial(self._read_content, one.sha256)))
        target = self._target()
        counter = ListCounter(self._appearance, self._jobs, self._dialog, tuple(listed), target)
        counter.counted.connect(self._use_count)
        counter.open()

    def _read_content(self, sha256: str) -> bytes:
        return services.reading.read_content(self._ledger.workspace, sha256)

    def _target(self) -> str:
        """What the commitment that the count is for asks for."""
        link = self._link if self._link in self._dialog.links else next(iter(self._dialog.links[-1:]), None)
        quantity = link.preview.quantity if link is not None and link.preview is not None else None
        return self._appearance.words.quantity(quantity) if quantity is not None else ""

    def _use_count(self, count: int, unit: str, role: Any, draft: EvidenceDraft | None) -> None:
        self._measure(str(count), unit, role)
        if draft is not None:
            self._dialog.files.attach(draft)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError) and not self._dialog.is_over:
            self._dialog.refuse(error)


def _content(contents: dict[str, bytes], sha256: str) -> bytes:
    return contents[sha256]
