"""The files of a piece of evidence as chips: their names and sizes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.resources import icon
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import Flow, ToolButton, badge, button, column, label, row
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.domain.rows import AttachmentRow, EvidenceRow
from tracker.wording import Words

_WIDEST_NAME = 190
Files = Sequence[Mapping[str, Any]]
"""Files with `sha256`, `name` and `size` in bytes."""


class FileChips(Flow):
    """Shows files, each a way to look at it (`opened`); with `removable`, each can be taken away again, and with
    `leads`, its menu leads to its folder as well."""

    removed = Signal(str)
    opened = Signal(str)
    folder_wanted = Signal(str)

    def __init__(self, appearance: Appearance, *, removable: bool = False, leads: bool = False) -> None:
        super().__init__()
        self._appearance = appearance
        self._removable = removable
        self._leads = leads

    def show_files(self, files: Files) -> None:
        """Show these files."""
        self.fill([self._chip(str(file["sha256"]), str(file["name"]), int(file["size"])) for file in files])

    def _chip(self, sha256: str, name: str, size: int) -> QFrame:
        amount = QLocale(self._appearance.language).formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        chip = QFrame()
        chip.setObjectName("fileChip")
        chip.setToolTip(f"{name}\nSHA-256 {sha256}")
        said = button("", "quiet-link")
        # The middle gives way: a name is known by its beginning and its ending.
        shown = said.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, scaled(_WIDEST_NAME))
        said.setText(f"{shown} · {amount}")
        said.setObjectName("openFile")
        said.setToolTip(chip.toolTip())
        said.setAccessibleName(self.tr("Look at {name}").format(name=name))
        said.clicked.connect(partial(self.opened.emit, sha256))
        if self._leads:
            self._add_menu(said, sha256)
        contents = row(said, spacing=4, margins=(8, 2, 8, 2))
        if self._removable:
            contents.addWidget(self._remover(sha256, name))
        chip.setLayout(contents)
        return chip

    def _add_menu(self, said: QWidget, sha256: str) -> None:
        """A right click, or the menu key, offers what can be done with the file."""
        said.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for words, name, wanted in (
            (self.tr("Look at the file"), "lookAtFile", self.opened),
            (self.tr("Show in folder"), "showFolder", self.folder_wanted),
        ):
            action = QAction(words, said)
            action.setObjectName(name)
            action.triggered.connect(partial(wanted.emit, sha256))
            said.addAction(action)

    def _remover(self, sha256: str, name: str) -> QToolButton:
        made = ToolButton()
        made.setObjectName("removeFile")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setIcon(icon("clear", self._appearance.tokens.colours["soft"]))
        made.setFixedSize(scaled(22), scaled(22))
        made.setToolTip(self.tr("Leave this file out"))
        made.setAccessibleName(self.tr("Leave out {name}").format(name=name))
        made.clicked.connect(partial(self.removed.emit, sha256))
        return made


class PieceFiles(QWidget):
    """The files of a recorded piece, and the way to its quoted words in one of them. `wanted` carries the SHA-256 of a
    file, or "" for the one that is quoted, `folder_wanted` that of one whose folder is to be shown."""

    wanted = Signal(str)
    folder_wanted = Signal(str)

    def __init__(self, appearance: Appearance, piece: EvidenceRow) -> None:
        super().__init__()
        lines = column(spacing=3)
        if piece.anchor is not None and piece.attachments:
            lines.addWidget(self._way(piece))
        chips = FileChips(appearance, leads=True)
        chips.folder_wanted.connect(self.folder_wanted)
        chips.show_files([asdict(file) for file in piece.attachments])
        chips.opened.connect(self.wanted)
        lines.addWidget(chips)
        self.setLayout(lines)

    def _way(self, piece: EvidenceRow) -> QWidget:
        shown = self.tr("Show the file") if piece.orphaned else self.tr("Show these words in the file")
        way = button(shown, "quiet-link")
        way.setObjectName("showQuote")
        way.setAccessibleName(f"{shown}: {piece.title}")
        way.clicked.connect(partial(self.wanted.emit, ""))
        return way


def orphan_badge(words: Words) -> QLabel:
    """What marks a piece whose quoted words are no longer in its file."""
    return badge(words.phrase("orphan"), words.phrase("orphan_rule"), warning=True)


class FilesField(QWidget):
    """The files of a piece in its form: those that it has, which stay, and new ones, which can be left out again."""

    opened = Signal(str)
    changed = Signal()

    def __init__(self, appearance: Appearance, kept: Sequence[AttachmentRow], draft: EvidenceDraft) -> None:
        super().__init__()
        self._kept = [asdict(file) for file in kept]
        self.added: list[dict[str, Any]] = [dict(file) for file in draft.attachments]
        self.added_as_json: list[dict[str, Any]] = []
        """`added` as JSON has it. A draft is written every few seconds, and the words of a long file take a while."""
        self.contents = dict(draft.files)
        self._chips = FileChips(appearance, removable=True)
        self._own = FileChips(appearance)
        self._chips.removed.connect(self._leave_out)
        for chips in (self._own, self._chips):
            chips.opened.connect(self.opened)
        self.setLayout(column(label(self.tr("Files"), "formLabel"), self._own, self._chips, spacing=3))
        self._show()

    @property
    def value(self) -> tuple[dict[str, Any], ...] | None:
        """As `EvidenceFields.attachments` has it: None leaves the files of a corrected piece as they are."""
        return (*self._kept, *self.added) if self.added or not self._kept else None

    def attach(self, draft: EvidenceDraft) -> None:
        """Take the files of a draft as well; what is there already is not taken twice."""
        known = {file["sha256"] for file in (*self._kept, *self.added)}
        self.added += [dict(file) for file in draft.attachments if file["sha256"] not in known]
        self.contents |= draft.files
        self._show()

    def replace(self, draft: EvidenceDraft) -> None:
        """Have the files of a draft beside those that are kept, and no others."""
        self.added = [dict(file) for file in draft.attachments]
        self.contents = dict(draft.files)
        self._show()

    def _leave_out(self, sha256: str) -> None:
        self.added = [file for file in self.added if file["sha256"] != sha256]
        self._show()

    def _show(self) -> None:
        self.added_as_json = json.loads(json.dumps(self.added, default=str))
        self._own.show_files(self._kept)
        self._chips.show_files(self.added)
        self._own.setVisible(bool(self._kept))
        self._chips.setVisible(bool(self.added))
        # Shown before it has its place in the form, it would be a window of its own.
        if self.parentWidget() is not None or not (self._kept or self.added):
            self.setVisible(bool(self._kept or self.added))
        self.changed.emit()
