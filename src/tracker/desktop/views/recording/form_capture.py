"""What a form for evidence does with files: takes more of them in, shows them, takes words and figures from them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.views.common.drop_overlay import DropOverlay, Found, FoundFile, found_in, found_in_words
from tracker.desktop.views.common.widgets import Flow, button, file_dialog, is_enter, label
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft, Offer, examine, name_of, task_of
from tracker.desktop.views.forms.plain_dialog import if_open
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.evidence_links import LinkDraft, LinkRow
from tracker.desktop.views.recording.list_counter import ListCounter, ListFile
from tracker.desktop.views.viewer.material_view import Material, ReadMark
from tracker.desktop.views.viewer.viewer_window import Viewed, decode_picture
from tracker.desktop.views.viewer.viewing import FileViewers
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.anchors import stands
from tracker.domain.rows import Anchor

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.evidence.viewing import KeptFile

_MOST_OFFERS = 6
_KEY = "Alt+{number}"
"""What takes the first, the second figure of the file."""
_READ = ("title", "publisher", "number", "published")
"""The fields whose words are marked in the file."""
_LINES_OF_A_TEXT = 3
"""As many lines stand in no title, number or name: one that is broken when it is copied has two."""
_FOLDER = "attach_folder"
"""Under which it is kept where files were attached from last."""


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
        self._waiting: deque[Found] = deque()
        self._total = 0
        self._faults: list[UserError] = []
        self._shown = ""
        self._seen: list[str] = []
        self.overlay = DropOverlay(appearance, dialog, dialog.save_button.isEnabled)
        self.overlay.dropped.connect(self._take)
        self._offered = Flow(6)
        self._count = button(self.tr("Count a list…"), "quiet-link")
        self._count.setObjectName("countList")
        self._count.setToolTip(self.tr("Count the names of a published list, and take their number as the value"))
        self._count.clicked.connect(self._count_list)
        dialog.offers.addWidget(self._offered)
        dialog.files.opened.connect(self._look)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # Clicking an offer takes the keyboard from the link that it is for.
            application.focusChanged.connect(self._note_focus)
        dialog.attach_button.clicked.connect(self._choose_files)
        dialog.attach_line.installEventFilter(self)
        material = dialog.material
        material.figure_taken.connect(self._take_figure)
        material.quote_wanted.connect(lambda anchor, words: dialog.set_quote(asdict(anchor), words))
        material.enlarge_wanted.connect(self._look)
        material.picture_wanted.connect(self._decode)
        material.file_wanted.connect(self._show_material)
        dialog.files.changed.connect(self._follow_files)
        dialog.material_changed.connect(self._follow_files)
        QShortcut(QKeySequence.StandardKey.Paste, dialog, self._paste)
        for number in range(_MOST_OFFERS):
            key = QKeySequence(_KEY.format(number=number + 1))
            QShortcut(key, dialog, partial(self._take_figure, number))
        self._follow_files()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        line = self._dialog.attach_line
        if watched is line and is_enter(event) and line.text().strip():
            # Seen before the form, which Enter would save.
            found = found_in_words(line.text())
            line.clear()
            self._take(found)
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and _is_material(watched):
            # An input would take the path of a file as words, nothing of a picture, and a whole page as a title.
            self._paste()
            return True
        return super().eventFilter(watched, event)

    def _choose_files(self) -> None:
        folder = self._appearance.settings.recall(_FOLDER).get("at", "")
        dialog = file_dialog(self._dialog, self.tr("Attach files"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take_files)
        dialog.open()

    def _take_files(self, names: Sequence[str]) -> None:
        self._appearance.settings.keep(_FOLDER, {"at": str(Path(names[0]).parent)} if names else {})
        self._take([FoundFile(Path(name)) for name in names])

    def _paste(self) -> None:
        found = found_in(QGuiApplication.clipboard().mimeData())
        if found:
            self._take(found)

    def _follow_files(self) -> None:
        """Show the file that was shown, else the last one that was added, and what was read from it."""
        dialog = self._dialog
        if dialog.is_over:
            return
        files = self._files()
        known = [file["sha256"] for file in files]
        newest = known[-1] if known else ""
        # A file that was just taken in is what there is to look at.
        self._show_material(newest if self._shown not in known or newest not in self._seen else self._shown)
        self._seen = known
        self._offer(dialog.draft.figures, by_ocr=bool(dialog.draft.read_by_ocr))

    def _files(self) -> list[dict[str, Any]]:
        piece = self._dialog.evidence
        kept = [asdict(file) for file in piece.attachments] if piece is not None else []
        return [*kept, *self._dialog.files.added]

    def _show_material(self, sha256: str) -> None:
        dialog = self._dialog
        self._shown = sha256
        files = self._files()
        file = next((one for one in files if one["sha256"] == sha256), None)
        dialog.show_invitation(file is None)
        dialog.material.show_files([(one["sha256"], one["name"]) for one in files], sha256)
        if file is None:
            dialog.material.show_material(None, ())
        elif sha256 in dialog.files.contents:
            material = Material(sha256, file["name"], file["media_type"], dialog.files.contents[sha256], file["pages"])
            dialog.material.show_material(material, self._marks())
        else:
            workspace = self._ledger.workspace
            self._jobs.run(
                lambda: services.viewing.read_file(workspace, sha256, file["name"]),
                partial(self._show_kept_material, file),
                self._refuse,
                "material",
            )

    def _show_kept_material(self, file: dict[str, Any], kept: "KeptFile") -> None:
        if not self._dialog.is_over and self._shown == file["sha256"]:
            material = Material(file["sha256"], file["name"], file["media_type"], kept.content, kept.pages)
            self._dialog.material.show_material(material, self._marks())

    def _marks(self) -> list[ReadMark]:
        """What was read, with where it stands: of a figure the sentence that it is in."""
        draft = self._dialog.draft
        field = self._appearance.words.field
        read = [
            ReadMark(words, self.tr("Read as: {field}").format(field=field(name)))
            for name, words in draft.found.items()
            if name in _READ
        ]
        says = self.tr("Take {figure} as the value")
        return read + [
            ReadMark(one.wording, says.format(figure=one.wording), one.words, number)
            for number, one in enumerate(draft.figures)
        ]

    def _take_figure(self, number: int) -> None:
        figures = self._dialog.draft.figures
        if number < len(figures):
            figure = figures[number]
            self._measure(figure.value, figure.unit, figure.role)

    def _decode(self, content: bytes) -> None:
        self._jobs.run(partial(decode_picture, content), if_open(self._dialog, self._dialog.material.show_picture))

    def _note_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """The link that was worked in last is the one that a figure goes to."""
        del old
        if now is None or self._dialog.is_over or not self._dialog.isAncestorOf(now):
            return
        if isinstance(now, QLineEdit | QPlainTextEdit):
            now.installEventFilter(self)
        for link in self._dialog.links:
            if link.isAncestorOf(now) and link is not self._link:
                self._link = link
                self._dialog.work_in(link)

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
        for number, figure in enumerate(figures[:_MOST_OFFERS], start=1):
            role = f" · {words.term(figure.role)}" if figure.role is not None else ""
            mark = f" · {words.phrase('by_ocr')}" if by_ocr else ""
            chip = button(f"{figure.wording}{role}{mark}", "chip")
            chip.setObjectName("figureOffer")
            chip.setToolTip(f"{figure.words}\n{_KEY.format(number=number)}")
            chip.setAccessibleName(self.tr("Take {figure} as the value").format(figure=figure.wording))
            chip.clicked.connect(partial(self._measure, figure.value, figure.unit, figure.role))
            shown.append(chip)
        self._offered.fill([*shown, self._count])

    def _take(self, found: Sequence[Found], key: str = "") -> None:
        """Attach these one after the other; what cannot be read is said at the end, in one sentence."""
        del key
        self._waiting.extend(found)
        self._total += len(found)
        if not self._dialog.is_busy:
            self._go_on()

    def _go_on(self) -> None:
        if self._dialog.is_over:
            return
        if self._waiting:
            self._attach(self._waiting.popleft())
            return
        faults = self._faults
        total = self._total
        self._faults = []
        self._total = 0
        if len(faults) == 1:
            self._dialog.refuse(UserError(faults[0].code, field="file", **faults[0].details))
        elif faults:
            said = self.tr("{count} of {total} files were not attached: {reasons}")
            reasons = " ".join(dict.fromkeys(map(self._appearance.words.error, faults)))
            self._dialog.complain(said.format(count=len(faults), total=total, reasons=reasons))

    def _attach(self, found: Found) -> None:
        name = name_of(found)
        task = Task(task_of(found))
        dialog = self._dialog

        def work(progress: Progress) -> EvidenceDraft:
            return examine(found, name, progress)

        def done(draft: EvidenceDraft) -> None:
            if not dialog.is_over:
                dialog.settle()
                dialog.take_material(draft)
                self._go_on()

        def failed(error: Exception) -> None:
            if dialog.is_over:
                return
            dialog.settle()
            if isinstance(error, UserError):
                self._faults.append(error)
            else:
                # It was stopped, or is a defect, of which is told elsewhere.
                self._waiting.clear()
            self._go_on()

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
            self._dialog.take_material(replace(draft, values={}, found={}))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError) and not self._dialog.is_over:
            self._dialog.refuse(error)


def _content(contents: dict[str, bytes], sha256: str) -> bytes:
    return contents[sha256]


def _is_material(into: QObject) -> bool:
    """Whether what is on the clipboard is read rather than typed: files, a picture, or in a line a text of several."""
    mime = QGuiApplication.clipboard().mimeData()
    if any(url.isLocalFile() for url in mime.urls()) or (mime.hasImage() and not mime.hasText()):
        return True
    return isinstance(into, QLineEdit) and mime.text().strip().count("\n") >= _LINES_OF_A_TEXT - 1
