"""What the program is: its version and licence, where it keeps things, and what it is made of."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget
from shiboken6 import isValid

from tracker import __version__
from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.widgets import ElidedLabel, button, label, open_path, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.locations import own_folders

if TYPE_CHECKING:
    from tracker.installed_parts import InstalledPart

_WIDTH = 600


class AboutDialog(PlainDialog):
    """Says all of it, to be read and copied."""

    def __init__(self, appearance: Appearance, parent: QWidget, parts: "Sequence[InstalledPart]") -> None:
        super().__init__(appearance, parent)
        self._said = [
            self.tr("Commitment ledger, version {version}").format(version=__version__),
            self.tr("Under the MIT licence: free to use, to change and to pass on."),
            self.tr(
                "Qt is used under the LGPL 3: its libraries are files of their own, and other builds can replace them."
            ),
        ]
        self._folders = dict(zip((self.tr("Data"), self.tr("Settings"), self.tr("Logs")), own_folders(), strict=True))
        self.set_title(self.tr("About the program"))
        for name, sentence in zip(("aboutVersion", "aboutLicence", "aboutQt"), self._said, strict=True):
            shown = text(sentence)
            shown.setObjectName(name)
            self.body.addWidget(shown)
        self.body.addWidget(label(self.tr("Folders"), "sectionTitle"))
        self.body.addLayout(self._folder_rows())
        self.parts = QPlainTextEdit("\n".join(map(_line, parts)))
        self.parts.setObjectName("aboutParts")
        self.parts.setReadOnly(True)
        self.parts.setFixedHeight(scaled(200))
        self.body.addLayout(self.add("parts", self.parts, self.tr("Made of, with their licences")))
        self.close_button = self.finish(self.tr("Close"), "", width=_WIDTH)
        self.close_button.clicked.connect(self.accept)
        self.copy_button = self.offer(self.tr("Copy all of it"))
        self.copy_button.setObjectName("copyAbout")
        self.copy_button.clicked.connect(self._copy)
        self.close_button.setFocus()

    def whole_text(self) -> str:
        """Return all that is said, as it is copied."""
        folders = (f"{name}: {folder}" for name, folder in self._folders.items())
        return "\n".join([*self._said, "", *folders, "", self.parts.toPlainText()])

    def _folder_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setColumnStretch(1, 1)
        for place, (name, folder) in enumerate(self._folders.items()):
            path = ElidedLabel()
            path.setText(str(folder))
            path.setToolTip(str(folder))
            opener = button(self.tr("Open the folder"))
            opener.setObjectName(f"openFolder_{place}")
            opener.setAccessibleName(self.tr("Open the folder: {name}").format(name=name))
            opener.setEnabled(folder.is_dir())
            opener.clicked.connect(partial(open_path, folder))
            for column, widget in enumerate((label(name), path, opener)):
                grid.addWidget(widget, place, column)
        return grid

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.whole_text())
        self.copy_button.setText(self.tr("Copied"))


class About(Controller):
    """Shows what the program is."""

    @property
    def handlers(self) -> dict[str, Do]:
        return {"about": self.show}

    def show(self) -> None:
        """Read what it is made of, and show it."""
        window = self._window
        self._jobs.run(
            _read_parts,
            lambda parts: AboutDialog(self._appearance, window, parts).open() if isValid(window) else None,
            channel="about",
        )


def _read_parts() -> "tuple[InstalledPart, ...]":
    # Imported by need, as few ask for it; and sixty small files are read, which may lie on a slow drive.
    from tracker.installed_parts import installed_parts

    return installed_parts()


def _line(part: "InstalledPart") -> str:
    return "  ".join(filter(None, (part.name, part.version, part.licence)))
